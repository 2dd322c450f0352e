// SPDX-License-Identifier: BSL-1.0
// expect: the fact `net` must be money, such as money<currency::usd>
#include <loyalty/loyalty.hpp>

#include <array>
#include <cstdint>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

#if defined(LOYALTY_EXPECT_FAILURE)
struct position {
    float net{};
    int category = 4;
    int quantity = 1;
};
struct order {
    std::uint64_t id = 1;
    instant time{};
    std::array<position, 2> lines{};
};
#else
struct position {
    money<currency::usd> net{};
    int category = 4;
    int quantity = 1;
};
struct order {
    std::uint64_t id = 1;
    instant time{};
    std::array<position, 2> lines{};
};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, order{}).refused);
}
