// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/explain/description.hpp>
#include <loyalty/json/host_facts.hpp>
#include <loyalty/json/lot_rules.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/versions.hpp>
#include <loyalty/money/currency.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// With room for lots that expire on each day of a year, and for rolling windows.
using room_of_tests = loyalty::json::rolling_limits<loyalty::json::lots_of<400>, 31>;
using usd_text = loyalty::json::programme_text<loyalty::currency::usd, 16, room_of_tests, 640>;

// Compiled once, in reading.cpp.
[[nodiscard]] usd_text read_usd(std::string_view text,
                                loyalty::json::host_facts facts = loyalty::json::host_facts::all());
[[nodiscard]] std::string write_usd(const usd_text& programme);
[[nodiscard]] loyalty::json::versions_text<usd_text>
read_versions_usd(std::span<const std::string_view> texts,
                  loyalty::json::host_facts facts = loyalty::json::host_facts::all());
[[nodiscard]] std::string write_versions_usd(const loyalty::json::versions_text<usd_text>& versions);
[[nodiscard]] loyalty::io::descriptions::description describe_usd(const usd_text& programme);
[[nodiscard]] std::vector<loyalty::io::descriptions::description>
describe_versions_usd(const loyalty::json::versions_text<usd_text>& versions);
