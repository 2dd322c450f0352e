// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/detail/pack.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstdint>
#include <limits>
#include <type_traits>

namespace loyalty {

/// Visits in so many periods in a row (S32): `streak<period_unit::week>{4}.awards(50_points, 1_badges)`.
///
/// A second visit in a period changes nothing, one in the next period adds one, a gap begins anew at one. At the length
/// it pays and the count starts from zero. `.forgiving(1)` lets a streak live through one missed period in its whole
/// length. Periods are those of the programme's calendar, so a change of the clocks never breaks a streak (G27: visits
/// on 2017-03-26 and 27 in Berlin are a streak of 2).
template <period_unit Unit, predicate When = always, class Award = bundle<>, bool Forgives = false>
struct streak {
    using rewards = typename Award::rewards;
    static constexpr std::string_view name = "streak";
    static constexpr std::size_t field_count = 4;
    static constexpr bool reads_tier = detail::any_reads_tier<When>;

    // Days reach beyond 16 bits in 2059; weeks and months do not before 2597.
    using period_number = std::conditional_t<Unit == period_unit::day, std::int32_t, std::int16_t>;

    struct strict_state {
        period_number last = (std::numeric_limits<period_number>::min)();
        std::uint8_t count = 0;

        [[nodiscard]] friend constexpr bool operator==(const strict_state&, const strict_state&) = default;
    };

    struct forgiving_state {
        period_number last = (std::numeric_limits<period_number>::min)();
        std::uint8_t count = 0;
        std::uint8_t missed = 0;

        [[nodiscard]] friend constexpr bool operator==(const forgiving_state&, const forgiving_state&) = default;
    };

    using state = std::conditional_t<Forgives, forgiving_state, strict_state>;

    std::int32_t length = 2;
    std::int32_t misses_allowed = 0;
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};
    LOYALTY_NO_UNIQUE_ADDRESS Award award{};

    constexpr explicit streak(std::int32_t periods, std::int32_t misses = 0, When if_ = {}, Award pays = {}) noexcept
        : length{periods}, misses_allowed{misses}, condition{if_}, award{pays} {}

    template <unit_type... Units>
    [[nodiscard]] constexpr auto awards(amount<Units>... each) const noexcept {
        return streak<Unit, When, bundle<Units...>, Forgives>{length, misses_allowed, condition,
                                                              bundle<Units...>{each...}};
    }
    template <predicate Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return streak<Unit, Condition, Award, Forgives>{length, misses_allowed, if_, award};
    }
    [[nodiscard]] constexpr auto forgiving(std::int32_t misses) const noexcept {
        return streak<Unit, When, Award, true>{length, misses, condition, award};
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        if (!condition(visit.transaction, visit)) {
            return;
        }
        const std::int32_t now = visit.day.index(Unit);
        const std::int64_t passed = std::int64_t{now} - own.last; // 64 bits: from the first period of all
        if (passed <= 0) {
            return;
        }
        own.count = static_cast<std::uint8_t>(lives(own, passed) ? own.count + 1 : 1);
        own.last = static_cast<period_number>(now);
        visit.explain("streak", amount<unit::visits>::from_minor_units(own.count));
        if (own.count >= length) {
            own.count = 0;
            award.grant(visit);
        }
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return length < 2 || length > 255 ? "streak: the length must be 2 to 255 periods"
               : misses_allowed < 0       ? "streak: the misses allowed must not be negative"
               : misses_allowed >= length ? "streak: it forgives as many misses as it is long: allow fewer"
                                          : award.problem();
    }

private:
    constexpr bool lives(state& own, std::int64_t passed) const noexcept {
        if constexpr (Forgives) {
            const std::int64_t missed = own.missed + passed - 1;
            const bool forgiven = own.count > 0 && missed <= misses_allowed;
            own.missed = static_cast<std::uint8_t>(forgiven ? missed : 0);
            return forgiven;
        } else {
            return passed == 1;
        }
    }
};

} // namespace loyalty
