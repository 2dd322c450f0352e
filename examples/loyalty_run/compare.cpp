// SPDX-License-Identifier: BSL-1.0
#include "compare.hpp"

#include "file_roles.hpp"
#include "output_file.hpp"
#include "rules_file.hpp"
#include "text.hpp"
#include "writing.hpp"

#include <loyalty/money/decimal.hpp>
#include <loyalty/money/text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace loyalty_run {

namespace {

using arithmetic::decimal;
using nlohmann::ordered_json;

constexpr std::size_t most_programmes = 16;

/// A folder that is gone when the comparison ends.
class scratch_folder {
public:
    scratch_folder() {
        std::error_code error;
        const auto parent = std::filesystem::temp_directory_path(error);
        for (int i = 0; i < 1000 && path_.empty() && !error; ++i) {
            const auto next = parent / fmt::format("loyalty_run_compare_{}", i);
            path_ = std::filesystem::create_directory(next, error) ? next : std::filesystem::path();
        }
        if (path_.empty()) {
            throw failure{exit_code::wrong_use, "compare: there is no place for temporary files: set TMPDIR"};
        }
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

/// A programme to compare: what it is called, and the file of its rules.
struct variant {
    std::string name;
    std::string path;
};

/// What one run gave.
struct run_result {
    std::string name;
    std::vector<std::pair<std::string, std::string>> figures; ///< `granted, points` and its value
    std::map<std::string, decimal> points;                    ///< by member
    std::map<std::string, std::string> tiers;                 ///< by member
};

[[nodiscard]] ordered_json read_json(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return ordered_json::parse(file, nullptr, false);
}
[[nodiscard]] std::string text_of(const ordered_json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}
[[nodiscard]] decimal number_of(const ordered_json& value) {
    return texts::parse_decimal(text_of(value)).value;
}

/// `300` in the place of `350.00 USD` is `300 USD`: the unit stays.
[[nodiscard]] ordered_json with_number(const ordered_json& before, const std::string& number) {
    if (!before.is_string()) {
        return ordered_json::parse(number, nullptr, false);
    }
    const std::string text = before.get<std::string>();
    const std::size_t unit = text.find(' ');
    return number + (unit == std::string::npos ? std::string() : text.substr(unit));
}

/// A place of the rules that holds a number, or a text such as `350.00 USD`; nothing if there is none.
[[nodiscard]] std::optional<ordered_json::json_pointer> number_at(const ordered_json& rules, const std::string& place) {
    try {
        ordered_json::json_pointer pointer(place);
        return rules.contains(pointer) && !rules.at(pointer).is_structured() ? std::optional{pointer} : std::nullopt;
    } catch (const ordered_json::exception&) {
        return std::nullopt;
    }
}

/// The rules once for each number of a sweep, as files of the folder. Rules that are no JSON are run as they stand, so that
/// their reader says the mistake with the path and the line.
[[nodiscard]] std::vector<variant> swept(const comparison_options& compared, const scratch_folder& folder) {
    const std::size_t equals = compared.sweep.find('=');
    const auto wrong = [&](const std::string& why) {
        return failure{exit_code::wrong_use,
                       fmt::format("--sweep: {}; it is written /rules/0/tiered/thresholds/0=300,350,400", why)};
    };
    if (compared.rules.size() != 1) {
        throw wrong("it changes one file of rules, so give one --rules");
    }
    if (equals == std::string::npos || !compared.sweep.starts_with('/')) {
        throw wrong("expected a pointer, = and numbers, found '" + compared.sweep + "'");
    }
    const std::string place = compared.sweep.substr(0, equals);
    const ordered_json rules = ordered_json::parse(text_of_rules(compared.rules.front()), nullptr, false);
    const auto pointer = rules.is_discarded() ? std::optional<ordered_json::json_pointer>() : number_at(rules, place);
    if (!rules.is_discarded() && !pointer) {
        throw wrong(fmt::format("the rules have no number at {}", place));
    }
    std::vector<variant> variants;
    for (std::size_t from = equals + 1; from <= compared.sweep.size();) {
        const std::size_t end = std::min(compared.sweep.find(',', from), compared.sweep.size());
        const std::string number = compared.sweep.substr(from, end - from);
        if (!texts::parse_decimal(number)) {
            throw wrong("expected a number, found '" + number + "'");
        }
        std::string path = compared.rules.front();
        if (pointer) {
            ordered_json changed = rules;
            changed[*pointer] = with_number(rules.at(*pointer), number);
            path = folder.file(fmt::format("rules_{}.json", variants.size()));
            output_file written(path);
            written.write(changed.dump(2));
            written.close();
        }
        variants.push_back({place.substr(place.rfind('/', place.rfind('/') - 1) + 1) + '=' + number, path});
        from = end + 1;
    }
    return variants;
}

[[nodiscard]] std::vector<variant> variants_of(const comparison_options& compared, const scratch_folder& folder) {
    std::vector<variant> variants;
    if (!compared.sweep.empty()) {
        variants = swept(compared, folder);
    } else {
        for (const std::string& path : compared.rules) {
            variants.push_back({std::filesystem::path(path).stem().string(), path});
        }
    }
    if (variants.size() < 2 || variants.size() > most_programmes) {
        throw failure{exit_code::wrong_use,
                      fmt::format("compare: give --rules from 2 to {} times, or --sweep as many numbers, not {}",
                                  most_programmes, variants.size())};
    }
    return variants;
}

[[nodiscard]] run_result run_one(const options& asked, const variant& one, const scratch_folder& folder, bool tells) {
    options next = asked;
    next.rules = {one.path};
    next.quiet = true;
    next.errors_shown = tells ? asked.errors_shown : 0; // the lines are the same for each
    next.output_format = "json";
    next.members = folder.file("members.json");
    next.totals = folder.file("totals.json");
    if (const exit_code code = run_rules(next); code != exit_code::done) {
        throw failure{code, "compare: the run of " + one.name + " ended with an error"};
    }
    run_result result{one.name, {}, {}, {}};
    const ordered_json totals = read_json(next.totals);
    for (const char* const group : {"events", "granted", "taken back by returns", "tiers"}) {
        if (totals.contains(group)) {
            for (const auto& [name, value] : totals.at(group).items()) {
                result.figures.emplace_back(fmt::format("{}, {}", group, name), text_of(value));
            }
        }
    }
    decimal sum{};
    for (const ordered_json& member : read_json(next.members)) {
        const std::string name = text_of(member.at("member"));
        const decimal points = member.contains("points") ? number_of(member.at("points")) : decimal{};
        result.points[name] = points;
        result.tiers[name] = member.contains("tier") ? text_of(member.at("tier")) : std::string();
        sum = arithmetic::add(sum, points, std::max(sum.scale, points.scale), rounding::half_even).value_or(sum);
    }
    result.figures.emplace_back("points of all members", std::string(texts::to_text(sum).view()));
    return result;
}

/// Who has more points than under the first programme, who has less, and how many in sum.
struct shift {
    std::uint64_t winners = 0;
    std::uint64_t losers = 0;
    std::uint64_t equal = 0;
    decimal gained{};
    decimal lost{};

    void add(decimal before, decimal after) {
        const std::int32_t scale = std::max(before.scale, after.scale);
        const decimal more = arithmetic::subtract(after, before, scale, rounding::half_even).value_or(decimal{});
        winners += more.coefficient > 0 ? 1U : 0U;
        losers += more.coefficient < 0 ? 1U : 0U;
        equal += more.coefficient == 0 ? 1U : 0U;
        decimal& sum = more.coefficient < 0 ? lost : gained;
        sum = arithmetic::add(sum, more, std::max(sum.scale, scale), rounding::half_even).value_or(sum);
    }
};

/// A row for each figure, a column for each programme.
class side_by_side {
public:
    explicit side_by_side(const std::vector<run_result>& runs) : runs_(runs) {
        for (const run_result& run : runs) {
            for (const auto& figure : run.figures) {
                const auto known = std::find_if(rows_.begin(), rows_.end(),
                                                [&](const auto& row) { return row.front() == figure.first; });
                if (known == rows_.end()) {
                    rows_.push_back({figure.first});
                }
            }
        }
        for (auto& row : rows_) {
            for (const run_result& run : runs) {
                const auto found = std::find_if(run.figures.begin(), run.figures.end(),
                                                [&](const auto& figure) { return figure.first == row.front(); });
                row.push_back(found == run.figures.end() ? std::string() : found->second);
            }
        }
        add_shifts("", [](const std::string&) { return true; });
        std::vector<std::string> segments;
        for (const auto& [member, tier] : runs.front().tiers) {
            if (!tier.empty() && std::find(segments.begin(), segments.end(), tier) == segments.end()) {
                segments.push_back(tier);
            }
        }
        for (const std::string& tier : segments) {
            add_shifts(", " + tier + " under " + runs.front().name,
                       [&](const std::string& member) { return runs_.front().tiers.at(member) == tier; });
        }
    }

    [[nodiscard]] std::vector<std::string> columns() const {
        std::vector<std::string> names{"figure"};
        for (const run_result& run : runs_) {
            names.push_back(run.name);
        }
        return names;
    }
    [[nodiscard]] const std::vector<std::vector<std::string>>& rows() const noexcept { return rows_; }

    /// In columns, with the thousands set off.
    [[nodiscard]] std::string readable() const {
        std::vector<std::vector<std::string>> all{columns()};
        for (const auto& row : rows_) {
            all.push_back({row.front()});
            for (std::size_t i = 1; i < row.size(); ++i) {
                all.back().push_back(grouped(row[i]));
            }
        }
        std::vector<std::size_t> widths(all.front().size());
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

private:
    template <class Counts>
    void add_shifts(const std::string& of, Counts counts) {
        std::vector<shift> shifts(runs_.size());
        for (std::size_t i = 0; i < runs_.size(); ++i) {
            for (const auto& [member, points] : runs_.front().points) {
                const auto found = runs_[i].points.find(member);
                if (counts(member) && found != runs_[i].points.end()) {
                    shifts[i].add(points, found->second);
                }
            }
        }
        const auto row = [&](const std::string& name, auto value) {
            rows_.push_back({name + of});
            for (const shift& each : shifts) {
                rows_.back().push_back(value(each));
            }
        };
        row("winners", [](const shift& each) { return std::to_string(each.winners); });
        row("losers", [](const shift& each) { return std::to_string(each.losers); });
        row("as before", [](const shift& each) { return std::to_string(each.equal); });
        row("points gained", [](const shift& each) { return std::string(texts::to_text(each.gained).view()); });
        row("points lost", [](const shift& each) { return std::string(texts::to_text(each.lost).view()); });
    }

    const std::vector<run_result>& runs_;
    std::vector<std::vector<std::string>> rows_;
};

void write_winners(const std::vector<run_result>& runs, const comparison_options& compared, const options& asked) {
    std::vector<std::string> columns{"member"};
    for (const run_result& run : runs) {
        columns.push_back(run.name);
    }
    table written(compared.winners, asked.written(), columns);
    for (const auto& [member, points] : runs.front().points) {
        std::vector<cell> cells{{member}};
        for (const run_result& run : runs) {
            const auto found = run.points.find(member);
            cells.push_back(
                {found == run.points.end() ? std::string() : std::string(texts::to_text(found->second).view()),
                 found != run.points.end()});
        }
        written.row(cells);
    }
    written.close();
}

/// Throws if an option means nothing in a comparison, or a file has two roles.
void check_options(const options& asked, const comparison_options& compared) {
    if (asked.input.empty() || asked.input == "-") {
        throw failure{exit_code::wrong_use,
                      "compare: which file? Each programme reads it, so it cannot be the standard input"};
    }
    for (const auto& [name, path] : asked.outputs()) {
        if (!path->empty()) {
            throw failure{exit_code::wrong_use,
                          fmt::format("{} means nothing here: compare writes --table and --winners", name)};
        }
    }
    if (!asked.programme.empty() || !asked.explain.empty() || !asked.check.empty()) {
        throw failure{exit_code::wrong_use,
                      "--programme, --explain and --check mean nothing here: compare runs files of --rules"};
    }
    std::vector<file_role> files{role_of_path("the input", asked.input)};
    for (const auto& [role, path] :
         {std::pair{"--table", &compared.table}, std::pair{"--winners", &compared.winners}}) {
        if (path->empty() || *path == "-") {
            continue;
        }
        output_file::probe(*path);
        const file_role next = role_of_path(role, *path);
        for (const file_role& each : files) {
            if (are_one_file(each, next)) {
                throw failure{exit_code::wrong_use, fmt::format("{} and {} are one file", each.name(), next.name())};
            }
        }
        files.push_back(next);
    }
}

} // namespace

exit_code run_compare(const options& asked, const comparison_options& compared) {
    check_options(asked, compared);
    const scratch_folder folder;
    std::vector<run_result> runs;
    for (const variant& one : variants_of(compared, folder)) {
        runs.push_back(run_one(asked, one, folder, runs.empty()));
    }
    const side_by_side shown(runs);
    if (!compared.winners.empty()) {
        write_winners(runs, compared, asked);
    }
    if (compared.table.empty()) {
        const std::string text = shown.readable();
        std::fwrite(text.data(), 1, text.size(), stdout);
        return exit_code::done;
    }
    table written(compared.table, asked.written(), shown.columns());
    for (const auto& row : shown.rows()) {
        std::vector<cell> cells;
        for (const std::string& each : row) {
            cells.push_back({each});
        }
        written.row(cells);
    }
    written.close();
    return exit_code::done;
}

} // namespace loyalty_run
