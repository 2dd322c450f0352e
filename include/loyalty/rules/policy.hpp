// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The members of a policy. Required:
///
/// - `using rewards = units<...>;`: the units that it may grant,
/// - `template <class Visit> constexpr void apply(state& own, Visit& visit) const`: its effect at an event.
///
/// Optional, each found by its name:
///
/// | member                                                    | meaning                                                   |
/// |-----------------------------------------------------------|-----------------------------------------------------------|
/// | `struct state`                                            | its memory of a member: trivially copyable, comparable with `==`; without it `apply` takes `no_state` |
/// | `template <class Event> static constexpr bool concerns`   | true for the events that it is applied to; without it, purchases |
/// | `template <class Moment> constexpr void advance(state& own, Moment& moment) const` | the passing of time; called before every event |
/// | `static constexpr bool advances_silently`                 | false if its `advance` only passes on effects: without a sink that receives them, its state stays |
/// | `constexpr bool ages() const`                             | false for a rule to which the passing of time does nothing: a `rule_list` then passes it over |
/// | `template <class Visit> constexpr void revert(state& own, const undone<state>& event, Visit& visit) const` | the effect of a return on the state (S31) |
/// | `static constexpr bool returns_put_back`                  | true in the place of `revert`: a return puts the state back if nothing was added since |
/// | `template <class Visit> constexpr void merge(state& own, const state& from, Visit& visit) const` | two members become one: `own` takes in what the other had. Required if members merge |
/// | `static constexpr auto rule_fields`                       | its fields with their bounds: see rules/field.hpp. Required of a policy with constructors |
/// | `constexpr const char* problem() const`                   | a sentence if its fields together cannot be right, else null |
/// | `constexpr const char* problem_of_memory(const state& own) const` | a sentence about what the policy cannot have left in a decoded member, or null |
/// | `static constexpr bool counts_grants`                     | true if its state counts what it has granted: a return by shares does not compile |
/// | `static constexpr std::string_view name`                  | its name in explanations and refusals                     |
/// | `constexpr auto progress(const state& own, const Moment& moment) const` | how far to the next award or tier: see engine/queries.hpp |
/// | `constexpr auto line_weights(const state& before, Visit& visit) const` | how its award is divided over the lines: see rules/line_weights.hpp |
/// | `void apply_parts(state& own, Visit& visit, Function&& function) const` | of a policy that holds others: calls `function(policy, its state)` for each, in the place of `apply` |
/// | `using booked = units<...>`                               | the units whose balances it keeps: it is then an account  |
/// | `using debits = units<...>`                               | the units that it spends by `visit.spend`                 |
/// | `static constexpr bool spending_comes_back`               | true if what it spends of an account, once at an event, goes back with a sale: before the accounts; behind them if it grants nothing |
/// | `constexpr auto converted_of(std::int64_t available) const` | of a policy behind an account whose act follows from what is available there, in minor units: what it takes and gives, `taken` and `given`. A return undoes the difference |
/// | `template <class Account> static constexpr std::size_t lot_buckets` | its lots have dates of their own, at most so many different ones at once; then also the next |
/// | `constexpr auto dates_of(const Account& account, Point earned_on) const` | the dates of a lot that it grants; `account.dates_of(earned_on)` are those of all others |
/// | `using turned_into_things = units<...>`                   | the units that an account turns into things: they have no balance |
/// | `static constexpr bool keeps_entitlements`                | true for the account of things: see events/presented.hpp  |
/// | `template <class Function> constexpr void for_each_campaign(Function&& function) const` | calls `function(number)` for each campaign that it is about: things of no such campaign are then not issued |
/// | `static constexpr bool refuses_untouched`                 | true for an account that leaves its state as it was if it refuses: its books are then not copied before each event |
/// | `static constexpr bool reads_tier`                        | true if it reads `visit.tier` itself: a `tiered` must then stand before it |
/// | `static constexpr bool tells_tier`, `std::size_t tiers`   | true if it sets `visit.tier`, as `tiered` does; the number of its tiers |
/// | `static constexpr std::size_t tiers_named`                | the number of tiers that it has a figure for              |
/// | `template <class Visit> struct demands`                   | a demand on the event: see rules/demands.hpp              |

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/time/instant.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace extensions {

/// The state of a policy that remembers nothing.
struct no_state {
    [[nodiscard]] friend constexpr bool operator==(const no_state&, const no_state&) = default;
};

/// A reversal of one state: the state right after the original event, and the state that it would have been with only
/// the goods that remain.
template <class State>
struct undone {
    const State& with;
    const State& without;
    instant time{}; ///< of the original event
};

} // namespace extensions

namespace detail {

template <class Type>
using state_in = typename Type::state;
struct name_the_number_of_buckets_of_the_expiry_or_use_growing_ledger;
template <class State>
inline constexpr bool has_no_bound =
    std::is_same_v<State, name_the_number_of_buckets_of_the_expiry_or_use_growing_ledger>;
template <class State>
using bounded_t = std::conditional_t<has_no_bound<State>, extensions::no_state, State>;
/// The state of a policy. The books of an account without a bound are no part of a member: `can_apply` has the sentence.
template <class Type>
using state_of_t = bounded_t<typename member_type_or<state_in, Type, extensions::no_state>::type>;

/// The units that a policy grants, that it spends, that it keeps, and that it turns into things.
template <class Type>
using rewards_in = typename Type::rewards;
template <class Type>
using rewards_of = typename member_type_or<rewards_in, Type, type_list<>>::type;
template <class Type>
using debits_in = typename Type::debits;
template <class Type>
using debits_of = typename member_type_or<debits_in, Type, type_list<>>::type;
/// True for a policy that spends once at an event, which a return of the whole sale gives back.
template <class Policy>
inline constexpr bool spending_comes_back = requires {
    requires Policy::spending_comes_back;
};
template <class Type>
using booked_in = typename Type::booked;
template <class Type>
using booked_by = typename member_type_or<booked_in, Type, type_list<>>::type;
template <class Type>
using turned_in = typename Type::turned_into_things;
template <class Type>
using turned_by = typename member_type_or<turned_in, Type, type_list<>>::type;

template <class Type>
[[nodiscard]] consteval bool tells_tier_of() noexcept {
    return requires {
        requires Type::tells_tier;
    };
}

/// Returns true if a rule, or a part of it, reads the member's tier, which a `tiered` before it must have set. A `tiered` itself
/// may read the tier that it sets.
template <class Type>
[[nodiscard]] consteval bool reads_tier_of() noexcept {
    if constexpr (requires { Type::reads_tier; }) {
        return Type::reads_tier;
    } else if constexpr (tells_tier_of<Type>()) {
        return false;
    } else {
        return []<class... Parts>(type_list<Parts...>) {
            return (reads_tier_of<Parts>() || ...);
        }(typename parts_of<Type>::type{});
    }
}

template <class... Types>
[[nodiscard]] consteval std::size_t tiers_named_by() noexcept;

/// The number of tiers that a rule, or a part of it, has a figure for; 0 if it has none.
template <class Type>
[[nodiscard]] consteval std::size_t tiers_named_of() noexcept {
    if constexpr (requires { Type::tiers_named; }) {
        return Type::tiers_named;
    } else {
        return []<class... Parts>(type_list<Parts...>) {
            return tiers_named_by<Parts...>();
        }(typename parts_of<Type>::type{});
    }
}

/// The number on which all rules agree that have one; a number that no `tiered` has if they do not agree.
template <class... Types>
[[nodiscard]] consteval std::size_t tiers_named_by() noexcept {
    [[maybe_unused]] constexpr std::size_t disagreement = static_cast<std::size_t>(-1);
    std::size_t shared = 0;
    ((shared = tiers_named_of<Types>() == 0 || tiers_named_of<Types>() == shared ? shared
               : shared == 0                                                     ? tiers_named_of<Types>()
                                                                                 : disagreement),
     ...);
    return shared;
}

// A variable, since clang 14 takes a requires-expression in a lambda for false.
template <class State>
inline constexpr bool keeps_tier = requires(const State& own) {
    std::uint8_t{own.tier};
};

template <class State>
inline constexpr bool keeps_shown_tier = requires(const State& own) {
    std::uint8_t{own.shown};
};

/// Lets time pass for one rule. A rule whose windows need a fact that neither the profile nor the event has waits for the next
/// event that has it.
template <class Type, class Moment>
LOYALTY_INLINE constexpr void advance(const Type& rule, state_of_t<Type>& own, Moment& moment) noexcept {
    if constexpr (requires { rule.advance(own, moment); }) {
        if constexpr (facts_are_there<typename time_demands_of<Moment, Type>::type>) {
            rule.advance(own, moment);
        } else if constexpr (tells_tier_of<Type>() && keeps_tier<state_of_t<Type>>) {
            moment.tier.told = own.tier;
            moment.stands_at(own.tier);
        }
    }
}

template <class Type>
inline constexpr bool is_account = requires {
    typename Type::booked;
};

/// Stands for any account in the test which functions a policy has.
struct any_account {
    struct activation_type {
        static constexpr std::size_t pending = 0;
    };
};

/// True for a policy whose lots have dates of their own.
template <class Policy>
inline constexpr bool has_own_dates = requires {
    Policy::template lot_buckets<any_account>;
};

/// Applies a rule to an event that concerns it.
template <class Type, class Visit>
LOYALTY_INLINE constexpr void apply(const Type& rule, state_of_t<Type>& own, Visit& visit) noexcept {
    if constexpr (concerns<Type, event_type_of<Visit>>()) {
        rule.apply(own, visit);
    }
}

/// Takes the effect of a sale out of a rule's state.
template <class Type, class Visit>
constexpr void revert(const Type& rule, state_of_t<Type>& own, const extensions::undone<state_of_t<Type>>& event,
                      Visit& visit) noexcept {
    if constexpr (requires { rule.revert(own, event, visit); }) {
        rule.revert(own, event, visit);
    } else if (own == event.with) {
        own = event.without;
    }
}

/// Stands for any visit in the test which functions a policy has.
struct any_visit {};

template <class Policy>
concept has_revert = requires(const Policy& policy, state_of_t<Policy>& own,
                              const extensions::undone<state_of_t<Policy>>& event, any_visit& visit) {
    policy.revert(own, event, visit);
};

template <class Policy>
concept has_advance = requires(const Policy& policy, state_of_t<Policy>& own, any_visit& moment) {
    policy.advance(own, moment);
};

/// True for a kind of rule that few programmes have: in a list it does not lie in the way of the others.
template <class Policy>
inline constexpr bool is_rare = requires {
    requires Policy::is_rare;
};

/// True for a kind of rule of which many need less than the whole: `rule.apply_plain(memory, visit)` does at a purchase, for a
/// rule that `is_plain()`, what `apply` does.
template <class Policy>
concept has_plain_way = requires(const Policy& policy) {
    bool{policy.is_plain()};
};

/// True for such a kind with an `advance_plain(memory, moment)` that does for all of its rules what `advance` does.
template <class Policy>
inline constexpr bool advances_plainly = requires(const Policy& policy, unsigned char* words, any_visit& moment) {
    policy.advance_plain(words, moment);
};

/// Returns true if the passing of time may do something to a rule.
template <class Policy>
[[nodiscard]] constexpr bool ages(const Policy& rule) noexcept {
    if constexpr (requires { bool{rule.ages()}; }) {
        return rule.ages();
    } else {
        return has_advance<Policy>;
    }
}

template <class Policy>
concept has_merge = requires(const Policy& policy, state_of_t<Policy>& own, const state_of_t<Policy>& from,
                             any_visit& visit) {
    policy.merge(own, from, visit);
};

/// True if two states of a policy can become one: it says how, or remembers nothing.
template <class Policy>
inline constexpr bool can_merge = std::is_empty_v<state_of_t<Policy>> || has_merge<Policy>;

/// Takes the state of another member into that of this one.
template <class Type, class Visit>
constexpr void merge(const Type& rule, state_of_t<Type>& own, const state_of_t<Type>& from, Visit& visit) noexcept {
    if constexpr (!std::is_empty_v<state_of_t<Type>>) {
        rule.merge(own, from, visit);
    }
}

/// Returns true if a policy says what a return does to its state, so that a misspelt `revert` is not passed over.
template <class Policy>
[[nodiscard]] consteval bool says_what_returns_do() noexcept {
    if constexpr (std::is_empty_v<state_of_t<Policy>> || is_account<Policy> || has_revert<Policy>) {
        return true;
    } else {
        return requires {
            requires Policy::returns_put_back;
        };
    }
}

template <class Type>
[[nodiscard]] consteval std::string_view name_of() noexcept {
    if constexpr (requires { std::string_view{Type::name}; }) {
        return Type::name;
    } else {
        return "policy";
    }
}

/// Returns true if a rule that counts a unit has nothing more to do: `refused` says if it has just refused the event itself. A list of
/// rules goes on behind one that refused, and all that they do is undone. So a rule from run time looks only at what it finds
/// itself, unless it explains.
template <class Unit, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool ends_at_refusal(const Visit& visit, bool refused) noexcept {
    if constexpr (Visit::explains || !requires { Unit::comes_at_run_time; }) {
        return visit.refused();
    } else {
        return refused;
    }
}

} // namespace detail
} // namespace loyalty
