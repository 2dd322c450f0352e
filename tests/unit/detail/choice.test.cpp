// SPDX-License-Identifier: BSL-1.0
#include <loyalty/detail/choice.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using loyalty::detail::one_if;
using loyalty::detail::value_if;

TEST_CASE("a choice without a branch is the one with it") {
    static_assert(one_if(true) == 1 && one_if(false) == 0);
    static_assert(value_if(true, -5) == -5 && value_if(false, -5) == 0);
    // At run time another half of the function works.
    volatile bool yes = true;
    volatile bool no = false;
    CHECK(one_if(yes) == 1);
    CHECK(one_if(no) == 0);
    CHECK(value_if(yes, -5) == -5);
    CHECK(value_if(no, -5) == 0);
    CHECK(value_if(yes, INT64_MIN) == INT64_MIN);
    CHECK(value_if(yes, INT64_MAX) == INT64_MAX);
    CHECK(value_if(no, INT64_MAX) == 0);
}
