// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <string_view>

/// @file
/// The version of the library. It stands here and nowhere else: the build reads the three lines below.
///
/// Below 1.0 a new minor version may change an interface, a new patch version does not.

#define LOYALTY_VERSION_MAJOR 0
#define LOYALTY_VERSION_MINOR 1
#define LOYALTY_VERSION_PATCH 0

#define LOYALTY_DETAIL_TEXT_OF(x) #x
#define LOYALTY_DETAIL_VERSION_TEXT(major_part, minor_part, patch_part)                                                \
    LOYALTY_DETAIL_TEXT_OF(major_part) "." LOYALTY_DETAIL_TEXT_OF(minor_part) "." LOYALTY_DETAIL_TEXT_OF(patch_part)

namespace loyalty {

/// The version as text, such as `0.1.0`. To compare versions in the preprocessor use the macros.
inline constexpr std::string_view version =
    LOYALTY_DETAIL_VERSION_TEXT(LOYALTY_VERSION_MAJOR, LOYALTY_VERSION_MINOR, LOYALTY_VERSION_PATCH);

} // namespace loyalty

#undef LOYALTY_DETAIL_VERSION_TEXT
#undef LOYALTY_DETAIL_TEXT_OF
