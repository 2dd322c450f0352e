// SPDX-License-Identifier: BSL-1.0
// expect: needs the fact `joined`
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{350_usd}.within(membership_year{})};
#else
constexpr programme rules{tiered{350_usd}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, purchase<currency::usd>{}).refused);
}
