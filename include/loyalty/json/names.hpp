// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The names of choices in text: those of the enumerators.

#include <loyalty/events/purchase.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/ledger/lot_policy.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/points/cap_at.hpp>
#include <loyalty/policies/spend_threshold.hpp>
#include <loyalty/policies/tiered/tier_choices.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace loyalty::json {

/// The enumerators of a choice by name, in their order, from the first one on: `names_of<rounding>::all[0]` is "down".
template <class Choice>
struct names_of;

template <>
struct names_of<rounding> {
    static constexpr std::string_view all[]{"down",         "up",         "floor",       "ceiling",
                                            "half_up",      "half_down",  "half_even",   "half_odd",
                                            "half_ceiling", "half_floor", "zero_five_up"};
};
template <>
struct names_of<period_unit> {
    static constexpr std::string_view all[]{"day", "week", "month", "quarter", "year"};
};
template <>
struct names_of<choices::above_cap> {
    static constexpr std::string_view all[]{"clamp", "reject"};
};
template <>
struct names_of<choices::surplus> {
    static constexpr std::string_view all[]{"carried", "dropped"};
};
template <>
struct names_of<choices::earns_at> {
    static constexpr std::string_view all[]{"old_rate", "new_rate", "split"};
};
template <>
struct names_of<choices::upgrade> {
    static constexpr std::string_view all[]{"at_once", "next_period"};
};
template <>
struct names_of<choices::drop> {
    static constexpr std::string_view all[]{"to_earned", "one_step", "never"};
};
template <>
struct names_of<choices::on_return> {
    static constexpr std::string_view all[]{"keeps_tier", "loses_tier"};
};
template <>
struct names_of<ledgers::consumption> {
    static constexpr std::string_view all[]{"first_to_expire", "first_in", "last_in"};
};
template <>
struct names_of<ledgers::debt_policy> {
    static constexpr std::string_view all[]{"only_pending", "down_to_zero", "negative"};
};
template <>
struct names_of<ledgers::expired_lot> {
    static constexpr std::string_view all[]{"stays_expired", "grace", "new_lot"};
};
template <>
struct names_of<dates::leap_birthday> {
    static constexpr std::string_view all[]{"february_28", "march_1", "leap_years_only"};
};
template <>
struct names_of<component> {
    static constexpr std::string_view all[]{"goods",   "shipping",  "fee",      "tip",
                                            "deposit", "gift_card", "donation", "tax"};
};
template <>
struct names_of<tender> {
    static constexpr std::string_view all[]{"cash", "card", "registered_card", "gift_card", "points", "other"};
};
template <>
struct names_of<weekday> {
    static constexpr std::size_t first = 1;
    static constexpr std::string_view all[]{"monday", "tuesday",  "wednesday", "thursday",
                                            "friday", "saturday", "sunday"};
};
template <>
struct names_of<measures> {
    static constexpr std::string_view all[]{"net",        "gross",  "before_discount", "quantity", "visits",
                                            "activities", "scores", "earned",          "fact"};
};
template <>
struct names_of<windows> {
    static constexpr std::string_view all[]{"never",    "one_basket",   "lifetime",       "calendar_window",
                                            "campaign", "first_months", "membership_year"};
};
/// As the predicates are called; `one_of` has no name of its own.
template <>
struct names_of<asks> {
    static constexpr std::string_view all[]{"both",
                                            "either",
                                            "",
                                            "negation",
                                            "any_line",
                                            "always",
                                            "category_is",
                                            "sku_is",
                                            "brand_is",
                                            "component_is",
                                            "store_is",
                                            "channel_is",
                                            "member_has",
                                            "birthday",
                                            "birthday_month",
                                            "membership_active",
                                            "tier_is",
                                            "basket_at_least",
                                            "tender_is",
                                            "day_of_week_is",
                                            "during",
                                            "between",
                                            "kind_is",
                                            "reference_is",
                                            "first_purchase",
                                            "fact_is"};
};
static_assert(std::size(names_of<asks>::all) == static_cast<std::size_t>(asks::own_fact) + 1);

template <class Choice>
[[nodiscard]] constexpr std::size_t first_of_names() noexcept {
    if constexpr (requires { names_of<Choice>::first; }) {
        return names_of<Choice>::first;
    } else {
        return 0;
    }
}

template <class Choice>
[[nodiscard]] constexpr std::string_view name_of_choice(Choice choice) noexcept {
    const std::size_t index = static_cast<std::size_t>(choice) - first_of_names<Choice>();
    return index < std::size(names_of<Choice>::all) ? names_of<Choice>::all[index] : "";
}

template <class Choice>
[[nodiscard]] constexpr std::optional<Choice> choice_named(std::string_view name) noexcept {
    for (std::size_t i = 0; i < std::size(names_of<Choice>::all); ++i) {
        if (names_of<Choice>::all[i] == name && !name.empty()) {
            return static_cast<Choice>(i + first_of_names<Choice>());
        }
    }
    return std::nullopt;
}

template <class Choice>
[[nodiscard]] std::vector<std::string_view> list_of_names() {
    std::vector<std::string_view> found;
    for (const std::string_view each : names_of<Choice>::all) {
        if (!each.empty()) {
            found.push_back(each);
        }
    }
    return found;
}

} // namespace loyalty::json
