// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The versions of a programme as they were read, and the two forms in which they run.

#include "options.hpp"
#include "programmes.hpp"

#include <loyalty/json/versions.hpp>

namespace loyalty_run {

using rules_text = json::programme_text<json::any_currency>;
using rules_versions = json::versions_text<rules_text>;

/// With plain balances, or with an account of points. Each is compiled by itself.
[[nodiscard]] exit_code run_plain(const rules_versions& read, programme_notes& notes, const options& asked);
[[nodiscard]] exit_code run_with_lots(const rules_versions& read, programme_notes& notes, const options& asked);

} // namespace loyalty_run
