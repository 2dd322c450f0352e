// SPDX-License-Identifier: BSL-1.0
//
// The runs of loyalty_run: the lines of a purchase lie in one piece, and stay where they are.

#include "../../examples/loyalty_run/run_store.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <span>
#include <vector>

using loyalty_run::run_store;

namespace {

/// Pushes a run of 0, 1, 2, ... and returns it.
std::span<int> push_run(run_store<int>& store, int length) {
    store.begin();
    std::span<int> run;
    for (int i = 0; i < length; ++i) {
        run = store.push(i);
    }
    return run;
}

bool counts_up(std::span<const int> run, std::size_t length) {
    for (std::size_t i = 0; i < run.size(); ++i) {
        if (run[i] != static_cast<int>(i)) {
            return false;
        }
    }
    return run.size() == length;
}

} // namespace

TEST_CASE("runs stay in one piece and where they are") {
    run_store<int> store;
    std::vector<std::span<int>> runs;
    for (int i = 0; i < 3000; ++i) {
        runs.push_back(push_run(store, 1 + i % 50)); // 76,500 elements: several blocks, and ends of blocks within runs
    }
    for (std::size_t i = 0; i < runs.size(); ++i) {
        REQUIRE(counts_up(runs[i], 1 + i % 50));
    }
}

TEST_CASE("a run may be longer than a block, first or not") {
    run_store<int> store;
    const std::span<int> first = push_run(store, 50'000);
    const std::span<int> one = push_run(store, 1);
    const std::span<int> second = push_run(store, 100'000);
    CHECK(counts_up(first, 50'000));
    CHECK(counts_up(one, 1));
    CHECK(counts_up(second, 100'000));
}

TEST_CASE("a store that was cleared begins again") {
    run_store<int> store;
    static_cast<void>(push_run(store, 40'000));
    store.clear();
    CHECK(counts_up(push_run(store, 3), 3));
    CHECK(counts_up(push_run(store, 20'000), 20'000));
}
