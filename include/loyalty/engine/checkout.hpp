// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The way of a checkout: it is priced, and then it is a purchase whose lines have these prices.
///
/// A basket of 100.00 USD with a coupon of 15.00 and 500 points for 5.00: policies see a basket of 85.00, of which points paid 5.00.
/// A `net` is 85.00, `before_discount` 100.00; `redemption_rule` spends the points; the account of entitlements takes the coupon.
/// If something that is presented cannot be used, the checkout is refused, and the member stays as before.

#include <loyalty/config.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/discounts_in.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/outcome.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/quote.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/reversal.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/engine/sinks.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/events/reason.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty {

namespace detail {

/// Passes on the effects of a priced basket; its outcome is that of the checkout. A sink that receives bills gets the bill before it.
template <class Checkout, class Bill, class Sink>
struct checkout_sink : sink_before<Sink> {
    const Checkout& event;
    const Bill& bill;

    using sink_before<Sink>::on;
    template <class Outcome>
    constexpr void on(const typename Checkout::judged_as&, const Outcome& gave) noexcept {
        if constexpr (receives<Sink, Bill>) {
            if (gave.accepted()) {
                this->sink.on(bill);
            }
        }
        tell(event, gave, this->sink);
    }
};

/// Keeps the bill of a checkout and its outcome, and passes everything on.
template <class Bill, class Outcome, class Sink>
struct bill_keeper : sink_before<Sink> {
    Outcome gave{};
    Bill bill{};

    using sink_before<Sink>::on;
    template <class Event>
    constexpr void on(const Event& event, const Outcome& outcome) noexcept {
        gave = outcome;
        tell(event, outcome, this->sink);
    }
    constexpr void on(const Bill& of) noexcept {
        bill = of;
        if constexpr (receives<Sink, Bill>) {
            this->sink.on(of);
        }
    }
};

template <money_unit Currency, unit_type Unit, std::size_t MostLines>
struct checkout_way<prices::checkout<Currency, Unit, MostLines>> {
    using event_type = prices::checkout<Currency, Unit, MostLines>;

    /// Prices a checkout and sells it. Returns true if it is accepted.
    template <class Programme, class Profile, class Sink>
    LOYALTY_INLINE static constexpr bool evaluate(const Programme& programme, member<Programme>& own,
                                                  const event_type& event, const Profile& profile,
                                                  const extensions::calendar_day& day, Sink& sink) noexcept {
        if (const reason why = check_sequence(programme, own, event); why != reason::none) {
            return refuse_unseen<Programme>(event, tier_of_last_event<Programme>(own), why, sink);
        }
        constexpr bool is_one = redemption_rule_in<Programme, Unit, Currency>().count <= 1;
        static_assert(is_one,
                      "loyalty: two rules of a programme redeem points of one unit for one currency: leave one out");
        const auto bill = find_bill(programme, own, event, profile, day);
        return sell(programme, own, event, bill, profile, day, sink);
    }

    /// Sells a checkout whose bill is known.
    template <class Programme, class Bill, class Profile, class Sink>
    LOYALTY_INLINE static constexpr bool sell(const Programme& programme, member<Programme>& own,
                                              const event_type& event, const Bill& bill, const Profile& profile,
                                              const extensions::calendar_day& day, Sink& sink) noexcept {
        if (!bill.can_be_sold()) {
            if constexpr (receives<Sink, effects::refusal>) {
                sink.on(bill.refusal);
            }
            tell_refused<Programme>(event, tier_of_last_event<Programme>(own), bill.refusal.why, bill.refusal.rule,
                                    sink);
            return false;
        }
        checkout_sink<event_type, Bill, Sink> priced{{{sink}}, event, bill};
        return loyalty::detail::evaluate(programme, own, bill.sale(event), profile, day, priced);
    }

    /// The same as `evaluate` for a checkout by itself, with a receipt of what its policies earned.
    template <class Programme, class Profile, class Sink, class Result>
    static constexpr void apply_with_receipt(const Programme& programme, member<Programme>& own,
                                             const event_type& event, const Profile& profile, Sink& sink,
                                             Result& result) noexcept {
        using movements = movements_of<Programme>;
        if constexpr (movements::any) {
            movement_sink<movements, Sink> both{{result.receipt.movements}, sink};
            apply_and_fill(programme, own, event, profile, both, result);
        } else {
            apply_and_fill(programme, own, event, profile, sink, result);
        }
    }

private:
    template <class Programme, class Profile, class Sink, class Result>
    static constexpr void apply_and_fill(const Programme& programme, member<Programme>& own, const event_type& event,
                                         const Profile& profile, Sink& sink, Result& result) noexcept {
        bill_keeper<prices::bill_of<Programme, event_type>, outcome_of<Programme>, Sink> kept{{{sink}}};
        result.receipt.before = earning_part<Programme>(own);
        loyalty::detail::evaluate(programme, own, event, profile, kept);
        result.outcome = kept.gave;
        if (!result.outcome.accepted()) {
            result.receipt.movements = {};
        }
        const basket<Currency> priced = kept.bill.sale(event);
        fill_receipt(result.receipt, programme, own, result.outcome, priced, profile);
    }
};

} // namespace detail

} // namespace loyalty
