// SPDX-License-Identifier: BSL-1.0
//
// One of the two files that configurations.cmake links.
#include <cassert>

constexpr void a_handler(bool, const char*) noexcept {}

#include <loyalty/loyalty.hpp>

loyalty::money<loyalty::currency::usd> price() noexcept;

int main() {
    using namespace loyalty;
    return price() + 1_usd == 3_usd ? 0 : 1;
}
