// SPDX-License-Identifier: BSL-1.0
//
// Accounts of two units, and one whose lots expire at instants: in C++ and from text the same outcomes and the same books.
#include "support.hpp"

#include <loyalty/json/describe.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/timed_lots.hpp>
#include <loyalty/json/writer.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using namespace loyalty;
using namespace loyalty::ledgers;
using sale = purchase<currency::usd>;
constexpr choices::identity by_time = choices::identity::by_time;
constexpr terms<utc, by_time> frame{.name = "x"};
using two_accounts = json::accounts<json::lots_of<30>, json::lots_in<unit::stamps, 30>>;
using seconds_account = json::timed_lots_of<13>;

template <class Ledger>
[[nodiscard]] json::programme_text<currency::usd, 16, Ledger> read_with(const std::string& lots) {
    return json::read_programme<currency::usd, 16, Ledger>(R"({"programme": "x", "currency": "USD", "rules": [
        {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]},
        {"points": [{"per_visit": {"award": "1 stamps"}}]}], "lots": )" +
                                                           lots + "}");
}

/// Events of one member by both programmes; returns how many were accepted.
template <class Left, class Right, class... Units>
std::size_t compare(const Left& text, const Right& constant, std::uint32_t most_seconds_between, Units...) {
    std::size_t accepted = 0;
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        std::mt19937 random{seed};
        const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
        member<Left> left{};
        member<Right> right{};
        instant time = "2024-12-20T09:00"_utc;
        const auto both = [&](const auto& event) {
            const auto one = apply(text, left, event);
            const auto other = apply(constant, right, event);
            REQUIRE(one.refused == other.refused);
            accepted += one.refused == reason::none ? std::size_t{1} : 0;
        };
        for (std::uint32_t number = 1; number <= 200; ++number) {
            CAPTURE(number);
            time = instant{time.seconds_since_epoch + 1 + below(most_seconds_between)};
            if (below(3) != 0) {
                both(sale{.time = time, .net = money<currency::usd>::from_minor_units(below(9'000))});
            } else {
                (both(redemption<Units>{.time = time, .amount = amount<Units>::from_minor_units(1 + below(4))}), ...);
            }
            const auto same = [&](auto unit) {
                using books_unit = decltype(unit);
                const auto one = balances_of<books_unit>(text, left, time);
                const auto other = balances_of<books_unit>(constant, right, time);
                REQUIRE(one.available == other.available);
                REQUIRE(one.expired == other.expired);
            };
            (same(Units{}), ...);
        }
    }
    return accepted;
}

const std::string both_accounts = R"([{"of": "points", "expiring": {"expires_end_of_month": 2}},
                                      {"of": "stamps", "expiring": {"expires_after_days": {"days": 20}}, "consuming": "last_in"}])";

TEST_CASE("points and stamps in accounts of their own") {
    const auto read = read_with<two_accounts>(both_accounts);
    REQUIRE(first_mistake(read.wrong) == "");
    constexpr programme constant{
        frame, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, points{per_visit{1_stamps}},
        lots<unit::points>{}.expiring(expires_end_of_month<2>{}).spare_buckets<32>(),
        lots<unit::stamps>{}.expiring(expires_after_days<30>{20}).consuming(consumption::last_in).spare_buckets<12>()};
    CHECK(compare(read.framed_with_lots<by_time>(utc{}), constant, 300'000, unit::points{}, unit::stamps{}) > 2'000);

    // One stamp of 1 January can be spent to 20 January.
    const auto shop = read.framed_with_lots<by_time>(utc{});
    member<std::remove_const_t<decltype(shop)>> anna{};
    apply(shop, anna, sale{.time = "2025-01-01T12:00"_utc, .net = 40_usd});
    CHECK(balances_of<unit::stamps>(shop, anna, "2025-01-20T12:00"_utc).available == 1_stamps);
    CHECK(balances_of<unit::stamps>(shop, anna, "2025-01-21T12:00"_utc).available == 0_stamps);
    CHECK(balances_of<unit::points>(shop, anna, "2025-03-31T12:00"_utc).available == 40_points);
    CHECK(balances_of<unit::points>(shop, anna, "2025-04-01T12:00"_utc).available == 0_points);

    const std::string written = json::write_programme(read);
    const auto again = json::read_programme<currency::usd, 16, two_accounts>(written);
    REQUIRE(first_mistake(again.wrong) == "");
    CHECK(json::write_programme(again) == written);
    CHECK(written.find(R"({"of": "stamps", "expiring": {"expires_after_days": {"days": 20)") != std::string::npos);
    CHECK(json::describe(read).rules.size() == 4);
}

TEST_CASE("accounts that cannot be right") {
    const auto mistake = [](const std::string& lots) { return first_mistake(read_with<two_accounts>(lots).wrong); };
    const std::string forever = R"("expiring": "never_expires"})";
    CHECK(mistake("{" + forever) == "");
    CHECK(mistake(R"([{"of": "badges", )" + forever + "]")
              .ends_with("lots: a programme of this type has no account of badges: read the text with one, such as "
                         "json::accounts<json::usual_lots, json::lots_in<Unit, 25>>"));
    CHECK(mistake(R"([{"of": "stamps", )" + forever + R"(, {"of": "stamps", )" + forever + "]")
              .ends_with("/lots/1/of: lots: a second account of stamps: a unit has one"));
    CHECK(mistake(R"([{"expiring": {"expires_end_of_month": 2}}, {"of": "points", )" + forever + "]")
              .ends_with("/lots/1/of: lots: a second account of points: a unit has one"));
    CHECK(mistake(R"([{"of": "points", )" + forever + R"(, {"expiring": {"expires_end_of_month": 2}}])")
              .ends_with("/lots/1: lots: a second account of points: a unit has one"));
    CHECK(mistake("[]").ends_with("/lots: lots: give at least one account"));
    CHECK(mistake(R"({"of": "stamps", "expiring": {"expires_after_days": {"days": 90}}})")
              .ends_with("members have room for 30: expire at the end of a month, or read the text with larger lots, "
                         "such as json::lots_in<Unit, 90>"));
    const auto converted = json::read_programme<currency::usd, 16, two_accounts>(
        R"({"programme": "x", "currency": "USD", "rules": [{"points": [{"per_visit": {"award": "1 stamps"}}]},
            {"conversion": {"from": "2 stamps", "to": "1.00 USD"}}], "lots": {"of": "stamps", )" +
        forever + "}");
    CHECK(first_mistake(converted.wrong)
              .ends_with("lots: a conversion before this account takes stamps, and so finds none: award another unit "
                         "for the conversion"));
}

TEST_CASE("points that can be spent for two hours, in steps of ten minutes") {
    const auto read =
        read_with<seconds_account>(R"({"expiring": {"expires_after_seconds": {"seconds": 7200, "in_steps_of": 600}}})");
    REQUIRE(first_mistake(read.wrong) == "");
    constexpr programme constant{frame, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                                 points{per_visit{1_stamps}},
                                 lots<unit::points>{}.expiring(expires_after_seconds<13>{7'200}.in_steps_of(600))};
    const auto shop = read.framed_with_lots<by_time>(utc{});
    CHECK(compare(shop, constant, 1'500, unit::points{}) > 1'000);

    member<std::remove_const_t<decltype(shop)>> anna{};
    apply(shop, anna, sale{.time = "2025-01-01T09:00:01"_utc, .net = 40_usd});
    CHECK(balances_of<unit::points>(shop, anna, "2025-01-01T11:09:59"_utc).available == 40_points);
    CHECK(balances_of<unit::points>(shop, anna, "2025-01-01T11:10:00"_utc).available == 0_points);

    const std::string written = json::write_programme(read);
    CHECK(written.find(R"({"expires_after_seconds": {"seconds": 7200, "in_steps_of": 600}})") != std::string::npos);
    CHECK(json::write_programme(json::read_programme<currency::usd, 16, seconds_account>(written)) == written);

    const auto mistake = [](const std::string& lots) { return first_mistake(read_with<seconds_account>(lots).wrong); };
    CHECK(mistake(R"({"expiring": {"expires_after_seconds": {"seconds": 7200}}})")
              .ends_with("lots: with these rules up to 7200 lots of different dates live or wait at once, and members "
                         "have room for 13: expire in larger steps, or read the text with json::timed_lots_of<7200>"));
    CHECK(mistake(R"({"expiring": {"expires_after_seconds": {"in_steps_of": 0}}})").find("expires_after_seconds") !=
          std::string::npos);
    CHECK(mistake(R"({"expiring": "never_expires"})")
              .ends_with("expected never_expires_timed or expires_after_seconds, found \"never_expires\"; did you mean "
                         "\"never_expires_timed\"?"));
}

} // namespace
