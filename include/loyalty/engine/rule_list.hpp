// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A list of rules from run time.
///
/// The rules of a shop are read from a file when it opens: how many there are, of which kinds and in which order is not
/// known before. Each kind is a policy, the same that a constant programme has:
///
/// @code
/// using rate_rule = decltype(points{per_amount{1_points, 1_usd}, round_off{}});
/// rule_list<32, rate_rule, stamp_card<>> rules;
/// rules.push_back(points{per_amount{2_points, 1_usd}, round_off{}});   // true
/// programme shop{rules};
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/one_of.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/rule_slots.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

/// A list of rules. `Room` says where a member keeps what they remember: see engine/rule_slots.hpp.
template <class Room, class... Policies>
class list_of_rules {
    static constexpr std::size_t kinds = sizeof...(Policies);
    static_assert(0 < Room::capacity && Room::capacity <= 128, "loyalty: rule_list: the capacity is 1 to 128 rules");
    static_assert(0 < kinds && kinds <= 64, "loyalty: rule_list: name the 1 to 64 kinds of policies that it may hold");
    static_assert((names_rewards<Policies> && ...),
                  "loyalty: a policy misses `using rewards = loyalty::units<...>;`: name the units that it may grant");
    static_assert((can_apply<Policies> && ...),
                  "loyalty: a policy misses `template <class Visit> constexpr void apply(state& own, Visit& visit) "
                  "const`: without a state of its own, write loyalty::extensions::no_state for state");
    static_assert((says_what_returns_do<Policies>() && ...),
                  "loyalty: rule_list: a policy with a state must say what a return does to it: give it `revert` or "
                  "`static constexpr bool returns_put_back = true;`");
    static_assert((std::is_trivially_copyable_v<Policies> && ...),
                  "loyalty: rule_list: a policy must be trivially copyable: numbers, no strings or vectors");
    static_assert((std::is_trivially_copyable_v<state_of_t<Policies>> && ...),
                  "loyalty: the `struct state` of a policy must be trivially copyable: no strings, vectors or pointers "
                  "that own");

    using memories_type = typename Room::template memories<Policies...>;
    using plan_type = typename Room::template plan<Policies...>;
    template <std::size_t Kind>
    using kind_at = typename type_at<Kind, Policies...>::type;

public:
    using rewards = united<rewards_of<Policies>...>;
    using debits = united<debits_of<Policies>...>;
    static constexpr std::string_view name = "rule_list";
    static constexpr bool holds_policies = true;
    using parts = type_list<Policies...>;
    template <class Event>
    static constexpr bool concerns = (detail::concerns<Policies, Event>() || ...);
    static constexpr std::size_t capacity = Room::capacity;
    static constexpr bool tells_tier = (tells_tier_of<Policies>() || ...);
    static constexpr std::size_t tiers = tiers_told_by<Policies...>();
    static constexpr bool reads_tier = !tells_tier && (reads_tier_of<Policies>() || ...);
    static constexpr std::size_t tiers_named = reads_tier ? tiers_named_by<Policies...>() : 0;
    static constexpr bool keeps_membership = (detail::keeps_membership<Policies> || ...);

    /// The memories of the rules for a member, and the tier, as a `tiered` has it.
    class state {
    public:
        LOYALTY_NO_UNIQUE_ADDRESS field_if<tells_tier, std::uint8_t, 100>
            tier{}; // a tag of its own: two of one tag have two addresses

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;

        /// The memory of a rule.
        using memories = type_list<state_of_t<Policies>...>;

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

    private:
        friend class list_of_rules;
        memories_type rules_{};
    };

    /// Adds a rule after the others. Returns false, and nothing happens, if the list is full, or a member's room is.
    template <class Policy>
    [[nodiscard]] constexpr bool push_back(const Policy& rule) noexcept {
        constexpr std::size_t kind = index_of<Policy, Policies...>();
        static_assert(kind < kinds, "loyalty: rule_list: the list does not name this kind of policy among its own");
        if constexpr (kind < kinds) {
            if (size_ == capacity || !plan_.template add<kind>(size_, rule)) {
                return false;
            }
            if (ages(rule)) {
                aging_[aging_size_++] = static_cast<std::uint8_t>(size_);
            }
            rules_[size_] = any_one_of<Policies...>{std::integral_constant<std::size_t, kind>{}, rule};
            kinds_[size_] = kind;
            if constexpr (has_plain_way<Policy>) {
                ways_[size_] = static_cast<std::uint8_t>(rule.is_plain() ? kind : kinds + kind);
            } else {
                ways_[size_] = kind;
            }
            ++size_;
            return true;
        }
        return false;
    }

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    /// The kind of each rule, and the rule.
    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        for (std::size_t i = 0; i < own.size_; ++i) {
            function(own.kinds_[i]);
            own.with_kind(i, [&](auto kind) { function(held<kind>(own.rules_[i])); });
        }
    }

    /// Calls `function(rule, memory)` with the rule at an index, and what a member remembers of it; nothing if there is no such
    /// rule.
    template <class Function>
    constexpr void with_rule(state& own, std::size_t index, Function&& function) const noexcept {
        own.rules_.prepare(plan_);
        if (index < size_) {
            with_kind(index, [&](auto kind) {
                own.rules_.template with<kind>(plan_, index,
                                               [&](auto& memory) { function(held<kind>(rules_[index]), memory); });
            });
        }
    }

    template <class Moment>
    constexpr void advance(state& own, Moment& moment) const noexcept {
        if (aging_size_ == 0) {
            return;
        }
        own.rules_.prepare(plan_);
        const std::uint8_t first = moment.rule;
        for (std::size_t i = 0; i < aging_size_; ++i) {
            const std::size_t index = aging_[i];
            moment.rule = static_cast<std::uint8_t>(first + index);
            const auto* rule = rule_at(index);
            with_kind(index, [&](auto kind) LOYALTY_INLINE_LAMBDA {
                name_policy<kind>(moment);
                advance_one<kind>(held<kind>(*rule), own, moment, index);
            });
        }
        moment.rule = first;
    }

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        own.rules_.prepare(plan_);
        const std::size_t count = size_;
        for (std::size_t i = 0; i < count; ++i, ++visit.rule) {
            const auto* rule = rule_at(i);
            if constexpr (is_usual<Visit>) {
                at_known_index<2 * kinds>(ways_[i], [&](auto way) LOYALTY_INLINE_LAMBDA {
                    apply_one<way % kinds, way / kinds>(held<way % kinds>(*rule), own, visit, i);
                });
            } else {
                with_kind(i, [&](auto kind) LOYALTY_INLINE_LAMBDA {
                    begin_rule<kind>(visit);
                    apply_apart<kind>(held<kind>(*rule), own, visit, i);
                });
            }
        }
        visit.rule = static_cast<std::uint8_t>(visit.rule - count);
        tell_tier(own, visit);
    }

    /// Calls `function(rule, its memory)` for each rule in order, in the place of `apply`.
    template <class Visit, class Function>
    constexpr void apply_parts(state& own, Visit& visit, Function&& function) const noexcept {
        own.rules_.prepare(plan_);
        for_each(visit, [&](auto kind, std::size_t index) {
            begin_rule<kind>(visit);
            own.rules_.template with<kind>(plan_, index,
                                           [&](auto& memory) { function(held<kind>(rules_[index]), memory); });
        });
        tell_tier(own, visit);
    }

    /// Each rule takes out of its own memory what it put in. The receipt has the states at the sale. The rules are
    /// those that the list holds now; a rule that was not in the list at the sale changes nothing.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        own.rules_.prepare(plan_);
        for_each(visit, [&](auto kind, std::size_t index) {
            event.with.rules_.template look<kind>(index, [&](const auto& with) {
                // If nothing of the sale is left, no rule has been applied without it, and a memory may be new.
                state_of_t<kind_at<kind>> without{};
                event.without.rules_.template look<kind>(index, [&](const auto& there) { without = there; });
                own.rules_.template with<kind>(plan_, index, [&](auto& memory) {
                    detail::revert(held<kind>(rules_[index]), memory, {with, without, event.time}, visit);
                });
            });
        });
        tell_tier(own, visit);
    }

    /// Each rule takes in its memory of another member.
    template <class Visit>
    requires(can_merge<Policies>&&...) constexpr void merge(state& own, const state& from,
                                                            Visit& visit) const noexcept {
        own.rules_.prepare(plan_);
        for_each(visit, [&](auto kind, std::size_t index) {
            from.rules_.template look<kind>(index, [&](const auto& other) {
                own.rules_.template with<kind>(plan_, index, [&](auto& memory) {
                    detail::merge(held<kind>(rules_[index]), memory, other, visit);
                });
            });
        });
        tell_tier(own, visit);
    }

    /// The first rule that cannot be right, by its index in the list; a null sentence if all are right. `tiers` is the number of
    /// tiers of the programme, or 0.
    [[nodiscard]] constexpr extensions::defect first_defect(std::size_t tiers_of_programme = 0) const noexcept {
        extensions::defect found{};
        std::size_t told = 0;
        for (std::size_t i = 0; i < size_ && found.sentence == nullptr; ++i) {
            with_kind(i, [&](auto kind) {
                const char* const own = problem_of(held<kind>(rules_[i]), tiers_of_programme);
                found = {i, own != nullptr ? own : problem_of_order<kind_at<kind>>(told)};
                if constexpr (tells_tier_of<kind_at<kind>>()) {
                    told = kind_at<kind>::tiers;
                }
            });
        }
        return found.sentence != nullptr ? found : extensions::defect{};
    }

private:
    template <class Function>
    LOYALTY_INLINE constexpr void with_kind(std::size_t index, Function&& function) const noexcept {
        at_known_index<kinds>(kinds_[index], function);
    }

    [[nodiscard]] LOYALTY_INLINE constexpr const auto* rule_at(std::size_t index) const noexcept {
        const auto* rule = &rules_[index];
        if (!std::is_constant_evaluated()) {
            LOYALTY_OPAQUE(
                rule); // one address of which all others are made, rather than one for each field of each kind
        }
        return rule;
    }

    template <std::size_t Kind, class Moment>
    LOYALTY_INLINE constexpr void advance_one(const kind_at<Kind>& rule, state& own, Moment& moment,
                                              std::size_t index) const noexcept {
        if constexpr (advances_plainly<kind_at<Kind>>) {
            own.rules_.template with_plain<Kind>(
                plan_, index, [&](auto& memory) LOYALTY_INLINE_LAMBDA { rule.advance_plain(memory, moment); });
        } else if constexpr (has_advance<kind_at<Kind>> && is_rare<kind_at<Kind>>) {
            advance_apart<Kind>(rule, own, moment, index);
        } else if constexpr (has_advance<kind_at<Kind>>) {
            own.rules_.template with<Kind>(
                plan_, index, [&](auto& memory) LOYALTY_INLINE_LAMBDA { detail::advance(rule, memory, moment); });
        }
    }

    /// The same out of the way of the kinds that are not rare.
    template <std::size_t Kind, class Moment>
    LOYALTY_APART constexpr void advance_apart(const kind_at<Kind>& rule, state& own, Moment& moment,
                                               std::size_t index) const noexcept {
        own.rules_.template with<Kind>(
            plan_, index, [&](auto& memory) LOYALTY_INLINE_LAMBDA { detail::advance(rule, memory, moment); });
    }

    /// True for a purchase that nobody explains: what many events are, and so worth ways of its own.
    template <class Visit>
    static constexpr bool is_usual = !Visit::explains && extensions::is_purchase<event_type_of<Visit>>;

    /// Applies a rule by the plain way of its kind (0), if it has one, or by the whole way (1).
    template <std::size_t Kind, std::size_t Way, class Visit>
    LOYALTY_INLINE constexpr void apply_one(const kind_at<Kind>& rule, state& own, Visit& visit,
                                            std::size_t index) const noexcept {
        if constexpr (has_plain_way<kind_at<Kind>> && Way == 0) {
            own.rules_.template with_plain<Kind>(
                plan_, index, [&](auto& memory) LOYALTY_INLINE_LAMBDA { rule.apply_plain(memory, visit); });
        } else if constexpr (has_plain_way<kind_at<Kind>> || (is_rare<kind_at<Kind>> && Way == 0)) {
            apply_apart<Kind>(rule, own, visit, index);
        } else if constexpr (Way == 0) {
            own.rules_.template with<Kind>(
                plan_, index, [&](auto& memory) LOYALTY_INLINE_LAMBDA { detail::apply(rule, memory, visit); });
        } else {
            LOYALTY_ASSUME(false); // no rule goes this way
        }
    }
    /// The same out of the way of the rules that are plain, and of the kinds that are not rare.
    template <std::size_t Kind, class Visit>
    LOYALTY_APART constexpr void apply_apart(const kind_at<Kind>& rule, state& own, Visit& visit,
                                             std::size_t index) const noexcept {
        own.rules_.template with<Kind>(plan_, index,
                                       [&](auto& memory) LOYALTY_INLINE_LAMBDA { detail::apply(rule, memory, visit); });
    }

    template <std::size_t Kind, class Visit>
    LOYALTY_INLINE static constexpr void name_policy(Visit& visit) noexcept {
        if constexpr (Visit::explains) {
            visit.policy = name_of<kind_at<Kind>>();
        }
    }
    template <std::size_t Kind, class Visit>
    LOYALTY_INLINE static constexpr void begin_rule(Visit& visit) noexcept {
        name_policy<Kind>(visit);
        visit.note(
            effects::rule_begun{visit.rule, visit.policy, detail::concerns<kind_at<Kind>, event_type_of<Visit>>()});
    }

    /// Calls `function(kind, index)` for each rule in order.
    template <class Visit, class Function>
    constexpr void for_each(Visit& visit, Function&& function) const noexcept {
        const std::uint8_t first = visit.rule;
        for (std::size_t i = 0; i < size_; ++i) {
            with_kind(i, [&](auto kind) {
                visit.rule = static_cast<std::uint8_t>(first + i);
                name_policy<kind>(visit);
                function(kind, i);
            });
        }
        visit.rule = first;
    }

    template <class Visit>
    LOYALTY_INLINE static constexpr void tell_tier(state& own, const Visit& visit) noexcept {
        if constexpr (tells_tier) {
            own.tier = visit.tier.after;
        }
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

    any_one_of<Policies...> rules_[capacity]{};
    std::uint8_t kinds_[capacity]{};
    std::uint8_t ways_[capacity]{};  ///< the kind; and `kinds` more if the kind has a plain way that is not the rule's
    std::uint8_t aging_[capacity]{}; ///< the rules for which time does something
    std::uint8_t aging_size_ = 0;
    std::uint8_t size_ = 0;
    LOYALTY_NO_UNIQUE_ADDRESS plan_type plan_{};
};

} // namespace detail

/// Up to `Capacity` rules (at most 128), each of one of the kinds `Policies`, added at run time. It is a policy itself:
/// it stands in a programme beside others, or alone. No allocation, nothing virtual; works in constant expressions.
///
/// Effects and explanations name a rule by the index of the list in the programme plus the index of the rule in the
/// list, and so does `problem()` of the programme. If the list comes last, the count simply goes on.
///
/// A list that names a kind of `tiered` must hold it before the rules that read the tier; otherwise it is a
/// `problem()`. Any other list takes the tier from a `tiered` before it in the programme.
///
/// For each rule of the capacity a member remembers as much as the kind that remembers most, and one byte.
template <std::size_t Capacity, class... Policies>
class rule_list : public detail::list_of_rules<detail::slot_room<Capacity>, Policies...> {};

} // namespace loyalty
