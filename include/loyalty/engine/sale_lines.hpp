// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The lines of a sale, and how many pieces of each came back.
///
/// Three mugs for 10.00 USD: the first that comes back is refunded with 3.33, the second with 3.34, the third with 3.33; two at
/// once with 6.67. A fourth is refused: `asked` 1, `there` 0.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loyalty {

namespace ledgers {

/// So many pieces of one line: `{.line = 2, .pieces = 1}`. `line` is the id of the line.
struct returned_pieces {
    std::uint32_t line = 0;
    std::int64_t pieces = 1;

    [[nodiscard]] friend constexpr bool operator==(const returned_pieces&, const returned_pieces&) = default;
};

/// The goods of one return: pieces of one line, or of several, in an array, a vector or a span. A line may be named twice. Holds
/// no goods itself: it is an argument, and lives as long as they do.
struct returned_goods {
    std::span<const returned_pieces> lines{};

    constexpr returned_goods(const returned_pieces& one) noexcept // NOLINT: pieces of one line are goods
        : lines{&one, 1} {}
    template <class Range>
    requires requires(const Range& range) { std::span<const returned_pieces>{range}; }
    constexpr returned_goods(const Range& several) noexcept // NOLINT: and so are pieces of several
        : lines{several} {}

    /// The pieces of a line. Returns false if one of the numbers is not above zero, or they do not fit.
    [[nodiscard]] constexpr bool pieces_of(std::uint32_t line, std::int64_t& sum) const noexcept {
        sum = 0;
        for (const returned_pieces& each : lines) {
            if (each.line == line && (each.pieces <= 0 || detail::add_overflows(sum, each.pieces, sum))) {
                return false;
            }
        }
        return true;
    }
};

/// The reason for which goods cannot come back: the line, the requested pieces, and those that are left. `{.why =
/// reason::more_than_bought, .line = 2, .asked = 3, .there = 1}`.
struct goods_refusal {
    reason why = reason::none;
    std::uint32_t line = 0;
    std::int64_t asked = 0;
    std::int64_t there = 0;

    [[nodiscard]] friend constexpr bool operator==(const goods_refusal&, const goods_refusal&) = default;
};

/// The money that was paid for goods, and goes back with them.
template <money_unit Currency>
struct goods_refund {
    money<Currency> net{};
    money<Currency> tax{};

    /// With tax. It fits for the goods of a record, which has checked it.
    [[nodiscard]] constexpr money<Currency> total() const noexcept { return net + tax; }

    [[nodiscard]] friend constexpr bool operator==(const goods_refund&, const goods_refund&) = default;
};

/// A line of a sale, and the number of its pieces that came back.
template <money_unit Currency>
struct sold_line {
    basket_line<Currency> sold{};
    std::int64_t returned = 0; ///< pieces

    /// The number of pieces that have not come back.
    [[nodiscard]] constexpr std::int64_t left() const noexcept { return sold.quantity - returned; }

    /// The part of an amount of the line, such as its net, that the next `pieces` take with them (S6).
    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> part(amount<Unit> of_line, std::int64_t pieces) const noexcept {
        return arithmetic::part_of_pieces(of_line, returned + pieces, sold.quantity) -
               arithmetic::part_of_pieces(of_line, returned, sold.quantity);
    }

    /// The line without the pieces that came back, nor the next `pieces`.
    [[nodiscard]] constexpr basket_line<Currency> without(std::int64_t pieces) const noexcept {
        basket_line<Currency> rest = sold;
        rest.quantity = left() - pieces;
        rest.net -= arithmetic::part_of_pieces(sold.net, returned + pieces, sold.quantity);
        rest.tax -= arithmetic::part_of_pieces(sold.tax, returned + pieces, sold.quantity);
        rest.discount -= arithmetic::part_of_pieces(sold.discount, returned + pieces, sold.quantity);
        return rest;
    }

    [[nodiscard]] constexpr bool is_valid() const noexcept {
        return sold.quantity > 0 && 0 <= returned && returned <= sold.quantity && sold.net.minor_units() >= 0 &&
               sold.tax.minor_units() >= 0 && sold.discount.minor_units() >= 0;
    }
    static constexpr std::string_view when_invalid =
        "a line of a sale record: more pieces came back than were sold, or an amount is below zero";

    [[nodiscard]] friend constexpr bool operator==(const sold_line&, const sold_line&) = default;
};

} // namespace ledgers

} // namespace loyalty
