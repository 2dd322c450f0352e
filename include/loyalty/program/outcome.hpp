// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>

#include <cstdint>

namespace loyalty {

/// What one event gave: an amount for each unit that the programme can grant, and the member's tier around it. A
/// refused event gave nothing, and says why.
template <unit_type... Units>
struct outcome {
    detail::pack<amount<Units>...> granted_{};
    reason refused = reason::none;
    std::uint8_t tier_told = 0;   ///< after the member's previous event
    std::uint8_t tier_before = 0; ///< once the time between had passed
    std::uint8_t tier_after = 0;

    [[nodiscard]] constexpr bool accepted() const noexcept { return refused == reason::none; }

    /// `granted<unit::points>()`; zero for a unit that the programme never grants is a compile error, not a surprise.
    template <unit_type Unit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> granted() const noexcept {
        constexpr bool grants = (std::is_same_v<Unit, Units> || ...);
        static_assert(grants, "loyalty: no policy of this programme grants this unit");
        if constexpr (grants) {
            return detail::get_type<amount<Unit>>(granted_);
        } else {
            return {};
        }
    }

    [[nodiscard]] friend constexpr bool operator==(const outcome&, const outcome&) = default;
};

} // namespace loyalty
