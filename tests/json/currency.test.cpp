// SPDX-License-Identifier: BSL-1.0
//
// A programme of any currency has the number of the one that its text names.
#include <loyalty/json/programme.hpp>

#include <doctest/doctest.h>

#include <utility>

TEST_CASE("the terms of a programme of any currency name the currency of its text") {
    using namespace loyalty;
    json::programme_text<json::any_currency> shop;
    for (const auto& [code, number] : {std::pair{"USD", 840}, std::pair{"EUR", 978}, std::pair{"JPY", 392}}) {
        shop.words.set(json::award_unit::money, {code, 2});
        CHECK(shop.terms_in(utc{}).currency_code == number);
    }
    const json::programme_text<currency::usd> typed;
    CHECK(typed.terms_in(utc{}).currency_code == 0); // its type says it
}
