// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The reading of a member whose programme is known.
///
/// @code
/// reader in{bytes};
/// member<decltype(shop)> anna;
/// decode_member(in, shop, anna);   // false: in.why() is "used_slots of a rolling count: more than the periods of its rule's window"
/// @endcode

#include <loyalty/detail/pack.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/stream/encoding.hpp>

namespace loyalty {

namespace detail {

/// True for a policy that says what it cannot have left in a member.
template <class Policy>
inline constexpr bool says_problem_of_memory = requires(const Policy& policy, const state_of_t<Policy>& own) {
    policy.problem_of_memory(own);
};

/// A sentence about what a policy cannot have left in a member, or null.
template <class Programme, class Member>
[[nodiscard]] constexpr const char* problem_of_memory(const Programme& programme, const Member& own) noexcept {
    const char* found = nullptr;
    for_each_index<Programme::size>([&](auto index) {
        const auto& policy = get<index>(programme.policies);
        if constexpr (says_problem_of_memory<typename Programme::template policy_type<index>>) {
            found = found != nullptr ? found : policy.problem_of_memory(own.template policy<index>());
        }
    });
    return found;
}

} // namespace detail

namespace streams {

/// Reads a member of a programme, and refuses what no rule of the programme can have left there: a `rolling_window` of 10 days
/// from text never has the sums of 12. `from.why()` then names the field.
template <class Programme>
[[nodiscard]] constexpr bool decode_member(reader& from, const Programme& programme,
                                           typename Programme::member_type& value) noexcept {
    typename Programme::member_type trial{};
    codec<typename Programme::member_type>::decode(from, trial);
    if (const char* const problem = from.ok() ? detail::problem_of_memory(programme.value(), trial) : nullptr) {
        from.fail(problem);
    }
    if (from.ok()) {
        value = trial;
    }
    return from.ok();
}

} // namespace streams
} // namespace loyalty
