// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/date.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty::social {

/// Rewards a purchase after days without one: `reactivation{200_points, 90}` gives 200 points to a member who bought on 10 January
/// and then on 10 April, 90 days later, and nothing to one who came back on 9 April, or for the first time.
///
/// Days are business days of the programme's calendar. Only purchases count: a review or the passing of time is no purchase. A
/// return takes the award back, and the day of the purchase too if the member has bought nothing since. Takes 4 bytes. Include
/// this file beside `loyalty.hpp`.
template <unit_type Unit>
struct reactivation {
    using rewards = units<Unit>;
    static constexpr std::string_view name = "reactivation";
    static constexpr bool returns_put_back = true;
    template <class Event>
    static constexpr bool concerns = extensions::is_purchase<Event>;

    struct state {
        date last = date::maximum(); ///< purchase; at first none

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    amount<Unit> award{};
    std::int32_t days = 1;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"award", &reactivation::award, "of a purchase after so many days without one",
                          extensions::above_zero("reactivation: the award must be above zero")},
        extensions::field{"days", &reactivation::days, "since the last purchase",
                          extensions::above_zero("reactivation: give at least one day")});

    constexpr reactivation(amount<Unit> gift, std::int32_t without_purchase) noexcept
        : award{gift}, days{without_purchase} {}

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        const date today = visit.today();
        if (own.last != date::maximum() && today - own.last >= days) {
            visit.grant(award);
        }
        if constexpr (Visit::explains) {
            if (own.last != date::maximum()) {
                const std::int64_t away = today - own.last;
                visit.explain("without a purchase", ratio{away, 1}, "days");
                if (away < days) {
                    visit.explain("missing to a reactivation", ratio{days - away, 1}, "days");
                }
            }
        }
        own.last = today;
    }

    /// Of two members the later purchase counts.
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit&) const noexcept {
        const bool is_later = own.last == date::maximum() || (from.last != date::maximum() && own.last < from.last);
        own.last = is_later ? from.last : own.last;
    }
};

} // namespace loyalty::social
