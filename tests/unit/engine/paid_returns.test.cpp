// SPDX-License-Identifier: BSL-1.0
//
// Returns by shares of sales that points paid, or that have lots with dates of their own.
#include <loyalty/engine/checkout.hpp>
#include <loyalty/engine/sale_record.hpp>
#include <loyalty/events/paid_with.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <span>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::prices;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::ledgers;

namespace {

using goods = basket<currency::usd>;
using item = basket_line<currency::usd>;

constexpr instant monday = "2025-03-10T12:00"_utc;
constexpr instant tuesday = "2025-03-11T12:00"_utc;
constexpr instant may = "2025-05-10T12:00"_utc;
constexpr round_off whole{rounding::floor};

/// 60.00, and 40.00 for three pieces.
constexpr std::array<item, 2> sixty_and_forty{{{.id = 1, .net = 60_usd}, {.id = 2, .quantity = 3, .net = 40_usd}}};
constexpr goods bought{.id = 2, .time = monday, .lines = sixty_and_forty};

template <class Programme>
using slip_of = sale_record<std::remove_const_t<Programme>, currency::usd, 4, 2>;

template <return_rule Rule>
using by = std::integral_constant<return_rule, Rule>;

} // namespace

TEST_SUITE("engine/paid_returns") {
    TEST_CASE("a share of a bonus is taken from the lot of its dates: 16 of the base, and 200 of 500") {
        constexpr programme summer{points{per_amount{2_points, 5_usd}, whole},
                                   dated{spend_threshold{500_points, every(100_usd)}.within(one_basket{})}.expiring(
                                       expires_after_days<30>{30}),
                                   lots<unit::points>{}.expiring(expires_end_of_year<2>{}).spare_buckets<31>()};
        const auto check = [&](auto by_rule) {
            constexpr return_rule rule = by_rule;
            member<std::remove_const_t<decltype(summer)>> anna;
            const auto sold = apply_with_receipt(summer, anna, bought);
            CHECK(sold.outcome.template granted<unit::points>() == 540_points);
            slip_of<decltype(summer)> slip;
            REQUIRE(slip.keep(summer, sold.receipt, bought) == reason::none);
            const auto back = apply_return<rule>(summer, anna, slip, {.id = 3, .time = tuesday},
                                                 returned_pieces{.line = 2, .pieces = 3});
            const bool by_shares = rule == return_rule::keep;
            CHECK(back.outcome.template granted<unit::points>() == (by_shares ? -216_points : -516_points));
            CHECK(balances_of<unit::points>(summer, anna, tuesday).available == (by_shares ? 324_points : 24_points));
            CHECK(balances_of<unit::points>(summer, anna, may).available == 24_points);
            const auto rest =
                apply_return<rule>(summer, anna, slip, {.id = 4, .time = tuesday}, returned_pieces{.line = 1});
            CHECK(rest.outcome.template granted<unit::points>() == (by_shares ? -324_points : -24_points));
            CHECK(balances_of<unit::points>(summer, anna, tuesday).available == 0_points);
        };
        check(by<return_rule::keep>{});
        check(by<return_rule::re_evaluate>{});
    }

    TEST_CASE(
        "a sale that points paid: 42 and 28 points are earned on the rest of the lines, and 1200 of 3000 come back") {
        constexpr programme shop{redemption_rule{redemption_rate{1_points, 0.01_usd}},
                                 points{per_amount{1_points, 1_usd}.of(after_points{}), whole}, lots<unit::points>{}};
        constexpr paid_with by_points{bought, 3000_points};
        const auto check = [&](auto by_rule) {
            constexpr return_rule rule = by_rule;
            member<std::remove_const_t<decltype(shop)>> anna;
            apply(shop, anna, adjustment<unit::points>{.id = 1, .time = monday, .amount = 5000_points});
            const auto sold = apply_with_receipt(shop, anna, by_points);
            CHECK(sold.outcome.template granted<unit::points>() == 70_points);
            CHECK(balances_of<unit::points>(shop, anna, monday).available == 2070_points);
            const auto items = itemize<4>(shop, sold.receipt, by_points);
            CHECK(items.awards.granted<unit::points>(1) == 70_points);
            CHECK(items.shares[0].granted<unit::points>() == 42_points);
            CHECK(items.shares[1].granted<unit::points>() == 28_points);

            slip_of<decltype(shop)> slip;
            REQUIRE(slip.keep(shop, sold.receipt, by_points) == reason::none);
            const auto back = apply_return<rule>(shop, anna, slip, {.id = 3, .time = tuesday},
                                                 returned_pieces{.line = 2, .pieces = 3});
            CHECK(back.outcome.template granted<unit::points>() == -28_points);
            CHECK(balances_of<unit::points>(shop, anna, tuesday).available == 3242_points);
            const auto rest =
                apply_return<rule>(shop, anna, slip, {.id = 4, .time = tuesday}, returned_pieces{.line = 1});
            CHECK(rest.outcome.template granted<unit::points>() == -42_points);
            CHECK(balances_of<unit::points>(shop, anna, tuesday).available == 5000_points);
            CHECK(balances_of<unit::points>(shop, anna, tuesday).spent == 0_points);
        };
        check(by<return_rule::keep>{});
        check(by<return_rule::re_evaluate>{});
    }

    TEST_CASE("a checkout that points paid: 25 of 100 come back with 20.00 of 80.00, and 75 with the rest") {
        constexpr programme shop{redemption_rule{redemption_rate{1_points, 0.03_usd}},
                                 points{per_amount{1_points, 1_usd}, whole}, lots<unit::points>{}};
        using shop_type = std::remove_const_t<decltype(shop)>;
        member<shop_type> anna;
        apply(shop, anna, adjustment<unit::points>{.id = 1, .time = monday, .amount = 100_points});
        const std::array<item, 2> lines{{{.id = 1, .net = 60_usd}, {.id = 2, .net = 20_usd}}};
        const std::array paid{prices::payment<currency::usd>{.by = tender::points, .points = 100_points}};
        const prices::checkout<currency::usd> event{.id = 2, .time = monday, .lines = lines, .payments = paid};
        auto sold = apply_with_receipt(shop, anna, event);
        CHECK(sold.outcome.granted<unit::points>() == 80_points);
        CHECK(balances_of<unit::points>(shop, anna, monday).available == 80_points);

        using back = return_of<shop_type, goods>;
        const goods rest{.id = 2, .time = monday, .lines = std::span{lines}.first(1)};
        const auto part =
            apply(shop, anna, back{.id = 3, .time = tuesday, .sale = 2, .remaining = rest, .receipt = &sold.receipt});
        CHECK(part.granted<unit::points>() == -20_points);
        CHECK(balances_of<unit::points>(shop, anna, tuesday).available == 85_points);
        const auto all = apply(shop, anna, back{.id = 4, .time = tuesday, .sale = 2, .receipt = &sold.receipt});
        CHECK(all.granted<unit::points>() == -60_points);
        CHECK(balances_of<unit::points>(shop, anna, tuesday).available == 100_points);
    }
}
