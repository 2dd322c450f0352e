// SPDX-License-Identifier: BSL-1.0
//
// Shops from text: what is wrong in them, how they are written, and what their leaflets say.
#include "reading.hpp"
#include "shop_reading.hpp"
#include "support.hpp"

#include <loyalty/explain/leaflet.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/coupon_price.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::prices;

[[nodiscard]] std::string shop_with(const std::string& rest) {
    return "{\"programme\": \"x\", \"currency\": \"USD\",\n" + rest + "}";
}
[[nodiscard]] std::string mistake_in(const std::string& rest) {
    const auto read = read_usd_shop(shop_with(rest));
    CHECK(read.discounts.all.size() == 0);
    CHECK(read.rules.size() == 0);
    return first_mistake(read.wrong);
}
[[nodiscard]] std::string mistake_in_discounts(const std::string& discounts) {
    return mistake_in("\"discounts\": [" + discounts + "]");
}
const std::string card = R"("rules": [{"stamp_card": {"fields": 5, "awards": "1 badges"}}], )";

TEST_CASE("a shop that is written and read again is written as before") {
    for (const char* const name :
         {"sales", "competing", "coupon", "coupon_for_points", "gift_cards", "shares", "coffee_and_cupcake",
          "bookshop_members", "gym_drinks", "membership_by_days", "quiz", "body_shop_vouchers"}) {
        CAPTURE(name);
        const auto read = read_usd_shop(file_text(std::string("examples/rules/shops/") + name + ".json"));
        REQUIRE(first_mistake(read.wrong) == "");
        const std::string written = write_usd_shop(read);
        const auto again = read_usd_shop(written);
        REQUIRE(first_mistake(again.wrong) == "");
        CHECK(write_usd_shop(again) == written);
        CHECK(again.discounts.all.count() == read.discounts.all.count());
    }
    const std::string all = file_text("tests/json/everything_shop.json");
    const auto read = read_usd_shop(all);
    REQUIRE(first_mistake(read.wrong) == "");
    CHECK(write_usd_shop(read) == all);
}

TEST_CASE("shops that the schema refuses have a mistake") {
    const auto wrong = nlohmann::json::parse(file_text("tests/json/wrong_shops.json"));
    REQUIRE(wrong.size() >= 50);
    for (const auto& each : wrong) {
        CAPTURE(each.dump());
        CHECK(!read_usd_shop(each.dump()).wrong.empty());
    }
}

TEST_CASE("mistakes in discounts, in the words of C++") {
    CHECK(mistake_in_discounts(R"({"percent_of": "20 %"})") ==
          "2:15 /discounts/0: expected percent_off, amount_off, amount_off_each, fixed_price, pack, buy_get, "
          "in_sequence, side_by_side, best_discount_of, least_discount_of or first_discount_of, found \"percent_of\"; "
          "did you mean \"percent_off\"?");
    CHECK(mistake_in_discounts(R"({"percent_off": "120 %"})") ==
          "2:15 /discounts/0: percent_off: the part must be more than nothing, at most all");
    CHECK(mistake_in_discounts(R"({"percent_off": {"part": "20 %", "need": 7}})") ==
          "2:48 /discounts/0/percent_off/need: percent_off has no field \"need\": it has on, when, at_most, pieces, "
          "components, needs, rounding, exclusive or part; did you mean \"needs\"?");
    CHECK(mistake_in_discounts(R"({"amount_off": "5.00 EUR"})") ==
          "2:30 /discounts/0/amount_off: expected USD, found \"EUR\"");
    CHECK(mistake_in_discounts(R"({"pack": {"size": 1, "price": "5.00 USD"}})") ==
          "2:33 /discounts/0/pack/size: pack: a pack has at least two pieces");
    CHECK(mistake_in_discounts(R"({"percent_off": {"part": "20 %", "pieces": {"pieces": 2}}})") ==
          "2:58 /discounts/0/percent_off/pieces: discounts: name the end of the order of prices that the pieces are "
          "taken from: \"order\": \"cheapest\" or \"dearest\"");
    CHECK(
        mistake_in_discounts(R"({"amount_off": "5.00 USD"}, {"percent_off": {"part": "20 %", "on": {"sku_is": 1}}})") ==
        "2:14 /discounts: discounts: a discount of items stands behind one of the whole basket: put discounts of "
        "items first");
    CHECK(
        mistake_in_discounts(R"({"percent_off": {"part": "20 %", "when": {"tier_is": 1}}})") ==
        "2:15 /discounts/0: discounts: a discount asks for the member's tier, and no tiered tells it: add the tiered");
    CHECK(mistake_in_discounts(R"({"best_discount_of": [{"in_sequence": []}]})") ==
          "2:53 /discounts/0/best_discount_of/0/in_sequence: expected 1 to 16 discounts, found 0");
    CHECK(mistake_in(R"("discounts": {"discounts": [{"percent_off": "5 %"}], "at_most": "120 %"})") ==
          "2:65 /discounts/at_most: discounts: the most must be at most all");
    std::string many = R"({"percent_off": "1 %"})";
    many = R"({"in_sequence": [)" + many + ", " + many + ", " + many + ", " + many + ", " + many + ", " + many + "]}";
    CHECK(mistake_in_discounts(many + ", " + many + ", " + many)
              .ends_with("a shop has at most 16 discounts, and 32 with their groups"));
}

TEST_CASE("mistakes in wallets and in what coupons cost") {
    CHECK(mistake_in(R"("wallet": {"issuing": [{"campaign": 7, "for_each": "badges"}]})") ==
          "2:52 /wallet/issuing/0/for_each: wallet: no policy before it grants the unit of a "
          "vouchers{...}.for_each<Unit>(), and so it never issues a thing: name the unit that a policy awards");
    CHECK(mistake_in(card + R"("wallet": {"issuing": [{"campaign": 7, "for_each": "badge"}]})")
              .ends_with("/wallet/issuing/0/for_each: expected badges, found \"badge\"; did you mean \"badges\"?"));
    CHECK(mistake_in(card + R"("wallet": {"issuing": [{"campaign": 7}, {"campaign": 7, "for_each": "badges"}]})")
              .ends_with("/wallet: wallet: a campaign stands twice: give each vouchers{...} a number of its own"));
    CHECK(mistake_in(card + R"("wallet": {"issuing": [{"campaign": 7, "for_each": "badges"}, {"campaign": 8,
        "for_each": "badges"}]})")
              .ends_with("wallet: two campaigns are issued for the same unit: give each a unit of its own"));
    CHECK(mistake_in(card + R"("wallet": {"issuing": [{"campaign": 7, "most_alive": 9}]})")
              .ends_with("wallet: its rules keep more things alive at once than it has places: give it more, or lower "
                         "at_most"));
    CHECK(mistake_in(card + R"("wallet": {"grace_days": 14})")
              .ends_with("wallet: give days with given_back::grace, at least one, and with nothing else"));
    CHECK(mistake_in(card + R"("wallet": {"issuing": [{"campaign": 7, "valid_days": 30, "to_end_of_month": 1}]})")
              .ends_with("vouchers: give valid_days or to_end_of_month, not both"));
    CHECK(mistake_in(R"("units": {"badges": {"digits": 2}}, )" + card +
                     R"("wallet": {"issuing": [{"campaign": 7, "for_each": "badges"}]})")
              .ends_with("vouchers: a thing is one whole unit: take a unit without decimals"));
    CHECK(mistake_in(R"("rules": [{"points": [{"per_visit": {"award": "1 badges"}}]},
        {"conversion": {"from": "2 badges", "to": "1 points"}}], "wallet": {})")
              .ends_with("wallet: it turns badges into things, and so a conversion finds none: award another unit for "
                         "the conversion"));
    const std::string five = R"("discounts": [{"percent_off": {"part": "5 %", "needs": 7}}], "coupon_prices": )";
    CHECK(mistake_in(five + R"([{"campaign": 9, "price": "5 points"}])")
              .ends_with("/coupon_prices/0: coupon_price: no discount needs a coupon of campaign 9, so nobody pays for "
                         "one: name the campaign of a discount"));
    CHECK(mistake_in(five + R"([{"campaign": 7, "price": "5 points"}, {"campaign": 7, "price": "6 points"}])")
              .ends_with("/coupon_prices/1: coupon_price: a campaign stands twice: give each coupon one price"));
    CHECK(mistake_in(five + R"([{"campaign": 7, "price": "0 points"}])")
              .ends_with("coupon_price: the price must be above zero: leave it out if a coupon costs nothing"));
}

TEST_CASE("all mistakes are listed, those of rules and of discounts") {
    const auto read = read_usd_shop(shop_with(R"("rules": [{"pionts": []}], "discounts": [{"percent_off": "0 %"}],
        "wallet": {"when_full": "new"}, "wallets": 1)"));
    CHECK(read.wrong.count == 4);
}

TEST_CASE("a programme without prices says where they stand") {
    CHECK(first_mistake(
              read_usd(shop_with(R"("rules": [{"tiered": {"thresholds": ["1.00 USD"]}}], "wallet": {})")).wrong) ==
          "2:64 /wallet: \"wallet\" stands in a shop, which `read_shop` reads: the events of this programme are no "
          "checkouts");
}

[[nodiscard]] std::string leaflet_of_file(const std::string& name) {
    const auto read = read_usd_shop(file_text("examples/rules/shops/" + name + ".json"));
    REQUIRE(first_mistake(read.wrong) == "");
    return io::descriptions::leaflet(describe_usd_shop(read));
}
/// Without the lines that only one of both has: the note, the currency, names of units.
[[nodiscard]] std::string rules_in(const std::string& leaflet, const std::string& first) {
    const std::size_t at = leaflet.find(first);
    REQUIRE(at != std::string::npos);
    return leaflet.substr(at);
}

TEST_CASE("the same shop in C++ and in a text has the same leaflet") {
    constexpr programme competing{
        terms<>{.name = "competing"},
        discounts{
            side_by_side{percent_off(10_pct).on(category_is(1u)), amount_off(3_usd).on(category_is(1u, 2u))},
            best_discount_of{amount_off(12_usd), in_sequence{percent_off(10_pct).needs(coupon{7}), amount_off(5_usd)}},
            least_discount_of{percent_off(3_pct), amount_off(4_usd)},
            first_discount_of{amount_off(2_usd).when(basket_at_least(80_usd)), percent_off(1_pct)},
            percent_off(30_pct).needs(coupon{8}).exclusive()}
            .at_most(60_usd),
        points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
    std::string text = leaflet_of_file("competing");
    const std::string gold = " as Gold and";
    REQUIRE(text.find(gold) != std::string::npos);
    text.erase(text.find(gold), gold.size());
    const std::string first = "Each on the full price";
    const std::string discounts_said = rules_in(text, first);
    CHECK(rules_in(io::descriptions::leaflet(io::descriptions::describe(competing)), first)
              .starts_with(discounts_said.substr(0, discounts_said.find('\n'))));

    constexpr programme cafe{
        terms<>{.name = "cafe"}, discounts{percent_off(50_pct).on(category_is(2u)).dearest(1).needs(coupon{7})},
        points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, points{per_visit{1_vouchers}},
        things::wallet<8>{}.issuing(things::vouchers{7}.for_each<unit::vouchers>().to_end_of_month(1))};
    const std::string in_cpp = io::descriptions::leaflet(io::descriptions::describe(cafe));
    const std::string in_text = leaflet_of_file("coffee_and_cupcake");
    CHECK(in_cpp.find("50 % off goods in category 2, of the 1 dearest pieces, with coupon 7.\n") != std::string::npos);
    CHECK(in_text.find("50 % off goods in category cupcake (2), of the 1 dearest pieces, with coupon 7.\n") !=
          std::string::npos);
    const std::string things = "Things: coupon 7 for each of the vouchers, good to the end of the next month.\n";
    CHECK(in_cpp.find(things) != std::string::npos);
    CHECK(in_text.find(things) != std::string::npos);
    CHECK(leaflet_of_file("coupon_for_points").find("Coupon 7 costs 5 points") != std::string::npos);
}

} // namespace
