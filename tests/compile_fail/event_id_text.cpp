// SPDX-License-Identifier: BSL-1.0
// expect: the facts `id` and `member` must be whole numbers
#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

#if defined(LOYALTY_EXPECT_FAILURE)
struct sale {
    std::string_view id = "A-7";
    instant time{};
    money<currency::usd> net = 5_usd;
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
