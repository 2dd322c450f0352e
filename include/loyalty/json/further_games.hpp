// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Levels, hunts and referrals of a programme from text. Each is the policy of the library; how many levels or steps there are comes
/// at run time, up to a bound.
///
/// `{"levels": {"thresholds": ["100 items", "300 items"], "counted": {"of": "scores", "on": {"kind_is": [3]}},
/// "awards": ["10 points", "20 points"]}}`: the third to the eighth level are never reached.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/for_others.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/seen_through.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/policies/gamified/hunt.hpp>
#include <loyalty/policies/gamified/levels.hpp>
#include <loyalty/policies/referral.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::json {

using levels_of = by_measure<
    games::levels<most_levels, counted, window, measure, condition, games::level_awards<most_levels, awarded>>, true>;
/// Levels none of which is reached, for the whole life.
[[nodiscard]] constexpr levels_of no_levels() noexcept {
    amount<counted> none[most_levels]{};
    for (amount<counted>& each : none) {
        each = amount<counted>::largest();
    }
    window always{};
    always.what = windows::lifetime;
    return levels_of{none, false, always, {}, {}};
}
template <class Currency>
struct levels_rule : in_unit<Currency, levels_of> {};

/// Counts one step. It stands by itself, so that a hunt of eight steps has its code once.
struct step_basis {
    criteria::basis<measure, condition> of{{measures::visits, {}}, {}};

    template <class Visit>
    [[nodiscard]] LOYALTY_APART constexpr amount<counted> operator()(Visit& visit) const noexcept {
        return of.measure.template counts<detail::event_type_of<Visit>>() ? of(visit) : amount<counted>{};
    }
};

/// A step of a hunt from text; without a target it is not there, and counts nothing.
struct step_of {
    template <class Event>
    static constexpr bool concerns = extensions::can_earn<Event>;
    static constexpr std::string_view name = "step";
    template <class>
    struct demands {
        static constexpr bool met = true;
        template <bool>
        struct sentence {};
    };
    amount<json::counted> target{};
    step_basis basis{};

    [[nodiscard]] constexpr bool is_there() const noexcept { return target != amount<json::counted>{}; }
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<json::counted> counted(Visit& visit) const noexcept {
        return is_there() ? basis(visit) : amount<json::counted>{};
    }
};

template <class Currency>
using hunt_of =
    games::hunt<window, bundle<Currency>, step_of, step_of, step_of, step_of, step_of, step_of, step_of, step_of>;

template <class Currency>
struct hunt_rule : hunt_of<Currency> {
    static_assert(hunt_of<Currency>::size == most_steps);
    using parts = detail::type_list<>;
    static constexpr bool is_rare = true;
    template <class Event>
    static constexpr bool concerns = extensions::can_earn<Event>;

    [[nodiscard]] constexpr std::size_t step_count() const noexcept {
        std::size_t count = 0;
        for_each_step([&](const step_of&) { ++count; });
        return count;
    }
    /// The awards that the member has, and the count of each step.
    [[nodiscard]] constexpr std::size_t memory_words() const noexcept { return 1 + step_count(); }

    /// Calls `function(step)` for each that there is.
    template <class Function>
    constexpr void for_each_step(Function function) const noexcept {
        detail::for_each_index<most_steps>([&](auto index) {
            const step_of& one = detail::get<index>(this->steps);
            if (one.is_there()) {
                function(one);
            }
        });
    }
    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        own.for_each_step([&](const step_of& one) {
            function(one.target);
            function(one.basis.of);
        });
        function(own.ordered);
        function(own.repeats);
        function(own.keeps_awards);
        function(own.window);
        function(own.award);
    }
};

using referral_of = social::referral<awarded, counted, measure, condition>;

/// Sales that do not say who bought, or have no id, count for no referral.
template <class Currency>
struct referral_rule : seen_through<Currency, referral_of, party_visit> {
    using parts = detail::type_list<>;
    template <class Event>
    static constexpr bool concerns = referral_of::may_name_members<Event> ||
                                     (extensions::is_purchase<Event> && fact::id_fact::known<Event> &&
                                      fact::member_fact::known<Event>);

    [[nodiscard]] constexpr const char* problem() const noexcept { return problem_of(this->policy); }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.granting);
        function(own.counting);
        function(own.policy);
    }
};

} // namespace loyalty::json
