// SPDX-License-Identifier: BSL-1.0
// expect: needs the fact `id`
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::choices;

struct sale {
    instant time{};
    money<currency::usd> net = 5_usd;
};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{terms<utc, identity::by_time_and_id>{}, points{per_visit{1_points}}};
#else
constexpr programme rules{terms<utc, identity::by_time>{}, points{per_visit{1_points}}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, sale{}).refused);
}
