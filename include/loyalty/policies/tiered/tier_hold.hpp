// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// How long a tier is held, and how a return shortens that. `Rules` is a `tiered`.

#include <loyalty/config.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/policies/tiered/tier_choices.hpp>
#include <loyalty/policies/tiered/tier_period.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/time/date.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty {

namespace detail::tiers {

/// The highest tier whose threshold a total reaches: 350.00 of {350.00, 1000.00} is tier 1. Counted without branches: a
/// processor could not guess whether a purchase reaches a tier.
template <class Rules>
[[nodiscard]] LOYALTY_INLINE constexpr std::uint8_t earned_by(const Rules& rules, std::int64_t total) noexcept {
    unsigned tier = 0;
    total -= total == Rules::unreached ? 1 : 0; // a sum as large as 64 bits hold reaches no tier that there is not
    for (std::size_t i = 0; i + 1 < Rules::tiers; ++i) {
        tier += total >= rules.thresholds[i] ? 1u : 0u;
    }
    return static_cast<std::uint8_t>(tier);
}

/// The first period without a tier that was earned in a period.
template <class Rules>
[[nodiscard]] LOYALTY_INLINE constexpr typename Rules::period::number hold_end(const Rules& rules,
                                                                               std::int32_t earned_in) noexcept {
    return saturate<typename Rules::period::number>(std::int64_t{earned_in} + 1 + rules.hold_periods);
}

/// Holds a tier to `end` at least.
template <class Number>
LOYALTY_INLINE constexpr void hold_to(Number& held_until, Number end) noexcept {
    held_until = held_until < end ? end : held_until;
}

/// Notes for how long the tiers that a past period earned are held. Tiers of the current period are not noted, since
/// its count has them.
template <class Rules>
constexpr void hold_earned(const Rules& rules, typename Rules::state& own, std::int32_t earned_in) noexcept {
    const std::size_t earned = earned_by(rules, own.count.total());
    for (std::size_t i = 0; i < earned; ++i) {
        hold_to(own.held_until[i], hold_end(rules, earned_in));
    }
    if (rules.upgrades == choices::upgrade::next_period && own.tier < earned) {
        own.tier = static_cast<std::uint8_t>(earned);
    }
}

/// Holds every tier that the sum reached on some day since the previous event, from the last such day on. A tier that
/// begins with the next period counts the days before today alone.
template <class Rules, class Moment>
constexpr void hold_reached(const Rules& rules, typename Rules::state& own, Moment& moment) noexcept {
    if (moment.is_first()) {
        return;
    }
    const bool at_once = rules.upgrades == choices::upgrade::at_once;
    const date counted_until = moment.today() + (at_once ? 1 : 0);
    for (std::size_t i = 0; i + 1 < Rules::tiers; ++i) {
        if (own.count.total() < rules.thresholds[i]) {
            return;
        }
        const date falls = rules.window.falls_below(own.count, rules.thresholds[i], moment);
        const date reached_until = falls < counted_until ? falls : counted_until;
        hold_to(own.held_until[i],
                saturate<std::int32_t>(std::int64_t{reached_until.days_since_epoch} + rules.hold_periods));
        const bool begins = !at_once && moment.date_of_previous() < moment.today();
        own.tier = begins && own.tier < i + 1 ? static_cast<std::uint8_t>(i + 1) : own.tier;
    }
}

/// Holds what the rest of a period earned in those behind it, up to now, in which nothing happened: 170 nights above 100 are 70 of
/// the next year, and enough for 50.
template <class Rules>
constexpr void hold_rolled(const Rules& rules, typename Rules::state& own, std::int32_t period,
                           std::int32_t now) noexcept {
    const auto ended = own.count;
    while (++period < now && own.count.total() > 0) {
        rules.window.roll(own.count);
        hold_earned(rules, own, period);
    }
    own.count = ended; // the window ends it
}

/// Ends the period of the member's previous event, if another has begun: what it earned is held from now on.
template <class Rules, class Moment>
LOYALTY_INLINE constexpr void end_period(const Rules& rules, typename Rules::state& own,
                                         const Moment& moment) noexcept {
    using period = typename Rules::period;
    if (moment.is_first()) {
        return;
    }
    const std::int32_t earned_in = rules.window.counted_in(own.count, moment);
    if (earned_in >= period::now(rules.window, moment)) {
        return;
    }
    hold_earned(rules, own, earned_in);
    if constexpr (Rules::remembers) {
        if (own.count.total() != 0) {
            own.ended = own.count;
            own.ended_in.number = saturate<typename period::number>(earned_in);
        }
    }
    if constexpr (requires { rules.window.roll(own.count); }) {
        hold_rolled(rules, own, earned_in, period::now(rules.window, moment));
    }
}

/// Ends what has ended since the previous event, and begins what was earned for the next period.
template <class Rules, class Moment>
LOYALTY_INLINE constexpr void renew(const Rules& rules, typename Rules::state& own, Moment& moment) noexcept {
    using period = typename Rules::period;
    if constexpr (period::is_one_day) {
        hold_reached(rules, own, moment);
    } else {
        end_period(rules, own, moment);
    }
    rules.window.advance(own.count, moment);
    const std::int32_t now = period::at(rules.window, moment, moment.today() - rules.grace_days);
    const bool counts_on = !period::is_one_day && rules.upgrades == choices::upgrade::at_once;
    const std::size_t earned = counts_on ? earned_by(rules, own.count.total()) : 0;
    std::size_t tier = own.tier;
    while (tier > earned && rules.drops != choices::drop::never && own.held_until[tier - 1] <= now) {
        --tier;
        if (rules.drops == choices::drop::one_step && tier > 0) {
            hold_to(own.held_until[tier - 1], hold_end(rules, own.held_until[tier]));
        }
    }
    own.tier = static_cast<std::uint8_t>(tier);
}

/// Returns true if a tier is held by earlier periods; one that never drops is held once any has earned it.
template <class Rules>
[[nodiscard]] constexpr bool is_held(const Rules& rules, const typename Rules::state& own, std::size_t index,
                                     std::int32_t graced) noexcept {
    return rules.drops == choices::drop::never ? own.held_until[index] != 0 : own.held_until[index] > graced;
}

/// Takes tiers away that nothing holds, down to one that is earned.
template <class Rules, class Visit>
constexpr void lower(const Rules& rules, typename Rules::state& own, std::uint8_t earned, Visit& visit) noexcept {
    const std::int32_t graced = Rules::period::at(rules.window, visit, visit.today() - rules.grace_days);
    while (own.tier > earned && !is_held(rules, own, own.tier - std::size_t{1}, graced)) {
        --own.tier;
    }
    visit.tier.after = own.tier;
    visit.tier.earned = own.tier;
}

/// Begins a tier that the rest of a sale reaches and the whole sale did not: 120.00 count nothing if only baskets below 100.00 count,
/// and the 80.00 that a return leaves count.
template <class Rules, class Visit>
constexpr void lift(const Rules& rules, typename Rules::state& own, std::uint8_t earned, Visit& visit) noexcept {
    if (rules.upgrades == choices::upgrade::at_once && own.tier < earned) {
        own.tier = earned;
        visit.tier.after = earned;
        visit.tier.earned = earned;
    }
}

/// The same in a period that is over: the tier begins if it is still held.
template <class Rules, class Visit>
constexpr void lift_ended(const Rules& rules, typename Rules::state& own, std::size_t reached, std::size_t left,
                          std::int32_t sold_in, Visit& visit) noexcept {
    const std::int32_t graced = Rules::period::at(rules.window, visit, visit.today() - rules.grace_days);
    for (std::size_t i = reached; i < left; ++i) {
        hold_to(own.held_until[i], hold_end(rules, sold_in));
        if (own.tier <= i && is_held(rules, own, i, graced)) {
            own.tier = static_cast<std::uint8_t>(i + 1);
            visit.tier.after = own.tier;
            visit.tier.earned = own.tier;
        }
    }
}

/// Takes back what counted in a period that is over: a tier that it was held for goes, unless a later period has earned
/// it; it is then held as long as earlier periods say. `earned` is the tier that the count of now had reached before.
template <class Rules, class Visit>
constexpr void revert_ended(const Rules& rules, typename Rules::state& own, std::uint8_t earned,
                            const extensions::undone<typename Rules::state>& event, Visit& visit) noexcept {
    const std::int32_t sold_in = Rules::period::at(rules.window, visit, visit.calendar.business_date(event.time));
    std::size_t reached = earned_by(rules, event.with.count.total());
    std::size_t left = earned_by(rules, event.without.count.total());
    if constexpr (Rules::remembers) {
        if (own.ended_in.number == sold_in) {
            reached = earned_by(rules, own.ended.total());
            visit.refuse_if(criteria::exchange_overflows(own.ended, event.with.count, event.without.count),
                            reason::amount_overflow);
            left = earned_by(rules, own.ended.total());
        }
    }
    lift_ended(rules, own, reached, left, sold_in, visit);
    if (rules.returns == choices::on_return::keeps_tier) {
        // What rolled over into the count of now may be less: the tiers that it had reached are held.
        for (std::size_t i = earned_by(rules, own.count.total()); i < earned && i < own.tier; ++i) {
            hold_to(own.held_until[i], hold_end(rules, Rules::period::now(rules.window, visit)));
        }
        return;
    }
    for (std::size_t i = left; i < reached; ++i) {
        const auto before = event.without.held_until[i];
        const bool is_later = own.held_until[i] > hold_end(rules, sold_in);
        own.held_until[i] = !is_later && before < own.held_until[i] ? before : own.held_until[i];
    }
    lower(rules, own,
          rules.upgrades == choices::upgrade::at_once ? earned_by(rules, own.count.total()) : std::uint8_t{0}, visit);
}

/// Takes in the count, the holds and the tier of another member. 250.00 and 150.00 of this year reach 350.00. A tier that
/// only one of the counts reached is held as if it had been earned now.
template <class Rules, class Visit>
constexpr void merge(const Rules& rules, typename Rules::state& own, const typename Rules::state& from,
                     Visit& visit) noexcept {
    const std::uint8_t here = earned_by(rules, own.count.total());
    const std::uint8_t there = earned_by(rules, from.count.total());
    visit.refuse_if(criteria::merge_overflows(own.count, from.count), reason::amount_overflow);
    const std::uint8_t now = earned_by(rules, own.count.total());
    for (std::size_t i = 0; i + 1 < Rules::tiers; ++i) {
        hold_to(own.held_until[i], from.held_until[i]);
        if (now <= i && (i < here || i < there)) { // returns have taken a count below zero
            hold_to(own.held_until[i], hold_end(rules, Rules::period::now(rules.window, visit)));
        }
    }
    if constexpr (Rules::remembers) {
        if (own.ended_in.number == from.ended_in.number) {
            visit.refuse_if(criteria::merge_overflows(own.ended, from.ended), reason::amount_overflow);
        } else if (own.ended_in.number < from.ended_in.number) {
            own.ended = from.ended;
            own.ended_in = from.ended_in;
        }
    }
    own.tier = own.tier < from.tier ? from.tier : own.tier;
    own.tier = rules.upgrades == choices::upgrade::at_once && own.tier < now ? now : own.tier;
    visit.tier.after = own.tier;
    visit.tier.earned = own.tier;
    visit.tier.earning = own.tier;
}

} // namespace detail::tiers

} // namespace loyalty
