// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty {

/// Turns one unit into another as soon as there is enough of it: 10 stamps become 5.00 and leave none.
///
/// @code
/// constexpr programme bakery{stamp_card{1}.awards(1_stamps), conversion{10_stamps, 5_usd}};    // a plain balance
/// constexpr programme stars{points{...}, lots<unit::points>{}, conversion{500_points, 10_usd}}; // an automatic redemption
/// @endcode
///
/// It stands behind the policies that grant the unit, and behind its account if it has one: what an event earned then counts at
/// once. Converts as often as the balance allows, 23 stamps twice, and with `.at_most(20_usd)` no more than that at one event. A
/// return undoes what its sale would not have converted without the goods that come back (S30, S31): 620 points became 10.00, and
/// with 400 left of the sale they would not; so 500 points go back to their lots, and 10.00 are taken. What is enough then is
/// converted at the next event. The conversions of other sales stand: points that they took are owed, or as `.on_shortfall(...)`
/// says (S26). A unit without an account is converted and undone alike: what another sale's conversion took of it makes the balance
/// negative. A programme in which no rule before the conversion grants the unit, and no account keeps it, does not compile.
template <unit_type From, unit_type To>
struct conversion {
    using rewards = units<To>;
    using debits = units<From>;
    static constexpr std::string_view name = "conversion";
    template <class Event>
    static constexpr bool concerns = extensions::can_earn<Event>;

    amount<From> from{};
    amount<To> to{};
    amount<To> most = amount<To>::largest();

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"from", &conversion::from, "what one conversion takes",
                                             extensions::above_zero("conversion: both amounts must be above zero")},
                           extensions::field{"to", &conversion::to, "what it gives",
                                             extensions::above_zero("conversion: both amounts must be above zero")},
                           extensions::field{"at_most", &conversion::most, "the most that it gives at one event"});

    constexpr conversion(amount<From> cost, amount<To> award, amount<To> limit = amount<To>::largest()) noexcept
        : from{cost}, to{award}, most{limit} {}

    /// No more than that at one event; the rest waits for the next.
    [[nodiscard]] constexpr conversion at_most(amount<To> limit) const noexcept { return {from, to, limit}; }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(extensions::no_state, Visit& visit) const noexcept {
        if constexpr (Visit::template can_be_spent<From>) { // else a programme has a sentence
            convert(visit);
        }
    }
    template <class Visit>
    LOYALTY_INLINE constexpr void convert(Visit& visit) const noexcept {
        const std::int64_t times = times_of(visit.template available<From>().minor_units());
        if (times <= 0) {
            visit.explain("missing to a conversion", from - visit.template available<From>());
            return;
        }
        amount<To> granted{};
        visit.refuse_if(arithmetic::multiply_overflows(to, times, granted), reason::amount_overflow);
        visit.template spend<From>(amount<From>::from_minor_units(times * from.minor_units()));
        visit.grant(granted);
    }

    /// What it takes, and what it gives for that, if so many minor units are available. For returns.
    struct converted {
        std::int64_t taken = 0;
        amount<To> given{};
    };
    [[nodiscard]] constexpr converted converted_of(std::int64_t available) const noexcept {
        const std::int64_t times = available > 0 ? times_of(available) : 0;
        amount<To> given{};
        if (arithmetic::multiply_overflows(to, times,
                                           given)) { // a receipt that is damaged: its sale would not have passed
            given = amount<To>::largest();
        }
        return {times * from.minor_units(), given};
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return most < to ? "conversion: the most at one event must be at least one conversion" : nullptr;
    }

private:
    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t times_of(std::int64_t available) const noexcept {
        const std::int64_t times = available / from.minor_units();
        const std::int64_t most_times = most < amount<To>::largest() ? most.minor_units() / to.minor_units() : times;
        return times > most_times ? most_times : times;
    }
};

} // namespace loyalty
