// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/batch.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::streams;
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

TEST_CASE("a programme that begins and ends in the middle of a day") {
    constexpr programme half_days{terms<>{.valid = {"2025-03-10T12:00"_utc, "2025-03-11T12:00"_utc}},
                                  points{per_visit{1_points}}};
    using half_days_type = std::remove_const_t<decltype(half_days)>;
    const std::array<sale, 6> stream{{{.id = 1, .time = "2025-03-10T11:59:59"_utc},
                                      {.id = 2, .time = "2025-03-10T12:00"_utc},
                                      {.id = 3, .time = "2025-03-10T23:59"_utc},
                                      {.id = 4, .time = "2025-03-11T11:59:59"_utc},
                                      {.id = 5, .time = "2025-03-11T12:00"_utc},
                                      {.id = 6, .time = "2025-03-11T12:01"_utc}}};
    std::array<member<half_days_type>, 1> members{};
    std::vector<outcome_of<half_days_type>> outcomes;
    append_to sink{outcomes};
    CHECK(apply_all(half_days, std::span<member<half_days_type>>{members}, std::span<const sale>{stream}, sink) ==
          batch_result{3, 3});
    REQUIRE(outcomes.size() == 6);
    const reason wanted[]{reason::not_in_force, reason::none,         reason::none,
                          reason::none,         reason::not_in_force, reason::not_in_force};
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(outcomes[i].refused == wanted[i]);
    }
    CHECK(members[0].balance<unit::points>() == 3_points);
}

TEST_CASE("a programme from run time that cannot be right refuses every event of a day") {
    volatile std::int64_t none_at_all = 0; // not a constant
    const programme wrong{points{per_visit{amount<unit::points>::from_minor_units(none_at_all)}}};
    using wrong_type = std::remove_const_t<decltype(wrong)>;
    const std::array<sale, 3> stream{{{.id = 1, .time = "2025-03-10T11:00"_utc},
                                      {.id = 2, .time = "2025-03-10T12:00"_utc},
                                      {.id = 3, .time = "2025-03-11T12:00"_utc}}};
    std::array<member<wrong_type>, 1> members{};
    std::vector<outcome_of<wrong_type>> outcomes;
    append_to sink{outcomes};
    CHECK(apply_all(wrong, std::span<member<wrong_type>>{members}, std::span<const sale>{stream}, sink) ==
          batch_result{0, 3});
    for (const auto& each : outcomes) {
        CHECK(each.refused == reason::programme_defect);
    }
    CHECK(members[0] == member<wrong_type>{});
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
