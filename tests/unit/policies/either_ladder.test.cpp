// SPDX-License-Identifier: BSL-1.0
//
// Tiers by either of two measures, and nights above a threshold that count in the next year.
#include <loyalty/policies/either_ladder.hpp>

#include <loyalty/loyalty.hpp>
#include <loyalty/rules/rollover_window.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using usd = currency::usd;

namespace {

template <class Programme>
using member_of = member<std::remove_cvref_t<Programme>>;

constexpr std::uint32_t rooms = 1;
constexpr calendar_window year{period_unit::year};
constexpr auto nights = tiered{10_items, 40_items}.of(quantity{}).on(category_is(rooms));
constexpr auto by_nights = nights.within(year).held_for(1).returning(choices::on_return::loses_tier);
constexpr auto by_money = tiered{2000_usd, 8000_usd}.within(year).held_for(1).returning(choices::on_return::loses_tier);
constexpr points ten_a_dollar{per_amount{10_points, 1_usd}, multiply_by_tier{1_x, 1.5_x, 2_x},
                              round_off{rounding::floor}};
constexpr programme hotel{social::either_ladder{by_nights, by_money}, ten_a_dollar};
constexpr programme rolling{nights.within(year.rolling_over(10_items, 40_items)).held_for(1), ten_a_dollar};

constexpr instant may_2025 = "2025-05-10T12:00"_utc;
constexpr instant may_2026 = "2026-05-10T12:00"_utc;

constexpr basket_line<usd> stay(std::int64_t count, money<usd> net) {
    return {.id = 1, .category = rooms, .quantity = count, .net = net};
}
template <class Programme>
constexpr auto stays(const Programme& rules, member<Programme>& guest, std::uint64_t id, instant time,
                     std::int64_t count, money<usd> net) {
    const std::array lines{stay(count, net)};
    return apply_with_receipt(rules, guest, basket<usd>{.id = id, .time = time, .lines = lines});
}

} // namespace

TEST_SUITE("policies/either_ladder") {
    TEST_CASE("the highest tier of all ladders counts: 12 nights for 8,100.00 are Gold, and so are 40 for 1,800.00") {
        member_of<decltype(hotel)> anna;
        CHECK(stays(hotel, anna, 1, may_2025, 12, 8100_usd).outcome.tier_after == 2);
        member_of<decltype(hotel)> ben;
        CHECK(stays(hotel, ben, 1, may_2025, 9, 1000_usd).outcome.tier_after == 0);
        CHECK(stays(hotel, ben, 2, may_2025, 1, 100_usd).outcome.tier_after == 1);
        CHECK(stays(hotel, ben, 3, may_2025, 30, 700_usd).outcome.tier_after == 2);
        CHECK(stays(hotel, ben, 4, may_2025, 1, 100_usd).outcome.granted<unit::points>() == 2000_points);
        static_assert([] {
            member_of<decltype(hotel)> carl;
            return stays(hotel, carl, 1, may_2025, 40, 1_usd).outcome.tier_after;
        }() == 2);
    }

    TEST_CASE("a return takes a tier that no ladder reaches without it") {
        member_of<decltype(hotel)> anna;
        stays(hotel, anna, 1, may_2025, 9, 2100_usd);
        auto second = stays(hotel, anna, 2, may_2025, 31, 100_usd);
        CHECK(second.outcome.tier_after == 2);
        const auto back = apply(hotel, anna, second.receipt.returned({.id = 3, .time = may_2025}));
        CHECK(back.tier_after == 1); // 2,100.00
        CHECK(tier_of(hotel, anna, may_2025) == 1);
        member_of<decltype(hotel)> ben; // Gold by nights, and by money nothing
        stays(hotel, ben, 1, may_2025, 40, 1_usd);
        auto night = stays(hotel, ben, 2, may_2025, 1, 1_usd);
        CHECK(apply(hotel, ben, night.receipt.returned({.id = 3, .time = may_2025})).tier_after == 2);
    }

    TEST_CASE("a sale and its return are nothing") {
        member_of<decltype(hotel)> anna;
        stays(hotel, anna, 1, may_2025, 9, 1900_usd);
        const auto before = anna.policy<0>();
        auto second = stays(hotel, anna, 2, may_2025, 40, 9000_usd);
        apply(hotel, anna, second.receipt.returned({.id = 3, .time = may_2025}));
        CHECK(anna.policy<0>() == before);
    }

    TEST_CASE("a ladder of points that the tier multiplies") {
        constexpr programme rules{
            social::either_ladder{tiered{1'000_points}.of(earned<unit::points>{}), tiered{2000_usd}},
            points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{rounding::floor}}};
        member_of<decltype(rules)> anna;
        CHECK(stays(rules, anna, 1, may_2025, 1, 1000_usd).outcome.tier_after == 1);
        CHECK(stays(rules, anna, 2, may_2025, 1, 10_usd).outcome.granted<unit::points>() == 20_points);
    }

    TEST_CASE("each ladder holds its tier: Gold by nights to the end of 2026, Silver by money to the end of 2027") {
        member_of<decltype(hotel)> anna;
        stays(hotel, anna, 1, may_2025, 40, 100_usd);
        stays(hotel, anna, 2, may_2026, 1, 2000_usd);
        CHECK(tier_of(hotel, anna, "2026-12-31T12:00"_utc) == 2);
        CHECK(tier_of(hotel, anna, "2027-12-31T12:00"_utc) == 1);
        CHECK(tier_of(hotel, anna, "2028-01-01T12:00"_utc) == 0);
        CHECK(stays(hotel, anna, 3, "2027-06-01T12:00"_utc, 1, 1_usd).outcome.tier_before == 1);
    }

    TEST_CASE("progress on each ladder") {
        member_of<decltype(hotel)> anna;
        stays(hotel, anna, 1, may_2025, 12, 1500_usd);
        const auto far = progress(hotel, anna, may_2025);
        CHECK(far.tier == 1);
        CHECK(far.of<0>().missing_to_next == 28_items);
        CHECK(far.of<1>().missing_to_next == 500_usd);
        CHECK(far.of<0>().held_until == "2027-01-01"_date);
    }

    TEST_CASE("two members become one: 6 and 5 nights are Silver") {
        constexpr programme rules{social::either_ladder{by_nights, by_money}, ten_a_dollar, social::mergeable{}};
        member_of<decltype(rules)> anna;
        member_of<decltype(rules)> old;
        stays(rules, anna, 1, may_2025, 6, 10_usd);
        stays(rules, old, 2, may_2025, 5, 10_usd);
        apply(rules, old, anna, social::member_merge{.id = 3, .time = may_2025, .into = 1});
        CHECK(tier_of(rules, anna, may_2025) == 1);
    }

    TEST_CASE("what cannot be right") {
        constexpr auto of_new = choices::earns_at::new_rate;
        CHECK(problem_of(social::either_ladder{by_nights, by_money}) == nullptr);
        CHECK(std::string_view{
                  problem_of(social::either_ladder{by_nights, by_money.crossing(choices::earns_at::split)})} ==
              "either_ladder: a purchase is split by one measure: use earns_at::old_rate or new_rate");
        CHECK(std::string_view{problem_of(social::either_ladder{by_nights, by_money.crossing(of_new)})} ==
              "either_ladder: give every ladder the same crossing: a purchase earns at one rate");
        CHECK(problem_of(social::either_ladder{by_nights, tiered{2000_usd, 2000_usd}}) != nullptr);
    }

    TEST_CASE("the new rate, if both ladders have it") {
        constexpr auto of_new = choices::earns_at::new_rate;
        constexpr programme rules{social::either_ladder{by_nights.crossing(of_new), by_money.crossing(of_new)},
                                  ten_a_dollar};
        member_of<decltype(rules)> anna;
        CHECK(stays(rules, anna, 1, may_2025, 10, 100_usd).outcome.granted<unit::points>() == 1500_points);
        CHECK(stays(rules, anna, 2, may_2025, 1, 7900_usd).outcome.granted<unit::points>() == 158'000_points);
    }
}

TEST_SUITE("rules/rollover_window") {
    TEST_CASE("55 nights are 15 in the next year, and 25 more are Gold again") {
        member_of<decltype(rolling)> anna;
        stays(rolling, anna, 1, may_2025, 55, 100_usd);
        CHECK(progress(rolling, anna, "2026-01-01T12:00"_utc).missing_to_keep == 25_items);
        stays(rolling, anna, 2, may_2026, 24, 100_usd);
        CHECK(tier_of(rolling, anna, "2027-06-01T12:00"_utc) == 1); // 39
        stays(rolling, anna, 3, may_2026, 1, 100_usd);
        CHECK(tier_of(rolling, anna, "2027-06-01T12:00"_utc) == 2);
        CHECK(progress(rolling, anna, "2027-01-01T12:00"_utc).missing_to_keep == 40_items);
    }

    TEST_CASE("below the first threshold nothing rolls over") {
        member_of<decltype(rolling)> anna;
        stays(rolling, anna, 1, may_2025, 9, 100_usd);
        CHECK(progress(rolling, anna, may_2026).missing_to_next == 10_items);
        stays(rolling, anna, 2, may_2026, 12, 100_usd);
        CHECK(progress(rolling, anna, "2027-05-01T12:00"_utc).missing_to_next == 38_items); // 2 of 12, to Gold
    }

    TEST_CASE("a year without a stay earns by what rolled over, and its own rest rolls on") {
        constexpr programme rules{
            tiered{50_items, 100_items}.of(quantity{}).within(year.rolling_over(50_items, 100_items)).held_for(1)};
        member_of<decltype(rules)> anna;
        stays(rules, anna, 1, may_2025, 170, 100_usd); // 70 in 2026, 20 in 2027
        CHECK(tier_of(rules, anna, "2026-12-31T12:00"_utc) == 2);
        CHECK(tier_of(rules, anna, "2027-12-31T12:00"_utc) == 1);
        CHECK(tier_of(rules, anna, "2028-01-01T12:00"_utc) == 0);
        CHECK(progress(rules, anna, "2027-05-01T12:00"_utc).missing_to_keep == 30_items);
        CHECK(progress(rules, anna, "2028-05-01T12:00"_utc).missing_to_next == 50_items);
    }

    TEST_CASE("a return in the next year takes back what rolled over") {
        member_of<decltype(rolling)> anna;
        stays(rolling, anna, 1, may_2025, 43, 100_usd);
        auto last = stays(rolling, anna, 2, may_2025, 12, 100_usd);
        stays(rolling, anna, 3, may_2026, 1, 10_usd); // 15 and 1
        CHECK(progress(rolling, anna, may_2026).missing_to_keep == 24_items);
        const std::array ten{stay(10, 80_usd)};
        apply(rolling, anna,
              last.receipt.returned({.id = 4, .time = may_2026}, basket<usd>{.id = 2, .time = may_2025, .lines = ten}));
        CHECK(progress(rolling, anna, may_2026).missing_to_keep == 26_items); // 13 and 1
        apply(rolling, anna, last.receipt.returned({.id = 5, .time = may_2026}));
        CHECK(progress(rolling, anna, may_2026).missing_to_keep == 36_items); // 3 and 1
    }

    TEST_CASE("a return two years later takes nothing from the count") {
        member_of<decltype(rolling)> anna;
        auto first = stays(rolling, anna, 1, may_2025, 55, 100_usd);
        stays(rolling, anna, 2, may_2026, 28, 10_usd); // 43: 3 roll over
        constexpr instant may_2027 = "2027-05-10T12:00"_utc;
        apply(rolling, anna, first.receipt.returned({.id = 3, .time = may_2027}));
        CHECK(progress(rolling, anna, may_2027).missing_to_keep == 37_items);
    }

    TEST_CASE("a tier that a return lowers by what rolled over is held, and a window takes 16 bytes") {
        constexpr programme held{
            tiered{50_items, 100_items}.of(quantity{}).within(year.rolling_over(50_items, 100_items)), ten_a_dollar};
        static_assert(sizeof(year.rolling_over(100_usd)) == 16);
        static_assert(sizeof(rollover_count) == 16);
        member_of<decltype(held)> anna;
        auto first = stays(held, anna, 1, may_2025, 170, 100_usd); // 70 roll over
        CHECK(tier_of(held, anna, may_2026) == 1);
        auto second = stays(held, anna, 2, may_2026, 1, 10_usd);
        CHECK(second.outcome.tier_after == 1);
        CHECK(apply(held, anna, first.receipt.returned({.id = 3, .time = may_2026})).accepted());
        CHECK(stays(held, anna, 4, may_2026, 1, 10_usd).outcome.tier_after == 1);
        CHECK(tier_of(held, anna, "2027-01-01T12:00"_utc) == 0);
    }

    TEST_CASE("what cannot be right") {
        CHECK(problem_of(tiered{10_items}.of(quantity{}).within(year.rolling_over(10_items))) == nullptr);
        CHECK(std::string_view{problem_of(year.rolling_over(40_items, 10_items))} ==
              "rollover_window: the thresholds must rise: put the lower one first");
        CHECK(std::string_view{problem_of(year.rolling_over(0_items))} ==
              "rollover_window: a threshold must be above zero: else all rolls over");
    }
}
