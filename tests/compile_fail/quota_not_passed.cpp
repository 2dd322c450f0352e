// SPDX-License-Identifier: BSL-1.0
// expect: the members of this programme share a quota: pass it with each event
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr programme launch{limited{quota<1>(1'000_points), points{per_visit{500_points}}}};

int main() {
    member<std::remove_const_t<decltype(launch)>> anna;
    quotas<std::remove_const_t<decltype(launch)>> budget{launch};
    const purchase<currency::usd> sale{.id = 1, .net = 5_usd};
#if defined(LOYALTY_EXPECT_FAILURE)
    apply(launch, anna, sale);
#else
    apply(launch, anna, sale, sharing(budget));
#endif
    return 0;
}
