// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads rules: each becomes one of the kinds that a programme from text may hold.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/own_dates.hpp>
#include <loyalty/json/read_cashback.hpp>
#include <loyalty/json/read_dated.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/read_further.hpp>
#include <loyalty/json/read_limited.hpp>
#include <loyalty/json/read_points.hpp>
#include <loyalty/json/read_rule_name.hpp>
#include <loyalty/json/read_tiered.hpp>
#include <loyalty/json/read_wheel.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/rules/problem.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
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
        if (const auto found = named_rule(in_, where, name)) {
            read_named(where, *found);
        }
        return name;
    }

private:
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
        name == "tiered"            ? read_tiered(body, false)
        : name == "either_ladder"   ? read_tiered(body, true)
        : name == "points"          ? read_points(body)
        : name == "spend_threshold" ? read_threshold(body)
        : name == "cashback"        ? read_cashback(body)
        : name == "stamp_card"      ? read_stamp_card(body)
        : name == "streak"          ? read_streak(body)
        : name == "once_in_group"   ? read_group(body)
        : name == "limited"         ? read_limited(body)
        : name == "prize_wheel"     ? read_wheel(body)
        : name == "dated"           ? read_dated(body)
                                    : read_further(name, body);
    }

    void read_further(std::string_view name, const place& body) {
        further_reader<Currency>{in_}.read(
            name, body, [this](const place& where, std::size_t before, auto rule) { this->add(where, before, rule); });
    }

    void read_limited(const place& body) {
        if constexpr (std::is_invocable_v<Add&, const limited_rule<Currency, awarded>&>) {
            limited_reader<Currency> limited{in_, quotas_};
            if (const auto inner = limited.begin(body)) {
                limited_ = &limited;
                read_kind(inner->name, *inner->body);
                limited_ = nullptr;
            }
        } else {
            in_.say(body,
                    "limited: members share a quota, for which a programme of this type has no place: read the text "
                    "with json::sharing_quotas<Lots>, and pass the quotas with each event");
        }
    }

    void read_dated(const place& body) {
        if constexpr (std::is_invocable_v<Add&, const typename kind::points_rule&, const chosen_dates&>) {
            chosen_dates dates{};
            if (const auto inner = dated_reader{in_}.read(body, dates)) {
                dates_ = dates;
                read_kind(inner->name, *inner->body);
                dates_.reset();
            }
        } else {
            in_.say(body, "dated: lots of this type have no dates of their own: read the text with "
                          "json::own_dates<Lots, 30>, for 30 days of expiry or of activation");
        }
    }

    void read_wheel(const place& body) {
        if constexpr (std::is_invocable_v<Add&, const wheel_of_purchases<Currency>&>) {
            constexpr bool stocks = std::is_invocable_v<Add&, const wheel_of_purchases<Currency, true>&>;
            wheel_reader<Currency, stocks>{in_, quotas_}.read(
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
        if (limited_ != nullptr) {
            if constexpr (takes_quotas) {
                auto& by = *std::exchange(limited_, nullptr);
                by.finish(where, rule,
                          [this](const place& at, std::size_t count, auto whole) { this->add(at, count, whole); });
            }
            return;
        }
        if constexpr (is_of_quotas_alone<Rule>) {
            return; // no text has it elsewhere
        } else if (const char* const sentence = problem_of(rule, in_.tiers)) {
            in_.say(where, sentence);
        } else if (dates_) {
            add_dated(where, rule);
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
        if (in_.count() != before) {
            return;
        }
        if (limited_ != nullptr && (in.what == windows::rolling_window || in.what == windows::membership_year)) {
            any_window rolls{};
            static_cast<window&>(rolls) = in;
            function(rolls);
        } else {
            in.what == windows::rolling_window    ? function(rolling_periods{in.months, in.unit})
            : in.what == windows::calendar_window ? function(criteria::calendar_window{in.unit})
            : in.what == windows::membership_year ? function(membership_years{})
                                                  : function(in);
        }
    }

    void read_tiered(const place& body, bool by_either) {
        const auto add_rule = [this](const place& where, std::size_t before, auto rule) {
            this->add(where, before, rule);
        };
        tiered_reader<Currency> tiers{in_};
        by_either ? tiers.read_ladders(body, add_rule) : tiers.read(body, add_rule);
    }

    template <class Rule>
    void add_dated(const place& where, const Rule& rule) {
        if constexpr (std::is_invocable_v<Add&, const Rule&, const chosen_dates&>) {
            if (!add_(rule, *dates_)) {
                in_.say(where, "dated: a programme has at most " + std::to_string(most_dated) +
                                   " rules with dates of their own, and each remembers 64 bytes of a member");
            }
        } else {
            in_.say(where, "dated: a rule with such a window has no dates of its own: give it the window of a "
                           "campaign, or none");
        }
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
        cashback_reader<Currency>{in_}.read(
            body, [this](const place& where, std::size_t before, auto rule) { this->add(where, before, rule); });
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

    static constexpr bool takes_quotas = std::is_invocable_v<Add&, const limited_rule<Currency, awarded>&>;
    template <class Rule>
    static constexpr bool is_of_quotas_alone = std::is_same_v<Rule, typename kind::template every_rule<any_window>> ||
                                               std::is_same_v<Rule, typename kind::template once_rule<any_window>>;
    static constexpr int no_group = kind::points_rule::no_group;
    reader& in_;
    field_reader fields_;
    Add add_;
    int group_ = no_group;
    std::optional<chosen_dates> dates_;           ///< of the rule in a `dated`
    limited_reader<Currency>* limited_ = nullptr; ///< of the rule in a `limited`
    known_quotas& quotas_;
};

} // namespace loyalty::json::reading
