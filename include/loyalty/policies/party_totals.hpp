// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/effects.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace loyalty::social {

/// Sums for each party, a sink: `party_totals<unit::points, 8>` for at most 8 parties. Mergeable with `add`.
template <unit_type Unit, std::size_t Capacity>
struct party_totals {
    struct total {
        std::uint32_t party = 0;
        amount<Unit> sum{};

        [[nodiscard]] friend constexpr bool operator==(const total&, const total&) = default;
    };

    std::array<total, Capacity> totals{}; ///< in the order in which parties first came
    std::size_t count = 0;
    bool overflow = false; ///< a party more than the capacity, or a sum that passes 64 bits

    constexpr void on(const effects::attributed<Unit>& one) noexcept { add(one.party, one.part); }
    constexpr void add(const party_totals& other) noexcept {
        overflow = overflow || other.overflow;
        for (std::size_t i = 0; i < other.count; ++i) {
            add(other.totals[i].party, other.totals[i].sum);
        }
    }
    /// The sum of a party; zero if none came.
    [[nodiscard]] constexpr amount<Unit> of(std::uint32_t party) const noexcept {
        for (std::size_t i = 0; i < count; ++i) {
            if (totals[i].party == party) {
                return totals[i].sum;
            }
        }
        return {};
    }

private:
    constexpr void add(std::uint32_t party, amount<Unit> part) noexcept {
        std::size_t index = 0;
        while (index < count && totals[index].party != party) {
            ++index;
        }
        if (index == count) {
            if (count == Capacity) {
                overflow = true;
                return;
            }
            totals[count++] = {party, {}};
        }
        overflow |= arithmetic::add_overflows(totals[index].sum, part, totals[index].sum);
    }
};

} // namespace loyalty::social
