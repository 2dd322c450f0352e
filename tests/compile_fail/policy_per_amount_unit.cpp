// SPDX-License-Identifier: BSL-1.0
// expect: per_amount: the basis counts another unit than `per`
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_amount{1_points, 1_eur}, round_off{rounding::floor}}};
#else
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, purchase<currency::usd>{.id = 1, .net = 5_usd}).refused);
}
