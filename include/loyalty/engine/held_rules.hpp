// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The rules of a list, and what is known of them before an event comes. What they do stands in engine/rule_list.hpp.

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/one_of.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/defects.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/rule_kinds.hpp>
#include <loyalty/engine/rule_slots.hpp>
#include <loyalty/engine/rule_ways.hpp>
#include <loyalty/rules/dead_condition.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/window.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::detail {

/// True for a rule that says what it cannot have left in a member.
template <class Rule>
inline constexpr bool says_problem_in = requires(const Rule& rule, const state_of_t<Rule>& memory) {
    problem_in(rule, memory);
};

/// Rules, each of one of several kinds. `Room` says where a member keeps what they remember: see engine/rule_slots.hpp.
template <class Room, class Kinds>
class held_rules {
protected:
    using facts = facts_of_kinds<typename Kinds::types>;
    static constexpr std::size_t kinds = facts::count;
    static_assert(0 < Room::capacity && Room::capacity <= 128, "loyalty: rule_list: the capacity is 1 to 128 rules");

    using memories_type = typename Room::template memories<Kinds>;
    using plan_type = typename Room::template plan<Kinds>;
    using place = typename plan_type::place;
    template <std::size_t Kind>
    using kind_at = typename facts::template at<Kind>;
    using ways = usual_ways<Kinds>;
    using any_rule = typename facts::any_rule;

public:
    using rewards = typename facts::rewards;
    using debits = typename facts::debits;
    static constexpr std::string_view name = "rule_list";
    static constexpr bool holds_policies = true;
    using parts = typename Kinds::types;
    template <class Event>
    static constexpr bool concerns = facts::template concerns<Event>;
    static constexpr std::size_t capacity = Room::capacity;
    static constexpr bool tells_tier = facts::tells_tier;
    static constexpr std::size_t tiers = facts::tiers;
    static constexpr bool reads_tier = facts::reads_tier;
    static constexpr std::size_t tiers_named = facts::tiers_named;
    static constexpr bool keeps_membership = facts::keeps_membership;

    /// The memories of the rules for a member, and the tier, as a `tiered` has it.
    class state {
    public:
        LOYALTY_NO_UNIQUE_ADDRESS field_if<tells_tier, std::uint8_t, 100>
            tier{}; // a tag of its own: two of one tag have two addresses

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;

        /// The memory of a rule.
        using memories = typename facts::memories;

        /// The kind of each rule, and its memory. A `Function` that writes says `fail` for a kind that there is not.
        template <class Self, class Function>
        static constexpr void for_each_field(Self& own, Function& function) noexcept {
            if constexpr (tells_tier) {
                function(own.tier);
            }
            memories_type::for_each_field(own.rules_, function);
        }
        /// Calls `function(memory, other memory)` for each that `other` has. A memory of another kind is made new.
        template <class Function>
        static constexpr void for_each_pair(state& own, const state& other, Function&& function) noexcept {
            memories_type::for_each_pair(own.rules_, other.rules_, function);
        }

        [[nodiscard]] LOYALTY_INLINE std::size_t bytes_in_use(const plan_type& list) const noexcept requires
            requires(const memories_type& all) {
            all.bytes_in_use(list);
        }
        {
            const auto first = reinterpret_cast<std::size_t>(this);
            return reinterpret_cast<std::size_t>(&rules_) - first + rules_.bytes_in_use(list);
        }

    private:
        template <class, class>
        friend class list_of_rules;
        template <class, class>
        friend class held_rules;
        memories_type rules_{};
    };

    /// Adds a rule after the others. Returns false, and nothing happens, if the list is full, or a member's room is.
    template <class Policy>
    [[nodiscard]] constexpr bool push_back(const Policy& rule) noexcept {
        constexpr std::size_t kind = facts::template index<Policy>;
        static_assert(kind < kinds, "loyalty: rule_list: the list does not name this kind of policy among its own");
        if constexpr (kind < kinds) {
            if (size_ == capacity || !plan_.template add<kind>(size_, rule)) {
                return false;
            }
            if (ages(rule)) {
                aging_[aging_size_++] = static_cast<std::uint8_t>(size_);
                note_renewal<kind>(rule);
            }
            if constexpr (stands_between<Policy>) {
                standing_ = plan_.place_of(size_);
                standing_kind_ = kind;
            }
            rules_[size_].rule = any_rule{std::integral_constant<std::size_t, kind>{}, rule};
            rules_[size_].index = static_cast<std::uint8_t>(size_);
            rules_[size_].where = plan_.place_of(size_);
            kinds_[size_] = kind;
            rules_[size_].way = ways::template of<kind>(rule);
            ++size_;
            return true;
        }
        return false;
    }

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    /// The kind of each rule, and the rule.
    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        std::conditional_t<std::is_const_v<Self>, const held_rules&, held_rules&> all = own;
        for (std::size_t i = 0; i < all.size_; ++i) {
            function(all.kinds_[i]);
            all.with_kind(i, [&](auto kind) { function(held<kind>(all.rules_[i].rule)); });
        }
    }

    /// The first rule that cannot be right, by its index in the list; a null sentence if all are right. `tiers` is the number of
    /// tiers of the programme, or 0, and `valid` the days on which it is in force.
    [[nodiscard]] constexpr extensions::defect first_defect(std::size_t tiers_of_programme = 0,
                                                            date_window valid = {}) const noexcept {
        extensions::defect found{};
        std::size_t told = 0;
        for (std::size_t i = 0; i < size_ && found.sentence == nullptr; ++i) {
            with_kind(i, [&](auto kind) {
                const auto& rule = held<kind>(rules_[i].rule);
                const char* own = problem_of(rule, tiers_of_programme);
                own = own != nullptr ? own : problem_of_order<kind_at<kind>>(told);
                found = {i, own != nullptr ? own : problem_of_days(rule, valid)};
                if constexpr (tells_tier_of<kind_at<kind>>()) {
                    told = kind_at<kind>::tiers;
                }
            });
        }
        return found.sentence != nullptr ? found : extensions::defect{};
    }

    /// The first sentence of a rule about what it cannot have left in a member, or null.
    [[nodiscard]] constexpr const char* problem_of_memory(const state& own) const noexcept {
        const char* found = nullptr;
        for (std::size_t i = 0; i < size_ && found == nullptr; ++i) {
            with_kind(i, [&](auto kind) {
                const auto& rule = held<kind>(rules_[i].rule);
                if constexpr (says_problem_in<kind_at<kind>>) {
                    own.rules_.template look<kind>(i, [&](const auto& memory) { found = problem_in(rule, memory); });
                }
            });
        }
        return found;
    }

    /// Returns how many bytes of a state, from the first on, an event may change.
    [[nodiscard]] LOYALTY_INLINE std::size_t bytes_in_use(const state& own) const noexcept requires requires {
        own.bytes_in_use(plan_type{});
    }
    { return own.bytes_in_use(plan_); }

protected:
    template <class Function>
    LOYALTY_INLINE constexpr void with_kind(std::size_t index, Function&& function) const noexcept {
        at_known_index<kinds>(kinds_[index], function);
    }

    /// Returns true if a kind may come after rules that set so many tiers, 0 for none.
    template <class Policy>
    [[nodiscard]] static constexpr const char* problem_of_order(std::size_t told) noexcept {
        if constexpr (tells_tier_of<Policy>()) {
            return told != 0 ? "rule_list: a second tiered: a member has one tier" : nullptr;
        } else if constexpr (tells_tier) {
            constexpr std::size_t named = tiers_named_of<Policy>();
            return reads_tier_of<Policy>() && told == 0
                       ? "rule_list: a rule asks for the member's tier before a tiered: add the tiered first"
                   : named != 0 && named != told
                       ? "rule_list: multiply_by_tier needs one factor for each tier, the tier of everyone included"
                       : nullptr;
        } else {
            return nullptr;
        }
    }

    /// A rule, the place of its memory, and its way.
    struct entry {
        any_rule rule{};
        place where{};
        std::uint8_t index = 0;
        std::uint8_t way = ways::end;
    };

    entry rules_[capacity + 1]{}; // behind the last rule stands the end
    std::uint8_t kinds_[capacity]{};
    std::uint8_t aging_[capacity]{}; ///< the rules for which time does something
    std::uint8_t aging_size_ = 0;
    place standing_{}; ///< of the memory of the rule that sets the tier, of those that stand between their renewals
    std::uint8_t standing_kind_ = kinds;    ///< of that rule; `kinds` if there is none
    std::uint8_t renewal_ = renewal::never; ///< of all rules: see engine/rule_ways.hpp
    std::uint8_t size_ = 0;
    LOYALTY_NO_UNIQUE_ADDRESS plan_type plan_{};

private:
    template <std::size_t Kind>
    constexpr void note_renewal(const kind_at<Kind>& rule) noexcept {
        if constexpr (!has_zeroed_counts<kind_at<Kind>>) {
            renewal_ = renewal::of_both(renewal_, renewal_of_rule(rule));
        } else if constexpr (requires { plan_.zero_at(0, 0, period_unit::day); }) {
            renewal_ = renewal::of_both(renewal_, renewal_of_rule(rule));
            rule.for_each_zeroed_count(
                [this](std::size_t word, period_unit unit) { plan_.zero_at(size_, word, unit); });
        } else {
            renewal_ = renewal::always;
        }
    }
};

} // namespace loyalty::detail
