// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points that pay a part of a purchase, and the rest that is due.
///
/// A bill of 100.00 has lines of 60.00, 30.00 and 10.00, and 3,000 points pay 30.00. Each line is paid by its share (S6): 18.00,
/// 9.00 and 3.00. With `.of(after_points{})` a rule counts the rest, 42.00, 21.00 and 7.00; with `.of(net{})` it counts the whole.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

template <class Value>
using unit_in = typename Value::unit;

/// The unit of the points by which a purchase can be paid; void if it cannot say any.
template <class Event>
[[nodiscard]] consteval auto unit_of_payment() noexcept {
    if constexpr (extensions::is_purchase<Event> && fact::points_paid_fact::known<Event>) {
        using points = std::remove_cvref_t<decltype(fact::points_paid(std::declval<const Event&>()))>;
        return std::type_identity<typename points::unit>{};
    } else {
        return std::type_identity<void>{};
    }
}

/// The currency of a purchase; void if it has no money.
template <class Event>
[[nodiscard]] consteval auto currency_of_purchase() noexcept {
    if constexpr (!extensions::is_purchase<Event>) {
        return std::type_identity<void>{};
    } else {
        using line = std::remove_cvref_t<decltype(*extensions::lines_of(std::declval<const Event&>()).begin())>;
        if constexpr (fact::net_fact::known<line>) {
            using net = std::remove_cvref_t<decltype(fact::net(std::declval<const line&>()))>;
            return std::type_identity<typename member_type_or<unit_in, net, void>::type>{};
        } else {
            return std::type_identity<void>{};
        }
    }
}

/// True if points may pay the purchase of a visit.
template <class Visit>
inline constexpr bool points_may_pay = requires {
    requires Visit::points_pay;
};

/// True if a purchase is in a currency, and if it can say that points of a unit pay it.
template <class Event, class Currency>
inline constexpr bool is_in_currency = std::is_same_v<typename decltype(currency_of_purchase<Event>())::type, Currency>;
template <class Event, class Unit>
inline constexpr bool pays_with = std::is_same_v<typename decltype(unit_of_payment<Event>())::type, Unit>;

/// The price of a line with its tax, in minor units: its part of the bill. `overflow` is set if it does not fit.
template <class Line>
[[nodiscard]] constexpr std::int64_t part_of_bill(const Line& line, bool& overflow) noexcept {
    std::int64_t sum = fact::net(line).minor_units();
    if constexpr (fact::tax_fact::known<Line>) {
        overflow |= add_overflows(sum, fact::tax(line).minor_units(), sum);
    }
    return sum;
}
template <class Line>
[[nodiscard]] constexpr std::int64_t part_of_bill(const Line& line) noexcept {
    bool overflow = false; // the sum of the bill fits
    return part_of_bill(line, overflow);
}

/// The amount of one purchase that points pay, in minor units, and its shares over the lines.
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
        std::int64_t left = value;
        for (const auto& line : lines) {
            left -= value == 0 ? 0 : whole_share(amount_of(line));
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
    /// The share of a line whose place among the lines is not known, rounded half up.
    [[nodiscard]] constexpr std::int64_t share_of(std::int64_t amount) const noexcept {
        return value == 0 ? 0 : scale_minor_units(value, amount, bill, rounding::half_up).value_or(0);
    }
};

/// The shares of the lines of a purchase, which must be computed in their order.
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

/// The rest of an amount of a line, such as its net, if points pay a share of the line: 80.00 of a net of 100.00 if they pay
/// 23.80 of 119.00 with tax.
template <unit_type Unit>
[[nodiscard]] constexpr amount<Unit> rest_of(amount<Unit> whole, std::int64_t share, std::int64_t line) noexcept {
    const std::int64_t paid =
        line == whole.minor_units() || share == 0
            ? share
            : scale_minor_units(whole.minor_units(), share, line, rounding::half_up).value_or(share);
    return whole - amount<Unit>::from_minor_units(paid);
}

} // namespace loyalty::detail

namespace loyalty::criteria {

struct net; // rules/basis.hpp

/// The part of another measure that points left to pay, the net of the goods without it: `per_amount{1_points,
/// 1_usd}.of(after_points{})`. Of a purchase that points do not pay, all of it. The `redemption_rule` by which they pay
/// stands before the rule.
template <class Measure = net>
struct after_points {
    static constexpr std::string_view name = "after_points";
    using is_after_points = void;
    Measure measure{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"of", &after_points::measure, "of what points pay a part"});

    /// Of a purchase without lines, exactly; of a line alone up to a minor unit. `in_line_order` has the shares of all lines.
    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto operator()(const Line& line, Visit& visit) const noexcept {
        const auto whole = measure(line, visit);
        if constexpr (detail::points_may_pay<Visit>) {
            const std::int64_t part = detail::part_of_bill(line);
            return detail::rest_of(whole, visit.payment.share_of(part), part);
        } else {
            return whole;
        }
    }
};
after_points()->after_points<>;
template <class Measure>
after_points(Measure) -> after_points<Measure>;

} // namespace loyalty::criteria

namespace loyalty::detail {

/// Returns true if a measure counts what points left to pay, with a limit or without.
template <class Measure>
[[nodiscard]] consteval bool counts_rest() noexcept {
    if constexpr (requires { typename Measure::is_after_points; }) {
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

/// Returns true if a rule, or a part of it, counts the rest that points left to pay, or tests whether they pay.
template <class Rule>
[[nodiscard]] consteval bool reads_payment() noexcept {
    if constexpr (
        requires { typename Rule::is_after_points; } || requires { typename Rule::asks_for_payment; }) {
        return true;
    } else {
        return []<class... Parts>(type_list<Parts...>) {
            return (reads_payment<Parts>() || ...);
        }(typename parts_of<Rule>::type{});
    }
}

/// The shares of the lines in their order; zeros of a purchase that points cannot pay.
template <class Visit>
struct paid_shares {
    constexpr explicit paid_shares(const Visit&) noexcept {}
    [[nodiscard]] static constexpr std::int64_t next(const auto&) noexcept { return 0; }
};
template <class Visit>
requires points_may_pay<Visit>
struct paid_shares<Visit> {
    shares_in_order shares;

    constexpr explicit paid_shares(const Visit& visit) noexcept : shares{visit.payment} {}
    [[nodiscard]] constexpr std::int64_t next(const auto& line) noexcept { return shares.next(part_of_bill(line)); }
};

/// Calls a measure for each line in the order of the lines, whether the line counts or not.
template <class Measure, class Visit>
struct in_line_order {
    const Measure& measure;

    LOYALTY_INLINE constexpr in_line_order(const Measure& of, const Visit&) noexcept : measure{of} {}

    template <class Line>
    [[nodiscard]] LOYALTY_INLINE constexpr auto operator()(const Line& line, Visit& visit) noexcept {
        return measure(line, visit);
    }
};
template <class Measure, class Visit>
requires(points_may_pay<Visit>&& counts_rest<Measure>()) struct in_line_order<Measure, Visit> {
    const Measure& limited;
    paid_shares<Visit> shares;

    constexpr in_line_order(const Measure& of, const Visit& visit) noexcept : limited{of}, shares{visit} {}

    template <class Line>
    [[nodiscard]] constexpr auto operator()(const Line& line, Visit& visit) noexcept {
        return rest_of(measure_inside(limited)(line, visit), shares.next(line), part_of_bill(line));
    }

    /// The measure of which points pay a part.
    template <class Outer>
    [[nodiscard]] static constexpr const auto& measure_inside(const Outer& outer) noexcept {
        if constexpr (requires { typename Outer::is_after_points; }) {
            return outer.measure;
        } else {
            return measure_inside(outer.measure);
        }
    }
};

/// The points that paid a sale: 1000 points for 20.00 of a bill of 25.00. When 10.00 of the goods have come back, 600 are left.
/// `Policy` is the index of the rule by which they paid.
template <std::size_t Policy, class Unit, class Lots>
struct points_of_sale {
    using unit = Unit;
    static constexpr std::size_t policy = Policy;

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

} // namespace loyalty::detail
