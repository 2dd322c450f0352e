// SPDX-License-Identifier: BSL-1.0
#pragma once

// Units for programmes of tests: each rule grants a unit of its own, so that its award is seen and nothing hides in a sum.

#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>

#include <cstdint>

namespace support {

template <auto Which>
struct marks {
    static constexpr loyalty::unit_code code{"marks"};
    static constexpr int digits = 0;
};
template <auto Which>
[[nodiscard]] constexpr loyalty::amount<marks<Which>> mark(std::int64_t count) {
    return loyalty::amount<marks<Which>>::from_minor_units(count);
}

} // namespace support
