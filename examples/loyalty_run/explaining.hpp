// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The steps of an evaluation as sentences (S35).

#include "granted.hpp"
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
template <class Programme>
class explanation {
public:
    void begin() {
        lines_.clear();
        last_ = {};
        before_last_ = {};
    }

    void on(const step& one) {
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
        if (given.granted.minor_units() > 0) {
            put(given.rule, policy_name_of<Programme>(given.rule), fmt::format("grants {}", given.granted));
            return;
        }
        lines_.push_back(fmt::format("  {:24}takes back {}", "return", -given.granted));
    }

    void on(const tier_change& change, std::string_view from, std::string_view to) {
        put(change.rule, "tiered",
            fmt::format("{}: tier {} becomes {}", change.from < change.to ? "up" : "down", from, to));
    }

    [[nodiscard]] const std::vector<std::string>& lines() const noexcept { return lines_; }

private:
    /// A rate is shown in per cent, money with all its decimals, anything else with those that it needs.
    [[nodiscard]] static std::string text_of(const step& one) {
        ratio percent = one.value;
        if (one.unit == "of" && multiply_in_place(percent.numerator, 100)) {
            return exact_text(percent, 0) + " %";
        }
        std::string text = exact_text(one.value, digits_of(one));
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

    /// The decimals of a step's unit. A stage may leave them out; those of the programme's own units are known.
    [[nodiscard]] static int digits_of(const step& one) noexcept {
        using units = granted_units<outcome_of<Programme>>;
        const auto found = std::find(units::codes.begin(), units::codes.end(), one.unit);
        return found == units::codes.end() ? one.digits
                                           : units::digits[static_cast<std::size_t>(found - units::codes.begin())];
    }

    void put(std::uint8_t rule, std::string_view policy, const std::string& sentence) {
        const bool same = !lines_.empty() && rule == last_rule_;
        last_rule_ = rule;
        policy_ = policy.empty() ? policy_ : std::string(policy);
        lines_.push_back(same ? fmt::format("  {:24}{}", "", sentence)
                              : fmt::format("  {:24}{}", fmt::format("{}. {}", rule + 1, policy_), sentence));
    }

    std::vector<std::string> lines_;
    std::string policy_;
    step last_{};
    step before_last_{};
    std::uint8_t last_rule_ = 0;
};

} // namespace loyalty_run
