// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads rules: each becomes one of the kinds that a programme from text may hold.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/read_further.hpp>
#include <loyalty/json/read_limited.hpp>
#include <loyalty/json/read_points.hpp>
#include <loyalty/json/read_wheel.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/rules/problem.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace loyalty::json::reading {

/// Reads one rule, and calls `add` with it, of its kind.
template <class Currency, class Add>
class rule_reader {
public:
    using kind = kinds<Currency>;
    static inline const std::vector<std::string_view> names =
        further_names({"tiered", "points", "spend_threshold", "cashback", "stamp_card", "streak", "once_in_group"});
    static inline const std::vector<std::string_view> windows_of_sums{
        "one_basket", "lifetime", "calendar_window", "campaign", "first_months", "membership_year", "rolling_window"};

    rule_reader(reader& in, known_quotas& all, Add add) noexcept : in_{in}, fields_{in}, add_{add}, quotas_{all} {}

    /// Returns what the rule is called; empty if it is called as its policy: `{"name": "welcome", "points": [...]}`.
    [[nodiscard]] std::string read(const place& where) {
        std::string name;
        if (const auto found = named_rule(where, name)) {
            read_named(where, *found);
        }
        return name;
    }

private:
    /// A rule by the name of its policy, with a name of its own beside it or without.
    [[nodiscard]] std::optional<named_place> named_rule(const place& where, std::string& name) {
        const auto own = where.at.is_object() && where.at.keys.size() == 2 ? where.find("name") : std::nullopt;
        if (!own) {
            return in_.named(where);
        }
        if (in_.expect(*own, value_kind::text)) {
            name = own->at.text;
            if (name.empty() || name.size() > most_name_bytes) {
                in_.say(*own, "a name of a rule has 1 to " + std::to_string(most_name_bytes) + " bytes");
            }
        }
        const std::size_t other = where.at.keys[0] == "name" ? 1 : 0;
        return named_place{where.at.keys[other], where.key(other)};
    }

    void read_named(const place& where, const named_place& found) {
        in_.granting.reset();
        in_.counting.reset();
        in_.asks_tier = false;
        const bool has_tiers = in_.tiers != 0; // a tiered cannot read its own
        group_ = no_group;
        if (std::find(names.begin(), names.end(), found.name) == names.end()) {
            in_.expect_one_of(where, found.name, names);
        } else if (!found.body && !has_no_fields(found.name)) {
            in_.say(where, std::string(found.name) + " needs its fields");
        } else {
            read_kind(found.name, found.body.value_or(where));
            if (in_.asks_tier && !has_tiers) {
                in_.say(where, "rule_list: a rule asks for the member's tier before a tiered: add the tiered first");
            }
        }
    }

    void read_kind(std::string_view name, const place& body) {
        name == "tiered"            ? read_tiered(body)
        : name == "points"          ? read_points(body)
        : name == "spend_threshold" ? read_threshold(body)
        : name == "cashback"        ? read_cashback(body)
        : name == "stamp_card"      ? read_stamp_card(body)
        : name == "streak"          ? read_streak(body)
        : name == "once_in_group"   ? read_group(body)
        : name == "limited"         ? read_limited(body)
        : name == "prize_wheel"     ? read_wheel(body)
                                    : read_further(name, body);
    }

    void read_further(std::string_view name, const place& body) {
        further_reader<Currency>{in_}.read(
            name, body, [this](const place& where, std::size_t before, auto rule) { this->add(where, before, rule); });
    }

    void read_limited(const place& body) {
        if constexpr (std::is_invocable_v<Add&, const limited_rule<Currency, awarded>&>) {
            limited_reader<Currency>{in_, quotas_}.read(
                body, [this](const place& where, std::size_t before, auto rule) { this->add(where, before, rule); });
        } else {
            in_.say(body,
                    "limited: members share a quota, for which a programme of this type has no place: read the text "
                    "with json::sharing_quotas<Lots>, and pass the quotas with each event");
        }
    }

    void read_wheel(const place& body) {
        if constexpr (std::is_invocable_v<Add&, const free_wheel<Currency>&>) {
            wheel_reader<Currency>{in_}.read(
                body, [this](const place& where, std::size_t before, auto rule) { this->add(where, before, rule); });
        } else {
            in_.say(body, "prize_wheel: a programme of this type spins no wheel: read the text with "
                          "json::spinning_wheels<Lots>");
        }
    }

    /// Adds a rule in which no mistake was found, unless its fields together cannot be right.
    template <class Rule>
    void add(const place& where, std::size_t before, Rule rule) {
        if constexpr (requires { rule.group; }) {
            rule.group = group_;
        }
        if (in_.count() != before) {
            return;
        }
        if (const char* const sentence = problem_of(rule, in_.tiers)) {
            in_.say(where, sentence);
        } else if (!add_(rule)) {
            in_.say(where, "the rules up to this one remember more of a member than there is room for: give members "
                           "more bytes");
        }
        if (in_.granting) {
            in_.note_grant(*in_.granting);
        }
    }

    /// Calls `function` with the window of a rule that adds up, of its kind; not if it has a mistake.
    template <class Function>
    void with_window(const place& body, windows usual, Function function) {
        window in{};
        in.what = usual;
        const std::size_t before = in_.count();
        if (const auto where = body.find("window")) {
            read_window(in_, *where, in, windows_of_sums);
        }
        if (in_.count() == before) {
            in.what == windows::rolling_window    ? function(rolling_periods{in.months, in.unit})
            : in.what == windows::calendar_window ? function(criteria::calendar_window{in.unit})
            : in.what == windows::membership_year ? function(membership_years{})
                                                  : function(in);
        }
    }

    void read_tiered(const place& body) {
        if (in_.expect(body, value_kind::object)) {
            with_window(body, windows::calendar_window, [&](auto counted_in) { read_tiered_of(body, counted_in); });
        }
    }
    template <class Window>
    void read_tiered_of(const place& body, Window counted_in) {
        const std::size_t before = in_.count();
        using rule_type = typename kind::template tiered_rule<Window>;
        rule_type rule{};
        rule.window = counted_in;
        fields_.fields(body, "tiered", rule, {"window"}, {"window"});
        in_.note_measure(rule.counted.measure);
        if (in_.count() == before && in_.counting != rule.counted.measure.unit()) {
            in_.say(body,
                    "tiered: the purchase is counted in another unit than the thresholds: give them in the unit of the "
                    "purchase, or another measure with .of()");
        }
        if (in_.tiers != 0) {
            in_.say(body, "rule_list: a second tiered: a member has one tier");
        }
        std::size_t reached = 0;
        for (const std::int64_t each : rule.thresholds) {
            reached += each != rule_type::unreached ? std::size_t{1} : std::size_t{0};
        }
        in_.tiers = reached + 1;
        add(body, before, rule);
    }

    void read_points(const place& body) {
        const std::size_t before = in_.count();
        awards award{};
        any_stages later{};
        points_reader{in_, award, later}.read(body);
        if (has_rolling_cap(later)) {
            add_points<typename kind::rolling_points_rule>(body, before, rolling_points_of{award, later});
        } else {
            add_points<typename kind::points_rule>(body, before, points_of{award, without_rolling(later)});
        }
    }
    template <class Rule, class Points>
    void add_points(const place& body, std::size_t before, const Points& made) {
        add(body, before,
            Rule{in_.granting.value_or(award_unit::points), in_.counting.value_or(count_unit::money), made});
    }

    void read_threshold(const place& body) {
        if (!in_.expect(body, value_kind::object)) {
            return;
        }
        const auto trigger = body.find("trigger");
        if (!trigger) {
            in_.say(body, "spend_threshold needs \"trigger\": the threshold, and how often it pays");
            return;
        }
        const auto found = in_.named(*trigger);
        if (!found) {
            return;
        }
        if (found->name == "every") {
            read_threshold_in<every<counted>>(body);
        } else if (found->name == "once") {
            read_threshold_in<once<counted>>(body);
        } else {
            in_.expect_one_of(*trigger, found->name, {"every", "once"});
        }
    }
    template <class Trigger>
    void read_threshold_in(const place& body) {
        with_window(body, windows::lifetime, [&](auto counted_in) {
            read_threshold_of<typename kind::template threshold<Trigger, decltype(counted_in)>>(body, counted_in);
        });
    }
    template <class Rule, class Window>
    void read_threshold_of(const place& body, Window in) {
        const std::size_t before = in_.count();
        using policy = decltype(Rule::policy);
        policy made{amount<awarded>{}, decltype(policy::trigger){amount<counted>{}}, in};
        fields_.fields(body, "spend_threshold", made, {"window"}, {"window"});
        in_.note_measure(made.counted.measure);
        if (in_.count() == before && in_.counting != made.counted.measure.unit()) {
            in_.say(
                body,
                "spend_threshold: the purchase is counted in another unit than the threshold: give the threshold in "
                "the unit of the purchase, or another measure with .of()");
        }
        add(body, before,
            Rule{in_.granting.value_or(award_unit::points), in_.counting.value_or(count_unit::money), made});
    }

    void read_cashback(const place& body) {
        const std::size_t before = in_.count();
        using rate = typename kind::any_rate;
        using rolling = typename kind::rolling_cashback_rule;
        condition nothing{};
        nothing.add({.what = asks::negation, .count = 1});
        nothing.add({.what = asks::always});
        nothing.link();
        const rate unused{ratio{0, 1}, nothing, {amount<Currency>::largest(), any_window{}}};
        rate rates[most_rates]{unused, unused, unused, unused};
        rolling rule{Currency{}, rounding::half_even, unused, unused, unused, unused};
        fields_.fields(body, "cashback", rule, {"rates"}, {"shares", "rates"});
        const auto list = body.at.is_object() ? body.find("rates") : std::optional<place>{};
        if (!list) {
            in_.say(body, "cashback: give at least one cashback_rate{...}");
        } else {
            read_rates(*list, rates);
        }
        in_.granting = award_unit::money;
        in_.words().reads_money = true;
        const auto with = [&](auto made) {
            made.count_by(rule.measure);
            this->add(body, before, made);
        };
        if (std::any_of(std::begin(rates), std::end(rates), [](const rate& each) { return has_rolling_cap(each); })) {
            with(rolling{Currency{}, rule.mode, rates[0], rates[1], rates[2], rates[3]});
        } else {
            with(typename kind::cashback_rule{Currency{}, rule.mode, without_rolling(rates[0]),
                                              without_rolling(rates[1]), without_rolling(rates[2]),
                                              without_rolling(rates[3])});
        }
    }

    template <class Rate>
    void read_rates(const place& list, Rate (&rates)[most_rates]) {
        if (!in_.expect(list, value_kind::list)) {
            return;
        }
        const std::size_t size = list.at.items.size();
        if (size == 0 || size > most_rates) {
            in_.say(list, "expected 1 to " + std::to_string(most_rates) + " rates, found " + std::to_string(size));
            return;
        }
        for (std::size_t i = 0; i < size; ++i) {
            Rate made{ratio{-1, 1}, {}, {amount<Currency>::largest(), any_window{}}};
            const place where = list.item(i);
            if (!in_.expect_object(where, "a rate of a cashback is {\"by\": \"0.5 %\"}, with \"on\" and \"at_most\" if "
                                          "it has them")) {
                continue;
            }
            fields_.fields(where, "cashback_rate", made);
            const bool has_cap = where.at.find("at_most") != nullptr;
            if (has_cap &&
                (made.limit.window.what == windows::never || made.limit.most == amount<Currency>::largest())) {
                in_.say(where,
                        "a cap needs \"most\", the largest cashback of the rate, and \"window\", the events that share "
                        "the cap");
            }
            if (made.where.is_always() && i + 1 < size) {
                in_.say(where,
                        "cashback: a cashback_rate{...} without .on(...) takes every line, and the rates behind it are "
                        "never reached: put it last");
            }
            rates[i] = made;
        }
    }

    void read_stamp_card(const place& body) {
        const std::size_t before = in_.count();
        typename kind::stamp_card_rule rule{10, {{measures::visits, {}}, {}}};
        fields_.fields(body, "stamp_card", rule);
        if (body.at.find("awards") == nullptr) {
            in_.say(body, "stamp_card: a full card gives nothing: name its award with .awards(1_stamps)");
        }
        if (rule.counted.measure.unit() == count_unit::money) {
            in_.say(body, "stamp_card: a card counts visits, items or activities");
        }
        add(body, before, rule);
    }

    void read_streak(const place& body) {
        window in{};
        const auto where = body.at.is_object() ? body.find("window") : std::optional<place>{};
        if (!where) {
            in_.say(body, "streak needs \"window\": the periods that follow one another");
            return;
        }
        const std::size_t before = in_.count();
        read_window(in_, *where, in, {criteria::calendar_window::name});
        if (in_.count() != before) {
            return;
        }
        switch (in.unit) {
        case period_unit::day:
            return read_streak_of<period_unit::day>(body);
        case period_unit::week:
            return read_streak_of<period_unit::week>(body);
        case period_unit::month:
            return read_streak_of<period_unit::month>(body);
        default:
            in_.expect_one_of(*where, name_of_choice(in.unit), {"day", "week", "month"});
        }
    }
    template <period_unit Unit>
    void read_streak_of(const place& body) {
        const std::size_t before = in_.count();
        typename kind::template streak_rule<Unit> rule{2};
        fields_.fields(body, "streak", rule, {"window"}, {"window"});
        if (body.at.find("awards") == nullptr) {
            in_.say(body, "streak needs \"awards\": what it pays at its length");
        }
        add(body, before, rule);
    }

    /// `{"group": 7, "policy": {"points": [...]}}`
    void read_group(const place& body) {
        if (!in_.expect(body, value_kind::object)) {
            return;
        }
        in_.refuse_other_keys(body, "once_in_group", {"group", "policy"});
        const auto number = body.find("group");
        const auto policy = body.find("policy");
        if (!number || !policy) {
            in_.say(body, std::string("once_in_group needs \"") +
                              (number ? "policy\": what is awarded" : "group\": the number that the policies share"));
            return;
        }
        int group = no_group;
        if (in_.read(*number, group) && (group < 0 || group > 63)) {
            in_.say(*number, "once_in_group: a group has a number from 0 to 63");
        }
        const auto found = in_.named(*policy);
        if (found && found->name != "points" && found->name != "spend_threshold") {
            in_.expect_one_of(*policy, found->name, {"points", "spend_threshold"});
        } else if (found && !found->body) {
            in_.say(*policy, std::string(found->name) + " needs its fields");
        } else if (found) {
            group_ = group;
            read_kind(found->name, *found->body);
        }
    }

    static constexpr int no_group = kind::points_rule::no_group;
    reader& in_;
    field_reader fields_;
    Add add_;
    int group_ = no_group;
    known_quotas& quotas_;
};

} // namespace loyalty::json::reading
