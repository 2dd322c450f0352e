// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Changes to a balance that are no purchase, return or redemption: goods come back of which no sale is known, somebody at
/// the desk corrects a mistake, a member does something that keeps points alive. With an account or with a plain balance:
///
/// @code
/// claw_back(stars, anna, {.id = 12, .time = now}, 23_points);   // as if they had been earned today
/// adjust(stars, anna, {.id = 13, .time = now}, 500_points);     // goodwill; -500_points takes them
/// confirm(stars, anna, {.id = 14, .time = now}, 23_points, "2025-03-01"_date);   // of that day, which waited for it
/// touch<unit::points>(stars, anna, {.id = 15, .time = now});    // activity, where inactivity lets points expire
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/program/effects.hpp>
#include <loyalty/program/pass_time.hpp>
#include <loyalty/program/redeem.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

/// Tells what a correction gave, and lets a plain balance have it: its sum is made when the event is settled.
template <class Unit, class Visit>
constexpr void grant_correction(Visit& visit, amount<Unit> by, std::uint8_t rule, std::string_view name) noexcept {
    if constexpr (std::remove_cvref_t<Visit>::template can_grant<Unit>) {
        visit.rule = rule;
        visit.policy = name;
        visit.grant(by);
    }
}

/// The account of a unit where there is one, else the plain balance: `on_books(account, books, today)` and
/// `on_balance(balance)` return why the event is refused.
template <class Unit, class Programme, class OnBooks, class OnBalance>
[[nodiscard]] constexpr reason correct(const Programme& programme, member<Programme>& own, date today, OnBooks on_books,
                                       OnBalance on_balance) noexcept {
    constexpr std::size_t index = account_index<Unit, Programme>();
    constexpr bool known = index < Programme::size || Programme::template grants<Unit>;
    static_assert(known, "loyalty: no policy of this programme grants this unit, and no account books it");
    if constexpr (index < Programme::size) {
        return on_books(get<index>(programme.policies), own.template policy<index>(), today);
    } else if constexpr (known) {
        return on_balance(own.template balance<Unit>().minor_units());
    }
}

} // namespace detail

/// Takes back an award whose sale is not known, such as what returned goods would earn at today's rate: `award` points that
/// count as earned on `earned_on`, from that day's lot first and then as the account's debt policy says. A plain balance
/// gives all of it, below zero if need be. `parts`, where given, receives from where it came: of a plain balance, what was
/// there is `from_others`, the rest `owed`.
///
/// The outcome has -award, also where the debt policy writes a part off; a sink hears an `award` of that with
/// `rule_of_return`. A negative amount is refused. Policies do not hear of it: whoever knows the sale calls `reverse`.
template <class Programme, class Unit, class Profile, class Sink>
constexpr outcome_of<Programme>
claw_back(const Programme& programme, typename Programme::member_type& own, const occasion& event, amount<Unit> award,
          date earned_on, std::type_identity_t<clawback<Unit>>* parts, const Profile& profile, Sink& sink) noexcept {
    const auto& value = programme.value();
    clawback<Unit> taken{};
    const auto gave = detail::happen(value, own, event, profile, sink, [&](auto& visit) {
        const reason why = award < amount<Unit>{}
                               ? reason::negative_amount
                               : detail::correct<Unit>(
                                     value, own, visit.today(),
                                     [&](const auto& account, auto& books, date today) {
                                         return account.claw_back(books, award, earned_on, today, taken);
                                     },
                                     [&](std::int64_t balance) {
                                         const std::int64_t asked = award.minor_units();
                                         const std::int64_t there = balance < 0 ? 0 : balance < asked ? balance : asked;
                                         taken.from_others = amount<Unit>::from_minor_units(there);
                                         taken.owed = amount<Unit>::from_minor_units(asked - there);
                                         return reason::none;
                                     });
        visit.refuse_if(why != reason::none, why);
        if (!visit.refused()) {
            detail::grant_correction(visit, -award, rule_of_return, "return");
        }
    });
    if (gave.accepted() && parts != nullptr) {
        *parts = taken;
    }
    return gave;
}

template <class Programme, class Unit, class Profile = no_profile>
constexpr outcome_of<Programme>
claw_back(const Programme& programme, typename Programme::member_type& own, const occasion& event, amount<Unit> award,
          date earned_on, std::type_identity_t<clawback<Unit>>* parts = nullptr, const Profile& profile = {}) noexcept {
    no_sink none{};
    return claw_back(programme, own, event, award, earned_on, parts, profile, none);
}

/// As if it had been earned today.
template <class Programme, class Unit>
constexpr outcome_of<Programme> claw_back(const Programme& programme, typename Programme::member_type& own,
                                          const occasion& event, amount<Unit> award) noexcept {
    return claw_back(programme, own, event, award, programme.value().frame.calendar.business_date(event.time));
}

/// A correction by hand: up like an award, or down from what is available, never below it (`insufficient_balance`). The
/// outcome has it, and a sink hears an `award` with `rule_of_correction`. Policies do not hear of it: no tier, threshold or
/// cap counts it. Why it was made belongs to the host's event.
template <class Programme, class Unit, class Profile, class Sink>
constexpr outcome_of<Programme> adjust(const Programme& programme, typename Programme::member_type& own,
                                       const occasion& event, amount<Unit> by, const Profile& profile,
                                       Sink& sink) noexcept {
    const auto& value = programme.value();
    return detail::happen(value, own, event, profile, sink, [&](auto& visit) {
        const reason why = detail::correct<Unit>(
            value, own, visit.today(),
            [&](const auto& account, auto& books, date today) { return account.adjust(books, by, today); },
            [&](std::int64_t balance) {
                const bool lacks = by.minor_units() < 0 && (balance < 0 || balance + by.minor_units() < 0);
                return lacks ? reason::insufficient_balance : reason::none;
            });
        visit.refuse_if(why != reason::none, why);
        if (!visit.refused()) {
            detail::grant_correction(visit, by, rule_of_correction, "correction");
        }
    });
}

template <class Programme, class Unit, class Profile = no_profile>
constexpr outcome_of<Programme> adjust(const Programme& programme, typename Programme::member_type& own,
                                       const occasion& event, amount<Unit> by, const Profile& profile = {}) noexcept {
    no_sink none{};
    return adjust(programme, own, event, by, profile, none);
}

/// The event has come for which points earned on a day were waiting (`activates_on_confirmation`, S23), such as a stay that took
/// place: so many of them are active from today on. More than wait, or after their deadline, or in an account where nothing
/// waits: `insufficient_pending`.
template <class Programme, class Unit, class Profile = no_profile>
constexpr outcome_of<Programme> confirm(const Programme& programme, typename Programme::member_type& own,
                                        const occasion& event, amount<Unit> part, date earned_on,
                                        const Profile& profile = {}) noexcept {
    no_sink none{};
    return detail::on_account<Unit>(programme.value(), own, event, profile, none,
                                    [&](const auto& account, auto& books, date today) {
                                        if constexpr (std::remove_cvref_t<decltype(account.activation)>::is_confirmed) {
                                            return account.confirm(books, part, earned_on, today);
                                        } else {
                                            return reason::insufficient_pending;
                                        }
                                    });
}

/// Something happened that keeps an account's points alive where inactivity lets them expire, such as a check-in. For an
/// account of any other kind it only moves the member's clock.
template <class Unit, class Programme, class Profile = no_profile>
constexpr outcome_of<Programme> touch(const Programme& programme, typename Programme::member_type& own,
                                      const occasion& event, const Profile& profile = {}) noexcept {
    no_sink none{};
    return detail::on_account<Unit>(
        programme.value(), own, event, profile, none,
        [](const auto& account, auto& books, date today) { return account.touch(books, today); });
}

} // namespace loyalty
