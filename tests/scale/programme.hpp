// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The programme of the demonstration: the club of the tests of workers, with a budget that lasts for half of its stream.

#include "support/club.hpp"

#include <loyalty/stream/worker.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace scale {

using namespace loyalty;
using namespace loyalty::streams;

using club::bytes;
using club::encoded;
using club::event;
using club::friend_qualified;
using club::make_rules;
using club::new_friend;
using club::rules_type;
using club::sale;
using club::worked_type;
using club::worker_type;
using member_type = rules_type::member_type;

inline constexpr dates::seconds allowed_delay{3'600};
inline constexpr dates::seconds transit{7 * 86'400};
inline constexpr worker_options options{.delay = allowed_delay, .transit = transit};

/// Half of the purchases of a stream find the budget used up.
[[nodiscard]] constexpr std::int64_t budget_of(std::uint64_t events) noexcept {
    return static_cast<std::int64_t>(events * 7 / 4);
}

} // namespace scale
