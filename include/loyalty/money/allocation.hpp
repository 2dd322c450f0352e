// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/few_lines.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ties.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty {

namespace detail {

/// The sum of the weights, each of which counts as 1 if all are zero.
struct weight_sum {
    std::int64_t total = 0;
    bool equal = false;
};

/// Adds the weights. Returns false if one is negative or the sum does not fit.
template <class WeightAt>
[[nodiscard]] constexpr bool sum_weights(std::size_t count, WeightAt weight_at, weight_sum& sum) noexcept {
    for (std::size_t i = 0; i < count; ++i) {
        if (weight_at(i) < 0 || add_overflows(sum.total, weight_at(i), sum.total)) {
            return false;
        }
    }
    sum.equal = sum.total == 0;
    sum.total = sum.equal ? static_cast<std::int64_t>(count) : sum.total;
    return true;
}

/// The smallest fraction (in parts of the sum of weights) above which there are at most `left` fractions: those get a
/// minor unit for sure, those at it get one while there are any.
template <class CountAbove>
[[nodiscard]] constexpr std::int64_t threshold_of(std::int64_t total_weight, std::uint64_t left,
                                                  CountAbove count_above) noexcept {
    std::int64_t low = 0;
    std::int64_t high = total_weight;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (count_above(middle) <= left) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

/// The same as `give_to_largest`, one search for each unit: for few units it is the shorter way.
template <class FractionAt, class Give>
LOYALTY_INLINE constexpr void give_one_by_one(std::size_t count, std::uint64_t left, std::int64_t whole,
                                              FractionAt fraction_at, arithmetic::ties favour, Give give) noexcept {
    std::int64_t last = whole;
    std::size_t last_turn = 0;
    for (; left > 0; --left) {
        std::int64_t largest = -1;
        std::size_t found = 0;
        for (std::size_t turn = 0; turn < count; ++turn) {
            const std::int64_t fraction = fraction_at(favour == arithmetic::ties::to_last ? count - 1 - turn : turn);
            const bool comes_after = fraction < last || (fraction == last && turn > last_turn);
            if (comes_after && fraction > largest) {
                largest = fraction;
                found = turn;
            }
        }
        give(favour == arithmetic::ties::to_last ? count - 1 - found : found);
        last = largest;
        last_turn = found;
    }
}

/// Gives the units that a division has left, one by one, to the largest fractions (S6): calls `give(i)` for each line
/// that gets one more. The fractions are parts of `whole` and lie below it; `left` is at most `count`.
template <class FractionAt, class Give>
constexpr void give_to_largest(std::size_t count, std::uint64_t left, std::int64_t whole, FractionAt fraction_at,
                               arithmetic::ties favour, Give give) noexcept {
    constexpr std::uint64_t few = 8; // a threshold takes up to 63 searches
    if (left <= few) {
        give_one_by_one(count, left, whole, fraction_at, favour, give);
        return;
    }
    const auto count_above = [&](std::int64_t fraction) {
        std::uint64_t above = 0;
        for (std::size_t i = 0; i < count; ++i) {
            above += fraction_at(i) > fraction ? 1U : 0U;
        }
        return above;
    };
    const std::int64_t threshold = threshold_of(whole, left, count_above);
    left -= count_above(threshold);
    for (std::size_t turn = 0; turn < count; ++turn) {
        const std::size_t i = favour == arithmetic::ties::to_last ? count - 1 - turn : turn;
        const std::int64_t fraction = fraction_at(i);
        const bool tie = fraction == threshold && left > 0;
        left -= tie ? 1U : 0U;
        if (fraction > threshold || tie) {
            give(i);
        }
    }
}

/// A product divided by a number above zero. Most products fit 64 bits, so the division is one instruction.
struct divided_product {
    std::int64_t whole = 0;
    std::int64_t rest = 0; ///< without its sign

    [[nodiscard]] LOYALTY_INLINE static constexpr divided_product of(std::int64_t left, std::int64_t right,
                                                                     std::int64_t by) noexcept {
        std::int64_t product = 0;
        std::int64_t rest = 0;
        std::int64_t whole = 0;
        if (!multiply_overflows(left, right, product)) [[likely]] {
            whole = product / by;
            rest = product % by;
        } else {
            const wide large = wide{left} * wide{right};
            whole = static_cast<std::int64_t>(large / by);
            rest = static_cast<std::int64_t>(large % by);
        }
        return {whole, rest < 0 ? -rest : rest};
    }
};

/// The shares of any number of lines.
template <unit_type Unit, class WeightAt>
constexpr void allocate_many(amount<Unit> total, std::int64_t sum, std::size_t count, WeightAt weight_at,
                             std::span<amount<Unit>> shares, arithmetic::ties favour) noexcept {
    const auto exact_at = [&](std::size_t i) LOYALTY_INLINE_LAMBDA {
        return divided_product::of(total.minor_units(), weight_at(i), sum);
    };
    std::int64_t left = total.minor_units();
    for (std::size_t i = 0; i < count; ++i) {
        shares[i] = amount<Unit>::from_minor_units(exact_at(i).whole);
        left -= shares[i].minor_units();
    }
    const std::int64_t step = left < 0 ? -1 : 1;
    const auto give = [&](std::size_t i) LOYALTY_INLINE_LAMBDA { shares[i].minor_units_ += step; };
    const auto fraction_at = [&](std::size_t i) { return exact_at(i).rest; };
    give_to_largest(count, magnitude(left), sum, fraction_at, favour, give);
}

/// Returns true if `few_lines` can allocate a total over weights.
template <unit_type Unit>
[[nodiscard]] LOYALTY_INLINE constexpr bool are_few(amount<Unit> total, std::int64_t sum, std::size_t count) noexcept {
    std::int64_t largest_product = 0;
    return count <= few_lines::most_lines && sum < few_lines::most_sum &&
           !multiply_overflows(total.minor_units(), sum, largest_product);
}

/// See `allocate`. The weights are not negative, and sum to `sum`, which is above zero.
template <unit_type Unit, class WeightAt>
LOYALTY_INLINE constexpr void allocate_by_sum(amount<Unit> total, std::int64_t sum, std::size_t count,
                                              WeightAt weight_at, std::span<amount<Unit>> shares,
                                              arithmetic::ties favour) noexcept {
    if (are_few(total, sum, count)) [[likely]] {
        few_lines::allocate(total, sum, count, weight_at, shares, favour);
    } else {
        allocate_many(total, sum, count, weight_at, shares, favour);
    }
}

/// See `allocate`.
template <unit_type Unit, class WeightAt>
[[nodiscard]] constexpr bool allocate_by(amount<Unit> total, std::size_t count, WeightAt weight_at,
                                         std::span<amount<Unit>> shares, arithmetic::ties favour) noexcept {
    weight_sum sum;
    if (count == 0 || shares.size() != count || !sum_weights(count, weight_at, sum)) {
        return false;
    }
    if (sum.equal) {
        const auto equal_at = [](std::size_t) { return std::int64_t{1}; };
        allocate_by_sum(total, sum.total, count, equal_at, shares, favour);
    } else {
        allocate_by_sum(total, sum.total, count, weight_at, shares, favour);
    }
    return true;
}

/// The same over amounts whose sum is known, such as the prices of lines: none is negative. Over a sum of zero there is nothing to
/// allocate.
template <unit_type Unit>
constexpr void allocate_known(amount<Unit> total, amount<Unit> sum, std::span<const amount<Unit>> weights,
                              std::span<amount<Unit>> shares) noexcept {
    if (sum != amount<Unit>{}) {
        allocate_by_sum(
            total, sum.minor_units(), weights.size(),
            [weights](std::size_t i) LOYALTY_INLINE_LAMBDA { return weights[i].minor_units(); }, shares,
            arithmetic::ties::to_first);
    } else {
        for (amount<Unit>& each : shares) {
            each = {};
        }
    }
}

/// The same over shares that sum to `sum`, which give way to the new ones. Returns false, with the shares as before, if they are
/// not few: the weights are then read more than once, and need a place of their own.
template <unit_type Unit>
[[nodiscard]] constexpr bool allocate_again(amount<Unit> total, amount<Unit> sum,
                                            std::span<amount<Unit>> shares) noexcept {
    if (sum == amount<Unit>{} || !are_few(total, sum.minor_units(), shares.size())) [[unlikely]] {
        return false;
    }
    few_lines::allocate(
        total, sum.minor_units(), shares.size(),
        [shares](std::size_t i) LOYALTY_INLINE_LAMBDA { return shares[i].minor_units(); }, shares,
        arithmetic::ties::to_first);
    return true;
}

} // namespace detail

namespace arithmetic {

/// An array, a vector or a span of amounts of one unit.
template <class Range>
concept amount_range = requires(const Range& range) {
    typename decltype(std::span{range})::value_type::unit;
    requires std::same_as<typename decltype(std::span{range})::value_type,
                          amount<typename decltype(std::span{range})::value_type::unit>>;
};

/// Splits an amount over lines by weight so that the shares sum to it exactly (S6). Each gets its share cut off at
/// zero. The minor units that are left go one by one to the largest fractions, ties to the first. 5 by weights 3 and 7
/// is 2 and 3; 1.00 by three equal weights is 0.34, 0.33, 0.33. A negative total gives the mirror image of the positive
/// one. If all weights are zero, they count as equal.
///
/// False, with the shares untouched, when there are no lines, the spans differ in length, a weight is negative or the
/// sum of weights does not fit 64 bits. The spans must not overlap. Up to 64 lines take a division each and 512
/// bytes of stack. For n lines more, and a sum of weights W, there are at most n * (log2(W) + 8) divisions.
template <unit_type Unit>
[[nodiscard]] constexpr bool allocate(amount<Unit> total, std::span<const std::int64_t> weights,
                                      std::span<std::type_identity_t<amount<Unit>>> shares,
                                      ties favour = arithmetic::ties::to_first) noexcept {
    return detail::allocate_by(
        total, weights.size(), [weights](std::size_t i) { return weights[i]; }, shares, favour);
}

/// The same for weights that are amounts, such as what each line costs: a discount of 5.00 over 20.00 and 30.00
/// is 2.00 and 3.00.
///
///     const std::array prices{20_usd, 30_usd};
///     std::array<money<currency::usd>, 2> shares{};
///     if (allocate(5_usd, prices, shares)) { ... }
template <unit_type Unit, amount_range Amounts>
[[nodiscard]] constexpr bool allocate(amount<Unit> total, const Amounts& weights,
                                      std::span<std::type_identity_t<amount<Unit>>> shares,
                                      ties favour = arithmetic::ties::to_first) noexcept {
    const std::span amounts{weights};
    return detail::allocate_by(
        total, amounts.size(), [amounts](std::size_t i) { return amounts[i].minor_units(); }, shares, favour);
}

/// Splits an amount into equal parts that sum to it exactly; the rest goes to the first or, on demand, to the last.
/// 15 in two is 8 and 7, 0.10 in three is 0.04, 0.03, 0.03. False when there are no parts. No memory, two divisions.
template <unit_type Unit>
[[nodiscard]] constexpr bool split(amount<Unit> total, std::span<std::type_identity_t<amount<Unit>>> parts,
                                   ties favour = arithmetic::ties::to_first) noexcept {
    if (parts.empty()) {
        return false;
    }
    const auto count = static_cast<std::int64_t>(parts.size());
    const amount<Unit> share = amount<Unit>::from_minor_units(total.minor_units() / count);
    const std::int64_t left = total.minor_units() % count;
    const amount<Unit> larger_share = share + amount<Unit>::from_minor_units(left < 0 ? -1 : (left > 0 ? 1 : 0));
    const std::uint64_t more = detail::magnitude(left);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::size_t turn = favour == arithmetic::ties::to_last ? parts.size() - 1 - i : i;
        parts[i] = turn < more ? larger_share : share;
    }
    return true;
}

/// The part of an amount that `pieces` of `count` equal ones have, as `allocate` gives it to them beside the rest. Of 1.00
/// for three pieces one has 0.33, two have 0.67. The next pieces take the difference of two such parts with them: 0.33,
/// 0.34 and 0.33. So over any partition, in any order, the parts sum to exactly the total, and each sum of them is the
/// nearest to its exact value. `count` must be above zero, and `pieces` not negative and at most `count`.
template <unit_type Unit>
[[nodiscard]] constexpr amount<Unit> part_of_pieces(amount<Unit> total, std::int64_t pieces,
                                                    std::int64_t count) noexcept {
    LOYALTY_ASSERT(0 <= pieces && pieces <= count && count > 0);
    if (std::int64_t product = 0; !detail::multiply_overflows(total.minor_units(), pieces, product)) [[likely]] {
        // Two fractions make up a unit: the larger one gets it, and the first one if they are equal.
        const std::int64_t whole = product / count;
        const std::int64_t rest = product % count;
        const bool is_larger = rest < 0 ? rest <= -count - rest : rest != 0 && rest >= count - rest;
        return amount<Unit>::from_minor_units(whole + (!is_larger ? 0 : rest < 0 ? -1 : 1));
    }
    amount<Unit> parts[2]{};
    const auto weight_at = [&](std::size_t i) { return i == 0 ? pieces : count - pieces; };
    static_cast<void>(
        detail::allocate_by(total, 2, weight_at, std::span<amount<Unit>>{parts}, arithmetic::ties::to_first));
    return parts[0];
}

} // namespace arithmetic
} // namespace loyalty
