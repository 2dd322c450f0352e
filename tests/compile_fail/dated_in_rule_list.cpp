// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: rule_list: its rules share the dates of their lots: write dated
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr points of_visit{per_visit{100_points}};
#if defined(LOYALTY_EXPECT_FAILURE)
using rule = decltype(dated{of_visit}.expiring(expires_after_days<30>{30}));
#else
using rule = std::remove_const_t<decltype(of_visit)>;
#endif

int main() {
    [[maybe_unused]] const rule_list<4, rule> rules{};
}
