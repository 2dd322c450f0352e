// SPDX-License-Identifier: BSL-1.0
//
// Rules from text that never act, in the words of C++.
#include "reading.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

/// The first mistake of a rule with a condition, in a programme with these dates.
[[nodiscard]] std::string mistake(const std::string& condition, const std::string& dates = "") {
    return first_mistake(read_usd(R"({"programme": "x", "currency": "USD", )" + dates + R"("rules": [
{"points": [{"per_visit": {"award": "1 points", "when": )" +
                                  condition + "}}]}]}")
                             .wrong);
}
const std::string place = "2:57 /rules/0/points/0/per_visit/when: ";
const std::string no_day = place +
                           "condition: no day meets all of it, so it never holds: give it dates and days of the "
                           "week that meet, or write ||";
const std::string outside = place + "terms: a condition or a campaign of this rule meets no day on which the programme "
                                    "is in force, so the rule never acts: give it other dates";
const std::string may = R"({"during": {"from": "2025-05-01", "until": "2025-06-01"}})";

TEST_CASE("conditions that never hold") {
    const auto both = [](const std::string& one, const std::string& other) {
        return mistake("{\"both\": [" + one + ", " + other + "]}");
    };
    const std::string june = R"({"during": {"from": "2025-06-01", "until": "2025-07-01"}})";
    CHECK(both(R"({"day_of_week_is": ["monday"]})", R"({"day_of_week_is": ["tuesday"]})") == no_day);
    CHECK(both(R"({"day_of_week_is": ["monday"]})", R"({"day_of_week_is": ["monday", "tuesday"]})").empty());
    CHECK(both(may, june) == no_day);
    CHECK(both(may, R"({"during": {"from": "2025-05-31"}})").empty());
    CHECK(both(may, "{\"negation\": " + may + "}") == no_day);
    CHECK(both(R"({"store_is": [4]})", R"({"store_is": [7, 9]})") ==
          place +
              "condition: a fact has one value, and none meets all of it, so it never holds: write category_is(4, 7) "
              "for one of two values, or ||");
    CHECK(both(R"({"store_is": [4]})", R"({"store_is": [7, 4]})").empty());
    CHECK(both(R"({"any_line": {"category_is": [4]}})", R"({"any_line": {"category_is": [7]}})").empty());
    CHECK(mistake(R"({"any_line": {"both": [{"category_is": [4]}, {"category_is": [7]}]}})")
              .starts_with(place + "condition: a fact has one value"));
    CHECK(both(R"({"basket_at_least": "100.00 USD"})", R"({"negation": {"basket_at_least": "50.00 USD"}})") ==
          place + "condition: no sum of the purchase meets all of it, so it never holds: give it amounts that overlap");
    CHECK(both(R"({"basket_at_least": "50.00 USD"})", R"({"negation": {"basket_at_least": "100.00 USD"}})").empty());
    CHECK(mistake("{\"either\": [" + may + ", " + june + "]}").empty());
}

TEST_CASE("conditions and campaigns outside of the programme") {
    CHECK(mistake(may, R"("from": "2025-06-01", )") == outside);
    CHECK(mistake(may, R"("from": "2025-05-31", )").empty());
    CHECK(mistake(may, R"("until": "2025-05-01", )") == outside);
    CHECK(mistake(may, R"("until": "2025-05-02", )").empty());
    CHECK(mistake(R"({"day_of_week_is": ["tuesday"]})", R"("from": "2025-05-05", "until": "2025-05-06", )") == outside);
    CHECK(mistake(R"({"day_of_week_is": ["monday"]})", R"("from": "2025-05-05", "until": "2025-05-06", )").empty());
    const auto campaign = [](const std::string& from) {
        return first_mistake(read_usd(R"({"programme": "x", "currency": "USD", "from": ")" + from + R"(", "rules": [
{"spend_threshold": {"award": "5 points", "trigger": {"once": "10.00 USD"},
"window": {"campaign": {"from": "2025-05-01", "until": "2025-06-01"}}}}]})")
                                 .wrong);
    };
    CHECK(campaign("2025-06-01").find("meets no day on which the programme is in force") != std::string::npos);
    CHECK(campaign("2025-05-31").empty());
}

TEST_CASE("a conversion of what no rule grants") {
    const auto read = read_usd(R"({"programme": "x", "currency": "USD", "rules": [
{"conversion": {"from": "10 stamps", "to": "5.00 USD"}}]})");
    CHECK(first_mistake(read.wrong)
              .ends_with("conversion: no rule before it grants this unit: put it behind the rule that grants it"));
}

} // namespace
