// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points that pay a part of a purchase, and what is left to pay.
///
/// A bill of 100.00 has lines of 60.00, 30.00 and 10.00, and 3,000 points pay 30.00. Each line is paid by its share (S6): 18.00,
/// 9.00 and 3.00. With `.of(after_points{})` a rule counts the rest, 42.00, 21.00 and 7.00; with `.of(net{})` it counts the whole.

#include <loyalty/config.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/rules/demands.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty {

namespace detail {

/// Returns true if a purchase can say that points of a unit pay it.
template <class Event, class Unit>
[[nodiscard]] consteval bool pays_with_points() noexcept {
    if constexpr (is_purchase<Event> && fact::points_paid_fact::known<Event>) {
        return std::is_same_v<std::remove_cvref_t<decltype(fact::points_paid(std::declval<const Event&>()))>,
                              amount<Unit>>;
    } else {
        return false;
    }
}

/// What points pay of one purchase, in minor units, and how it lies over the lines.
struct points_payment {
    std::int64_t points = 0;    ///< zero if points pay nothing
    std::int64_t value = 0;     ///< the money that they cover
    std::int64_t bill = 0;      ///< the sum of the lines
    std::int64_t threshold = 0; ///< a line whose fraction of a minor unit is larger gets one more
    std::uint64_t ties = 0;     ///< and so do so many of the lines at it, from the first on

    /// Computes how the value lies over lines: `amount_of(line)` is the part of the bill, none below zero.
    template <class Lines, class AmountOf>
    constexpr void lay_over(const Lines& lines, AmountOf amount_of) noexcept {
        threshold = bill;
        ties = 0;
        if (value == 0) {
            return;
        }
        std::int64_t left = value;
        for (const auto& line : lines) {
            left -= whole_share(amount_of(line));
        }
        if (left == 0) {
            return;
        }
        const auto count_above = [&](std::int64_t fraction) {
            std::uint64_t above = 0;
            for (const auto& line : lines) {
                above += fraction_of(amount_of(line)) > fraction ? 1U : 0U;
            }
            return above;
        };
        threshold = threshold_of(bill, static_cast<std::uint64_t>(left), count_above);
        ties = static_cast<std::uint64_t>(left) - count_above(threshold);
    }

    [[nodiscard]] constexpr std::int64_t whole_share(std::int64_t amount) const noexcept {
        return static_cast<std::int64_t>(wide{value} * wide{amount} / bill);
    }
    [[nodiscard]] constexpr std::int64_t fraction_of(std::int64_t amount) const noexcept {
        return static_cast<std::int64_t>(wide{value} * wide{amount} % bill);
    }
};

/// The points that paid a sale: 1000 points for 20.00 of a bill of 25.00. When 10.00 of the goods have come back, 600 are left.
template <class Lots>
struct points_of_sale {
    std::int64_t points = 0; ///< at the sale, and so are the next two
    std::int64_t value = 0;  ///< minor units of money
    std::int64_t bill = 0;   ///< minor units of money
    std::int64_t left = 0;   ///< points that have not come back
    Lots lots{};             ///< where they come from, less what has come back; none of a plain balance

    /// The part of an amount that belongs to what is left of the bill, rounded half up.
    [[nodiscard]] constexpr std::int64_t part_of(std::int64_t whole, std::int64_t due) const noexcept {
        return bill <= 0 || due >= bill ? whole
                                        : scale_minor_units(whole, due, bill, rounding::half_up).value_or(whole);
    }

    [[nodiscard]] friend constexpr bool operator==(const points_of_sale&, const points_of_sale&) = default;
};

/// The shares of the lines of a purchase, which must be asked for in their order.
class shares_in_order {
public:
    constexpr explicit shares_in_order(const points_payment& paid) noexcept : paid_{paid} {}

    [[nodiscard]] constexpr std::int64_t next(std::int64_t amount) noexcept {
        if (paid_.value == 0) {
            return 0;
        }
        const std::int64_t fraction = paid_.fraction_of(amount);
        const bool tie = fraction == paid_.threshold && paid_.ties > 0;
        paid_.ties -= tie ? 1U : 0U;
        return paid_.whole_share(amount) + (fraction > paid_.threshold || tie ? 1 : 0);
    }

private:
    points_payment paid_;
};

} // namespace detail

/// What points left to pay of the bill: a measure, `per_amount{1_points, 1_usd}.of(after_points{})`. The bill is the money that the
/// `redemption_rule` before it names in `.paying_for(...)`. Of a purchase that points do not pay, all of it.
struct after_points {
    template <class Visit>
    struct demands {
        static constexpr bool met = !is_purchase<detail::event_type_of<Visit>> || Visit::points_pay;
        template <bool Met>
        struct sentence {
            static_assert(Met, "loyalty: after_points, points_pay: no redemption_rule of this programme pays purchases: "
                               "put redemption_rule{...}.paying_for(net{}) before this policy");
        };
    };

    /// Of a purchase without lines. `in_line_order` has the lines of others.
    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto operator()(const Line& line, Visit& visit) const noexcept {
        const auto bill = visit.bill_of(line);
        return bill - decltype(bill)::from_minor_units(visit.payment.value);
    }
};

namespace detail {

/// Returns true if a measure counts what points left to pay, with a limit or without.
template <class Measure>
[[nodiscard]] consteval bool counts_rest() noexcept {
    if constexpr (std::is_same_v<Measure, after_points>) {
        return true;
    } else if constexpr (requires(const Measure& limited) {
                             limited.most;
                             limited.measure;
                         }) {
        return counts_rest<std::remove_cvref_t<decltype(std::declval<const Measure&>().measure)>>();
    } else {
        return false;
    }
}

/// The shares of the lines in their order, in a programme that points may pay in; zeros in any other.
template <class Visit>
struct paid_shares {
    [[nodiscard]] static constexpr std::int64_t next(const auto&, Visit&) noexcept { return 0; }
    constexpr explicit paid_shares(const Visit&) noexcept {}
};
template <class Visit>
requires(Visit::points_pay) struct paid_shares<Visit> {
    shares_in_order shares;

    constexpr explicit paid_shares(const Visit& visit) noexcept : shares{visit.payment} {}
    [[nodiscard]] constexpr std::int64_t next(const auto& line, Visit& visit) noexcept {
        return shares.next(visit.bill_of(line).minor_units());
    }
};

/// Calls a measure for each line in the order of the lines, whether the line counts or not.
template <class Measure>
struct in_line_order {
    const Measure& measure;

    template <class Visit>
    LOYALTY_INLINE constexpr in_line_order(const Measure& of, const Visit&) noexcept : measure{of} {}

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto operator()(const Line& line, Visit& visit) noexcept {
        return measure(line, visit);
    }
};
template <class Measure>
requires(counts_rest<Measure>()) struct in_line_order<Measure> {
    shares_in_order shares;

    template <class Visit>
    constexpr in_line_order(const Measure&, const Visit& visit) noexcept : shares{visit.payment} {}

    template <class Line, class Visit>
    [[nodiscard]] constexpr auto operator()(const Line& line, Visit& visit) noexcept {
        const auto bill = visit.bill_of(line);
        return bill - decltype(bill)::from_minor_units(shares.next(bill.minor_units()));
    }
};

} // namespace detail
} // namespace loyalty
