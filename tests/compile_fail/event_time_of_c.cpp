// SPDX-License-Identifier: BSL-1.0
// expect: the fact `time` must be an instant: of seconds since 1970
#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <ctime>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

#if defined(LOYALTY_EXPECT_FAILURE)
struct sale {
    std::uint64_t id = 1;
    std::time_t time = 0;
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
