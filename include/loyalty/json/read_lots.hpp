// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads when lots expire, and from when they can be spent.
///
/// `{"expires_after_days": {"days": 90, "to_end_of": "month"}}`, `{"expires_on_fixed_dates": ["06-30", "12-31"]}`, `"never_expires"`

#include <loyalty/json/either_of.hpp>
#include <loyalty/json/lot_rules.hpp>
#include <loyalty/json/read_measure.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/timed_lots.hpp>
#include <loyalty/ledger/activation.hpp>
#include <loyalty/ledger/expiry.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/month_day.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

namespace loyalty::json::reading {

/// A rule before its fields are read: what has no default breaks its bound.
template <class Rule>
[[nodiscard]] constexpr Rule unread() noexcept {
    if constexpr (std::is_same_v<Rule, expires_after_days_of> || std::is_same_v<Rule, expires_after_months_of> ||
                  std::is_same_v<Rule, expires_after_seconds_of>) {
        return Rule{0};
    } else if constexpr (std::is_same_v<Rule, expires_end_of_month_of> ||
                         std::is_same_v<Rule, expires_end_of_quarter_of> ||
                         std::is_same_v<Rule, expires_end_of_year_of>) {
        return Rule{-1};
    } else if constexpr (std::is_same_v<Rule, activates_after_days_of>) {
        return Rule{.days = -1};
    } else if constexpr (std::is_same_v<Rule, activates_on_confirmation_of>) {
        return Rule{.deadline_days = 0};
    } else {
        return Rule{};
    }
}

/// Reads one of several rules by its name. `fields` reads what stands behind the name.
template <class Fields, class... Rules>
void read_one_of(Fields& fields, reader& in, const place& where, either_of<Rules...>& to) {
    const auto found = in.named(where);
    if (!found) {
        return;
    }
    bool is_known = false;
    const auto read = [&]<class Rule>(Rule rule) {
        if (found->name != Rule::name) {
            return;
        }
        is_known = true;
        const std::size_t before = in.count();
        fields.read_named(where, rule);
        if (in.count() != before) {
            return;
        }
        if (const char* const sentence = problem_of(rule)) {
            in.say(where, sentence);
        } else {
            to = either_of<Rules...>{rule};
        }
    };
    (read(unread<Rules>()), ...);
    if (!is_known) {
        in.expect_one_of(where, found->name, {Rules::name...});
    }
}

/// "12-31" and "15".
[[nodiscard]] inline std::optional<dates::month_day> month_day_of(std::string_view text) noexcept {
    const auto number = [](std::string_view part) -> std::optional<std::uint8_t> {
        std::uint8_t value = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        const bool right = error == std::errc{} && end == part.data() + part.size() && part.size() <= 2;
        return right ? std::optional{value} : std::nullopt;
    };
    const std::size_t dash = text.find('-');
    const bool is_yearly = dash != std::string_view::npos;
    const auto month = is_yearly ? number(text.substr(0, dash)) : std::optional<std::uint8_t>{std::uint8_t{0}};
    const auto day = number(is_yearly ? text.substr(dash + 1) : text);
    if (!month || !day || (is_yearly && *month == 0) || !dates::month_day{*month, *day}.is_valid()) {
        return std::nullopt;
    }
    return dates::month_day{*month, *day};
}

/// One day, or a list of days.
inline void read_days(reader& in, const place& where, day_list& to) {
    const std::size_t count = where.at.kind == value_kind::list ? where.at.items.size() : 1;
    if (count == 0 || count > most_fixed_days) {
        in.say(where, "expected 1 to " + std::to_string(most_fixed_days) + " days, found " + std::to_string(count));
        return;
    }
    to = {};
    for_each_item(where, [&](const place& each) {
        if (!in.expect(each, value_kind::text)) {
            return;
        }
        if (const auto day = month_day_of(each.at.text)) {
            to.all[to.size++] = *day;
        } else {
            in.say(each, "expected a day of the year such as \"12-31\", or of each month such as \"15\", found \"" +
                             each.at.text + '"');
        }
    });
}

/// Says of an account that its rules need more room than its type has.
template <class Lots>
void expect_room(reader& in, const place& where, const Lots& lots) {
    if (!has_room(lots)) {
        constexpr bool is_timed = std::is_same_v<typename Lots::point, instant>;
        const std::string larger = is_timed ? ": expire in larger steps, or read the text with json::timed_lots_of<"
                                   : std::is_same_v<typename Lots::unit, unit::points>
                                       ? ": expire at the end of a month, or read the text with larger lots, such as "
                                         "json::lots_of<"
                                       : ": expire at the end of a month, or read the text with larger lots, such as "
                                         "json::lots_in<Unit, ";
        in.say(where, "lots: with these rules up to " + std::to_string(places_of(lots)) +
                          " lots of different dates live or wait at once, and members have room for " +
                          std::to_string(Lots::capacity - Lots::spare) + larger + std::to_string(places_of(lots)) +
                          '>');
    }
}

} // namespace loyalty::json::reading
