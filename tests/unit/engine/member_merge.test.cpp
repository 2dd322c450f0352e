// SPDX-License-Identifier: BSL-1.0
//
// Two members become one (S47): accounts, balances, things, the tier, and what must not be. What becomes of each policy is in
// tests/unit/policies/merge.test.cpp.
#include <loyalty/engine/member_merge.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using loyalty::social::member_merge;
using sale = purchase<currency::usd>;
using points_hold = reservation<unit::points>;

namespace {

constexpr std::uint8_t card_rule = 3;
constexpr std::uint8_t lots_rule = 4;
constexpr std::uint8_t wallet_rule = 5;
constexpr programme stars{terms<>{.name = "stars"},
                          tiered{350_usd, 1000_usd},
                          tier_floor{},
                          points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          stamp_card{200}.awards(1_stamps),
                          lots<unit::points>{}.max_holds<2>().expiring(expires_end_of_month<6>{}),
                          things::wallet<2>{},
                          social::mergeable{}};
using stars_type = std::remove_const_t<decltype(stars)>;
using member_type = member<stars_type>;

constexpr instant december = "2020-12-15T12:00"_utc;
constexpr instant january = "2021-01-10T12:00"_utc;
constexpr instant now = "2021-01-20T12:00"_utc;
constexpr instant july = "2021-07-01T00:00"_utc;
constexpr instant august = "2021-08-01T00:00"_utc;
constexpr member_merge merging{.id = 9, .member = 0, .time = now, .into = 1};

/// 60 points until July.
member_type old_card() {
    member_type own;
    apply(stars, own, sale{.id = 1, .time = december, .net = 60_usd});
    return own;
}

/// 90 points until August, of member 1.
member_type anna() {
    member_type own;
    apply(stars, own, sale{.id = 2, .member = 1, .time = january, .net = 90_usd});
    return own;
}

balances<unit::points> points_of(const member_type& own, instant as_of) {
    return balances_of<unit::points>(stars, own, as_of);
}

struct log {
    std::vector<std::string> lines{};
    refusal last{};

    void on(const expired<unit::points>& one) {
        lines.push_back("expired " + std::to_string(one.amount_expired.minor_units()));
    }
    void on(const tier_change& one) {
        lines.push_back("tier " + std::to_string(one.from) + " to " + std::to_string(one.to));
    }
    void on(const refusal& one) { last = one; }
    void on(const member_merge&, const outcome_of<stars_type>&) { lines.push_back("outcome"); }
};

/// A merge that is refused, and changes neither member.
void is_refused(member_type from, member_type into, const member_merge& event, reason why, std::uint8_t rule,
                std::string_view sentence) {
    const member_type from_before = from;
    const member_type into_before = into;
    log heard;
    const auto gave = apply(stars, from, into, event, no_profile{}, heard);
    CHECK(gave.refused == why);
    CHECK(gave.refusing_rule() == rule);
    CHECK(heard.last.why == why);
    CHECK(heard.last.rule == rule);
    CHECK(message(gave.refused) == sentence);
    CHECK(from == from_before);
    CHECK(into == into_before);
    CHECK(gave.granted<unit::points>() == 0_points);
}

constexpr programme by_time{terms<utc, choices::identity::by_time>{},
                            points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, social::mergeable{}};
constexpr std::string_view too_large = "an amount passes 64 bits: check the amounts of the event";

} // namespace

TEST_SUITE("engine/member_merge") {
    TEST_CASE("60 points until July and 90 until August: 150, each with its own date") {
        member_type from = old_card();
        member_type into = anna();
        CHECK(apply(stars, from, into, merging).accepted());
        CHECK(points_of(into, now).available == 150_points);
        CHECK(points_of(into, now).earned == 150_points);
        CHECK(points_of(into, july).expired == 60_points);
        CHECK(points_of(into, august).expired == 150_points);
        CHECK(points_of(from, now) == balances<unit::points>{});
        CHECK(from.balance<unit::stamps>() == 0_stamps);
        CHECK(into.policy<card_rule>().stamped == 2);
    }

    TEST_CASE("every class is the sum of both: 60 earned and 20 spent, 90 earned and 30 expired or pending") {
        member_type from = old_card();
        member_type into = anna();
        apply(stars, from, redemption<unit::points>{.id = 3, .time = january, .amount = 20_points});
        apply(stars, into, clawback<unit::points>{.id = 4, .time = now, .amount = 10_points});
        const auto first = points_of(from, now);
        const auto second = points_of(into, now);
        CHECK(apply(stars, from, into, merging).accepted());
        const auto both = points_of(into, now);
        CHECK(both.available == first.available + second.available);
        CHECK(both.available == 120_points);
        CHECK(both.spent == 20_points);
        CHECK(both.clawed_back == 10_points);
        CHECK(both.earned == 150_points);
        CHECK(into.policy<lots_rule>().is_valid());
    }

    TEST_CASE("a debt of 40 is filled by the 90 points of the other member, whoever has it") {
        member_type from = old_card();
        member_type into = anna();
        apply(stars, from, redemption<unit::points>{.id = 3, .time = january, .amount = 60_points});
        apply(stars, from, clawback<unit::points>{.id = 4, .time = january, .amount = 40_points});
        CHECK(points_of(from, now).debt == 40_points);
        member_type rich = into;
        member_type poor = from;
        CHECK(apply(stars, from, into, merging).accepted());
        CHECK(points_of(into, now).debt == 0_points);
        CHECK(points_of(into, now).available == 50_points);
        CHECK(apply(stars, rich, poor, merging).accepted());
        CHECK(points_of(poor, now) == points_of(into, now));
        CHECK(poor.policy<lots_rule>().is_valid());
    }

    TEST_CASE("two debts add up") {
        member_type from = old_card();
        member_type into = anna();
        apply(stars, from, clawback<unit::points>{.id = 4, .time = now, .amount = 100_points});
        apply(stars, into, clawback<unit::points>{.id = 5, .time = now, .amount = 100_points});
        CHECK(apply(stars, from, into, merging).accepted());
        CHECK(points_of(into, now).debt == 50_points);
    }

    TEST_CASE("a hold goes along, and is committed by its number") {
        member_type from = old_card();
        member_type into = anna();
        apply(stars, from, points_hold{.id = 3, .time = january, .hold = 7, .amount = 20_points});
        apply(stars, into, points_hold{.id = 4, .time = january, .hold = 8, .amount = 30_points});
        CHECK(apply(stars, from, into, merging).accepted());
        CHECK(points_of(into, now).held == 50_points);
        CHECK(points_of(into, now).available == 100_points);
        CHECK(apply(stars, into, commitment<unit::points>{.id = 10, .member = 1, .time = now, .hold = 7}).accepted());
        CHECK(points_of(into, now).spent == 20_points);
        CHECK(points_of(into, now).held == 30_points);
        CHECK(into.policy<lots_rule>().is_valid());
    }

    TEST_CASE("more lots than buckets: the closest share one, and no point is lost") {
        constexpr programme few{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                                lots<unit::points>{}.expiring(expires_end_of_year<0>{}).spare_buckets<1>(),
                                social::mergeable{}};
        using few_type = std::remove_const_t<decltype(few)>;
        constexpr std::size_t places = 2;
        static_assert(decltype(member<few_type>{}.policy<1>().buckets)::capacity == places);
        member<few_type> from;
        member<few_type> into;
        social::opening<unit::points> brought{.id = 1, .time = now};
        brought.add(10_points, {.expires = "2021-03-01"_date});
        brought.add(20_points, {.expires = "2021-09-01"_date});
        REQUIRE(apply(few, from, brought).accepted());
        social::opening<unit::points> other{.id = 2, .member = 1, .time = now};
        other.add(30_points, {.expires = "2021-06-01"_date});
        other.add(40_points, {.expires = "2021-09-10"_date});
        REQUIRE(apply(few, into, other).accepted());
        CHECK(apply(few, from, into, merging).accepted());
        CHECK(balances_of<unit::points>(few, into, now).available == 100_points);
        CHECK(balances_of<unit::points>(few, into, "2021-06-01T00:00"_utc).available >= 60_points);
        CHECK(balances_of<unit::points>(few, into, "2021-09-10T00:00"_utc).available == 0_points);
        CHECK(into.policy<1>().is_valid());
    }

    TEST_CASE("the higher tier stays, and 250.00 and 150.00 of one year reach the tier of 350.00") {
        member_type from;
        member_type into;
        apply(stars, from, sale{.id = 1, .time = january, .net = 250_usd});
        apply(stars, into, sale{.id = 2, .member = 1, .time = january, .net = 150_usd});
        const auto gave = apply(stars, from, into, merging);
        CHECK(gave.tier_before == 0);
        CHECK(gave.tier_after == 1);
        CHECK(tier_of(stars, into, "2021-12-31T12:00"_utc) == 1);
        CHECK(tier_of(stars, into, "2022-01-01T12:00"_utc) == 0);
        member_type rouge;
        apply(stars, rouge, sale{.id = 3, .member = 2, .time = january, .net = 1000_usd});
        const member_merge second{.id = 10, .member = 2, .time = now, .into = 1};
        CHECK(apply(stars, rouge, into, second).tier_after == 2);
        CHECK(tier_of(stars, rouge, now) == 0);
    }

    TEST_CASE("a floor goes along: tier 2 to the end of February, beside tier 1 to the end of the year") {
        member_type from;
        member_type into;
        apply(stars, from, tier_grant{.id = 1, .time = january, .tier = 2, .until = "2021-03-01"_date});
        apply(stars, into, tier_grant{.id = 2, .member = 1, .time = january, .tier = 1, .until = "2022-01-01"_date});
        CHECK(apply(stars, from, into, merging).tier_after == 2);
        CHECK(tier_of(stars, into, "2021-02-28T12:00"_utc) == 2);
        CHECK(tier_of(stars, into, "2021-03-01T12:00"_utc) == 0);
        // A higher floor that has ended does not count.
        member_type late;
        apply(stars, late, tier_grant{.id = 3, .member = 2, .time = january, .tier = 1, .until = "2022-01-01"_date});
        const member_merge in_march{.id = 10, .member = 1, .time = "2021-03-05T12:00"_utc, .into = 2};
        CHECK(apply(stars, into, late, in_march).tier_after == 1);
    }

    TEST_CASE("things move with their codes and states") {
        member_type from = old_card();
        member_type into = anna();
        apply(stars, from, things::thing_issue{.id = 3, .time = january, .thing = {.code = 815, .stored = 50_usd}});
        apply(stars, from, things::thing_use{.id = 4, .time = january, .code = 815, .stored = 10_usd, .order = 77});
        apply(stars, into,
              things::thing_issue{.id = 5, .member = 1, .time = january, .thing = {.code = 4711, .campaign = 7}});
        CHECK(apply(stars, from, into, merging).accepted());
        CHECK(things::thing(stars, into, 815, now).thing.stored == 40_usd);
        CHECK(things::thing(stars, into, 4711, now).status == things::status::active);
        CHECK(things::thing(stars, from, 815, now).status == things::status::unknown);
        // What the order used is given back to the one who holds the thing now.
        CHECK(
            apply(stars, into, things::thing_restoration{.id = 10, .member = 1, .time = now, .order = 77}).accepted());
        CHECK(things::thing(stars, into, 815, now).thing.stored == 50_usd);
        CHECK(into.policy<wallet_rule>().is_valid());
    }

    TEST_CASE("in a full wallet what was used gives way, and what was used elsewhere stays behind") {
        member_type from;
        member_type into;
        const auto issue = [](member_type& own, std::uint64_t id, std::uint64_t code) {
            apply(stars, own, things::thing_issue{.id = id, .time = january, .thing = {.code = code, .campaign = 7}});
        };
        issue(from, 1, 11);
        issue(from, 2, 12);
        issue(into, 3, 13);
        issue(into, 4, 14);
        apply(stars, from, things::thing_use{.id = 5, .time = january, .code = 11});
        apply(stars, into, things::thing_use{.id = 6, .time = january, .code = 13});
        CHECK(apply(stars, from, into, merging).accepted());
        CHECK(things::thing(stars, into, 12, now).status == things::status::active);
        CHECK(things::thing(stars, into, 14, now).status == things::status::active);
        CHECK(things::thing(stars, into, 11, now).status == things::status::unknown);
        CHECK(things::thing(stars, into, 13, now).status == things::status::unknown);
        CHECK(into.policy<wallet_rule>().is_valid());
    }

    TEST_CASE("a first purchase is not rewarded again, and a purchase of the old card can be returned") {
        constexpr programme shop{points{per_visit{100_points}.when(first_purchase())},
                                 points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, social::mergeable{}};
        using shop_type = std::remove_const_t<decltype(shop)>;
        member<shop_type> from;
        member<shop_type> into;
        auto sold = apply_with_receipt(shop, from, sale{.id = 1, .time = january, .net = 60_usd});
        CHECK(apply(shop, from, into, merging).accepted());
        CHECK(into.balance<unit::points>() == 160_points);
        CHECK(apply(shop, into, sale{.id = 10, .member = 1, .time = now, .net = 1_usd}).granted<unit::points>() ==
              1_points);
        CHECK(apply(shop, into, sold.receipt.returned({.id = 11, .member = 1, .time = now})).accepted());
        CHECK(into.balance<unit::points>() == 1_points);
    }

    TEST_CASE("a sink gets what has expired of both, the change of the tier and one outcome") {
        member_type from = old_card();
        member_type into = anna();
        apply(stars, into, sale{.id = 3, .member = 1, .time = now, .net = 900_usd});
        log heard;
        const member_merge in_august{.id = 9, .member = 0, .time = august, .into = 1};
        CHECK(apply(stars, from, into, in_august, no_profile{}, heard).accepted());
        CHECK(heard.lines == std::vector<std::string>{"expired 990", "expired 60", "outcome"});
        CHECK(points_of(into, august).expired == 1050_points);
    }

    TEST_CASE("it works in a constant expression, and in a programme without ids") {
        constexpr auto merged = [] {
            member<std::remove_const_t<decltype(by_time)>> from;
            member<std::remove_const_t<decltype(by_time)>> into;
            apply(by_time, from, sale{.time = january, .net = 60_usd});
            apply(by_time, into, sale{.time = january, .net = 90_usd});
            apply(by_time, from, into, merging);
            return into.balance<unit::points>() + from.balance<unit::points>();
        }();
        static_assert(merged == 150_points);
    }

    // What must not be -----------------------------------------------------------------------------------------------

    TEST_CASE("into itself") {
        constexpr std::string_view same = "the giver is the receiver: name another member";
        is_refused(old_card(), anna(), {.id = 9, .member = 1, .time = now, .into = 1}, reason::same_member,
                   rule_of_engine, same);
        member_type one = anna();
        const member_type before = one;
        CHECK(apply(stars, one, one, merging).refused == reason::same_member);
        CHECK(one == before);
    }

    TEST_CASE("twice, and into a member who has gone") {
        constexpr std::string_view gone =
            "the member was merged into another one: send the event to that one, and merge a member once";
        member_type from = old_card();
        member_type into = anna();
        CHECK(apply(stars, from, into, merging).accepted());
        is_refused(from, into, merging, reason::already_merged, rule_of_engine, gone);
        is_refused(from, into, {.id = 10, .member = 0, .time = now, .into = 1}, reason::already_merged, rule_of_engine,
                   gone);
        is_refused(anna(), from, {.id = 10, .member = 2, .time = now, .into = 0}, reason::already_merged,
                   rule_of_engine, gone);
        // Nor does the one who has gone take another event.
        const member_type before = from;
        const auto gave = apply(stars, from, sale{.id = 10, .time = now, .net = 1_usd});
        CHECK(gave.refused == reason::already_merged);
        CHECK(gave.refusing_rule() == rule_of_engine);
        CHECK(from == before);
    }

    TEST_CASE("out of order, for either member") {
        constexpr std::string_view late =
            "the event is earlier than the member's last one: send events in the order of time";
        const member_merge early{.id = 9, .member = 0, .time = "2020-12-31T12:00"_utc, .into = 1};
        is_refused(old_card(), anna(), early, reason::late_event, rule_of_engine, late);
        is_refused(anna(), old_card(), early, reason::late_event, rule_of_engine, late);
        const member_merge lower{.id = 1, .member = 0, .time = january, .into = 1};
        is_refused(old_card(), anna(), lower, reason::lower_id, rule_of_engine, message(reason::lower_id));
        const member_merge same{.id = 2, .member = 0, .time = january, .into = 1};
        is_refused(anna(), old_card(), same, reason::duplicate_event, rule_of_engine, message(reason::duplicate_event));
    }

    TEST_CASE("the points of both pass 64 bits") {
        constexpr auto most = amount<unit::points>::largest();
        member_type from;
        member_type into;
        apply(stars, from, adjustment<unit::points>{.id = 1, .time = january, .amount = most});
        apply(stars, into, adjustment<unit::points>{.id = 2, .member = 1, .time = january, .amount = 1_points});
        is_refused(from, into, merging, reason::amount_overflow, lots_rule, too_large);
    }

    TEST_CASE("the plain balances of both pass 64 bits") {
        constexpr programme cash{points{per_visit{1_points}}, social::mergeable{}};
        member<std::remove_const_t<decltype(cash)>> rich;
        member<std::remove_const_t<decltype(cash)>> richer;
        apply(cash, rich,
              adjustment<unit::points>{.id = 1, .time = january, .amount = amount<unit::points>::largest()});
        apply(cash, richer, adjustment<unit::points>{.id = 2, .time = january, .amount = 1_points});
        const auto rich_before = rich;
        const auto richer_before = richer;
        const auto gave = apply(cash, rich, richer, merging);
        CHECK(gave.refused == reason::amount_overflow);
        CHECK(gave.refusing_rule() == rule_of_engine);
        CHECK(rich == rich_before);
        CHECK(richer == richer_before);
    }

    TEST_CASE("what one policy counts of both does not fit: 199 and 199 stamps") {
        member_type from;
        member_type into;
        from.policy<card_rule>().stamped = 199;
        into.policy<card_rule>().stamped = 199;
        is_refused(from, into, merging, reason::amount_overflow, card_rule, too_large);
    }

    TEST_CASE("holds that find no place, or have one number") {
        member_type from = old_card();
        member_type into = anna();
        apply(stars, from, points_hold{.id = 3, .time = january, .hold = 7, .amount = 20_points});
        apply(stars, into, points_hold{.id = 4, .time = january, .hold = 7, .amount = 20_points});
        is_refused(from, into, merging, reason::hold_exists, lots_rule, message(reason::hold_exists));
        apply(stars, into, points_hold{.id = 5, .time = january, .hold = 8, .amount = 20_points});
        is_refused(from, into, merging, reason::holds_full, lots_rule, message(reason::holds_full));
    }

    TEST_CASE("things that find no place, or have one code") {
        const auto issue = [](member_type& own, std::uint64_t id, std::uint64_t code) {
            apply(stars, own, things::thing_issue{.id = id, .time = january, .thing = {.code = code, .campaign = 7}});
        };
        member_type from;
        member_type into;
        issue(from, 1, 11);
        issue(into, 2, 11);
        is_refused(from, into, merging, reason::code_exists, wallet_rule, message(reason::code_exists));
        issue(from, 3, 12);
        member_type full;
        issue(full, 4, 13);
        is_refused(from, full, merging, reason::wallet_full, wallet_rule, message(reason::wallet_full));
    }

    TEST_CASE("outside the validity of the programme") {
        constexpr programme old_rules{terms<>{.valid = {.until = "2021-01-15T00:00"_utc}}, points{per_visit{1_points}},
                                      social::mergeable{}};
        member<std::remove_const_t<decltype(old_rules)>> from;
        member<std::remove_const_t<decltype(old_rules)>> into;
        CHECK(apply(old_rules, from, into, merging).refused == reason::not_in_force);
        CHECK(from == into);
    }
}
