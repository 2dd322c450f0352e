// SPDX-License-Identifier: BSL-1.0
// expect: no matching|no known conversion|could not convert|cannot convert
#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/loyalty.hpp>

using namespace loyalty;

int main() {
    analytics::purchase_table<currency::usd> table{{period_unit::month, date::of(2025, 1, 1), 3}};
#if !defined(LOYALTY_EXPECT_FAILURE)
    return static_cast<int>(table.order(0, date::of(2025, 1, 5), 1_usd)) +
           static_cast<int>(table.refund(0, date::of(2025, 1, 5), 1_usd));
#elif defined(__clang__) // each compiler says the one in fewer lines
    return static_cast<int>(table.order(0, date::of(2025, 1, 5), 1_eur));
#else
    return static_cast<int>(table.refund(0, date::of(2025, 1, 5), 1_eur));
#endif
}
