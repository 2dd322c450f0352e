// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The odds of a wheel: 50 tickets for nothing, 30 for 5 points, 15 for 10 and 5 for 50 are 11/2 points on average.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/ratio.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::games {

/// One spin: the ticket that was drawn, and the place of its prize.
struct spin_result {
    std::uint64_t number = 0; ///< of 64 bits
    std::uint64_t ticket = 0; ///< of all tickets, from 0
    std::uint8_t prize = 0;   ///< its place, from 0

    [[nodiscard]] friend constexpr bool operator==(const spin_result&, const spin_result&) noexcept = default;
};

} // namespace loyalty::games

namespace loyalty::detail {

/// A base of wheels whose prizes come out of stocks: a state then counts what it granted.
template <bool Takes>
struct counts_prizes_if {};
template <>
struct counts_prizes_if<true> {
    static constexpr bool counts_grants = true;
};

/// The prizes of a wheel in their places, with what follows from their weights.
template <class... Prizes>
struct wheel_odds {
    static constexpr std::size_t size = sizeof...(Prizes);
    static constexpr std::size_t stocks = (std::size_t{0} + ... + (Prizes::has_stock ? 1 : 0));
    const pack<Prizes...>& prizes;

    /// Calls `function(index, prize)` for each prize.
    template <class Function>
    LOYALTY_INLINE constexpr void for_each_prize(Function function) const noexcept {
        for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA { function(index, get<index>(prizes)); });
    }
    /// Calls `function(index, index among those with a stock, prize)` for each prize with a stock.
    template <class Function>
    LOYALTY_INLINE constexpr void for_each_stock(Function function) const noexcept {
        for_each_prize([&](auto index, const auto& one) LOYALTY_INLINE_LAMBDA {
            if constexpr (std::remove_cvref_t<decltype(one)>::has_stock) {
                function(index, std::integral_constant<std::size_t, stocks_before<index>()>{}, one);
            }
        });
    }
    template <std::size_t Index>
    [[nodiscard]] static consteval std::size_t stocks_before() noexcept {
        std::size_t place = 0;
        std::size_t count = 0;
        ((count += Prizes::has_stock && place < Index ? 1 : 0, ++place), ...);
        return count;
    }
    [[nodiscard]] constexpr bool has_stock_at(std::size_t place) const noexcept {
        bool found = false;
        for_each_stock(
            [&](auto index, auto, const auto& one) { found = found || (index == place && one.left.is_there()); });
        return found;
    }

    [[nodiscard]] LOYALTY_INLINE constexpr std::uint64_t tickets() const noexcept {
        std::uint64_t sum = 0;
        for_each_prize([&](auto, const auto& one) LOYALTY_INLINE_LAMBDA { sum += one.weight; });
        return sum;
    }
    /// The place of the prize of a ticket.
    [[nodiscard]] LOYALTY_INLINE constexpr std::uint8_t prize_of(std::uint64_t ticket) const noexcept {
        std::uint64_t passed = 0;
        std::uint8_t place = 0;
        for_each_prize([&](auto, const auto& one) LOYALTY_INLINE_LAMBDA {
            passed += one.weight;
            place = static_cast<std::uint8_t>(place + (ticket >= passed ? 1 : 0));
        });
        return place;
    }
    /// Returns true if another prize without a stock is named in the place of each prize with one.
    [[nodiscard]] constexpr bool falls_to_others() const noexcept {
        bool right = true;
        for_each_stock([&](auto index, auto, const auto& one) {
            const std::size_t other = one.left.otherwise;
            right = right && (!one.left.is_there() || (other < size && other != index && !has_stock_at(other)));
        });
        return right;
    }

    /// The measure of a ticket on average; not valid if a sum passes 64 bits.
    template <class Measure>
    [[nodiscard]] constexpr ratio average(Measure measure) const noexcept {
        std::int64_t sum = 0;
        bool overflow = false;
        for_each_prize([&](auto, const auto& one) LOYALTY_INLINE_LAMBDA {
            std::int64_t part = 0;
            overflow = overflow || multiply_overflows(measure(one), std::int64_t{one.weight}, part) ||
                       add_overflows(sum, part, sum);
        });
        return overflow ? ratio{0, 0} : ratio{sum, static_cast<std::int64_t>(tickets())}.reduced();
    }
    template <class Measure>
    [[nodiscard]] constexpr std::int64_t largest(Measure measure) const noexcept {
        std::int64_t most = 0;
        for_each_prize([&](auto, const auto& one)
                           LOYALTY_INLINE_LAMBDA { most = measure(one) > most ? measure(one) : most; });
        return most;
    }
    /// The cost of all tickets, with the dearer of each prize and of the one in its place.
    [[nodiscard]] constexpr wide dearest_sum() const noexcept {
        std::int64_t costs[size]{};
        for_each_prize([&](auto index, const auto& one)
                           LOYALTY_INLINE_LAMBDA { costs[index] = one.cost.minor_units(); });
        wide sum{0};
        for_each_prize([&](auto index, const auto& one) LOYALTY_INLINE_LAMBDA {
            std::int64_t cost = costs[index];
            if constexpr (std::remove_cvref_t<decltype(one)>::has_stock) {
                const bool falls = one.left.is_there() && one.left.otherwise < size;
                const std::int64_t other = falls ? costs[one.left.otherwise] : 0;
                cost = other > cost ? other : cost;
            }
            sum = sum + wide{cost} * wide{std::int64_t{one.weight}};
        });
        return sum;
    }
};

} // namespace loyalty::detail
