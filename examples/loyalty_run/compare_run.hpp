// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Several programmes of one currency over one stream, in one pass: each batch is read once, and each programme evaluates it.

#include "comparison.hpp"
#include "reading.hpp"
#include "rules_in.hpp"
#include "session.hpp"

#include <loyalty/analytics/liability.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty_run {

/// A programme beside others.
template <class Transaction>
class lane {
public:
    lane() = default;
    lane(const lane&) = delete;
    lane& operator=(const lane&) = delete;
    virtual ~lane() = default;

    virtual void evaluate(std::span<const Transaction> events, std::size_t members) = 0;
    /// Returns true if the last event of a member is of this time.
    [[nodiscard]] virtual bool is_last(std::uint32_t member, instant time) const noexcept = 0;
    /// What it gave, to so many members.
    [[nodiscard]] virtual lane_result finish(std::size_t members) = 0;
};

template <class Programme, class Currency>
class lane_of final : public lane<sale<Currency>> {
public:
    lane_of(Programme programme, const programme_notes& notes, const options& asked, stream_names& names,
            bool may_have_returns)
        : programme_(std::move(programme)),
          notes_(notes),
          value_(point_value_of(asked)),
          has_value_(!asked.point_value.empty()),
          session_(programme_, notes_, asked, names, may_have_returns) {}

    void evaluate(std::span<const sale<Currency>> events, std::size_t members) override {
        session_.evaluate(events, members);
    }
    [[nodiscard]] bool is_last(std::uint32_t member, instant time) const noexcept override {
        return session_.is_last(member, time);
    }
    [[nodiscard]] lane_result finish(std::size_t members) override {
        totals_table totals;
        session_.finish(members, totals);
        lane_result result;
        for (const totals_table::row& each : totals.rows()) {
            result.figures.emplace_back(fmt::format("{}, {}", each.group, each.name), each.value.text);
        }
        result.figures.emplace_back("events, passed over for want of an account",
                                    std::to_string(session_.passed_over()));
        result.tier_names.assign(notes_.tiers.begin(), notes_.tiers.end());
        for (std::size_t i = 0; !notes_.tiers.empty() && i < members; ++i) {
            result.tier_of_member.push_back(static_cast<std::uint8_t>(session_.last_tier_of(session_.members[i])));
        }
        units::for_each([&]<class Unit>(std::type_identity<Unit>, std::size_t index) {
            result.shown_unit = std::is_same_v<Unit, unit::points> ? index : result.shown_unit;
            result.units.push_back(this->template column_of<Unit>(index));
        });
        price(result);
        return result;
    }

private:
    using session_type = session<Programme, sale<Currency>>;
    using units = typename session_type::recorder_type::units;

    template <class Unit>
    [[nodiscard]] unit_column column_of(std::size_t index) const {
        unit_column column{std::string(std::string_view{Unit::code}), Unit::digits, {}, {}, {}};
        const auto& record = session_.record;
        column.granted = {record.granted[index], record.granted_overflow || record.taken_back_overflow};
        column.granted.overflow =
            !add_to(column.granted.minor_units, -record.taken_back[index]) || column.granted.overflow;
        analytics::position all;
        for (const auto& own : session_.members) {
            const analytics::position one = analytics::position_of<Unit>(programme_, own, session_.as_of());
            column.of_member.push_back(one.balance);
            all.add(one);
        }
        column.balance = {all.balance, all.overflow};
        return column;
    }

    /// What the points are worth in the books, and what all that was granted costs.
    void price(lane_result& result) const {
        if (!has_value_) {
            return;
        }
        constexpr std::string_view too_large = "passes 64 bits";
        const unit_column& points = result.units[result.shown_unit];
        const auto granted = amount<unit::points>::from_minor_units(points.granted.minor_units);
        const auto balance = amount<unit::points>::from_minor_units(points.balance.minor_units);
        const auto liability = value_.template liability_of<Currency>(balance);
        result.value =
            liability && !points.balance.overflow ? units_of(liability->minor_units(), Currency::digits) : too_large;
        const auto worth = arithmetic::convert<Currency>(granted, value_.money_per_point, value_.mode);
        bounded_sum cost{worth ? worth->minor_units() : 0, !worth || points.granted.overflow};
        for (const unit_column& each : result.units) {
            if (each.code == std::string_view{Currency::code}) {
                cost.overflow =
                    !add_to(cost.minor_units, each.granted.minor_units) || each.granted.overflow || cost.overflow;
            }
        }
        result.cost = cost.overflow ? too_large : units_of(cost.minor_units, Currency::digits);
    }

    Programme programme_;
    const programme_notes& notes_;
    analytics::point_value value_;
    bool has_value_;
    session_type session_;
};

/// The rules of a lane, which its programme refers to.
template <class Currency>
class lane_rules {
public:
    using read_type = decltype(json::read_programme<Currency>(std::string(), json::host_facts::of<sale<Currency>>()));

    explicit lane_rules(const variant& from)
        : name(from.name), read_(json::read_programme<Currency>(from.rules, json::host_facts::of<sale<Currency>>())) {
        if (!read_.wrong.empty()) {
            refuse_rules(from.path, read_.wrong);
        }
        notes_.emplace(read_, std::string_view{Currency::code}, from.rules);
    }
    lane_rules(const lane_rules&) = delete;
    lane_rules& operator=(const lane_rules&) = delete;

    [[nodiscard]] const programme_notes& notes() const noexcept { return notes_->notes; }
    [[nodiscard]] bool takes_returns() const noexcept { return read_.has_lots; }

    [[nodiscard]] std::unique_ptr<lane<sale<Currency>>> made(const file_zone& zone, const options& asked,
                                                             stream_names& names, bool may_have_returns) const {
        if (read_.has_lots) {
            using programme = std::remove_cvref_t<decltype(read_.framed_with_lots(zone))>;
            return std::make_unique<lane_of<programme, Currency>>(read_.framed_with_lots(zone), notes(), asked, names,
                                                                  may_have_returns);
        }
        using programme = std::remove_cvref_t<decltype(read_.framed(zone))>;
        return std::make_unique<lane_of<programme, Currency>>(read_.framed(zone), notes(), asked, names,
                                                              may_have_returns);
    }

    std::string name;

private:
    read_type read_;
    std::optional<rules_notes> notes_;
};

/// The layout of the file: that of the command line, else that which all rules name.
template <class Currency>
[[nodiscard]] chosen_layout layout_of_lanes(const std::vector<std::unique_ptr<lane_rules<Currency>>>& rules,
                                            const options& asked) {
    const std::string_view first = rules.front()->notes().layout;
    for (const auto& each : rules) {
        if (asked.layout.empty() && asked.stream.empty() && each->notes().layout != first) {
            throw failure{
                exit_code::wrong_use,
                fmt::format("compare: the rules of {} are for files in the layout {}, those of {} in {}: say with "
                            "--layout which the file has",
                            rules.front()->name, first, each->name, each->notes().layout)};
        }
    }
    chosen_layout layout;
    choose_layout(asked, first, Currency::digits, {}, layout);
    return layout;
}

[[nodiscard]] inline bool name_equal_categories(const programme_notes& left, const programme_notes& right) noexcept {
    return std::equal(left.categories.begin(), left.categories.end(), right.categories.begin(), right.categories.end(),
                      [](const named_code& one, const named_code& other) {
                          return one.name == other.name && one.code == other.code;
                      });
}

template <class Currency>
[[nodiscard]] comparison_result compare_in(const std::vector<variant>& variants, const options& asked) {
    std::vector<std::unique_ptr<lane_rules<Currency>>> rules;
    for (const variant& each : variants) {
        rules.push_back(std::make_unique<lane_rules<Currency>>(each));
    }
    const auto any = [&](auto is) { return std::any_of(rules.begin(), rules.end(), is); };
    const bool takes_returns = any([](const auto& each) { return each->takes_returns(); });
    const bool differ =
        any([&](const auto& each) { return !name_equal_categories(each->notes(), rules.front()->notes()); });
    const file_zone zone = file_zone::of(asked.zone);
    reading<sale_intake<Currency>> input(asked, rules.front()->notes(), layout_of_lanes(rules, asked), takes_returns,
                                         zone, differ);
    std::vector<std::unique_ptr<lane<sale<Currency>>>> lanes;
    for (const auto& each : rules) {
        lanes.push_back(each->made(zone, asked, input.names(), input.may_have_returns()));
    }
    comparison_result result;
    result.currency = std::string_view{Currency::code};
    result.currency_digits = Currency::digits;
    const auto is_last = [&](std::uint32_t member, instant time) {
        return std::any_of(lanes.begin(), lanes.end(), [&](const auto& each) { return each->is_last(member, time); });
    };
    const auto evaluate = [&](std::span<sale<Currency>> events, std::size_t members) {
        result.spent.resize(std::max(members, result.spent.size()));
        for (const sale<Currency>& each : events) {
            for (const auto& line : each.lines) {
                const std::int64_t net = each.is_return ? -line.net.minor_units() : line.net.minor_units();
                result.spent_overflow = !add_to(result.spent[each.member], net) || result.spent_overflow;
            }
        }
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            if (differ) {
                input.name_categories_by(rules[i]->notes(), events);
            }
            lanes[i]->evaluate(events, members);
        }
    };
    input.read(evaluate, is_last);
    const std::size_t members = input.names().members.size();
    for (std::uint32_t i = 0; i < members; ++i) {
        result.members.emplace_back(input.names().members.text(i));
    }
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        result.lanes.push_back(lanes[i]->finish(members));
        result.lanes.back().name = rules[i]->name;
        lanes[i].reset(); // its members are done with
    }
    if (input.lines() + input.malformed() != 0 && members == 0 && !interruption::has_cut_input) {
        throw failure{exit_code::wrong_input, input.nothing_counted(0)};
    }
    return result;
}

} // namespace loyalty_run
