// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A wheel of prizes of a programme from text (S33, S49): the policy of the library with up to `most_prizes` prizes, of which each may have
/// a unit of its own.
///
/// `{"prize_wheel": {"seed": 2025, "prizes": [{"weight": 95, "award": "0 points"}, {"weight": 5, "award": "50 points"}],
/// "spun": {"spun_by_activity": {"when": {"kind_is": [7]}}}, "stake": "2 points"}}`: a spin costs 2 points, and 2.5 come back on average.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/for_others.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::json {

/// What a prize gives.
struct prize_award {
    std::int64_t value = 0;
    award_unit unit = award_unit::points;

    [[nodiscard]] constexpr std::int64_t minor_units() const noexcept { return value; }
};

/// A prize from run time; one of weight 0 is not there. It costs points, if that is what its wheel counts.
struct prize_of {
    using parts = detail::type_list<>;
    using unit = awarded;
    using cost_unit = loyalty::unit::points;
    static constexpr bool has_stock = false;

    std::uint32_t weight = 0;
    prize_award award{};
    amount<loyalty::unit::points> cost{};
    bool costs_points = false;

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.weight);
        function(own.award.unit);
        function(own.award.value);
        function(own.cost);
    }
};

/// A `party_visit` that grants prizes.
template <class Visit, class Currency>
class wheel_visit : public party_visit<Visit, Currency> {
    using base = party_visit<Visit, Currency>;

public:
    static constexpr bool tells_by_id = Visit::tells_by_id;

    constexpr wheel_visit(Visit& of) noexcept : base{of, award_unit::points, count_unit::visits} {}

    constexpr void grant(const prize_award& prize) noexcept {
        awarding_visit<Visit, Currency>{this->of_event(), prize.unit, count_unit::visits}.grant(
            amount<awarded>::from_minor_units(prize.value));
    }
    template <class Effect>
    constexpr void note(const Effect& one) noexcept {
        this->of_event().note(one);
    }
    template <unit_type Unit>
    constexpr void spend(amount<Unit> cost) noexcept {
        this->of_event().template spend<Unit>(cost);
    }
};

/// So many prizes.
template <class Stake, class Spun, class Places>
struct wheel_type;
template <class Stake, class Spun, std::size_t... Place>
struct wheel_type<Stake, Spun, std::index_sequence<Place...>> {
    template <std::size_t>
    using one = prize_of;
    using type = games::prize_wheel<Stake, Spun, games::spins_within<window>, one<Place>...>;

    [[nodiscard]] static constexpr type of(std::uint64_t seed, const prize_of (&prizes)[sizeof...(Place)], Spun spun,
                                           Stake stake, const games::spins_within<window>& cap, bool covered) noexcept {
        return type{seed, detail::pack<one<Place>...>{{{prizes[Place]}...}}, spun, stake, cap, covered};
    }
};

/// `Stake` is `games::no_stake`, or points. An event that does not say who acted, or has no id, spins no wheel.
template <class Currency, class Stake, class Spun>
struct wheel_rule {
    using made_by = wheel_type<Stake, Spun, std::make_index_sequence<most_prizes>>;
    using policy_type = typename made_by::type;
    using rewards = units_of<Currency>;
    using debits = typename Stake::debits;
    using state = typename policy_type::state;
    using parts = detail::type_list<>;
    static constexpr std::string_view name = policy_type::name;
    static constexpr bool is_rare = true;
    template <class Event>
    static constexpr bool concerns =
        Spun::template concerns<Event>&& fact::id_fact::known<Event>&& fact::member_fact::known<Event>;

    policy_type policy;

    [[nodiscard]] constexpr bool ages() const noexcept { return policy.cap.window.ages(); }
    template <class Moment>
    constexpr void advance(state& own, Moment& moment) const noexcept {
        policy.advance(own, moment);
    }
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        wheel_visit<Visit, Currency> inside{visit};
        policy.apply(own, inside);
    }
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        policy.revert(own, event, visit);
    }
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        policy.merge(own, from, visit);
    }

    /// Calls `function(prize)` for each that there is.
    template <class Function>
    constexpr void for_each_prize(Function function) const noexcept {
        detail::for_each_index<most_prizes>([&](auto index) {
            const prize_of& one = detail::get<index>(policy.prizes);
            if (one.weight != 0) {
                function(one);
            }
        });
    }
    [[nodiscard]] constexpr const char* problem() const noexcept { return policy.problem(); }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.policy.seed);
        own.for_each_prize([&](const prize_of& one) { function(one); });
        function(own.policy.spun.condition);
        if constexpr (Stake::is_there) {
            function(own.policy.stake.each);
        }
        function(own.policy.cap.most);
        function(own.policy.cap.window);
        function(own.policy.is_covered);
    }
};

/// Of a wheel without a limit of spins.
[[nodiscard]] constexpr games::spins_within<window> any_number_of_spins() noexcept {
    games::spins_within<window> all{};
    all.most = (std::numeric_limits<std::int64_t>::max)();
    all.window.what = windows::lifetime;
    return all;
}

template <class Currency>
using staked_wheel = wheel_rule<Currency, games::stake_of<unit::points>, games::spun_by_activity<condition>>;
template <class Currency>
using free_wheel = wheel_rule<Currency, games::no_stake, games::spun_by_activity<condition>>;
template <class Currency>
using wheel_of_purchases = wheel_rule<Currency, games::no_stake, games::spun_by_purchase<condition>>;

} // namespace loyalty::json
