// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <type_traits>

namespace loyalty::detail {

/// Takes the place of a member that a state lacks. `Tag` makes several of them different types, so that none takes room.
template <int Tag>
struct no_field {
    [[nodiscard]] friend constexpr bool operator==(const no_field&, const no_field&) = default;
};

/// A member that a state has if `There`: `LOYALTY_NO_UNIQUE_ADDRESS field_if<Reversible, std::uint8_t, 1> visits{};` takes
/// one byte or none. Ask `if constexpr (There)` before it is used.
template <bool There, class Type, int Tag>
using field_if = std::conditional_t<There, Type, no_field<Tag>>;

} // namespace loyalty::detail
