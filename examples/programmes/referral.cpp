// SPDX-License-Identifier: BSL-1.0
//
// A friend brings a friend, and both have 5.00 (S42). The new friend has it as soon as purchases reach 10.00, the
// referrer seven days later, at most five times a month and twenty in a lifetime. The third friend brings 10.00
// more. The first code stands; if the friend's goods come back meanwhile, nobody gets anything. Source: a feature
// request to another system, with its figures; the third friend's bonus is an example. The router brings the
// message from one member to the other (S41).

#include "check.hpp"

#include <loyalty/policies/referral.hpp>
#include <loyalty/stream/router.hpp>

#include <array>
#include <span>

namespace referral {

using namespace loyalty;
using namespace loyalty::criteria;

enum kind : std::uint32_t { code_of_friend = 1, friend_bought = 2 };

constexpr programme rules{
    social::referral{5_usd, 10_usd}.linked_by(code_of_friend).telling(friend_bought).waiting_days(7),
    points{per_activity{5_usd}.of(friend_bought), cap_at{25_usd, calendar_window{period_unit::month}}.rejecting(),
           cap_at{100_usd, lifetime{}}.rejecting()},
    spend_threshold{10_usd, once(3_visits)}.of(activities_of(friend_bought)),
};
using rules_type = std::remove_const_t<decltype(rules)>;

constexpr instant august_1 = "2026-08-01T12:00"_utc;
constexpr std::uint32_t anna = 0;

struct friends {
    std::array<member<rules_type>, 8> members{};
    streams::router<rules_type> post{};
    extensions::no_sink outcomes{};

    auto names_anna(std::uint32_t who, std::uint64_t id) {
        const activity code{.id = id, .member = who, .time = august_1, .kind = code_of_friend, .reference = anna};
        return apply(rules, members[who], code, extensions::no_profile{}, post).refused;
    }
    auto buys(std::uint32_t who, std::uint64_t id, money<currency::usd> net) {
        const purchase<currency::usd> sale{.id = id, .member = who, .time = august_1, .net = net};
        return apply_with_receipt(rules, members[who], sale, extensions::no_profile{}, post);
    }
    money<currency::usd> credit(std::uint32_t who, instant now) {
        post.deliver(rules, std::span{members}, now, outcomes);
        return members[who].balance<currency::usd>();
    }
};

void cases(gallery::checks& check) {
    friends all;
    check("Ben names Anna", all.names_anna(1, 1), reason::none);
    check("Ben names another one", all.names_anna(1, 2), reason::already_linked);
    check("Ben pays 9.99", all.buys(1, 3, 9.99_usd).outcome.granted<currency::usd>(), 0_usd);
    auto cent = all.buys(1, 4, 0.01_usd);
    check("and a cent more", cent.outcome.granted<currency::usd>(), 5_usd);
    check("Anna on 8 August, before noon", all.credit(anna, "2026-08-08T12:00"_utc), 0_usd);
    check("Anna after noon", all.credit(anna, "2026-08-08T12:00:01"_utc), 5_usd);

    friends again;
    again.names_anna(1, 1);
    auto sold = again.buys(1, 2, 10_usd);
    apply(rules, again.members[1], sold.receipt.returned({.id = 3, .member = 1, .time = "2026-08-05T12:00"_utc}),
          extensions::no_profile{}, again.post);
    check("Ben's goods come back on 5 August: Ben", again.members[1].balance<currency::usd>(), 0_usd);
    check("and Anna, later", again.credit(anna, "2026-09-01T12:00"_utc), 0_usd);

    friends six;
    for (std::uint32_t who = 1; who <= 6; ++who) {
        six.names_anna(who, 10 * who);
        six.buys(who, 10 * who + 1, 10_usd);
    }
    check("six friends in August: five count, and 10.00 for the third", six.credit(anna, "2026-10-01T12:00"_utc),
          35_usd);
}

const gallery::page here{"referral", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace referral
