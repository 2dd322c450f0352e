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

#include <loyalty/engine/policy_order.hpp>
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
    void operator()(const Rule& rule) {
        if constexpr (loyalty::detail::lists<Rule, typename List::parts>) {
            fits = fits && to.push_back(rule);
        } else {
            fits = false;
        }
    }
};

/// Moves the accounts of other units than points. Returns false if the other type has no room for them.
template <class Text, class Other>
[[nodiscard]] bool move_further(const Text& from, Other& to) {
    bool fits = true;
    loyalty::detail::for_each_index<Text::further_type::size>([&](auto index) {
        if (!from.has_further[index]) {
            return;
        }
        if constexpr (Text::further_type::size == Other::further_type::size) {
            auto& own = loyalty::detail::get<index>(to.further_lots);
            own = with_room_of<std::remove_reference_t<decltype(own)>>(loyalty::detail::get<index>(from.further_lots));
            to.has_further[index] = true;
            fits = fits && has_room(own);
        } else {
            fits = false;
        }
    });
    return fits;
}

/// Moves the rules with dates of their own. Returns false if the other type has no room for them.
template <class Text, class Other>
[[nodiscard]] bool move_dated(const Text& from, Other& to) {
    if constexpr (std::is_same_v<typename Text::dated_type, typename Other::dated_type>) {
        to.dated = from.dated;
        return true;
    } else {
        bool none = true;
        loyalty::detail::for_each_index<Text::dated_type::size>(
            [&](auto index) { none = none && !loyalty::detail::get<index>(from.dated).is_there(); });
        return none;
    }
}

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
    made->redemption = decltype(Other::redemption){from.redemption};
    const bool has_accounts = move_further(from, *made);
    rule_mover<decltype(Other::rules)> each{made->rules};
    from.rules.for_each_field(from.rules, each);
    if (!each.fits || !has_accounts || !move_dated(from, *made) || (from.has_lots && !has_room(made->lots)) ||
        decltype(Other::redemption)::periods_of_limits < limit_periods_of(from.redemption)) {
        made.reset();
    }
    return made;
}

} // namespace loyalty::json
