// SPDX-License-Identifier: BSL-1.0
#include <loyalty/engine/programme.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>

using namespace loyalty;
using namespace loyalty::extensions;
using sale = purchase<currency::usd>;

namespace {

/// Hides a number from the compiler, so that the programme is one from run time.
std::int64_t from_run_time(std::int64_t value) {
    volatile std::int64_t hidden = value;
    return hidden;
}

auto shop(std::int64_t lower, std::int64_t upper, std::int64_t award) {
    return programme{tiered{money<currency::usd>::from_minor_units(from_run_time(lower)),
                            money<currency::usd>::from_minor_units(from_run_time(upper))},
                     points{per_visit{amount<unit::points>::from_minor_units(from_run_time(award))}}};
}

} // namespace

TEST_CASE("a programme names the rule that cannot be right") {
    CHECK(shop(1, 2, 3).problem().sentence == nullptr);
    CHECK(shop(1, 2, 3).right);

    const auto tiers = shop(2, 1, 3);
    CHECK_FALSE(tiers.right);
    CHECK(tiers.problem().rule == 0);
    CHECK(std::string_view{tiers.problem().sentence} == "tiered: the thresholds must rise: put the lower tier first");

    const auto award = shop(1, 2, 0);
    CHECK(award.problem().rule == 1);
    CHECK(std::string_view{award.problem().sentence} == "per_visit: the award must be above zero");

    // Of several, the first.
    CHECK(shop(2, 2, 0).problem().rule == 0);
}

TEST_CASE("a programme that cannot be right refuses every event") {
    const auto wrong = shop(2, 1, 3);
    member<std::remove_const_t<decltype(wrong)>> anna;
    const auto before = anna;
    const auto gave = apply(wrong, anna, sale{.id = 1, .net = 5_usd});
    CHECK(gave.refused == reason::programme_defect);
    CHECK(gave.granted<unit::points>() == 0_points);
    CHECK(anna == before);
}

TEST_CASE("terms that cannot be right") {
    const points visit{per_visit{1_points}};
    const auto reversed = programme{terms<>{.valid = {instant{from_run_time(20)}, instant{from_run_time(20)}}}, visit};
    CHECK(std::string_view{reversed.problem().sentence} ==
          "terms: the programme ends before it starts: give `valid` a later end");
    const auto late = programme{terms<>{.calendar = {{}, static_cast<std::int32_t>(from_run_time(86'400))}}, visit};
    CHECK(std::string_view{late.problem().sentence} ==
          "terms: the business day must start 0 to 86399 seconds after midnight");
}

TEST_CASE("terms carry a name, a version and a validity that is half open") {
    constexpr programme rules{
        terms<>{.name = "beauty", .version = 3, .valid = {"2025-01-01T00:00"_utc, "2026-01-01T00:00"_utc}},
        points{per_visit{1_points}}};
    CHECK(rules.frame.name.view() == "beauty");
    CHECK(rules.frame.version == 3);
    const auto at = [&](instant time) {
        member<std::remove_const_t<decltype(rules)>> anna;
        return apply(rules, anna, sale{.id = 1, .time = time, .net = 1_usd}).refused;
    };
    CHECK(at("2024-12-31T23:59:59"_utc) == reason::not_in_force);
    CHECK(at("2025-01-01T00:00"_utc) == reason::none);
    CHECK(at("2025-12-31T23:59:59"_utc) == reason::none);
    CHECK(at("2026-01-01T00:00"_utc) == reason::not_in_force);
    CHECK(terms<>{}.name.view().empty());
    CHECK(short_name{"1234567890123456789012345678901"}.view().size() == 31);
}

TEST_CASE("a unit may keep a narrower balance, and a sum that does not fit refuses the event") {
    constexpr programme rules{points{per_visit{32'767_badges}}};
    member<std::remove_const_t<decltype(rules)>> anna;
    CHECK(apply(rules, anna, sale{.id = 1, .net = 1_usd}).accepted());
    CHECK(anna.balance<unit::badges>() == 32'767_badges);
    const auto before = anna;
    const auto second = apply(rules, anna, sale{.id = 2, .net = 1_usd});
    CHECK(second.refused == reason::amount_overflow);
    CHECK(anna == before);
}
