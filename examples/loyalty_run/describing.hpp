// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// `--describe`: what a programme is, for readers and for machines.

#include "programmes.hpp"

#include <loyalty/explain/description.hpp>
#include <loyalty/explain/description_json.hpp>
#include <loyalty/explain/leaflet.hpp>
#include <loyalty/explain/mermaid.hpp>

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace loyalty::io::descriptions {

/// What the airline's own predicates, measure and policy are.
template <>
struct said_by_host<programmes::distance> {
    static void put(part_receiver& to, const programmes::distance&) { to.value("distance"); }
};
template <>
struct said_by_host<programmes::card_is> {
    static void put(part_receiver& to, const programmes::card_is& own) {
        constexpr std::string_view names[]{"no card", "card star", "card nova", "card aurora"};
        to.value(names[static_cast<std::size_t>(own.card)]);
    }
};
template <>
struct said_by_host<programmes::enrolled_by> {
    static void put(part_receiver& to, const programmes::enrolled_by& own) {
        constexpr std::string_view names[]{"not enrolled", "enrolled as standard", "enrolled by promotion"};
        to.value(names[static_cast<std::size_t>(own.enrollment)]);
    }
};

} // namespace loyalty::io::descriptions

namespace loyalty_run {

using namespace loyalty::io;

/// The forms of `--describe`; `rules` is the file of rules with all that it leaves to defaults.
inline constexpr const char* description_forms[]{"text", "markdown", "mermaid", "json", "rules"};

[[nodiscard]] inline std::string described_as(const descriptions::description& what, std::string_view form) {
    return form == "markdown"  ? descriptions::markdown(what)
           : form == "mermaid" ? descriptions::mermaid(what)
           : form == "json"    ? descriptions::description_json(what)
                               : descriptions::leaflet(what);
}

inline void print_text(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

/// A programme that is compiled in, with what the notes say besides.
template <class Programme>
[[nodiscard]] descriptions::description description_of(const Programme& rules, const programme_notes& notes) {
    descriptions::description what = descriptions::describe(rules, {notes.tiers.begin(), notes.tiers.end()});
    what.note = notes.description;
    what.currency = notes.currency;
    for (const named_code& each : notes.categories) {
        what.categories.emplace_back(each.name, std::to_string(each.code));
    }
    return what;
}

} // namespace loyalty_run
