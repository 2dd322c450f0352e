// SPDX-License-Identifier: BSL-1.0
//
// Points with dates of their own in C++ and from text: the same outcomes of purchases and returns, and the same books, day by day.
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/explain/leaflet.hpp>
#include <loyalty/json/describe.hpp>
#include <loyalty/json/in_force.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/versions.hpp>
#include <loyalty/json/writer.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using sale = purchase<currency::usd>;
using room = json::own_dates<json::sharing_quotas<json::lots_of<3>>, 30>;
using text_type = json::programme_text<currency::usd, 4, room>;
constexpr choices::identity by_time = choices::identity::by_time;
using from_text = std::remove_const_t<decltype(std::declval<text_type>().framed_with_lots<by_time>(utc{}))>;

[[nodiscard]] text_type read(const std::string& text) {
    return json::read_programme<currency::usd, 4, room>(text);
}
[[nodiscard]] std::string with_rules(const std::string& rules, const std::string& lots = R"("never_expires")") {
    return "{\"programme\": \"x\", \"currency\": \"USD\", \"rules\": [\n" + rules +
           "\n], \"lots\": {\"expiring\": " + lots + "}}";
}
[[nodiscard]] std::string mistake_in(const std::string& text) {
    return first_mistake(read(text).wrong);
}

/// Three members who share a quota.
template <class Programme>
struct crowd {
    const Programme& rules;
    quotas<Programme> left{rules};
    member<Programme> members[3]{};
    std::optional<receipt<Programme>> sold[3]{};

    [[nodiscard]] std::int64_t buys(std::size_t who, const sale& event) {
        const auto done = apply_with_receipt(rules, members[who], event, sharing(left));
        if (done.outcome.accepted()) {
            sold[who].emplace(done.receipt);
        }
        return done.outcome.template granted<unit::points>().minor_units();
    }
    [[nodiscard]] std::int64_t gives_back(std::size_t who, instant time) {
        if (!sold[who]) {
            return 0;
        }
        const auto done = apply(rules, members[who], sold[who]->returned({.time = time}), sharing(left));
        sold[who].reset();
        return done.template granted<unit::points>().minor_units();
    }
    [[nodiscard]] reason redeems(std::size_t who, instant time, amount<unit::points> cost) {
        return apply(rules, members[who], redemption<unit::points>{.time = time, .amount = cost}, sharing(left))
            .refused;
    }
    [[nodiscard]] balances<unit::points> has(std::size_t who, instant time) const {
        return balances_of<unit::points>(rules, members[who], time);
    }
};

/// Returns how much was granted in all.
template <class Programme>
std::int64_t compare(const from_text& text, const Programme& constant) {
    std::int64_t sum = 0;
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        CAPTURE(seed);
        std::mt19937 random{seed};
        const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
        crowd<from_text> left{text};
        crowd<Programme> right{constant};
        instant time = "2025-05-25T09:00"_utc;
        for (std::uint32_t number = 1; number <= 150; ++number) {
            CAPTURE(number);
            time = instant{time.seconds_since_epoch + 600 + below(90'000)};
            const std::size_t who = below(3);
            const std::uint32_t kind = below(8);
            if (kind == 0) {
                REQUIRE(left.gives_back(who, time) == right.gives_back(who, time));
            } else if (kind < 3) {
                const auto cost = amount<unit::points>::from_minor_units(1 + below(150));
                REQUIRE(left.redeems(who, time, cost) == right.redeems(who, time, cost));
            } else {
                const sale event{.time = time, .net = money<currency::usd>::from_minor_units(below(9'000))};
                const std::int64_t granted = left.buys(who, event);
                REQUIRE(granted == right.buys(who, event));
                sum += granted;
            }
            for (const std::int64_t days : {0, 3, 31, 700}) {
                const instant then{time.seconds_since_epoch + days * 86'400};
                REQUIRE(left.has(who, then) == right.has(who, then));
            }
        }
        REQUIRE(left.left.left(1) == right.left.template left<1>().minor_units());
    }
    return sum;
}

constexpr terms<utc, by_time> frame{.name = "seasonal"};
constexpr date_window summer{date::of(2025, 6, 1), date::of(2025, 8, 1)};
constexpr round_off down{rounding::floor};
constexpr points weekends{per_amount{1_points, 1_usd},
                          multiply_by{3_x}.when(during(summer) && day_of_week_is(weekday::saturday, weekday::sunday)),
                          down};
constexpr limited hundred{quota<1>(1'000_points),
                          points{per_visit{100_points}.when(during(summer) && basket_at_least(50_usd))}};

TEST_CASE("points of a campaign expire after 30 days, in the account of all others") {
    const std::string text = file_text("examples/rules/seasonal.json");
    const text_type read_text = read(text);
    REQUIRE(first_mistake(read_text.wrong) == "");
    const from_text shop = read_text.framed_with_lots<by_time>(utc{});
    constexpr programme seasonal{frame, weekends, dated{hundred}.expiring(expires_after_days<30>{30}),
                                 lots<unit::points>{}.expiring(expires_end_of_year<1>{}).spare_buckets<63>()};
    CHECK(compare(shop, seasonal) > 50'000);

    // 60.00 on Sunday 1 June are 180 points and 100 more, which can be spent to 30 June.
    crowd<from_text> anna{shop};
    CHECK(anna.buys(0, {.time = "2025-06-01T12:00"_utc, .net = 60_usd}) == 280);
    CHECK(anna.has(0, "2025-06-30T12:00"_utc).available == 280_points);
    CHECK(anna.has(0, "2025-07-01T12:00"_utc).available == 180_points);
    CHECK(anna.has(0, "2026-12-31T12:00"_utc).available == 180_points);
    CHECK(anna.has(0, "2027-01-01T12:00"_utc).available == 0_points);
    CHECK(anna.left.left(1) == 900);

    const std::string written = json::write_programme(read_text);
    const text_type again = read(written);
    REQUIRE(first_mistake(again.wrong) == "");
    CHECK(json::write_programme(again) == written);
    CHECK(io::descriptions::leaflet(json::describe(read_text)).find("these expire 30 days after they") !=
          std::string::npos);
}

TEST_CASE("two rules with dates of their own, of which one waits") {
    const text_type two = read(with_rules(R"(
        {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]},
        {"name": "waiting", "dated": {"policy": {"points": [{"per_visit": {"award": "5 points"}}]},
            "activating": {"activates_after_days": 14}}},
        {"dated": {"policy": {"spend_threshold": {"award": "20 points", "trigger": {"every": "100.00 USD"}}},
                   "expiring": {"expires_after_days": {"days": 10}}, "activating": {"activates_after_days": 7}}})",
                                          R"({"expires_end_of_month": 1})"));
    REQUIRE(first_mistake(two.wrong) == "");
    // 100.00 on 10 March: 100 points at once, 20 from 17 to 26 March, 5 from 24 March on, and all others to the end of April.
    const from_text shop = two.framed_with_lots<by_time>(utc{});
    crowd<from_text> anna{shop};
    CHECK(anna.buys(0, {.time = "2025-03-10T12:00"_utc, .net = 100_usd}) == 125);
    const auto on = [&](instant day) { return anna.has(0, day).available; };
    CHECK(on("2025-03-16T12:00"_utc) == 100_points);
    CHECK(on("2025-03-17T12:00"_utc) == 120_points);
    CHECK(on("2025-03-24T12:00"_utc) == 125_points);
    CHECK(on("2025-03-26T12:00"_utc) == 125_points);
    CHECK(on("2025-03-27T12:00"_utc) == 105_points);
    CHECK(on("2025-04-30T12:00"_utc) == 105_points);
    CHECK(on("2025-05-01T12:00"_utc) == 0_points);
    CHECK(json::write_programme(two).find(R"({"name": "waiting", "dated": )") != std::string::npos);
}

/// A rule with dates of its own, which remembers what was spent.
[[nodiscard]] std::string big(const std::string& trigger = R"({"every": "100.00 USD"})") {
    return R"({"name": "big", "dated": {"policy": {"spend_threshold": {"award": "20 points", "trigger": )" + trigger +
           R"(}}, "expiring": {"expires_after_days": {"days": 10}}}})";
}
[[nodiscard]] auto versions_of(const std::string& first, const std::string& second, const std::string& carry = "") {
    const std::string text =
        R"({"programme": "x", "currency": "USD", "lots": {"expiring": "never_expires"}, "versions": [
        {"version": 1, "until": "2025-02-01", "rules": [)" +
        first + R"(]}, {"version": 2, "from": "2025-02-01", )" + carry + R"("rules": [)" + second + "]}]}";
    const std::string_view texts[]{text};
    return json::read_versions<currency::usd, 4, room>(texts);
}

TEST_CASE("from version to version a rule with dates of its own goes on by its name, in any place") {
    const std::string visits =
        R"({"name": "visits", "dated": {"policy": {"points": [{"per_visit": {"award": "5 points"}}]},
                                                               "expiring": {"expires_after_days": {"days": 5}}}})";
    const auto read_both = versions_of(big(), visits + ", " + big());
    REQUIRE(first_mistake(read_both.wrong) == "");
    const auto shop =
        json::in_force(read_both, [](const auto& each) { return each.template framed_with_lots<by_time>(utc{}); });
    using shop_type = std::remove_const_t<decltype(shop)>;
    quotas<shop_type::programme_type> left{shop.last()};
    const auto points_of = [&](shop_type::member_type& own, const auto& event) {
        return shop.apply(own, event, sharing(left)).template granted<unit::points>().minor_units();
    };
    shop_type::member_type anna;
    CHECK(points_of(anna, sale{.time = "2025-01-31T12:00"_utc, .net = 60_usd}) == 0);
    CHECK(points_of(anna, sale{.time = "2025-02-01T12:00"_utc, .net = 39_usd}) == 5);
    CHECK(points_of(anna, sale{.time = "2025-02-01T13:00"_utc, .net = 1_usd}) == 25); // 60 + 39 + 1

    // A purchase of version 1 comes back in version 2: its 60.00 count no more.
    shop_type::member_type ben;
    auto sold = shop.apply_with_receipt(ben, sale{.time = "2025-01-31T12:00"_utc, .net = 60_usd}, sharing(left));
    CHECK(points_of(ben, sale{.time = "2025-02-01T12:00"_utc, .net = 30_usd}) == 5);
    CHECK(points_of(ben, sold.receipt.returned({.time = "2025-02-02T12:00"_utc})) == 0);
    CHECK(points_of(ben, sale{.time = "2025-02-03T12:00"_utc, .net = 69_usd}) == 5);
    CHECK(points_of(ben, sale{.time = "2025-02-03T13:00"_utc, .net = 1_usd}) == 25); // 30 + 69 + 1
}

TEST_CASE("a rule with dates of its own that has no match in a later version is named") {
    const std::string other = R"({"points": [{"per_visit": {"award": "5 points"}}]})";
    const auto mistake = [&](const std::string& second, const std::string& carry = "") {
        return first_mistake(versions_of(big(), second, carry).wrong);
    };
    const std::string something_else =
        "the rule \"big\" of version 2 remembers something else than that of version 1: another window or unit, or "
        "fewer "
        "fields or periods, or dates of its own that only one of them has; keep these, or say that it begins anew: "
        "\"carry_over\": {\"drops\": [\"big\"]}";
    CHECK(mistake(other).ends_with("the rule \"big\" of version 1 has no match in version 2, and what it remembers of "
                                   "members would be lost: give a rule this name, or say it: \"carry_over\": "
                                   "{\"drops\": [\"big\"]}"));
    CHECK(mistake(other, R"("carry_over": {"drops": ["big"]}, )") == "");
    CHECK(mistake(big(R"({"every": "150.00 USD"})")) == ""); // another threshold
    CHECK(mistake(big(R"({"every": "9 visits"}, "counted": {"of": "visits"})")).ends_with(something_else));
    CHECK(mistake(R"({"name": "big", "spend_threshold": {"award": "20 points", "trigger": {"every": "100.00 USD"}}})")
              .ends_with(something_else));
    CHECK(first_mistake(versions_of(R"({"dated": {"policy": {"spend_threshold": {"award": "20 points", "trigger":
        {"every": "100.00 USD"}}}, "expiring": {"expires_after_days": {"days": 10}}}})",
                                    other)
                            .wrong)
              .find("the rule \"dated\" of version 1 has no match in version 2") != std::string::npos);
}

TEST_CASE("all that dates of their own can say is written as it was read") {
    const std::string text = file_text("tests/json/everything_dates.json");
    const text_type all = read(text);
    REQUIRE(first_mistake(all.wrong) == "");
    CHECK(json::write_programme(all) == text);
}

TEST_CASE("what is wrong in dates of their own") {
    const std::string visit = R"({"points": [{"per_visit": {"award": "5 points"}}]})";
    const auto dated = [&](const std::string& dates) { return R"({"dated": {"policy": )" + visit + dates + "}}"; };
    const std::string month = R"(, "expiring": {"expires_after_days": {"days": 30}})";
    CHECK(mistake_in(with_rules(dated(month))) == "");
    CHECK(
        mistake_in(with_rules(dated(""))) ==
        "2:11 /rules/0/dated: dated needs \"expiring\", the day on which its points expire, or \"activating\", the day "
        "from which they can be spent");
    CHECK(mistake_in(with_rules(R"({"dated": {"expiring": {"expires_after_days": {"days": 30}}}})")) ==
          "2:11 /rules/0/dated: dated needs \"policy\": what is awarded");
    CHECK(mistake_in(with_rules(dated(R"(, "expires": "never_expires")"))).find("did you mean \"expiring\"") !=
          std::string::npos);
    CHECK(mistake_in(with_rules(dated(R"(, "expiring": {"expires_on_inactivity": {"days": 30}})")))
              .ends_with("/rules/0/dated/expiring: dated: an account that expires on inactivity has one clock for all "
                         "lots: give it another expiry"));
    CHECK(mistake_in(with_rules(dated(R"(, "activating": {"activates_on_confirmation": 30})")))
              .ends_with("dated: a confirmation finds lots by the dates of the account: give the account "
                         "activates_on_confirmation, or the policy a number of days"));
    CHECK(mistake_in(with_rules(R"({"dated": {"policy": {"cashback": {"rates": [{"by": "1 %"}]}})" + month + "}}"))
              .ends_with("/policy: expected points, spend_threshold or limited, found \"cashback\""));
    CHECK(
        mistake_in(with_rules(dated(R"(, "expiring": {"expires_after_days": {"days": 31}})")))
            .ends_with("/rules: dated: with these dates up to 31 lots live or wait at once, and members have room for "
                       "30: read the text with json::own_dates<Lots, 31>"));
    CHECK(mistake_in(with_rules(dated(month) + ", " + visit))
              .ends_with("/rules/1: dated: rules with dates of their own stand behind the others: put this one before "
                         "them"));
    CHECK(mistake_in(with_rules(dated(month) + ", " + dated(month) + ", " + dated(month)))
              .find("dated: a programme has at most 2 rules with dates of their own") != std::string::npos);
    CHECK(mistake_in(
              with_rules(R"({"dated": {"policy": {"points": [{"per_visit": {"award": "5 stamps"}}]})" + month + "}}"))
              .ends_with("dated: no account of this programme books what the policy grants: give it points, and the "
                         "programme \"lots\""));
    CHECK(mistake_in(R"({"programme": "x", "currency": "USD", "rules": [)" + dated(month) + "]}")
              .find("dated: no account of this programme") != std::string::npos);
    CHECK(mistake_in(with_rules(dated(month), R"({"expires_on_inactivity": {"days": 3}})"))
              .ends_with("dated: an account that expires on inactivity has one clock for all lots: give it another "
                         "expiry"));
    CHECK(mistake_in(with_rules(R"({"dated": {"policy": {"spend_threshold": {"award": "5 points", "trigger": {"every":
        "9.00 USD"}, "window": {"calendar_window": "month"}}})" +
                                month + "}}"))
              .ends_with("dated: a rule with such a window has no dates of its own: give it the window of a campaign, "
                         "or none"));
    CHECK(first_mistake(read_usd(with_rules(dated(month))).wrong) ==
          "2:11 /rules/0/dated: dated: lots of this type have no dates of their own: read the text with "
          "json::own_dates<Lots, 30>, for 30 days of expiry or of activation");
}

} // namespace
