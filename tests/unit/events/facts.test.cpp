// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/events/facts.hpp>

#include "support/till.hpp"

#include <array>
#include <concepts>
#include <cstdint>
#include <span>

/// A till's own types, which know nothing of this library.
namespace my_till {

enum class department : int { food = 10, fuel = 20, services = 30 };
enum class paid_with : int { coins = 1, plastic = 2 };

struct item {
    int article;
    department sold_by;
    unsigned pieces;
    long long price_cents;
    long long vat_cents;
};

struct part {
    paid_with how;
    long long cents;
};

struct sale {
    unsigned long long ticket;
    long long posix_seconds;
    short till_number;
    std::array<item, 3> items;
    std::size_t item_count;
    std::array<part, 2> parts;
};

struct customer {
    int birth_month;
    int birth_day;
    loyalty::date since;
    bool is_staff;
};

/// A sale that is its own single line, with members of the standard names.
struct quick_sale {
    std::uint64_t id;
    loyalty::instant time;
    loyalty::money<loyalty::currency::eur> net;
    department category;
};

/// A type whose own member is not the truth.
struct corrected {
    loyalty::money<loyalty::currency::eur> net;
};

} // namespace my_till

template <>
struct loyalty::facts<my_till::corrected> {
    static constexpr money<currency::eur> net(const my_till::corrected& from) {
        return from.net + money<currency::eur>::from_minor_units(100);
    }
};

template <>
struct loyalty::facts<my_till::sale> {
    static constexpr std::uint64_t id(const my_till::sale& from) { return from.ticket; }
    static constexpr instant time(const my_till::sale& from) { return instant{from.posix_seconds}; }
    static constexpr short store(const my_till::sale& from) { return from.till_number; }
    static constexpr auto lines(const my_till::sale& from) { return std::span{from.items.data(), from.item_count}; }
    static constexpr auto tenders(const my_till::sale& from) { return std::span{from.parts}; }
    static constexpr int currency_code(const my_till::sale&) { return 978; }
};

template <>
struct loyalty::facts<my_till::item> {
    static constexpr int sku(const my_till::item& from) { return from.article; }
    static constexpr my_till::department category(const my_till::item& from) { return from.sold_by; }
    static constexpr unsigned quantity(const my_till::item& from) { return from.pieces; }
    static constexpr money<currency::eur> net(const my_till::item& from) {
        return money<currency::eur>::from_minor_units(from.price_cents - from.vat_cents);
    }
    static constexpr money<currency::eur> tax(const my_till::item& from) {
        return money<currency::eur>::from_minor_units(from.vat_cents);
    }
};

template <>
struct loyalty::facts<my_till::part> {
    static constexpr my_till::paid_with tender(const my_till::part& from) { return from.how; }
    static constexpr money<currency::eur> paid(const my_till::part& from) {
        return money<currency::eur>::from_minor_units(from.cents);
    }
};

template <>
struct loyalty::facts<my_till::customer> {
    struct month_and_day {
        std::uint8_t month;
        std::uint8_t day;
    };
    static constexpr month_and_day birthday(const my_till::customer& from) {
        return {static_cast<std::uint8_t>(from.birth_month), static_cast<std::uint8_t>(from.birth_day)};
    }
    static constexpr date joined(const my_till::customer& from) { return from.since; }
    static constexpr std::uint64_t attributes(const my_till::customer& from) { return from.is_staff ? 1u : 0u; }
};

using namespace loyalty;
using namespace loyalty::prices;
using namespace loyalty::criteria;
using namespace loyalty::extensions;
using namespace loyalty::streams;
using support::noon;
using support::points_of;
using support::till;

namespace {

using my_till::department;
using my_till::paid_with;

constexpr auto staff = member_has(0);

/// All five policies, asking for facts of the sale, its lines, its tenders and the customer.
constexpr programme rules{
    tiered{50_eur}.of(gross{}).within(membership_year{}),
    points{per_amount{1_points, 1_eur}.of(gross{}).on(category_is(department::food, department::fuel)),
           multiply_by{2_x}.when(birthday()), multiply_by_tier{1_x, 1.5_x}, round_off{rounding::floor}},
    points{per_amount{1_qualifying_points, 1_eur}.paid_by(paid_with::plastic), round_off{rounding::half_up}},
    spend_threshold{100_points, once(100_eur)}.of(gross{}).within(first_months{3}),
    cashback{currency::eur{}, rounding::half_up, cashback_rate{10_pct}.on(staff&& store_is(7)), cashback_rate{1_pct}},
    gamified{
        stamp_card{3}.of(quantity{}).on(sku_is(501)).awards(1_stamps),
        streak<calendar_window{period_unit::day}>{2}.when(any_line(category_is(department::food))).awards(1_badges)}};

constexpr my_till::customer ben{5, 7, "2025-04-01"_date, true};

/// Bread of 11.90 and three coffees of 35.70, 19 % VAT within; 12.00 in coins, 35.60 by card.
constexpr my_till::sale sold_on(date day, unsigned long long ticket) {
    return {ticket, noon(day).seconds_since_epoch,
            7,      {{{100, department::food, 1, 1190, 190}, {501, department::services, 3, 3570, 570}}},
            2,      {{{paid_with::coins, 1200}, {paid_with::plastic, 3560}}}};
}

constexpr auto first_and_second() {
    till shop{rules, ben};
    return std::array{shop.scan(sold_on("2025-05-06"_date, 1)), shop.scan(sold_on("2025-05-07"_date, 2))};
}

} // namespace

TEST_SUITE("events/facts") {
    TEST_CASE("a fact is known by a member or by a specialisation") {
        static_assert(fact::net_fact::known<purchase<currency::usd>>);
        static_assert(!fact::lines_fact::known<purchase<currency::usd>>);
        static_assert(fact::lines_fact::known<basket<currency::usd>>);
        static_assert(!fact::net_fact::known<basket<currency::usd>>);
        static_assert(fact::time_fact::known<my_till::sale>);
        static_assert(!fact::channel_fact::known<my_till::sale>);
        static_assert(fact::category_fact::known<my_till::quick_sale>);
        static_assert(!fact::brand_fact::known<my_till::item>);
        static_assert(!fact::time_fact::known<int>);
    }

    TEST_CASE("a fact is read where the host keeps it") {
        constexpr my_till::sale sale = sold_on("2025-05-07"_date, 2);
        CHECK_TWICE(fact::id(sale) == 2);
        CHECK_TWICE(fact::time(sale) == "2025-05-07T12:00"_utc);
        CHECK_TWICE(fact::net(sale.items[0]) == 10_eur);
        CHECK_TWICE(fact::category(sale.items[1]) == department::services);
        // A member of the standard name is referred to, not copied.
        static_assert(
            std::same_as<decltype(fact::net(std::declval<const my_till::quick_sale&>())), const money<currency::eur>&>);
    }

    TEST_CASE("a specialisation comes before a member of the same name") {
        constexpr my_till::corrected wrong{.net = 3_eur};
        CHECK_TWICE(fact::net(wrong) == 4_eur);
    }

    TEST_CASE("a transaction without lines is its own single line") {
        constexpr my_till::quick_sale quick{1, noon("2025-05-07"_date), 3_eur, department::food};
        CHECK(lines_of(quick).size() == 1);
        CHECK(lines_of(quick).data() == &quick);
        constexpr auto given = [](department sold_by) {
            till shop{programme{
                points{per_amount{1_points, 1_eur}.on(category_is(department::food)), round_off{rounding::floor}}}};
            return points_of(shop.scan(my_till::quick_sale{1, noon("2025-05-07"_date), 3_eur, sold_by}));
        };
        CHECK_TWICE(given(department::food) == 3);
        CHECK_TWICE(given(department::fuel) == 0);
    }

    TEST_CASE("a host's own types run through a whole programme without conversion (S7)") {
        static constexpr auto gave = first_and_second();
        // 11.90 of food: 11. Three coffees fill a card. By plastic 35.60 of 47.60 of 40.00: 29.9.
        CHECK_TWICE(gave[0].accepted());
        CHECK_TWICE(points_of(gave[0]) == 11);
        CHECK_TWICE(gave[0].granted<unit::qualifying_points>() == 30_qualifying_points);
        CHECK_TWICE(gave[0].granted<currency::eur>() == 4_eur);
        CHECK_TWICE(gave[0].granted<unit::stamps>() == 1_stamps);
        CHECK_TWICE(gave[0].granted<unit::badges>() == 0_badges);
        CHECK_TWICE(gave[0].tier_after == 0);
        // The birthday doubles: 23.80. 95.20 spent: the tier, not yet the threshold. The second day in a row.
        CHECK_TWICE(points_of(gave[1]) == 23);
        CHECK_TWICE(gave[1].granted<unit::badges>() == 1_badges);
        CHECK_TWICE(gave[1].tier_after == 1);
        CHECK(first_and_second() == gave);
    }

    TEST_CASE("a fact of the member is taken from the transaction where no profile knows it") {
        struct sale_with_birthday {
            std::uint64_t id;
            instant time;
            struct {
                std::uint8_t month;
                std::uint8_t day;
            } birthday;
        };
        constexpr auto given = [](std::uint8_t month) {
            till shop{programme{points{per_visit{1_points}.when(birthday())}}};
            return points_of(shop.scan(sale_with_birthday{1, noon("2025-05-07"_date), {month, 7}}));
        };
        CHECK_TWICE(given(5) == 1);
        CHECK_TWICE(given(6) == 0);
    }
}
