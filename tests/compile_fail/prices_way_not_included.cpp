// SPDX-License-Identifier: BSL-1.0
// expect: a checkout is priced first: include <loyalty/engine/checkout.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/loyalty.hpp>

#if !defined(LOYALTY_EXPECT_FAILURE)
#include <loyalty/engine/checkout.hpp>
#endif

#include <type_traits>

using namespace loyalty;

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{}}};

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, prices::checkout<currency::usd>{}).refused);
}
