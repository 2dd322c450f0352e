// SPDX-License-Identifier: BSL-1.0
//
// Three processes of workers on a cluster of three NATS servers on this machine. The servers that lead are killed, workers
// are killed, one stands still, and partitions double: members, shares of the budget and outcomes are bit by bit those of
// one process that took the events in their order. What is waited for is asked again until it is so: a busy machine makes the
// test last longer, and changes nothing.
#include "scale/ending.hpp"
#include "scale/stream.hpp"
#include "support/events_wanted.hpp"
#include "support/nats_cluster.hpp"
#include "support/paced_feed.hpp"
#include "support/processes.hpp"

#include <loyalty/adapters/nats/snapshots.hpp>
#include <loyalty/adapters/outcome_record.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace loyalty::adapters;
using namespace scale;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::uint64_t events_wanted() {
    return static_cast<std::uint64_t>(support::events_wanted(12'000));
}

class run {
public:
    explicit run(const stream_size& size)
        : size_{size}, stream_{size}, partitions_{size.partitions_before}, link_{{.servers = cluster_.servers()}} {}

    [[nodiscard]] bool is_there() const { return cluster_.is_there(); }

    void open() {
        for (const std::uint32_t each : {size_.partitions_before, size_.partitions_after}) {
            wait_until([&] { return link_.open() && nats::create_streams(link_, {"stars", each}); });
        }
        start_workers(0);
    }
    void feed() {
        paced_feed{*this, stream_, size_}.run();
        CHECK(workers_.stop_all());
    }
    void compare() {
        ending all{size_.members};
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            worker_type own{stream_.rules(), shards_of_partition(i, partitions_), options};
            wait_until([&] { return restore(own, i); });
            all.add(own);
        }
        CHECK(all.members == stream_.members());
        CHECK(all.shares == stream_.shares());
        outcome_set found{size_.events};
        const std::uint64_t records =
            read_outcomes(found, size_.partitions_before) + read_outcomes(found, size_.partitions_after);
        CHECK(found.size() == stream_.outcomes().size());
        CHECK(found == stream_.outcomes());
        for (const std::uint32_t each : {size_.partitions_before, size_.partitions_after}) {
            CHECK(state_of(nats::dead_of({"stars", each})).end == 0);
        }
        CHECK(no_message_was_delayed());
        CHECK(stream_.outcomes().messages() > 0);
        CHECK(stream_.refused() > 0);
        MESSAGE(stream_.made(), " events of ", size_.members, " members, ", stream_.duplicates(), " duplicates, ",
                stream_.out_of_order(), " out of order; ", found.size(), " outcomes, ", found.messages(),
                " of messages, ", records - found.size(), " came once more; ",
                lines_with(workers_, cluster_.folder(), "\"event\":\"assigned\""), " assignments, ",
                lines_with(workers_, cluster_.folder(), "\"event\":\"restarted\""), " restarts, ",
                old_owners_stopped(workers_, cluster_.folder()), " old owners stopped; ",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(), " s");
    }

    // What the feed calls ----------------------------------------------------------------------------------------------

    void send(std::uint32_t partition, const std::string& id, const bytes& record) {
        REQUIRE(sender_.send(nats::subject_of(generation(), destination::log, partition),
                             {destination::log, partition, id, record}));
        if (++sent_ % 500 == 0) {
            REQUIRE_MESSAGE(sender_.make_safe(most), link_.why());
        }
    }
    [[nodiscard]] safe_place place_of(std::uint32_t partition) {
        worker_type own{stream_.rules(), shards_of_partition(partition, partitions_), options};
        return restore(own, partition) ? safe_place{own.next(), own.watermark()} : safe_place{};
    }
    [[nodiscard]] std::uint64_t end_of(std::uint32_t partition) {
        const auto log = nats::look_at(link_, nats::log_of(generation(), partition));
        return log ? log->end : static_cast<std::uint64_t>(-1);
    }
    void wait() {
        REQUIRE_MESSAGE(sender_.make_safe(most), link_.why());
        REQUIRE_MESSAGE(!workers_.one_ended(), "a worker ended by itself");
        REQUIRE_MESSAGE(std::chrono::steady_clock::now() < began_ + most, "the time is over");
        std::this_thread::sleep_for(milliseconds{20});
    }
    void happen(std::uint64_t done) {
        const auto passes = [&](std::uint64_t percent) {
            return done >= percent && std::exchange(happened_, (std::max)(happened_, percent)) < percent;
        };
        if (passes(10)) {
            workers_.kill_one(0);
        } else if (passes(20)) {
            kill_leader(nats::log_of(generation(), 1));
        } else if (passes(30)) {
            cluster_.start(killed_);
        } else if (passes(35)) {
            pause_one_until_others_have_its_partitions();
        } else if (passes(60)) {
            workers_.kill_one(1);
        } else if (passes(70)) {
            kill_leader("KV_" + nats::bucket_of(generation()));
        } else if (passes(80)) {
            cluster_.start(killed_);
        }
    }
    void change(std::uint32_t before, std::uint32_t after) {
        CHECK(workers_.stop_all());
        for (std::uint32_t i = 0; i < before; ++i) {
            nats::snapshot_bucket snapshots;
            snapshots.open(link_, nats::bucket_of(generation()), i);
            wait_until([&] { return snapshots.close(); });
        }
        partitions_ = after;
        start_workers(before);
    }

private:
    [[nodiscard]] stream_generation generation() const { return {"stars", partitions_}; }

    void start_workers(std::uint32_t closed) {
        std::string servers;
        for (const std::string& each : cluster_.servers()) {
            servers += (servers.empty() ? "" : ",") + each;
        }
        workers_.set_words({LOYALTY_NATS_WORKER, servers, cluster_.folder(), "", std::to_string(size_.events),
                            std::to_string(partitions_), std::to_string(closed)});
        workers_.start(3);
    }
    template <class Is>
    void wait_until(Is&& is) {
        while (!is()) {
            REQUIRE_MESSAGE(std::chrono::steady_clock::now() < began_ + most, link_.why());
            std::this_thread::sleep_for(milliseconds{50});
        }
    }
    [[nodiscard]] nats::stream_state state_of(const std::string& name) {
        std::optional<nats::stream_state> state;
        wait_until([&] { return (state = nats::look_at(link_, name)).has_value(); });
        return *state;
    }

    [[nodiscard]] bool restore(worker_type& own, std::uint32_t partition) {
        nats::snapshot_bucket snapshots;
        snapshots.open(link_, nats::bucket_of(generation()), partition);
        return static_cast<bool>(
            snapshots.read_newest([&](std::span<const std::byte> bytes) { return bool(own.restore(bytes)); }));
    }

    void kill_leader(const std::string& of) {
        REQUIRE_MESSAGE(sender_.make_safe(most), link_.why());
        wait_until([&] { return (killed_ = nats_cluster::number_of(state_of(of).leader)) < nats_cluster::size; });
        cluster_.kill(killed_);
    }
    /// Stops a worker that has partitions, and wakes it once the table of the group gives them to others. It notices that.
    void pause_one_until_others_have_its_partitions() {
        nats::bucket bucket{link_, nats::bucket_of(generation())};
        nats::group_table table;
        const auto read_table = [&] {
            nats::bucket_value found;
            const bool right = bucket.read("group", found);
            table = nats::table_of(found.bytes);
            return right;
        };
        std::size_t paused = workers_.size();
        wait_until([&] {
            for (std::size_t i = 0; read_table() && i < workers_.size(); ++i) {
                const auto found = table.processes.find(workers_.name_of(i));
                paused = found != table.processes.end() && !found->second.partitions.empty() ? i : paused;
            }
            return paused < workers_.size();
        });
        workers_.pause_one(paused);
        wait_until([&] { return read_table() && !table.processes.contains(workers_.name_of(paused)); });
        const std::size_t before = old_owners_stopped(workers_, cluster_.folder());
        workers_.wake_one(paused);
        wait_until([&] { return old_owners_stopped(workers_, cluster_.folder()) > before; });
    }

    // The end ------------------------------------------------------------------------------------------------------------

    [[nodiscard]] std::uint64_t read_outcomes(outcome_set& found, std::uint32_t partitions) {
        const stream_generation of{"stars", partitions};
        const std::uint64_t end = state_of(nats::outcomes_of(of)).end;
        nats::log_reader reader{nats::outcomes_of(of), nats::name_of(of) + ".outcomes.*"};
        std::uint64_t records = 0;
        while (records < end) {
            REQUIRE_MESSAGE(std::chrono::steady_clock::now() < began_ + most, link_.why());
            REQUIRE(reader.read(link_, 1'000) != nats::read_answer::gap);
            const auto batch = reader.take_batch();
            for (const log_entry& each : batch.entries) {
                worked_type one{};
                REQUIRE(read_outcome(each.bytes, stream_.fingerprint(), one) == record_fault::none);
                REQUIRE(found.note(one));
                ++records;
            }
        }
        return records;
    }
    /// By the metrics of the workers that were not killed.
    [[nodiscard]] bool no_message_was_delayed() const {
        std::size_t lines = 0;
        for (const std::string& each : workers_.names()) {
            std::ifstream in{cluster_.folder() + "/" + each + ".prom"};
            for (std::string line; std::getline(in, line);) {
                if (line.starts_with("loyalty_delayed_total{")) {
                    ++lines;
                    if (!line.ends_with(" 0")) {
                        return false;
                    }
                }
            }
        }
        return lines > partitions_;
    }

    static constexpr seconds most{800}; ///< only a test that fails takes so long

    stream_size size_;
    nats_cluster cluster_{};
    stream stream_;
    std::uint32_t partitions_;
    nats::connection link_;
    nats::sender sender_{link_};
    processes workers_{{}};
    std::uint64_t sent_ = 0;
    std::uint64_t happened_ = 0;
    std::size_t killed_ = 0;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

} // namespace

TEST_CASE("workers on a NATS cluster whose leaders and workers are killed give what one process gives") {
    run one{{.events = events_wanted(), .members = 2'000, .seed = 7, .partitions_before = 4, .partitions_after = 8}};
    if (!one.is_there()) {
        MESSAGE("skipped: nats-server is not installed");
        return;
    }
    one.open();
    one.feed();
    one.compare();
}
