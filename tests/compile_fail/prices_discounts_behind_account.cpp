// SPDX-License-Identifier: BSL-1.0
// expect: put the discounts{...} before the accounts
#include <loyalty/loyalty.hpp>

#include <loyalty/engine/checkout.hpp>

#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::prices;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{}}, lots<unit::points>{},
                          discounts{percent_off(5_pct)}};
#else
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{}}, discounts{percent_off(5_pct)},
                          lots<unit::points>{}};
#endif

int main() {
    const member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(quote(rules, anna, checkout<currency::usd>{}).refusal.why);
}
