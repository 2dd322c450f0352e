// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>
#include <optional>

namespace loyalty {

template <class Programme>
struct receipt; // engine/receipt.hpp

namespace extensions {

/// The `Sale` of a return that leaves nothing: it needs no type of its own.
struct everything_returned {
    [[nodiscard]] friend constexpr bool operator==(everything_returned, everything_returned) = default;
};

} // namespace extensions

/// Goods of a purchase come back (S30, S31): `remaining` is the purchase, with its id and time, without what came back;
/// without it everything comes back. `apply` updates the receipt, which judges the next return of the same sale.
///
/// Made by a receipt: `sold.receipt.returned({.id = 9, .time = now}, what_anna_keeps)`. A history finds the receipt by
/// the id of the sale.
template <class Programme, class Sale>
struct return_of {
    static constexpr auto kind_of_event = extensions::event_kind::return_of;
    using sale_type = Sale;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t sale = 0; ///< the id of the purchase
    std::optional<Sale> remaining{};
    loyalty::receipt<Programme>* receipt = nullptr;

    /// The same return, whatever its receipt has become.
    [[nodiscard]] friend constexpr bool operator==(const return_of& left, const return_of& right) {
        return left.id == right.id && left.member == right.member && left.time == right.time &&
               left.sale == right.sale && left.remaining == right.remaining;
    }
};

} // namespace loyalty
