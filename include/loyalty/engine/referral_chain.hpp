// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Who referred whom, along the chain (S42).
///
/// Anna has referred Ben, and Ben has referred Cleo. If Anna now names Cleo, the three would be a circle:
///
/// @code
/// const activity code{.id = 3, .member = anna, .time = now, .kind = new_friend, .reference = cleo};
/// if (social::check_link(club, members, code) == reason::none) { // here it is reason::referral_circle
///     apply(club, members[anna], code, extensions::no_profile{}, post);
/// }
/// @endcode
///
/// The state of a member names its own referrer only, so `apply` cannot see a circle of three. The check reads the members of one
/// store; of a referrer in another store nothing is known, and the link is accepted.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/reason.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty::social {

/// Returns `referral_circle` if the referrer that an activity names was brought by the member itself, directly or along the
/// chain of referrers; `same_member` if it is the member; else `none`. An activity of another kind than those that link has
/// `none`. Reads at most as many members as there are.
///
/// @param programme that with the `referral`
/// @param members the members by number
/// @param link the activity that names a referrer
template <class Programme>
[[nodiscard]] constexpr reason check_link(const Programme& programme,
                                          std::span<const typename Programme::member_type> members,
                                          const activity& link) noexcept {
    reason why = reason::none;
    detail::for_each_index<Programme::size>([&](auto index) {
        using policy = typename Programme::template policy_type<index>;
        if constexpr (requires(const detail::state_of_t<policy> own) { own.referrer; }) {
            if (detail::get<index>(programme.policies).link_kind != link.kind || why != reason::none) {
                return;
            }
            if (link.reference == link.member) {
                why = reason::same_member;
                return;
            }
            std::uint64_t who = link.reference;
            for (std::size_t steps = 0; steps < members.size() && who < members.size(); ++steps) {
                who = members[static_cast<std::size_t>(who)].template policy<index>().referrer;
                if (who == link.member) {
                    why = reason::referral_circle;
                    return;
                }
            }
        }
    });
    return why;
}

} // namespace loyalty::social
