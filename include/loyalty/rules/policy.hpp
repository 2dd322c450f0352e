// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a policy is. Required:
///
/// - `using rewards = units<...>;` the units that it may grant,
/// - `template <class Visit> constexpr void apply(state& own, Visit& visit) const`, what it does at a purchase.
///
/// Optional, each found by its name:
///
/// - `struct state`, what it remembers of a member: trivially copyable; without it `apply` takes `no_state`,
/// - `template <class Moment> constexpr void advance(state& own, Moment& moment) const`, what the passing of time does,
///   called before every event,
/// - `template <class Visit> constexpr void revert(state& own, const undone<state>& event, Visit& visit) const`, what a
///   return does to the state (S31); without it, a state on which nothing has built since is put back,
/// - `constexpr const char* problem() const`, a sentence where its numbers cannot be right, else null,
/// - `static constexpr std::string_view name`, for explanations,
/// - `using booked = units<...>` and `template <class Visit> constexpr void book(state& own, Visit& visit, date earned_on)
///   const`, for an account: it keeps the balances of these units, from what an event has granted in all,
/// - `static constexpr bool refuses_untouched = true`, for an account whose `book` leaves its state as it was wherever it
///   refuses: then the books of the last account are not copied before each event,
/// - `static constexpr std::size_t field_count = 3`, how many members it has, where it has constructors and its programme
///   keeps a journal: see detail/fields.hpp,
/// - `static constexpr bool reads_tier = true`, where it asks `visit.tier`: a `tiered` must then stand before it.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/time/instant.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// The state of what remembers nothing.
struct no_state {
    [[nodiscard]] friend constexpr bool operator==(const no_state&, const no_state&) = default;
};

/// What a reversal takes out of a state: the state right after the original event, and the one that it would have been
/// with only what remains of the event.
template <class State>
struct undone {
    const State& with;
    const State& without;
    instant time{}; ///< of the original event
};

namespace detail {

template <class Type>
struct state_of {
    using type = no_state;
};

template <class Type>
requires requires {
    typename Type::state;
}
struct state_of<Type> {
    using type = typename Type::state;
};

template <class Type>
using state_of_t = typename state_of<Type>::type;

/// Whether a rule asks for the member's tier, which a `tiered` before it must have told.
template <class Type>
[[nodiscard]] consteval bool reads_tier_of() noexcept {
    if constexpr (requires { Type::reads_tier; }) {
        return Type::reads_tier;
    } else {
        return false;
    }
}

template <class... Types>
inline constexpr bool any_reads_tier = (reads_tier_of<Types>() || ...);

/// The number of tiers that a rule has a figure for; 0 where it has none.
template <class Type>
[[nodiscard]] consteval std::size_t tiers_named_of() noexcept {
    if constexpr (requires { Type::tiers_named; }) {
        return Type::tiers_named;
    } else {
        return 0;
    }
}

/// The number that all rules agree on which have one; one that no `tiered` tells where they do not agree.
template <class... Types>
[[nodiscard]] consteval std::size_t tiers_named_by() noexcept {
    constexpr std::size_t disagreement = static_cast<std::size_t>(-1);
    std::size_t shared = 0;
    ((shared = tiers_named_of<Types>() == 0 || tiers_named_of<Types>() == shared ? shared
               : shared == 0                                                     ? tiers_named_of<Types>()
                                                                                 : disagreement),
     ...);
    return shared;
}

template <class Type>
[[nodiscard]] consteval bool tells_tier_of() noexcept {
    return requires {
        requires Type::tells_tier;
    };
}

template <class Type>
[[nodiscard]] constexpr const char* problem_of(const Type& rule) noexcept {
    if constexpr (requires { rule.problem(); }) {
        return rule.problem();
    } else {
        return nullptr;
    }
}

template <class Type, class Moment>
LOYALTY_INLINE constexpr void advance(const Type& rule, state_of_t<Type>& own, Moment& moment) noexcept {
    if constexpr (requires { rule.advance(own, moment); }) {
        rule.advance(own, moment);
    }
}

template <class Type>
struct booked_by {
    using type = type_list<>;
};

template <class Type>
requires requires {
    typename Type::booked;
}
struct booked_by<Type> {
    using type = typename Type::booked;
};

template <class Type, class Visit>
LOYALTY_INLINE constexpr void apply(const Type& rule, state_of_t<Type>& own, Visit& visit) noexcept {
    if constexpr (booked_by<Type>::type::size == 0) {
        rule.apply(own, visit);
    }
}

template <class Type, class Visit>
LOYALTY_INLINE constexpr void book(const Type& rule, state_of_t<Type>& own, Visit& visit, date earned_on) noexcept {
    if constexpr (booked_by<Type>::type::size != 0) {
        rule.book(own, visit, earned_on);
    }
}

template <class Type, class Visit>
constexpr void revert(const Type& rule, state_of_t<Type>& own, const undone<state_of_t<Type>>& event,
                      Visit& visit) noexcept {
    if constexpr (requires { rule.revert(own, event, visit); }) {
        rule.revert(own, event, visit);
    } else if (booked_by<Type>::type::size == 0 && own == event.with) {
        own = event.without;
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

} // namespace detail
} // namespace loyalty
