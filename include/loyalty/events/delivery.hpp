// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

/// One delivery of an order that was paid for before (S44): box 3 of 12. It earns by rules for deliveries, such as
/// `per_delivery{20_points}`. Points that wait for it in an account are activated by a `confirmation`.
///
/// `delivery{.id = 1, .time = "2025-03-10T12:00"_utc, .order = 77, .number = 3}`
struct delivery {
    static constexpr auto kind_of_event = extensions::event_kind::delivery;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t order = 0;  ///< the id of the event that paid for it
    std::uint32_t number = 0; ///< of the deliveries of the order, from 1

    [[nodiscard]] friend constexpr bool operator==(const delivery&, const delivery&) = default;
};

} // namespace loyalty
