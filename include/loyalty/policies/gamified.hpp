// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Games: the fifth of the five policies, a set of games that members play by shopping (S32).
///
/// @code
/// gamified{streak<calendar_window{period_unit::week}>{4}.awards(50_points, 1_badges), stamp_card{10}.awards(1_stamps)}
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/policies/gamified/mission.hpp>
#include <loyalty/policies/gamified/stamp_card.hpp>
#include <loyalty/policies/gamified/streak.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <string_view>

namespace loyalty {

/// Games in the order in which they see a purchase. Each game is a policy too, and can stand in a programme by itself.
template <class... Games>
struct gamified {
    static_assert(sizeof...(Games) > 0,
                  "loyalty: gamified: give at least one game: streak, stamp_card, mission, badge");
    static_assert((detail::says_what_returns_do<Games>() && ...),
                  "loyalty: gamified: a game with a state must say what a return does to it: give it `revert` or "
                  "`static constexpr bool returns_put_back = true;`");
    using rewards = detail::united<typename Games::rewards...>;
    using state = detail::compact_pack<detail::state_of_t<Games>...>;
    static constexpr std::string_view name = "gamified";
    static constexpr bool holds_policies = true;
    using parts = detail::type_list<Games...>;
    template <class Event>
    static constexpr bool concerns = (detail::concerns<Games, Event>() || ...);

    detail::pack<Games...> games{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"games", &gamified::games, "the games, in their order"});

    constexpr explicit gamified(Games... each) noexcept : games{{{each}...}} {}

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        detail::for_each_index<sizeof...(Games)>([&](auto index) LOYALTY_INLINE_LAMBDA {
            detail::advance(detail::get<index>(games), detail::get<index>(own), moment);
        });
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        apply_parts(own, visit,
                    [&](const auto& game, auto& memory) LOYALTY_INLINE_LAMBDA { detail::apply(game, memory, visit); });
    }

    /// Calls `function(game, its state)` for each game in order, in the place of `apply`.
    template <class Visit, class Function>
    LOYALTY_INLINE constexpr void apply_parts(state& own, Visit&, Function&& function) const noexcept {
        detail::for_each_index<sizeof...(Games)>(
            [&](auto index) LOYALTY_INLINE_LAMBDA { function(detail::get<index>(games), detail::get<index>(own)); });
    }

    template <class Visit>
    requires(detail::can_merge<Games>&&...) constexpr void merge(state& own, const state& from,
                                                                 Visit& visit) const noexcept {
        detail::for_each_index<sizeof...(Games)>([&](auto index) {
            detail::merge(detail::get<index>(games), detail::get<index>(own), detail::get<index>(from), visit);
        });
    }

    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        detail::for_each_index<sizeof...(Games)>([&](auto index) {
            detail::revert(detail::get<index>(games), detail::get<index>(own),
                           {detail::get<index>(event.with), detail::get<index>(event.without), event.time}, visit);
        });
    }
};

} // namespace loyalty
