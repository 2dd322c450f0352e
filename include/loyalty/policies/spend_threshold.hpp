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

#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/reward.hpp>

#include <concepts>
#include <cstdint>

namespace loyalty {

/// Pays for each multiple of the threshold that is reached.
template <unit_type Counted>
struct every {
    using unit = Counted;
    static constexpr std::size_t field_count = 1;
    amount<Counted> threshold{};

    constexpr explicit every(amount<Counted> reached) noexcept : threshold{reached} {}
};

/// Pays the first time that the threshold is reached in its window, and not again in it. A rolling window is a new one
/// once its sum has fallen below the threshold.
template <unit_type Counted>
struct once {
    using unit = Counted;
    static constexpr std::size_t field_count = 1;
    amount<Counted> threshold{};

    constexpr explicit once(amount<Counted> reached) noexcept : threshold{reached} {}
};

/// What becomes of spend above the last threshold paid for: carried to the next purchase, or dropped (S20).
enum class surplus : std::uint8_t { carried, dropped };

namespace detail {

template <class Count>
struct threshold_count {
    Count count{};

    [[nodiscard]] friend constexpr bool operator==(const threshold_count&, const threshold_count&) = default;
};

template <class Count>
struct threshold_count_once {
    Count count{};
    bool paid = false;

    [[nodiscard]] friend constexpr bool operator==(const threshold_count_once&, const threshold_count_once&) = default;
};

} // namespace detail

/// The second of the five policies (S20). A threshold is reached at `>=`. By default over the lifetime, of `net`, and
/// what lies above is carried.
///
/// With `every(250_usd)`, purchases of 200.00 and 320.00 pay twice and carry 20.00.
template <unit_type Unit, class Trigger, class Window = lifetime, class Measure = net, predicate Where = always>
struct spend_threshold {
    static constexpr bool repeats = std::same_as<Trigger, every<typename Trigger::unit>>;
    using unit = Unit;
    using rewards = units<Unit>;
    using state = std::conditional_t<repeats, detail::threshold_count<typename Window::count>,
                                     detail::threshold_count_once<typename Window::count>>;
    static constexpr std::string_view name = "spend_threshold";
    static constexpr std::size_t field_count = 5;
    static constexpr bool reads_tier = detail::any_reads_tier<Where>;

    amount<Unit> award{};
    Trigger trigger;
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};
    LOYALTY_NO_UNIQUE_ADDRESS basis<Measure, Where> counted{};
    surplus rest = surplus::carried;

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::counts<basis<Measure, Where>, typename Trigger::unit, Visit>();
        template <bool Met>
        struct sentence {
            static_assert(
                Met, "loyalty: spend_threshold: the purchase is counted in another unit than the threshold: give the "
                     "threshold in the unit of the purchase, or another measure with .of()");
        };
    };

    constexpr spend_threshold(amount<Unit> awarded, Trigger when, Window in = {}, basis<Measure, Where> of = {},
                              surplus above = surplus::carried) noexcept
        : award{awarded}, trigger{when}, window{in}, counted{of}, rest{above} {}

    /// Counts in another window than the lifetime.
    template <class Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto within(Other in) const noexcept {
        return spend_threshold<Unit, Trigger, Other, Measure, Where>{award, trigger, in, counted, rest};
    }
    /// Counts only lines that match.
    template <predicate Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return spend_threshold<Unit, Trigger, Window, Measure, Lines>{
            award, trigger, window, {counted.measure, lines}, rest};
    }
    /// Counts another measure than `net`.
    template <class Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto of(Other measure) const noexcept {
        return spend_threshold<Unit, Trigger, Window, Other, Where>{
            award, trigger, window, {measure, counted.where}, rest};
    }
    /// Forgets what lies above the last threshold paid for.
    [[nodiscard]] constexpr spend_threshold dropping() const noexcept {
        return {award, trigger, window, counted, surplus::dropped};
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, const Moment& moment) const noexcept {
        const bool renewed = window.advance(own.count, moment);
        if constexpr (!repeats) {
            // A rolling window loses its oldest part all the time: it is a new window once the threshold is missed again.
            own.paid = own.paid && !(renewed && own.count.total() < trigger.threshold.minor_units());
        }
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        const auto spent = counted(whole_basket{visit.transaction}, visit);
        detail::insist<demands<Visit>>();
        if (!window.is_open(visit)) {
            visit.explain("outside the window", spent);
            return;
        }
        visit.refuse_if(own.count.add_overflows(spent.minor_units()), reason::amount_overflow);
        if (visit.refused()) {
            return;
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

    /// The count forgets what came back. Awards then follow the count: one that is no longer reached is taken back, also
    /// where a later purchase had reached it.
    template <class Visit>
    constexpr void revert(state& own, const undone<state>& event, Visit& visit) const noexcept {
        const bool counts = revert_count(window, own.count, {event.with.count, event.without.count, event.time}, visit);
        const std::int64_t threshold = trigger.threshold.minor_units();
        const std::int64_t total = own.count.total();
        std::int64_t times = 0;
        if constexpr (repeats) {
            times = counts ? total / threshold - (total % threshold < 0 ? 1 : 0) : 0;
            visit.refuse_if(own.count.add_overflows(-times * threshold), reason::amount_overflow);
        } else {
            // The event's own award goes back in any case; where another return has taken it already, it is given again.
            // In a later window what stands there stays.
            const std::int64_t own_award = event.with.paid && !event.without.paid ? 1 : 0;
            const std::int64_t standing = static_cast<std::int64_t>(own.paid) - own_award;
            times = counts ? static_cast<std::int64_t>(total >= threshold) - standing : 0;
            own.paid = counts ? total >= threshold : own.paid;
        }
        amount<Unit> granted{};
        visit.refuse_if(multiply_overflows(award, times, granted), reason::amount_overflow);
        visit.grant(granted);
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return award.minor_units() <= 0               ? "spend_threshold: the award must be above zero"
               : trigger.threshold.minor_units() <= 0 ? "spend_threshold: the threshold must be above zero"
                                                      : window.problem();
    }

private:
    template <class Visit>
    LOYALTY_INLINE constexpr void pay(state& own, Visit& visit, std::int64_t total,
                                      std::int64_t threshold) const noexcept {
        std::int64_t times = 1;
        if constexpr (repeats) {
            times = total / threshold;
            own.count.take(rest == surplus::carried ? times * threshold : total);
        } else {
            times = own.paid ? 0 : 1;
            own.paid = true;
        }
        amount<Unit> granted{};
        visit.refuse_if(multiply_overflows(award, times, granted), reason::amount_overflow);
        visit.explain("threshold reached", amount<typename Trigger::unit>::from_minor_units(total));
        visit.grant(granted);
    }
};

template <unit_type Unit, class Trigger>
spend_threshold(amount<Unit>, Trigger) -> spend_threshold<Unit, Trigger>;

} // namespace loyalty
