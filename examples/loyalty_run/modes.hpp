// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Options that mean something in one kind of run alone. Where they mean nothing they are refused: who gives one expects
/// something of it.

#include "options.hpp"
#include "programmes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace loyalty_run {

inline constexpr const char* options_of_files[]{
    "--layout",        "--map",           "--delimiter",  "--no-header", "--decimal-comma", "--thousands",
    "--currency-sign", "--dates",         "--zone",       "--sort",      "--rounding",      "--basket-seconds",
    "--strict",        "--errors",        "--unmatched",  "--on-return", "--return-days",   "--without-money",
    "--check",         "--check-returns", "--returns-mb", "--profiles"};

inline constexpr const char* options_of_generated_streams[]{"--transactions", "--customers"};

/// Throws where an option was given that means nothing in this run. `given(name)` is true if the command line has it.
template <class Given>
void check_modes(const options& asked, Given given) {
    const auto refuse = [&](const char* name, std::string_view meaning) {
        if (given(name)) {
            throw failure{exit_code::wrong_use, fmt::format("{} means nothing here: {}", name, meaning)};
        }
    };
    if (asked.list) {
        return;
    }
    if (asked.stream.empty()) {
        refuse("--seed", "it is of --stream, which is not given");
    }
    if (!asked.input.empty()) {
        for (const char* const each : options_of_generated_streams) {
            refuse(each, "it is of the generated stream, and this run reads " + asked.input);
        }
    } else if (!asked.stream.empty()) {
        for (const char* const each : options_of_files) {
            const std::string_view name = each;
            if (name != "--sort" && name != "--rounding" && name != "--zone" && name != "--unmatched" &&
                name != "--on-return" && name != "--return-days" && name != "--returns-mb" &&
                name != "--check-returns") {
                refuse(each, "it is of a file, and this run reads the stream " + asked.stream);
            }
        }
    } else if (asked.rules.empty() && asked.describe.empty() &&
               (asked.programme.empty() || asked.programme == generated)) {
        for (const char* const each : options_of_files) {
            refuse(each, "it is of a file, and this run has none");
        }
    }
    if (asked.rules.empty()) {
        refuse("--wheel-seed", "it is of --rules with a prize_wheel, and none are given");
    }
    if (asked.rules.empty() && asked.programme.empty()) {
        refuse("--check-rules", "it is of --rules or --programme, and neither is given");
        refuse("--describe", "it is of --rules or --programme, and neither is given");
    } else if (!asked.rules.empty()) {
        refuse("--programme", "the rules of this run are those of " + asked.rules_named());
    }
    if (!asked.wants_figures()) {
        for (const char* const each : {"--point-value", "--breakage", "--period"}) {
            refuse(each, "it is of --liability and of `report`, and neither is given");
        }
    } else if (!asked.has_input()) {
        throw failure{exit_code::wrong_use,
                      "which file? A report and --liability are of a file; - is the standard input"};
    }
    const auto outputs = asked.outputs();
    if (std::all_of(outputs.begin(), outputs.end(), [](const auto& each) { return each.second->empty(); })) {
        refuse("--format",
               "it is of --members, --tiers, --outcomes, --totals and --liability, and none of them is given");
    }
}

} // namespace loyalty_run
