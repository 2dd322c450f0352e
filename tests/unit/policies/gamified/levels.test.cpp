// SPDX-License-Identifier: BSL-1.0
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/levels.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/fingerprint.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace loyalty;
using namespace loyalty::criteria;
using games::level_progress;
using games::levels;

namespace {

using sale = purchase<currency::usd>;
constexpr auto noon = "2025-05-10T12:00"_utc;
constexpr levels three = levels{100_items, 300_items, 600_items}.of(scores_of(3));
constexpr auto paying = three.awards(10_points, 20_points, 50_points);

constexpr activity quiz(std::uint64_t id, std::int64_t score) {
    return {.id = id, .time = noon, .kind = 3, .score = score};
}

template <class Gave>
constexpr std::int64_t points_in(const Gave& gave) {
    return gave.accepted() ? gave.template granted<unit::points>().minor_units() : -999;
}

} // namespace

TEST_SUITE("policies/gamified/levels") {
    TEST_CASE("levels by the points of a quiz: reached at the threshold, several at once, each once") {
        constexpr programme rules{paying};
        member<decltype(rules)> own;
        CHECK(points_in(apply(rules, own, quiz(1, 99))) == 0);
        CHECK(points_in(apply(rules, own, quiz(2, 1))) == 10);
        CHECK(points_in(apply(rules, own, activity{.id = 3, .time = noon, .kind = 4, .score = 500})) == 0);
        CHECK(progress<"levels">(rules, own, noon) ==
              level_progress<unit::items>{
                  .level = 1, .is_open = true, .counted = 100_items, .needed = 300_items, .missing = 200_items});
        CHECK(points_in(apply(rules, own, quiz(4, 500))) == 70);
        CHECK(progress<"levels">(rules, own, noon) ==
              level_progress<unit::items>{
                  .level = 3, .is_open = false, .counted = 600_items, .needed = 600_items, .missing = 0_items});
        CHECK(points_in(apply(rules, own, quiz(5, 500))) == 0);
    }

    TEST_CASE("levels by spend, and by points that another policy earned") {
        constexpr programme spend{levels{100_usd, 200_usd}.awards(1_badges, 1_badges)};
        member<decltype(spend)> anna;
        apply(spend, anna, sale{.id = 1, .time = noon, .net = 99.99_usd});
        CHECK(progress<"levels">(spend, anna, noon).level == 0);
        apply(spend, anna, sale{.id = 2, .time = noon, .net = 0.01_usd});
        CHECK(progress<"levels">(spend, anna, noon).level == 1);
        CHECK(anna.balance<unit::badges>() == 1_badges);

        constexpr programme earned_points{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                                          levels{50_points, 80_points}.of(earned<unit::points>{})};
        member<decltype(earned_points)> ben;
        apply(earned_points, ben, sale{.id = 1, .time = noon, .net = 50.99_usd});
        CHECK(progress<"levels">(earned_points, ben, noon).level == 1);
        CHECK(progress<"levels">(earned_points, ben, noon).missing == 30_points);
    }

    TEST_CASE("a return takes the level back, with its award, also one that another event had reached") {
        constexpr programme rules{paying};
        member<decltype(rules)> own;
        auto first = apply_with_receipt(rules, own, quiz(1, 250)).receipt;
        auto second = apply_with_receipt(rules, own, quiz(2, 60)).receipt; // 310: level 2
        CHECK(own.balance<unit::points>() == 30_points);
        CHECK(points_in(apply(rules, own, first.returned({.id = 3, .time = noon}))) == -30); // 60 are left
        CHECK(progress<"levels">(rules, own, noon).level == 0);
        CHECK(points_in(apply(rules, own, second.returned({.id = 4, .time = noon}))) == 0);
        CHECK(own.balance<unit::points>() == 0_points);
        CHECK(points_in(apply(rules, own, quiz(5, 100))) == 10);
    }

    TEST_CASE("levels that returns leave do not pay twice") {
        constexpr programme rules{paying.keeping_levels()};
        member<decltype(rules)> own;
        auto first = apply_with_receipt(rules, own, quiz(1, 310)).receipt;
        CHECK(points_in(apply(rules, own, first.returned({.id = 2, .time = noon}))) == 0);
        CHECK(own.balance<unit::points>() == 30_points);
        CHECK(progress<"levels">(rules, own, noon).level == 2);
        CHECK(progress<"levels">(rules, own, noon).missing == 600_items);
        CHECK(points_in(apply(rules, own, quiz(3, 310))) == 0);
        CHECK(points_in(apply(rules, own, quiz(4, 290))) == 50);
    }

    TEST_CASE("a window") {
        constexpr programme rules{paying.within(campaign{{"2025-05-01"_date, "2025-06-01"_date}})};
        member<decltype(rules)> own;
        CHECK(points_in(
                  apply(rules, own, activity{.id = 1, .time = "2025-04-30T12:00"_utc, .kind = 3, .score = 100})) == 0);
        CHECK(points_in(apply(rules, own, quiz(2, 100))) == 10);
        CHECK(progress<"levels">(rules, own, noon).is_open);
        CHECK_FALSE(progress<"levels">(rules, own, "2025-06-01T00:00"_utc).is_open);
    }

    TEST_CASE("members merge") {
        constexpr programme rules{paying, social::mergeable{}};
        std::array<member<decltype(rules)>, 2> both{};
        apply(rules, both[0], quiz(1, 290));
        activity other = quiz(2, 150);
        other.member = 1;
        apply(rules, both[1], other);
        CHECK(apply(rules, both[0], both[1], social::member_merge{.id = 3, .member = 0, .time = noon, .into = 1})
                  .accepted());
        CHECK(progress<"levels">(rules, both[1], noon).level == 1);
        CHECK(progress<"levels">(rules, both[1], noon).counted == 440_items);
        other = quiz(4, 1);
        other.member = 1;
        CHECK(points_in(apply(rules, both[1], other)) == 20);
    }

    TEST_CASE("problems, bad bytes, and a count beyond 64 bits") {
        CHECK(std::string_view{problem_of(levels{100_items, 100_items})} ==
              "levels: the thresholds must rise: a level that is reached with the one before it is none");
        CHECK(std::string_view{problem_of(levels{0_items, 100_items})} == "levels: the thresholds must be above zero");
        CHECK(std::string_view{problem_of(three.awards(1_points, -1_points, 1_points))} ==
              "levels: the award of a level must not be negative");
        CHECK(problem_of(paying) == nullptr);
        CHECK(streams::fingerprint(programme{paying}) !=
              streams::fingerprint(programme{three.awards(10_points, 20_points, 51_points)}));

        constexpr programme rules{paying};
        member<decltype(rules)> own;
        apply(rules, own, quiz(1, INT64_MAX));
        const auto before = own;
        const auto refused = apply(rules, own, quiz(2, 1));
        CHECK(refused.refused == reason::amount_overflow);
        CHECK(refused.refusing_rule() == 0);
        CHECK(own == before);

        own.policy<0>().level = 4;
        std::array<std::byte, 256> room{};
        streams::writer out{room};
        streams::encode(out, own);
        streams::reader in{out.written()};
        member<decltype(rules)> again;
        CHECK_FALSE(streams::decode(in, again));
        CHECK(in.why() == "levels: there is no such level");
    }

    TEST_CASE("scores of a quiz become credits: a point for each 10, floored, 100 points a day") {
        constexpr programme rules{points{per_score{1_points, 10}.of(3u), round_off{rounding::floor},
                                         cap_at{100_points, calendar_window{period_unit::day}}}};
        member<decltype(rules)> own;
        CHECK(points_in(apply(rules, own, quiz(1, 459))) == 45);
        CHECK(points_in(apply(rules, own, quiz(2, 9))) == 0);
        CHECK(points_in(apply(rules, own, quiz(3, 560))) == 55); // the cap
        CHECK(points_in(apply(rules, own, activity{.id = 4, .time = noon, .kind = 4, .score = 50})) == 0);
        CHECK(points_in(apply(rules, own, activity{.id = 5, .time = "2025-05-11T00:00"_utc, .kind = 3, .score = 50})) ==
              5);
    }
}
