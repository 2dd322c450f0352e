// SPDX-License-Identifier: BSL-1.0
// expect: wallet: no policy before it grants the unit of a vouchers.....\.for_each<Unit>.., and so it never issues a thing
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::things;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{stamp_card{10}.awards(1_vouchers), wallet<4>{}.issuing(vouchers{7}.for_each<unit::stamps>())};
#else
constexpr programme rules{stamp_card{10}.awards(1_vouchers),
                          wallet<4>{}.issuing(vouchers{7}.for_each<unit::vouchers>())};
#endif

int main() {}
