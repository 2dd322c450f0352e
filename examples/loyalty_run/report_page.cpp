// SPDX-License-Identifier: BSL-1.0
//
// The page of a run. It has no script and loads nothing: what it shows stands in it.

#include "figures.hpp"
#include "page_parts.hpp"
#include "report_view.hpp"
#include "text.hpp"

#include <loyalty/analytics/tally.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

namespace {

[[nodiscard]] std::string_view unit_name(const report_view& view) {
    constexpr std::array<std::string_view, 5> names{"day", "week", "month", "quarter", "year"};
    return names[static_cast<std::size_t>(view.when.unit)];
}

[[nodiscard]] std::string file_name(const report_view& view) {
    return view.shown.input.substr(view.shown.input.find_last_of("/\\") + 1);
}

[[nodiscard]] std::string header(const report_view& view) {
    const std::string span =
        view.labels.empty() ? std::string("no accepted event")
                            : fmt::format("{} to {}, by {}", view.labels.front(), view.labels.back(), unit_name(view));
    return fmt::format("<header><h1>{}</h1>\n<p>{}</p>\n<p class=\"quiet\">{} &middot; {}</p></header>\n",
                       html(view.shown.programme), html(view.shown.description), html(file_name(view)), html(span));
}

struct tile {
    std::string name;
    std::string value;
    std::string note;
};

/// All periods as one.
[[nodiscard]] liability_row all_flows(const report_view& view) {
    liability_row sum;
    for (const liability_row& row : view.shown.liability) {
        for (const auto field :
             {&liability_row::issued, &liability_row::redeemed, &liability_row::expired, &liability_row::clawed_back}) {
            static_cast<void>(add_to(sum.*field, row.*field));
        }
        sum.closing = row.closing;
        sum.value = row.value;
    }
    return sum;
}

[[nodiscard]] std::string headline(const report_view& view) {
    const auto& table = view.shown.purchases;
    const ratio frequency = table.purchase_frequency();
    const ratio repeat = table.repeat_purchase_rate();
    std::vector<tile> tiles{
        {"Members who bought", count(table.buyers()), ""},
        {"Accepted events", count(view.shown.accepted), ""},
        {"Repeat purchase", per_cent(repeat),
         repeat.valid()
             ? fmt::format("{} of {} member{} bought twice or more",
                           count(static_cast<std::uint64_t>(repeat.numerator)),
                           count(static_cast<std::uint64_t>(repeat.denominator)), repeat.denominator == 1 ? "" : "s")
             : "no member bought"},
        {"Purchases a member", view.decimal(frequency), ""},
    };
    if (view.shown.has_money) {
        const ratio each = table.average_order_value();
        tiles.push_back(
            {"Revenue", view.money(each.valid() ? each.numerator : 0), "goods that came back are taken off"});
        tiles.push_back({"Average order", view.money(each), "revenue by accepted purchases"});
        tiles.push_back({"Lifetime value so far", view.money(table.historic_lifetime_value()), "revenue by members"});
    }
    const std::string unit = view.shown.unit;
    const liability_row sum = all_flows(view);
    tiles.push_back({unit + " issued", view.points(sum.issued), ""});
    tiles.push_back(
        {unit + " redeemed", view.points(sum.redeemed),
         per_cent(sum.issued > 0 ? ratio{sum.redeemed, sum.issued} : analytics::no_value) + " of the issued"});
    tiles.push_back({unit + " expired", view.points(sum.expired), ""});
    tiles.push_back({unit + " clawed back", view.points(sum.clawed_back), "by returns and corrections"});
    tiles.push_back({unit + " outstanding", view.points(sum.closing),
                     sum.value.empty() ? "" : grouped(sum.value) + ' ' + view.shown.currency + " in the books"});
    std::string text = "<dl class=\"tiles\">\n";
    for (const tile& each : tiles) {
        text += fmt::format("<div><dt>{}</dt><dd>{}</dd>{}</div>\n", html(each.name), html(each.value),
                            each.note.empty() ? std::string() : "<dd class=\"quiet\">" + html(each.note) + "</dd>");
    }
    return section("headline", "Headline figures", text + "</dl>\n");
}

[[nodiscard]] std::string counted(std::string_view id, std::string_view title, std::string_view none,
                                  const std::vector<counted_name>& names, const column_names& columns,
                                  const std::string& note = {}) {
    std::vector<counted_name> sorted = names;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const counted_name& left, const counted_name& right) { return left.count > right.count; });
    plot bars{std::string(id), std::string(title), "The number of each.", {}, {{"count", {}}}, 0, false, false};
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
                   (rows.empty() ? fmt::format("<p>{}</p>\n", none)
                                 : figure(bars, svg_of_names(bars), table_of(title, columns, rows))) +
                       (note.empty() ? note : "<p>" + html(note) + ".</p>\n"));
}

[[nodiscard]] std::string refusals(const report_view& view) {
    return counted("refusals", "Refusals by reason", "No event was refused.", view.shown.refusals,
                   {"Reason", "Events"});
}

[[nodiscard]] std::string passed_over(const report_view& view) {
    std::vector<counted_name> all = view.shown.passed_over;
    if (view.shown.malformed != 0) {
        all.push_back({"malformed lines", view.shown.malformed, {}});
    }
    if (view.shown.outside != 0) {
        all.push_back({"events outside of the 64 periods of this page", view.shown.outside, {}});
    }
    column_names columns{"Why", "Lines"};
    if (view.shown.has_money) {
        columns.push_back(view.shown.currency);
    }
    return counted("passed", fmt::format("Passed over, of {} lines", count(view.shown.lines)),
                   "Nothing was passed over.", all, columns, view.shown.forgotten);
}

/// The sentences of the leaflet: its first line, the name and the description, begins a list; an empty line ends it.
[[nodiscard]] std::string sentences_of(std::string_view leaflet) {
    std::string text;
    bool is_first = true;
    while (!leaflet.empty()) {
        const std::string_view line = leaflet.substr(0, leaflet.find('\n'));
        leaflet.remove_prefix((std::min)(line.size() + 1, leaflet.size()));
        text += line.empty() ? "</ul>\n"
                : is_first   ? fmt::format("<p>{}</p>\n<ul>\n", html(line))
                             : fmt::format("<li>{}</li>\n", html(line));
        is_first = line.empty();
    }
    return text.empty() ? text : text + "</ul>\n";
}

[[nodiscard]] std::string programme(const report_view& view) {
    std::string text = view.shown.leaflet.empty() ? fmt::format("<p>{}</p>\n", html(view.shown.description))
                                                  : sentences_of(view.shown.leaflet);
    if (!view.shown.rules_text.empty()) {
        text += "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Rules\"><pre>" +
                html(view.shown.rules_text) + "</pre></div>\n";
    }
    return section("programme", "The programme", text);
}

} // namespace

std::string page_of(const figures& shown) {
    const report_view view(shown);
    std::string content = header(view) + headline(view);
    if (!view.labels.empty()) {
        content += purchases_section(view) + tiers_section(view) + flows_section(view) + liability_section(view) +
                   cohorts_section(view) + segments_section(view);
    }
    content += rules_section(view) + refusals(view) + passed_over(view) + programme(view);
    return page_with(shown.programme + ": report of a loyalty programme", content);
}

} // namespace loyalty_run
