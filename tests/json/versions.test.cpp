// SPDX-License-Identifier: BSL-1.0
//
// Versions of a programme: who judges, how members are carried over, and what must be said. Facts and units of the host's own.
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/json/in_force.hpp>
#include <loyalty/json/own_facts.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace loyalty;

struct flight {
    std::uint64_t id = 0;
    instant time{};
    money<currency::usd> net{};
    std::int64_t km = 0;
    std::uint32_t card = 0;
    std::uint32_t cabin = 0; ///< a text, as the programme numbers it
};

} // namespace

template <>
struct loyalty::json::own_facts_of<flight> {
    static constexpr own_fact all[]{
        {.name = "distance"}, {.name = "card", .is_code = true}, {.name = "cabin", .is_code = true, .is_text = true}};
    static constexpr std::int64_t value(const flight& from, std::size_t index) {
        return index == 0 ? from.km : index == 1 ? std::int64_t{from.card} : std::int64_t{from.cabin};
    }
};

namespace {

const json::host_facts host = json::host_facts::of<flight>();

[[nodiscard]] auto versions_of(const std::string& versions, const std::string& more = "") {
    const std::string text =
        "{\"programme\": \"x\", \"currency\": \"USD\"" + more + ", \"versions\": [\n" + versions + "]}";
    const std::string_view texts[]{text};
    return read_versions_usd(texts, host);
}
[[nodiscard]] std::string mistake_in(const std::string& versions, const std::string& more = "") {
    const auto read = versions_of(versions, more);
    CHECK(read.all.empty());
    return first_mistake(read.wrong);
}
[[nodiscard]] auto shop_of(const std::string& versions, const std::string& more = "") {
    const auto read = versions_of(versions, more);
    REQUIRE(first_mistake(read.wrong) == "");
    return json::in_force(read, [](const auto& each) { return each.framed(utc{}); });
}
using shop_type = decltype(shop_of(""));
using member_of_shop = shop_type::member_type;

[[nodiscard]] instant noon(const char* day) {
    return texts::parse_instant(std::string(day) + "T12:00Z").value;
}
[[nodiscard]] flight bought(std::uint64_t id, const char* day, std::int64_t dollars) {
    return {.id = id, .time = noon(day), .net = money<currency::usd>::whole(dollars)};
}
template <class Event>
[[nodiscard]] std::int64_t points_of(const shop_type& shop, member_of_shop& own, const Event& event) {
    const auto gave = shop.apply(own, event);
    CHECK(gave.refused == reason::none);
    return gave.template granted<unit::points>().minor_units();
}

const std::string by_dollar =
    R"({"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]})";
const std::string by_dollar_twice =
    R"({"points": [{"per_amount": {"award": "2 points", "per": "1.00 USD"}}, {"round_off": "floor"}]})";
const std::string each_250 = R"({"spend_threshold": {"award": "100 points", "trigger": {"every": "250.00 USD"}}})";

[[nodiscard]] std::string first_until(const char* day, const std::string& rules) {
    return "{\"version\": 1, \"until\": \"" + std::string(day) + "\", \"rules\": [" + rules + "]},\n";
}
[[nodiscard]] std::string second_from(const char* day, const std::string& rules, const std::string& carry = "") {
    return "{\"version\": 2, \"from\": \"" + std::string(day) + "\", " +
           (carry.empty() ? "" : "\"carry_over\": " + carry + ", ") + "\"rules\": [" + rules + "]}";
}

TEST_CASE("the tiers of ladders are carried over, held as the earlier version promised") {
    // Gold by 30.00 a year or by two purchases, held to the end of the next year. Version 2 has a tier below it, and calls hers 2.
    const std::string ladders = R"({"either_ladder": [
        {"tiered": {"thresholds": ["30.00 USD"], "hold_periods": 1}},
        {"tiered": {"thresholds": ["2 visits"], "counted": {"of": "visits"}, "hold_periods": 1}}]})";
    const std::string more_ladders = R"({"either_ladder": [
        {"tiered": {"thresholds": ["500.00 USD", "900.00 USD"]}},
        {"tiered": {"thresholds": ["50 visits", "90 visits"], "counted": {"of": "visits"}}}]})";
    const auto text = [&](const std::string& later) {
        return R"({"version": 1, "until": "2018-01-01", "tiers": ["All", "Gold"], "rules": [)" + ladders + "]},\n" +
               R"({"version": 2, "from": "2018-01-01", "tiers": ["All", "Silver", "Gold"], "rules": [)" + later + "]}";
    };
    const auto shop = shop_of(text(more_ladders));
    member_of_shop by_spend;
    CHECK(shop.apply(by_spend, bought(1, "2017-05-01", 30)).tier_after == 1);
    member_of_shop by_visits;
    CHECK(shop.apply(by_visits, bought(2, "2017-05-01", 1)).tier_after == 0);
    CHECK(shop.apply(by_visits, bought(3, "2017-05-02", 1)).tier_after == 1);
    for (member_of_shop* const each : {&by_spend, &by_visits}) {
        CHECK(shop.apply(*each, bought(4, "2018-12-31", 1)).tier_after == 2);
        CHECK(shop.apply(*each, bought(5, "2019-01-01", 1)).tier_after == 0);
    }
    // A ladder that counts something else is not gone on with.
    CHECK(mistake_in(text(R"({"either_ladder": [{"tiered": {"thresholds": ["500.00 USD", "900.00 USD"]}},
        {"tiered": {"thresholds": ["50 items", "90 items"], "counted": {"of": "quantity"}}}]})"))
              .find("the rule \"either_ladder\" of version 2 remembers something else than that of version 1") !=
          std::string::npos);
}

TEST_CASE("a purchase is judged by the version of its time, a return by that of its sale") {
    // 100.00 in 2017 are 100 points, in 2018 200. Both come back in 2018.
    const auto shop = shop_of(first_until("2018-01-01", by_dollar) + second_from("2018-01-01", by_dollar_twice));
    member_of_shop anna;
    auto old_sale = shop.apply_with_receipt(anna, bought(1, "2017-12-31", 100));
    CHECK(old_sale.outcome.granted<unit::points>() == 100_points);
    CHECK(old_sale.receipt.version == 1);
    CHECK(anna.version == 1);
    auto new_sale = shop.apply_with_receipt(anna, bought(2, "2018-01-01", 100));
    CHECK(new_sale.outcome.granted<unit::points>() == 200_points);
    CHECK(new_sale.receipt.version == 2);
    CHECK(anna.state.balance<unit::points>() == 300_points);
    CHECK(points_of(shop, anna, old_sale.receipt.returned({.id = 3, .time = noon("2018-02-01")})) == -100);
    CHECK(points_of(shop, anna, new_sale.receipt.returned({.id = 4, .time = noon("2018-02-02")})) == -200);
    CHECK(anna.version == 2);
    CHECK(anna.state.balance<unit::points>() == 0_points);
}

TEST_CASE("a rule of the same name goes on with what it remembers") {
    // 200.00 in version 1 and 50.00 in version 2 reach 250.00; a return of the first takes the award back.
    const auto shop = shop_of(first_until("2018-01-01", each_250 + "," + by_dollar) +
                              second_from("2018-01-01", by_dollar_twice + "," + each_250));
    member_of_shop anna;
    auto sold = shop.apply_with_receipt(anna, bought(1, "2017-12-31", 200));
    CHECK(sold.outcome.granted<unit::points>() == 200_points);
    CHECK(points_of(shop, anna, bought(2, "2018-01-01", 50)) == 200); // 2 * 50 and the award of 100
    // 200 points of the sale, and the award: 50.00 are left, which reach nothing.
    CHECK(points_of(shop, anna, sold.receipt.returned({.id = 3, .time = noon("2018-01-02")})) == -300);
    CHECK(points_of(shop, anna, bought(4, "2018-01-03", 200)) == 500); // 400, and 250.00 are reached again
}

/// Version 1 and version 2 of one rule, from 2018 on.
[[nodiscard]] auto of_two(const std::string& first, const std::string& second) {
    return shop_of(first_until("2018-01-01", first) + second_from("2018-01-01", second));
}
const std::string five = R"({"spend_threshold": {"award": "5 points", "trigger": {"every": "100.00 USD"}}})";
const std::string eight = R"({"spend_threshold": {"award": "8 points", "trigger": {"every": "100.00 USD"}}})";

TEST_CASE("an award that two versions reached together goes back as it was granted") {
    // 60.00 in each version: version 2 grants 8 for the 100.00. The sale of version 1 comes back: 8 go, not 5.
    const auto shop = of_two(five, eight);
    member_of_shop anna;
    auto old_sale = shop.apply_with_receipt(anna, bought(1, "2017-12-31", 60));
    auto new_sale = shop.apply_with_receipt(anna, bought(2, "2018-01-01", 60));
    CHECK(new_sale.outcome.granted<unit::points>() == 8_points);
    CHECK(points_of(shop, anna, old_sale.receipt.returned({.id = 3, .time = noon("2018-01-02")})) == -8);
    // Nothing is left of the award, so the other return takes nothing.
    CHECK(points_of(shop, anna, new_sale.receipt.returned({.id = 4, .time = noon("2018-01-03")})) == 0);
    CHECK(anna.state.balance<unit::points>() == 0_points);
    CHECK(points_of(shop, anna, bought(5, "2018-01-04", 100)) == 8);
}

TEST_CASE("awards of two versions go back in any order, and each as it was granted") {
    // 60.00 and 60.00 in version 1 grant 5, 90.00 in version 2 grant 8. All comes back, in each of the six orders.
    const auto shop = of_two(five, eight);
    struct order {
        int which[3];
        std::int64_t points[3];
    };
    const order orders[]{{{0, 1, 2}, {-5, -8, 0}}, {{0, 2, 1}, {-5, -8, 0}}, {{1, 0, 2}, {-5, -8, 0}},
                         {{1, 2, 0}, {-5, -8, 0}}, {{2, 0, 1}, {-8, -5, 0}}, {{2, 1, 0}, {-8, -5, 0}}};
    for (const order& each : orders) {
        member_of_shop anna;
        auto first = shop.apply_with_receipt(anna, bought(1, "2017-12-30", 60));
        auto second = shop.apply_with_receipt(anna, bought(2, "2017-12-31", 60));
        auto third = shop.apply_with_receipt(anna, bought(3, "2018-01-01", 90));
        CHECK(anna.state.balance<unit::points>() == 13_points);
        decltype(first.receipt)* const receipts[]{&first.receipt, &second.receipt, &third.receipt};
        for (std::size_t i = 0; i < 3; ++i) {
            CAPTURE(i);
            CHECK(points_of(shop, anna, receipts[each.which[i]]->returned({.id = 4 + i, .time = noon("2018-02-01")})) ==
                  each.points[i]);
        }
        CHECK(anna.state.balance<unit::points>() == 0_points);
    }
}

TEST_CASE("what earlier versions granted goes back in a later one, also if a part of a sale does") {
    // 110.00 and 60.00 in version 1: 5 for 170.00. 40.00 in version 2: 8 for 210.00. Then 50.00 of the first sale come back:
    // 160.00 are left, of one award; that of version 1 goes, which its sale had.
    const auto shop = of_two(five, eight);
    member_of_shop anna;
    auto first = shop.apply_with_receipt(anna, bought(1, "2017-12-30", 110));
    static_cast<void>(shop.apply(anna, bought(2, "2017-12-31", 60)));
    CHECK(points_of(shop, anna, bought(3, "2018-01-01", 40)) == 8);
    CHECK(points_of(shop, anna,
                    first.receipt.returned({.id = 4, .time = noon("2018-01-02")}, bought(1, "2017-12-30", 60))) == -5);
    CHECK(points_of(shop, anna, first.receipt.returned({.id = 5, .time = noon("2018-01-03")})) == 0); // 100.00
    CHECK(anna.state.balance<unit::points>() == 8_points);
}

TEST_CASE("once, in periods, in other units, on cards and at levels: each award goes back as it was granted") {
    const auto taken = [](const std::string& first, const std::string& second, std::int64_t granted) {
        const auto shop = of_two(first, second);
        member_of_shop anna;
        auto old_sale = shop.apply_with_receipt(anna, bought(1, "2017-12-31", 60));
        CHECK(old_sale.outcome.granted<unit::points>() == 0_points);
        const auto gave = shop.apply(anna, bought(2, "2018-01-01", 60));
        CHECK(gave.granted<unit::points>().minor_units() == granted);
        const auto back = shop.apply(anna, old_sale.receipt.returned({.id = 3, .time = noon("2018-01-02")}));
        CHECK(back.granted<unit::points>().minor_units() == -granted);
        CHECK(back.granted<unit::stamps>().minor_units() == -gave.granted<unit::stamps>().minor_units());
        return gave.granted<unit::stamps>().minor_units();
    };
    const std::string once = R"( points", "trigger": {"once": "100.00 USD"}}})";
    CHECK(taken(R"({"spend_threshold": {"award": "5)" + once, R"({"spend_threshold": {"award": "8)" + once, 8) == 0);
    const std::string rolling =
        R"( points", "trigger": {"every": "100.00 USD"}, "window": {"rolling_window": {"unit": "day", "periods": 8}}}})";
    CHECK(taken(R"({"spend_threshold": {"award": "5)" + rolling, R"({"spend_threshold": {"award": "8)" + rolling, 8) ==
          0);
    const std::string stamps = R"({"spend_threshold": {"award": "2 stamps", "trigger": {"every": "100.00 USD"}}})";
    CHECK(taken(five, stamps, 0) == 2);
    CHECK(taken(R"({"stamp_card": {"fields": 2, "awards": "5 points"}})",
                R"({"stamp_card": {"fields": 2, "awards": ["8 points", "1 stamps"]}})", 8) == 1);
    CHECK(taken(R"({"levels": {"thresholds": ["100.00 USD", "300.00 USD"], "awards": ["5 points", "50 points"]}})",
                R"({"levels": {"thresholds": ["100.00 USD", "300.00 USD"], "awards": ["8 points", "80 points"]}})",
                8) == 0);
}

TEST_CASE("whatever comes back in whatever order, members keep as many awards as they have reached") {
    // 5, 8 and 3 points for each 100.00 in three versions; 9 sales of 1.00 to 150.00, three in each version.
    const std::string three = R"({"spend_threshold": {"award": "3 points", "trigger": {"every": "100.00 USD"}}})";
    const auto shop = shop_of(first_until("2018-01-01", five) +
                              R"({"version": 2, "from": "2018-01-01", "until": "2019-01-01", "rules": [)" + eight +
                              "]},\n" + R"({"version": 3, "from": "2019-01-01", "rules": [)" + three + "]}");
    const char* const days[]{"2017-06-01", "2018-06-01", "2019-06-01"};
    std::uint64_t random = 42;
    const auto draw = [&](std::uint64_t below) {
        random = random * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        return (random >> 33) % below;
    };
    for (int round = 0; round < 200; ++round) {
        member_of_shop anna;
        std::vector<decltype(shop.apply_with_receipt(anna, bought(1, days[0], 1)))> sales;
        std::vector<std::int64_t> spent;
        std::int64_t left = 0;
        std::uint64_t id = 0;
        for (std::size_t i = 0; i < 9; ++i) {
            spent.push_back(static_cast<std::int64_t>(1 + draw(150)));
            left += spent.back();
            sales.push_back(shop.apply_with_receipt(anna, bought(++id, days[i / 3], spent.back())));
        }
        while (!sales.empty()) {
            const auto which = static_cast<std::ptrdiff_t>(draw(sales.size()));
            const auto at = static_cast<std::size_t>(which);
            static_cast<void>(
                points_of(shop, anna, sales[at].receipt.returned({.id = ++id, .time = noon("2019-07-01")})));
            left -= spent[at];
            sales.erase(sales.begin() + which);
            spent.erase(spent.begin() + which);
            const std::int64_t points = anna.state.balance<unit::points>().minor_units();
            REQUIRE(points >= left / 100 * 3);
            REQUIRE(points <= left / 100 * 8);
        }
    }
}

TEST_CASE("a rule that is dropped begins anew") {
    const std::string named = "{\"name\": \"each\", " + each_250.substr(1);
    const auto shop = shop_of(first_until("2018-01-01", each_250) +
                              second_from("2018-01-01", named, R"({"drops": ["spend_threshold"]})"));
    member_of_shop anna;
    CHECK(points_of(shop, anna, bought(1, "2017-12-31", 200)) == 0);
    CHECK(points_of(shop, anna, bought(2, "2018-01-01", 50)) == 0);
    CHECK(points_of(shop, anna, bought(3, "2018-01-02", 200)) == 100);
    const auto renamed = shop_of(first_until("2018-01-01", each_250) +
                                 second_from("2018-01-01", named, R"({"renames": {"spend_threshold": "each"}})"));
    member_of_shop ben;
    CHECK(points_of(renamed, ben, bought(1, "2017-12-31", 200)) == 0);
    CHECK(points_of(renamed, ben, bought(2, "2018-01-01", 50)) == 100);
}

TEST_CASE("what a dropped rule granted goes back with its sale") {
    // 250.00 in version 1 gave 100 points; version 2 has no threshold, and its sale comes back all the same.
    const auto shop = shop_of(first_until("2018-01-01", each_250 + "," + by_dollar) +
                              second_from("2018-01-01", by_dollar, R"({"drops": ["spend_threshold"]})"));
    member_of_shop anna;
    auto sold = shop.apply_with_receipt(anna, bought(1, "2017-12-31", 250));
    CHECK(sold.outcome.granted<unit::points>() == 350_points);
    CHECK(points_of(shop, anna, sold.receipt.returned({.id = 2, .time = noon("2018-03-01")})) == -350);
}

TEST_CASE("a cap over a month goes on within the month") {
    // At most 30 points a month: 20 in version 1 on 10 June, so 10 in version 2 from 15 June on, and in July 30.
    const std::string cap =
        R"({"round_off": "floor"}, {"cap_at": {"most": "30 points", "window": {"calendar_window": "month"}}}]})";
    const auto shop = shop_of(
        first_until("2018-06-15", R"({"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, )" + cap) +
        second_from("2018-06-15", R"({"points": [{"per_amount": {"award": "2 points", "per": "1.00 USD"}}, )" + cap));
    member_of_shop anna;
    CHECK(points_of(shop, anna, bought(1, "2018-06-10", 20)) == 20);
    CHECK(points_of(shop, anna, bought(2, "2018-06-16", 20)) == 10);
    CHECK(points_of(shop, anna, bought(3, "2018-07-16", 20)) == 30);
}

TEST_CASE("tiers of one name are one tier, and others are said") {
    const std::string two = R"({"tiered": {"thresholds": ["100.00 USD", "200.00 USD"], "hold_periods": 1}},
        {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"multiply_by_tier": ["1", "2", "3"]}, {"round_off": "floor"}]})";
    const std::string one = R"({"tiered": {"thresholds": ["500.00 USD"], "hold_periods": 1}},
        {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"multiply_by_tier": ["1", "10"]}, {"round_off": "floor"}]})";
    const std::string first =
        R"({"version": 1, "until": "2018-06-01", "tiers": ["All", "VIB", "Rouge"], "rules": [)" + two + "]},\n";
    const auto second = [&](const std::string& carry) {
        return R"({"version": 2, "from": "2018-06-01", "tiers": ["All", "Rouge"], )" + carry + "\"rules\": [" + one +
               "]}";
    };
    CHECK(mistake_in(first + second("")) ==
          "4:1 /versions/1: the tier \"VIB\" of version 1 is none of version 2: say what becomes of its members: "
          "\"carry_over\": {\"tiers\": {\"VIB\": \"Rouge\"}}");
    const auto shop = shop_of(first + second(R"("carry_over": {"tiers": {"VIB": "All"}}, )"));
    member_of_shop rouge;
    member_of_shop vib;
    CHECK(points_of(shop, rouge, bought(1, "2018-01-10", 200)) == 200);
    CHECK(points_of(shop, rouge, bought(2, "2018-01-11", 10)) == 30);
    CHECK(points_of(shop, vib, bought(1, "2018-01-10", 100)) == 100);
    CHECK(points_of(shop, vib, bought(2, "2018-01-11", 10)) == 20);
    CHECK(points_of(shop, rouge, bought(3, "2018-06-11", 10)) == 100);
    CHECK(points_of(shop, vib, bought(3, "2018-06-11", 10)) == 10);
    // Rouge is held to the end of 2019, as version 1 said.
    CHECK(points_of(shop, rouge, bought(4, "2019-12-31", 10)) == 100);
    CHECK(points_of(shop, rouge, bought(5, "2020-01-01", 10)) == 10);
}

TEST_CASE("where no version is in force nothing is judged, and a member may pass versions by") {
    const auto shop = shop_of(first_until("2018-01-01", each_250) +
                              "{\"no_programme\": {\"from\": \"2018-01-01\", \"until\": \"2018-02-01\"}},\n" +
                              R"({"version": 2, "from": "2018-02-01", "until": "2018-03-01", "rules": [)" + each_250 +
                              "]},\n" + R"({"version": 3, "from": "2018-03-01", "rules": [)" + each_250 + "]}");
    member_of_shop anna;
    CHECK(points_of(shop, anna, bought(1, "2017-12-31", 200)) == 0);
    const member_of_shop before = anna;
    CHECK(shop.apply(anna, bought(2, "2018-01-15", 100)).refused == reason::not_in_force);
    CHECK(anna == before);
    CHECK(shop.apply(anna, bought(3, "2017-12-30", 100)).refused == reason::late_event);
    CHECK(anna == before);
    CHECK(points_of(shop, anna, bought(4, "2018-03-15", 50)) == 100);
    CHECK(anna.version == 3);
    CHECK(shop.apply(anna, bought(5, "2018-02-15", 100)).refused == reason::late_event);
}

TEST_CASE("what is wrong with the days and the numbers of versions") {
    CHECK(
        mistake_in(first_until("2018-01-01", by_dollar) + second_from("2017-12-01", by_dollar)) ==
        "3:24 /versions/1/from: it begins on 2017-12-01, and the version before ends on 2018-01-01: two versions would "
        "be in force");
    CHECK(mistake_in(first_until("2018-01-01", by_dollar) + second_from("2018-02-01", by_dollar))
              .starts_with(
                  "3:24 /versions/1/from: no version is in force from 2018-01-01 until 2018-02-01: let one follow "
                  "on the other, or say it: {\"no_programme\": "));
    CHECK(mistake_in("{\"version\": 1, \"rules\": [" + by_dollar + "]},\n" + second_from("2018-01-01", by_dollar)) ==
          "3:24 /versions/1/from: the version before has no end: give it \"until\": \"2018-01-01\"");
    CHECK(mistake_in("{\"version\": 2, \"until\": \"2018-01-01\", \"rules\": [" + by_dollar + "]},\n" +
                     second_from("2018-01-01", by_dollar)) ==
          "3:13 /versions/1/version: two versions have the number 2");
    CHECK(mistake_in("{\"rules\": [" + by_dollar + "]}") == "2:1 /versions/0: a version needs \"version\": its number");
    CHECK(mistake_in("").find("/versions: expected 1 to 16 versions, found 0") != std::string::npos);
    CHECK(mistake_in("{\"version\": 1, \"from\": \"2018-01-01\", \"until\": \"2018-01-01\", \"rules\": [" + by_dollar +
                     "]}") ==
          "2:47 /versions/0/until: terms: the programme ends before it starts: give `valid` a later end");
    CHECK(mistake_in("{\"version\": 1, \"carry_over\": {}, \"rules\": [" + by_dollar + "]}") ==
          "2:30 /versions/0/carry_over: the first version carries nothing over: no version comes before it");
    CHECK(read_usd("{\"programme\": \"x\", \"currency\": \"USD\", \"versions\": []}").wrong.count == 1);
}

TEST_CASE("what a version would lose must be said") {
    const std::string streak =
        R"({"streak": {"window": {"calendar_window": "month"}, "length": 3, "awards": "50 points"}})";
    const std::string shorter =
        R"({"streak": {"window": {"calendar_window": "month"}, "length": 2, "awards": "50 points"}})";
    const std::string first = first_until("2018-01-01", by_dollar + "," + streak);
    CHECK(
        mistake_in(first + second_from("2018-01-01", by_dollar)) ==
        "3:1 /versions/1: the rule \"streak\" of version 1 has no match in version 2, and what it remembers of members "
        "would be lost: give a rule this name, or say it: \"carry_over\": {\"drops\": [\"streak\"]}");
    CHECK(mistake_in(first + second_from("2018-01-01", by_dollar, R"({"drops": ["streek"]})"))
              .ends_with("/versions/1/carry_over/drops/0: expected points or streak, found \"streek\"; did you mean "
                         "\"streak\"?"));
    CHECK(mistake_in(first + second_from("2018-01-01", shorter))
              .find("remembers something else than that of version 1") != std::string::npos);
    CHECK(
        mistake_in(first_until("2018-01-01", each_250 + "," + each_250) +
                   second_from("2018-01-01",
                               R"({"spend_threshold": {"award": "90 points", "trigger": {"every": "250.00 USD"}}})"))
            .find(
                "version 1 has 2 rules \"spend_threshold\" to carry over, and version 2 has 1: give each a \"name\"") !=
        std::string::npos);
    const std::string lots =
        R"({"version": 2, "from": "2018-01-01", "lots": {"expiring": {"expires_end_of_month": {"months": 12}}}, "rules": [)";
    CHECK(mistake_in(first_until("2018-01-01", by_dollar) + lots + by_dollar + "]}")
              .find("version 2 keeps points in lots, and version 1 does not, so members would lose their points") !=
          std::string::npos);
}

TEST_CASE("versions from several texts") {
    const auto of = [](const std::string& name, const std::string& more, const std::string& rules) {
        return "{\"programme\": \"" + name + "\", \"currency\": \"USD\", " + more + ", \"rules\": [" + rules + "]}";
    };
    const std::string later = of("x", "\"version\": 2, \"from\": \"2018-01-01\"", by_dollar_twice);
    const std::string earlier = of("x", "\"until\": \"2018-01-01\"", by_dollar);
    const std::string other = of("y", "\"until\": \"2018-01-01\"", by_dollar);
    const std::string finer = of("x", "\"until\": \"2018-01-01\", \"units\": {\"points\": {\"digits\": 2}}", by_dollar);
    const std::string_view both[]{later, earlier};
    const auto read = read_versions_usd(both, host);
    REQUIRE(first_mistake(read.wrong) == "");
    CHECK(read.all.size() == 2);
    CHECK(read.all[0].version == 1);
    const std::string written = write_versions_usd(read);
    const std::string_view again[]{written};
    CHECK(write_versions_usd(read_versions_usd(again, host)) == written);
    const std::string_view two_names[]{later, other};
    const auto wrong = read_versions_usd(two_names, host);
    CHECK(first_mistake(wrong.wrong)
              .find("all versions have the same name of the programme, and version 1 has another") !=
          std::string::npos);
    CHECK(wrong.wrong.listed.front().source == 0);
    const std::string_view two_units[]{later, finer};
    CHECK(
        first_mistake(read_versions_usd(two_units, host).wrong).find("all versions have the same units and decimals") !=
        std::string::npos);
}

TEST_CASE("facts and units of the host's own") {
    // 1 point for 10 km, in hundredths; with card 2 times 1.25, floored to hundredths, else to whole points.
    const std::string words = R"(, "units": {"points": {"name": "miles", "digits": 2}},
        "facts": {"flown": {"of": "distance", "unit": "km", "digits": 3}})";
    const auto shop = shop_of(R"({"version": 1, "rules": [{"points": [
        {"first_of": [
          {"offer": [{"per_amount": {"award": "1 miles", "per": "10 km", "counted": {"of": {"fact": "flown"}, "on": {"fact_is": {"card": [2, 3]}}}}},
                     {"multiply_by": {"factor": "1.25", "when": {"during": {"from": "2018-02-01", "until": "2018-05-01"}}}}, {"round_off": "floor"}]},
          {"offer": [{"per_amount": {"award": "1 miles", "per": "10 km", "counted": {"of": {"fact": "flown"}}}},
                     {"round_off": {"mode": "floor", "to": "1 miles"}}]}]},
        {"round_off": "floor"}]}]})",
                              words);
    member_of_shop anna;
    const auto flown = [&](std::uint64_t id, const char* day, std::int64_t km, std::uint32_t card) {
        return flight{.id = id, .time = noon(day), .km = km, .card = card};
    };
    CHECK(points_of(shop, anna, flown(1, "2018-01-10", 1775, 1)) == 17'700);
    CHECK(points_of(shop, anna, flown(2, "2018-01-11", 1775, 2)) == 17'750);
    CHECK(points_of(shop, anna, flown(3, "2018-02-11", 1775, 3)) == 22'187); // 221.875
    CHECK(shop.apply(anna, flown(4, "2018-02-12", -1, 3)).refused == reason::negative_amount);
}

TEST_CASE("a text of the host gets its number from the programme, and a list of them is complete") {
    const auto rules = [](const std::string& cabin) {
        return R"({"version": 1, "rules": [{"points": [{"per_visit": {"award": "7 points", "when": {"fact_is": {"class": )" +
               cabin + "}}}}]}]}";
    };
    const std::string open = R"(, "facts": {"class": {"of": "cabin"}})";
    const std::string listed = R"(, "facts": {"class": {"of": "cabin", "values": ["economy", "first"]}})";
    CHECK(mistake_in(rules("\"frist\""), listed)
              .ends_with("expected economy or first, found \"frist\"; did you mean \"first\"?"));
    CHECK(mistake_in(rules("[2]"), listed).ends_with("expected a text, found a number"));
    CHECK(mistake_in(rules("\"first\""), R"(, "facts": {"class": {"of": "cabine"}})")
              .find("expected distance, card or cabin") != std::string::npos);
    CHECK(mistake_in(rules("\"first\"")).find("expected distance, card or cabin, found \"class\"") !=
          std::string::npos);
    const auto read = versions_of(rules("[\"first\", \"business\"]"), open);
    REQUIRE(first_mistake(read.wrong) == "");
    CHECK(read.shared().words.facts.front().code_of("business") == 2);
    CHECK(read.shared().words.facts.front().code_of("economy") == 0);
    const auto shop = shop_of(rules("\"first\""), listed);
    member_of_shop anna;
    CHECK(points_of(shop, anna, flight{.id = 1, .time = noon("2018-01-10"), .cabin = 1}) == 0);
    CHECK(points_of(shop, anna, flight{.id = 2, .time = noon("2018-01-10"), .cabin = 2}) == 7);
}

} // namespace
