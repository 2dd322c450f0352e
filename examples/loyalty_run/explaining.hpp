// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The steps of an evaluation as sentences (S35).

#include "programmes.hpp"
#include "text.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/money/currency_table.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// One kind of step and what it means: `{0}` stands for the value with its unit, `{1}` for the value alone.
struct phrase {
    std::string_view what;
    std::string_view sentence;
};

inline constexpr phrase phrases[]{
    {"basis", "{0} of this event count"},
    {"pieces", "{0} of this event count"},
    {"per_amount", "the award for that is {0}"},
    {"per_unit", "the award for that is {0}"},
    {"per_visit", "the award for the visit is {0}"},
    {"each_line", "line by line the award is {0}"},
    {"each_unit", "piece by piece the award is {0}"},
    {"sum_of", "together the award is {0}"},
    {"multiply_by", "times its factor: {0}"},
    {"multiply_by_tier", "times the factor of the tier: {0}"},
    {"add_bonus", "with the bonus: {0}"},
    {"round_off", "rounded: {0}"},
    {"round_off_carrying", "rounded: {0}"},
    {"carried", "{1} are carried to the next time"},
    {"cap_at", "within the cap: {0}"},
    {"headroom", "limit: the cap leaves room for {0}"},
    {"threshold reached", "{0} reach the threshold"},
    {"missing to the threshold", "near miss: {0} more reach the threshold"},
    {"outside the window", "{0} do not count, outside the window"},
    {"qualifying", "{0} qualify for tiers"},
    {"missing to the next tier", "near miss: {0} more reach the next tier"},
    {"fields stamped", "the open card has {1} stamped"},
    {"streak", "the streak stands at {1}"},
    {"first rate", "first rate: {0}"},
    {"second rate", "second rate: {0}"},
    {"third rate", "third rate: {0}"},
    {"fourth rate", "fourth rate: {0}"},
    {"further rate", "further rate: {0}"},
    {"points redeemed", "{0} are redeemed"},
};

[[nodiscard]] inline std::string sentence_of(std::string_view what, std::string_view with_unit,
                                             std::string_view alone) {
    for (const phrase& each : phrases) {
        if (each.what == what) {
            return fmt::format(fmt::runtime(each.sentence), with_unit, alone);
        }
    }
    return fmt::format("{}: {}", what, with_unit);
}

/// Gathers what a programme says while it evaluates one event, as lines ready to print.
class explanation {
public:
    explicit explanation(const programme_notes& notes) noexcept : notes_(notes) {}

    void begin() {
        lines_.clear();
        rules_.clear();
        is_unused_rate_ = false;
        last_ = {};
        before_last_ = {};
    }

    void on(const step& said) {
        const bool is_rate = said.unit == "of";
        const bool follows_unused = is_unused_rate_;
        is_unused_rate_ = is_rate && said.value.numerator == 0;
        if (is_unused_rate_ || (follows_unused && said.what == "basis" && said.value.numerator == 0)) {
            return; // a rate that takes no line
        }
        step one = said;
        const json::named_unit unit = notes_.unit_of_step(said.rule, said.unit, said.digits);
        one.unit = unit.code;
        one.digits = unit.digits;
        const bool factor = one.what == "multiply_by" || one.what == "multiply_by_tier";
        if ((factor && one.value == last_.value) || (one.what == "written off" && one.value.numerator == 0)) {
            return; // it does not apply, or it is one, or nothing
        }
        const std::string alone = text_of(one);
        const std::string with_unit =
            one.unit.empty() || one.unit == "of" ? alone : fmt::format("{} {}", alone, one.unit);
        put(one.rule, one.policy, sentence_of(one.what, with_unit, alone) + desired(one));
        before_last_ = last_;
        last_ = one;
    }

    /// What is below nothing is taken back by a return, and is told of the return as a whole.
    template <unit_type Unit>
    void on(const award<Unit>& given) {
        const std::int64_t minor_units = given.granted.minor_units();
        const json::named_unit unit = notes_.unit_called(Unit::code, Unit::digits);
        if (minor_units > 0) {
            put(given.rule, notes_.rule_name(given.rule),
                fmt::format("grants {} {}", units_of(minor_units, unit.digits), unit.code));
            return;
        }
        lines_.push_back(
            fmt::format("  {:24}takes back {} {}", "return", units_of(-minor_units, unit.digits), unit.code));
        rules_.push_back(given.rule);
    }

    void on(const tier_change& change, std::string_view from, std::string_view to) {
        const std::string sentence =
            fmt::format("{}: tier {} becomes {}", change.from < change.to ? "up" : "down", from, to);
        // A list of rules says the tier when all have done their work: it belongs to the rule that changed it.
        const auto last = std::find(rules_.rbegin(), rules_.rend(), change.rule);
        if (last == rules_.rend()) {
            put(change.rule, notes_.rule_name(change.rule), sentence);
            return;
        }
        const auto behind = rules_.rend() - last;
        lines_.insert(lines_.begin() + behind, fmt::format("  {:24}{}", "", sentence));
        rules_.insert(rules_.begin() + behind, change.rule);
    }

    [[nodiscard]] const std::vector<std::string>& lines() const noexcept { return lines_; }

private:
    /// A rate is shown in per cent, money with all its decimals, anything else with those that it needs.
    [[nodiscard]] static std::string text_of(const step& one) {
        ratio percent = one.value;
        if (one.unit == "of" && multiply_in_place(percent.numerator, 100)) {
            return exact_text(percent, 0) + " %";
        }
        std::string text = exact_text(one.value, one.digits);
        if (text.find('.') != std::string::npos && text.find(' ') == std::string::npos && !find_currency(one.unit)) {
            text.erase(text.find_last_not_of('0') + 1);
            text.erase(text.find_last_not_of('.') + 1);
        }
        return text;
    }

    /// What a limit cut down: the running award, or of a rate the share of its basis.
    [[nodiscard]] std::string desired(const step& limit) const {
        if (limit.what != "headroom") {
            return {};
        }
        step wish = last_;
        if (last_.what == "basis") {
            const bool fits = multiply_in_place(wish.value.numerator, before_last_.value.numerator) &&
                              multiply_in_place(wish.value.denominator, before_last_.value.denominator);
            if (!fits || wish.value <= limit.value) {
                return {};
            }
        }
        return fmt::format(", {} {} were due", text_of(wish), limit.unit);
    }

    void put(std::uint8_t rule, std::string_view policy, const std::string& sentence) {
        const bool same = !lines_.empty() && rule == last_rule_;
        last_rule_ = rule;
        const std::string_view own = notes_.rule_name(rule);
        policy_ = !own.empty() ? std::string(own) : policy.empty() ? policy_ : std::string(policy);
        rules_.push_back(rule);
        lines_.push_back(same ? fmt::format("  {:24}{}", "", sentence)
                              : fmt::format("  {:24}{}", fmt::format("{}. {}", rule + 1, policy_), sentence));
    }

    const programme_notes& notes_;
    std::vector<std::string> lines_;
    std::vector<std::uint8_t> rules_; ///< of the lines
    std::string policy_;
    step last_{};
    step before_last_{};
    std::uint8_t last_rule_ = 0;
    bool is_unused_rate_ = false;
};

} // namespace loyalty_run
