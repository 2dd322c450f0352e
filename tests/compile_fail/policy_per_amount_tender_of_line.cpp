// SPDX-License-Identifier: BSL-1.0
// expect: each_line and each_unit: tenders pay for a basket, not for a line
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{
    points{each_line{per_amount{1_points, 1_usd}.paid_by(tender::card), round_off{rounding::floor}}}};
#else
constexpr programme rules{points{each_line{per_amount{1_points, 1_usd}, round_off{rounding::floor}}}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, basket<currency::usd>{.id = 1}).refused);
}
