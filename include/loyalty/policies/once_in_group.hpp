// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// At most one award of several policies that share a number, their group (S17).
///
/// 100 points for a purchase of 50.00 or more, and 2 % of every other one:
///
/// @code
/// programme{once_in_group{7, points{per_visit{100_points}.when(basket_at_least(50_usd))}},
///           once_in_group{7, cashback{currency::usd{}, rounding::floor, cashback_rate{2_pct}}}}
/// @endcode
///
/// A purchase of 60.00 gives 100 points, and the cashback is passed over. A purchase of 40.00 gives 0.80.

#include <loyalty/config.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/groups.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// A policy of a group. The first policy of the group that grants something in an event uses up the group, and those behind it
/// are passed over: they neither grant nor count the event. Groups have the numbers 0 to 63.
///
/// `.within(window)` uses up the group for longer: `once_in_group{7, points{...}}.within(lifetime{})` gives its award once, and
/// no other policy of the group gives one afterwards. Each policy says for how long its own award does so.
///
/// A return evaluates the rest of the sale again, the choice too. If nothing of the award is left, the group is free again.
///
/// A policy in two groups: `once_in_group{7, once_in_group{8, points{...}}}`.
template <class Policy, criteria::counting_window Window = criteria::one_basket>
struct once_in_group {
    static constexpr bool remembers = !std::same_as<Window, criteria::one_basket>;
    using rewards = typename Policy::rewards;
    static constexpr std::string_view name = "once_in_group";
    static constexpr bool in_group = true;
    template <class Event>
    static constexpr bool concerns = detail::concerns<Policy, Event>();

    static_assert(rewards::size != 0, "loyalty: once_in_group: this policy grants nothing that could use up a group");
    static_assert(
        detail::says_what_returns_do<Policy>(),
        "loyalty: once_in_group: a policy with a state must say what a return does to it: give it `revert` or "
        "`static constexpr bool returns_put_back = true;`");

    /// The memory of the policy, and how many of its awards still use up the group.
    struct state_with_awards {
        detail::state_of_t<Policy> policy{};
        typename Window::count awards{};

        [[nodiscard]] friend constexpr bool operator==(const state_with_awards&, const state_with_awards&) = default;
    };
    using state = std::conditional_t<remembers, state_with_awards, detail::state_of_t<Policy>>;

    int group = 0;
    Policy policy;
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"group", &once_in_group::group, "the number that the policies of a group share",
                          extensions::between(0, detail::used_groups::capacity - 1,
                                              "once_in_group: a group has a number from 0 to 63")},
        extensions::field{"policy", &once_in_group::policy, "what is awarded"},
        extensions::field{"window", &once_in_group::window, "how long an award uses up the group"});

    /// The same policy, with an award that uses up the group as long as a window counts it.
    template <criteria::counting_window Longer>
    [[nodiscard]] constexpr once_in_group<Policy, Longer> within(Longer longer) const noexcept {
        return {group, policy, longer};
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        detail::advance(policy, state_of_policy(own), moment);
        if constexpr (remembers) {
            window.advance(own.awards, moment);
            moment.groups.use_if(own.awards.total() > 0 && window.is_open(moment), group);
        }
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        if (visit.groups.is_used(group)) {
            visit.explain("group is used up", ratio{group, 1}, "");
            return;
        }
        const auto before = granted(visit, rewards{});
        detail::apply(policy, state_of_policy(own), visit);
        const bool grants = granted(visit, rewards{}) != before;
        visit.groups.use_if(grants, group);
        if constexpr (remembers) {
            if (grants && window.is_open(visit)) {
                visit.refuse_if(own.awards.add_overflows(1), reason::amount_overflow);
            }
        }
    }

    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        detail::revert(policy, state_of_policy(own),
                       {state_of_policy(event.with), state_of_policy(event.without), event.time}, visit);
        if constexpr (remembers) {
            criteria::revert_count(window, own.awards, {event.with.awards, event.without.awards, event.time}, visit);
        }
    }

    /// An award of either member uses up the group.
    template <class Visit>
    requires(detail::can_merge<Policy>&& criteria::window_merges<Window>) //
        constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::merge(policy, state_of_policy(own), state_of_policy(from), visit);
        if constexpr (remembers) {
            visit.refuse_if(criteria::merge_overflows(own.awards, from.awards), reason::amount_overflow);
        }
    }

private:
    template <class State>
    [[nodiscard]] LOYALTY_INLINE static constexpr auto& state_of_policy(State& own) noexcept {
        if constexpr (remembers) {
            return own.policy;
        } else {
            return own;
        }
    }

    /// The minor units of each unit that this event has granted so far.
    template <class Visit, class... Units>
    [[nodiscard]] LOYALTY_INLINE static constexpr auto granted(const Visit& visit,
                                                               detail::type_list<Units...>) noexcept {
        return std::array<std::int64_t, sizeof...(Units)>{visit.template granted<Units>().minor_units()...};
    }
};

template <class Policy>
once_in_group(int, Policy) -> once_in_group<Policy>;

} // namespace loyalty
