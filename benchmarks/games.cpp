// SPDX-License-Identifier: BSL-1.0

// What games cost: keyed draws, a prize wheel, a raffle, and a leaderboard of a million members. Each run checks what it came to:
// a wrong one reports no time.
//
// By hand, draws are the same two hashes written out for one key. The wheel by hand is a loop over plain structs that checks the
// order of events, the stake and the balance. The board by hand is a Fenwick tree over the values 0 to 4,095, which knows ranks by
// value alone: no ties, no neighbours, no earlier times.

#include "context.hpp"

#include <loyalty/analytics/leaderboard.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>
#include <loyalty/policies/gamified/raffle.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace loyalty;
using games::prize;

constexpr std::size_t draw_count = 1'000'000;
constexpr std::size_t member_count = 1'000'000;
constexpr std::size_t query_count = 200'000;
constexpr std::uint64_t campaign_seed = 2025;

constexpr games::prize_wheel wheel = games::prize_wheel{campaign_seed, prize{50, 0_points}, prize{30, 5_points},
                                                        prize{15, 10_points}, prize{5, 50_points}};

void count(benchmark::State& state, std::size_t events) {
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(events));
}

namespace by_hand {

constexpr std::uint64_t draw(std::uint64_t seed, std::uint64_t member, std::uint64_t event) {
    std::uint64_t a = seed ^ 0x736F'6D65'7073'6575u;
    std::uint64_t b = 0x646F'7261'6E64'6F6Du;
    std::uint64_t c = seed ^ 0x6C79'6765'6E65'7261u;
    std::uint64_t d = 0x7465'6462'7974'6573u;
    const auto turn = [&] {
        a += b;
        b = std::rotl(b, 13) ^ a;
        a = std::rotl(a, 32);
        c += d;
        d = std::rotl(d, 16) ^ c;
        a += d;
        d = std::rotl(d, 21) ^ a;
        c += b;
        b = std::rotl(b, 17) ^ c;
        c = std::rotl(c, 32);
    };
    for (const std::uint64_t word : {member, event, std::uint64_t{16} << 56u}) {
        d ^= word;
        turn();
        turn();
        a ^= word;
    }
    c ^= 0xFF;
    turn();
    turn();
    turn();
    turn();
    std::uint64_t value = (a ^ b ^ c ^ d) + 0x9E37'79B9'7F4A'7C15u;
    value = (value ^ (value >> 30u)) * 0xBF58'476D'1CE4'E5B9u;
    value = (value ^ (value >> 27u)) * 0x94D0'49BB'1331'11EBu;
    return value ^ (value >> 31u);
}

constexpr std::int64_t prize_of(std::uint64_t number) {
    __extension__ using wide = unsigned __int128;
    const auto ticket = static_cast<std::uint64_t>((wide{number} * 100) >> 64u);
    return ticket < 50 ? 0 : ticket < 80 ? 5 : ticket < 95 ? 10 : 50;
}

struct account {
    std::int64_t last_time = INT64_MIN;
    std::uint64_t last_id = 0;
    std::int64_t points = 0;
};

} // namespace by_hand

static_assert(by_hand::draw(7, 3, 500) == 0xcb4d0c48bd9c9e31u);
static_assert(games::draws::keyed(7, 3, 500).at(0) == 0xcb4d0c48bd9c9e31u);

// The sum of the prizes of member 3 at the events 0 to 999,999.
constexpr std::int64_t right_sum = 5'497'485;

template <class Draw>
void draw_prizes(benchmark::State& state, Draw draw) {
    std::int64_t first = -1;
    for (auto _ : state) {
        std::int64_t sum = 0;
        for (std::uint64_t event = 0; event < draw_count; ++event) {
            sum += draw(event);
        }
        benchmark::DoNotOptimize(sum);
        first = sum;
    }
    if (first != right_sum) {
        state.SkipWithError(("the prizes are others: " + std::to_string(first)).c_str());
    }
    count(state, draw_count);
}
void draw_by_library(benchmark::State& state) {
    constexpr std::array<std::int64_t, 4> worth{0, 5, 10, 50};
    draw_prizes(state, [&](std::uint64_t event) { return worth[wheel.spin(3, event).prize]; });
}
void draw_by_hand(benchmark::State& state) {
    draw_prizes(state, [](std::uint64_t event) { return by_hand::prize_of(by_hand::draw(campaign_seed, 3, event)); });
}
BENCHMARK(draw_by_library)->Name("games/draw/keyed")->Unit(benchmark::kMillisecond);
BENCHMARK(draw_by_hand)->Name("games/draw/by_hand")->Unit(benchmark::kMillisecond);

// A spin at 6 points for each of 20,000 members in turn, who have 1,000 points to begin with.
constexpr std::uint32_t spinners = 20'000;
constexpr std::int64_t right_balance = 19'494'565;

const std::vector<activity>& spins() {
    static const std::vector<activity> all = [] {
        std::vector<activity> made;
        for (std::uint32_t i = 0; i < draw_count; ++i) {
            made.push_back({.id = i, .member = i % spinners, .time = instant{i}, .kind = 7, .score = 6});
        }
        return made;
    }();
    return all;
}

constexpr programme fair{wheel.of(7u).staking(6_points)};

void spin_by_library(benchmark::State& state) {
    std::int64_t sum = 0;
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<member<decltype(fair)>> members(spinners);
        for (auto& each : members) {
            each.set_balance<unit::points>(1000_points);
        }
        extensions::no_sink none;
        state.ResumeTiming();
        apply_all(fair, std::span{members}, std::span{spins()}, none);
        state.PauseTiming();
        sum = 0;
        for (const auto& each : members) {
            sum += each.balance<unit::points>().minor_units();
        }
        state.ResumeTiming();
    }
    if (sum != right_balance) {
        state.SkipWithError(("the balances are others: " + std::to_string(sum)).c_str());
    }
    count(state, draw_count);
}
void spin_by_hand(benchmark::State& state) {
    std::int64_t sum = 0;
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<by_hand::account> members(spinners);
        for (auto& each : members) {
            each.points = 1000;
        }
        state.ResumeTiming();
        for (const activity& each : spins()) {
            by_hand::account& own = members[each.member];
            const std::int64_t time = each.time.seconds_since_epoch;
            const bool is_late = time < own.last_time || (time == own.last_time && each.id <= own.last_id);
            if (is_late || each.kind != 7 || each.score != 6 || own.points < 6) {
                continue;
            }
            own.last_time = time;
            own.last_id = each.id;
            own.points += by_hand::prize_of(by_hand::draw(campaign_seed, each.member, each.id)) - 6;
        }
        benchmark::DoNotOptimize(members.data());
        state.PauseTiming();
        sum = 0;
        for (const auto& each : members) {
            sum += each.points;
        }
        state.ResumeTiming();
    }
    if (sum != right_balance) {
        state.SkipWithError(("the balances are others: " + std::to_string(sum)).c_str());
    }
    count(state, draw_count);
}
BENCHMARK(spin_by_library)->Name("games/wheel/constant")->Unit(benchmark::kMillisecond);
BENCHMARK(spin_by_hand)->Name("games/wheel/by_hand")->Unit(benchmark::kMillisecond);

/// 1,000 winners out of a million members with 1 to 4 tickets each.
void raffle(benchmark::State& state) {
    std::vector<games::raffle_tickets> tickets;
    for (std::uint32_t member = 0; member < member_count; ++member) {
        tickets.push_back({member, 1 + member % 4});
    }
    std::vector<std::uint64_t> room(member_count);
    std::vector<std::uint32_t> winners(1000);
    for (auto _ : state) {
        if (games::draw_winners(7, 1, tickets, room, winners).winners != 1000) {
            state.SkipWithError("too few winners");
        }
        benchmark::DoNotOptimize(winners.data());
    }
    count(state, member_count);
}
BENCHMARK(raffle)->Name("games/raffle/1k_of_1M")->Unit(benchmark::kMillisecond);

/// Values from 0 to 4,095 at 2^20 different times.
games::leaderboard board_of(std::size_t members, games::ranking by) {
    games::leaderboard board{{}, by};
    const games::draws numbers{1};
    for (std::uint32_t member = 0; member < members; ++member) {
        board.add(member, instant{static_cast<std::int64_t>(numbers.at(member) >> 44u)},
                  1 + static_cast<std::int64_t>(numbers.at(member) & 0xFFFu));
    }
    return board;
}
const games::leaderboard& million(games::ranking by) {
    static const games::leaderboard competition = board_of(member_count, games::ranking::competition);
    static const games::leaderboard dense = board_of(member_count, games::ranking::dense);
    return by == games::ranking::dense ? dense : competition;
}
std::uint32_t member_at(std::size_t place) {
    return static_cast<std::uint32_t>(games::ticket_of(games::draws{2}.at(place), member_count));
}

template <games::ranking By>
void update(benchmark::State& state) {
    games::leaderboard board = million(By);
    std::int64_t time = 1 << 20;
    std::size_t place = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < query_count; ++i, ++place) {
            board.add(member_at(place), instant{time++}, i % 8 == 7 ? -3 : 5);
        }
    }
    if (board.size() != member_count) {
        state.SkipWithError("members are missing");
    }
    count(state, query_count);
}
BENCHMARK(update<games::ranking::competition>)->Name("games/board/add/1M_members")->Unit(benchmark::kMillisecond);
BENCHMARK(update<games::ranking::dense>)->Name("games/board/add_dense/1M_members")->Unit(benchmark::kMillisecond);

template <class Query>
void query(benchmark::State& state, games::ranking by, std::uint64_t right, Query ask) {
    const games::leaderboard& board = million(by);
    std::uint64_t sum = 0;
    for (auto _ : state) {
        sum = 0;
        for (std::size_t i = 0; i < query_count; ++i) {
            sum += ask(board, member_at(i));
        }
        benchmark::DoNotOptimize(sum);
    }
    if (sum != right) {
        state.SkipWithError(("the ranks are others: " + std::to_string(sum)).c_str());
    }
    count(state, query_count);
}
constexpr std::uint64_t right_ranks = 99'970'147'512;
constexpr std::uint64_t right_dense_ranks = 409'703'529;
constexpr std::uint64_t right_neighbours = 2'045'045;
constexpr std::uint64_t right_tops = 200'000;

void rank_of_member(benchmark::State& state) {
    query(state, games::ranking::competition, right_ranks,
          [](const auto& board, std::uint32_t member) { return board.of(member)->rank; });
}
void dense_rank_of_member(benchmark::State& state) {
    query(state, games::ranking::dense, right_dense_ranks,
          [](const auto& board, std::uint32_t member) { return board.of(member)->rank; });
}
void neighbours(benchmark::State& state) {
    std::array<games::standing, 11> room{};
    query(state, games::ranking::competition, right_neighbours, [&](const auto& board, std::uint32_t member) {
        const auto near = board.around(member, 5, room);
        return near.back().rank - near.front().rank;
    });
}
void top_ten(benchmark::State& state) {
    std::array<games::standing, 10> room{};
    query(state, games::ranking::competition, right_tops,
          [&](const auto& board, std::uint32_t) { return board.top(room).back().rank; });
}
BENCHMARK(rank_of_member)->Name("games/board/rank/1M_members")->Unit(benchmark::kMillisecond);
BENCHMARK(dense_rank_of_member)->Name("games/board/rank_dense/1M_members")->Unit(benchmark::kMillisecond);
BENCHMARK(neighbours)->Name("games/board/neighbours_5/1M_members")->Unit(benchmark::kMillisecond);
BENCHMARK(top_ten)->Name("games/board/top_10/1M_members")->Unit(benchmark::kMillisecond);

/// Ranks by value alone, from a Fenwick tree over all values that there can be.
void rank_by_hand(benchmark::State& state) {
    std::vector<std::int64_t> values(member_count);
    std::array<std::uint64_t, 4098> tree{};
    const games::draws numbers{1};
    for (std::uint32_t member = 0; member < member_count; ++member) {
        values[member] = 1 + static_cast<std::int64_t>(numbers.at(member) & 0xFFFu);
        for (auto i = static_cast<std::size_t>(4097 - values[member]); i < tree.size(); i += i & (~i + 1)) {
            ++tree[i];
        }
    }
    std::uint64_t dense = 0; // each value is there, so its dense rank is its distance from the highest
    for (std::size_t place = 0; place < query_count; ++place) {
        dense += static_cast<std::uint64_t>(4097 - values[member_at(place)]);
    }
    std::uint64_t sum = 0;
    for (auto _ : state) {
        sum = 0;
        for (std::size_t place = 0; place < query_count; ++place) {
            std::uint64_t rank = 1;
            for (auto i = static_cast<std::size_t>(4096 - values[member_at(place)]); i > 0; i -= i & (~i + 1)) {
                rank += tree[i];
            }
            sum += rank;
        }
        benchmark::DoNotOptimize(sum);
    }
    if (sum != right_ranks || dense != right_dense_ranks) {
        state.SkipWithError(("the ranks are others: " + std::to_string(sum)).c_str());
    }
    count(state, query_count);
}
BENCHMARK(rank_by_hand)->Name("games/board/rank_by_hand/1M_members")->Unit(benchmark::kMillisecond);

/// The board of an earlier time, out of a million changes.
void board_as_of(benchmark::State& state) {
    const games::leaderboard& board = million(games::ranking::competition);
    for (auto _ : state) {
        const games::leaderboard then = board.as_of(instant{1 << 19});
        benchmark::DoNotOptimize(then.size());
    }
    count(state, member_count);
}
BENCHMARK(board_as_of)->Name("games/board/as_of/1M_members")->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv) {
    return bench::run_registered(argc, argv);
}
