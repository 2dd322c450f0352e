// SPDX-License-Identifier: BSL-1.0
//
// A coffee house: two stars a dollar by registered card, one by any other tender; none for alcohol, tips or tax. Stars
// are a unit of their own, and never mix with anybody's points.

#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <cstdio>
#include <initializer_list>

using namespace loyalty;
using namespace loyalty::criteria;

struct stars {
    static constexpr unit_code code = "stars";
    static constexpr int digits = 0;
};
constexpr auto star = amount<stars>::whole(1);

enum category : std::uint32_t { drinks = 1, alcohol = 2 };

constexpr auto counts = !category_is(alcohol);
constexpr programme coffee{points{
    sum_of{per_amount{2 * star, 1_usd}.on(counts).paid_by(tender::registered_card),
           per_amount{1 * star, 1_usd}.on(counts).paid_by(tender::cash, tender::card, tender::gift_card)},
    round_off{rounding::half_up},
}};

using item = basket_line<currency::usd>;
using part = tender_part<currency::usd>;

constexpr std::int64_t stars_for(std::initializer_list<item> items, std::initializer_list<part> parts) {
    member<decltype(coffee)> guest;
    const basket<currency::usd> bill{.id = 1,
                                     .time = "2025-03-10T08:30"_utc,
                                     .lines = {items.begin(), items.size()},
                                     .tenders = {parts.begin(), parts.size()}};
    return apply(coffee, guest, bill).granted<stars>().minor_units();
}

constexpr item latte{.id = 1, .category = drinks, .net = 5.45_usd, .tax = 0.49_usd};
constexpr item beer{.id = 2, .category = alcohol, .net = 9_usd};
constexpr item tip{.id = 3, .net = 1_usd, .component = component::tip};
constexpr item breakfast{.id = 4, .category = drinks, .net = 10_usd};

// 5.45 counts: 10.90 stars, half up 11.
static_assert(stars_for({latte, beer, tip}, {{tender::registered_card, 15.94_usd}}) == 11);
// 8 for the 4.00 by card, and 6 for the 6.00 in cash.
static_assert(stars_for({breakfast}, {{tender::registered_card, 4_usd}, {tender::cash, 6_usd}}) == 14);

int main() {
    const std::int64_t by_card = stars_for({breakfast}, {{tender::registered_card, 10_usd}});
    const std::int64_t by_both = stars_for({breakfast}, {{tender::registered_card, 4_usd}, {tender::cash, 6_usd}});
    const std::int64_t in_cash = stars_for({breakfast}, {{tender::cash, 10_usd}});
    std::printf("a breakfast of 10.00 USD: %lld stars by card, %lld by card and cash, %lld in cash\n",
                static_cast<long long>(by_card), static_cast<long long>(by_both), static_cast<long long>(in_cash));
    return by_card == 20 && by_both == 14 && in_cash == 10 ? 0 : 1;
}
