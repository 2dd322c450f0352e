// SPDX-License-Identifier: BSL-1.0
//
// The reference work as JSON does what the constant programme does, event by event.
#include "../../examples/loyalty_run/w5.hpp"
#include "support.hpp"

#include <loyalty/json/programme.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using namespace loyalty;

TEST_CASE("W5 from JSON and in C++: the same outcomes for 60,000 purchases, and the same members") {
    const auto read = json::read_programme<currency::usd>(file_text("examples/rules/w5.json"));
    REQUIRE(first_mistake(read.wrong) == "");
    const auto programme = read.framed<choices::identity::by_time>(utc{});
    REQUIRE(programme.problem().sentence == nullptr);

    constexpr std::size_t count = 300;
    std::vector<member<std::remove_const_t<decltype(programme)>>> from_text(count);
    std::vector<w5::member_type> constant(count);
    w5::sums reached{};
    for (const w5::record& each : w5::stream(60'000, count)) {
        const auto left = apply(programme, from_text[each.member], each);
        const auto right = apply(w5::rules, constant[each.member], each);
        REQUIRE(left.accepted() == right.accepted());
        REQUIRE(left.granted<unit::points>() == right.granted<unit::points>());
        REQUIRE(left.granted<unit::stamps>() == right.granted<unit::stamps>());
        REQUIRE(left.granted<unit::badges>() == right.granted<unit::badges>());
        REQUIRE(left.granted<currency::usd>() == right.granted<currency::usd>());
        REQUIRE(left.tier_after == right.tier_after);
        reached.points += right.granted<unit::points>().minor_units();
        reached.badges += right.granted<unit::badges>().minor_units();
    }
    CHECK(reached.points > 1'000'000);
    CHECK(reached.badges > 100);
    for (std::size_t i = 0; i < count; ++i) {
        CHECK(from_text[i].balance<unit::points>() == constant[i].balance<unit::points>());
        CHECK(from_text[i].balance<currency::usd>() == constant[i].balance<currency::usd>());
        CHECK(from_text[i].balance<unit::stamps>() == constant[i].balance<unit::stamps>());
        CHECK(from_text[i].balance<unit::badges>() == constant[i].balance<unit::badges>());
    }
}

} // namespace
