// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

// A question about a time before the last event is answered as of that event; a replay up to the time answers of the past.

namespace {

using sale = purchase<currency::usd>;

constexpr programme shop{tiered{100_usd}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                         lots<unit::points>{}.expiring(expires_end_of_month<6>{})};
constexpr instant march = "2025-03-09T12:00"_utc;
constexpr instant may = "2025-05-09T12:00"_utc;
constexpr instant next_year = "2026-04-02T12:00"_utc;

} // namespace

TEST_SUITE("engine/past_questions") {
    TEST_CASE("a time before the last event counts as that event's") {
        member<std::remove_const_t<decltype(shop)>> anna;
        apply(shop, anna, sale{.id = 1, .time = march, .net = 100_usd});
        const auto then = anna;
        apply(shop, anna, sale{.id = 2, .time = next_year, .net = 7_usd}); // the first points are no longer there
        CHECK(balances_of<unit::points>(shop, anna, may).available == 7_points);
        CHECK(balances_of<unit::points>(shop, anna, next_year).available == 7_points);
        CHECK(tier_of(shop, anna, may) == 0);
        CHECK(tier_of(shop, anna, next_year) == 0);
        CHECK(progress(shop, anna, may).missing_to_next == 93_usd);
        CHECK(balances_of<unit::points>(shop, then, may).available == 100_points); // her events up to May
        CHECK(tier_of(shop, then, may) == 1);
    }
}
