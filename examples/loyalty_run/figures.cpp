// SPDX-License-Identifier: BSL-1.0
#include "figures.hpp"
#include "output_file.hpp"
#include "text.hpp"
#include "watch.hpp"
#include "writing.hpp"

#include <loyalty/money/text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace loyalty_run {

namespace {

/// A number of an option as a ratio, times a power of ten.
[[nodiscard]] ratio ratio_of(std::string_view option, const std::string& text, int more_decimals, bool at_most_one) {
    const auto number = texts::parse_decimal(text);
    constexpr int most_decimals = 9;
    const bool fits =
        number && number.value.coefficient >= 0 && number.value.scale >= 0 && number.value.scale <= most_decimals;
    std::int64_t denominator = 1;
    for (int i = 0; fits && i < number.value.scale + more_decimals; ++i) {
        denominator *= 10;
    }
    if (!fits || (at_most_one && number.value.coefficient > denominator)) {
        throw failure{exit_code::wrong_use,
                      fmt::format("{}: expected a number from 0{} with at most {} decimals, found '{}'", option,
                                  at_most_one ? " to 100" : "", most_decimals, text)};
    }
    return {number.value.coefficient, denominator};
}

/// The value of the closing of each period in the books, rounded to the currency's digits behind the breakage.
void price(figures& shown) {
    if (shown.point_value.empty()) {
        return;
    }
    const decimal each = texts::parse_decimal(shown.point_value).value;
    for (liability_row& row : shown.liability) {
        std::int64_t rest = row.closing;
        const bool fits = add_to(rest, -row.breakage);
        const auto worth = multiply(decimal{rest, shown.unit_digits}, each, shown.currency_digits, rounding::half_up);
        row.value = fits && worth ? std::string(texts::to_text(*worth).view()) : "passes 64 bits";
    }
}

void write_liability(const figures& shown, const options& asked) {
    table written(
        asked.liability, asked.written(),
        {"period", "opening", "issued", "redeemed", "expired", "clawed_back", "closing", "owed", "breakage", "value"});
    const auto points = [&](std::int64_t minor_units) {
        return cell{units_of(minor_units, shown.unit_digits), shown.unit_digits == 0};
    };
    for (const liability_row& row : shown.liability) {
        written.row({{row.period},
                     points(row.opening),
                     points(row.issued),
                     points(row.redeemed),
                     points(row.expired),
                     points(row.clawed_back),
                     points(row.closing),
                     points(row.owed),
                     points(row.breakage),
                     {row.value}});
    }
    written.close();
}

} // namespace

analytics::point_value point_value_of(const options& asked) {
    analytics::point_value value;
    if (!asked.point_value.empty()) {
        value.money_per_point = ratio_of("--point-value", asked.point_value, 0, false);
    }
    if (!asked.breakage.empty()) {
        value.breakage = ratio_of("--breakage", asked.breakage, 2, true);
    }
    return value;
}

period_unit period_unit_of(const options& asked) {
    return asked.period == "day"       ? period_unit::day
           : asked.period == "week"    ? period_unit::week
           : asked.period == "quarter" ? period_unit::quarter
           : asked.period == "year"    ? period_unit::year
                                       : period_unit::month;
}

std::string period_name(period_unit unit, date first) {
    const std::string day(texts::to_text(first).view());
    switch (unit) {
    case period_unit::year:
        return day.substr(0, 4);
    case period_unit::quarter:
        return fmt::format("{}-Q{}", day.substr(0, 4), (dates::civil(first).month + 2) / 3);
    case period_unit::month:
        return day.substr(0, 7);
    case period_unit::day:
    case period_unit::week:
        break;
    }
    return day;
}

void write_figures(figures& shown, const options& asked) {
    price(shown);
    if (!asked.liability.empty()) {
        write_liability(shown, asked);
    }
    if (!asked.page.empty()) {
        output_file file(asked.page);
        file.write(page_of(shown));
        file.close();
    }
}

} // namespace loyalty_run
