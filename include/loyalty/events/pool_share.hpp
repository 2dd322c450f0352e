// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty::social {

/// The part of one member in a redemption that a household shares (S47): a debit of that member's account. The
/// `redemption_rule` judges the whole, and counts the part of each member for its limits of a window. Made by `social::share_in_pool`, see engine/pool.hpp;
/// a stream names it beside its other events, `event_of<shop, sale, social::pool_share<unit::points>>`.
///
/// `social::pool_share<unit::points>{.id = 7, .member = 3, .time = now, .amount = 120_points}`
template <unit_type Unit>
struct pool_share {
    static constexpr auto kind_of_event = extensions::event_kind::pool_share;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    loyalty::amount<Unit> amount{};

    [[nodiscard]] friend constexpr bool operator==(const pool_share&, const pool_share&) = default;
};

} // namespace loyalty::social
