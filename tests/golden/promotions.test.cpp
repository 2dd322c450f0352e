// SPDX-License-Identifier: BSL-1.0
//
// Promotions of a spring, of which a purchase gets one (S17): 500 points once for a first basket from 100.00, else 100 points
// from 50.00, else 2 % cashback. Points a dollar are beside them.
//
// | purchase           | points a dollar | promotion                         |
// |--------------------|-----------------|-----------------------------------|
// | 10 March, 40.00    | 40              | 0.80                              |
// | 11 March, 60.00    | 60              | 100 points                        |
// | 12 March, 120.00   | 120             | 500 points, in a group for ever   |
// | 13 March, 120.00   | 120             | none: the group is used up        |
#include "support/till.hpp"

#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>

#include <array>
#include <cstddef>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::streams;

namespace {

constexpr round_off down{rounding::floor};
constexpr programme spring{
    points{per_amount{1_points, 1_usd}, down},
    once_in_group{3, points{per_visit{500_points}.when(basket_at_least(100_usd))}}.within(lifetime{}),
    once_in_group{3, points{per_visit{100_points}.when(basket_at_least(50_usd))}},
    once_in_group{3, cashback{currency::usd{}, rounding::floor, cashback_rate{2_pct}}}};
using spring_type = std::remove_const_t<decltype(spring)>;

using sale = purchase<currency::usd>;
constexpr std::array<sale, 4> sales{{{.id = 1, .time = "2025-03-10T12:00"_utc, .net = 40_usd},
                                     {.id = 2, .time = "2025-03-11T12:00"_utc, .net = 60_usd},
                                     {.id = 3, .time = "2025-03-12T12:00"_utc, .net = 120_usd},
                                     {.id = 4, .time = "2025-03-13T12:00"_utc, .net = 120_usd}}};

constexpr bool gives(std::size_t index, amount<unit::points> points, money<currency::usd> back) {
    member<spring_type> anna;
    outcome_of<spring_type> gave{};
    for (std::size_t i = 0; i <= index; ++i) {
        gave = apply(spring, anna, sales[i]);
    }
    return gave.granted<unit::points>() == points && gave.granted<currency::usd>() == back;
}

} // namespace

TEST_SUITE("promotions of a spring, one for each purchase") {
    TEST_CASE("the table above") {
        CHECK_TWICE(gives(0, 40_points, 0.80_usd));
        CHECK_TWICE(gives(1, 160_points, 0_usd));
        CHECK_TWICE(gives(2, 620_points, 0_usd));
        CHECK_TWICE(gives(3, 120_points, 0_usd));
    }

    TEST_CASE("a journal gives the same members") {
        std::array<std::byte, 1024> room{};
        journal_writer out{room, fingerprint(spring)};
        member<spring_type> anna;
        for (const sale& each : sales) {
            CHECK(out.append(each));
            apply(spring, anna, each);
        }
        std::array<member<spring_type>, 1> members{};
        journal_reader in{out.bytes(), fingerprint(spring)};
        replay<sale>(spring, std::span{members}, in);
        CHECK(in.error().fault == journal_fault::none);
        CHECK(members[0] == anna);
        CHECK(members[0].balance<unit::points>() == 940_points);
        CHECK(members[0].balance<currency::usd>() == 0.80_usd);
    }

    TEST_CASE("the 500 points come back with their goods, and the next large basket gets them") {
        member<spring_type> anna;
        auto sold = apply_with_receipt(spring, anna, sales[2]);
        const sale kept{.id = 3, .time = "2025-03-12T12:00"_utc, .net = 70_usd};
        const auto gave = apply(spring, anna, sold.receipt.returned({.id = 5, .time = "2025-03-14T12:00"_utc}, kept));
        CHECK(gave.granted<unit::points>() == -450_points); // 620 before, 70 and 100 now
        const auto next = apply(spring, anna, sale{.id = 6, .time = "2025-03-15T12:00"_utc, .net = 100_usd});
        CHECK(next.granted<unit::points>() == 600_points);
    }
}
