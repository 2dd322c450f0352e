// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a member brings from another system, as one event.
///
/// Anna brings 100 points of March 2024, 40 points that expire at the end of 2025, 5.00 USD, and tier 2 to the end of
/// the year:
///
/// @code
/// social::opening<unit::points, currency::usd> brought{.id = 1, .member = 0, .time = now};
/// brought.add(100_points, {.earned_on = "2024-03-10"_date});
/// brought.add(40_points, {.active_from = "2025-01-01"_date, .expires = "2026-01-01"_date});
/// brought.add(5_usd);
/// brought.tier = 2;
/// brought.tier_until = "2026-01-01"_date;
/// apply(stars, anna, brought);
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty {

namespace social {

/// The dates of an amount that a member brings. Without `expires` it has those that the account gives to what is earned
/// on `earned_on`. A plain balance keeps no dates.
struct credit_dates {
    date earned_on = date::minimum();   ///< without it the day of the event
    date active_from = date::minimum(); ///< the first day to spend it; without it `earned_on`. Counts beside `expires`
    date expires = date::minimum();     ///< the first day on which it no longer can; `date::maximum()` is never

    [[nodiscard]] friend constexpr bool operator==(const credit_dates&, const credit_dates&) = default;
};

template <unit_type Unit>
struct credit {
    loyalty::amount<Unit> amount{};
    credit_dates dates{};

    [[nodiscard]] friend constexpr bool operator==(const credit&, const credit&) = default;
};

/// The most credits of one unit in an opening.
inline constexpr std::size_t most_credits = 32;

/// The credits of one unit, at most `most_credits`.
template <unit_type Unit>
struct credits {
    std::array<credit<Unit>, most_credits> list{};
    std::uint32_t count = 0;

    [[nodiscard]] constexpr std::span<const credit<Unit>> all() const noexcept {
        return {list.data(), count < most_credits ? count : most_credits};
    }
    [[nodiscard]] friend constexpr bool operator==(const credits&, const credits&) = default;
};

/// Opening balances in each of `Units`, and the tier that a member has at least (S55). It is the first event of a
/// member: after another one it is refused (`not_first`).
///
/// 776 bytes for each unit, and 32; a stream names it beside its other events, `event_of<shop, sale, opening<unit::points>>`.
template <unit_type... Units>
struct opening {
    static constexpr auto kind_of_event = extensions::event_kind::opening;
    using units = detail::type_list<Units...>;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint8_t tier = 0;             ///< 0: none. Needs a `tier_floor{}`
    date tier_until = date::maximum(); ///< the first day without it
    detail::pack<credits<Units>...> held{};

    /// Adds a credit behind the others of its unit. Returns false, and adds nothing, if there are `most_credits`.
    template <unit_type Unit>
    constexpr bool add(amount<Unit> more, const credit_dates& dates = {}) noexcept {
        auto& own = detail::get_type<credits<Unit>>(held);
        const bool has_place = own.count < most_credits;
        if (has_place) {
            own.list[own.count++] = {more, dates};
        }
        return has_place;
    }
    /// The credits of a unit.
    template <unit_type Unit>
    [[nodiscard]] constexpr std::span<const credit<Unit>> of() const noexcept {
        return detail::get_type<credits<Unit>>(held).all();
    }

    [[nodiscard]] friend constexpr bool operator==(const opening&, const opening&) = default;
};

} // namespace social

namespace detail {

/// True for an opening with credits of a unit.
template <class Event, class Unit>
inline constexpr bool opens_unit = false;
template <class... Units, class Unit>
inline constexpr bool opens_unit<social::opening<Units...>, Unit> = (std::is_same_v<Unit, Units> || ...);

} // namespace detail
} // namespace loyalty
