// SPDX-License-Identifier: BSL-1.0

// What memory on disk costs: the W5 stream written as a journal and read back, and a million members restored from a
// snapshot. Each run checks that the members are those of the stream applied directly: a wrong recovery reports no time.

#include "../examples/loyalty_run/w5.hpp"
#include "../tests/support/temporary_folder.hpp"
#include "context.hpp"

#include <loyalty/stream/file_store.hpp>
#include <loyalty/stream/snapshot.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

template <>
struct loyalty::streams::journal_kind_of<w5::record> {
    static constexpr std::uint16_t value = 1024;
};

namespace {

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::streams;

constexpr std::size_t event_count = 1'000'000;
constexpr std::size_t member_count = 20'000;
constexpr std::size_t many_events = 4'000'000;
constexpr std::size_t many_members = 1'000'000;

const std::vector<w5::record>& stream() {
    static const std::vector<w5::record> records = w5::stream(event_count, member_count);
    return records;
}

std::vector<w5::member_type> applied(std::span<const w5::record> records, std::size_t members) {
    std::vector<w5::member_type> result(members);
    no_sink none;
    apply_all(w5::rules, std::span{result}, records, none);
    return result;
}

const std::vector<w5::member_type>& expected() {
    static const std::vector<w5::member_type> members = applied(stream(), member_count);
    return members;
}

/// Members with something in every place.
const std::vector<w5::member_type>& million() {
    static const std::vector<w5::member_type> members = applied(w5::stream(many_events, many_members), many_members);
    return members;
}

std::size_t write_journal(std::span<std::byte> room, std::span<const w5::record> records = stream()) {
    journal_writer out{room, fingerprint(w5::rules)};
    for (const w5::record& each : records) {
        if (!out.append(each)) {
            return 0;
        }
    }
    return out.bytes().size();
}

const std::vector<std::byte>& journal() {
    static const std::vector<std::byte> bytes = [] {
        std::vector<std::byte> room(std::size_t{64} * event_count);
        room.resize(write_journal(room));
        return room;
    }();
    return bytes;
}

const std::vector<std::byte>& snapshot() {
    static const std::vector<std::byte> bytes = [] {
        const std::span<const w5::member_type> members{million()};
        std::vector<std::byte> room(encode_snapshot({}, w5::rules, members, 0));
        encode_snapshot(room, w5::rules, members, 0);
        return room;
    }();
    return bytes;
}

void count(benchmark::State& state, std::size_t items, std::size_t bytes) {
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(items));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void write_to_memory(benchmark::State& state) {
    std::vector<std::byte> room(journal().size());
    for (auto _ : state) {
        if (write_journal(room) != journal().size()) {
            state.SkipWithError("the journal has another size");
        }
        benchmark::ClobberMemory();
    }
    count(state, event_count, journal().size());
}
BENCHMARK(write_to_memory)->Name("journal/write/memory")->Unit(benchmark::kMillisecond);

void read_from_memory(benchmark::State& state) {
    const std::uint64_t of = fingerprint(w5::rules);
    for (auto _ : state) {
        journal_reader in{journal(), of};
        record_view record{};
        std::int64_t cents = 0;
        w5::record event{};
        while (in.next(record)) {
            reader from{record.payload};
            cents += decode(from, event) ? event.cents : 0;
        }
        benchmark::DoNotOptimize(cents);
        if (in.error() || in.next() != event_count) {
            state.SkipWithError("the journal cannot be read");
        }
    }
    count(state, event_count, journal().size());
}
BENCHMARK(read_from_memory)->Name("journal/read/memory")->Unit(benchmark::kMillisecond);

void recover(benchmark::State& state, std::span<const std::byte> bytes, std::size_t events,
             const std::vector<w5::member_type>& right) {
    for (auto _ : state) {
        std::vector<w5::member_type> members(right.size());
        journal_reader in{bytes, fingerprint(w5::rules)};
        replay<w5::record>(w5::rules, std::span{members}, in);
        state.PauseTiming();
        if (in.error() || members != right) {
            state.SkipWithError("the members are others");
        }
        state.ResumeTiming();
    }
    count(state, events, bytes.size());
}

void recover_from_memory(benchmark::State& state) {
    recover(state, journal(), event_count, expected());
}
BENCHMARK(recover_from_memory)->Name("journal/recover/memory/20k_members")->Unit(benchmark::kMillisecond);

/// A million members from nothing but the journal of their events.
void recover_million(benchmark::State& state) {
    const std::vector<w5::record> events = w5::stream(many_events, many_members);
    std::vector<std::byte> room(std::size_t{64} * events.size());
    room.resize(write_journal(room, events));
    recover(state, room, events.size(), million());
}
BENCHMARK(recover_million)->Name("journal/recover/memory/1M_members")->Unit(benchmark::kMillisecond);

/// The same work without a journal, to take away.
void apply_directly(benchmark::State& state) {
    for (auto _ : state) {
        std::vector<w5::member_type> members(member_count);
        for (const w5::record& each : stream()) {
            benchmark::DoNotOptimize(apply(w5::rules, members[each.member], each));
        }
    }
    count(state, event_count, sizeof(w5::record) * event_count);
}
BENCHMARK(apply_directly)->Name("journal/none/apply/20k_members")->Unit(benchmark::kMillisecond);

void write_snapshot(benchmark::State& state) {
    std::vector<std::byte> room(snapshot().size());
    const std::span<const w5::member_type> members{million()};
    for (auto _ : state) {
        encode_snapshot(room, w5::rules, members, 0);
        benchmark::ClobberMemory();
    }
    if (room != snapshot()) {
        state.SkipWithError("the snapshot is another");
    }
    count(state, many_members, snapshot().size());
}
BENCHMARK(write_snapshot)->Name("snapshot/write/memory/1M_members")->Unit(benchmark::kMillisecond);

void read_snapshot(benchmark::State& state) {
    std::vector<w5::member_type> members(many_members);
    for (auto _ : state) {
        if (!decode_snapshot(snapshot(), w5::rules, std::span{members})) {
            state.SkipWithError("the snapshot cannot be read");
        }
    }
    if (members != million()) {
        state.SkipWithError("the members are others");
    }
    count(state, many_members, snapshot().size());
}
BENCHMARK(read_snapshot)->Name("snapshot/read/memory/1M_members")->Unit(benchmark::kMillisecond);

#if LOYALTY_HAS_FILE_STORE

using store_type = file_store<w5::rules_type, w5::record>;

using folder = temporary_folder;

/// Appended and applied, and acknowledged after so many events; on the disk or with the operating system.
void append_to_store(benchmark::State& state) {
    const auto together = static_cast<std::size_t>(state.range(0));
    const durability safe = state.range(1) != 0 ? durability::disk : durability::process;
    const std::size_t events = safe == durability::disk ? together * 20 : event_count;
    for (auto _ : state) {
        state.PauseTiming();
        const folder where;
        store_type store{w5::rules};
        if (store.open(where.path.string(), safe)) {
            state.SkipWithError("the store does not open");
            return;
        }
        store.enrol(member_count);
        state.ResumeTiming();
        bool written = true;
        for (std::size_t i = 0; i < events; ++i) {
            store.append(stream()[i % event_count]);
            written = written && ((i + 1) % together != 0 || !store.acknowledge());
        }
        if (!written || store.acknowledged() < events) {
            state.SkipWithError("the store does not write");
        }
    }
    count(state, events, (journal().size() - journal_header_bytes) / event_count * events);
}
BENCHMARK(append_to_store)
    ->Name("store/append")
    ->ArgNames({"events_together", "disk"})
    ->Args({1, 0})
    ->Args({100, 0})
    ->Args({1, 1})
    ->Args({100, 1})
    ->Args({10'000, 1})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// A store with a million members, all in its snapshot.
void open_store(benchmark::State& state) {
    const folder where;
    {
        store_type store{w5::rules};
        if (store.open(where.path.string(), durability::process)) {
            state.SkipWithError("the store does not open");
            return;
        }
        store.enrol(many_members);
        for (const w5::record& each : w5::stream(many_events, many_members)) {
            store.append(each);
        }
        if (store.snapshot()) {
            state.SkipWithError("the store writes no snapshot");
            return;
        }
    }
    for (auto _ : state) {
        store_type store{w5::rules};
        if (store.open(where.path.string(), durability::process) || store.members().size() != many_members) {
            state.SkipWithError("the store does not open");
        }
        state.PauseTiming();
        if (!std::equal(million().begin(), million().end(), store.members().begin())) {
            state.SkipWithError("the members are others");
        }
        state.ResumeTiming();
    }
    count(state, many_members, snapshot().size());
}
BENCHMARK(open_store)->Name("store/open/1M_members")->UseRealTime()->Unit(benchmark::kMillisecond);

#endif

} // namespace

int main(int argc, char** argv) {
    return bench::run_registered(argc, argv);
}
