// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The discounts of a programme from run time.
///
/// `best_discount_of{percent_off(10_pct), amount_off(15_usd).needs(coupon{1})}` has three entries: the group and its two discounts.
/// Each discount is one of the library's, with conditions from run time; groups run by the same functions as those of C++. A basket of
/// 100.00 with the coupon costs 85.00.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/either_of.hpp>
#include <loyalty/json/explain_condition.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/policies/discounts.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/policy.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::json {

/// A discount of one kind. Without a limit the most that it takes off is the largest amount.
template <class Effect, money_unit Currency>
using discount_by = prices::discount<Effect, condition, condition, prices::money_limit<Currency>>;

/// A discount of any kind.
template <money_unit Currency>
using any_discount =
    either_of<discount_by<prices::percent_effect, Currency>, discount_by<prices::amount_effect<Currency>, Currency>,
              discount_by<prices::each_effect<Currency>, Currency>,
              discount_by<prices::fixed_price_effect<Currency>, Currency>,
              discount_by<prices::pack_effect<Currency>, Currency>, discount_by<prices::buy_get_effect<>, Currency>,
              discount_by<prices::buy_get_effect<condition>, Currency>>;

/// The engine needs these members of a discount, whatever it lowers.
struct discount_facts {
    std::uint32_t campaign = 0;
    bool is_exclusive = false;
    bool of_items = false;
    criteria::components counted{};

    [[nodiscard]] constexpr bool is_of_items() const noexcept { return of_items; }
};

/// A discount, or a group that holds the entries behind it up to `end`.
struct discount_entry {
    loyalty::detail::discount_mode mode = loyalty::detail::discount_mode::sequence;
    bool is_group = false;
    std::uint8_t end = 0;        ///< the first entry behind it and all that it holds
    std::uint8_t rule_count = 0; ///< the discounts in it
};

/// Discounts and groups of them, as they are written: a group, what it holds, what follows. All together are in sequence.
template <money_unit Currency>
class discount_list {
public:
    using parts = loyalty::detail::type_list<condition>;
    static constexpr std::size_t rule_count = most_discounts;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr std::size_t count() const noexcept { return count_; }
    [[nodiscard]] constexpr const discount_entry& entry(std::size_t index) const noexcept { return entries_[index]; }
    [[nodiscard]] constexpr const any_discount<Currency>& rule(std::size_t number) const noexcept {
        return rules_[number];
    }

    /// Adds a discount. Returns false, and nothing happens, if the list is full.
    [[nodiscard]] constexpr bool add(const any_discount<Currency>& next) noexcept {
        if (size_ == most_discount_entries || count_ == most_discounts) {
            return false;
        }
        rules_[count_++] = next;
        entries_[size_] = {.end = static_cast<std::uint8_t>(size_ + 1), .rule_count = 1};
        ++size_;
        return true;
    }
    /// Opens a group: what is added next is in it, up to `close` with the index that is returned. The list is full if that is
    /// `most_discount_entries`.
    [[nodiscard]] constexpr std::size_t open(loyalty::detail::discount_mode mode) noexcept {
        if (size_ == most_discount_entries) {
            return size_;
        }
        entries_[size_] = {.mode = mode, .is_group = true, .rule_count = static_cast<std::uint8_t>(count_)};
        return size_++;
    }
    constexpr void close(std::size_t group) noexcept {
        entries_[group].end = static_cast<std::uint8_t>(size_);
        entries_[group].rule_count = static_cast<std::uint8_t>(count_ - entries_[group].rule_count);
    }

    template <class Pricing>
    constexpr void run(Pricing& sale, std::size_t index) const noexcept {
        loyalty::detail::run_in_sequence(all(), sale, index);
    }
    /// Calls `function(facts, number)` for each discount.
    template <class Function>
    constexpr void for_each_rule(std::size_t index, Function&& function) const noexcept {
        for (std::size_t i = 0; i < count_; ++i) {
            function(facts_of(i), index + i);
        }
    }
    /// The sentence if the entries of a group stand in an order that cannot be right; null if they do not.
    [[nodiscard]] constexpr const char* problem_of_group(std::size_t group) const noexcept {
        return loyalty::detail::problem_of_entries(entries_[group].mode, held_by(group));
    }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        return loyalty::detail::problem_of_entries(loyalty::detail::discount_mode::sequence, all());
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        for (std::size_t i = 0; i < own.size_; ++i) {
            function(own.entries_[i].mode);
            function(own.entries_[i].end);
        }
        for (std::size_t i = 0; i < own.count_; ++i) {
            function(own.rules_[i]);
        }
    }

private:
    /// Entries that stand beside each other.
    struct entry_range {
        const discount_list& list;
        std::size_t first;
        std::size_t end;

        template <class Function>
        constexpr void for_each(Function&& function) const noexcept {
            std::size_t number = list.rules_before(first);
            for (std::size_t i = first; i < end; i = list.entries_[i].end) {
                const one_entry each{list, i, list.entries_[i].rule_count, number};
                function(each);
                number += each.rule_count;
            }
        }
        /// Found by the functions of groups.
        template <class Function>
        friend constexpr void for_each_entry(const entry_range& range, Function&& function) noexcept {
            range.for_each(function);
        }
    };
    struct one_entry {
        const discount_list& list;
        std::size_t at;
        std::size_t rule_count;
        std::size_t number; ///< of its first discount

        // The depth is that of the groups in each other: at most the number of entries.
        template <class Pricing>
        constexpr void run(Pricing& sale, std::size_t index) const noexcept {
            using mode = loyalty::detail::discount_mode;
            const discount_entry& own = list.entries_[at];
            if (!own.is_group) {
                list.rules_[number].with([&](const auto& rule) { rule.run(sale, index); });
                return;
            }
            const entry_range held = list.held_by(at);
            switch (own.mode) {
            case mode::sequence:
                return loyalty::detail::run_group<mode::sequence>(held, sale, index);
            case mode::side_by_side:
                return loyalty::detail::run_group<mode::side_by_side>(held, sale, index);
            case mode::best:
                return loyalty::detail::run_group<mode::best>(held, sale, index);
            case mode::least:
                return loyalty::detail::run_group<mode::least>(held, sale, index);
            case mode::first:
                return loyalty::detail::run_group<mode::first>(held, sale, index);
            }
        }
        template <class Function>
        constexpr void for_each_rule(std::size_t index, Function&& function) const noexcept {
            for (std::size_t i = 0; i < rule_count; ++i) {
                function(list.facts_of(number + i), index + i);
            }
        }
    };

    [[nodiscard]] constexpr entry_range all() const noexcept { return {*this, 0, size_}; }
    [[nodiscard]] constexpr entry_range held_by(std::size_t group) const noexcept {
        return {*this, group + 1, entries_[group].end};
    }
    [[nodiscard]] constexpr std::size_t rules_before(std::size_t index) const noexcept {
        std::size_t number = 0;
        for (std::size_t i = 0; i < index; ++i) {
            number += entries_[i].is_group ? std::size_t{0} : std::size_t{1};
        }
        return number;
    }
    [[nodiscard]] constexpr discount_facts facts_of(std::size_t number) const noexcept {
        discount_facts facts;
        rules_[number].with([&](const auto& rule) {
            facts = {rule.campaign, rule.is_exclusive, rule.is_of_items(), rule.counted};
        });
        return facts;
    }

    std::array<discount_entry, most_discount_entries> entries_{};
    std::array<any_discount<Currency>, most_discounts> rules_{};
    std::uint8_t size_ = 0;
    std::uint8_t count_ = 0;
};

/// The most that all discounts take off together: nothing said, an amount, or a part of the prices.
template <money_unit Currency>
struct discount_limit {
    enum class kind : std::uint8_t { none, money, part };

    kind what = kind::none;
    prices::money_limit<Currency> most{};
    prices::part_limit part{};

    [[nodiscard]] constexpr money<Currency> most_of(money<Currency> all) const noexcept {
        return what == kind::none    ? money<Currency>::largest()
               : what == kind::money ? most.most_of(all)
                                     : part.most_of(all);
    }
};

/// All discounts of a programme: what `prices::discounts` is in C++.
template <money_unit Currency>
struct discounts_of {
    using rewards = loyalty::detail::type_list<>;
    using parts = loyalty::detail::type_list<condition>;
    static constexpr std::string_view name = "discounts";
    static constexpr bool lowers_prices = true;
    static constexpr std::size_t rule_count = most_discounts;
    template <class Event>
    static constexpr bool concerns = extensions::uses_things<Event>;

    discount_list<Currency> all{};
    discount_limit<Currency> limit{};
    prices::above_limit above = prices::above_limit::clamp;

    template <class Visit>
    constexpr void apply(extensions::no_state, Visit&) const noexcept {}

    [[nodiscard]] constexpr const char* problem() const noexcept { return all.problem(); }

    /// Calls `function(number)` for each campaign of which a discount needs a thing.
    template <class Function>
    constexpr void for_each_campaign(Function&& function) const noexcept {
        all.for_each_rule(0, [&](const discount_facts& rule, std::size_t) {
            if (rule.campaign != 0) {
                function(rule.campaign);
            }
        });
    }
    /// So much of the lines of a sale may all discounts take off.
    template <class Lines>
    [[nodiscard]] constexpr money<Currency> most_of(const Lines& lines) const noexcept {
        money<Currency> sum{};
        for (const auto& line : lines) {
            sum = sum + line.net;
        }
        return limit.most_of(sum);
    }
};

namespace explaining {

/// Notes why a part of a condition does not hold: the first one that does not, as `&&` in C++ evaluates them.
template <class Visit, class Result>
constexpr void refuse_from(const condition& all, std::size_t index, const Visit& visit, Result& result) noexcept {
    const test& own = all[index];
    if (own.what == asks::both) {
        std::size_t child = index + 1;
        for (std::size_t i = 0; i < own.count; ++i, child = all.end_of(child)) {
            if (!part_of(all, child)(visit.event, visit)) {
                return refuse_from(all, child, visit, result);
            }
        }
    }
    if (own.what != asks::basket && own.what != asks::goods) {
        return;
    }
    using money_type = typename Result::money_type;
    const auto least = money_type::from_minor_units(own.value);
    result.refuse(reason::below_least_basket);
    result.asked = own.value;
    result.there = own.what == asks::basket ? criteria::basket_at_least(least).sum(visit).minor_units()
                                            : prices::goods_at_least(least).sum(visit).minor_units();
}

} // namespace explaining

/// Found by `detail::holds` of the discounts.
template <class Visit, class Result>
constexpr void refuse_unmet(const condition& unmet, const Visit& visit, Result& result) noexcept {
    if (unmet.size() != 0) {
        explaining::refuse_from(unmet, 0, visit, result);
    }
}

} // namespace loyalty::json
