// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/detail/prefetch.hpp>
#include <loyalty/engine/balance.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty {

namespace detail {

/// The `day_shift` of the calendar that dated the last event. Apart from the clock, whose room it would make uneven.
struct dated_by {
    std::uint8_t shift = 0;

    [[nodiscard]] friend constexpr bool operator==(const dated_by&, const dated_by&) = default;
};

/// The largest power of two that divides the size of a state, up to a cache line: a state that fits one line then lies in
/// one, and no state gets larger.
template <class State>
[[nodiscard]] consteval std::size_t line_alignment() noexcept {
    std::size_t alignment = 64;
    while (sizeof(State) % alignment != 0) {
        alignment /= 2;
    }
    return alignment;
}

/// The whole state of one member: the clock of the last event, a balance for each unit, the state of each policy. Plain and
/// trivially copyable: a snapshot of it is a copy.
template <class Clock, class Units, class... States>
struct member_state;

template <class Clock, class... Units, class... States>
struct alignas(
    detail::line_alignment<detail::compact_pack<Clock, detail::balance<Units>..., States..., detail::dated_by>>())
    member_state<Clock, detail::type_list<Units...>, States...>
    : detail::compact_pack<Clock, detail::balance<Units>..., States..., detail::dated_by> {
    /// The state without its alignment.
    using parts = detail::compact_pack<Clock, detail::balance<Units>..., States..., detail::dated_by>;
    /// The lines that an event needs which earns: see `ledger_state`.
    static constexpr detail::bytes_to_fetch lines_to_earn =
        detail::first_lines<detail::line_alignment<parts>(), Clock, detail::balance<Units>..., States...,
                            detail::dated_by>();

    /// The balance of a unit: `balance<unit::points>()`.
    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> balance() const noexcept {
        constexpr bool granted = (std::is_same_v<Unit, Units> || ...);
        static_assert(granted, "loyalty: no policy of this programme grants this unit, or an account books it: ask "
                               "balances_of<Unit>(programme, member, as_of)");
        if constexpr (granted) {
            constexpr std::size_t index = 1 + detail::index_of<Unit, Units...>();
            return amount<Unit>::from_minor_units(detail::get<index>(*this).minor_units);
        } else {
            return {};
        }
    }

    template <class Unit>
    static constexpr bool has_balance = (std::is_same_v<Unit, Units> || ...);
    template <unit_type Unit>
    constexpr void set_balance(amount<Unit> to) noexcept {
        auto& stored = detail::get<1 + detail::index_of<Unit, Units...>()>(*this).minor_units;
        stored = static_cast<std::remove_cvref_t<decltype(stored)>>(to.minor_units());
    }

    /// The state of the policy at an index of the programme.
    template <std::size_t Index>
    [[nodiscard]] LOYALTY_INLINE constexpr auto& policy() noexcept {
        return detail::get<1 + sizeof...(Units) + Index>(*this);
    }
    template <std::size_t Index>
    [[nodiscard]] LOYALTY_INLINE constexpr const auto& policy() const noexcept {
        return detail::get<1 + sizeof...(Units) + Index>(*this);
    }

    [[nodiscard]] LOYALTY_INLINE constexpr Clock& clock() noexcept { return detail::get<0>(*this); }
    [[nodiscard]] LOYALTY_INLINE constexpr const Clock& clock() const noexcept { return detail::get<0>(*this); }
    [[nodiscard]] LOYALTY_INLINE constexpr instant last_event() const noexcept { return instant{clock().last_seconds}; }
    /// The `day_shift` of the calendar that dated the last event.
    [[nodiscard]] LOYALTY_INLINE constexpr std::uint8_t& last_shift() noexcept {
        return detail::get<1 + sizeof...(Units) + sizeof...(States)>(*this).shift;
    }

    [[nodiscard]] constexpr std::uint8_t last_shift() const noexcept {
        return detail::get<1 + sizeof...(Units) + sizeof...(States)>(*this).shift;
    }

    [[nodiscard]] friend constexpr bool operator==(const member_state&, const member_state&) = default;
};

} // namespace detail

/// The state of a member of a programme: `member<decltype(beauty)> anna;`
template <class Programme>
using member = typename Programme::member_type;

} // namespace loyalty
