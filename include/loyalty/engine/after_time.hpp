// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A member at a time without an event: for questions, and for a sale of which nothing is left.

#include <loyalty/config.hpp>
#include <loyalty/engine/policies_of.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/events/time_passed.hpp>
#include <loyalty/rules/calendar_day.hpp>

namespace loyalty::detail {

/// Lets time pass for a member up to an instant, and returns `answer(moment)`. Inline, so that of the day only what a policy
/// reads is computed.
template <class Programme, class Profile, class Answer>
LOYALTY_INLINE constexpr auto after_time(const Programme& programme, member<Programme>& own, instant time,
                                         const Profile& profile, Answer answer) noexcept {
    extensions::no_sink none{};
    const time_passed event{.time = time};
    const extensions::calendar_day day = extensions::calendar_day::at(programme.frame.calendar, time);
    extensions::visit<Programme, time_passed, Profile, extensions::no_sink> moment{programme, own, event,
                                                                                   profile,   day, none};
    date_last_event(programme, own, moment);
    pass_time(programme, own, moment);
    return answer(moment);
}

} // namespace loyalty::detail
