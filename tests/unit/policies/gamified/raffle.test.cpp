// SPDX-License-Identifier: BSL-1.0
#include <loyalty/policies/gamified/raffle.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

using namespace loyalty::games;

namespace {

constexpr std::array<raffle_tickets, 5> sold{{{1, 1}, {2, 2}, {3, 3}, {4, 0}, {5, 4}}};

constexpr std::array<std::uint32_t, 4> winners_of(std::uint64_t raffle) {
    std::array<std::uint64_t, 5> room{99, 99, 99, 99, 99};
    std::array<std::uint32_t, 4> winners{};
    return draw_winners(7, raffle, sold, room, winners).winners == 4 ? winners : std::array<std::uint32_t, 4>{};
}

using four = std::array<std::uint32_t, 4>;

} // namespace

TEST_SUITE("policies/raffle") {
    TEST_CASE("winners by SipHash-2-4, SplitMix64 and a walk over the tickets in another language") {
        static_assert(winners_of(1) == four{2, 5, 3, 1});
        CHECK(winners_of(2) == four{1, 2, 5, 3});
        CHECK(winners_of(3) == four{1, 3, 5, 2});
        CHECK(winners_of(4) == four{2, 3, 1, 5});
        CHECK(winners_of(5) == four{3, 5, 2, 1});
        CHECK(winners_of(6) == four{5, 2, 1, 3});
        CHECK(winners_of(8) == four{1, 5, 3, 2});
    }

    TEST_CASE("fewer winners are the first of them; no more than members with tickets") {
        std::array<std::uint64_t, 5> room{};
        std::array<std::uint32_t, 9> winners{};
        CHECK(draw_winners(7, 1, sold, room, std::span{winners}.first(2)) == raffle_result{raffle_refusal::none, 2});
        CHECK(winners[0] == 2);
        CHECK(winners[1] == 5);
        CHECK(winners[2] == 0);
        CHECK(draw_winners(7, 1, sold, room, winners) == raffle_result{raffle_refusal::none, 4});
        CHECK(draw_winners(7, 1, {}, {}, winners) == raffle_result{raffle_refusal::none, 0});
    }

    TEST_CASE("bad input is refused, and nobody wins") {
        std::array<std::uint64_t, 5> room{};
        std::array<std::uint32_t, 2> winners{};
        CHECK(draw_winners(7, 1, sold, std::span{room}.first(4), winners) ==
              raffle_result{raffle_refusal::too_little_room, 0});
        constexpr std::array<raffle_tickets, 3> twice{{{1, 1}, {2, 2}, {2, 1}}};
        CHECK(draw_winners(7, 1, twice, room, winners) == raffle_result{raffle_refusal::not_in_order, 0});
        constexpr std::array<raffle_tickets, 2> falling{{{2, 1}, {1, 2}}};
        CHECK(draw_winners(7, 1, falling, room, winners).refused == raffle_refusal::not_in_order);
        CHECK(winners == std::array<std::uint32_t, 2>{});
        CHECK(message(raffle_refusal::not_in_order) ==
              "raffle: the members do not rise: sort the tickets by member, each member once");
        CHECK(message(raffle_refusal::too_little_room) ==
              "raffle: there is too little room: give as many numbers as there are members with tickets");
    }

    TEST_CASE("the largest counts do not overflow") {
        constexpr std::uint32_t most = 0xFFFF'FFFFu;
        std::vector<raffle_tickets> all;
        for (std::uint32_t member = 0; member < 100; ++member) {
            all.push_back({member, most});
        }
        std::vector<std::uint64_t> room(100);
        std::vector<std::uint32_t> winners(100);
        CHECK(draw_winners(1, 1, all, room, winners).winners == 100);
        std::sort(winners.begin(), winners.end());
        for (std::uint32_t member = 0; member < 100; ++member) {
            CHECK(winners[member] == member); // each once
        }
    }

    TEST_CASE("over 10,000 raffles a member wins first in the share of the tickets") {
        std::array<std::uint64_t, 6> first{};
        std::array<std::uint64_t, 5> room{};
        for (std::uint64_t raffle = 0; raffle < 10'000; ++raffle) {
            std::array<std::uint32_t, 1> winner{};
            static_cast<void>(draw_winners(7, raffle, sold, room, winner));
            ++first[winner[0]];
        }
        // 1,000, 2,000, 3,000, 0 and 4,000 are expected; four standard deviations are at most 196.
        CHECK(first[1] > 880);
        CHECK(first[1] < 1120);
        CHECK(first[2] > 1840);
        CHECK(first[2] < 2160);
        CHECK(first[3] > 2816);
        CHECK(first[3] < 3184);
        CHECK(first[4] == 0);
        CHECK(first[5] > 3804);
        CHECK(first[5] < 4196);
    }
}
