// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A host gives a member a thing, adds money to a gift card, or takes a thing away (S38). For programmes with a
/// `wallet`.

#include <loyalty/config.hpp>
#include <loyalty/events/entitlement.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/stored_money.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty::things {

/// A member gets a thing: a coupon by mail, a gift card that was bought. Code 0 is derived from (seed, campaign,
/// member, event id): see ledger/thing_code.hpp. A window that is open at both ends becomes that of the campaign's
/// `vouchers`, if the wallet has one. A thing with stored money is a gift card, also with
/// `.stored = 0_usd`.
///
/// `thing_issue{.id = 1, .time = now, .thing = {.code = 4711, .campaign = 7, .until = "2025-06-01T00:00"_utc}}`
struct thing_issue {
    static constexpr auto kind_of_event = extensions::event_kind::thing_issue;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    entitlement thing{};

    [[nodiscard]] friend constexpr bool operator==(const thing_issue&, const thing_issue&) = default;
};

/// Money is added to a gift card: 5.00 USD more are `.stored = 5_usd`.
///
/// `thing_top_up{.id = 2, .time = now, .code = 815, .stored = 5_usd}`
struct thing_top_up {
    static constexpr auto kind_of_event = extensions::event_kind::thing_top_up;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t code = 0;
    stored_money stored{}; ///< of the card's currency; not negative

    [[nodiscard]] friend constexpr bool operator==(const thing_top_up&, const thing_top_up&) = default;
};

/// A thing that was not used is taken away.
///
/// `thing_cancellation{.id = 3, .time = now, .code = 4711}`
struct thing_cancellation {
    static constexpr auto kind_of_event = extensions::event_kind::thing_cancellation;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t code = 0;

    [[nodiscard]] friend constexpr bool operator==(const thing_cancellation&, const thing_cancellation&) = default;
};

} // namespace loyalty::things
