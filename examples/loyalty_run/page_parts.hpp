// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The parts of pages: a frame, sections, figures with their tables.

#include "report_plots.hpp"
#include "report_style.hpp"
#include "text.hpp"

#include <loyalty/analytics/tally.hpp>
#include <loyalty/money/text.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// A page that is complete in itself: no script, nothing from elsewhere.
[[nodiscard]] inline std::string page_with(std::string_view title, const std::string& content) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n<title>" +
           html(title) + "</title>\n<style>\n" + std::string(report_style) + "</style>\n</head>\n<body>\n<main>\n" +
           content + "</main>\n</body>\n</html>\n";
}

using column_names = std::vector<std::string>;

/// A table below a plot. The first column names the row.
[[nodiscard]] inline std::string table_of(std::string_view caption, const column_names& columns,
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

[[nodiscard]] inline std::string section(std::string_view id, std::string_view title, const std::string& content) {
    return fmt::format("<section aria-labelledby=\"{0}-heading\"><h2 id=\"{0}-heading\">{1}</h2>\n{2}</section>\n", id,
                       title, content);
}

[[nodiscard]] inline std::string figure(const plot& what, const std::string& svg, const std::string& table) {
    return fmt::format("<figure>{}{}</figure>\n{}", legend_of(what), svg, table);
}

/// A quotient in per cent with one decimal; "none" for 0 of 0.
[[nodiscard]] inline std::string per_cent(ratio value) {
    const auto shown = analytics::percent(value, 1, rounding::half_up);
    return shown ? std::string(texts::to_text(*shown).view()) + " %" : "none";
}

[[nodiscard]] inline std::string count(std::uint64_t number) {
    return grouped(std::to_string(number));
}

/// The class of a cell of a map, by which its text stays readable on the colour.
[[nodiscard]] constexpr std::string_view shade_of(std::int64_t per_cent) noexcept {
    return per_cent > 80 ? " mid high" : per_cent > 60 ? " mid" : "";
}

} // namespace loyalty_run
