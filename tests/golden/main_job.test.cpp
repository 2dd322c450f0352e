// SPDX-License-Identifier: BSL-1.0
//
// The parts of loyalty_run that its whole outputs do not reach. Those are compared by examples/CMakeLists.txt.

#include "../../examples/loyalty_run/returns.hpp"
#include "../../examples/loyalty_run/text.hpp"
#if defined(LOYALTY_TEST_HAS_JSON)
#include "../../examples/loyalty_run/writing.hpp"
#endif

#include <doctest/doctest.h>

using namespace loyalty_run;
using namespace loyalty::extensions;

TEST_CASE("numbers as people read them") {
    CHECK(grouped("0") == "0");
    CHECK(grouped("999") == "999");
    CHECK(grouped("1000") == "1,000");
    CHECK(grouped("-896812.49") == "-896,812.49");
    CHECK(grouped("8761066.653") == "8,761,066.653");
    CHECK(units_of(-5, 2) == "-0.05");
    CHECK(time_of(local_time{1'736'467'200}) == "2025-01-10 00:00:00"); // midnight like any other time
    CHECK(time_of(local_time{1'736'467'201}) == "2025-01-10 00:00:01");
}

TEST_CASE("exact values of running awards") {
    CHECK(exact_text(ratio{695, 4}, 0) == "173.75");
    CHECK(exact_text(ratio{2399, 100}, 0) == "23.99");
    CHECK(exact_text(ratio{10, 5}, 0) == "2");
    CHECK(exact_text(ratio{520, 3}, 0) == "173 and 1/3");
    CHECK(exact_text(ratio{-7, 2}, 0) == "-3.5");
    CHECK(exact_text(ratio{603, 2}, 2) == "3.015"); // 301.5 cents
    CHECK(exact_text(ratio{150, 1}, 2) == "1.50");
    CHECK(exact_text(ratio{100, 3}, 2) == "0 and 1/3"); // 33 1/3 cents
    CHECK(exact_text(ratio{INT64_MAX, 1}, 0) == "9223372036854775807");
}

TEST_CASE("rounding modes by name") {
    CHECK(find_rounding("half-even") == rounding::half_even);
    CHECK(find_rounding("half_even") == rounding::half_even);
    CHECK(find_rounding("ceiling") == rounding::ceiling);
    CHECK(!find_rounding("nearest"));
    CHECK(name_of(rounding::half_up) == "half-up");
}

#if defined(LOYALTY_TEST_HAS_JSON)
TEST_CASE("fields of CSV and strings of JSON") {
    CHECK(csv_field("plain") == "plain");
    CHECK(csv_field("a,b") == "\"a,b\"");
    CHECK(csv_field("ben \"two\"\nlines") == "\"ben \"\"two\"\"\nlines\"");
    CHECK(json_string("a\"b\\c\n") == R"("a\"b\\c\n")");
    CHECK(json_string("caf\xE9") == "\"caf\xEF\xBF\xBD\""); // not UTF-8
}
#endif

// Returns that do not name their purchase.

namespace {

using shop_line = sale_line;
using shop_sale = sale;
constexpr money<sale_money> pounds(std::int64_t whole) {
    return money<sale_money>::from_minor_units(100 * whole);
}
constexpr programme retail{points{per_amount{1_points, pounds(1)}, round_off{rounding::floor}}};
using retail_type = std::remove_const_t<decltype(retail)>;

shop_line lamps(std::int64_t pieces, decimal price) {
    const decimal exact{pieces * price.coefficient, price.scale};
    return {.quantity = pieces,
            .net = booked(exact, rounding::half_up, 2),
            .exact = exact,
            .article = 7,
            .is_priced = true,
            .unit_price = price};
}

struct shop {
    sale_book<retail_type> book{rounding::half_up, 2};
    member<retail_type> anna{};
    std::uint64_t last_id = 0;
    totals<retail_type> told{};

    void sell(const shop_line& line) {
        const tender_part<sale_money> part{};
        const shop_sale basket{.id = ++last_id,
                               .time = instant{1'300'000'000},
                               .lines = std::span{&line, 1},
                               .tenders = std::span{&part, 1}};
        const auto sold = apply_with_receipt(retail, anna, basket, no_profile{}, told);
        REQUIRE(sold.outcome.accepted());
        book.keep("s" + std::to_string(last_id), basket, sold.receipt);
    }
};

constexpr decimal at_30{3000, 2};
constexpr decimal at_35{3500, 2};

} // namespace

TEST_CASE("a return takes the line that fits, then the newest, then another price") {
    shop lamp_shop;
    lamp_shop.sell(lamps(4, at_30)); // sale 0
    lamp_shop.sell(lamps(6, at_30)); // sale 1
    lamp_shop.sell(lamps(9, at_35)); // sale 2
    CHECK(lamp_shop.told.accepted == 3);
    CHECK(lamp_shop.told.granted<unit::points>() == 615_points); // 120, 180 and 315

    const matched_line four = lamp_shop.book.take(0, lamps(4, decimal{300, 1}));
    CHECK(four.how == fit::exact);
    CHECK(four.taken.at(0).from.sale == 0);

    const matched_line one = lamp_shop.book.take(0, lamps(1, at_30));
    CHECK(one.how == fit::in_pieces);
    CHECK(one.taken.at(0).from.sale == 1);

    const matched_line seven = lamp_shop.book.take(0, lamps(7, at_30));
    CHECK(seven.how == fit::other_price);
    CHECK(seven.taken.at(0).pieces == 5);
    CHECK(seven.taken.at(1).from.sale == 2);
    CHECK(seven.taken.at(1).pieces == 2);

    const matched_line ten = lamp_shop.book.take(0, lamps(10, at_35));
    CHECK(ten.how == fit::in_part);
    CHECK(ten.missing == 3);
    CHECK(lamp_shop.book.take(0, lamps(1, at_35)).how == fit::none);
    CHECK(lamp_shop.book.take(1, lamps(1, at_35)).how == fit::none);

    lamp_shop.book.put_back(one.taken.at(0));
    CHECK(lamp_shop.book.line_at({1, 0}).quantity() == 1);
    CHECK(lamp_shop.book.line_at({1, 0}).net() == pounds(30));
}

TEST_CASE("what is left of a line is rounded once") {
    shop peg_shop;
    peg_shop.sell(lamps(1000, decimal{125, 3}));
    CHECK(peg_shop.book.line_at({0, 0}).net() == pounds(125));
    CHECK(peg_shop.book.take(0, lamps(333, decimal{125, 3})).how == fit::in_pieces);
    CHECK(peg_shop.book.line_at({0, 0}).net() == money<sale_money>::from_minor_units(8338)); // 83.375
    CHECK(peg_shop.book.line_at({0, 0}).exact() == decimal{83375, 3});
}

TEST_CASE("purchases that do not fit are forgotten, the first ones first, and what they kept stays in the sums") {
    shop small;
    small.book = {rounding::half_up, 2, 1}; // bytes: room for the newest alone
    small.sell(lamps(4, at_30));
    CHECK(small.book.without_room().count == 0);
    small.sell(lamps(6, at_35));
    CHECK(small.book.without_room().count == 1);
    CHECK(small.book.without_room().last == instant{1'300'000'000});
    CHECK_FALSE(small.book.is_kept(0));
    CHECK(small.book.is_kept(1));
    CHECK(small.book.take(0, lamps(4, at_30)).how == fit::other_price); // of the six at 35.00
    CHECK(small.book.take(0, lamps(3, at_30)).how == fit::in_part);
    const auto [minor_units, exact] = small.book.kept();
    CHECK(minor_units == 12'000); // the four that nobody knows of any more, and none of the six
    CHECK(exact.total() == decimal{12'000, 2});
}
