// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>
#include <string_view>

namespace loyalty::detail {

/// A string that can be a template argument: `fixed_string{"USD"}` holds its characters and the closing zero.
template <std::size_t Size>
struct fixed_string {
    char characters[Size]{};

    consteval fixed_string(const char (&text)[Size]) noexcept {
        for (std::size_t i = 0; i < Size; ++i) {
            characters[i] = text[i];
        }
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters, Size - 1}; }
    [[nodiscard]] constexpr operator std::string_view() const noexcept { return view(); }
    [[nodiscard]] friend constexpr bool operator==(const fixed_string&, const fixed_string&) = default;
};

} // namespace loyalty::detail
