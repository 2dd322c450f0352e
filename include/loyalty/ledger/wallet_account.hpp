// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// `wallet` as an account of a programme: what each event does to it. An event that is refused leaves the wallet as it was. A
/// sale that presents nothing is never refused.

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/ledger/wallet_issue.hpp>
#include <loyalty/ledger/wallet_use.hpp>
#include <loyalty/ledger/wallet_visit.hpp>
#include <loyalty/rules/demands.hpp>

namespace loyalty::detail::wallets {

/// Returns true if nothing of the sale remains after a return.
template <class Event>
[[nodiscard]] constexpr bool comes_back_whole(const Event& event) noexcept {
    return !event.remaining.has_value();
}

/// Applies an event to the wallet.
template <class Rules, class State, class Visit>
LOYALTY_INLINE constexpr void apply_event(const Rules& rules, State& own, Visit& visit) noexcept {
    using event_type = event_type_of<Visit>;
    if constexpr (extensions::is_of_things<event_type>) {
        on(rules, own, visit, visit.event);
    } else {
        if constexpr (extensions::is_return<event_type>) {
            if (comes_back_whole(visit.event) || rules.parts == things::part_return::gives_back_uses) {
                static_cast<void>(restore(rules, own, visit, number_of(visit), 0)); // a sale that used nothing
            }
        }
        if constexpr (extensions::uses_things<event_type>) {
            take_presented(own, visit);
        }
        if (!visit.refused()) {
            turn_into_things(rules, own, visit);
        }
    }
}

} // namespace loyalty::detail::wallets
