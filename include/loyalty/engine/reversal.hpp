// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Returns (S30, S31): the effects of a purchase go back, to the last point.
///
/// There is no second formula. A receipt holds the policies' states before the purchase. So the same evaluation runs
/// again for the remaining goods, at the time, tier and headroom of the sale, and the difference is taken back. Over
/// any partition of a purchase into returns these differences add up to exactly what it had earned.
///
/// A return that keeps (`return_rule::keep`) takes the stored share of the goods instead of the difference. The states of the
/// policies follow the goods that remain in both cases. Of 540 points for lines of 60.00 and 40.00 USD the second line takes
/// 216, and a tier then counts 60.00.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/after_time.hpp>
#include <loyalty/engine/give_back.hpp>
#include <loyalty/engine/own_dates.hpp>
#include <loyalty/engine/plain_balance.hpp>
#include <loyalty/engine/policies_of.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/quotas_of_event.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/engine/shares.hpp>
#include <loyalty/engine/undone_conversions.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/return_of.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

template <class Programme, class Event, class Profile, class Sink>
constexpr bool evaluate(const Programme& programme, member<Programme>& own, const Event& event, const Profile& profile,
                        Sink& sink) noexcept; // engine/apply.hpp

/// The sink of a sale that is evaluated again by the earning policies.
template <class Programme>
using repeated_sale_of = repeated_sale<movements_of<Programme>, outcome_of<earning_of<Programme>>>;

/// The goods of a sale as its receipt has them: of a sale without money, such as kilometres flown, the pieces alone.
struct goods_of_sale {
    std::int64_t net_minor_units = 0;
    std::int64_t pieces = 0;
    bool overflow = false;
};

template <class Sale>
[[nodiscard]] constexpr goods_of_sale goods_of(const Sale& sale) noexcept {
    goods_of_sale all{};
    if constexpr (!extensions::is_purchase<Sale>) {
        return all; // an activity or a delivery has no goods
    } else {
        for (const auto& line : extensions::lines_of(sale)) {
            std::int64_t pieces = 1;
            if constexpr (fact::quantity_fact::known<std::remove_cvref_t<decltype(line)>>) {
                pieces = static_cast<std::int64_t>(fact::quantity(line));
            }
            if constexpr (fact::net_fact::known<std::remove_cvref_t<decltype(line)>>) {
                all.overflow |= add_overflows(all.net_minor_units, fact::net(line).minor_units(), all.net_minor_units);
            }
            all.overflow |= add_overflows(all.pieces, pieces, all.pieces);
        }
        return all;
    }
}

/// The goods that remain after a return; less than none if everything came back.
template <class Event>
[[nodiscard]] constexpr goods_of_sale goods_left(const Event& event) noexcept {
    if constexpr (!std::is_same_v<typename Event::sale_type, extensions::everything_returned>) {
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
    } else if constexpr (extensions::is_return<Event>) {
        if constexpr (fact::member_fact::known<typename Event::sale_type>) {
            return event.remaining ? static_cast<std::uint64_t>(fact::member(*event.remaining)) : unnamed_member;
        } else {
            return unnamed_member;
        }
    } else if constexpr (fact::member_fact::known<Event> &&
                         extensions::kind_of<Event> != extensions::event_kind::give_back) {
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

/// Notes the grants of the earning policies alone in a receipt: they are evaluated once more.
template <class Programme, class Event, class Profile>
constexpr void earn_again(receipt<Programme>& receipt, const Programme& programme, const Event& event,
                          const Profile& profile) noexcept {
    repeated_sale_of<Programme> again{receipt.movements};
    const profile_of_sale<Profile> then{profile};
    const auto sold = receipt.after;
    receipt.after = receipt.before;
    begin_sale_again<earning_of<Programme>>(receipt.after, sold);
    evaluate(programme.earning(), receipt.after, event, then.profile, again);
    end_sale_again<earning_of<Programme>>(receipt.after, sold);
    receipt.earned = widened<Programme>(again.gave);
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
            earn_again(receipt, programme, event, profile);
        }
    }
    add_paid_points(receipt.earned, receipt.movements.paid);
    receipt.net_minor_units = goods.overflow ? -1 : goods.net_minor_units;
    receipt.pieces = goods.pieces;
    sign_receipt(receipt, programme, event, profile);
}

/// Returns why a receipt cannot serve. A member who took in another one has the receipts of both: a stream checks them.
template <class Programme>
[[nodiscard]] constexpr reason check_receipt(const receipt<Programme>& receipt, const Programme& programme,
                                             const member<Programme>& own, std::uint64_t named) noexcept {
    if (is_foreign(receipt, programme, has_taken_in<Programme>(own) ? unnamed_member : named)) {
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

/// Returns the reason for which a transaction cannot be the rest of the sale of a receipt, as far as the receipt has it.
template <class Programme, class Event>
[[nodiscard]] constexpr reason check_remaining(const receipt<Programme>& receipt, const Event& event,
                                               const goods_of_sale& left) noexcept {
    if constexpr (!std::is_same_v<typename Event::sale_type, extensions::everything_returned>) {
        if (event.remaining) {
            if constexpr (Programme::told_apart == choices::identity::by_time_and_id) {
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

/// Refuses goods that are more than the receipt has: with their amounts if more money remains, else with the pieces.
template <class Programme, class Event, class Visit>
constexpr void refuse_goods(const receipt<Programme>& receipt, const Event& event, const goods_of_sale& left,
                            Visit& visit) noexcept {
    using sale_type = typename Event::sale_type;
    if constexpr (extensions::is_purchase<sale_type> && !std::is_same_v<sale_type, extensions::everything_returned>) {
        using line_type = std::remove_cvref_t<decltype(*extensions::lines_of(*event.remaining).begin())>;
        if constexpr (fact::net_fact::known<line_type>) {
            using net = std::remove_cvref_t<decltype(fact::net(std::declval<const line_type&>()))>;
            if (left.overflow) {
                return visit.refuse(reason::more_than_bought, net::largest(),
                                    net::from_minor_units(receipt.net_minor_units));
            }
            if (left.net_minor_units > receipt.net_minor_units) {
                return visit.refuse(reason::more_than_bought, net::from_minor_units(left.net_minor_units),
                                    net::from_minor_units(receipt.net_minor_units));
            }
        }
        visit.refuse(reason::more_than_bought, amount<unit::items>::from_minor_units(left.pieces),
                     amount<unit::items>::from_minor_units(receipt.pieces));
    }
}

/// Evaluates the goods that remain of a sale. Out of line: most returns are of a whole sale.
template <class Programme, class Sale, class Profile, class Sink>
LOYALTY_APART constexpr void evaluate_remaining(const Programme& programme, member<earning_of<Programme>>& state,
                                                const Sale& remaining, const Profile& profile, Sink& sink) noexcept {
    evaluate(programme.earning(), state, remaining, profile, sink);
}

/// Evaluates the sale once more with the goods that remain: `state`, which is that before the sale, becomes the one after it. The
/// earning part of the programme is made where it is used: if it were passed on, it would be no constant any more.
template <class Programme, class Event, class Profile, class Sink>
LOYALTY_INLINE constexpr void evaluate_rest(const Programme& programme, member<earning_of<Programme>>& state,
                                            const Event& event, instant sold, const Profile& profile,
                                            Sink& sink) noexcept {
    if constexpr (!std::is_same_v<typename Event::sale_type, extensions::everything_returned>) {
        if (event.remaining) {
            return evaluate_remaining(programme, state, *event.remaining, profile, sink);
        }
    }
    sink.gave = after_time(programme.earning(), state, sold, profile,
                           [](const auto& moment) LOYALTY_INLINE_LAMBDA { return moment.finish(); });
}

/// The amount that goes back of `left` for a share of it: never more than is left. If a policy gave some at this return, since
/// other returns had taken it already, the member has given it back before. Amounts below zero, of a unit that the sale spent,
/// are the mirror.
[[nodiscard]] constexpr std::int64_t share_taken(std::int64_t left, std::int64_t share, std::int64_t given) noexcept {
    if (left < 0) {
        const std::int64_t most = given < share ? given : share;
        return left < most ? most : left;
    }
    const std::int64_t most = given > share ? given : share;
    return left > most ? most : left;
}

/// Lowers what a sale has earned by the shares of the goods that come back.
template <class Outcome, class Visit>
[[nodiscard]] constexpr Outcome less_shares(const Outcome& earned, Outcome rest, Visit& visit) noexcept {
    [&]<unit_type... Units>(const ledgers::shares_of_units<Units...>& shares) {
        (
            [&] {
                const std::int64_t left = earned.template granted<Units>().minor_units();
                const std::int64_t share = shares.template granted<Units>().minor_units();
                visit.refuse_if((left > 0 && share < 0) || (left < 0 && share > 0), reason::more_than_bought);
                const std::int64_t given = visit.template granted<Units>().minor_units();
                auto& kept = get_type<granted<Units>>(rest.granted_).minor_units;
                kept = static_cast<std::remove_cvref_t<decltype(kept)>>(left - share_taken(left, share, given));
            }(),
            ...);
    }
    (visit.event.shares);
    return rest;
}

/// Refuses to give back a redemption of another programme or another member.
template <class Programme, class Visit>
constexpr void check_redemption(const Programme& programme, const member<Programme>& own, Visit& visit) noexcept {
    const auto* const receipt = visit.event.receipt;
    const auto named = has_taken_in<Programme>(own) ? unnamed_member : member_named(visit.profile, visit.event);
    visit.enter_rule(effects::rule_of_engine, "engine");
    visit.refuse_if(receipt != nullptr && is_foreign(*receipt, programme, named), reason::foreign_receipt);
}

/// Takes a return through the policies, and lowers its receipt. Returns false if it is refused.
template <class Programme, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool run_return(const Programme& programme, member<Programme>& own,
                                                       Visit& visit) noexcept {
    const auto& event = visit.event;
    visit.enter_rule(effects::rule_of_return, "return");
    if (event.receipt == nullptr) {
        visit.refuse_if(true, reason::unknown_sale);
        return false;
    }
    receipt<Programme>& receipt = *event.receipt;
    const goods_of_sale left = goods_left(event);
    const instant sold = receipt.after.last_event();
    reason why = check_receipt(receipt, programme, own, member_named(visit.profile, event));
    why = why == reason::none ? check_remaining(receipt, event, left) : why;
    if (why == reason::more_than_bought) {
        refuse_goods(receipt, event, left, visit);
    }
    visit.refuse_if(why != reason::none, why);
    if (visit.refused()) {
        return false;
    }
    auto rest = receipt.before;
    using profile_type = std::remove_cvref_t<decltype(visit.profile)>;
    const profile_of_sale<profile_type> then{visit.profile};
    repeated_sale_of<Programme> again{receipt.movements};
    begin_sale_again<earning_of<Programme>>(rest, receipt.after);
    evaluate_rest(programme, rest, event, sold, then.profile, again);
    end_sale_again<earning_of<Programme>>(rest, receipt.after);
    outcome_of<Programme> earned = widened<Programme>(again.gave);
    add_paid_points(earned, again.now.paid);
    visit.refuse_if(!earned.accepted(), earned.refused);
    for_each_index<Programme::first_account>([&](auto index) {
        visit.template enter<index>();
        act_apart<index>(visit, [&]() {
            revert(get<index>(programme.policies), own.template policy<index>(),
                   {receipt.after.template policy<index>(), rest.template policy<index>(), sold}, visit);
        });
    });
    visit.note_tier(visit.tier.before, visit.tier.after);
    visit.enter_rule(effects::rule_of_return, "return");
    if constexpr (std::remove_cvref_t<decltype(event)>::rule == choices::return_rule::keep) {
        if (event.remaining) {
            earned = less_shares(receipt.earned, earned, visit);
            again.now.apart = apart_in_proportion(receipt.movements.apart, receipt.earned, earned);
        }
    }
    const outcome_of<Programme> corrected = visit.gave();
    give_back_points(visit, receipt.movements, again.now);
    give_back_spending<Programme>(visit, receipt.movements, again.now, left.net_minor_units < 0);
    visit.enter_rule(effects::rule_of_return, "return");
    const outcome_of<Programme> given_back = visit.gave();
    visit.sold = sold;
    undo_conversions(programme, own, visit, receipt.movements, again.now, receipt.earned, earned,
                     left.net_minor_units < 0);
    visit.enter_rule(effects::rule_of_return, "return");
    visit.take_back(receipt.earned, earned);
    note_taken_from_balances(own, visit, corrected, given_back, typename Programme::plain_units_type{});
    take_back_apart(visit, receipt.movements.apart, again.now.apart);
    if (visit.refused() || !run_accounts_and_settle(programme, own, visit)) {
        return false;
    }
    const auto clock_of_sale = receipt.after.clock();
    receipt.after = rest;
    receipt.after.clock() = clock_of_sale;
    receipt.earned = earned;
    receipt.movements = again.now;
    receipt.net_minor_units = left.net_minor_units;
    if (left.net_minor_units < 0 && receipt.pieces > 0) { // a receipt of an activity has no pieces
        forget_purchase(own.clock());
    }
    receipt.pieces = left.pieces;
    return true;
}

} // namespace loyalty::detail
