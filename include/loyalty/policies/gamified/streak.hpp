// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/choice.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/count_progress.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/explain_condition.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// Visits in so many periods of a window in a row (S32): `streak<calendar_window{period_unit::week}>{4}.awards(50_points, 1_badges)`.
///
/// | window                                      | a streak of                                                       |
/// |---------------------------------------------|-------------------------------------------------------------------|
/// | `calendar_window{period_unit::day}`         | business days; weeks (from Monday), months, quarters, years alike |
/// | `membership_year{}`                         | years since the member joined                                     |
/// | `rolling_days<30>{}`, `lifetime{}`, and all others without periods | nothing: it does not compile               |
///
/// The window stands in the type, since the size of the state follows from it: 3 bytes, and with days 5.
///
/// A second visit in a period changes nothing, one in the next period adds one, a gap begins anew at one. At the length
/// it pays and the count starts from zero. `.forgiving(1)` lets a streak live through one missed period in its whole
/// length. Periods are those of the programme's calendar, so a change of the clocks never breaks a streak (G27: visits
/// on 2017-03-26 and 27 in Berlin are a streak of 2).
///
/// A return that leaves nothing of a visit (S31) puts the streak back if nothing was added since; what was built on
/// stays. That forgets a second visit in the same period, which would have kept it. `.reversible()` counts the visits of
/// the newest period, in one byte more. While one is left the period stands. Without the last one the streak steps back
/// by one, and an award that the period had reached goes. It does not count those of earlier periods, on which later
/// ones stand; of 255 and more it takes the period for kept. Where the first visit of a period went before the last
/// one, the step back is to the period just before, also where `.forgiving` had let one be missed between.
template <auto Window, class Measure = criteria::visits, criteria::predicate When = criteria::always,
          class Award = detail::bundle<>, bool Forgives = false, bool Reversible = false>
struct streak {
    using window_type = std::remove_const_t<decltype(Window)>;
    static_assert(criteria::window_has_periods<window_type>,
                  "loyalty: streak: it counts periods that follow one another, and this window has none: give it a "
                  "calendar_window or a membership_year, streak<calendar_window{period_unit::week}>{4}");

    using rewards = typename Award::rewards;
    template <class Event>
    static constexpr bool concerns = detail::concerns<Measure, Event>();
    static constexpr std::string_view name = "streak";
    static constexpr bool returns_put_back = !Reversible;

    // Days reach beyond 16 bits in 2059; weeks and longer periods of the calendar do not before 2597.
    static constexpr bool has_short_numbers = [] {
        if constexpr (std::is_same_v<window_type, criteria::calendar_window>) {
            return Window.unit != period_unit::day;
        } else {
            return false;
        }
    }();
    using period_number = std::conditional_t<has_short_numbers, std::int16_t, std::int32_t>;
    /// Before the first period of all, and so near that the distance to each fits 32 bits.
    static constexpr auto never = static_cast<period_number>(has_short_numbers ? -32'768 : -1'000'000'000);

    struct state {
        period_number last = never;
        std::uint8_t count = 0;
        LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<Forgives, std::uint8_t, 1> missed{};
        /// In the last period; 255 and more are 255.
        LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<Reversible, std::uint8_t, 2> visits{};

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    LOYALTY_NO_UNIQUE_ADDRESS detail::fixed_window<Window> window{};
    std::int32_t length = 2;
    std::int32_t misses_allowed = 0;
    LOYALTY_NO_UNIQUE_ADDRESS Measure measure{};
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};
    LOYALTY_NO_UNIQUE_ADDRESS Award award{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"window", &streak::window, "the periods that follow one another"},
        extensions::field{"length", &streak::length, "the periods in a row that pay",
                          extensions::between(2, 255, "streak: the length must be 2 to 255 periods")},
        extensions::field{"forgiving", &streak::misses_allowed, "the periods that may be missed",
                          extensions::zero_or_above("streak: the misses allowed must not be negative")},
        extensions::field{"of", &streak::measure, "the events that count"},
        extensions::field{"when", &streak::condition, "of these the ones that count"},
        extensions::field{"awards", &streak::award, "what it pays at its length"});

    constexpr explicit streak(std::int32_t periods, std::int32_t misses = 0, Measure of = {}, When if_ = {},
                              Award pays = {}) noexcept
        : length{periods}, misses_allowed{misses}, measure{of}, condition{if_}, award{pays} {}

    /// Counts activities rather than purchases: `.of(activities_of(2))`.
    template <class Other>
    [[nodiscard]] constexpr auto of(Other counts) const noexcept {
        return streak<Window, Other, When, Award, Forgives, Reversible>{length, misses_allowed, counts, condition,
                                                                        award};
    }

    template <unit_type... Units>
    [[nodiscard]] constexpr auto awards(amount<Units>... each) const noexcept {
        return streak<Window, Measure, When, detail::bundle<Units...>, Forgives, Reversible>{
            length, misses_allowed, measure, condition, detail::bundle<Units...>{each...}};
    }
    /// Only for purchases with a line that matches.
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return when(criteria::any_line(detail::a_condition(lines)));
    }
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return streak<Window, Measure, detail::condition_in<Condition>, Award, Forgives, Reversible>{
            length, misses_allowed, measure, detail::a_condition(if_), award};
    }
    [[nodiscard]] constexpr auto forgiving(std::int32_t misses) const noexcept {
        return streak<Window, Measure, When, Award, true, Reversible>{length, misses, measure, condition, award};
    }
    /// Counts the visits of a period, so that a return of one leaves the others.
    [[nodiscard]] constexpr auto reversible() const noexcept {
        return streak<Window, Measure, When, Award, Forgives, true>{length, misses_allowed, measure, condition, award};
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        detail::explain_unmet(condition, visit.event, visit);
        if (!condition(visit.event, visit)) {
            return;
        }
        if constexpr (!std::is_same_v<Measure, loyalty::criteria::visits>) {
            if (measure.of_visit(visit).minor_units() == 0) {
                return;
            }
        }
        const std::int32_t now = period_of(visit);
        // Modulo 2^32, as a state from outside may say anything.
        const auto passed =
            static_cast<std::int32_t>(static_cast<std::uint32_t>(now) - static_cast<std::uint32_t>(own.last));
        if constexpr (Reversible) {
            const int visits = own.visits + (own.visits < most_visits ? 1 : 0);
            own.visits = static_cast<std::uint8_t>(passed > 0 ? 1 : visits);
        }
        if constexpr (Visit::explains) {
            if (passed <= 0) {
                visit.explain("counted before in this period", amount<unit::visits>::from_minor_units(own.count));
                explain_next(own, visit);
                return;
            }
        }
        const std::int64_t reached = count_visit(own, passed);
        own.last = static_cast<period_number>(own.last < now ? now : own.last);
        visit.explain("streak", amount<unit::visits>::from_minor_units(own.count));
        if (reached >= length) {
            own.count = 0;
            award.grant(visit);
        }
        explain_next(own, visit);
    }

    template <class Visit>
    requires Reversible constexpr void revert(state& own, const extensions::undone<state>& event,
                                              Visit& visit) const noexcept {
        if (event.with == event.without || own.last != event.with.last || own.visits == most_visits) {
            return; // it is a visit still, or no longer one of the newest period
        }
        const bool was_first = event.with.last != event.without.last;
        const bool had_paid = was_first && event.with.count == 0; // and its receipt takes the award back
        if (own.visits > 1) {
            --own.visits;
            if (had_paid) {
                award.grant(visit);
            }
            return;
        }
        if (own.count == 0 && !had_paid) {
            award.take(visit);
        }
        own = was_first ? event.without : stepped_back(own);
    }

    /// Of two members the longer streak that still lives goes on; of equal ones the one with the later visit.
    template <class Visit>
    requires criteria::window_merges<window_type>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        const std::int32_t now = period_of(visit);
        const std::int64_t here = length_at(own, now);
        const std::int64_t there = length_at(from, now);
        own = here < there || (here == there && own.last < from.last) ? from : own;
    }

    /// How many periods are missing to the award, of a streak that still lives in the current period or the one before: see
    /// engine/queries.hpp.
    template <class Moment>
    [[nodiscard]] constexpr extensions::count_progress<unit::visits> progress(const state& own,
                                                                              const Moment& moment) const noexcept {
        return extensions::count_progress<unit::visits>::of(length_at(own, period_of(moment)), length, true);
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return misses_allowed >= length ? "streak: it forgives as many misses as it is long: allow fewer"
               : std::is_same_v<Award, detail::bundle<>>
                   ? "streak: a streak gives nothing at its length: name its award with .awards(50_points)"
                   : nullptr;
    }

private:
    /// The periods that are missing, and the days in which the next one must come.
    template <class Visit>
    LOYALTY_INLINE constexpr void explain_next([[maybe_unused]] const state& own,
                                               [[maybe_unused]] Visit& visit) const noexcept {
        if constexpr (Visit::explains) {
            visit.explain("missing to the streak", amount<unit::visits>::from_minor_units(length - own.count));
            std::int32_t missable = 0;
            if constexpr (Forgives) {
                missable = own.missed < misses_allowed ? misses_allowed - own.missed : 0;
            }
            if (own.count != 0) {
                const date end = Window.first_day(visit, own.last + 2 + missable);
                visit.explain("days left for the next one", ratio{end - visit.today(), 1}, "days");
            }
        }
    }

    static constexpr std::uint8_t most_visits = 255;

    /// The running number of the period that a moment lies in.
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE static constexpr std::int32_t period_of(const Moment& moment) noexcept {
        if constexpr (criteria::window_has_periods<window_type>) {
            return Window.current_period(moment);
        } else {
            return 0; // the class says why it does not compile
        }
    }

    /// The periods of a streak that still lives in a period or the one before; 0 if it does not.
    [[nodiscard]] constexpr std::int64_t length_at(const state& own, std::int32_t now) const noexcept {
        const std::int64_t passed = std::int64_t{now} - own.last;
        std::int64_t missed = passed - 1;
        if constexpr (Forgives) {
            missed += own.missed;
        }
        const std::int64_t allowed = Forgives ? misses_allowed : 0;
        return passed <= 0 || missed <= allowed ? own.count : 0;
    }

    /// The streak without its newest period.
    [[nodiscard]] constexpr state stepped_back(state own) const noexcept {
        own.count = static_cast<std::uint8_t>((own.count == 0 ? length : own.count) - 1);
        if (own.count == 0) {
            return {};
        }
        own.last = static_cast<period_number>(own.last - 1);
        own.visits = 1;
        return own;
    }

    /// Counts a visit, and returns the count, or 0 if a streak that forgives was counted before in this period. Without a
    /// branch, since a processor cannot predict which visits are the first of their week.
    LOYALTY_INLINE constexpr std::int64_t count_visit(state& own, std::int32_t passed) const noexcept {
        if constexpr (Forgives) {
            // Signs as masks: all bits if it is a new period, and if the streak breaks in it.
            const std::int64_t is_new = -std::int64_t{passed} >> 63;
            const std::int64_t missed = own.missed + ((std::int64_t{passed} - 1) & is_new);
            const std::int64_t breaks = (((std::int64_t{own.count} - 1) | (misses_allowed - missed)) >> 63) & is_new;
            own.missed = static_cast<std::uint8_t>(missed & ~breaks);
            own.count = static_cast<std::uint8_t>((own.count & ~breaks) - is_new);
            return own.count & is_new;
        } else {
            const bool lives = passed <= 1; // also another visit in the same period
            own.count = static_cast<std::uint8_t>(detail::value_if(lives, own.count) + (passed > 0));
            return own.count;
        }
    }
};

} // namespace loyalty
