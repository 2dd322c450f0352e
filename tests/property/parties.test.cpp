// SPDX-License-Identifier: BSL-1.0
//
// Laws of units that wander, on random streams of purchases, returns in parts, transfers and redemptions of members who share
// a quota, with charities and funding partners (S40, S45, S46, S47): after every event each unit of all members, of the quota,
// of those who have redeemed and of the parties together is as many as before. What is returned whole leaves no party anything.
#include "../support/events_wanted.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/policies/attribution.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <type_traits>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::social;
using sale = purchase<currency::usd>;

struct donated {
    static constexpr unit_code code = "donated";
    static constexpr int digits = 2;
};
constexpr auto one_cent = amount<donated>::from_minor_units(1);
constexpr std::int64_t whole = 40'000;
constexpr std::size_t member_count = 5;
constexpr std::uint32_t charity_count = 3;

constexpr programme club{
    limited{quota<1>(40'000_points), points{per_amount{2_points, 1_usd}, round_off{rounding::floor}}},
    donation{points{per_amount{one_cent, 1_usd}, round_off_carrying{rounding::floor}}},
    funded{points{per_amount{1_stamps, 3_usd}, round_off{rounding::floor}}, funder{1, 60}, funder{2, 40}},
    lots<unit::points>{},
};
using club_type = std::remove_const_t<decltype(club)>;

struct chosen {
    std::uint32_t recipient = 0;
};

struct sold_to {
    std::size_t member = 0;
    std::uint32_t charity = 0;
    sale of{};
    receipt<club_type> paper{};
};

/// The totals of all parties, and what the outcomes say that was given.
struct parties {
    party_totals<donated, 8> charities;
    party_totals<unit::stamps, 2> partners;

    void on(const effects::attributed<donated>& part) noexcept { charities.on(part); }
    void on(const effects::attributed<unit::stamps>& part) noexcept { partners.on(part); }
};

struct world {
    std::mt19937_64& random;
    quotas<club_type> budget{club};
    std::array<member<club_type>, member_count> members{};
    std::array<std::int64_t, member_count> stamps{};
    std::vector<sold_to> sales{};
    parties ledger{};
    std::int64_t donated_in_all = 0;
    std::int64_t redeemed = 0;
    std::uint64_t id = 0;
    instant now = "2025-03-10T12:00"_utc;
    std::array<std::size_t, 4> accepted{}; ///< purchases, returns, transfers, redemptions

    std::uint64_t below(std::uint64_t limit) { return random() % limit; }

    void note(std::size_t who, const outcome_of<club_type>& gave, std::size_t kind) {
        donated_in_all += gave.granted<donated>().minor_units();
        stamps[who] += gave.granted<unit::stamps>().minor_units();
        accepted[kind] += gave.accepted() ? 1u : 0u;
    }

    void buy() {
        sold_to one;
        one.member = below(member_count);
        one.charity = 1 + static_cast<std::uint32_t>(one.member % charity_count); // the rest of a cent is carried there
        one.of = {.id = id,
                  .member = static_cast<std::uint32_t>(one.member),
                  .time = now,
                  .net = money<currency::usd>::from_minor_units(static_cast<std::int64_t>(below(6'000)))};
        const chosen facts{one.charity};
        const auto sold = apply_with_receipt(club, members[one.member], one.of, sharing(budget, facts), ledger);
        REQUIRE(sold.outcome.accepted());
        note(one.member, sold.outcome, 0);
        one.paper = sold.receipt;
        sales.push_back(one);
    }

    void give_goods_back(bool all) {
        if (sales.empty()) {
            return;
        }
        const std::size_t which = below(sales.size());
        sold_to& one = sales[which];
        const chosen facts{one.charity};
        const extensions::event_key key{id, static_cast<std::uint32_t>(one.member), now};
        if (all || one.of.net.minor_units() == 0) {
            const auto gave = apply(club, members[one.member], one.paper.returned(key), sharing(budget, facts), ledger);
            REQUIRE(gave.accepted());
            note(one.member, gave, 1);
            sales.erase(sales.begin() + static_cast<std::ptrdiff_t>(which));
        } else {
            one.of.net = money<currency::usd>::from_minor_units(
                static_cast<std::int64_t>(below(static_cast<std::uint64_t>(one.of.net.minor_units()))));
            const auto gave =
                apply(club, members[one.member], one.paper.returned(key, one.of), sharing(budget, facts), ledger);
            REQUIRE(gave.accepted());
            note(one.member, gave, 1);
        }
    }

    void transfer_some() {
        const std::size_t from = below(member_count);
        const std::size_t to = below(member_count);
        const transfer<unit::points> event{.id = id,
                                           .member = static_cast<std::uint32_t>(from),
                                           .time = now,
                                           .to = static_cast<std::uint32_t>(to),
                                           .amount = amount<unit::points>::whole(static_cast<std::int64_t>(below(60)))};
        const auto before = members;
        const auto gave = apply(club, members[from], members[to], event, sharing(budget, chosen{}), ledger);
        REQUIRE((gave.accepted() || members == before));
        note(from, gave, 2);
    }

    void redeem_some() {
        const std::size_t who = below(member_count);
        const auto part = static_cast<std::int64_t>(below(30));
        const auto gave = apply(club, members[who],
                                redemption<unit::points>{.id = id,
                                                         .member = static_cast<std::uint32_t>(who),
                                                         .time = now,
                                                         .amount = amount<unit::points>::whole(part)},
                                sharing(budget, chosen{}), ledger);
        redeemed += gave.accepted() ? part : 0;
        note(who, gave, 3);
    }

    void step() {
        ++id;
        now += dates::seconds{static_cast<std::int64_t>(below(50'000))};
        switch (below(8)) {
        case 0:
        case 1:
            return give_goods_back(below(3) == 0);
        case 2:
            return transfer_some();
        case 3:
            return redeem_some();
        default:
            return buy();
        }
    }

    void check() const {
        std::int64_t points = budget.left<1>().minor_units() + redeemed;
        std::int64_t first = 0;
        std::int64_t second = 0;
        for (std::size_t i = 0; i < member_count; ++i) {
            const auto at = balances_of<unit::points>(club, members[i], now);
            points += (at.available - at.debt).minor_units();
            // Of each member's stamps 60 and 40 of 100, by the largest remainder.
            const std::int64_t rest = stamps[i] * 60 % 100;
            const std::int64_t larger = stamps[i] * 60 / 100 + (rest >= 50 ? 1 : 0);
            first += larger;
            second += stamps[i] - larger;
        }
        REQUIRE(points == whole);
        REQUIRE(ledger.partners.of(1).minor_units() == first);
        REQUIRE(ledger.partners.of(2).minor_units() == second);
        std::int64_t received = 0;
        for (std::uint32_t each = 1; each <= charity_count; ++each) {
            REQUIRE(ledger.charities.of(each) >= amount<donated>{});
            received += ledger.charities.of(each).minor_units();
        }
        REQUIRE(received == donated_in_all);
    }
};

std::int64_t events_wanted() {
    return support::events_wanted(200'000);
}

} // namespace

TEST_CASE("points of members, quota and tills, and parts of charities and partners, are as many as were given") {
    std::mt19937_64 random{20251201};
    std::array<std::size_t, 4> accepted{};
    for (std::int64_t events = 0; events < events_wanted();) {
        world all{random};
        for (int step = 0; step < 1'000; ++step, ++events) {
            CAPTURE(events);
            all.step();
            all.check();
        }
        while (!all.sales.empty()) {
            ++all.id;
            all.give_goods_back(true);
            all.check();
        }
        CHECK(all.donated_in_all == 0);
        CHECK(all.ledger.partners.of(1) == amount<unit::stamps>{});
        CHECK(all.budget.left<1>().minor_units() == whole);
        for (std::size_t kind = 0; kind < accepted.size(); ++kind) {
            accepted[kind] += all.accepted[kind];
        }
    }
    for (const std::size_t each : accepted) {
        CHECK(each > static_cast<std::size_t>(events_wanted()) / 100);
    }
}
