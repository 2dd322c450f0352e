// SPDX-License-Identifier: BSL-1.0
//
// G25: a contract liability by IFRS 15, after example 10A of KPMG's handbook "Revenue recognition": sales of 100,000, 10,000 points, 97 %
// of which are expected to be redeemed. The handbook rounds the allocation to whole per cent, 91 and 9.

#include <loyalty/analytics/liability.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

using namespace loyalty;
using namespace loyalty::analytics;

namespace {

constexpr amount<currency::usd> dollars(std::int64_t whole) {
    return amount<currency::usd>::whole(whole);
}
constexpr amount<currency::usd> to_dollar(amount<currency::usd> value) {
    return arithmetic::round_to_multiple(value, 1_usd, rounding::half_up).value();
}
constexpr allocated_price<currency::usd> sales{dollars(100'000), dollars(100'000), dollars(9'700)};

} // namespace

TEST_CASE("G25: the allocation rounded to per cent gives 9,000, 4,175 and 3,552") {
    const auto deferred = sales.of_points_by_percent(0, rounding::half_up).value();
    CHECK(deferred == dollars(9'000));
    const auto second = recognised_revenue(deferred, 4'500_points, 9'700_points, rounding::half_up).value();
    CHECK(to_dollar(second) == dollars(4'175));
    const auto third = recognised_revenue(deferred, 8'500_points, 9'900_points, rounding::half_up).value() - second;
    CHECK(to_dollar(third) == dollars(3'552));
}

TEST_CASE("G25: not rounded before the amount it is 8,842.30, and 4,102.10 in the second year") {
    const auto deferred = sales.of_points(rounding::half_up).value();
    CHECK(deferred == 8842.30_usd);
    CHECK(recognised_revenue(deferred, 4'500_points, 9'700_points, rounding::half_up) == 4102.10_usd);
}

TEST_CASE("G25: with a decimal of a per cent it is 8,800") {
    CHECK(sales.of_points_by_percent(1, rounding::half_up) == dollars(8'800));
}

TEST_CASE(
    "G25: what is redeemed beyond the estimate brings no more than was deferred; nothing expected has no answer") {
    CHECK(recognised_revenue(9000_usd, 9'800_points, 9'700_points, rounding::half_up) == 9000_usd);
    CHECK_FALSE(recognised_revenue(9000_usd, 0_points, 0_points, rounding::half_up).has_value());
    CHECK_FALSE(allocated_price<currency::usd>{1_usd, 0_usd, 0_usd}.of_points(rounding::half_up).has_value());
}
