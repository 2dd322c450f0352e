// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/tier_grant.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/date.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// A tier that is set by hand (S55): until a stated day the member has at least this tier, and a higher one if it is earned.
/// Stands right behind the `tiered`, before the policies that read the tier:
///
/// @code
/// constexpr programme beauty{tiered{350_usd, 1000_usd}, tier_floor{}, points{...}};
/// apply(beauty, anna, tier_grant{.id = 1, .time = now, .tier = 2, .until = "2026-01-01"_date});   // Rouge to the end of 2025
/// @endcode
///
/// Granted anew it replaces the old floor; tier 0 takes it away, and the member falls to the tier that was earned. A tier that
/// the programme does not have is refused (`unknown_tier`).
struct tier_floor {
    using rewards = units<>;
    static constexpr std::string_view name = "tier_floor";
    static constexpr bool reads_tier = true;
    template <class Event>
    static constexpr bool concerns =
        extensions::can_earn<Event> || std::is_same_v<Event, tier_grant> || extensions::is_opening<Event>;

    struct state {
        date until = date::minimum();
        std::uint8_t floor = 0;
        std::uint8_t shown = 0; ///< the tier after the last event

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        const std::uint8_t now = raised(own, moment.tier.earned, moment);
        moment.tier.told = moment.is_first() ? moment.tier.told : own.shown;
        moment.tier.before = now;
        moment.tier.after = now;
        moment.tier.earning = now;
        own.shown = now;
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        if constexpr (std::is_same_v<detail::event_type_of<Visit>, tier_grant>) {
            visit.refuse_if(visit.event.tier >= Visit::tier_count(), reason::unknown_tier);
            own.floor = visit.event.tier;
            own.until = visit.event.until;
        } else if constexpr (extensions::is_opening<detail::event_type_of<Visit>>) {
            visit.refuse_if(visit.event.tier >= Visit::tier_count(), reason::unknown_tier);
            own.floor = visit.event.tier;
            own.until = visit.event.tier_until;
        } else {
            visit.tier.earning = raised(own, visit.tier.earning, visit);
        }
        visit.tier.after = raised(own, visit.tier.earned, visit);
        own.shown = visit.tier.after;
    }

    /// Of two members the higher floor that still holds stays; of equal ones the one that ends later.
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        const bool holds = own.until > visit.today();
        const bool is_higher = own.floor < from.floor || (own.floor == from.floor && own.until < from.until);
        if (from.until > visit.today() && (!holds || is_higher)) {
            own.floor = from.floor;
            own.until = from.until;
        }
        visit.tier.after = raised(own, visit.tier.earned, visit);
        own.shown = visit.tier.after;
    }

    /// A return leaves the floor.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>&, Visit& visit) const noexcept {
        visit.tier.after = raised(own, visit.tier.earned, visit);
        own.shown = visit.tier.after;
    }

private:
    template <class Moment>
    [[nodiscard]] static constexpr std::uint8_t raised(const state& own, std::uint8_t tier,
                                                       const Moment& moment) noexcept {
        const bool holds = own.until > moment.today() && own.floor > tier;
        return holds && own.floor < moment.tier_count() ? own.floor : tier; // a floor read from bytes may be any
    }
};

} // namespace loyalty
