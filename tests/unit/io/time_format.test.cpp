// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <loyalty/io/format.hpp>
#include <loyalty/time/literals.hpp>

using namespace loyalty::literals;

TEST_SUITE("io/time_format") {
    TEST_CASE("dates and times are formatted as ISO 8601") {
        CHECK(fmt::format("{}", "2025-01-10"_date) == "2025-01-10");
        CHECK(fmt::format("{}", "2025-01-10T23:59"_local) == "2025-01-10T23:59:00");
        CHECK(fmt::format("{}", "2025-01-10T23:59:30"_utc) == "2025-01-10T23:59:30Z");
    }

    TEST_CASE("with width and alignment as for a text") {
        CHECK(fmt::format("[{:>12}]", "2025-01-10"_date) == "[  2025-01-10]");
        CHECK(fmt::format("[{:<12}]", "2025-01-10"_date) == "[2025-01-10  ]");
    }
}
