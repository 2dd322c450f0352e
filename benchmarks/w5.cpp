// SPDX-License-Identifier: BSL-1.0

// W5 as a composed programme and by hand, side by side in one process. Every measurement also checks the totals that W5
// demands: a wrong engine reports no time. Interleave the repetitions for fair ratios:
//
//   w5 --benchmark_enable_random_interleaving=true --benchmark_repetitions=9
//
// `w5 --ratios` runs that itself and prints each engine's ratio to the hand-written loop, from the best of each.

#include "context.hpp"
#include "cpu_clock.hpp"
#include "w5_by_hand.hpp"
#include "w5_work.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::streams;

using bench::large;
using bench::small;
using bench::workload;

using totals_type = totals<w5::rules_type>;
using member_span = std::span<w5::member_type>;
using record_span = std::span<const w5::record>;

template <std::size_t LookAhead>
[[gnu::noinline]] void run_constant(member_span members, record_span stream, totals_type& sum) {
    apply_all(w5::rules, members, stream, sum, no_profiles{}, LookAhead);
}

template <std::size_t LookAhead>
[[gnu::noinline]] void run_lifted(member_span members, record_span stream, totals_type& sum) {
    apply_all(lifted<w5::rules>, members, stream, sum, no_profiles{}, LookAhead);
}

[[gnu::noinline]] void run_numbers(const w5::rules_type& rules, member_span members, record_span stream,
                                   totals_type& sum) {
    apply_all(rules, members, stream, sum);
}

[[gnu::noinline]] void run_one_by_one(member_span members, record_span stream, totals_type& sum) {
    for (const w5::record& each : stream) {
        apply(lifted<w5::rules>, members[each.member], each, no_profile{}, sum);
    }
}

using outcome_type = w5::rules_type::outcome_type;

[[gnu::noinline]] void run_outcomes(member_span members, record_span stream, std::span<outcome_type> outcomes) {
    span_sink<w5::rules_type> room{outcomes};
    apply_all(lifted<w5::rules>, members, stream, room);
}

[[gnu::noinline]] void run_outcomes_and_totals(member_span members, record_span stream, totals_type& sum,
                                               std::span<outcome_type> outcomes) {
    span_sink<w5::rules_type> room{outcomes};
    tee both{sum, room};
    apply_all(lifted<w5::rules>, members, stream, both);
}

/// Hears every step of every computation, and keeps the sum of what it was told.
struct step_reader {
    std::int64_t numerators = 0;
    void on(const step& one) noexcept { numerators += one.value.numerator; }
};

[[gnu::noinline]] void run_explained(member_span members, record_span stream, totals_type& sum) {
    step_reader reader;
    tee both{sum, reader};
    apply_all(lifted<w5::rules>, members, stream, both);
    benchmark::DoNotOptimize(reader.numerators);
}

[[nodiscard]] w5::sums sums_of(const totals_type& total, member_span members) {
    w5::sums result{total.granted<unit::points>().minor_units(),   total.granted<currency::usd>().minor_units(),
                    total.granted<unit::stamps>().minor_units(),   total.granted<unit::badges>().minor_units(),
                    static_cast<std::int64_t>(total.tier_changes), {}};
    for (const w5::member_type& each : members) {
        ++result.members_by_tier[each.policy<0>().tier];
    }
    return result;
}

using clock_type = bench::cpu_clock;

/// One pass over a workload: the seconds of the evaluation alone, or a negative number where the totals are wrong.
struct engine {
    std::string name;
    std::size_t state_bytes;
    std::function<double(workload&)> run;
};

template <class Run>
[[nodiscard]] engine library_engine(std::string name, Run run) {
    return {std::move(name), sizeof(w5::member_type), [run](workload& work) {
                const record_span stream = work.records();
                std::vector<w5::member_type> members(work.members);
                totals_type total{};
                const auto start = clock_type::now();
                run(members, stream, total);
                const std::chrono::duration<double> passed = clock_type::now() - start;
                return sums_of(total, members) == work.expected ? passed.count() : -1.0;
            }};
}

/// Memory for the outcomes of a stream, written to once before any time is taken.
template <class Outcome>
[[nodiscard]] std::span<Outcome> room_for_outcomes(std::size_t count) {
    static std::vector<Outcome> room;
    if (room.size() < count) {
        room.resize(count);
    }
    return std::span{room}.first(count);
}

/// Outcomes alone: the totals are added up from them, once the time is taken.
[[nodiscard]] engine outcomes_engine(std::string name) {
    return {std::move(name), sizeof(w5::member_type), [](workload& work) {
                const record_span stream = work.records();
                const std::span<outcome_type> outcomes = room_for_outcomes<outcome_type>(stream.size());
                std::vector<w5::member_type> members(work.members);
                const auto start = clock_type::now();
                run_outcomes(members, stream, outcomes);
                const std::chrono::duration<double> passed = clock_type::now() - start;
                totals_type total{};
                for (std::size_t i = 0; i < stream.size(); ++i) {
                    total.on(stream[i], outcomes[i]);
                }
                return sums_of(total, members) == work.expected ? passed.count() : -1.0;
            }};
}

/// The loop by hand with an outcome for each transaction, beside its totals.
[[nodiscard]] engine hand_outcomes_engine(std::string name) {
    return {std::move(name), sizeof(w5::by_hand::state), [](workload& work) {
                const record_span stream = work.records();
                w5::by_hand::outcome* at = room_for_outcomes<w5::by_hand::outcome>(stream.size()).data();
                const auto write = [at](const w5::by_hand::outcome& gave) mutable { *at++ = gave; };
                std::vector<w5::by_hand::state> members(work.members);
                const auto start = clock_type::now();
                const w5::sums total = w5::by_hand::run<24, w5::by_hand::contract::trusts>(members, stream, write);
                const std::chrono::duration<double> passed = clock_type::now() - start;
                return total == work.expected ? passed.count() : -1.0;
            }};
}

template <std::size_t LookAhead, w5::by_hand::contract Contract = w5::by_hand::contract::trusts>
[[nodiscard]] engine hand_engine(std::string name) {
    return {std::move(name), sizeof(w5::by_hand::state), [](workload& work) {
                const record_span stream = work.records();
                std::vector<w5::by_hand::state> members(work.members);
                const auto start = clock_type::now();
                const w5::sums total = w5::by_hand::run<LookAhead, Contract>(members, stream);
                const std::chrono::duration<double> passed = clock_type::now() - start;
                return total == work.expected ? passed.count() : -1.0;
            }};
}

[[nodiscard]] std::vector<engine> engines() {
    std::vector<engine> all;
    all.push_back(hand_engine<24>("by_hand"));
    all.push_back(hand_engine<24, w5::by_hand::contract::refuses>("by_hand/refuses"));
    all.push_back(hand_engine<0>("by_hand/no_look_ahead"));
    all.push_back(library_engine("lifted", run_lifted<look_ahead_default>));
    all.push_back(library_engine("lifted/no_look_ahead", run_lifted<0>));
    all.push_back(library_engine("constant", run_constant<look_ahead_default>));
    all.push_back(library_engine("run_time_numbers", [](auto&&... arguments) {
        w5::rules_type rules = w5::rules;
        benchmark::DoNotOptimize(rules);
        run_numbers(rules, arguments...);
    }));
    all.push_back(library_engine("one_by_one", run_one_by_one));
    all.push_back(library_engine("lifted/explained", run_explained));
    all.push_back(hand_outcomes_engine("by_hand/outcomes"));
    all.push_back(outcomes_engine("lifted/outcomes"));
    all.push_back(
        library_engine("lifted/outcomes_and_totals", [](member_span members, record_span stream, totals_type& sum) {
            const auto outcomes = room_for_outcomes<outcome_type>(stream.size());
            run_outcomes_and_totals(members, stream, sum, outcomes);
        }));
    return all;
}

void measure(benchmark::State& state, const engine& one, workload& work) {
    double seconds_in_all = 0;
    for (auto _ : state) {
        const double seconds = one.run(work);
        if (seconds < 0) {
            state.SkipWithError("the totals of W5 are not reached");
            return;
        }
        state.SetIterationTime(seconds);
        seconds_in_all += seconds;
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(work.count));
    const auto all_events = static_cast<double>(state.iterations()) * static_cast<double>(work.count);
    state.counters["ns_per_event"] = seconds_in_all * 1e9 / all_events;
    state.counters["state_bytes"] = static_cast<double>(one.state_bytes);
    state.counters["outcomes"] = static_cast<double>(work.count);
}

int print_ratios(bool with_large) {
    const std::vector<engine> all = engines();
    bool right = true;
    for (workload* work : {&small, &large}) {
        if (work == &large && !with_large) {
            continue;
        }
        constexpr int rounds = 9;
        std::vector<double> best(all.size(), 1e9);
        for (int round = 0; round < rounds; ++round) {
            for (std::size_t i = 0; i < all.size(); ++i) {
                const double seconds = all[i].run(*work);
                right = right && seconds >= 0;
                best[i] = std::min(best[i], seconds);
            }
        }
        std::printf("W5, %zu transactions over %zu members: ns a transaction, ratio to by_hand\n", work->count,
                    work->members);
        for (std::size_t i = 0; i < all.size(); ++i) {
            std::printf("  %-24s %7.2f  %5.2f\n", all[i].name.c_str(), best[i] * 1e9 / static_cast<double>(work->count),
                        best[i] / best[0]);
        }
    }
    std::puts(right ? "all totals reached" : "TOTALS NOT REACHED");
    return right ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "--ratios") == 0) {
        return print_ratios(argc > 2 && std::strcmp(argv[2], "--large") == 0);
    }
    const std::vector<engine> all = engines();
    for (const engine& one : all) {
        for (workload* work : {&small, &large}) {
            const std::string name = "w5/" + one.name + (work == &small ? "/20k_members" : "/1M_members");
            benchmark::RegisterBenchmark(name.c_str(), [&one, work](benchmark::State& state) {
                measure(state, one, *work);
            })->UseManualTime();
        }
    }
    return bench::run_registered(argc, argv);
}
