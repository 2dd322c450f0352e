// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Paid memberships and prepaid deliveries of holdings_instructions.cpp in loops by hand. Each refuses what the library refuses, and
/// then leaves the members as before.

#include "mechanics_by_hand.hpp"

#include <loyalty/events/delivery.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

namespace holdings_by_hand {

using by_hand::common_state;
using by_hand::day_fields;
using by_hand::give;
using loyalty::instant;
using mechanics_by_hand::totals;

// Membership -----------------------------------------------------------------------------------------------------------

/// A sale, or a change of the membership.
struct visit {
    instant time{};
    std::uint32_t member = 0;
    bool is_change = false;
    std::int64_t cents = 0;
    std::int64_t from = 0;
    std::int64_t until = 0;
};
[[nodiscard]] inline bool is_negative(const visit& event) noexcept {
    return event.cents < 0;
}

/// A point for each dollar, two while the membership runs.
struct membership {
    static constexpr bool needs_day = false;
    struct state : common_state {
        std::int64_t from = INT64_MIN;
        std::int64_t until = INT64_MIN;
    };

    [[nodiscard]] bool operator()(state& own, const visit& event, const day_fields&, totals& gave) const noexcept {
        if (event.is_change) {
            own.from = event.from;
            own.until = event.until;
            return event.from <= event.until;
        }
        const std::int64_t time = event.time.seconds_since_epoch;
        const std::int64_t factor = own.from <= time && time < own.until ? 2 : 1;
        std::int64_t doubled = 0;
        return !__builtin_mul_overflow(event.cents, factor, &doubled) &&
               give(own.points, gave.points, w5::by_hand::quotient(doubled, 100));
    }
};

/// What members pay for plans, and what goes back.
struct fees {
    enum class action : std::uint8_t { renew, upgrade, cancel };
    struct payment {
        std::uint32_t member = 0;
        std::int32_t day = 0;
        action what{};
        bool is_gold = false;
    };
    struct term {
        std::int32_t from = 0;
        std::int32_t until = 0;
        std::int64_t cents = 0;
        std::uint32_t plan = 0;
    };
    struct state {
        std::array<term, 4> terms{};
        std::uint32_t count = 0;
        std::int32_t begun = 0;
        std::int64_t months = 0;
    };
    struct sums {
        std::int64_t due = 0;
        std::int64_t credited = 0;
        std::int64_t days = 0;
        std::int64_t refused = 0;
    };

    [[nodiscard]] static std::int32_t months_later(std::int32_t day, std::int64_t months) noexcept {
        using namespace std::chrono;
        const year_month_day from{sys_days{std::chrono::days{day}}};
        const year_month_day there = from + std::chrono::months{months};
        const year_month_day last{there.year() / there.month() / std::chrono::last};
        const sys_days at{there.ok() ? there : last};
        return static_cast<std::int32_t>(at.time_since_epoch().count());
    }
    static void forget_before(state& own, std::int32_t day) noexcept {
        std::uint32_t ended = 0;
        while (ended < own.count && own.terms[ended].until <= day) {
            ++ended;
        }
        if (ended > 0) {
            for (std::uint32_t i = ended; i < own.count; ++i) {
                own.terms[i - ended] = own.terms[i];
            }
            own.count -= ended;
        }
    }
    /// Half up.
    [[nodiscard]] static std::int64_t unused(const term& of, std::int32_t day) noexcept {
        const std::int64_t whole = of.until - of.from;
        const std::int64_t left = day <= of.from ? whole : of.until <= day ? 0 : of.until - day;
        return static_cast<std::int64_t>((__int128{of.cents} * left * 2 + whole) / (2 * whole));
    }
    [[nodiscard]] static bool append(state& own, bool is_gold, std::int32_t from, bool is_unbroken) noexcept {
        if (own.count == own.terms.size()) {
            return false;
        }
        own.begun = is_unbroken ? own.begun : from;
        own.months = (is_unbroken ? own.months : 0) + 12;
        const std::int32_t until = months_later(own.begun, own.months);
        if (until <= from || until > 2'932'896) { // 9999-12-31
            return false;
        }
        own.terms[own.count++] = {from, until, is_gold ? 11'900 : 5'900, is_gold ? 2u : 1u};
        return true;
    }
    [[nodiscard]] static bool end(state& own, std::int32_t day, std::int64_t& credited) noexcept {
        forget_before(own, day);
        if (own.count == 0 || day < own.terms[0].from) {
            return false;
        }
        for (std::uint32_t i = 0; i < own.count; ++i) {
            if (__builtin_add_overflow(credited, unused(own.terms[i], day), &credited)) {
                return false;
            }
        }
        own.count = 1;
        own.terms[0].cents -= unused(own.terms[0], day);
        own.terms[0].until = day;
        return true;
    }

    [[nodiscard]] static bool pay(state& own, const payment& each, sums& sum) noexcept {
        std::int64_t credited = 0;
        switch (each.what) {
        case action::renew: {
            const bool is_unbroken = own.count > 0 && each.day <= own.terms[own.count - 1].until;
            const std::int32_t from = is_unbroken ? own.terms[own.count - 1].until : each.day;
            forget_before(own, each.day);
            if (!append(own, each.is_gold, from, is_unbroken)) {
                return false;
            }
            break;
        }
        case action::upgrade:
            if (!end(own, each.day, credited)) {
                return false;
            }
            own.count = 0;
            if (!append(own, each.is_gold, each.day, false)) {
                return false;
            }
            break;
        case action::cancel:
            if (!end(own, each.day, credited)) {
                return false;
            }
            sum.credited += credited;
            sum.due -= credited;
            return true;
        }
        const term& made = own.terms[own.count - 1];
        sum.credited += credited;
        sum.due += made.cents - credited;
        sum.days += made.until - made.from;
        return true;
    }
    [[nodiscard, gnu::noinline]] static sums run(std::span<state> members, std::span<const payment> stream) noexcept {
        sums sum{};
        for (const payment& each : stream) {
            state next = members[each.member];
            if (pay(next, each, sum)) {
                members[each.member] = next;
            } else {
                ++sum.refused;
            }
        }
        return sum;
    }
};

// Delivery -------------------------------------------------------------------------------------------------------------

/// 20 points for each delivery.
struct prepaid {
    static constexpr bool needs_day = false;
    using state = common_state;

    [[nodiscard]] bool operator()(state& own, const loyalty::delivery&, const day_fields&,
                                  totals& gave) const noexcept {
        return give(own.points, gave.points, 20);
    }
};

} // namespace holdings_by_hand
