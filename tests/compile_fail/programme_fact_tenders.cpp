// SPDX-License-Identifier: BSL-1.0
// expect: needs the fact `tenders`
#include <loyalty/loyalty.hpp>

#include <cstdint>

using namespace loyalty;

struct sale {
    std::uint64_t id = 1;
    instant time{};
    money<currency::usd> net = 5_usd;
};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_amount{1_points, 1_usd}.paid_by(tender::card), round_off{rounding::floor}}};
#else
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, sale{}).refused);
}
