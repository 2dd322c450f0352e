// SPDX-License-Identifier: BSL-1.0
#include <loyalty/events/stored_money.hpp>

#include <loyalty/events/entitlement.hpp>
#include <loyalty/money/literals.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace {

using namespace loyalty;
using things::stored_money;

/// Reads the fields of stored money, or writes them.
struct numbers {
    std::vector<std::int64_t> list{};

    void operator()(std::int64_t& amount) { list.push_back(amount); }
    void operator()(std::uint16_t& code) { list.push_back(code); }
};
struct writer {
    std::int64_t amount;
    std::uint16_t code;

    void operator()(std::int64_t& field) const { field = amount; }
    void operator()(std::uint16_t& field) const { field = code; }
};

/// What a reader of bytes could put together.
stored_money of(std::int64_t amount, std::uint16_t code) {
    stored_money made{};
    const writer fill{amount, code};
    stored_money::for_each_field(made, fill);
    return made;
}

} // namespace

TEST_SUITE("events/stored_money") {
    TEST_CASE("50.00 USD are 5000 of the currency 840, and no EUR") {
        stored_money card{50_usd};
        CHECK(card.minor_units() == 5000);
        CHECK(card.currency_code() == 840);
        CHECK(card.is_of<currency::usd>());
        CHECK_FALSE(card.is_of<currency::eur>());
        CHECK(card.in<currency::usd>() == 50_usd);
        CHECK(card.in<currency::eur>() == 0_eur);
        CHECK(card.with(1999) == stored_money{19.99_usd});
        CHECK(card == stored_money{50_usd}); // `with` makes another
        card.add(-500);
        CHECK(card == stored_money{45_usd});
    }

    TEST_CASE("its fields are the minor units and the code of the currency") {
        stored_money card{7.25_usd};
        numbers seen;
        stored_money::for_each_field(card, seen);
        CHECK(seen.list == std::vector<std::int64_t>{725, 840});
    }

    TEST_CASE("an amount needs a currency, and nothing needs none") {
        CHECK(of(0, 0).is_valid());
        CHECK(of(0, 840).is_valid());
        CHECK(of(5, 840).is_valid());
        CHECK_FALSE(of(5, 0).is_valid());
        CHECK_FALSE(of(-5, 0).is_valid());
        CHECK_FALSE(of(0, 0).has_currency());
        CHECK(things::entitlement{.stored = of(0, 840)}.is_card());
        CHECK_FALSE(things::entitlement{}.is_card());
    }
}
