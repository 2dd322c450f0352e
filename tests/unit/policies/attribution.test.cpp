// SPDX-License-Identifier: BSL-1.0
#include <loyalty/policies/attribution.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::social;

namespace {

using sale = purchase<currency::usd>;

/// Cents for a charity.
struct donated {
    static constexpr unit_code code = "donated";
    static constexpr int digits = 2;
};
constexpr auto cents(std::int64_t count) {
    return amount<donated>::from_minor_units(count);
}

struct of_anna {
    std::uint32_t recipient = 3;
};

constexpr auto one_percent = points{per_amount{cents(1), 1_usd}, round_off_carrying{rounding::floor}};
constexpr auto one_a_dollar = points{per_amount{1_points, 1_usd}, round_off{rounding::floor}};

} // namespace

TEST_SUITE("policies/attribution") {
    TEST_CASE("G09: 1 % of three purchases of 12.49 is 0.37 for the charity, not 0.36") {
        constexpr programme caring{donation{one_percent}};
        member<std::remove_const_t<decltype(caring)>> anna;
        party_totals<donated, 4> charities;
        for (std::uint64_t id = 1; id <= 3; ++id) {
            apply(caring, anna, sale{.id = id, .net = 12.49_usd}, of_anna{3}, charities);
        }
        CHECK(charities.of(3) == cents(37));
        apply(caring, anna, sale{.id = 4, .net = 0.53_usd}, of_anna{3}, charities); // and the rest of 0.0047: 0.01
        CHECK(charities.of(3) == cents(38));
        apply(caring, anna, sale{.id = 5, .net = 0.01_usd}, of_anna{3}, charities);
        CHECK(charities.of(3) == cents(38));
        CHECK(anna.balance<donated>() == cents(38));

        constexpr programme rounded{donation{points{per_amount{cents(1), 1_usd}, round_off{rounding::floor}}}};
        member<std::remove_const_t<decltype(rounded)>> ben;
        party_totals<donated, 4> each;
        for (std::uint64_t id = 1; id <= 3; ++id) {
            apply(rounded, ben, sale{.id = id, .net = 12.49_usd}, of_anna{3}, each);
        }
        CHECK(each.of(3) == cents(36));
    }

    TEST_CASE("a reward that is redeemed for the charity: 100 of 120 points are 5.00, and a return takes them back") {
        const auto check = [](const auto& rules, auto points_left) {
            member<std::remove_cvref_t<decltype(rules)>> anna;
            party_totals<donated, 4> charities;
            apply(rules, anna, sale{.id = 1, .net = 60_usd}, of_anna{3}, charities);
            auto sold = apply_with_receipt(rules, anna, sale{.id = 2, .net = 60_usd}, of_anna{3}, charities);
            CHECK(charities.of(3) == cents(500));
            CHECK(points_left(anna) == 20_points);
            CHECK(apply(rules, anna, sold.receipt.returned({.id = 3}), of_anna{3}, charities).accepted());
            CHECK(charities.of(3) == cents(0));
            CHECK(points_left(anna) == 60_points);
        };
        constexpr auto five_for_a_hundred = conversion{100_points, cents(500)};
        constexpr programme plain{one_a_dollar, donation{five_for_a_hundred}};
        check(plain, [](const auto& own) { return own.template balance<unit::points>(); });
        constexpr programme lots_of_points{one_a_dollar, lots<unit::points>{}, donation{five_for_a_hundred}};
        const auto available = [&](const auto& own) {
            return balances_of<unit::points>(lots_of_points, own, instant{}).available;
        };
        check(lots_of_points, available);
        constexpr programme paid_by_two{one_a_dollar, lots<unit::points>{}, funded{five_for_a_hundred, funder{3, 1}}};
        const auto left = [&](const auto& own) {
            return balances_of<unit::points>(paid_by_two, own, instant{}).available;
        };
        check(paid_by_two, left);
    }

    TEST_CASE("G11: 2 USD for each of three face coverings; one comes back, and the charity has 4") {
        constexpr programme one_for_one{donation{points{per_unit{cents(200)}.on(criteria::category_is(7u))}}};
        const basket_line<currency::usd> lines[]{{.id = 1, .category = 7, .quantity = 3, .net = 30_usd},
                                                 {.id = 2, .category = 1, .quantity = 1, .net = 90_usd}};
        const basket_line<currency::usd> kept[]{{.id = 1, .category = 7, .quantity = 2, .net = 20_usd},
                                                {.id = 2, .category = 1, .quantity = 1, .net = 90_usd}};
        member<std::remove_const_t<decltype(one_for_one)>> anna;
        party_totals<donated, 4> charities;
        auto sold = apply_with_receipt(one_for_one, anna, basket<currency::usd>{.id = 1, .lines = lines}, of_anna{5},
                                       charities);
        CHECK(charities.of(5) == cents(600));
        // Another charity was chosen since; the return has the profile of the sale.
        apply(one_for_one, anna, sale{.id = 2, .net = 1_usd, .category = 7}, of_anna{6}, charities);
        CHECK(charities.of(6) == cents(200));
        apply(one_for_one, anna, sold.receipt.returned({.id = 3}, basket<currency::usd>{.id = 1, .lines = kept}),
              of_anna{5}, charities);
        CHECK(charities.of(5) == cents(400));
        apply(one_for_one, anna, sold.receipt.returned({.id = 4}), of_anna{5}, charities);
        CHECK(charities.of(5) == cents(0));
        CHECK(charities.of(6) == cents(200));
    }

    TEST_CASE("one charity: the first of three purchases of 12.49 comes back, and 0.24 remain of 0.37") {
        constexpr programme caring{donation{one_percent}};
        member<std::remove_const_t<decltype(caring)>> anna;
        party_totals<donated, 4> charities;
        auto first = apply_with_receipt(caring, anna, sale{.id = 1, .net = 12.49_usd}, of_anna{3}, charities);
        apply(caring, anna, sale{.id = 2, .net = 12.49_usd}, of_anna{3}, charities);
        apply(caring, anna, sale{.id = 3, .net = 12.49_usd}, of_anna{3}, charities);
        CHECK(charities.of(3) == cents(37));
        apply(caring, anna, first.receipt.returned({.id = 4}), of_anna{3}, charities);
        CHECK(charities.of(3) == cents(24)); // 0.2498
        CHECK(anna.balance<donated>() == cents(24));
    }

    TEST_CASE("a charity that was left has its share back and no cent more; what is corrected is owed by the member") {
        constexpr programme caring{donation{one_percent}};
        using caring_type = std::remove_const_t<decltype(caring)>;
        member<caring_type> anna;
        party_totals<donated, 4> charities;
        const auto buys = [&](std::uint64_t id, money<currency::usd> net, std::uint32_t charity) {
            return apply_with_receipt(caring, anna, sale{.id = id, .net = net}, of_anna{charity}, charities);
        };
        auto first = buys(1, 12.49_usd, 3); // 0.1249: 0.12
        buys(2, 12.49_usd, 4);              // 0.2498: 0.12
        buys(3, 12.49_usd, 5);              // 0.3747: 0.13
        buys(4, 0.10_usd, 6);               // 0.3757: nothing
        CHECK(charities.of(3) == cents(12));
        CHECK(charities.of(4) == cents(12));
        CHECK(charities.of(5) == cents(13));
        CHECK(charities.of(6) == cents(0));

        // 0.2508 remain, 0.25 of it whole, and 4 and 5 have that: nothing is to be corrected.
        auto ben = anna;
        auto same = first.receipt;
        party_totals<donated, 4> of_ben = charities;
        apply(caring, ben, same.returned({.id = 5}), of_anna{3}, of_ben);
        CHECK(of_ben.of(3) == cents(0));
        CHECK(of_ben.of(4) == cents(12));
        CHECK(of_ben.of(5) == cents(13));

        // The second comes back as well, and 0.1259 remain: 0.12, and 5 has 0.13. The member owes the cent.
        anna = {};
        charities = {};
        first = buys(1, 12.49_usd, 3);
        auto second = buys(2, 12.49_usd, 4);
        buys(3, 12.49_usd, 5);
        buys(4, 0.10_usd, 6);
        apply(caring, anna, first.receipt.returned({.id = 5}), of_anna{3}, charities);
        apply(caring, anna, second.receipt.returned({.id = 6}), of_anna{4}, charities);
        CHECK(charities.of(3) == cents(0));
        CHECK(charities.of(4) == cents(0));
        CHECK(charities.of(5) == cents(13));
        CHECK(charities.of(6) == cents(0));
        CHECK(anna.balance<donated>() == cents(12));
        CHECK(anna.policy<0>().owed == 1);

        // 0.1259 and 0.50 are 0.6259; the charity gets a cent less, and all have 0.62 together.
        auto fifth = buys(7, 50_usd, 6);
        CHECK(charities.of(6) == cents(49));
        CHECK(anna.policy<0>().owed == 0);
        apply(caring, anna, fifth.receipt.returned({.id = 8}), of_anna{6}, charities);
        CHECK(charities.of(6) == cents(0));
        CHECK(anna.policy<0>().owed == 1);
    }

    TEST_CASE("a bonus that is no longer reached is owed, and not taken from the charity of the sale") {
        constexpr programme caring{donation{spend_threshold{cents(500), once(100_usd)}}};
        member<std::remove_const_t<decltype(caring)>> anna;
        party_totals<donated, 4> charities;
        auto first = apply_with_receipt(caring, anna, sale{.id = 1, .net = 60_usd}, of_anna{3}, charities);
        apply(caring, anna, sale{.id = 2, .net = 40_usd}, of_anna{4}, charities);
        CHECK(charities.of(4) == cents(500));
        auto ben = anna;
        auto same = first.receipt;
        apply(caring, anna, first.receipt.returned({.id = 3}), of_anna{3}, charities);
        CHECK(charities.of(3) == cents(0));
        CHECK(charities.of(4) == cents(0)); // it is the present charity
        CHECK(anna.balance<donated>() == cents(0));

        charities = {};
        apply(caring, ben, sale{.id = 3, .net = 1_usd}, of_anna{5}, charities);
        apply(caring, ben, same.returned({.id = 4}), of_anna{3}, charities);
        CHECK(charities.of(3) == cents(0));
        CHECK(charities.of(5) == cents(0));
        CHECK(ben.policy<0>().owed == 500);
        apply(caring, ben, sale{.id = 5, .net = 60_usd}, of_anna{5}, charities); // 101.00: reached again
        CHECK(charities.of(5) == cents(0));
        CHECK(ben.policy<0>().owed == 0);
    }

    TEST_CASE("two partners pay 60 and 40 of 100, of 7 points 4 and 3; a return takes the same") {
        constexpr programme coalition{funded{one_a_dollar, funder{1, 60}, funder{2, 40}}};
        member<std::remove_const_t<decltype(coalition)>> anna;
        party_totals<unit::points, 2> partners;
        auto sold =
            apply_with_receipt(coalition, anna, sale{.id = 1, .net = 7_usd}, extensions::no_profile{}, partners);
        CHECK(partners.of(1) == 4_points); // 4.2 and 2.8: the larger fraction is that of partner 2
        CHECK(partners.of(2) == 3_points);
        apply(coalition, anna, sale{.id = 2, .net = 3_usd}, extensions::no_profile{}, partners);
        CHECK(partners.of(1) == 6_points);
        CHECK(partners.of(2) == 4_points);
        apply(coalition, anna, sold.receipt.returned({.id = 3}, sale{.id = 1, .net = 2_usd}), extensions::no_profile{},
              partners);
        CHECK(partners.of(1) == 3_points); // of 5 points 3 and 2
        CHECK(partners.of(2) == 2_points);
        apply(coalition, anna, sold.receipt.returned({.id = 4}), extensions::no_profile{}, partners);
        CHECK(partners.of(1) == 2_points); // of 3 points 1.8 and 1.2
        CHECK(partners.of(2) == 1_points);
        CHECK(anna.balance<unit::points>() == 3_points);
    }

    TEST_CASE("1, 1 and 1 point at 50 to 50: partner 1 pays 1, 0 and 1") {
        constexpr programme coalition{funded{one_a_dollar, funder{1, 1}, funder{2, 1}}};
        member<std::remove_const_t<decltype(coalition)>> anna;
        std::int64_t paid_by_1[3]{};
        for (std::uint64_t id = 1; id <= 3; ++id) {
            party_totals<unit::points, 2> partners;
            apply(coalition, anna, sale{.id = id, .net = 1_usd}, extensions::no_profile{}, partners);
            paid_by_1[id - 1] = partners.of(1).minor_units();
            CHECK(partners.of(1) + partners.of(2) == 1_points);
        }
        CHECK(paid_by_1[0] == 1);
        CHECK(paid_by_1[1] == 0);
        CHECK(paid_by_1[2] == 1);
    }

    TEST_CASE("totals of two parts of a stream add up; a party more than the capacity is told") {
        party_totals<unit::points, 2> left;
        party_totals<unit::points, 2> right;
        left.on({0, 1, 4_points});
        right.on({0, 2, 3_points});
        right.on({0, 1, 1_points});
        left.add(right);
        CHECK(left.of(1) == 5_points);
        CHECK(left.of(2) == 3_points);
        CHECK_FALSE(left.overflow);
        left.on({0, 9, 1_points});
        CHECK(left.overflow);
        CHECK(left.of(9) == 0_points);
    }

    TEST_CASE("a funder of nothing is a problem") {
        CHECK(std::string_view{problem_of(funded{one_a_dollar, funder{1, 0}, funder{2, 1}})} ==
              "funded: the part of a funder must be above zero");
        CHECK(problem_of(funded{one_a_dollar, funder{1, 1}}) == nullptr);
    }
}
