// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/currency_list.hpp>

#include <optional>
#include <string_view>

namespace loyalty::arithmetic {

/// A currency as data, for those who meet its code at run time.
struct currency_info {
    std::string_view code; ///< three capital letters, "USD"
    int numeric = 0;       ///< of ISO 4217, 840 for USD
    int digits = 0;        ///< decimals of ISO 4217, 2 for USD

    [[nodiscard]] friend constexpr bool operator==(const currency_info&, const currency_info&) noexcept = default;
};

/// Every currency that has a type in `currency`, ordered by code.
inline constexpr currency_info currency_table[] = {
#define LOYALTY_CURRENCY(identifier, suffix, alphabetic, number, decimals) {alphabetic, number, decimals},
    LOYALTY_FOR_EACH_CURRENCY(LOYALTY_CURRENCY)
#undef LOYALTY_CURRENCY
};

/// The currency with this code, in capital letters as ISO 4217 writes it: "KWD" gives 414 and 3 decimals. Empty for any
/// other text, "kwd" included. At most 9 comparisons.
[[nodiscard]] constexpr std::optional<currency_info> find_currency(std::string_view code) noexcept {
    const currency_info* first = currency_table;
    const currency_info* last = first + sizeof(currency_table) / sizeof(currency_table[0]);
    while (first != last) {
        const currency_info* middle = first + (last - first) / 2;
        if (middle->code == code) {
            return *middle;
        }
        if (middle->code < code) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    return std::nullopt;
}

} // namespace loyalty::arithmetic
