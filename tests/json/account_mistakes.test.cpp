// SPDX-License-Identifier: BSL-1.0
//
// What is wrong with the accounts, the redemption rules, the windows and the measures of a text, and where.
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/json/room.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

using namespace loyalty;

const std::string by_dollar =
    R"({"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]})";

/// The first mistake of a programme with an account, without its place.
[[nodiscard]] std::string mistake_with(const std::string& further, const std::string& rules = by_dollar) {
    const auto read = read_usd(R"({"programme": "x", "currency": "USD", "rules": [)" + rules + "], " + further + "}");
    CHECK(read.rules.size() == 0);
    const std::string text = first_mistake(read.wrong);
    return text.substr(text.find(": ") == std::string::npos ? 0 : text.find(": ") + 2);
}
[[nodiscard]] std::string mistake_in_lots(const std::string& lots) {
    return mistake_with("\"lots\": {" + lots + '}');
}
[[nodiscard]] std::string mistake_in_redemption(const std::string& rule) {
    return mistake_with(R"("lots": {"expiring": "never_expires"}, "redemption": {)" + rule + '}');
}
const std::string a_cent = R"("rates": [{"points": "1 points", "value": "0.01 USD"}])";

TEST_CASE("lots that expire or wait otherwise than can be") {
    CHECK(mistake_in_lots(R"("expiring": "expires_after_day")") ==
          "expected never_expires, expires_after_days, expires_after_months, expires_end_of_month, "
          "expires_end_of_quarter, expires_end_of_year, expires_on_fixed_dates or expires_on_inactivity, found "
          "\"expires_after_day\"; did you mean \"expires_after_days\"?");
    CHECK(mistake_in_lots(R"("expiring": {"expires_after_months": {"day_included": true}})") ==
          "expires_after_months needs \"months\": from the day on which a lot is active");
    CHECK(mistake_in_lots(R"("expiring": {"expires_after_days": {"days": 0}})") ==
          "expires_after_days: give at least one day");
    CHECK(mistake_in_lots(R"("expiring": {"expires_on_fixed_dates": ["02-30"]})") ==
          "expected a day of the year such as \"12-31\", or of each month such as \"15\", found \"02-30\"");
    CHECK(mistake_in_lots(R"("expiring": {"expires_on_inactivity": {"months": 1, "days": 1}})") ==
          "expires_on_inactivity: give either months or days, at least one");
    CHECK(mistake_in_lots(R"("expiring": {"expires_on_inactivity": {"days": 1, "taking": "101 %"}})") ==
          "expires_on_inactivity: the share must be above nothing and at most all");
    CHECK(mistake_in_lots(R"("expiring": "never_expires", "activating": {"activates_after_days": 367})") ==
          "activates_after_days: the days must be between 0 and the bound in its type");
    CHECK(
        mistake_in_lots(
            R"("expiring": {"expires_after_days": {"days": 390}}, "activating": {"activates_after_days": 14})") ==
        "lots: with these rules up to 404 lots of different dates live or wait at once, and members have room for 400: "
        "expire at the end of a month, or read the text with larger lots, such as json::lots_of<404>");
}

TEST_CASE("redemption rules that cannot be right") {
    CHECK(mistake_in_redemption("") == "redemption_rule needs \"rates\": the value of points, by days");
    CHECK(mistake_in_redemption(R"("rates": [{"points": "1 points", "value": "0.00 USD"}])") ==
          "redemption_rule: the points, the value and the window of a rate must not be empty");
    CHECK(mistake_in_redemption(R"("rates": [{"points": "1 points", "value": "0.01 EUR"}])") ==
          "expected USD, found \"EUR\"");
    CHECK(mistake_in_redemption(R"("rates": [{"points": "1 points", "value": "0.01 USD"},
                                             {"points": "2 points", "value": "0.01 USD", "valid": {"from": "2025-01-01"}}])") ==
          "redemption_rule: two rates hold on one day");
    CHECK(mistake_in_redemption(a_cent + R"(, "at_least": "9 points", "at_most": "8 points")") ==
          "redemption_rule: the most must not lie below the minimum");
    CHECK(mistake_in_redemption(a_cent + R"(, "paying_at_most": "101 %")") ==
          "redemption_rule: points must be allowed to pay more than nothing and at most all of a bill");
    CHECK(mistake_in_redemption(a_cent + R"(, "in_step_of": "9 points")").ends_with("did you mean \"in_steps_of\"?"));
    CHECK(mistake_in_redemption(a_cent + R"(, "limits": [{"most": "0 points", "window": "lifetime"}])") ==
          "redemption_rule: the limit of a window must be above zero");
    CHECK(mistake_in_redemption(a_cent + R"(, "limits": [{"most": "1 points", "window": "one_basket"}])") ==
          "expected lifetime, calendar_window, campaign, first_months, membership_year or rolling_window, found "
          "\"one_basket\"");
    CHECK(mistake_in_redemption(a_cent + R"(, "limits": [{"most": "1 points",
                                             "window": {"rolling_window": {"periods": 40, "unit": "day"}}}])") ==
          "redemption_limit: members have room for 31 periods of a rolling window, and this one has 40: take a "
          "calendar_window, or read the text with json::rolling_limits<Lots, 40>");
    CHECK(mistake_in_redemption(a_cent + R"(, "limits": [{"most": "1 redemptions", "window": "lifetime"},
                                                         {"most": "2 redemptions", "window": "lifetime"}])") ==
          "a rule has at most 2 limits of points and one of redemptions");
    CHECK(mistake_with("\"redemption\": {" + a_cent + '}') ==
          "redemption needs \"lots\": the account of the points that are redeemed, such as {\"expiring\": "
          "\"never_expires\"}");
}

TEST_CASE("measures and windows that cannot be right") {
    const auto threshold = [](const std::string& more) {
        return mistake_with(R"("version": 1)",
                            R"({"spend_threshold": {"award": "1 points", "trigger": {"every": "5.00 USD"}, )" + more +
                                "}}");
    };
    CHECK(threshold(R"("counted": {"of": "after_points"})") ==
          "a policy counts after_points{} or asks points_pay(): give the programme a \"redemption\", the rule by which "
          "points pay");
    CHECK(threshold(R"("counted": {"on": "points_pay"})")
              .starts_with("a policy counts after_points{} or asks points_pay()"));
    CHECK(threshold(R"("counted": {"of": {"counts_up_to": {"most": "3 items"}}})") ==
          "counts_up_to: the most is given in another unit than is counted");
    CHECK(threshold(R"("counted": {"of": {"counts_up_to": {"most": "0.00 USD"}}})") ==
          "counts_up_to: what counts of a purchase must be above zero");
    CHECK(
        threshold(
            R"("counted": {"of": {"counts_up_to": {"most": "1.00 USD", "of": {"counts_up_to": {"most": "1.00 USD"}}}}})") ==
        "counts_up_to stands in another one: give one limit");
    CHECK(threshold(R"("counted": {"of": "count_up_to"})").ends_with("did you mean \"counts_up_to\"?"));
    CHECK(threshold(R"("window": {"rolling_window": {"periods": 400, "unit": "day"}})") ==
          "rolling_window: a rolling window from run time has 1 to 366 periods");
    CHECK(threshold(R"("window": {"rolling_window": 30})") ==
          "rolling_window needs \"periods\" and \"unit\", as in {\"periods\": 30, \"unit\": \"day\"}");
    CHECK(mistake_with(R"("version": 1)",
                       R"({"cashback": {"of": {"counts_up_to": {"most": "1.00 USD"}}, "rates": [{"by": "1 %"}]}})") ==
          "cashback: counts_up_to{...} has no share for each rate: give the rate an \"at_most\" in one_basket");
    const std::string in_days = R"({"spend_threshold": {"award": "1 points", "trigger": {"every": "5.00 USD"},
        "window": {"rolling_window": {"periods": 365, "unit": "day"}}}})";
    CHECK(mistake_with(R"("version": 1)", in_days)
              .starts_with("the rules up to this one remember more of a member than there is room for"));
}

TEST_CASE("limits of redemptions go on in the next version in their windows") {
    const auto versions = [](const std::string& first, const std::string& second) {
        const auto one = [&](const std::string& days, const std::string& limits) {
            return "{" + days + R"(, "rules": [)" + by_dollar +
                   R"(], "lots": {"expiring": "never_expires"}, "redemption": {)" + a_cent + limits + "}}";
        };
        const std::string text = R"({"programme": "x", "currency": "USD", "versions": [)" +
                                 one(R"("version": 1, "until": "2018-01-01")", first) + ", " +
                                 one(R"("version": 2, "from": "2018-01-01")", second) + "]}";
        const std::string_view texts[]{text};
        return first_mistake(read_versions_usd(texts).wrong);
    };
    const std::string month = R"(, "limits": [{"most": "9 points", "window": {"calendar_window": "month"}}])";
    const std::string more = R"(, "limits": [{"most": "5 points", "window": {"calendar_window": "month"}},
                                             {"most": "2 points", "window": {"calendar_window": "day"}}])";
    const std::string day = R"(, "limits": [{"most": "2 points", "window": {"calendar_window": "day"}}])";
    CHECK(versions(month, more) == "");
    CHECK(versions(month, "") == "");
    CHECK(versions(month, day)
              .ends_with("the limits of redemptions of version 2 count in other windows than those of "
                         "version 1: keep each in its place, and put new ones behind them"));
}

TEST_CASE("a programme moves into a type with less room if it fits") {
    using small = json::programme_text<currency::usd>;
    const auto of = [](const std::string& expiring) {
        return read_usd(R"({"programme": "x", "currency": "USD", "rules": [)" + by_dollar +
                        R"(], "lots": {"expiring": )" + expiring + "}}");
    };
    const auto fits = json::with_other_room<small>(of(R"({"expires_end_of_month": 24})"));
    REQUIRE(fits.has_value());
    CHECK(fits->rules.size() == 1);
    CHECK(fits->lots.expiry.places() == 25);
    CHECK(!json::with_other_room<small>(of(R"({"expires_after_days": {"days": 26}})")).has_value());

    // Members of the small type have no room for limits in rolling windows.
    const auto limited = read_usd(R"({"programme": "x", "currency": "USD", "rules": [)" + by_dollar +
                                  R"(], "lots": {"expiring": "never_expires"}, "redemption": {)" + a_cent +
                                  R"(, "limits": [{"most": "2 redemptions",
                                                   "window": {"rolling_window": {"periods": 7, "unit": "day"}}}]}})");
    REQUIRE(limited.wrong.empty());
    CHECK(json::limit_periods_of(limited.redemption) == 7);
    CHECK(!json::with_other_room<small>(limited).has_value());
}

} // namespace
