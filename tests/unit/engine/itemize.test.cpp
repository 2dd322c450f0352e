// SPDX-License-Identifier: BSL-1.0

#include <loyalty/engine/rule_list.hpp>

#include <doctest/doctest.h>

#include "support/sales_by_line.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using namespace sales_by_line;

constexpr std::array<item, 2> sixty_and_forty{{{.id = 1, .net = 60_usd}, {.id = 2, .net = 40_usd}}};

template <class Unit, std::size_t Count>
using minor_units = std::array<std::int64_t, Count>;

/// The shares of the lines of one sale of a new member, in minor units; all -1 if there are none.
template <class Unit, class Programme, std::size_t Count>
constexpr std::array<std::int64_t, Count> shares_of(const Programme& programme, const std::array<item, Count>& lines) {
    member<Programme> anna;
    const goods bought{.id = 1, .time = noon, .lines = lines};
    const auto sold = apply_with_receipt(programme, anna, bought);
    const auto items = itemize<Count>(programme, sold.receipt, bought);
    std::array<std::int64_t, Count> result{};
    for (std::size_t i = 0; i < Count; ++i) {
        result[i] = items.why == reason::none ? items.shares[i].template granted<Unit>().minor_units() : -1;
    }
    return result;
}

template <std::size_t Count>
using numbers = std::array<std::int64_t, Count>;

} // namespace

TEST_CASE("an award is known by its rule, and divided over the lines") {
    member<shop_type> anna;
    const goods bought{.id = 1, .time = noon, .lines = sixty_and_forty};
    const auto sold = apply_with_receipt(shop, anna, bought);
    const auto items = itemize<8>(shop, sold.receipt, bought);
    CHECK(items.why == reason::none);
    CHECK(items.awards.granted<unit::points>(0) == 40_points);
    CHECK(items.awards.granted<unit::points>(1) == 500_points);
    CHECK(items.awards.granted<unit::points>(2) == 0_points);
    std::string printed;
    items.awards.for_each([&](std::size_t rule, std::string_view name, auto award) {
        printed += std::to_string(rule) + " " + std::string{name} + " " + std::to_string(award.minor_units()) + "; ";
    });
    CHECK(printed == "0 points 40; 1 spend_threshold 500; ");
    REQUIRE(items.shares.size() == 2);
    CHECK(items.shares[0].granted<unit::points>() == 324_points); // 24 and 300
    CHECK(items.shares[1].granted<unit::points>() == 216_points); // 16 and 200
    CHECK(itemize<8>(lifted<shop>, sold.receipt, bought) == items);
    static_assert(shares_of<unit::points>(shop, sixty_and_forty) == numbers<2>{324, 216});

    // Awards and shares take as many bytes as in an outcome.
    CHECK(sizeof(rule_awards<shop_type>) == 16);
    CHECK(sizeof(share_of<shop_type>) == 8);
    CHECK(std::is_trivially_copyable_v<rule_awards<shop_type>>);
    CHECK(std::is_trivially_copyable_v<share_of<shop_type>>);
}

TEST_CASE("a line weighs what the rule counts of it") {
    const std::array<item, 3> coffee_and_tea{{{.id = 1, .category = 1, .net = 30_usd},
                                              {.id = 2, .category = 1, .net = 10_usd},
                                              {.id = 3, .category = 2, .net = 60_usd}}};
    // 40.00 of coffee reach the threshold four times.
    const programme coffee{spend_threshold{5_points, every(10_usd)}.within(one_basket{}).on(category_is(1u))};
    CHECK(shares_of<unit::points>(coffee, coffee_and_tea) == numbers<3>{15, 5, 0});
    // 30.00 and 10.00, of which 20.00 count.
    const programme limited{
        spend_threshold{5_points, every(10_usd)}.within(one_basket{}).of(counts_up_to{20_usd}).on(category_is(1u))};
    CHECK(shares_of<unit::points>(limited, coffee_and_tea) == numbers<3>{8, 2, 0}); // 7.5 and 2.5, ties to the first

    // Four pieces fill two cards of two; 3 of them are of the first line.
    const std::array<item, 3> cups{{{.id = 1, .category = 2, .quantity = 3, .net = 6_usd},
                                    {.id = 2, .category = 2, .quantity = 1, .net = 9_usd},
                                    {.id = 3, .category = 1, .net = 5_usd}}};
    const programme cards{gamified{streak<calendar_window{period_unit::week}>{2}.awards(1_badges),
                                   stamp_card{2}.of(quantity{}).on(category_is(2u)).awards(10_points)}};
    CHECK(shares_of<unit::points>(cards, cups) == numbers<3>{15, 5, 0});
    const programme pieces{points{per_unit{3_points}.on(category_is(2u)), multiply_by{2_x}, round_off{}}};
    CHECK(shares_of<unit::points>(pieces, cups) == numbers<3>{18, 6, 0});
    // A card that counts visits with coffee: by the net of the coffee.
    const programme visit_card{stamp_card{1}.on(category_is(2u)).awards(30_points)};
    CHECK(shares_of<unit::points>(visit_card, cups) == numbers<3>{12, 18, 0});
}

TEST_CASE("an award for the purchase is divided by the net of the goods") {
    const std::array<item, 3> delivered{{{.id = 1, .net = 60_usd},
                                         {.id = 2, .net = 40_usd},
                                         {.id = 3, .net = 5_usd, .component = component::shipping}}};
    const programme visit{points{per_visit{10_points}}};
    CHECK(shares_of<unit::points>(visit, delivered) == numbers<3>{6, 4, 0});
    const programme streaks{streak<calendar_window{period_unit::week}>{2}.awards(10_points)};
    member<std::remove_const_t<decltype(streaks)>> anna;
    apply(streaks, anna, sale{.id = 1, .time = "2025-03-03T12:00"_utc, .net = 1_usd});
    const goods bought{.id = 2, .time = noon, .lines = delivered};
    const auto sold = apply_with_receipt(streaks, anna, bought);
    const auto items = itemize<3>(streaks, sold.receipt, bought);
    CHECK(items.shares[0].granted<unit::points>() == 6_points);
    CHECK(items.shares[1].granted<unit::points>() == 4_points);

    // Nothing was paid for goods: all lines weigh the same.
    const std::array<item, 3> gifts{{{.id = 1}, {.id = 2}, {.id = 3}}};
    CHECK(shares_of<unit::points>(visit, gifts) == numbers<3>{4, 3, 3});
    // No line is of the category that the first stage counts, and the bonus rests on all goods.
    const programme bonus{points{per_amount{1_points, 1_usd}.on(category_is(9u)), add_bonus{50_points}, round_off{}}};
    CHECK(shares_of<unit::points>(bonus, delivered) == numbers<3>{30, 20, 0});
    // A purchase without lines is its own single line.
    const sale single{.id = 1, .time = noon, .net = 100_usd};
    member<shop_type> ben;
    const auto whole = itemize<1>(shop, apply_with_receipt(shop, ben, single).receipt, single);
    CHECK(whole.shares[0].granted<unit::points>() == 540_points);
}

TEST_CASE("awards within an award are added line by line") {
    constexpr round_off floor{rounding::floor};
    const std::array<item, 2> two{{{.id = 1, .category = 4, .net = 10.50_usd}, {.id = 2, .net = 10.50_usd}}};
    const programme by_line{
        points{each_line{per_amount{1_points, 1_usd}, multiply_by{5_x}.when(category_is(4u)), floor}}};
    CHECK(shares_of<unit::points>(by_line, two) == numbers<2>{52, 10});
    const programme by_piece{points{each_unit{per_amount{1_points, 1_usd}, floor}}};
    CHECK(shares_of<unit::points>(by_piece, two) == numbers<2>{10, 10});
    const programme sum{points{sum_of{per_amount{1_points, 1_usd}, per_visit{100_points}}, floor}};
    CHECK(shares_of<unit::points>(sum, sixty_and_forty) == numbers<2>{120, 80});
    const programme best{
        points{best_of{offer{per_amount{1_points, 1_usd}, multiply_by{3_x}}, per_visit{100_points}}, floor}};
    CHECK(shares_of<unit::points>(best, sixty_and_forty) == numbers<2>{180, 120});
    // 100 and a bonus of 50, which is divided by net as well.
    const programme offered{
        points{best_of{offer{per_amount{1_points, 1_usd}, add_bonus{50_points}}, per_visit{100_points}}, floor}};
    CHECK(shares_of<unit::points>(offered, sixty_and_forty) == numbers<2>{90, 60});
    // A condition on the basket is judged on the basket, not on a line.
    const programme large{
        points{first_of{offer{per_amount{2_points, 1_usd}, add_bonus{7_points}.when(basket_at_least(100_usd))},
                        per_visit{1_points}},
               floor}};
    CHECK(shares_of<unit::points>(large, sixty_and_forty) == numbers<2>{124, 83}); // of 207: 124.2 and 82.8
}

TEST_CASE("a share of the tenders divides like the whole") {
    const programme card{
        points{per_amount{2_points, 1_usd}.paid_by(tender::registered_card), round_off{rounding::floor}}};
    using card_type = std::remove_const_t<decltype(card)>;
    const std::array<tender_part<currency::usd>, 2> paid{{{tender::registered_card, 50_usd}, {tender::cash, 50_usd}}};
    const goods bought{.id = 1, .time = noon, .lines = sixty_and_forty, .tenders = paid};
    member<card_type> anna;
    const auto items = itemize<2>(card, apply_with_receipt(card, anna, bought).receipt, bought);
    CHECK(items.shares[0].granted<unit::points>() == 60_points);
    CHECK(items.shares[1].granted<unit::points>() == 40_points);
}

TEST_CASE("cashback is divided by what the rates pay, after their caps") {
    const std::array<item, 3> lines{{{.id = 1, .category = 7, .net = 100_usd},
                                     {.id = 2, .category = 7, .net = 100_usd},
                                     {.id = 3, .net = 200_usd}}};
    const programme open{cashback{currency::usd{}, rounding::half_even, cashback_rate{5_pct}.on(category_is(7u)),
                                  cashback_rate{1.5_pct}}};
    CHECK(shares_of<currency::usd>(open, lines) == numbers<3>{500, 500, 300});
    const programme capped{cashback{currency::usd{}, rounding::half_even,
                                    cashback_rate{5_pct}.on(category_is(7u)).at_most(6_usd, one_basket{}),
                                    cashback_rate{1.5_pct}}};
    CHECK(shares_of<currency::usd>(capped, lines) == numbers<3>{300, 300, 300}); // 6.00 of 10.00, and 3.00
    // No rate takes the lines that cost most.
    const programme narrow{cashback{currency::usd{}, rounding::half_even, cashback_rate{5_pct}.on(category_is(7u))}};
    CHECK(shares_of<currency::usd>(narrow, lines) == numbers<3>{500, 500, 0});
    // What a rate pays for a line, times its denominator, passes 64 bits: by net.
    const std::array<item, 2> vast{{{.id = 1, .net = usd::from_minor_units(6'000'000'000'000'000'000)},
                                    {.id = 2, .net = usd::from_minor_units(2'000'000'000'000'000'000)}}};
    const programme five{cashback{currency::usd{}, rounding::half_even, cashback_rate{5_pct}}};
    CHECK(shares_of<currency::usd>(five, vast) == numbers<2>{300'000'000'000'000'000, 100'000'000'000'000'000});
}

TEST_CASE("rules of a list are divided one by one") {
    using rate_rule = decltype(points{per_amount{1_points, 1_usd}, round_off{}});
    const auto bonus = spend_threshold{50_points, every(20_usd)}.within(one_basket{}).on(category_is(1u));
    rule_list<4, rate_rule, std::remove_const_t<decltype(bonus)>> rules;
    REQUIRE(rules.push_back(points{per_amount{1_points, 1_usd}, round_off{}}));
    REQUIRE(rules.push_back(bonus));
    const programme listed{rules};
    const std::array<item, 2> lines{{{.id = 1, .category = 1, .net = 60_usd}, {.id = 2, .net = 40_usd}}};
    CHECK(shares_of<unit::points>(listed, lines) == numbers<2>{210, 40}); // 60 and 150, 40 and none
}

TEST_CASE("a policy around another is divided as the one inside") {
    const programme groups{
        once_in_group{7, spend_threshold{500_points, every(100_usd)}.within(one_basket{}).on(category_is(1u))},
        once_in_group{7, points{per_visit{1_points}}}.within(lifetime{})};
    const std::array<item, 2> lines{{{.id = 1, .category = 1, .net = 100_usd}, {.id = 2, .net = 50_usd}}};
    CHECK(shares_of<unit::points>(groups, lines) == numbers<2>{500, 0});
    const std::array<item, 2> small{{{.id = 1, .category = 1, .net = 1_usd}, {.id = 2, .net = 50_usd}}};
    CHECK(shares_of<unit::points>(groups, small) == numbers<2>{0, 1});

    // Four pieces earn 40 points, and the quota has 30; three of the pieces are of the first line.
    const programme launch{limited{quota<1>(30_points), points{per_unit{10_points}.on(category_is(2u))}}};
    using launch_type = std::remove_const_t<decltype(launch)>;
    const std::array<item, 2> cups{
        {{.id = 1, .category = 2, .quantity = 3, .net = 6_usd}, {.id = 2, .category = 2, .quantity = 1, .net = 9_usd}}};
    const goods bought{.id = 1, .time = noon, .lines = cups};
    quotas<launch_type> budget{launch};
    member<launch_type> anna;
    const auto sold = apply_with_receipt(launch, anna, bought, sharing(budget));
    const auto items = itemize<2>(launch, sold.receipt, bought, sharing(budget));
    REQUIRE(items.why == reason::none);
    CHECK(items.awards.granted<unit::points>(0) == 30_points);
    CHECK(items.shares[0].granted<unit::points>() == 23_points); // 22.5, ties to the first
    CHECK(items.shares[1].granted<unit::points>() == 7_points);
    CHECK(budget.left<1>() == 0_points);
}

TEST_CASE("a rule for activities has no share in a sale") {
    const programme club{points{per_activity{50_points}.of(1u)},
                         points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                         gamified{stamp_card{1}.of(activities_of(1)).awards(7_points), badge(100_usd)}};
    CHECK(shares_of<unit::points>(club, sixty_and_forty) == numbers<2>{60, 40});
    CHECK(shares_of<unit::badges>(club, sixty_and_forty) == numbers<2>{1, 0}); // 0.6 and 0.4 of a badge
}

TEST_CASE("a sale that spends a unit has shares below zero") {
    constexpr programme bakery{stamp_card{1}.awards(1_stamps), conversion{2_stamps, 5_usd}};
    member<std::remove_const_t<decltype(bakery)>> anna;
    apply(bakery, anna, sale{.id = 1, .time = noon, .net = 1_usd});
    const goods bought{.id = 2, .time = day_after, .lines = sixty_and_forty};
    const auto items = itemize<2>(bakery, apply_with_receipt(bakery, anna, bought).receipt, bought);
    REQUIRE(items.why == reason::none);
    CHECK(items.awards.granted<unit::stamps>(0) == 1_stamps);
    CHECK(items.awards.granted<unit::stamps>(1) == -2_stamps);
    CHECK(items.awards.granted<currency::usd>(1) == 5_usd);
    CHECK(items.shares[0].granted<currency::usd>() == 3_usd);
    CHECK(items.shares[1].granted<currency::usd>() == 2_usd);
    CHECK(items.shares[0].granted<unit::stamps>() == 0_stamps); // 1 of 0.6, less 1 of 1.2
    CHECK(items.shares[1].granted<unit::stamps>() == -1_stamps);
}

TEST_CASE("tiers, accounts and policies that act last are those of the sale") {
    constexpr programme stars{tiered{100_points}.of(earned<unit::points>{}),
                              points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{}},
                              points{per_visit{10_points}.when(first_purchase())}, lots<unit::points>{},
                              conversion{500_points, 10_usd}};
    using stars_type = std::remove_const_t<decltype(stars)>;
    member<stars_type> anna;
    apply(stars, anna, sale{.id = 1, .time = noon, .net = 100_usd}); // reaches the tier
    const goods bought{.id = 2, .time = day_after, .lines = sixty_and_forty};
    const auto sold = apply_with_receipt(stars, anna, bought);
    const auto items = itemize<2>(stars, sold.receipt, bought);
    REQUIRE(items.why == reason::none);
    CHECK(items.awards.granted<unit::points>(1) == 200_points);
    CHECK(items.awards.granted<unit::points>(2) == 0_points);
    CHECK(items.shares[0].granted<unit::points>() == 120_points);
    CHECK(items.shares[1].granted<unit::points>() == 80_points);
}

namespace {

struct taste {
    std::uint64_t attributes = 0;
};

/// A policy outside the library: 10 points, which rest on the line with the highest id.
struct last_line_pays {
    using rewards = units<unit::points>;

    template <class Visit>
    constexpr void apply(no_state, Visit& visit) const {
        visit.grant(10_points);
    }
    template <class Visit>
    constexpr auto line_weights(no_state, Visit& visit) const {
        std::uint32_t last = 0;
        for (const auto& each : lines_of(visit.event)) {
            last = each.id > last ? each.id : last;
        }
        return [last](const auto& line) { return ratio{line.id == last ? 1 : 0, 1}; };
    }
};

} // namespace

TEST_CASE("a policy of the host's own says what its lines weigh") {
    CHECK(shares_of<unit::points>(programme{last_line_pays{}}, sixty_and_forty) == numbers<2>{0, 10});
}

TEST_CASE("another sale, profile or programme than that of the receipt is refused") {
    const goods bought{.id = 1, .time = noon, .lines = sixty_and_forty};
    member<shop_type> anna;
    auto sold = apply_with_receipt(shop, anna, bought);
    const auto why = [&](const goods& other) { return itemize<2>(shop, sold.receipt, other).why; };
    goods other = bought;
    other.id = 2;
    CHECK(why(other) == reason::other_id);
    other = bought;
    other.time = day_after;
    CHECK(why(other) == reason::other_time);
    other = bought;
    other.lines = std::span{sixty_and_forty}.first(1);
    CHECK(why(other) == reason::other_sale);
    // More pieces, or a cent more, that earn the same.
    std::array<item, 2> bent = sixty_and_forty;
    bent[0].quantity = 2;
    goods more = bought;
    more.lines = bent;
    CHECK(why(more) == reason::other_sale);
    bent = sixty_and_forty;
    bent[0].net += usd::from_minor_units(1);
    CHECK(why(more) == reason::other_sale);
    CHECK(itemize<1>(shop, sold.receipt, bought).why == reason::too_many_lines);
    CHECK(itemize<1>(shop, sold.receipt, bought).shares.empty());

    constexpr programme next{terms<>{.version = 2}, points{per_amount{2_points, 5_usd}, round_off{rounding::floor}},
                             spend_threshold{500_points, every(100_usd)}.within(one_basket{})};
    CHECK(itemize<2>(next, sold.receipt, bought).why == reason::foreign_receipt);

    member<shop_type> ben;
    const std::array<item, 1> wrong{{{.id = 1, .net = -1_usd}}};
    const goods refused{.id = 1, .time = noon, .lines = wrong};
    CHECK(itemize<2>(shop, apply_with_receipt(shop, ben, refused).receipt, refused).why == reason::refused_sale);

    // Of what the sale earned a part went back.
    REQUIRE(apply(shop, anna, sold.receipt.returned({.id = 2, .time = day_after}, other)).accepted());
    CHECK(why(bought) == reason::other_sale);

    constexpr programme tasteful{
        points{per_amount{1_points, 1_usd}, multiply_by{2_x}.when(member_has(3)), round_off{}}};
    member<std::remove_const_t<decltype(tasteful)>> carl;
    const taste likes{.attributes = 8};
    const auto liked = apply_with_receipt(tasteful, carl, bought, likes);
    CHECK(itemize<2>(tasteful, liked.receipt, bought, taste{}).why == reason::other_sale);
    CHECK(itemize<2>(tasteful, liked.receipt, bought, likes).shares[0].granted<unit::points>() == 120_points);
}
