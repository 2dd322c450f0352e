// SPDX-License-Identifier: BSL-1.0

// What books cost beside plain points: the W5 stream through a points-only programme, with and without lots, with 5 % of the
// purchases returned whole and 5 % of them followed by a redemption. Each run checks that the books balance at its end.

#include "w5.hpp"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

namespace {

using namespace loyalty;

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme plain{terms<utc, identity::by_time>{.name = "plain"}, a_point_a_dollar};
constexpr programme booked{terms<utc, identity::by_time>{.name = "booked"}, a_point_a_dollar,
                           lots<unit::points>{}.expiring(expires_end_of_month<12>{}).owing(debt_policy::negative)};

using plain_type = std::remove_const_t<decltype(plain)>;
using booked_type = std::remove_const_t<decltype(booked)>;

enum class mix { earn_only, returns, redemptions };

struct workload {
    std::size_t count;
    std::size_t members;
    std::vector<w5::record> stream{};

    [[nodiscard]] std::span<const w5::record> records() {
        if (stream.empty()) {
            stream = w5::stream(count, members);
        }
        return stream;
    }
};

workload small{1'000'000, 20'000};
workload large{4'000'000, 1'000'000};

using clock_type = std::chrono::steady_clock;

/// Every 20th purchase is followed by its return, or by a redemption of what the member has.
template <mix Mix, class Programme>
[[nodiscard]] double run(const Programme& programme, std::span<member<Programme>> members,
                         std::span<const w5::record> stream) {
    const auto start = clock_type::now();
    std::size_t next = 0;
    for (const w5::record& each : stream) {
        member<Programme>& own = members[each.member];
        const instant time{each.time};
        if (Mix == mix::earn_only || ++next % 20 != 0) {
            apply(programme, own, each);
            continue;
        }
        if constexpr (Mix == mix::returns) {
            auto sold = apply_with_receipt(programme, own, each);
            reverse_all(programme, own, sold.receipt, {.id = 0, .time = time});
        } else if constexpr (Mix == mix::redemptions) {
            apply(programme, own, each);
            const auto available = balances_of<unit::points>(programme, own, time).available;
            redeem(programme, own, {.id = 0, .time = time}, available);
        }
    }
    const std::chrono::duration<double> passed = clock_type::now() - start;
    return passed.count();
}

/// earned = pending + available + held + spent + expired + clawed back - debt, for each member.
[[nodiscard]] bool balance(std::span<const member<booked_type>> members) {
    for (const auto& own : members) {
        const auto at = balances_of<unit::points>(booked, own, instant{1'704'067'200 + 1200 * 86'400});
        if (at.earned + at.debt != at.pending + at.available + at.held + at.spent + at.expired + at.clawed_back) {
            return false;
        }
    }
    return true;
}

template <mix Mix, class Programme>
void measure(benchmark::State& state, const Programme& programme, workload& work) {
    const auto stream = work.records();
    for (auto _ : state) {
        std::vector<member<Programme>> members(work.members);
        state.SetIterationTime(run<Mix>(programme, std::span{members}, stream));
        if constexpr (std::is_same_v<Programme, booked_type>) {
            if (!balance(members)) {
                state.SkipWithError("the books do not balance");
                return;
            }
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(work.count));
    state.counters["state_bytes"] = sizeof(member<Programme>);
    state.counters["receipt_bytes"] = sizeof(receipt<Programme>);
}

#define LOYALTY_MEASURE(NAME, MIX, PROGRAMME)                                                                          \
    void NAME##_20k_members(benchmark::State& state) {                                                                 \
        measure<MIX>(state, PROGRAMME, small);                                                                         \
    }                                                                                                                  \
    void NAME##_1M_members(benchmark::State& state) {                                                                  \
        measure<MIX>(state, PROGRAMME, large);                                                                         \
    }                                                                                                                  \
    BENCHMARK(NAME##_20k_members)->UseManualTime()->Unit(benchmark::kMillisecond);                                     \
    BENCHMARK(NAME##_1M_members)->UseManualTime()->Unit(benchmark::kMillisecond)

LOYALTY_MEASURE(ledger_plain_earn_only, mix::earn_only, plain);
LOYALTY_MEASURE(ledger_plain_returns, mix::returns, plain);
LOYALTY_MEASURE(ledger_lots_earn_only, mix::earn_only, booked);
LOYALTY_MEASURE(ledger_lots_returns, mix::returns, booked);
LOYALTY_MEASURE(ledger_lots_redemptions, mix::redemptions, booked);

#undef LOYALTY_MEASURE

} // namespace

BENCHMARK_MAIN();
