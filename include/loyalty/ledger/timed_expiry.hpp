// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// When a lot expires in a ledger of instants, such as a credit that can be spent until 09:59:59Z.
///
/// | policy                                             | active at 09:00:00Z, expires at | buckets            |
/// |----------------------------------------------------|---------------------------------|--------------------|
/// | `never_expires_timed{}`, or `.timed()`             | never                           | 1                  |
/// | `expires_after_seconds<61>{3'600}.in_steps_of(60)` | 10:00:00Z                       | named: 61          |

#include <loyalty/ledger/expiry.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty {

namespace detail {

struct expires_by_time {
    using point = instant;
    static constexpr bool renews = false;
    [[nodiscard]] friend constexpr bool operator==(const expires_by_time&, const expires_by_time&) noexcept = default;
};

} // namespace detail

namespace ledgers {

/// Lots that live for ever in a ledger of instants, unless they come with times of their own: `lots<>{}.timed()`.
struct never_expires_timed : detail::expires_by_time {
    static constexpr std::string_view name = "never_expires_timed";
    static constexpr std::size_t alive = 1;

    [[nodiscard]] constexpr instant expiry_of(instant) const noexcept { return instant::maximum(); }
    [[nodiscard]] friend constexpr bool operator==(const never_expires_timed&,
                                                   const never_expires_timed&) noexcept = default;
};

/// So many seconds: active at 09:00:00Z, `expires_after_seconds<61>{3'600}.in_steps_of(60)` can be spent until 09:59:59Z and
/// no longer at 10:00:00Z. A lot lives on to the end of its step: active at 09:00:01Z, it expires at 10:01:00Z. Steps count
/// from 1970-01-01T00:00:00Z. Each step that is touched needs a bucket, and fewer are a `problem()`.
template <std::size_t Buckets = unbounded>
struct expires_after_seconds : detail::expires_by_time {
    static constexpr std::size_t alive = Buckets;
    std::int64_t count = 1;
    std::int64_t step = 1;

    static constexpr std::string_view name = "expires_after_seconds";
    static constexpr auto rule_fields = extensions::fields(
        extensions::field{
            "seconds", &expires_after_seconds::count, "from the instant at which a lot is active",
            extensions::above_zero("expires_after_seconds: give at least one second, and steps of at least one")},
        extensions::field{
            "in_steps_of", &expires_after_seconds::step, "lives on to the end of such a step",
            extensions::above_zero("expires_after_seconds: give at least one second, and steps of at least one")});

    constexpr explicit expires_after_seconds(std::int64_t after, std::int64_t rounded_up_to = 1) noexcept
        : count{after}, step{rounded_up_to} {}

    [[nodiscard]] constexpr expires_after_seconds in_steps_of(std::int64_t seconds) const noexcept {
        return expires_after_seconds{count, seconds};
    }
    [[nodiscard]] constexpr instant expiry_of(instant active_from) const noexcept {
        const instant exact = active_from + dates::seconds{count};
        const std::int64_t into_step = step < 1 ? 0 : detail::floor_modulo(exact.seconds_since_epoch, step);
        return into_step == 0 ? exact : exact + dates::seconds{step - into_step};
    }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        const auto started = static_cast<std::uint64_t>((count - 1) / step + ((count - 1) % step > 0 ? 1 : 0));
        return Buckets == unbounded || started + 1 <= Buckets
                   ? nullptr
                   : "expires_after_seconds: fewer places than steps: 3600 seconds in steps of 60 need "
                     "expires_after_seconds<61>{3600}.in_steps_of(60)";
    }
    [[nodiscard]] friend constexpr bool operator==(const expires_after_seconds&,
                                                   const expires_after_seconds&) noexcept = default;
};

expires_after_seconds(std::int64_t)->expires_after_seconds<unbounded>;

} // namespace ledgers
} // namespace loyalty
