// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// An account of a programme from text whose lots expire at instants rather than at the end of days.
///
/// `"lots": {"expiring": {"expires_after_seconds": {"seconds": 7200, "in_steps_of": 600}}}`: points of 09:00:01 can be spent until
/// 11:09:59. Each step that a lot may live to takes 16 bytes of a member: 7,200 seconds in steps of 600 need 13.
///
/// @code
/// const auto read = json::read_programme<currency::usd, 16, json::timed_lots_of<13>>(text);
/// @endcode

#include <loyalty/json/lot_rules.hpp>
#include <loyalty/ledger/activation.hpp>
#include <loyalty/ledger/lots.hpp>
#include <loyalty/ledger/timed_expiry.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::json {

using expires_after_seconds_of = ledgers::expires_after_seconds<ledgers::unbounded>;

/// When a lot expires: `never_expires_timed`, or after so many seconds.
struct timed_choice : rule_choice<ledgers::never_expires_timed, expires_after_seconds_of> {
    using point = instant;
    static constexpr bool renews = false;

    [[nodiscard]] constexpr instant expiry_of(instant active_from) const noexcept {
        return by.holds<expires_after_seconds_of>() ? by.get<expires_after_seconds_of>().expiry_of(active_from)
                                                    : instant::maximum();
    }
    /// How many instants of expiry lots have at once that are earned at every second.
    [[nodiscard]] constexpr std::size_t places() const noexcept {
        if (!by.holds<expires_after_seconds_of>()) {
            return 1;
        }
        const expires_after_seconds_of& rule = by.get<expires_after_seconds_of>();
        const std::int64_t started = (rule.count - 1) / rule.step + ((rule.count - 1) % rule.step > 0 ? 1 : 0);
        return static_cast<std::size_t>(started) + 1;
    }
};

/// The same with room for so many instants.
template <std::size_t Buckets>
struct timed_expiry : timed_choice {
    static constexpr std::size_t alive = Buckets;

    constexpr timed_expiry() noexcept = default;
    constexpr explicit(false) timed_expiry(const timed_choice& rule) noexcept : timed_choice{rule} {}
};

/// An account of points whose lots have up to `Buckets` instants of expiry at once.
template <std::size_t Buckets, std::size_t Holds = 0>
using timed_lots_of = lots<unit::points, timed_expiry<Buckets>, ledgers::at_once, Holds>;

} // namespace loyalty::json
