// SPDX-License-Identifier: BSL-1.0
// expect: two campaigns are issued for the same unit
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::things;

constexpr auto first = vouchers{7}.for_each<unit::vouchers>();

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto coffees = wallet<8>{}.issuing(first, vouchers{8}.for_each<unit::vouchers>());
#else
constexpr auto coffees = wallet<8>{}.issuing(first, vouchers{8}.for_each<unit::stamps>());
#endif

int main() {
    static_cast<void>(coffees);
}
