// SPDX-License-Identifier: BSL-1.0
// expect: apply_with_receipt: only what earns, a checkout, a redemption and a commitment have a receipt
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr programme rules{points{per_visit{1_points}}};

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
#if defined(LOYALTY_EXPECT_FAILURE)
    return apply_with_receipt(rules, anna, tier_grant{.id = 1}).outcome.accepted() ? 0 : 1;
#else
    return apply_with_receipt(rules, anna, purchase<currency::usd>{.id = 1, .net = 1_usd}).outcome.accepted() ? 0 : 1;
#endif
}
