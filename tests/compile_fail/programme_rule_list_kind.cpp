// SPDX-License-Identifier: BSL-1.0
// expect: rule_list: the list does not name this kind of policy among its own
#include <loyalty/engine/rule_list.hpp>
#include <loyalty/loyalty.hpp>

using namespace loyalty;

int main() {
    rule_list<4, stamp_card<>> rules;
#if defined(LOYALTY_EXPECT_FAILURE)
    return rules.push_back(points{per_visit{1_points}}) ? 0 : 1;
#else
    return rules.push_back(stamp_card{10}) ? 0 : 1;
#endif
}
