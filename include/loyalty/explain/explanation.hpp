// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The explanation of an event (S35): for each rule its input, its grant or the cause of none, the limit that applied,
/// and the distance to more.
///
/// @code
/// explanations::collector<decltype(beauty)> why{beauty};
/// apply(beauty, anna, purchase<currency::usd>{.id = 1, .time = now, .net = 23.99_usd}, {}, why);
/// why.told().rules[0].near_miss()->value;                // 326.01 USD to the next tier
/// explanations::sentences(why.told());                   // see explain/explanation_text.hpp
/// explanations::explanation_json(why.told());            // see explain/explanation_json.hpp
/// @endcode
///
/// A programme without such a sink takes no instruction for it: the gate of W5 counts that. A collector allocates, and the event
/// is judged twice.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/sinks.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty::io::explanations {

/// The kind of a step: a value that a rule saw, one that it made, a limit, a near miss, or the cause for which it gave
/// nothing.
enum class step_kind : std::uint8_t { saw, made, limit, near_miss, why_not };

/// A number of minor units of a unit, exactly. A rate has the unit "of".
struct quantity {
    ratio value{};
    std::string unit{};
    int digits = 0;
};

/// One step of a rule. The condition that does not hold is named as unit: `{"condition not met", why_not, {0, "birthday"}}`.
struct statement {
    std::string what{};
    step_kind kind = step_kind::saw;
    quantity value{};
    std::optional<quantity> desired{}; ///< of a limit: what was due without it
    std::optional<std::uint32_t>
        party{}; ///< of a part that another pays or receives: the number of the partner or charity
};

/// The result of a rule.
enum class verdict : std::uint8_t {
    granted,
    nothing,       ///< it judged the event and gave nothing
    taken_back,    ///< a return took something back
    not_concerned, ///< it is for other kinds of events
    refused        ///< the event was refused: nothing of this happened
};

/// One change of the tier.
struct tier_step {
    std::uint8_t from = 0;
    std::uint8_t to = 0;
    std::size_t behind = 0; ///< the steps of its rule that came before it; 0: time had passed
};

struct rule_explanation {
    std::uint8_t rule = 0; ///< its place in the programme; from `rule_of_engine` on no rule
    std::string policy{};
    std::string name{}; ///< what its programme calls it; empty if it is called as its policy
    verdict result = verdict::nothing;
    std::vector<statement> steps{};
    std::vector<quantity> granted{};
    std::vector<tier_step> tiers{};

    [[nodiscard]] const std::string& called() const noexcept { return name.empty() ? policy : name; }
    /// The limit that cut something off, or null.
    [[nodiscard]] const statement* limit() const noexcept { return first(step_kind::limit); }
    /// The first thing that is missing to more, or null.
    [[nodiscard]] const statement* near_miss() const noexcept { return first(step_kind::near_miss); }
    /// Why it gave nothing, or null.
    [[nodiscard]] const statement* why_not() const noexcept { return first(step_kind::why_not); }

private:
    [[nodiscard]] const statement* first(step_kind kind) const noexcept {
        for (const statement& each : steps) {
            if (each.kind == kind) {
                return &each;
            }
        }
        return nullptr;
    }
};

/// The refusal of an event, with the rule that refused it, and the numbers of a limit.
struct refused_by {
    reason why = reason::none;
    std::uint8_t rule = effects::rule_of_engine;
    std::string policy{};
    std::optional<quantity> asked{};
    std::optional<quantity> there{};
    std::string name{}; ///< of the rule, as of `rule_explanation`

    [[nodiscard]] const std::string& called() const noexcept { return name.empty() ? policy : name; }
};

/// One event by one programme.
struct explanation {
    std::string programme{};
    std::uint32_t version = 1;
    bool accepted = true;
    std::optional<refused_by> refused{};
    std::vector<rule_explanation> rules{};
};

/// The kind of a step by its name.
[[nodiscard]] constexpr step_kind kind_of_step(std::string_view what) noexcept {
    constexpr std::string_view reasons[]{"outside the window", "group is used up", "spins are used up",
                                         "condition not met",  "no line counts",   "counted before in this period"};
    constexpr std::string_view made[]{"per_amount", "per_unit",     "per_visit",         "per_activity",
                                      "per_score",  "per_delivery", "each_line",         "each_unit",
                                      "offer",      "sum_of",       "best_of",           "least_of",
                                      "first_of",   "multiply_by",  "multiply_by_tier",  "add_bonus",
                                      "cap_at",     "round_off",    "round_off_carrying"};
    for (const std::string_view each : reasons) {
        if (what == each) {
            return step_kind::why_not;
        }
    }
    for (const std::string_view each : made) {
        if (what == each) {
            return step_kind::made;
        }
    }
    return what == "headroom" || what == "left in the quota"          ? step_kind::limit
           : what.starts_with("missing") || what.starts_with("days ") ? step_kind::near_miss
                                                                      : step_kind::saw;
}

/// A sink that gathers the explanation of the last event.
template <class Programme>
class collector {
public:
    using programme_type = std::remove_cvref_t<Programme>;

    collector() = default;
    /// The name and the version stand in each explanation.
    explicit collector(const Programme& programme)
        : name_{programme.value().frame.name.view()}, version_{programme.value().frame.version} {}

    void on(const effects::rule_begun& begun) {
        start();
        if (told_.rules.empty() || told_.rules.back().rule != begun.rule || !told_.rules.back().steps.empty()) {
            told_.rules.emplace_back();
        }
        rule_explanation& own = told_.rules.back();
        own.rule = begun.rule;
        own.policy = begun.policy;
        own.result = begun.concerned ? verdict::nothing : verdict::not_concerned;
    }
    void on(const effects::step& one) {
        start();
        rule_explanation& own = rule_named(one.rule, one.policy);
        statement next{
            std::string(one.what), kind_of_step(one.what), {one.value, std::string(one.unit), digits_of(one)}, {}};
        if (next.kind == step_kind::limit) {
            next.desired = desired(own, next.value);
        }
        own.steps.push_back(std::move(next));
    }
    template <unit_type Unit>
    void on(const effects::award<Unit>& given) {
        start();
        rule_explanation& own = rule_named(given.rule, {});
        add_grant(own,
                  {ratio{given.granted.minor_units(), 1}, std::string(std::string_view{Unit::code}), Unit::digits});
        own.result = verdict::nothing;
        for (const quantity& each : own.granted) {
            own.result = each.value.numerator > 0 ? verdict::granted : verdict::taken_back;
        }
    }
    /// A partner's part of an award, or what a charity receives.
    template <unit_type Unit>
    void on(const effects::attributed<Unit>& one) {
        start();
        statement part{"party", step_kind::made, {}, {}, one.party};
        part.value = {ratio{one.part.minor_units(), 1}, std::string(std::string_view{Unit::code}), Unit::digits};
        rule_named(one.rule, {}).steps.push_back(std::move(part));
    }
    void on(const effects::tier_change& change) {
        start();
        rule_explanation& own = rule_named(change.rule, "tiered");
        own.tiers.push_back({change.from, change.to, own.steps.size()});
    }
    void on(const effects::refusal& why) {
        start();
        refused_by own{why.why, why.rule, std::string(why.policy), {}, {}};
        if (why.asked != 0 || why.there != 0) {
            own.asked = quantity{ratio{why.asked, 1}, std::string(why.unit), why.digits};
            own.there = quantity{ratio{why.there, 1}, std::string(why.unit), why.digits};
        }
        told_.refused = std::move(own);
    }
    template <class Event>
    void on(const Event&, const outcome_of<programme_type>& gave) {
        start();
        told_.accepted = gave.accepted();
        if (!gave.accepted()) {
            for (rule_explanation& each : told_.rules) {
                each.result = verdict::refused;
                each.granted.clear();
            }
            if (!told_.refused) {
                told_.refused = refused_by{gave.refused, gave.refusing_rule(), {}, {}, {}};
            }
        }
        ended_ = true;
    }

    /// The explanation of the last event.
    [[nodiscard]] const explanation& told() const noexcept { return told_; }
    /// Forgets it: the next event begins anew by itself.
    void forget() {
        ended_ = true;
        start();
    }

private:
    /// The first effect of an event.
    void start() {
        if (ended_) {
            told_ = explanation{name_, version_, true, {}, {}};
            ended_ = false;
        }
    }
    [[nodiscard]] rule_explanation& rule_named(std::uint8_t rule, std::string_view policy) {
        for (rule_explanation& each : told_.rules) {
            if (each.rule == rule && (policy.empty() || each.policy == policy)) {
                return each;
            }
        }
        rule_explanation& own = told_.rules.emplace_back();
        own.rule = rule;
        own.policy = policy.empty() ? name_of(rule) : std::string(policy);
        return own;
    }
    /// What a rule gives in one unit is one grant: 500 points of which a quota takes 300 back are 200.
    static void add_grant(rule_explanation& own, quantity more) {
        for (auto each = own.granted.begin(); each != own.granted.end(); ++each) {
            std::int64_t sum = 0;
            if (each->unit == more.unit && !detail::add_overflows(each->value.numerator, more.value.numerator, sum)) {
                each->value.numerator = sum;
                if (sum == 0) {
                    own.granted.erase(each);
                }
                return;
            }
        }
        own.granted.push_back(std::move(more));
    }
    /// Who gives without having begun: time that passed, a return.
    [[nodiscard]] static std::string name_of(std::uint8_t rule) {
        std::string name(rule == effects::rule_of_engine ? "engine" : "return");
        detail::for_each_index<programme_type::size>([&](auto index) {
            name = rule == index ? std::string(programme_type::template policy_name<index>) : name;
        });
        return name;
    }
    /// A stage may leave the decimals of its unit out; those of the programme's own units are known.
    [[nodiscard]] static int digits_of(const effects::step& one) noexcept {
        int digits = one.digits;
        [&]<unit_type... Units>(detail::type_list<Units...>) {
            ((digits = one.unit == std::string_view{Units::code} ? Units::digits : digits), ...);
        }
        (typename programme_type::units_type{});
        return digits;
    }
    /// The amount before a limit cut it: the running award, or of a rate the share of what it saw. Nothing if it cut
    /// nothing.
    [[nodiscard]] static std::optional<quantity> desired(const rule_explanation& own, const quantity& limit) {
        if (own.steps.empty()) {
            return std::nullopt;
        }
        quantity wish = own.steps.back().value;
        if (own.steps.back().what == "basis" && own.steps.size() > 1) {
            const ratio rate = own.steps[own.steps.size() - 2].value.value;
            if (detail::multiply_overflows(wish.value.numerator, rate.numerator, wish.value.numerator) ||
                detail::multiply_overflows(wish.value.denominator, rate.denominator, wish.value.denominator) ||
                wish.value <= limit.value) {
                return std::nullopt;
            }
        }
        return quantity{wish.value, limit.unit, limit.digits};
    }

    std::string name_{};
    std::uint32_t version_ = 1;
    explanation told_{};
    bool ended_ = true;
};

template <class Programme>
collector(const Programme&) -> collector<Programme>;

} // namespace loyalty::io::explanations
