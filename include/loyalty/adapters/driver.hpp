// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The loop of a host, once for all brokers. It owns the workers of the partitions that the broker's group gives to this
/// process: it restores them, sends what they give, and writes their snapshots.
///
/// @code
/// kafka_client client{{.brokers = "127.0.0.1:9092", .log = "stars-of-8", .group = "stars"}};
/// outcomes_to_log outcomes{client, fingerprint(stars)};
/// auto own = make_driver<event>(stars, client, outcomes, {.own = {"stars", 8}, .folder = "/var/lib/stars"});
/// return own.run(stop_on_signals()) ? 0 : 1;                   // until SIGTERM
/// @endcode
///
/// One turn of the loop:
///
/// 1. `client.poll`: partitions come and go, workers take records, and what they give is sent.
/// 2. If it is time: `client.make_safe`, `outcomes.commit`, then a snapshot of each partition with something new.
/// 3. If it is time: the file of metrics.
///
/// Nothing of a snapshot is on disk before all that was given up to its position is safe. If the broker does not keep
/// something, the partitions start again from their last snapshots, and give it again with the same ids.
///
/// A partition is read no more (`loyalty_stopped`), and the others go on, if another owner has claimed it, if its next
/// record is gone, at a fault if the worker stops at faults, and if its snapshots cannot be read.

#include <loyalty/adapters/driver_options.hpp>
#include <loyalty/config.hpp>

#if LOYALTY_HAS_FILE_STORE

#include <loyalty/adapters/log_client.hpp>
#include <loyalty/adapters/log_line.hpp>
#include <loyalty/adapters/metrics.hpp>
#include <loyalty/adapters/outcome_store.hpp>
#include <loyalty/adapters/owned_partition.hpp>
#include <loyalty/adapters/report_files.hpp>
#include <loyalty/adapters/sent_output.hpp>
#include <loyalty/stream/shards.hpp>
#include <loyalty/stream/worker.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace loyalty::adapters {

/// One thread runs it; further cores run further processes.
template <class Programme, class Event, log_client Client, class Outcomes, class Profiles = streams::no_profiles,
          class Memory = streams::no_memory>
class driver final : private log_host {
    using clock = std::chrono::steady_clock;

public:
    using worker_type = streams::worker<Programme, Event, Profiles, Memory>;
    using worked_type = typename worker_type::worked_type;
    static_assert(outcome_store<Outcomes, worker_type>, "loyalty: see adapters/outcome_store.hpp for what a store has");

    /// Does nothing yet. The client and the store live longer than the driver.
    driver(const Programme& programme, Client& client, Outcomes& outcomes, const driver_options& options,
           const Profiles& profiles = {}, const Memory& memory = {})
        : programme_{programme},
          fingerprint_{streams::fingerprint(programme)},
          client_{client},
          outcomes_{outcomes},
          options_{options},
          profiles_{profiles},
          memory_{memory},
          log_{options.log},
          files_{options.metrics_file, options.readiness_file} {}

    /// Turns until the flag is set, then closes. Returns false if the client could not go on, or kept nothing.
    [[nodiscard]] bool run(const std::atomic<bool>& stop) {
        while (!stop.load() && turn()) {
        }
        close();
        return !failed_;
    }

    /// One turn. Returns false if it cannot go on.
    [[nodiscard]] bool turn() {
        if (!client_.poll(*this, options_.poll_for)) {
            return fail("client", client_.why());
        }
        const auto now = clock::now();
        if (must_restart_) {
            static_cast<void>(client_.make_safe(options_.safe_within)); // so that nothing of before is under way
            restart_all();
        } else if (records_ >= options_.records_between_snapshots || now >= save_at_) {
            static_cast<void>(save_all());
        }
        if (now >= report_at_) {
            report_at_ = now + options_.metrics_every;
            report();
        }
        return !failed_;
    }

    /// Makes safe what was given, and writes a snapshot of each partition with something new. Returns true if all of that
    /// is on disk.
    bool save_all() {
        save_at_ = clock::now() + options_.snapshot_every;
        records_ = 0;
        if (std::none_of(parts_.begin(), parts_.end(), [](const auto& each) { return needs_saving(each.second); })) {
            return true;
        }
        if (!client_.make_safe(options_.safe_within)) {
            log_.write("error", "not_safe", [&](auto& json) { json.field("text", std::string_view{client_.why()}); });
            restart_all();
            return false;
        }
        bool all = true;
        for (auto& [partition, one] : parts_) {
            all = (!needs_saving(one) || save(partition, one)) && all;
        }
        restarts_in_a_row_ = 0;
        return all;
    }

    /// Writes the last snapshots, and leaves the group.
    void close() {
        if (is_closed_) {
            return;
        }
        is_closed_ = true;
        static_cast<void>(failed_ || save_all());
        client_.close(*this);
        while (!parts_.empty()) {
            forget(parts_.begin()->first, "closed");
        }
        report();
    }

    /// The counts of each partition.
    [[nodiscard]] const std::map<std::uint32_t, partition_numbers>& numbers() {
        for (auto& [partition, its] : numbers_) {
            note_state(partition, its);
        }
        return numbers_;
    }
    /// The worker of a partition; null if this process has none.
    [[nodiscard]] const worker_type* worker_of(std::uint32_t partition) const {
        const auto found = parts_.find(partition);
        return found == parts_.end() || !found->second.has_worker() ? nullptr : &found->second.worker();
    }
    /// How many partitions this process has and reads.
    [[nodiscard]] std::size_t partitions_read() const {
        const auto reads = [](const auto& each) { return each.second.has_worker(); };
        return static_cast<std::size_t>(std::count_if(parts_.begin(), parts_.end(), reads));
    }

private:
    using owned = detail::owned_partition<worker_type, Client>;

    // Calls of the client ----------------------------------------------------------------------------------------------

    [[nodiscard]] std::optional<std::uint64_t> assigned(std::uint32_t partition) override {
        if (partition >= options_.own.partitions) {
            trouble("the log has more partitions than the driver was given");
            return std::nullopt;
        }
        forget(partition, "assigned_again");
        partition_numbers& its = numbers_[partition];
        owned& one = parts_[partition];
        if (const auto fault = one.claim(client_, options_, partition, maker(partition))) {
            stop(partition, fault.word, fault.sentence);
            return std::nullopt;
        }
        its.is_owned = true;
        detail::note_start(outcomes_, one);
        log_part("info", "assigned", partition, {});
        return one.worker().next();
    }

    void revoked(std::uint32_t partition) override {
        const auto found = parts_.find(partition);
        if (found != parts_.end() && needs_saving(found->second) && !must_restart_) {
            if (client_.make_safe(options_.safe_within)) {
                static_cast<void>(save(partition, found->second));
            } else {
                must_restart_ = true; // the other partitions; the next owner of this one gives it again
            }
        }
        forget(partition, "revoked");
    }

    void lost(std::uint32_t partition) override { forget(partition, "lost"); }

    void records(std::uint32_t partition, std::span<const streams::log_entry> batch) override {
        const auto found = parts_.find(partition);
        if (found == parts_.end() || !found->second.has_worker() || must_restart_ || batch.empty()) {
            return;
        }
        worker_type& own = found->second.worker();
        if (options_.positions_are_dense && detail::leaves_out(batch, own.next())) {
            return gap(partition, "positions are left out");
        }
        const streams::worker_counts before = own.counts();
        detail::sent_output<Client, Outcomes> to{
            client_, outcomes_, numbers_[partition], options_.own, found->second.place(), fingerprint_};
        const streams::record_fault fault = own.take(batch, to);
        detail::add_counts(numbers_[partition].counts, before, own.counts());
        records_ += batch.size();
        if (!to.dead().empty()) {
            log_part("warning", "dead_records", partition, to.dead());
        }
        if (!to.is_sent()) {
            log_part("error", "not_sent", partition, to.why());
            must_restart_ = true;
        }
        if (fault != streams::record_fault::none) {
            save_and_stop(partition, found->second, fault);
        }
    }

    void gap(std::uint32_t partition, std::string_view why) override {
        if (worker_of(partition) != nullptr) {
            stop(partition, "gap",
                 std::string{why} + ": the record to go on from is not in the log any more; put an older snapshot's "
                                    "records back, or begin anew");
        }
    }

    void trouble(std::string_view what) override {
        log_.write("warning", "client", [&](auto& json) { json.field("text", what); });
    }

    // Owners -----------------------------------------------------------------------------------------------------------

    [[nodiscard]] auto maker(std::uint32_t partition) {
        return [this, partition] {
            return std::make_unique<worker_type>(programme_,
                                                 streams::shards_of_partition(partition, options_.own.partitions),
                                                 options_.worker, profiles_, memory_);
        };
    }
    [[nodiscard]] static bool needs_saving(const owned& one) { return one.has_worker() && one.has_news(); }

    /// Commits and saves a partition; all that was sent is safe.
    bool save(std::uint32_t partition, owned& one) {
        const commit_answer answer = outcomes_.commit(one.place(), one.worker());
        if (answer == commit_answer::superseded) {
            ++numbers_[partition].superseded;
            stop(partition, "superseded", outcomes_.why());
            return false;
        }
        if (answer == commit_answer::failed) {
            log_part("error", "not_committed", partition, outcomes_.why());
            restart(partition, one);
            return false;
        }
        const streams::store_error error = one.save();
        if (error.fault == streams::store_fault::superseded) {
            ++numbers_[partition].superseded;
            stop(partition, "superseded", error.sentence());
        } else if (error) {
            ++numbers_[partition].failed_snapshots;
            log_part("error", "snapshot", partition, detail::fault_of(error).sentence);
        } else {
            ++numbers_[partition].snapshots;
        }
        return !error;
    }
    /// The worker stopped before a record at fault; what it took before is saved.
    void save_and_stop(std::uint32_t partition, owned& one, streams::record_fault fault) {
        if (!must_restart_ && client_.make_safe(options_.safe_within)) {
            static_cast<void>(save(partition, one));
        }
        if (one.has_worker()) {
            stop(partition, "fault", streams::message(fault));
        }
    }
    void restart(std::uint32_t partition, owned& one) {
        outcomes_.drop(one.place());
        ++numbers_[partition].restarts;
        if (const auto fault = one.restore(client_, options_, maker(partition))) {
            stop(partition, fault.word, fault.sentence);
        } else if (!client_.start(partition, one.worker().next())) {
            stop(partition, "client", client_.why());
        } else {
            detail::note_start(outcomes_, one);
            log_part("warning", "restarted", partition, {});
        }
    }
    void restart_all() {
        must_restart_ = false;
        for (auto& [partition, one] : parts_) {
            if (one.has_worker()) {
                restart(partition, one);
            }
        }
        if (++restarts_in_a_row_ > options_.most_restarts) {
            static_cast<void>(fail("restarts", "the broker does not keep what is sent: see its own log"));
        }
    }
    /// The partition is read no more, and keeps its place in the metrics.
    void stop(std::uint32_t partition, std::string_view word, std::string_view why) {
        numbers_[partition].stopped = word;
        client_.stop(partition);
        log_part("error", word, partition, why);
        owned& one = parts_[partition];
        if (one.has_worker()) {
            note_state(partition, numbers_[partition]);
            outcomes_.drop(one.place());
            one.drop_worker();
        }
    }
    /// The partition is another process's.
    void forget(std::uint32_t partition, std::string_view event) {
        const auto found = parts_.find(partition);
        if (found == parts_.end()) {
            return;
        }
        partition_numbers& its = numbers_[partition];
        note_state(partition, its);
        its.is_owned = false;
        its.stopped = {};
        if (found->second.has_worker()) {
            outcomes_.drop(found->second.place());
        }
        log_part("info", event, partition, {});
        parts_.erase(found);
    }
    [[nodiscard]] bool fail(std::string_view event, std::string_view why) {
        failed_ = true;
        log_.write("error", event, [&](auto& json) { json.field("text", why); });
        return false;
    }

    // Numbers ----------------------------------------------------------------------------------------------------------

    void note_state(std::uint32_t partition, partition_numbers& its) {
        const auto found = parts_.find(partition);
        if (found == parts_.end() || !found->second.has_worker()) {
            return;
        }
        found->second.describe(its, client_.end_of(partition));
    }
    void report() {
        const bool ready = !is_closed_ && !parts_.empty() && partitions_read() == parts_.size();
        if (!files_.write(ready, [&] { return detail::all_metrics(options_.own.stream, numbers(), outcomes_); })) {
            trouble("the file of metrics or of readiness cannot be written");
        }
    }
    void log_part(std::string_view level, std::string_view event, std::uint32_t partition, std::string_view text) {
        log_.write(level, event, [&](auto& json) {
            json.field("stream", std::string_view{options_.own.stream});
            json.field("partition", partition);
            if (const auto found = parts_.find(partition); found != parts_.end() && found->second.has_worker()) {
                json.field("epoch", found->second.place().epoch);
                json.field("position", found->second.worker().next());
            }
            if (!text.empty()) {
                json.field("text", text);
            }
        });
    }

    Programme programme_;
    std::uint64_t fingerprint_;
    Client& client_;
    Outcomes& outcomes_;
    driver_options options_;
    Profiles profiles_;
    Memory memory_;
    line_log log_;
    std::map<std::uint32_t, owned> parts_{};
    std::map<std::uint32_t, partition_numbers> numbers_{};
    std::uint64_t records_ = 0; ///< since the last snapshots
    clock::time_point save_at_ = clock::now();
    clock::time_point report_at_ = clock::now();
    std::uint32_t restarts_in_a_row_ = 0;
    bool must_restart_ = false;
    bool failed_ = false;
    bool is_closed_ = false;
    detail::report_files files_;
};

/// A driver whose events are of the type `Event`.
template <class Event, class Programme, log_client Client, class Outcomes, class Profiles = streams::no_profiles,
          class Memory = streams::no_memory>
[[nodiscard]] auto make_driver(const Programme& programme, Client& client, Outcomes& outcomes,
                               const driver_options& options, const Profiles& profiles = {},
                               const Memory& memory = {}) {
    return driver<Programme, Event, Client, Outcomes, Profiles, Memory>{programme, client,   outcomes,
                                                                        options,   profiles, memory};
}

} // namespace loyalty::adapters

#endif
