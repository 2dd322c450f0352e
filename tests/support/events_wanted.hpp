// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <cstdlib>

namespace support {

/// The number of random events of a test: what `LOYALTY_TEST_EVENTS` says, else `by_default`.
///
/// `LOYALTY_TEST_EVENTS=1000000 ctest --preset dev -L property` runs the laws over a million events each.
[[nodiscard]] inline std::int64_t events_wanted(std::int64_t by_default) {
    const char* const text = std::getenv("LOYALTY_TEST_EVENTS");
    return text == nullptr ? by_default : std::atoll(text);
}

} // namespace support
