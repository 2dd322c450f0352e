// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The figures that a report shows of a run, without the types of its programme: numbers and names.

#include "options.hpp"

#include <loyalty/analytics/liability.hpp>
#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace loyalty_run {

using namespace loyalty;

/// A text beside a number: `vouchers, 12`.
struct counted_name {
    std::string name;
    std::uint64_t count = 0;
    std::string money{}; ///< with the currency's digits; empty if it has none
};

/// The grants of one rule in one unit, less what returns took back.
struct rule_cost {
    std::uint8_t rule = 0; ///< its number, as effects have it
    std::string name;
    std::string unit;
    int digits = 0;
    std::int64_t granted = 0;
    std::uint64_t awards = 0;
};

/// A period of the roll-forward, in minor units of the unit.
struct liability_row {
    std::string period; ///< 2010-12
    std::int64_t opening = 0;
    std::int64_t issued = 0;
    std::int64_t redeemed = 0;
    std::int64_t expired = 0;
    std::int64_t clawed_back = 0;
    std::int64_t closing = 0;
    std::int64_t owed = 0;
    std::int64_t breakage = 0; ///< of the closing, as estimated
    std::string value{}; ///< of the rest, in money with the currency's digits; empty if no value of a point was said
    bool reconciles = false;
};

/// Amounts of the stream's currency in minor units, whatever its digits.
struct counted {
    static constexpr unit_code code = "counted";
    static constexpr int digits = 0;
};

struct figures {
    std::string programme;
    std::string description;
    std::string currency;
    int currency_digits = 2;
    std::string input;
    std::string rules_text; ///< the file of `--rules`; empty for a programme that is compiled in
    std::string leaflet;    ///< the programme in sentences, each on a line
    std::vector<std::string> tier_names;

    analytics::purchase_table<counted> purchases{{}};
    bool has_money = true;
    std::uint64_t outside = 0; ///< events in none of the periods
    std::size_t first = 0;     ///< the places of the periods that are shown
    std::size_t last = 0;      ///< behind the last of them

    std::string unit;
    int unit_digits = 0;
    std::string point_value; ///< as it was said; empty if it was not
    std::string breakage;    ///< in per cent, as it was said
    std::vector<liability_row> liability;
    std::vector<std::vector<std::uint64_t>> tiers; ///< members by tier at the end of each period shown
    std::vector<rule_cost> rules;
    std::vector<counted_name> refusals;
    std::vector<counted_name> passed_over;
    std::string forgotten; ///< a sentence about purchases that were forgotten; empty if all were kept
    std::uint64_t malformed = 0;
    std::uint64_t lines = 0;
    std::uint64_t accepted = 0;
};

/// The name of a period: 2010-12, 2010-Q4, 2010, 2010-12-06 for the week or the day that begins then.
[[nodiscard]] std::string period_name(period_unit unit, date first);

/// Writes the page and the roll-forward, those that are asked for.
void write_figures(figures& shown, const options& asked);

/// The page of a run, complete in itself: no script, nothing from elsewhere.
[[nodiscard]] std::string page_of(const figures& shown);

} // namespace loyalty_run
