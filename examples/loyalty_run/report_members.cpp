// SPDX-License-Identifier: BSL-1.0
//
// The sections of a report about members: who bought, in which tier they are, whether they came back.

#include "page_parts.hpp"
#include "report_view.hpp"

#include <loyalty/analytics/rfm.hpp>
#include <loyalty/analytics/tally.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

std::string purchases_section(const report_view& view) {
    plot members{"active",
                 "Active members by period",
                 "How many members bought in each period, new and returning.",
                 view.labels,
                 {{"returning", {}}, {"new", {}}},
                 0,
                 true,
                 false};
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < view.periods.size(); ++i) {
        const analytics::period_row& one = view.periods[i];
        members.series[0].values.push_back(static_cast<std::int64_t>(one.members - one.joined));
        members.series[1].values.push_back(static_cast<std::int64_t>(one.joined));
        const bool has_next = i + 1 < view.periods.size();
        std::vector<std::string> row{view.labels[i],
                                     count(one.members),
                                     count(one.joined),
                                     count(one.orders),
                                     view.decimal(one.visit_frequency()),
                                     has_next ? per_cent(view.shown.purchases.retention(view.shown.first + i)) : "",
                                     has_next ? per_cent(view.shown.purchases.churn(view.shown.first + i)) : ""};
        if (view.shown.has_money) {
            row.push_back(grouped(units_of(one.net_minor_units, view.shown.currency_digits)));
        }
        rows.push_back(row);
    }
    column_names columns{"Period",           "Active",          "New", "Purchases", "Purchases a member",
                         "Back in the next", "Lost by the next"};
    if (view.shown.has_money) {
        columns.push_back("Revenue, " + view.shown.currency);
    }
    return section(
        "active", "Active members",
        figure(members, svg_of(members), table_of("Active members, visits and retention by period", columns, rows)));
}

std::string tiers_section(const report_view& view) {
    if (view.shown.tier_names.empty()) {
        return {};
    }
    plot by_tier{"tiers",
                 "Members by tier",
                 "How many members were in each tier at the end of each period.",
                 view.labels,
                 {},
                 0,
                 true,
                 false};
    column_names columns{"End of"};
    for (std::size_t tier = 0; tier < view.shown.tier_names.size(); ++tier) {
        by_tier.series.push_back({view.shown.tier_names[tier], {}});
        columns.push_back(view.shown.tier_names[tier]);
    }
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < view.shown.tiers.size(); ++i) {
        std::vector<std::string> row{view.labels[i]};
        for (std::size_t tier = 0; tier < view.shown.tier_names.size(); ++tier) {
            by_tier.series[tier].values.push_back(static_cast<std::int64_t>(view.shown.tiers[i][tier]));
            row.push_back(count(view.shown.tiers[i][tier]));
        }
        rows.push_back(row);
    }
    return section(
        "tiers", "Members by tier",
        figure(by_tier, svg_of(by_tier), table_of("Members by tier at the end of each period", columns, rows)));
}

std::string cohorts_section(const report_view& view) {
    std::string rows;
    for (std::size_t i = view.shown.first; i < view.shown.last; ++i) {
        const analytics::cohort_row row = view.shown.purchases.cohort(i);
        rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td>", view.labels[i - view.shown.first],
                            count(row.members));
        for (std::size_t later = 0; view.shown.first + later < view.shown.last; ++later) {
            if (i + later >= view.shown.last || row.members == 0) {
                rows += "<td></td>";
                continue;
            }
            const auto shown = analytics::percent(row.retained(later), 0, rounding::half_up);
            const std::int64_t share = shown ? shown->coefficient : 0;
            rows += fmt::format("<td class=\"heat{}\" style=\"--share:{}%\">{}</td>", shade_of(share), share, share);
        }
        rows += "</tr>\n";
    }
    std::string columns;
    for (std::size_t later = 0; view.shown.first + later < view.shown.last; ++later) {
        columns += fmt::format("<th scope=\"col\">+{}</th>", later);
    }
    return section(
        "cohorts", "Cohorts",
        fmt::format("<p>Of the members who first bought in a period, how many per cent bought again so many periods "
                    "later.</p>\n"
                    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Cohorts\"><table class=\"map\">"
                    "<caption>Per cent of each cohort that bought</caption>\n<thead><tr><th scope=\"col\">Joined</th>"
                    "<th scope=\"col\">Members</th>{}</tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
                    columns, rows));
}

std::string segments_section(const report_view& view) {
    const auto cells = analytics::rfm_segments(analytics::rfm_of(view.shown.purchases));
    std::uint64_t most = 1;
    for (const auto& row : cells) {
        most = std::max(most, *std::max_element(row.begin(), row.end()));
    }
    std::string rows;
    for (std::size_t recency = analytics::rfm_scores; recency > 0; --recency) {
        rows += fmt::format("<tr><th scope=\"row\">Recency {}</th>", recency);
        for (const std::uint64_t each : cells[recency - 1]) {
            const auto share = static_cast<std::int64_t>(each * 100 / most);
            rows +=
                fmt::format("<td class=\"heat{}\" style=\"--share:{}%\">{}</td>", shade_of(share), share, count(each));
        }
        rows += "</tr>\n";
    }
    std::string columns;
    for (std::size_t frequency = 1; frequency <= analytics::rfm_scores; ++frequency) {
        columns += fmt::format("<th scope=\"col\">Frequency {}</th>", frequency);
    }
    return section(
        "segments", "Recency and frequency",
        fmt::format(
            "<p>Members by fifths: recency 5 bought last, frequency 5 bought most often.</p>\n"
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Recency and frequency\">"
            "<table class=\"map wide\"><caption>Members by recency and frequency</caption>\n<thead><tr><td></td>{}"
            "</tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
            columns, rows));
}

} // namespace loyalty_run
