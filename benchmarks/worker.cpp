// SPDX-License-Identifier: BSL-1.0

// A worker without a broker beside the batch form with its journal, over the W5 stream; and a million members back from
// a snapshot and the tail of the log. Each run checks its totals: a wrong result reports no time.

#include "../examples/loyalty_run/w5.hpp"
#include "context.hpp"

#include <loyalty/stream/worker.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace {

/// A record of W5 with an id, which workers need.
struct numbered : w5::record {
    static constexpr std::uint16_t journal_kind = 1025;
    std::uint64_t id = 0;
};

} // namespace

template <>
struct loyalty::facts<numbered> : loyalty::facts<w5::record> {};

template <>
struct loyalty::streams::codec<numbered> {
    template <class Sink>
    static constexpr void encode(Sink& to, const numbered& value) noexcept {
        parts(loyalty::detail::encoder<Sink>{to}, value);
    }
    static constexpr void decode(reader& from, numbered& value) noexcept {
        parts(loyalty::detail::decoder{from}, value);
    }

private:
    static constexpr void parts(const auto& each, auto& value) noexcept {
        each(value.id);
        each(value.member);
        each(value.time);
        each(value.cents);
        each(value.category);
    }
};

namespace {

using namespace loyalty;
using namespace loyalty::streams;

using worker_type = worker<w5::rules_type, numbered>;

constexpr std::size_t event_count = 1'000'000;
constexpr std::size_t members_of_20k = 20'000;
constexpr std::size_t members_of_1m = 1'000'000;
constexpr std::size_t tail_count = 100'000;
constexpr std::size_t batch_size = 1'000;
constexpr worker_options options{.delay = dates::seconds{3'600}};

std::vector<numbered> numbered_stream(std::size_t count, std::size_t members) {
    std::vector<numbered> events;
    events.reserve(count);
    for (const w5::record& each : w5::stream(count, members)) {
        events.push_back({{each}, events.size() + 1});
    }
    return events;
}

/// The records of a log, one behind the other, and where each lies.
struct log_of_records {
    std::vector<std::byte> bytes{};
    std::vector<log_entry> entries{};

    explicit log_of_records(std::span<const numbered> events) {
        const std::uint64_t of = fingerprint(w5::rules);
        const std::size_t each = encode_log_event({}, of, events.front());
        bytes.resize(each * (events.size() + 1));
        const std::span<std::byte> room{bytes};
        for (std::size_t i = 0; i < events.size(); ++i) {
            encode_log_event(room.subspan(i * each, each), of, events[i]);
            entries.push_back({i, room.subspan(i * each, each)});
        }
        // The mark behind the last event: all of them are applied.
        const std::span<std::byte> last = room.subspan(events.size() * each, each);
        const std::size_t size = encode_log_mark(last, of, instant::maximum());
        entries.push_back({events.size(), last.first(size)});
    }
};

struct sums {
    std::int64_t points = 0;
    std::uint64_t accepted = 0;
    std::uint64_t dead = 0;

    void on(const worked<w5::rules_type>& one) {
        points += one.outcome.granted<unit::points>().minor_units();
        accepted += one.outcome.accepted() ? 1u : 0u;
    }
    void on(const letter&) noexcept { ++dead; }
    void on(const dead_record&) noexcept { ++dead; }
};

void take_all(worker_type& own, std::span<const log_entry> entries, sums& sink) {
    for (std::size_t first = 0; first < entries.size(); first += batch_size) {
        own.take(entries.subspan(first, (std::min)(batch_size, entries.size() - first)), sink);
    }
}

totals<w5::rules_type> totals_of(std::span<const numbered> events, std::size_t members) {
    std::vector<w5::member_type> all(members);
    totals<w5::rules_type> right;
    apply_all(w5::rules, std::span{all}, events, right);
    return right;
}

/// The batch form: each batch is noted in a journal in memory, and then applied.
void batch_with_journal(benchmark::State& state, std::size_t members) {
    const std::vector<numbered> events = numbered_stream(event_count, members);
    const auto right = totals_of(events, members);
    std::vector<std::byte> room(std::size_t{64} * batch_size);
    for (auto _ : state) {
        std::vector<w5::member_type> all(members);
        totals<w5::rules_type> found;
        for (std::size_t first = 0; first < events.size(); first += batch_size) {
            const auto batch = std::span{events}.subspan(first, batch_size);
            journal_writer journal{room, fingerprint(w5::rules), first};
            for (const numbered& each : batch) {
                if (!journal.append(each)) {
                    return state.SkipWithError("the journal has no room");
                }
            }
            benchmark::ClobberMemory();
            apply_all(w5::rules, std::span{all}, batch, found);
        }
        if (!(found == right) || found.accepted != event_count) {
            return state.SkipWithError("the totals are others");
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(event_count));
}

/// The worker takes the log of the same events.
void through_worker(benchmark::State& state, std::size_t members) {
    const std::vector<numbered> events = numbered_stream(event_count, members);
    const auto right = totals_of(events, members);
    const log_of_records log{events};
    for (auto _ : state) {
        worker_type own{w5::rules, {}, options};
        sums found;
        take_all(own, log.entries, found);
        if (found.points != right.granted<unit::points>().minor_units() || found.accepted != event_count ||
            found.dead != 0) {
            return state.SkipWithError("the totals are others");
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(event_count));
}

BENCHMARK_CAPTURE(batch_with_journal, members, members_of_20k)
    ->Name("worker/batch_with_journal/20k_members")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(through_worker, members, members_of_20k)
    ->Name("worker/take/20k_members")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(batch_with_journal, members, members_of_1m)
    ->Name("worker/batch_with_journal/1M_members")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(through_worker, members, members_of_1m)
    ->Name("worker/take/1M_members")
    ->Unit(benchmark::kMillisecond);

std::size_t bytes_in_use() {
#if defined(__GLIBC__)
    const auto all = mallinfo2();
    return all.uordblks + all.hblkhd;
#else
    return 0;
#endif
}

/// A worker with a million members starts again: it reads its snapshot, and takes the tail of the log.
void recover_million(benchmark::State& state) {
    // Each member once, and then the stream: so a million members are there.
    std::vector<numbered> events = numbered_stream(2 * members_of_1m, members_of_1m);
    for (std::uint32_t i = 0; i < members_of_1m; ++i) {
        events[i].member = i;
    }
    const auto right = totals_of(events, members_of_1m);
    const log_of_records log{events};
    const std::size_t snapshot_at = events.size() - tail_count;
    std::vector<std::byte> saved;
    sums before;
    {
        worker_type own{w5::rules, {}, options};
        take_all(own, std::span{log.entries}.first(snapshot_at), before);
        if (!own.snapshot([&](std::span<const std::byte> bytes) {
                saved.insert(saved.end(), bytes.begin(), bytes.end());
                return true;
            })) {
            return state.SkipWithError("the snapshot is not written");
        }
    }
    std::size_t in_memory = 0;
    for (auto _ : state) {
        const std::size_t free_of_it = bytes_in_use();
        auto own = std::make_unique<worker_type>(w5::rules, shard_range{}, options);
        if (!own->restore(saved)) {
            return state.SkipWithError("the snapshot cannot be read");
        }
        sums found = before;
        take_all(*own, std::span{log.entries}.subspan(snapshot_at), found);
        state.PauseTiming();
        in_memory = bytes_in_use() - free_of_it;
        if (found.points != right.granted<unit::points>().minor_units() || found.accepted != right.accepted ||
            own->state().members.size() != members_of_1m) {
            return state.SkipWithError("the totals are others");
        }
        own.reset();
        state.ResumeTiming();
    }
    state.counters["snapshot_bytes_a_member"] = static_cast<double>(saved.size()) / members_of_1m;
    state.counters["memory_bytes_a_member"] = static_cast<double>(in_memory) / members_of_1m;
    state.counters["state_bytes_a_member"] = sizeof(w5::member_type);
}
BENCHMARK(recover_million)->Name("worker/recover/1M_members")->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv) {
    return bench::run_registered(argc, argv);
}
