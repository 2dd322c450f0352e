// SPDX-License-Identifier: BSL-1.0
//
// Coupons, vouchers and gift cards that members hold, from text and in C++: the same bills, outcomes and things.
#include "shop_lives.hpp"

#include <loyalty/stream/fingerprint.hpp>

namespace {

using namespace shops;
using namespace loyalty::criteria;
using namespace loyalty::prices;

constexpr points by_dollar{per_amount{1_points, 1_usd}, down};

using from_text = decltype(std::declval<usd_shop>().framed_with_wallet(utc{}));

/// Lives the same lives by both programmes. Returns how many things were held in all.
template <class Programme>
std::size_t compare(const from_text& text, const Programme& constant) {
    const customer facts{.membership = {"2025-02-01T00:00"_utc, "2025-05-01T00:00"_utc}};
    return live_both(
        text, constant, facts, 80, [](orders& drawn, auto& left, auto& right, std::uint64_t id, instant time) {
            const std::uint64_t code = left.code(time, drawn.below(8));
            const std::uint32_t kind = drawn.below(12);
            if (kind == 0) {
                REQUIRE(left.gives_back(id, time) == right.gives_back(id, time));
            } else if (kind == 1) {
                const things::thing_issue coupon{
                    .id = id, .time = time, .thing = {.code = id, .campaign = 6 + drawn.below(3)}};
                REQUIRE(left.does(coupon) == right.does(coupon));
            } else if (kind == 2) {
                const auto stored = money<usd>::from_minor_units(5'000 + std::int64_t{drawn.below(900)});
                const things::thing_issue card{.id = id, .time = time, .thing = {.code = id, .stored = stored}};
                REQUIRE(left.does(card) == right.does(card));
            } else if (kind == 3) {
                const things::thing_use use{.id = id, .time = time, .code = code};
                REQUIRE(left.does(use) == right.does(use));
            } else if (kind < 6) {
                const activity done{.id = id, .time = time, .kind = 3, .score = drawn.below(90)};
                REQUIRE(left.does(done) == right.does(done));
            } else {
                order event = drawn.draw(id, time);
                event = kind == 6   ? drawn.presenting(event, code)
                        : kind == 7 ? drawn.paid_by_card(event, code)
                        : kind == 8 ? drawn.carrying(event)
                                    : event;
                constexpr std::size_t rules = loyalty::detail::discount_rule_count<Programme>();
                REQUIRE(numbers_of(left.bill_of(event), rules) == numbers_of(right.bill_of(event), rules));
                REQUIRE(left.buys(event) == right.buys(event));
            }
            const numbers now = left.holds(time);
            REQUIRE(now == right.holds(time));
            return now.size() / 7;
        });
}

TEST_CASE("a coupon that the member holds, and cards with money") {
    constexpr programme coupons{frame, discounts{percent_off(60_pct).dearest(1).needs(coupon{7})}, by_dollar,
                                things::wallet<8>{}};
    CHECK(compare(read_shop_file("coupon").framed_with_wallet(utc{}), coupons) > 2'000);
    constexpr programme cards{frame, by_dollar, things::wallet<8>{}};
    CHECK(compare(read_shop_file("gift_cards").framed_with_wallet(utc{}), cards) > 2'000);
}

TEST_CASE("a discount for paying members, and stamps that become money") {
    constexpr programme books{frame, discounts{percent_off(10_pct).when(membership_active())},
                              points{per_amount{1_stamps, 10_usd}, down}, conversion{10_stamps, 5_usd},
                              things::wallet<8>{}};
    CHECK(compare(read_shop_file("bookshop_members").framed_with_wallet(utc{}), books) > 2'000);
}

TEST_CASE("shops that differ in one number have other fingerprints") {
    const auto print = [](const std::string& rest) {
        const auto read = read_usd_shop(R"({"programme": "x", "currency": "USD", "rules": [{"stamp_card":
            {"fields": 5, "awards": "1 badges"}}], )" +
                                        rest + "}");
        REQUIRE(first_mistake(read.wrong) == "");
        return streams::fingerprint(read.framed_with_wallet(utc{}));
    };
    const std::string wallet = R"("wallet": {"issuing": [{"campaign": 7, "for_each": "badges", "valid_days": 30}]})";
    const std::string discounts = R"("discounts": [{"percent_off": "20 %"}, {"amount_off": "5.00 USD"}], )";
    const auto first = print(discounts + wallet);
    CHECK(first == print(discounts + wallet));
    CHECK(first != print(wallet));
    CHECK(first != print(R"("discounts": [{"percent_off": "21 %"}, {"amount_off": "5.00 USD"}], )" + wallet));
    CHECK(first != print(R"("discounts": [{"amount_off": "5.00 USD"}, {"percent_off": "20 %"}], )" + wallet));
    CHECK(first != print(R"("discounts": [{"side_by_side": [{"percent_off": "20 %"}, {"amount_off": "5.00 USD"}]}], )" +
                         wallet));
    CHECK(first != print(R"("discounts": {"discounts": [{"percent_off": "20 %"}, {"amount_off": "5.00 USD"}],
        "at_most": "50 %"}, )" +
                         wallet));
    CHECK(first !=
          print(discounts + R"("wallet": {"issuing": [{"campaign": 7, "for_each": "badges", "valid_days": 31}]})"));
    CHECK(first !=
          print(discounts + R"("wallet": {"issuing": [{"campaign": 8, "for_each": "badges", "valid_days": 30}]})"));
}

TEST_CASE("vouchers that rules give") {
    constexpr programme cafe{
        frame, discounts{percent_off(50_pct).on(category_is(2u)).dearest(1).needs(coupon{7})},
        stamp_card{5}.of(quantity{}).on(category_is(1u)).awards(1_vouchers), by_dollar,
        things::wallet<8>{}.issuing(things::vouchers{7}.for_each<unit::vouchers>().to_end_of_month(1))};
    CHECK(compare(read_shop_file("coffee_and_cupcake").framed_with_wallet(utc{}), cafe) > 2'000);

    constexpr programme gym{
        frame, points{per_score{1_points, 10}.of(3u), down, cap_at{6_points, calendar_window{period_unit::day}}},
        stamp_card{5}.of(activities_of(3u)).awards(1_vouchers),
        streak<calendar_window{period_unit::week}>{4}.of(activities_of(3u)).reversible().awards(50_points),
        things::wallet<8>{}
            .issuing(things::vouchers{1}.for_each<unit::vouchers>().valid_days(30).at_most(2).if_used(
                things::used_voucher::owed))
            .when_full(things::when_full::oldest)
            .restoring(things::given_back::grace, 14)
            .on_part_return(things::part_return::gives_back_uses)};
    CHECK(compare(read_shop_file("gym_drinks").framed_with_wallet(utc{}), gym) > 500);
}

} // namespace
