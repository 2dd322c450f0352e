// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Awards for events without a purchase: activities and deliveries.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/points/per_visit.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/fact_is.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty {

/// So much for an activity (S37): `per_activity{50_points}`, `per_activity{20_points}.of(1u, 2u)` for activities of the
/// kinds 1 and 2. A review that earns 50 points is no purchase: it earns nothing else.
template <unit_type Unit, criteria::predicate When = criteria::always>
struct per_activity : detail::flat_award<Unit, When> {
    static constexpr std::string_view name = "per_activity";
    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"award", &per_activity::award, "the award for an activity",
                                             extensions::above_zero("per_activity: the award must be above zero")},
                           extensions::field{"when", &per_activity::condition, "the activities that earn it"});
    template <class Event>
    static constexpr bool concerns = extensions::is_activity<Event>;

    constexpr explicit per_activity(amount<Unit> awarded, When if_ = {}) noexcept
        : detail::flat_award<Unit, When>{awarded, if_} {}

    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return per_activity<Unit, detail::condition_in<Condition>>{this->award, detail::a_condition(if_)};
    }
    /// Only activities of these kinds.
    template <class... Kinds>
    [[nodiscard]] constexpr auto of(Kinds... kinds) const noexcept {
        return when(criteria::kind_is(kinds...));
    }
};

/// So much for each unit of an activity's score: `per_score{1_points, 10}.of(3u)` gives a point for each 10 minutes of a gym
/// visit, of 45 minutes 4.5 points before rounding.
template <unit_type Unit, criteria::predicate When = criteria::always>
struct per_score {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "per_score";
    static constexpr bool is_whole = false;
    template <class Event>
    static constexpr bool concerns = extensions::is_activity<Event>;
    using unit = Unit;

    amount<Unit> award{};
    std::int64_t per = 1;
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"award", &per_score::award, "the award for each `per`",
                          extensions::above_zero("per_score: the award must be above zero")},
        extensions::field{"per", &per_score::per, "the score that one award is for",
                          extensions::above_zero("per_score: the score that one award is for must be above zero")},
        extensions::field{"when", &per_score::condition, "the activities that earn it"});

    constexpr explicit per_score(amount<Unit> awarded, std::int64_t each = 1, When if_ = {}) noexcept
        : award{awarded}, per{each}, condition{if_} {}

    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return per_score<Unit, detail::condition_in<Condition>>{award, per, detail::a_condition(if_)};
    }
    /// Only activities of these kinds.
    template <class... Kinds>
    [[nodiscard]] constexpr auto of(Kinds... kinds) const noexcept {
        return when(criteria::kind_is(kinds...));
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        const bool counts = condition(subject.line(visit), visit);
        detail::fraction<Integer> value{Integer{counts ? std::int64_t{fact::score(visit.event)} : 0}, 1};
        value.multiply(award.minor_units(), per);
        return value;
    }
};

/// So much for a delivery of an order that was paid for before (S44): `per_delivery{20_points}`.
template <unit_type Unit>
struct per_delivery {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "per_delivery";
    static constexpr bool is_whole = true;
    template <class Event>
    static constexpr bool concerns = extensions::is_delivery<Event>;
    using unit = Unit;

    amount<Unit> award{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"award", &per_delivery::award, "the award for a delivery",
                                             extensions::above_zero("per_delivery: the award must be above zero")});

    constexpr explicit per_delivery(amount<Unit> awarded) noexcept : award{awarded} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject&, Visit&) const noexcept {
        return {Integer{award.minor_units()}, 1};
    }
};

} // namespace loyalty
