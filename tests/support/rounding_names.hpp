// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/money/rounding.hpp>

#include <optional>
#include <string_view>

namespace support {

struct named_rounding {
    std::string_view name;
    loyalty::rounding mode;
};

inline constexpr named_rounding all_roundings[] = {
    {"down", loyalty::rounding::down},
    {"up", loyalty::rounding::up},
    {"floor", loyalty::rounding::floor},
    {"ceiling", loyalty::rounding::ceiling},
    {"half_up", loyalty::rounding::half_up},
    {"half_down", loyalty::rounding::half_down},
    {"half_even", loyalty::rounding::half_even},
    {"half_odd", loyalty::rounding::half_odd},
    {"half_ceiling", loyalty::rounding::half_ceiling},
    {"half_floor", loyalty::rounding::half_floor},
    {"zero_five_up", loyalty::rounding::zero_five_up},
};

/// The mode of this name, or of the one that General Decimal Arithmetic gives it; empty for any other text.
inline std::optional<loyalty::rounding> rounding_named(std::string_view name) {
    if (name == "05up") {
        return loyalty::rounding::zero_five_up;
    }
    for (const named_rounding& each : all_roundings) {
        if (each.name == name) {
            return each.mode;
        }
    }
    return std::nullopt;
}

} // namespace support
