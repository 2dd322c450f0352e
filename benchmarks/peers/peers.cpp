// SPDX-License-Identifier: BSL-1.0

// W5 with other kinds of money, in one process with the floor and the library. Every pass is checked: exact kinds must reach
// the totals of W5; what `double` gets wrong is counted.
//
//   benchmark_peers --benchmark_enable_random_interleaving=true --benchmark_repetitions=5
//   benchmark_peers --floor <transactions> <members> [<file>]
//
// The second form serves run.py: the totals that others must reach and the floor's time, as JSON, and the stream as a file
// of 24 bytes a transaction, little-endian: time, cents (both 8 bytes), member, category (both 4).

#include "../context.hpp"
#include "../cpu_clock.hpp"
#include "../w5_work.hpp"
#include "by_hand_in.hpp"
#include "result.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bench::large;
using bench::small;
using bench::workload;

/// One pass with new members: the seconds of the evaluation alone, and what it came to.
using pass = std::pair<double, w5::sums>;

template <class Function>
[[nodiscard]] pass timed(Function&& function) {
    const auto start = bench::cpu_clock::now();
    const w5::sums result = function();
    const std::chrono::duration<double> passed = bench::cpu_clock::now() - start;
    return {passed.count(), result};
}

[[nodiscard]] pass run_floor(std::span<const w5::record> stream, std::size_t member_count) {
    std::vector<w5::by_hand::state> members(member_count);
    return timed([&] { return w5::by_hand::run<24>(members, stream); });
}

[[gnu::noinline]] void apply_lifted(std::span<w5::member_type> members, std::span<const w5::record> stream,
                                    loyalty::totals<w5::rules_type>& sum) {
    loyalty::apply_all(loyalty::lifted<w5::rules>, members, stream, sum);
}

[[nodiscard]] pass run_lifted(std::span<const w5::record> stream, std::size_t member_count) {
    std::vector<w5::member_type> members(member_count);
    return timed([&] {
        loyalty::totals<w5::rules_type> sum{};
        apply_lifted(members, stream, sum);
        w5::sums result{
            sum.granted<loyalty::unit::points>().minor_units(), sum.granted<loyalty::currency::usd>().minor_units(),
            sum.granted<loyalty::unit::stamps>().minor_units(), sum.granted<loyalty::unit::badges>().minor_units(),
            static_cast<std::int64_t>(sum.tier_changes),        {}};
        for (const w5::member_type& each : members) {
            ++result.members_by_tier[each.policy<0>().tier];
        }
        return result;
    });
}

struct engine {
    std::string name;
    std::size_t state_bytes;
    bool is_exact;
    bool runs_large;
    std::function<pass(workload&)> run;
    std::function<peers::mistakes(workload&)> compare;
};

template <class Kind>
[[nodiscard]] engine engine_in(std::string name, bool runs_large = true) {
    return {std::move(name),
            sizeof(peers::state_of<Kind>),
            Kind::is_exact,
            runs_large,
            [](workload& work) {
                // The amounts of a till are in this kind before the programme sees them, so converting is not timed.
                static std::vector<peers::record_of<Kind>> streams[2];
                std::vector<peers::record_of<Kind>>& stream = streams[&work == &large];
                if (stream.empty()) {
                    stream = peers::converted<Kind>(work.records());
                }
                std::vector<peers::state_of<Kind>> members(work.members);
                return timed([&] { return peers::run<Kind>(members, stream); });
            },
            [](workload& work) { return peers::compare_with_exact<Kind>(work.records(), work.members); }};
}

[[nodiscard]] std::vector<engine> engines() {
    std::vector<engine> all;
    all.push_back({"by_hand",
                   sizeof(w5::by_hand::state),
                   true,
                   true,
                   [](workload& work) { return run_floor(work.records(), work.members); },
                   {}});
    all.push_back({"lifted",
                   sizeof(w5::member_type),
                   true,
                   true,
                   [](workload& work) { return run_lifted(work.records(), work.members); },
                   {}});
    all.push_back(engine_in<peers::cents_in_int64>("int64"));
    all.push_back(engine_in<peers::money_in_double<true>>("double"));
    all.push_back(engine_in<peers::money_in_double<false>>("double_std_round"));
#ifdef LOYALTY_PEERS_LIBBID
    all.push_back(engine_in<peers::money_in_decimal64>("decimal64"));
#endif
#if LOYALTY_PEERS_HAVE_CPP_DEC_FLOAT
    all.push_back(engine_in<peers::money_in_cpp_dec_float_50>("cpp_dec_float_50", false));
#endif
    return all;
}

void measure(benchmark::State& state, const engine& one, workload& work) {
    double seconds_in_all = 0;
    for (auto _ : state) {
        const auto [seconds, sums] = one.run(work);
        if (one.is_exact && sums != work.expected) {
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
    if (one.is_exact) {
        return;
    }
    // Counted once for each work: it is the same at every repetition.
    static std::vector<std::pair<std::string, peers::mistakes>> counted;
    const std::string key = one.name + std::to_string(work.count);
    auto at = std::find_if(counted.begin(), counted.end(), [&](const auto& each) { return each.first == key; });
    if (at == counted.end()) {
        at = counted.insert(at, {key, one.compare(work)});
    }
    const peers::mistakes& found = at->second;
    state.counters["members"] = static_cast<double>(work.members);
    state.counters["members_with_wrong_cashback"] = static_cast<double>(found.members_with_wrong_cashback);
    state.counters["members_with_wrong_points"] = static_cast<double>(found.members_with_wrong_points);
    state.counters["members_in_wrong_tier"] = static_cast<double>(found.members_in_wrong_tier);
    state.counters["purchases_with_wrong_cashback"] = static_cast<double>(found.purchases_with_wrong_cashback);
    state.counters["tier_events_lost"] = static_cast<double>(found.tier_events_lost);
    state.counters["tier_events_wrong"] = static_cast<double>(found.tier_events_wrong);
    state.counters["cents_off"] = static_cast<double>(found.cents_off);
}

/// The floor over a stream of any size, beside the library as a check.
int print_floor(std::size_t count, std::size_t members, const char* file) {
    const std::vector<w5::record> stream = w5::stream(count, members);
    const w5::sums expected = run_floor(stream, members).second;
    if (run_lifted(stream, members).second != expected) {
        std::fputs("the floor and the library differ\n", stderr);
        return 1;
    }
    std::vector<peers::measured_pass> passes;
    for (double all = 0; all < 0.3;) {
        const peers::stopwatch watch;
        const double seconds = run_floor(stream, members).first;
        passes.push_back({seconds, seconds});
        all += watch.passed().wall;
    }
    if (file != nullptr) {
        std::ofstream out(file, std::ios::binary);
        out.write(reinterpret_cast<const char*>(stream.data()),
                  static_cast<std::streamsize>(stream.size() * sizeof(w5::record)));
        if (!out) {
            std::fprintf(stderr, "%s cannot be written\n", file);
            return 1;
        }
    }
    peers::print_result("floor", LOYALTY_BENCHMARK_COMPILER, count, members, passes, expected);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "--floor") {
        const std::optional<peers::size_of_work> size = peers::read_size(argc - 1, argv + 1);
        return size ? print_floor(size->transactions, size->members, argc > 4 ? argv[4] : nullptr) : 1;
    }
    const std::vector<engine> all = engines();
    for (const engine& one : all) {
        for (workload* work : {&small, &large}) {
            if (work == &large && !one.runs_large) {
                continue;
            }
            const std::string name = "peers/" + one.name + (work == &small ? "/20k_members" : "/1M_members");
            benchmark::RegisterBenchmark(name.c_str(), [&one, work](benchmark::State& state) {
                measure(state, one, *work);
            })->UseManualTime();
        }
    }
    return bench::run_registered(argc, argv);
}
