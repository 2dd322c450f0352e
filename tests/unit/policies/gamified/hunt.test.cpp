// SPDX-License-Identifier: BSL-1.0
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/hunt.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/fingerprint.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace loyalty;
using namespace loyalty::criteria;
using games::hunt;
using games::hunt_progress;
using games::step;

namespace {

using sale = purchase<currency::usd>;
constexpr auto may_10 = "2025-05-10T12:00"_utc;
constexpr date_window in_may{"2025-05-01"_date, "2025-06-01"_date};

constexpr hunt shops{step{1_visits}.when(store_is(1u)), step{1_visits}.when(store_is(2u)),
                     step{2_visits}.of(activities_of(4))};

/// A member of a programme with one hunt, whose events have rising ids.
template <class Programme>
struct seeker {
    const Programme& programme;
    member<Programme> own{};
    std::uint64_t id = 0;

    explicit seeker(const Programme& rules) : programme{rules} {}

    std::int64_t buy(std::uint32_t store, instant time = may_10) {
        return given(apply(programme, own, at(store, time)));
    }
    auto buy_with_receipt(std::uint32_t store) { return apply_with_receipt(programme, own, at(store, may_10)).receipt; }
    std::int64_t review(instant time = may_10) {
        return given(apply(programme, own, activity{.id = ++id, .time = time, .kind = 4}));
    }
    std::int64_t take_back(receipt<Programme>& receipt) {
        return given(apply(programme, own, receipt.returned({.id = ++id, .time = may_10})));
    }
    std::int64_t points() const { return own.template balance<unit::points>().minor_units(); }
    hunt_progress so_far(instant time = may_10) const { return progress<"hunt">(programme, own, time); }

private:
    sale at(std::uint32_t store, instant time) { return {.id = ++id, .time = time, .net = 10_usd, .store = store}; }
    template <class Outcome>
    static std::int64_t given(const Outcome& gave) {
        CHECK(gave.accepted());
        return gave.template granted<unit::points>().minor_units();
    }
};

} // namespace

TEST_SUITE("policies/gamified/hunt") {
    TEST_CASE("in any order, once") {
        constexpr programme rules{shops.awards(200_points, 1_badges)};
        seeker anna{rules};
        CHECK(anna.review() == 0);
        CHECK(anna.buy(2) == 0);
        CHECK(anna.buy(2) == 0);
        CHECK(anna.so_far() == hunt_progress{.is_open = true,
                                             .counted = 1_items,
                                             .needed = 3_items,
                                             .missing = 2_items,
                                             .step = 0,
                                             .step_counted = 0,
                                             .step_needed = 1,
                                             .times_completed = 0});
        CHECK(anna.buy(1) == 0);
        CHECK(anna.so_far().step == 2);
        CHECK(anna.so_far().step_counted == 1);
        CHECK(anna.review() == 200);
        CHECK(anna.own.balance<unit::badges>() == 1_badges);
        CHECK(anna.so_far() == hunt_progress{.is_open = false,
                                             .counted = 3_items,
                                             .needed = 3_items,
                                             .missing = 0_items,
                                             .step = 3,
                                             .step_counted = 0,
                                             .step_needed = 0,
                                             .times_completed = 1});
        anna.buy(1);
        anna.buy(2);
        anna.review();
        CHECK(anna.review() == 0);
        CHECK(anna.points() == 200);
    }

    TEST_CASE("in order: only the first step that is not complete counts") {
        constexpr programme rules{shops.in_order().awards(200_points)};
        seeker anna{rules};
        anna.buy(2); // too early
        anna.review();
        CHECK(anna.so_far().counted == 0_items);
        anna.buy(1);
        CHECK(anna.so_far().step == 1);
        anna.buy(1);
        anna.buy(2);
        anna.review();
        CHECK(anna.so_far().step == 2);
        CHECK(anna.so_far().step_counted == 1);
        CHECK(anna.review() == 200);
        CHECK(anna.review() == 0);
    }

    TEST_CASE("repeatable: what lies above a target counts for the next round") {
        constexpr programme rules{
            hunt{step{1_visits}.when(store_is(1u)), step{2_visits}.of(activities_of(4))}.repeatable().awards(
                10_points)};
        seeker anna{rules};
        anna.buy(1);
        anna.buy(1);
        anna.review();
        CHECK(anna.review() == 10);
        CHECK(anna.so_far().counted == 1_items); // the second visit
        CHECK(anna.so_far().step == 1);
        CHECK(anna.so_far().is_open);
        anna.review();
        CHECK(anna.review() == 10);
        CHECK(anna.points() == 20);
        CHECK(anna.so_far().times_completed == 2);
    }

    TEST_CASE("repeatable and in order: round by round") {
        constexpr programme rules{
            hunt{step{1_visits}.when(store_is(1u)), step{1_visits}.when(store_is(2u))}.in_order().repeatable().awards(
                10_points)};
        seeker anna{rules};
        anna.buy(1);
        anna.buy(1); // does not count
        CHECK(anna.buy(2) == 10);
        CHECK(anna.buy(2) == 0); // the second round begins with shop 1
        anna.buy(1);
        CHECK(anna.buy(2) == 10);
    }

    TEST_CASE("a window") {
        constexpr programme rules{shops.within(campaign{in_may}).awards(200_points)};
        seeker anna{rules};
        anna.buy(1, "2025-04-30T23:59:59"_utc);
        anna.buy(1, "2025-05-01T00:00"_utc);
        anna.buy(2, "2025-05-02T00:00"_utc);
        anna.review("2025-05-31T23:59:59"_utc);
        CHECK(anna.so_far("2025-05-31T23:59:59"_utc).is_open);
        CHECK(anna.review("2025-06-01T00:00"_utc) == 0);
        CHECK_FALSE(anna.so_far("2025-06-01T00:00"_utc).is_open);
        CHECK(anna.so_far("2025-06-01T00:00"_utc).missing == 0_items);
        CHECK(anna.so_far("2025-06-01T00:00"_utc).counted == 2_items);
    }

    TEST_CASE("a return takes progress back, and the award with it") {
        constexpr programme rules{shops.awards(200_points)};
        seeker anna{rules};
        auto first = anna.buy_with_receipt(1);
        anna.review();
        anna.review();
        auto last = anna.buy_with_receipt(2);
        CHECK(anna.points() == 200);
        CHECK(anna.take_back(first) == -200); // the award came with another purchase
        CHECK(anna.so_far().step == 0);
        CHECK(anna.so_far().counted == 2_items);
        CHECK(anna.take_back(last) == 0); // and goes once
        CHECK(anna.points() == 0);
        CHECK(anna.so_far().counted == 1_items);
        anna.buy(1);
        CHECK(anna.buy(2) == 200);
    }

    TEST_CASE("another visit stands in for the one that came back") {
        constexpr programme rules{shops.awards(200_points)};
        seeker anna{rules};
        auto first = anna.buy_with_receipt(1);
        anna.review();
        anna.review();
        auto last = anna.buy_with_receipt(2);
        anna.buy(2);
        CHECK(anna.take_back(last) == 0);
        CHECK(anna.points() == 200);
        CHECK(anna.take_back(first) == -200);
    }

    TEST_CASE("an award that returns leave is not given twice") {
        constexpr programme rules{shops.keeping_awards().awards(200_points)};
        seeker anna{rules};
        anna.buy(1);
        anna.review();
        anna.review();
        auto last = anna.buy_with_receipt(2);
        CHECK(anna.take_back(last) == 0);
        CHECK(anna.points() == 200);
        CHECK(anna.so_far().counted == 2_items);
        CHECK(anna.buy(2) == 0);
        CHECK(anna.points() == 200);
    }

    TEST_CASE("pieces and money as targets, in a gamified") {
        constexpr programme rules{
            gamified{hunt{step{3_items}.of(quantity{}), step{20_usd}.of(net{})}.awards(5_stamps)}};
        member<decltype(rules)> own;
        const std::array<basket_line<currency::usd>, 1> two{{{.quantity = 2, .net = 15_usd}}};
        using shopping = basket<currency::usd>;
        CHECK(apply(rules, own, shopping{.id = 1, .time = may_10, .lines = two}).granted<unit::stamps>() == 0_stamps);
        CHECK(apply(rules, own, shopping{.id = 2, .time = may_10, .lines = two}).granted<unit::stamps>() == 5_stamps);
        CHECK(progress<"hunt">(rules, own, may_10).times_completed == 1);
    }

    TEST_CASE("members merge: what they have done adds up, and what was paid once stays paid") {
        constexpr programme rules{shops.awards(200_points), social::mergeable{}};
        std::array<member<decltype(rules)>, 2> both{};
        const auto buy = [&](std::uint32_t who, std::uint64_t id, std::uint32_t store) {
            return apply(rules, both[who],
                         sale{.id = id, .member = who, .time = may_10, .net = 10_usd, .store = store});
        };
        buy(0, 1, 1);
        buy(1, 2, 2);
        apply(rules, both[1], activity{.id = 3, .member = 1, .time = may_10, .kind = 4});
        CHECK(apply(rules, both[0], both[1], social::member_merge{.id = 4, .member = 0, .time = may_10, .into = 1})
                  .accepted());
        CHECK(progress<"hunt">(rules, both[1], may_10).counted == 2_items);
        CHECK(
            apply(rules, both[1], activity{.id = 5, .member = 1, .time = may_10, .kind = 4}).granted<unit::points>() ==
            200_points);
    }

    TEST_CASE("problems, and bad bytes") {
        CHECK(std::string_view{problem_of(shops)} ==
              "hunt: a completed hunt gives nothing: name its award with .awards(200_points)");
        CHECK(std::string_view{problem_of(hunt{step{0_visits}}.awards(1_points))} ==
              "hunt: the target of a step must be above zero");
        CHECK(problem_of(shops.awards(1_points)) == nullptr);
        CHECK(streams::fingerprint(programme{shops.awards(1_points)}) !=
              streams::fingerprint(programme{shops.in_order().awards(1_points)}));

        constexpr programme rules{shops.awards(200_points)};
        seeker anna{rules};
        anna.buy(1);
        std::array<std::byte, 256> room{};
        streams::writer out{room};
        streams::encode(out, anna.own);
        streams::reader in{out.written()};
        member<decltype(rules)> again;
        CHECK(streams::decode(in, again));
        CHECK(again == anna.own);
        anna.own.policy<0>().paid = -1;
        streams::writer wrong{room};
        streams::encode(wrong, anna.own);
        streams::reader from{wrong.written()};
        CHECK_FALSE(streams::decode(from, again));
        CHECK(from.why() == "a hunt: its awards are below zero");
    }

    TEST_CASE("a count beyond 64 bits, or a million awards at once, refuses the event") {
        constexpr programme rules{hunt{step{1_items}.of(scores_of(4))}.repeatable().awards(1_points)};
        member<decltype(rules)> own;
        const auto play = [&](std::uint64_t id, std::int64_t score) {
            return apply(rules, own, activity{.id = id, .time = may_10, .kind = 4, .score = score});
        };
        CHECK(play(1, 1'000'001).refused == reason::amount_overflow);
        CHECK(own == member<decltype(rules)>{});
        CHECK(play(2, 1'000'000).granted<unit::points>() == 1'000'000_points);
        CHECK(play(3, INT64_MAX).refused == reason::amount_overflow);
        CHECK(play(3, INT64_MAX).refusing_rule() == 0);
    }
}
