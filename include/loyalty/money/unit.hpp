// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty {

namespace detail {

/// The most decimals that a unit may have.
inline constexpr int unit_digits_max = 9;

} // namespace detail

/// The name of a unit, such as `unit_code{"miles"}`: a text that can be a template argument.
template <std::size_t Size>
struct unit_code {
    char characters[Size]{}; ///< The text and the closing zero.

    consteval unit_code(const char (&text)[Size]) noexcept {
        for (std::size_t i = 0; i < Size; ++i) {
            characters[i] = text[i];
        }
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters, Size - 1}; }
    [[nodiscard]] constexpr operator std::string_view() const noexcept { return view(); }
    [[nodiscard]] friend constexpr bool operator==(const unit_code&, const unit_code&) = default;
};

template <std::size_t Size>
unit_code(const char (&)[Size]) -> unit_code<Size>;

/// The unit of an amount: a type with a `code` ("USD", "points") and `digits`, the number of decimals, 0 to 9.
/// Units are types, so amounts of different units never mix (S4). A host writes its own the same way:
///
///     struct miles {
///         static constexpr loyalty::unit_code code = "miles";
///         static constexpr int digits = 0;
///     };
///
/// The digits say how many minor units make one: USD with 2 counts cents, and 23.99 USD is 2399.
///
/// Amounts have 64 bits. A unit that is granted seldom and never by the thousand may say that members and outcomes keep
/// it in fewer, signed: `using balance = std::int32_t;` for what a member holds, and `using granted = std::int16_t;`
/// for what one event gives (without it: as the balance). What does not fit refuses the event, a correction too.
template <class Unit>
concept unit_type = requires {
    { Unit::code } -> std::convertible_to<std::string_view>;
    { Unit::digits } -> std::convertible_to<int>;
    requires Unit::digits >= 0 && Unit::digits <= detail::unit_digits_max;
};

/// A unit that is money: one with the number of ISO 4217, such as 840 for USD. Points, stamps and badges are not money.
template <class Unit>
concept money_unit = unit_type<Unit> && requires {
    { Unit::numeric } -> std::convertible_to<int>;
};

namespace unit {

/// Points that can be spent. Whole; a programme whose ledger keeps hundredths defines its own unit with digits 2.
struct points {
    static constexpr unit_code code = "points";
    static constexpr int digits = 0;
};

/// Points that count towards a tier and cannot be spent (S27).
struct qualifying_points {
    static constexpr unit_code code = "qualifying points";
    static constexpr int digits = 0;
};

/// Stamps on a card: ten coffees, the eleventh is free. A member holds at most 2^31 - 1; one event gives at most
/// 32,767.
struct stamps {
    static constexpr unit_code code = "stamps";
    static constexpr int digits = 0;
    using balance = std::int32_t;
    using granted = std::int16_t;
};

/// Badges, awarded for achievements of a member. A member holds at most 32,767.
struct badges {
    static constexpr unit_code code = "badges";
    static constexpr int digits = 0;
    using balance = std::int16_t;
};

/// Vouchers, each a thing in a wallet: see ledger/wallet.hpp. One event gives at most 32,767.
struct vouchers {
    static constexpr unit_code code = "vouchers";
    static constexpr int digits = 0;
    using balance = std::int32_t;
    using granted = std::int16_t;
};

/// Visits counted, for tiers and missions that count how often, not how much.
struct visits {
    static constexpr unit_code code = "visits";
    static constexpr int digits = 0;
};

/// Redemptions counted, for the limits of a redemption rule.
struct redemptions {
    static constexpr unit_code code = "redemptions";
    static constexpr int digits = 0;
};

/// Pieces of goods counted.
struct items {
    static constexpr unit_code code = "items";
    static constexpr int digits = 0;
};

} // namespace unit
} // namespace loyalty
