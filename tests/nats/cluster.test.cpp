// SPDX-License-Identifier: BSL-1.0
//
// Three processes of workers on a cluster of three NATS servers on this machine. The servers that lead are killed, workers
// are killed, one stands still, and partitions double: members, shares of the budget and outcomes are bit by bit those of
// one process that took the events in their order.
#include "nats/processes.hpp"
#include "scale/stream.hpp"
#include "support/nats_cluster.hpp"
#include "support/paced_feed.hpp"

#include <loyalty/adapters/nats/snapshots.hpp>
#include <loyalty/adapters/outcome_record.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <fstream>
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
    const char* const text = std::getenv("LOYALTY_TEST_EVENTS");
    return text == nullptr ? 12'000 : static_cast<std::uint64_t>(std::atoll(text));
}

class run {
public:
    explicit run(const stream_size& size)
        : size_{size}, stream_{size}, partitions_{size.partitions_before}, link_{{.servers = cluster_.servers()}} {}

    [[nodiscard]] bool is_there() const { return cluster_.is_there(); }

    void open() {
        const auto until = std::chrono::steady_clock::now() + seconds{30};
        for (const std::uint32_t each : {size_.partitions_before, size_.partitions_after}) {
            while (!link_.open() || !nats::create_streams(link_, {"stars", each})) {
                INFO(link_.why());
                REQUIRE(std::chrono::steady_clock::now() < until);
                std::this_thread::sleep_for(milliseconds{200});
            }
        }
        began_ = std::chrono::steady_clock::now();
        start_workers(0);
    }
    void feed() {
        paced_feed{*this, stream_, size_}.run();
        CHECK(workers_.back().stop());
    }
    void compare() {
        std::vector<member_type> members(size_.members);
        std::vector<quotas<rules_type>> shares;
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            worker_type own{stream_.rules(), shards_of_partition(i, partitions_), options};
            REQUIRE(restore(own, i));
            CHECK(own.counts().delayed == 0);
            shares.push_back(own.state().shares);
            const auto& found = own.state().members;
            for (std::size_t at = 0; at < found.size(); ++at) {
                members[found.number_of(at)] = found.by_index(at);
            }
        }
        CHECK(members == stream_.members());
        CHECK(shares == stream_.shares());
        outcome_set found{size_.events};
        const std::uint64_t records =
            read_outcomes(found, size_.partitions_before) + read_outcomes(found, size_.partitions_after);
        CHECK(found.size() == stream_.outcomes().size());
        CHECK(found == stream_.outcomes());
        for (const std::uint32_t each : {size_.partitions_before, size_.partitions_after}) {
            const auto dead = nats::look_at(link_, nats::dead_of({"stars", each}));
            CHECK((dead.has_value() && dead->end == 0));
        }
        CHECK(stream_.outcomes().messages() > 0);
        CHECK(stream_.refused() > 0);
        MESSAGE(stream_.made(), " events of ", size_.members, " members, ", stream_.duplicates(), " duplicates, ",
                stream_.out_of_order(), " out of order; ", found.size(), " outcomes, ", found.messages(),
                " of messages, ", records - found.size(), " came once more; ", lines_with("\"event\":\"assigned\""),
                " assignments, ", lines_with("\"event\":\"restarted\""), " restarts, ",
                lines_with("\"event\":\"superseded\"") + lines_with("\"event\":\"lost\""), " old owners stopped; ",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(), " s");
        CHECK(lines_with("\"event\":\"superseded\"") + lines_with("\"event\":\"lost\"") > 0);
    }

    // What the feed calls ----------------------------------------------------------------------------------------------

    void send(std::uint32_t partition, const std::string& id, const bytes& record) {
        REQUIRE(sender_.send(nats::subject_of(generation(), destination::log, partition),
                             {destination::log, partition, id, record}));
        if (++sent_ % 500 == 0) {
            REQUIRE_MESSAGE(sender_.make_safe(seconds{40}), link_.why());
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
        REQUIRE_MESSAGE(sender_.make_safe(seconds{40}), link_.why());
        REQUIRE_MESSAGE(!workers_.back().one_ended(), "a worker ended by itself");
        REQUIRE_MESSAGE(std::chrono::steady_clock::now() < began_ + seconds{most_seconds}, "the time is over");
        std::this_thread::sleep_for(milliseconds{20});
    }
    void happen(std::uint64_t done) {
        const auto passes = [&](std::uint64_t percent) {
            return done >= percent && std::exchange(happened_, (std::max)(happened_, percent)) < percent;
        };
        if (passes(10)) {
            workers_.back().kill(0);
        } else if (passes(20)) {
            kill_leader(nats::log_of(generation(), 1));
        } else if (passes(30)) {
            cluster_.start(killed_);
        } else if (passes(35)) {
            workers_.back().pause(2);
            wake_at_ = std::chrono::steady_clock::now() + seconds{5};
        } else if (passes(60)) {
            workers_.back().kill(1);
        } else if (passes(70)) {
            kill_leader("KV_" + nats::bucket_of(generation()));
        } else if (passes(80)) {
            cluster_.start(killed_);
        }
        // It wakes up when others have its partitions.
        if (happened_ == 35 && done > 35 && wake_at_ != std::chrono::steady_clock::time_point{}) {
            std::this_thread::sleep_until(wake_at_);
            workers_.back().wake(2);
            wake_at_ = {};
        }
    }
    void change(std::uint32_t before, std::uint32_t after) {
        CHECK(workers_.back().stop());
        for (std::uint32_t i = 0; i < before; ++i) {
            nats::snapshot_bucket snapshots;
            snapshots.open(link_, nats::bucket_of(generation()), i);
            REQUIRE(snapshots.close());
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
        workers_.emplace_back(std::vector<std::string>{LOYALTY_NATS_WORKER, servers, cluster_.folder(), "",
                                                       std::to_string(size_.events), std::to_string(partitions_),
                                                       std::to_string(closed)});
        workers_.back().start(3);
    }

    [[nodiscard]] bool restore(worker_type& own, std::uint32_t partition) {
        nats::snapshot_bucket snapshots;
        snapshots.open(link_, nats::bucket_of(generation()), partition);
        return static_cast<bool>(
            snapshots.read_newest([&](std::span<const std::byte> bytes) { return bool(own.restore(bytes)); }));
    }

    void kill_leader(const std::string& of) {
        REQUIRE_MESSAGE(sender_.make_safe(seconds{40}), link_.why());
        const auto state = nats::look_at(link_, of);
        REQUIRE(state.has_value());
        killed_ = nats_cluster::number_of(state->leader);
        REQUIRE(killed_ < nats_cluster::size);
        cluster_.kill(killed_);
    }

    // The end ------------------------------------------------------------------------------------------------------------

    [[nodiscard]] std::uint64_t read_outcomes(outcome_set& found, std::uint32_t partitions) {
        const stream_generation of{"stars", partitions};
        const auto log = nats::look_at(link_, nats::outcomes_of(of));
        REQUIRE(log.has_value());
        nats::log_reader reader{nats::outcomes_of(of), nats::name_of(of) + ".outcomes.*"};
        std::uint64_t records = 0;
        const auto until = std::chrono::steady_clock::now() + seconds{20};
        while (records < log->end) {
            REQUIRE(std::chrono::steady_clock::now() < until);
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
    [[nodiscard]] std::size_t lines_with(const std::string& text) const {
        std::size_t count = 0;
        for (const processes& those : workers_) {
            for (const std::string& each : those.names()) {
                std::ifstream in{cluster_.folder() + "/" + each + ".log"};
                for (std::string line; std::getline(in, line);) {
                    count += line.find(text) != std::string::npos ? 1u : 0u;
                }
            }
        }
        return count;
    }

    static constexpr int most_seconds = 240;

    stream_size size_;
    nats_cluster cluster_{};
    stream stream_;
    std::uint32_t partitions_;
    nats::connection link_;
    nats::sender sender_{link_};
    std::deque<processes> workers_{}; ///< of each generation
    std::uint64_t sent_ = 0;
    std::uint64_t happened_ = 0;
    std::size_t killed_ = 0;
    std::chrono::steady_clock::time_point began_{};
    std::chrono::steady_clock::time_point wake_at_{};
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
