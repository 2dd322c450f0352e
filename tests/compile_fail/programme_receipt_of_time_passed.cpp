// SPDX-License-Identifier: BSL-1.0
// expect: apply_with_receipt: only what earns, a redemption and a commitment have a
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr programme rules{points{per_visit{1_points}}};

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
#if defined(LOYALTY_EXPECT_FAILURE)
    return apply_with_receipt(rules, anna, time_passed{.time = "2025-03-10T12:00"_utc}).outcome.accepted() ? 0 : 1;
#else
    return apply_with_receipt(rules, anna, purchase<currency::usd>{.id = 1, .net = 1_usd}).outcome.accepted() ? 0 : 1;
#endif
}
