// SPDX-License-Identifier: BSL-1.0
//
// G04: Starbucks, earning. Two stars a dollar by registered card, else one; none on reloads, alcohol, tax, tips, donations
// and fees. India: one star a purchase.
#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using support::till;
using support::usd_line;
using support::usd_part;

namespace {

struct stars {
    static constexpr unit_code code = "stars";
    static constexpr int digits = 0;
};

constexpr auto star = amount<stars>::whole(1);
constexpr std::uint32_t coffee = 1;
constexpr std::uint32_t alcohol = 2;

constexpr auto rules_rounding(rounding mode) {
    const auto counts = !category_is(alcohol);
    return programme{points{sum_of{per_amount{2 * star, 1_usd}.on(counts).paid_by(tender::registered_card),
                                   per_amount{star, 1_usd}.on(counts).paid_by(tender::cash, tender::card,
                                                                              tender::gift_card, tender::other)},
                            round_off{mode}}};
}

constexpr programme india{points{per_visit{star}}};

constexpr usd_line latte{.id = 1, .category = coffee, .net = 5.45_usd, .tax = 0.49_usd};
constexpr usd_line beer{.id = 2, .category = alcohol, .net = 9_usd};
constexpr usd_line tip{.id = 3, .net = 1_usd, .component = component::tip};
constexpr usd_line reload{.id = 4, .net = 25_usd, .component = component::gift_card};
constexpr usd_line gift{.id = 5, .net = 2_usd, .component = component::donation};
constexpr usd_line bag{.id = 6, .net = 0.10_usd, .component = component::fee};
constexpr usd_line lunch{.id = 7, .category = coffee, .net = 10_usd};

template <class Programme>
constexpr std::int64_t given(const Programme& rules, std::initializer_list<usd_line> lines,
                             std::initializer_list<usd_part> tenders) {
    till shop{rules};
    return shop.ring(date::of(2025, 3, 10), lines, tenders).template granted<stars>().minor_units();
}

constexpr auto by_card = [](money<currency::usd> paid) { return usd_part{tender::registered_card, paid}; };
constexpr auto in_cash = [](money<currency::usd> paid) { return usd_part{tender::cash, paid}; };
constexpr auto half_up = rules_rounding(rounding::half_up);
constexpr auto floored = rules_rounding(rounding::floor);

} // namespace

TEST_SUITE("G04 Starbucks") {
    TEST_CASE("latte, beer, tip and tax by registered card: 10.90 stars") {
        CHECK_TWICE(given(half_up, {latte, beer, tip}, {by_card(15.94_usd)}) == 11);
        CHECK_TWICE(given(floored, {latte, beer, tip}, {by_card(15.94_usd)}) == 10);
        CHECK_TWICE(given(half_up, {latte, beer, tip, reload, gift, bag}, {by_card(43.04_usd)}) == 11);
        CHECK_TWICE(given(floored, {latte, beer, tip, reload, gift, bag}, {by_card(43.04_usd)}) == 10);
        CHECK_TWICE(given(half_up, {beer, reload}, {by_card(34_usd)}) == 0);
    }

    TEST_CASE("10.00, of it 4.00 by card and 6.00 in cash: 14") {
        CHECK_TWICE(given(floored, {lunch}, {by_card(4_usd), in_cash(6_usd)}) == 14);
        CHECK_TWICE(given(half_up, {lunch}, {by_card(4_usd), in_cash(6_usd)}) == 14);
        CHECK_TWICE(given(floored, {lunch}, {by_card(10_usd)}) == 20);
        CHECK_TWICE(given(floored, {lunch}, {in_cash(10_usd)}) == 10);
    }

    TEST_CASE("the shares are rounded together") {
        // 2.725 by each: 5.45 and 2.725 are 8.175.
        CHECK_TWICE(given(floored, {latte}, {by_card(2.97_usd), in_cash(2.97_usd)}) == 8);
        // 9.25 and 0.75: 18.50 and 0.75.
        CHECK_TWICE(given(half_up, {lunch}, {by_card(9.25_usd), in_cash(0.75_usd)}) == 19);
        CHECK_TWICE(given(floored, {lunch}, {by_card(9.25_usd), in_cash(0.75_usd)}) == 19);
    }

    TEST_CASE("India: one star a purchase") {
        CHECK_TWICE(given(india, {latte, beer, tip}, {in_cash(15.94_usd)}) == 1);
        CHECK_TWICE(given(india, {lunch}, {by_card(10_usd)}) == 1);
    }
}
