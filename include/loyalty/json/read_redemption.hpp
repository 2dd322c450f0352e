// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads by which rule points are redeemed.
///
/// `{"rates": [{"points": "100 points", "value": "1.00 USD"}], "limits": [{"most": "2 redemptions", "window": {"calendar_window":
/// "day"}}]}`

#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/read_measure.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/redemption.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/rules/problem.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::json::reading {

template <class Currency, std::size_t Periods>
class redemption_reader {
public:
    redemption_reader(reader& in, redemption<Currency, Periods>& to) noexcept : in_{in}, fields_{in}, to_{to} {}

    void read(const place& where) {
        to_.is_there = true;
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        auto& rule = static_cast<redemption_rule_of<Currency, Periods>&>(to_);
        fields_.fields(where, "redemption_rule", rule, {"rates", "limits"}, {"rates", "limits"});
        if (const auto list = where.find("rates")) {
            read_rates(*list);
        } else {
            in_.say(where, "redemption_rule needs \"rates\": the value of points, by days");
        }
        if (const auto list = where.find("limits")) {
            read_limits(*list);
        }
        if (const char* const sentence = in_.count() == before ? problem_of(to_) : nullptr) {
            in_.say(where, sentence);
        }
    }

private:
    [[nodiscard]] bool has_items(const place& list, std::string_view what, std::size_t most) {
        const std::size_t size = list.at.items.size();
        if (!in_.expect(list, value_kind::list)) {
            return false;
        }
        if (size == 0 || size > most) {
            in_.say(list, "expected 1 to " + std::to_string(most) + ' ' + std::string(what) + ", found " +
                              std::to_string(size));
            return false;
        }
        return true;
    }

    void read_rates(const place& list) {
        if (!has_items(list, "rates", most_redemption_rates)) {
            return;
        }
        for (std::size_t i = 0; i < list.at.items.size(); ++i) {
            const place where = list.item(i);
            const std::size_t before = in_.count();
            if (!in_.expect_object(
                    where, "a rate of a redemption is {\"points\": \"500 points\", \"value\": \"10.00 USD\"}")) {
                continue;
            }
            typename redemption<Currency, Periods>::rate_type rate{};
            fields_.fields(where, "a rate", rate);
            if (in_.count() == before && !rate.is_right()) {
                in_.say(where, "redemption_rule: the points, the value and the window of a rate must not be empty");
            }
            to_.rates[i] = rate;
        }
    }

    void read_limits(const place& list) {
        if (!has_items(list, "limits", most_redemption_limits)) {
            return;
        }
        std::size_t points = 0;
        std::size_t redemptions = 0;
        for (std::size_t i = 0; i < list.at.items.size(); ++i) {
            const place where = list.item(i);
            if (!in_.expect_object(
                    where, "a limit is {\"most\": \"5000 points\", \"window\": {\"calendar_window\": \"month\"}}")) {
                continue;
            }
            const auto most = where.find("most");
            const bool counts_redemptions =
                most && most->at.kind == value_kind::text &&
                std::string_view{most->at.text}.ends_with(std::string_view{loyalty::unit::redemptions::code});
            const std::size_t index = counts_redemptions ? most_limits_of_points + redemptions++ : points++;
            if (redemptions > most_redemption_limits - most_limits_of_points || points > most_limits_of_points) {
                in_.say(where, "a rule has at most " + std::to_string(most_limits_of_points) +
                                   " limits of points and one of redemptions");
                return;
            }
            loyalty::detail::for_each_index<most_redemption_limits>([&](auto each) {
                if (each == index) {
                    read_limit(where, loyalty::detail::get<each>(to_.limits.all));
                }
            });
        }
    }
    template <class Limit>
    void read_limit(const place& where, Limit& to) {
        to.most = {};
        fields_.fields(where, "redemption_limit", to, {"window"}, {"window"});
        if (const auto in = where.find("window")) {
            read_limit_window(*in, to.window);
        } else {
            in_.say(where, "redemption_limit needs \"window\": the redemptions that share the limit");
        }
    }

    void read_limit_window(const place& where, window& to) {
        read_window(in_, where, to,
                    {"lifetime", "calendar_window", "campaign", "first_months", "membership_year", "rolling_window"});
        if (to.what == windows::membership_year && Periods == 0) {
            in_.say(where, "redemption_limit: members have no room for the membership year of a limit: take a "
                           "calendar_window, or read the text with json::rolling_limits<Lots, 1>");
        }
        if (to.what == windows::rolling_window && Periods < static_cast<std::size_t>(to.months)) {
            in_.say(where, "redemption_limit: members have room for " + std::to_string(Periods) +
                               " periods of a rolling window, and this one has " + std::to_string(to.months) +
                               ": take a calendar_window, or read the text with json::rolling_limits<Lots, " +
                               std::to_string(to.months) + '>');
        }
    }

    reader& in_;
    field_reader fields_;
    redemption<Currency, Periods>& to_;
};

} // namespace loyalty::json::reading
