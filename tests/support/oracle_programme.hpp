// SPDX-License-Identifier: BSL-1.0
#pragma once

// A programme as the oracle and the property tests see it: its rules, their numbers, and what one event gives.

// g++ 12 takes the small buffer of a cpp_int that is moved from for uninitialised; the warning is raised where a test
// ends up after inlining, so it stays off for the file.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <boost/multiprecision/cpp_int.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

#include <loyalty/events/reason.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/tiered.hpp>

namespace support {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

enum class period { day, week, month, quarter, year };

/// The numbers of a programme, as plain integers: what the rules mean is written down in `oracle`.
struct numbers {
    std::int64_t offset_seconds = 0;
    std::int64_t day_start_seconds = 0;
    std::int64_t valid_from = 0;
    std::int64_t valid_until = 0;

    std::array<std::int64_t, 3> tiers{};
    int held_for = 0;
    loyalty::choices::earns_at crossing = loyalty::choices::earns_at::old_rate;

    struct earning {
        std::int64_t award = 1;
        std::int64_t per = 100;
        loyalty::rounding mode = loyalty::rounding::floor;
    };
    struct fraction {
        std::int64_t numerator = 1;
        std::int64_t denominator = 1;
    };

    earning with_tiers{}; ///< rounded, times the tier's factor, times another in one store, rounded, a bonus, a cap
    std::array<fraction, 4> by_tier{};
    std::uint32_t store = 0;
    fraction in_store{};
    loyalty::rounding last_mode = loyalty::rounding::floor;
    std::int64_t first_bonus = 1;
    std::int64_t most = 1;

    earning carried{}; ///< on one category, times a factor, the rest carried
    std::uint32_t carried_category = 0;
    fraction carried_factor{};

    earning windowed{}; ///< capped in a window
    std::int64_t window_most = 1;
    period window = period::month;
    bool rejects = false;

    earning by_line{}; ///< rounded for each line

    loyalty::rounding cashback_mode = loyalty::rounding::half_even;
    std::array<fraction, 3> rates{}; ///< on two categories, and on the rest
    std::array<std::uint32_t, 2> rate_categories{};
    std::array<std::int64_t, 2> rate_most{};
    std::array<period, 2> rate_windows{};

    struct threshold {
        std::int64_t award = 1;
        std::int64_t at = 1;
    };
    threshold lifetime_every{};
    threshold month_every_dropping{};
    threshold once_a_quarter{};
    threshold basket_every{};
    threshold once{};
    threshold year_every{}; ///< on one category
    std::uint32_t year_category = 0;

    int day_streak = 2;
    int week_streak = 2;
    int month_streak = 2;
    int forgiving_streak = 2;
    int misses = 0;
    std::uint32_t streak_store = 0;

    int visits_card = 2; ///< purchases with a line of one category
    std::uint32_t visits_category = 0;
    int pieces_card = 2; ///< pieces
};

/// Rules that grant, each in a unit of its own, so that a difference names the rule.
enum class rule : std::size_t {
    with_tiers,
    carried,
    windowed,
    by_line,
    cashback,
    lifetime_every,
    month_every_dropping,
    once_a_quarter,
    basket_every,
    once,
    year_every,
    day_streak,
    week_streak,
    month_streak,
    forgiving_streak,
    visits_card,
    pieces_card,
    count
};

inline constexpr const char* rule_names[]{"points with tiers",
                                          "points carried",
                                          "points capped in a window",
                                          "points by line",
                                          "cashback",
                                          "every threshold, lifetime",
                                          "every threshold a month, dropping",
                                          "once a quarter",
                                          "every threshold of a basket",
                                          "once",
                                          "every threshold a year",
                                          "streak of days",
                                          "streak of weeks",
                                          "streak of months",
                                          "forgiving streak",
                                          "stamp card of visits",
                                          "stamp card of pieces"};

struct expected {
    loyalty::reason refused = loyalty::reason::none;
    std::array<cpp_int, static_cast<std::size_t>(rule::count)> granted{};
    std::array<unsigned, 3> tiers{}; ///< told, before, after

    cpp_int& operator[](rule which) { return granted[static_cast<std::size_t>(which)]; }
};

} // namespace support
