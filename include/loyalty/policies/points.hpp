// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points for purchases.
///
/// 23.99 USD at a point a dollar, five times on a bonus day. The order of the stages is the order of the arithmetic:
///
/// @code
/// constexpr round_off floor{rounding::floor};
/// points{per_amount{1_points, 1_usd}, floor, multiply_by{5_x}, floor}   // 23.99 -> 23 -> 115
/// points{per_amount{1_points, 1_usd}, multiply_by{5_x}, floor}          // 23.99 -> 119.95 -> 119
/// @endcode
///
/// A factor may leave a fraction (23 times 1.25 is 28.75), so what multiplies is followed by a rounding.
///
/// | stage                                    | what it does to the running award                              |
/// |------------------------------------------|----------------------------------------------------------------|
/// | `per_amount{award, per}`                 | begins: so much for each `per` spent, fractions included        |
/// | `per_unit{award}`                        | begins: so much for each piece                                  |
/// | `per_visit{award}`                       | begins: so much for a purchase                                  |
/// | `each_line{...}`, `each_unit{...}`       | begins: runs stages for each line or piece and adds the results |
/// | `sum_of{...}`                            | begins: several awards, added                                  |
/// | `best_of{...}`, `least_of{...}`, `first_of{...}` | begins: one of several awards, see competing.hpp        |
/// | `multiply_by{5_x}`                       | times a factor                                                  |
/// | `multiply_by_tier{1_x, 1.25_x, 1.5_x}`   | times the factor of the member's tier                           |
/// | `add_bonus{100_points}`                  | plus a bonus                                                    |
/// | `cap_at{500_points}`, `cap_at{500_points, window}` | at most so much a purchase, or in a window                  |
/// | `round_off{rounding::floor}`             | to whole minor units of the award (S2)                          |
/// | `round_off_carrying{rounding::floor}`    | the same, but the rest is kept for the next purchase (S3)       |
///
/// `.on(predicate)` says for which lines, `.when(predicate)` for which purchases, `.of(measure)` which money (S8).

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/policies/points/add_bonus.hpp>
#include <loyalty/policies/points/cap_at.hpp>
#include <loyalty/policies/points/each_line.hpp>
#include <loyalty/policies/points/multiply_by.hpp>
#include <loyalty/policies/points/per_activity.hpp>
#include <loyalty/policies/points/per_amount.hpp>
#include <loyalty/policies/points/per_unit.hpp>
#include <loyalty/policies/points/per_visit.hpp>
#include <loyalty/policies/points/pipeline.hpp>
#include <loyalty/policies/points/round_off.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/policies/points/sum_of.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/line_weights.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// Points, or any other unit, for purchases: the first of the five policies. See the top of this file.
template <detail::stage... Stages>
struct points {
    using stages_type = detail::pipeline<Stages...>;
    using unit = typename stages_type::unit;
    using rewards = units<unit>;
    using state = typename stages_type::state;
    static constexpr std::string_view name = "points";
    template <class Event>
    static constexpr bool concerns = stages_type::template concerns<Event>;

    static_assert(
        stages_type::begins_with_base(),
        "loyalty: points: begin with what is awarded: per_amount, per_unit, per_visit, each_line or "
        "each_unit; then multiply_by, add_bonus, round_off and cap_at in the order in which they shall happen");
    static_assert(stages_type::has_one_base(),
                  "loyalty: points: one award begins a policy: give the second per_amount, per_unit or per_visit a "
                  "points{...} of its own, or use add_bonus{...}");
    static_assert(
        stages_type::caps_come_last(),
        "loyalty: points: put cap_at after every multiply_by and add_bonus: what comes after a cap would pass it");
    static_assert(!stages_type::begins_with_base() || stages_type::is_whole_before(sizeof...(Stages)),
                  "loyalty: points: end with round_off{rounding::...}: a fraction of a point cannot be granted");
    static_assert(
        stages_type::windowed_caps_are_whole(),
        "loyalty: points: put round_off{...} before a cap_at over a window: the window counts what was granted");
    static_assert(stages_type::units_agree(),
                  "loyalty: points: every stage must award the unit that the first one awards");

    stages_type stages;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"stages", &points::stages, "the stages, in their order"});

    constexpr explicit points(Stages... each) noexcept : stages{each...} {}

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, const Moment& moment) const noexcept {
        stages.advance(own, moment);
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        state trial = own;
        const auto value = stages.template run<std::int64_t>(criteria::whole_basket{}, visit, trial);
        if (value.overflow) {
            apply_wide(own, visit);
            return;
        }
        own = trial;
        visit.grant(amount<unit>::from_minor_units(value.numerator));
    }

    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        if constexpr (!std::is_same_v<state, extensions::no_state>) {
            stages.revert(own, event, visit);
        }
    }

    /// The memories of its stages for two members become one: a rest that is carried, the grants under a cap.
    template <class Visit>
    requires(detail::can_merge<Stages>&&...) constexpr void merge(state& own, const state& from,
                                                                  Visit& visit) const noexcept {
        if constexpr (!std::is_same_v<state, extensions::no_state>) {
            stages.merge(own, from, visit);
        }
    }

    /// A line weighs what the first stage awards for it alone; the other stages lower or raise all lines alike.
    template <class Visit>
    [[nodiscard]] constexpr auto line_weights(const state&, Visit& visit) const noexcept {
        return [this, &visit, whole = detail::net_of_goods(visit)](const auto& line) {
            const std::int64_t part = criteria::net{}(line, visit).minor_units();
            const criteria::part_of_basket<std::remove_cvref_t<decltype(line)>> subject{line, whole > 0 ? part : 1,
                                                                                        whole > 0 ? whole : 1};
            const auto value = detail::get<0>(stages.stages).template start<std::int64_t>(subject, visit);
            return value.overflow ? ratio{0, 0} : ratio{value.numerator, value.denominator};
        };
    }

protected:
    /// The same with 128 bits, if 64 did not hold a product.
    template <class Visit>
    LOYALTY_INLINE constexpr void apply_wide(state& own, Visit& visit) const noexcept {
        const auto wide = run_wide(visit.silent(), own);
        if constexpr (Visit::names_refusals) {
            if (wide.limit.why != reason::none) {
                visit.refuse(wide.limit);
            }
        }
        visit.refuse_if(wide.why != reason::none, wide.why);
        own = wide.why == reason::none ? wide.own : own;
        visit.grant(amount<unit>::from_minor_units(wide.granted));
    }

private:
    template <class Refusal>
    struct wide_result {
        reason why = reason::none;
        LOYALTY_NO_UNIQUE_ADDRESS Refusal limit{};
        std::int64_t granted = 0;
        state own{};
    };

    template <class Visit>
    [[nodiscard]] LOYALTY_COLD constexpr auto run_wide(Visit before, state own) const noexcept {
        const extensions::calendar_day day = extensions::calendar_day::at(before.calendar, before.time);
        auto visit = before.silent(day);
        wide_result<decltype(visit.limit())> result{};
        const auto value = stages.template run<detail::wide>(criteria::whole_basket{}, visit, own);
        const bool fits = !value.overflow && detail::narrow(value.numerator, result.granted);
        result.why = visit.refused() ? visit.why() : fits ? reason::none : reason::amount_overflow;
        result.limit = visit.limit();
        result.own = own;
        return result;
    }
};

/// What is no stage, as one sentence.
template <class... Given>
struct points<detail::no_stage<Given...>> {
    static_assert(sizeof...(Given) == 0,
                  "loyalty: points{...} takes stages alone, such as per_amount, multiply_by and round_off: a condition "
                  "stands in .on(...) or .when(...) of a stage, and another policy beside points in the programme");
    using rewards = units<>;

    constexpr explicit points(Given...) noexcept {}
    template <class Visit>
    constexpr void apply(extensions::no_state, Visit&) const noexcept {}
};
template <class... Given>
requires(!(detail::stage<Given> && ...)) points(Given...)
->points<detail::no_stage<Given...>>;

} // namespace loyalty
