// SPDX-License-Identifier: BSL-1.0
// expect: each_line and each_unit: tenders pay for a basket, not for a line
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr per_amount a_point_a_dollar{1_points, 1_usd};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{each_line{sum_of{a_point_a_dollar.paid_by(tender::cash)}, round_off{}}}};
#else
constexpr programme rules{points{each_line{sum_of{a_point_a_dollar}, round_off{}}}};
#endif

int main() {}
