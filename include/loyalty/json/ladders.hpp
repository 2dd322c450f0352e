// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Tiers of a programme from text by any of several measures (S27), and calendar periods of which a rest counts in the next one too
/// (S28).
///
/// `{"either_ladder": [{"tiered": {"thresholds": ["10 items", "40 items"], "counted": {"of": "quantity"}, "window":
/// {"rollover_window": {"unit": "year", "above": ["10 items", "40 items"]}}}}, {"tiered": {"thresholds": ["2000.00 USD", "8000.00
/// USD"]}}]}`: four nights for 8,000.00 are the second tier, and so are 40 nights for less; of 55 nights 15 count in the next year.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/either_ladder.hpp>
#include <loyalty/policies/tiered.hpp>
#include <loyalty/rules/rollover_window.hpp>
#include <loyalty/rules/tier_standing.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::json {

/// Calendar periods. What lies above the highest threshold that is reached counts in the next one too; behind those that there are
/// stands `unreached`, which no sum passes, so that without any nothing is left.
struct rollover_periods : criteria::rollover_window<counted, extensions::most_tiers> {
    using parts = detail::type_list<>;
    using base = criteria::rollover_window<counted, extensions::most_tiers>;
    static constexpr auto unreached = amount<counted>::largest();

    constexpr rollover_periods() noexcept : rollover_periods{period_unit::year} {}
    constexpr explicit rollover_periods(period_unit of) noexcept
        : base{of, unreached, unreached, unreached, unreached, unreached, unreached, unreached, unreached} {}

    [[nodiscard]] constexpr std::size_t size() const noexcept {
        std::size_t there = 0;
        while (there < extensions::most_tiers && this->above[there] != unreached) {
            ++there;
        }
        return there;
    }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        for (std::size_t i = 1; i < size(); ++i) {
            if (this->above[i] <= this->above[i - 1]) {
                return "rollover_window: the thresholds must rise: put the lower one first";
            }
        }
        return nullptr;
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.unit);
        for (auto& each : own.above) {
            function(each);
        }
    }
};
static_assert(extensions::most_tiers == 8);

/// A ladder, or a `tiered` whose window rolls over.
using ladder = by_measure<tiered<counted, extensions::most_tiers, rollover_periods, measure, condition>, true>;

/// A ladder that is not there counts nothing.
[[nodiscard]] constexpr ladder no_ladder() noexcept {
    ladder none{};
    for (std::int64_t& each : none.thresholds) {
        each = ladder::unreached;
    }
    none.counted.where.add({.what = asks::negation, .count = 1});
    none.counted.where.add({.what = asks::always});
    none.counted.where.link();
    return none;
}

using four_ladders = social::either_ladder<ladder, ladder, ladder, ladder>;

/// Up to `most_ladders`. It remembers the ladders that there are.
struct ladders_rule : four_ladders {
    static_assert(four_ladders::size == most_ladders);
    static_assert(sizeof(four_ladders::state) == 8 + most_ladders * sizeof(ladder::state));
    using parts = detail::type_list<>;
    static constexpr bool is_rare = true;

    std::uint8_t count = 0;

    constexpr ladders_rule(const ladder (&all)[most_ladders], std::uint8_t there) noexcept
        : four_ladders{all[0], all[1], all[2], all[3]}, count{there} {}

    [[nodiscard]] constexpr bool ages() const noexcept { return true; }
    /// The tier, and the memory of each ladder.
    [[nodiscard]] constexpr std::size_t memory_words() const noexcept {
        return 1 + count * (sizeof(ladder::state) / 8);
    }

    /// Calls `function(ladder)` for each that there is.
    template <class Function>
    constexpr void for_each_ladder(Function function) const noexcept {
        detail::for_each_index<most_ladders>([&](auto index) {
            if (index < count) {
                function(detail::get<index>(this->ladders));
            }
        });
    }
    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        own.for_each_ladder([&](const ladder& one) { function(one); });
    }
};

} // namespace loyalty::json
