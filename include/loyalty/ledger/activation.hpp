// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// From when a lot can be spent (S23).
///
/// | policy                                                   | earned 2025-01-10, active on | `pending`: dates that wait |
/// |----------------------------------------------------------|------------------------------|----------------------------|
/// | `at_once{}`                                              | 2025-01-10                   | 0                          |
/// | `activates_after_days<14>{}`                             | 2025-01-24                   | 14                         |
/// | `activates_on_fixed_dates{dates::month_day::monthly(1)}` | 2025-02-01                   | 1                          |
/// | `activates_on_confirmation<30>{}`                        | when confirmed by 2025-02-08 | 30                         |

#include <loyalty/config.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/month_day.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::ledgers {

/// On the day on which it is earned.
struct at_once {
    static constexpr std::string_view name = "at_once";
    static constexpr std::size_t pending = 0;
    static constexpr bool is_confirmed = false;

    [[nodiscard]] static constexpr bool is_at_once() noexcept { return true; }
    template <class Point>
    [[nodiscard]] constexpr Point active_from(Point earned) const noexcept {
        return earned;
    }
    [[nodiscard]] friend constexpr bool operator==(const at_once&, const at_once&) noexcept = default;
};

/// So many days later, when the goods can no longer be returned.
template <std::int32_t Days>
struct activates_after_days {
    static_assert(Days >= 0, "loyalty: activates_after_days: the days must not be negative");
    static constexpr std::size_t pending = static_cast<std::size_t>(Days);
    static constexpr bool is_confirmed = false;
    std::int32_t days = Days;

    static constexpr std::string_view name = "activates_after_days";
    static constexpr auto rule_fields = extensions::fields(extensions::field{
        "days", &activates_after_days::days, "from the day on which a lot is earned",
        extensions::between(0, Days, "activates_after_days: the days must be between 0 and the bound in its type")});

    [[nodiscard]] constexpr date active_from(date earned) const noexcept { return earned + days; }
    [[nodiscard]] friend constexpr bool operator==(const activates_after_days&,
                                                   const activates_after_days&) noexcept = default;
};

/// On the next of some days after that on which it was earned: `activates_on_fixed_dates{dates::month_day::monthly(1),
/// dates::month_day::monthly(15)}`.
template <std::size_t Count>
struct activates_on_fixed_dates {
    static constexpr std::size_t pending = 1;
    static constexpr bool is_confirmed = false;
    dates::month_day days[Count]{};

    static constexpr std::string_view name = "activates_on_fixed_dates";
    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"days", &activates_on_fixed_dates::days, "the days of activation",
                          extensions::valid("activates_on_fixed_dates: a day is not in the calendar")});

    template <std::same_as<dates::month_day>... Day>
    requires(sizeof...(Day) == Count) constexpr explicit activates_on_fixed_dates(Day... each) noexcept
        : days{each...} {}

    [[nodiscard]] constexpr date active_from(date earned) const noexcept { return detail::next_of(days, earned + 1); }
    [[nodiscard]] friend constexpr bool operator==(const activates_on_fixed_dates&,
                                                   const activates_on_fixed_dates&) noexcept = default;
};

template <std::same_as<dates::month_day>... Day>
activates_on_fixed_dates(Day...) -> activates_on_fixed_dates<sizeof...(Day)>;

/// When an event confirms it, such as the goods' delivery. Without one it is cancelled on the deadline: earned on
/// 2025-01-10, `activates_on_confirmation<30>{}` cancels on 2025-02-09. `Waiting` is the most days that a lot may wait, and
/// the default of the days in braces.
template <std::size_t Waiting>
struct activates_on_confirmation {
    static constexpr std::size_t pending = Waiting;
    static constexpr bool is_confirmed = true;
    std::int32_t deadline_days = static_cast<std::int32_t>(Waiting);

    static constexpr std::string_view name = "activates_on_confirmation";
    static constexpr auto rule_fields = extensions::fields(extensions::field{
        "deadline_days", &activates_on_confirmation::deadline_days, "after which it is cancelled",
        extensions::above_zero("activates_on_confirmation: the deadline must be at least a day later")});

    [[nodiscard]] constexpr date deadline(date earned) const noexcept { return earned + deadline_days; }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        return static_cast<std::size_t>(deadline_days) > Waiting
                   ? "activates_on_confirmation: fewer places than days: 30 days need activates_on_confirmation<30>{30}"
                   : nullptr;
    }
    [[nodiscard]] friend constexpr bool operator==(const activates_on_confirmation&,
                                                   const activates_on_confirmation&) noexcept = default;
};

} // namespace loyalty::ledgers

namespace loyalty::detail {

/// Returns true if lots wait for a confirmation, by a rule of a type or from run time.
template <class Activation>
[[nodiscard]] constexpr bool waits_for_confirmation([[maybe_unused]] const Activation& rule) noexcept {
    if constexpr (requires { rule.is_confirmed_now(); }) {
        return rule.is_confirmed_now();
    } else {
        return Activation::is_confirmed;
    }
}

} // namespace loyalty::detail
