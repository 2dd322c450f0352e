// SPDX-License-Identifier: BSL-1.0
// expect: this programme keeps no things: add a things::wallet
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::things;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{1_points}, round_off{}}};
#else
constexpr programme rules{points{per_visit{1_points}, round_off{}}, wallet<8>{}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    apply(rules, anna, thing_use{.id = 1, .code = 4711});
}
