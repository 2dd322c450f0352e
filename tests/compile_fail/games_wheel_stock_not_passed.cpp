// SPDX-License-Identifier: BSL-1.0
// expect: prize_wheel: a prize has a stock, which members share: pass it with each event
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>

using namespace loyalty;
using games::prize;

constexpr programme fair{
    games::prize_wheel{2025, prize{9, 0_points}, prize{1, 50_points}.out_of(quota<1>(10_items), 0)}};

int main() {
    member<decltype(fair)> anna;
    quotas<decltype(fair)> stock{fair};
#if defined(LOYALTY_EXPECT_FAILURE)
    static_cast<void>(apply(fair, anna, activity{.id = 1}));
#else
    static_cast<void>(apply(fair, anna, activity{.id = 1}, sharing(stock)));
#endif
}
