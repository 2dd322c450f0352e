// SPDX-License-Identifier: BSL-1.0
#include "comparison_table.hpp"

#include "checked.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

namespace {

/// The members by fifths of a value: 1 + 5 x members with less / members, rounded down, as the scores of `rfm_of`.
[[nodiscard]] std::vector<segment> fifths_by_spend(const std::vector<std::int64_t>& spent) {
    std::vector<segment> fifths(5);
    for (std::size_t i = 0; i < fifths.size(); ++i) {
        fifths[i].name = fmt::format("fifth {} by spend", i + 1);
    }
    std::vector<std::int64_t> sorted = spent;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < spent.size(); ++i) {
        const auto less =
            static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), spent[i]) - sorted.begin());
        fifths[5 * less / spent.size()].members.push_back(static_cast<std::uint32_t>(i));
    }
    return fifths;
}

/// Rows of what changes for some members; `of` is null for all of them.
void add_shifts(const comparison_result& compared, const unit_column& unit, const segment* of,
                comparison_table& table) {
    std::vector<shift> shifts;
    for (std::size_t i = 0; i < compared.lanes.size(); ++i) {
        shifts.push_back(shift_of(compared, i, unit.code, of));
    }
    const auto row = [&](std::string_view name, auto value) {
        table.rows.push_back({fmt::format("{}, {}{}", name, unit.code, of == nullptr ? "" : ", " + of->name)});
        for (const shift& each : shifts) {
            table.rows.back().push_back(value(each));
        }
    };
    row("winners", [](const shift& each) { return std::to_string(each.winners); });
    row("losers", [](const shift& each) { return std::to_string(each.losers); });
    row("as before", [](const shift& each) { return std::to_string(each.equal); });
    row("gained", [&](const shift& each) { return text_of(each.gained, unit.digits); });
    row("lost", [&](const shift& each) { return text_of(each.lost, unit.digits); });
}

/// Returns true if a member has some of a unit under a programme.
[[nodiscard]] bool anybody_has(const comparison_result& compared, const std::string& code) {
    return std::any_of(compared.lanes.begin(), compared.lanes.end(), [&](const lane_result& each) {
        const unit_column* const own = column_of(each, code);
        return own != nullptr &&
               std::any_of(own->of_member.begin(), own->of_member.end(), [](auto has) { return has != 0; });
    });
}

void add_figures(const comparison_result& compared, comparison_table& table) {
    for (const lane_result& lane : compared.lanes) {
        for (const auto& figure : lane.figures) {
            const auto known = std::find_if(table.rows.begin(), table.rows.end(),
                                            [&](const auto& row) { return row.front() == figure.first; });
            if (known == table.rows.end()) {
                table.rows.push_back({figure.first});
            }
        }
    }
    for (auto& row : table.rows) {
        for (const lane_result& lane : compared.lanes) {
            const auto found = std::find_if(lane.figures.begin(), lane.figures.end(),
                                            [&](const auto& figure) { return figure.first == row.front(); });
            row.push_back(found == lane.figures.end() ? std::string() : found->second);
        }
    }
}

void add_money(const comparison_result& compared, comparison_table& table) {
    const auto row = [&](std::string_view name, std::string lane_result::*value) {
        if (!(compared.lanes.front().*value).empty()) {
            table.rows.push_back({fmt::format("{}, {}", name, compared.currency)});
            for (const lane_result& lane : compared.lanes) {
                table.rows.back().push_back(lane.*value);
            }
        }
    };
    row("cost", &lane_result::cost);
    row("liability", &lane_result::value);
}

} // namespace

void shift::add(std::int64_t before, std::int64_t after) noexcept {
    winners += after > before ? 1U : 0U;
    losers += after < before ? 1U : 0U;
    equal += after == before ? 1U : 0U;
    bounded_sum& sum = after < before ? lost : gained;
    std::int64_t more = after;
    const bool fits = before != INT64_MIN && add_to(more, -before);
    sum.overflow = !fits || !add_to(sum.minor_units, more) || sum.overflow;
}

const unit_column* column_of(const lane_result& lane, const std::string& code) noexcept {
    for (const unit_column& each : lane.units) {
        if (each.code == code) {
            return &each;
        }
    }
    return nullptr;
}

shift shift_of(const comparison_result& compared, std::size_t lane, const std::string& unit, const segment* of) {
    shift result;
    const unit_column* const before = column_of(compared.lanes.front(), unit);
    const unit_column* const after = column_of(compared.lanes[lane], unit);
    const auto has = [](const unit_column* column, std::size_t member) {
        return column == nullptr ? std::int64_t{0} : column->of_member[member];
    };
    const std::size_t size = of == nullptr ? compared.members.size() : of->members.size();
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t member = of == nullptr ? i : of->members[i];
        result.add(has(before, member), has(after, member));
    }
    return result;
}

std::vector<segment> segments_of(const comparison_result& compared) {
    const lane_result& first = compared.lanes.front();
    std::vector<segment> all;
    for (const std::string& tier : first.tier_names) {
        all.push_back({fmt::format("{} under {}", tier, first.name), {}});
    }
    for (std::size_t i = 0; i < first.tier_of_member.size(); ++i) {
        if (first.tier_of_member[i] < all.size()) {
            all[first.tier_of_member[i]].members.push_back(static_cast<std::uint32_t>(i));
        }
    }
    if (!compared.spent_overflow) {
        for (segment& each : fifths_by_spend(compared.spent)) {
            all.push_back(std::move(each));
        }
    }
    all.erase(std::remove_if(all.begin(), all.end(), [](const segment& each) { return each.members.empty(); }),
              all.end());
    return all;
}

std::string text_of(const bounded_sum& sum, int digits) {
    return sum.overflow ? "passes 64 bits" : units_of(sum.minor_units, digits);
}

comparison_table table_of(const comparison_result& compared) {
    comparison_table table;
    table.columns.emplace_back("figure");
    for (const lane_result& lane : compared.lanes) {
        table.columns.push_back(lane.name);
    }
    add_figures(compared, table);
    add_money(compared, table);
    const lane_result& first = compared.lanes.front();
    for (const unit_column& unit : first.units) {
        if (anybody_has(compared, unit.code)) {
            table.rows.push_back({fmt::format("balance, {}", unit.code)});
            for (const lane_result& lane : compared.lanes) {
                const unit_column* const own = column_of(lane, unit.code);
                table.rows.back().push_back(own == nullptr ? "" : text_of(own->balance, own->digits));
            }
            add_shifts(compared, unit, nullptr, table);
        }
    }
    for (const segment& each : segments_of(compared)) {
        add_shifts(compared, first.units[first.shown_unit], &each, table);
    }
    return table;
}

std::string comparison_table::readable() const {
    std::vector<std::vector<std::string>> all{columns};
    for (const auto& row : rows) {
        all.push_back({row.front()});
        for (std::size_t i = 1; i < row.size(); ++i) {
            all.back().push_back(grouped(row[i]));
        }
    }
    std::vector<std::size_t> widths(columns.size());
    for (const auto& row : all) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    std::string text;
    for (const auto& row : all) {
        text += fmt::format("{:{}}", row.front(), widths.front());
        for (std::size_t i = 1; i < row.size(); ++i) {
            text += fmt::format("  {:>{}}", row[i], widths[i]);
        }
        text += '\n';
    }
    return text;
}

} // namespace loyalty_run
