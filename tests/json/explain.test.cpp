// SPDX-License-Identifier: BSL-1.0
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/explain/explanation_json.hpp>
#include <loyalty/explain/explanation_text.hpp>
#include <loyalty/explain/leaflet.hpp>
#include <loyalty/explain/mermaid.hpp>
#include <loyalty/json/explain.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::io::explanations;

/// What a programme in `any_currency` says: 2399 minor units of money, 50 of the host's first unit, 150 points.
explanation of_the_library() {
    explanation told{.programme = "shop", .version = 1, .accepted = false, .refused = {}, .rules = {}};
    rule_explanation& rule = told.rules.emplace_back();
    rule.policy = "points";
    rule.steps = {{"basis", step_kind::saw, {ratio{2399, 1}, "money", 0}, {}},
                  {"pieces", step_kind::saw, {ratio{50, 1}, "own 0", 0}, {}},
                  {"condition not met", step_kind::why_not, {ratio{0, 1}, "fact 2", 0}, {}},
                  {"days to the beginning", step_kind::near_miss, {ratio{3, 1}, "days", 0}, {}}};
    rule.granted = {{ratio{150, 1}, "points", 0}};
    told.refused = refused_by{reason::cap_reached, 0, "points", quantity{ratio{2399, 1}, "money", 0},
                              quantity{ratio{100, 1}, "money", 0}};
    return told;
}

json::vocabulary words_of_shop() {
    json::vocabulary words{{"CAD", 2}};
    words.set(json::award_unit::points, {"stars", 2});
    words.own_units = {{"km", 1}};
    words.facts = {{.name = "card", .host_name = "tier", .index = 2, .is_code = true}};
    return words;
}

} // namespace

TEST_CASE("An explanation of rules from text has the units, facts and names of the text") {
    explanation told = of_the_library();
    json::put_words(told, words_of_shop(), {"flights"}, 3);
    CHECK(told.version == 3);
    std::string text;
    for (const sentence& each : sentences(told)) {
        text += each.policy + ": " + each.text + '\n';
    }
    CHECK(text == "flights: 23.99 CAD of this event count\n"
                  "flights: 5 km of this event count\n"
                  "flights: its condition does not hold: card\n"
                  "flights: near miss: it begins in 3 days\n"
                  "flights: grants 1.5 stars\n"
                  "flights: refused by 1. flights: a cap of the programme is reached, and it rejects what lies "
                  "above; asked for 23.99 CAD, there is 1.00 CAD\n");
    const std::string line = explanation_json(told);
    CHECK(line.find(R"("version":3)") != std::string::npos);
    CHECK(line.find(R"("policy":"points","name":"flights")") != std::string::npos);
    CHECK(line.find("money") == std::string::npos);
}

TEST_CASE("A rule that is called as its policy has no other name") {
    explanation told = of_the_library();
    json::put_words(told, json::vocabulary{{"USD", 2}}, {"points"}, 1);
    CHECK(told.rules[0].name.empty());
    CHECK(told.rules[0].granted[0].unit == "points");
    CHECK(told.rules[0].steps[0].value.unit == "USD");
    CHECK(told.rules[0].steps[1].value.unit == "own 0"); // the text has no such unit
}

TEST_CASE("The account of points is numbered behind the rules") {
    explanation told = of_the_library();
    rule_explanation& lots = told.rules.emplace_back();
    lots.rule = 1; // of the programme, whose first policy is the list of rules
    lots.policy = "lots";
    json::put_words(told, words_of_shop(), {"flights", "tiered"}, 1);
    CHECK(told.rules[1].rule == 2);
    CHECK(told.rules[1].name.empty());
}

TEST_CASE("A discount of a shop that refuses has none of the names of its rules") {
    explanation told = of_the_library();
    told.refused = refused_by{.why = reason::below_least_basket, .rule = 1, .policy = "percent_off"};
    json::put_words(told, words_of_shop(), {"flights", "bonus"}, 1);
    CHECK(told.refused->rule == 2);
    CHECK(told.refused->called() == "percent_off");
}

TEST_CASE("Each version is described with its days, its tiers and how members come into it") {
    const std::string_view text = R"({"programme": "shop", "currency": "USD", "units": {"points": {"name": "stars"}},
        "versions": [
        {"version": 1, "until": "2018-01-01", "rules": [
            {"name": "base", "points": [{"per_amount": {"award": "1 stars", "per": "1.00 USD"}}, {"round_off": "floor"}]},
            {"streak": {"window": {"calendar_window": "month"}, "length": 3, "awards": ["50 stars"]}}]},
        {"no_programme": {"from": "2018-01-01", "until": "2018-02-01"}},
        {"version": 2, "from": "2018-02-01", "carry_over": {"drops": ["streak"]}, "rules": [
            {"name": "base", "points": [{"per_amount": {"award": "2 stars", "per": "1.00 USD"}}, {"round_off": "floor"}]}]}]})";
    const auto read = read_versions_usd({&text, 1});
    REQUIRE(first_mistake(read.wrong) == "");
    const auto what = describe_versions_usd(read);
    REQUIRE(what.size() == 3);
    CHECK(io::descriptions::leaflet(what) == "shop\n"
                                             "Money is in USD.\n"
                                             "Version 1.\n"
                                             "Valid to before 2018-01-01.\n"
                                             "Units: points called stars.\n"
                                             "Base: for each 1.00 USD of goods: 1 star; rounded down.\n"
                                             "3 months in a row with purchases give 50 stars.\n"
                                             "\n"
                                             "shop: no programme is in force\n"
                                             "Valid from 2018-01-01.\n"
                                             "Valid to before 2018-02-01.\n"
                                             "\n"
                                             "shop\n"
                                             "Money is in USD.\n"
                                             "Version 2.\n"
                                             "Valid from 2018-02-01.\n"
                                             "Units: points called stars.\n"
                                             "Carry over: drops streak.\n"
                                             "Base: for each 1.00 USD of goods: 2 stars; rounded down.\n");
    const std::string diagram = io::descriptions::mermaid(what);
    CHECK(diagram.find("flowchart TD\n    subgraph v1[\"shop: Version 1. Valid to before 2018-01-01.\"]\n") == 0);
    CHECK(diagram.find("v3purchase --> v3r1_1") != std::string::npos);
}
