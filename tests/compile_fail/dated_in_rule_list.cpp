// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: dated..... stands around a whole policy: write dated
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::ledgers;

constexpr points of_visit{per_visit{100_points}};
#if defined(LOYALTY_EXPECT_FAILURE)
using rule = decltype(dated{of_visit}.expiring(ledgers::expires_after_days<30>{30}));
#else
using rule = std::remove_const_t<decltype(of_visit)>;
#endif

int main() {
    [[maybe_unused]] const programme rules{rule_list<4, rule>{}, lots<unit::points>{}.spare_buckets<30>()};
}
