// SPDX-License-Identifier: BSL-1.0
//
// G02: the big and the small spender. 500 in a calendar month makes a big spender, who earns twice.
#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using support::points_of;

namespace {

constexpr auto rules_with(earns_at crossing) {
    return programme{tiered{500_usd}.within(calendar_window{period_unit::month}).crossing(crossing),
                     points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{rounding::floor}}};
}

/// What a purchase earns after another in the same month, and one in the next.
struct month {
    std::int64_t first;
    std::int64_t second;
    std::int64_t next_month;

    friend constexpr bool operator==(const month&, const month&) = default;
};

constexpr month spend(earns_at crossing, money<currency::usd> net) {
    support::till shop{rules_with(crossing)};
    return {points_of(shop.pay("2025-03-10"_date, net)), points_of(shop.pay("2025-03-31"_date, net)),
            points_of(shop.pay("2025-04-01"_date, net))};
}

} // namespace

TEST_SUITE("G02 big and small spender") {
    TEST_CASE("the crossing purchase of 1000") {
        CHECK_TWICE(spend(earns_at::old_rate, 1000_usd) == month{1000, 2000, 1000});
        CHECK_TWICE(spend(earns_at::new_rate, 1000_usd) == month{2000, 2000, 2000});
        CHECK_TWICE(spend(earns_at::split, 1000_usd) == month{1500, 2000, 1500});
    }

    TEST_CASE("the small spender of 100") {
        CHECK_TWICE(spend(earns_at::old_rate, 100_usd) == month{100, 100, 100});
        CHECK_TWICE(spend(earns_at::new_rate, 100_usd) == month{100, 100, 100});
        CHECK_TWICE(spend(earns_at::split, 100_usd) == month{100, 100, 100});
    }
}
