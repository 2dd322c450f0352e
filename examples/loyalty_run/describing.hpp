// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// `--describe`: what a programme is, for readers and for machines.

#include <loyalty/explain/description.hpp>
#include <loyalty/explain/description_json.hpp>
#include <loyalty/explain/leaflet.hpp>
#include <loyalty/explain/leaflet_german.hpp>
#include <loyalty/explain/mermaid.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

using namespace loyalty::io;

/// The forms of `--describe`; `rules` is the file of rules with all that it leaves to defaults.
inline constexpr const char* description_forms[]{"text", "markdown", "mermaid", "json", "rules"};

/// The same without the layout of the files that a programme is for, which no customer reads.
[[nodiscard]] inline std::vector<descriptions::description>
without_layout(std::vector<descriptions::description> versions) {
    for (descriptions::description& each : versions) {
        std::erase_if(each.further, [](const descriptions::field& one) { return one.name == "layout"; });
    }
    return versions;
}

/// The versions of a programme in a form, in English or German.
[[nodiscard]] inline std::string described_as(const std::vector<descriptions::description>& versions,
                                              std::string_view form, std::string_view language) {
    const descriptions::texts_of& texts =
        language == "de" ? descriptions::leaflet_german : descriptions::leaflet_english;
    return form == "markdown"  ? descriptions::markdown(without_layout(versions), texts)
           : form == "mermaid" ? descriptions::mermaid(versions, texts)
           : form == "json"    ? descriptions::description_json(versions, texts)
                               : descriptions::leaflet(without_layout(versions), texts);
}

} // namespace loyalty_run
