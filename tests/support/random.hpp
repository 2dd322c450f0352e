// SPDX-License-Identifier: BSL-1.0
#pragma once

// Random numbers of tests that can run again: a test says its seed, and `LOYALTY_SEED=20250310` repeats it.

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>

namespace support {

/// The seed in the environment variable LOYALTY_SEED; without it, the one of the test.
[[nodiscard]] inline std::uint64_t seed_or(std::uint64_t of_test) {
    const char* const given = std::getenv("LOYALTY_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : of_test;
    MESSAGE("LOYALTY_SEED=" << seed);
    return seed;
}

class random_source {
public:
    explicit random_source(std::uint64_t seed) : engine_{seed} {}

    [[nodiscard]] std::int64_t from_to(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    /// Returns true once in so many calls.
    [[nodiscard]] bool one_in(std::int64_t count) { return from_to(1, count) == 1; }
    template <class Value, std::size_t Size>
    [[nodiscard]] Value any_of(const Value (&values)[Size]) {
        return values[static_cast<std::size_t>(from_to(0, static_cast<std::int64_t>(Size) - 1))];
    }
    [[nodiscard]] std::mt19937_64& engine() noexcept { return engine_; }

private:
    std::mt19937_64 engine_;
};

} // namespace support
