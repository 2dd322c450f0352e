// SPDX-License-Identifier: BSL-1.0
//
// The memory of loyalty_run: states of members that stay where they are, and numbers in few bytes.

#include "../../examples/loyalty_run/member_states.hpp"
#include "../../examples/loyalty_run/packed_numbers.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

using namespace loyalty_run;

TEST_CASE("states stay where they are while members come") {
    member_states<int> states;
    CHECK(states.size() == 0);
    CHECK(states.begin() == states.end());
    states.grow(1);
    int* const first = &states[0];
    CHECK(*first == 0); // a new state is one of nobody
    *first = 7;
    states.grow(300); // a block is 256
    states[256] = 8;
    states[299] = 9;
    states.grow(2); // there is room for more
    CHECK(states.size() == 300);
    CHECK(&states[0] == first);
    int sum = 0;
    std::size_t count = 0;
    for (const int each : states) {
        sum += each;
        ++count;
    }
    CHECK(sum == 24);
    CHECK(count == 300);
}

TEST_CASE("numbers come back as they were, in as few bytes as they need") {
    const std::vector<std::int64_t> numbers{0, 1, -1, 63, -64, 64, -65, 8191, -8192, 8192, INT64_MAX, INT64_MIN};
    packed_numbers packed;
    for (const std::int64_t each : numbers) {
        packed.push(each);
    }
    packed.close();
    packed_numbers::reader from(packed);
    for (const std::int64_t each : numbers) {
        CHECK(from.next() == each);
    }
    CHECK(packed.room() == 5 + 4 * 2 + 3 + 2 * 10);
}
