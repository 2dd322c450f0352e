// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Numbers as people read them.

#include "checked.hpp"

#include <loyalty/explain/exact_number.hpp>
#include <loyalty/io/format.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/text.hpp>
#include <loyalty/time/text.hpp>

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace loyalty_run {

using namespace loyalty;
using namespace loyalty::arithmetic;
using namespace loyalty::dates;
using namespace loyalty::texts;
using namespace loyalty::effects;

/// `1234567.89` as `1,234,567.89`.
[[nodiscard]] inline std::string grouped(std::string_view number) {
    const std::size_t first = number.starts_with('-') ? 1 : 0;
    const std::size_t end = number.find('.') == std::string_view::npos ? number.size() : number.find('.');
    std::string result;
    for (std::size_t i = 0; i < number.size(); ++i) {
        if (i > first && i < end && (end - i) % 3 == 0) {
            result += ',';
        }
        result += number[i];
    }
    return result;
}

/// A time on the programme's clock: `2025-01-10 00:00:00`, midnight like any other.
[[nodiscard]] inline std::string time_of(local_time time) {
    const std::string text(to_text(time).view());
    return text.substr(0, 10) + ' ' + text.substr(11);
}

/// A count of minor units as a decimal number.
[[nodiscard]] inline std::string units_of(std::int64_t minor_units, int digits) {
    return std::string(to_text(decimal{minor_units, digits}).view());
}

using loyalty::io::explanations::exact_text;

inline constexpr std::array<std::pair<std::string_view, rounding>, 8> rounding_names{{
    {"down", rounding::down},
    {"up", rounding::up},
    {"floor", rounding::floor},
    {"ceiling", rounding::ceiling},
    {"half-up", rounding::half_up},
    {"half-down", rounding::half_down},
    {"half-even", rounding::half_even},
    {"half-odd", rounding::half_odd},
}};

[[nodiscard]] constexpr std::string_view name_of(rounding mode) noexcept {
    for (const auto& [name, value] : rounding_names) {
        if (value == mode) {
            return name;
        }
    }
    return "?";
}

/// The mode of a name, where `_` may stand for `-`.
[[nodiscard]] inline std::optional<rounding> find_rounding(std::string name) {
    for (char& letter : name) {
        letter = letter == '_' ? '-' : letter;
    }
    for (const auto& [known, value] : rounding_names) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace loyalty_run
