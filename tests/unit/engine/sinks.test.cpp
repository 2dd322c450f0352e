// SPDX-License-Identifier: BSL-1.0
#include <loyalty/engine/sinks.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <vector>

using namespace loyalty;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using sale = purchase<currency::usd>;

namespace {

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
using rules_type = std::remove_const_t<decltype(rules)>;
using outcome_type = outcome_of<rules_type>;

constexpr sale three[]{{.id = 1, .net = 3.50_usd}, {.id = 2, .net = -3.50_usd}, {.id = 3, .net = 4_usd}};

template <class Sink>
void tell_three(Sink& sink) {
    member<rules_type> anna;
    for (const sale& each : three) {
        static_cast<void>(apply(rules, anna, each, no_profile{}, sink));
    }
}

} // namespace

TEST_CASE("totals sum what was granted and count what was refused") {
    totals<rules_type> sums;
    tell_three(sums);
    CHECK(sums.granted<unit::points>() == 7_points);
    CHECK(sums.accepted == 2);
    CHECK(sums.refused == 1);
    CHECK(sums.tier_changes == 0);
    CHECK_FALSE(sums.overflow);
}

TEST_CASE("totals count each step between two tiers") {
    constexpr programme ladder{tiered{100_usd, 300_usd}};
    totals<std::remove_const_t<decltype(ladder)>> sums;
    member<std::remove_const_t<decltype(ladder)>> anna;
    const auto buy = [&](std::uint64_t id, money<currency::usd> net) {
        CHECK(apply(ladder, anna, sale{.id = id, .net = net}, no_profile{}, sums).accepted());
        return sums.tier_changes;
    };
    CHECK(buy(1, 99_usd) == 0);
    CHECK(buy(2, 1_usd) == 1);   // 0 to 1
    CHECK(buy(3, 200_usd) == 2); // 1 to 2
    CHECK(buy(4, 1_usd) == 2);
}

TEST_CASE("totals stop at the limit of 64 bits and say so") {
    constexpr programme large{points{per_visit{9'000'000'000'000'000'000_points}}};
    using large_type = std::remove_const_t<decltype(large)>;
    totals<large_type> sums;
    for (int i = 0; i < 2; ++i) {
        member<large_type> each;
        static_cast<void>(apply(large, each, sale{.id = 1, .net = 1_usd}, no_profile{}, sums));
    }
    CHECK(sums.granted<unit::points>() == 9'223'372'036'854'775'807_points);
    CHECK(sums.accepted == 2);
    CHECK(sums.overflow);
}

TEST_CASE("totals of two parts of a stream add up, up to the limit") {
    totals<rules_type> first;
    tell_three(first);
    totals<rules_type> sums = first;
    sums.add(first);
    CHECK(sums.granted<unit::points>() == 14_points);
    CHECK(sums.accepted == 4);
    CHECK(sums.refused == 2);
    CHECK_FALSE(sums.overflow);
    totals<rules_type> full;
    outcome_type most;
    detail::get<0>(most.granted_).minor_units = amount<unit::points>::largest().minor_units();
    full.on(sale{}, most);
    full.add(first);
    CHECK(full.granted<unit::points>() == 9'223'372'036'854'775'807_points);
    CHECK(full.overflow);
    sums.add(full);
    CHECK(sums.overflow);
}

TEST_CASE("a span takes what fits and counts the rest") {
    std::array<outcome_type, 2> room{};
    auto sink = effects::into(rules, room);
    tell_three(sink);
    CHECK(sink.written == 2);
    CHECK(sink.missed == 1);
    CHECK(room[0].granted<unit::points>() == 3_points);
    CHECK(room[1].refused == reason::negative_amount);
}

TEST_CASE("a container takes them all") {
    std::vector<outcome_type> outcomes;
    append_to sink{outcomes};
    tell_three(sink);
    REQUIRE(outcomes.size() == 3);
    CHECK(outcomes[1].refused == reason::negative_amount);
    CHECK(outcomes[2].granted<unit::points>() == 4_points);
}

TEST_CASE("a tee tells two sinks") {
    std::vector<outcome_type> outcomes;
    append_to kept{outcomes};
    totals<rules_type> sums;
    tee both{kept, sums};
    tell_three(both);
    CHECK(outcomes.size() == 3);
    CHECK(sums.granted<unit::points>() == 7_points);
}
