// SPDX-License-Identifier: BSL-1.0
#include <loyalty/version.hpp>

#if __has_include(<loyalty/io/format.hpp>)
#include <loyalty/io/format.hpp>
#endif
#if __has_include(<loyalty/money/exact.hpp>)
#include <loyalty/money/exact.hpp>
#endif

int main() {
    return loyalty::version.empty() ? 1 : 0;
}
