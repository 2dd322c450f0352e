// SPDX-License-Identifier: BSL-1.0
// expect: needs the fact `joined`
#include <loyalty/loyalty.hpp>

#include <cstdint>

using namespace loyalty;
using namespace loyalty::criteria;

struct sale {
    std::uint64_t id = 1;
    instant time{};
    money<currency::usd> net = 5_usd;
};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{spend_threshold{5_points, once(50_usd)}.within(first_months{3})};
#else
constexpr programme rules{spend_threshold{5_points, once(50_usd)}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, sale{}).refused);
}
