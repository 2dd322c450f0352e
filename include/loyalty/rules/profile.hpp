// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/window.hpp>

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

namespace detail {

/// The paid membership of a visit, if a policy may keep it. It ends before it starts until a policy has set it: a list from run
/// time may hold none.
template <bool Kept>
using kept_membership = field_if<Kept, instant_window, 3>;
template <bool Kept>
[[nodiscard]] constexpr kept_membership<Kept> unset_membership() noexcept {
    if constexpr (Kept) {
        return {instant::maximum(), instant::minimum()};
    } else {
        return {};
    }
}

} // namespace detail

} // namespace loyalty
