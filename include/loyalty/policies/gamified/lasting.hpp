// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/policies/spend_threshold/threshold_state.hpp>
#include <loyalty/rules/counting_window.hpp>

#include <concepts>

namespace loyalty::detail {

/// True for a window that never begins anew: what was counted in it counts to its end.
template <class Window>
inline constexpr bool lasts = letting_go_of<Window>() == letting_go::simple &&
                              !std::same_as<Window, criteria::one_basket>;

} // namespace loyalty::detail
