// SPDX-License-Identifier: BSL-1.0
// expect: apply takes the programme first: write apply.programme, member, event.
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr programme rules{points{per_visit{10_points}}};

int main() {
    member<decltype(rules)> anna;
    const purchase<currency::usd> bought{.id = 1};
#if defined(LOYALTY_EXPECT_FAILURE)
    apply(anna, rules, bought);
#else
    apply(rules, anna, bought);
#endif
}
