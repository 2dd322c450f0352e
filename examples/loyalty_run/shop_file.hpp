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
using shop_of_file = json::shop_text<json::any_currency, 16, all_parts, bytes_of_rules>;

/// Runs a shop over a file: each purchase is a checkout.
[[nodiscard]] exit_code run_shop(const shop_of_file& read, programme_notes& notes, const options& asked);
/// The same of a shop with quotas, wheels or dates of its own, or of much room: in members of some 15 kB.
[[nodiscard]] exit_code run_shop_with_all_parts(const shop_of_file& read, programme_notes& notes, const options& asked);

} // namespace loyalty_run
