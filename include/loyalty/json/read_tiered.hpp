// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads tiers: a `tiered`, and several of them in an `either_ladder`.
///
/// `{"either_ladder": [{"tiered": {"thresholds": ["10 items"], ...}}, {"tiered": {"thresholds": ["2000.00 USD"]}}]}`

#include <loyalty/json/ladders.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/read_measure.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/policies/tiered.hpp>
#include <loyalty/rules/problem.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty::json::reading {

/// Calls `add(place, mistakes before, rule)` with the rule that it reads.
template <class Currency>
class tiered_reader {
public:
    using kind = kinds<Currency>;
    static inline const std::vector<std::string_view> windows_of_tiers{
        "one_basket",   "lifetime",        "calendar_window", "campaign",
        "first_months", "membership_year", "rolling_window",  "rollover_window"};

    explicit tiered_reader(reader& in) noexcept : in_{in}, fields_{in} {}

    template <class Add>
    void read(const place& body, Add add) {
        if (!in_.expect(body, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        const auto where = body.find("window");
        if (const auto found = where ? in_.named(*where) : std::nullopt; found && is_rollover(*found)) {
            rollover_periods in{};
            read_rollover(*where, *found, in);
            return in_.count() == before ? read_one<ladder>(body, in, add) : void();
        }
        window in{};
        in.what = windows::calendar_window;
        if (where && in_.count() == before) {
            read_window(in_, *where, in, windows_of_tiers);
        }
        if (in_.count() != before) {
            return;
        }
        switch (in.what) {
        case windows::rolling_window:
            return read_in(body, rolling_periods{in.months, in.unit}, add);
        case windows::calendar_window:
            return read_in(body, criteria::calendar_window{in.unit}, add);
        case windows::membership_year:
            return read_in(body, membership_years{}, add);
        default:
            return read_in(body, in, add);
        }
    }

    template <class Add>
    void read_ladders(const place& body, Add add) {
        const std::size_t before = in_.count();
        const place list = without_key(body, "ladders");
        if (!in_.expect(list, value_kind::list)) {
            return;
        }
        const std::size_t size = list.at.items.size();
        if (size < 2 || size > most_ladders) {
            in_.say(list, "either_ladder: expected 2 to " + std::to_string(most_ladders) + " ladders, found " +
                              std::to_string(size) + ": one alone is a tiered{...}");
            return;
        }
        ladder all[most_ladders]{no_ladder(), no_ladder(), no_ladder(), no_ladder()};
        std::size_t tiers = 0;
        for (std::size_t i = 0; i < size; ++i) {
            read_ladder(list.item(i), all[i]);
            const std::size_t own = tiers_of(all[i]);
            if (tiers != 0 && own != tiers && in_.count() == before) {
                in_.say(list.item(i),
                        "either_ladder: give every ladder as many tiers: a tier is reached by either of them");
            }
            tiers = own;
        }
        note_tiers(body, tiers);
        for (std::size_t i = size; i < most_ladders; ++i) {
            all[i].at_crossing = all[0].at_crossing; // a problem of those that are there alone
        }
        add(body, before, ladders_rule{all, static_cast<std::uint8_t>(size)});
    }

private:
    [[nodiscard]] static bool is_rollover(const named_place& found) noexcept {
        return found.name == rollover_periods::name;
    }
    template <class Tiered>
    [[nodiscard]] static std::size_t tiers_of(const Tiered& rule) noexcept {
        std::size_t reached = 1;
        for (const std::int64_t each : rule.thresholds) {
            reached += each != Tiered::unreached ? std::size_t{1} : std::size_t{0};
        }
        return reached;
    }
    void note_tiers(const place& body, std::size_t tiers) {
        if (in_.tiers != 0) {
            in_.say(body, "rule_list: a second tiered: a member has one tier");
        }
        in_.tiers = tiers;
    }

    template <class Window, class Add>
    void read_in(const place& body, Window counted_in, Add& add) {
        read_one<typename kind::template tiered_rule<Window>>(body, counted_in, add);
    }
    template <class Rule, class Window, class Add>
    void read_one(const place& body, Window counted_in, Add& add) {
        const std::size_t before = in_.count();
        Rule rule{};
        rule.window = counted_in;
        read_fields(body, rule, before);
        note_tiers(body, tiers_of(rule));
        add(body, before, rule);
    }
    /// All but the window.
    template <class Rule>
    void read_fields(const place& body, Rule& rule, std::size_t before) {
        [[maybe_unused]] const std::optional<count_unit> of_window = in_.counting;
        fields_.fields(body, "tiered", rule, {"window"}, {"window"});
        in_.note_measure(rule.counted.measure);
        if (in_.count() == before && in_.counting != rule.counted.measure.unit()) {
            in_.say(body,
                    "tiered: the purchase is counted in another unit than the thresholds: give them in the unit of the "
                    "purchase, or another measure with .of()");
        }
        if constexpr (requires { rule.window.size(); }) {
            if (in_.count() == before && rule.window.size() != 0 && of_window != rule.counted.measure.unit()) {
                in_.say(body.find("window").value_or(body),
                        "rollover_window: what lies above is in another unit than the tiers count: give it in the unit "
                        "of the thresholds");
            }
        }
    }

    /// `{"tiered": {...}}` in calendar periods.
    void read_ladder(const place& where, ladder& to) {
        const auto found = in_.named(where);
        if (!found) {
            return;
        }
        if (found->name != ladder::name || !found->body) {
            in_.expect_one_of(where, found->body ? found->name : std::string_view{"nothing"}, {ladder::name});
            return;
        }
        if (!in_.expect(*found->body, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        in_.counting.reset();
        to = ladder{};
        if (const auto in = found->body->find("window")) {
            read_periods(*in, to.window);
        }
        if (in_.count() == before) {
            read_fields(*found->body, to, before);
        }
        if (const char* const sentence = in_.count() == before ? problem_of(to, 0) : nullptr) {
            in_.say(*found->body, sentence);
        }
    }
    void read_periods(const place& where, rollover_periods& to) {
        const auto found = in_.named(where);
        if (!found) {
            return;
        }
        if (is_rollover(*found)) {
            return read_rollover(where, *found, to);
        }
        window in{};
        read_window(in_, where, in, {criteria::calendar_window::name, rollover_periods::name});
        to.unit = in.unit;
    }

    /// `{"rollover_window": {"unit": "year", "above": ["10 items", "40 items"]}}`
    void read_rollover(const place& where, const named_place& found, rollover_periods& to) {
        const auto unit = found.body ? found.body->find("unit") : std::optional<place>{};
        const auto above = found.body ? found.body->find("above") : std::optional<place>{};
        if (!unit || !above) {
            in_.say(
                where,
                "rollover_window needs \"unit\", the calendar period, and \"above\": what lies above the highest of "
                "these that is reached counts in the next period");
            return;
        }
        in_.refuse_other_keys(*found.body, rollover_periods::name, {"unit", "above"});
        in_.read(*unit, to.unit);
        if (!in_.expect(*above, value_kind::list)) {
            return;
        }
        const std::size_t size = above->at.items.size();
        if (size == 0 || size > extensions::most_tiers) {
            in_.say(*above, "expected 1 to " + std::to_string(extensions::most_tiers) + " thresholds, found " +
                                std::to_string(size));
            return;
        }
        const std::size_t before = in_.count();
        std::optional<count_unit> unit_of_first;
        for (std::size_t i = 0; i < size; ++i) {
            if (!in_.read(above->item(i), to.above[i])) {
                continue;
            }
            if (to.above[i].minor_units() < 1) {
                in_.say(above->item(i), "rollover_window: a threshold must be above zero: else all rolls over");
            } else if (unit_of_first.value_or(*in_.counting) != *in_.counting) {
                in_.say(above->item(i), "rollover_window: the thresholds are of two units");
            }
            unit_of_first = in_.counting;
        }
        if (const char* const sentence = in_.count() == before ? problem_of(to) : nullptr) {
            in_.say(*above, sentence);
        }
    }

    reader& in_;
    field_reader fields_;
};

} // namespace loyalty::json::reading
