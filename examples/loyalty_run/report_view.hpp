// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The figures of a run as the sections of a report show them.

#include "figures.hpp"
#include "text.hpp"

#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/money/text.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace loyalty_run {

struct report_view {
    explicit report_view(const figures& all) : shown(all), when(all.purchases.when()) {
        for (std::size_t i = shown.first; i < shown.last; ++i) {
            periods.push_back(shown.purchases.period(i));
            labels.push_back(period_name(when.unit, when.first_day(i)));
        }
    }

    [[nodiscard]] std::string money(std::int64_t minor_units) const {
        return grouped(units_of(minor_units, shown.currency_digits)) + ' ' + shown.currency;
    }
    /// A quotient of minor units, rounded half up to the currency.
    [[nodiscard]] std::string money(ratio value) const {
        const auto rounded = analytics::rounded(value, 0, rounding::half_up);
        return rounded ? money(rounded->coefficient) : "none";
    }
    [[nodiscard]] std::string points(std::int64_t minor_units) const {
        return grouped(units_of(minor_units, shown.unit_digits));
    }
    [[nodiscard]] static std::string decimal(ratio value) {
        const auto rounded = analytics::rounded(value, 2, rounding::half_up);
        return rounded ? std::string(texts::to_text(*rounded).view()) : "none";
    }

    const figures& shown;
    analytics::periods when;
    std::vector<analytics::period_row> periods; ///< those that are shown
    std::vector<std::string> labels;            ///< their names
};

/// Sections of the page.
[[nodiscard]] std::string purchases_section(const report_view& view);
[[nodiscard]] std::string tiers_section(const report_view& view);
[[nodiscard]] std::string cohorts_section(const report_view& view);
[[nodiscard]] std::string segments_section(const report_view& view);
[[nodiscard]] std::string flows_section(const report_view& view);
[[nodiscard]] std::string liability_section(const report_view& view);
[[nodiscard]] std::string rules_section(const report_view& view);

} // namespace loyalty_run
