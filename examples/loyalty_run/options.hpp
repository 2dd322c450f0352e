// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/io/csv.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty_run {

enum class format : std::uint8_t { csv, json };

/// What became of a run: the exit codes of the programme.
enum class exit_code : int {
    done = 0,         ///< malformed lines and refused events may have been counted
    check_failed = 1, ///< a computed value differs from the one that was expected
    wrong_use = 2,    ///< of an option, or a file that cannot be opened or written
    wrong_input =
        3, ///< no such columns, no line that counts, a source that broke off, or with --strict a malformed line
};

/// As a shell says that a signal ended a run: 130 for SIGINT, 143 for SIGTERM.
inline constexpr int first_code_of_signals = 128;

/// What the command line asks for.
struct options {
    std::string programme;
    std::vector<std::string> rules; ///< paths, each with one version or more; empty: a programme by name
    bool check_rules = false;
    std::string describe; ///< in which form; empty: not asked for
    std::string input;    ///< a path; `-` is the standard input; empty: the generated stream
    std::string profiles; ///< a path; empty: nothing is known of members but their events
    std::string layout;
    std::string map;
    std::string delimiter;
    std::string dates;
    std::string zone;
    std::optional<std::int32_t> basket_seconds; ///< instead of the layout's
    std::string rounding = "half-up";
    std::string thousands;
    std::string currency_sign;
    bool no_header = false;
    bool decimal_comma = false;
    bool without_money = false;
    bool sort = false;
    bool strict = false;
    bool show_time = false;
    bool list = false;
    bool quiet = false;
    bool check_returns = false;
    std::string unmatched = "refuse";
    std::string on_return = "re_evaluate";
    std::optional<std::int32_t> return_days; ///< how long goods may come back; as long as there is room without it
    std::uint32_t returns_mb = 44;           ///< memory for purchases whose goods may come back, of each programme
    std::string as_of;
    std::string output_format = "csv";
    std::string members;
    std::string tiers;
    std::string outcomes;
    std::string totals;
    std::string page; ///< of `report`
    std::string liability;
    std::string point_value; ///< money for a point; empty: not said
    std::string breakage;    ///< per cent of the points that are expected never to be redeemed
    std::string period = "month";
    std::vector<std::string> explain;
    std::string explain_as = "text";
    std::string language = "en"; ///< of explanations
    std::string check;
    std::size_t errors_shown = 20;
    std::string stream; ///< the name of a generated stream; empty: a file, or W5
    std::uint64_t transactions = 1'000'000;
    std::uint64_t customers = 20'000;
    std::uint64_t seed = 42;
    std::optional<std::uint64_t> wheel_seed; ///< instead of those of the rules

    /// The options that name a file to write, and their values; an empty one was not given.
    [[nodiscard]] std::array<std::pair<std::string_view, const std::string*>, 6> outputs() const noexcept {
        return {{{"--members", &members},
                 {"--tiers", &tiers},
                 {"--outcomes", &outcomes},
                 {"--totals", &totals},
                 {"--liability", &liability},
                 {"--page", &page}}};
    }

    /// The files of the rules in one text: `a.json, b.json`.
    [[nodiscard]] std::string rules_named() const {
        std::string text;
        for (const std::string& each : rules) {
            text += (text.empty() ? "" : ", ") + each;
        }
        return text;
    }

    /// The files of the rules, or the programme by name.
    [[nodiscard]] std::string programme_named() const { return rules.empty() ? programme : rules_named(); }

    /// Returns true if figures by period are gathered.
    [[nodiscard]] bool wants_figures() const noexcept { return !page.empty() || !liability.empty(); }

    /// Returns true if the run reads lines: of a file, or of a generated stream.
    [[nodiscard]] bool has_input() const noexcept { return !input.empty() || !stream.empty(); }
    /// What the run reads, as its reports name it.
    [[nodiscard]] std::string input_name() const {
        return !stream.empty() ? "stream " + stream : input == "-" ? "standard input" : input;
    }

    [[nodiscard]] format written() const noexcept { return output_format == "json" ? format::json : format::csv; }
};

/// A run that cannot go on: said once, at the top.
struct failure {
    exit_code code = exit_code::wrong_use;
    std::string sentence;
};

} // namespace loyalty_run
