// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The units of a programme, as tables for a run that knows them only by number.

#include <loyalty/loyalty.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty_run {

using namespace loyalty;

/// The units that an outcome has, in their order.
template <class Outcome>
struct granted_units;
template <unit_type... Units>
struct granted_units<outcome<Units...>> {
    static constexpr std::size_t count = sizeof...(Units);
    static constexpr std::array<std::string_view, count> codes{std::string_view{Units::code}...};
    static constexpr std::array<int, count> digits{Units::digits...};

    /// The amounts that an event granted, in minor units.
    [[nodiscard]] static std::array<std::int64_t, count> of(const outcome<Units...>& gave) noexcept {
        return {gave.template granted<Units>().minor_units()...};
    }

    /// Calls `use(std::type_identity<Unit>{}, index)` for each.
    template <class Use>
    static void for_each(Use use) {
        std::size_t index = 0;
        (use(std::type_identity<Units>{}, index++), ...);
    }
};

} // namespace loyalty_run
