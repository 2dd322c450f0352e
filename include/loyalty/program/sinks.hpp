// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Where outcomes go. A sink is any type with one or more functions `on`:
///
/// | function                                     | called                                              |
/// |----------------------------------------------|-----------------------------------------------------|
/// | `on(const Transaction&, const Outcome&)`     | last, once for each event, accepted or refused       |
/// | `on(const award<Unit>&)`                     | when a policy grants                                |
/// | `on(const tier_change&)`                     | when a tier changes                                 |
/// | `on(const step&)`                            | at each step of the computation: an explanation     |
///
/// What a sink does not ask for costs nothing.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/program/effects.hpp>
#include <loyalty/program/outcome.hpp>
#include <loyalty/program/visit.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty {

/// Sums over a stream. A sum that passes 64 bits stops at the largest amount, or the smallest, and says so in `overflow`.
template <class Programme>
struct totals;

namespace detail {

template <class Outcome>
struct totals_of;

template <unit_type... Units>
struct totals_of<outcome<Units...>> {
    pack<amount<Units>...> granted_{};
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;
    std::uint64_t tier_changes = 0;
    bool overflow = false;

    template <class Transaction>
    LOYALTY_INLINE constexpr void on(const Transaction&, const outcome<Units...>& gave) noexcept {
        if (!gave.accepted()) [[unlikely]] {
            ++refused;
            return;
        }
        ++accepted;
        if (any_seldom(type_list<Units...>{}, gave)) [[unlikely]] {
            sum_up<true>(gave);
        }
        // One branch for both steps: which of them it was, is asked where there was one.
        if (((gave.tier_told ^ gave.tier_before) | (gave.tier_before ^ gave.tier_after)) != 0) [[unlikely]] {
            tier_changes += gave.tier_changes();
        }
        sum_up<false>(gave);
    }

    /// Adds the sums of another part of the stream.
    constexpr void add(const totals_of& other) noexcept {
        accepted += other.accepted;
        refused += other.refused;
        tier_changes += other.tier_changes;
        overflow = overflow || other.overflow;
        sum_up<false>(other);
        sum_up<true>(other);
    }

    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> granted() const noexcept {
        return get_type<amount<Unit>>(granted_);
    }

    [[nodiscard]] friend constexpr bool operator==(const totals_of&, const totals_of&) = default;

private:
    /// Of units that are granted often, or seldom.
    template <bool Seldom, class Gave>
    LOYALTY_INLINE constexpr void sum_up(const Gave& gave) noexcept {
        for_each_index<sizeof...(Units)>([&](auto index) LOYALTY_INLINE_LAMBDA {
            using unit = typename type_at<index, Units..., void>::type;
            if constexpr (is_seldom<unit> == Seldom) {
                auto& sum = get<index>(granted_);
                if (add_overflows(sum, gave.template granted<unit>(), sum)) [[unlikely]] {
                    // What passed the largest has come out below zero, and what passed the smallest above.
                    using amount_type = std::remove_cvref_t<decltype(sum)>;
                    sum = sum.minor_units() < 0 ? amount_type::largest() : amount_type::smallest();
                    overflow = true;
                }
            }
        });
    }
};

} // namespace detail

template <class Programme>
struct totals : detail::totals_of<typename Programme::outcome_type> {};

/// Writes outcomes into memory of the host; what does not fit is counted, not written.
template <class Programme>
struct span_sink {
    std::span<typename Programme::outcome_type> room{};
    std::size_t written = 0;
    std::size_t missed = 0;

    template <class Transaction>
    LOYALTY_INLINE constexpr void on(const Transaction&, const typename Programme::outcome_type& gave) noexcept {
        if (written < room.size()) {
            detail::copy_outcome(room[written++], gave);
        } else {
            ++missed;
        }
    }
};

template <class Programme>
[[nodiscard]] constexpr span_sink<Programme> into(const Programme&,
                                                  std::span<typename Programme::outcome_type> room) noexcept {
    return {room};
}

/// Tells two sinks; nest for more.
template <class First, class Second>
struct tee {
    First& first;
    Second& second;

    template <class... Told>
    requires(
        requires(First& sink, const Told&... told) { sink.on(told...); } ||
        requires(Second & sink, const Told&... told) { sink.on(told...); }) LOYALTY_INLINE
        constexpr void on(const Told&... told) noexcept {
        if constexpr (requires { first.on(told...); }) {
            first.on(told...);
        }
        if constexpr (requires { second.on(told...); }) {
            second.on(told...);
        }
    }
};

template <class First, class Second>
tee(First&, Second&) -> tee<First, Second>;

} // namespace loyalty
