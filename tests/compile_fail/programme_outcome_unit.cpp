// SPDX-License-Identifier: BSL-1.0
// expect: no policy of this programme grants this unit
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr programme rules{points{per_visit{1_points}}};

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    const auto gave = apply(rules, anna, purchase<currency::usd>{.id = 1, .net = 5_usd});
#if defined(LOYALTY_EXPECT_FAILURE)
    return static_cast<int>(gave.granted<unit::stamps>().minor_units());
#else
    return static_cast<int>(gave.granted<unit::points>().minor_units());
#endif
}
