// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Two members become one (S47).

#include <loyalty/config.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/merged.hpp>
#include <loyalty/engine/merging.hpp>
#include <loyalty/events/member_merge.hpp>
#include <loyalty/policies/mergeable.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty {

namespace detail {

/// Returns why two members cannot become one, whatever they have.
template <class Programme>
[[nodiscard]] constexpr reason check_merge(const member<Programme>& from, const member<Programme>& into,
                                           const social::member_merge& event) noexcept {
    return &from == &into || event.member == event.into           ? reason::same_member
           : is_gone<Programme>(from) || is_gone<Programme>(into) ? reason::already_merged
                                                                  : reason::none;
}

/// A member who has given all away: nothing is left but the time of the merge, and where the member went.
template <class Programme>
constexpr void empty_member(member<Programme>& own, const member<Programme>& passed, std::uint32_t into) noexcept {
    own = {};
    own.clock().last_seconds = passed.clock().last_seconds;
    own.clock().last_id = passed.clock().last_id; // without ids it takes no room
    own.last_shift() = passed.last_shift();
    auto& went = own.template policy<merges_index<Programme>()>();
    went.into = into;
    went.is_gone = true;
}

/// The merge of two members who can become one: time passes for both, and then one takes in what the other has.
template <class Programme, class Profile, class Sink>
constexpr outcome_of<Programme> merge_members(const Programme& programme, member<Programme>& from,
                                              member<Programme>& into, const social::member_merge& event,
                                              const Profile& profile, Sink& sink) noexcept {
    effects_of<Sink> effects{sink};
    member<Programme> passed = from;
    extensions::no_sink none{};
    const time_passed waits{.id = event.id, .member = event.member, .time = event.time};
    const auto waited = outcome_of_event(programme, passed, waits, profile, none);
    if (!waited.accepted()) {
        tell_effects(programme, from, waits, profile, sink);
        return waited;
    }
    const merge_here<Programme> half{event.id, event.into, event.member, event.time, &passed};
    const auto gave = outcome_of_event(programme, into, half, profile, effects);
    if (gave.accepted()) {
        tell_effects(programme, from, waits, profile, sink);
        empty_member<Programme>(from, passed, event.into);
    }
    return gave;
}

} // namespace detail

/// Lets one member take in all that another one has: lots with their dates, holds, balances, things, counts, the higher tier.
/// Either both change or none does. docs/members.md has what becomes of each policy.
///
/// Anna has 60 points, and 90 on an old card that is member 0:
///
/// @code
/// apply(stars, old_card, anna, social::member_merge{.id = 7, .member = 0, .time = now, .into = 1}); // Anna has 150
/// @endcode
///
/// Refused if both are one member (`same_member`), if one of them was merged before (`already_merged`), if a sum does not fit
/// (`amount_overflow`), if holds or things find no place (`holds_full`, `hold_exists`, `wallet_full`, `code_exists`),
/// or if the event cannot come next for one of them. The outcome is that of `into`; a sink gets the effects of both.
/// The profile is that of `into`. Time: as many steps as there are lots, holds and things.
template <detail::has_members Programme, class Profile = extensions::no_profile, class Sink = extensions::no_sink>
constexpr outcome_of<Programme> apply(const Programme& programme, typename Programme::member_type& from,
                                      typename Programme::member_type& into, const social::member_merge& event,
                                      const Profile& profile = {}, Sink&& sink = {}) noexcept {
    using value_type = detail::value_of<Programme>;
    constexpr bool keeps = value_type::merges_members;
    static_assert(keeps, "loyalty: the members of this programme do not merge: add a social::mergeable{}");
    constexpr bool right = !keeps || detail::merges_states<value_type>;
    static_assert(right, "loyalty: a policy does not say how the states of two members become one: give it `template "
                         "<class Visit> constexpr void merge(state& own, const state& from, Visit& visit) const`; a "
                         "membership_year begins on another day for each member and has none");
    if constexpr (keeps && right) {
        const auto& value = programme.value();
        const reason why = detail::check_merge<value_type>(from, into, event);
        if (why != reason::none) {
            const std::uint8_t tier = detail::tier_of_last_event<value_type>(into);
            detail::refuse_unseen<value_type>(event, tier, why, sink);
            return detail::refused_outcome<value_type>(tier, why);
        }
        const auto gave = detail::merge_members(value, from, into, event, profile, sink);
        detail::tell(event, gave, sink);
        return gave;
    } else {
        return {};
    }
}

} // namespace loyalty
