// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What the rules of a programme from text remember of a member, as far as another version must remember the same.
///
/// A `points` with a cap over a month remembers what it has granted in that month; one without remembers nothing.

#include <loyalty/detail/fields.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/stream/fingerprint.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace loyalty::json {

/// One rule, as a later version sees it.
struct remembered_rule {
    std::string name;                   ///< its own, or that of its policy
    std::vector<std::int64_t> memory{}; ///< what it remembers; empty if that is nothing
    std::int64_t size = 0;              ///< of a card or a streak, which may grow, and not shrink
    std::size_t tiers = 0;              ///< of a tiered, that of everyone included
    count_unit counting = count_unit::money;
    std::vector<std::uint64_t> numbers{}; ///< all of its fields

    [[nodiscard]] bool remembers() const noexcept { return !memory.empty(); }
    /// Returns true if a rule can go on with what this one remembers.
    [[nodiscard]] bool goes_on_in(const remembered_rule& later) const noexcept {
        return memory == later.memory && size <= later.size;
    }
};

namespace reading {

/// Takes the numbers of a rule one by one.
struct number_list {
    std::vector<std::uint64_t>& to;

    template <class Word>
    void word(Word value) {
        to.push_back(static_cast<std::uint64_t>(value));
    }
};

/// Stands first in what a rule with dates of its own remembers: its points lie in another place than those of other rules.
inline constexpr std::int64_t dates_of_its_own = -1;

/// Called with the kind of each rule and the rule, notes what it remembers.
template <class Currency>
class memory_reader {
public:
    explicit memory_reader(const std::vector<std::string>& names) : names_{names} {}

    std::vector<remembered_rule> rules;

    /// Notes the rule of a slot with dates of its own, if there is one.
    template <class Slot>
    void note_dated(const Slot& slot) {
        const std::size_t before = rules.size();
        slot.policy.for_each_field(slot.policy, *this);
        if (rules.size() == before) {
            return;
        }
        if (before >= names_.size() || names_[before].empty()) {
            own().name = Slot::name;
        }
        if (own().remembers()) {
            own().memory.insert(own().memory.begin(), dates_of_its_own);
        }
        number_list list{own().numbers};
        loyalty::detail::numbers<number_list>{list}(slot.dates);
    }

    void operator()(const std::uint8_t& kind) noexcept { kind_ = kind; }
    template <class Rule>
    requires std::is_class_v<Rule>
    void operator()(const Rule& rule) {
        const std::size_t index = rules.size();
        const bool has_name = index < names_.size() && !names_[index].empty();
        rules.push_back({.name = has_name ? names_[index] : std::string(Rule::name)});
        number_list list{rules.back().numbers};
        loyalty::detail::numbers<number_list>{list}(rule);
        note(rule);
    }

private:
    [[nodiscard]] remembered_rule& own() noexcept { return rules.back(); }
    template <class... Numbers>
    void add(Numbers... each) {
        (own().memory.push_back(static_cast<std::int64_t>(each)), ...);
    }

    void add_window(const window& in) {
        add(in.what, in.unit, in.months, in.dates.from.days_since_epoch, in.dates.until.days_since_epoch);
    }
    void add_window(const criteria::calendar_window& in) { add(in.unit); }
    void add_window(const membership_years&) {}
    void add_window(const rolling_periods& in) { add(in.unit, in.periods); }
    void add_window(const rollover_periods& in) { add(in.unit); }
    [[nodiscard]] static bool lasts(const window& in) noexcept {
        return in.what != windows::never && in.what != windows::one_basket;
    }
    template <class Window>
    [[nodiscard]] static bool lasts(const Window&) noexcept {
        return true;
    }

    template <class Policy>
    void note(const in_unit<Currency, Policy>& rule) {
        own().counting = rule.counting;
        if constexpr (requires { rule.policy.trigger; }) {
            if (lasts(rule.policy.window)) {
                add(kind_, rule.policy.counted.measure.unit());
                add_window(rule.policy.window);
            }
        } else {
            note_stages(rule.policy.later(), rule.granting);
        }
    }
    template <class Stages>
    void note_stages(const Stages& later, award_unit granting) {
        for (std::size_t i = 0; i < later.size(); ++i) {
            later[i].with([&](const auto& stage) {
                using type = std::remove_cvref_t<decltype(stage)>;
                if constexpr (std::is_same_v<type, typename Stages::cap_at_window>) {
                    add(kind_, granting);
                    add_window(stage.window);
                } else if constexpr (std::is_same_v<type, round_off_carrying>) {
                    add(kind_, granting);
                }
            });
        }
    }
    template <class Window, bool Rare>
    void note(const by_measure<tiered<counted, extensions::most_tiers, Window, measure, condition>, Rare>& rule) {
        own().counting = rule.counted.measure.unit();
        add(kind_, own().counting);
        add_window(rule.window);
        own().tiers = 1;
        for (const std::int64_t each : rule.thresholds) {
            own().tiers += each != rule.unreached ? std::size_t{1} : std::size_t{0};
        }
    }
    void note(const ladders_rule& rule) {
        rule.for_each_ladder([this](const ladder& one) { note(one); });
    }
    void note(const typename kinds<Currency>::cashback_rule& rule) { note_rates(rule); }
    void note(const typename kinds<Currency>::rolling_cashback_rule& rule) { note_rates(rule); }
    template <class Rule>
    void note_rates(const Rule& rule) {
        loyalty::detail::for_each_index<most_rates>([&](auto index) {
            const auto& limit = loyalty::detail::get<index>(rule.rates).limit;
            if (const window& in = limit.window; lasts(in)) {
                add(kind_, std::size_t{index});
                add_window(limit.window);
            }
        });
    }
    void note(const typename kinds<Currency>::stamp_card_rule& rule) {
        own().counting = rule.counted.measure.unit();
        add(kind_, own().counting);
        own().size = rule.fields;
    }
    template <auto Window, bool Rare>
    void note(const by_measure<streak<Window, event_measure, condition, bundle<Currency>, true>, Rare>& rule) {
        add(kind_, rule.measure.what);
        own().size = rule.length;
    }
    void note(const exchange<Currency>&) {}
    void note(const recipients_of&) {}
    void note(const membership_of&) { add(kind_); }
    void note(const floor_of&) { add(kind_); }
    void note(const reactivation_rule<Currency>&) { add(kind_); }
    void note(const levels_rule<Currency>& rule) {
        own().counting = rule.counting;
        add(kind_, rule.counting);
        add_window(rule.policy.window);
    }
    void note(const hunt_rule<Currency>& rule) {
        add(kind_, rule.step_count());
        add_window(rule.window);
        rule.for_each_step([this](const step_of& one) { add(one.basis.of.measure.unit()); });
    }
    void note(const referral_rule<Currency>& rule) {
        own().counting = rule.counting;
        add(kind_, rule.counting);
    }
    template <class Unit, class Policy>
    void note(const limited_rule<Currency, Unit, Policy>& rule) {
        add(kind_, rule.granting, rule.quota().number);
        const auto& inner = rule.policy.policy;
        if constexpr (requires { inner.trigger; }) {
            own().counting = rule.counting;
            add(inner.counted.measure.unit());
            add_window(inner.window);
        } else if constexpr (requires { inner.rates; }) {
            note_rates(inner);
        } else if constexpr (requires { inner.later(); }) {
            note_stages(inner.later(), rule.granting);
        } else if constexpr (requires { inner.thresholds; }) {
            own().counting = rule.counting;
            add(rule.counting);
            add_window(inner.window);
        } else {
            note(inner);
        }
    }
    template <class Spun, bool HasStocks>
    void note(const wheel_rule<Currency, Spun, HasStocks>& rule) {
        add(kind_);
        add_window(rule.policy.cap.window);
        rule.for_each_stock([this](std::uint32_t number, std::int64_t) { add(number); });
    }
    template <class Policy>
    void note(const for_others<Currency, Policy>& rule) {
        add(kind_, rule.granting);
        note_stages(rule.policy.policy.later(), rule.granting);
    }

    const std::vector<std::string>& names_;
    std::uint8_t kind_ = 0;
};

} // namespace reading

/// The rules of a version in their order, with what each remembers. Those with dates of their own stand behind the others.
template <class Currency, std::size_t Capacity, class Ledger, std::size_t Bytes>
[[nodiscard]] std::vector<remembered_rule>
remembered_by(const programme_text<Currency, Capacity, Ledger, Bytes>& version) {
    reading::memory_reader<Currency> each{version.rule_names};
    version.rules.for_each_field(version.rules, each);
    loyalty::detail::for_each_index<programme_text<Currency, Capacity, Ledger, Bytes>::dated_type::size>(
        [&](auto index) { each.note_dated(loyalty::detail::get<index>(version.dated)); });
    return std::move(each.rules);
}

} // namespace loyalty::json
