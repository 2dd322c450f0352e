// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/membership_change.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/window.hpp>

#include <string_view>
#include <type_traits>

namespace loyalty {

/// Keeps the interval of a member's paid membership (S43), as `membership_change` events set it. `membership_active()` then
/// reads it here, and no profile needs to carry it:
///
/// @code
/// constexpr programme prime{paid_membership{},
///                           cashback{currency::usd{}, rounding::half_up, cashback_rate{5_pct}.on(membership_active()), cashback_rate{3_pct}}};
/// apply(prime, anna, membership_change{.id = 1, .time = now, .membership = {"2025-01-10T00:00"_utc, "2026-01-10T00:00"_utc}});
/// @endcode
///
/// Half-open and to the second: the benefit holds on 2026-01-09 at 23:59:59, and no longer at 2026-01-10T00:00. An interval that
/// ends before it starts is refused (`ends_before_start`). The fee of a membership, its renewals, upgrades and refunds
/// are in policies/membership_record.hpp.
struct paid_membership {
    using rewards = units<>;
    static constexpr std::string_view name = "paid_membership";
    static constexpr bool keeps_membership = true;
    template <class Event>
    static constexpr bool concerns = std::is_same_v<Event, membership_change>;

    struct state {
        instant_window interval{instant::minimum(), instant::minimum()}; ///< at first empty

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        moment.membership = own.interval;
    }
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        const instant_window interval = visit.event.membership;
        if (interval.until < interval.from) {
            visit.refuse_if(true, reason::ends_before_start);
            return;
        }
        own.interval = interval;
        visit.membership = interval;
    }
    /// Of two members the membership that ends later stays. If they meet, it is one from the earlier begin: of
    /// [1 January, 1 July) and [1 May, 1 October), [1 January, 1 October). Their times do not add up.
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        const instant_window mine = own.interval;
        const instant_window other = from.interval;
        const bool meet = !mine.empty() && !other.empty() && mine.from <= other.until && other.from <= mine.until;
        own.interval = mine.empty() || (!other.empty() && mine.until < other.until) ? other : mine;
        own.interval.from = meet && mine.from < other.from ? mine.from : meet ? other.from : own.interval.from;
        visit.membership = own.interval;
    }
    /// A return leaves the membership.
    template <class Visit>
    constexpr void revert(state&, const extensions::undone<state>&, Visit&) const noexcept {}
};

} // namespace loyalty
