// SPDX-License-Identifier: BSL-1.0
//
// The gallery: `gallery` runs every programme of this folder, `gallery starbucks` one of them, `gallery --list`
// names them. It ends with 1 if a case is wrong, or if no programme has the name.
//
// `gallery --page docs/gallery.md` prints that page with the leaflets of all programmes, behind the code of each.

#include "check.hpp"

#include <loyalty/explain/leaflet.hpp>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// Writes the leaflets of a page as a quotation of Markdown.
class quotation final : public gallery::leaflets {
public:
    quotation() { to_ = &builder_; }

    std::string text;

private:
    static constexpr std::size_t width = 118;

    void begin(const char* name, std::uint32_t version, loyalty::instant_window valid,
               std::initializer_list<const char*> tiers) override {
        what_ = {};
        what_.name = name;
        what_.version = version;
        what_.tiers.assign(tiers.begin(), tiers.end());
        if (valid.from != loyalty::instant::minimum()) {
            what_.from = loyalty::texts::to_text(valid.from).view();
        }
        if (valid.until != loyalty::instant::maximum()) {
            what_.until = loyalty::texts::to_text(valid.until).view();
        }
    }
    void end() override {
        const loyalty::io::descriptions::leaflet_writer writer{what_, loyalty::io::descriptions::leaflet_english};
        text += (text.empty() ? "> `" : ">\n> `") + what_.name + "`\n>\n";
        for (const std::string& line : writer.heading()) {
            item(line);
        }
        for (const loyalty::io::descriptions::part& rule : what_.rules) {
            item(writer.sentence(rule));
        }
    }
    /// An item of a list, in lines of at most 118 characters.
    void item(std::string_view sentence) {
        std::string line = "> -";
        while (!sentence.empty()) {
            const std::size_t end = std::min(sentence.find(' '), sentence.size());
            if (line.size() + 1 + end > width) {
                text += line + '\n';
                line = ">  ";
            }
            line += ' ' + std::string(sentence.substr(0, end));
            sentence.remove_prefix(std::min(end + 1, sentence.size()));
        }
        text += line + '\n';
    }

    loyalty::io::descriptions::description what_;
    loyalty::io::descriptions::part_builder builder_{what_.rules};
};

/// The leaflets of a page by name; empty if it shows none.
std::string leaflets_of(std::string_view name) {
    for (const gallery::page* page = gallery::page::first(); page != nullptr; page = page->next()) {
        if (name == page->name()) {
            quotation quoted;
            page->show(quoted);
            return quoted.text;
        }
    }
    return {};
}

/// The name of the programme to which a line of the page has a link; empty if it has none.
std::string_view linked(std::string_view line) {
    constexpr std::string_view before = "](../examples/programmes/";
    const std::size_t at = line.find(before);
    const std::size_t end = line.find(".cpp)", at);
    return at == std::string_view::npos || end == std::string_view::npos
               ? std::string_view()
               : line.substr(at + before.size(), end - at - before.size());
}

/// Prints the page with the leaflets that its programmes have now in the place of those that it has.
int print_page(const char* path) {
    std::ifstream page(path);
    std::string current;
    std::string line;
    bool in_code = false;
    bool quoted = false;
    while (std::getline(page, line)) {
        if (line.starts_with('>') || (quoted && line.empty())) {
            quoted = line.starts_with('>');
            continue;
        }
        quoted = false;
        current = linked(line).empty() ? current : std::string(linked(line));
        std::cout << line << '\n';
        if (line == "```" && in_code && !current.empty()) {
            const std::string text = leaflets_of(current);
            std::cout << (text.empty() ? "" : "\n" + text);
            current.clear();
        }
        in_code = line.starts_with("```") ? !in_code : in_code;
    }
    return page.eof() && std::cout ? 0 : 1;
}

} // namespace

int main(int count, char** arguments) {
    const char* const wanted = count > 1 ? arguments[1] : nullptr;
    if (wanted != nullptr && std::strcmp(wanted, "--page") == 0) {
        return count > 2 ? print_page(arguments[2]) : 1;
    }
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
