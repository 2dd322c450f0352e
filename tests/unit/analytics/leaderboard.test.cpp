// SPDX-License-Identifier: BSL-1.0
#include <loyalty/analytics/leaderboard.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace loyalty;
using games::board_refusal;
using games::leaderboard;
using games::ranking;
using games::standing;

namespace {

constexpr std::uint32_t a = 0;
constexpr std::uint32_t b = 1;
constexpr std::uint32_t c = 2;
constexpr std::uint32_t d = 3;
constexpr instant day(std::int64_t number) {
    return "2025-05-01T00:00"_utc + dates::seconds{number * 86'400};
}

/// Members and ranks in their order: "A1 C2 B2 D4".
std::string order(const leaderboard& board) {
    std::array<standing, 16> room{};
    std::string text;
    for (const standing& each : board.top(room)) {
        text += text.empty() ? "" : " ";
        text += static_cast<char>('A' + each.member);
        text += std::to_string(each.rank);
    }
    return text;
}

/// A 120, C 100, B 100 a day later, D 80.
leaderboard g17(ranking by = ranking::competition) {
    leaderboard board{{}, by};
    board.add(a, day(1), 70);
    board.add(c, day(2), 100);
    board.add(d, day(3), 80);
    board.add(b, day(3), 100);
    board.add(a, day(4), 50);
    return board;
}

} // namespace

TEST_SUITE("analytics/leaderboard") {
    TEST_CASE("G17: ranks 1, 2, 2, 4; C was first at 100; a refund drops A to 90") {
        leaderboard board = g17();
        CHECK(order(board) == "A1 C2 B2 D4");
        CHECK(board.of(a) == standing{a, 120, day(4), 1});
        CHECK(board.of(c) == standing{c, 100, day(2), 2});
        CHECK(board.of(b) == standing{b, 100, day(3), 2});
        CHECK(board.of(d) == standing{d, 80, day(3), 4});
        CHECK(board.add(a, day(5), -30) == board_refusal::none);
        CHECK(order(board) == "C1 B1 A3 D4");
        CHECK(board.of(a) == standing{a, 90, day(4), 3}); // it has had 90 and more since then
    }

    TEST_CASE("dense ranks: 1, 2, 2, 3") {
        leaderboard board = g17(ranking::dense);
        CHECK(order(board) == "A1 C2 B2 D3");
        CHECK(board.of(d)->rank == 3);
        board.add(a, day(5), -30);
        CHECK(order(board) == "C1 B1 A2 D3");
        board.add(d, day(6), 10); // D reaches 90 too, later than A
        CHECK(order(board) == "C1 B1 A2 D2");
        board.add(d, day(7), -10);
        CHECK(order(board) == "C1 B1 A2 D3");
    }

    TEST_CASE("ties: who has had the value or more for longer, then the lower number") {
        leaderboard board;
        board.add(c, day(1), 100);
        board.add(b, day(2), 100);
        board.add(c, day(3), 20);
        board.add(c, day(4), -20); // has had 100 or more since day 1
        CHECK(order(board) == "C1 B1");
        board.add(c, day(5), -20);
        board.add(c, day(6), 20); // anew since day 6
        CHECK(order(board) == "B1 C1");
        board.add(a, day(6), 100);
        CHECK(order(board) == "B1 A1 C1");
    }

    TEST_CASE("the order in which changes arrive makes no difference") {
        struct one {
            std::uint32_t member;
            int at;
            int more;
        };
        std::array<one, 6> all{{{a, 1, 70}, {c, 2, 100}, {d, 3, 80}, {b, 3, 100}, {a, 4, 50}, {a, 5, -30}}};
        for (std::size_t turn = 0; turn < all.size(); ++turn) {
            for (const bool reversed : {false, true}) {
                leaderboard board;
                for (std::size_t i = 0; i < all.size(); ++i) {
                    const one& each = all[((reversed ? all.size() - 1 - i : i) + turn) % all.size()];
                    board.add(each.member, day(each.at), each.more);
                }
                CHECK(order(board) == "C1 B1 A3 D4");
                CHECK(board.of(a)->reached == day(4));
            }
        }
    }

    TEST_CASE("a window: what lies outside does not count, also a return after its end") {
        leaderboard may{{day(0), day(31)}};
        may.add(a, day(0), 10);
        may.add(a, day(31), 10);
        may.add(a, day(31), -10);
        may.add(b, day(-1), 10);
        CHECK(may.of(a)->value == 10);
        CHECK_FALSE(may.of(b));
        CHECK(may.size() == 1);
        may.add(a, day(30), -10);
        CHECK(may.of(a)->value == 0);
        CHECK(may.size() == 1); // on the board, with 0
    }

    TEST_CASE("the board as of a time") {
        leaderboard board = g17();
        board.add(a, day(5), -30);
        CHECK(order(board.as_of(day(0))).empty());
        CHECK(order(board.as_of(day(1))) == "A1");
        CHECK(order(board.as_of(day(3))) == "C1 B1 D3 A4");
        CHECK(order(board.as_of(day(4))) == "A1 C2 B2 D4");
        CHECK(order(board.as_of(day(9))) == "C1 B1 A3 D4");
        leaderboard then = board.as_of(day(4));
        then.add(d, day(5), 100); // after its time
        CHECK(order(then) == "A1 C2 B2 D4");
        then.add(d, day(2), 100); // late, and counts
        CHECK(order(then) == "D1 A2 C3 B3");
        CHECK(order(board) == "C1 B1 A3 D4");
    }

    TEST_CASE("neighbours") {
        leaderboard board;
        for (std::uint32_t member = 0; member < 10; ++member) {
            board.add(member, day(1), 100 - member);
        }
        std::array<standing, 5> room{};
        const auto middle = board.around(4, 2, room);
        REQUIRE(middle.size() == 5);
        CHECK(middle[0] == standing{2, 98, day(1), 3});
        CHECK(middle[4] == standing{6, 94, day(1), 7});
        REQUIRE(board.around(0, 2, room).size() == 3);
        CHECK(room[0].member == 0);
        REQUIRE(board.around(9, 2, room).size() == 3);
        CHECK(room[2] == standing{9, 91, day(1), 10});
        CHECK(board.around(11, 2, room).empty());
        CHECK(board.top(std::span{room}.first(2)).size() == 2);
        CHECK(board.top({}).empty());
    }

    TEST_CASE("partitions merge into the board of the whole") {
        leaderboard one;
        leaderboard two;
        one.add(a, day(1), 70);
        two.add(c, day(2), 100);
        one.add(d, day(3), 80);
        two.add(b, day(3), 100);
        two.add(a, day(4), 50); // also one member in two partitions
        one.add(a, day(5), -30);
        CHECK(one.merge(two) == board_refusal::none);
        CHECK(order(one) == "C1 B1 A3 D4");
        CHECK(one.of(a)->reached == day(4));
        CHECK(order(one.as_of(day(4))) == "A1 C2 B2 D4");
        leaderboard other{{day(0), day(31)}};
        CHECK(one.merge(other) == board_refusal::other_window);
        CHECK(order(one) == "C1 B1 A3 D4");
    }

    TEST_CASE("two members become one") {
        leaderboard board = g17();
        CHECK(board.merge_members(d, b) == board_refusal::none);
        CHECK(order(board) == "B1 A2 C3");
        CHECK(board.of(b) == standing{b, 180, day(3), 1});
        CHECK_FALSE(board.of(d));
        CHECK(board.merge_members(d, b) == board_refusal::none); // nothing is left of it
        CHECK(board.merge_members(c, 9) == board_refusal::none);
        CHECK(board.of(9)->value == 100);
        CHECK(board.of(9)->reached == day(2));
        CHECK(board.merge_members(b, leaderboard::usual_members) == board_refusal::unknown_member);
    }

    TEST_CASE("bad input is refused, and the board is as before") {
        leaderboard board{{}, ranking::competition, 4};
        board.add(a, day(1), 5);
        CHECK(board.add(4, day(1), 5) == board_refusal::unknown_member);
        CHECK(message(board_refusal::unknown_member) ==
              "leaderboard: the member is above the largest one of the board: make the board for more members");
        constexpr auto largest = (std::numeric_limits<std::int64_t>::max)();
        constexpr auto smallest = (std::numeric_limits<std::int64_t>::min)();
        CHECK(board.add(a, day(2), largest) == board_refusal::overflow);
        CHECK(board.add(b, day(2), smallest) == board_refusal::overflow);
        CHECK(board.add(a, day(2), largest - 5) == board_refusal::none);
        CHECK(board.add(a, day(3), -1) == board_refusal::overflow);
        CHECK(board.of(a)->value == largest);
        CHECK(board.size() == 1);
        leaderboard more{{}, ranking::competition, 4};
        more.add(a, day(3), 1);
        CHECK(board.merge(more) == board_refusal::overflow);
        CHECK(board.of(a)->value == largest);
        leaderboard wide;
        wide.add(4, day(1), 1);
        CHECK(board.merge(wide) == board_refusal::unknown_member);
        board.add(b, day(2), 7);
        CHECK(board.merge_members(b, a) == board_refusal::overflow);
        CHECK(board.of(b)->value == 7);
        CHECK(board.add(a, day(3), 0) == board_refusal::none);
        CHECK(board.add(c, day(3), 0) == board_refusal::none);
        CHECK_FALSE(board.of(c));
    }

    TEST_CASE("a fold over outcomes: purchases and their returns, not what is spent") {
        constexpr programme stars{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
        using sale = purchase<currency::usd>;
        std::array<member<decltype(stars)>, 2> members{};
        leaderboard board;
        auto sink = games::counting<unit::points>(board);
        auto sold =
            apply_with_receipt(stars, members[1], sale{.id = 1, .member = 1, .time = day(1), .net = 50_usd}, {}, sink);
        apply(stars, members[0], sale{.id = 2, .member = 0, .time = day(2), .net = 40_usd}, {}, sink);
        CHECK(order(board) == "B1 A2");
        apply(stars, members[1], redemption<unit::points>{.id = 3, .member = 1, .time = day(3), .amount = 20_points},
              {}, sink);
        CHECK(board.of(1)->value == 50);
        apply(stars, members[0], sale{.id = 2, .member = 0, .time = day(2), .net = 40_usd}, {}, sink); // a duplicate
        CHECK(board.of(0)->value == 40);
        apply(stars, members[1], sold.receipt.returned({.id = 4, .member = 1, .time = day(4)}), {}, sink);
        CHECK(order(board) == "A1 B2");
        CHECK(board.of(1)->value == 0);
        CHECK(order(board.as_of(day(3))) == "B1 A2");
        CHECK(sink.refused == board_refusal::none);
    }
}
