// SPDX-License-Identifier: BSL-1.0
//
// G16, the prize wheel: 0 credits 50, 5 credits 30, 10 credits 15, 50 credits 5 of 100.
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

using namespace loyalty;
using games::prize;

namespace {

struct credits {
    static constexpr unit_code code = "credits";
    static constexpr int digits = 0;
};
constexpr amount<credits> credit(std::int64_t count) {
    return amount<credits>::from_minor_units(count);
}
constexpr games::prize_wheel wheel{1, prize{50, credit(0)}, prize{30, credit(5)}, prize{15, credit(10)},
                                   prize{5, credit(50)}};

} // namespace

TEST_SUITE("golden/g16") {
    TEST_CASE("the draws 88, 43, 2, 97 of SplitMix64 from 0 give 10, 0, 0, 50; expected 11/2") {
        constexpr std::array<std::int64_t, 4> worth{0, 5, 10, 50};
        constexpr std::array<std::uint64_t, 4> tickets{88, 43, 2, 97};
        constexpr std::array<std::int64_t, 4> right{10, 0, 0, 50};
        for (std::uint64_t i = 0; i < 4; ++i) {
            const games::spin_result spun = wheel.spin_of(games::draws{0}.at(i));
            CHECK(spun.ticket == tickets[i]);
            CHECK(worth[spun.prize] == right[i]);
        }
        static_assert(wheel.expected_cost() == ratio{11, 2});
        static_assert(wheel.worst_cost() == credit(50));
    }
}
