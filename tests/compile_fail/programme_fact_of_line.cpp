// SPDX-License-Identifier: BSL-1.0
// expect: needs the fact `category`
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
constexpr programme rules{points{per_visit{1_points}.when(category_is(4u))}};
#else
constexpr programme rules{points{per_visit{1_points}}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, sale{}).refused);
}
