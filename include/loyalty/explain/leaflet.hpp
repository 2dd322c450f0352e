// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A programme as the leaflet that a shop prints: VIB from 350.00 USD, Rouge from 1000.00 USD of goods in a calendar year, kept to
/// the end of the next year.
///
/// @code
/// const auto what = descriptions::describe(beauty, {"Insider", "VIB", "Rouge"});
/// descriptions::leaflet(what);                                    // sentences, each on a line
/// descriptions::markdown(what);                                   // with a heading and a list
/// descriptions::leaflet(what, leaflet_english.with(my_phrases));
/// @endcode
///
/// Nothing is left out: what no phrase speaks of stands behind the sentence with its name and value. So two programmes that
/// differ in a field differ in their leaflets.

#include <loyalty/config.hpp>
#include <loyalty/explain/description.hpp>
#include <loyalty/explain/leaflet_english.hpp>
#include <loyalty/explain/leaflet_writer.hpp>
#include <loyalty/explain/texts.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace loyalty::io::descriptions {

/// The leaflet: its name, what stands around the rules, and a sentence for each rule, each on a line.
[[nodiscard]] inline std::string leaflet(const description& what, const texts_of& texts = leaflet_english) {
    const leaflet_writer writer{what, texts};
    std::string text =
        what.name.empty() ? std::string() : what.name + (what.note.empty() ? "" : ": " + what.note) + '\n';
    for (const std::string& line : writer.heading()) {
        text += line + '\n';
    }
    for (const part& rule : what.rules) {
        text += writer.sentence(rule) + '\n';
    }
    return text;
}

/// Several versions of a programme, with an empty line between them.
[[nodiscard]] inline std::string leaflet(const std::vector<description>& versions,
                                         const texts_of& texts = leaflet_english) {
    std::string text;
    for (const description& each : versions) {
        text += (text.empty() ? "" : "\n") + leaflet(each, texts);
    }
    return text;
}

/// The same for a page: a heading, and the rules in a numbered list.
[[nodiscard]] inline std::string markdown(const description& what, const texts_of& texts = leaflet_english) {
    const leaflet_writer writer{what, texts};
    std::string text = "# " + what.name + "\n\n" + (what.note.empty() ? "" : what.note + "\n\n");
    for (const std::string& line : writer.heading()) {
        text += line + '\n';
    }
    text += text.ends_with("\n\n") ? "" : "\n";
    for (std::size_t i = 0; i < what.rules.size(); ++i) {
        text += std::to_string(i + 1) + ". " + writer.sentence(what.rules[i]) + '\n';
    }
    return text;
}
[[nodiscard]] inline std::string markdown(const std::vector<description>& versions,
                                          const texts_of& texts = leaflet_english) {
    std::string text;
    for (const description& each : versions) {
        text += (text.empty() ? "" : "\n") + markdown(each, texts);
    }
    return text;
}

} // namespace loyalty::io::descriptions
