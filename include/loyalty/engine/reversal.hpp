// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Returns (S30, S31): the effects of a purchase go back, to the last point.
///
/// There is no second formula. A receipt holds the policies' states before the purchase, so what its remaining goods earn is the
/// same evaluation run again, at the time, tier and headroom of the sale; the difference is taken back. Over any partition of a
/// purchase into returns these differences add up to exactly what it had earned.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/after_time.hpp>
#include <loyalty/engine/plain_balance.hpp>
#include <loyalty/engine/policies_of.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/return_of.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

template <class Programme, class Event, class Profile, class Sink>
constexpr bool evaluate(const Programme& programme, member<Programme>& own, const Event& event, const Profile& profile,
                        Sink& sink) noexcept; // engine/apply.hpp

/// The goods of a sale as its receipt knows them.
struct goods_of_sale {
    std::int64_t net_minor_units = 0;
    std::int64_t pieces = 0;
    bool overflow = false;
};

template <class Sale>
[[nodiscard]] constexpr goods_of_sale goods_of(const Sale& sale) noexcept {
    goods_of_sale all{};
    for (const auto& line : lines_of(sale)) {
        std::int64_t pieces = 1;
        if constexpr (fact::quantity_fact::known<std::remove_cvref_t<decltype(line)>>) {
            pieces = static_cast<std::int64_t>(fact::quantity(line));
        }
        all.overflow |= add_overflows(all.net_minor_units, fact::net(line).minor_units(), all.net_minor_units);
        all.overflow |= add_overflows(all.pieces, pieces, all.pieces);
    }
    return all;
}

/// The goods that remain after a return; less than none if everything came back.
template <class Event>
[[nodiscard]] constexpr goods_of_sale goods_left(const Event& event) noexcept {
    if constexpr (!std::is_same_v<typename Event::sale_type, everything_returned>) {
        if (event.remaining) {
            return goods_of(*event.remaining);
        }
    }
    return {.net_minor_units = -1};
}

/// The member that a profile, an event or the rest of a sale names, in this order.
template <class Profile, class Event>
[[nodiscard]] constexpr std::uint64_t member_named(const Profile& profile, const Event& event) noexcept {
    if constexpr (fact::member_fact::known<Profile>) {
        return static_cast<std::uint64_t>(fact::member(profile));
    } else if constexpr (is_return<Event>) {
        if constexpr (fact::member_fact::known<typename Event::sale_type>) {
            return event.remaining ? static_cast<std::uint64_t>(fact::member(*event.remaining)) : unnamed_member;
        } else {
            return unnamed_member;
        }
    } else if constexpr (fact::member_fact::known<Event> && kind_of<Event> != event_kind::give_back) {
        return static_cast<std::uint64_t>(fact::member(event));
    } else {
        return unnamed_member;
    }
}

/// Notes in a receipt who issued it, and to whom.
template <class Receipt, class Programme, class Event, class Profile>
constexpr void sign_receipt(Receipt& receipt, const Programme& programme, const Event& event,
                            const Profile& profile) noexcept {
    receipt.owner = member_named(profile, event);
    receipt.version = programme.frame.version;
    receipt.programme = programme.frame.name;
}

/// Returns true if a receipt is of another programme, of another version of it, or of another member than the one named.
template <class Receipt, class Programme>
[[nodiscard]] constexpr bool is_foreign(const Receipt& receipt, const Programme& programme,
                                        std::uint64_t named) noexcept {
    return receipt.programme != programme.frame.name || receipt.version != programme.frame.version ||
           (named != unnamed_member && receipt.owner != unnamed_member && named != receipt.owner);
}

/// Completes the receipt of a purchase that was applied. If policies behind an account grant too, the earning policies are
/// evaluated once more by themselves: only what they grant goes back with the goods.
template <class Programme, class Event, class Profile>
constexpr void fill_receipt(receipt<Programme>& receipt, const Programme& programme, const member<Programme>& own,
                            const outcome_of<Programme>& gave, const Event& event, const Profile& profile) noexcept {
    const goods_of_sale goods = goods_of(event);
    receipt.after = earning_part<Programme>(own);
    receipt.earned = gave;
    if constexpr (Programme::grants_behind_accounts) {
        if (gave.accepted()) {
            repeated_sale<movements_of<Programme>, outcome_of<earning_of<Programme>>> again{receipt.movements};
            receipt.after = receipt.before;
            evaluate(programme.earning(), receipt.after, event, profile, again);
            receipt.earned = widened<Programme>(again.gave);
        }
    }
    receipt.net_minor_units = goods.overflow ? -1 : goods.net_minor_units;
    receipt.pieces = goods.pieces;
    sign_receipt(receipt, programme, event, profile);
}

/// Returns why a receipt cannot serve.
template <class Programme>
[[nodiscard]] constexpr reason check_receipt(const receipt<Programme>& receipt, const Programme& programme,
                                             const member<Programme>& own, std::uint64_t named) noexcept {
    if (is_foreign(receipt, programme, named)) {
        return reason::foreign_receipt;
    }
    if (!receipt.earned.accepted()) {
        return reason::refused_sale;
    }
    if (receipt.net_minor_units < 0) {
        return reason::already_returned;
    }
    return own.last_event() < receipt.after.last_event() ? reason::foreign_receipt : reason::none;
}

/// Returns why a transaction cannot be the rest of the sale of a receipt, as far as the receipt can tell.
template <class Programme, class Event>
[[nodiscard]] constexpr reason check_remaining(const receipt<Programme>& receipt, const Event& event,
                                               const goods_of_sale& left) noexcept {
    if constexpr (!std::is_same_v<typename Event::sale_type, everything_returned>) {
        if (event.remaining) {
            if constexpr (Programme::told_apart == identity::by_time_and_id) {
                if (static_cast<std::uint64_t>(fact::id(*event.remaining)) != receipt.sale_id()) {
                    return reason::other_id;
                }
            }
            if (fact::time(*event.remaining) != receipt.after.last_event()) {
                return reason::other_time;
            }
        }
    }
    const bool more = left.overflow || left.net_minor_units > receipt.net_minor_units || left.pieces > receipt.pieces;
    return more ? reason::more_than_bought : reason::none;
}

/// Evaluates the goods that remain of a sale. Out of line: most returns are of a whole sale.
template <class Programme, class Sale, class Profile, class Sink>
LOYALTY_APART constexpr void evaluate_remaining(const Programme& programme, member<Programme>& state,
                                                const Sale& remaining, const Profile& profile, Sink& sink) noexcept {
    evaluate(programme, state, remaining, profile, sink);
}

/// Evaluates the sale once more with the goods that remain: `state`, which is that before the sale, becomes the one after it.
template <class Programme, class Event, class Profile, class Sink>
LOYALTY_INLINE constexpr void evaluate_rest(const Programme& programme, member<Programme>& state, const Event& event,
                                            instant sold, const Profile& profile, Sink& sink) noexcept {
    if constexpr (!std::is_same_v<typename Event::sale_type, everything_returned>) {
        if (event.remaining) {
            return evaluate_remaining(programme, state, *event.remaining, profile, sink);
        }
    }
    sink.gave = after_time(programme, state, sold, profile,
                           [](const auto& moment) LOYALTY_INLINE_LAMBDA { return moment.finish(); });
}

/// Refuses to give back a redemption of another programme or another member.
template <class Programme, class Visit>
constexpr void check_redemption(const Programme& programme, Visit& visit) noexcept {
    const auto* const receipt = visit.event.receipt;
    visit.refuse_if(receipt != nullptr && is_foreign(*receipt, programme, member_named(visit.profile, visit.event)),
                    reason::foreign_receipt);
}

/// Gives back the points that paid for the goods that came back, to the lots that they come from: returns how many. `now` becomes
/// what is left.
template <class Visit, class Movements>
constexpr std::int64_t give_back_points(Visit& visit, const Movements& before, Movements& now) noexcept {
    if constexpr (Visit::points_pay) {
        using unit = typename Visit::paid_unit;
        const std::int64_t left = now.paid.left;
        now.paid = before.paid;
        now.paid.left = left;
        const std::int64_t part = before.paid.left - left;
        if (part > 0 && !visit.refused()) {
            visit.template enter<Visit::paying_rule>();
            visit.restore(now.paid.lots, amount<unit>::from_minor_units(part));
        }
        return part;
    } else {
        return 0;
    }
}

/// Takes a return through the policies, and lowers its receipt. False if it is refused.
template <class Programme, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool run_return(const Programme& programme, member<Programme>& own,
                                                       Visit& visit) noexcept {
    const auto& event = visit.event;
    visit.enter_rule(rule_of_return, "return");
    if (event.receipt == nullptr) {
        visit.refuse_if(true, reason::unknown_sale);
        return false;
    }
    receipt<Programme>& receipt = *event.receipt;
    const goods_of_sale left = goods_left(event);
    const instant sold = receipt.after.last_event();
    reason why = check_receipt(receipt, programme, own, member_named(visit.profile, event));
    why = why == reason::none ? check_remaining(receipt, event, left) : why;
    visit.refuse_if(why != reason::none, why);
    if (visit.refused()) {
        return false;
    }
    auto rest = receipt.before;
    repeated_sale<movements_of<Programme>, outcome_of<earning_of<Programme>>> again{receipt.movements};
    evaluate_rest(programme.earning(), rest, event, sold, visit.profile, again);
    const outcome_of<Programme> earned = widened<Programme>(again.gave);
    visit.refuse_if(!earned.accepted(), earned.refused);
    for_each_index<Programme::first_account>([&](auto index) {
        visit.template enter<index>();
        act_apart<index>(visit, [&]() {
            revert(get<index>(programme.policies), own.template policy<index>(),
                   {receipt.after.template policy<index>(), rest.template policy<index>(), sold}, visit);
        });
    });
    visit.note_tier(visit.tier.before, visit.tier.after);
    const std::int64_t given_back = give_back_points(visit, receipt.movements, again.now);
    visit.enter_rule(rule_of_return, "return");
    visit.take_back(receipt.earned, earned);
    note_taken_from_balances<typename Programme::paid_unit>(own, visit, given_back,
                                                            typename Programme::plain_units_type{});
    take_back_apart(visit, receipt.movements.apart, again.now.apart);
    visit.earned_at = sold;
    visit.earned_on = programme.frame.calendar.business_date(sold);
    if (visit.refused() || !run_accounts_and_settle(programme, own, visit)) {
        return false;
    }
    const auto clock_of_sale = receipt.after.clock();
    receipt.after = rest;
    receipt.after.clock() = clock_of_sale;
    receipt.earned = earned;
    receipt.movements = again.now;
    receipt.net_minor_units = left.net_minor_units;
    receipt.pieces = left.pieces;
    if (left.net_minor_units < 0) {
        forget_purchase(own.clock());
    }
    return true;
}

} // namespace loyalty::detail
