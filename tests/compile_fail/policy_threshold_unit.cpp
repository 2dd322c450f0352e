// SPDX-License-Identifier: BSL-1.0
// expect: spend_threshold: the purchase is counted in another unit than the threshold
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{spend_threshold{5_points, every(50_eur)}};
#else
constexpr programme rules{spend_threshold{5_points, every(50_usd)}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, purchase<currency::usd>{.id = 1, .net = 5_usd}).refused);
}
