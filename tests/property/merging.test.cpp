// SPDX-License-Identifier: BSL-1.0
//
// Random lives of two members who become one. Every class of points, every balance and every thing of both is there
// afterwards, the books are right, and a merge that is refused changes neither.
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::ledgers;
using sale = purchase<currency::usd>;
using loyalty::social::member_merge;

namespace {

constexpr programme stars{
    tiered{350_usd, 1000_usd}.within(criteria::rolling_days<30>{}),
    points{per_amount{1_points, 1_usd}, round_off_carrying{rounding::floor}},
    spend_threshold{1_stamps, every(40_usd)}.within(criteria::calendar_window{period_unit::month}),
    gamified{stamp_card{100}.awards(1_badges),
             streak<criteria::calendar_window{period_unit::week}>{4}.awards(1_badges)},
    lots<unit::points>{}.max_holds<3>().expiring(expires_after_days<30>{30}).activating(activates_after_days<5>{5}),
    things::wallet<4>{},
    social::mergeable{}};
using stars_type = std::remove_const_t<decltype(stars)>;
using member_type = member<stars_type>;
constexpr std::size_t lots_rule = 4;
constexpr std::size_t wallet_rule = 5;

struct life {
    std::mt19937_64 random;
    std::array<member_type, 2> members{};
    std::uint64_t id = 0;
    instant time = "2025-01-01T08:00"_utc;

    explicit life(std::uint64_t seed) : random{seed} {}

    std::int64_t below(std::int64_t end) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end));
    }

    void step() {
        ++id;
        time = time + dates::seconds{below(4) * 43'200};
        const auto who = static_cast<std::uint32_t>(below(2));
        member_type& own = members[who];
        const auto some = amount<unit::points>::from_minor_units(below(40));
        switch (below(8)) {
        case 0:
            apply(stars, own, redemption<unit::points>{.id = id, .member = who, .time = time, .amount = some});
            break;
        case 1:
            apply(stars, own, clawback<unit::points>{.id = id, .member = who, .time = time, .amount = some});
            break;
        case 2:
            apply(stars, own,
                  reservation<unit::points>{.id = id,
                                            .member = who,
                                            .time = time,
                                            .hold = id,
                                            .amount = some,
                                            .until = "2025-01-01"_date + static_cast<std::int32_t>(below(200))});
            break;
        case 3:
            apply(stars, own,
                  things::thing_issue{
                      .id = id,
                      .member = who,
                      .time = time,
                      .thing = {.code = id, .campaign = 7, .until = time + dates::seconds{86'400 * (1 + below(60))}}});
            break;
        case 4:
            apply(stars, own, things::thing_use{.id = id, .member = who, .time = time, .code = 1 + random() % id});
            break;
        default:
            apply(stars, own,
                  sale{.id = id,
                       .member = who,
                       .time = time,
                       .net = money<currency::usd>::from_minor_units(below(6'000))});
        }
    }
};

balances<unit::points> points_of(const member_type& own, instant as_of) {
    return balances_of<unit::points>(stars, own, as_of);
}

/// How many things can be used now or later.
int usable(const member_type& own, instant as_of) {
    int count = 0;
    for (const things::thing_at& each : things::things_of(stars, own, as_of)) {
        count += each.status == things::status::active || each.status == things::status::issued ? 1 : 0;
    }
    return count;
}

void check_sums(const member_type& from, const member_type& into, const member_type& both, instant as_of) {
    const auto first = points_of(from, as_of);
    const auto second = points_of(into, as_of);
    const auto all = points_of(both, as_of);
    CHECK(all.total() == first.total() + second.total());
    CHECK(all.earned == first.earned + second.earned);
    CHECK(all.spent == first.spent + second.spent);
    CHECK(all.expired == first.expired + second.expired);
    CHECK(all.clawed_back == first.clawed_back + second.clawed_back);
    CHECK(all.shortfall == first.shortfall + second.shortfall);
    CHECK(all.held == first.held + second.held);
    CHECK(both.balance<unit::stamps>() == from.balance<unit::stamps>() + into.balance<unit::stamps>());
    CHECK(both.balance<unit::badges>() == from.balance<unit::badges>() + into.balance<unit::badges>());
    CHECK(usable(both, as_of) == usable(from, as_of) + usable(into, as_of));
    CHECK(tier_of(stars, both, as_of) >= std::max(tier_of(stars, from, as_of), tier_of(stars, into, as_of)));
    CHECK(both.policy<lots_rule>().is_valid());
    CHECK(both.policy<wallet_rule>().is_valid());
    CHECK(both.policy<0>().count.is_valid());
}

} // namespace

TEST_CASE("two members who become one have together what both had, whatever they did before") {
    int accepted = 0;
    int refused = 0;
    for (std::uint64_t seed = 1; seed <= 600; ++seed) {
        CAPTURE(seed);
        life each{seed};
        for (std::int64_t steps = 5 + each.below(80); steps > 0; --steps) {
            each.step();
        }
        auto [from, into] = each.members;
        const instant now = each.time + dates::seconds{each.below(30) * 43'200};
        const member_merge event{.id = each.id + 1, .member = 0, .time = now, .into = 1};
        const auto gave = apply(stars, from, into, event);
        if (!gave.accepted()) {
            ++refused;
            CHECK((gave.refused == reason::wallet_full || gave.refused == reason::holds_full));
            CHECK(from == each.members[0]);
            CHECK(into == each.members[1]);
            continue;
        }
        ++accepted;
        check_sums(each.members[0], each.members[1], into, now);
        CHECK(points_of(from, now) == balances<unit::points>{});
        CHECK(gave.granted<unit::points>() == 0_points);
        // And as of a later day what has expired by then is the same, unless a debt was filled.
        const instant later = now + dates::seconds{each.below(60) * 86'400};
        const auto second = points_of(each.members[1], later);
        const auto first = points_of(each.members[0], later);
        if (points_of(each.members[0], now).debt == 0_points && points_of(each.members[1], now).debt == 0_points) {
            CHECK(points_of(into, later).available == first.available + second.available);
            CHECK(points_of(into, later).expired == first.expired + second.expired);
        }
    }
    CHECK(accepted > 300);
    CHECK(refused > 10);
}

TEST_CASE("a merge, and the same events of one member from the beginning: the same lots and counts") {
    constexpr programme simple{points{per_amount{1_points, 1_usd}, round_off_carrying{rounding::floor}},
                               stamp_card{250}.awards(1_stamps),
                               lots<unit::points>{}.expiring(expires_end_of_month<6>{})};
    constexpr programme merging{points{per_amount{1_points, 1_usd}, round_off_carrying{rounding::floor}},
                                stamp_card{250}.awards(1_stamps),
                                lots<unit::points>{}.expiring(expires_end_of_month<6>{}), social::mergeable{}};
    std::mt19937_64 random{7};
    for (int round = 0; round < 100; ++round) {
        CAPTURE(round);
        member<std::remove_const_t<decltype(simple)>> one;
        std::array<member<std::remove_const_t<decltype(merging)>>, 2> two;
        instant time = "2025-01-01T08:00"_utc;
        std::uint64_t id = 0;
        for (int i = 0; i < 40; ++i) {
            time = time + dates::seconds{static_cast<std::int64_t>(random() % 400'000)};
            const auto who = static_cast<std::uint32_t>(random() % 2);
            // Whole dollars: with rests the purchase that completes a point may be another one.
            const auto net = money<currency::usd>::from_minor_units(static_cast<std::int64_t>(random() % 90) * 100);
            const sale bought{.id = ++id, .member = who, .time = time, .net = net};
            apply(simple, one, bought);
            apply(merging, two[who], bought);
        }
        const member_merge event{.id = ++id, .member = 0, .time = time, .into = 1};
        REQUIRE(apply(merging, two[0], two[1], event).accepted());
        CHECK(two[1].policy<1>() == one.policy<1>());
        for (const std::int32_t days : {0, 100, 200, 300, 400}) {
            const instant later = time + dates::seconds{std::int64_t{days} * 86'400};
            CHECK(balances_of<unit::points>(merging, two[1], later) == balances_of<unit::points>(simple, one, later));
        }
    }
}
