// SPDX-License-Identifier: BSL-1.0
// expect: returned: the receipt is const, and .apply. lowers it by what came back
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using sale = purchase<currency::usd>;

constexpr programme shop{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
constexpr auto noon = "2025-03-10T12:00"_utc;

int main() {
    member<decltype(shop)> anna;
#if defined(LOYALTY_EXPECT_FAILURE)
    const auto sold = apply_with_receipt(shop, anna, sale{.id = 1, .time = noon, .net = 5_usd});
#else
    auto sold = apply_with_receipt(shop, anna, sale{.id = 1, .time = noon, .net = 5_usd});
#endif
    const sale kept{.id = 1, .time = noon, .net = 2_usd};
    return apply(shop, anna, sold.receipt.returned({.id = 2, .time = noon}, kept)).accepted() ? 0 : 1;
}
