// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The mechanics of mechanics_instructions.cpp in loops by hand, with every constant in its place.
///
/// A loop comes in two forms. One trusts its input, as `by_hand::drive` says: it refuses late events, and an overflow anywhere
/// spoils its sums. The other one refuses what the library refuses, and then leaves the member as before: an index that is no
/// member's, a time outside the calendar, a late event, a negative amount, an overflow of anything. It counts what it refuses,
/// and checks its sums.
///
/// A state has what the library's has, so that a return can find what its sale had put in: what was counted, whether it was
/// paid for, the balance. What identifies an event is its time, as in the programmes. Other than the library, no loop knows
/// in which time zone the last event was dated.

#include "../../benchmarks/by_hand.hpp"

#include <loyalty/engine/sent_messages.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/delivery.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mechanics_by_hand {

using bench::totals;
using by_hand::common_state;
using by_hand::day_fields;
using by_hand::give;
using w5::by_hand::contract;

[[nodiscard, gnu::always_inline]] inline bool is_in_calendar(std::int64_t time) noexcept {
    return loyalty::instant::minimum().seconds_since_epoch <= time &&
           time < loyalty::instant::maximum().seconds_since_epoch;
}
[[nodiscard]] inline bool is_negative(const w5::record& event) noexcept {
    return event.cents < 0;
}
[[nodiscard]] inline bool is_negative(const loyalty::activity& event) noexcept {
    return event.score < 0;
}
[[nodiscard]] inline bool is_negative(const loyalty::purchase<loyalty::currency::usd>& event) noexcept {
    return event.net.minor_units() < 0;
}

[[nodiscard]] inline bool is_negative(const loyalty::delivery&) noexcept {
    return false;
}

/// Runs `rule(own, event, day, gave)` over a stream; it returns false where something overflowed.
template <bool NeedsDay, class State, class Event, class Rule>
[[nodiscard]] inline totals drive_refusing(std::span<State> members, std::span<const Event> stream,
                                           Rule rule) noexcept {
    totals sum{};
    bool fits = true;
    day_fields day;
    const std::size_t count = stream.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (i + by_hand::look_ahead < count) {
            __builtin_prefetch(&members[stream[i + by_hand::look_ahead].member], 1);
        }
        const Event& event = stream[i];
        const std::int64_t time = by_hand::seconds_of(event);
        if (event.member >= members.size()) {
            ++sum.refused;
            continue;
        }
        if constexpr (NeedsDay) {
            if (time < day.from || time >= day.until) [[unlikely]] {
                if (!is_in_calendar(time)) {
                    ++sum.refused;
                    continue;
                }
                day.move_to(time);
            }
        } else if (!is_in_calendar(time)) {
            ++sum.refused;
            continue;
        }
        State& own = members[event.member];
        if (time < own.last_time || is_negative(event)) {
            ++sum.refused;
            continue;
        }
        const State before = own;
        totals gave{};
        if (!rule(own, event, day, gave)) [[unlikely]] {
            own = before;
            ++sum.refused;
            continue;
        }
        own.last_time = time;
        if (__builtin_add_overflow(sum.points, gave.points, &sum.points) ||
            __builtin_add_overflow(sum.stamps, gave.stamps, &sum.stamps)) [[unlikely]] {
            fits = false;
        }
    }
    return fits ? sum : totals{-1, -1, -1, -1, -1, -1};
}

/// Runs a rule over new members.
template <class Rule, contract Contract, class Event>
[[nodiscard, gnu::noinline]] totals run(std::span<const Event> stream, std::size_t members, const Rule& rule) {
    std::vector<typename Rule::state> states(members);
    if constexpr (requires { rule.begin(std::span{states}); }) {
        rule.begin(std::span{states});
    }
    if constexpr (Contract == contract::refuses) {
        return drive_refusing<Rule::needs_day>(std::span{states}, stream, rule);
    } else {
        return by_hand::drive<Rule::needs_day>(std::span{states}, stream, rule);
    }
}

/// 200 points once for 300.00 in the year 2024.
struct mission {
    static constexpr bool needs_day = false;
    struct state : common_state {
        std::int64_t spent = 0;
        bool paid = false;
    };

    [[nodiscard]] bool operator()(state& own, const w5::record& event, const day_fields&, totals& gave) const noexcept {
        if (event.time < 1'704'067'200 || event.time >= 1'735'689'600) {
            return true;
        }
        if (__builtin_add_overflow(own.spent, event.cents, &own.spent)) {
            return false;
        }
        if (own.paid || own.spent < 30'000) {
            return true;
        }
        own.paid = true;
        return give(own.points, gave.points, 200);
    }
};

/// 10 points from 500.00 on, and 50 more from 2,000.00 on.
struct levels {
    static constexpr bool needs_day = false;
    struct state : common_state {
        std::int64_t spent = 0;
        std::uint8_t level = 0;
    };

    [[nodiscard]] bool operator()(state& own, const w5::record& event, const day_fields&, totals& gave) const noexcept {
        constexpr std::int64_t next[3]{50'000, 200'000, INT64_MAX};
        bool fits = !__builtin_add_overflow(own.spent, event.cents, &own.spent);
        while (own.spent >= next[own.level]) {
            fits = give(own.points, gave.points, own.level == 0 ? 10 : 50) && fits;
            ++own.level;
        }
        return fits;
    }
};

/// 200 points once for five purchases of category 2 and three of category 4.
struct hunt {
    static constexpr bool needs_day = false;
    struct state : common_state {
        std::int64_t done[2]{};
        std::int64_t paid = 0;
    };

    [[nodiscard]] bool operator()(state& own, const w5::record& event, const day_fields&, totals& gave) const noexcept {
        if (__builtin_add_overflow(own.done[0], event.category == 2 ? 1 : 0, &own.done[0]) ||
            __builtin_add_overflow(own.done[1], event.category == 4 ? 1 : 0, &own.done[1])) {
            return false;
        }
        if (own.paid != 0 || own.done[0] < 5 || own.done[1] < 3) {
            return true;
        }
        own.paid = 1;
        return give(own.points, gave.points, 200);
    }
};

/// 200 points for a purchase after 30 days without one.
struct win_back {
    static constexpr bool needs_day = true;
    struct state : common_state {
        std::int64_t last_until = INT64_MAX; ///< the end of the day of the last purchase
    };

    [[nodiscard]] bool operator()(state& own, const w5::record&, const day_fields& day, totals& gave) const noexcept {
        const bool is_back = own.last_until != INT64_MAX && day.until - own.last_until >= 30 * 86'400;
        own.last_until = day.until;
        return !is_back || give(own.points, gave.points, 200);
    }
};

/// A point for each whole dollar, and their sum, of which two partners pay their shares.
struct funded {
    static constexpr bool needs_day = false;
    struct state : common_state {
        std::int64_t given = 0;
    };

    [[nodiscard]] bool operator()(state& own, const w5::record& event, const day_fields&, totals& gave) const noexcept {
        const std::int64_t more = w5::by_hand::quotient(event.cents, 100);
        return !__builtin_add_overflow(own.given, more, &own.given) && give(own.points, gave.points, more);
    }
};

/// A stamp for each purchase; ten become 50 points.
struct conversion {
    static constexpr bool needs_day = false;
    struct state : common_state {
        std::int32_t stamps = 0;
    };

    [[nodiscard]] bool operator()(state& own, const w5::record&, const day_fields&, totals& gave) const noexcept {
        ++gave.stamps;
        if (++own.stamps < 10) {
            return true;
        }
        const std::int64_t times = own.stamps / 10;
        own.stamps -= static_cast<std::int32_t>(10 * times);
        gave.stamps -= 10 * times;
        return give(own.points, gave.points, 50 * times);
    }
};

/// 1 % of each purchase in whole cents to the charity that the member chose; the rest of a cent waits. What returns took too
/// much is owed, and the next donations are lower by it.
struct donation {
    static constexpr bool needs_day = false;
    struct state : common_state {
        std::int64_t rest = 0; ///< hundredths of a cent
        std::int64_t given = 0;
        std::int64_t here = 0; ///< to the present charity
        std::int64_t owed = 0;
        std::uint32_t recipient = 0;
    };
    std::span<const std::uint32_t> chosen; ///< by each member

    [[nodiscard]] bool operator()(state& own, const w5::record& event, const day_fields&, totals& gave) const noexcept {
        const std::uint32_t recipient = chosen[event.member];
        own.here = recipient == own.recipient ? own.here : 0;
        own.recipient = recipient;
        std::int64_t exact = 0;
        if (__builtin_add_overflow(own.rest, event.cents, &exact)) {
            return false;
        }
        const std::int64_t cents = w5::by_hand::quotient(exact, 100);
        own.rest = exact - 100 * cents;
        const std::int64_t paid = own.owed < cents ? own.owed : cents;
        own.owed -= paid;
        return !__builtin_add_overflow(own.given, cents - paid, &own.given) &&
               !__builtin_add_overflow(own.here, cents - paid, &own.here) && give(own.points, gave.points, cents);
    }
};

/// 20 points for an activity of the kinds 1 to 4, at most 60 a day.
struct capped_activity {
    static constexpr bool needs_day = true;
    struct state : common_state {
        std::int64_t today = 0; ///< points
    };

    [[nodiscard]] bool operator()(state& own, const loyalty::activity& event, const day_fields& day,
                                  totals& gave) const noexcept {
        const std::int64_t used = w5::by_hand::value_if(own.last_time >= day.from, own.today);
        const std::int64_t desired = 1 <= event.kind && event.kind <= 4 ? 20 : 0;
        const std::int64_t more = desired < 60 - used ? desired : 60 - used;
        own.today = used + more;
        return give(own.points, gave.points, more);
    }
};

/// 50 points for purchases in four weeks in a row.
struct streak {
    static constexpr bool needs_day = true;
    struct state : common_state {
        std::int32_t week = -2;
        std::uint8_t count = 0;
    };

    [[nodiscard]] bool operator()(state& own, const w5::record&, const day_fields& day, totals& gave) const noexcept {
        own.count = static_cast<std::uint8_t>(w5::by_hand::value_if(day.week - own.week <= 1, own.count) +
                                              (day.week != own.week));
        own.week = day.week;
        if (own.count < 4) {
            return true;
        }
        own.count = 0;
        return give(own.points, gave.points, 50);
    }
};

/// 50 points for each tenth purchase.
struct stamp_card {
    static constexpr bool needs_day = false;
    struct state : common_state {
        std::uint8_t stamped = 0;
    };

    [[nodiscard]] bool operator()(state& own, const w5::record&, const day_fields&, totals& gave) const noexcept {
        if (++own.stamped < 10) {
            return true;
        }
        own.stamped = 0;
        return give(own.points, gave.points, 50);
    }
};

/// 50.00 within 3,650 days of the link give the friend 200 points, and the referrer a message 14 days later. The sums of the
/// messages stand in for whoever delivers them.
struct referral {
    static constexpr bool needs_day = false;
    static constexpr std::uint32_t nobody = UINT32_MAX;
    struct state : common_state {
        std::int64_t spent = 0;
        std::int64_t linked = 0;
        std::uint64_t qualified_by = 0;
        std::uint32_t referrer = nobody;
        bool qualified = false;
    };
    struct posted {
        std::int64_t messages = 0;
        std::int64_t due = 0; ///< the sum of the times
        std::uint64_t ids = 0;
        std::uint64_t parties = 0; ///< the sum of receivers and senders
    };
    std::span<const loyalty::activity> links;
    posted* post = nullptr;

    void begin(std::span<state> members) const noexcept {
        for (const loyalty::activity& each : links) {
            state& own = members[each.member];
            const std::int64_t time = each.time.seconds_since_epoch;
            if (!is_in_calendar(time) || time < own.last_time || each.score < 0 || each.reference == each.member ||
                each.reference >= nobody || own.referrer != nobody) {
                continue;
            }
            own.referrer = static_cast<std::uint32_t>(each.reference);
            own.linked = time;
            own.last_time = time;
        }
    }

    [[nodiscard]] bool operator()(state& own, const loyalty::purchase<loyalty::currency::usd>& event, const day_fields&,
                                  totals& gave) const noexcept {
        const std::int64_t time = event.time.seconds_since_epoch;
        if (own.referrer == nobody || time >= own.linked + 3'650 * std::int64_t{86'400}) {
            return true;
        }
        if (__builtin_add_overflow(own.spent, event.net.minor_units(), &own.spent)) {
            return false;
        }
        if (own.qualified || own.spent < 5'000) {
            return true;
        }
        own.qualified = true;
        own.qualified_by = event.id;
        if (!give(own.points, gave.points, 200)) {
            return false;
        }
        const std::uint64_t id = loyalty::detail::message_id(event.id, event.member, own.referrer, 0, 0);
        *post = {post->messages + 1, post->due + time + 14 * std::int64_t{86'400}, post->ids + id,
                 post->parties + own.referrer + event.member};
        return true;
    }
};

} // namespace mechanics_by_hand
