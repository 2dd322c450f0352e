// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A programme of one type as a lane of `compare`: it evaluates what a run over a file evaluates, by the same session.

#include "comparison.hpp"
#include "games.hpp"
#include "lane.hpp"
#include "rules_at_work.hpp"
#include "session.hpp"

#include <loyalty/analytics/liability.hpp>
#include <loyalty/json/in_force.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty_run {

template <class Programme>
class lane_of final : public lane {
public:
    lane_of(json::version_list<Programme> versions, const std::vector<named_quota>& quotas, programme_notes& notes,
            const options& asked, stream_names& names, bool may_have_returns)
        : versions_(std::move(versions)),
          quotas_(quotas),
          rules_(versions_),
          notes_(notes),
          asked_(asked),
          session_(rules_, notes_, asked, names, may_have_returns) {}

    void evaluate(std::span<const sale> events, std::size_t members) override { session_.evaluate(events, members); }
    [[nodiscard]] bool is_last(std::uint32_t member, instant time) const noexcept override {
        return session_.is_last(member, time);
    }
    [[nodiscard]] lane_result finish(std::size_t members, const std::string& name) override {
        totals_table totals;
        session_.finish(members, totals);
        if constexpr (Programme::shares_quotas) {
            add_quotas(totals, quotas_, rules_.left());
        }
        session_.say_what_was_forgotten(name);
        lane_result result;
        result.name = name;
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

    /// Adds the value of the points in the books, and the cost of all that was granted.
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
    std::vector<named_quota> quotas_;
    versioned_rules<Programme> rules_;
    programme_notes& notes_;
    const options& asked_;
    session_type session_;
};

} // namespace loyalty_run
