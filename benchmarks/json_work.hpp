// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Rules in JSON for benchmarks/json_rules.cpp and tests/gates/json_instructions.cpp: the file of W5 as a programme, and the text
/// of a shop with as many rules as a caller wants.

#include <loyalty/json/programme.hpp>
#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace json_work {

/// Reads a text whose rules a member remembers in `Bytes` bytes. A text with a mistake ends the run.
template <std::size_t Capacity, std::size_t Bytes>
[[nodiscard]] auto read_rules(const std::string& text) {
    auto read = loyalty::json::read_programme<loyalty::currency::usd, Capacity, loyalty::json::usual_lots, Bytes>(text);
    if (!read.wrong.empty()) {
        std::puts(read.wrong.listed.front().text().c_str());
        std::abort();
    }
    return read;
}

/// The programme of examples/rules/w5.json, of which a member remembers `Bytes` bytes.
template <std::size_t Bytes>
[[nodiscard]] auto w5_rules() {
    std::ifstream file(LOYALTY_SOURCE_DIR "/examples/rules/w5.json", std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return read_rules<16, Bytes>(text.str()).template framed<loyalty::choices::identity::by_time>(loyalty::utc{});
}

/// A shop with a tier and `rules - 1` rules over it, each with conditions on lines and days, and with a cap of its own.
[[nodiscard]] inline std::string rules_of_a_shop(int rules, const std::string& cap) {
    std::string text = R"({"programme": "shop", "currency": "USD", "rules": [
        {"tiered": {"thresholds": ["350.00 USD", "1000.00 USD"], "hold_periods": 1}})";
    for (int i = 1; i < rules; ++i) {
        text += R"(,
        {"points": [
            {"per_amount": {"award": "1 points", "per": "1.00 USD", "counted": {"on": {"category_is": [)" +
                std::to_string(i) + R"(, 99]}}}},
            {"multiply_by_tier": ["1", "1.25", "1.5"]},
            {"multiply_by": {"factor": "3", "when": {"day_of_week_is": "sunday"}}},
            {"round_off": "floor"},
            {"cap_at": )" +
                cap + R"(}
        ]})";
    }
    return text + "]}";
}

} // namespace json_work
