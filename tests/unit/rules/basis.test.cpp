// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/problem.hpp>

#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using namespace loyalty::criteria;
using support::points_for;
using support::points_of;
using support::till;
using support::usd_line;
using support::usd_part;

namespace {

constexpr per_amount a_point_a_cent{1_points, 0.01_usd};
constexpr round_off floor{rounding::floor};

/// The cents that a measure counts in some lines.
template <class Measure>
constexpr std::int64_t cents(Measure measure, std::initializer_list<usd_line> lines) {
    return points_for(points{a_point_a_cent.of(measure), floor}, lines);
}

/// A latte of 5.94 with its tax, a beer, a tip, a bag, a deposit.
constexpr usd_line latte{.id = 1, .category = 1, .net = 5.45_usd, .tax = 0.49_usd, .discount = 0.50_usd};
constexpr usd_line beer{.id = 2, .category = 2, .quantity = 2, .net = 9_usd, .tax = 1_usd};
constexpr usd_line tip{.id = 3, .net = 1_usd, .component = component::tip};
constexpr usd_line fee{.id = 4, .net = 0.10_usd, .component = component::fee};
constexpr usd_line deposit{.id = 5, .quantity = 2, .net = 0.16_usd, .component = component::deposit};
constexpr usd_line reload{.id = 6, .net = 25_usd, .component = component::gift_card};

/// Lines and purchases of a host that knows neither components nor quantities.
struct plain_line {
    money<currency::usd> net;
};

struct plain_sale {
    std::uint64_t id;
    instant time;
    std::span<const plain_line> lines;
};

/// A host with codes of its own for tenders and components.
struct coded_part {
    int tender;
    money<currency::usd> paid;
};

struct coded_sale {
    std::uint64_t id;
    instant time;
    money<currency::usd> net;
    int component;
    std::span<const coded_part> tenders;
};

} // namespace

TEST_SUITE("rules/basis") {
    TEST_CASE("net is after discounts and without tax") {
        CHECK_TWICE(cents(net{}, {latte}) == 545);
        CHECK_TWICE(cents(net{}, {latte, beer}) == 1445);
    }

    TEST_CASE("gross is with tax") {
        CHECK_TWICE(cents(gross{}, {latte}) == 594);
        CHECK_TWICE(cents(gross{}, {latte, beer}) == 1594);
    }

    TEST_CASE("before discount") {
        CHECK_TWICE(cents(before_discount{}, {latte}) == 595);
        CHECK_TWICE(cents(before_discount{}, {latte, beer}) == 1495);
    }

    TEST_CASE("goods alone count, unless other components are named (S8)") {
        CHECK_TWICE(cents(net{}, {latte, tip, fee, deposit, reload}) == 545);
        CHECK_TWICE(cents(net{components::of(component::tip)}, {latte, tip, fee, deposit}) == 100);
        CHECK_TWICE(cents(net{components::of(component::goods, component::fee)}, {latte, tip, fee, deposit}) == 555);
        CHECK_TWICE(cents(gross{components::of(component::goods, component::deposit)}, {latte, deposit}) == 610);
        CHECK_TWICE(cents(before_discount{components::of(component::gift_card)}, {latte, reload}) == 2500);
        CHECK_TWICE(cents(net{components::of()}, {latte, tip}) == 0);
        CHECK_TWICE(components::of(component::goods).bits == components{}.bits);
    }

    TEST_CASE("a line without a component is goods") {
        constexpr auto given = [](auto measure) {
            const plain_line lines[]{{money<currency::usd>::whole(3)}, {money<currency::usd>::whole(4)}};
            till shop{programme{points{a_point_a_cent.of(measure), floor}}};
            return points_of(shop.scan(plain_sale{1, support::noon(date::of(2025, 3, 10)), lines}));
        };
        CHECK_TWICE(given(net{}) == 700);
        CHECK_TWICE(given(net{components::of(component::tip)}) == 0);
    }

    TEST_CASE("pieces") {
        constexpr auto pieces = [](auto measure, std::initializer_list<usd_line> lines) {
            return points_for(
                points{per_amount{amount<unit::points>::whole(1), amount<unit::items>::whole(1)}.of(measure), floor},
                lines);
        };
        CHECK_TWICE(pieces(quantity{}, {latte}) == 1);
        CHECK_TWICE(pieces(quantity{}, {latte, beer, deposit}) == 3);
        CHECK_TWICE(pieces(quantity{components::of(component::deposit)}, {latte, beer, deposit}) == 2);
        constexpr auto of_plain = [] {
            const plain_line lines[]{{3_usd}, {4_usd}};
            till shop{programme{points{per_unit{1_points}}}};
            return points_of(shop.scan(plain_sale{1, support::noon("2025-03-10"_date), lines}));
        };
        CHECK_TWICE(of_plain() == 2);
    }

    TEST_CASE("visits count one for a purchase with a line that matches") {
        constexpr auto counted = [](auto where, std::initializer_list<usd_line> lines) {
            till shop{programme{
                spend_threshold{amount<unit::points>::whole(1), every(amount<unit::visits>::whole(1))}.of(visits{}).on(
                    where)}};
            return points_of(shop.ring(date::of(2025, 3, 10), lines));
        };
        CHECK_TWICE(counted(always{}, {latte, beer}) == 1);
        CHECK_TWICE(counted(category_is(2u), {latte, beer}) == 1);
        CHECK_TWICE(counted(category_is(1u) || category_is(2u), {latte, beer}) == 1);
        CHECK_TWICE(counted(category_is(3u), {latte, beer}) == 0);
    }

    TEST_CASE("a line that several filters match counts once") {
        CHECK_TWICE(points_for(points{a_point_a_cent.on(category_is(1u) || !category_is(2u)), floor}, {latte, beer}) ==
                    545);
        // Two lines of one SKU are two lines.
        CHECK_TWICE(
            points_for(points{a_point_a_cent.on(sku_is(9u)), floor},
                       {usd_line{.id = 1, .sku = 9, .net = 1_usd}, usd_line{.id = 2, .sku = 9, .net = 1_usd}}) == 200);
    }

    TEST_CASE("the share that some tenders paid (S8)") {
        constexpr auto share = [](std::initializer_list<usd_part> parts) {
            return points_for(points{a_point_a_cent.paid_by(tender::registered_card), floor}, {latte, beer}, parts);
        };
        CHECK_TWICE(share({usd_part{tender::registered_card, 4_usd}, usd_part{tender::cash, 6_usd}}) == 578);
        CHECK_TWICE(share({usd_part{tender::registered_card, 4_usd}, usd_part{tender::registered_card, 6_usd}}) ==
                    1445);
        CHECK_TWICE(share({usd_part{tender::cash, 6_usd}}) == 0);
        CHECK_TWICE(share({usd_part{tender::registered_card, 0_usd}}) == 0);
    }

    TEST_CASE("codes of the host's own, wherever they lie") {
        constexpr auto given = [](int code, int what) {
            const coded_part parts[]{{code, money<currency::usd>::whole(1)}, {5, money<currency::usd>::whole(3)}};
            till shop{
                programme{points{per_amount{amount<unit::points>::whole(1), money<currency::usd>::whole(1)}.paid_by(63),
                                 round_off{rounding::floor}}}};
            return points_of(shop.scan(
                coded_sale{1, support::noon(date::of(2025, 3, 10)), money<currency::usd>::whole(100), what, parts}));
        };
        CHECK_TWICE(given(63, 0) == 25);
        CHECK_TWICE(given(64, 0) == 0);
        CHECK_TWICE(given(127, 0) == 0);
        CHECK_TWICE(given(-1, 0) == 0);
        CHECK_TWICE(given(63, 1) == 0);
        CHECK_TWICE(given(63, 32) == 0);
        CHECK_TWICE(given(63, 64) == 0);
        CHECK_TWICE(given(63, -64) == 0);
    }

    TEST_CASE("the score of activities of one kind, and of no other") {
        constexpr auto awarded = [](std::uint32_t kind) {
            till shop{programme{spend_threshold{1_stamps, every(1_items)}.of(scores_of(3u))}};
            return shop.scan(activity{.id = 1, .time = support::noon(date::of(2025, 3, 10)), .kind = kind, .score = 5})
                .template granted<unit::stamps>();
        };
        CHECK_TWICE(awarded(3) == 5_stamps);
        CHECK_TWICE(awarded(2) == 0_stamps);
    }

    TEST_CASE("what the policies before have granted") {
        constexpr auto given = [](money<currency::usd> net) {
            till shop{programme{
                points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, points{per_visit{5_points}},
                points{per_amount{1_stamps, 10_points}.of(earned<unit::points>{}), round_off{rounding::floor}},
                points{per_visit{100_points}}}};
            return shop.pay("2025-03-10"_date, net).granted<unit::stamps>();
        };
        CHECK_TWICE(given(14.99_usd) == 1_stamps);
        CHECK_TWICE(given(15_usd) == 2_stamps);
    }

    TEST_CASE("a sum that passes 64 bits refuses the event (S5)") {
        constexpr auto judged = [](auto measure, money<currency::usd> net, money<currency::usd> more) {
            till shop{programme{points{a_point_a_cent.of(measure), floor}}};
            return shop.ring(date::of(2025, 3, 10), {usd_line{.id = 1, .net = net, .tax = more, .discount = more}})
                .refused;
        };
        constexpr auto largest = money<currency::usd>::largest();
        CHECK_TWICE(judged(net{}, largest, 0.01_usd) == reason::none);
        CHECK_TWICE(judged(gross{}, largest, 0.01_usd) == reason::amount_overflow);
        CHECK_TWICE(judged(before_discount{}, largest, 0.01_usd) == reason::amount_overflow);
        constexpr auto two_lines = [](money<currency::usd> second) {
            till shop{programme{points{a_point_a_cent, floor}}};
            return shop
                .ring("2025-03-10"_date,
                      {usd_line{.id = 1, .net = money<currency::usd>::largest()}, usd_line{.id = 2, .net = second}})
                .refused;
        };
        CHECK_TWICE(two_lines(0_usd) == reason::none);
        CHECK_TWICE(two_lines(0.01_usd) == reason::amount_overflow);
    }

    TEST_CASE("at most so much of one purchase counts") {
        CHECK_TWICE(cents(counts_up_to{10_usd}, {latte}) == 545);
        CHECK_TWICE(cents(counts_up_to{10_usd}, {latte, beer}) == 1000);
        CHECK_TWICE(cents(counts_up_to{14.45_usd}, {latte, beer}) == 1445);
        CHECK_TWICE(cents(counts_up_to{10_usd, gross{}}, {latte}) == 594);
        constexpr points two_pieces{per_amount{1_points, 1_items}.of(counts_up_to{2_items, quantity{}}), floor};
        CHECK_TWICE(points_for(two_pieces, {latte}) == 1);
        CHECK_TWICE(points_for(two_pieces, {latte, beer}) == 2);
        CHECK(std::string_view{programme{points{a_point_a_cent.of(counts_up_to{0_usd}), floor}}.problem().sentence} ==
              "counts_up_to: what counts of a purchase must be above zero");
        CHECK(problem_of(counts_up_to{0.01_usd}) == nullptr);
    }

    TEST_CASE("at most so many awards of one purchase, and returns take back what the rest does not earn") {
        constexpr programme rules{spend_threshold{5_points, every(100_usd)}.of(counts_up_to{200_usd})};
        member<std::remove_const_t<decltype(rules)>> anna;
        using usd = purchase<currency::usd>;
        auto first = apply_with_receipt(rules, anna, usd{.id = 1, .time = "2025-03-10T12:00"_utc, .net = 350_usd});
        CHECK(first.outcome.granted<unit::points>() == 10_points); // 200.00 of 350.00 count
        CHECK(apply(rules, anna, usd{.id = 2, .time = "2025-03-11T12:00"_utc, .net = 60_usd}).granted<unit::points>() ==
              0_points);
        // Of 250.00 that remain 200.00 count: nothing goes back. Of 150.00 one award does.
        const auto keeps = [](money<currency::usd> net) {
            return usd{.id = 1, .time = "2025-03-10T12:00"_utc, .net = net};
        };
        const auto back = [&](std::uint64_t id, money<currency::usd> net) {
            return apply(rules, anna, first.receipt.returned({.id = id, .time = "2025-03-12T12:00"_utc}, keeps(net)))
                .granted<unit::points>();
        };
        CHECK(back(3, 250_usd) == 0_points);
        CHECK(back(4, 150_usd) == 0_points); // 150.00 and 60.00 still pay twice
        CHECK(back(5, 130_usd) == -5_points);
        CHECK(anna.balance<unit::points>() == 5_points);
    }
}
