// SPDX-License-Identifier: BSL-1.0
#include "compare.hpp"

#include "comparison.hpp"
#include "comparison_table.hpp"
#include "file_roles.hpp"
#include "interruption.hpp"
#include "output_file.hpp"
#include "rules_file.hpp"
#include "text.hpp"
#include "writing.hpp"

#include <loyalty/json/document.hpp>
#include <loyalty/money/text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty_run {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_programmes = 16;

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

/// The rules once for each number of a sweep. Rules that are no JSON are run as they stand, so that their reader says the
/// mistake with the path and the line.
[[nodiscard]] std::vector<variant> swept(const comparison_options& compared) {
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
    const std::string text = text_of_rules(compared.rules.front());
    const ordered_json rules = ordered_json::parse(text, nullptr, false);
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
        variant next{place.substr(place.rfind('/', place.rfind('/') - 1) + 1) + '=' + number,
                     fmt::format("{} with {} = {}", compared.rules.front(), place, number), text};
        if (pointer) {
            ordered_json changed = rules;
            changed[*pointer] = with_number(rules.at(*pointer), number);
            next.rules = changed.dump(2);
        } else {
            next.path = compared.rules.front();
        }
        variants.push_back(std::move(next));
        from = end + 1;
    }
    return variants;
}

[[nodiscard]] std::vector<variant> variants_of(const comparison_options& compared) {
    std::vector<variant> variants;
    if (!compared.sweep.empty()) {
        variants = swept(compared);
    } else {
        for (const std::string& path : compared.rules) {
            variants.push_back({std::filesystem::path(path).stem().string(), path, text_of_rules(path)});
        }
    }
    if (variants.size() < 2 || variants.size() > most_programmes) {
        throw failure{exit_code::wrong_use,
                      fmt::format("compare: give --rules from 2 to {} times, or --sweep as many numbers, not {}",
                                  most_programmes, variants.size())};
    }
    return variants;
}

/// The currency of rules; empty if they are no JSON, or name none.
[[nodiscard]] std::string currency_of(const variant& one) {
    loyalty::json::mistakes ignored;
    const loyalty::json::value root = loyalty::json::parse(one.rules, ignored);
    const loyalty::json::value* const currency = root.find("currency");
    return currency == nullptr ? std::string() : std::string(currency->text);
}

[[nodiscard]] comparison_result run_variants(const std::vector<variant>& variants, const options& asked) {
    const std::string first = currency_of(variants.front());
    for (const variant& each : variants) {
        if (const std::string other = currency_of(each); !other.empty() && !first.empty() && other != first) {
            throw failure{
                exit_code::wrong_use,
                fmt::format("compare: the rules of {} are in {}, those of {} in {}: compare programmes of one currency",
                            variants.front().path, first, each.path, other)};
        }
    }
    return compare_all(variants, asked);
}

/// The balance of each member in each unit, under each programme.
void write_winners(const comparison_result& result, const comparison_options& compared, const options& asked) {
    const lane_result& first = result.lanes.front();
    const std::string& unit = first.units[first.shown_unit].code;
    std::vector<std::string> columns{"member"};
    for (const lane_result& lane : result.lanes) {
        columns.push_back(lane.name);
    }
    table written(compared.winners, asked.written(), columns);
    for (std::size_t i = 0; i < result.members.size(); ++i) {
        std::vector<cell> cells{{result.members[i]}};
        for (const lane_result& lane : result.lanes) {
            const unit_column* const own = column_of(lane, unit);
            cells.push_back({own == nullptr ? std::string() : units_of(own->of_member[i], own->digits),
                             own != nullptr && own->digits == 0});
        }
        written.row(cells);
    }
    written.close();
}

/// Throws if an option means nothing in a comparison, or a file has two roles.
void check_options(const options& asked, const comparison_options& compared) {
    if (!asked.has_input()) {
        throw failure{exit_code::wrong_use, "compare: which file? - is the standard input"};
    }
    for (const auto& [name, path] : asked.outputs()) {
        if (!path->empty()) {
            throw failure{exit_code::wrong_use,
                          fmt::format("{} means nothing here: compare writes --table, --winners and --page", name)};
        }
    }
    if (!asked.programme.empty() || !asked.explain.empty() || !asked.check.empty() || asked.check_returns ||
        asked.check_rules || !asked.describe.empty()) {
        throw failure{
            exit_code::wrong_use,
            "--programme, --explain, --check, --check-returns, --check-rules and --describe mean nothing here: "
            "compare runs files of --rules beside each other; give these to a run of one of them"};
    }
    std::vector<file_role> files;
    if (!asked.input.empty() && asked.input != "-") {
        files.push_back(role_of_path("the input", asked.input));
    }
    for (const auto& [role, path] : {std::pair{"--table", &compared.table}, std::pair{"--winners", &compared.winners},
                                     std::pair{"--page", &compared.page}}) {
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

void write_table(const comparison_table& shown, const comparison_options& compared, const options& asked) {
    table written(compared.table, asked.written(), shown.columns);
    for (const auto& row : shown.rows) {
        std::vector<cell> cells;
        for (const std::string& each : row) {
            cells.push_back({each});
        }
        written.row(cells);
    }
    written.close();
}

} // namespace

exit_code run_compare(const options& asked, const comparison_options& compared) {
    check_options(asked, compared);
    comparison_result result = run_variants(variants_of(compared), asked);
    result.swept = compared.sweep.substr(0, compared.sweep.find('='));
    const comparison_table shown = table_of(result);
    if (!compared.winners.empty()) {
        write_winners(result, compared, asked);
    }
    if (!compared.page.empty()) {
        output_file file(compared.page);
        file.write(page_of(result, asked));
        file.close();
    }
    if (!compared.table.empty()) {
        write_table(shown, compared, asked);
    } else if (!asked.quiet) {
        const std::string text = shown.readable();
        std::fwrite(text.data(), 1, text.size(), compared.winners == "-" || compared.page == "-" ? stderr : stdout);
    }
    return interruption::has_cut_input ? exit_code_of_signal() : exit_code::done;
}

} // namespace loyalty_run
