// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a member does with points: redeem them, in one step or in two (S25), and get them back when the purchase that they
/// paid for is returned. For programmes with an account:
///
/// @code
/// constexpr programme stars{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
///                           lots<unit::points>{}.expiring(expires_end_of_month<6>{})};
/// redeem(stars, anna, {.id = 7, .time = now}, 100_points);
///
/// reserve(stars, anna, {.id = 8, .time = now}, 100_points, {.hold = 1, .until = tomorrow});   // cannot be spent twice
/// commit<unit::points>(stars, anna, {.id = 9, .time = later}, 1);                             // or release<unit::points>
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/ledger/lots.hpp>
#include <loyalty/program/pass_time.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty {

/// A reservation: a number of the host's own, and the first day on which it is void.
struct hold_terms {
    std::uint64_t hold = 0;
    date until{};
};

namespace detail {

/// The index of the account that books a unit; past the last where there is none.
template <class Unit, class Programme>
[[nodiscard]] consteval std::size_t account_index() noexcept {
    std::size_t found = Programme::size;
    for_each_index<Programme::size>([&](auto index) {
        using policy = std::remove_cvref_t<decltype(get<index>(std::declval<const Programme&>().policies))>;
        if (lists<Unit, typename booked_by<policy>::type>) {
            found = index;
        }
    });
    return found;
}

/// One operation on an account, as an event: `operation(account, books, today)` returns a reason.
template <class Unit, class Programme, class Profile, class Sink, class Operation>
constexpr outcome_of<Programme> on_account(const Programme& programme, member<Programme>& own, const occasion& event,
                                           const Profile& profile, Sink& sink, Operation operation) noexcept {
    constexpr std::size_t index = account_index<Unit, Programme>();
    constexpr bool booked = index < Programme::size;
    static_assert(booked, "loyalty: no account of this programme books this unit: add lots<Unit>{} last");
    if constexpr (booked) {
        return happen(programme, own, event, profile, sink, [&](auto& visit) {
            const reason why = operation(get<index>(programme.policies), own.template policy<index>(), visit.today());
            visit.refuse_if(why != reason::none, why);
        });
    } else {
        return {};
    }
}

/// Stands where a programme has no account of a unit, so that one sentence says so.
struct no_account {
    struct taken {};
};

template <class Unit, class Programme>
[[nodiscard]] consteval auto account_type() noexcept {
    constexpr std::size_t index = account_index<Unit, Programme>();
    if constexpr (index < Programme::size) {
        return std::type_identity<
            std::remove_cvref_t<decltype(get<index>(std::declval<const Programme&>().policies))>>{};
    } else {
        return std::type_identity<no_account>{};
    }
}

template <class Unit, class Programme>
using account_of = typename decltype(account_type<Unit, Programme>())::type;

} // namespace detail

/// Whether an account of a programme books a unit; what none books is a plain balance of the member.
template <class Programme, class Unit>
inline constexpr bool
    has_account = detail::account_index<Unit, detail::value_of<Programme>>() < detail::value_of<Programme>::size;

/// From which lots a redemption came: keep it to give the points back to where they were.
template <class Programme, class Unit>
using points_taken = typename detail::account_of<Unit, detail::value_of<Programme>>::taken;

/// What a member has of a unit at an instant: pending, available, held, spent, expired, clawed back, owed (S22). Any
/// `as_of` from the member's last event on; no job needs to have run.
template <class Unit, class Programme>
[[nodiscard]] constexpr auto balances_of(const Programme& programme, const typename Programme::member_type& own,
                                         instant as_of) noexcept {
    constexpr std::size_t index = detail::account_index<Unit, detail::value_of<Programme>>();
    static_assert(index < detail::value_of<Programme>::size,
                  "loyalty: no account of this programme books this unit: ask the member's balance");
    const auto& value = programme.value();
    return detail::get<index>(value.policies)
        .balances(own.template policy<index>(), value.frame.calendar.business_date(as_of));
}

/// Spends points; `from`, where given, receives from which lots.
template <class Programme, class Unit, class Profile = no_profile>
constexpr outcome_of<Programme>
redeem(const Programme& programme, typename Programme::member_type& own, const occasion& event, amount<Unit> cost,
       points_taken<Programme, Unit>* from = nullptr, const Profile& profile = {}) noexcept {
    no_sink none{};
    points_taken<Programme, Unit> taken{};
    const auto gave = detail::on_account<Unit>(
        programme.value(), own, event, profile, none,
        [&](const auto& account, auto& books, date today) { return account.spend(books, cost, today, taken); });
    if (gave.accepted() && from != nullptr) {
        *from = taken;
    }
    return gave;
}

/// Puts redeemed points back where they came from.
template <class Unit, class Programme, class Profile = no_profile>
constexpr outcome_of<Programme> give_back(const Programme& programme, typename Programme::member_type& own,
                                          const occasion& event, const points_taken<Programme, Unit>& from,
                                          const Profile& profile = {}) noexcept {
    no_sink none{};
    return detail::on_account<Unit>(
        programme.value(), own, event, profile, none,
        [&](const auto& account, auto& books, date today) { return account.give_back(books, from, today); });
}

/// Sets points aside until a purchase is paid.
template <class Programme, class Unit, class Profile = no_profile>
constexpr outcome_of<Programme> reserve(const Programme& programme, typename Programme::member_type& own,
                                        const occasion& event, amount<Unit> part, hold_terms terms,
                                        const Profile& profile = {}) noexcept {
    no_sink none{};
    return detail::on_account<Unit>(programme.value(), own, event, profile, none,
                                    [&](const auto& account, auto& books, date today) {
                                        return account.reserve(books, terms.hold, part, terms.until, today);
                                    });
}

/// The reserved points are spent.
template <class Unit, class Programme, class Profile = no_profile>
constexpr outcome_of<Programme>
commit(const Programme& programme, typename Programme::member_type& own, const occasion& event, std::uint64_t hold,
       points_taken<Programme, Unit>* from = nullptr, const Profile& profile = {}) noexcept {
    no_sink none{};
    points_taken<Programme, Unit> taken{};
    const auto gave = detail::on_account<Unit>(
        programme.value(), own, event, profile, none,
        [&](const auto& account, auto& books, date today) { return account.commit(books, hold, today, taken); });
    if (gave.accepted() && from != nullptr) {
        *from = taken;
    }
    return gave;
}

/// A part of the reserved points is spent and the rest is free again: the bill came to less than was reserved. Of 100 held,
/// `commit(stars, anna, event, 1, 80_points)` spends 80. More than was held is refused (`more_than_held`), and the hold
/// stands.
template <class Programme, class Unit, class Profile = no_profile>
constexpr outcome_of<Programme>
commit(const Programme& programme, typename Programme::member_type& own, const occasion& event, std::uint64_t hold,
       amount<Unit> part, points_taken<Programme, Unit>* from = nullptr, const Profile& profile = {}) noexcept {
    no_sink none{};
    points_taken<Programme, Unit> taken{};
    const auto gave = detail::on_account<Unit>(
        programme.value(), own, event, profile, none,
        [&](const auto& account, auto& books, date today) { return account.commit(books, hold, part, today, taken); });
    if (gave.accepted() && from != nullptr) {
        *from = taken;
    }
    return gave;
}

/// The reserved points are free again.
template <class Unit, class Programme, class Profile = no_profile>
constexpr outcome_of<Programme> release(const Programme& programme, typename Programme::member_type& own,
                                        const occasion& event, std::uint64_t hold,
                                        const Profile& profile = {}) noexcept {
    no_sink none{};
    return detail::on_account<Unit>(
        programme.value(), own, event, profile, none,
        [&](const auto& account, auto& books, date today) { return account.release(books, hold, today); });
}

} // namespace loyalty
