// SPDX-License-Identifier: BSL-1.0
//
// The page of a run. It has no script and loads nothing: what it shows stands in it.

#include "figures.hpp"
#include "report_plots.hpp"
#include "report_style.hpp"
#include "text.hpp"

#include <loyalty/analytics/rfm.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/money/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

namespace {

using column_names = std::vector<std::string>;

/// A table below a plot. The first column names the row.
[[nodiscard]] std::string table_of(std::string_view caption, const column_names& columns,
                                   const std::vector<std::vector<std::string>>& rows) {
    std::string text = fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\"><table>"
                                   "<caption>{0}</caption>\n<thead><tr>",
                                   html(caption));
    for (const std::string& each : columns) {
        text += fmt::format("<th scope=\"col\">{}</th>", html(each));
    }
    text += "</tr></thead>\n<tbody>\n";
    for (const auto& row : rows) {
        text += fmt::format("<tr><th scope=\"row\">{}</th>", html(row.front()));
        for (std::size_t i = 1; i < row.size(); ++i) {
            text += fmt::format("<td>{}</td>", html(row[i]));
        }
        text += "</tr>\n";
    }
    return text + "</tbody></table></div>\n";
}

[[nodiscard]] std::string section(std::string_view id, std::string_view title, const std::string& content) {
    return fmt::format("<section aria-labelledby=\"{0}-heading\"><h2 id=\"{0}-heading\">{1}</h2>\n{2}</section>\n", id,
                       title, content);
}

[[nodiscard]] std::string figure(const plot& what, const std::string& svg, const std::string& table) {
    return fmt::format("<figure>{}{}</figure>\n{}", legend_of(what), svg, table);
}

/// A quotient in per cent with one decimal; "none" for 0 of 0.
[[nodiscard]] std::string per_cent(ratio value) {
    const auto shown = analytics::percent(value, 1, rounding::half_up);
    return shown ? std::string(texts::to_text(*shown).view()) + " %" : "none";
}

[[nodiscard]] std::string count(std::uint64_t number) {
    return grouped(std::to_string(number));
}

/// The class of a cell of a map, by which its text stays readable on the colour.
[[nodiscard]] constexpr std::string_view shade_of(std::int64_t per_cent) noexcept {
    return per_cent > 80 ? " mid high" : per_cent > 60 ? " mid" : "";
}

class page {
public:
    explicit page(const figures& shown) : shown_(shown), when_(shown.purchases.when()) {
        for (std::size_t i = shown.first; i < shown.last; ++i) {
            periods_.push_back(shown.purchases.period(i));
            labels_.push_back(period_name(when_.unit, when_.first_day(i)));
        }
    }

    [[nodiscard]] std::string text() const {
        std::string title = html(shown_.programme) + ": report of a loyalty programme";
        std::string text =
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n<title>" +
            title + "</title>\n<style>\n" + std::string(report_style) + "</style>\n</head>\n<body>\n<main>\n";
        text += header() + headline();
        if (!labels_.empty()) {
            text += purchases() + tiers() + flows() + liability() + cohorts() + segments();
        }
        text += rules() + refusals() + passed_over() + programme();
        return text + "</main>\n</body>\n</html>\n";
    }

private:
    [[nodiscard]] std::string money(std::int64_t minor_units) const {
        return grouped(units_of(minor_units, shown_.currency_digits)) + ' ' + shown_.currency;
    }
    /// A quotient of minor units, rounded half up to the currency.
    [[nodiscard]] std::string money(ratio value) const {
        const auto shown = analytics::rounded(value, 0, rounding::half_up);
        return shown ? money(shown->coefficient) : "none";
    }
    [[nodiscard]] std::string points(std::int64_t minor_units) const {
        return grouped(units_of(minor_units, shown_.unit_digits));
    }

    [[nodiscard]] std::string header() const {
        const std::string span = labels_.empty()
                                     ? std::string("no accepted event")
                                     : fmt::format("{} to {}, by {}", labels_.front(), labels_.back(), unit_name());
        return fmt::format("<header><h1>{}</h1>\n<p>{}</p>\n<p class=\"quiet\">{} &middot; {}</p></header>\n",
                           html(shown_.programme), html(shown_.description), html(file_name()), html(span));
    }
    [[nodiscard]] std::string file_name() const {
        return shown_.input == "-" ? "standard input" : shown_.input.substr(shown_.input.find_last_of("/\\") + 1);
    }
    [[nodiscard]] std::string_view unit_name() const {
        constexpr std::array<std::string_view, 5> names{"day", "week", "month", "quarter", "year"};
        return names[static_cast<std::size_t>(when_.unit)];
    }

    struct tile {
        std::string name;
        std::string value;
        std::string note;
    };

    [[nodiscard]] std::string headline() const {
        const analytics::purchase_table& table = shown_.purchases;
        const ratio frequency = table.purchase_frequency();
        const ratio repeat = table.repeat_purchase_rate();
        std::vector<tile> tiles{
            {"Members who bought", count(table.buyers()), ""},
            {"Accepted events", count(shown_.accepted), ""},
            {"Repeat purchase", per_cent(repeat),
             repeat.valid() ? fmt::format("{} of {} members bought twice or more",
                                          count(static_cast<std::uint64_t>(repeat.numerator)),
                                          count(static_cast<std::uint64_t>(repeat.denominator)))
                            : "no member bought"},
            {"Purchases a member", decimal_text(frequency), ""},
        };
        if (shown_.has_money) {
            const ratio each = table.average_order_value();
            tiles.push_back(
                {"Revenue", money(each.valid() ? each.numerator : 0), "goods that came back are taken off"});
            tiles.push_back({"Average order", money(each), "revenue by accepted purchases"});
            tiles.push_back({"Lifetime value so far", money(table.historic_lifetime_value()), "revenue by members"});
        }
        const std::string unit = shown_.unit;
        const liability_row sum = all_flows();
        tiles.push_back({unit + " issued", points(sum.issued), ""});
        tiles.push_back(
            {unit + " redeemed", points(sum.redeemed),
             per_cent(sum.issued > 0 ? ratio{sum.redeemed, sum.issued} : analytics::no_value) + " of the issued"});
        tiles.push_back({unit + " expired", points(sum.expired), ""});
        tiles.push_back({unit + " clawed back", points(sum.clawed_back), "by returns and corrections"});
        tiles.push_back({unit + " outstanding", points(sum.closing),
                         sum.value.empty() ? "" : grouped(sum.value) + ' ' + shown_.currency + " in the books"});
        std::string text = "<dl class=\"tiles\">\n";
        for (const tile& each : tiles) {
            text += fmt::format("<div><dt>{}</dt><dd>{}</dd>{}</div>\n", html(each.name), html(each.value),
                                each.note.empty() ? std::string() : "<dd class=\"quiet\">" + html(each.note) + "</dd>");
        }
        return section("headline", "Headline figures", text + "</dl>\n");
    }

    /// All periods as one.
    [[nodiscard]] liability_row all_flows() const {
        liability_row sum;
        for (const liability_row& row : shown_.liability) {
            for (const auto field : {&liability_row::issued, &liability_row::redeemed, &liability_row::expired,
                                     &liability_row::clawed_back}) {
                static_cast<void>(add_to(sum.*field, row.*field));
            }
            sum.closing = row.closing;
            sum.value = row.value;
        }
        return sum;
    }
    [[nodiscard]] static std::string decimal_text(ratio value) {
        const auto shown = analytics::rounded(value, 2, rounding::half_up);
        return shown ? std::string(texts::to_text(*shown).view()) : "none";
    }

    [[nodiscard]] std::string purchases() const {
        plot members{"active",
                     "Active members by period",
                     "How many members bought in each period, new and returning.",
                     labels_,
                     {{"returning", {}}, {"new", {}}},
                     0,
                     true,
                     false};
        std::vector<std::vector<std::string>> rows;
        for (std::size_t i = 0; i < periods_.size(); ++i) {
            const analytics::period_row& one = periods_[i];
            members.series[0].values.push_back(static_cast<std::int64_t>(one.members - one.joined));
            members.series[1].values.push_back(static_cast<std::int64_t>(one.joined));
            const bool has_next = i + 1 < periods_.size();
            std::vector<std::string> row{labels_[i],
                                         count(one.members),
                                         count(one.joined),
                                         count(one.orders),
                                         decimal_text(one.visit_frequency()),
                                         has_next ? per_cent(shown_.purchases.retention(shown_.first + i)) : "",
                                         has_next ? per_cent(shown_.purchases.churn(shown_.first + i)) : ""};
            if (shown_.has_money) {
                row.push_back(grouped(units_of(one.net_minor_units, shown_.currency_digits)));
            }
            rows.push_back(row);
        }
        column_names columns{"Period",           "Active",          "New", "Purchases", "Purchases a member",
                             "Back in the next", "Lost by the next"};
        if (shown_.has_money) {
            columns.push_back("Revenue, " + shown_.currency);
        }
        return section("active", "Active members",
                       figure(members, svg_of(members),
                              table_of("Active members, visits and retention by period", columns, rows)));
    }

    [[nodiscard]] std::string tiers() const {
        if (shown_.tier_names.empty()) {
            return {};
        }
        plot by_tier{"tiers",
                     "Members by tier",
                     "How many members were in each tier at the end of each period.",
                     labels_,
                     {},
                     0,
                     true,
                     false};
        column_names columns{"End of"};
        for (std::size_t tier = 0; tier < shown_.tier_names.size(); ++tier) {
            by_tier.series.push_back({shown_.tier_names[tier], {}});
            columns.push_back(shown_.tier_names[tier]);
        }
        std::vector<std::vector<std::string>> rows;
        for (std::size_t i = 0; i < shown_.tiers.size(); ++i) {
            std::vector<std::string> row{labels_[i]};
            for (std::size_t tier = 0; tier < shown_.tier_names.size(); ++tier) {
                by_tier.series[tier].values.push_back(static_cast<std::int64_t>(shown_.tiers[i][tier]));
                row.push_back(count(shown_.tiers[i][tier]));
            }
            rows.push_back(row);
        }
        return section(
            "tiers", "Members by tier",
            figure(by_tier, svg_of(by_tier), table_of("Members by tier at the end of each period", columns, rows)));
    }

    [[nodiscard]] std::string flows() const {
        plot flow{"flows",
                  shown_.unit + " issued, redeemed, expired",
                  "What was issued, redeemed, expired and clawed back in each period.",
                  labels_,
                  {{"issued", {}}, {"redeemed", {}}, {"expired", {}}, {"clawed back", {}}},
                  shown_.unit_digits,
                  false,
                  false};
        std::vector<std::vector<std::string>> rows;
        for (const liability_row& row : shown_.liability) {
            flow.series[0].values.push_back(row.issued);
            flow.series[1].values.push_back(row.redeemed);
            flow.series[2].values.push_back(row.expired);
            flow.series[3].values.push_back(row.clawed_back);
            rows.push_back(
                {row.period, points(row.issued), points(row.redeemed), points(row.expired), points(row.clawed_back)});
        }
        return section("flows", html(shown_.unit) + " issued, redeemed, expired",
                       figure(flow, svg_of(flow),
                              table_of(shown_.unit + " by period",
                                       {"Period", "Issued", "Redeemed", "Expired", "Clawed back"}, rows)));
    }

    [[nodiscard]] std::string liability() const {
        plot closing{"liability",
                     shown_.unit + " outstanding",
                     "The sum of all balances at the end of each period.",
                     labels_,
                     {{"closing", {}}},
                     shown_.unit_digits,
                     false,
                     true};
        column_names columns{"Period", "Opening", "Issued", "Redeemed", "Expired", "Clawed back", "Closing"};
        const bool has_breakage = !shown_.breakage.empty();
        const bool has_value = !shown_.point_value.empty();
        if (has_breakage) {
            columns.emplace_back("Breakage");
        }
        if (has_value) {
            columns.push_back("Liability, " + shown_.currency);
        }
        std::vector<std::vector<std::string>> rows;
        bool reconciles = true;
        for (const liability_row& row : shown_.liability) {
            closing.series[0].values.push_back(row.closing);
            std::vector<std::string> cells{row.period,           points(row.opening), points(row.issued),
                                           points(row.redeemed), points(row.expired), points(row.clawed_back),
                                           points(row.closing)};
            if (has_breakage) {
                cells.push_back(points(row.breakage));
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
            said += fmt::format(" A point is worth {} {}{}.", shown_.point_value, shown_.currency,
                                has_breakage
                                    ? ", and " + shown_.breakage + " % are expected never to be redeemed, rounded to " +
                                          shown_.unit + " before the money is rounded"
                                    : "");
        }
        return section("liability", "Liability",
                       figure(closing, svg_of(closing),
                              "<p>" + html(said) + "</p>\n" + table_of("Roll-forward by period", columns, rows)));
    }

    [[nodiscard]] std::string cohorts() const {
        std::string rows;
        for (std::size_t i = shown_.first; i < shown_.last; ++i) {
            const analytics::cohort_row row = shown_.purchases.cohort(i);
            rows +=
                fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td>", labels_[i - shown_.first], count(row.members));
            for (std::size_t later = 0; shown_.first + later < shown_.last; ++later) {
                if (i + later >= shown_.last || row.members == 0) {
                    rows += "<td></td>";
                    continue;
                }
                const auto shown = analytics::percent(row.retained(later), 0, rounding::half_up);
                const std::int64_t share = shown ? shown->coefficient : 0;
                rows +=
                    fmt::format("<td class=\"heat{}\" style=\"--share:{}%\">{}</td>", shade_of(share), share, share);
            }
            rows += "</tr>\n";
        }
        std::string columns;
        for (std::size_t later = 0; shown_.first + later < shown_.last; ++later) {
            columns += fmt::format("<th scope=\"col\">+{}</th>", later);
        }
        return section(
            "cohorts", "Cohorts",
            fmt::format(
                "<p>Of the members who first bought in a period, how many per cent bought again so many periods "
                "later.</p>\n"
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Cohorts\"><table class=\"map\">"
                "<caption>Per cent of each cohort that bought</caption>\n<thead><tr><th scope=\"col\">Joined</th>"
                "<th scope=\"col\">Members</th>{}</tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
                columns, rows));
    }

    [[nodiscard]] std::string segments() const {
        const auto cells = analytics::rfm_segments(analytics::rfm_of(shown_.purchases));
        std::uint64_t most = 1;
        for (const auto& row : cells) {
            most = std::max(most, *std::max_element(row.begin(), row.end()));
        }
        std::string rows;
        for (std::size_t recency = analytics::rfm_scores; recency > 0; --recency) {
            rows += fmt::format("<tr><th scope=\"row\">Recency {}</th>", recency);
            for (const std::uint64_t each : cells[recency - 1]) {
                const auto share = static_cast<std::int64_t>(each * 100 / most);
                rows += fmt::format("<td class=\"heat{}\" style=\"--share:{}%\">{}</td>", shade_of(share), share,
                                    count(each));
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

    [[nodiscard]] std::string rules() const {
        std::vector<rule_cost> sorted = shown_.rules;
        std::stable_sort(sorted.begin(), sorted.end(),
                         [](const rule_cost& left, const rule_cost& right) { return left.granted > right.granted; });
        plot costs{"rules",
                   "Rules by cost",
                   "What each rule granted, less what came back.",
                   {},
                   {{"granted", {}}},
                   shown_.unit_digits,
                   false,
                   false};
        std::vector<std::vector<std::string>> rows;
        for (const rule_cost& each : sorted) {
            if (each.unit == shown_.unit) {
                costs.labels.push_back(each.name);
                costs.series[0].values.push_back(each.granted);
            }
            rows.push_back({each.name, each.unit, grouped(units_of(each.granted, each.digits)), count(each.awards)});
        }
        if (rows.empty()) {
            return section("rules", "Rules by cost", "<p>No rule granted anything.</p>\n");
        }
        const std::string drawn = costs.labels.empty() ? std::string() : svg_of_names(costs);
        return section("rules", "Rules by cost",
                       figure(costs, drawn,
                              table_of("What each rule granted, less what returns took back of it",
                                       {"Rule", "Unit", "Granted", "Times"}, rows)));
    }

    [[nodiscard]] std::string counted(std::string_view id, std::string_view title, std::string_view none,
                                      const std::vector<counted_name>& names, const column_names& columns) const {
        std::vector<counted_name> sorted = names;
        std::stable_sort(sorted.begin(), sorted.end(),
                         [](const counted_name& left, const counted_name& right) { return left.count > right.count; });
        plot bars{std::string(id), std::string(title), "How many of each.", {}, {{"count", {}}}, 0, false, false};
        std::vector<std::vector<std::string>> rows;
        for (const counted_name& each : sorted) {
            bars.labels.push_back(each.name);
            bars.series[0].values.push_back(static_cast<std::int64_t>(each.count));
            rows.push_back({each.name, count(each.count)});
            if (columns.size() > 2) {
                rows.back().push_back(grouped(each.money));
            }
        }
        return section(id, title,
                       rows.empty() ? fmt::format("<p>{}</p>\n", none)
                                    : figure(bars, svg_of_names(bars), table_of(title, columns, rows)));
    }
    [[nodiscard]] std::string refusals() const {
        return counted("refusals", "Refusals by reason", "No event was refused.", shown_.refusals,
                       {"Reason", "Events"});
    }
    [[nodiscard]] std::string passed_over() const {
        std::vector<counted_name> all = shown_.passed_over;
        if (shown_.malformed != 0) {
            all.push_back({"malformed lines", shown_.malformed, {}});
        }
        if (shown_.outside != 0) {
            all.push_back({"events outside of the 64 periods of this page", shown_.outside, {}});
        }
        column_names columns{"Why", "Lines"};
        if (shown_.has_money) {
            columns.push_back(shown_.currency);
        }
        return counted("passed", fmt::format("Passed over, of {} lines", count(shown_.lines)),
                       "Nothing was passed over.", all, columns);
    }

    [[nodiscard]] std::string programme() const {
        std::string text = fmt::format("<p>{}</p>\n<ol>\n", html(shown_.description));
        for (const std::string& each : shown_.rule_names) {
            text += each.empty() ? std::string() : fmt::format("<li>{}</li>\n", html(each));
        }
        text += "</ol>\n";
        if (!shown_.tier_names.empty()) {
            text += "<p>Tiers: ";
            for (std::size_t i = 0; i < shown_.tier_names.size(); ++i) {
                text += (i == 0 ? "" : ", ") + html(shown_.tier_names[i]);
            }
            text += "</p>\n";
        }
        if (!shown_.rules_text.empty()) {
            text += "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Rules\"><pre>" +
                    html(shown_.rules_text) + "</pre></div>\n";
        }
        return section("programme", "The programme", text);
    }

    const figures& shown_;
    analytics::periods when_;
    std::vector<analytics::period_row> periods_;
    std::vector<std::string> labels_;
};

} // namespace

std::string page_of(const figures& shown) {
    return page(shown).text();
}

} // namespace loyalty_run
