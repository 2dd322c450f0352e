// SPDX-License-Identifier: BSL-1.0
// expect: needs the fact `net`
#include <loyalty/loyalty.hpp>

#include <cstdint>

using namespace loyalty;

struct sale {
    std::uint64_t id = 1;
    instant time{};
};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
#else
constexpr programme rules{points{per_visit{1_points}}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, sale{}).refused);
}
