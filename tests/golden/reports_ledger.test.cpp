// SPDX-License-Identifier: BSL-1.0
//
// What went wrong in other systems, with the right values: balances. B12 (expiry by the second, without a job), B13 (soonest
// first), B16 (a hold holds), B17 (a limit under any interleaving), F02 (usable after the return period), F03 (what expires
// when), F08 (opening balances), F14 (a balance for any date, planned breakage).
#include <loyalty/analytics/liability.hpp>
#include <loyalty/engine/expiries.hpp>
#include <loyalty/loyalty.hpp>

#include <loyalty/ledger/timed_expiry.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using sale = purchase<currency::usd>;

namespace {

constexpr round_off down{rounding::floor};

template <class Programme>
using member_of = member<std::remove_const_t<Programme>>;

template <class Programme>
balances<unit::points> balances_on(const Programme& rules, const member<Programme>& own, instant as_of) {
    return balances_of<unit::points>(rules, own, as_of);
}

struct refused {
    std::int64_t asked = 0;
    std::int64_t there = 0;
    void on(const effects::refusal& no) noexcept {
        asked = no.asked;
        there = no.there;
    }
};

} // namespace

TEST_SUITE("golden/reports_ledger") {
    TEST_CASE("B12: credits for 30 times 24 hours cannot be spent from that second on, and no job has run") {
        constexpr auto credits = lots<unit::points>{}.timed();
        constexpr lot_times month{"2026-03-01T10:00:00"_utc, "2026-03-31T10:00:00"_utc};
        static_assert(month.expires.seconds_since_epoch - month.active_from.seconds_since_epoch == 30 * 86'400);
        decltype(credits)::state anna;
        decltype(credits)::taken from;
        REQUIRE(credits.earn_lot(anna, 1000_points, month, "2026-03-01T10:00:00"_utc) == reason::none);
        CHECK(credits.balances(anna, "2026-03-31T09:59:59"_utc).available == 1000_points);
        CHECK(credits.balances(anna, "2026-03-31T10:00:00"_utc).available == 0_points);
        auto in_time = anna;
        CHECK(credits.spend(in_time, 500_points, "2026-03-31T09:59:59"_utc, from) == reason::none);
        auto late = anna;
        CHECK(credits.spend(late, 500_points, "2026-03-31T10:00:00"_utc, from) == reason::insufficient_balance);
        CHECK(credits.spend(anna, 500_points, "2026-04-01T10:00:00"_utc, from) == reason::insufficient_balance);
        CHECK(credits.balances(anna, "2026-04-01T10:00:00"_utc).expired == 1000_points);
    }

    TEST_CASE("B13: soonest to expire first, what never expires last") {
        constexpr programme shop{points{per_visit{1_points}}, lots<unit::points>{}.spare_buckets<4>()};
        constexpr instant may = "2026-05-01T12:00"_utc;
        social::opening<unit::points> brought{.id = 1, .time = may};
        brought.add(100_points, {.active_from = "2026-01-01"_date, .expires = date::maximum()});   // N
        brought.add(100_points, {.active_from = "2026-02-01"_date, .expires = "2026-12-31"_date}); // L
        brought.add(100_points, {.active_from = "2026-03-01"_date, .expires = "2026-08-31"_date}); // S
        member_of<decltype(shop)> anna;
        REQUIRE(apply(shop, anna, brought).accepted());
        constexpr instant with_all = "2026-08-30T12:00"_utc;
        constexpr instant without_s = "2026-08-31T12:00"_utc;
        constexpr instant without_l = "2026-12-31T12:00"_utc;
        const auto at = [&](instant as_of) { return balances_on(shop, anna, as_of).available; };

        CHECK(apply(shop, anna, redemption<unit::points>{.id = 2, .time = may, .amount = 60_points}).accepted());
        CHECK(at(with_all) == 240_points);
        CHECK(at(without_s) == 200_points); // S had 40
        CHECK(at(without_l) == 100_points);
        CHECK(apply(shop, anna, redemption<unit::points>{.id = 3, .time = may, .amount = 180_points}).accepted());
        CHECK(at(with_all) == 60_points);
        CHECK(at(without_l) == 60_points); // all of it N
    }

    TEST_CASE("B16: what is held cannot be spent elsewhere") {
        constexpr programme shop{points{per_visit{1_points}}, lots<unit::points>{}.max_holds<2>()};
        constexpr instant now = "2025-03-10T12:00"_utc;
        member_of<decltype(shop)> anna;
        apply(shop, anna, adjustment<unit::points>{.id = 1, .time = now, .amount = 100_points});
        REQUIRE(apply(shop, anna,
                      reservation<unit::points>{
                          .id = 2, .time = now, .hold = 7, .amount = 50_points, .until = "2025-04-01"_date})
                    .accepted());
        CHECK(balances_on(shop, anna, now).available == 50_points);
        CHECK(balances_on(shop, anna, now).held == 50_points);
        refused no;
        CHECK(apply(shop, anna, redemption<unit::points>{.id = 3, .time = now, .amount = 70_points},
                    extensions::no_profile{}, no)
                  .refused == reason::insufficient_balance);
        CHECK(no.asked - no.there == 20);
        CHECK(balances_on(shop, anna, now).available == 50_points);

        auto ben = anna;
        CHECK(apply(shop, ben, release<unit::points>{.id = 4, .time = now, .hold = 7}).accepted());
        CHECK(balances_on(shop, ben, now).available == 100_points);

        const commitment<unit::points> paid{.id = 4, .time = now, .hold = 7};
        CHECK(apply(shop, anna, paid).accepted());
        CHECK(balances_on(shop, anna, now).total() == 50_points);
        CHECK(balances_on(shop, anna, now).held == 0_points);
        const auto before = anna;
        CHECK(apply(shop, anna, paid).refused == reason::duplicate_event);
        CHECK(apply(shop, anna, commitment<unit::points>{.id = 5, .time = now, .hold = 7}).refused ==
              reason::unknown_hold);
        CHECK(anna == before);
    }

    TEST_CASE(
        "B17: of five requests with a limit of 3, in any order, 3 are accepted; a refused one sent again is refused") {
        constexpr programme launch{limited{quota<1>(3_items), points{per_visit{500_points}}}.rejecting()};
        using launch_type = std::remove_const_t<decltype(launch)>;
        std::array<std::uint64_t, 5> order{1, 2, 3, 4, 5};
        int orders = 0;
        do {
            quotas<launch_type> limit{launch};
            std::array<member<launch_type>, 6> members{};
            int accepted = 0;
            for (const std::uint64_t request : order) {
                const auto send = [&] {
                    return apply(launch, members[request], sale{.id = request, .net = 5_usd}, sharing(limit)).refused;
                };
                const reason why = send();
                accepted += why == reason::none ? 1 : 0;
                CHECK(send() == (why == reason::none ? reason::duplicate_event : reason::quota_exhausted));
            }
            CHECK(accepted == 3);
            CHECK(limit.left<1>() == 0_items);
            ++orders;
        } while (std::next_permutation(order.begin(), order.end()));
        CHECK(orders == 120);
    }

    TEST_CASE("F02: points wait for the return period, and a bonus waits with its purchase") {
        constexpr programme shop{points{per_amount{1_points, 10_usd}, down},
                                 lots<unit::points>{}.activating(activates_after_days<14>{})};
        member_of<decltype(shop)> anna;
        auto first = apply_with_receipt(shop, anna, sale{.id = 1, .time = "2016-01-04T12:00"_utc, .net = 200_usd});
        CHECK(balances_on(shop, anna, "2016-01-04T12:00"_utc).pending == 20_points);
        CHECK(balances_on(shop, anna, "2016-01-17T12:00"_utc).available == 0_points);
        CHECK(balances_on(shop, anna, "2016-01-18T12:00"_utc).available == 20_points);
        CHECK(apply(shop, anna, redemption<unit::points>{.id = 2, .time = "2016-01-10T12:00"_utc, .amount = 20_points})
                  .refused == reason::insufficient_balance);
        apply(shop, anna, first.receipt.returned({.id = 3, .time = "2016-01-12T12:00"_utc}));
        const auto after = balances_on(shop, anna, "2016-02-01T12:00"_utc);
        CHECK(after.total() == 0_points);
        CHECK(after.debt == 0_points);

        constexpr programme with_bonus{points{per_amount{1_points, 10_usd}, add_bonus{10_points}, down},
                                       lots<unit::points>{}.activating(activates_after_days<14>{})};
        member_of<decltype(with_bonus)> ben;
        auto sold = apply_with_receipt(with_bonus, ben, sale{.id = 1, .time = "2016-01-04T12:00"_utc, .net = 200_usd});
        CHECK(balances_on(with_bonus, ben, "2016-01-05T12:00"_utc).pending == 30_points);
        apply(with_bonus, ben, sold.receipt.returned({.id = 2, .time = "2016-01-06T12:00"_utc}));
        CHECK(balances_on(with_bonus, ben, "2016-01-20T12:00"_utc).total() == 0_points);
    }

    TEST_CASE("F03: every date on which points expire, with their sum") {
        constexpr auto account = lots<unit::points>{}.spare_buckets<4>();
        constexpr date today = "2026-03-01"_date;
        decltype(account)::state anna;
        decltype(account)::taken from;
        const auto lot = [&](amount<unit::points> part, date expires) {
            return account.earn_lot(anna, part, {"2026-02-01"_date, expires}, today);
        };
        REQUIRE(lot(300_points, "2026-03-05"_date) == reason::none);
        REQUIRE(lot(500_points, "2026-03-05"_date) == reason::none);
        REQUIRE(lot(200_points, "2026-04-01"_date) == reason::none);
        const auto soonest = [&](date as_of) { return account.next_expiry(anna, as_of); };
        CHECK(account.expiring_by(anna, "2026-03-05"_date, today) == 800_points);  // within 4 days
        CHECK(account.expiring_by(anna, "2026-04-10"_date, today) == 1000_points); // within 40 days
        CHECK(soonest(today) == expiry_notice<unit::points>{"2026-03-05"_date, 800_points});
        CHECK(soonest("2026-03-05"_date) == expiry_notice<unit::points>{"2026-04-01"_date, 200_points});
        REQUIRE(account.spend(anna, 400_points, today, from) == reason::none);
        CHECK(soonest(today) == expiry_notice<unit::points>{"2026-03-05"_date, 400_points});
        CHECK(soonest("2026-03-05"_date) == expiry_notice<unit::points>{"2026-04-01"_date, 200_points});
    }

    TEST_CASE("F03: for each member every lot that expires within 40 days, and the same for all members as a report") {
        constexpr programme shop{points{per_visit{1_points}}, lots<unit::points>{}.spare_buckets<4>()};
        constexpr instant today = "2026-03-01T12:00"_utc;
        std::array<member_of<decltype(shop)>, 3> members{};
        const auto brings = [&](std::uint32_t who,
                                std::initializer_list<std::pair<std::int64_t, date>> lots_of_member) {
            social::opening<unit::points> brought{.id = 1, .member = who, .time = today};
            for (const auto& [part, until] : lots_of_member) {
                brought.add(amount<unit::points>::whole(part), {.active_from = "2026-02-01"_date, .expires = until});
            }
            REQUIRE(apply(shop, members[who], brought).accepted());
        };
        brings(0, {{300, "2026-03-05"_date}, {500, "2026-03-05"_date}, {200, "2026-04-01"_date}});
        brings(1, {{70, date::maximum()}});
        brings(2, {{40, "2026-03-31"_date}, {60, "2026-07-01"_date}});
        using row = std::tuple<std::size_t, date, amount<unit::points>>;
        const auto report = [&](date until) {
            std::vector<row> rows;
            const auto sum = for_each_expiry_of_all<unit::points>(
                shop, members, today, until,
                [&](std::size_t who, const auto& next) { rows.emplace_back(who, next.day, next.expires); });
            amount<unit::points> all{};
            for (const row& each : rows) {
                all = all + std::get<2>(each);
            }
            CHECK(all == sum);
            return rows;
        };
        CHECK(report("2026-03-05"_date) == std::vector<row>{{0, "2026-03-05"_date, 800_points}});
        CHECK(report("2026-04-10"_date) == std::vector<row>{{0, "2026-03-05"_date, 800_points},
                                                            {0, "2026-04-01"_date, 200_points},
                                                            {2, "2026-03-31"_date, 40_points}});
        REQUIRE(
            apply(shop, members[0], redemption<unit::points>{.id = 2, .time = today, .amount = 400_points}).accepted());
        CHECK(report("2026-04-10"_date) == std::vector<row>{{0, "2026-03-05"_date, 400_points},
                                                            {0, "2026-04-01"_date, 200_points},
                                                            {2, "2026-03-31"_date, 40_points}});
        // What never expires is the rest of the balance.
        CHECK(report("9999-12-30"_date).size() == 4);
        CHECK(balances_on(shop, members[1], today).available == 70_points);
    }

    TEST_CASE("F08: points of another system are the opening of the liability, and none of them is issued here") {
        constexpr programme shop{points{per_amount{1_points, 1_usd}, down},
                                 lots<unit::points>{}.expiring(expires_after_months<366>{12})};
        using shop_type = std::remove_const_t<decltype(shop)>;
        constexpr analytics::periods two_months{period_unit::month, "2018-06-01"_date, 3};
        analytics::liability_book<unit::points> book{analytics::boundaries(two_months, shop.frame.calendar)};
        std::array<member<shop_type>, 1> members{};
        social::opening<unit::points> brought{.id = 1, .time = "2018-07-02T12:00"_utc};
        brought.add(1500_points, {.earned_on = "2018-05-01"_date});
        const auto load = [&] {
            const auto gave =
                book.around(shop, members[0], 0, brought.time, [&] { return apply(shop, members[0], brought); });
            if (gave.accepted()) {
                book.take_over(brought.time, gave.granted<unit::points>());
            }
        };
        load();
        load(); // the same file again
        book.around(shop, members[0], 0, "2018-07-20T12:00"_utc, [&] {
            return apply(shop, members[0], sale{.id = 2, .time = "2018-07-20T12:00"_utc, .net = 20_usd});
        });
        book.finish(shop, members);
        CHECK(book.row(0).closing == 0_points);
        const auto july = book.row(1);
        CHECK(july.opening == 1500_points);
        CHECK(july.issued == 20_points);
        CHECK(july.closing == 1520_points);
        CHECK(july.reconciles());
        CHECK(book.row(2).opening == 1520_points);
        CHECK(book.row(2).issued == 0_points);
    }

    TEST_CASE("F08: an opening balance keeps its date, counts for nothing earned here, and is loaded once") {
        constexpr programme shop{points{per_amount{1_points, 1_usd}, down},
                                 tiered{1000_points}.of(earned<unit::points>{}),
                                 spend_threshold{50_points, once(1000_points)}.of(earned<unit::points>{}),
                                 lots<unit::points>{}.expiring(expires_after_months<366>{12})};
        social::opening<unit::points> brought{.id = 1, .time = "2018-07-02T12:00"_utc};
        brought.add(1500_points, {.earned_on = "2018-05-01"_date});
        member_of<decltype(shop)> anna;
        const auto gave = apply(shop, anna, brought);
        CHECK(gave.granted<unit::points>() == 1500_points); // 50 more would be those of the threshold
        CHECK(balances_on(shop, anna, "2019-04-30T12:00"_utc).available == 1500_points);
        CHECK(balances_on(shop, anna, "2019-05-01T12:00"_utc).available == 0_points);
        CHECK(tier_of(shop, anna, "2018-07-03T12:00"_utc) == 0);
        CHECK(apply(shop, anna, brought).refused == reason::duplicate_event);
        brought.id = 2;
        CHECK(apply(shop, anna, brought).refused == reason::not_first);
        CHECK(balances_on(shop, anna, "2018-07-03T12:00"_utc).available == 1500_points);
    }

    TEST_CASE("F14: a balance as of any date, and the breakage that is planned") {
        constexpr programme shop{points{per_visit{1_points}}, lots<unit::points>{}.spare_buckets<2>()};
        social::opening<unit::points> brought{.id = 1, .time = "2026-05-01T12:00"_utc};
        brought.add(100_points, {.earned_on = "2026-05-01"_date, .expires = "2026-06-01"_date});
        member_of<decltype(shop)> anna;
        REQUIRE(apply(shop, anna, brought).accepted());
        constexpr instant last_day = "2026-05-31T23:59"_utc;
        constexpr instant june = "2026-06-01T00:00"_utc;
        const auto breakage = [&] { return balances_on(shop, anna, june).expired; };
        CHECK(balances_on(shop, anna, last_day).available == 100_points);
        CHECK(balances_on(shop, anna, june).available == 0_points);
        CHECK(breakage() == 100_points);
        auto paid = apply_with_receipt(
            shop, anna, redemption<unit::points>{.id = 2, .time = "2026-05-10T12:00"_utc, .amount = 70_points});
        CHECK(breakage() == 30_points);
        REQUIRE(apply(shop, anna, paid.receipt.given_back({.id = 3, .time = "2026-05-12T12:00"_utc}, 20_points))
                    .accepted());
        CHECK(breakage() == 50_points);
        apply(shop, anna, time_passed{.id = 4, .time = june});
        CHECK(balances_on(shop, anna, june).expired == 50_points);
        CHECK(balances_on(shop, anna, june).total() == 0_points);
    }
}
