// SPDX-License-Identifier: BSL-1.0
// expect: the fact `net` must be money, such as money<currency::usd>: binary floating point cannot hold 0.10
#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

#if defined(LOYALTY_EXPECT_FAILURE)
struct sale {
    std::uint64_t id = 1;
    instant time{};
    double net = 5.00;
};
#else
struct sale {
    std::uint64_t id = 1;
    instant time{};
    money<currency::usd> net = 5_usd;
};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, sale{}).refused);
}
