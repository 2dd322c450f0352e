// SPDX-License-Identifier: BSL-1.0
// expect: an account such as lots<...> books what the policies before it granted: put it last
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::things;

constexpr auto coffees = wallet<8>{}.issuing(vouchers{7}.for_each<unit::vouchers>());

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{coffees, gamified{stamp_card{10}.awards(1_vouchers)}};
#else
constexpr programme rules{gamified{stamp_card{10}.awards(1_vouchers)}, coffees};
#endif

int main() {}
