// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>
#include <optional>
#include <type_traits>

namespace loyalty {

template <class Programme>
struct receipt; // engine/receipt.hpp

namespace extensions {

/// The `Sale` of a return that leaves nothing: it needs no type of its own.
struct everything_returned {
    [[nodiscard]] friend constexpr bool operator==(everything_returned, everything_returned) = default;
};

/// The `Shares` of a return that re-evaluates.
struct no_shares {
    [[nodiscard]] friend constexpr bool operator==(no_shares, no_shares) = default;
};

} // namespace extensions

namespace choices {

/// The rule by which awards go back when goods come back (S39).
enum class return_rule : std::uint8_t {
    re_evaluate, ///< the difference between the earnings of the sale and those of its rest
    keep         ///< the stored share of the goods that came back; no condition of the sale is judged again
};

} // namespace choices

/// Goods of a purchase come back (S30, S31): `remaining` is the purchase, with its id and time, without what came back;
/// without it everything comes back. `apply` updates the receipt, which judges the next return of the same sale.
///
/// Made by a receipt: `sold.receipt.returned({.id = 9, .time = now}, what_anna_keeps)`. A history finds the receipt by
/// the id of the sale.
///
/// `.keeping_shares(shares)` makes of it a return of another type, under `return_rule::keep`: 216 points go back
/// because the share of the goods is 216, whatever the rest would earn. See engine/sale_record.hpp.
template <class Programme, class Sale, class Shares = extensions::no_shares>
struct return_of {
    static constexpr auto kind_of_event = extensions::event_kind::return_of;
    static constexpr choices::return_rule rule =
        std::is_same_v<Shares, extensions::no_shares> ? choices::return_rule::re_evaluate : choices::return_rule::keep;
    using sale_type = Sale;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t sale = 0; ///< the id of the purchase
    std::optional<Sale> remaining{};
    loyalty::receipt<Programme>* receipt = nullptr;
    LOYALTY_NO_UNIQUE_ADDRESS Shares shares{}; ///< of the returned goods, in the earnings of the sale

    /// The same return by shares: see engine/shares.hpp for their type. If nothing remains, all that is left goes back.
    template <class Kept>
    [[nodiscard]] constexpr return_of<Programme, Sale, Kept> keeping_shares(const Kept& of_goods) const noexcept {
        return {id, member, time, sale, remaining, receipt, of_goods};
    }

    /// The same return, whatever its receipt has become.
    [[nodiscard]] friend constexpr bool operator==(const return_of& left, const return_of& right) {
        return left.id == right.id && left.member == right.member && left.time == right.time &&
               left.sale == right.sale && left.remaining == right.remaining && left.shares == right.shares;
    }
};

} // namespace loyalty
