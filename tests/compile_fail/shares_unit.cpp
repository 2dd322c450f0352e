// SPDX-License-Identifier: BSL-1.0
// expect: no policy before the accounts of this programme grants this unit
#include <loyalty/engine/shares.hpp>
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::ledgers;

constexpr programme rules{points{per_visit{1_points}}};

int main() {
    constexpr share_of<std::remove_const_t<decltype(rules)>> share{};
#if defined(LOYALTY_EXPECT_FAILURE)
    return share.granted<unit::stamps>() == 0_stamps ? 0 : 1;
#else
    return share.granted<unit::points>() == 0_points ? 0 : 1;
#endif
}
