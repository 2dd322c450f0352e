// SPDX-License-Identifier: BSL-1.0
//
// A walk through a city in May, in order: a purchase in the book shop, then one in the tea house, then two reviews. The
// whole walk gives 200 points and a badge, once; a review before the tea house does not count (S50). A return takes
// its step back, and the award with it. Sources: treasure hunts of city centres; the figures are examples.

#include "check.hpp"

#include <loyalty/policies/gamified/hunt.hpp>

namespace city_walk {

using namespace loyalty;
using namespace loyalty::criteria;

enum place : std::uint32_t { book_shop = 1, tea_house = 2 };
constexpr std::uint32_t review = 4;

constexpr games::hunt walk{
    games::step{1_visits}.when(store_is(book_shop)),
    games::step{1_visits}.when(store_is(tea_house)),
    games::step{2_visits}.of(activities_of(review)),
};
constexpr campaign may{{"2025-05-01"_date, "2025-06-01"_date}};
constexpr programme rules{walk.in_order().within(may).awards(200_points, 1_badges)};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    const auto buys_in = [&](date day, std::uint32_t store) {
        return anna.does_with_receipt(
            purchase<currency::eur>{.time = gallery::noon(day), .net = 9_eur, .store = store});
    };
    const auto steps = [&](date day) { return progress<"hunt">(rules, anna.card, gallery::noon(day)).counted; };
    buys_in("2025-04-30"_date, book_shop);
    check("steps before May", steps("2025-05-01"_date), 0_items);
    buys_in("2025-05-02"_date, book_shop);
    anna.acts("2025-05-03"_date, review);
    check("the book shop, and a review too early", steps("2025-05-04"_date), 1_items);
    auto tea = buys_in("2025-05-05"_date, tea_house);
    anna.acts("2025-05-06"_date, review);
    check("the second of two reviews", anna.acts("2025-05-07"_date, review).granted<unit::points>(), 200_points);
    check("badges", anna.card.balance<unit::badges>(), 1_badges);
    const auto back = anna.gives_back(tea.receipt.returned(anna.next("2025-05-08"_date)));
    check("the tea comes back", back.granted<unit::points>(), -200_points);
    check("steps then", steps("2025-05-09"_date), 2_items);
    check("tea again", buys_in("2025-05-10"_date, tea_house).outcome.granted<unit::points>(), 200_points);
}

const gallery::page here{"city_walk", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace city_walk
