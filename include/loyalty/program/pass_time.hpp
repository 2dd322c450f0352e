// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/occasion.hpp>
#include <loyalty/program/apply.hpp>

namespace loyalty {

namespace detail {

/// Tells every policy that time has passed up to an event.
template <class Programme, class Visit>
constexpr void advance_all(const Programme& programme, member<Programme>& own, Visit& visit) noexcept {
    for_each_index<Programme::size>([&](auto index) {
        visit.template enter<index>();
        advance(get<index>(programme.policies), own.template policy<index>(), visit);
    });
}

/// An event other than a purchase that was checked, and is refused where `why` says so: let time pass, do, settle. What
/// `operation` refuses leaves the member as before.
template <class Programme, class Profile, class Sink, class Operation>
constexpr outcome_of<Programme> happen_checked(const Programme& programme, member<Programme>& own,
                                               const occasion& event, const Profile& profile, Sink& sink, reason why,
                                               Operation operation) noexcept {
    prefetch(own);
    const calendar_day day = calendar_day::at(programme.frame.calendar, event.time);
    visit<Programme, occasion, Profile, Sink> visit{
        event, profile, programme.frame.calendar, day, event.time, own.last_event(), sink};
    if (why == reason::none) {
        const member<Programme> before = own;
        advance_all(programme, own, visit);
        operation(visit);
        if (!visit.refused() && settle<Programme>(own, event, visit)) {
            const auto gave = visit.finish();
            tell(event, gave, sink);
            return gave;
        }
        why = visit.why();
        own = before;
    }
    return turn_away<Programme>(own, event, why, sink);
}

template <class Programme, class Profile, class Sink, class Operation>
constexpr outcome_of<Programme> happen(const Programme& programme, member<Programme>& own, const occasion& event,
                                       const Profile& profile, Sink& sink, Operation operation) noexcept {
    const reason order = check_order(programme, own, event, is_in_force(programme, event.time));
    return happen_checked(programme, own, event, profile, sink, order, operation);
}

} // namespace detail

/// Lets time pass for a member without anything else (S7): tiers end, windows begin anew, and a sink is told. Nobody needs
/// this for right results, which never wait for it; it is for those who want to be told on the day.
template <class Programme, class Profile, class Sink>
constexpr outcome_of<Programme> pass_time(const Programme& programme, typename Programme::member_type& own,
                                          const occasion& event, const Profile& profile, Sink& sink) noexcept {
    return detail::happen(programme.value(), own, event, profile, sink, [](auto&) {});
}

template <class Programme, class Profile = no_profile>
constexpr outcome_of<Programme> pass_time(const Programme& programme, typename Programme::member_type& own,
                                          const occasion& event, const Profile& profile = {}) noexcept {
    no_sink none{};
    return pass_time(programme, own, event, profile, none);
}

} // namespace loyalty
