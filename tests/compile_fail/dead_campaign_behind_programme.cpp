// SPDX-License-Identifier: BSL-1.0
// expect: terms: a condition or a campaign of this rule meets no day on which the programme is in force
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr auto may =
    spend_threshold{5_points, once(10_usd)}.within(campaign{{.from = "2025-05-01"_date, .until = "2025-06-01"_date}});

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr terms<> to_april{.name = "shop", .valid = {.until = "2025-05-01T00:00"_utc}};
#else
constexpr terms<> to_april{.name = "shop", .valid = {.until = "2025-05-02T00:00"_utc}};
#endif

constexpr programme rules{to_april, may};

int main() {}
