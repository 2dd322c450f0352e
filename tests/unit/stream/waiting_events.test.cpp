// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/waiting_events.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <tuple>
#include <vector>

using namespace loyalty;
using namespace loyalty::streams;

TEST_CASE("events come out in the order of time, id and member, with their bytes") {
    std::mt19937_64 random{7};
    waiting_events waiting;
    std::vector<std::tuple<std::int64_t, std::uint64_t, std::uint32_t>> right; // what waits, in any order
    std::uint64_t taken = 0;
    for (std::uint64_t step = 0; step < 20'000; ++step) {
        if (random() % 20 < 11 || right.empty()) {
            // The most come in order, some late by up to a thousand.
            const auto late = static_cast<std::int64_t>(random() % 10 == 0 ? random() % 1'000 : 0);
            const std::int64_t time = static_cast<std::int64_t>(step) - late;
            const auto member = static_cast<std::uint32_t>(random() % 3);
            const std::uint64_t id = random() % 2 == 0 ? step : 7;
            // The payload is as many bytes as the member says, all with the last byte of the time.
            const std::vector<std::byte> payload(member * 50, static_cast<std::byte>(time & 0xFF));
            waiting.push({.time = instant{time}, .id = id, .member = member, .kind = 3}, payload);
            right.emplace_back(time, id, member);
        } else {
            const auto first = std::min_element(right.begin(), right.end());
            const waiting_event& found = waiting.front();
            REQUIRE(std::tuple{found.time.seconds_since_epoch, found.id, found.member} == *first);
            CHECK(waiting.first_before(instant{std::get<0>(*first)}) == nullptr);
            CHECK(waiting.first_before(instant{std::get<0>(*first) + 1}) == &found);
            const auto payload = waiting.payload_of(found);
            CHECK(payload.size() == found.member * 50);
            CHECK(std::ranges::all_of(payload, [&](std::byte each) {
                return each == static_cast<std::byte>(found.time.seconds_since_epoch & 0xFF);
            }));
            waiting.pop();
            right.erase(first);
            ++taken;
        }
        REQUIRE(waiting.size() == right.size());
    }
    CHECK(taken > 8'000);
    CHECK(waiting.sorted().size() == right.size());
}
