// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Questions about a member at a time (S11). Nothing is stored: the member is as before.
///
/// The time is that of the member's last event or a later one. The state has no past: 100 points in March and 7 in
/// May are 107 also if the question names April. An earlier time counts as that of the last event. For the past, use a
/// history or a replay: apply the events up to that time to a new member.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/after_time.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty {

namespace detail {

/// Calls `answer(programme, member, moment)` with a copy of the member to which time has passed.
template <class Programme, class Profile, class Answer>
[[nodiscard]] constexpr auto ask_at(const Programme& programme, const member<Programme>& own, instant as_of,
                                    const Profile& profile, Answer answer) noexcept {
    member<Programme> later = own;
    return after_time(programme, later, as_of < own.last_event() ? own.last_event() : as_of, profile,
                      [&](const auto& moment) { return answer(programme, later, moment); });
}

/// The index of the policy that sets the tier; `Programme::size` if there is none.
template <class Programme>
[[nodiscard]] consteval std::size_t index_of_tiered() noexcept {
    return find_policy<Programme>([]<class Policy>(std::type_identity<Policy>) { return tells_tier_of<Policy>(); })
        .index;
}

template <class Policy>
inline constexpr bool has_progress = requires(const Policy& policy, const state_of_t<Policy>& own,
                                              const any_visit& at) {
    &Policy::template progress<any_visit>;
};

/// Where a rule of a name stands: a policy, or a game inside a `gamified`.
template <std::size_t Count, std::size_t Policy, bool IsGame, std::size_t Game>
struct rule_place {
    static constexpr std::size_t count = Count;
    static constexpr std::size_t policy = Policy;
    static constexpr bool is_game = IsGame;
    static constexpr std::size_t game = Game;
};

struct found_rule {
    std::size_t count = 0;
    std::size_t policy = 0;
    bool is_game = false;
    std::size_t game = 0;
};

template <unit_code Name, class Programme>
[[nodiscard]] consteval found_rule find_rule() noexcept {
    found_rule found{};
    for_each_index<Programme::size>([&](auto index) {
        using policy = typename Programme::template policy_type<index>;
        if constexpr (requires { &policy::games; }) {
            [&]<class... Games>(type_list<Games...>) {
                std::size_t game = 0;
                ((name_of<Games>() == Name.view() ? static_cast<void>(found = {found.count + 1, index, true, game})
                                                  : static_cast<void>(0),
                  ++game),
                 ...);
            }(typename parts_of<policy>::type{});
        } else if (name_of<policy>() == Name.view()) {
            found = {found.count + 1, index, false, 0};
        }
    });
    return found;
}

template <unit_code Name, class Programme>
[[nodiscard]] consteval auto place_of_rule() noexcept {
    constexpr found_rule found = find_rule<Name, Programme>();
    return rule_place<found.count, found.policy, found.is_game, found.game>{};
}

} // namespace detail

namespace extensions {

/// True if an account of a programme keeps a unit; a unit that none keeps is a plain balance of the member.
template <class Programme, class Unit>
inline constexpr bool has_account = detail::has_account_of<Unit, detail::value_of<Programme>>;

} // namespace extensions

/// The member's amounts of a unit at an instant: pending, available, held, spent, expired, clawed back, owed (S22). No job
/// needs to have run. A time before the member's last event counts as that event's: for the past, use a history or a replay.
template <class Unit, class Programme>
[[nodiscard]] constexpr auto balances_of(const Programme& programme, const typename Programme::member_type& own,
                                         instant as_of) noexcept {
    constexpr std::size_t index = detail::account_index<Unit, detail::value_of<Programme>>();
    constexpr bool booked = index < detail::value_of<Programme>::size;
    static_assert(booked, "loyalty: no account of this programme books this unit: ask the member's balance");
    if constexpr (booked) {
        const auto& value = programme.value();
        using account_type = detail::account_of<Unit, detail::value_of<Programme>>;
        return detail::get<index>(value.policies)
            .balances(own.template policy<index>(), detail::point_at<account_type>(value.frame.calendar, as_of));
    }
}

namespace detail {

/// Returns `answer(account, its books, point)` of the account that books a unit; `point(instant)` is the day of an instant, or the
/// instant itself if the lots have times.
template <class Unit, class Programme, class Answer>
[[nodiscard]] constexpr auto ask_lots(const Programme& programme, const typename Programme::member_type& own,
                                      Answer answer) noexcept {
    constexpr std::size_t index = account_index<Unit, value_of<Programme>>();
    constexpr bool booked = index < value_of<Programme>::size;
    static_assert(booked, "loyalty: no account of this programme books this unit: a plain balance keeps no days");
    if constexpr (booked) {
        const auto& value = programme.value();
        return answer(get<index>(value.policies), own.template policy<index>(), [&](instant time) {
            return point_at<account_of<Unit, value_of<Programme>>>(value.frame.calendar, time);
        });
    }
}

} // namespace detail

namespace ledgers {

/// Returns the points that can be spent at an instant of the lots that expire as those of a day of earning. It is the
/// question before a `redemption` with that `earned_on`, for buckets that never combine (S22). A time before the
/// member's last event counts as that event's.
///
/// @code
/// const auto of_march = ledgers::available_of_day<unit::points>(fuel, anna, "2025-03-01"_date, now); // 512 points
/// @endcode
template <class Unit, class Programme>
[[nodiscard]] constexpr auto available_of_day(const Programme& programme, const typename Programme::member_type& own,
                                              date earned_on, instant as_of) noexcept {
    return detail::ask_lots<Unit>(programme, own, [&](const auto& account, const auto& books, auto point) {
        const auto dates = account.dates_of(point(programme.value().frame.calendar.start_of(earned_on)));
        return account.available_from(books, dates, point(as_of));
    });
}

/// Returns the points that can be spent or wait at an instant, and that are expired on the day `until` if nothing
/// happens (S24). It is the question for a reminder. Held points do not count.
///
/// @code
/// ledgers::expiring_by<unit::points>(stars, anna, now, "2025-07-01"_date);   // 150 points: the last good day is 30 June
/// @endcode
template <class Unit, class Programme>
[[nodiscard]] constexpr auto expiring_by(const Programme& programme, const typename Programme::member_type& own,
                                         instant as_of, date until) noexcept {
    return detail::ask_lots<Unit>(programme, own, [&](const auto& account, const auto& books, auto point) {
        return account.expiring_by(books, point(programme.value().frame.calendar.start_of(until)), point(as_of));
    });
}

/// The first day on which something expires if nothing happens, and how much does: an `expiry_notice` with `day` and `expires`;
/// `date::maximum()` and zero if nothing ever does. The last good day is the one before.
template <class Unit, class Programme>
[[nodiscard]] constexpr auto next_expiry(const Programme& programme, const typename Programme::member_type& own,
                                         instant as_of) noexcept {
    return detail::ask_lots<Unit>(programme, own, [&](const auto& account, const auto& books, auto point) {
        return account.next_expiry(books, point(as_of));
    });
}

} // namespace ledgers

/// The member's tier at an instant; 0 is everyone's, also in a programme without tiers. A time before the member's last event
/// counts as that event's: for the past, use a history or a replay.
template <class Programme, class Profile = extensions::no_profile>
[[nodiscard]] constexpr std::uint8_t tier_of(const Programme& programme, const typename Programme::member_type& own,
                                             instant as_of, const Profile& profile = {}) noexcept {
    return detail::ask_at(programme.value(), own, as_of, profile,
                          [](const auto&, const auto&, const auto& moment) { return moment.tier.before; });
}

/// The distance of the member at an instant (S29), by the name of a rule. For a rule that counts it is the distance to
/// its next award (`count_progress`), for tiers that to the next tier and to keeping this one (`tier_progress`). Two
/// rules of one name are told apart by the index of the policy. A time before the member's last event counts as that
/// event's.
///
/// @code
/// progress<"stamp_card">(coffee, anna, now).missing;          // 3 to the next free coffee
/// progress<2>(coffee, anna, now).missing;                     // of the third policy
/// const auto tiers = progress(beauty, anna, "2026-12-01T12:00"_utc);   // of the tiers
/// tiers.missing_to_next;   // 880.00 USD to Rouge
/// tiers.missing_to_keep;   // 230.00 USD to stay VIB
/// tiers.held_until;        // 2027-01-01
/// @endcode
template <std::size_t Index, class Programme, class Profile = extensions::no_profile>
[[nodiscard]] constexpr auto progress(const Programme& programme, const typename Programme::member_type& member,
                                      instant as_of, const Profile& profile = {}) noexcept {
    constexpr bool known = Index < detail::value_of<Programme>::size;
    static_assert(known, "loyalty: progress: the programme has no policy at this index");
    if constexpr (known) {
        using policy = typename detail::value_of<Programme>::template policy_type<Index>;
        constexpr bool counts = detail::has_progress<policy>;
        static_assert(counts, "loyalty: progress: this policy counts towards nothing: name a spend_threshold, a "
                              "stamp_card, a streak, a mission, a badge or a tiered");
        if constexpr (counts) {
            return detail::ask_at(
                programme.value(), member, as_of, profile, [](const auto& value, const auto& own, const auto& moment) {
                    return detail::get<Index>(value.policies).progress(own.template policy<Index>(), moment);
                });
        }
    }
}

template <unit_code Name, class Programme, class Profile = extensions::no_profile>
[[nodiscard]] constexpr auto progress(const Programme& programme, const typename Programme::member_type& member,
                                      instant as_of, const Profile& profile = {}) noexcept {
    using place = decltype(detail::place_of_rule<Name, detail::value_of<Programme>>());
    static_assert(place::count != 0, "loyalty: progress: no rule of this programme has this name");
    static_assert(place::count <= 1, "loyalty: progress: several rules have this name: name the policy by its index");
    if constexpr (place::count == 1 && !place::is_game) {
        return progress<place::policy>(programme, member, as_of, profile);
    } else if constexpr (place::count == 1) {
        return detail::ask_at(programme.value(), member, as_of, profile,
                              [](const auto& value, const auto& own, const auto& moment) {
                                  return detail::get<place::game>(detail::get<place::policy>(value.policies).games)
                                      .progress(detail::get<place::game>(own.template policy<place::policy>()), moment);
                              });
    }
}

template <class Programme, class Profile = extensions::no_profile>
[[nodiscard]] constexpr auto progress(const Programme& programme, const typename Programme::member_type& member,
                                      instant as_of, const Profile& profile = {}) noexcept {
    constexpr std::size_t index = detail::index_of_tiered<detail::value_of<Programme>>();
    constexpr bool has_tiers = index < detail::value_of<Programme>::size;
    static_assert(has_tiers, "loyalty: progress: this programme has no tiered{...} to make progress in: name a rule, "
                             "progress<\"stamp_card\">(...)");
    if constexpr (has_tiers) {
        return progress<index>(programme, member, as_of, profile);
    }
}

/// How many points a bill takes from a member at an instant, and their value, by the redemption rule of the programme (S25): what a
/// `redemption` or a `reservation` then takes. Zero if none can be redeemed. 1260 points at 500 for 10.00, for a bill of 25.00:
/// 1000 points, 20.00. The limits of the rule are kept. `profile` has what their windows read, such as `joined`. A time before the
/// member's last event counts as that event's.
template <class Unit, class Programme, class Bill, class Profile = extensions::no_profile>
[[nodiscard]] constexpr auto redeemable(const Programme& programme, const typename Programme::member_type& own,
                                        Bill bill, instant as_of, amount<Unit> most = amount<Unit>::largest(),
                                        const Profile& profile = {}) noexcept {
    constexpr std::size_t index =
        detail::redemption_rule_in<detail::value_of<Programme>, Unit, typename Bill::unit>().index;
    constexpr bool known = index < detail::value_of<Programme>::size;
    static_assert(known, "loyalty: redeemable: this programme has no redemption_rule for this unit and currency");
    if constexpr (known) {
        using value_type = detail::value_of<Programme>;
        using asked = extensions::visit<value_type, time_passed, Profile, extensions::no_sink>;
        using unmet = typename detail::first_unmet<
            typename detail::time_demands_of<asked, typename value_type::template policy_type<index>>::type>::type;
        using quote_type = typename value_type::template policy_type<index>::quote_type;
        if constexpr (!std::is_void_v<unmet>) {
            static_cast<void>(typename unmet::template sentence<unmet::met>{});
            return quote_type{};
        } else {
            return detail::ask_at(programme.value(), own, as_of, profile,
                                  [&](const auto& value, const auto& later, const auto& moment) {
                                      const auto& rule = detail::get<index>(value.policies);
                                      const auto headroom = rule.headroom(later.template policy<index>(), moment);
                                      return rule.quote(headroom < most ? headroom : most,
                                                        moment.template available<Unit>(), bill, moment.today());
                                  });
        }
    }
}

} // namespace loyalty
