// SPDX-License-Identifier: BSL-1.0
//
// A shop with points that have dates of their own, from text and in C++: the same bills, outcomes and balances, day by day.
#include "shop_lives.hpp"

#include <loyalty/json/write_shop.hpp>

#include <type_traits>

namespace {

using namespace shops;
using namespace loyalty::ledgers;

using dated_shop = json::shop_text<usd, 4, json::own_dates<json::lots_of<3>, 30>>;
[[nodiscard]] dated_shop read(const std::string& text) {
    return json::read_shop<usd, 4, json::own_dates<json::lots_of<3>, 30>>(text);
}

const std::string summer = R"({
  "programme": "gallery", "currency": "USD",
  "discounts": [{"percent_off": "20 %"}],
  "rules": [
    {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]},
    {"dated": {"policy": {"points": [{"per_visit": {"award": "100 points", "when": {"basket_at_least": "50.00 USD"}}}]},
               "expiring": {"expires_after_days": {"days": 30}}}}
  ],
  "lots": {"expiring": {"expires_end_of_year": 1}}
})";

TEST_CASE("in a shop, points of a campaign expire after 30 days, and others at the end of the next year") {
    constexpr programme constant{frame, points{per_amount{1_points, 1_usd}, down},
                                 dated{points{per_visit{100_points}.when(criteria::basket_at_least(50_usd))}}.expiring(
                                     expires_after_days<30>{30}),
                                 prices::discounts{prices::percent_off(20_pct)},
                                 lots<unit::points>{}.expiring(expires_end_of_year<1>{}).spare_buckets<63>()};
    const dated_shop shop = read(summer);
    REQUIRE(first_mistake(shop.wrong) == "");
    const auto text = shop.framed_with_lots(utc{});
    const std::size_t held =
        live_both(text, constant, {}, 60, [](orders& drawn, auto& left, auto& right, std::uint64_t id, instant time) {
            if (drawn.below(6) == 0) {
                REQUIRE(left.gives_back(id, time) == right.gives_back(id, time));
            } else {
                const order event = drawn.draw(id, time);
                REQUIRE(numbers_of(left.bill_of(event), 1) == numbers_of(right.bill_of(event), 1));
                REQUIRE(left.buys(event) == right.buys(event));
            }
            for (const std::int64_t days : {0, 20, 31, 700}) {
                const instant then{time.seconds_since_epoch + days * 86'400};
                REQUIRE(left.holds(then) == right.holds(then));
            }
            return static_cast<std::size_t>(left.holds(time)[0]);
        });
    CHECK(held > 50'000);

    // 100.00 less 20 % are 80 points, and 100 more to 29 June.
    life<std::remove_const_t<decltype(text)>, unit::badges> anna{text, {}};
    const item one{.id = 1, .net = 100_usd};
    CHECK(anna.buys({.id = 1, .time = "2025-05-31T12:00"_utc, .lines = {&one, 1}})[1] == 180);
    CHECK(anna.holds("2025-06-29T12:00"_utc)[0] == 180);
    CHECK(anna.holds("2025-06-30T12:00"_utc)[0] == 80);

    const std::string written = json::write_shop(shop);
    CHECK(json::write_shop(read(written)) == written);
    CHECK(written.find("{\"dated\": ") < written.find("\"discounts\": "));
}

} // namespace
