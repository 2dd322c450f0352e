// SPDX-License-Identifier: BSL-1.0
//
// One unit into another, as soon as there is enough.
#include <loyalty/policies/conversion.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <string_view>

using namespace loyalty;
using sale = purchase<currency::usd>;

namespace {

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr instant noon = "2025-03-01T12:00"_utc;

template <class Programme>
outcome_of<Programme> buy(const Programme& rules, member<Programme>& own, std::uint64_t id, money<currency::usd> net) {
    return apply(rules, own, sale{.id = id, .time = noon, .net = net});
}

} // namespace

TEST_SUITE("policies/conversion") {
    TEST_CASE("as often as a plain balance allows: 23 points twice, 3 are left") {
        constexpr programme rules{a_point_a_dollar, conversion{10_points, 5_usd}};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(buy(rules, anna, 1, 9_usd).granted<currency::usd>() == 0_usd);
        const auto gave = buy(rules, anna, 2, 14_usd);
        CHECK(gave.granted<currency::usd>() == 10_usd);
        CHECK(gave.granted<unit::points>() == -6_points);
        CHECK(anna.balance<unit::points>() == 3_points);
        CHECK(anna.balance<currency::usd>() == 10_usd);
    }

    TEST_CASE("without a most it converts all or is refused: three times half of the largest amount is too much") {
        constexpr auto half = money<currency::usd>::from_minor_units(4'611'686'018'427'387'903);
        constexpr programme rules{a_point_a_dollar, conversion{1_points, half}};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(buy(rules, anna, 1, 3_usd).refused == reason::amount_overflow);
        CHECK(anna == member<std::remove_const_t<decltype(rules)>>{});
        CHECK(buy(rules, anna, 1, 2_usd).granted<currency::usd>() == half + half);
    }

    TEST_CASE("out of an account: the lots go, and the money stays on the balance") {
        constexpr programme rules{a_point_a_dollar, lots<unit::points>{}, conversion{500_points, 10_usd}};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(buy(rules, anna, 1, 499_usd).granted<currency::usd>() == 0_usd);
        CHECK(buy(rules, anna, 2, 1_usd).granted<currency::usd>() == 10_usd);
        CHECK(anna.balance<currency::usd>() == 10_usd);
        const auto books = balances_of<unit::points>(rules, anna, noon);
        CHECK(books.available == 0_points);
        CHECK(books.spent == 500_points);
    }

    TEST_CASE("behind an account of another unit, a plain unit converts and settles once") {
        constexpr programme rules{stamp_card{1}.awards(1_stamps), a_point_a_dollar, lots<unit::points>{},
                                  conversion{3_stamps, 5_usd}};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(buy(rules, anna, 1, 2_usd).granted<currency::usd>() == 0_usd);
        CHECK(buy(rules, anna, 2, 2_usd).granted<currency::usd>() == 0_usd);
        CHECK(anna.balance<unit::stamps>() == 2_stamps);
        CHECK(buy(rules, anna, 3, 2_usd).granted<currency::usd>() == 5_usd);
        CHECK(anna.balance<unit::stamps>() == 0_stamps);
        CHECK(anna.balance<currency::usd>() == 5_usd);
        CHECK(balances_of<unit::points>(rules, anna, noon).available == 6_points);
    }

    TEST_CASE("a policy behind an account grants into a plain balance") {
        constexpr programme rules{a_point_a_dollar, lots<unit::points>{}, spend_threshold{1_badges, every(10_usd)}};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(buy(rules, anna, 1, 25_usd).granted<unit::badges>() == 2_badges);
        CHECK(anna.balance<unit::badges>() == 2_badges);
    }

    TEST_CASE("a return undoes what its sale converted") {
        constexpr programme rules{a_point_a_dollar, conversion{10_points, 5_usd}};
        member<std::remove_const_t<decltype(rules)>> anna;
        buy(rules, anna, 1, 4_usd);
        auto sold = apply_with_receipt(rules, anna, sale{.id = 2, .time = noon, .net = 8_usd});
        CHECK(anna.balance<currency::usd>() == 5_usd);
        apply(rules, anna, sold.receipt.returned({.id = 3, .time = noon}));
        CHECK(anna.balance<currency::usd>() == 0_usd);
        CHECK(anna.balance<unit::points>() == 4_points);
    }

    TEST_CASE("a return undoes a chain of conversions: 510 points, 10 stamps, 5.00") {
        constexpr programme rules{a_point_a_dollar, lots<unit::points>{}, conversion{500_points, 10_stamps},
                                  lots<unit::stamps>{}, conversion{10_stamps, 5_usd}};
        member<std::remove_const_t<decltype(rules)>> anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = noon, .net = 510_usd});
        CHECK(anna.balance<currency::usd>() == 5_usd);
        const sale rest{.id = 1, .time = noon, .net = 450_usd};
        apply(rules, anna, sold.receipt.returned({.id = 2, .time = noon}, rest));
        CHECK(anna.balance<currency::usd>() == 0_usd);
        CHECK(balances_of<unit::points>(rules, anna, noon).available == 450_points);
        CHECK(balances_of<unit::stamps>(rules, anna, noon).available == 0_stamps);
        CHECK(balances_of<unit::stamps>(rules, anna, noon).debt == 0_stamps);
    }

    TEST_CASE("a unit that no policy grants: stamps come by hand, and a sale comes back") {
        constexpr programme rules{a_point_a_dollar, lots<unit::points>{}, lots<unit::stamps>{},
                                  conversion{500_stamps, 10_usd}};
        member<std::remove_const_t<decltype(rules)>> anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = noon, .net = 30_usd});
        CHECK(sold.outcome.granted<unit::points>() == 30_points);
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 2, .time = noon})).accepted());
        CHECK(balances_of<unit::points>(rules, anna, noon).available == 0_points);
    }

    TEST_CASE("at most 10.00 at one event: the rest waits for the next") {
        constexpr programme rules{a_point_a_dollar, lots<unit::points>{},
                                  conversion{500_points, 5_usd}.at_most(10_usd)};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(buy(rules, anna, 1, 2100_usd).granted<currency::usd>() == 10_usd);
        CHECK(balances_of<unit::points>(rules, anna, noon).available == 1100_points);
        CHECK(buy(rules, anna, 2, 1_usd).granted<currency::usd>() == 10_usd);
        CHECK(buy(rules, anna, 3, 1_usd).granted<currency::usd>() == 0_usd);
        CHECK(balances_of<unit::points>(rules, anna, noon).available == 102_points);
        CHECK(anna.balance<currency::usd>() == 20_usd);
    }

    TEST_CASE("a return undoes what its sale would not have converted: the points go back to their lots, the money is "
              "taken") {
        constexpr programme rules{a_point_a_dollar, lots<unit::points>{}, conversion{500_points, 10_usd}};
        const auto after = [&](money<currency::usd> kept, std::int64_t taken) {
            member<std::remove_cvref_t<decltype(rules)>> anna;
            auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = noon, .net = 1130_usd});
            CHECK(sold.outcome.granted<currency::usd>() == 20_usd);
            const sale rest{.id = 1, .time = noon, .net = kept};
            const auto back = apply(rules, anna, sold.receipt.returned({.id = 2, .time = noon}, rest));
            CHECK(back.granted<currency::usd>().minor_units() == -taken);
            CHECK(anna.balance<currency::usd>().minor_units() == 2000 - taken);
            const auto books = balances_of<unit::points>(rules, anna, noon);
            CHECK(books.debt == 0_points);
            return books.available;
        };
        CHECK(after(1000_usd, 0) == 0_points);
        CHECK(after(999_usd, 1000) == 499_points);
        CHECK(after(500_usd, 1000) == 0_points);
        CHECK(after(499.99_usd, 2000) == 499_points);
        CHECK(after(0_usd, 2000) == 0_points);
    }

    TEST_CASE("a whole sale goes back with its conversion, in parts or at once; points of before stay") {
        constexpr programme rules{a_point_a_dollar, lots<unit::points>{}, conversion{500_points, 10_usd}};
        member<std::remove_cvref_t<decltype(rules)>> anna;
        buy(rules, anna, 1, 400_usd);
        const auto before = anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 2, .time = noon, .net = 250_usd});
        CHECK(balances_of<unit::points>(rules, anna, noon).available == 150_points);
        auto in_parts = anna;
        auto receipt = sold.receipt;
        apply(rules, anna, sold.receipt.returned({.id = 3, .time = noon}));
        CHECK(anna.balance<currency::usd>() == 0_usd);
        CHECK(balances_of<unit::points>(rules, anna, noon).total() == 400_points);
        CHECK(balances_of<unit::points>(rules, anna, noon).spent == 0_points);

        apply(rules, in_parts, receipt.returned({.id = 3, .time = noon}, sale{.id = 2, .time = noon, .net = 100_usd}));
        CHECK(in_parts.balance<currency::usd>() == 10_usd); // 500 points are still there
        CHECK(balances_of<unit::points>(rules, in_parts, noon).total() == 0_points);
        apply(rules, in_parts, receipt.returned({.id = 4, .time = noon}, sale{.id = 2, .time = noon, .net = 99_usd}));
        CHECK(in_parts.balance<currency::usd>() == 0_usd);
        CHECK(balances_of<unit::points>(rules, in_parts, noon).total() == 499_points);
        apply(rules, in_parts, receipt.returned({.id = 5, .time = noon}));
        CHECK(balances_of<unit::points>(rules, in_parts, noon).total() == 400_points);
        CHECK(balances_of<unit::points>(rules, before, noon).total() == 400_points);
    }

    TEST_CASE("the conversion of another sale stands: the points are owed, or written off") {
        const auto after = [](const auto& rules) {
            member<std::remove_cvref_t<decltype(rules)>> anna;
            auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = noon, .net = 400_usd});
            CHECK(buy(rules, anna, 2, 150_usd).template granted<currency::usd>() == 10_usd);
            apply(rules, anna, sold.receipt.returned({.id = 3, .time = noon}));
            CHECK(anna.template balance<currency::usd>() == 10_usd);
            return balances_of<unit::points>(rules, anna, noon);
        };
        constexpr programme owing{a_point_a_dollar, lots<unit::points>{}, conversion{500_points, 10_usd}};
        CHECK(after(owing).total() == -350_points);
        constexpr programme lenient{a_point_a_dollar,
                                    lots<unit::points>{}.on_shortfall(ledgers::debt_policy::down_to_zero),
                                    conversion{500_points, 10_usd}};
        CHECK(after(lenient).total() == 0_points);
        CHECK(after(lenient).shortfall == 350_points);
    }

    TEST_CASE("a plain balance that is converted behind an account gets it back: 23 stamps, 5.00 twice, 3 left") {
        constexpr points a_stamp_a_dollar{per_amount{1_stamps, 1_usd}, round_off{rounding::floor}};
        constexpr programme rules{a_point_a_dollar, a_stamp_a_dollar, lots<unit::points>{},
                                  conversion{10_stamps, 5_usd}};
        member<std::remove_const_t<decltype(rules)>> anna;
        buy(rules, anna, 1, 4_usd);
        const auto before = anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 2, .time = noon, .net = 19_usd});
        CHECK(sold.outcome.granted<currency::usd>() == 10_usd);
        CHECK(anna.balance<unit::stamps>() == 3_stamps);
        auto at_once = anna;
        auto receipt = sold.receipt;
        const auto left = [&](std::uint64_t id, money<currency::usd> kept) {
            apply(rules, anna,
                  sold.receipt.returned({.id = id, .time = noon}, sale{.id = 2, .time = noon, .net = kept}));
            return anna.balance<unit::stamps>();
        };
        CHECK(left(3, 16_usd) == 0_stamps); // 20 stamps are still twice 10
        CHECK(anna.balance<currency::usd>() == 10_usd);
        CHECK(left(4, 15_usd) == 9_stamps); // 19 stamps are 10 and 9
        CHECK(anna.balance<currency::usd>() == 5_usd);
        CHECK(left(5, 5_usd) == 9_stamps); // 4 of before and 5
        CHECK(anna.balance<currency::usd>() == 0_usd);
        apply(rules, anna, sold.receipt.returned({.id = 6, .time = noon}));
        CHECK(anna.balance<unit::stamps>() == 4_stamps);
        apply(rules, at_once, receipt.returned({.id = 3, .time = noon}));
        CHECK(at_once.balance<unit::stamps>() == before.balance<unit::stamps>());
        CHECK(at_once.balance<currency::usd>() == 0_usd);
    }

    TEST_CASE("a chain over a plain balance behind an account is undone to its end: 510 points, 10 stamps, 5.00") {
        constexpr programme rules{a_point_a_dollar, lots<unit::points>{}, conversion{500_points, 10_stamps},
                                  conversion{10_stamps, 5_usd}};
        member<std::remove_const_t<decltype(rules)>> anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = noon, .net = 510_usd});
        CHECK(anna.balance<currency::usd>() == 5_usd);
        CHECK(anna.balance<unit::stamps>() == 0_stamps);
        apply(rules, anna, sold.receipt.returned({.id = 2, .time = noon}, sale{.id = 1, .time = noon, .net = 450_usd}));
        CHECK(anna.balance<currency::usd>() == 0_usd);
        CHECK(anna.balance<unit::stamps>() == 0_stamps);
        CHECK(balances_of<unit::points>(rules, anna, noon).available == 450_points);
    }

    TEST_CASE("stamps that another sale converted are owed: the balance is below zero") {
        constexpr points a_stamp_a_dollar{per_amount{1_stamps, 1_usd}, round_off{rounding::floor}};
        constexpr programme rules{a_point_a_dollar, a_stamp_a_dollar, lots<unit::points>{},
                                  conversion{10_stamps, 5_usd}};
        member<std::remove_const_t<decltype(rules)>> anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = noon, .net = 8_usd});
        CHECK(buy(rules, anna, 2, 2_usd).granted<currency::usd>() == 5_usd);
        apply(rules, anna, sold.receipt.returned({.id = 3, .time = noon}));
        CHECK(anna.balance<currency::usd>() == 5_usd);
        CHECK(anna.balance<unit::stamps>() == -8_stamps);
    }

    TEST_CASE("points that wait were not converted, so their return undoes no conversion") {
        constexpr programme rules{a_point_a_dollar,
                                  lots<unit::points>{}.activating(ledgers::activates_after_days<14>{}),
                                  conversion{500_points, 10_usd}};
        member<std::remove_cvref_t<decltype(rules)>> anna;
        buy(rules, anna, 1, 500_usd);
        constexpr instant later = "2025-03-20T12:00"_utc;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 2, .time = later, .net = 80_usd});
        CHECK(sold.outcome.granted<currency::usd>() == 10_usd);
        apply(rules, anna,
              sold.receipt.returned({.id = 3, .time = later}, sale{.id = 2, .time = later, .net = 30_usd}));
        CHECK(anna.balance<currency::usd>() == 10_usd);
        apply(rules, anna, sold.receipt.returned({.id = 4, .time = later}));
        CHECK(anna.balance<currency::usd>() == 0_usd);
        CHECK(balances_of<unit::points>(rules, anna, later).available == 500_points);
    }

    TEST_CASE("a purchase fills the debt before it converts") {
        constexpr programme rules{a_point_a_dollar, lots<unit::points>{}, conversion{500_points, 10_usd}};
        member<std::remove_const_t<decltype(rules)>> anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = noon, .net = 400_usd});
        buy(rules, anna, 2, 100_usd); // 500 become 10.00
        apply(rules, anna, sold.receipt.returned({.id = 3, .time = noon}));
        CHECK(buy(rules, anna, 4, 899_usd).granted<currency::usd>() == 0_usd);
        CHECK(buy(rules, anna, 5, 1_usd).granted<currency::usd>() == 10_usd);
    }

    TEST_CASE("amounts of nothing are a problem") {
        CHECK(std::string_view{problem_of(conversion{5_points, 5_usd}.at_most(4.99_usd))} ==
              "conversion: the most at one event must be at least one conversion");
        CHECK(problem_of(conversion{5_points, 5_usd}.at_most(5_usd)) == nullptr);
        CHECK(std::string_view{problem_of(conversion{0_points, 5_usd})} ==
              "conversion: both amounts must be above zero");
        CHECK(std::string_view{problem_of(conversion{5_points, 0_usd})} ==
              "conversion: both amounts must be above zero");
        CHECK(problem_of(conversion{5_points, 5_usd}) == nullptr);
    }
}
