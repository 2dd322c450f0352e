// SPDX-License-Identifier: BSL-1.0
//
// The gallery: `gallery` runs every programme of this folder, `gallery starbucks` one of them, `gallery --list`
// names them. It ends with 1 if a case is wrong, or if no programme has the name.

#include "check.hpp"

#include <cstdio>
#include <cstring>

int main(int count, char** arguments) {
    const char* const wanted = count > 1 ? arguments[1] : nullptr;
    const bool lists = wanted != nullptr && std::strcmp(wanted, "--list") == 0;
    int found = 0;
    int wrong = 0;
    for (const gallery::page* page = gallery::page::first(); page != nullptr; page = page->next()) {
        if (lists) {
            std::puts(page->name());
        } else if (wanted == nullptr || std::strcmp(wanted, page->name()) == 0) {
            wrong += page->run() ? 0 : 1;
        } else {
            continue;
        }
        ++found;
    }
    if (found == 0) {
        std::fprintf(stderr, "gallery: no programme is called '%s': gallery --list names them\n", wanted);
    }
    return found > 0 && wrong == 0 ? 0 : 1;
}
