// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/policies/cashback.hpp>

#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using support::till;
using support::usd_line;

namespace {

constexpr usd_line fuel_for_100{.id = 1, .category = 7, .net = 100_usd};
constexpr usd_line food_for_100{.id = 2, .category = 4, .net = 100_usd};
constexpr auto fifty_dollars = 50_usd;
constexpr auto huge = money<currency::usd>::largest();
constexpr auto march_10 = "2025-03-10"_date;
constexpr auto march_31 = "2025-03-31"_date;
constexpr auto april_1 = "2025-04-01"_date;

struct card_holder {
    std::uint64_t attributes;
};

template <class Policy>
constexpr money<currency::usd> back(const Policy& policy, money<currency::usd> net) {
    till shop{programme{policy}};
    return shop.pay(march_10, net).template granted<currency::usd>();
}

template <class Policy>
constexpr money<currency::usd> back(const Policy& policy, std::initializer_list<usd_line> lines) {
    till shop{programme{policy}};
    return shop.ring(march_10, lines).template granted<currency::usd>();
}

/// What the last of some equal purchases of category 7 gave.
template <class Policy>
constexpr money<currency::usd> last_of(const Policy& policy, std::initializer_list<date> days,
                                       money<currency::usd> net) {
    till shop{programme{policy}};
    money<currency::usd> last{};
    for (const date day : days) {
        last = shop.ring(day, {usd_line{.id = 1, .category = 7, .net = net}}).template granted<currency::usd>();
    }
    return last;
}

template <rounding Mode>
constexpr cashback five_per_cent{currency::usd{}, Mode, cashback_rate{5_pct}};

constexpr cashback_rate five_on_fuel = cashback_rate{5_pct}.on(category_is(7u));
constexpr cashback capped{currency::usd{}, rounding::half_even,
                          five_on_fuel.at_most(6_usd, calendar_window{period_unit::month}), cashback_rate{1.5_pct}};

} // namespace

TEST_SUITE("policies/cashback") {
    TEST_CASE("83.17 at 5 % is 4.1585, rounded once") {
        CHECK_TWICE(back(five_per_cent<rounding::half_up>, 83.17_usd) == 4.16_usd);
        CHECK_TWICE(back(five_per_cent<rounding::down>, 83.17_usd) == 4.15_usd);
        CHECK_TWICE(back(five_per_cent<rounding::floor>, 83.17_usd) == 4.15_usd);
        CHECK_TWICE(back(five_per_cent<rounding::ceiling>, 83.17_usd) == 4.16_usd);
        CHECK_TWICE(back(five_per_cent<rounding::ceiling>, 83.20_usd) == 4.16_usd);
        CHECK_TWICE(back(five_per_cent<rounding::half_even>, 0.10_usd) == 0_usd);    // 0.005
        CHECK_TWICE(back(five_per_cent<rounding::half_even>, 0.30_usd) == 0.02_usd); // 0.015
        CHECK_TWICE(back(five_per_cent<rounding::half_up>, 0.10_usd) == 0.01_usd);
        CHECK_TWICE(back(five_per_cent<rounding::half_down>, 0.30_usd) == 0.01_usd);
    }

    TEST_CASE("rounded once for the basket, not for the line") {
        // 0.30 three times: 0.015 each would be 0.02 three times; together 0.045.
        CHECK_TWICE(back(five_per_cent<rounding::half_up>,
                         {usd_line{.id = 1, .net = 0.30_usd}, usd_line{.id = 2, .net = 0.30_usd},
                          usd_line{.id = 3, .net = 0.30_usd}}) == 0.05_usd);
        CHECK_TWICE(back(five_per_cent<rounding::half_even>,
                         {usd_line{.id = 1, .net = 0.30_usd}, usd_line{.id = 2, .net = 0.30_usd},
                          usd_line{.id = 3, .net = 0.30_usd}}) == 0.04_usd);
    }

    TEST_CASE("each line earns by the first rate that takes it") {
        CHECK_TWICE(back(capped, {fuel_for_100}) == 5_usd);
        CHECK_TWICE(back(capped, {food_for_100}) == 1.50_usd);
        CHECK_TWICE(back(capped, {fuel_for_100, food_for_100}) == 6.50_usd);
        constexpr cashback all_first{currency::usd{}, rounding::half_even,
                                     cashback_rate{1.5_pct}.on(category_is(4u, 7u)), five_on_fuel};
        CHECK_TWICE(back(all_first, {fuel_for_100}) == 1.50_usd);
        constexpr cashback three_rates{currency::usd{}, rounding::half_even, five_on_fuel,
                                       cashback_rate{2_pct}.on(category_is(4u)), cashback_rate{1_pct}};
        CHECK_TWICE(back(three_rates, {fuel_for_100, food_for_100}) == 7_usd);
        constexpr cashback fuel_only{currency::usd{}, rounding::half_even, five_on_fuel};
        CHECK_TWICE(back(fuel_only, {food_for_100}) == 0_usd);
    }

    TEST_CASE("rates of different denominators are added exactly") {
        constexpr cashback thirds{currency::usd{}, rounding::floor, cashback_rate{ratio{1, 3}}.on(category_is(7u)),
                                  cashback_rate{ratio{1, 7}}.on(category_is(4u)), cashback_rate{1_bp}};
        // 1.00/3 + 1.00/7 + 100.00/10000 = 0.4861904...
        CHECK_TWICE(back(thirds, {usd_line{.id = 1, .category = 7, .net = 1_usd},
                                  usd_line{.id = 2, .category = 4, .net = 1_usd},
                                  usd_line{.id = 3, .category = 1, .net = 100_usd}}) == 0.48_usd);
    }

    TEST_CASE("a rate is capped in its window (S18)") {
        CHECK_TWICE(last_of(capped, {march_10}, 100_usd) == 5_usd);
        CHECK_TWICE(last_of(capped, {march_10, march_31}, 100_usd) == 1_usd);
        CHECK_TWICE(last_of(capped, {march_10, march_31, march_31}, 100_usd) == 0_usd);
        CHECK_TWICE(last_of(capped, {march_10, march_31, april_1}, 100_usd) == 5_usd);
        CHECK_TWICE(last_of(capped, {march_10}, 500_usd) == 6_usd);
        CHECK_TWICE(last_of(capped, {march_10, march_10}, 119.80_usd) == 0.01_usd); // after 5.99
        constexpr cashback each_purchase{currency::usd{}, rounding::half_even,
                                         five_on_fuel.at_most(6_usd, one_basket{})};
        CHECK_TWICE(last_of(each_purchase, {march_10, march_10}, 500_usd) == 6_usd);
        constexpr cashback ever{currency::usd{}, rounding::half_even, five_on_fuel.at_most(6_usd, lifetime{})};
        CHECK_TWICE(last_of(ever, {march_10, april_1}, 100_usd) == 1_usd);
    }

    TEST_CASE("each rate has a cap of its own") {
        constexpr cashback two_caps{currency::usd{}, rounding::half_even,
                                    five_on_fuel.at_most(6_usd, calendar_window{period_unit::month}),
                                    cashback_rate{1.5_pct}.at_most(2_usd, calendar_window{period_unit::year})};
        constexpr auto bought = [](const auto& policy, date second) {
            till shop{programme{policy}};
            shop.ring(march_10, {fuel_for_100, food_for_100});
            return shop.ring(second, {fuel_for_100, food_for_100}).template granted<currency::usd>();
        };
        CHECK_TWICE(bought(two_caps, march_31) == 1.50_usd); // 1.00 and 0.50 are left
        CHECK_TWICE(bought(two_caps, april_1) == 5.50_usd);
    }

    TEST_CASE("what each capped rate has granted adds up to what was paid") {
        // 0.10 at 5 % on fuel is 0.005, and 0.35 at 1 % is 0.0035: 0.0085, paid as 0.01. The larger rest takes the cent.
        constexpr cashback two_caps{currency::usd{}, rounding::half_up, five_on_fuel.at_most(6_usd, lifetime{}),
                                    cashback_rate{1_pct}.at_most(6_usd, lifetime{})};
        constexpr auto counted = [](const auto& policy, std::initializer_list<usd_line> lines) {
            till shop{programme{policy}};
            shop.ring(march_10, lines);
            const auto& state = shop.card.template policy<0>();
            return detail::get<0>(state).total() * 10 + detail::get<1>(state).total();
        };
        CHECK_TWICE(counted(two_caps, {usd_line{.id = 1, .category = 7, .net = 0.10_usd},
                                       usd_line{.id = 2, .category = 4, .net = 0.35_usd}}) == 10);
        CHECK_TWICE(counted(two_caps, {usd_line{.id = 1, .category = 7, .net = 10_usd}}) == 500);
        // 0.0001 is a share, too: it has no cent of the 0.5001, which are paid as 0.50.
        CHECK_TWICE(counted(two_caps, {usd_line{.id = 1, .category = 7, .net = 10_usd},
                                       usd_line{.id = 2, .category = 4, .net = 0.01_usd}}) == 500);
        constexpr cashback up{currency::usd{}, rounding::up, five_on_fuel.at_most(6_usd, lifetime{}),
                              cashback_rate{1_pct}.at_most(6_usd, lifetime{})};
        CHECK_TWICE(counted(up, {usd_line{.id = 2, .category = 4, .net = 0.01_usd}}) == 1); // 0.0001, paid as 0.01
    }

    TEST_CASE("the cents that are left go to the rates with the largest rests, one each") {
        constexpr auto counted = [](rounding mode, money<currency::usd> fuel, money<currency::usd> food,
                                    money<currency::usd> other) {
            till shop{programme{cashback{currency::usd{}, mode, five_on_fuel.at_most(6_usd, lifetime{}),
                                         cashback_rate{3_pct}.on(category_is(4u)).at_most(6_usd, lifetime{}),
                                         cashback_rate{1_pct}.at_most(6_usd, lifetime{})}}};
            shop.ring(march_10,
                      {usd_line{.id = 1, .category = 7, .net = fuel}, usd_line{.id = 2, .category = 4, .net = food},
                       usd_line{.id = 3, .category = 1, .net = other}});
            const auto& state = shop.card.policy<0>();
            return detail::get<0>(state).total() * 100 + detail::get<1>(state).total() * 10 +
                   detail::get<2>(state).total();
        };
        CHECK_TWICE(counted(rounding::half_up, 1.10_usd, 1.30_usd, 2.60_usd) == 543); // 5.5, 3.9, 2.6 cents: 12
        CHECK_TWICE(counted(rounding::up, 1.18_usd, 1.30_usd, 2.90_usd) == 643);      // 5.9, 3.9, 2.9 cents: 13
        CHECK_TWICE(counted(rounding::half_up, 1.10_usd, 1.50_usd, 0_usd) == 640);    // 5.5, 4.5 cents: 10
        CHECK_TWICE(counted(rounding::half_up, 1.10_usd, 1.30_usd, 1.60_usd) == 542); // 5.5, 3.9, 1.6 cents: 11
    }

    TEST_CASE("outside its campaign a cap neither limits nor counts") {
        constexpr auto counted = [](date day) {
            till shop{programme{
                cashback{currency::usd{}, rounding::half_up,
                         five_on_fuel.at_most(6_usd, campaign{{date::of(2025, 5, 1), date::of(2025, 6, 1)}})}}};
            const auto gave = shop.ring(day, {usd_line{.id = 1, .category = 7, .net = 200_usd}});
            return gave.granted<currency::usd>().minor_units() * 1'000 + detail::get<0>(shop.card.policy<0>()).total();
        };
        CHECK_TWICE(counted(date::of(2025, 4, 30)) == 1'000'000);
        CHECK_TWICE(counted(date::of(2025, 5, 1)) == 600'600);
    }

    TEST_CASE("a purchase that no rate takes earns nothing") {
        constexpr cashback fuel_alone{currency::usd{}, rounding::half_up, five_on_fuel};
        constexpr auto given = [](const auto& policy, std::uint32_t category) {
            till shop{programme{policy}};
            return shop
                .scan(purchase<currency::usd>{.id = 1,
                                              .time = support::noon(date::of(2025, 3, 10)),
                                              .net = fuel_for_100.net,
                                              .category = category})
                .template granted<currency::usd>();
        };
        CHECK_TWICE(given(fuel_alone, 7) == 5_usd);
        CHECK_TWICE(given(fuel_alone, 4) == 0_usd);
    }

    TEST_CASE("a rate that needs activation") {
        constexpr cashback offer{currency::usd{}, rounding::half_even, cashback_rate{10_pct}.on(member_has(3)),
                                 cashback_rate{1_pct}};
        constexpr auto given = [](const auto& policy, std::uint64_t attributes) {
            till shop{programme{policy}, card_holder{attributes}};
            return shop.pay(march_10, fifty_dollars).template granted<currency::usd>();
        };
        CHECK_TWICE(given(offer, 8) == 5_usd);
        CHECK_TWICE(given(offer, 7) == 0.50_usd);
    }

    TEST_CASE("another measure counts") {
        CHECK_TWICE(back(five_per_cent<rounding::half_even>.of(gross{}),
                         {usd_line{.id = 1, .net = 100_usd, .tax = 19_usd}}) == 5.95_usd);
        CHECK_TWICE(back(five_per_cent<rounding::half_even>.of(before_discount{}),
                         {usd_line{.id = 1, .net = 100_usd, .discount = 20_usd}}) == 6_usd);
    }

    TEST_CASE("currencies without and with three decimals") {
        constexpr auto in_yen = [] {
            till shop{programme{cashback{currency::jpy{}, rounding::half_up, cashback_rate{1.5_pct}}}};
            return shop.pay(march_10, 1'234_jpy).granted<currency::jpy>();
        };
        CHECK_TWICE(in_yen() == 19_jpy); // 18.51
        constexpr auto in_dinar = [] {
            till shop{programme{cashback{currency::kwd{}, rounding::half_up, cashback_rate{1.5_pct}}}};
            return shop.pay(march_10, 12.345_kwd).granted<currency::kwd>();
        };
        CHECK_TWICE(in_dinar() == 0.185_kwd); // 0.185175
    }

    TEST_CASE("products beyond 64 bits are formed with 128, and what does not fit is refused (S5)") {
        CHECK_TWICE(back(cashback{currency::usd{}, rounding::floor, cashback_rate{99_pct}}, huge).minor_units() ==
                    9'131'138'316'486'228'048);
        constexpr auto judged = [](ratio by) {
            till shop{programme{cashback{currency::usd{}, rounding::floor, cashback_rate{by}}}};
            return shop.pay(march_10, huge).refused;
        };
        CHECK_TWICE(judged(100_pct) == reason::none);
        CHECK_TWICE(judged(101_pct) == reason::amount_overflow);
        // Two shares that fit, and a sum that does not.
        constexpr auto judged_together = [](money<currency::usd> second) {
            till shop{programme{cashback{currency::usd{}, rounding::floor, cashback_rate{100_pct}.on(category_is(7u)),
                                         cashback_rate{100_pct}}}};
            return shop
                .ring(march_10, {usd_line{.id = 1, .category = 7, .net = huge}, usd_line{.id = 2, .net = second}})
                .refused;
        };
        CHECK_TWICE(judged_together(0_usd) == reason::none);
        CHECK_TWICE(judged_together(0.01_usd) == reason::amount_overflow);
    }

    TEST_CASE("numbers that cannot be right are named") {
        constexpr auto problem = [](auto... rates) {
            const char* const sentence = problem_of(cashback{currency::usd{}, rounding::floor, rates...});
            return sentence == nullptr ? std::string_view{} : std::string_view{sentence};
        };
        CHECK_TWICE(problem(cashback_rate{ratio{-1, 100}}) == "cashback: a rate must be a ratio of zero or above");
        CHECK_TWICE(problem(cashback_rate{ratio{1, 0}}) == "cashback: a rate must be a ratio of zero or above");
        CHECK_TWICE(problem(cashback_rate{1_pct}.at_most(0_usd, lifetime{})) ==
                    "cashback: the cap lies below the smallest award of one minor unit: raise it");
        CHECK_TWICE(problem(cashback_rate{1_pct}.at_most(0.01_usd, lifetime{})).empty());
        CHECK_TWICE(problem(cashback_rate{1_pct}.at_most(1_usd, first_months{0})) ==
                    "first_months: give at least one month");
        CHECK_TWICE(problem_of(capped) == nullptr);
    }
}
