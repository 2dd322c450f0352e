// SPDX-License-Identifier: BSL-1.0
//
// What is wrong in tiers by several measures, in windows that roll over, and in caps of a membership year; and what the leaflet says.
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/explain/leaflet.hpp>
#include <loyalty/json/host_facts.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/either_ladder.hpp>
#include <loyalty/rules/rollover_window.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace loyalty;

[[nodiscard]] std::string mistake_in(const std::string& rules) {
    return first_mistake(read_usd("{\"programme\": \"x\", \"currency\": \"USD\", \"rules\": [\n" + rules + "]}").wrong);
}
[[nodiscard]] std::string in_ladders(const std::string& second) {
    return mistake_in(R"({"either_ladder": [{"tiered": {"thresholds": ["10.00 USD"]}}, )" + second + "]}");
}
[[nodiscard]] std::string in_window(const std::string& window) {
    return mistake_in(R"({"tiered": {"thresholds": ["10.00 USD", "20.00 USD"], "window": )" + window + "}}");
}
const std::string ladder = R"({"tiered": {"thresholds": ["9.00 USD"]}})";

TEST_CASE("mistakes in ladders") {
    CHECK(in_ladders(ladder) == "");
    CHECK(mistake_in(R"({"either_ladder": {"ladders": [)" + ladder + "]}}") ==
          "2:31 /rules/0/either_ladder/ladders: either_ladder: expected 2 to 4 ladders, found 1: one alone is a "
          "tiered{...}");
    CHECK(mistake_in(R"({"either_ladder": {"ladder": []}})").find("expected") != std::string::npos);
    CHECK(in_ladders(R"({"tierd": {"thresholds": ["10.00 USD"]}})") ==
          "2:63 /rules/0/either_ladder/1: expected tiered, found \"tierd\"; did you mean \"tiered\"?");
    CHECK(in_ladders(R"({"tiered": {"thresholds": ["1.00 USD", "2.00 USD"]}})") ==
          "2:63 /rules/0/either_ladder/1: either_ladder: give every ladder as many tiers: a tier is reached by either "
          "of them");
    CHECK(in_ladders(R"({"tiered": {"thresholds": ["9.00 USD"], "crossing": "split"}})") ==
          "2:19 /rules/0/either_ladder: either_ladder: a purchase is split by one measure: use earns_at::old_rate or "
          "new_rate");
    CHECK(in_ladders(R"({"tiered": {"thresholds": ["9.00 USD"], "crossing": "new_rate"}})")
              .ends_with("either_ladder: give every ladder the same crossing: a purchase earns at one rate"));
    CHECK(in_ladders(R"({"tiered": {"thresholds": ["9.00 USD"], "window": "lifetime"}})") ==
          "2:113 /rules/0/either_ladder/1/tiered/window: expected calendar_window or rollover_window, found "
          "\"lifetime\"");
    CHECK(in_ladders(R"({"tiered": {"thresholds": ["9 visits"]}})")
              .ends_with("/rules/0/either_ladder/1/tiered: tiered: the purchase is counted in another unit than the "
                         "thresholds: give them in the unit of the purchase, or another measure with .of()"));
    CHECK(in_ladders(R"({"tiered": {"thresholds": ["0.00 USD"]}})")
              .ends_with("tiered: a threshold must be above zero: the tier of everyone has none"));
    CHECK(mistake_in(R"({"either_ladder": [)" + ladder + ", " + ladder + "]}, " + ladder) ==
          "2:117 /rules/1/tiered: rule_list: a second tiered: a member has one tier");
    CHECK(mistake_in(R"({"either_ladder": [)" + ladder + ", " + ladder +
                     R"(]}, {"points": [{"per_visit": {"award": "5 points"}}, {"multiply_by_tier": ["1", "2", "3"]}]})")
              .ends_with("rule_list: multiply_by_tier needs one factor for each tier, the tier of everyone included"));
}

TEST_CASE("mistakes in windows that roll over") {
    CHECK(in_window(R"({"rollover_window": {"unit": "year", "above": ["10.00 USD", "20.00 USD"]}})") == "");
    CHECK(in_window(R"({"rollover_windows": {"unit": "year"}})") ==
          "2:65 /rules/0/tiered/window: expected one_basket, lifetime, calendar_window, campaign, first_months, "
          "membership_year, rolling_window or rollover_window, found \"rollover_windows\"; did you mean "
          "\"rollover_window\"?");
    CHECK(in_window(R"({"rollover_window": {"unit": "year"}})") ==
          "2:65 /rules/0/tiered/window: rollover_window needs \"unit\", the calendar period, and \"above\": what lies "
          "above the highest of these that is reached counts in the next period");
    CHECK(in_window(R"({"rollover_window": {"unit": "year", "above": ["20.00 USD", "10.00 USD"]}})") ==
          "2:111 /rules/0/tiered/window/rollover_window/above: rollover_window: the thresholds must rise: put the "
          "lower one first");
    CHECK(in_window(R"({"rollover_window": {"unit": "year", "above": ["0.00 USD"]}})")
              .ends_with("/above/0: rollover_window: a threshold must be above zero: else all rolls over"));
    CHECK(in_window(R"({"rollover_window": {"unit": "year", "above": ["1.00 USD", "9 visits"]}})")
              .ends_with("/above/1: rollover_window: the thresholds are of two units"));
    CHECK(in_window(R"({"rollover_window": {"unit": "year", "above": ["9 visits"]}})")
              .ends_with("rollover_window: what lies above is in another unit than the tiers count: give it in the "
                         "unit of the thresholds"));
    CHECK(in_window(R"({"rollover_window": {"unit": "year", "above": []}})")
              .ends_with("/above: expected 1 to 8 thresholds, found 0"));
    CHECK(in_window(R"({"rollover_window": {"unit": "yaer", "above": ["1.00 USD"]}})").find("did you mean \"year\"") !=
          std::string::npos);
}

TEST_CASE("a condition names tiers by number or by name") {
    const auto in = [](const std::string& tiers, const std::string& named) {
        return R"({"programme": "x", "currency": "USD", )" + tiers + R"("rules": [
            {"tiered": {"thresholds": ["350.00 USD", "1000.00 USD"]}},
            {"points": [{"per_visit": {"award": "5 points", "when": {"tier_is": )" +
               named + "}}}]}]}";
    };
    const std::string tiers = R"("tiers": ["All", "VIB", "Rouge"], )";
    const auto by_name = read_usd(in(tiers, R"(["Rouge", "All"])"));
    CHECK(first_mistake(by_name.wrong) == "");
    CHECK(write_usd(by_name) == write_usd(read_usd(in(tiers, "[0, 2]"))));
    CHECK(write_usd(by_name) != write_usd(read_usd(in(tiers, "[1, 2]"))));
    CHECK(first_mistake(read_usd(in(tiers, R"("Ruoge")")).wrong)
              .ends_with("/tier_is: expected All, VIB or Rouge, found \"Ruoge\"; did you mean \"Rouge\"?"));
    CHECK(first_mistake(read_usd(in("", R"("Rouge")")).wrong)
              .ends_with("/tier_is: tier_is: the programme names no tiers: give it \"tiers\", or say the number, 0 for "
                         "everyone's"));
}

TEST_CASE("a cap in a membership year needs the day of joining, and room if it is a limit of redemptions") {
    const std::string cap =
        R"({"points": [{"per_visit": {"award": "5 points"}}, {"cap_at": {"most": "9 points", "window":
        "membership_year"}}]})";
    CHECK(mistake_in(cap) == "");
    const std::string text = R"({"programme": "x", "currency": "USD", "rules": [)" + cap + "]}";
    CHECK(first_mistake(read_usd(text, json::host_facts::of<purchase<currency::usd>>()).wrong)
              .find("membership_year reads `joined` of the member, ") != std::string::npos);
    CHECK(mistake_in(R"({"donation": )" + cap + "}")
              .ends_with("donation: a cap of its points has no rolling window and no membership year: give it a "
                         "calendar_window"));

    const std::string limited = R"({"programme": "x", "currency": "USD", "redemption": {
        "rates": [{"points": "5 points", "value": "1.00 USD"}],
        "limits": [{"most": "50 points", "window": "membership_year"}]},
        "rules": [{"points": [{"per_visit": {"award": "5 points"}}]}], "lots": {"expiring": "never_expires"}})";
    const auto read = read_usd(limited);
    CHECK(first_mistake(read.wrong) == "");
    CHECK(write_usd(read).find(R"("window": "membership_year")") != std::string::npos);
}

TEST_CASE("the same tiers in C++ and in a text have the same leaflet") {
    using namespace loyalty::criteria;
    constexpr calendar_window year{period_unit::year};
    constexpr programme hotel{
        terms<>{.name = "hotel"},
        social::either_ladder{tiered{10_items, 40_items}
                                  .of(quantity{})
                                  .on(category_is(1u))
                                  .within(year.rolling_over(10_items, 40_items))
                                  .held_for(1),
                              tiered{2000_usd, 8000_usd}.within(year).held_for(1)},
        points{per_amount{10_points, 1_usd}, multiply_by_tier{1_x, 1.2_x, 1.8_x}, round_off{rounding::floor}}};
    auto in_text = describe_usd(read_usd(file_text("examples/rules/hotel.json")));
    in_text.note.clear();
    in_text.categories.clear();
    auto in_cpp = io::descriptions::describe(hotel, {"Member", "Silver", "Gold"});
    in_cpp.currency = in_text.currency;
    CHECK(io::descriptions::leaflet(in_text) == io::descriptions::leaflet(in_cpp));
}

} // namespace
