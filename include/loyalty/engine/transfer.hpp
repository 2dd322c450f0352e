// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/events/transfer.hpp>

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
    using lots_type = typename account_of<Unit, Programme>::taken;

    transfer_out<Unit> given;
    transfer_in<Unit, lots_type> received;

    constexpr explicit transfer_halves(const transfer<Unit>& event) noexcept
        : given{event.id, event.member, event.time, event.amount},
          received{event.id, event.to, event.time, {}, event.dates} {}
};

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
        using sink_type = std::remove_reference_t<Sink>;
        if (&giver == &receiver || event.member == event.to) {
            const std::uint8_t tier = detail::tier_of_last_event<value_type>(giver);
            detail::refuse_unseen<value_type>(event, tier, reason::same_member, sink);
            return detail::refused_outcome<value_type>(tier, reason::same_member);
        }
        detail::transfer_halves<value_type, Unit> halves{event};
        extensions::no_sink none{};
        detail::receipt_sink<decltype(halves.received), Unit, extensions::no_sink> keeps{halves.received, none};
        member<value_type> after = giver;
        auto gave = detail::outcome_of_event(value, after, halves.given, profile, keeps);
        const bool given = gave.accepted();
        if (given) {
            const member<value_type> before = receiver;
            const auto received = detail::outcome_of_event(value, receiver, halves.received, profile, none);
            gave = received.accepted() ? gave : received;
            if constexpr (detail::receives_effects<sink_type, value_type>) {
                if (!received.accepted()) {
                    detail::tell_effects(value, before, halves.received, profile, sink);
                }
            }
        }
        if constexpr (detail::receives_effects<sink_type, value_type>) {
            if (gave.accepted() || !given) {
                detail::tell_effects(value, giver, halves.given, profile, sink);
            }
        }
        giver = gave.accepted() ? after : giver;
        detail::tell(event, gave, sink);
        return gave;
    } else {
        return {};
    }
}

} // namespace loyalty
