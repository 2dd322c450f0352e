// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A programme beside others over one stream, without its type.

#include "comparison.hpp"
#include "events.hpp"

#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace loyalty_run {

/// A programme beside others.
class lane {
public:
    lane() = default;
    lane(const lane&) = delete;
    lane& operator=(const lane&) = delete;
    virtual ~lane() = default;

    virtual void evaluate(std::span<const sale> events, std::size_t members) = 0;
    /// Returns true if the last event of a member is of this time.
    [[nodiscard]] virtual bool is_last(std::uint32_t member, instant time) const noexcept = 0;
    /// Ends the run of so many members, and returns its figures; `name` is that of the lane, where something is said of it.
    [[nodiscard]] virtual lane_result finish(std::size_t members, const std::string& name) = 0;
};

} // namespace loyalty_run
