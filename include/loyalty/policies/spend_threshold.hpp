// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// An award for spending enough.
///
/// @code
/// spend_threshold{100_points, every(250_usd)}                                    // each 250.00 ever spent
/// spend_threshold{20'000_points, once(1000_usd)}.within(first_months{3})         // a card's welcome bonus
/// spend_threshold{5_eur, every(50_eur)}.within(one_basket{}).dropping()          // each 50.00 of one basket
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/spend_threshold/threshold_state.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/count_progress.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/line_weights.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>
#include <loyalty/rules/reward.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// Pays for each multiple of the threshold that is reached.
template <unit_type Counted>
struct every {
    using unit = Counted;
    amount<Counted> threshold{};

    static constexpr std::string_view name = "every";
    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"threshold", &every::threshold, "each multiple pays",
                          extensions::above_zero("spend_threshold: the threshold must be above zero")});

    constexpr explicit every(amount<Counted> reached) noexcept : threshold{reached} {}
};

/// Pays the first time that the threshold is reached in its window, and not again in it. A rolling window is a new one
/// once its sum has fallen below the threshold.
template <unit_type Counted>
struct once {
    using unit = Counted;
    amount<Counted> threshold{};

    static constexpr std::string_view name = "once";
    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"threshold", &once::threshold, "pays once in a window",
                          extensions::above_zero("spend_threshold: the threshold must be above zero")});

    constexpr explicit once(amount<Counted> reached) noexcept : threshold{reached} {}
};

namespace choices {

/// The treatment of spend above the last threshold paid for: carried to the next purchase, or dropped (S20).
enum class surplus : std::uint8_t { carried, dropped };

} // namespace choices

namespace detail {
template <class Trigger>
inline constexpr bool is_trigger = requires(const Trigger& trigger) {
    trigger.threshold;
};
template <class Window>
inline constexpr bool rolls_over = requires(const Window& window) {
    window.rest_of(std::int64_t{});
};
} // namespace detail

/// The second of the five policies (S20). A threshold is reached at `>=`. By default over the lifetime, of `net`, and
/// spend above is carried.
///
/// With `every(250_usd)`, purchases of 200.00 and 320.00 pay twice and carry 20.00.
template <unit_type Unit, class Trigger, criteria::counting_window Window = criteria::lifetime,
          class Measure = criteria::net, criteria::predicate Where = criteria::always>
struct spend_threshold {
    static_assert(detail::is_trigger<Trigger>,
                  "loyalty: spend_threshold: say how often the threshold pays: write every(250_usd) or once(250_usd)");
    static constexpr bool repeats = std::same_as<Trigger, every<typename Trigger::unit>>;
    using unit = Unit;
    using rewards = units<Unit>;
    using state = detail::threshold_state<Window, repeats>;
    template <class Event>
    static constexpr bool concerns = criteria::basis<Measure, Where>::template concerns<Event>;
    static constexpr std::string_view name = "spend_threshold";

    amount<Unit> award{};
    Trigger trigger;
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};
    LOYALTY_NO_UNIQUE_ADDRESS criteria::basis<Measure, Where> counted{};
    choices::surplus rest = choices::surplus::carried;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"award", &spend_threshold::award, "the award each time that the threshold is reached",
                          extensions::above_zero("spend_threshold: the award must be above zero")},
        extensions::field{"trigger", &spend_threshold::trigger, "the threshold, and how often it pays"},
        extensions::field{"window", &spend_threshold::window, "the events that are counted together"},
        extensions::field{"counted", &spend_threshold::counted, "what counts"},
        extensions::field{"surplus", &spend_threshold::rest, "what becomes of the rest above a threshold"});

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::counts<criteria::basis<Measure, Where>, typename Trigger::unit, Visit>();
        template <bool Met>
        struct sentence {
            static_assert(
                Met, "loyalty: spend_threshold: the purchase is counted in another unit than the threshold: give the "
                     "threshold in the unit of the purchase, or another measure with .of()");
        };
    };

    constexpr spend_threshold(amount<Unit> awarded, Trigger when, Window in = {},
                              criteria::basis<Measure, Where> of = {},
                              choices::surplus above = choices::surplus::carried) noexcept
        : award{awarded}, trigger{when}, window{in}, counted{of}, rest{above} {}

    /// Counts in another window than the lifetime.
    template <criteria::counting_window Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto within(Other in) const noexcept {
        static_assert(!detail::rolls_over<Other>,
                      "loyalty: spend_threshold: .rolling_over(...) is of tiers: what lies above a "
                      "threshold is carried within a window; leave it out");
        return spend_threshold<Unit, Trigger, Other, Measure, Where>{award, trigger, in, counted, rest};
    }
    /// Counts only purchases for which a condition holds.
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(counted.where, detail::a_condition(if_)));
    }
    /// Counts only lines that match.
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return spend_threshold<Unit, Trigger, Window, Measure, detail::condition_in<Lines>>{
            award, trigger, window, {counted.measure, detail::a_condition(lines)}, rest};
    }
    /// Counts another measure than `net`.
    template <class Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto of(Other measure) const noexcept {
        return spend_threshold<Unit, Trigger, Window, Other, Where>{
            award, trigger, window, {measure, counted.where}, rest};
    }
    /// Forgets what lies above the last threshold paid for.
    [[nodiscard]] constexpr spend_threshold dropping() const noexcept {
        return {award, trigger, window, counted, choices::surplus::dropped};
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, const Moment& moment) const noexcept {
        if constexpr (lets_go == detail::letting_go::by_period) {
            const auto counted_before = own.count;
            if (window.advance(own.count, moment) && own.counted) {
                end_period(own, counted_before, window.counted_in(counted_before, moment));
            }
        } else {
            [[maybe_unused]] const bool renewed = window.advance(own.count, moment);
            // A rolling window loses its oldest part all the time: it is a new window once the threshold is missed again.
            if constexpr (lets_go == detail::letting_go::rolling) {
                if (renewed && own.paid && own.count.total() < trigger.threshold.minor_units()) {
                    own.paid = false;
                    ++own.stretch;
                }
            } else if constexpr (!repeats) {
                own.paid = own.paid && !(renewed && own.count.total() < trigger.threshold.minor_units());
            }
        }
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        const auto spent = counted(visit);
        detail::insist<demands<Visit>>();
        apply_counted(own, visit, spent);
    }
    /// The same if it is known already what counts of the event.
    template <class Visit, class Amount>
    LOYALTY_INLINE constexpr void apply_counted(state& own, Visit& visit, Amount spent) const noexcept {
        if (!window.is_open(visit)) {
            return visit.explain("outside the window", spent);
        }
        const bool overflow = own.count.add_overflows(spent.minor_units());
        visit.refuse_if(overflow, reason::amount_overflow);
        if (detail::ends_at_refusal<typename Amount::unit>(visit, overflow)) {
            return;
        }
        if constexpr (lets_go == detail::letting_go::by_period) {
            own.counted = true;
        }
        const std::int64_t threshold = trigger.threshold.minor_units();
        const std::int64_t total = own.count.total();
        if (total < threshold) {
            visit.explain("missing to the threshold",
                          amount<typename Trigger::unit>::from_minor_units(threshold - total));
            return;
        }
        pay(own, visit, total, threshold);
    }

    /// The count forgets what came back. Awards then follow the count: one that is no longer reached is taken back,
    /// also if a later purchase had reached it, and its own return then takes it no second time.
    ///
    /// Exact as long as the count of the sale's window is there. A window that never ends always has it. A window of
    /// periods has it to the end of the next period in which the member buys. A later return takes what its own receipt
    /// says, less what other returns have taken of it before. A rolling window knows which days hold what has not been
    /// paid for: what a return sets free of an award counts from the day of the return. Never is more taken than the
    /// awards that are there.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        std::int64_t times = 0;
        if constexpr (lets_go == detail::letting_go::simple) {
            times = revert_simple(own, event, visit);
        } else {
            const std::int64_t back = std::int64_t{event.with.claimed} - event.without.claimed;
            if constexpr (lets_go == detail::letting_go::by_period) {
                times = revert_by_period(own, event, back, visit);
            } else {
                times = revert_rolling(own, event, back, visit);
            }
            const std::int64_t left = own.held - back + times;
            times -= left < 0 ? left : 0;
            note(own, -back, times - back, visit);
        }
        if constexpr (lets_go == detail::letting_go::by_period) {
            const bool nothing_else = own.count == event.without.count && own.claimed == event.without.claimed &&
                                      own.held == event.without.held && own.paid == event.without.paid;
            if (nothing_else && window.still_counts(visit, event.time)) {
                own.counted = event.without.counted;
            }
        }
        amount<Unit> granted{};
        visit.refuse_if(arithmetic::multiply_overflows(award, times, granted), reason::amount_overflow);
        visit.grant(granted);
    }

    /// Counts of two members in the same window add up: 200.00 and 100.00 towards 250.00 are 300.00, which pays with the
    /// next event that counts. A threshold that has paid once for one of them has paid for both.
    template <class Visit>
    requires criteria::window_merges<Window>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        visit.refuse_if(own.merge_overflows(from), reason::amount_overflow);
    }

    /// A line weighs what counts of it.
    template <class Visit>
    [[nodiscard]] constexpr auto line_weights(const state&, Visit& visit) const noexcept {
        return detail::weights_by(counted, visit);
    }

    /// How far the member is from the next award: see engine/queries.hpp.
    template <class Moment>
    [[nodiscard]] constexpr extensions::count_progress<typename Trigger::unit>
    progress(const state& own, const Moment& moment) const noexcept {
        const std::int64_t total = own.count.total();
        const std::int64_t threshold = trigger.threshold.minor_units();
        bool is_open = window.is_open(moment);
        if constexpr (!repeats) {
            is_open = is_open && !own.paid;
        }
        return extensions::count_progress<typename Trigger::unit>::of(total, threshold, is_open);
    }

private:
    static constexpr detail::letting_go lets_go = detail::letting_go_of<Window>();

    /// The period in which something counted is over.
    static constexpr void end_period(state& own, const typename Window::count& count, std::int32_t period) noexcept {
        own.ended = count;
        own.ended_in.number = period;
        own.ended_paid = own.paid;
        own.counted = false;
        own.paid = false;
    }

    /// Awards that purchases have earned, and that members have.
    template <class Visit>
    static constexpr void note(state& own, std::int64_t claimed, std::int64_t held, Visit& visit) noexcept {
        visit.refuse_if(detail::add_overflows(own.claimed, claimed, own.claimed), reason::amount_overflow);
        visit.refuse_if(detail::add_overflows(own.held, held, own.held), reason::amount_overflow);
    }

    /// How many more awards a count pays for than it has paid, or fewer if less than none; it has then paid for them.
    template <class Visit>
    [[nodiscard]] constexpr std::int64_t settle(typename Window::count& count, Visit& visit) const noexcept {
        const std::int64_t threshold = trigger.threshold.minor_units();
        const std::int64_t total = count.total();
        const std::int64_t times = total / threshold - (total % threshold < 0 ? 1 : 0);
        if (times > 0) {
            count.take(times * threshold);
        } else {
            visit.refuse_if(count.add_overflows(-times * threshold), reason::amount_overflow);
        }
        return times;
    }

    /// The same for what pays once, if so many of its awards go back with a receipt.
    [[nodiscard]] constexpr std::int64_t settle_once(bool& paid, std::int64_t total, std::int64_t back) const noexcept {
        const bool had_paid = paid;
        paid = total >= trigger.threshold.minor_units();
        return static_cast<std::int64_t>(paid) - (static_cast<std::int64_t>(had_paid) - back);
    }

    template <class Visit>
    [[nodiscard]] constexpr std::int64_t revert_simple(state& own, const extensions::undone<state>& event,
                                                       Visit& visit) const noexcept {
        if (!criteria::revert_count(window, own.count, {event.with.count, event.without.count, event.time}, visit)) {
            own.exchange_awards(event, 0);
            return 0;
        }
        if constexpr (repeats) {
            const std::int64_t times = settle(own.count, visit);
            own.exchange_awards(event, times);
            return times;
        } else {
            return settle_once(own.paid, own.count.total(), event.with.paid && !event.without.paid ? 1 : 0);
        }
    }

    template <class Visit>
    [[nodiscard]] constexpr std::int64_t revert_by_period(state& own, const extensions::undone<state>& event,
                                                          std::int64_t back, Visit& visit) const noexcept {
        const bool is_current = window.still_counts(visit, event.time);
        const bool is_ended =
            !is_current && own.ended_in.number == window.period_at(visit, visit.calendar.business_date(event.time));
        if (!is_current && !is_ended) {
            return taken_before(own, back);
        }
        auto& count = is_current ? own.count : own.ended;
        visit.refuse_if(criteria::exchange_overflows(count, event.with.count, event.without.count),
                        reason::amount_overflow);
        if constexpr (repeats) {
            return settle(count, visit);
        } else {
            return settle_once(is_current ? own.paid : own.ended_paid, count.total(), back);
        }
    }

    template <class Visit>
    [[nodiscard]] constexpr std::int64_t revert_rolling(state& own, const extensions::undone<state>& event,
                                                        std::int64_t back, Visit& visit) const noexcept {
        visit.refuse_if(own.count.revert_overflows(event.with.count, event.without.count), reason::amount_overflow);
        own.count.settle();
        if constexpr (repeats) {
            const std::int64_t times = settle(own.count, visit);
            return window.still_counts(visit, event.time) ? times : taken_before(own, back);
        } else {
            if (event.with.stretch == own.stretch) {
                return settle_once(own.paid, own.count.total(), back);
            }
            const std::int64_t again = taken_before(own, back);
            const bool falls = own.paid && own.count.total() < trigger.threshold.minor_units();
            own.paid = own.paid && !falls;
            return again - (falls ? 1 : 0);
        }
    }

    /// Of awards that go back with a receipt, how many other returns have taken already.
    [[nodiscard]] static constexpr std::int64_t taken_before(const state& own, std::int64_t back) noexcept {
        const std::int64_t taken = std::int64_t{own.claimed} - own.held;
        return taken <= 0 ? 0 : taken < back ? taken : back;
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void pay(state& own, Visit& visit, std::int64_t total,
                                      std::int64_t threshold) const noexcept {
        std::int64_t times = 1;
        if constexpr (repeats) {
            times = total / threshold;
            own.count.take(rest == choices::surplus::carried ? times * threshold : total);
        } else {
            times = own.paid ? 0 : 1;
            own.paid = true;
        }
        if constexpr (lets_go != detail::letting_go::simple) {
            note(own, times, times, visit);
        } else if constexpr (state::counts_simply) {
            own.awards += static_cast<std::uint32_t>(times);
        }
        amount<Unit> granted{};
        visit.refuse_if(arithmetic::multiply_overflows(award, times, granted), reason::amount_overflow);
        visit.explain("threshold reached", amount<typename Trigger::unit>::from_minor_units(total));
        visit.grant(granted);
    }
};

template <unit_type Unit, class Trigger>
spend_threshold(amount<Unit>, Trigger) -> spend_threshold<Unit, Trigger>;

} // namespace loyalty
