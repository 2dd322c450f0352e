// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What conversions behind the accounts give back at a return (S30, S31).
///
/// A member has 100 points, buys for 450 more, and 500 of the 550 become 10.00 USD. Goods for 60 points come back: the account
/// would have had 490, so the 500 points go back to their lots, 10.00 are taken, and then the 60 points.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/own_dates.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// The account of a unit; of a plain balance there is none, and what it gets is there at once.
template <class Unit, class Programme>
[[nodiscard]] constexpr const auto& account_in(const Programme& programme) noexcept {
    if constexpr (has_account_of<Unit, Programme>) {
        return get<account_index<Unit, Programme>()>(programme.policies);
    } else {
        return programme;
    }
}

/// How much less of a unit the sale brought to its balance by then, below zero, without the goods that came back: what it earned,
/// as far as it was available at once, what paid it, and what the policies before `Policy` spent and converted. The visit is that
/// of the return.
template <class Unit, std::size_t Policy, class Programme, class Visit, class Movements, class Outcome>
[[nodiscard]] constexpr std::int64_t change_of_account(const Programme& programme, Visit& visit,
                                                       const Movements& before, const Movements& now,
                                                       const Outcome& earned_before, const Outcome& earned) noexcept {
    const auto& account = account_in<Unit>(programme);
    const auto day = point_at<account_of<Unit, Programme>>(visit.calendar, visit.sold);
    std::int64_t sum = 0;
    std::int64_t others = 0;
    bool overflow = false;
    const auto add = [&](std::int64_t& to, std::int64_t from, std::int64_t less) {
        std::int64_t more = 0;
        overflow |= subtract_overflows(from, less, more) || add_overflows(to, more, to);
    };
    const auto is_there_at_once = [&](const auto& rule, const auto&... of) {
        if constexpr (requires { rule.dates_of(of..., day).is_available(day); }) {
            return rule.dates_of(of..., day).is_available(day);
        } else {
            return true;
        }
    };
    if constexpr (Visit::template can_grant<Unit>) { // else the unit comes by corrections alone
        add(others, earned.template granted<Unit>().minor_units(),
            earned_before.template granted<Unit>().minor_units());
    }
    for_each_index<Movements::apart_size>([&](auto place) {
        using grant = std::remove_cvref_t<decltype(get<place>(before.apart))>;
        if constexpr (std::is_same_v<typename grant::unit, Unit>) {
            const std::int64_t gone = get<place>(before.apart).minor_units;
            const std::int64_t left = get<place>(now.apart).minor_units;
            add(others, gone, left);
            if (is_there_at_once(get<grant::policy>(programme.policies), account)) {
                add(sum, left, gone);
            }
        }
    });
    if (is_there_at_once(account)) {
        add(sum, others, 0);
    }
    for_each_index<Movements::paid_type::size>([&](auto place) {
        using paid_type = std::remove_cvref_t<decltype(get<place>(before.paid))>;
        if constexpr (std::is_same_v<typename paid_type::unit, Unit>) {
            add(sum, get<place>(before.paid).left, get<place>(now.paid).left);
        }
    });
    for_each_index<Movements::spent_type::size>([&](auto place) {
        using slot_type = std::remove_cvref_t<decltype(get<place>(before.spent))>;
        if constexpr (std::is_same_v<typename slot_type::unit, Unit> && slot_type::policy < Policy) {
            add(sum, get<place>(before.spent).minor_units, get<place>(now.spent).minor_units);
        }
        if constexpr (slot_type::converts && slot_type::policy < Policy) {
            const auto& earlier = get<slot_type::policy>(programme.policies);
            if constexpr (lists<Unit, rewards_of<std::remove_cvref_t<decltype(earlier)>>>) {
                if (is_there_at_once(account)) {
                    add(sum, earlier.converted_of(get<place>(now.spent).minor_units).given.minor_units(),
                        earlier.converted_of(get<place>(before.spent).minor_units).given.minor_units());
                }
            }
        }
    });
    visit.refuse_if(overflow, reason::amount_overflow);
    return sum;
}

/// Takes back what a conversion gave. A policy around it, such as a `donation`, takes it from whom it went to.
template <class Rule, class State, class Amount, class Visit>
constexpr void grant_undone(const Rule& rule, State& own, Amount more, Visit& visit) noexcept {
    visit.grant(more);
    if constexpr (requires { rule.undo_grant(own, more, visit); }) {
        rule.undo_grant(own, more, visit);
    }
}

/// Undoes what the conversions of a sale would not have converted without the goods that came back; of a whole sale all of it.
/// `now` becomes what is left. Over any partition of a sale it is the same as at once, but for sales that points paid: the points
/// that come back may suffice again for what was undone, which the next event then converts.
template <class Programme, class Visit, class Movements, class Outcome>
constexpr void undo_conversions(const Programme& programme, member<Programme>& own, Visit& visit,
                                const Movements& before, Movements& now, const Outcome& earned_before,
                                const Outcome& earned, bool is_whole) noexcept {
    for_each_index<Movements::spent_type::size>([&](auto place) {
        auto& rest = get<place>(now.spent);
        using slot_type = std::remove_cvref_t<decltype(rest)>;
        if constexpr (slot_type::converts) {
            using unit = typename slot_type::unit;
            const auto& rule = get<slot_type::policy>(programme.policies);
            const std::int64_t taken = get<place>(before.spent).minor_units;
            if (taken == 0 || visit.refused()) {
                return;
            }
            visit.template enter<slot_type::policy>();
            const std::int64_t change =
                change_of_account<unit, slot_type::policy>(programme, visit, before, now, earned_before, earned);
            visit.refuse_if(add_overflows(rest.found, change, rest.found), reason::amount_overflow);
            const auto left = rule.converted_of(is_whole ? 0 : rest.found);
            if (left.taken < taken && !visit.refused()) {
                rest.minor_units = left.taken;
                visit.template restore<unit>(rest.lots, amount<unit>::from_minor_units(taken - left.taken));
                grant_undone(rule, own.template policy<slot_type::policy>(),
                             left.given - rule.converted_of(taken).given, visit);
            }
        }
    });
}

} // namespace loyalty::detail
