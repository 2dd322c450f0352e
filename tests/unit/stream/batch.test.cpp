// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/batch.hpp>

#include <loyalty/loyalty.hpp>
#include <loyalty/program/append_to.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

using namespace loyalty;
using sale = purchase<currency::usd>;

namespace {

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          points{per_visit{1_stamps}.when(member_has(3))}};
using rules_type = std::remove_const_t<decltype(rules)>;

struct profile {
    std::uint64_t attributes = 0;
};

} // namespace

TEST_CASE("transactions reach the members that they name") {
    const std::array<sale, 4> day{{{.id = 1, .member = 1, .net = 10_usd},
                                   {.id = 2, .member = 0, .net = 3_usd},
                                   {.id = 3, .member = 2, .net = 5_usd},
                                   {.id = 4, .member = 1, .net = 7_usd}}};
    const std::array<profile, 2> profiles{{{.attributes = 0}, {.attributes = 8}}};
    std::array<member<rules_type>, 2> members{};
    std::vector<outcome_of<rules_type>> outcomes;
    append_to sink{outcomes};
    const batch_result result =
        apply_all(rules, std::span<member<rules_type>>{members}, std::span<const sale>{day}, sink, profiles);
    CHECK(result == batch_result{3, 1});
    REQUIRE(outcomes.size() == 4);
    CHECK(outcomes[2].refused == reason::unknown_member);
    CHECK(members[0].balance<unit::points>() == 3_points);
    CHECK(members[1].balance<unit::points>() == 17_points);
    CHECK(members[0].balance<unit::stamps>() == 0_stamps);
    CHECK(members[1].balance<unit::stamps>() == 2_stamps);
}

TEST_CASE("an empty batch and a batch without members") {
    const std::array<profile, 1> profiles{};
    std::array<member<rules_type>, 1> members{};
    no_sink none;
    CHECK(apply_all(rules, std::span<member<rules_type>>{members}, std::span<const sale>{}, none, profiles) ==
          batch_result{});
    const std::array<sale, 40> day{};
    CHECK(apply_all(rules, std::span<member<rules_type>>{}, std::span<const sale>{day}, none, profiles) ==
          batch_result{0, 40});
}

TEST_CASE("the calendar follows days that change back and forth") {
    constexpr programme monthly{points{per_visit{5_points}, cap_at{5_points, calendar_window{period_unit::month}}}};
    using monthly_type = std::remove_const_t<decltype(monthly)>;
    const std::array<sale, 5> mixed{{{.id = 1, .member = 0, .time = "2025-01-31T23:59:59"_utc, .net = 1_usd},
                                     {.id = 2, .member = 1, .time = "2025-02-01T00:00"_utc, .net = 1_usd},
                                     {.id = 3, .member = 0, .time = "2025-01-31T23:59:59"_utc, .net = 1_usd},
                                     {.id = 4, .member = 0, .time = "2025-02-01T00:00"_utc, .net = 1_usd},
                                     {.id = 5, .member = 1, .time = "2025-02-28T23:59:59"_utc, .net = 1_usd}}};
    std::array<member<monthly_type>, 2> members{};
    no_sink none;
    CHECK(apply_all(monthly, std::span<member<monthly_type>>{members}, std::span<const sale>{mixed}, none) ==
          batch_result{5, 0});
    CHECK(members[0].balance<unit::points>() == 10_points);
    CHECK(members[1].balance<unit::points>() == 5_points);
}
