// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty {

namespace detail {

/// Units whose balance is declared small are granted seldom, so that one question serves for all of them.
template <class Unit>
inline constexpr bool is_seldom = requires {
    typename Unit::balance;
};

/// Whether any such unit was granted.
template <unit_type... Units>
[[nodiscard]] LOYALTY_INLINE constexpr bool any_seldom(const pack<amount<Units>...>& granted) noexcept {
    std::int64_t bits = 0;
    for_each_index<sizeof...(Units)>([&](auto index) LOYALTY_INLINE_LAMBDA {
        if constexpr (is_seldom<typename type_at<index, Units..., void>::type>) {
            bits |= get<index>(granted).minor_units();
        }
    });
    return bits != 0;
}

} // namespace detail

/// What one event gave: an amount for each unit that the programme can grant, and the member's tier around it. A
/// refused event gave nothing, and says why.
template <unit_type... Units>
struct outcome {
    static constexpr std::size_t size = sizeof...(Units);

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
