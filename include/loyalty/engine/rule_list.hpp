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
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

/// A value with zeros behind it, so that all bytes of a union are written whichever of its members lives.
template <class Type, std::size_t Size>
struct padded {
    Type value;
    unsigned char tail[Size - sizeof(Type)]{};
};
template <class Type, std::size_t Size>
requires(Size == sizeof(Type) && !std::is_empty_v<Type>) struct padded<Type, Size> {
    Type value;
};
template <class Type, std::size_t Size>
requires std::is_empty_v<Type>
struct padded<Type, Size> {
    LOYALTY_NO_UNIQUE_ADDRESS Type value;
    unsigned char tail[Size]{};
};

/// One of several types, or nothing; which, its owner knows. `std::variant` is not constexpr enough on all compilers.
template <std::size_t Size, class... Types>
union one_of;

template <std::size_t Size>
union one_of<Size> {
    unsigned char nothing[Size];
};

template <std::size_t Size, class First, class... Rest>
union one_of<Size, First, Rest...> {
    unsigned char nothing[Size];
    padded<First, Size> first;
    one_of<Size, Rest...> rest;

    constexpr one_of() noexcept : nothing{} {}
    constexpr one_of(std::integral_constant<std::size_t, 0>, const First& value) noexcept : first{value} {}
    template <std::size_t Index, class Value>
    constexpr one_of(std::integral_constant<std::size_t, Index>, const Value& value) noexcept
        : rest{std::integral_constant<std::size_t, Index - 1>{}, value} {}
};

template <class... Types>
[[nodiscard]] consteval std::size_t size_for_one_of() noexcept {
    std::size_t size = 1;
    std::size_t alignment = 1;
    ((size = sizeof(Types) > size ? sizeof(Types) : size), ...);
    ((alignment = alignof(Types) > alignment ? alignof(Types) : alignment), ...);
    return (size + alignment - 1) / alignment * alignment;
}

template <class... Types>
using any_one_of = one_of<size_for_one_of<Types...>(), Types...>;

template <std::size_t Index, class Union>
[[nodiscard]] constexpr auto& held(Union& any) noexcept {
    if constexpr (Index == 0) {
        return any.first.value;
    } else {
        return held<Index - 1>(any.rest);
    }
}

/// The tiers that all of several policies tell which tell any; a number that no policy names where they differ.
template <class... Policies>
[[nodiscard]] consteval std::size_t tiers_told_by() noexcept {
    std::size_t shared = 0;
    (
        [&] {
            if constexpr (tells_tier_of<Policies>()) {
                shared = shared == 0 || shared == Policies::tiers ? Policies::tiers : static_cast<std::size_t>(-1);
            }
        }(),
        ...);
    return shared;
}

} // namespace detail

/// Up to `Capacity` rules (at most 128), each of one of the kinds `Policies`, added at run time. It is a policy itself:
/// it stands in a programme beside others, or alone. No allocation, nothing virtual; works in constant expressions.
///
/// Effects and explanations name a rule by the index of the list in the programme plus the index of the rule in the
/// list, and so does `problem()` of the programme: where the list comes last, rules are counted through.
///
/// A list that names a kind of `tiered` must hold it before the rules that ask for the tier; `problem()` says so where
/// it does not. Any other list takes the tier from a `tiered` before it in the programme.
///
/// For each rule of the capacity a member remembers as much as the kind that remembers most, and one byte.
template <std::size_t Capacity, class... Policies>
class rule_list {
    static constexpr std::size_t kinds = sizeof...(Policies);
    static_assert(0 < Capacity && Capacity <= 128, "loyalty: rule_list: the capacity is 1 to 128 rules");
    static_assert(0 < kinds && kinds <= 64, "loyalty: rule_list: name the 1 to 64 kinds of policies that it may hold");
    static_assert((detail::names_rewards<Policies> && ...),
                  "loyalty: a policy misses `using rewards = loyalty::units<...>;`: name the units that it may grant");
    static_assert((detail::can_apply<Policies> && ...),
                  "loyalty: a policy misses `template <class Visit> constexpr void apply(state& own, Visit& visit) "
                  "const`: without a state of its own, write loyalty::extensions::no_state for state");
    static_assert((detail::says_what_returns_do<Policies>() && ...),
                  "loyalty: rule_list: a policy with a state must say what a return does to it: give it `revert` or "
                  "`static constexpr bool returns_put_back = true;`");
    static_assert((std::is_trivially_copyable_v<Policies> && ...),
                  "loyalty: rule_list: a policy must be trivially copyable: numbers, no strings or vectors");
    static_assert((std::is_trivially_copyable_v<detail::state_of_t<Policies>> && ...),
                  "loyalty: the `struct state` of a policy must be trivially copyable: no strings, vectors or pointers "
                  "that own");

public:
    using rewards = detail::united<detail::rewards_of<Policies>...>;
    using debits = detail::united<detail::debits_of<Policies>...>;
    static constexpr std::string_view name = "rule_list";
    static constexpr bool holds_policies = true;
    using parts = detail::type_list<Policies...>;
    template <class Event>
    static constexpr bool concerns = (detail::concerns<Policies, Event>() || ...);
    static constexpr std::size_t capacity = Capacity;
    static constexpr bool tells_tier = (detail::tells_tier_of<Policies>() || ...);
    static constexpr std::size_t tiers = detail::tiers_told_by<Policies...>();
    static constexpr bool reads_tier = !tells_tier && (detail::reads_tier_of<Policies>() || ...);
    static constexpr std::size_t tiers_named = reads_tier ? detail::tiers_named_by<Policies...>() : 0;

    /// What the rules remember of a member, each in the slot with its index; and the tier, as a `tiered` does.
    class state {
    public:
        LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<tells_tier, std::uint8_t, 100>
            tier{}; // a tag of its own: two of one tag have two addresses

        [[nodiscard]] constexpr bool operator==(const state& other) const noexcept {
            bool equal = tier == other.tier;
            for (std::size_t i = 0; i < Capacity && equal; ++i) {
                equal = filled_[i] == other.filled_[i];
                with_kind(equal ? filled_[i] : empty, [&](auto kind) {
                    equal = detail::held<kind>(slots_[i]) == detail::held<kind>(other.slots_[i]);
                });
            }
            return equal;
        }

        /// What may lie in a slot.
        using memories = detail::type_list<detail::state_of_t<Policies>...>;

        /// The kind of each slot, and what lies in it. A `Function` that writes into a state says `fail` for a kind that there
        /// is not.
        template <class Self, class Function>
        static constexpr void for_each_field(Self& own, Function& function) noexcept {
            if constexpr (tells_tier) {
                function(own.tier);
            }
            for (std::size_t i = 0; i < Capacity; ++i) {
                std::uint8_t filled = own.filled_[i];
                function(filled);
                if constexpr (std::is_const_v<Self>) {
                    with_kind(filled, [&](auto kind) { function(detail::held<kind>(own.slots_[i])); });
                } else {
                    if (filled > kinds) {
                        function.fail();
                        return;
                    }
                    own.slots_[i] = slot{};
                    own.filled_[i] = empty;
                    with_kind(filled, [&](auto kind) { function(own.template at<kind>(i)); });
                }
            }
        }

        /// Calls `function(memory, other memory)` for each slot that is filled in `other`. A memory of another kind is made new.
        template <class Function>
        static constexpr void for_each_pair(state& own, const state& other, Function&& function) noexcept {
            for (std::size_t i = 0; i < Capacity; ++i) {
                with_kind(other.filled_[i],
                          [&](auto kind) { function(own.template at<kind>(i), detail::held<kind>(other.slots_[i])); });
            }
        }

    private:
        friend class rule_list;
        using slot = detail::any_one_of<detail::state_of_t<Policies>...>;

        /// The memory of a rule; new where nothing of its kind lies there yet.
        template <std::size_t Kind>
        [[nodiscard]] constexpr auto& at(std::size_t index) noexcept {
            using own = detail::state_of_t<typename detail::type_at<Kind, Policies...>::type>;
            if (filled_[index] != Kind + 1) {
                slots_[index] = slot{std::integral_constant<std::size_t, Kind>{}, own{}};
                filled_[index] = static_cast<std::uint8_t>(Kind + 1);
            }
            return detail::held<Kind>(slots_[index]);
        }

        slot slots_[Capacity]{};
        std::uint8_t filled_[Capacity]{}; ///< the kind plus one, or `empty`
    };

    /// Adds a rule after the others. False, and nothing happens, where the list is full.
    template <class Policy>
    [[nodiscard]] constexpr bool push_back(const Policy& rule) noexcept {
        constexpr std::size_t kind = detail::index_of<Policy, Policies...>();
        static_assert(kind < kinds, "loyalty: rule_list: the list does not name this kind of policy among its own");
        if constexpr (kind < kinds) {
            if (size_ < Capacity) {
                rules_[size_] = detail::any_one_of<Policies...>{std::integral_constant<std::size_t, kind>{}, rule};
                filled_[size_] = static_cast<std::uint8_t>(kind + 1);
                ++size_;
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

    /// The kind of each rule, and the rule.
    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        for (std::size_t i = 0; i < own.size_; ++i) {
            function(own.filled_[i]);
            with_kind(own.filled_[i], [&](auto kind) { function(detail::held<kind>(own.rules_[i])); });
        }
    }

    template <class Moment>
    constexpr void advance(state& own, Moment& moment) const noexcept {
        for_each(moment, [&](auto kind, const auto& rule, std::size_t index) {
            detail::advance(rule, own.template at<kind>(index), moment);
        });
    }

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        apply_parts(own, visit, [&](const auto& rule, auto& memory) { detail::apply(rule, memory, visit); });
    }

    /// Calls `function(rule, its memory)` for each rule in order, in the place of `apply`.
    template <class Visit, class Function>
    constexpr void apply_parts(state& own, Visit& visit, Function&& function) const noexcept {
        for_each(visit, [&](auto kind, const auto& rule, std::size_t index) {
            visit.note(effects::rule_begun{
                visit.rule, visit.policy,
                detail::concerns<std::remove_cvref_t<decltype(rule)>, detail::event_type_of<Visit>>()});
            function(rule, own.template at<kind>(index));
        });
        if constexpr (tells_tier) {
            own.tier = visit.tier.after;
        }
    }

    /// Each rule takes out of its own memory what it put in. What was in force at the sale is the receipt's; the rules of the
    /// list are those that the list holds now, and a rule that the sale did not know changes nothing.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        for_each(visit, [&](auto kind, const auto& rule, std::size_t index) {
            if (event.with.filled_[index] == kind + 1 && event.without.filled_[index] == kind + 1) {
                detail::revert(rule, own.template at<kind>(index),
                               {detail::held<kind>(event.with.slots_[index]),
                                detail::held<kind>(event.without.slots_[index]), event.time},
                               visit);
            }
        });
        if constexpr (tells_tier) {
            own.tier = visit.tier.after;
        }
    }

    /// Each rule takes in what it remembers of another member.
    template <class Visit>
    requires(detail::can_merge<Policies>&&...) constexpr void merge(state& own, const state& from,
                                                                    Visit& visit) const noexcept {
        for_each(visit, [&](auto kind, const auto& rule, std::size_t index) {
            if (from.filled_[index] == kind + 1) {
                detail::merge(rule, own.template at<kind>(index), detail::held<kind>(from.slots_[index]), visit);
            }
        });
        if constexpr (tells_tier) {
            own.tier = visit.tier.after;
        }
    }

    /// The first rule that cannot be right, by its index in the list; a null sentence if all are right. `tiers` is the number of
    /// tiers of the programme, or 0.
    [[nodiscard]] constexpr extensions::defect first_defect(std::size_t tiers_of_programme = 0) const noexcept {
        extensions::defect found{};
        std::size_t told = 0;
        for (std::size_t i = 0; i < size_ && found.sentence == nullptr; ++i) {
            with_kind(filled_[i], [&](auto kind) {
                using policy = typename detail::type_at<kind, Policies...>::type;
                const char* const own = problem_of(detail::held<kind>(rules_[i]), tiers_of_programme);
                found = {i, own != nullptr ? own : problem_of_order<policy>(told)};
                if constexpr (detail::tells_tier_of<policy>()) {
                    told = policy::tiers;
                }
            });
        }
        return found.sentence != nullptr ? found : extensions::defect{};
    }

private:
    static constexpr std::uint8_t empty = 0;

    /// Calls `function(std::integral_constant<std::size_t, kind>{})` with what `filled` says; not where it is empty.
    template <class Function>
    LOYALTY_INLINE static constexpr void with_kind(std::uint8_t filled, Function&& function) noexcept {
        detail::for_each_index<kinds>([&](auto kind) {
            if (filled == kind + 1) {
                function(kind);
            }
        });
    }

    /// Calls `function(kind, rule, index)` for each rule in order, and tells the visit which is at work.
    template <class Visit, class Function>
    LOYALTY_INLINE constexpr void for_each(Visit& visit, Function&& function) const noexcept {
        const std::uint8_t first = visit.rule;
        for (std::size_t i = 0; i < size_; ++i) {
            visit.rule = static_cast<std::uint8_t>(first + i);
            with_kind(filled_[i], [&](auto kind) {
                if constexpr (Visit::explains) {
                    visit.policy = detail::name_of<typename detail::type_at<kind, Policies...>::type>();
                }
                function(kind, detail::held<kind>(rules_[i]), i);
            });
        }
        visit.rule = first;
    }

    /// Returns true if a kind may come after rules that told so many tiers, none where 0.
    template <class Policy>
    [[nodiscard]] static constexpr const char* problem_of_order(std::size_t told) noexcept {
        if constexpr (detail::tells_tier_of<Policy>()) {
            return told != 0 ? "rule_list: a second tiered: a member has one tier" : nullptr;
        } else if constexpr (tells_tier) {
            constexpr std::size_t named = detail::tiers_named_of<Policy>();
            return detail::reads_tier_of<Policy>() && told == 0
                       ? "rule_list: a rule asks for the member's tier before a tiered: add the tiered first"
                   : named != 0 && named != told
                       ? "rule_list: multiply_by_tier needs one factor for each tier, the tier of everyone included"
                       : nullptr;
        } else {
            return nullptr;
        }
    }

    detail::any_one_of<Policies...> rules_[Capacity]{};
    std::uint8_t filled_[Capacity]{}; ///< the kind plus one, or `empty`
    std::size_t size_ = 0;
};

} // namespace loyalty
