// SPDX-License-Identifier: BSL-1.0
//
// Rules that are replaced between two events, and a journal that says which version judged.
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/json/live_rules.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace {

using namespace loyalty;
using sale = purchase<currency::usd>;

const auto frame = [](const usd_text& each) { return each.framed(utc{}); };
using programme_type = decltype(frame(usd_text{}));
using member_type = json::versioned_member<programme_type>;

[[nodiscard]] std::string version(const std::string& number, const std::string& days, const std::string& points) {
    return "{\"version\": " + number + days + ", \"rules\": [{\"points\": [{\"per_amount\": {\"award\": \"" + points +
           " points\", \"per\": \"1.00 USD\"}}, {\"round_off\": \"floor\"}]}]}";
}
[[nodiscard]] auto read(const std::string& versions) {
    const std::string text = "{\"programme\": \"x\", \"currency\": \"USD\", \"versions\": [" + versions + "]}";
    const std::string_view texts[]{text};
    return read_versions_usd(texts);
}
const std::string open_end = version("1", "", "1");
const std::string until_march = version("1", R"(, "until": "2025-03-01")", "1");
const std::string from_march = version("2", R"(, "from": "2025-03-01")", "2");

[[nodiscard]] sale bought(std::uint64_t id, instant time, std::int64_t dollars) {
    return {.id = id, .member = 0, .time = time, .net = money<currency::usd>::whole(dollars)};
}
constexpr instant february = "2025-02-10T12:00"_utc;
constexpr instant march = "2025-03-10T12:00"_utc;

TEST_CASE("new rules come into force between two events, and a bad text changes nothing") {
    json::live_rules<programme_type> shop{json::in_force(read(open_end), frame)};
    member_type anna;
    const auto taken = shop.now();
    CHECK(taken->apply(anna, bought(1, february, 10)).granted<unit::points>() == 10_points);

    const json::mistakes bad =
        shop.replace(read(until_march + ", " + version("2", R"(, "from": "2025-03-01")", "many")), frame);
    CHECK(first_mistake(bad).find("/versions/1/rules/0/points/0/per_amount/award") != std::string::npos);
    CHECK(shop.now() == taken);

    CHECK(shop.replace(read(until_march + ", " + from_march), frame, february).empty());
    CHECK(shop.now() != taken);
    CHECK(taken->apply(anna, bought(2, march, 10)).granted<unit::points>() ==
          10_points); // who has taken rules keeps them
    CHECK(shop.now()->apply(anna, bought(3, march, 10)).granted<unit::points>() == 20_points);
    CHECK(anna.version == 2);
}

TEST_CASE("a version in force stays as it is") {
    json::live_rules<programme_type> shop{json::in_force(read(open_end), frame)};
    const auto taken = shop.now();
    CHECK(first_mistake(shop.replace(read(version("1", "", "2")), frame)) ==
          "1:1 (all): version 1 has other rules than those in force: give the new rules a number of their own");
    CHECK(first_mistake(shop.replace(read(version("2", "", "2")), frame)) ==
          "1:1 (all): version 1 is missing: members and receipts are of it, so it stays in the text");
    CHECK(first_mistake(shop.replace(read(until_march + ", " + from_march), frame, march)) ==
          "1:1 (all): version 1 ends before the last event that it has judged");
    CHECK(shop.now() == taken);
}

TEST_CASE("the journal says which version judged, and is replayed by these versions alone") {
    const auto both = json::in_force(read(until_march + ", " + from_march), frame);
    std::array<std::byte, 1024> room{};
    json::version_journal log{room, both};
    for (const sale& each : {bought(1, february, 10), bought(2, february, 10), bought(3, march, 10)}) {
        REQUIRE(log.append(both, each));
    }
    CHECK(log.next() == 5); // three events, and a mark before the first of each version
    const std::uint64_t of = json::fingerprint_of_version(both.all().front());
    std::array<member_type, 1> members{};
    streams::journal_reader in{log.bytes(), of};
    const auto done = json::replay_versions<sale>(both, std::span{members}, in);
    CHECK(!in.error());
    CHECK(done.accepted == 3);
    CHECK(members[0].state.balance<unit::points>() == 40_points);
    CHECK(members[0].version == 2);

    // The versions of before the second one came: the journal is theirs up to the first event of the second.
    const auto first = json::in_force(read(open_end), frame);
    std::array<member_type, 1> again{};
    streams::journal_reader old{log.bytes(), of};
    CHECK(json::replay_versions<sale>(first, std::span{again}, old).accepted == 2);
    CHECK(old.error().fault == streams::journal_fault::foreign);
    CHECK(again[0].state.balance<unit::points>() == 20_points);

    // A second version with other rules.
    const auto other = json::in_force(read(until_march + ", " + version("2", R"(, "from": "2025-03-01")", "3")), frame);
    streams::journal_reader foreign{log.bytes(), of};
    CHECK(json::replay_versions<sale>(other, std::span{again}, foreign).accepted ==
          0); // both sales of before are late or doubled
    CHECK(foreign.error().fault == streams::journal_fault::foreign);
}

} // namespace
