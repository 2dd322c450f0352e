// SPDX-License-Identifier: BSL-1.0
// expect: condition: no day meets all of it, so it never holds
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr auto may = during({.from = "2025-05-01"_date, .until = "2025-06-01"_date});

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto june = during({.from = "2025-06-01"_date, .until = "2025-07-01"_date});
#else
constexpr auto june = during({.from = "2025-05-31"_date, .until = "2025-07-01"_date});
#endif

constexpr programme rules{points{per_visit{1_points}.when(may && june)}};

int main() {}
