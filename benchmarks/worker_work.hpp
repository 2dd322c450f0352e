// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The W5 stream as the log of a worker, and as the batches of a host that notes them in a journal. Both come to the same
/// totals.

#include "../examples/loyalty_run/w5.hpp"

#include <loyalty/stream/worker.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace worker_work {

/// A record of W5 with an id, which workers need.
struct numbered {
    static constexpr std::uint16_t journal_kind = 1025;

    std::uint64_t id = 0;
    std::int64_t time = 0;
    std::int64_t cents = 0;
    std::uint32_t member = 0;
    std::uint32_t category = 0;
};

} // namespace worker_work

template <>
struct loyalty::facts<worker_work::numbered> : w5::facts_of<worker_work::numbered> {};

namespace worker_work {

using namespace loyalty;
using namespace loyalty::streams;

using form = std::remove_const_t<decltype(lifted<w5::rules>)>;
using worker_type = worker<form, numbered>;

inline constexpr std::size_t batch_size = 1'000;
inline constexpr worker_options options{.delay = dates::seconds{3'600}};

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

[[nodiscard]] inline std::vector<numbered> numbered_stream(std::size_t count, std::size_t members) {
    std::vector<numbered> events;
    events.reserve(count);
    for (const w5::record& each : w5::stream(count, members)) {
        events.push_back({events.size() + 1, each.time, each.cents, each.member, each.category});
    }
    return events;
}

/// Each member once, and then `count` events of the stream: so all members are there when the stream begins.
[[nodiscard]] inline std::vector<numbered> stream_of_known(std::size_t members, std::size_t count) {
    std::vector<numbered> events = numbered_stream(members + count, members);
    for (std::uint32_t i = 0; i < members; ++i) {
        events[i].member = i;
    }
    return events;
}

/// What both ways come to.
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

    [[nodiscard]] friend bool operator==(const sums&, const sums&) = default;
};

[[nodiscard]] inline sums right_sums(std::span<const numbered> events, std::size_t members) {
    std::vector<w5::member_type> all(members);
    totals<w5::rules_type> right;
    apply_all(w5::rules, std::span{all}, events, right);
    return {right.granted<unit::points>().minor_units(), right.accepted, 0};
}

/// The batch form: each batch is noted in a journal in memory, and then applied.
class batches_with_journal {
public:
    explicit batches_with_journal(std::size_t members) : members_(members), room_(std::size_t{64} * batch_size) {}

    [[gnu::noinline]] void take(std::span<const numbered> batch) {
        journal_writer journal{room_, fingerprint(w5::rules), taken_};
        for (const numbered& each : batch) {
            no_room_ += journal.append(each) ? 0u : 1u;
        }
        std::atomic_signal_fence(std::memory_order_seq_cst); // the journal is written before the batch is applied
        apply_all(lifted<w5::rules>, std::span{members_}, batch, found_);
        taken_ += batch.size();
    }
    [[nodiscard]] sums found() const noexcept {
        return {found_.template granted<unit::points>().minor_units(), found_.accepted, no_room_};
    }

private:
    std::vector<w5::member_type> members_;
    std::vector<std::byte> room_;
    totals<w5::rules_type> found_{};
    std::uint64_t no_room_ = 0;
    std::uint64_t taken_ = 0;
};

/// A new worker, and what it gives.
class worker_with_sums {
public:
    [[gnu::noinline]] void take(std::span<const log_entry> entries) { static_cast<void>(own_.take(entries, found_)); }
    [[nodiscard]] const sums& found() const noexcept { return found_; }

private:
    worker_type own_{lifted<w5::rules>, {}, options};
    sums found_{};
};

/// Calls `function(part)` for `batch_size` items at a time.
template <class Item, class Function>
void for_each_batch(std::span<const Item> items, Function&& function) {
    for (std::size_t first = 0; first < items.size(); first += batch_size) {
        function(items.subspan(first, (std::min)(batch_size, items.size() - first)));
    }
}

} // namespace worker_work
