// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/seen_ids.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace loyalty::streams;

TEST_CASE("an id is known for two generations, by member and checksum") {
    using answer = seen_ids::answer;
    seen_ids seen;
    CHECK(seen.look({1, 2, 3}) == answer::unseen);
    for (std::uint64_t id = 0; id < 1'000; ++id) {
        seen.note({id, 2, static_cast<std::uint32_t>(id)}); // the first has the sum 0
    }
    CHECK(seen.size() == 1'000);
    CHECK(seen.look({0, 2, 0}) == answer::same);
    CHECK(seen.look({999, 2, 999}) == answer::same);
    CHECK(seen.look({999, 2, 998}) == answer::other);
    CHECK(seen.look({999, 3, 999}) == answer::unseen);
    seen.turn();
    seen.note({5'000, 2, 1});
    CHECK(seen.look({999, 2, 999}) == answer::same);
    CHECK(seen.size() == 1'001);
    seen.turn();
    CHECK(seen.look({999, 2, 999}) == answer::unseen);
    CHECK(seen.look({5'000, 2, 1}) == answer::same);
    CHECK(seen.size() == 1);
    seen.note({999, 2, 998});
    CHECK(seen.look({999, 2, 998}) == answer::same);
    seen.turn();
    seen.turn();
    CHECK(seen.size() == 0);
}

TEST_CASE("to look and to note at once answers as both after the other") {
    using answer = seen_ids::answer;
    seen_ids seen;
    CHECK(seen.look_and_note({7, 2, 0}) == answer::unseen); // a sum of 0
    CHECK(seen.look_and_note({7, 2, 0}) == answer::same);
    CHECK(seen.look_and_note({7, 2, 5}) == answer::other);
    CHECK(seen.look_and_note({7, 3, 5}) == answer::unseen);
    seen.turn();
    CHECK(seen.look_and_note({7, 2, 0}) == answer::same); // of the old generation, and not noted again
    CHECK(seen.size() == 2);
    seen.turn();
    CHECK(seen.look_and_note({7, 2, 9}) == answer::unseen);
    CHECK(seen.size() == 1);
}
