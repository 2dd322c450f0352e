// SPDX-License-Identifier: BSL-1.0
//
// Members arrive from another system, give points to each other, and become one (S47). 1,500 points that were earned
// elsewhere on 1 May 2018 expire after twelve months from then, and count for nothing earned here. A gift keeps the day
// on which it expires. Two cards of one person become one, lot by lot, once. Sources: a feature request to another
// system, with its figures; the rest is an example.

#include "check.hpp"

#include <array>

namespace moving_members {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme rules{
    tiered{1000_points}.of(earned<unit::points>{}),
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
    lots<unit::points>{}.expiring(ledgers::expires_after_months<366>{12}),
    social::mergeable{},
};
using rules_type = std::remove_const_t<decltype(rules)>;

void cases(gallery::checks& check) {
    const auto has = [](const member<rules_type>& own, date day) {
        return balances_of<unit::points>(rules, own, gallery::noon(day)).available;
    };
    std::array<member<rules_type>, 2> cards{};
    social::opening<unit::points> brought{.id = 1, .time = gallery::noon("2018-07-02"_date)};
    brought.add(1500_points, {.earned_on = "2018-05-01"_date});
    apply(rules, cards[0], brought);
    check("1,500 points of another system", has(cards[0], "2018-07-02"_date), 1500_points);
    check("the last day", has(cards[0], "2019-04-30"_date), 1500_points);
    check("then", has(cards[0], "2019-05-01"_date), 0_points);
    check("the tier by what was earned", tier_of(rules, cards[0], gallery::noon("2018-07-03"_date)), 0);
    check("the same file again", apply(rules, cards[0], brought).refused, reason::duplicate_event);

    const transfer<unit::points> gift{
        .id = 2, .member = 0, .time = gallery::noon("2018-08-01"_date), .to = 1, .amount = 300_points};
    apply(rules, cards[0], cards[1], gift);
    check("a gift of 300", has(cards[1], "2019-04-30"_date), 300_points);
    check("which expires on its own day", has(cards[1], "2019-05-01"_date), 0_points);

    const social::member_merge both{.id = 3, .member = 1, .time = gallery::noon("2018-09-01"_date), .into = 0};
    apply(rules, cards[1], cards[0], both);
    check("two cards become one", has(cards[0], "2018-09-01"_date), 1500_points);
    check("and the old one has", has(cards[1], "2018-09-01"_date), 0_points);
    check("twice", apply(rules, cards[1], cards[0], both).refused, reason::already_merged);
}

const gallery::page here{"moving_members", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace moving_members
