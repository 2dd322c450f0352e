// SPDX-License-Identifier: BSL-1.0
// expect: needs the fact `time`
#include <loyalty/loyalty.hpp>

#include <cstdint>

using namespace loyalty;

struct sale {
    std::uint64_t id = 1;
#if !defined(LOYALTY_EXPECT_FAILURE)
    instant time{};
#endif
    money<currency::usd> net = 5_usd;
};

constexpr programme rules{points{per_visit{1_points}}};

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, sale{}).refused);
}
