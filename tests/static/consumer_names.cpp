// SPDX-License-Identifier: BSL-1.0
//
// A program with names of its own beside `using namespace loyalty;`. Eight of them are common words for what the library
// has too: a line of a basket, a rate of a cashback, a step of an explanation, an award. None of the eight stands in
// `loyalty` itself, so none needs a qualification here, in the global namespace or in another.
//
// Ambiguous remain the names that do stand in `loyalty`, such as `purchase`, `points`, `receipt`, `member`, `amount` and
// `date`, and its namespaces, such as `effects` and `dates`: a global type of such a name is written with `::` in front,
// and ours with `loyalty::`. In a namespace of the program its own name hides ours, and only ours is qualified.

#include <loyalty/loyalty.hpp>

#include <loyalty/io/csv.hpp>
#include <loyalty/stream/file_store.hpp>
#include <loyalty/stream/history.hpp>
#include <loyalty/stream/parallel.hpp>

#include <type_traits>

using namespace loyalty;

// The program's own.
struct line {
    int number = 0;
};
struct rate {
    int per_cent = 0;
};
struct step {
    int height = 0;
};
struct award {
    int year = 0;
};
struct store {
    int street = 0;
};
struct table {
    int legs = 4;
};
struct window {
    int panes = 2;
};
constexpr int visit(line one) {
    return one.number;
}

// These stand in `loyalty` too.
struct receipt {
    int page = 0;
};
struct date {
    int day = 0;
};

constexpr line first_line{1};
static_assert(visit(line{7}) == 7 && visit(first_line) == 1);
static_assert(rate{3}.per_cent + step{4}.height + award{5}.year + store{6}.street + table{}.legs + window{}.panes ==
              24);
static_assert(std::is_same_v<decltype(first_line), const line>);
static_assert(::receipt{8}.page == 8 && ::date{9}.day == 9);

// And the library, beside them.
constexpr programme of_shop{
    points{per_amount{1_points, 1_usd}.on(criteria::category_is(7u)), round_off{rounding::floor}},
    cashback{currency::usd{}, rounding::half_even, cashback_rate{5_pct}}};
constexpr basket_line<currency::usd> coffee[]{{.id = 1, .category = 7, .net = 12.50_usd}};
constexpr basket<currency::usd> bill_of_coffee{.id = 1, .time = "2025-03-10T08:30"_utc, .lines = coffee};
static_assert(preview(of_shop, {}, bill_of_coffee).granted<unit::points>() == 12_points);
static_assert(preview(of_shop, {}, bill_of_coffee).granted<currency::usd>() == 0.62_usd); // 0.625, to the even cent
static_assert(loyalty::date{20'098} == "2025-01-10"_date);

// A sink of the program receives our steps and awards, and keeps steps and awards of its own.
struct listener {
    step highest{};
    award latest{};
    int steps = 0;

    constexpr void on(const effects::step&) { ++steps; }
    constexpr void on(const effects::award<unit::points>& one) { latest = award{static_cast<int>(one.rule)}; }
};
constexpr int steps_of_sale() {
    member<decltype(of_shop)> anna;
    listener told;
    return apply(of_shop, anna, bill_of_coffee, {}, told).accepted() ? told.steps : -1;
}
static_assert(steps_of_sale() > 0);

namespace shop {

// Hides what is outside, also the names of the library.
struct line {
    double length = 0;
};
struct rate {};
struct step {};
struct award {};
struct store {};
struct table {};
struct window {};
struct purchase {
    int basket = 0;
};
constexpr bool visit(const purchase& one) {
    return one.basket != 0;
}

using namespace loyalty;

static_assert(visit(purchase{1}));
static_assert(!std::is_same_v<purchase, loyalty::purchase<currency::usd>>);
static_assert(!std::is_same_v<line, ::line> && sizeof(line) == sizeof(double));
static_assert(std::is_empty_v<rate> && std::is_empty_v<step> && std::is_empty_v<award> && std::is_empty_v<store> &&
              std::is_empty_v<table> && std::is_empty_v<window>);

constexpr loyalty::purchase<currency::usd> tea{.id = 2, .time = "2025-03-11T08:30"_utc, .net = 8_usd, .category = 7};
static_assert(preview(of_shop, {}, tea).granted<unit::points>() == 8_points);

} // namespace shop
