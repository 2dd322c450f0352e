// SPDX-License-Identifier: BSL-1.0
#include <loyalty/engine/rule_list.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::choices;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using sale = purchase<currency::usd>;

namespace {

using earning = decltype(points{per_amount{1_points, 1_usd}, round_off{}});
using by_tier = decltype(points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{}});
using card = decltype(stamp_card{2}.awards(1_stamps));
using one_tier = decltype(tiered{1_usd});
using two_tiers = decltype(tiered{1_usd, 2_usd});

/// A rule that few programmes have: 20 points for a purchase.
struct rare_gift {
    using rewards = units<unit::points>;
    static constexpr bool is_rare = true;

    template <class Visit>
    constexpr void apply(no_state, Visit& visit) const {
        visit.grant(20_points);
    }
};
/// The same with 50 points.
struct rarer_gift {
    using rewards = units<unit::points>;
    static constexpr bool is_rare = true;

    template <class Visit>
    constexpr void apply(no_state, Visit& visit) const {
        visit.grant(50_points);
    }
};

struct effects_seen {
    std::vector<unsigned> rules{};
    std::vector<std::string_view> policies{};

    void on(const award<unit::points>& effect) { rules.push_back(effect.rule); }
    void on(const award<unit::stamps>& effect) { rules.push_back(effect.rule); }
    void on(const step& one) {
        if (policies.empty() || policies.back() != one.policy) {
            policies.push_back(one.policy);
        }
    }
};

} // namespace

TEST_CASE("a list holds rules up to its capacity and evaluates them in order") {
    rule_list<3, earning, card> rules;
    CHECK(rules.size() == 0);
    CHECK(rules.push_back(stamp_card{2}.awards(1_stamps)));
    CHECK(rules.push_back(points{per_amount{2_points, 1_usd}, round_off{rounding::floor}}));
    CHECK(rules.push_back(points{per_amount{1_points, 10_usd}, round_off{rounding::ceiling}}));
    CHECK_FALSE(rules.push_back(stamp_card{9}.awards(1_stamps)));
    CHECK(rules.size() == 3);

    const programme shop{rules};
    member<std::remove_const_t<decltype(shop)>> anna;
    const auto first = apply(shop, anna, sale{.id = 1, .net = 15.99_usd});
    CHECK(first.granted<unit::points>() == 33_points); // 31 and 2
    CHECK(first.granted<unit::stamps>() == 0_stamps);
    CHECK(apply(shop, anna, sale{.id = 2, .net = 1_usd}).granted<unit::stamps>() == 1_stamps);
    CHECK(anna.balance<unit::points>() == 36_points);
}

TEST_CASE("kinds that are rare are evaluated as the others, wherever they stand") {
    rule_list<4, earning, rare_gift, card, rarer_gift> rules;
    REQUIRE((rules.push_back(rarer_gift{}) && rules.push_back(rare_gift{})));
    REQUIRE((rules.push_back(points{per_amount{1_points, 1_usd}, round_off{}}) &&
             rules.push_back(stamp_card{1}.awards(1_stamps))));
    const programme shop{rules};
    member<std::remove_const_t<decltype(shop)>> anna;
    const auto gave = apply(shop, anna, sale{.id = 1, .net = 5_usd});
    CHECK(gave.granted<unit::points>() == 75_points); // 50 and 20 and 5
    CHECK(gave.granted<unit::stamps>() == 1_stamps);
}

TEST_CASE("an empty list gives nothing") {
    const programme shop{rule_list<3, earning, card>{}};
    CHECK(shop.right);
    member<std::remove_const_t<decltype(shop)>> anna;
    const auto gave = apply(shop, anna, sale{.id = 1, .net = 15_usd});
    CHECK(gave.accepted());
    CHECK(gave.granted<unit::points>() == 0_points);
}

TEST_CASE("members differ where what their rules remember differs") {
    rule_list<2, earning, card> rules;
    REQUIRE(rules.push_back(stamp_card{3}.awards(1_stamps)));
    const programme shop{terms<utc, identity::by_time>{}, rules};
    member<std::remove_const_t<decltype(shop)>> anna;
    member<std::remove_const_t<decltype(shop)>> ben;
    CHECK(anna == ben);
    CHECK(apply(shop, anna, sale{.net = 1_usd}).accepted());
    CHECK_FALSE(anna == ben);
    CHECK(apply(shop, ben, sale{.net = 2_usd}).accepted());
    CHECK(anna == ben);
    CHECK(apply(shop, ben, sale{.net = 2_usd}).accepted());
    CHECK_FALSE(anna == ben);
}

TEST_CASE("a list names the rule that cannot be right, and the programme counts it through") {
    rule_list<4, earning, card> rules;
    REQUIRE(rules.push_back(stamp_card{2}.awards(1_stamps)));
    REQUIRE(rules.push_back(stamp_card{256}.awards(1_stamps)));
    CHECK(rules.first_defect().rule == 1);
    CHECK(std::string_view{problem_of(rules)} == "stamp_card: a card has 1 to 255 fields");

    const programme shop{points{per_visit{1_points}}, points{per_visit{1_points}}, rules};
    CHECK_FALSE(shop.right);
    CHECK(shop.problem().rule == 3);
    member<std::remove_const_t<decltype(shop)>> anna;
    CHECK(apply(shop, anna, sale{.id = 1, .net = 1_usd}).refused == reason::programme_defect);
}

TEST_CASE("a list that tells the tier holds its tiered first, once, and with a factor for each tier") {
    using list = rule_list<4, one_tier, two_tiers, by_tier>;
    static_assert(list::tells_tier && !list::reads_tier);
    const by_tier reader{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{}};

    list right;
    REQUIRE((right.push_back(one_tier{10_usd}) && right.push_back(reader)));
    CHECK(problem_of(right) == nullptr);
    const programme shop{right};
    member<std::remove_const_t<decltype(shop)>> anna;
    CHECK(apply(shop, anna, sale{.id = 1, .net = 10_usd}).granted<unit::points>() == 10_points);
    CHECK(apply(shop, anna, sale{.id = 2, .net = 10_usd}).granted<unit::points>() == 20_points);
    const auto refusal = apply(shop, anna, sale{.id = 2, .net = 10_usd});
    CHECK(refusal.refused == reason::duplicate_event);
    CHECK(refusal.tier_told == 1);

    list late;
    REQUIRE((late.push_back(reader) && late.push_back(one_tier{10_usd})));
    CHECK(late.first_defect().rule == 0);
    CHECK(std::string_view{problem_of(late)} ==
          "rule_list: a rule asks for the member's tier before a tiered: add the tiered first");

    list short_of_factors;
    REQUIRE((short_of_factors.push_back(two_tiers{10_usd, 20_usd}) && short_of_factors.push_back(reader)));
    CHECK(short_of_factors.first_defect().rule == 1);
    CHECK(std::string_view{problem_of(short_of_factors)} ==
          "rule_list: multiply_by_tier needs one factor for each tier, the tier of everyone included");

    list two;
    REQUIRE((two.push_back(one_tier{10_usd}) && two.push_back(one_tier{10_usd})));
    CHECK(two.first_defect().rule == 1);
    CHECK(std::string_view{problem_of(two)} == "rule_list: a second tiered: a member has one tier");
}

TEST_CASE("a list without a tiered takes the tier from the one before it") {
    using list = rule_list<2, by_tier, card>;
    static_assert(list::reads_tier && !list::tells_tier && list::tiers_named == 2);
    list rules;
    REQUIRE(rules.push_back(points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 3_x}, round_off{}}));
    const programme shop{tiered{10_usd}, rules};
    member<std::remove_const_t<decltype(shop)>> anna;
    CHECK(apply(shop, anna, sale{.id = 1, .net = 10_usd}).granted<unit::points>() == 10_points);
    CHECK(apply(shop, anna, sale{.id = 2, .net = 10_usd}).granted<unit::points>() == 30_points);
}

TEST_CASE("a refusal names the rule of a list counted through") {
    using capped = decltype(points{per_amount{1_points, 1_usd}, round_off{}, cap_at{5_points}.rejecting()});
    rule_list<3, capped, card> rules;
    REQUIRE(rules.push_back(stamp_card{2}.awards(1_stamps)));
    REQUIRE(rules.push_back(points{per_amount{1_points, 1_usd}, round_off{}, cap_at{5_points}.rejecting()}));
    const programme shop{points{per_visit{5_points}}, rules};
    member<std::remove_const_t<decltype(shop)>> anna;
    CHECK(apply(shop, anna, sale{.id = 1, .net = 5_usd}).accepted());
    const auto gave = apply(shop, anna, sale{.id = 2, .net = 6_usd});
    CHECK(gave.refused == reason::cap_reached);
    CHECK(gave.refusing_rule() == 2);
}

TEST_CASE("effects and explanations name the rules of a list counted through") {
    rule_list<3, earning, card> rules;
    REQUIRE(rules.push_back(stamp_card{1}.awards(1_stamps)));
    REQUIRE(rules.push_back(points{per_amount{2_points, 1_usd}, round_off{}}));
    const programme shop{points{per_visit{5_points}}, rules};
    member<std::remove_const_t<decltype(shop)>> anna;
    effects_seen told;
    CHECK(apply(shop, anna, sale{.id = 1, .net = 1_usd}, no_profile{}, told).accepted());
    CHECK(told.rules == std::vector<unsigned>{0, 1, 2});
    CHECK(told.policies == std::vector<std::string_view>{"points", "stamp_card", "points"});
}
