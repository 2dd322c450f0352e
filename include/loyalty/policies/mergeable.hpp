// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty::social {

/// Lets two members of a programme become one, and keeps where a member went. 8 bytes a member:
///
/// @code
/// constexpr programme stars{points{...}, lots<unit::points>{}, social::mergeable{}};
/// apply(stars, old_card, new_card, social::member_merge{.id = 9, .member = 0, .time = now, .into = 1});
/// @endcode
///
/// Streams send later events of member 0 to member 1. The state of member 0 itself takes no event any more
/// (`already_merged`).
struct mergeable {
    using rewards = units<>;
    static constexpr std::string_view name = "mergeable";
    static constexpr bool keeps_merges = true;
    template <class Event>
    static constexpr bool concerns = false;

    struct state {
        std::uint32_t into = 0;    ///< the member who took this one in
        bool is_gone = false;      ///< this member was merged into another one
        bool has_taken_in = false; ///< another member was merged into this one

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    template <class Visit>
    constexpr void apply(state&, Visit&) const noexcept {}
    template <class Visit>
    constexpr void revert(state&, const extensions::undone<state>&, Visit&) const noexcept {}
    template <class Visit>
    constexpr void merge(state& own, const state&, Visit&) const noexcept {
        own.has_taken_in = true;
    }
};

} // namespace loyalty::social
