// SPDX-License-Identifier: BSL-1.0
// expect: returned: give the purchase that the member keeps, with the id and the time of the sale, and no amount
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using sale = purchase<currency::usd>;

constexpr programme shop{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
constexpr auto noon = "2025-03-10T12:00"_utc;

int main() {
    member<decltype(shop)> anna;
    auto sold = apply_with_receipt(shop, anna, sale{.id = 1, .time = noon, .net = 5_usd});
#if defined(LOYALTY_EXPECT_FAILURE)
    const auto kept = 2_usd;
#else
    const sale kept{.id = 1, .time = noon, .net = 2_usd};
#endif
    return apply(shop, anna, sold.receipt.returned({.id = 2, .time = noon}, kept)).accepted() ? 0 : 1;
}
