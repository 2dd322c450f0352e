// SPDX-License-Identifier: BSL-1.0

// The programme of the README: written in a few lines, proved by the compiler, run over a few purchases.

#include <loyalty/io/format.hpp>
#include <loyalty/loyalty.hpp>

#include <fmt/format.h>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme beauty{
    tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1),
    points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}},
    cashback{currency::usd{}, rounding::half_even,
             cashback_rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{period_unit::month}),
             cashback_rate{1.5_pct}},
    gamified{streak<calendar_window{period_unit::week}>{4}.awards(50_points), stamp_card{10}.awards(1_stamps)},
};

using sale = purchase<currency::usd>;

// A purchase as the compiler sees it: 23.99 USD earn 23 points, and 1.5 % of it is 0.35985, half-even 0.36.
constexpr auto first = preview(beauty, {}, sale{.id = 1, .time = "2025-03-10T12:00"_utc, .net = 23.99_usd});
static_assert(first.granted<unit::points>() == 23_points);
static_assert(first.granted<currency::usd>() == 0.36_usd);

int main() {
    member<decltype(beauty)> anna;
    const sale sales[]{
        {.id = 1, .time = "2025-03-10T12:00"_utc, .net = 200_usd},
        {.id = 2, .time = "2025-06-15T12:00"_utc, .net = 149.99_usd},
        {.id = 3, .time = "2025-07-01T12:00"_utc, .net = 0.01_usd}, // reaches 350.00
        {.id = 3, .time = "2025-07-01T12:00"_utc, .net = 0.01_usd}, // the same event again
        {.id = 4, .time = "2025-07-02T12:00"_utc, .net = 79.40_usd},
    };
    for (const sale& each : sales) {
        const auto gave = apply(beauty, anna, each);
        if (gave.accepted()) {
            fmt::print("sale {}: {}, {} back, tier {}\n", each.id, gave.granted<unit::points>(),
                       gave.granted<currency::usd>(), gave.tier_after);
        } else {
            fmt::print("sale {}: refused: {}\n", each.id, message(gave.refused));
        }
    }
    fmt::print("anna has {} and {}\n", anna.balance<unit::points>(), anna.balance<currency::usd>());

    // 200 + 149 + 0 + floor(79.40 * 1.25); 3.00 + 2.25 (2.24985) + 0.00 + 1.19
    return anna.balance<unit::points>() == 448_points && anna.balance<currency::usd>() == 6.44_usd ? 0 : 1;
}
