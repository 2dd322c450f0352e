// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Explanations as sentences.
///
/// @code
/// for (const auto& each : explanations::sentences(why.told())) { print(each.rule + 1, each.policy, each.text); }
/// // 1. tiered   23.99 USD qualify for tiers
/// // 1. tiered   near miss: 326.01 USD more to reach the next tier
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/explain/exact_number.hpp>
#include <loyalty/explain/explanation.hpp>
#include <loyalty/explain/explanation_english.hpp>
#include <loyalty/explain/leaflet_values.hpp>
#include <loyalty/explain/texts.hpp>
#include <loyalty/money/currency_table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::io::explanations {

/// One sentence, and the rule that it is of.
struct sentence {
    std::uint8_t rule = 0;
    std::string policy{}; ///< or what the programme calls the rule
    std::string text{};
};

/// Writes sentences in a language. `tiers` are the names of the tiers, that of everyone first.
class sentence_writer {
public:
    explicit sentence_writer(const texts_of& texts, std::vector<std::string> tiers = {}) noexcept
        : texts_{texts}, tiers_{std::move(tiers)} {}

    /// The number alone: money with all its decimals, a rate in per cent, anything else with those that it needs.
    [[nodiscard]] std::string number_of(const quantity& value) const {
        if (value.unit == "of") {
            ratio percent = value.value;
            if (!detail::multiply_overflows(percent.numerator, 100, percent.numerator)) {
                return descriptions::values::with_point(exact_text(percent, 0), texts_) + " %";
            }
        }
        std::string text = exact_text(value.value, value.digits);
        if (text.find('.') != std::string::npos && text.find(' ') == std::string::npos &&
            !arithmetic::find_currency(value.unit)) {
            text.erase(text.find_last_not_of('0') + 1);
            text.erase(text.find_last_not_of('.') + 1);
        }
        return descriptions::values::with_point(text, texts_);
    }
    [[nodiscard]] std::string text_of(const quantity& value) const {
        const std::string number = number_of(value);
        return value.unit.empty() || value.unit == "of"
                   ? number
                   : number + ' ' + descriptions::values::unit_text(number, value.unit, texts_);
    }

    /// A step as a sentence. One that the table does not have is its name and its value.
    [[nodiscard]] std::string text_of(const statement& one) const {
        const std::string_view* const text = texts_.find(one.what, "");
        if (text == nullptr) {
            return one.what + ": " + text_of(one.value);
        }
        return filled(*text, {{"", text_of(one.value)},
                              {"number", number_of(one.value)},
                              {"unit", condition(one.value.unit)},
                              {"desired", one.desired ? text_of(*one.desired) : std::string()},
                              {"party", one.party ? std::to_string(*one.party) : std::string()}});
    }
    [[nodiscard]] std::string text_of(const tier_step& change) const {
        return filled(found(change.from < change.to ? "tier up" : "tier down"),
                      {{"from", tier(change.from)}, {"to", tier(change.to)}});
    }
    /// The rule is named by its number and name; the engine itself by its name.
    [[nodiscard]] std::string text_of(const refused_by& why) const {
        const bool is_rule = why.rule < 128;
        return filled(found("refused"),
                      {{"rule", is_rule ? std::to_string(why.rule + 1) + ". " + why.called() : why.called()},
                       {"", reason_text(why.why)},
                       {"asked", why.asked ? text_of(*why.asked) : std::string()},
                       {"there", why.there ? text_of(*why.there) : std::string()}});
    }
    /// The programme with the version that judged: "shop version 2".
    [[nodiscard]] std::string text_of_version(const explanation& told) const {
        return filled(found("version"), {{"", told.programme}, {"number", std::to_string(told.version)}});
    }
    /// The result of a rule that gave nothing and said nothing.
    [[nodiscard]] std::string text_of(verdict result) const {
        return std::string(found(result == verdict::not_concerned ? "not concerned" : "nothing"));
    }
    [[nodiscard]] std::string text_of_grant(const quantity& given) const {
        quantity without_sign = given;
        const bool is_back = given.value.numerator < 0;
        without_sign.value.numerator = is_back ? -given.value.numerator : given.value.numerator;
        return filled(found(is_back ? "taken back" : "granted"), {{"", text_of(without_sign)}});
    }

private:
    using values = std::vector<std::pair<std::string_view, std::string>>;

    [[nodiscard]] std::string_view found(std::string_view key) const {
        const std::string_view* const own = texts_.find(key, "");
        return own != nullptr ? *own : *english.find(key, "");
    }
    [[nodiscard]] std::string condition(const std::string& name) const {
        const std::string_view* const own = texts_.find("condition", name);
        std::string words(own == nullptr ? name : *own);
        std::replace(words.begin(), words.end(), '_', ' ');
        return words;
    }
    [[nodiscard]] std::string reason_text(reason why) const {
        const std::string_view* const own = texts_.find("reason", message(why));
        return std::string(own == nullptr ? message(why) : *own);
    }
    [[nodiscard]] std::string tier(std::size_t index) const {
        return index < tiers_.size() ? tiers_[index] : std::to_string(index);
    }

    /// Puts values in the place of names; a part in brackets goes if a name in it has none.
    [[nodiscard]] static std::string filled(std::string_view text, const values& by) {
        std::string result;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '{') {
                const std::size_t end = text.find('}', i);
                result += value_of(text.substr(i + 1, end - i - 1), by);
                i = end;
            } else if (text[i] == '[') {
                const std::size_t end = text.find(']', i);
                const std::string_view part = text.substr(i + 1, end - i - 1);
                const std::size_t name = part.find('{') + 1;
                if (!value_of(part.substr(name, part.find('}') - name), by).empty()) {
                    result += filled(part, by);
                }
                i = end;
            } else {
                result += text[i];
            }
        }
        return result;
    }
    [[nodiscard]] static std::string value_of(std::string_view name, const values& by) {
        for (const auto& [key, value] : by) {
            if (key == name) {
                return value;
            }
        }
        return {};
    }

    const texts_of& texts_;
    std::vector<std::string> tiers_;
};

/// Returns true for a step without content: a factor that left the award as it was, or nothing written off.
[[nodiscard]] inline bool is_silent(const rule_explanation& rule, std::size_t index) {
    const statement& one = rule.steps[index];
    const bool is_factor = one.what == "multiply_by" || one.what == "multiply_by_tier";
    if (is_factor) {
        for (std::size_t i = index; i-- > 0;) {
            if (rule.steps[i].kind == step_kind::made) {
                return rule.steps[i].value.value == one.value.value;
            }
        }
    }
    return one.what == "written off" && one.value.value.numerator == 0;
}

/// All sentences of an explanation, in the order of the rules. A rule that has nothing to say, such as an account or one for other
/// events, is left out unless `all` is true.
[[nodiscard]] inline std::vector<sentence> sentences(const explanation& told, const texts_of& texts = english,
                                                     const std::vector<std::string>& tiers = {}, bool all = false) {
    const sentence_writer writer{texts, tiers};
    std::vector<sentence> list;
    for (const rule_explanation& rule : told.rules) {
        const std::size_t before = list.size();
        const auto add = [&](std::string text) { list.push_back({rule.rule, rule.called(), std::move(text)}); };
        for (std::size_t i = 0; i <= rule.steps.size(); ++i) {
            for (const tier_step& each : rule.tiers) {
                if (each.behind == i) {
                    add(writer.text_of(each));
                }
            }
            if (i < rule.steps.size() && !is_silent(rule, i)) {
                add(writer.text_of(rule.steps[i]));
            }
        }
        for (const quantity& each : rule.granted) {
            add(writer.text_of_grant(each));
        }
        if (list.size() == before && all) {
            add(writer.text_of(rule.result));
        }
    }
    if (told.refused) {
        list.push_back({told.refused->rule, told.refused->called(), writer.text_of(*told.refused)});
    }
    return list;
}

} // namespace loyalty::io::explanations
