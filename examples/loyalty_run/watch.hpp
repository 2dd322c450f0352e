// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Gathers the figures of a run while it runs: purchases, positions and tiers at the end of each period, awards by rule.

#include "figures.hpp"
#include "granted.hpp"
#include "options.hpp"
#include "programmes.hpp"
#include "text.hpp"

#include <loyalty/analytics/boundary_walk.hpp>
#include <loyalty/analytics/liability.hpp>
#include <loyalty/loyalty.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace loyalty_run {

using namespace loyalty::extensions;

/// How points become money in the books, as the options say; throws if they say it wrongly.
[[nodiscard]] analytics::point_value point_value_of(const options& asked);
[[nodiscard]] period_unit period_unit_of(const options& asked);

/// The unit whose liability is shown: points if the programme grants them, else its first unit.
template <class Outcome>
struct shown_unit;
template <unit_type First, unit_type... Units>
struct shown_unit<outcome<First, Units...>> {
    static constexpr bool has_points =
        std::is_same_v<First, unit::points> || (std::is_same_v<Units, unit::points> || ...);
    using type = std::conditional_t<has_points, unit::points, First>;
};

/// Where an event of a stream stands in time is known with the first one: periods go from 24 before it to 39 behind.
template <class Rules>
class watch {
public:
    using Programme = typename Rules::programme_type;
    using member_type = typename Rules::member_type;
    using unit = typename shown_unit<outcome_of<Programme>>::type;
    static constexpr std::size_t periods_before = 24;

    watch(const Rules& rules, const programme_notes& notes, const options& asked)
        : rules_(rules),
          notes_(notes),
          is_on_(asked.wants_figures()),
          unit_(period_unit_of(asked)),
          value_(point_value_of(asked)) {
        shown.programme = notes.name;
        shown.description = notes.description;
        shown.currency = notes.currency;
        shown.input = asked.input_name();
        shown.rules_text = notes.rules_text;
        const json::named_unit named = notes.unit_called(unit::code, unit::digits);
        shown.unit = named.code;
        shown.unit_digits = named.digits;
        for (int i = 0; i < named.digits; ++i) {
            value_.money_per_point.denominator *= 10; // a point has so many minor units, each of which is counted
        }
        shown.point_value = asked.point_value;
        shown.breakage = asked.breakage;
        shown.tier_names = notes.versions.back().tiers;
        shown.leaflet = notes.leaflet;
    }

    [[nodiscard]] bool is_on() const noexcept { return is_on_; }

    /// Calls `serve()`, which applies events of this time to a member.
    template <class Serve>
    void around(member_type& own, std::uint32_t index, instant time, Serve serve) {
        begin(time);
        walk_->around(own, index, time, serve, noting());
    }

    /// An accepted purchase or visit.
    template <class Transaction>
    void sold(const Transaction& event) {
        std::int64_t net = 0;
        if constexpr (fact::lines_fact::known<Transaction>) {
            for (const auto& line : event.lines) {
                static_cast<void>(add_to(net, line.net.minor_units()));
            }
        } else if constexpr (fact::net_fact::known<Transaction>) {
            net = fact::net(event).minor_units();
        }
        std::uint32_t category = 0;
        if constexpr (fact::category_fact::known<Transaction>) {
            category = static_cast<std::uint32_t>(fact::category(event));
        }
        note(shown.purchases.order(static_cast<std::uint32_t>(fact::member(event)), day_of(fact::time(event)),
                                   amount<counted>::from_minor_units(net), category),
             fact::time(event));
    }
    /// An accepted event without goods, such as a redemption: its period is shown.
    void happened(instant time) {
        if (const std::size_t place = shown.purchases.when().place_of(day_of(time)); place < analytics::periods::most) {
            places_ = {std::min(places_[0], place), std::max(places_[1], place)};
        }
    }
    void refunded(std::uint32_t member, instant time, std::int64_t minor_units) {
        if (minor_units != 0) {
            note(shown.purchases.refund(member, day_of(time), amount<counted>::from_minor_units(minor_units)), time);
        }
    }
    template <unit_type Unit>
    void awarded(const effects::award<Unit>& given) {
        const std::string_view code = notes_.unit_called(Unit::code, Unit::digits).code;
        const auto found = std::find_if(shown.rules.begin(), shown.rules.end(), [&](const rule_cost& each) {
            return each.rule == given.rule && each.unit == code;
        });
        rule_cost& cost =
            found != shown.rules.end()
                ? *found
                : shown.rules.emplace_back(rule_cost{given.rule, name_of(given.rule), std::string(code),
                                                     notes_.unit_called(Unit::code, Unit::digits).digits, 0, 0});
        static_cast<void>(add_to(cost.granted, given.granted.minor_units()));
        ++cost.awards;
    }

    /// All that follows from the members at the end.
    template <class Members>
    void finish(const Members& members) {
        if (!walk_) {
            return; // nothing came
        }
        walk_->finish(members, noting());
        shown.first = places_.front();
        shown.last = places_.back() + 1;
        for (std::size_t i = shown.first; i < shown.last; ++i) {
            shown.liability.push_back(row_of(i));
            shown.tiers.emplace_back(tiers_[i + 1].begin(),
                                     tiers_[i + 1].begin() + static_cast<std::ptrdiff_t>(shown.tier_names.size()));
        }
    }

    figures shown;

private:
    [[nodiscard]] std::string name_of(std::uint8_t rule) const {
        const std::string_view name = notes_.rule_name(rule);
        return rule == effects::rule_of_return       ? std::string("returns")
               : rule == effects::rule_of_correction ? std::string("corrections")
               : name.empty()                        ? "rule " + std::to_string(rule + 1)
                                                     : fmt::format("{}. {}", rule - notes_.first_rule + 1, name);
    }

    void begin(instant time) {
        if (walk_) {
            return;
        }
        const date day = day_of(time);
        const std::int32_t index = dates::period_index(unit_, day) - static_cast<std::int32_t>(periods_before);
        const analytics::periods when{unit_, dates::first_day(unit_, index), analytics::periods::most};
        walk_.emplace(analytics::boundaries(when, rules_.last().frame.calendar));
        positions_.resize(walk_->size());
        tiers_.resize(walk_->size());
        shown.purchases = analytics::purchase_table<counted>{when};
        places_ = {periods_before, periods_before};
    }
    [[nodiscard]] auto noting() {
        return [this](std::size_t boundary, const member_type& own) {
            const member_type then = rules_.at(own, walk_->at(boundary));
            const auto& by = rules_.of(then);
            positions_[boundary].add(analytics::position_of<unit>(by, rules_.state(then), walk_->at(boundary)));
            if (own.last_event() != member_type{}.last_event()) {
                const std::uint8_t tier = tier_of(by, rules_.state(then), walk_->at(boundary));
                ++tiers_[boundary][rules_.tier_in_last(then, tier)];
            }
        };
    }
    [[nodiscard]] date day_of(instant time) const noexcept { return rules_.last().frame.calendar.business_date(time); }

    void note(analytics::table_refusal why, instant time) {
        shown.outside += why == analytics::table_refusal::none ? 0U : 1U;
        if (why == analytics::table_refusal::none) {
            const std::size_t place = shown.purchases.when().place_of(day_of(time));
            places_ = {std::min(places_[0], place), std::max(places_[1], place)};
        }
    }
    [[nodiscard]] liability_row row_of(std::size_t place) const {
        const auto row = analytics::roll_forward<unit>::between(positions_[place], positions_[place + 1]);
        return {.period = period_name(unit_, shown.purchases.when().first_day(place)),
                .opening = row.opening.minor_units(),
                .issued = row.issued.minor_units(),
                .redeemed = row.redeemed.minor_units(),
                .expired = row.expired.minor_units(),
                .clawed_back = row.clawed_back.minor_units(),
                .closing = row.closing.minor_units(),
                .owed = row.owed.minor_units(),
                .breakage = value_.breakage_of(row.closing).value_or(amount<unit>{}).minor_units(),
                .reconciles = row.reconciles()};
    }

    const Rules& rules_;
    const programme_notes& notes_;
    bool is_on_;
    period_unit unit_;
    analytics::point_value value_;
    std::optional<analytics::boundary_walk> walk_;
    std::vector<analytics::position> positions_;
    std::vector<std::array<std::uint64_t, most_tiers + 1>> tiers_;
    std::array<std::size_t, 2> places_{};
};

} // namespace loyalty_run
