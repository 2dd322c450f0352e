// SPDX-License-Identifier: BSL-1.0
#if __has_include(<loyalty/loyalty.hpp>)
#include <loyalty/loyalty.hpp>
#endif
#include <loyalty/version.hpp>

int main() {
    return loyalty::version.empty() ? 1 : 0;
}
