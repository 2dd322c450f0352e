// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Pieces of the lines of a sale, and their prices.
///
/// Two mugs for 10.00 USD and three cups for 9.00: the two dearest pieces are the mugs, 10.00; the cheapest is a cup, 3.00. A line
/// that does not divide evenly costs by pieces as S6 says: of three for 10.00 one costs 3.33, two cost 6.67.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/detail/working_list.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/field.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

namespace loyalty {

namespace prices {

/// Which pieces a discount takes: all of them, or so many from one end of the order of prices.
enum class piece_order : std::uint8_t { all, cheapest, dearest };

/// `{piece_order::dearest, 1}` is the one dearest piece.
struct piece_choice {
    piece_order order = piece_order::all;
    std::int64_t most = (std::numeric_limits<std::int64_t>::max)();

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"order", &piece_choice::order, "from which end of the order of prices"},
                           extensions::field{"pieces", &piece_choice::most, "the most pieces",
                                             extensions::above_zero("discounts: a discount takes at least one piece")});
};

} // namespace prices

namespace detail {

/// So many pieces of each line, and their present prices.
template <money_unit Currency, std::size_t MostLines>
struct priced_pieces {
    using price_type = money<Currency>;
    static constexpr std::size_t most_lines = MostLines;

    std::size_t lines = 0;
    std::size_t only = lines; ///< the line of all pieces, if they are known to be of one
    working_list<money<Currency>, MostLines> price{};
    working_list<std::int64_t, MostLines> pieces{};
    money<Currency> total{};

    /// Of so many lines, whose pieces and prices are set next.
    constexpr explicit priced_pieces(std::size_t of_lines) noexcept : lines{of_lines} {
        price.resize(lines);
        pieces.resize(lines);
    }

    /// The number of all pieces, as far as they are counted: up to `enough`, or beyond it by a line.
    [[nodiscard]] constexpr std::int64_t
    count(std::int64_t enough = (std::numeric_limits<std::int64_t>::max)()) const noexcept {
        const std::int64_t* const counts = pieces.begin();
        std::int64_t sum = 0;
        for (std::size_t line = 0; line < lines && sum <= enough; ++line) {
            if (add_overflows(sum, counts[line], sum)) {
                return (std::numeric_limits<std::int64_t>::max)();
            }
        }
        return sum;
    }
    [[nodiscard]] constexpr std::span<const money<Currency>> prices() const noexcept {
        return std::span<const money<Currency>>{price.begin(), lines};
    }

    /// Keeps the `number` pieces at one end of the order of prices, or all if there are no more. Of pieces that cost the same, those
    /// of the first line.
    constexpr void keep(loyalty::prices::piece_order order, std::int64_t number) noexcept {
        if (number >= count(number)) {
            return;
        }
        const bool dearest = order == loyalty::prices::piece_order::dearest;
        money<Currency>* const costs = price.begin();
        std::int64_t* const counts = pieces.begin();
        std::array<bool, MostLines> is_kept{};
        money<Currency> sum{};
        for (std::int64_t left = number; left > 0;) {
            const std::size_t line = next(dearest, is_kept);
            const std::int64_t all = counts[line];
            const std::int64_t taken = left < all ? left : all;
            const auto first = [&](std::int64_t several) {
                return arithmetic::part_of_pieces(costs[line], several, all);
            };
            const money<Currency> cost = dearest ? first(taken) : costs[line] - first(all - taken);
            sum = sum + cost;
            costs[line] = cost;
            counts[line] = taken;
            is_kept[line] = true;
            left -= taken;
            only = left == 0 && taken == number ? line : lines;
        }
        total = sum;
        if (only < lines) {
            keep_line(only);
        } else {
            keep_lines(is_kept);
        }
    }

private:
    /// Leaves no pieces of all lines but one. Whole lists are cleared faster than line by line.
    constexpr void keep_line(std::size_t line) noexcept {
        const money<Currency> cost = price[line];
        const std::int64_t count = pieces[line];
        const std::size_t all = lines;
        money<Currency>* const costs = price.begin();
        for (std::size_t i = 0; i < all; ++i) {
            costs[i] = {};
        }
        std::int64_t* const counts = pieces.begin();
        for (std::size_t i = 0; i < all; ++i) {
            counts[i] = 0;
        }
        costs[line] = cost;
        counts[line] = count;
    }
    /// Leaves no pieces of the lines that are not kept.
    constexpr void keep_lines(const std::array<bool, MostLines>& is_kept) noexcept {
        money<Currency>* const costs = price.begin();
        std::int64_t* const counts = pieces.begin();
        const std::size_t all = lines; // it stands in the object, which is written
        for (std::size_t line = 0; line < all; ++line) {
            if (!is_kept[line]) {
                costs[line] = {};
                counts[line] = 0;
            }
        }
    }

    /// The line with the dearest or cheapest pieces that are not kept yet. There is one while fewer than all pieces are kept.
    [[nodiscard]] constexpr std::size_t next(bool dearest, const std::array<bool, MostLines>& is_kept) const noexcept {
        const money<Currency>* const costs = price.begin();
        const std::int64_t* const counts = pieces.begin();
        std::size_t best = lines;
        std::int64_t best_cost = 0;
        std::int64_t best_count = 0;
        for (std::size_t line = 0; line < lines; ++line) {
            const std::int64_t pieces_here = counts[line];
            if (pieces_here == 0 || is_kept[line]) {
                continue;
            }
            const std::int64_t cost = costs[line].minor_units();
            if (best == lines || is_beyond(dearest, cost, pieces_here, best_cost, best_count)) {
                best = line;
                best_cost = cost;
                best_count = pieces_here;
            }
        }
        LOYALTY_ASSERT(best < lines);
        return best;
    }
    /// Returns true if a piece of so many for a cost is dearer than one of others, or cheaper. Compared without a division, and
    /// with 64 bits if they suffice; no cost and no count is below zero.
    [[nodiscard]] LOYALTY_INLINE static constexpr bool is_beyond(bool dearest, std::int64_t cost, std::int64_t count,
                                                                 std::int64_t other, std::int64_t others) noexcept {
        std::int64_t here = 0;
        std::int64_t there = 0;
        if (multiply_overflows(cost, others, here) || multiply_overflows(other, count, there)) [[unlikely]] {
            const wide wide_here = wide{cost} * wide{others};
            const wide wide_there = wide{other} * wide{count};
            return dearest ? wide_there < wide_here : wide_here < wide_there;
        }
        return dearest ? there < here : here < there;
    }
};

/// By how much a discount lowers the lines. `wanted` is more than `total` if the goods cost less than the discount.
template <money_unit Currency, std::size_t MostLines>
struct lowered_lines {
    money<Currency> wanted{};
    money<Currency> total{};
    working_list<money<Currency>, MostLines>& shares; ///< an effect sets each
    std::size_t only = shares.size();                 ///< the one line with a share, if it is known to be one

    /// Lowers pieces by an amount that they cost at least, share by share (S6).
    constexpr void share(money<Currency> amount, const priced_pieces<Currency, MostLines>& over) noexcept {
        total = amount;
        only = over.only;
        if (const std::size_t lines = over.lines; only < lines) {
            money<Currency>* const all = shares.begin();
            for (std::size_t line = 0; line < lines; ++line) {
                all[line] = {};
            }
            shares[only] = amount;
        } else {
            allocate_known(amount, over.total, over.prices(), std::span{shares.begin(), over.lines});
        }
    }
    /// Cuts the whole to an amount that is less, share by share.
    constexpr void cut(money<Currency> to) noexcept {
        const std::span lowered{shares.begin(), shares.size()};
        if (!allocate_again(to, total, lowered)) {
            const auto weights = shares;
            allocate_known(to, total, std::span<const money<Currency>>{weights.begin(), weights.size()}, lowered);
        }
        total = to;
    }
};

} // namespace detail
} // namespace loyalty
