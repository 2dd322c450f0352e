// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

namespace ledgers {

/// Which dates points have that come from another member.
enum class transfer_dates : std::uint8_t {
    kept,   ///< those that they had
    renewed ///< those of points that become active today
};

} // namespace ledgers

/// Points go from one member to another, with one id (S47): spent there, earned here. Both halves happen or none does.
/// It takes the states of both: `apply(stars, anna, ben, transfer<unit::points>{...})`.
///
/// `transfer<unit::points>{.id = 7, .member = 0, .time = now, .to = 1, .amount = 100_points}`
template <unit_type Unit>
struct transfer {
    static constexpr auto kind_of_event = extensions::event_kind::transfer;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0; ///< who gives
    instant time{};
    std::uint32_t to = 0; ///< who receives
    loyalty::amount<Unit> amount{};
    ledgers::transfer_dates dates = ledgers::transfer_dates::kept;

    [[nodiscard]] friend constexpr bool operator==(const transfer&, const transfer&) = default;
};

} // namespace loyalty
