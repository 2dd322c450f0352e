// SPDX-License-Identifier: BSL-1.0
//
// Laws of messages on random streams (S41, S42): however often and in whatever legal portions messages are delivered, the
// members are the same; and if everything is returned, nobody has anything.
#include "../support/events_wanted.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/policies/referral.hpp>
#include <loyalty/stream/router.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::extensions;
using namespace loyalty::social;
using namespace loyalty::streams;

namespace {

using sale = purchase<currency::usd>;

constexpr programme club{
    referral{20_points, 30_usd}.linked_by(7).telling(8).within_days(40).waiting_days(9),
    points{per_activity{50_points}.of(8u)},
    spend_threshold{7_stamps, every(2_visits)}.of(activities_of(8u)),
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
};
using club_type = std::remove_const_t<decltype(club)>;

constexpr std::size_t count = 12;
constexpr instant start = "2025-01-01T00:00"_utc;

/// A purchase that may come back, as a whole, so many events later.
struct planned {
    activity link{};
    sale bought{};
    bool is_link = false;
    bool comes_back = false;
};

std::vector<planned> random_plan(std::mt19937_64& random, bool everything_returns) {
    std::vector<planned> plan;
    std::int64_t hour = 0;
    for (std::uint64_t id = 1; id <= 120; ++id) {
        hour += static_cast<std::int64_t>(random() % 20);
        const auto who = static_cast<std::uint32_t>(random() % count);
        const instant now{start.seconds_since_epoch + hour * 3600};
        planned one;
        one.is_link = random() % 5 == 0;
        one.link = {.id = id, .member = who, .time = now, .kind = 7, .reference = random() % count};
        one.bought = {.id = id,
                      .member = who,
                      .time = now,
                      .net = money<currency::usd>::from_minor_units(static_cast<std::int64_t>(random() % 4'000))};
        one.comes_back = everything_returns || random() % 3 == 0;
        plan.push_back(one);
    }
    return plan;
}

/// How often messages are delivered: with each event, or twice, or after they went through a broker that repeats them.
enum class post_office : std::uint8_t { each_event, often, broker };

std::array<member<club_type>, count> life_of(const std::vector<planned>& plan, post_office how) {
    std::array<member<club_type>, count> members{};
    router<club_type> post;
    no_sink none;
    std::vector<outcome_with_receipt<club_type, sale>> sold(plan.size());
    const auto deliver = [&](instant until) {
        if (how == post_office::broker) {
            const std::vector<letter> all = post.take_all();
            for (int twice = 0; twice < 2; ++twice) {
                for (std::size_t i = all.size(); i-- > 0;) {
                    post.accept(all[i]);
                }
            }
        }
        if (how == post_office::often) {
            for (std::int64_t hours = until == instant::maximum() ? 0 : 100; hours > 0; --hours) {
                post.deliver(club, std::span{members}, instant{until.seconds_since_epoch - hours * 3600}, none);
            }
        }
        post.deliver(club, std::span{members}, until, none);
    };
    for (std::size_t i = 0; i < plan.size() + 30; ++i) {
        if (i < plan.size()) {
            const planned& one = plan[i];
            deliver(one.bought.time);
            if (one.is_link) {
                apply(club, members[one.link.member], one.link, no_profile{}, post);
            } else {
                sold[i] = apply_with_receipt(club, members[one.bought.member], one.bought, no_profile{}, post);
            }
        }
        if (i >= 30 && plan[i - 30].comes_back && !plan[i - 30].is_link) {
            const planned& one = plan[i - 30];
            const instant now = i < plan.size() ? plan[i].bought.time : plan.back().bought.time;
            const std::uint64_t id = 10'000 + i;
            deliver(now);
            apply(club, members[one.bought.member],
                  sold[i - 30].receipt.returned({.id = id, .member = one.bought.member, .time = now}), no_profile{},
                  post);
        }
    }
    deliver(instant::maximum());
    return members;
}

std::int64_t rounds_wanted() {
    return support::events_wanted(59'600) / 400 + 1;
}

} // namespace

TEST_CASE("members do not depend on how messages are delivered") {
    std::mt19937_64 random{20251128};
    std::int64_t earned = 0;
    for (std::int64_t round = 0; round < rounds_wanted(); ++round) {
        const auto plan = random_plan(random, false);
        const auto once = life_of(plan, post_office::each_event);
        CHECK(once == life_of(plan, post_office::often));
        CHECK(once == life_of(plan, post_office::broker));
        for (const auto& each : once) {
            earned += each.balance<unit::stamps>().minor_units();
        }
    }
    CHECK(earned > 0);
}

TEST_CASE("if every purchase comes back, nobody has anything, also of what others had sent") {
    std::mt19937_64 random{20251129};
    for (std::int64_t round = 0; round < rounds_wanted(); ++round) {
        const auto members = life_of(random_plan(random, true), post_office::each_event);
        for (const auto& each : members) {
            CHECK(each.balance<unit::points>() == 0_points);
            CHECK(each.balance<unit::stamps>() == 0_stamps);
        }
    }
}
