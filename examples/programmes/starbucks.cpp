// SPDX-License-Identifier: BSL-1.0
//
// A coffee house like Starbucks: two stars a dollar by registered card, one by any other tender; none for alcohol,
// tips, tax, reloads of a card, donations and fees (S8). Stars expire six months after the month in which they were
// earned (S24). A coffee costs 50 stars, from 2023-02-13 on 100. Sources: the programme's own terms and press
// notices of 2023.

#include "check.hpp"

namespace starbucks {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

struct stars {
    static constexpr unit_code code = "stars";
    static constexpr int digits = 0;
};
constexpr auto star = amount<stars>::whole(1);
enum category : std::uint32_t { drinks = 1, alcohol = 2 };

constexpr auto counts = !category_is(alcohol);
constexpr programme rules{
    points{sum_of{per_amount{2 * star, 1_usd}.on(counts).paid_by(tender::registered_card),
                  per_amount{1 * star, 1_usd}.on(counts).paid_by(tender::cash, tender::card, tender::gift_card)},
           round_off{rounding::half_up}},
    lots<stars>{}.expiring(expires_end_of_month<6>{}),
};
constexpr programme in_india{points{per_visit{star}}};
constexpr programme rounded_down{
    points{per_amount{2 * star, 1_usd}.on(counts).paid_by(tender::registered_card), round_off{rounding::floor}}};

enum reward : std::uint32_t { coffee = 1, packaged_coffee = 2 };
constexpr item_prices menu{item_price{coffee, 50 * star, {.until = "2023-02-13"_date}},
                           item_price{coffee, 100 * star, {.from = "2023-02-13"_date}},
                           item_price{packaged_coffee, 400 * star, {.until = "2023-02-13"_date}},
                           item_price{packaged_coffee, 300 * star, {.from = "2023-02-13"_date}}};

using item = basket_line<currency::usd>;
constexpr item latte{.id = 1, .category = drinks, .net = 5.45_usd, .tax = 0.49_usd};
constexpr item beer{.id = 2, .category = alcohol, .net = 9_usd};
constexpr item tip{.id = 3, .net = 1_usd, .component = component::tip};
constexpr item breakfast{.id = 4, .category = drinks, .net = 10_usd};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    const auto morning = anna.buys("2020-12-15"_date, {latte, beer, tip}, {{tender::registered_card, 15.94_usd}});
    check("latte, beer and tip by card, 10.90 half up", morning.granted<stars>(), 11 * star);
    gallery::customer dora{rounded_down};
    check("the same rounded down",
          dora.buys("2020-12-15"_date, {latte, beer, tip}, {{tender::registered_card, 15.94_usd}}).granted<stars>(),
          10 * star);
    const auto mixed =
        anna.buys("2020-12-31"_date, {breakfast}, {{tender::registered_card, 4_usd}, {tender::cash, 6_usd}});
    check("10.00, of it 4.00 by card and 6.00 in cash", mixed.granted<stars>(), 14 * star);

    check("stars of December on 30 June", anna.available<stars>("2021-06-30"_date), 25 * star);
    check("stars of December on 1 July", anna.available<stars>("2021-07-01"_date), 0 * star);
    gallery::customer ben{rules};
    ben.buys("2021-01-01"_date, {breakfast}, {{tender::cash, 10_usd}});
    check("stars of 1 January on 31 July", ben.available<stars>("2021-07-31"_date), 10 * star);
    check("stars of 1 January on 1 August", ben.available<stars>("2021-08-01"_date), 0 * star);
    ben.buys("2021-08-31"_date, {breakfast}, {{tender::cash, 10_usd}});
    check("stars of 31 August on 28 February", ben.available<stars>("2022-02-28"_date), 10 * star);
    check("stars of 31 August on 1 March", ben.available<stars>("2022-03-01"_date), 0 * star);

    check("a coffee until 12 February 2023", *menu.price_of(coffee, "2023-02-12"_date), 50 * star);
    check("a coffee from 13 February 2023 on", *menu.price_of(coffee, "2023-02-13"_date), 100 * star);
    check("a packaged coffee before", *menu.price_of(packaged_coffee, "2023-02-12"_date), 400 * star);
    check("a packaged coffee then", *menu.price_of(packaged_coffee, "2023-02-13"_date), 300 * star);

    gallery::customer chai{in_india};
    check("India: one star a purchase", chai.buys("2025-03-10"_date, 450_inr).granted<stars>(), star);
}

const gallery::page here{"starbucks", cases, [](gallery::leaflets& says) {
                             says("rules", rules);
                             says("in_india", in_india);
                             says("rounded_down", rounded_down);
                         }};

} // namespace starbucks
