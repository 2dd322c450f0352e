// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/program/programme.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

/// Copies a whole state at once: member by member, around the padding that they share, takes three times as long.
template <class State>
LOYALTY_INLINE constexpr void copy_state(State& to, const State& from) noexcept {
    if (std::is_constant_evaluated()) {
        to = from;
    } else {
        std::memcpy(&to, &from, sizeof(State));
    }
}

/// Whether the last policy is an account that a refused booking leaves as it was.
template <class Programme>
inline constexpr bool last_refuses_untouched = false;
template <class Terms, class... Policies>
inline constexpr bool last_refuses_untouched<programme<Terms, Policies...>> = [] {
    using last = typename type_at<sizeof...(Policies) - 1, Policies...>::type;
    return requires {
        requires last::refuses_untouched;
    };
}();

/// What is kept of a member while an event is evaluated in place, to be put back where it is refused.
template <class Programme>
struct whole_member {
    member<Programme> kept;

    LOYALTY_INLINE constexpr void keep(const member<Programme>& own) noexcept { copy_state(kept, own); }
    LOYALTY_COLD constexpr void put_back(member<Programme>& own) const noexcept { copy_state(own, kept); }
};

/// All but the books of the last account, which are booked last of all, whole or not at all: they are many times the rest.
template <class Programme, class Index>
struct all_but_books;
template <class Programme, std::size_t... Index>
struct all_but_books<Programme, std::index_sequence<Index...>> {
    pack<std::remove_cvref_t<decltype(get<Index>(std::declval<const member<Programme>&>()))>...> kept;

    LOYALTY_INLINE constexpr void keep(const member<Programme>& own) noexcept {
        ((get<Index>(kept) = get<Index>(own)), ...);
    }
    LOYALTY_INLINE constexpr void put_back(member<Programme>& own) const noexcept {
        ((get<Index>(own) = get<Index>(kept)), ...);
    }
};

template <class Programme>
using kept_aside =
    std::conditional_t<last_refuses_untouched<Programme>,
                       all_but_books<Programme, std::make_index_sequence<Programme::plain_units_type::size +
                                                                         Programme::size>>, // and the clock first
                       whole_member<Programme>>;

} // namespace loyalty::detail
