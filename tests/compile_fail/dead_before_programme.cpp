// SPDX-License-Identifier: BSL-1.0
// expect: terms: a condition or a campaign of this rule meets no day on which the programme is in force
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr auto may = during({.from = "2025-05-01"_date, .until = "2025-06-01"_date});

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr terms<> from_june{.name = "shop", .valid = {.from = "2025-06-01T00:00"_utc}};
#else
constexpr terms<> from_june{.name = "shop", .valid = {.from = "2025-05-31T00:00"_utc}};
#endif

constexpr programme rules{from_june, points{per_visit{1_points}.when(may)}};

int main() {}
