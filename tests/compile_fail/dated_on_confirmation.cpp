// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: dated: a confirmation finds lots by the dates of the account: give the account activates_on_confirmation
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::ledgers;

#if defined(LOYALTY_EXPECT_FAILURE)
using activation = activates_on_confirmation<14>;
#else
using activation = activates_after_days<14>;
#endif

constexpr programme rules{dated{points{per_visit{100_points}}}.activating(activation{}),
                          lots<unit::points>{}.spare_buckets<14>()};

int main() {}
