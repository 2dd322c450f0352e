// SPDX-License-Identifier: BSL-1.0
//
// The other file that configurations.cmake links. It includes little.
constexpr void a_handler(bool, const char*) noexcept {}

#include <loyalty/money/literals.hpp>

loyalty::money<loyalty::currency::usd> price() noexcept;
loyalty::money<loyalty::currency::usd> price() noexcept {
    using namespace loyalty;
    return 1_usd + 1_usd;
}
