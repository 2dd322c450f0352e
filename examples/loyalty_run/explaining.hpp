// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Explanations as lines (S35): `--explain`.

#include "options.hpp"
#include "programmes.hpp"

#include <loyalty/explain/explanation.hpp>
#include <loyalty/explain/explanation_german.hpp>
#include <loyalty/explain/explanation_json.hpp>
#include <loyalty/explain/explanation_text.hpp>
#include <loyalty/json/explain.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

using namespace loyalty;
using namespace loyalty::io;

[[nodiscard]] inline const explanations::texts_of& language_of(const options& asked) {
    return asked.language == "de" ? explanations::german : explanations::english;
}

/// An explanation in the words of the programme, by the version that judged.
[[nodiscard]] inline explanations::explanation in_words_of(const programme_notes& notes,
                                                           explanations::explanation told) {
    json::put_words(told, notes.words, notes.version().rules, notes.version().number, notes.first_rule);
    return told;
}

/// A rule by its number and name; the engine and a return have no number.
[[nodiscard]] inline std::string label_of(std::uint8_t rule, std::string_view policy) {
    return rule < 128 ? fmt::format("{}. {}", rule + 1, policy) : std::string(policy);
}

/// The sentences of an explanation without that of its refusal, each on a line; the rule stands before its first one.
[[nodiscard]] inline std::vector<std::string> lines_of(const explanations::explanation& told,
                                                       const explanations::texts_of& texts,
                                                       const std::vector<std::string>& tiers) {
    explanations::explanation rules = told;
    rules.refused.reset();
    std::vector<std::string> lines;
    std::string last;
    for (const auto& each : explanations::sentences(rules, texts, tiers)) {
        const std::string label = label_of(each.rule, each.policy);
        lines.push_back(fmt::format("  {:24}{}", label == last ? "" : label, each.text));
        last = label;
    }
    return lines;
}

} // namespace loyalty_run
