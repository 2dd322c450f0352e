// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A programme from text in a type with other room for its members.
///
/// A host reads each text with room for lots that expire on every day, and keeps small members if a text needs less:
/// @code
/// const auto read = json::read_programme<currency::usd, 16, json::lots_of<400>, 4096>(text);
/// using small = json::programme_text<currency::usd>;
/// if (const auto fits = json::with_other_room<small>(read)) { ... fits->framed_with_lots(utc{}) ... }
/// @endcode

#include <loyalty/json/lot_rules.hpp>
#include <loyalty/json/programme.hpp>

#include <cstdint>
#include <optional>
#include <type_traits>

namespace loyalty::json {

/// Called with the kind of each rule and the rule, adds the rules to another list.
template <class List>
struct rule_mover {
    List& to;
    bool fits = true;

    constexpr void operator()(const std::uint8_t&) const noexcept {}
    template <class Rule>
    requires std::is_class_v<Rule>
    void operator()(const Rule& rule) { fits = fits && to.push_back(rule); }
};

/// The programme of a text in another type of the same currency; nothing if its members have no room for what rules remember, or
/// for its lots.
template <class Other, class Text>
[[nodiscard]] std::optional<Other> with_other_room(const Text& from) {
    std::optional<Other> made{Other{}};
    made->name = from.name;
    made->version = from.version;
    made->valid = from.valid;
    made->description = from.description;
    made->layout = from.layout;
    made->tiers = from.tiers;
    made->categories = from.categories;
    made->words = from.words;
    made->rule_names = from.rule_names;
    made->has_lots = from.has_lots;
    made->lots = with_room_of<decltype(Other::lots)>(from.lots);
    made->redemption = from.redemption;
    rule_mover<decltype(Other::rules)> each{made->rules};
    from.rules.for_each_field(from.rules, each);
    if (!each.fits || (from.has_lots && !has_room(made->lots))) {
        made.reset();
    }
    return made;
}

} // namespace loyalty::json
