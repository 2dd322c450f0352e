// SPDX-License-Identifier: BSL-1.0
//
// Reads a file of JSON, with a reader that has nothing to do with the one who wrote it, and prints one line for each value:
// `/input/lines = 7`. Exit code 1 where the file is not JSON.

#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>

int main(int argument_count, char** arguments) {
    std::ifstream file(argument_count == 2 ? arguments[1] : "");
    const auto value = nlohmann::ordered_json::parse(file, nullptr, false);
    if (value.is_discarded()) {
        std::cout << "not JSON\n";
        return 1;
    }
    const auto flat = value.flatten();
    for (const auto& [path, each] : flat.items()) {
        std::cout << path << " = " << each.dump() << '\n';
    }
    return 0;
}
