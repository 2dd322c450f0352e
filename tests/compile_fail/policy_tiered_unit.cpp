// SPDX-License-Identifier: BSL-1.0
// expect: tiered: the purchase is counted in another unit than the thresholds
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{350_eur}};
#else
constexpr programme rules{tiered{350_usd}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, purchase<currency::usd>{.id = 1, .net = 5_usd}).refused);
}
