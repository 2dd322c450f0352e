// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/explain/description.hpp>
#include <loyalty/json/host_facts.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/money/currency.hpp>

#include <string>
#include <string_view>

using usd_text = loyalty::json::programme_text<loyalty::currency::usd>;

// Compiled once, in reading.cpp.
[[nodiscard]] usd_text read_usd(std::string_view text,
                                loyalty::json::host_facts facts = loyalty::json::host_facts::all());
[[nodiscard]] std::string write_usd(const usd_text& programme);
[[nodiscard]] loyalty::io::descriptions::description describe_usd(const usd_text& programme);
