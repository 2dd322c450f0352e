// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/currency_list.hpp>
#include <loyalty/money/unit.hpp>

/// The currencies of ISO 4217 as units: `currency::usd` (2 decimals, 840), `currency::jpy` (0, 392), `currency::kwd`
/// (3, 414), `currency::clf` (4, 990). Named by their code in small letters; TRY, a keyword, is `currency::try_`. The
/// decimals are those of the standard, not those that shops use.
namespace loyalty::currency {

#define LOYALTY_CURRENCY(identifier, suffix, alphabetic, number, decimals)                                             \
    struct identifier {                                                                                                \
        static constexpr unit_code code = alphabetic;                                                                  \
        static constexpr int digits = decimals;                                                                        \
        static constexpr int numeric = number;                                                                         \
    };
LOYALTY_FOR_EACH_CURRENCY(LOYALTY_CURRENCY)
#undef LOYALTY_CURRENCY

} // namespace loyalty::currency
