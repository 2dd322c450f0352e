// SPDX-License-Identifier: BSL-1.0
//
// Conditions that never hold are named, and no other one is.
#include <loyalty/rules/dead_condition.hpp>

#include <loyalty/engine/rule_list.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <string_view>

using namespace loyalty;
using namespace loyalty::criteria;

namespace {

/// The sentence about a condition, up to its first comma; empty if there is none.
template <class Condition>
constexpr std::string_view said(const Condition& condition) {
    const char* const sentence = problem_of(condition);
    const std::string_view all = sentence == nullptr ? "" : sentence;
    return all.substr(0, all.find(','));
}

constexpr std::string_view no_day = "condition: no day meets all of it";
constexpr std::string_view no_code = "condition: a fact has one value";
constexpr auto monday = day_of_week_is(weekday::monday);
constexpr auto tuesday = day_of_week_is(weekday::tuesday);
constexpr auto saturday = day_of_week_is(weekday::saturday);
constexpr auto may = during({.from = "2025-05-01"_date, .until = "2025-06-01"_date});
constexpr auto june = during({.from = "2025-06-01"_date, .until = "2025-07-01"_date});

/// A predicate of one's own answers no question.
struct own {
    using is_predicate = void;

    template <class Line, class Visit>
    constexpr bool operator()(const Line&, const Visit&) const noexcept {
        return true;
    }
};

} // namespace

TEST_SUITE("rules/dead_condition") {
    TEST_CASE("days of the week and dates") {
        CHECK(said(monday && tuesday) == no_day);
        CHECK(said(monday && !monday) == no_day);
        CHECK(said(day_of_week_is(weekday::monday, weekday::tuesday) && tuesday) == "");
        CHECK(said(may && june) == no_day);
        CHECK(said(may || june) == "");
        CHECK(said(may && from_date("2025-05-31"_date)) == "");
        CHECK(said(may && !before_date("2025-06-01"_date)) == no_day);
        CHECK(said(!from_date("2025-06-01"_date) && !before_date("2025-06-01"_date)) == no_day);
        CHECK(said(!from_date("2025-06-01"_date) && !may) == "");
        // Thursday and Friday; with Saturday.
        CHECK(said(during({.from = "2025-05-01"_date, .until = "2025-05-03"_date}) && saturday) == no_day);
        CHECK(said(during({.from = "2025-05-01"_date, .until = "2025-05-04"_date}) && saturday) == "");
        CHECK(said(during({.from = "2025-05-01"_date, .until = "2025-05-04"_date}) &&
                   !day_of_week_is(weekday::thursday, weekday::friday, weekday::saturday)) == no_day);
    }

    TEST_CASE("codes of a line and of the event") {
        CHECK(said(category_is(4) && category_is(7)) == no_code);
        CHECK(said(category_is(4) && category_is(7U, 4U)) == "");
        CHECK(said(category_is(4) && !category_is(7)) == "");
        CHECK(said(!category_is(4) && !category_is(7)) == "");
        CHECK(said(category_is(4) && !category_is(4, 7)) == no_code);
        CHECK(said(store_is(4) && store_is(7)) == no_code);
        CHECK(said(category_is(4) && store_is(7)) == "");
        CHECK(said((category_is(4) || category_is(5)) && (category_is(6) || category_is(7))) == no_code);
        CHECK(said((category_is(4) || store_is(5)) && (category_is(6) || category_is(7))) == "");
    }

    TEST_CASE("other lines of a basket may have other codes") {
        CHECK(said(any_line(category_is(4)) && any_line(category_is(7))) == "");
        CHECK(said(any_line(category_is(4) && category_is(7))) == no_code);
        CHECK(said(any_line(store_is(4)) && store_is(7)) == no_code);
        CHECK(said(!any_line(store_is(4)) && store_is(4)) == ""); // a basket without lines
    }

    TEST_CASE("tiers, sums, times of day, and contraries") {
        CHECK(said(tier_is(1) && tier_is(2)) == "condition: a member has one tier");
        CHECK(said(tier_is(1) && tier_is(1, 2)) == "");
        CHECK(said(!tier_is(0) && !tier_is(1)) == "");
        CHECK(said(basket_at_least(100_usd) && !basket_at_least(50_usd)) ==
              "condition: no sum of the purchase meets all of it");
        CHECK(said(basket_at_least(50_usd) && !basket_at_least(100_usd)) == "");
        CHECK(said(between(clock(10), clock(12)) && between(clock(12), clock(14))) ==
              "condition: no time of day meets all of it");
        CHECK(said(between(clock(22), clock(2)) && between(clock(1), clock(14))) == "");
        CHECK(said(between(clock(22), clock(2)) && between(clock(2), clock(14))) ==
              "condition: no time of day meets all of it");
        CHECK(said(first_purchase() && !first_purchase()) == "condition: one part of it is the contrary of another");
        CHECK(said(first_purchase() && !membership_active()) == "");
    }

    TEST_CASE("what is not known may hold") {
        CHECK(said(own{} && !own{}) == "");
        CHECK(said(always{} && first_purchase()) == "");
        CHECK(said((own{} && monday) || tuesday) == "");
        CHECK(said(own{} && monday && tuesday) == no_day);
    }

    TEST_CASE("the lines and the event of one rule") {
        CHECK(said(per_amount{1_points, 1_usd}.on(category_is(4)).when(monday && tuesday)) == no_day);
        CHECK(said(per_amount{1_points, 1_usd}.on(monday).when(tuesday)) == no_day);
        CHECK(said(per_amount{1_points, 1_usd}.on(monday).when(monday)) == "");
    }

    TEST_CASE("no day of the programme") {
        const auto fault = [](instant_window valid, const auto& rule) {
            return programme{terms<>{.name = "shop", .valid = valid}, points{per_visit{1_points}}, rule}.problem();
        };
        const points in_may{per_visit{1_points}.when(may)};
        const char* const outside = "terms: a condition or a campaign of this rule meets no day on which the programme "
                                    "is in force, so the rule never acts: give it other dates";
        const auto before = fault({.from = "2025-06-01T00:00"_utc}, in_may);
        REQUIRE(before.sentence != nullptr);
        CHECK(std::string_view{before.sentence} == outside);
        CHECK(before.rule == 1);
        CHECK(fault({.from = "2025-05-31T23:59"_utc}, in_may).sentence == nullptr);
        CHECK(fault({.until = "2025-05-01T00:00"_utc}, in_may).sentence != nullptr);
        CHECK(fault({.until = "2025-05-01T00:01"_utc}, in_may).sentence == nullptr);
        CHECK(fault({}, in_may).sentence == nullptr);
        const auto counted = spend_threshold{5_points, once(10_usd)}.within(
            campaign{{.from = "2025-05-01"_date, .until = "2025-06-01"_date}});
        CHECK(fault({.from = "2025-06-01T00:00"_utc}, counted).sentence != nullptr);
        CHECK(fault({.from = "2025-05-31T00:00"_utc}, counted).sentence == nullptr);
        // One Monday in force, and a rule for Tuesdays.
        CHECK(fault({"2025-05-05T00:00"_utc, "2025-05-06T00:00"_utc}, points{per_visit{1_points}.when(tuesday)})
                  .sentence != nullptr);
        CHECK(fault({"2025-05-05T00:00"_utc, "2025-05-06T00:00"_utc}, points{per_visit{1_points}.when(monday)})
                  .sentence == nullptr);
    }

    TEST_CASE("a list of rules names the one that never acts") {
        using rule = decltype(points{per_visit{1_points}.when(may)});
        rule_list<4, rule> rules;
        REQUIRE(rules.push_back(points{per_visit{1_points}.when(june)}));
        REQUIRE(rules.push_back(points{per_visit{1_points}.when(may)}));
        const terms<> from_june{.name = "shop", .valid = {.from = "2025-06-01T00:00"_utc}};
        CHECK(programme{from_june, rules}.problem().rule == 1);
        CHECK(programme{from_june, rules}.problem().sentence != nullptr);
        CHECK(programme{rules}.problem().sentence == nullptr);
    }
}
