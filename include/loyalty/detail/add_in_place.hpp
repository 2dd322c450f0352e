// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>

#include <cstdint>

namespace loyalty::detail {

/// Adds to a sum where it lies; true when that does not fit, and `sum` is then as before. 2 and 3: false, 5.
///
/// g++ 12 would load the sum, test what it adds, and store it: three instructions more for the two sums of an order.
[[nodiscard]] LOYALTY_INLINE bool add_in_place_overflows(std::int64_t& sum, std::int64_t more) noexcept {
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__)
    bool overflows = false;
    __asm__("add{q %2, %0| %0, %2}" : "+m"(sum), "=@cco"(overflows) : "r"(more));
    if (overflows) {
        sum = static_cast<std::int64_t>(static_cast<std::uint64_t>(sum) - static_cast<std::uint64_t>(more));
    }
    return overflows;
#else
    std::int64_t changed = 0;
    const bool overflows = add_overflows(sum, more, changed);
    sum = overflows ? sum : changed;
    return overflows;
#endif
}

} // namespace loyalty::detail
