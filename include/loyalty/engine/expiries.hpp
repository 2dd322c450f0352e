// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// All days on which points of a member expire, and the same for many members: for reminders (S24).
///
/// Anna has 800 points until 5 March and 200 until 1 April:
///
/// @code
/// ledgers::for_each_expiry<unit::points>(stars, anna, now, "2026-04-10"_date, [](const auto& next) {
///     next.day; next.expires;                       // 2026-03-05 and 800, then 2026-04-01 and 200
/// });
/// @endcode
///
/// Include this file beside `loyalty.hpp`.

#include <loyalty/config.hpp>
#include <loyalty/engine/queries.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::ledgers {

/// Calls `function(expiry_notice)` for each day up to `until` on which something expires if nothing happens, in their order, and
/// returns the sum. Points that never expire and points that are held do not count. A step for each bucket of the
/// account at most.
template <class Unit, class Programme, class Function>
constexpr amount<Unit> for_each_expiry(const Programme& programme, const typename Programme::member_type& own,
                                       instant as_of, date until, Function&& function) noexcept {
    using notice_type = std::remove_cvref_t<decltype(next_expiry<Unit>(programme, own, as_of))>;
    constexpr bool counts_days = std::is_same_v<notice_type, expiry_notice<Unit>>;
    static_assert(counts_days, "loyalty: for_each_expiry: a timed account expires by the second: ask next_expiry");
    amount<Unit> sum{};
    for (notice_type next = next_expiry<Unit>(programme, own, as_of);
         next.expires > amount<Unit>{} && next.day <= until && next.day < date::maximum();
         next = next_expiry<Unit>(programme, own, programme.value().frame.calendar.start_of(next.day))) {
        function(next);
        sum = sum + next.expires;
    }
    return sum;
}

/// The same for all members, `function(index, expiry_notice)`, member by member: the rows of a report.
template <class Unit, class Programme, class Members, class Function>
constexpr amount<Unit> for_each_expiry_of_all(const Programme& programme, const Members& members, instant as_of,
                                              date until, Function&& function) noexcept {
    amount<Unit> sum{};
    std::size_t index = 0;
    for (const typename Programme::member_type& own : members) {
        sum =
            sum + for_each_expiry<Unit>(programme, own, as_of, until, [&](const auto& next) { function(index, next); });
        ++index;
    }
    return sum;
}

} // namespace loyalty::ledgers
