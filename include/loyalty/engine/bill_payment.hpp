// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The means of payment of a checkout, in the order in which they are presented (S39). 120.00 USD are due: a gift card with 100.00 and
/// one with 50.00 pay 100.00 and 20.00, and 30.00 stay on the second.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/presented.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/redemption.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// Pays the bill of a checkout by one means of payment after the other.
template <class Programme, class Visit, class Checkout, class Bill>
struct bill_payer {
    using currency = typename Checkout::currency;
    using unit = typename Checkout::points_unit;
    using payment_type = loyalty::prices::payment<currency, unit>;
    using result_type = typename Bill::payment_type;
    static constexpr std::size_t paying = redemption_rule_in<Programme, unit, currency>().index;

    const Programme& programme;
    const member<Programme>& own;
    Visit& visit;
    const Checkout& event;
    bool has_holds;
    Bill& bill;

    constexpr void pay(const payment_type& by) noexcept {
        result_type result{.by = by.by};
        if (by.money_paid.minor_units() < 0 || by.points.minor_units() < 0) {
            result.why = reason::negative_amount;
        } else if (by.by == tender::points) {
            pay_by_points(by, result);
        } else if (by.by == tender::gift_card) {
            pay_by_card(by, result);
        } else {
            pay_by_money(by, result);
        }
        bill.due = bill.due - result.paid;
        bill.payments.push_back(result);
        add_tender(result.by, result.paid);
    }

    constexpr void add_tender(tender by, money<currency> paid) noexcept {
        if (paid != money<currency>{}) {
            bill.tenders.push_back({by, paid});
        }
    }

private:
    constexpr void pay_by_points(const payment_type& by, result_type& result) noexcept {
        if constexpr (paying < Programme::size &&
                      (has_account_of<unit, Programme> || has_balance_of<unit, Programme>)) {
            const amount<unit> available = visit.template available<unit>() - bill.points_paid;
            if (available < by.points) {
                return refuse(result, reason::insufficient_balance, by.points, available);
            }
            const amount<unit> asked = by.points == amount<unit>{} ? available : by.points;
            const auto& rule = get<paying>(programme.policies);
            const amount<unit> headroom = rule.headroom(own.template policy<paying>(), visit);
            const amount<unit> left = headroom < bill.points_paid ? amount<unit>{} : headroom - bill.points_paid;
            const money<currency> payable = payable_by_points(rule.part_of_bill);
            const auto quoted =
                rule.paying_at_most(ratio{1, 1}).quote(left < asked ? left : asked, available, payable, visit.today());
            if (quoted.points == amount<unit>{} && by.points != amount<unit>{} && payable > money<currency>{}) {
                return refuse_points(rule, by.points, left, result);
            }
            result.points = quoted.points;
            result.paid = quoted.value;
            result.forfeited = rule.value_of(quoted.points, visit.today()).value_or(quoted.value) - quoted.value;
            bill.points_paid = bill.points_paid + quoted.points;
        } else {
            result.why = reason::no_points_payment;
        }
    }
    /// The amount that points may still pay: a part of the whole bill, less what they pay already, and not more than is due.
    [[nodiscard]] constexpr money<currency> payable_by_points(ratio part) const noexcept {
        money<currency> most = arithmetic::scale(bill.total, part, rounding::floor).value_or(bill.total);
        for (const result_type& each : bill.payments) {
            most = each.by == tender::points ? most - each.paid : most;
        }
        return most < bill.due ? most : bill.due;
    }
    template <class Rule>
    constexpr void refuse_points(const Rule& rule, amount<unit> asked, amount<unit> left,
                                 result_type& result) const noexcept {
        const auto rate = rule.rate_on(visit.today());
        if (!rate) {
            result.why = reason::not_redeemable;
        } else if (const auto step = rule.step > amount<unit>{} ? rule.step : rate->points; asked < step) {
            refuse(result, reason::uneven_amount, asked, step);
        } else if (left < asked && (left < step || left < rule.minimum)) {
            refuse(result, reason::above_redemption_limit, asked, left);
        } else {
            refuse(result, reason::below_minimum, asked, rule.minimum);
        }
    }

    constexpr void pay_by_card(const payment_type& by, result_type& result) noexcept {
        result.code = by.card.code;
        const extensions::found_thing found =
            extensions::find_presented(programme, own, by.card, event.time, event.id, has_holds);
        const money<currency> on_card = found.thing.stored.template in<currency>();
        if (is_repeated(by.card.code)) {
            result.why = reason::presented_twice;
        } else if (found.why != reason::none) {
            result.why = found.why;
        } else if (!found.thing.is_card()) {
            result.why = reason::no_gift_card;
        } else if (!found.thing.stored.template is_of<currency>()) {
            result.why = reason::other_currency;
        } else if (on_card <= money<currency>{}) {
            result.why = reason::empty_card;
        } else {
            const auto asked = by.money_paid == money<currency>{} ? on_card : by.money_paid;
            const auto most = asked < on_card ? asked : on_card;
            result.paid = most < bill.due ? most : bill.due;
        }
        if (result.paid != money<currency>{}) {
            bill.uses.push_back({by.card.code, result.paid});
        }
    }
    [[nodiscard]] constexpr bool is_repeated(std::uint64_t code) const noexcept {
        bool repeated = false;
        for (const auto& each : bill.presented) {
            repeated = repeated || each.code == code;
        }
        for (const result_type& each : bill.payments) {
            repeated = repeated || (each.by == tender::gift_card && each.code == code);
        }
        return repeated;
    }

    constexpr void pay_by_money(const payment_type& by, result_type& result) const noexcept {
        if (bill.due < by.money_paid) {
            return refuse(result, reason::more_than_due, by.money_paid, bill.due);
        }
        result.paid = by.money_paid;
    }

    template <unit_type Unit>
    static constexpr void refuse(result_type& result, reason why, amount<Unit> asked, amount<Unit> there) noexcept {
        result.why = why;
        result.asked = asked.minor_units();
        result.there = there.minor_units();
    }
};

/// Pays the bill of a checkout, and notes how the rest is paid.
template <class Programme, class Visit, class Checkout, class Bill>
constexpr void pay_bill(const Programme& programme, const member<Programme>& own, Visit& visit, const Checkout& event,
                        bool has_holds, Bill& bill) noexcept {
    bill_payer<Programme, Visit, Checkout, Bill> payer{programme, own, visit, event, has_holds, bill};
    for (const auto& each : event.payments) {
        payer.pay(each);
    }
    payer.add_tender(event.rest, bill.due);
}

} // namespace loyalty::detail
