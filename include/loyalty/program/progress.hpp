// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/program/programme.hpp>
#include <loyalty/program/visit.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty {

namespace detail {

/// Stands for the transaction where only time passes.
struct no_transaction {};

/// The index of the policy that tells the tier.
template <class... Policies>
[[nodiscard]] consteval std::size_t index_of_tiered(const pack<Policies...>*) noexcept {
    std::size_t index = 0;
    static_cast<void>((... || (tells_tier_of<Policies>() || (++index, false))));
    return index;
}

} // namespace detail

/// What a member lacks for the next tier and to keep this one, at a time (S11, S29). Nothing is stored: the member is as
/// before. A time before the member's last event counts as that event's.
///
/// @code
/// const auto lacks = progress(beauty, anna, "2026-12-01T12:00"_utc);
/// lacks.missing_to_next;   // 880.00 USD to Rouge
/// lacks.missing_to_keep;   // 230.00 USD to stay VIB
/// lacks.held_until;        // 2027-01-01
/// @endcode
template <class Programme, class Profile = no_profile>
[[nodiscard]] constexpr auto progress(const Programme& programme, const typename Programme::member_type& member,
                                      instant as_of, const Profile& profile = {}) noexcept {
    const auto& value = programme.value();
    using programme_type = std::remove_cvref_t<decltype(value)>;
    using policies = std::remove_cvref_t<decltype(value.policies)>;
    constexpr std::size_t index = detail::index_of_tiered(static_cast<const policies*>(nullptr));
    static_assert(index < policies::size, "loyalty: progress: this programme has no tiered{...} to make progress in");
    if constexpr (index < policies::size) {
        const instant time = as_of < member.last_event() ? member.last_event() : as_of;
        const calendar_day day = calendar_day::at(value.frame.calendar, time);
        const detail::no_transaction nothing{};
        visit<programme_type, detail::no_transaction, Profile, no_sink> moment{nothing, profile, value.frame.calendar,
                                                                               day,     time,    member.last_event()};
        const auto& policy = detail::get<index>(value.policies);
        auto own = member.template policy<index>();
        detail::advance(policy, own, moment);
        return policy.progress(own, moment);
    }
}

} // namespace loyalty
