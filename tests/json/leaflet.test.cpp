// SPDX-License-Identifier: BSL-1.0
#include "reading.hpp"
#include "shop_reading.hpp"
#include "support.hpp"

#include <loyalty/explain/description_json.hpp>
#include <loyalty/explain/leaflet.hpp>
#include <loyalty/explain/leaflet_german.hpp>
#include <loyalty/explain/mermaid.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::io;
using json_value = nlohmann::ordered_json;

std::string leaflet_of_file(const std::string& name) {
    const auto read = read_usd(file_text("examples/rules/" + name + ".json"));
    REQUIRE(first_mistake(read.wrong) == "");
    return descriptions::leaflet(describe_usd(read));
}

/// The leaflets of a text in English and German; nothing if it has a mistake.
using leaflets = std::array<std::string, 2>;
std::optional<leaflets> leaflets_in(const descriptions::description& what, bool is_wrong) {
    return is_wrong ? std::nullopt
                    : std::optional(leaflets{descriptions::leaflet(what, descriptions::leaflet_english),
                                             descriptions::leaflet(what, descriptions::leaflet_german)});
}
std::optional<leaflets> leaflets_of(const std::string& text) {
    if (text.find("\"discounts\"") != std::string::npos) {
        const auto shop = read_usd_shop(text);
        return leaflets_in(describe_usd_shop(shop), !shop.wrong.empty());
    }
    const auto read = read_usd(text);
    return leaflets_in(describe_usd(read), !read.wrong.empty());
}

void add_texts(const json_value& from, std::set<std::string>& texts, std::vector<std::string>& places,
               const std::string& place) {
    if (from.is_structured()) {
        std::size_t index = 0;
        for (const auto& [key, value] : from.items()) {
            std::string name = from.is_object() ? key : std::to_string(index);
            for (std::size_t at = 0; (at = name.find_first_of("~/", at)) != std::string::npos; at += 2) {
                name.replace(at, 1, name[at] == '~' ? "~0" : "~1");
            }
            add_texts(value, texts, places, place + '/' + name);
            ++index;
        }
        return;
    }
    places.push_back(place);
    if (from.is_string()) {
        texts.insert(from.get<std::string>());
    }
}

/// The same value with another number in it; nothing if it has none.
std::optional<json_value> another_number(const json_value& value) {
    if (value.is_number_integer()) {
        return value.get<std::int64_t>() + 1;
    }
    if (value.is_string()) {
        std::string text = value.get<std::string>();
        const std::size_t digit = text.find_first_of("12345678");
        if (digit != std::string::npos) {
            ++text[digit];
            return text;
        }
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("A programme from text has the leaflet that a shop prints") {
    CHECK(leaflet_of_file("beauty") ==
          "beauty: points by dollar, three tiers by the calendar year's spend\n"
          "Money is in USD.\n"
          "Tiers: Insider, VIB and Rouge.\n"
          "VIB from 350.00 USD and Rouge from 1000.00 USD of goods in a calendar year, kept to the end of the next "
          "year.\n"
          "For each 1.00 USD of goods: 1 point; times 1.25 as VIB and before 2022-01-01; times 1.5 as Rouge and before "
          "2022-01-01; rounded down.\n");
    CHECK(leaflet_of_file("birthday").find("times 2 in the month of the birthday; rounded down.\n") !=
          std::string::npos);
}

TEST_CASE("The same rules in C++ and in a text have the same leaflet") {
    using namespace loyalty::criteria;
    constexpr programme shop{
        terms<>{.name = "shop"},
        tiered{350_usd, 1000_usd}.held_for(1),
        points{per_amount{1_points, 1_usd}.on(category_is(4, 5) && store_is(12)), multiply_by_tier{1_x, 1.25_x, 1.5_x},
               add_bonus{5_points}.when(basket_at_least(50_usd) || during({"2025-05-01"_date, "2025-06-01"_date})),
               round_off{rounding::floor}, cap_at{500_points, calendar_window{period_unit::month}}},
        spend_threshold{100_points, every(250_usd)}.within(calendar_window{}),
        cashback{currency::usd{}, rounding::half_even,
                 cashback_rate{3_pct}.on(category_is(1)).at_most(6_usd, calendar_window{period_unit::month}),
                 cashback_rate{1_pct}},
        stamp_card{10}.of(quantity{}).on(category_is(2)).awards(1_stamps),
        streak<calendar_window{period_unit::week}>{4}.awards(50_points, 1_badges),
        conversion{10_stamps, 5_usd},
        lots<unit::points>{}.expiring(ledgers::expires_end_of_month<12>{}),
    };
    const auto read = read_usd(R"({"programme": "shop", "currency": "USD", "rules": [
        {"tiered": {"thresholds": ["350.00 USD", "1000.00 USD"], "window": {"calendar_window": "year"}, "hold_periods": 1}},
        {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD",
                                    "counted": {"of": "net", "on": {"both": [{"category_is": [4, 5]}, {"store_is": [12]}]}}}},
                    {"multiply_by_tier": ["1", "1.25", "1.5"]},
                    {"add_bonus": {"bonus": "5 points", "when": {"either": [{"basket_at_least": "50.00 USD"},
                                   {"during": {"from": "2025-05-01", "until": "2025-06-01"}}]}}},
                    {"round_off": "floor"}, {"cap_at": {"most": "500 points", "window": {"calendar_window": "month"}}}]},
        {"spend_threshold": {"award": "100 points", "trigger": {"every": "250.00 USD"}, "window": {"calendar_window": "year"}}},
        {"cashback": {"rounding": "half_even", "rates": [
            {"by": "3 %", "on": {"category_is": [1]}, "at_most": {"most": "6.00 USD", "window": {"calendar_window": "month"}}},
            {"by": "1 %"}]}},
        {"stamp_card": {"fields": 10, "counted": {"of": "quantity", "on": {"category_is": [2]}}, "awards": ["1 stamps"]}},
        {"streak": {"window": {"calendar_window": "week"}, "length": 4, "awards": ["50 points", "1 badges"]}},
        {"conversion": {"from": "10 stamps", "to": "5.00 USD"}}],
        "lots": {"expiring": {"expires_end_of_month": {"months": 12}}}})");
    REQUIRE(first_mistake(read.wrong) == "");
    auto what = descriptions::describe(shop);
    what.currency = "USD";
    CHECK(descriptions::leaflet(describe_usd(read)) == descriptions::leaflet(what));
}

/// How many values of a programme change its leaflets: none that can be changed by itself leaves one.
std::size_t values_in_leaflets(const std::string& file) {
    const json_value whole = json_value::parse(file_text(file));
    std::set<std::string> texts;
    std::vector<std::string> places;
    add_texts(whole, texts, places, "");
    const leaflets before = *leaflets_of(whole.dump());
    std::size_t changed = 0;
    for (const std::string& place : places) {
        json_value other = whole;
        json_value& own = other[json_value::json_pointer(place)];
        const json_value old = own;
        std::vector<json_value> candidates;
        if (const auto number = another_number(old)) {
            candidates.push_back(*number);
        } else {
            candidates.assign(texts.begin(), texts.end());
        }
        for (const json_value& each : candidates) {
            own = each;
            const auto after = each == old ? std::nullopt : leaflets_of(other.dump());
            if (after) {
                INFO(place << ": " << old.dump() << " becomes " << each.dump());
                CHECK((*after)[0] != before[0]);
                CHECK((*after)[1] != before[1]);
                ++changed;
                break;
            }
        }
    }
    MESSAGE(changed << " of " << places.size() << " values can be changed by themselves");
    return changed;
}

TEST_CASE("Programmes from text that differ in any value have other leaflets, in English and in German") {
    CHECK(values_in_leaflets("tests/json/everything.json") >= 150);
    CHECK(values_in_leaflets("tests/json/everything_further.json") >= 50);
    CHECK(values_in_leaflets("tests/json/everything_tiers.json") >= 25);
    CHECK(values_in_leaflets("tests/json/everything_shop.json") >= 50);
}

TEST_CASE("A diagram and a text for machines") {
    const auto read = read_usd(R"({"programme": "a \"b\"", "currency": "USD", "rules": [
        {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}},
                    {"add_bonus": {"bonus": "5 points", "when": {"basket_at_least": "50.00 USD"}}},
                    {"round_off": "floor"}]},
        {"points": [{"per_activity": {"award": "3 points", "when": {"kind_is": [2]}}}]}]})");
    REQUIRE(first_mistake(read.wrong) == "");
    CHECK(descriptions::mermaid(describe_usd(read)) == R"(flowchart TD
    purchase(["a purchase"])
    activity(["an activity"])
    subgraph r1["1. points"]
        r1_1["for each 1.00 USD of goods: 1 point"]
        r1_2q{"with a purchase from 50.00 USD on?"}
        r1_2["plus 5 points"]
        r1_1 --> r1_2q
        r1_2q -->|yes| r1_2
        r1_3["rounded down"]
        r1_2 --> r1_3
        r1_2q -->|no| r1_3
    end
    r2["2. For each activity of kind 2: 3 points."]
    member(["what the member has"])
    purchase --> r1_1
    r1_3 --> member
    activity --> r2
    r2 --> member
)");
    CHECK(nlohmann::json::parse(descriptions::description_json(describe_usd(read)))["programme"] == "a \"b\"");
    CHECK(nlohmann::json::parse(descriptions::description_json(describe_usd(read)))["rules"][1] ==
          nlohmann::json::parse(R"({"rule": "points", "sentence": "For each activity of kind 2: 3 points.", "fields": {
              "stages": [{"per_activity": {"award": "3 points", "when": {"kind_is": ["2"]}}}]}})"));
}
