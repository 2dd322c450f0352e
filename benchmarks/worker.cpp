// SPDX-License-Identifier: BSL-1.0

// A worker without a broker beside the batch form with its journal, over the W5 stream; and a million members back from
// a snapshot and the tail of the log. Each run checks its totals: a wrong result reports no time.
//
//     worker --ratios 9             both ways in turn, nine times; the best of each, and events a second as a ratio
//     worker --recovery /var/tmp    a process that starts again, from files below this folder: seconds, and its heap's peak

#include "context.hpp"
#include "counted_heap.hpp"
#include "cpu_clock.hpp"
#include "worker_recovery.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace worker_work;

constexpr std::size_t event_count = 1'000'000;
constexpr std::size_t members_of_20k = 20'000;
constexpr std::size_t members_of_1m = 1'000'000;
constexpr std::size_t tail_count = 100'000;

/// The seconds of the processor that the stream takes one way; a negative number if the totals are wrong. Each batch is copied
/// to one place before its time begins: so both ways find it in a cache, as what a client has just received.
class race {
public:
    explicit race(std::size_t members)
        : members_{members}, events_{stream_of_known(members, event_count)}, right_{right_sums(events_, members)} {}

    [[nodiscard]] double batches() const {
        batches_with_journal way{members_};
        std::vector<numbered> batch(batch_size);
        double seconds = 0;
        for_each_batch(std::span<const numbered>{events_}, [&](auto part) {
            std::copy(part.begin(), part.end(), batch.begin());
            const double its = seconds_of([&] { way.take(std::span{batch}.first(part.size())); });
            seconds += part.data() < events_.data() + members_ ? 0.0 : its;
        });
        return way.found() == right_ ? seconds : -1.0;
    }
    [[nodiscard]] double worker() const {
        worker_with_sums way;
        std::vector<log_entry> batch(batch_size);
        std::vector<std::byte> bytes(log_.bytes.size() / log_.entries.size() * batch_size);
        double seconds = 0;
        for_each_batch(std::span<const log_entry>{log_.entries}, [&](auto part) {
            std::size_t used = 0;
            for (std::size_t i = 0; i < part.size(); ++i) {
                const auto from = part[i].bytes;
                const auto to = std::span{bytes}.subspan(used, from.size());
                std::copy(from.begin(), from.end(), to.begin());
                batch[i] = {part[i].position, to};
                used += from.size();
            }
            const double its = seconds_of([&] { way.take(std::span{batch}.first(part.size())); });
            seconds += part.data() < log_.entries.data() + members_ ? 0.0 : its;
        });
        return way.found() == right_ ? seconds : -1.0;
    }

private:
    template <class Function>
    [[nodiscard]] static double seconds_of(Function&& function) {
        const auto start = bench::cpu_clock::now();
        function();
        return std::chrono::duration<double>(bench::cpu_clock::now() - start).count();
    }

    std::size_t members_;
    std::vector<numbered> events_;
    log_of_records log_{events_};
    sums right_;
};

void report(benchmark::State& state, std::size_t members, double (race::*way)() const) {
    const race one{members};
    for (auto _ : state) {
        const double seconds = (one.*way)();
        if (seconds < 0) {
            return state.SkipWithError("the totals are others");
        }
        state.SetIterationTime(seconds);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(event_count));
}

int print_ratios(int rounds) {
    bool correct = true;
    std::printf("W5, %zu events, best of %d, millions of events a second of the processor\n", event_count, rounds);
    for (const std::size_t members : {members_of_20k, members_of_1m}) {
        const race one{members};
        double best_of_batches = 1e9;
        double best_of_worker = 1e9;
        for (int round = 0; round < rounds; ++round) {
            const double batches = one.batches();
            const double worker = one.worker();
            correct = correct && batches > 0 && worker > 0;
            best_of_batches = (std::min)(best_of_batches, batches);
            best_of_worker = (std::min)(best_of_worker, worker);
        }
        std::printf("  %7zu members: batches with a journal %.1f, worker %.1f, which is %.2f of it\n", members,
                    event_count / best_of_batches / 1e6, event_count / best_of_worker / 1e6,
                    best_of_batches / best_of_worker);
    }
    std::puts(correct ? "all totals reached" : "TOTALS NOT REACHED");
    return correct ? 0 : 1;
}

// A million members back --------------------------------------------------------------------------------------------

/// A worker with a million members starts again: it reads its snapshot, and takes the tail of the log.
void recover_million(benchmark::State& state) {
    const saved_worker saved{members_of_1m, event_count, tail_count};
    std::size_t in_memory = 0;
    for (auto _ : state) {
        const std::size_t free_of_it = bench::own_heap.now;
        auto own = std::make_unique<worker_type>(lifted<w5::rules>, shard_range{}, options);
        if (!own->restore(saved.snapshot)) {
            return state.SkipWithError("the snapshot cannot be read");
        }
        sums found = saved.before;
        for_each_batch(std::span<const log_entry>{saved.tail}, [&](auto batch) { own->take(batch, found); });
        state.PauseTiming();
        in_memory = bench::own_heap.now - free_of_it;
        if (!(found == saved.right) || own->state().members.size() != members_of_1m) {
            return state.SkipWithError("the totals are others");
        }
        own.reset();
        state.ResumeTiming();
    }
    state.counters["snapshot_bytes_a_member"] = static_cast<double>(saved.snapshot.size()) / members_of_1m;
    state.counters["memory_bytes_a_member"] = static_cast<double>(in_memory) / members_of_1m;
    state.counters["state_bytes_a_member"] = sizeof(w5::member_type);
}

/// The same from a folder, as a process does it that starts again: to the next snapshot, with the most memory on the way.
int print_recovery(const std::string& root) {
    const saved_worker saved{members_of_1m, event_count, tail_count};
    recovery one{saved, root};
    const std::size_t free_of_it = bench::own_heap.now;
    bench::own_heap.peak = bench::own_heap.now;
    const auto start = std::chrono::steady_clock::now();
    const auto start_of_processor = bench::cpu_clock::now();
    bool right = one.start();
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    const std::chrono::duration<double> worked = bench::cpu_clock::now() - start_of_processor;
    right = right && one.save();
    const double peak = static_cast<double>(bench::own_heap.peak - free_of_it) / 1e6;
    const double most = static_cast<double>(most_memory(members_of_1m)) / 1e6;
    std::printf("a million members of %zu bytes, and %zu records behind the snapshot: %.2f s, %.2f s of the processor\n"
                "the most memory, with the next snapshot: %.1f MB; members and 64 MB are %.1f MB\n%s\n",
                sizeof(w5::member_type), tail_count, passed.count(), worked.count(), peak, most,
                right ? "all totals reached" : "TOTALS NOT REACHED");
    return right && peak <= most ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "--ratios") == 0) {
        return print_ratios(argc > 2 ? std::atoi(argv[2]) : 9);
    }
    if (argc > 1 && std::strcmp(argv[1], "--recovery") == 0) {
        return print_recovery(argc > 2 ? argv[2] : "/var/tmp");
    }
    for (const auto& [name, members] :
         {std::pair{"20k_members", members_of_20k}, std::pair{"1M_members", members_of_1m}}) {
        for (const auto& [way, run] :
             {std::pair{"batch_with_journal", &race::batches}, std::pair{"take", &race::worker}}) {
            benchmark::RegisterBenchmark(("worker/" + std::string{way} + "/" + name).c_str(), report, members, run)
                ->Unit(benchmark::kMillisecond)
                ->UseManualTime();
        }
    }
    benchmark::RegisterBenchmark("worker/recover/1M_members", recover_million)->Unit(benchmark::kMillisecond);
    return bench::run_registered(argc, argv);
}
