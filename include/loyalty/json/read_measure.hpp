// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads measures and windows.
///
/// `{"net": ["goods", "shipping"]}`, `{"calendar_window": "month"}`

#include <loyalty/json/measure.hpp>
#include <loyalty/json/read_own_facts.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/rolling.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/rules/dead_condition.hpp>
#include <loyalty/rules/problem.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty::json::reading {

/// The value that a rule with one field may be given in place of an object: `{"category_is": [4]}` for `{"category_is":
/// {"values": [4]}}`.
[[nodiscard]] inline place without_key(const place& where, std::string_view key) {
    if (where.at.is_object() && where.at.keys.size() == 1 && where.at.keys[0] == key) {
        return where.key(0);
    }
    return where;
}

/// Calls `function(place)` for each element of a list, or for a single value.
template <class Function>
void for_each_item(const place& where, Function function) {
    if (where.at.kind != value_kind::list) {
        function(where);
        return;
    }
    for (std::size_t i = 0; i < where.at.items.size(); ++i) {
        function(where.item(i));
    }
}

/// `{"earned": "points"}`, which rules before must have granted.
inline void read_earned(reader& in, const place& where, const named_place& found, measure& to) {
    if (!found.body) {
        in.say(where, "earned needs the unit that was earned, such as \"points\"");
        return;
    }
    const place unit = without_key(*found.body, "unit");
    std::vector<std::string_view> names = in.words().awardable();
    names.pop_back(); // money
    if (!in.expect(unit, value_kind::text)) {
        return;
    }
    const auto named = in.award_unit_named(unit.at.text);
    if (!named || *named == award_unit::money) {
        in.expect_one_of(unit, unit.at.text, names);
    } else if (!in.grants[static_cast<std::size_t>(*named)]) {
        in.say(unit,
               "a policy counts earned<...> of a unit that no policy before it grants, and so never counts: put it "
               "behind the policy that grants the unit");
    } else {
        to.earned = *named;
    }
}

/// `{"fact": "distance"}`, an amount of the host's own.
inline void read_own_measure(reader& in, const place& where, const named_place& found, measure& to) {
    if (!found.body) {
        in.say(where, "fact needs the name of a fact of these events");
        return;
    }
    const place name = without_key(*found.body, "name");
    if (!in.expect(name, value_kind::text)) {
        return;
    }
    const fact_text* const fact = own_fact_named(in, name, name.at.text);
    if (fact == nullptr) {
        return;
    }
    const own_fact& own = in.facts().own()[fact->index];
    if (own.is_code) {
        in.say(name, "`" + fact->name + "` is a code, which nothing can count: compare it with fact_is");
    } else if (own.unit.code.empty() && !fact->is_declared) {
        in.say(name, "`" + fact->name + "` has no unit: name one in \"facts\", as in {\"" + fact->name +
                         "\": {\"of\": \"" + std::string(own.name) + "\", \"unit\": \"km\"}}");
    } else {
        to.own_index = static_cast<std::uint8_t>(fact->index);
        to.own_unit = fact->unit;
        to.own_scale = fact->scale;
    }
}

inline void read_measure(reader& in, const place& where, measure& to);

/// `{"after_points": "gross"}`; of nothing it is the net.
inline void read_after_points(reader& in, const place& where, const named_place& found, measure& to) {
    to = {};
    if (found.body) {
        read_measure(in, without_key(*found.body, "of"), to);
    }
    if (to.rest || to.limit != 0 || measures::before_discount < to.what) {
        in.say(where, "after_points is of net, gross or before_discount, and may stand in counts_up_to");
    }
    to.rest = true;
    in.expect_payment(where);
}

/// `{"counts_up_to": {"most": "200.00 USD", "of": "net"}}`
inline void read_limited(reader& in, const place& where, const named_place& found, measure& to) {
    to = {};
    const auto most = found.body ? found.body->find("most") : std::optional<place>{};
    if (!most) {
        in.say(where, "counts_up_to needs \"most\": how much of one purchase counts");
        return;
    }
    in.refuse_other_keys(*found.body, "counts_up_to", {"most", "of"});
    if (const auto of = found.body->find("of")) {
        read_measure(in, *of, to);
    }
    const auto counting = in.counting;
    amount<counted> limit{};
    if (!in.read(*most, limit)) {
        return;
    }
    if (in.counting != to.unit()) {
        in.say(*most, "counts_up_to: the most is given in another unit than is counted");
    } else if (limit.minor_units() < 1) {
        in.say(*most, "counts_up_to: what counts of a purchase must be above zero");
    }
    if (to.limit != 0) {
        in.say(where, "counts_up_to stands in another one: give one limit");
    }
    in.counting = counting;
    to.limit = limit.minor_units();
}

/// `"net"`, or `{"net": {"components": ["goods", "shipping"]}}`.
inline void read_measure(reader& in, const place& where, measure& to) {
    const auto found = in.named(where);
    if (!found) {
        return;
    }
    if (found->name == "after_points") {
        return read_after_points(in, where, *found, to);
    }
    if (found->name == "counts_up_to") {
        return read_limited(in, where, *found, to);
    }
    const auto what = choice_named<measures>(found->name);
    if (!what) {
        std::vector<std::string_view> names = list_of_names<measures>();
        names.insert(names.end(), {"after_points", "counts_up_to"});
        in.expect_one_of(where, found->name, names);
        return;
    }
    in.expect_fact(where, found->name, fact_read_by(*what));
    to.what = *what;
    if (*what == measures::earned) {
        return read_earned(in, where, *found, to);
    }
    if (*what == measures::fact) {
        return read_own_measure(in, where, *found, to);
    }
    if (!found->body) {
        return;
    }
    if (*what == measures::visits || !to.counts_lines()) {
        in.say(*found->body, std::string(found->name) + " has no field");
        return;
    }
    to.components.bits = 0;
    for_each_item(without_key(*found->body, "components"), [&](const place& each) {
        component one{};
        if (in.read(each, one)) {
            to.components.bits |= 1u << static_cast<unsigned>(one);
        }
    });
}

/// `{"rolling_window": {"periods": 30, "unit": "day"}}`; the periods stand in `months` of the window.
inline void read_rolling_window(reader& in, const place& where, const named_place& found, window& to) {
    const auto periods = found.body ? found.body->find("periods") : std::optional<place>{};
    const auto unit = found.body ? found.body->find("unit") : std::optional<place>{};
    if (!periods || !unit) {
        in.say(where, "rolling_window needs \"periods\" and \"unit\", as in {\"periods\": 30, \"unit\": \"day\"}");
        return;
    }
    in.refuse_other_keys(*found.body, "rolling_window", {"periods", "unit"});
    in.read(*unit, to.unit);
    if (in.read(*periods, to.months)) {
        if (const char* const sentence = problem_of(rolling_periods{to.months, to.unit})) {
            in.say(*periods, sentence);
        }
    }
}

/// `"lifetime"`, `{"calendar_window": "month"}`, `{"campaign": {"from": "2025-05-01", "until": "2025-06-01"}}`.
inline void read_window(reader& in, const place& where, window& to, const std::vector<std::string_view>& allowed) {
    const auto found = in.named(where);
    if (!found) {
        return;
    }
    const auto what = choice_named<windows>(found->name);
    bool may_be = false;
    for (const std::string_view each : allowed) {
        may_be = may_be || each == found->name;
    }
    if (!what || !may_be) {
        in.expect_one_of(where, found->name, allowed);
        return;
    }
    if (*what == windows::first_months || *what == windows::membership_year) {
        in.expect_fact(where, found->name, host_fact::joined);
    }
    to.what = *what;
    if (*what == windows::rolling_window) {
        return read_rolling_window(in, where, *found, to);
    }
    const bool needs_body =
        *what == windows::calendar_window || *what == windows::campaign || *what == windows::first_months;
    if (needs_body != found->body.has_value()) {
        in.say(where, std::string(found->name) + (needs_body ? " needs a field" : " has no field"));
    } else if (*what == windows::calendar_window) {
        in.read(without_key(*found->body, "unit"), to.unit);
    } else if (*what == windows::first_months) {
        const place months = without_key(*found->body, "months");
        if (in.read(months, to.months)) {
            if (const char* const sentence = problem_of(criteria::first_months{to.months})) {
                in.say(months, sentence);
            }
        }
    } else if (*what == windows::campaign) {
        const place days = without_key(*found->body, "window");
        if (in.read(days, to.dates)) {
            if (const char* const sentence = problem_of(criteria::campaign{to.dates})) {
                in.say(days, sentence);
            } else if (dates::intersection(to.dates, in.valid).empty()) {
                in.say(days, loyalty::detail::outside_of_programme);
            }
        }
    }
}

} // namespace loyalty::json::reading
