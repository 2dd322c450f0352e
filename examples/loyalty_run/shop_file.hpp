// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Shops out of texts of rules: rules with discounts, coupons or a wallet.

#include "options.hpp"
#include "programmes.hpp"
#include "rules_read.hpp"

#include <loyalty/json/shop.hpp>

namespace loyalty_run {

/// Read with the room of other rules, so that the same reader reads both.
using shop_of_file = json::shop_text<json::any_currency, 16, parts_of_shops, bytes_of_rules>;

/// Runs a shop over a file: each purchase is a checkout. Throws if its members need more room than a run gives them.
[[nodiscard]] exit_code run_shop(const shop_of_file& read, programme_notes& notes, const options& asked);

} // namespace loyalty_run
