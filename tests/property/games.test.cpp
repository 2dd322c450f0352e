// SPDX-License-Identifier: BSL-1.0
//
// Games on random streams, against slow and plain computations beside them.
#include <loyalty/analytics/leaderboard.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/rules/draw.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

using namespace loyalty;
using games::leaderboard;
using games::ranking;
using games::standing;

namespace {

struct change {
    std::uint32_t member;
    std::int64_t time;
    std::int64_t more;
};

constexpr instant at(std::int64_t seconds) {
    return instant{seconds};
}

/// Changes of few values and few times, so that there are many ties: two of three add, one takes back.
std::vector<change> stream_of(std::uint64_t seed, std::size_t count, std::uint32_t members) {
    std::vector<change> all;
    const games::draws numbers{seed};
    for (std::size_t i = 0; i < count; ++i) {
        const auto member = static_cast<std::uint32_t>(games::ticket_of(numbers.at(4 * i), members));
        const auto time = static_cast<std::int64_t>(games::ticket_of(numbers.at(4 * i + 1), 60));
        const auto more = 1 + static_cast<std::int64_t>(games::ticket_of(numbers.at(4 * i + 2), 5));
        all.push_back({member, time, games::ticket_of(numbers.at(4 * i + 3), 3) == 0 ? -more : more});
    }
    return all;
}

/// The board by the words of the rule: values at each time, the time since which the value was not below, a sort, a count.
std::vector<standing> plain_board(const std::vector<change>& changes, std::int64_t as_of, ranking by) {
    std::map<std::uint32_t, std::map<std::int64_t, std::int64_t>> by_member;
    for (const change& one : changes) {
        if (one.time <= as_of) {
            by_member[one.member][one.time] += one.more;
        }
    }
    std::vector<standing> board;
    for (const auto& [member, sums] : by_member) {
        std::vector<std::pair<std::int64_t, std::int64_t>> values; // time, value from then on
        std::int64_t value = 0;
        for (const auto& [time, more] : sums) {
            value += more;
            values.push_back({time, value});
        }
        std::int64_t since = values.back().first;
        for (std::size_t i = values.size(); i > 0 && values[i - 1].second >= value; --i) {
            since = values[i - 1].first;
        }
        board.push_back({member, value, at(since), 0});
    }
    std::sort(board.begin(), board.end(), [](const standing& x, const standing& y) {
        return x.value != y.value       ? x.value > y.value
               : x.reached != y.reached ? x.reached < y.reached
                                        : x.member < y.member;
    });
    for (std::size_t i = 0; i < board.size(); ++i) {
        const bool ties = i > 0 && board[i].value == board[i - 1].value;
        board[i].rank = ties ? board[i - 1].rank : by == ranking::dense && i > 0 ? board[i - 1].rank + 1 : i + 1;
    }
    return board;
}

void check_same(const leaderboard& board, const std::vector<standing>& right) {
    REQUIRE(board.size() == right.size());
    std::vector<standing> room(right.size());
    const auto all = board.top(room);
    CHECK(std::equal(all.begin(), all.end(), right.begin(), right.end()));
    std::vector<standing> near(7);
    for (std::size_t i = 0; i < right.size(); i += 1 + right.size() / 40) {
        CHECK(board.of(right[i].member) == right[i]);
        const std::size_t first = i < 3 ? 0 : i - 3;
        const auto around = board.around(right[i].member, 3, near);
        REQUIRE(around.size() == std::min(i + 3, right.size() - 1) - first + 1);
        CHECK(std::equal(around.begin(), around.end(), right.begin() + static_cast<std::ptrdiff_t>(first)));
    }
}

} // namespace

TEST_SUITE("property/games") {
    TEST_CASE("a leaderboard is that of the plain computation, at each time, in any order, in partitions") {
        for (const ranking by : {ranking::competition, ranking::dense}) {
            for (std::uint64_t seed = 1; seed <= 6; ++seed) {
                const std::uint32_t members = seed % 2 == 0 ? 9 : 4000;
                const auto changes = stream_of(seed, members == 9 ? 300 : 12'000, members);
                leaderboard board{{}, by};
                leaderboard backwards{{}, by};
                std::vector<leaderboard> parts(3, leaderboard{{}, by});
                for (std::size_t i = 0; i < changes.size(); ++i) {
                    const change& one = changes[i];
                    const change& last = changes[changes.size() - 1 - i];
                    board.add(one.member, at(one.time), one.more);
                    backwards.add(last.member, at(last.time), last.more);
                    parts[i % 3].add(one.member, at(one.time), one.more);
                    if (i % (changes.size() / 4) == 5) {
                        check_same(board,
                                   plain_board({changes.begin(), changes.begin() + static_cast<std::ptrdiff_t>(i) + 1},
                                               99, by));
                    }
                }
                const auto right = plain_board(changes, 99, by);
                check_same(board, right);
                check_same(backwards, right);
                parts[0].merge(parts[1]);
                parts[0].merge(parts[2]);
                check_same(parts[0], right);
                for (const std::int64_t time : {0, 17, 40, 59}) {
                    check_same(board.as_of(at(time)), plain_board(changes, time, by));
                }
            }
        }
    }

    TEST_CASE("a leaderboard that empties again") {
        // Members merge into one until nobody else is left, so blocks join and go.
        leaderboard board{{}, ranking::dense};
        for (std::uint32_t member = 0; member < 3000; ++member) {
            board.add(member, at(member), 1 + member % 700);
        }
        for (std::uint32_t member = 1; member < 3000; ++member) {
            REQUIRE(board.merge_members(member, 0) == games::board_refusal::none);
            REQUIRE(board.size() == 3000 - member);
        }
        CHECK(board.of(0)->value == 1'001'500); // four times 1 + ... + 700, and 1 + ... + 200
        CHECK(board.of(0)->rank == 1);
    }

    TEST_CASE("chi-square over ten million keyed draws: prizes, tickets, and the ticket after each ticket") {
        constexpr std::uint64_t count = 10'000'000;
        std::vector<std::uint64_t> tickets(100);
        std::vector<std::uint64_t> pairs(100); // tens of two draws behind each other
        std::uint64_t before = 0;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t ticket = games::ticket_of(games::draws::keyed(2025, i % 1000, i / 1000).at(0), 100);
            ++tickets[ticket];
            ++pairs[before / 10 * 10 + ticket / 10];
            before = ticket;
        }
        const auto chi_square = [](const std::vector<std::uint64_t>& found,
                                   const std::vector<std::uint64_t>& expected) {
            double sum = 0;
            for (std::size_t i = 0; i < found.size(); ++i) {
                const double off = static_cast<double>(found[i]) - static_cast<double>(expected[i]);
                sum += off * off / static_cast<double>(expected[i]);
            }
            return sum;
        };
        std::vector<std::uint64_t> prizes(4);
        for (std::size_t ticket = 0; ticket < 100; ++ticket) {
            prizes[ticket < 50 ? 0 : ticket < 80 ? 1 : ticket < 95 ? 2 : 3] += tickets[ticket];
        }
        const double of_prizes = chi_square(prizes, {5'000'000, 3'000'000, 1'500'000, 500'000});
        const double of_tickets = chi_square(tickets, std::vector<std::uint64_t>(100, 100'000));
        const double of_pairs = chi_square(pairs, std::vector<std::uint64_t>(100, 100'000));
        MESSAGE("chi-square of prizes (3 degrees of freedom): ", of_prizes, ", of tickets (99): ", of_tickets,
                ", of pairs (99): ", of_pairs);
        // One of a thousand fair wheels lies above 16.27, or 148.23; and one of a thousand below 0.024, or 60.
        CHECK(of_prizes < 16.27);
        CHECK(of_prizes > 0.024);
        CHECK(of_tickets < 148.23);
        CHECK(of_tickets > 60.0);
        CHECK(of_pairs < 148.23);
        CHECK(of_pairs > 60.0);
    }
}
