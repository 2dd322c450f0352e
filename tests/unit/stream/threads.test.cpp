// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/threads.hpp>

#include <loyalty/stream/parallel.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

using namespace loyalty;
using namespace loyalty::streams;

static_assert(executor<threads>);
static_assert(executor<in_turn>);
static_assert(executor<const in_turn>);
static_assert(!executor<int>);
static_assert(!executor<const threads>);

TEST_CASE("each task runs once, for any number of workers and tasks, call after call") {
    for (const std::size_t workers : {1u, 2u, 7u}) {
        threads pool{workers};
        CHECK(pool.size() == workers);
        for (const std::size_t count : {0u, 1u, 2u, 6u, 7u, 100u}) {
            for (int call = 0; call < 20; ++call) {
                std::vector<int> runs(count); // a plain int: what a task writes is seen after the call
                auto task = [&](std::size_t index) { ++runs[index]; };
                pool.execute(count, task);
                CHECK(runs == std::vector<int>(count, 1));
            }
        }
    }
}

TEST_CASE("without a number there is a worker for each processor, and never none") {
    threads pool;
    CHECK(pool.size() >= 1);
    CHECK(threads{0}.size() == 1);
}

TEST_CASE("two tasks of two workers run at the same time") {
    threads pool{2};
    std::atomic<int> there{0};
    auto task = [&](std::size_t) {
        ++there;
        while (there.load() < 2) { // never ends where they run one after the other
            std::this_thread::yield();
        }
    };
    pool.execute(2, task);
    CHECK(there == 2);
}

TEST_CASE("callers take turns") {
    threads pool{3};
    std::atomic<int> owner{0};
    std::atomic<int> mixed{0};
    int runs[2]{};
    const auto call_often = [&](int own) {
        for (int call = 0; call < 200; ++call) {
            std::atomic<int> here{0};
            auto task = [&](std::size_t) {
                owner = own;
                ++here;
                std::this_thread::yield();
                mixed += owner == own ? 0 : 1;
            };
            pool.execute(5, task);
            runs[own] += here;
        }
    };
    std::thread other{[&] { call_often(1); }};
    call_often(0);
    other.join();
    CHECK(runs[0] == 1'000);
    CHECK(runs[1] == 1'000);
    CHECK(mixed == 0);
}

TEST_CASE("in turn means in order, in the calling thread") {
    std::vector<std::size_t> order;
    auto task = [&](std::size_t index) { order.push_back(index); };
    in_turn{}.execute(3, task);
    CHECK(order == std::vector<std::size_t>{0, 1, 2});
}
