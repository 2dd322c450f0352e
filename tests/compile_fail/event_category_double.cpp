// SPDX-License-Identifier: BSL-1.0
// expect: codes such as `category`, `sku` and `store` must be whole numbers
#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme rules{points{per_amount{1_points, 1_usd}.on(category_is(4)), round_off{rounding::floor}}};

#if defined(LOYALTY_EXPECT_FAILURE)
struct sale {
    std::uint64_t id = 1;
    instant time{};
    money<currency::usd> net = 5_usd;
    double category = 4;
};
#else
struct sale {
    std::uint64_t id = 1;
    instant time{};
    money<currency::usd> net = 5_usd;
    int category = 4;
};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, sale{}).refused);
}
