// SPDX-License-Identifier: BSL-1.0
//
// The page of a comparison: each programme beside the others, with plots; of a sweep, lines along its numbers.

#include "comparison.hpp"
#include "comparison_table.hpp"
#include "page_parts.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace loyalty_run {

namespace {

/// One value of each programme, as a series of a plot.
template <class Value>
[[nodiscard]] plot_series series_of(const comparison_result& compared, std::string name, Value value) {
    plot_series series{std::move(name), {}};
    for (std::size_t i = 0; i < compared.lanes.size(); ++i) {
        series.values.push_back(value(i));
    }
    return series;
}

class comparison_page {
public:
    explicit comparison_page(const comparison_result& compared)
        : compared_(compared),
          is_sweep_(!compared.swept.empty()),
          unit_(compared.lanes.front().units[compared.lanes.front().shown_unit]) {
        for (const lane_result& lane : compared.lanes) {
            labels_.push_back(is_sweep_ ? lane.name.substr(lane.name.rfind('=') + 1) : lane.name);
        }
    }

    [[nodiscard]] std::string content(const std::string& input) const {
        return fmt::format(
                   "<header><h1>Programmes {}</h1>\n{}<p class=\"quiet\">{} &middot; {} member{}</p></header>\n",
                   is_sweep_ ? "along a number" : "side by side",
                   is_sweep_ ? "<p>" + html(compared_.swept) + "</p>\n" : std::string(), html(input),
                   count(compared_.members.size()), compared_.members.size() == 1 ? "" : "s") +
               amounts() + members() + tiers() + segments() + all();
    }

private:
    [[nodiscard]] plot empty_plot(std::string id, std::string title, std::string description, int digits) const {
        return {std::move(id), std::move(title), std::move(description), labels_, {}, digits, false, is_sweep_};
    }
    /// A plot with its values as a table: a row for each programme.
    [[nodiscard]] std::string with_table(const plot& what, const std::string& heading) const {
        column_names columns{is_sweep_ ? compared_.swept : "Programme"};
        std::vector<std::vector<std::string>> rows;
        for (const plot_series& each : what.series) {
            columns.push_back(each.name);
        }
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            rows.push_back({labels_[i]});
            for (const plot_series& each : what.series) {
                rows.back().push_back(grouped(units_of(each.values[i], what.digits)));
            }
        }
        return section(what.id, heading,
                       "<p>" + html(what.description) + "</p>\n" +
                           figure(what, svg_of(what), table_of(what.title, columns, rows)));
    }
    [[nodiscard]] std::string the_first() const { return "the first programme, " + labels_.front(); }

    [[nodiscard]] std::string amounts() const {
        const auto column = [&](std::size_t lane) { return column_of(compared_.lanes[lane], unit_.code); };
        plot what = empty_plot("granted", unit_.code + " granted and outstanding",
                               "Each programme granted so much, less what came back; members have so much at the end.",
                               unit_.digits);
        what.series.push_back(
            series_of(compared_, "granted", [&](std::size_t i) { return column(i)->granted.minor_units; }));
        what.series.push_back(
            series_of(compared_, "outstanding", [&](std::size_t i) { return column(i)->balance.minor_units; }));
        return with_table(what, unit_.code + " granted and outstanding");
    }

    [[nodiscard]] std::string members() const {
        std::vector<shift> shifts;
        for (std::size_t i = 0; i < compared_.lanes.size(); ++i) {
            shifts.push_back(shift_of(compared_, i, unit_.code));
        }
        plot who = empty_plot("members", "Winners and losers",
                              "So many members have more, and so many less, than under " + the_first() + ".", 0);
        who.series.push_back(series_of(compared_, "winners",
                                       [&](std::size_t i) { return static_cast<std::int64_t>(shifts[i].winners); }));
        who.series.push_back(
            series_of(compared_, "losers", [&](std::size_t i) { return static_cast<std::int64_t>(shifts[i].losers); }));
        plot sums = empty_plot("shift", unit_.code + " gained and lost",
                               "Winners gain so much in sum, and losers lose so much, against " + the_first() + ".",
                               unit_.digits);
        sums.series.push_back(
            series_of(compared_, "gained", [&](std::size_t i) { return shifts[i].gained.minor_units; }));
        sums.series.push_back(series_of(compared_, "lost", [&](std::size_t i) { return shifts[i].lost.minor_units; }));
        return with_table(who, "Winners and losers") + with_table(sums, unit_.code + " gained and lost");
    }

    [[nodiscard]] std::string tiers() const {
        std::vector<std::string> names;
        for (const lane_result& lane : compared_.lanes) {
            for (const std::string& tier : lane.tier_names) {
                if (std::find(names.begin(), names.end(), tier) == names.end()) {
                    names.push_back(tier);
                }
            }
        }
        if (names.empty()) {
            return {};
        }
        plot what = empty_plot("tiers", "Members by tier", "So many members are in each tier at the end.", 0);
        what.stacked = true;
        what.lines = false;
        for (const std::string& name : names) {
            what.series.push_back(
                series_of(compared_, name, [&](std::size_t i) { return members_in(compared_.lanes[i], name); }));
        }
        return with_table(what, "Members by tier");
    }
    [[nodiscard]] static std::int64_t members_in(const lane_result& lane, const std::string& tier) {
        return std::count_if(lane.tier_of_member.begin(), lane.tier_of_member.end(), [&](std::uint8_t each) {
            return each < lane.tier_names.size() && lane.tier_names[each] == tier;
        });
    }

    /// A row for each segment, and what changes for it under each programme.
    [[nodiscard]] std::string segments() const {
        column_names columns{"Segment", "Members"};
        for (std::size_t i = 1; i < labels_.size(); ++i) {
            columns.push_back(labels_[i]);
        }
        std::vector<std::vector<std::string>> rows;
        for (const segment& each : segments_of(compared_)) {
            rows.push_back({each.name, count(each.members.size())});
            for (std::size_t i = 1; i < labels_.size(); ++i) {
                const shift change = shift_of(compared_, i, unit_.code, &each);
                rows.back().push_back(fmt::format("{} up, {} down: +{}, {}", count(change.winners),
                                                  count(change.losers), grouped(text_of(change.gained, unit_.digits)),
                                                  grouped(text_of(change.lost, unit_.digits))));
            }
        }
        return section("segments", "By segment",
                       table_of(unit_.code + " by segment, against " + labels_.front(), columns, rows));
    }

    [[nodiscard]] std::string all() const {
        const comparison_table table = loyalty_run::table_of(compared_);
        std::vector<std::vector<std::string>> rows = table.rows;
        for (auto& row : rows) {
            for (std::size_t i = 1; i < row.size(); ++i) {
                row[i] = grouped(row[i]);
            }
        }
        return section("all", "All figures", table_of("All figures", table.columns, rows));
    }

    const comparison_result& compared_;
    bool is_sweep_;
    const unit_column& unit_;
    std::vector<std::string> labels_;
};

} // namespace

std::string page_of(const comparison_result& shown, const options& asked) {
    const std::string name = asked.input_name();
    return page_with("Programmes side by side",
                     comparison_page(shown).content(name.substr(name.find_last_of("/\\") + 1)));
}

} // namespace loyalty_run
