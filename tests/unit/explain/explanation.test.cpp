// SPDX-License-Identifier: BSL-1.0
#include <loyalty/explain/explanation.hpp>
#include <loyalty/explain/explanation_german.hpp>
#include <loyalty/explain/explanation_json.hpp>
#include <loyalty/explain/explanation_text.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/attribution.hpp>
#include <loyalty/policies/reactivation.hpp>
#include <loyalty/policies/referral.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::io::explanations;

constexpr instant december{1'767'096'000}; // 2025-12-30 12:00 UTC

/// The sentences of an explanation, each with the number and the name of its rule.
std::string text_of(const explanation& told, const texts_of& texts = english) {
    std::string text;
    for (const sentence& each : sentences(told, texts, {"All", "VIB"})) {
        text += std::to_string(each.rule + 1) + ". " + each.policy + ": " + each.text + '\n';
    }
    return text;
}

constexpr programme shop{
    terms<>{.name = "shop", .version = 3},
    tiered{350_usd},
    points{per_amount{1_points, 1_usd},
           multiply_by{2_x}.when(basket_at_least(50_usd) && during({"2026-01-01"_date, "2027-01-01"_date})),
           round_off{rounding::floor}, cap_at{30_points}},
    points{per_visit{5_points}.when(day_of_week_is(weekday::monday))},
    spend_threshold{100_points, once(100_usd)},
    streak<calendar_window{period_unit::week}>{4}.awards(50_points),
    stamp_card{10}.awards(1_stamps),
    conversion{10_stamps, 5_usd},
    points{per_activity{3_points}},
};

} // namespace

TEST_CASE("Each rule says what it saw, what it granted, the limit and the near miss") {
    member<decltype(shop)> anna;
    collector why{shop};
    apply(shop, anna, purchase<currency::usd>{.id = 1, .time = december, .net = 37.60_usd}, extensions::no_profile{},
          why);
    CHECK(text_of(why.told()) == "1. tiered: 37.60 USD qualify for tiers\n"
                                 "1. tiered: near miss: 312.40 USD more to reach the next tier\n"
                                 "1. tiered: near miss: 2 days left for it\n"
                                 "2. points: 37.60 USD of this event count\n"
                                 "2. points: the award for that is 37.6 points\n"
                                 "2. points: near miss: 12.40 USD more to reach the basket that is asked for\n"
                                 "2. points: near miss: it begins in 2 days\n"
                                 "2. points: rounded: 37 points\n"
                                 "2. points: limit: the cap leaves room for 30 points, 37 points were due\n"
                                 "2. points: within the cap: 30 points\n"
                                 "2. points: grants 30 points\n"
                                 "3. points: its condition does not hold: the day of the week\n"
                                 "3. points: the award for the visit is 0 points\n"
                                 "4. spend_threshold: near miss: 62.40 USD more to reach the threshold\n"
                                 "5. streak: the streak stands at 1\n"
                                 "5. streak: near miss: 3 more to complete the streak\n"
                                 "5. streak: near miss: 13 days left for the next one\n"
                                 "6. stamp_card: the open card has 1 stamped\n"
                                 "6. stamp_card: near miss: 9 more to fill the card\n"
                                 "7. conversion: near miss: 10 stamps more to make a conversion\n");
    CHECK(why.told().programme == "shop");
    CHECK(why.told().version == 3);
    CHECK(why.told().rules.size() == 8);
    CHECK(why.told().rules[1].limit()->what == "headroom");
    CHECK(why.told().rules[1].result == verdict::granted);
    CHECK(why.told().rules[2].why_not()->value.unit == "day_of_week_is");
    CHECK(why.told().rules[2].result == verdict::nothing);
    CHECK(why.told().rules[7].result == verdict::not_concerned);
}

TEST_CASE("A purchase that reaches a tier, and an event of another kind") {
    member<decltype(shop)> anna;
    collector why{shop};
    apply(shop, anna, purchase<currency::usd>{.id = 1, .time = december, .net = 400_usd}, extensions::no_profile{},
          why);
    CHECK(sentences(why.told(), english, {"All", "VIB"})[1].text == "up: tier All becomes VIB");
    apply(shop, anna, activity{.id = 2, .time = december, .kind = 1}, extensions::no_profile{}, why);
    CHECK(text_of(why.told()).find("8. points: grants 3 points\n") != std::string::npos);
}

TEST_CASE("A friend who was brought, a member who comes back, a quota that has less than is due") {
    constexpr std::uint32_t names_referrer = 7;
    constexpr programme club{
        social::referral{200_points, 50_usd}.linked_by(names_referrer).telling(8).within_days(30),
        social::reactivation{20_points, 90},
        limited{quota<1>(700_points), points{per_visit{500_points}}},
    };
    using club_type = std::remove_const_t<decltype(club)>;
    quotas<club_type> budget{club};
    member<club_type> anna;
    collector why{club};
    std::uint64_t id = 0;
    const auto buys = [&](int days_later, money<currency::usd> net) {
        apply(club, anna,
              purchase<currency::usd>{.id = ++id, .time = december + dates::seconds{days_later * 86'400}, .net = net},
              sharing(budget), why);
        return text_of(why.told());
    };
    apply(club, anna, activity{.id = ++id, .member = 3, .time = december, .kind = names_referrer, .reference = 5},
          sharing(budget), why);
    CHECK(buys(0, 29.99_usd) == "1. referral: 29.99 USD since the referral\n"
                                "1. referral: near miss: 20.01 USD more to complete the referral\n"
                                "3. limited: the award for the visit is 500 points\n"
                                "3. limited: grants 500 points\n");
    CHECK(buys(1, 20.01_usd) == "1. referral: 50.00 USD since the referral\n"
                                "1. referral: grants 200 points\n"
                                "2. reactivation: 1 day without a purchase\n"
                                "2. reactivation: near miss: 89 days more without a purchase\n"
                                "3. limited: the award for the visit is 500 points\n"
                                "3. limited: 500 points of the quota are due\n"
                                "3. limited: limit: the quota has 200 points left for it, 500 points were due\n"
                                "3. limited: grants 200 points\n");
    CHECK(why.told().rules[1].near_miss()->value.value == ratio{89, 1});
    CHECK(why.told().rules[2].limit()->desired->value == ratio{500, 1});
    CHECK(buys(91, 10_usd) == "1. referral: 10.00 USD do not count, outside the window\n"
                              "2. reactivation: 90 days without a purchase\n"
                              "2. reactivation: grants 20 points\n"
                              "3. limited: the award for the visit is 500 points\n"
                              "3. limited: 500 points of the quota are due\n"
                              "3. limited: limit: the quota has 0 points left for it, 500 points were due\n");
}

TEST_CASE("A partner's part and what a charity receives have the number of the party") {
    constexpr points a_point{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
    constexpr programme coalition{social::funded{a_point, social::funder{1, 60}, social::funder{2, 40}}};
    member<decltype(coalition)> anna;
    collector why{coalition};
    apply(coalition, anna, purchase<currency::usd>{.id = 1, .time = december, .net = 7_usd}, extensions::no_profile{},
          why);
    CHECK(text_of(why.told()) == "1. funded: 7.00 USD of this event count\n"
                                 "1. funded: the award for that is 7 points\n"
                                 "1. funded: rounded: 7 points\n"
                                 "1. funded: party 1: 4 points\n"
                                 "1. funded: party 2: 3 points\n"
                                 "1. funded: grants 7 points\n");
    CHECK(explanation_json(why.told()).find(R"("party":2)") != std::string::npos);
}

TEST_CASE("A refusal names the rule and its numbers") {
    constexpr programme club{
        points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{30_points}.rejecting()},
        lots<unit::points>{}};
    member<decltype(club)> anna;
    collector why{club};
    apply(club, anna, purchase<currency::usd>{.id = 1, .time = december, .net = 37.60_usd}, extensions::no_profile{},
          why);
    CHECK(!why.told().accepted);
    CHECK(sentences(why.told()).back().text.starts_with("refused by 1. points: "));
    CHECK(sentences(why.told()).back().text.ends_with("; asked for 37 points, there is 30 points"));
    apply(club, anna, redemption<unit::points>{.id = 2, .time = december, .amount = 7_points}, extensions::no_profile{},
          why);
    CHECK(sentences(why.told()).back().text.starts_with("refused by 2. lots: "));
    CHECK(sentences(why.told()).back().text.ends_with("; asked for 7 points, there is 0 points"));
}

TEST_CASE("The same in German, and for machines") {
    constexpr programme small{terms<>{.name = "klein"}, tiered{350_usd},
                              points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
    member<decltype(small)> anna;
    collector why{small};
    apply(small, anna, purchase<currency::usd>{.id = 1, .time = december, .net = 1.60_usd}, extensions::no_profile{},
          why);
    CHECK(text_of(why.told(), german) == "1. tiered: 1,60 USD zählen für den Status\n"
                                         "1. tiered: knapp: noch 348,40 USD bis zum nächsten Status\n"
                                         "1. tiered: knapp: dafür bleiben 2 Tage\n"
                                         "2. points: 1,60 USD dieses Ereignisses zählen\n"
                                         "2. points: dafür gibt es 1,6 Punkte\n"
                                         "2. points: gerundet: 1 Punkt\n"
                                         "2. points: gibt 1 Punkt\n");
    const std::string json = explanation_json(why.told());
    CHECK(
        json.starts_with(R"({"programme":"klein","version":1,"accepted":true,"rules":[{"rule":1,"policy":"tiered",)"
                         R"("result":"nothing","steps":[{"what":"qualifying","kind":"saw","value":"1.60","unit":"USD",)"
                         R"("sentence":"1.60 USD qualify for tiers"},)"));
    CHECK(json.ends_with(R"("granted":[{"value":"1","unit":"points"}]}]})"));
}

TEST_CASE("Both tables have the same keys") {
    for (const phrase& each : english_phrases) {
        CAPTURE(each.key);
        CHECK(german.find(each.key, each.value) != nullptr);
    }
}
