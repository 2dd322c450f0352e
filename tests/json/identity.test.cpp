// SPDX-License-Identifier: BSL-1.0
#include "reading.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace {

TEST_CASE("a programme that is written and read again is written as before") {
    for (const char* const name : {"w5", "beauty", "card", "coffee", "music", "offers", "missions", "birthday",
                                   "bookshop", "rolling_caps", "hotel"}) {
        CAPTURE(name);
        const auto read = read_usd(file_text(std::string("examples/rules/") + name + ".json"));
        REQUIRE(first_mistake(read.wrong) == "");
        const std::string written = write_usd(read);
        const auto again = read_usd(written);
        REQUIRE(first_mistake(again.wrong) == "");
        CHECK(write_usd(again) == written);
        CHECK(again.rules.size() == read.rules.size());
    }
}

TEST_CASE("all that a programme can say is written as it was read") {
    for (const char* const name : {"everything", "everything_further", "everything_tiers"}) {
        const std::string text = file_text(std::string("tests/json/") + name + ".json");
        const auto read = read_usd(text);
        REQUIRE(first_mistake(read.wrong) == "");
        CHECK(write_usd(read) == text);
    }
}

TEST_CASE("programmes that the schema refuses have a mistake") {
    const auto wrong = nlohmann::json::parse(file_text("tests/json/wrong.json"));
    REQUIRE(wrong.size() >= 60);
    for (const auto& each : wrong) {
        CAPTURE(each.dump());
        CHECK(!read_usd(each.dump()).wrong.empty());
    }
}

TEST_CASE("shorter forms mean the longer ones") {
    const auto read = read_usd(R"({"programme": "short", "currency": "USD", "rules": [
        {"points": [{"per_visit": {"award": "2 stamps"}}, {"round_off": "half_up"}]}]})");
    REQUIRE(first_mistake(read.wrong) == "");
    CHECK(write_usd(read) == R"({
  "programme": "short",
  "version": 1,
  "currency": "USD",
  "rules": [
    {"points": {"stages": [{"per_visit": {"award": "2 stamps", "when": "always"}}, {"round_off": {"mode": "half_up"}}]}}
  ]
}
)");
}

} // namespace
