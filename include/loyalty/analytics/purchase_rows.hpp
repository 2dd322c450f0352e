// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a table of purchases has of a member, a cohort and a period, and why it refuses something.

#include <loyalty/analytics/periods.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/time/date.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::analytics {

/// Why a table did not take something; it is then as before.
enum class table_refusal : std::uint8_t {
    none,
    unknown_member,    ///< the number of the member is above the largest one of the table
    outside,           ///< the day is in none of the periods
    overflow,          ///< a sum passes 64 bits
    different_periods, ///< tables of two kinds of periods do not merge
};

/// The refusal in a sentence that says what to do.
[[nodiscard]] constexpr std::string_view message(table_refusal why) noexcept {
    switch (why) {
    case table_refusal::none:
        return "counted";
    case table_refusal::unknown_member:
        return "purchase table: the member is above the largest one: make the table for more members";
    case table_refusal::outside:
        return "purchase table: the day is in none of the periods: begin them earlier, or count more of them";
    case table_refusal::overflow:
        return "purchase table: a sum passes 64 bits: check the amounts";
    case table_refusal::different_periods:
        return "purchase table: the tables have different periods: merge parts of one table";
    }
    return "unknown";
}

/// The row of a member.
struct purchases_of_member {
    std::uint64_t active = 0;         ///< a bit for each period with an order
    std::int64_t net_minor_units = 0; ///< less refunds
    std::uint64_t orders = 0;
    date last = date::minimum();
    std::uint32_t bits_of_all = UINT32_MAX; ///< those that the categories of all orders have
    std::uint32_t bits_of_any = 0;          ///< those that the category of any order has

    [[nodiscard]] constexpr bool has_bought() const noexcept { return orders != 0; }
    [[nodiscard]] constexpr bool bought_in(std::size_t period) const noexcept { return ((active >> period) & 1U) != 0; }
    /// Two codes differ in some bit, which then is in one set and not in the other.
    [[nodiscard]] constexpr bool bought_of_two_categories() const noexcept {
        return has_bought() && bits_of_all != bits_of_any;
    }

    [[nodiscard]] friend constexpr bool operator==(const purchases_of_member&,
                                                   const purchases_of_member&) noexcept = default;
};

/// The members who joined in one period, and how many of them bought in it and in each later one: 2, and 2, 1, 1.
struct cohort_row {
    std::uint64_t members = 0;
    std::array<std::uint64_t, periods::most> active{}; ///< at 0: in the period of joining

    /// The share of the cohort that bought so many periods after it joined; no value for a cohort of nobody.
    [[nodiscard]] constexpr ratio retained(std::size_t later) const noexcept {
        return members == 0 ? no_value
                            : ratio{static_cast<std::int64_t>(active[later]), static_cast<std::int64_t>(members)};
    }
};

/// The sums of one period: 3 orders of 2 members for 35.00.
struct period_row {
    std::uint64_t orders = 0;
    std::int64_t net_minor_units = 0; ///< less refunds
    std::uint64_t members = 0;        ///< with an order
    std::uint64_t joined = 0;         ///< of these, with no earlier order

    /// Visit frequency: the orders by the members who had one.
    [[nodiscard]] constexpr ratio visit_frequency() const noexcept {
        return members == 0 ? no_value : ratio{static_cast<std::int64_t>(orders), static_cast<std::int64_t>(members)};
    }
};

} // namespace loyalty::analytics
