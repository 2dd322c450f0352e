// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Recency, frequency, monetary value (S53): each member has a score from 1 to 5 in each, by fifths of the members.
///
/// Five members whose last orders are of 1, 2, 3, 4 and 5 May have the recency scores 1, 2, 3, 4 and 5. A score is 1 + 5 x
/// (members with less) / members, rounded down, so members with equal values have equal scores: if all five bought on 5
/// May, all have 1. Members without an order have no scores and are not counted.
///
/// After A. M. Hughes, "Strategic Database Marketing" (1994), who cuts each value by fifths.

#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace loyalty::analytics {

inline constexpr std::size_t rfm_scores = 5;

/// The scores of a member, from 1, the least, to 5.
struct rfm_score {
    std::uint32_t member = 0;
    std::uint8_t recency = 0;   ///< by the day of the last order
    std::uint8_t frequency = 0; ///< by the number of orders
    std::uint8_t monetary = 0;  ///< by the net, less refunds

    [[nodiscard]] friend constexpr bool operator==(const rfm_score&, const rfm_score&) noexcept = default;
};

} // namespace loyalty::analytics

namespace loyalty::detail {

/// Writes the scores of one value of all members.
template <class Value, class Write>
void score_members(const std::vector<Value>& values, Write write) noexcept {
    std::vector<Value> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto less =
            static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), values[i]) - sorted.begin());
        write(i, static_cast<std::uint8_t>(1 + analytics::rfm_scores * less / values.size()));
    }
}

} // namespace loyalty::detail

namespace loyalty::analytics {

/// The scores of all members with an order, in the order of their numbers.
template <unit_type Currency>
[[nodiscard]] std::vector<rfm_score> rfm_of(const purchase_table<Currency>& table) noexcept {
    std::vector<rfm_score> scores;
    std::vector<std::int32_t> last;
    std::vector<std::uint64_t> orders;
    std::vector<std::int64_t> net;
    for (std::size_t i = 0; i < table.members().size(); ++i) {
        const purchases_of_member& own = table.members()[i];
        if (own.has_bought()) {
            scores.push_back({static_cast<std::uint32_t>(i), 0, 0, 0});
            last.push_back(own.last - date::minimum());
            orders.push_back(own.orders);
            net.push_back(own.net_minor_units);
        }
    }
    detail::score_members(last, [&](std::size_t i, std::uint8_t value) { scores[i].recency = value; });
    detail::score_members(orders, [&](std::size_t i, std::uint8_t value) { scores[i].frequency = value; });
    detail::score_members(net, [&](std::size_t i, std::uint8_t value) { scores[i].monetary = value; });
    return scores;
}

/// Members by recency and frequency: `[4][0]` are those of recency 5 and frequency 1, new and not yet back.
[[nodiscard]] inline std::array<std::array<std::uint64_t, rfm_scores>, rfm_scores>
rfm_segments(const std::vector<rfm_score>& scores) noexcept {
    std::array<std::array<std::uint64_t, rfm_scores>, rfm_scores> segments{};
    for (const rfm_score& each : scores) {
        ++segments[std::size_t{each.recency} - 1][std::size_t{each.frequency} - 1];
    }
    return segments;
}

} // namespace loyalty::analytics
