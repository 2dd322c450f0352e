// SPDX-License-Identifier: BSL-1.0
// expect: dated: the account has too few buckets for the dates of its policies: give it as many as they have days of expiry and of activation together
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::ledgers;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto account = lots<unit::points>{};
#else
constexpr auto account = lots<unit::points>{}.spare_buckets<30>();
#endif

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          dated{points{per_visit{100_points}}}.expiring(ledgers::expires_after_days<30>{30}), account};

int main() {}
