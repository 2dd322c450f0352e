// SPDX-License-Identifier: BSL-1.0
// expect: [.]when[(][.][.][.][)] sees the whole purchase, and this predicate reads its lines
#include <loyalty/loyalty.hpp>

#include <array>
#include <cstdint>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;

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

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto food = category_is(4);
#else
constexpr auto food = any_line(category_is(4));
#endif

constexpr programme rules{points{per_amount{1_points, 1_usd}, multiply_by{2_x}.when(food), round_off{rounding::floor}}};

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, order{}).refused);
}
