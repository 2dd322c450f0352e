// SPDX-License-Identifier: BSL-1.0
// expect: these books have no room for reservations: lots<Unit>\{\}.max_holds<4>\(\)
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto rules = lots<unit::points>{};
#else
constexpr auto rules = lots<unit::points>{}.max_holds<1>();
#endif

int main() {
    std::remove_const_t<decltype(rules)>::state anna{};
    return static_cast<int>(rules.reserve(anna, 1, amount<unit::points>{}, date{2}, date{1}));
}
