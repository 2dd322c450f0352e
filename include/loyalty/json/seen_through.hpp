// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A policy over `awarded` that sees each event through a visit of its own.
///
/// `seen_through<currency::usd, social::donation<points_of>, party_visit>{{award_unit::money, ...}}`: the donation grants 0.37 of
/// `awarded` and notes the charity; through the visit these are 0.37 USD.

#include <loyalty/json/awarding.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/problem.hpp>

#include <string_view>

namespace loyalty::json {

/// True if a policy demands nothing of an event, or the event has it: a rule from text that lacks a fact does nothing.
template <class Policy, class Visit>
inline constexpr bool has_demanded = true;
template <class Policy, class Visit>
requires requires {
    typename Policy::template demands<Visit>;
}
inline constexpr bool has_demanded<Policy, Visit> = Policy::template demands<Visit>::met;

/// `Inside<Visit, Currency>` is made of a visit, the rule's unit, and the unit that it counts.
template <class Currency, class Policy, template <class, class> class Inside>
struct seen_through {
    using rewards = units_of<Currency>;
    using state = typename Policy::state;
    static constexpr std::string_view name = Policy::name;
    static constexpr bool is_rare = true;

    award_unit granting = award_unit::points;
    count_unit counting = count_unit::money;
    Policy policy;

    template <class Moment>
    requires detail::has_advance<Policy>
    constexpr void advance(state& own, Moment& moment) const noexcept { policy.advance(own, moment); }
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        Inside<Visit, Currency> inside{visit, granting, counting};
        if constexpr (has_demanded<Policy, Inside<Visit, Currency>>) {
            policy.apply(own, inside);
        }
    }
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        Inside<Visit, Currency> inside{visit, granting, counting};
        policy.revert(own, event, inside);
    }
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        Inside<Visit, Currency> inside{visit, granting, counting};
        policy.merge(own, from, inside);
    }
};

} // namespace loyalty::json
