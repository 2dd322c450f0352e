// SPDX-License-Identifier: BSL-1.0
#include "hostile.hpp"

#include <strict/core_forwards.hpp>

const void* version_of_the_second_unit() noexcept;

// One programme, one library: what is defined in both units must be one thing.
int main() {
    return version_of_the_second_unit() == &loyalty::version ? 0 : 1;
}
