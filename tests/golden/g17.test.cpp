// SPDX-License-Identifier: BSL-1.0
//
// G17, the leaderboard: A 120, B 100, C 100, D 80, and C was first at 100.
#include <loyalty/analytics/leaderboard.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>

using namespace loyalty;

TEST_SUITE("golden/g17") {
    TEST_CASE("ranks 1, 2, 2, 4 in the order A, C, B, D; a refund drops A to 90: C, B, A, D") {
        constexpr programme stars{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
        using sale = purchase<currency::usd>;
        std::array<member<decltype(stars)>, 4> members{};
        games::leaderboard board;
        auto sink = games::counting<unit::points>(board);
        const auto buy = [&](std::uint32_t who, std::int64_t second, money<currency::usd> net) {
            const sale bought{
                .id = static_cast<std::uint64_t>(second), .member = who, .time = instant{second}, .net = net};
            return apply_with_receipt(stars, members[who], bought, extensions::no_profile{}, sink).receipt;
        };
        const auto places = [&](std::array<std::uint32_t, 4> order, std::array<std::uint64_t, 4> ranks) {
            std::array<games::standing, 4> room{};
            REQUIRE(board.top(room).size() == 4);
            for (std::size_t i = 0; i < 4; ++i) {
                CHECK(room[i].member == order[i]);
                CHECK(room[i].rank == ranks[i]);
            }
        };
        buy(0, 1, 90_usd);
        buy(2, 2, 100_usd);
        buy(1, 3, 100_usd);
        buy(3, 4, 80_usd);
        auto last = buy(0, 5, 30_usd);
        places({0, 2, 1, 3}, {1, 2, 2, 4});
        apply(stars, members[0], last.returned({.id = 6, .member = 0, .time = instant{6}}), extensions::no_profile{},
              sink);
        CHECK(board.of(0)->value == 90);
        places({2, 1, 0, 3}, {1, 1, 3, 4});
    }
}
