// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Plots as SVG that stands in a page: bars and lines by period, bars by name. Whole numbers alone, so a page is the same on
/// every machine.

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// A text within HTML.
[[nodiscard]] inline std::string html(std::string_view text) {
    std::string safe;
    for (const char character : text) {
        switch (character) {
        case '<':
            safe += "&lt;";
            break;
        case '>':
            safe += "&gt;";
            break;
        case '&':
            safe += "&amp;";
            break;
        case '"':
            safe += "&quot;";
            break;
        default:
            safe += character;
        }
    }
    return safe;
}

/// Values of one colour, one for each label.
struct plot_series {
    std::string name;
    std::vector<std::int64_t> values;
};

struct plot {
    std::string id;
    std::string title;
    std::string description; ///< a sentence for who does not see it
    std::vector<std::string> labels;
    std::vector<plot_series> series;
    int digits = 0; ///< the decimals of the values
    bool stacked = false;
    bool lines = false;
};

namespace detail_of_plots {

inline constexpr std::int64_t width = 640;
inline constexpr std::int64_t height = 260;
inline constexpr std::int64_t left = 70;
inline constexpr std::int64_t right = 8;
inline constexpr std::int64_t top = 12;
inline constexpr std::int64_t bottom = 30;
inline constexpr std::int64_t inner_width = width - left - right;
inline constexpr std::int64_t inner_height = height - top - bottom;

/// `value / most` of a length, of values of any size, in tenths: 64 bits hold the product of the first 32 bits and a length.
[[nodiscard]] inline std::int64_t tenths_of(std::int64_t value, std::int64_t most, std::int64_t length) noexcept {
    while (most > 0x7FFF'FFFF) {
        most /= 2;
        value /= 2;
    }
    return most <= 0 ? 0 : value * length * 10 / most;
}

[[nodiscard]] inline std::string point(std::int64_t tenths) {
    const std::int64_t size = tenths < 0 ? -tenths : tenths;
    return fmt::format("{}{}.{}", tenths < 0 ? "-" : "", size / 10, size % 10);
}

/// 1, 2 or 5 times a power of ten, so that at most five of it reach a value.
[[nodiscard]] inline std::int64_t tick_of(std::int64_t most) noexcept {
    std::int64_t tick = 1;
    for (std::size_t i = 0; tick <= INT64_MAX / 10 && most / tick > 5; ++i) {
        tick = tick / (i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 5) * (i % 3 == 0 ? 2 : i % 3 == 1 ? 5 : 10);
    }
    return tick;
}

/// 1,200,000 as 1.2M; below a thousand with the decimals that it has.
[[nodiscard]] inline std::string short_number(std::int64_t minor_units, int digits) {
    std::int64_t one = 1;
    for (int i = 0; i < digits; ++i) {
        one *= 10;
    }
    const std::int64_t size = minor_units < 0 ? -(minor_units / one) : minor_units / one;
    struct step {
        std::int64_t from;
        const char* sign;
    };
    for (const step each : {step{1'000'000'000, "G"}, step{1'000'000, "M"}, step{1000, "k"}}) {
        if (size >= each.from) {
            const std::int64_t tenths = size / (each.from / 10);
            const std::string fraction = tenths % 10 == 0 ? "" : fmt::format(".{}", tenths % 10);
            return fmt::format("{}{}{}{}", minor_units < 0 ? "-" : "", tenths / 10, fraction, each.sign);
        }
    }
    return minor_units % one == 0 ? std::to_string(minor_units / one) : units_of(minor_units, digits);
}

} // namespace detail_of_plots

/// The colours of a plot by name.
[[nodiscard]] inline std::string legend_of(const plot& what) {
    if (what.series.size() < 2) {
        return {};
    }
    std::string text = "<ul class=\"legend\">";
    for (std::size_t i = 0; i < what.series.size(); ++i) {
        text += fmt::format("<li><span class=\"key s{}\"></span>{}</li>", i, html(what.series[i].name));
    }
    return text + "</ul>\n";
}

/// Bars beside each other or on each other, or lines, by period. Values below zero hang from the axis.
[[nodiscard]] inline std::string svg_of(const plot& what) {
    using namespace detail_of_plots;
    std::int64_t most = 1;
    std::int64_t least = 0;
    for (std::size_t i = 0; i < what.labels.size(); ++i) {
        std::int64_t sum = 0;
        for (const plot_series& each : what.series) {
            static_cast<void>(add_to(sum, each.values[i]));
            most = std::max({most, each.values[i], what.stacked ? sum : 0});
            least = std::min(least, each.values[i]);
        }
    }
    const std::int64_t tick = tick_of(std::max(most, -least));
    const std::int64_t upper = (most + tick - 1) / tick * tick;
    const std::int64_t lower = -((-least + tick - 1) / tick * tick);
    const std::int64_t range = upper - lower;
    const auto y = [&](std::int64_t value) {
        return top * 10 + inner_height * 10 - tenths_of(value - lower, range, inner_height);
    };
    std::string text = fmt::format("<svg id=\"{0}\" class=\"plot upright\" viewBox=\"0 0 {1} {2}\" role=\"img\" "
                                   "aria-labelledby=\"{0}-title {0}-text\"><title id=\"{0}-title\">{3}</title>"
                                   "<desc id=\"{0}-text\">{4}</desc>\n",
                                   what.id, width, height, html(what.title), html(what.description));
    for (std::int64_t value = lower; value <= upper; value += tick) {
        text += fmt::format("<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>"
                            "<text class=\"tick\" x=\"{}\" y=\"{}\">{}</text>\n",
                            value == 0 ? "axis" : "grid", left, width - right, point(y(value)), point(y(value)),
                            left - 6, point(y(value) + 40), short_number(value, what.digits));
    }
    const auto count = static_cast<std::int64_t>(std::max(what.labels.size(), std::size_t{1}));
    const std::int64_t step = inner_width * 10 / count;
    const std::int64_t every = (count + 7) / 8;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(what.labels.size()); ++i) {
        const std::int64_t middle = left * 10 + step * i + step / 2;
        const auto place = static_cast<std::size_t>(i);
        if (i % every == 0) {
            const auto letters = static_cast<std::int64_t>(what.labels[place].size());
            const bool at_the_end = middle + letters * 60 > width * 10; // a letter is 12 wide on a phone
            text += fmt::format("<text class=\"label{}{}\" x=\"{}\" y=\"{}\">{}</text>\n",
                                count > 4 && i / every % 2 == 1 ? " second" : "", at_the_end ? " last" : "",
                                point(at_the_end ? width * 10 : middle), height - 10, html(what.labels[place]));
        }
        std::int64_t below = 0;
        const auto bars = static_cast<std::int64_t>(what.series.size());
        const std::int64_t room = step * 8 / 10;
        for (std::int64_t k = 0; !what.lines && k < bars; ++k) {
            const plot_series& one = what.series[static_cast<std::size_t>(k)];
            const std::int64_t value = one.values[place];
            const std::int64_t from = what.stacked ? below : 0;
            const std::int64_t high = y(std::max(from, from + value));
            const std::int64_t low = y(std::min(from, from + value));
            const std::int64_t bar = what.stacked ? room : room / bars;
            const std::int64_t x = middle - room / 2 + (what.stacked ? 0 : bar * k);
            below += what.stacked ? value : 0;
            text += fmt::format("<rect class=\"bar s{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}, {}: "
                                "{}</title></rect>\n",
                                k, point(x), point(high), point(std::max<std::int64_t>(bar - 5, 5)), point(low - high),
                                html(what.labels[place]), html(one.name), grouped(units_of(value, what.digits)));
        }
    }
    for (std::size_t k = 0; what.lines && k < what.series.size(); ++k) {
        std::string points;
        std::string marks;
        for (std::size_t i = 0; i < what.labels.size(); ++i) {
            const std::int64_t x = left * 10 + step * static_cast<std::int64_t>(i) + step / 2;
            const std::int64_t value = what.series[k].values[i];
            points += fmt::format("{}{},{}", i == 0 ? "" : " ", point(x), point(y(value)));
            marks +=
                fmt::format("<circle class=\"mark s{}\" cx=\"{}\" cy=\"{}\" r=\"3.5\"><title>{}: {}</title></circle>\n",
                            k, point(x), point(y(value)), html(what.labels[i]), grouped(units_of(value, what.digits)));
        }
        text += fmt::format("<polyline class=\"line s{}\" points=\"{}\"/>\n", k, points) + marks;
    }
    return text + "</svg>\n";
}

/// Bars from left to right, each under its name.
[[nodiscard]] inline std::string svg_of_names(const plot& what) {
    using namespace detail_of_plots;
    constexpr std::int64_t row = 42;
    const std::vector<std::int64_t>& values = what.series.front().values;
    std::int64_t most = 1;
    for (const std::int64_t each : values) {
        most = std::max(most, each < 0 ? -each : each);
    }
    const std::int64_t all = row * static_cast<std::int64_t>(values.size()) + 4;
    std::string text = fmt::format("<svg id=\"{0}\" class=\"plot\" viewBox=\"0 0 {1} {2}\" role=\"img\" "
                                   "aria-labelledby=\"{0}-title {0}-text\"><title id=\"{0}-title\">{3}</title>"
                                   "<desc id=\"{0}-text\">{4}</desc>\n",
                                   what.id, width, all, html(what.title), html(what.description));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::int64_t y = row * static_cast<std::int64_t>(i);
        const std::int64_t size = values[i] < 0 ? -values[i] : values[i];
        text += fmt::format(
            "<text class=\"name\" x=\"0\" y=\"{}\">{}</text><text class=\"value\" x=\"{}\" y=\"{}\">{}</text>"
            "<rect class=\"bar {}\" x=\"0\" y=\"{}\" width=\"{}\" height=\"14\"/>\n",
            y + 16, html(what.labels[i]), width, y + 16, grouped(units_of(values[i], what.digits)),
            values[i] < 0 ? "s1" : "s0", y + 22,
            point(std::max<std::int64_t>(tenths_of(size, most, width), size == 0 ? 0 : 10)));
    }
    return text + "</svg>\n";
}

} // namespace loyalty_run
