// SPDX-License-Identifier: BSL-1.0
//
// Programmes of the gallery whose rules give things, or whose members pay for a discount: from text and in C++ the same bills, outcomes
// and things.
#include "shop_lives.hpp"

#include <loyalty/json/shop.hpp>
#include <loyalty/json/write_shop.hpp>
#include <loyalty/policies/referral.hpp>

namespace {

using namespace shops;
using namespace loyalty::criteria;
using namespace loyalty::prices;

/// Lives the same lives by both programmes: orders, returns, activities, codes of campaigns `first` to `first + 2`, memberships.
template <class Text, class Programme>
std::size_t compare(const Text& text, const Programme& constant) {
    return live_both(
        text, constant, {}, 120, [](orders& drawn, auto& left, auto& right, std::uint64_t id, instant time) {
            const std::uint64_t code = left.code(time, drawn.below(4));
            const std::uint32_t kind = drawn.below(12);
            if (kind == 0) {
                REQUIRE(left.gives_back(id, time) == right.gives_back(id, time));
            } else if (kind == 1) {
                if constexpr (Programme::keeps_membership) {
                    const membership_change paid{
                        .id = id, .time = time, .membership = {time, instant{time.seconds_since_epoch + 2'000'000}}};
                    REQUIRE(left.does(paid) == right.does(paid));
                }
            } else if (kind < 6) {
                const activity done{.id = id,
                                    .member = 5,
                                    .time = time,
                                    .kind = kind == 2 ? 5 : 1 + drawn.below(2),
                                    .score = drawn.below(90),
                                    .reference = drawn.below(3)};
                REQUIRE(left.does(done) == right.does(done));
            } else {
                order event = drawn.draw(id, time);
                event.member = 5;
                event = code != 0 && kind < 9 ? drawn.presenting(event, code) : event;
                constexpr std::size_t rules = loyalty::detail::discount_rule_count<Programme>();
                REQUIRE(numbers_of(left.bill_of(event), rules) == numbers_of(right.bill_of(event), rules));
                REQUIRE(left.buys(event) == right.buys(event));
            }
            const numbers now = left.holds(time);
            REQUIRE(now == right.holds(time));
            return static_cast<std::size_t>(now[0] + now[1]) + now.size() / 7;
        });
}

TEST_CASE("a discount while a paid membership runs") {
    constexpr programme members{frame, paid_membership{}, discounts{percent_off(10_pct).when(membership_active())},
                                things::wallet<8>{}};
    const auto shop = read_shop_file("membership_by_days").framed_with_wallet(utc{});
    compare(shop, members);
    // 100.00 from 10 January on, for 100 days.
    life<std::remove_const_t<decltype(shop)>, unit::badges> anna{shop, {}};
    const auto due = [&](instant time) {
        const item goods{.id = 1, .net = 100_usd};
        return anna.bill_of(order{.id = 9, .time = time, .lines = {&goods, 1}}).due;
    };
    anna.does(membership_change{
        .id = 1, .time = "2025-01-10T09:00"_utc, .membership = {"2025-01-10T00:00"_utc, "2025-04-20T00:00"_utc}});
    CHECK(due("2025-04-19T12:00"_utc) == 90_usd);
    CHECK(due("2025-04-20T12:00"_utc) == 100_usd);
}

TEST_CASE("credits that become a voucher, and a voucher for the points of three months") {
    constexpr programme quiz{
        frame, points{per_score{1_stamps, 10}.of(5u), down, cap_at{10_stamps, calendar_window{period_unit::day}}},
        conversion{20_stamps, 1_vouchers},
        things::wallet<8>{}.issuing(things::vouchers{1}.for_each<unit::vouchers>().valid_days(30))};
    CHECK(compare(read_shop_file("quiz").framed_with_wallet(utc{}), quiz) > 2'000);

    constexpr programme south_africa{
        frame, points{per_amount{1_points, 10_usd}, down},
        spend_threshold{1_vouchers, once(51_points)}.of(earned<unit::points>{}).within(rolling_months<3>{}),
        things::wallet<8>{}.issuing(things::vouchers{1}.for_each<unit::vouchers>().valid_days(90))};
    CHECK(compare(read_shop_file("body_shop_vouchers").framed_with_wallet(utc{}), south_africa) > 2'000);
}

TEST_CASE("things for friends who are brought") {
    using three_units = json::shop_wallet<8, 8, unit::badges, unit::stamps, unit::points>;
    const auto read = json::read_shop<usd, 4, json::usual_lots, 64, three_units>(
        file_text("examples/rules/shops/referral_rewards.json"));
    REQUIRE(first_mistake(read.wrong) == "");
    constexpr programme friends{
        frame,
        discounts{best_discount_of{percent_off(20_pct).needs(coupon{20}), percent_off(30_pct).needs(coupon{30})}},
        social::referral{1_points, 30_usd}.linked_by(1).telling(2),
        spend_threshold{1_vouchers, once(1_visits)}.of(activities_of(2u)),
        spend_threshold{1_stamps, once(3_visits)}.of(activities_of(2u)),
        things::wallet<8>{}.issuing(things::vouchers{20}.for_each<unit::points>().valid_days(30),
                                    things::vouchers{21}.for_each<unit::vouchers>(),
                                    things::vouchers{30}.for_each<unit::stamps>())};
    // Welcomes are points, which become things: no coupon costs any.
    CHECK(compare(read.framed_with(utc{}, read.wallet), friends) > 1'000);
    const std::string written = json::write_shop(read);
    CHECK(json::write_shop(json::read_shop<usd, 4, json::usual_lots, 64, three_units>(written)) == written);
}

} // namespace
