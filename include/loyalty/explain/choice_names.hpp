// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The names of choices in text: those of the enumerators. `name_of_choice(rounding::half_even)` is "half_even".

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace loyalty {

enum class rounding : std::uint8_t;
enum class period_unit : std::uint8_t;
enum class component : std::uint8_t;
enum class tender : std::uint8_t;
enum class weekday : std::uint8_t;

namespace choices {
enum class above_cap : std::uint8_t;
enum class surplus : std::uint8_t;
enum class earns_at : std::uint8_t;
enum class upgrade : std::uint8_t;
enum class drop : std::uint8_t;
enum class on_return : std::uint8_t;
enum class short_quota : std::uint8_t;
} // namespace choices
namespace ledgers {
enum class consumption : std::uint8_t;
enum class debt_policy : std::uint8_t;
enum class expired_lot : std::uint8_t;
} // namespace ledgers
namespace dates {
enum class leap_birthday : std::uint8_t;
} // namespace dates
namespace things {
enum class when_full : std::uint8_t;
enum class given_back : std::uint8_t;
enum class part_return : std::uint8_t;
enum class used_voucher : std::uint8_t;
} // namespace things
namespace prices {
enum class piece_order : std::uint8_t;
enum class rounding_stage : std::uint8_t;
enum class above_limit : std::uint8_t;
} // namespace prices

namespace io::descriptions {

/// The enumerators of a choice by name, in their order, from the first one on: `names_of<rounding>::all[0]` is "down". A host
/// specializes it for choices of its own.
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
struct names_of<choices::short_quota> {
    static constexpr std::string_view all[]{"clamp", "all_or_nothing", "reject"};
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
struct names_of<things::when_full> {
    static constexpr std::string_view all[]{"soonest_to_expire", "oldest", "newest"};
};
template <>
struct names_of<things::given_back> {
    static constexpr std::string_view all[]{"old_window", "grace", "gone"};
};
template <>
struct names_of<things::part_return> {
    static constexpr std::string_view all[]{"keeps_uses", "gives_back_uses"};
};
template <>
struct names_of<things::used_voucher> {
    static constexpr std::string_view all[]{"kept", "owed"};
};
template <>
struct names_of<prices::piece_order> {
    static constexpr std::string_view all[]{"all", "cheapest", "dearest"};
};
template <>
struct names_of<prices::rounding_stage> {
    static constexpr std::string_view all[]{"once", "by_line"};
};
template <>
struct names_of<prices::above_limit> {
    static constexpr std::string_view all[]{"clamp", "reject"};
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

/// The value of the first enumerator that has a name.
template <class Names>
[[nodiscard]] constexpr std::size_t first_named() noexcept {
    if constexpr (requires { Names::first; }) {
        return Names::first;
    } else {
        return 0;
    }
}

/// The name of a choice; empty if it has none.
template <class Choice>
[[nodiscard]] constexpr std::string_view name_of_choice(Choice choice) noexcept {
    if constexpr (requires { names_of<Choice>::all; }) {
        const std::size_t index = static_cast<std::size_t>(choice) - first_named<names_of<Choice>>();
        return index < std::size(names_of<Choice>::all) ? names_of<Choice>::all[index] : std::string_view{};
    } else {
        return {};
    }
}

} // namespace io::descriptions
} // namespace loyalty
