// SPDX-License-Identifier: BSL-1.0
//
// Several programmes of one currency over one stream, in one pass: each batch is read once, and each programme evaluates it.

#include "comparison.hpp"
#include "reading.hpp"
#include "rules_file.hpp"
#include "rules_read.hpp"
#include "session.hpp"

#include <loyalty/analytics/liability.hpp>
#include <loyalty/json/in_force.hpp>
#include <loyalty/json/room.hpp>

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

namespace {

/// A programme beside others.
class lane {
public:
    lane() = default;
    lane(const lane&) = delete;
    lane& operator=(const lane&) = delete;
    virtual ~lane() = default;

    virtual void evaluate(std::span<const sale> events, std::size_t members) = 0;
    /// Returns true if the last event of a member is of this time.
    [[nodiscard]] virtual bool is_last(std::uint32_t member, instant time) const noexcept = 0;
    /// What it gave, to so many members.
    [[nodiscard]] virtual lane_result finish(std::size_t members) = 0;
};

template <class Programme>
class lane_of final : public lane {
public:
    lane_of(json::version_list<Programme> versions, programme_notes& notes, const options& asked, stream_names& names,
            bool may_have_returns)
        : versions_(std::move(versions)),
          rules_(versions_),
          notes_(notes),
          asked_(asked),
          session_(rules_, notes_, asked, names, may_have_returns) {}

    void evaluate(std::span<const sale> events, std::size_t members) override { session_.evaluate(events, members); }
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
        result.tier_names = notes_.tiers();
        for (std::size_t i = 0; !result.tier_names.empty() && i < members; ++i) {
            result.tier_of_member.push_back(static_cast<std::uint8_t>(session_.last_tier_of(session_.members[i])));
        }
        for (const granted_unit& each : notes_.units) {
            units::for_each([&]<class Unit>(std::type_identity<Unit>, std::size_t index) {
                if (index == each.index) {
                    result.shown_unit = std::is_same_v<Unit, unit::points> ? result.units.size() : result.shown_unit;
                    result.units.push_back(this->template column_of<Unit>(each));
                }
            });
        }
        price(result);
        return result;
    }

private:
    using session_type = session<versioned_rules<Programme>, sale>;
    using units = typename session_type::recorder_type::units;

    template <class Unit>
    [[nodiscard]] unit_column column_of(const granted_unit& named) const {
        unit_column column{named.code, named.digits, named.is_money, {}, {}, {}};
        const auto& record = session_.record;
        const std::size_t index = named.index;
        column.granted = {record.granted[index], record.granted_overflow || record.taken_back_overflow};
        column.granted.overflow =
            !add_to(column.granted.minor_units, -record.taken_back[index]) || column.granted.overflow;
        analytics::position all;
        for (const auto& own : session_.members) {
            const auto then = rules_.at(own, session_.as_of());
            const analytics::position one =
                analytics::position_of<Unit>(rules_.of(then), rules_.state(then), session_.as_of());
            column.of_member.push_back(one.balance);
            all.add(one);
        }
        column.balance = {all.balance, all.overflow};
        return column;
    }

    /// What the points are worth in the books, and what all that was granted costs.
    void price(lane_result& result) const {
        if (asked_.point_value.empty() || result.units.empty()) {
            return;
        }
        constexpr std::string_view too_large = "passes 64 bits";
        const int digits = notes_.currency_digits;
        const unit_column& points = result.units[result.shown_unit];
        const auto worth_of = [&](std::int64_t minor_units) {
            return multiply(decimal{minor_units, points.digits}, texts::parse_decimal(asked_.point_value).value, digits,
                            rounding::half_up);
        };
        const auto breakage =
            point_value_of(asked_).breakage_of(amount<unit::points>::from_minor_units(points.balance.minor_units));
        std::int64_t rest = points.balance.minor_units;
        const bool fits = breakage && add_to(rest, -breakage->minor_units()) && !points.balance.overflow;
        const auto liability = worth_of(rest);
        result.value = fits && liability ? units_of(liability->coefficient, digits) : too_large;
        const auto worth = worth_of(points.granted.minor_units);
        bounded_sum cost{worth ? worth->coefficient : 0, !worth || points.granted.overflow};
        for (const unit_column& each : result.units) {
            if (each.is_money) {
                cost.overflow =
                    !add_to(cost.minor_units, each.granted.minor_units) || each.granted.overflow || cost.overflow;
            }
        }
        result.cost = cost.overflow ? too_large : units_of(cost.minor_units, digits);
    }

    json::version_list<Programme> versions_;
    versioned_rules<Programme> rules_;
    programme_notes& notes_;
    const options& asked_;
    session_type session_;
};

/// The rules of a lane, which its programme refers to.
class lane_rules {
public:
    explicit lane_rules(const variant& from)
        : name(from.name), read_(read_rules({from.path}, {from.rules})), notes_(notes_of(read_)) {}
    lane_rules(const lane_rules&) = delete;
    lane_rules& operator=(const lane_rules&) = delete;

    [[nodiscard]] const programme_notes& notes() const noexcept { return notes_; }
    [[nodiscard]] bool takes_returns() const noexcept { return read_.shared().has_lots; }

    [[nodiscard]] std::unique_ptr<lane> made(const file_zone& zone, const options& asked, stream_names& names,
                                             bool may_have_returns) {
        const auto make = [&](auto versions) -> std::unique_ptr<lane> {
            using programme = std::remove_cvref_t<decltype(versions.last())>;
            return std::make_unique<lane_of<programme>>(std::move(versions), notes_, asked, names, may_have_returns);
        };
        return takes_returns() ? make(json::in_force(
                                     read_, [&](const rules_text& each) { return each.framed_with_redemption(zone); }))
                               : make(json::in_force(read_, [&](const rules_text& each) {
                                     return json::with_other_room<small_text>(each)->framed(zone);
                                 }));
    }

    std::string name;

private:
    rules_versions read_;
    programme_notes notes_;
};

/// The layout of the file: that of the command line, else that which all rules name.
[[nodiscard]] chosen_layout layout_of_lanes(const std::vector<std::unique_ptr<lane_rules>>& rules,
                                            const options& asked) {
    const std::string first = rules.front()->notes().layout;
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
    choose_layout(asked, first, rules.front()->notes().currency_digits, {}, layout);
    return layout;
}

[[nodiscard]] bool name_equal_categories(const programme_notes& left, const programme_notes& right) noexcept {
    return std::equal(left.categories.begin(), left.categories.end(), right.categories.begin(), right.categories.end(),
                      [](const named_code& one, const named_code& other) {
                          return one.name == other.name && one.code == other.code;
                      });
}

} // namespace

comparison_result compare_all(const std::vector<variant>& variants, const options& asked) {
    std::vector<std::unique_ptr<lane_rules>> rules;
    for (const variant& each : variants) {
        rules.push_back(std::make_unique<lane_rules>(each));
    }
    const auto any = [&](auto is) { return std::any_of(rules.begin(), rules.end(), is); };
    const bool takes_returns = any([](const auto& each) { return each->takes_returns(); });
    const bool differ =
        any([&](const auto& each) { return !name_equal_categories(each->notes(), rules.front()->notes()); });
    const file_zone zone = file_zone::of(asked.zone);
    reading input(asked, rules.front()->notes(), layout_of_lanes(rules, asked), takes_returns, zone, differ);
    std::vector<std::unique_ptr<lane>> lanes;
    for (const auto& each : rules) {
        lanes.push_back(each->made(zone, asked, input.names(), input.may_have_returns()));
    }
    comparison_result result;
    result.currency = rules.front()->notes().currency;
    result.currency_digits = rules.front()->notes().currency_digits;
    const auto is_last = [&](std::uint32_t member, instant time) {
        return std::any_of(lanes.begin(), lanes.end(), [&](const auto& each) { return each->is_last(member, time); });
    };
    const auto evaluate = [&](std::span<sale> events, std::size_t members) {
        result.spent.resize(std::max(members, result.spent.size()));
        for (const sale& each : events) {
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
