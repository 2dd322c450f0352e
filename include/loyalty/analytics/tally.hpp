// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Measures that are one quotient of two sums (S53). Two orders of 60.00 and 40.00 USD, and 10.00 of goods that came back:
///
/// @code
/// analytics::average_order_value<currency::usd> value;
/// value.order(60_usd);
/// value.order(40_usd);
/// value.refund(10_usd);        // returns in; leave it out for returns out
/// value.quotient();            // ratio{9000, 2}: 45.00 an order
/// @endcode
///
/// The tally of a stream equals the merged tallies of its parts. A quotient of 0 of 0 is none: its `ratio` is not `valid()`.
/// Nothing is rounded before `analytics::rounded` or `analytics::percent` are called. docs/measures.md has all definitions.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace loyalty::analytics {

/// No value: 0 of 0, or sums that pass 64 bits. It is not `valid()`.
inline constexpr ratio no_value{0, 0};

/// A quotient as a decimal, rounded once: 9000/7 with 2 decimals, half up, is 1285.71. Empty if there is no value.
[[nodiscard]] constexpr std::optional<arithmetic::decimal> rounded(ratio value, int decimals, rounding mode) noexcept {
    return value.valid() ? arithmetic::divide({value.numerator, 0}, {value.denominator, 0}, decimals, mode)
                         : std::nullopt;
}

/// A quotient in per cent, rounded once: 2/3 with 1 decimal, half up, is 66.7. Empty if there is no value.
[[nodiscard]] constexpr std::optional<arithmetic::decimal> percent(ratio value, int decimals, rounding mode) noexcept {
    auto result = rounded(value, decimals + 2, mode);
    if (result) {
        result->scale -= 2;
    }
    return result;
}

/// Two sums: a part and its whole, 3 of 8. The whole counts upwards.
struct tally {
    std::int64_t part = 0;
    std::int64_t whole = 0;
    bool overflow = false; ///< a sum passed 64 bits: there is no value any more

    constexpr void add(std::int64_t more_part, std::int64_t more_whole) noexcept {
        overflow = detail::add_overflows(part, more_part, part) || overflow;
        overflow = detail::add_overflows(whole, more_whole, whole) || overflow;
    }
    /// Adds the tally of another part of the stream.
    constexpr void merge(const tally& other) noexcept {
        add(other.part, other.whole);
        overflow = overflow || other.overflow;
    }
    /// The part over the whole; `no_value` for 0 of 0.
    [[nodiscard]] constexpr ratio quotient() const noexcept {
        return overflow || whole <= 0 ? no_value : ratio{part, whole};
    }

    [[nodiscard]] friend constexpr bool operator==(const tally&, const tally&) noexcept = default;
};

/// A tally of one unit: an amount of another, or a tally of another, does not compile.
template <unit_type Unit>
struct tally_of : tally {
    constexpr void merge(const tally_of& other) noexcept { tally::merge(other); }
};

/// Average order value: the net of the orders by their number. Returns are in if `refund` is called, else out. Orders of 60.00
/// and 40.00 and a refund of 10.00: 45.00.
template <unit_type Currency>
struct average_order_value : tally_of<Currency> {
    constexpr void order(amount<Currency> net) noexcept { this->add(net.minor_units(), 1); }
    constexpr void refund(amount<Currency> net) noexcept {
        this->overflow = detail::subtract_overflows(this->part, net.minor_units(), this->part) || this->overflow;
    }
};

/// Redemption rate of points: the points redeemed by the points issued, both less what was taken back. 1000 issued and 250
/// redeemed: 25 %.
template <unit_type Unit>
struct point_redemption_rate : tally_of<Unit> {
    constexpr void issue(amount<Unit> points) noexcept { this->add(0, points.minor_units()); }
    constexpr void redeem(amount<Unit> points) noexcept { this->add(points.minor_units(), 0); }
};

/// Redemption rate of members: those who redeemed at least once by those who were issued points. Of 8 members 2 redeemed: 25 %.
struct member_redemption_rate : tally {
    constexpr void member(bool redeemed) noexcept { add(redeemed ? 1 : 0, 1); }
};

/// Breakage: the points that expired by those whose fate is known, expired or redeemed. 30 expired and 70 redeemed: 30 %.
/// Points that live are in neither number; `point_redemption_rate` counts them.
template <unit_type Unit>
struct breakage_rate : tally_of<Unit> {
    constexpr void expire(amount<Unit> points) noexcept { this->add(points.minor_units(), points.minor_units()); }
    constexpr void redeem(amount<Unit> points) noexcept { this->add(0, points.minor_units()); }
};

/// Cost of the programme as a share of the revenue. Rewards for 3.00 on sales of 120.00: 2.5 %.
template <unit_type Currency>
struct cost_share : tally_of<Currency> {
    constexpr void cost(amount<Currency> money) noexcept { this->add(money.minor_units(), 0); }
    constexpr void revenue(amount<Currency> money) noexcept { this->add(0, money.minor_units()); }
};

/// Share of wallet: the spend of members here by their spend in the category everywhere, here included. 40.00 of
/// 160.00: 25 %.
template <unit_type Currency>
struct share_of_wallet : tally_of<Currency> {
    constexpr void spent(amount<Currency> here, amount<Currency> everywhere) noexcept {
        this->add(here.minor_units(), everywhere.minor_units());
    }
};

/// Net promoter score: of answers from 0 to 10 the share of 9 and 10 less the share of 0 to 6. Answers of 10, 9, 8, 3: 1 of 4, in
/// per cent 25. From -100 to 100.
struct net_promoter_score : tally {
    /// Returns false if the answer is none of 0 to 10; it is then not counted.
    constexpr bool answer(int score) noexcept {
        const bool is_one = 0 <= score && score <= 10;
        if (is_one) {
            add(score >= 9 ? 1 : score <= 6 ? -1 : 0, 1);
        }
        return is_one;
    }
};

/// Loyalty index: the mean of the three scores of a survey (recommend, buy again, buy other goods), over all answers. 6, 5 and
/// 4: 5.
struct loyalty_index : tally {
    constexpr void answers(int recommend, int buy_again, int buy_other) noexcept {
        this->add(std::int64_t{recommend} + buy_again + buy_other, 3);
    }
};

/// Return on the programme's cost against a control (S53): the margin of the members, less that of a control group scaled to as many
/// members, less the cost, by the cost. 200 members with 5000.00, a control of 100 with 2000.00 and a cost of 500.00:
/// (5000 - 2 x 2000 - 500) / 500 = 100 %. A control group of nobody, or no cost: no value.
template <unit_type Currency>
struct return_on_cost {
    tally treated; ///< margin in minor units, members
    tally control;
    std::int64_t cost_minor_units = 0;
    bool overflow = false;

    constexpr void member(amount<Currency> margin) noexcept { treated.add(margin.minor_units(), 1); }
    constexpr void member_of_control(amount<Currency> margin) noexcept { control.add(margin.minor_units(), 1); }
    constexpr void cost(amount<Currency> money) noexcept {
        overflow = detail::add_overflows(cost_minor_units, money.minor_units(), cost_minor_units) || overflow;
    }
    constexpr void merge(const return_on_cost& other) noexcept {
        treated.merge(other.treated);
        control.merge(other.control);
        overflow = detail::add_overflows(cost_minor_units, other.cost_minor_units, cost_minor_units) || overflow ||
                   other.overflow;
    }
    /// The reason for which there is no value, and the remedy; empty if nothing is missing.
    [[nodiscard]] constexpr std::string_view what_is_missing() const noexcept {
        return overflow || treated.overflow || control.overflow
                   ? "return on the cost: a sum passes 64 bits: check the amounts"
               : control.whole <= 0
                   ? "return on the cost: the control group has no members: leave some members without "
                     "the programme, and count them by member_of_control"
               : cost_minor_units <= 0
                   ? "return on the cost: no cost was counted: call cost with what the programme took"
                   : "";
    }
    [[nodiscard]] constexpr ratio quotient() const noexcept {
        if (!what_is_missing().empty()) {
            return no_value;
        }
        using detail::wide;
        const wide gain = wide{treated.part} * wide{control.whole} - wide{control.part} * wide{treated.whole};
        const wide cost = wide{cost_minor_units} * wide{control.whole};
        std::int64_t numerator = 0;
        std::int64_t denominator = 0;
        const bool fits = detail::narrow(gain, numerator) && detail::narrow(cost, denominator) &&
                          !detail::subtract_overflows(numerator, denominator, numerator);
        return fits ? ratio{numerator, denominator} : no_value;
    }

    [[nodiscard]] friend constexpr bool operator==(const return_on_cost&, const return_on_cost&) noexcept = default;
};

/// Predictive lifetime value of a member with a margin a period, a share of members that stay and a discount a period, all three
/// of them stated: margin x retention / (1 + discount - retention). 100.00 a year at 80 % and 10 %: 80 / 0.3 = 266.67.
/// No value if a term passes 64 bits, or if nobody ever leaves without a discount.
[[nodiscard]] constexpr ratio predictive_lifetime_value(ratio margin, ratio retention, ratio discount) noexcept {
    if (!margin.valid() || !retention.valid() || !discount.valid()) {
        return no_value;
    }
    const ratio kept = retention.reduced();
    const ratio interest = discount.reduced();
    std::int64_t base = 0;    // 1, over both denominators
    std::int64_t with = 0;    // the discount, over both
    std::int64_t less = 0;    // the retention, over both
    std::int64_t leaving = 0; // 1 + discount - retention
    std::int64_t above = 0;
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    const bool overflow = detail::multiply_overflows(kept.denominator, interest.denominator, base) ||
                          detail::multiply_overflows(interest.numerator, kept.denominator, with) ||
                          detail::multiply_overflows(kept.numerator, interest.denominator, less) ||
                          detail::add_overflows(base, with, leaving) ||
                          detail::subtract_overflows(leaving, less, leaving) ||
                          detail::multiply_overflows(margin.numerator, kept.numerator, above) ||
                          detail::multiply_overflows(above, interest.denominator, numerator) ||
                          detail::multiply_overflows(margin.denominator, leaving, denominator);
    return overflow || denominator <= 0 ? no_value : ratio{numerator, denominator};
}

} // namespace loyalty::analytics
