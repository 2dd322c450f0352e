// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points pay a purchase, and a return gives a part of them back.

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/own_dates.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/points_payment.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

/// The index of the rule by which points of a unit pay money of a currency; `Programme::size` if there is none.
template <class Programme, class Unit, class Currency>
[[nodiscard]] consteval std::size_t paying_rule() noexcept {
    constexpr std::size_t index = redemption_rule_in<Programme, Unit, Currency>().index;
    return index < Programme::first_account ? index : Programme::size; // it pays out of the accounts behind it
}

/// Returns true if points may pay an event in a programme.
template <class Programme, class Event>
[[nodiscard]] consteval bool points_can_pay() noexcept {
    using unit = typename decltype(unit_of_payment<Event>())::type;
    using currency = typename decltype(currency_of_purchase<Event>())::type;
    return paying_rule<Programme, unit, currency>() < Programme::size;
}

/// Returns true if a programme has a rule by which points may pay purchases.
template <class Programme>
[[nodiscard]] consteval bool has_paying_rule() noexcept {
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return (Programme::template pays_purchases<Index> || ...);
    }
    (std::make_index_sequence<Programme::size>{});
}

/// True for the sink of a sale that is evaluated again for its receipt: see `repeated_sale`.
template <class Sink>
inline constexpr bool repeats_sale = requires {
    requires Sink::repeats_sale;
};
/// No sink, in a sale that is evaluated again.
struct silent_repeat {
    static constexpr bool repeats_sale = true;
};

/// Holds how much an event spent of a plain balance: of the 120 points that it earned 100 became two stamps.
template <unit_type Unit>
struct spent_of_balance {
    std::int64_t minor_units = 0;
};

template <class Units>
struct all_spent;
template <unit_type... Units>
struct all_spent<type_list<Units...>> {
    using type = pack<spent_of_balance<Units>...>;
};

/// The plain balances of a programme of which a policy counts what was earned.
template <class Programme>
struct balances_counted {
    using counted = typename units_counted<Programme>::type;
    using others = typename less<counted, typename Programme::plain_units_type>::type;
    using type = typename less<counted, others>::type;
};

/// The movements in a visit beside its outcome: grants with dates of their own, what points pay, and what was spent of balances
/// that a policy counts as earned.
template <class Programme, class Event, class Sink>
struct visit_movements {
    using apart_type = typename Programme::apart_type;
    /// The number of policies that grant a unit with dates of their own.
    template <class Unit>
    static constexpr std::size_t granted_apart = apart_in_unit<Unit, apart_type>;
    /// True for a sale that is evaluated again for its receipt: points have paid it, if any did.
    static constexpr bool is_repeated = repeats_sale<Sink>;
    /// True if points may pay this event.
    static constexpr bool points_pay =
        (is_repeated && extensions::is_purchase<Event> && has_paying_rule<Programme>()) ||
        points_can_pay<Programme, Event>();

    /// True for a unit that members hold and can spend: in an account, or as a plain balance. They hold none that becomes things.
    template <unit_type Unit>
    static constexpr bool can_be_spent = has_account_of<Unit, Programme> || has_balance_of<Unit, Programme>;

    using balances_counted = typename detail::balances_counted<Programme>::type;

    LOYALTY_NO_UNIQUE_ADDRESS apart_type apart{};
    LOYALTY_NO_UNIQUE_ADDRESS typename all_spent<balances_counted>::type spent_of_balances{};
    LOYALTY_NO_UNIQUE_ADDRESS field_if<points_pay, points_payment, 5> payment{};

    /// Returns how much the policies so far have spent of a plain balance. The outcome is lower by it: see `criteria::earned`.
    template <unit_type Unit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> spent() const noexcept {
        if constexpr (lists<Unit, balances_counted>) {
            return amount<Unit>::from_minor_units(get_type<spent_of_balance<Unit>>(spent_of_balances).minor_units);
        } else {
            return {};
        }
    }
    /// Adds to it, or lowers it by what is put back. Returns true if the sum does not fit.
    template <unit_type Unit>
    [[nodiscard]] constexpr bool add_spent(amount<Unit> more) noexcept {
        if constexpr (lists<Unit, balances_counted>) {
            return add_to(get_type<spent_of_balance<Unit>>(spent_of_balances).minor_units, more.minor_units());
        } else {
            return false;
        }
    }
};

/// See `visit::bill`.
template <class Currency, class Visit>
[[nodiscard]] constexpr amount<Currency> bill_of_purchase(Visit& visit) noexcept {
    std::int64_t sum = 0;
    bool overflow = false;
    for (const auto& line : extensions::lines_of(visit.event)) {
        overflow |= add_overflows(sum, part_of_bill(line, overflow), sum);
    }
    visit.refuse_if(overflow, reason::amount_overflow);
    return amount<Currency>::from_minor_units(sum);
}

/// Notes in the visit what points cover of a bill, and how it lies over the lines.
template <class Visit, class Paid>
constexpr void cover_bill(Visit& visit, const Paid& paid, std::int64_t value, std::int64_t bill) noexcept {
    visit.payment = {.points = paid.points, .value = value, .bill = bill};
    visit.payment.lay_over(extensions::lines_of(visit.event), [](const auto& line) { return part_of_bill(line); });
    visit.note(paid);
}

/// See `visit::pay`. A rule behind the account spends, and no policy counts what it left to pay.
template <class Programme, class Unit, class Visit, class Currency>
constexpr void pay_sale(Visit& visit, amount<Unit> points, amount<Currency> value, amount<Currency> bill) noexcept {
    constexpr std::size_t index = paying_rule<Programme, Unit, Currency>();
    if constexpr (index < Programme::size) {
        using lots = typename account_of<Unit, Programme>::taken;
        points_of_sale<index, Unit, lots> paid{points.minor_units(), value.minor_units(), bill.minor_units(),
                                               points.minor_units()};
        visit.spend(points, paid.lots);
        if (!visit.refused()) {
            cover_bill(visit, paid, paid.value, paid.bill);
        }
    } else {
        visit.spend(points);
    }
}

/// See `visit::pay_again`. An account has spent the points at the sale; a plain balance is that before the sale.
template <class Programme, class Unit, class Currency, class Visit, class Movements>
constexpr amount<Unit> pay_sale_again(Visit& visit, const Movements& before) noexcept {
    constexpr std::size_t index = paying_rule<Programme, Unit, Currency>();
    if constexpr (index < Programme::size) {
        const auto& sold = before.template paid_by<index>();
        const std::int64_t bill = bill_of_purchase<Currency>(visit).minor_units();
        if (sold.points == 0 || visit.refused()) {
            return {};
        }
        auto rest = sold;
        const std::int64_t points = sold.part_of(sold.points, bill);
        rest.left = points < sold.left ? points : sold.left;
        if constexpr (std::is_same_v<decltype(rest.lots), no_account::taken>) {
            visit.template spend<Unit>(amount<Unit>::from_minor_units(rest.left));
        }
        cover_bill(visit, rest, sold.part_of(sold.value, bill), bill);
        return amount<Unit>::from_minor_units(rest.left);
    } else {
        return {};
    }
}

} // namespace loyalty::detail
