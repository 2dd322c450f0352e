// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The names of choices in text: those of the enumerators.

#include <loyalty/events/purchase.hpp>
#include <loyalty/explain/choice_names.hpp>
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
struct names_of : io::descriptions::names_of<Choice> {};

template <>
struct names_of<measures> {
    static constexpr std::string_view all[]{"net",        "gross",  "before_discount", "quantity", "visits",
                                            "activities", "scores", "earned",          "fact"};
};
template <>
struct names_of<windows> {
    static constexpr std::string_view all[]{"never",    "one_basket",   "lifetime",        "calendar_window",
                                            "campaign", "first_months", "membership_year", "rolling_window"};
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
                                            "fact_is",
                                            "points_pay",
                                            "goods_at_least"};
};
static_assert(std::size(names_of<asks>::all) == static_cast<std::size_t>(asks::goods) + 1);

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
