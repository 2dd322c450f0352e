// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

namespace ledgers {

/// An amount that stands for all that there is: of a hold in a `commitment`, of a redemption in a `give_back`.
template <unit_type Unit>
inline constexpr amount<Unit> everything = amount<Unit>::smallest();

} // namespace ledgers

/// Points are spent in one step (S25). More than is available is refused (`insufficient_balance`).
///
/// `redemption<unit::points>{.id = 7, .time = now, .amount = 100_points}`
///
/// If buckets never combine, such as the fuel points of each month, `.earned_on = "2025-03-01"_date` names one by any
/// of its days so far: the lots that expire as those of that day give alone. In an account that never expires these are
/// all lots. A plain balance keeps no days, and has nothing to give.
template <unit_type Unit>
struct redemption {
    static constexpr auto kind_of_event = extensions::event_kind::redemption;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    loyalty::amount<Unit> amount{};
    date earned_on = date::maximum(); ///< out of the lots of this day alone; `date::maximum()`: out of all

    [[nodiscard]] friend constexpr bool operator==(const redemption&, const redemption&) = default;
};

namespace ledgers {

template <class Programme, class Unit>
struct redemption_receipt; // engine/receipt.hpp

} // namespace ledgers

/// Points of a redemption or a commitment go back, all of them or a part, and never twice: `apply` lowers what is left
/// in the receipt. Made by `receipt.given_back({.id = 9, .time = now}, 20_points)`.
template <class Programme, unit_type Unit>
struct give_back {
    static constexpr auto kind_of_event = extensions::event_kind::give_back;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t redemption = 0; ///< the id of the redemption: a history finds its receipt by it
    loyalty::amount<Unit> amount = ledgers::everything<Unit>;
    ledgers::redemption_receipt<Programme, Unit>* receipt = nullptr;

    /// The same event, whatever its receipt has become.
    [[nodiscard]] friend constexpr bool operator==(const give_back& left, const give_back& right) {
        return left.id == right.id && left.member == right.member && left.time == right.time &&
               left.redemption == right.redemption && left.amount == right.amount;
    }
};

} // namespace loyalty
