// SPDX-License-Identifier: BSL-1.0
//
// A beauty shop's programme in ten lines, proved by the compiler. Insider, VIB from 350 USD and Rouge from 1000 USD a
// year, held for the rest of the year and all of the next; 1, 1.25 and 1.5 points a dollar.

#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <cstdio>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme beauty{
    tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1),
    points{
        per_amount{1_points, 1_usd},
        multiply_by_tier{1_x, 1.25_x, 1.5_x},
        round_off{rounding::floor},
    },
};

// A member, and purchases one after the other.
struct shop {
    member<decltype(beauty)> anna{};
    std::uint64_t id = 0;

    constexpr auto buy(instant time, money<currency::usd> net) {
        return apply(beauty, anna, purchase<currency::usd>{.id = ++id, .time = time, .net = net});
    }
};

constexpr int tier_after_year_end(money<currency::usd> spent_in_2026, instant then) {
    shop till;
    till.buy("2025-03-10T12:00"_utc, 200_usd);
    till.buy("2025-06-15T12:00"_utc, 149.99_usd);
    till.buy("2025-07-01T12:00"_utc, 0.01_usd);
    till.buy("2026-11-30T12:00"_utc, spent_in_2026);
    return till.buy(then, 0_usd).tier_after;
}

constexpr amount<unit::points> for_79_40_after(money<currency::usd> spent) {
    shop till;
    till.buy("2025-03-10T12:00"_utc, spent);
    return till.buy("2025-03-11T12:00"_utc, 79.40_usd).granted<unit::points>();
}

static_assert(for_79_40_after(349.99_usd) == 79_points);
static_assert(for_79_40_after(350_usd) == 99_points);
static_assert(for_79_40_after(1000_usd) == 119_points);
static_assert(tier_after_year_end(120_usd, "2026-12-31T23:59:59"_utc) == 1);
static_assert(tier_after_year_end(120_usd, "2027-01-01T00:00"_utc) == 0);
static_assert(tier_after_year_end(1000_usd, "2027-12-31T23:59:59"_utc) == 2);

int main() {
    const char* const names[]{"Insider", "VIB", "Rouge"};
    shop till;
    const auto first = till.buy("2025-03-10T12:00"_utc, 349.99_usd);
    const auto second = till.buy("2025-06-15T12:00"_utc, 0.01_usd);
    const auto third = till.buy("2025-07-01T12:00"_utc, 79.40_usd);
    for (const auto& gave : {first, second, third}) {
        std::printf("%3lld points, then %s\n", static_cast<long long>(gave.granted<unit::points>().minor_units()),
                    names[gave.tier_after]);
    }
    const bool right = first.granted<unit::points>() == 349_points && first.tier_after == 0 &&
                       second.granted<unit::points>() == 0_points && second.tier_after == 1 &&
                       third.granted<unit::points>() == 99_points;
    return right ? 0 : 1;
}
