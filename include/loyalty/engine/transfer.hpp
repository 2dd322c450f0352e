// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/checks.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/engine/sinks.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/transfer.hpp>
#include <loyalty/rules/calendar_day.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty {

namespace detail {

/// The giving half of a transfer, as an event of the giver. It is no redemption: a rule about redemptions does not see it.
template <class Unit>
struct transfer_out {
    static constexpr auto kind_of_event = extensions::event_kind::transfer;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    loyalty::amount<Unit> amount{};
};

/// The receiving half of a transfer, as an event of the receiver: it carries the lots.
template <class Unit, class Lots>
struct transfer_in {
    static constexpr auto kind_of_event = extensions::event_kind::transfer;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    Lots lots{};
    ledgers::transfer_dates dates = ledgers::transfer_dates::kept;
};

/// The two halves of a transfer, as an event of each member.
template <class Programme, class Unit>
struct transfer_halves {
    using lots_type = working_lots<typename account_of<Unit, Programme>::taken>;

    transfer_out<Unit> given;
    transfer_in<Unit, lots_type> received;

    constexpr explicit transfer_halves(const transfer<Unit>& event) noexcept
        : given{event.id, event.member, event.time, event.amount},
          received{event.id, event.to, event.time, {}, event.dates} {}
};

/// Refuses a transfer to its giver. Returns true if it was one.
template <class Programme, class Unit, class Sink>
[[nodiscard]] constexpr bool refuse_to_oneself(const member<Programme>& giver, const member<Programme>& receiver,
                                               const transfer<Unit>& event, Sink& sink) noexcept {
    const bool is_same = &giver == &receiver || event.member == event.to;
    if (is_same) {
        refuse_unseen<Programme>(event, tier_of_last_event<Programme>(giver), reason::same_member, sink);
    }
    return is_same;
}

/// Moves points on a day that is known. The giver is put back if the receiver cannot take them.
template <class Programme, class Unit, class Profile, class Sink>
constexpr outcome_of<Programme> transfer_on_day(const Programme& programme, member<Programme>& giver,
                                                member<Programme>& receiver, const transfer<Unit>& event,
                                                const Profile& profile, const extensions::calendar_day& day,
                                                Sink& sink) noexcept {
    transfer_halves<Programme, Unit> halves{event};
    extensions::no_sink none{};
    receipt_sink<decltype(halves.received), Unit, extensions::no_sink> keeps{halves.received, none};
    const member<Programme> before = giver;
    auto gave = outcome_on_day(programme, giver, halves.given, profile, day, keeps);
    const bool given = gave.accepted();
    if (given) {
        const auto received = outcome_on_day(programme, receiver, halves.received, profile, day, none);
        if (!received.accepted()) {
            giver = before;
            gave = received;
        }
    }
    if constexpr (receives_effects<Sink, Programme>) {
        if (given && !gave.accepted()) {
            tell_effects(programme, receiver, halves.received, profile, sink);
        } else {
            tell_effects(programme, before, halves.given, profile, sink);
        }
    }
    tell(event, gave, sink);
    return gave;
}

} // namespace detail

/// Moves points from one member to another (S47): either both halves happen or none does. The points are spent there and earned
/// here, with the dates that their lots had, or new ones. 100 of Anna's 150 points go to Ben:
///
/// @code
/// apply(stars, anna, ben, transfer<unit::points>{.id = 7, .member = 0, .time = now, .to = 1, .amount = 100_points});
/// @endcode
///
/// Refused if the giver is the receiver (`same_member`), if the giver has fewer (`insufficient_balance`), and if the event
/// cannot come next for one of them. The outcome and the sink's effects are those of the giver.
template <detail::has_members Programme, class Unit, class Profile = extensions::no_profile,
          class Sink = extensions::no_sink>
constexpr outcome_of<Programme> apply(const Programme& programme, typename Programme::member_type& giver,
                                      typename Programme::member_type& receiver, const transfer<Unit>& event,
                                      const Profile& profile = {}, Sink&& sink = {}) noexcept {
    const auto& value = programme.value();
    using value_type = detail::value_of<Programme>;
    constexpr bool has_account = detail::has_account_of<Unit, value_type>;
    static_assert(has_account, "loyalty: no account of this programme books this unit: add lots<Unit>{} last");
    if constexpr (has_account) {
        const std::uint8_t tier = detail::tier_of_last_event<value_type>(giver);
        if (detail::refuse_to_oneself<value_type>(giver, receiver, event, sink)) {
            return detail::refused_outcome<value_type>(tier, reason::same_member);
        }
        if (const reason why = detail::check_in_force<transfer<Unit>>(value, event.time); why != reason::none) {
            detail::refuse_unseen<value_type>(event, tier, why, sink);
            return detail::refused_outcome<value_type>(tier, why);
        }
        const auto day = extensions::calendar_day::at(value.frame.calendar, event.time);
        return detail::transfer_on_day(value, giver, receiver, event, profile, day, sink);
    } else {
        return {};
    }
}

} // namespace loyalty
