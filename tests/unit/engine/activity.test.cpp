// SPDX-License-Identifier: BSL-1.0
//
// Activities beside purchases in one programme (S37).
#include <loyalty/events/activity.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace loyalty;
using namespace loyalty::criteria;
using sale = purchase<currency::usd>;

namespace {

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr std::uint32_t review = 1;
constexpr std::uint32_t gym_visit = 3;

constexpr instant day_1 = "2025-03-10T12:00"_utc;
constexpr instant day_2 = "2025-03-11T12:00"_utc;
constexpr instant day_3 = "2025-03-12T12:00"_utc;

template <class Programme>
using member_of = member<std::remove_const_t<Programme>>;

} // namespace

TEST_CASE("a review uses up no first purchase, stamps no card and starts no streak") {
    constexpr programme shop{
        a_point_a_dollar, points{per_visit{500_points}.when(first_purchase())},
        points{per_activity{50_points}.of(review)},
        gamified{streak<calendar_window{period_unit::day}>{2}.awards(1_badges), stamp_card{2}.awards(1_stamps)}};
    member_of<decltype(shop)> anna;
    const auto first = apply(shop, anna, activity{.id = 1, .time = day_1, .kind = review});
    CHECK(first.granted<unit::points>() == 50_points);
    CHECK(first.granted<unit::stamps>() == 0_stamps);
    CHECK(first.granted<unit::badges>() == 0_badges);

    const auto second = apply(shop, anna, sale{.id = 2, .time = day_2, .net = 20_usd});
    CHECK(second.granted<unit::points>() == 520_points);
    CHECK(second.granted<unit::stamps>() == 0_stamps);
    CHECK(second.granted<unit::badges>() == 0_badges);

    const auto third = apply(shop, anna, activity{.id = 3, .time = day_3, .kind = review});
    CHECK(third.granted<unit::points>() == 50_points);
    CHECK(third.granted<unit::stamps>() == 0_stamps);
    CHECK(third.granted<unit::badges>() == 0_badges);

    const auto fourth = apply(shop, anna, sale{.id = 4, .time = day_3, .net = 20_usd});
    CHECK(fourth.granted<unit::points>() == 20_points);
    CHECK(fourth.granted<unit::stamps>() == 1_stamps); // the second purchase
    CHECK(fourth.granted<unit::badges>() == 1_badges); // on the second day in a row
    CHECK(anna.balance<unit::points>() == 640_points);
}

TEST_CASE("an activity of a kind without a rule earns nothing") {
    constexpr programme shop{points{per_activity{50_points}.of(review)}};
    member_of<decltype(shop)> anna;
    CHECK(apply(shop, anna, activity{.id = 1, .time = day_1, .kind = 2}).granted<unit::points>() == 0_points);
    CHECK(apply(shop, anna, activity{.id = 2, .time = day_1, .kind = review}).granted<unit::points>() == 50_points);
}

TEST_CASE("a point for each ten minutes of a gym visit") {
    constexpr programme gym{points{per_score{1_points, 10}.of(gym_visit), round_off{rounding::floor}}};
    member_of<decltype(gym)> anna;
    const auto points_for = [&](std::uint64_t id, std::uint32_t kind, std::int64_t score) {
        return apply(gym, anna, activity{.id = id, .time = day_1, .kind = kind, .score = score})
            .granted<unit::points>()
            .minor_units();
    };
    CHECK(points_for(1, gym_visit, 45) == 4);
    CHECK(points_for(2, gym_visit, 9) == 0);
    CHECK(points_for(3, gym_visit, 0) == 0);
    CHECK(points_for(4, review, 45) == 0);
    const auto before = anna;
    CHECK(apply(gym, anna, activity{.id = 5, .time = day_1, .kind = gym_visit, .score = -1}).refused ==
          reason::negative_amount);
    CHECK(anna == before);
    CHECK(anna.balance<unit::points>() == 4_points);
}

TEST_CASE("at most two reviews a day earn") {
    constexpr programme shop{
        points{per_activity{50_points}.of(review), cap_at{100_points, calendar_window{period_unit::day}}}};
    member_of<decltype(shop)> anna;
    const auto points_for = [&](std::uint64_t id, instant time) {
        return apply(shop, anna, activity{.id = id, .time = time, .kind = review})
            .granted<unit::points>()
            .minor_units();
    };
    CHECK(points_for(1, "2025-03-10T00:00:00"_utc) == 50);
    CHECK(points_for(2, "2025-03-10T12:00:00"_utc) == 50);
    CHECK(points_for(3, "2025-03-10T23:59:59"_utc) == 0);
    CHECK(points_for(4, "2025-03-11T00:00:00"_utc) == 50);
}

TEST_CASE("a stamp card and a streak of activities of one kind") {
    constexpr programme games{
        gamified{stamp_card{3}.of(activities_of(2)).awards(1_stamps),
                 streak<calendar_window{period_unit::day}>{2}.of(activities_of(2)).awards(1_badges)}};
    member_of<decltype(games)> anna;
    const auto gave = [&](std::uint64_t id, instant time, std::uint32_t kind) {
        return apply(games, anna, activity{.id = id, .time = time, .kind = kind});
    };
    CHECK(gave(1, day_1, 2).granted<unit::stamps>() == 0_stamps);
    CHECK(gave(2, day_2, 1).granted<unit::badges>() == 0_badges); // another kind
    CHECK(apply(games, anna, sale{.id = 3, .time = day_2, .net = 20_usd}).granted<unit::badges>() == 0_badges);
    const auto second = gave(4, day_2, 2);
    CHECK(second.granted<unit::stamps>() == 0_stamps);
    CHECK(second.granted<unit::badges>() == 1_badges);
    CHECK(gave(5, day_2, 2).granted<unit::stamps>() == 1_stamps);
    CHECK(anna.balance<unit::stamps>() == 1_stamps);
    CHECK(anna.balance<unit::badges>() == 1_badges);
}

TEST_CASE("a bonus for each three activities of one kind") {
    constexpr programme shop{a_point_a_dollar, spend_threshold{50_points, every(3_visits)}.of(activities_of(2))};
    member_of<decltype(shop)> anna;
    const auto points_for = [&](std::uint64_t id, std::uint32_t kind) {
        return apply(shop, anna, activity{.id = id, .time = day_1, .kind = kind}).granted<unit::points>().minor_units();
    };
    CHECK(points_for(1, 2) == 0);
    CHECK(points_for(2, 2) == 0);
    CHECK(points_for(3, 1) == 0);
    CHECK(apply(shop, anna, sale{.id = 4, .time = day_1, .net = 7_usd}).granted<unit::points>() == 7_points);
    CHECK(points_for(5, 2) == 50);
    CHECK(points_for(6, 2) == 0);
}

TEST_CASE("tiers by activities, and by their scores") {
    constexpr programme by_count{tiered{2_visits}.of(activities_of(2))};
    member_of<decltype(by_count)> anna;
    CHECK(apply(by_count, anna, activity{.id = 1, .time = day_1, .kind = 2}).tier_after == 0);
    CHECK(apply(by_count, anna, activity{.id = 2, .time = day_1, .kind = 1}).tier_after == 0);
    CHECK(apply(by_count, anna, sale{.id = 3, .time = day_1, .net = 500_usd}).tier_after == 0);
    CHECK(apply(by_count, anna, activity{.id = 4, .time = day_1, .kind = 2}).tier_after == 1);

    constexpr programme by_score{tiered{100_items}.of(scores_of(3))};
    member_of<decltype(by_score)> ben;
    CHECK(apply(by_score, ben, activity{.id = 1, .time = day_1, .kind = 3, .score = 60}).tier_after == 0);
    CHECK(apply(by_score, ben, activity{.id = 2, .time = day_1, .kind = 4, .score = 60}).tier_after == 0);
    CHECK(apply(by_score, ben, activity{.id = 3, .time = day_1, .kind = 3, .score = 40}).tier_after == 1);
}

TEST_CASE("a programme without rules for activities accepts one, which gives nothing") {
    constexpr programme shop{tiered{100_usd}, a_point_a_dollar, gamified{stamp_card{2}.awards(1_stamps)}};
    member_of<decltype(shop)> anna;
    apply(shop, anna, sale{.id = 1, .time = day_1, .net = 60_usd});
    auto ben = anna;
    const auto gave = apply(shop, anna, activity{.id = 2, .time = day_2, .kind = review, .score = 1'000});
    CHECK(gave.accepted());
    CHECK(gave.granted<unit::points>() == 0_points);
    CHECK(gave.granted<unit::stamps>() == 0_stamps);
    CHECK(gave.tier_after == 0);
    CHECK(anna.last_event() == day_2);
    CHECK(anna.balance<unit::points>() == 60_points);
    // The next purchase is the same as without the activity.
    const sale next{.id = 3, .time = day_3, .net = 40_usd};
    CHECK(apply(shop, anna, next) == apply(shop, ben, next));
    CHECK(anna == ben);
    CHECK(anna.balance<unit::stamps>() == 1_stamps);
}
