// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

/// The identity of an event that is not a purchase: a return, a redemption, the passing of time (S9, S10). Ids rise within
/// one instant, and are shared with the purchases.
struct occasion {
    std::uint64_t id = 0;
    instant time{};

    [[nodiscard]] friend constexpr bool operator==(const occasion&, const occasion&) = default;
};

} // namespace loyalty
