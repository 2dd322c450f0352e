// SPDX-License-Identifier: BSL-1.0
// Ledgers whose lots and holds end at instants.
#include <loyalty/ledger/growing_ledger.hpp>
#include <loyalty/ledger/lots.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/encoding.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::streams;

namespace {

constexpr auto timed = lots<unit::points>{}.max_holds<4>().timed();
constexpr auto hourly = lots<unit::points>{}.max_holds<4>().expiring(expires_after_seconds<61>{3'600}.in_steps_of(60));
constexpr reason done = reason::none;

static_assert(std::is_same_v<decltype(timed)::point, instant>);
static_assert(std::is_same_v<decltype(lots<unit::points>{})::point, date>);
static_assert(std::has_unique_object_representations_v<decltype(timed)::state>);
static_assert(sizeof(lot_bucket) == 16 && sizeof(basic_lot_bucket<instant>) == 24);
static_assert(problem_of(timed) == nullptr && problem_of(hourly) == nullptr);

} // namespace

TEST_SUITE("ledger/timed") {
    TEST_CASE("a credit lives to the second that was promised") {
        const lot_times hour{"2025-01-10T09:00:00"_utc, "2025-01-10T10:00:00"_utc};
        decltype(timed)::state anna;
        decltype(timed)::taken from;
        CHECK(timed.earn_lot(anna, 50_points, hour, "2025-01-10T09:00:00"_utc) == done);
        CHECK(timed.earn(anna, 7_points, "2025-01-10T09:00:00"_utc) == done);
        CHECK(timed.balances(anna, "2025-01-10T09:59:59"_utc).available == 57_points);
        CHECK(timed.balances(anna, "2025-01-10T10:00:00"_utc) ==
              balances<unit::points>{.available = 7_points, .expired = 50_points, .earned = 57_points});
        CHECK(timed.next_expiry(anna, "2025-01-10T09:59:59"_utc) ==
              expiry_notice<unit::points, instant>{"2025-01-10T10:00:00"_utc, 50_points});
        CHECK(timed.expiring_by(anna, "2025-01-10T09:59:59"_utc, "2025-01-10T09:00:00"_utc) == 0_points);
        SUBCASE("spent in its last second") {
            CHECK(timed.spend(anna, 50_points, "2025-01-10T09:59:59"_utc, from) == done);
            CHECK(from[0] == basic_lot_slice<instant>{hour, 50});
            CHECK(timed.give_back(anna, from, 20_points, "2025-01-10T09:59:59"_utc) == done);
            CHECK(timed.available_from(anna, hour, "2025-01-10T09:59:59"_utc) == 20_points);
        }
        SUBCASE("a second later it is gone") {
            CHECK(timed.spend(anna, 8_points, "2025-01-10T10:00:00"_utc, from) == reason::insufficient_balance);
            CHECK(timed.spend(anna, 7_points, "2025-01-10T10:00:00"_utc, from) == done);
        }
        SUBCASE("its return, before and after") {
            clawback_parts<unit::points> claim;
            CHECK(timed.claw_back(anna, 30_points, hour, "2025-01-10T09:59:59"_utc, claim) == done);
            CHECK(claim == clawback_parts<unit::points>{.from_lot = 30_points});
            CHECK(timed.claw_back(anna, 20_points, hour, "2025-01-10T10:00:00"_utc, claim) == done);
            CHECK(claim == clawback_parts<unit::points>{.from_expired = 20_points});
        }
        SUBCASE("time does not go back by a second") {
            CHECK(timed.earn(anna, 1_points, "2025-01-10T08:59:59"_utc) == reason::late_event);
        }
    }

    TEST_CASE("a hold ends at its second") {
        decltype(timed)::state anna;
        decltype(timed)::taken from;
        CHECK(timed.earn(anna, 100_points, "2025-01-10T09:00:00"_utc) == done);
        CHECK(timed.reserve(anna, 7, 60_points, "2025-01-10T09:15:00"_utc, "2025-01-10T09:00:00"_utc) == done);
        CHECK(timed.reserve(anna, 8, 1_points, "2025-01-10T09:00:00"_utc, "2025-01-10T09:00:00"_utc) ==
              reason::hold_over);
        CHECK(timed.balances(anna, "2025-01-10T09:14:59"_utc).held == 60_points);
        CHECK(timed.balances(anna, "2025-01-10T09:15:00"_utc).available == 100_points);
        SUBCASE("committed in its last second") {
            CHECK(timed.commit(anna, 7, 45_points, "2025-01-10T09:14:59"_utc, from) == done);
            CHECK(timed.balances(anna, "2025-01-10T09:14:59"_utc).available == 55_points);
        }
        SUBCASE("a second later there is none") {
            CHECK(timed.commit(anna, 7, "2025-01-10T09:15:00"_utc, from) == reason::unknown_hold);
        }
    }

    TEST_CASE("lots that become available at an instant") {
        decltype(timed)::state anna;
        const lot_times noon{"2025-01-10T12:00:00"_utc, instant::maximum()};
        CHECK(timed.earn_lot(anna, 5_points, noon, "2025-01-10T09:00:00"_utc) == done);
        CHECK(timed.balances(anna, "2025-01-10T11:59:59"_utc).pending == 5_points);
        CHECK(timed.balances(anna, "2025-01-10T12:00:00"_utc).available == 5_points);
    }

    TEST_CASE("expiry after seconds, in steps") {
        CHECK(hourly.expiry.expiry_of("2025-01-10T09:00:00"_utc) == "2025-01-10T10:00:00"_utc);
        CHECK(hourly.expiry.expiry_of("2025-01-10T09:00:01"_utc) == "2025-01-10T10:01:00"_utc);
        CHECK(hourly.expiry.expiry_of(instant::maximum()) == instant::maximum());
        CHECK(expires_after_seconds{10}.expiry_of("2025-01-10T09:00:01"_utc) == "2025-01-10T09:00:11"_utc);
        CHECK(problem_of(expires_after_seconds<60>{3'600}.in_steps_of(60)) != nullptr);
        CHECK(problem_of(expires_after_seconds<10>{10}) == nullptr);
        CHECK(problem_of(expires_after_seconds<9>{10}) != nullptr);
        CHECK(problem_of(expires_after_seconds<1>{0}) != nullptr);
        CHECK(problem_of(expires_after_seconds<1>{1}.in_steps_of(0)) != nullptr);
        CHECK(problem_of(expires_after_seconds{86'400}) == nullptr);
    }

    TEST_CASE("61 places are enough for a point in each second of three hours, and none lives too long") {
        constexpr auto tight = hourly.spare_buckets<0>();
        decltype(tight)::state anna;
        const instant first = "2025-01-10T09:00:30"_utc;
        for (std::int64_t second = 0; second < 3 * 3'600; ++second) {
            const instant now = first + dates::seconds{second};
            REQUIRE(tight.earn(anna, 1_points, now) == done);
            if (second == 3'629) { // 10:00:59: all but those of the seconds up to 09:00:00, of which there are none
                REQUIRE(tight.balances(anna, now).available == 3'630_points);
            }
            if (second == 3'630) { // 10:01:00: those of 09:00:30 to 09:01:00 have expired
                REQUIRE(tight.balances(anna, now).expired == 31_points);
            }
        }
        // At 12:00:29 the seconds from 11:00:01 on are left.
        CHECK(tight.balances(anna, "2025-01-10T12:00:29"_utc).available == 3'629_points);
    }

    TEST_CASE("grace and retention are days of 86,400 seconds") {
        const auto rules = timed.restoring(expired_lot::grace, 1).keep_expired_for(1);
        const lot_times hour{"2025-01-10T09:00:00"_utc, "2025-01-10T10:00:00"_utc};
        decltype(timed)::state anna;
        decltype(timed)::taken from;
        CHECK(rules.earn_lot(anna, 50_points, hour, "2025-01-10T09:00:00"_utc) == done);
        CHECK(rules.spend(anna, 20_points, "2025-01-10T09:00:00"_utc, from) == done);
        SUBCASE("grace") {
            CHECK(rules.give_back(anna, from, "2025-01-10T10:30:00"_utc) == done);
            CHECK(rules.balances(anna, "2025-01-11T10:29:59"_utc).available == 20_points);
            CHECK(rules.balances(anna, "2025-01-11T10:30:00"_utc).available == 0_points);
        }
        SUBCASE("retention") {
            clawback_parts<unit::points> claim;
            CHECK(rules.claw_back(anna, 10_points, hour, "2025-01-11T09:59:59"_utc, claim) == done);
            CHECK(claim == clawback_parts<unit::points>{.from_expired = 10_points});
            CHECK(rules.claw_back(anna, 10_points, hour, "2025-01-11T10:00:00"_utc, claim) == done);
            CHECK(claim == clawback_parts<unit::points>{.owed = 10_points});
        }
    }

    TEST_CASE("a growing ledger of instants") {
        const auto rules = lots<unit::points>{}.expiring(expires_after_seconds{3});
        growing_ledger<std::vector, instant> anna;
        CHECK(rules.earn(anna, 1_points, "2025-01-10T09:00:00"_utc) == done);
        CHECK(rules.earn(anna, 2_points, "2025-01-10T09:00:01"_utc) == done);
        CHECK(rules.balances(anna, "2025-01-10T09:00:02"_utc).available == 3_points);
        CHECK(rules.balances(anna, "2025-01-10T09:00:03"_utc).available == 2_points);
        CHECK(rules.balances(anna, "2025-01-10T09:00:04"_utc).available == 0_points);
    }

    TEST_CASE("an account of instants in a programme takes every event") {
        constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, hourly};
        constexpr instant nine = "2025-01-10T09:00:00"_utc;
        constexpr instant half_past = "2025-01-10T09:30:00"_utc;
        member<std::remove_const_t<decltype(rules)>> anna;
        member<std::remove_const_t<decltype(rules)>> ben;
        const auto available = [&](const auto& own, instant as_of) {
            return balances_of<unit::points>(rules, own, as_of).available;
        };
        CHECK(apply(rules, anna, purchase<currency::usd>{.id = 1, .time = nine, .net = 100_usd}).accepted());
        CHECK(available(anna, "2025-01-10T09:59:59"_utc) == 100_points);
        CHECK(available(anna, "2025-01-10T10:00:00"_utc) == 0_points);
        CHECK(apply(rules, anna,
                    reservation<unit::points>{.id = 2,
                                              .time = half_past,
                                              .hold = 1,
                                              .amount = 30_points,
                                              .until_time = half_past + dates::seconds{60}})
                  .accepted());
        auto paid = apply_with_receipt(
            rules, anna, commitment<unit::points>{.id = 3, .time = half_past, .hold = 1, .amount = 20_points});
        CHECK(paid.outcome.accepted());
        CHECK(available(anna, half_past) == 80_points);
        CHECK(apply(rules, anna, paid.receipt.given_back({.id = 4, .time = half_past}, 5_points)).accepted());
        CHECK(available(anna, half_past) == 85_points);
        CHECK(apply(rules, anna, redemption<unit::points>{.id = 5, .time = half_past, .amount = 10_points}).accepted());
        CHECK(apply(rules, anna, clawback<unit::points>{.id = 6, .time = half_past, .amount = 5_points}).accepted());
        CHECK(apply(rules, anna, adjustment<unit::points>{.id = 7, .time = half_past, .amount = 1_points}).accepted());
        CHECK(apply(rules, anna, ben,
                    transfer<unit::points>{.id = 8, .member = 0, .time = half_past, .to = 1, .amount = 11_points})
                  .accepted());
        CHECK(available(ben, half_past) == 11_points);
        CHECK(available(anna, half_past) == 60_points);
        CHECK(apply(rules, anna, time_passed{.id = 9, .time = "2025-01-10T10:00:00"_utc}).accepted());
        CHECK(available(anna, "2025-01-10T10:00:00"_utc) == 1_points); // the adjustment of half past nine
        CHECK(anna.policy<1>().is_valid());
    }

    TEST_CASE("a member of instants lives again from bytes") {
        constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, timed};
        member<std::remove_const_t<decltype(rules)>> anna;
        apply(rules, anna, purchase<currency::usd>{.id = 1, .time = "2025-01-10T09:00:00"_utc, .net = 100_usd});
        std::vector<std::byte> bytes(encoded_size(anna));
        writer out{bytes};
        encode(out, anna);
        member<std::remove_const_t<decltype(rules)>> again;
        reader in{bytes};
        CHECK(decode(in, again));
        CHECK(again == anna);
    }

    TEST_CASE("points do not go from a member to the same member") {
        decltype(timed)::state anna;
        CHECK(timed.earn(anna, 5_points, "2025-01-10T09:00:00"_utc) == done);
        CHECK(timed.transfer(anna, anna, 5_points, "2025-01-10T09:00:00"_utc, transfer_dates::kept) ==
              reason::same_member);
        CHECK(timed.balances(anna, "2025-01-10T09:00:00"_utc).available == 5_points);
    }
}
