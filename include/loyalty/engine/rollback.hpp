// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/detail/prefetch.hpp>
#include <loyalty/engine/paying.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/rules/policy.hpp>

#include <array>
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
        LOYALTY_MEMORY(memcpy)(&to, &from, sizeof(State));
    }
}

template <class Policy>
inline constexpr bool refuses_untouched = requires {
    requires Policy::refuses_untouched;
};

/// Returns true if the books of the policy at an index need no copy while an event is evaluated: an account that the event does
/// not concern, or that acts last and leaves its books as they were if it refuses. Points that pay are spent before
/// they act, and those that had paid come back before. Of several lots for one event the first may be booked if the
/// second is refused.
template <class Programme, class Event, std::size_t Index>
[[nodiscard]] consteval bool needs_no_copy() noexcept {
    using policy = typename Programme::template policy_type<Index>;
    if constexpr (!is_account<policy> || Programme::settles_last ||
                  (extensions::uses_things<Event> && !keeps_entitlements<policy>) || extensions::is_merge<Event> ||
                  extensions::is_opening<Event> || Programme::apart_type::size != 0 ||
                  points_can_pay<Programme, Event>() ||
                  (extensions::is_return<Event> && has_paying_rule<Programme>())) {
        return false;
    } else {
        bool acts_last = true;
        for_each_index<Programme::size>([&](auto other) {
            acts_last =
                acts_last && !(other > Index && concerns<typename Programme::template policy_type<other>, Event>());
        });
        return !concerns<policy, Event>() || (acts_last && refuses_untouched<policy>);
    }
}

/// The parts of a member's state that an event may change before it is refused: clock and balances, and the policies that need
/// a copy.
template <class Programme, class Event>
inline constexpr auto parts_to_copy = [] {
    constexpr std::size_t plain = 1 + Programme::plain_units_type::size;
    struct {
        std::array<std::size_t, plain + Programme::size + 1> indices{};
        std::size_t count = 0;
    } parts;
    for (std::size_t i = 0; i < plain; ++i) {
        parts.indices[parts.count++] = i;
    }
    for_each_index<Programme::size>([&](auto index) {
        if (!needs_no_copy<Programme, Event, index>()) {
            parts.indices[parts.count++] = plain + index;
        }
    });
    parts.indices[parts.count++] = plain + Programme::size; // the shift of the last event's day
    return parts;
}();

/// True for a policy that says how many bytes of its state, from the first on, an event may change. Of fewer than two lines the
/// whole is copied sooner than it is known how much.
template <class Policy>
inline constexpr bool is_used_in_part = requires(const Policy& rule, const state_of_t<Policy>& own) {
    rule.bytes_in_use(own);
    requires sizeof(own) > 2 * cache_line_bytes;
};

/// Copies the first bytes of a state, and perhaps some behind them: a call for a few lines would take longer.
template <class State>
LOYALTY_INLINE void copy_front(void* to, const State& from, std::size_t bytes) noexcept {
    constexpr std::size_t step = 32;
    constexpr std::size_t steps = sizeof(State) / step;
    if (bytes > steps * step) [[unlikely]] {
        LOYALTY_MEMORY(memcpy)(to, &from, sizeof(State));
        return;
    }
    auto* const target = static_cast<unsigned char*>(to);
    const auto* const source = reinterpret_cast<const unsigned char*>(&from);
    for (std::size_t i = 0; i < bytes; i += step) {
        LOYALTY_MEMORY(memcpy)(target + i, source + i, step);
    }
}

/// The last policy of a programme of which a part is used: its index, or the number of policies.
template <class Programme>
inline constexpr std::size_t used_in_part = [] {
    std::size_t found = Programme::size;
    for_each_index<Programme::size>([&](auto index) {
        found = is_used_in_part<typename Programme::template policy_type<index>> ? std::size_t{index} : found;
    });
    return found;
}();

template <class Programme>
struct copy_of_member {
    using parts = typename member<Programme>::parts;
    parts kept;

    LOYALTY_INLINE constexpr copy_of_member(const Programme&, const member<Programme>& own) noexcept {
        copy_state(kept, static_cast<const parts&>(own));
    }
    LOYALTY_COLD constexpr void restore(member<Programme>& own) const noexcept {
        copy_state(static_cast<parts&>(own), kept);
    }
};

/// The same for a programme of which a policy uses a part of its state. Not every byte of it is written.
template <class Programme>
class copy_of_used_bytes {
    using parts = typename member<Programme>::parts;
    static constexpr std::size_t partly = used_in_part<Programme>;

    unsigned char bytes_[sizeof(parts)];
    std::size_t front_;

public:
    LOYALTY_INLINE copy_of_used_bytes(const Programme& programme, const member<Programme>& own) noexcept {
        const auto& all = static_cast<const parts&>(own);
        const auto& state = own.template policy<partly>();
        const std::size_t at = offset(&state, &all);
        front_ = at + get<partly>(programme.policies).bytes_in_use(state);
        copy_front(bytes_, all, front_);
        copy_tail(bytes_, &all, at);
    }
    LOYALTY_COLD void restore(member<Programme>& own) const noexcept {
        auto& all = static_cast<parts&>(own);
        LOYALTY_MEMORY(memcpy)(static_cast<void*>(&all), bytes_, front_);
        copy_tail(&all, bytes_, offset(&own.template policy<partly>(), &all));
    }

private:
    [[nodiscard]] LOYALTY_INLINE static std::size_t offset(const void* part, const void* whole) noexcept {
        return reinterpret_cast<std::size_t>(part) - reinterpret_cast<std::size_t>(whole);
    }
    /// Copies what stands behind the state of which a part is used.
    LOYALTY_INLINE static void copy_tail(void* to, const void* from, std::size_t at) noexcept {
        const std::size_t behind = at + sizeof(state_of_t<typename Programme::template policy_type<partly>>);
        LOYALTY_MEMORY(memcpy)
        (static_cast<unsigned char*>(to) + behind, static_cast<const unsigned char*>(from) + behind,
         sizeof(parts) - behind);
    }
};

template <class Programme, class Event, class Places>
struct copy_of_parts;
template <class Programme, class Event, std::size_t... Place>
struct copy_of_parts<Programme, Event, std::index_sequence<Place...>> {
    template <std::size_t At>
    static constexpr std::size_t index = parts_to_copy<Programme, Event>.indices[At];

    pack<std::remove_cvref_t<decltype(get<index<Place>>(std::declval<const member<Programme>&>()))>...> kept;

    LOYALTY_INLINE constexpr copy_of_parts(const Programme&, const member<Programme>& own) noexcept {
        ((get<Place>(kept) = get<index<Place>>(own)), ...);
    }
    LOYALTY_COLD constexpr void restore(member<Programme>& own) const noexcept {
        ((get<index<Place>>(own) = get<Place>(kept)), ...);
    }
};

/// A copy of all parts that an event may change, taken before it is evaluated in place: `restore` puts it back if the
/// event is refused.
template <class Programme, class Event>
using rollback_copy = std::conditional_t<
    parts_to_copy<Programme, Event>.count == 2 + Programme::plain_units_type::size + Programme::size,
    std::conditional_t<used_in_part<Programme> == Programme::size, copy_of_member<Programme>,
                       copy_of_used_bytes<Programme>>,
    copy_of_parts<Programme, Event, std::make_index_sequence<parts_to_copy<Programme, Event>.count>>>;

} // namespace loyalty::detail
