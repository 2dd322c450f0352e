// SPDX-License-Identifier: BSL-1.0
//
// A history gives the state and the outcomes of the ordered stream, in whatever order the events arrive, whoever of two
// tills merges with whom, and however often an event is sent again.
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/history.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <random>
#include <type_traits>
#include <vector>

using namespace loyalty;

namespace {

using sale = purchase<currency::usd>;
using back = sale_return<sale>;
using wish = account_request<unit::points>;

constexpr programme rules{
    tiered{50_usd, 150_usd}.within(calendar_window{period_unit::month}).returning(on_return::loses_tier),
    points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.5_x, 2_x}, round_off_carrying{rounding::floor}},
    spend_threshold{25_points, every(100_usd)}, gamified{streak<period_unit::day>{3}.awards(1_badges)},
    lots<unit::points>{}.expiring(expires_end_of_month<2>{})};
using rules_type = std::remove_const_t<decltype(rules)>;
using history = member_history<rules_type, sale>;
using event = history::event_type;
using random_source = std::mt19937_64;

std::uint64_t up_to(random_source& random, std::uint64_t most) {
    return random() % (most + 1);
}

constexpr instant start = "2025-01-01T00:00"_utc;

/// In order of (time, id); some share a time, some refer to nothing, some are refused.
std::vector<event> any_events(random_source& random) {
    std::vector<event> events;
    std::vector<sale> sales;
    std::vector<std::uint64_t> redemptions{999};
    std::int64_t time = start.seconds_since_epoch;
    const std::uint64_t count = 1 + up_to(random, 19);
    for (std::uint64_t id = 1; id <= count; ++id) {
        time += up_to(random, 3) == 0 ? 0 : static_cast<std::int64_t>(up_to(random, 5 * 86'400));
        const occasion at{id, instant{time}};
        const std::uint64_t kind = sales.empty() ? 0 : up_to(random, 9);
        if (kind < 5) {
            const auto cents = static_cast<std::int64_t>(up_to(random, 12'000)) - (up_to(random, 30) == 0 ? 12'000 : 0);
            sales.push_back({.id = id, .time = at.time, .net = money<currency::usd>::from_minor_units(cents)});
            events.push_back(sales.back());
        } else if (kind < 7) {
            const sale& of = sales[up_to(random, sales.size() - 1)];
            back one{at, of.id, {}};
            if (up_to(random, 1) == 0) {
                one.remaining = of;
                one.remaining->net = money<currency::usd>::from_minor_units(of.net.minor_units() / 2);
            }
            events.push_back(one);
        } else if (kind == 7) {
            events.push_back(quiet_time{at});
        } else {
            wish one{.event = at,
                     .action = static_cast<account_action>(up_to(random, 4)),
                     .points = amount<unit::points>::from_minor_units(static_cast<std::int64_t>(up_to(random, 60))),
                     .hold = up_to(random, 2),
                     .until = date::of(2025, 1, 1) + static_cast<std::int32_t>(up_to(random, 60)),
                     .redemption = redemptions[up_to(random, redemptions.size() - 1)]};
            if (one.action == account_action::redeem || one.action == account_action::commit) {
                redemptions.push_back(id);
            }
            events.push_back(one);
        }
    }
    return events;
}

/// The same by hand: no history, each event once, in order.
member<rules_type> in_order(const std::vector<event>& events) {
    member<rules_type> anna;
    std::map<std::uint64_t, receipt<rules_type>> receipts;
    std::map<std::uint64_t, points_taken<rules_type, unit::points>> redeemed;
    for (const event& each : events) {
        if (const auto* bought = std::get_if<sale>(&each)) {
            const auto sold = apply_with_receipt(rules, anna, *bought);
            if (sold.outcome.accepted()) {
                receipts[bought->id] = sold.receipt;
            }
        } else if (const auto* returned = std::get_if<back>(&each)) {
            if (const auto slip = receipts.find(returned->sale); slip == receipts.end()) {
                continue;
            } else if (returned->remaining) {
                reverse(rules, anna, slip->second, *returned->remaining, returned->event);
            } else {
                reverse_all(rules, anna, slip->second, returned->event);
            }
        } else if (const auto* quiet = std::get_if<quiet_time>(&each)) {
            pass_time(rules, anna, quiet->event);
        } else {
            const wish& one = std::get<wish>(each);
            points_taken<rules_type, unit::points> from{};
            if (one.action == account_action::redeem && redeem(rules, anna, one.event, one.points, &from).accepted()) {
                redeemed[one.event.id] = from;
            } else if (one.action == account_action::commit &&
                       commit<unit::points>(rules, anna, one.event, one.hold, &from).accepted()) {
                redeemed[one.event.id] = from;
            } else if (one.action == account_action::reserve) {
                reserve(rules, anna, one.event, one.points, {one.hold, one.until});
            } else if (one.action == account_action::release) {
                release<unit::points>(rules, anna, one.event, one.hold);
            } else if (one.action == account_action::give_back && redeemed.contains(one.redemption) &&
                       give_back<unit::points>(rules, anna, one.event, redeemed[one.redemption]).accepted()) {
                redeemed.erase(one.redemption);
            }
        }
    }
    return anna;
}

bool same_outcomes(const history& left, const history& right, std::uint64_t count) {
    bool same = left.size() == right.size() && left.state() == right.state();
    for (std::uint64_t id = 1; id <= count; ++id) {
        const auto* one = left.outcome_of(id);
        const auto* other = right.outcome_of(id);
        same = same && one != nullptr && other != nullptr && *one == *other;
    }
    return same;
}

} // namespace

TEST_CASE("any order of arrival, and any merge, gives the state of the ordered stream") {
    const char* const given = std::getenv("LOYALTY_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20250311;
    MESSAGE("LOYALTY_SEED=" << seed);
    random_source random{seed};
    std::size_t submitted = 0;
    for (int round = 0; submitted < 300'000; ++round) {
        CAPTURE(round);
        const std::vector<event> events = any_events(random);
        const std::size_t interval = 1 + up_to(random, 7);
        history ordered{rules, {}, interval};
        for (const event& each : events) {
            ordered.submit(each);
        }
        REQUIRE(ordered.state() == in_order(events));

        std::vector<event> arriving = events;
        std::shuffle(arriving.begin(), arriving.end(), random);
        history shuffled{rules, {}, 1 + up_to(random, 7)};
        history tills[2]{history{rules, {}, interval}, history{rules}};
        for (const event& each : arriving) {
            const auto first = shuffled.submit(each);
            const std::uint64_t to = up_to(random, 2);
            for (std::uint64_t till = 0; till < 2; ++till) {
                if (to == 2 || to == till) {
                    tills[till].submit(each);
                }
            }
            if (up_to(random, 3) == 0) {
                const auto before = shuffled.state();
                REQUIRE(shuffled.submit(each) == first);
                REQUIRE(shuffled.state() == before);
            }
        }
        REQUIRE(same_outcomes(shuffled, ordered, events.size()));
        history other_way = tills[1];
        REQUIRE(other_way.merge(tills[0]) == 0);
        REQUIRE(tills[0].merge(tills[1]) == 0);
        REQUIRE(same_outcomes(tills[0], ordered, events.size()));
        REQUIRE(same_outcomes(other_way, ordered, events.size()));
        submitted += 3 * events.size();
    }
    MESSAGE(submitted << " events submitted");
}
