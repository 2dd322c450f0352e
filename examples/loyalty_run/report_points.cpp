// SPDX-License-Identifier: BSL-1.0
//
// The sections of a report about points: how they flow, their value, and the rules that grant them.

#include "page_parts.hpp"
#include "report_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

std::string flows_section(const report_view& view) {
    plot flow{"flows",
              view.shown.unit + " issued, redeemed, expired",
              "So many points were issued, redeemed, expired and clawed back in each period.",
              view.labels,
              {{"issued", {}}, {"redeemed", {}}, {"expired", {}}, {"clawed back", {}}},
              view.shown.unit_digits,
              false,
              false};
    std::vector<std::vector<std::string>> rows;
    for (const liability_row& row : view.shown.liability) {
        flow.series[0].values.push_back(row.issued);
        flow.series[1].values.push_back(row.redeemed);
        flow.series[2].values.push_back(row.expired);
        flow.series[3].values.push_back(row.clawed_back);
        rows.push_back({row.period, view.points(row.issued), view.points(row.redeemed), view.points(row.expired),
                        view.points(row.clawed_back)});
    }
    return section("flows", html(view.shown.unit) + " issued, redeemed, expired",
                   figure(flow, svg_of(flow),
                          table_of(view.shown.unit + " by period",
                                   {"Period", "Issued", "Redeemed", "Expired", "Clawed back"}, rows)));
}

std::string liability_section(const report_view& view) {
    plot closing{"liability",
                 view.shown.unit + " outstanding",
                 "The sum of all balances at the end of each period.",
                 view.labels,
                 {{"closing", {}}},
                 view.shown.unit_digits,
                 false,
                 true};
    column_names columns{"Period", "Opening", "Issued", "Redeemed", "Expired", "Clawed back", "Closing"};
    const bool has_breakage = !view.shown.breakage.empty();
    const bool has_value = !view.shown.point_value.empty();
    if (has_breakage) {
        columns.emplace_back("Breakage");
    }
    if (has_value) {
        columns.push_back("Liability, " + view.shown.currency);
    }
    std::vector<std::vector<std::string>> rows;
    bool reconciles = true;
    for (const liability_row& row : view.shown.liability) {
        closing.series[0].values.push_back(row.closing);
        std::vector<std::string> cells{row.period,
                                       view.points(row.opening),
                                       view.points(row.issued),
                                       view.points(row.redeemed),
                                       view.points(row.expired),
                                       view.points(row.clawed_back),
                                       view.points(row.closing)};
        if (has_breakage) {
            cells.push_back(view.points(row.breakage));
        }
        if (has_value) {
            cells.push_back(grouped(row.value));
        }
        rows.push_back(cells);
        reconciles = reconciles && row.reconciles;
    }
    std::string said = reconciles ? "Opening, flows and closing agree with the sum of all balances in each period."
                                  : "THE FLOWS DO NOT AGREE WITH THE SUM OF ALL BALANCES.";
    if (has_value) {
        said += fmt::format(" A point is worth {} {}{}.", view.shown.point_value, view.shown.currency,
                            has_breakage
                                ? ", and " + view.shown.breakage + " % are expected never to be redeemed, rounded to " +
                                      view.shown.unit + " before the money is rounded"
                                : "");
    }
    return section("liability", "Liability",
                   figure(closing, svg_of(closing),
                          "<p>" + html(said) + "</p>\n" + table_of("Roll-forward by period", columns, rows)));
}

std::string rules_section(const report_view& view) {
    std::vector<rule_cost> sorted = view.shown.rules;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const rule_cost& left, const rule_cost& right) { return left.granted > right.granted; });
    plot costs{"rules",
               "Rules by cost",
               "Each rule granted so much, less what came back.",
               {},
               {{"granted", {}}},
               view.shown.unit_digits,
               false,
               false};
    std::vector<std::vector<std::string>> rows;
    for (const rule_cost& each : sorted) {
        std::string name = each.name;
        std::replace(name.begin(), name.end(), '_', ' ');
        if (each.unit == view.shown.unit) {
            costs.labels.push_back(name);
            costs.series[0].values.push_back(each.granted);
        }
        rows.push_back({name, each.unit, grouped(units_of(each.granted, each.digits)), count(each.awards)});
    }
    if (rows.empty()) {
        return section("rules", "Rules by cost", "<p>No rule granted anything.</p>\n");
    }
    const std::string drawn = costs.labels.empty() ? std::string() : svg_of_names(costs);
    return section(
        "rules", "Rules by cost",
        figure(costs, drawn,
               table_of("Granted by rule, less what returns took back", {"Rule", "Unit", "Granted", "Times"}, rows)));
}

} // namespace loyalty_run
