// SPDX-License-Identifier: BSL-1.0
// expect: hunt: a hunt has one window, which does not begin anew
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/hunt.hpp>

using namespace loyalty;

constexpr games::hunt two{games::step{1_visits}, games::step{3_visits}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto hunt = two.within(criteria::calendar_window{period_unit::month});
#else
constexpr auto hunt = two.within(criteria::campaign{{"2025-05-01"_date, "2025-06-01"_date}});
#endif

int main() {}
