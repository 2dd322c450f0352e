// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Missions of several steps, and treasure hunts (S50).
///
/// In May: buy in three shops, one after the other, then write a review. 200 points and a badge:
///
/// @code
/// games::hunt{games::step{1_visits}.when(store_is(1u)), games::step{1_visits}.when(store_is(2u)),
///             games::step{1_visits}.when(store_is(3u)), games::step{1_visits}.of(activities_of(4))}
///     .in_order()
///     .within(campaign{{"2025-05-01"_date, "2025-06-01"_date}})
///     .awards(200_points, 1_badges)
/// @endcode
///
/// Include this file beside `loyalty.hpp`. One step without an order is a `mission`.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/gamified/lasting.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::games {

/// One step of a hunt: so many visits, or so much of another measure: `step{3_items}.of(quantity{}).on(category_is(2u))`.
template <unit_type Counted, class Measure = criteria::visits, criteria::predicate Where = criteria::always>
struct step {
    template <class Event>
    static constexpr bool concerns = criteria::basis<Measure, Where>::template concerns<Event>;
    static constexpr std::string_view name = "step";

    amount<Counted> target{};
    LOYALTY_NO_UNIQUE_ADDRESS criteria::basis<Measure, Where> counted{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"target", &step::target, "how much completes it",
                                             extensions::above_zero("hunt: the target of a step must be above zero")},
                           extensions::field{"counted", &step::counted, "what counts"});

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::counts<criteria::basis<Measure, Where>, Counted, Visit>();
        template <bool Met>
        struct sentence {
            static_assert(Met,
                          "loyalty: hunt: a step counts in another unit than its target: give the target in the unit "
                          "of the measure, or another measure with .of()");
        };
    };

    constexpr explicit step(amount<Counted> reached, criteria::basis<Measure, Where> of = {}) noexcept
        : target{reached}, counted{of} {}

    /// False for a step of a hunt from run time that has fewer.
    [[nodiscard]] static constexpr bool is_there() noexcept { return true; }

    template <class Other>
    [[nodiscard]] constexpr auto of(Other measure) const noexcept {
        return step<Counted, Other, Where>{target, {measure, counted.where}};
    }
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return step<Counted, Measure, detail::condition_in<Lines>>{target,
                                                                   {counted.measure, detail::a_condition(lines)}};
    }
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(counted.where, detail::a_condition(if_)));
    }
};

template <unit_type Counted>
step(amount<Counted>) -> step<Counted>;

/// How far a member is in a hunt: 2 of 4 steps, and in the third one 1 visit of 5:
/// `{.is_open = true, .counted = 2_items, .needed = 4_items, .missing = 2_items, .step = 2, .step_counted = 1, .step_needed = 5}`.
struct hunt_progress {
    bool is_open = false;          ///< false outside the window, and once it is completed for good
    amount<unit::items> counted{}; ///< steps that are complete in this round
    amount<unit::items> needed{};  ///< all steps
    amount<unit::items> missing{}; ///< zero if it is not open
    std::size_t step = 0;          ///< the place of the first step that is not complete
    std::int64_t step_counted = 0; ///< of it in this round, in minor units
    std::int64_t step_needed = 0;  ///< its target
    std::int64_t times_completed = 0;

    [[nodiscard]] friend constexpr bool operator==(const hunt_progress&, const hunt_progress&) noexcept = default;
};

/// Pays when each of its steps has reached its target. See the top of this file.
///
/// - In any order each step counts all that matches. `.in_order()`: only the first step that is not complete counts, so an event
///   completes one step at most.
/// - Once; `.repeatable()`: again and again, and what lies above a target counts for the next round.
/// - `.within(campaign{...})`: only in that time. By default always.
/// - A return takes back what its sale has counted. If a step then misses its target, it must be done again, and those behind it
///   stay as they are. The award goes back, or stays with `.keeping_awards()`; it is not given twice.
template <class Window, class Award, class... Steps>
struct hunt {
    static_assert(sizeof...(Steps) > 0 && sizeof...(Steps) <= 16, "loyalty: hunt: a hunt has 1 to 16 steps");
    static_assert(detail::lasts<Window>,
                  "loyalty: hunt: a hunt has one window, which does not begin anew: campaign{...}, "
                  "first_months{...} or lifetime{}");
    static constexpr std::string_view name = "hunt";
    static constexpr std::size_t size = sizeof...(Steps);
    using rewards = typename Award::rewards;
    template <class Event>
    static constexpr bool concerns = (Steps::template concerns<Event> || ...);

    struct state {
        std::int64_t paid = 0;       ///< awards that the member has
        std::int64_t counts[size]{}; ///< of each step, since the beginning

        static constexpr std::string_view when_invalid = "a hunt: its awards are below zero";
        [[nodiscard]] constexpr bool is_valid() const noexcept { return paid >= 0; }

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    detail::pack<Steps...> steps;
    bool ordered = false;
    bool repeats = false;
    bool keeps_awards = false;
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};
    LOYALTY_NO_UNIQUE_ADDRESS Award award{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"steps", &hunt::steps, "what must be done"},
        extensions::field{"in_order", &hunt::ordered, "true if one step after the other"},
        extensions::field{"repeatable", &hunt::repeats, "true if it pays each time that it is completed"},
        extensions::field{"keeping_awards", &hunt::keeps_awards, "true if a return leaves awards"},
        extensions::field{"window", &hunt::window, "when it counts"},
        extensions::field{"awards", &hunt::award, "what it pays"});

    constexpr explicit hunt(Steps... each) noexcept : steps{{{each}...}} {}
    constexpr hunt(const detail::pack<Steps...>& all, bool in_turn, bool again, bool keeps, Window in,
                   Award pays) noexcept
        : steps{all}, ordered{in_turn}, repeats{again}, keeps_awards{keeps}, window{in}, award{pays} {}

    [[nodiscard]] constexpr hunt in_order() const noexcept {
        return {steps, true, repeats, keeps_awards, window, award};
    }
    [[nodiscard]] constexpr hunt repeatable() const noexcept {
        return {steps, ordered, true, keeps_awards, window, award};
    }
    [[nodiscard]] constexpr hunt keeping_awards() const noexcept {
        return {steps, ordered, repeats, true, window, award};
    }
    template <criteria::counting_window Other>
    [[nodiscard]] constexpr auto within(Other in) const noexcept {
        return hunt<Other, Award, Steps...>{steps, ordered, repeats, keeps_awards, in, award};
    }
    template <unit_type... Units>
    [[nodiscard]] constexpr auto awards(amount<Units>... each) const noexcept {
        return hunt<Window, detail::bundle<Units...>, Steps...>{
            steps, ordered, repeats, keeps_awards, window, detail::bundle<Units...>{each...}};
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        if (!window.is_open(visit)) {
            visit.explain("outside the window", amount<unit::items>{});
            return;
        }
        const std::size_t open = ordered ? open_step(own, rounds_of(own)) : size;
        for_each_step([&](auto index, const auto& one) LOYALTY_INLINE_LAMBDA {
            using step_type = std::remove_cvref_t<decltype(one)>;
            if constexpr (step_type::template concerns<detail::event_type_of<Visit>>) {
                detail::insist<typename step_type::template demands<Visit>>();
                if (!ordered || open == index) {
                    visit.refuse_if(
                        detail::add_overflows(own.counts[index], one.counted(visit).minor_units(), own.counts[index]),
                        reason::amount_overflow);
                }
            }
        });
        if (!visit.refused() && (repeats || own.paid == 0)) {
            const std::int64_t more = rounds_of(own) - own.paid;
            if (more > 0) {
                own.paid += more;
                give(more, visit);
            }
        }
        if constexpr (Visit::explains) {
            const auto reached = progress(own, visit);
            visit.explain("steps complete", reached.counted);
            visit.explain("steps missing", reached.missing);
        }
    }

    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        for (std::size_t i = 0; i < size; ++i) {
            visit.refuse_if(
                detail::add_overflows(own.counts[i], event.without.counts[i] - event.with.counts[i], own.counts[i]),
                reason::amount_overflow);
        }
        const std::int64_t back = event.with.paid - event.without.paid; // the receipt takes these
        const std::int64_t reached = rounds_of(own);
        const std::int64_t paid = keeps_awards || reached > own.paid ? own.paid : reached;
        give(paid - own.paid + back, visit);
        own.paid = paid;
    }

    /// The steps of two members add up. A hunt that both have completed, and that pays once, stays paid.
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        for (std::size_t i = 0; i < size; ++i) {
            visit.refuse_if(detail::add_overflows(own.counts[i], from.counts[i], own.counts[i]),
                            reason::amount_overflow);
        }
        if (repeats) {
            visit.refuse_if(detail::add_overflows(own.paid, from.paid, own.paid), reason::amount_overflow);
        } else {
            own.paid = own.paid > from.paid ? own.paid : from.paid;
        }
    }

    /// How far a member is: see engine/queries.hpp.
    template <class Moment>
    [[nodiscard]] constexpr hunt_progress progress(const state& own, const Moment& moment) const noexcept {
        const std::int64_t rounds = rounds_of(own);
        hunt_progress found{};
        found.times_completed = own.paid;
        found.is_open = window.is_open(moment) && (repeats || rounds == 0);
        found.step = open_step(own, rounds);
        std::int64_t done = 0;
        std::int64_t all = 0;
        for_each_step([&](auto index, const auto& one) {
            const std::int64_t target = one.target.minor_units();
            if (!one.is_there()) {
                return;
            }
            ++all;
            done += own.counts[index] / target > rounds || !(repeats || rounds == 0) ? 1 : 0;
            if (found.step == index) {
                found.step_counted = own.counts[index] - rounds * target;
                found.step_needed = target;
            }
        });
        found.counted = amount<unit::items>::from_minor_units(done);
        found.needed = amount<unit::items>::from_minor_units(all);
        found.missing = amount<unit::items>::from_minor_units(found.is_open ? all - done : 0);
        return found;
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return rewards::size == 0 ? "hunt: a completed hunt gives nothing: name its award with .awards(200_points)"
                                  : nullptr;
    }

private:
    /// The bound of the loop over awards.
    static constexpr std::int64_t most_at_once = 1'000'000;

    template <class Function>
    LOYALTY_INLINE constexpr void for_each_step(Function function) const noexcept {
        detail::for_each_index<size>([&](auto index)
                                         LOYALTY_INLINE_LAMBDA { function(index, detail::get<index>(steps)); });
    }
    /// How often all steps are complete; of a hunt that pays once, once at most.
    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t rounds_of(const state& own) const noexcept {
        if (!repeats) {
            bool all = true;
            for_each_step([&](auto index, const auto& one)
                              LOYALTY_INLINE_LAMBDA { all = all && own.counts[index] >= one.target.minor_units(); });
            return all ? 1 : 0;
        }
        std::int64_t rounds = own.counts[0] / detail::get<0>(steps).target.minor_units();
        for_each_step([&](auto index, const auto& one) {
            const std::int64_t times = one.is_there() ? own.counts[index] / one.target.minor_units() : rounds;
            rounds = times < rounds ? times : rounds;
        });
        return rounds < 0 ? 0 : rounds;
    }
    /// The place of the first step that is not complete in a round; the number of steps if it is completed for good.
    [[nodiscard]] constexpr std::size_t open_step(const state& own, std::int64_t rounds) const noexcept {
        std::size_t open = size;
        if (!repeats && rounds > 0) {
            return open;
        }
        for_each_step([&](auto index, const auto& one) {
            const bool complete = !one.is_there() || own.counts[index] / one.target.minor_units() > rounds;
            open = open == size && !complete ? std::size_t{index} : open;
        });
        return open;
    }
    /// Gives so many awards, or takes them.
    template <class Visit>
    constexpr void give(std::int64_t times, Visit& visit) const noexcept {
        visit.refuse_if(times > most_at_once || times < -most_at_once, reason::amount_overflow);
        times = visit.refused() ? 0 : times;
        for (; times > 0; --times) {
            award.grant(visit);
        }
        for (; times < 0; ++times) {
            award.take(visit);
        }
    }
};

template <class... Steps>
hunt(Steps...) -> hunt<criteria::lifetime, detail::bundle<>, Steps...>;

} // namespace loyalty::games
