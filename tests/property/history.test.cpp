// SPDX-License-Identifier: BSL-1.0
//
// A history gives the state and the outcomes of the ordered stream, in whatever order the events arrive, whoever of two
// tills merges with whom, and however often an event is sent again.
#include "../support/random.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/history.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::choices;
using namespace loyalty::extensions;
using namespace loyalty::streams;

namespace {

using sale = purchase<currency::usd>;

constexpr programme rules{
    tiered{50_usd, 150_usd}.within(calendar_window{period_unit::month}).returning(on_return::loses_tier),
    points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.5_x, 2_x}, round_off_carrying{rounding::floor}},
    points{per_activity{5_points}.of(1u)},
    spend_threshold{25_points, every(100_usd)},
    gamified{streak<calendar_window{period_unit::day}>{3}.awards(1_badges)},
    lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<2>{})};
using rules_type = std::remove_const_t<decltype(rules)>;
using history = member_history<rules_type, sale>;
using event = history::event_type;
using random_source = std::mt19937_64;

std::uint64_t up_to(random_source& random, std::uint64_t most) {
    return random() % (most + 1);
}

constexpr instant start = "2025-01-01T00:00"_utc;

using back = return_of<rules_type, sale>;
using points_back = give_back<rules_type, unit::points>;

/// What is done with points, or to them.
event any_account_event(random_source& random, std::uint64_t id, instant time,
                        std::vector<std::uint64_t>& redemptions) {
    const auto some = amount<unit::points>::from_minor_units(static_cast<std::int64_t>(up_to(random, 60)));
    const std::uint64_t hold = up_to(random, 2);
    const date until = date::of(2025, 1, 1) + static_cast<std::int32_t>(up_to(random, 60));
    switch (up_to(random, 8)) {
    case 0:
        return reservation<unit::points>{.id = id, .time = time, .hold = hold, .amount = some, .until = until};
    case 1:
        redemptions.push_back(id);
        return commitment<unit::points>{.id = id,
                                        .time = time,
                                        .hold = hold,
                                        .amount = up_to(random, 1) == 0 ? some : ledgers::everything<unit::points>};
    case 2:
        return release<unit::points>{.id = id, .time = time, .hold = hold};
    case 3:
    case 4:
        return points_back{.id = id,
                           .time = time,
                           .redemption = redemptions[up_to(random, redemptions.size() - 1)],
                           .amount = up_to(random, 1) == 0 ? some : ledgers::everything<unit::points>};
    case 5:
        return clawback<unit::points>{.id = id, .time = time, .amount = some, .earned_on = until - 30};
    case 6:
        return adjustment<unit::points>{.id = id, .time = time, .amount = some - 30_points};
    default:
        redemptions.push_back(id);
        return redemption<unit::points>{.id = id, .time = time, .amount = some};
    }
}

event any_return(random_source& random, std::uint64_t id, instant time, const std::vector<sale>& sales) {
    const sale& of = sales[up_to(random, sales.size() - 1)];
    back one{.id = id, .time = time, .sale = of.id};
    if (up_to(random, 1) == 0) {
        one.remaining = of;
        one.remaining->net = money<currency::usd>::from_minor_units(of.net.minor_units() / 2);
    }
    return one;
}

/// In order of (time, id); some share a time, some refer to nothing, some are refused.
std::vector<event> any_events(random_source& random) {
    std::vector<event> events;
    std::vector<sale> sales;
    std::vector<std::uint64_t> redemptions{999};
    std::int64_t time = start.seconds_since_epoch;
    const std::uint64_t count = 1 + up_to(random, 19);
    for (std::uint64_t id = 1; id <= count; ++id) {
        time += up_to(random, 3) == 0 ? 0 : static_cast<std::int64_t>(up_to(random, 5 * 86'400));
        const instant now{time};
        const std::uint64_t kind = sales.empty() ? 0 : up_to(random, 13);
        if (kind < 5) {
            const auto cents = static_cast<std::int64_t>(up_to(random, 12'000)) - (up_to(random, 30) == 0 ? 12'000 : 0);
            sales.push_back({.id = id, .time = now, .net = money<currency::usd>::from_minor_units(cents)});
            events.push_back(sales.back());
        } else if (kind < 7) {
            events.push_back(any_return(random, id, now, sales));
        } else if (kind == 7) {
            events.push_back(time_passed{.id = id, .time = now});
        } else if (kind == 8) {
            events.push_back(activity{.id = id, .time = now, .kind = static_cast<std::uint32_t>(up_to(random, 2))});
        } else if (kind == 9) {
            events.push_back(transfer<unit::points>{.id = id, .time = now, .to = 1, .amount = 1_points});
        } else {
            events.push_back(any_account_event(random, id, now, redemptions));
        }
    }
    return events;
}

/// The same by hand: no history, each event once, in order.
struct by_hand {
    member<rules_type> anna{};
    std::map<std::uint64_t, receipt<rules_type>> sold{};
    std::map<std::uint64_t, redemption_receipt<rules_type, unit::points>> spent{};
    std::size_t given_back = 0;

    template <class Event>
    void happen(Event happened) {
        constexpr event_kind kind = kind_of<Event>;
        if constexpr (is_purchase<Event>) {
            const auto gave = apply_with_receipt(rules, anna, happened);
            if (gave.outcome.accepted()) {
                sold[happened.id] = gave.receipt;
            }
        } else if constexpr (is_return<Event>) {
            if (const auto slip = sold.find(happened.sale); slip != sold.end()) {
                happened.receipt = &slip->second;
                apply(rules, anna, happened);
            }
        } else if constexpr (kind == event_kind::redemption || kind == event_kind::commitment) {
            happen_to_points(happened);
        } else if constexpr (kind == event_kind::give_back) {
            if (const auto slip = spent.find(happened.redemption); slip != spent.end()) {
                happened.receipt = &slip->second;
                given_back += apply(rules, anna, happened).accepted() ? 1u : 0u;
            }
        } else {
            apply(rules, anna, event{happened}); // as one of the sum: what the programme does not keep is refused
        }
    }

    template <class Event>
    void happen_to_points(const Event& happened) {
        if constexpr (std::is_same_v<typename Event::unit, unit::points>) {
            const auto gave = apply_with_receipt(rules, anna, happened);
            if (gave.outcome.accepted()) {
                spent[happened.id] = gave.receipt;
            }
        }
    }
};

by_hand in_order(const std::vector<event>& events) {
    by_hand all;
    for (const event& each : events) {
        each.visit([&](const auto& one) { all.happen(one); });
    }
    return all;
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
    random_source random{support::seed_or(20250311)};
    std::size_t submitted = 0;
    std::size_t given_back = 0;
    for (int round = 0; submitted < 300'000; ++round) {
        CAPTURE(round);
        const std::vector<event> events = any_events(random);
        const std::size_t interval = 1 + up_to(random, 7);
        history ordered{rules, {}, interval};
        for (const event& each : events) {
            ordered.submit(each);
        }
        const by_hand expected = in_order(events);
        REQUIRE(ordered.state() == expected.anna);
        given_back += expected.given_back;

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
    CHECK(given_back > 300);
}
