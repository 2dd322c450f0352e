// SPDX-License-Identifier: BSL-1.0
//
// Kinds of rules that few programmes have: what they say of mistakes and facts, and what a later version keeps of them.
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/events/purchase.hpp>
#include <loyalty/json/host_facts.hpp>
#include <loyalty/json/memory.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/time/window.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace loyalty;

[[nodiscard]] std::string with_rules(const std::string& rules) {
    return "{\"programme\": \"x\", \"currency\": \"USD\", \"rules\": [\n" + rules + "\n]}";
}
[[nodiscard]] std::string mistake_in(const std::string& rules) {
    return first_mistake(read_usd(with_rules(rules)).wrong);
}

const std::string by_visit = R"({"points": [{"per_visit": {"award": "1 points"}}]})";

TEST_CASE("donations and shares: what is missing, and where") {
    CHECK(mistake_in(R"({"donation": {"cashback": {}}})") ==
          "2:14 /rules/0/donation: expected points, found \"cashback\"");
    CHECK(mistake_in(R"({"donation": "points"})") == "2:14 /rules/0/donation: donation: points needs its fields");
    CHECK(mistake_in("{\"funded\": {\"policy\": " + by_visit + "}}") ==
          "2:12 /rules/0/funded: funded needs \"funders\": who pays for it");
    CHECK(mistake_in("{\"funded\": {\"policy\": " + by_visit + ", \"funders\": []}}")
              .ends_with("/rules/0/funded/funders: expected 1 to 8 funders, found 0"));
    CHECK(mistake_in("{\"funded\": {\"policy\": " + by_visit + ", \"funders\": [{\"party\": 1, \"weight\": 0}]}}")
              .ends_with("/rules/0/funded/funders/0/weight: funded: the part of a funder must be above zero"));
    CHECK(mistake_in("{\"funded\": {\"policy\": " + by_visit + ", \"funders\": [{\"partei\": 1}]}}")
              .ends_with("funder has no field \"partei\": it has party or weight; did you mean \"party\"?"));
    CHECK(mistake_in(R"({"recipients": []})").ends_with("expected 1 to 16 recipients, found 0"));
}

TEST_CASE("games, members and friends: what is missing, and where") {
    CHECK(mistake_in(R"({"gamified": [{"points": []}]})") ==
          "2:15 /rules/0/gamified/0: expected spend_threshold, stamp_card, streak, levels or hunt, found \"points\"");
    CHECK(mistake_in(R"({"levels": {"thresholds": ["2 items", "2 items"], "counted": {"of": "scores"}}})")
              .ends_with("levels: the thresholds must rise: a level that is reached with the one before it is none"));
    CHECK(mistake_in(R"({"levels": {"thresholds": ["2 visits"], "counted": {"of": "scores"}}})")
              .find("/rules/0/levels/thresholds/0: levels: the event is counted in another unit") != std::string::npos);
    CHECK(mistake_in(R"({"levels": {"thresholds": ["2 items"], "counted": {"of": "scores"}, "awards": []}})")
              .ends_with("/rules/0/levels/awards: levels: give as many awards as there are levels"));
    CHECK(mistake_in(R"({"hunt": {"steps": [{"target": "1 visits"}]}})") ==
          "2:10 /rules/0/hunt: hunt: a completed hunt gives nothing: name its award with .awards(200_points)");
    CHECK(mistake_in(R"({"hunt": {"steps": [{"target": "1 items"}], "awards": "1 badges"}})")
              .find("/rules/0/hunt/steps/0: hunt: a step counts in another unit than its target") != std::string::npos);
    CHECK(mistake_in(R"({"hunt": {"steps": [{"target": "1 visits"}], "awards": "1 badges",
                                  "window": {"calendar_window": "year"}}})")
              .ends_with("expected lifetime, campaign or first_months, found \"calendar_window\""));
    CHECK(mistake_in(R"({"reactivation": {"award": "5 points", "days": 0}})")
              .ends_with("/rules/0/reactivation/days: reactivation: give at least one day"));
    CHECK(mistake_in(R"({"referral": {"least": "10.00 USD", "linked_by": 2}})")
              .ends_with("referral: the link and what the referrer receives must be of two kinds"));
    CHECK(mistake_in(R"("tier_floor")") ==
          "2:1 /rules/0: rule_list: a rule asks for the member's tier before a tiered: add the tiered first");
    CHECK(mistake_in(R"({"paid_membership": {"fee": "119.00 USD"}})").ends_with("paid_membership has no field"));
    CHECK(mistake_in(R"({"tiered": {"thresholds": ["5.00 USD"]}}, "tier_floor")").empty());
}

struct till_sale {
    std::uint64_t id = 0;
    instant time{};
    money<currency::usd> net{};
};
struct giver {
    std::uint32_t recipient = 0;
};

TEST_CASE("the charity is a fact of the member; a membership that a rule keeps is none") {
    static constexpr auto till = json::host_facts::of<till_sale>();
    static constexpr auto with_givers = json::host_facts::of<till_sale, giver>();
    const std::string donation = with_rules("{\"donation\": " + by_visit + "}");
    CHECK(first_mistake(read_usd(donation, till).wrong) ==
          "2:14 /rules/0/donation: donation reads `recipient` of the member, which these events do not have: leave it "
          "out");
    CHECK(read_usd(donation, with_givers).wrong.empty());
    const std::string member = R"({"points": [{"per_visit": {"award": "1 points", "when": "membership_active"}}]})";
    CHECK(first_mistake(read_usd(with_rules(member), till).wrong).find("membership_active reads `membership`") !=
          std::string::npos);
    CHECK(read_usd(with_rules("\"paid_membership\", " + member), till).wrong.empty());
}

TEST_CASE("what a later version keeps of them") {
    const auto memory = [](const std::string& rule) {
        const auto read = read_usd(with_rules(rule));
        REQUIRE(first_mistake(read.wrong) == "");
        return json::remembered_by(read).front();
    };
    const auto steps = [](const char* second) {
        return std::string(R"({"hunt": {"steps": [{"target": "1 visits"}, {"target": )") + second +
               R"(}], "awards": "1 badges"}})";
    };
    const std::string visits = R"("2 visits")";
    const std::string net = R"("2.00 USD", "counted": {"of": "net"})";
    CHECK(memory(steps(visits.c_str())).goes_on_in(memory(steps(R"("3 visits")"))));
    CHECK_FALSE(memory(steps(visits.c_str())).goes_on_in(memory(steps(net.c_str()))));
    CHECK(memory("{\"donation\": " + by_visit + "}").remembers());
    CHECK_FALSE(memory(R"({"recipients": [1]})").remembers());
    CHECK(memory(R"("paid_membership")").remembers());
}

} // namespace
