// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What benchmarks/ledger.cpp times and tests/gates/ledger_instructions.cpp counts: the W5 stream through a points-only programme
/// with lots or without, and the same books by hand. Purchases alone; every 20th returned whole a thousand purchases later;
/// every 20th followed by a redemption of all that the member has.

#include "../examples/loyalty_run/w5.hpp"
#include "ledger_by_hand.hpp"
#include "w5_by_hand.hpp"

#include <loyalty/loyalty.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace ledger_work {

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::choices;
using namespace loyalty::extensions;
using namespace loyalty::streams;

inline constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
inline constexpr programme plain{terms<utc, identity::by_time>{.name = "plain"}, a_point_a_dollar};
inline constexpr programme booked{
    terms<utc, identity::by_time>{.name = "booked"}, a_point_a_dollar,
    lots<unit::points>{}.expiring(expires_end_of_month<12>{}).on_shortfall(debt_policy::negative)};

template <class Programme>
inline constexpr bool has_books = has_account<Programme, unit::points>;

enum class mix { earn_only, returns, redemptions };

struct sums {
    std::int64_t granted = 0;
    std::int64_t redeemed = 0;
    std::int64_t refused = 0;

    template <class Outcome>
    void add(const Outcome& gave) {
        granted += gave.template granted<unit::points>().minor_units();
        refused += gave.accepted() ? 0 : 1;
    }
};

template <class Programme>
struct pending_return {
    std::uint32_t member = 0;
    receipt<std::remove_cvref_t<decltype(std::declval<Programme>().value())>> slip{};
};

template <class Programme>
void redeem_all(const Programme& programme, member<Programme>& own, instant time, sums& sum) {
    if constexpr (has_books<Programme>) {
        const auto available = balances_of<unit::points>(programme, own, time).available;
        sum.refused +=
            apply(programme, own, redemption<unit::points>{.time = time, .amount = available}).accepted() ? 0 : 1;
        sum.redeemed += available.minor_units();
    } else {
        const auto available = own.template balance<unit::points>();
        sum.refused +=
            apply(programme, own, adjustment<unit::points>{.time = time, .amount = -available}).accepted() ? 0 : 1;
        sum.redeemed += available.minor_units();
    }
}

template <mix Mix, class Programme>
[[gnu::noinline]] void evaluate(const Programme& programme, std::span<member<Programme>> members,
                                std::span<const w5::record> stream, sums& sum) {
    std::array<pending_return<Programme>, Mix == mix::returns ? 50 : 1> waiting{};
    std::size_t kept = 0;
    std::size_t next = 0;
    for (const w5::record& each : stream) {
        member<Programme>& own = members[each.member];
        const instant time{each.time};
        if (Mix == mix::earn_only || ++next % 20 != 0) {
            sum.add(apply(programme, own, each));
            continue;
        }
        if constexpr (Mix == mix::returns) {
            auto& place = waiting[kept % waiting.size()];
            if (kept++ >= waiting.size()) {
                sum.add(apply(programme, members[place.member], place.slip.returned({.time = time})));
            }
            const auto sold = apply_with_receipt(programme, own, each);
            sum.add(sold.outcome);
            place = {each.member, sold.receipt};
        } else if constexpr (Mix == mix::redemptions) {
            sum.add(apply(programme, own, each));
            redeem_all(programme, own, time, sum);
        }
    }
}

inline void ask_for(const ledger_by_hand::member& own) {
    for (std::size_t line = 0; line < sizeof own; line += 64) {
        __builtin_prefetch(reinterpret_cast<const char*>(&own) + line, 1);
    }
}

/// The same by hand. `LookAhead` is how many purchases ahead the member's lines are asked for.
template <mix Mix, std::size_t LookAhead>
[[gnu::noinline]] void evaluate_by_hand(std::span<ledger_by_hand::member> members, std::span<const w5::record> stream,
                                        sums& sum) {
    struct pending {
        std::uint32_t member;
        std::int32_t month;
        std::int64_t points;
    };
    std::array<pending, Mix == mix::returns ? 50 : 1> waiting{};
    std::size_t kept = 0;
    std::size_t next = 0;
    bool fits = true;
    w5::by_hand::day_fields day;
    for (std::size_t i = 0; i < stream.size(); ++i) {
        if (i + LookAhead < stream.size()) {
            ask_for(members[stream[i + LookAhead].member]);
        }
        const w5::record& each = stream[i];
        if (each.time >= day.until) {
            day.move_to(each.time);
        }
        ledger_by_hand::member& own = members[each.member];
        if (each.cents < 0 || each.time < own.last_time) [[unlikely]] {
            ++sum.refused;
            continue;
        }
        const std::int64_t points = w5::by_hand::quotient(each.cents, 100);
        fits = own.earn(points, day.month) && fits;
        own.last_time = each.time;
        sum.granted += points;
        if (Mix == mix::earn_only || ++next % 20 != 0) {
            continue;
        }
        if constexpr (Mix == mix::returns) {
            pending& place = waiting[kept % waiting.size()];
            if (kept++ >= waiting.size()) {
                fits = members[place.member].claw_back(place.points, place.month, day.month) && fits;
                members[place.member].last_time = each.time;
                sum.granted -= place.points;
            }
            place = {each.member, day.month, points};
        } else if constexpr (Mix == mix::redemptions) {
            const std::int64_t available = own.available(day.month);
            fits = own.redeem(available, day.month) && fits;
            sum.redeemed += available;
        }
    }
    sum.refused = fits ? sum.refused : -1;
}

} // namespace ledger_work
