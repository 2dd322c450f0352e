// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The awards that a member has of a rule, at a return, where versions of a programme follow one another.
///
/// Version 1 pays 5.00 for each 100.00, version 2 pays 8.00. Anna buys for 60.00 in each, and has 8.00. If the sale of version 1
/// comes back, version 1 judges it and takes 5.00; the rule then takes 3.00 more, as the award was 8.00.

#include <loyalty/json/units.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::json {

/// Where versions of a programme follow one another: the awards of a member by the version that granted them. A rule says how
/// many of them a return takes, and grants the difference between its own award and those.
struct earlier_awards {
    static constexpr std::size_t unit_count = 4;
    struct difference {
        std::int64_t minor_units[unit_count]{}; ///< by unit, as the host of the versions numbers them
    };

    void* of = nullptr;
    /// `rule` is the index of the rule, `held` the number of its awards before; `lost` is below zero if awards were added.
    difference (*settle)(void* of, std::size_t rule, std::int64_t held, std::int64_t lost) = nullptr;
};

/// A return, with what it settles of the awards of earlier versions.
template <class Return>
struct settled_return : Return {
    const earlier_awards* earlier = nullptr;
};

/// True for a state from which it is known how many awards of its rule the member has, and so whether a return takes some that
/// other receipts granted: that of a threshold, a card or levels. A streak takes what its own receipt says.
template <class State>
inline constexpr bool holds_awards = requires(const State& own) {
    own.awards_held();
};
template <class State>
requires requires(const State& own) {
    own.count;
    own.level;
}
inline constexpr bool holds_awards<State> = true;

/// The awards that a member has of a rule.
template <class State>
[[nodiscard]] constexpr std::int64_t awards_in(const State& own) noexcept {
    if constexpr (requires { own.awards_held(); }) {
        return own.awards_held();
    } else {
        return own.level;
    }
}

/// The visit of the event that a visit looks through to.
template <class Visit>
[[nodiscard]] constexpr auto& outermost(Visit& visit) noexcept {
    if constexpr (requires { visit.of_event(); }) {
        return outermost(visit.of_event());
    } else {
        return visit;
    }
}

template <class Visit>
constexpr void grant_difference(const earlier_awards::difference& more, Visit& visit) noexcept {
    const auto grant = [&]<unit_type Unit>(std::type_identity<Unit>, award_unit unit) {
        if (const std::int64_t each = more.minor_units[static_cast<std::size_t>(unit)]; each != 0) {
            visit.grant(amount<Unit>::from_minor_units(each));
        }
    };
    grant(std::type_identity<loyalty::unit::points>{}, award_unit::points);
    grant(std::type_identity<loyalty::unit::stamps>{}, award_unit::stamps);
    grant(std::type_identity<loyalty::unit::badges>{}, award_unit::badges);
    [&]<unit_type... Each>(detail::type_list<Each...>) {
        ((money_unit<Each> ? grant(std::type_identity<Each>{}, award_unit::money) : void()), ...);
    }
    (typename Visit::units_type{});
}

/// Settles what a return has done to the awards of a rule, if versions follow one another.
template <class State, class Visit>
constexpr void settle_awards(const State& before, const State& own, Visit& visit) noexcept {
    if constexpr (holds_awards<State> && requires { visit.event.earlier; }) {
        if (awards_in(before) != awards_in(own)) {
            auto& seen = outermost(visit);
            const std::int64_t held = awards_in(before);
            grant_difference(
                visit.event.earlier->settle(visit.event.earlier->of, seen.rule, held, held - awards_in(own)), seen);
        }
    }
}

} // namespace loyalty::json
