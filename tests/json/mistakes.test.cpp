// SPDX-License-Identifier: BSL-1.0
//
// Each mistake is said with its place, and, where C++ has a sentence for it, in the words of C++.
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/events/purchase.hpp>
#include <loyalty/json/host_facts.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/currency.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace loyalty;

/// A programme with some rules, from line 2 on.
[[nodiscard]] std::string with_rules(const std::string& rules) {
    return "{\"programme\": \"x\", \"currency\": \"USD\", \"rules\": [\n" + rules + "\n]}";
}
[[nodiscard]] std::string mistake_in(const std::string& rules) {
    const auto read = read_usd(with_rules(rules));
    CHECK(read.rules.size() == 0);
    return first_mistake(read.wrong);
}
[[nodiscard]] std::string mistake_in_stages(const std::string& stages) {
    return mistake_in("{\"points\": [" + stages + "]}");
}

const std::string by_dollar = R"({"per_amount": {"award": "1 points", "per": "1.00 USD"}})";

TEST_CASE("a text that is no JSON") {
    CHECK(first_mistake(read_usd("").wrong).starts_with("1:1 (all): no JSON: "));
    CHECK(first_mistake(read_usd("{\"a\": 1,\n  }").wrong).starts_with("2:3 (all): no JSON: "));
    CHECK(first_mistake(read_usd("{\"programme\": \"\xC3\x28\"}").wrong).find("UTF-8") != std::string::npos);
    CHECK(first_mistake(read_usd("{\"a\": 1, \"a\": 2}").wrong) == "1:10 (all): the key \"a\" stands twice");
    CHECK(first_mistake(read_usd("[1]").wrong) == "1:1 (all): expected an object, found a list");
    CHECK(first_mistake(read_usd("{} {}").wrong).starts_with("1:4 (all): no JSON: "));
}

TEST_CASE("a text that is too large is refused before it is read") {
    const std::string deep(10'000, '[');
    CHECK(first_mistake(read_usd(deep).wrong) == "1:33 (all): more than 32 objects and lists lie in each other");
    const std::string large(100'000'000, ' ');
    CHECK(first_mistake(read_usd(large).wrong) == "1:1 (all): the text has 100000000 bytes: at most 1048576");
    std::string many = "[";
    for (std::size_t i = 0; i < json::most_values; ++i) {
        many += "1,";
    }
    CHECK(first_mistake(read_usd(many + "1]").wrong).find("more than 50000 values") != std::string::npos);
}

TEST_CASE("an object has at most 256 keys") {
    std::string keys = "{\"k0\": 0";
    for (int i = 1; i <= 256; ++i) {
        keys += ", \"k" + std::to_string(i) + "\": 0";
    }
    CHECK(first_mistake(read_usd(keys + "}").wrong).ends_with("more than 256 keys in an object"));
}

TEST_CASE("each multiply_by_tier has a factor for each tier") {
    const std::string two_tiers = R"({"tiered": {"thresholds": ["100.00 USD"]}},
)";
    const std::string rest = R"({"multiply_by_tier": ["1", "2"]}, {"round_off": "floor"}]})";
    CHECK(read_usd(with_rules(two_tiers + "{\"points\": [" + by_dollar + ", " + rest)).wrong.empty());
    CHECK(mistake_in(two_tiers + "{\"points\": [" + by_dollar + R"(, {"multiply_by_tier": ["2"]}, )" + rest)
              .ends_with("multiply_by_tier needs one factor for each tier, the tier of everyone included"));
}

TEST_CASE("names: the nearest one that is valid") {
    const std::string unknown = mistake_in(R"({"pionts": []})");
    CHECK(
        unknown.starts_with("2:1 /rules/0: expected tiered, points, spend_threshold, cashback, stamp_card, streak, "));
    CHECK(unknown.ends_with(", found \"pionts\"; did you mean \"points\"?"));
    CHECK(mistake_in_stages(by_dollar + R"(, {"roundoff": "floor"})").ends_with("did you mean \"round_off\"?"));
    CHECK(mistake_in_stages(by_dollar + R"(, {"round_off": "flor"})").ends_with("did you mean \"floor\"?"));
    CHECK(mistake_in_stages(R"({"per_amount": {"award": "1 points", "pre": "1.00 USD"}})") ==
          "2:50 /rules/0/points/0/per_amount/pre: per_amount has no field \"pre\": it has award, per, counted or "
          "paid_by; "
          "did you mean \"per\"?");
    CHECK(
        mistake_in_stages(R"({"per_visit": {"award": "1 point"}})") ==
        "2:37 /rules/0/points/0/per_visit/award: expected points, stamps, badges or USD, found \"point\"; did you mean "
        "\"points\"?");
    CHECK(mistake_in_stages(R"({"per_visit": {"award": "1 points", "when": {"categry_is": [1]}}})")
              .ends_with("did you mean \"category_is\"?"));
    CHECK(first_mistake(read_usd(R"({"programm": "x", "currency": "USD", "rules": []})").wrong) ==
          "1:2 /programm: a programme has no field \"programm\": it has programme, currency, description, layout, "
          "categories, units, facts, version, from, until, tiers, rules, lots, redemption or carry_over; did you mean "
          "\"programme\"?");
}

TEST_CASE("units and numbers") {
    CHECK(mistake_in_stages(R"({"per_amount": {"award": "1 points", "per": "1.00 EUR"}})").find("found \"EUR\"") !=
          std::string::npos);
    CHECK(
        mistake_in_stages(R"({"per_amount": {"award": "1 points", "per": "1.005 USD"}})") ==
        "2:57 /rules/0/points/0/per_amount/per: \"1.005 USD\": the number has more decimals than the unit: USD has 2; "
        "{\"units\": {\"money\": {\"digits\": 3}}} at the top gives it 3");
    CHECK(mistake_in_stages(R"({"per_visit": {"award": "0.5 points"}})") ==
          "2:37 /rules/0/points/0/per_visit/award: \"0.5 points\": the number has more decimals than the unit: points "
          "has "
          "none; {\"units\": {\"points\": {\"digits\": 1}}} at the top gives it 1");
    CHECK(
        mistake_in_stages(R"({"per_amount": {"award": "1 points", "per": "0.5 items", "counted": {"of": "quantity"}}})")
            .ends_with("\"0.5 items\": the number has more decimals than the unit: items has none"));
    CHECK(
        mistake_in_stages(R"({"per_amount": {"award": "1 points", "per": 1}})") ==
        "2:57 /rules/0/points/0/per_amount/per: expected a number and its unit such as \"350.00 USD\", found a number");
    CHECK(mistake_in_stages(R"({"per_visit": {"award": "9 points"}}, {"cap_at": "5 points"})") ==
          "2:62 /rules/0/points/1/cap_at: expected an object, found a text: write {\"most\": ...}");
    CHECK(mistake_in_stages(R"({"per_visit": {"award": "0 points"}})") ==
          "2:37 /rules/0/points/0/per_visit/award: per_visit: the award must be above zero");
    CHECK(mistake_in_stages(R"({"per_visit": {"award": "99999999999999999999 points"}})").ends_with("64 bits"));
    CHECK(mistake_in_stages(R"({"per_visit": {}})") ==
          "2:27 /rules/0/points/0/per_visit: per_visit needs \"award\": the award for an event");
    CHECK(mistake_in_stages(by_dollar + R"(, {"multiply_by": {"factor": "-1"}}, {"round_off": "floor"})")
              .ends_with("multiply_by: the factor must be a ratio of zero or above"));
    CHECK(mistake_in_stages(by_dollar + R"(, {"multiply_by": {"factor": "1e3"}}, {"round_off": "floor"})")
              .find("expected a ratio") != std::string::npos);
    CHECK(mistake_in(R"({"stamp_card": {"fields": 256, "awards": "1 stamps"}})")
              .ends_with("stamp_card: a card has 1 to 255 fields"));
    CHECK(mistake_in(R"({"stamp_card": {"fields": 2.5, "awards": "1 stamps"}})").find("a whole number") !=
          std::string::npos);
    CHECK(mistake_in(R"({"spend_threshold": {"award": "5 points", "trigger": {"every": "3 visits"}}})")
              .find("counted in another unit than the threshold") != std::string::npos);
}

TEST_CASE("all mistakes are listed, each with its place") {
    const auto read = read_usd(with_rules(R"({"points": [{"per_visit": {"award": "0 points"}}, {"round_off": "flor"}]},
{"streak": {"window": {"calendar_window": "hour"}, "length": 4}},
{"cashback": {"rates": [{"by": "1 %"}, {"by": "2 %"}]}})"));
    REQUIRE(read.wrong.count == 4);
    CHECK(read.wrong.listed[0].line == 2);
    CHECK(read.wrong.listed[1].pointer == "/rules/0/points/1/round_off");
    CHECK(read.wrong.listed[2].line == 3);
    CHECK(read.wrong.listed[2].nearest == "");
    CHECK(read.wrong.listed[3].line == 4);
    CHECK(read.wrong.listed[3].sentence == "cashback: a cashback_rate{...} without .on(...) takes every line, and the "
                                           "rates behind it are never reached: put "
                                           "it last");
}

TEST_CASE("of many mistakes 50 are listed, and all are counted") {
    std::string wrong = "{\"either\": [\"never\"";
    for (int i = 0; i < 11; ++i) {
        wrong += ", \"never\"";
    }
    wrong += "]}";
    std::string rules;
    for (int i = 0; i < 10; ++i) {
        rules += (i == 0 ? "" : ",") + (R"({"points": [{"per_visit": {"award": "1 points", "when": )" + wrong + "}}]}");
    }
    const auto read = read_usd(with_rules(rules));
    CHECK(read.wrong.count == 120);
    CHECK(read.wrong.listed.size() == 50);
}

TEST_CASE("conditions have a bound") {
    std::string many = R"({"either": [)";
    for (int i = 0; i < 12; ++i) {
        many += (i == 0 ? "" : ", ") + std::string(R"({"store_is": 1})");
    }
    CHECK(mistake_in_stages(R"({"per_visit": {"award": "1 points", "when": )" + many + "]}}}")
              .ends_with("a condition has at most 12 tests"));
    CHECK(
        mistake_in_stages(R"({"per_visit": {"award": "1 points", "when": {"any_line": {"any_line": {"sku_is": 1}}}}})")
            .find("any_line inside any_line") != std::string::npos);
    CHECK(mistake_in_stages(R"({"per_visit": {"award": "1 points", "when": {"during": {"from": "2025-02-30"}}}})")
              .find("expected a date such as") != std::string::npos);
}

/// A till that gives the category and the component of each line, and nothing of a member.
struct till_line {
    money<currency::usd> net{};
    std::uint32_t category = 0;
    loyalty::component component = loyalty::component::goods;
};
struct till_sale {
    std::uint64_t id = 0;
    instant time{};
    std::span<const till_line> lines{};
};
struct dated_member {
    date joined{};
};

[[nodiscard]] std::string mistake_of_till(const std::string& rule) {
    static constexpr auto facts = json::host_facts::of<till_sale>();
    return first_mistake(read_usd(with_rules(rule), facts).wrong);
}
[[nodiscard]] std::string mistake_of_till_when(const std::string& condition) {
    return mistake_of_till(R"({"points": [{"per_visit": {"award": "5 points", "when": )" + condition + "}}]}");
}

TEST_CASE("a rule that reads a fact which the events lack") {
    const std::string remedy =
        "which these events do not have: use a rule that reads category or component, or leave it out";
    CHECK(mistake_of_till_when(R"({"store_is": [12]})") ==
          "2:57 /rules/0/points/0/per_visit/when: store_is reads `store`, " + remedy);
    CHECK(mistake_of_till_when(R"({"negation": {"store_is": [12]}})") ==
          "2:70 /rules/0/points/0/per_visit/when/negation: store_is reads `store`, " + remedy);
    CHECK(mistake_of_till_when(R"({"any_line": {"sku_is": 1}})").find("sku_is reads `sku`, ") != std::string::npos);
    CHECK(mistake_of_till_when(R"({"brand_is": 1})").find("brand_is reads `brand`, ") != std::string::npos);
    CHECK(mistake_of_till_when(R"({"channel_is": 1})").find("channel_is reads `channel`, ") != std::string::npos);
    CHECK(mistake_of_till_when(R"({"tender_is": "cash"})").find("tender_is reads `tenders`, ") != std::string::npos);
    CHECK(mistake_of_till_when(R"({"kind_is": 1})").find("kind_is reads `kind`, ") != std::string::npos);
    CHECK(mistake_of_till_when(R"({"reference_is": 1})").find("reference_is reads `reference`, ") != std::string::npos);
    CHECK(mistake_of_till_when(R"({"negation": {"birthday": {}}})").find("birthday reads `birthday` of the member, ") !=
          std::string::npos);
    CHECK(mistake_of_till_when(R"("birthday_month")").find("birthday_month reads `birthday` of the member, ") !=
          std::string::npos);
    CHECK(mistake_of_till_when(R"("membership_active")").find("membership_active reads `membership` of the member, ") !=
          std::string::npos);
    CHECK(mistake_of_till_when(R"({"member_has": 3})").find("member_has reads `attributes` of the member, ") !=
          std::string::npos);
    CHECK(mistake_of_till_when(R"({"category_is": 1})") == "");
    CHECK(mistake_of_till_when(R"({"component_is": "goods"})") == "");
    CHECK(mistake_of_till_when(R"({"day_of_week_is": "monday"})") == "");
}

TEST_CASE("a measure, a window or an award of a fact which the events lack") {
    const auto threshold = [](const std::string& fields, const std::string& once) {
        return R"({"spend_threshold": {"award": "5 points", "trigger": {"once": ")" + once + "\"}, " + fields + "}}";
    };
    CHECK(mistake_of_till(threshold(R"("counted": {"of": "gross"})", "1.00 USD")).find("gross reads `tax`, ") !=
          std::string::npos);
    CHECK(mistake_of_till(threshold(R"("counted": {"of": "before_discount"})", "1.00 USD"))
              .find("before_discount reads `discount`, ") != std::string::npos);
    CHECK(mistake_of_till(threshold(R"("counted": {"of": "activities"})", "1 visits"))
              .find("activities reads `kind`, ") != std::string::npos);
    CHECK(mistake_of_till(threshold(R"("counted": {"of": "scores"})", "1 items")).find("scores reads `score`, ") !=
          std::string::npos);
    CHECK(mistake_of_till(threshold(R"("counted": {"of": "quantity"})", "1 items")) == "");
    CHECK(mistake_of_till(threshold(R"("window": {"first_months": 2})", "1.00 USD"))
              .find("first_months reads `joined` of the member, ") != std::string::npos);
    CHECK(mistake_of_till(threshold(R"("window": "membership_year")", "1.00 USD"))
              .find("membership_year reads `joined` of the member, ") != std::string::npos);
    CHECK(mistake_of_till(R"({"points": [{"per_activity": {"award": "1 points"}}]})")
              .find("per_activity reads `kind`, ") != std::string::npos);
    CHECK(mistake_of_till(R"({"points": [{"per_score": {"award": "1 points"}}]})").find("per_score reads `score`, ") !=
          std::string::npos);
    CHECK(
        mistake_of_till(
            R"({"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD", "paid_by": "cash"}}, {"round_off": "floor"}]})")
            .find("paid_by reads `tenders`, ") != std::string::npos);

    static constexpr auto with_members = json::host_facts::of<till_sale, dated_member>();
    CHECK(read_usd(with_rules(threshold(R"("window": "membership_year")", "1.00 USD")), with_members).wrong.empty());
    static_assert(!with_members.contains(json::host_fact::store));
}

/// The text of a header, with the literals that stand over several lines as one.
[[nodiscard]] std::string sentences_of(const std::string& header) {
    const std::string text = file_text("include/loyalty/" + header);
    std::string joined;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            const std::size_t next = text.find_first_not_of(" \n", i + 1);
            if (next != std::string::npos && text[next] == '"' && next > i + 1) {
                i = next;
                continue;
            }
        }
        joined += text[i];
    }
    return joined;
}

TEST_CASE("the sentences are those of C++") {
    struct wrong_rule {
        std::string_view header;
        std::string rules;
    };
    const auto stages = [](const std::string& list) { return "{\"points\": [" + list + "]}"; };
    const std::string floor = R"(, {"round_off": "floor"})";
    const std::string tiers = R"({"tiered": {"thresholds": ["1.00 USD"]}})";
    const std::vector<wrong_rule> all{
        {"policies/points.hpp", stages(R"({"round_off": "floor"})")},
        {"policies/points.hpp", stages(by_dollar + ", " + by_dollar + floor)},
        {"policies/points.hpp",
         stages(by_dollar + R"(, {"cap_at": {"most": "5 points"}}, {"add_bonus": {"bonus": "1 points"}})" + floor)},
        {"policies/points.hpp", stages(by_dollar)},
        {"policies/points.hpp",
         stages(by_dollar + R"(, {"cap_at": {"most": "5 points", "window": "lifetime"}})" + floor)},
        {"policies/points.hpp", stages(by_dollar + R"(, {"add_bonus": {"bonus": "1 stamps"}})" + floor)},
        {"policies/points/pipeline.hpp",
         stages(R"({"per_visit": {"award": "9 points"}}, {"cap_at": {"most": "5 points"}})")},
        {"policies/points/per_amount.hpp",
         stages(R"({"per_amount": {"award": "1 points", "per": "1 items"}})" + floor)},
        {"policies/points/per_amount.hpp",
         stages(R"({"per_amount": {"award": "1 points", "per": "0.00 USD"}})" + floor)},
        {"policies/spend_threshold.hpp",
         R"({"spend_threshold": {"award": "1 points", "trigger": {"once": "3 visits"}}})"},
        {"policies/tiered.hpp", R"({"tiered": {"thresholds": ["2.00 USD", "1.00 USD"]}})"},
        {"policies/tiered.hpp", R"({"tiered": {"thresholds": ["2 visits"]}})"},
        {"policies/tiered.hpp", R"({"tiered": {"thresholds": ["2.00 USD"], "upgrading": "next_period"}})"},
        {"policies/cashback.hpp", R"({"cashback": {"rates": [{"by": "1 %"}, {"by": "2 %"}]}})"},
        {"policies/cashback.hpp", R"({"cashback": {}})"},
        {"policies/gamified/stamp_card.hpp", R"({"stamp_card": {"fields": 8}})"},
        {"policies/gamified/streak.hpp",
         R"({"streak": {"window": {"calendar_window": "week"}, "length": 1, "awards": "1 stamps"}})"},
        {"engine/held_rules.hpp", stages(by_dollar + R"(, {"multiply_by_tier": ["1", "2"]})" + floor)},
        {"engine/held_rules.hpp", tiers + "," + tiers},
        {"engine/held_rules.hpp",
         tiers + "," + stages(by_dollar + R"(, {"multiply_by_tier": ["1", "2", "3"]})" + floor)},
        {"rules/predicates/member.hpp",
         tiers + "," + stages(R"({"per_visit": {"award": "1 points", "when": {"tier_is": 2}}})")},
        {"rules/predicates/calendar.hpp",
         stages(
             R"({"per_visit": {"award": "1 points", "when": {"during": {"from": "2025-02-01", "until": "2025-01-01"}}}})")},
        {"rules/predicates/calendar.hpp",
         stages(
             R"({"per_visit": {"award": "1 points", "when": {"between": {"from_seconds": 5, "until_seconds": 5}}}})")},
        {"rules/counting_window.hpp",
         R"({"spend_threshold": {"award": "1 points", "trigger": {"once": "3.00 USD"}, "window": {"campaign": {"from": "2025-02-01", "until": "2025-01-01"}}}})"},
    };
    for (const wrong_rule& each : all) {
        const auto read = read_usd(with_rules(each.rules));
        CAPTURE(each.rules);
        REQUIRE(read.wrong.count == 1);
        const std::string sentence = read.wrong.listed[0].sentence;
        CAPTURE(sentence);
        CHECK(sentences_of(std::string(each.header)).find(sentence + '"') != std::string::npos);
    }
}

} // namespace

TEST_CASE("a rate or a limit that is no object says which shape is right") {
    const auto in = [](const std::string& rest) {
        return first_mistake(read_usd("{\"programme\": \"x\", \"currency\": \"USD\",\n" + rest + "}").wrong);
    };
    CHECK(in(R"("rules": [{"cashback": {"rates": ["0.5 %"]}}])") ==
          "2:35 /rules/0/cashback/rates/0: expected an object, found a text: a rate of a cashback is {\"by\": \"0.5 "
          "%\"}, with "
          "\"on\" and \"at_most\" if it has them");
    CHECK(in(R"("redemption": {"rates": ["2 %"]}, "rules": [], "lots": {"expiring": "never_expires"})") ==
          "2:26 /redemption/rates/0: expected an object, found a text: a rate of a redemption is {\"points\": \"500 "
          "points\", "
          "\"value\": \"10.00 USD\"}");
}
