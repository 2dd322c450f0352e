// SPDX-License-Identifier: BSL-1.0
// expect: a return by shares: a quota, a donation or a partner of this programme counts what was granted
#include <loyalty/engine/sale_record.hpp>
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr programme rules{limited{quota<1>(100_points), points{per_visit{1_points}}}};
using rules_type = std::remove_const_t<decltype(rules)>;

int main() {
    member<rules_type> anna;
    quotas<rules_type> budget{rules};
    ledgers::sale_record<rules_type, currency::usd, 1> slip;
    const ledgers::returned_pieces first{.line = 1};
    const extensions::event_key key{.id = 2};
#if defined(LOYALTY_EXPECT_FAILURE)
    constexpr auto rule = choices::return_rule::keep;
#else
    constexpr auto rule = choices::return_rule::re_evaluate;
#endif
    return ledgers::apply_return<rule>(rules, anna, slip, key, first, sharing(budget)).accepted() ? 0 : 1;
}
