// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Tiers that members reach by spending, visiting or earning, and keep for a while.
///
/// Insider, VIB from 350.00 and Rouge from 1000.00 a calendar year, held for the rest of the year and all of the next:
///
/// @code
/// tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1)
/// @endcode
///
/// | choice                | values, the default first                                                             |
/// |-----------------------|---------------------------------------------------------------------------------------|
/// | `.within(window)`     | `calendar_window{period_unit::year}`, another counting window                         |
/// | `.held_for(n)`        | 0: to the end of the period in which it was earned; n: and n whole periods more        |
/// | `.of(measure)`        | `net{}`, `gross{}`, `visits{}`, `earned<unit::points>{}` (S27)                         |
/// | `.on(predicate)`      | the lines that qualify                                                                |
/// | `.crossing(...)`      | `earns_at::old_rate`, `new_rate`, `split`: what the purchase that reaches a tier earns (S19) |
/// | `.upgrading(...)`     | `upgrade::at_once`, `next_period`                                                     |
/// | `.dropping(...)`      | `drop::to_earned`, `one_step`, `never`, when a held tier ends (S28)                    |
/// | `.returning(...)`     | `on_return::keeps_tier`, `loses_tier` (S31)                                           |
/// | `.remembering()`      | keeps the count of the last period that has ended, for returns after its end          |
/// | `.grace(days)`        | 0: how many days a tier outlives its end                                              |
///
/// The tier may count the points that it multiplies: `tiered{500_points}.of(earned<unit::points>{})` before a `points` with
/// `multiply_by_tier{1_x, 2_x}`. The purchase that brings the count to 500 points still earns at the old rate.
///
/// Periods are those of the window: calendar periods, or membership years. Every other window has one day as its period:
/// a tier lasts while the sum in the window reaches it, with or without purchases, and `.held_for(30)` holds it for 30
/// days after the last day on which it did.
///
/// `loses_tier` takes a tier away that the count of the sale's period, without what came back, does not reach. In that
/// period it is exact. After its end the count is gone, and the receipt alone decides. A tier goes if the sale had
/// reached it and the rest does not, whatever else was bought in the period. With `.remembering()`, for 16 bytes a
/// member, it is exact to the end of the next period in which the member buys. Tiers of a window without periods are
/// lost as long as the sale counts in it.

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/tiered/tier_choices.hpp>
#include <loyalty/policies/tiered/tier_hold.hpp>
#include <loyalty/policies/tiered/tier_period.hpp>
#include <loyalty/policies/tiered/tier_progress.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/rules/tier_standing.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace loyalty {

/// The fourth of the five policies (S19, S27, S28, S29). Put it before the policies that read the tier. A threshold
/// is reached at `>=`. At most `most_tiers` thresholds, rising.
template <unit_type Counted, std::size_t Count, criteria::counting_window Window = criteria::calendar_window,
          class Measure = criteria::net, criteria::predicate Where = criteria::always, bool Remembers = false>
struct tiered {
    static_assert(Count <= extensions::most_tiers, "loyalty: tiered: at most 8 tiers above the base");
    using period = detail::tier_period<Window>;
    using rewards = units<>;
    using counted_unit = Counted;
    template <class Event>
    static constexpr bool concerns = criteria::basis<Measure, Where>::template concerns<Event>;
    static constexpr std::string_view name = "tiered";
    static constexpr bool tells_tier = true;
    static constexpr std::size_t tiers = Count + 1;

    /// Keeps the count of the last period in which something counted.
    static constexpr bool remembers = Remembers && !period::is_one_day;

    struct state {
        typename Window::count count{};
        LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<remembers, typename Window::count, 1> ended{};
        /// For each tier the first period without it, as earlier ones earned.
        typename period::number held_until[Count]{};
        /// The period of `ended`.
        LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<remembers, detail::ended_period<typename period::number>, 2>
            ended_in{};
        std::uint8_t tier = 0;

        [[nodiscard]] constexpr bool is_valid() const noexcept { return tier <= Count; }
        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    /// A threshold that no sum passes: that of a tier which a programme from run time does not have.
    static constexpr std::int64_t unreached = (std::numeric_limits<std::int64_t>::max)();

    std::int64_t thresholds[Count + 1]{}; ///< in minor units of `Counted`; behind the last one `unreached`
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};
    LOYALTY_NO_UNIQUE_ADDRESS criteria::basis<Measure, Where> counted{};
    std::int32_t hold_periods = 0;
    std::int32_t grace_days = 0;
    choices::earns_at at_crossing = choices::earns_at::old_rate;
    choices::upgrade upgrades = choices::upgrade::at_once;
    choices::drop drops = choices::drop::to_earned;
    choices::on_return returns = choices::on_return::keeps_tier;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{
            "thresholds", &tiered::thresholds, "the sum at which each tier is reached",
            extensions::above_zero("tiered: a threshold must be above zero: the tier of everyone has none")},
        extensions::field{"window", &tiered::window, "the events that are counted together"},
        extensions::field{"counted", &tiered::counted, "what counts"},
        extensions::field{"hold_periods", &tiered::hold_periods,
                          "the whole periods that a tier is held for, after its own",
                          extensions::zero_or_above("tiered: a hold must not be negative")},
        extensions::field{"grace_days", &tiered::grace_days, "the days that a tier outlives its end",
                          extensions::zero_or_above("tiered: a grace must not be negative")},
        extensions::field{"crossing", &tiered::at_crossing, "the rate of the purchase that reaches a tier"},
        extensions::field{"upgrading", &tiered::upgrades, "when a tier that is reached begins"},
        extensions::field{"dropping", &tiered::drops, "how far a tier falls at its end"},
        extensions::field{"returning", &tiered::returns, "what a return does to a tier"});

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::counts<criteria::basis<Measure, Where>, Counted, Visit>();
        template <bool Met>
        struct sentence {
            static_assert(
                Met, "loyalty: tiered: the purchase is counted in another unit than the thresholds: give them in the "
                     "unit of the purchase, or another measure with .of()");
        };
    };

    constexpr tiered() noexcept = default;

    template <std::same_as<amount<Counted>>... Threshold>
    requires(sizeof...(Threshold) == Count) constexpr explicit tiered(Threshold... reached) noexcept
        : thresholds{reached.minor_units()..., unreached} {}

    template <criteria::counting_window Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto within(Other in) const noexcept {
        return with<Other, Measure, Where, Remembers>(in, counted);
    }
    template <class Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto of(Other measure) const noexcept {
        return with<Window, Other, Where, Remembers>(window, {measure, counted.where});
    }
    /// Only purchases for which a condition holds count.
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(counted.where, detail::a_condition(if_)));
    }
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return with<Window, Measure, detail::condition_in<Lines>, Remembers>(
            window, {counted.measure, detail::a_condition(lines)});
    }
    /// Keeps the count of the last period that has ended: see above.
    [[nodiscard]] constexpr auto remembering() const noexcept {
        return with<Window, Measure, Where, true>(window, counted);
    }
    [[nodiscard]] constexpr tiered held_for(std::int32_t periods) const noexcept {
        tiered result = *this;
        result.hold_periods = periods;
        return result;
    }
    [[nodiscard]] constexpr tiered grace(std::int32_t days) const noexcept {
        tiered result = *this;
        result.grace_days = days;
        return result;
    }
    [[nodiscard]] constexpr tiered crossing(choices::earns_at rate) const noexcept {
        tiered result = *this;
        result.at_crossing = rate;
        return result;
    }
    [[nodiscard]] constexpr tiered upgrading(choices::upgrade when) const noexcept {
        tiered result = *this;
        result.upgrades = when;
        return result;
    }
    [[nodiscard]] constexpr tiered returning(choices::on_return what) const noexcept {
        tiered result = *this;
        result.returns = what;
        return result;
    }
    [[nodiscard]] constexpr tiered dropping(choices::drop how) const noexcept {
        tiered result = *this;
        result.drops = how;
        return result;
    }

    [[nodiscard]] constexpr bool pays_old_rate() const noexcept { return at_crossing == choices::earns_at::old_rate; }
    [[nodiscard]] constexpr bool splits_crossing() const noexcept { return at_crossing == choices::earns_at::split; }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        moment.tier.told = own.tier;
        if constexpr (std::same_as<Window, criteria::calendar_window>) {
            if (moment.previous < moment.day.starts(window.unit) || grace_days != 0) {
                detail::tiers::renew(*this, own, moment);
            }
        } else {
            detail::tiers::renew(*this, own, moment);
        }
        moment.stands_at(own.tier);
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        apply_counted(own, visit, counted(visit));
        detail::insist<demands<Visit>>();
    }
    template <class Visit, class Amount> // the same if it is known already what counts of the event
    LOYALTY_INLINE constexpr void apply_counted(state& own, Visit& visit, Amount spent) const noexcept {
        if (!window.is_open(visit)) {
            return visit.explain("outside the window", spent);
        }
        const std::int64_t before = own.count.total();
        const bool overflow = own.count.add_overflows(spent.minor_units());
        visit.refuse_if(overflow, reason::amount_overflow);
        if (detail::ends_at_refusal<typename Amount::unit>(visit, overflow)) {
            return;
        }
        const std::uint8_t old = own.tier;
        std::uint8_t now = old;
        // Few purchases reach the next tier, so a processor predicts this branch; it could not predict the tiers themselves.
        if (upgrades == choices::upgrade::at_once && own.count.total() >= thresholds[old]) [[unlikely]] {
            now = detail::tiers::earned_by(*this, own.count.total());
            own.tier = now;
        }
        explain(own, visit);
        visit.tier.after = now;
        visit.tier.earned = now;
        if (at_crossing == choices::earns_at::new_rate) {
            visit.tier.earning = now;
        } else if (at_crossing == choices::earns_at::split && now != old) {
            visit.tier.is_split = own.count.total() > before;
            visit.tier.from = before;
            visit.tier.until = own.count.total();
            visit.tier.thresholds = thresholds;
        }
    }

    /// The count forgets what came back, if its window still runs; after that a tier that it held may be lost. If less counts for
    /// more, a tier begins.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        const std::uint8_t earned = detail::tiers::earned_by(*this, own.count.total());
        if (!criteria::revert_count(window, own.count, {event.with.count, event.without.count, event.time}, visit)) {
            if constexpr (!period::is_one_day) {
                detail::tiers::revert_ended(*this, own, earned, event, visit);
            }
            return;
        }
        const std::uint8_t left = detail::tiers::earned_by(*this, own.count.total());
        const std::int32_t now = period::now(window, visit);
        const std::uint8_t old = own.tier;
        if (returns == choices::on_return::keeps_tier) {
            for (std::size_t i = left; i < earned && i < old; ++i) {
                detail::tiers::hold_to(own.held_until[i], detail::tiers::hold_end(*this, now));
            }
        } else {
            if constexpr (period::is_one_day) {
                // Such a tier is held day by day while the sum reaches it: as long as it did without the sale.
                for (std::size_t i = left; i < earned; ++i) {
                    const auto end = event.without.held_until[i];
                    own.held_until[i] = end < own.held_until[i] ? end : own.held_until[i];
                }
            }
            detail::tiers::lower(*this, own, left, visit);
        }
        detail::tiers::lift(*this, own, left, visit);
    }

    /// Counts of two members in the same window add up, the higher tier stays, and each tier is held as long as by one.
    template <class Visit>
    requires criteria::window_merges<Window>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::tiers::merge(*this, own, from, visit);
    }

    /// The progress of a member, at a moment to which the state has been advanced.
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr extensions::tier_progress<Counted>
    progress(const state& own, const Moment& moment) const noexcept {
        const std::int64_t total = own.count.total();
        const std::int32_t now = period::now(window, moment);
        extensions::tier_progress<Counted> result;
        result.tier = own.tier;
        result.has_next = has_next(own.tier);
        if (result.has_next) {
            result.missing_to_next = missing(own.tier, total);
        }
        result.qualifies_until = qualifies_until(own, moment, now);
        if (own.tier > 0 && drops == choices::drop::never) {
            result.held_until = date::maximum();
        } else if (own.tier > 0) {
            const std::size_t kept = own.tier - std::size_t{1};
            result.missing_to_keep = missing(kept, total);
            result.held_until = held_until(own, moment, kept) + grace_days;
        }
        return result;
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        for (std::size_t i = 1; i < Count; ++i) {
            if (thresholds[i] <= thresholds[i - 1] && thresholds[i - 1] != unreached) {
                return "tiered: the thresholds must rise: put the lower tier first";
            }
        }
        if (upgrades == choices::upgrade::next_period && at_crossing != choices::earns_at::old_rate) {
            return "tiered: a tier that begins with the next period cannot pay for the crossing purchase: use "
                   "earns_at::old_rate";
        }
        if (upgrades == choices::upgrade::next_period && hold_periods == 0) {
            return "tiered: a tier that begins with the next period and is held for none never begins: hold it for 1";
        }
        return nullptr;
    }

private:
    template <unit_type, std::size_t, criteria::counting_window, class, criteria::predicate, bool>
    friend struct tiered;

    /// Of a window, a measure and a condition that have no default, such as `counts_up_to`.
    constexpr tiered(Window in, criteria::basis<Measure, Where> of) noexcept : window{in}, counted{of} {}

    [[nodiscard]] constexpr bool has_next(std::uint8_t tier) const noexcept { return thresholds[tier] != unreached; }

    template <class OtherWindow, class OtherMeasure, class OtherWhere, bool OtherRemembers>
    [[nodiscard]] LOYALTY_INLINE constexpr auto with(OtherWindow in,
                                                     criteria::basis<OtherMeasure, OtherWhere> of) const noexcept {
        tiered<Counted, Count, OtherWindow, OtherMeasure, OtherWhere, OtherRemembers> result{in, of};
        for (std::size_t i = 0; i <= Count; ++i) {
            result.thresholds[i] = thresholds[i];
        }
        result.hold_periods = hold_periods;
        result.grace_days = grace_days;
        result.at_crossing = at_crossing;
        result.upgrades = upgrades;
        result.drops = drops;
        result.returns = returns;
        return result;
    }

    template <class Moment>
    [[nodiscard]] constexpr date qualifies_until(const state& own, const Moment& moment,
                                                 std::int32_t now) const noexcept {
        if constexpr (period::is_one_day) {
            const std::int64_t total = own.count.total();
            const date falls = window.falls_below(own.count, total > 0 ? total : 1, moment);
            return falls > moment.today() ? falls : moment.today() + 1;
        } else {
            return period::first_day(window, moment, now + 1);
        }
    }

    template <class Moment>
    [[nodiscard]] constexpr date held_until(const state& own, const Moment& moment, std::size_t kept) const noexcept {
        const date held = period::first_day(window, moment, own.held_until[kept]);
        if (own.count.total() < thresholds[kept]) {
            return held;
        }
        date earned{};
        if constexpr (period::is_one_day) {
            earned = window.falls_below(own.count, thresholds[kept], moment) + hold_periods;
        } else {
            earned = period::first_day(window, moment, detail::tiers::hold_end(*this, period::now(window, moment)));
        }
        return held < earned ? earned : held;
    }

    [[nodiscard]] constexpr amount<Counted> missing(std::size_t threshold, std::int64_t total) const noexcept {
        const std::int64_t lack = thresholds[threshold] - total;
        return amount<Counted>::from_minor_units(lack > 0 ? lack : 0);
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void explain(const state& own, Visit& visit) const noexcept {
        if constexpr (Visit::explains) {
            visit.explain("qualifying", amount<Counted>::from_minor_units(own.count.total()));
            if (has_next(own.tier)) {
                visit.explain("missing to the next tier", missing(own.tier, own.count.total()));
                if constexpr (!period::is_one_day) {
                    const date end = period::first_day(window, visit, period::now(window, visit) + 1);
                    visit.explain("days left in the period", ratio{end - visit.today(), 1}, "days");
                }
            }
        }
    }
};

template <unit_type Counted, std::same_as<amount<Counted>>... More>
tiered(amount<Counted>, More...) -> tiered<Counted, 1 + sizeof...(More)>;

} // namespace loyalty
