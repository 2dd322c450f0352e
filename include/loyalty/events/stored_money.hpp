// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>

#include <cstdint>

namespace loyalty::things {

/// The money of a gift card, of a currency that is known at run time: `stored_money{50_usd}` has 5000 minor units and the
/// currency 840. It is made of money alone, so no amount is without its currency. `stored_money{}` is no money of no
/// currency: that of a thing which is no gift card.
class stored_money {
public:
    static constexpr const char* when_invalid = "stored money: an amount has no currency";

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.amount_);
        function(own.currency_code_);
    }

    constexpr stored_money() noexcept = default;
    template <money_unit Currency>
    constexpr stored_money(money<Currency> from) noexcept
        : amount_{from.minor_units()}, currency_code_{code_of_currency<Currency>} {}

    [[nodiscard]] constexpr std::int64_t minor_units() const noexcept { return amount_; }
    /// The number of ISO 4217; 0 if there is no currency.
    [[nodiscard]] constexpr std::uint16_t currency_code() const noexcept { return currency_code_; }
    /// False for the money of a thing that is no gift card.
    [[nodiscard]] constexpr bool has_currency() const noexcept { return currency_code_ != 0; }
    template <money_unit Currency>
    [[nodiscard]] constexpr bool is_of() const noexcept {
        return currency_code_ == code_of_currency<Currency>;
    }
    /// The amount, if it is money of this currency; else zero.
    template <money_unit Currency>
    [[nodiscard]] constexpr money<Currency> in() const noexcept {
        return money<Currency>::from_minor_units(is_of<Currency>() ? amount_ : 0);
    }
    /// So much of the same currency.
    [[nodiscard]] constexpr stored_money with(std::int64_t minor_units) const noexcept {
        stored_money other = *this;
        other.amount_ = minor_units;
        return other;
    }
    /// Adds so much of the same currency; a negative amount takes it.
    constexpr void add(std::int64_t minor_units) noexcept { amount_ += minor_units; }
    [[nodiscard]] constexpr bool is_valid() const noexcept { return has_currency() || amount_ == 0; }

    [[nodiscard]] friend constexpr bool operator==(const stored_money&, const stored_money&) = default;

private:
    template <money_unit Currency>
    static constexpr std::uint16_t code_of_currency = [] {
        static_assert(0 < Currency::numeric && Currency::numeric <= 65535,
                      "loyalty: the number of a currency lies within 1 to 65535");
        return static_cast<std::uint16_t>(Currency::numeric);
    }();

    std::int64_t amount_ = 0;
    std::uint16_t currency_code_ = 0;
};

} // namespace loyalty::things
