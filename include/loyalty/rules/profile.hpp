// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>

namespace loyalty {

namespace extensions {

/// The profile of a member of whom nothing but events is known.
struct no_profile {};

} // namespace extensions

namespace streams {

/// Profiles for a batch without any.
struct no_profiles {
    [[nodiscard]] constexpr extensions::no_profile operator[](std::size_t) const noexcept { return {}; }
};

} // namespace streams

} // namespace loyalty
