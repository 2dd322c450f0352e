// SPDX-License-Identifier: BSL-1.0
//
// Households of random size and random lots. The oracle keeps a list of all lots that were earned, sorts it anew for each
// redemption, and takes whole points one by one for proportions.
#include <loyalty/engine/pool.hpp>

#include <loyalty/loyalty.hpp>

#include "../support/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::social;
using support::random_source;
using sale = purchase<currency::usd>;

namespace {

constexpr programme stars{points{per_amount{1_points, 1_usd}, round_off{}},
                          lots<unit::points>{}.expiring(ledgers::expires_end_of_month<6>{})};
using stars_type = std::remove_const_t<decltype(stars)>;
using member_type = member<stars_type>;

constexpr instant start = "2025-01-01T12:00"_utc;

struct oracle_lot {
    date expires{};
    date since{};        ///< the first day on which the member earned a lot that expires then
    std::size_t who = 0; ///< the place in the household
    std::int64_t left = 0;
};

/// The members of a household have random places among twenty.
struct household_of_tests {
    std::vector<std::uint32_t> places;
    std::vector<oracle_lot> lots;
    instant now = start;
    std::uint64_t id = 0;
};

/// Each buys up to five times, some days apart.
household_of_tests random_household(random_source& random, std::vector<member_type>& members) {
    household_of_tests home;
    std::vector<std::uint32_t> all(members.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = static_cast<std::uint32_t>(i);
    }
    std::shuffle(all.begin(), all.end(), random.engine());
    all.resize(static_cast<std::size_t>(random.from_to(1, 16)));
    home.places = all;
    const std::int64_t purchases = random.from_to(1, 5 * static_cast<std::int64_t>(all.size()));
    for (std::int64_t i = 0; i < purchases; ++i) {
        home.now += dates::seconds{random.from_to(0, 5 * 86'400)};
        const auto who = static_cast<std::size_t>(random.from_to(0, static_cast<std::int64_t>(all.size()) - 1));
        const std::int64_t points = random.from_to(1, 200);
        const sale bought{.id = ++home.id,
                          .member = all[who],
                          .time = home.now,
                          .net = money<currency::usd>::from_minor_units(100 * points)};
        REQUIRE(apply(stars, members[all[who]], bought).accepted());
        const auto day = dates::civil(stars.frame.calendar.business_date(home.now));
        const int months = day.year * 12 + day.month - 1 + 7; // the first of the month after the sixth one
        const date expires = date::of(months / 12, months % 12 + 1, 1);
        date since = stars.frame.calendar.business_date(home.now);
        for (const oracle_lot& each : home.lots) {
            since = each.expires == expires && each.who == who ? std::min(since, each.since) : since;
        }
        home.lots.push_back({expires, since, who, points});
    }
    return home;
}

std::int64_t left_of(const household_of_tests& home) {
    std::int64_t sum = 0;
    for (const oracle_lot& each : home.lots) {
        sum += each.expires > stars.frame.calendar.business_date(home.now) ? each.left : 0;
    }
    return sum;
}

/// The parts by the order of expiry; of those that expire together the older first, and then by the place in the household.
std::vector<std::int64_t> oldest_first(household_of_tests& home, std::int64_t asked) {
    std::vector<std::int64_t> shares(home.places.size());
    std::stable_sort(home.lots.begin(), home.lots.end(), [](const oracle_lot& left, const oracle_lot& right) {
        return std::tuple{left.expires, left.since, left.who} < std::tuple{right.expires, right.since, right.who};
    });
    const date today = stars.frame.calendar.business_date(home.now);
    for (oracle_lot& each : home.lots) {
        for (; each.expires > today && each.left > 0 && asked > 0; --asked) {
            --each.left;
            ++shares[each.who];
        }
    }
    return shares;
}

amount<unit::points> points_of(std::int64_t count) {
    return amount<unit::points>::from_minor_units(count);
}

} // namespace

TEST_CASE("a shared redemption takes what a list of all lots gives, and goes back whole") {
    random_source random{support::seed_or(20'250'320)};
    for (int turn = 0; turn < 10'000; ++turn) {
        std::vector<member_type> members(20);
        household_of_tests home = random_household(random, members);
        const std::int64_t there = left_of(home);
        REQUIRE(pooled<unit::points>(stars, members, home.places, home.now) == points_of(there));
        const std::int64_t asked = random.from_to(0, there);
        pool_redemption<unit::points> event{.id = ++home.id, .time = home.now, .amount = points_of(asked)};
        std::array<pool_receipt<stars_type, unit::points>, most_in_pool> receipts{};
        const std::vector<member_type> before = members;
        auto shares = redeem_from_pool(stars, members, home.places, event, receipts);
        REQUIRE(shares.accepted());
        std::vector<std::int64_t> taken(home.places.size());
        for (const auto& part : shares.parts) {
            const auto who = std::find(home.places.begin(), home.places.end(), part.member) - home.places.begin();
            taken[static_cast<std::size_t>(who)] = part.amount.minor_units();
        }
        REQUIRE(taken == oldest_first(home, asked));
        REQUIRE(pooled<unit::points>(stars, members, home.places, home.now) == points_of(there - asked));
        REQUIRE(redeem_from_pool(stars, members, home.places,
                                 pool_redemption<unit::points>{
                                     .id = ++home.id, .time = home.now, .amount = points_of(there - asked + 1)},
                                 receipts)
                    .refused == reason::insufficient_balance);
        for (std::size_t i = 0; i < shares.parts.size(); ++i) {
            const std::uint32_t who = shares.parts[i].member;
            const auto back = receipts[i].given_back({.id = ++home.id, .member = who, .time = home.now});
            REQUIRE(apply(stars, members[who], back).accepted());
        }
        for (std::size_t i = 0; i < members.size(); ++i) {
            REQUIRE(balances_of<unit::points>(stars, members[i], home.now) ==
                    balances_of<unit::points>(stars, before[i], home.now));
        }
    }
}

TEST_CASE("proportions sum to the whole, and none is a point or more away from its fraction") {
    random_source random{support::seed_or(20'250'321)};
    for (int turn = 0; turn < 10'000; ++turn) {
        std::vector<member_type> members(20);
        const household_of_tests home = random_household(random, members);
        const std::int64_t there = left_of(home);
        const std::int64_t asked = random.from_to(0, there);
        const auto shares = share_in_pool(
            stars, members, home.places,
            pool_redemption<unit::points>{
                .id = 1'000, .time = home.now, .amount = points_of(asked), .sharing = pool_sharing::in_proportion});
        REQUIRE(shares.accepted());
        std::int64_t sum = 0;
        for (const auto& part : shares.parts) {
            const std::int64_t has =
                balances_of<unit::points>(stars, members[part.member], home.now).available.minor_units();
            const std::int64_t gives = part.amount.minor_units();
            sum += gives;
            REQUIRE(gives <= has);
            REQUIRE(std::max(gives * there - asked * has, asked * has - gives * there) < there);
        }
        REQUIRE(sum == asked);
    }
}
