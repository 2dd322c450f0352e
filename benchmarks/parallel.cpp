// SPDX-License-Identifier: BSL-1.0

// W5 by several threads: one stream that each worker looks through for its members, and input that was split beforehand,
// with sums only and with an outcome for each transaction. Every measurement checks the totals that W5 demands. The
// threads start before the clock does.
//
// `parallel --ratios` runs all in turn, several times over, and prints how much faster than `apply_all` in one thread the
// best of each is.

#include "../examples/loyalty_run/w5.hpp"
#include "context.hpp"

#include <loyalty/stream/parallel.hpp>
#include <loyalty/stream/threads.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::effects;
using namespace loyalty::streams;

using totals_type = totals<w5::rules_type>;
using outcome_type = w5::rules_type::outcome_type;
using part_type = split_part<w5::rules_type, w5::record>;
using member_span = std::span<w5::member_type>;
using record_span = std::span<const w5::record>;
using outcome_span = std::span<outcome_type>;

constexpr std::size_t transactions = 10'000'000;
constexpr std::size_t member_count = 1'000'000;

struct workload {
    std::vector<w5::record> stream = w5::stream(transactions, member_count);
    std::vector<w5::member_type> members{member_count};
    std::vector<outcome_type> outcomes = std::vector<outcome_type>(transactions);
    std::vector<std::vector<w5::record>> split{}; ///< the stream by partition

    void split_into(std::size_t partitions) {
        if (split.size() != partitions) {
            split.assign(partitions, {});
            for (const w5::record& each : stream) {
                split[partition::of(each.member, partitions)].push_back(each);
            }
        }
    }
};

[[nodiscard]] workload& work() {
    static workload all;
    return all;
}

[[nodiscard]] bool right(const totals_type& total, member_span members) {
    w5::sums result{total.granted<unit::points>().minor_units(),   total.granted<currency::usd>().minor_units(),
                    total.granted<unit::stamps>().minor_units(),   total.granted<unit::badges>().minor_units(),
                    static_cast<std::int64_t>(total.tier_changes), {}};
    for (const w5::member_type& each : members) {
        ++result.members_by_tier[each.policy<0>().tier];
    }
    return result == w5::expected_1m;
}

[[gnu::noinline]] totals_type in_one_thread(member_span members, record_span stream, outcome_span outcomes) {
    totals_type sum{};
    if (outcomes.empty()) {
        apply_all(lifted<w5::rules>, members, stream, sum);
    } else {
        span_sink<w5::rules_type> room{outcomes};
        tee both{sum, room};
        apply_all(lifted<w5::rules>, members, stream, both);
    }
    return sum;
}

struct engine {
    std::string name;
    std::size_t workers;
    bool with_outcomes;
    std::function<totals_type(workload&, outcome_span, threads&)> run;
};

[[nodiscard]] totals_type run_one_stream(workload& all, outcome_span outcomes, threads& workers) {
    return apply_partitioned(lifted<w5::rules>, member_span{all.members}, record_span{all.stream}, outcomes,
                             workers.size(), workers);
}

[[nodiscard]] totals_type run_split(workload& all, outcome_span outcomes, threads& workers) {
    std::vector<part_type> parts(all.split.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        parts[i].members = all.members;
        parts[i].transactions = all.split[i];
        if (!outcomes.empty()) {
            parts[i].outcomes = outcomes.first(all.split[i].size());
            outcomes = outcomes.subspan(all.split[i].size());
        }
    }
    return apply_split(lifted<w5::rules>, parts, workers);
}

[[nodiscard]] std::vector<engine> engines() {
    std::vector<engine> all;
    for (const bool with_outcomes : {false, true}) {
        const std::string what = with_outcomes ? "/outcomes" : "/sums";
        all.push_back({"apply_all" + what, 1, with_outcomes, [](workload& given, outcome_span outcomes, threads&) {
                           return in_one_thread(given.members, given.stream, outcomes);
                       }});
        for (const std::size_t workers : {std::size_t{1}, std::size_t{2}}) {
            const std::string suffix = what + "/threads:" + std::to_string(workers);
            all.push_back({"one_stream" + suffix, workers, with_outcomes, run_one_stream});
            all.push_back({"split" + suffix, workers, with_outcomes, run_split});
        }
    }
    return all;
}

/// The seconds of one pass, or a negative number where the totals are wrong.
[[nodiscard]] double measure(const engine& one) {
    workload& all = work();
    all.split_into(one.workers);
    std::fill(all.members.begin(), all.members.end(), w5::member_type{});
    threads workers{one.workers};
    const outcome_span outcomes = one.with_outcomes ? outcome_span{all.outcomes} : outcome_span{};
    const auto start = std::chrono::steady_clock::now();
    const totals_type total = one.run(all, outcomes, workers);
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    return right(total, all.members) ? passed.count() : -1.0;
}

void report(benchmark::State& state, const engine& one) {
    for (auto _ : state) {
        const double seconds = measure(one);
        if (seconds < 0) {
            state.SkipWithError("the totals of W5 are not reached");
            return;
        }
        state.SetIterationTime(seconds);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(transactions));
}

int print_ratios(int rounds) {
    const std::vector<engine> all = engines();
    std::vector<double> best(all.size(), 1e9);
    bool correct = true;
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            const double seconds = measure(all[i]);
            correct = correct && seconds >= 0;
            best[i] = std::min(best[i], seconds);
        }
    }
    std::printf("W5, %zu transactions over %zu members, best of %d: ns a transaction, times as fast as apply_all\n",
                transactions, member_count, rounds);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double alone = best[all[i].with_outcomes ? all.size() / 2 : 0];
        std::printf("  %-32s %7.2f  %5.2f\n", all[i].name.c_str(), best[i] * 1e9 / static_cast<double>(transactions),
                    alone / best[i]);
    }
    std::puts(correct ? "all totals reached" : "TOTALS NOT REACHED");
    return correct ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "--ratios") == 0) {
        return print_ratios(argc > 2 ? std::atoi(argv[2]) : 9);
    }
    const std::vector<engine> all = engines();
    for (const engine& one : all) {
        benchmark::RegisterBenchmark(("parallel/w5/1M_members/" + one.name).c_str(), [&one](benchmark::State& state) {
            report(state, one);
        })->UseManualTime();
    }
    return bench::run_registered(argc, argv);
}
