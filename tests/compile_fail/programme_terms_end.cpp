// SPDX-License-Identifier: BSL-1.0
// expect: terms: the programme ends before it starts: give `valid` a later end
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{terms<>{.valid = {"2026-01-01T00:00"_utc, "2025-01-01T00:00"_utc}},
                          points{per_visit{1_points}}};
#else
constexpr programme rules{terms<>{.valid = {"2025-01-01T00:00"_utc, "2026-01-01T00:00"_utc}},
                          points{per_visit{1_points}}};
#endif

int main() {}
