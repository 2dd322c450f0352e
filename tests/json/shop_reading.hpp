// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/explain/description.hpp>
#include <loyalty/json/shop.hpp>
#include <loyalty/money/currency.hpp>

#include <string>
#include <string_view>

using usd_shop = loyalty::json::shop_text<loyalty::currency::usd>;

// Compiled once, in shop_reading.cpp.
[[nodiscard]] usd_shop read_usd_shop(std::string_view text);
[[nodiscard]] std::string write_usd_shop(const usd_shop& shop);
[[nodiscard]] loyalty::io::descriptions::description describe_usd_shop(const usd_shop& shop);
