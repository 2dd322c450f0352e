// SPDX-License-Identifier: BSL-1.0
//
// What programmes from text give, in numbers worked out by hand; and that fingerprints tell them apart.
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/fingerprint.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

namespace {

using namespace loyalty;

struct sale {
    instant time{};
    money<currency::usd> net{};
    std::uint32_t category = 0;
};

[[nodiscard]] auto programme_of(const std::string& rules) {
    const auto read = read_usd(R"({"programme": "x", "currency": "USD", "rules": [)" + rules + "]}");
    REQUIRE(first_mistake(read.wrong) == "");
    return read.framed<choices::identity::by_time>(utc{});
}
[[nodiscard]] sale sale_of(int day, std::int64_t cents, std::uint32_t category = 0) {
    return {instant{1'735'689'600 + std::int64_t{day} * 86'400}, money<currency::usd>::from_minor_units(cents),
            category};
}

/// The last refusal.
struct refusals {
    effects::refusal last{};
    void on(const effects::refusal& one) { last = one; }
};

const std::string by_dollar = R"({"per_amount": {"award": "1 points", "per": "1.00 USD"}})";

TEST_CASE("a rest that is carried, and a cap over a month") {
    // 1.50 three times: 1 with 0.50 left, 2, 1 with 0.50 left; at most 3 a month, so 1, 2 and nothing; February begins anew.
    const auto programme = programme_of(R"({"points": [)" + by_dollar +
                                        R"(, {"round_off_carrying": "floor"},
        {"cap_at": {"most": "3 points", "window": {"calendar_window": "month"}}}]})");
    member<std::remove_const_t<decltype(programme)>> own{};
    const auto points_of = [&](const sale& each) {
        return apply(programme, own, each).granted<unit::points>().minor_units();
    };
    CHECK(points_of(sale_of(0, 150)) == 1);
    CHECK(points_of(sale_of(1, 150)) == 2);
    CHECK(points_of(sale_of(2, 150)) == 0);
    CHECK(points_of(sale_of(31, 150)) == 2);
}

TEST_CASE("stamps that a conversion takes are earned all the same") {
    // 3 stamps for 30.00, of which two become 1.00: a tier of 4 stamps is reached by one stamp more.
    const auto programme = programme_of(R"({"points": [{"per_amount": {"award": "1 stamps", "per": "10.00 USD"}},
        {"round_off": "floor"}]}, {"conversion": {"from": "2 stamps", "to": "1.00 USD"}},
        {"tiered": {"thresholds": ["4 stamps"], "window": "lifetime", "counted": {"of": {"earned": "stamps"}}}})");
    member<std::remove_const_t<decltype(programme)>> own{};
    CHECK(apply(programme, own, sale_of(0, 3000)).tier_after == 0);
    CHECK(own.template balance<unit::stamps>() == 1_stamps);
    CHECK(apply(programme, own, sale_of(1, 1000)).tier_after == 1);
    CHECK(own.template balance<unit::stamps>() == 0_stamps);
}

TEST_CASE("a cap that rejects says what was asked and what there was, in points") {
    const auto programme =
        programme_of(R"({"points": [)" + by_dollar +
                     R"(, {"round_off": "floor"}, {"cap_at": {"most": "500 points", "above": "reject"}}]})");
    member<std::remove_const_t<decltype(programme)>> own{};
    refusals heard;
    const auto refused = apply(programme, own, sale_of(0, 60'000), extensions::no_profile{}, heard);
    const effects::refusal& why = heard.last;
    CHECK(refused.refused == reason::cap_reached);
    CHECK(why.asked == 600);
    CHECK(why.there == 500);
    CHECK(why.unit == "points");
    CHECK(own.balance<unit::points>().minor_units() == 0);
}

TEST_CASE("awards in each unit") {
    // Each 10.00: 0.50 USD; the third visit in January: a badge; each second one: a stamp.
    const auto programme = programme_of(R"(
        {"spend_threshold": {"award": "0.50 USD", "trigger": {"every": "10.00 USD"}, "window": "one_basket"}},
        {"spend_threshold": {"award": "1 badges", "trigger": {"once": "3 visits"}, "counted": {"of": "visits"},
                             "window": {"campaign": {"from": "2025-01-01", "until": "2025-02-01"}}}},
        {"stamp_card": {"fields": 2, "awards": "1 stamps"}})");
    member<std::remove_const_t<decltype(programme)>> own{};
    std::int64_t cents = 0;
    for (int day = 0; day < 5; ++day) {
        cents += apply(programme, own, sale_of(day, 2'500)).granted<currency::usd>().minor_units();
    }
    CHECK(cents == 5 * 100);
    CHECK(own.balance<unit::badges>().minor_units() == 1);
    CHECK(own.balance<unit::stamps>().minor_units() == 2);
}

TEST_CASE("a programme that differs in one number, unit, test or order has another fingerprint") {
    const auto print = [](const std::string& stages) {
        return streams::fingerprint(programme_of(R"({"points": [)" + stages + "]}"));
    };
    const std::string floor = R"(, {"round_off": "floor"})";
    const std::string when = R"({"per_visit": {"award": "1 points", "when": )";
    const auto first = print(by_dollar + floor);
    CHECK(first == print(by_dollar + floor));
    CHECK(first != print(by_dollar + R"(, {"round_off": "ceiling"})"));
    CHECK(first != print(R"({"per_amount": {"award": "2 points", "per": "1.00 USD"}})" + floor));
    CHECK(first != print(R"({"per_amount": {"award": "1 stamps", "per": "1.00 USD"}})" + floor));
    CHECK(print(when + R"({"store_is": 1}}})") != print(when + R"({"store_is": 2}}})"));
    CHECK(print(when + R"({"store_is": 1}}})") != print(when + R"({"channel_is": 1}}})"));
    CHECK(print(when + R"({"negation": {"store_is": 1}}}})") != print(when + R"({"store_is": 1}}})"));
}

} // namespace
