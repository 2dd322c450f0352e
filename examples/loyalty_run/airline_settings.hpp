// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The numbers of the airline's programme out of `--set NAME=VALUE`.

#include "airline.hpp"
#include "options.hpp"
#include "text.hpp"

#include <loyalty/money/text.hpp>
#include <loyalty/time/text.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

struct airline_setting {
    std::string_view name;
    std::string_view initial;
    std::string_view meaning;
};

inline constexpr airline_setting airline_settings[]{
    {"km_per_point", "10", "distance for one point, to the metre"},
    {"bonus_star", "1", "factor of the card Star"},
    {"bonus_nova", "1", "factor of the card Nova"},
    {"bonus_aurora", "1", "factor of the card Aurora"},
    {"bonus_standard", "1", "factor of enrollment type Standard"},
    {"bonus_promotion", "1", "factor of any other enrollment type"},
    {"star_from", "", "first month or day on which bonus_star holds"},
    {"star_until", "", "first month or day on which it holds no longer"},
    {"nova_from", "", "first month or day on which bonus_nova holds"},
    {"nova_until", "", "first month or day on which it holds no longer"},
    {"aurora_from", "", "first month or day on which bonus_aurora holds"},
    {"aurora_until", "", "first month or day on which it holds no longer"},
    {"standard_from", "", "first month or day on which bonus_standard holds"},
    {"standard_until", "", "first month or day on which it holds no longer"},
    {"promotion_from", "", "first month or day on which bonus_promotion holds"},
    {"promotion_until", "", "first month or day on which it holds no longer"},
    {"points_rounding", "floor", "of the points of an event"},
    {"round_first", "no", "yes: round before the factors, too"},
    {"cost_per_point", "0.08", "CAD that a redeemed point costs"},
    {"cost_rounding", "ceiling", "of the cost, to whole CAD"},
};

/// Reads the values of settings; each function throws a failure that names the setting.
class airline_parser {
public:
    airline_parser() = default;
    airline_parser(const airline_parser&) = delete; // the windows refer to the numbers
    airline_parser& operator=(const airline_parser&) = delete;
    ~airline_parser() = default;

    [[nodiscard]] programmes::airline_numbers parse(const std::vector<std::string>& settings) {
        for (const std::string& each : settings) {
            const std::size_t equals = each.find('=');
            name_ = each.substr(0, equals);
            value_ = equals == std::string::npos ? std::string() : each.substr(equals + 1);
            set();
        }
        for (const window& each : windows_) {
            if (each.when.empty()) {
                throw failure{exit_code::wrong_use,
                              fmt::format("--set {0}_until: expected a time after {0}_from", each.name)};
            }
        }
        return numbers_;
    }

private:
    /// When a bonus holds.
    struct window {
        std::string_view name;
        date_window& when;
    };

    /// The day that `star_from` names, or `star_until`; null if the name is not of this form.
    [[nodiscard]] date* day_of_window() noexcept {
        for (const window& each : windows_) {
            const std::string_view name = name_;
            if (name.starts_with(each.name)) {
                const std::string_view end = name.substr(each.name.size());
                return end == "_from" ? &each.when.from : end == "_until" ? &each.when.until : nullptr;
            }
        }
        return nullptr;
    }

    void set() {
        ratio* const factor = name_ == "bonus_star"        ? &numbers_.bonus_star
                              : name_ == "bonus_nova"      ? &numbers_.bonus_nova
                              : name_ == "bonus_aurora"    ? &numbers_.bonus_aurora
                              : name_ == "bonus_standard"  ? &numbers_.bonus_standard
                              : name_ == "bonus_promotion" ? &numbers_.bonus_promotion
                              : name_ == "cost_per_point"  ? &numbers_.cost_per_point
                                                           : nullptr;
        if (factor != nullptr) {
            *factor = number();
        } else if (name_ == "km_per_point") {
            numbers_.km_per_point = distance();
        } else if (date* const bound = day_of_window(); bound != nullptr) {
            *bound = day();
        } else if (name_ == "points_rounding") {
            numbers_.points_rounding = mode();
        } else if (name_ == "cost_rounding") {
            numbers_.cost_rounding = mode();
        } else if (name_ == "round_first") {
            numbers_.round_first = yes();
        } else {
            std::string names;
            for (const airline_setting& each : airline_settings) {
                names += (names.empty() ? "" : ", ") + std::string(each.name);
            }
            throw failure{exit_code::wrong_use, fmt::format("--set: expected one of {}, found '{}'", names, name_)};
        }
    }

    [[nodiscard]] ratio number() const {
        const auto value = parse_decimal(value_);
        const auto result = value ? to_ratio(value.value) : std::nullopt;
        if (!result || result->numerator < 0) {
            wrong("a number of zero or above such as 1.25");
        }
        return *result;
    }

    [[nodiscard]] date day() const {
        const auto month = parse_month(value_);
        const auto whole = parse_date(value_);
        if (!month.ok() && !whole.ok()) {
            wrong("a month or a day such as 2018-02 or 2018-02-15");
        }
        return month.ok() ? month.value : whole.value;
    }

    [[nodiscard]] rounding mode() const {
        const auto found = find_rounding(value_);
        if (!found) {
            wrong("down, up, floor, ceiling, half-up, half-down, half-even or half-odd");
        }
        return *found;
    }

    [[nodiscard]] amount<programmes::kilometres> distance() const {
        const auto found = parse_amount<programmes::kilometres>(value_);
        if (!found || found.value <= amount<programmes::kilometres>{}) {
            wrong("a distance above zero such as 8 or 12.5");
        }
        return found.value;
    }

    [[nodiscard]] bool yes() const {
        if (value_ != "yes" && value_ != "no") {
            wrong("yes or no");
        }
        return value_ == "yes";
    }

    [[noreturn]] void wrong(std::string_view expected) const {
        throw failure{exit_code::wrong_use, fmt::format("--set {}: expected {}, found '{}'", name_, expected, value_)};
    }

    programmes::airline_numbers numbers_;
    std::array<window, 5> windows_{{{"star", numbers_.star},
                                    {"nova", numbers_.nova},
                                    {"aurora", numbers_.aurora},
                                    {"standard", numbers_.standard},
                                    {"promotion", numbers_.promotion}}};
    std::string name_;
    std::string value_;
};

} // namespace loyalty_run
