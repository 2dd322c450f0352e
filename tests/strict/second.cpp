// SPDX-License-Identifier: BSL-1.0
#include "hostile.hpp"

#include <strict/core_backwards.hpp>

const void* version_of_the_second_unit() noexcept;
const void* version_of_the_second_unit() noexcept {
    return &loyalty::version;
}
