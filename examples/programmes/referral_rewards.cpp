// SPDX-License-Identifier: BSL-1.0
//
// A shop of candles rewards both sides with things (S42, S38): the new friend has 20 % off the next order, once the first one
// reached 30.00; the referrer has a candle for the first friend and 30 % off for the third. A second code is refused,
// and so is the member's own. Sources: referral programmes that give 10 to 30 %, gift cards or products; the figures
// are examples.

#include "check.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/policies/referral.hpp>
#include <loyalty/stream/router.hpp>

#include <array>
#include <span>

namespace referral_rewards {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::prices;

struct welcomes {
    static constexpr unit_code code = "welcomes";
    static constexpr int digits = 0;
};
constexpr auto welcome = amount<welcomes>::whole(1);
enum kind : std::uint32_t { code_of_friend = 1, friend_bought = 2 };
enum gift : std::uint32_t { twenty_off = 20, candle = 21, thirty_off = 30 };

constexpr programme rules{
    discounts{
        best_discount_of{percent_off(20_pct).needs(coupon{twenty_off}), percent_off(30_pct).needs(coupon{thirty_off})}},
    social::referral{welcome, 30_usd}.linked_by(code_of_friend).telling(friend_bought),
    spend_threshold{1_vouchers, once(1_visits)}.of(activities_of(friend_bought)),
    spend_threshold{1_stamps, once(3_visits)}.of(activities_of(friend_bought)),
    things::wallet<4>{}.issuing(things::vouchers{twenty_off}.for_each<welcomes>().valid_days(30),
                                things::vouchers{candle}.for_each<unit::vouchers>(),
                                things::vouchers{thirty_off}.for_each<unit::stamps>()),
};
using rules_type = std::remove_const_t<decltype(rules)>;

void cases(gallery::checks& check) {
    instant now = "2026-08-01T12:00"_utc;
    std::array<member<rules_type>, 4> members{}; // Anna is 0
    streams::router<rules_type> post{};
    extensions::no_sink outcomes{};
    const auto names = [&](std::uint32_t who, std::uint32_t referrer, std::uint64_t id) {
        const activity code{.id = id, .member = who, .time = now, .kind = code_of_friend, .reference = referrer};
        return apply(rules, members[who], code, extensions::no_profile{}, post).refused;
    };
    const auto buys = [&](std::uint32_t who, std::uint64_t id, money<currency::usd> net) {
        apply(rules, members[who], purchase<currency::usd>{.id = id, .member = who, .time = now, .net = net},
              extensions::no_profile{}, post);
        post.deliver(rules, std::span{members}, now + dates::seconds{1}, outcomes);
    };
    const auto gifts = [&](std::uint32_t who) {
        return things::things_of(rules, members[who], now + dates::seconds{1});
    };

    check("Ben names himself", names(1, 1, 1), reason::same_member);
    check("Ben names Anna", names(1, 0, 2), reason::none);
    buys(1, 3, 29.99_usd);
    check("29.99: coupons of Ben", gifts(1).size(), 0U);
    buys(1, 4, 0.01_usd);
    check("a cent more: Ben has the coupon", gifts(1)[0].thing.campaign, +twenty_off);
    check("and Anna", gifts(0)[0].thing.campaign, +candle);
    const std::array lines{basket_line<currency::usd>{.id = 1, .net = 50_usd}};
    const std::array codes{things::presented{.code = gifts(1)[0].thing.code}};
    check(
        "Ben's next order of 50.00",
        quote(rules, members[1], checkout<currency::usd>{.id = 5, .time = now, .lines = lines, .presented = codes}).due,
        40_usd);
    for (std::uint32_t who = 2; who <= 3; ++who) {
        now = now + dates::seconds{3600};
        names(who, 0, 10 * who);
        buys(who, 10 * who + 1, 30_usd);
    }
    check("after three friends Anna has", gifts(0).size(), 2U);
    check("the second is", gifts(0)[1].thing.campaign, +thirty_off);
}

const gallery::page here{"referral_rewards", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace referral_rewards
