// SPDX-License-Identifier: BSL-1.0
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/io/description_json.hpp>
#include <loyalty/io/leaflet.hpp>
#include <loyalty/io/mermaid.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace loyalty;
using json_value = nlohmann::ordered_json;

std::string leaflet_of_file(const std::string& name) {
    const auto read = read_usd(file_text("examples/rules/" + name + ".json"));
    REQUIRE(first_mistake(read.wrong) == "");
    return descriptions::leaflet(describe_usd(read));
}

/// The leaflet of a text; nothing if it has a mistake.
std::optional<std::string> leaflet_of(const std::string& text) {
    const auto read = read_usd(text);
    return read.wrong.empty() ? std::optional(descriptions::leaflet(describe_usd(read))) : std::nullopt;
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

TEST_CASE("Programmes from text that differ in any value have other leaflets") {
    const json_value whole = json_value::parse(file_text("tests/json/everything.json"));
    std::set<std::string> texts;
    std::vector<std::string> places;
    add_texts(whole, texts, places, "");
    const std::string before = *leaflet_of(whole.dump());
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
            const auto after = each == old ? std::nullopt : leaflet_of(other.dump());
            if (after) {
                INFO(place << ": " << old.dump() << " becomes " << each.dump());
                CHECK(*after != before);
                ++changed;
                break;
            }
        }
    }
    MESSAGE(changed << " of " << places.size() << " values can be changed by themselves");
    CHECK(changed >= 150);
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
