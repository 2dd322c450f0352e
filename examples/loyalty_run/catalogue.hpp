// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What loyalty_run says about each programme, and how the texts of a file become its codes.

#include "programmes.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace loyalty_run {

/// A text of a file and the code that a programme's rules ask for.
struct named_code {
    std::string_view name;
    std::uint32_t code = 0;
};

struct programme_notes {
    std::string_view name;
    std::string_view description;
    std::string_view currency;
    std::string_view layout; ///< how its files are written where nothing else is said
    std::span<const std::string_view> tiers{};
    std::span<const named_code> categories{};
};

inline constexpr std::string_view beauty_tiers[]{"Insider", "VIB", "Rouge"};
inline constexpr std::string_view retail_tiers[]{"Member", "Silver", "Gold"};
inline constexpr std::string_view music_tiers[]{"Member", "Regular", "Collector"};
inline constexpr std::string_view w5_tiers[]{"0", "1", "2"};
inline constexpr named_code coffee_categories[]{{"alcohol", programmes::alcohol}};
inline constexpr named_code card_categories[]{{"groceries", programmes::groceries}, {"fuel", programmes::fuel}};

inline constexpr std::array<programme_notes, 7> catalogue{{
    {"beauty", "points by dollar, three tiers by the calendar year's spend", "USD", "default", beauty_tiers, {}},
    {"coffee", "stars by dollar, two by registered card, none for alcohol", "USD", "default", {}, coffee_categories},
    {"card", "cashback by category, capped by month, and a welcome bonus", "USD", "default", {}, card_categories},
    {"retail",
     "points by pound times tier, a bonus each 1000.00, monthly streaks",
     "GBP",
     "online_retail",
     retail_tiers,
     {}},
    {"music", "points by dollar times tier, a stamp for each tenth disc", "USD", "cdnow", music_tiers, {}},
    {"airline", "points by distance, cost of points redeemed; numbers by --set", "CAD", "airline", {}, {}},
    {"w5", "the reference work: all five policies; alone it takes a generated stream", "USD", "default", w5_tiers, {}},
}};

[[nodiscard]] constexpr const programme_notes* find_programme(std::string_view name) noexcept {
    for (const programme_notes& notes : catalogue) {
        if (notes.name == name) {
            return &notes;
        }
    }
    return nullptr;
}

} // namespace loyalty_run
