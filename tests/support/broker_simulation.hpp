// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Workers, a broker and a disk in one process, where everything happens by steps of a list. A step that makes no sense
/// at its moment does nothing, so any part of a list is a list: a run that fails is shrunk by leaving steps out.

#include "support/club.hpp"
#include "support/club_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace club {

enum class step_kind : std::uint8_t {
    feed,  ///< records come to the broker
    take,  ///< a worker takes records
    flush, ///< some of what it gave reaches the broker
    save,  ///< all of it does, and then a snapshot the disk
    tear,  ///< the same, and it dies while the snapshot is written
    crash, ///< it dies, with what had not reached the broker; another one takes its place
    pause, ///< it stops for a while, and another one takes its place
    wake,  ///< one that was paused takes records, sends what it gave, and tries to write a snapshot
};

struct step {
    step_kind kind{};
    std::uint32_t partition = 0;
    std::uint32_t count = 0;
};

/// A mistake of the host, for the tests of the simulation.
enum class mistake : std::uint8_t {
    none,
    snapshot_before_flush, ///< the snapshot is safe before what the worker gave
    any_epoch_writes,      ///< an old owner overwrites the snapshot of a newer one
    skips_what_is_gone,    ///< an owner goes on behind the records that the broker does not have any more
};

[[nodiscard]] inline std::vector<step> random_steps(std::uint64_t seed, std::size_t count) {
    static constexpr step_kind often[] = {step_kind::feed,  step_kind::feed, step_kind::feed, step_kind::take,
                                          step_kind::take,  step_kind::take, step_kind::take, step_kind::flush,
                                          step_kind::save,  step_kind::save, step_kind::tear, step_kind::crash,
                                          step_kind::pause, step_kind::wake, step_kind::wake};
    std::mt19937_64 random{seed};
    std::vector<step> steps(count);
    for (step& each : steps) {
        each = {often[random() % std::size(often)], static_cast<std::uint32_t>(random() % partitions_after),
                static_cast<std::uint32_t>(random() % 12 + 1)};
    }
    return steps;
}

/// The log of a partition, which keeps what the oldest snapshot of the disk still needs.
struct simulated_log {
    std::vector<bytes> records{};
    std::uint64_t first = 0; ///< positions below it are gone
};

/// Two snapshots of a partition, the newest last: a torn one does not hide the one before. A write with an epoch below
/// the one that was claimed last is refused.
struct simulated_disk {
    struct file {
        std::uint64_t epoch = 0;
        bytes content{};
        std::uint64_t position = 0;
        bool is_whole = true;
    };
    std::uint64_t claimed = 0;
    std::vector<file> files{};

    [[nodiscard]] std::uint64_t claim() noexcept { return ++claimed; }
    [[nodiscard]] bool write(file one, bool any_epoch) {
        if (one.epoch < claimed && !any_epoch) {
            return false;
        }
        // A torn file takes the place of another torn one, so that a whole one stays.
        std::erase_if(files, [](const file& each) { return !each.is_whole; });
        if (files.size() > 1 && one.is_whole) {
            files.erase(files.begin());
        }
        files.push_back(std::move(one));
        return true;
    }
};

inline constexpr worker_options options{.delay = allowed_delay, .transit = transit};

/// A worker with what it gave and what has not reached the broker.
struct owner {
    std::uint64_t epoch = 0;
    worker_type own;
    results given{};
    std::size_t sent_outcomes = 0;
    std::size_t sent_letters = 0;

    owner(std::uint64_t by_epoch, shard_range shards) : epoch{by_epoch}, own{rules, shards, options} {}
    [[nodiscard]] bool has_sent_all() const noexcept {
        return sent_outcomes == given.outcomes.size() && sent_letters == given.letters.size();
    }
};

/// Partitions of one generation: those before the doubling, or those after it.
struct simulated_partition {
    shard_range shards{};
    simulated_log log{};
    simulated_disk disk{};
    std::unique_ptr<owner> live{};
    std::unique_ptr<owner> paused{};
    instant progress = instant::minimum(); ///< what was given up to it has reached the broker
};

/// What happened in a run, so that a test knows that it happened.
struct happenings {
    std::uint64_t restarts = 0;       ///< of owners that had taken records
    std::uint64_t torn = 0;           ///< snapshots that a new owner could not read
    std::uint64_t refused_writes = 0; ///< of old owners
    std::uint64_t out_of_range = 0;   ///< old owners whose next record was gone
    std::uint64_t forgotten = 0;      ///< records that the broker keeps no more
    std::uint64_t duplicates = 0;     ///< records that a worker had seen
    std::uint64_t cancelled = 0;      ///< messages
};

class simulation {
public:
    simulation(const plan& of, mistake made = mistake::none) : plan_{of}, mistake_{made} { open(partitions_before); }

    /// Returns why the run went wrong, or nothing.
    [[nodiscard]] std::optional<std::string> run(std::span<const step> steps) {
        for (const step& each : steps) {
            make(each);
        }
        for (std::size_t round = 0; !is_done(); ++round) {
            if (round > 10'000) {
                return "the run does not end";
            }
            feed(20);
            for (simulated_partition& each : partitions_) {
                take(each, *each.live, 50);
                save(each, *each.live, false);
            }
        }
        for (const simulated_partition& each : partitions_) {
            note(*each.live);
        }
        return compare();
    }
    [[nodiscard]] const happenings& happened() const noexcept { return happened_; }

private:
    void make(const step& one) {
        simulated_partition& at = partitions_[one.partition % partitions_.size()];
        switch (one.kind) {
        case step_kind::feed:
            return feed(4 * one.count);
        case step_kind::take:
            return take(at, *at.live, one.count);
        case step_kind::flush:
            return flush(at, *at.live, one.count);
        case step_kind::save:
            return save(at, *at.live, false);
        case step_kind::tear:
            save(at, *at.live, true);
            return start_owner(at);
        case step_kind::crash:
            return start_owner(at);
        case step_kind::pause:
            at.paused = std::move(at.live);
            return start_owner(at);
        case step_kind::wake:
            if (at.paused != nullptr && at.paused->own.next() < at.log.first &&
                mistake_ != mistake::skips_what_is_gone) {
                at.paused.reset(); // the broker does not have the next record any more: it may not go on with another
                ++happened_.out_of_range;
            }
            if (at.paused != nullptr) {
                take(at, *at.paused, one.count);
                save(at, *at.paused, false);
                if (at.paused->epoch != at.disk.claimed) {
                    at.paused.reset(); // it was refused, and ends
                }
            }
            return;
        }
    }

    // The broker ------------------------------------------------------------------------------------------------------

    [[nodiscard]] std::uint32_t count() const noexcept { return static_cast<std::uint32_t>(partitions_.size()); }

    /// Records come in the order of their arrival. The senders wait if a partition is far behind, so that messages reach
    /// their partition before they are due; meanwhile marks of time come.
    void feed(std::size_t records) {
        const std::vector<arrival>& all = plan_.arrivals();
        for (; records > 0; --records) {
            const instant now = fed_ < all.size() ? all[fed_].at : plan_.last() + dates::seconds{100 * 86'400};
            const instant limit = slowest() + transit;
            if (!is_doubled_ && now >= plan_.doubled() + allowed_delay) {
                return double_partitions(limit);
            }
            if (now > limit || fed_ == all.size()) {
                return mark((std::min)(now, limit) - allowed_delay);
            }
            take_arrival(fed_++);
        }
    }
    /// What is late for the old partitions comes before they close, and what is for the new ones waits for them.
    void take_arrival(std::size_t index) {
        const arrival& next = plan_.arrivals()[index];
        if (!is_doubled_ && time_of(next) >= plan_.doubled()) {
            held_.push_back(index);
        } else {
            append(next);
        }
    }
    [[nodiscard]] static instant time_of(const arrival& one) {
        log_record_view record{};
        static_cast<void>(read_log_record(one.record, fingerprint(rules), most_record_bytes, record));
        instant time{};
        static_cast<void>(loyalty::detail::read_as_one_of(loyalty::detail::event_types<event>{}, record.kind,
                                                          record.payload, no_memory{},
                                                          [&](const auto& found) { time = found.time; }));
        return time;
    }
    void append(const arrival& one) {
        partitions_[partition_of(one.member, count())].log.records.push_back(one.record);
    }
    void mark(instant time) {
        if (time > marked_) {
            marked_ = time;
            for (simulated_partition& each : partitions_) {
                each.log.records.push_back(mark_of(time));
            }
        }
    }
    /// What has been given up to it has reached the broker from every partition.
    [[nodiscard]] instant slowest() const {
        instant time = instant::maximum();
        for (const simulated_partition& each : partitions_) {
            time = (std::min)(time, each.progress);
        }
        return (std::max)(time, first_day);
    }

    // Workers ---------------------------------------------------------------------------------------------------------

    void open(std::uint32_t partitions) {
        partitions_ = std::vector<simulated_partition>(partitions);
        for (std::uint32_t i = 0; i < partitions; ++i) {
            partitions_[i].shards = shards_of_partition(i, partitions);
            start_owner(partitions_[i]);
        }
    }
    /// A new owner starts from the newest snapshot that can be read.
    void start_owner(simulated_partition& at) {
        if (at.live != nullptr) {
            note(*at.live);
        }
        at.live = std::make_unique<owner>(at.disk.claim(), at.shards);
        bool found = false;
        for (std::size_t i = at.disk.files.size(); i-- > 0 && !found;) {
            found = static_cast<bool>(at.live->own.restore(at.disk.files[i].content));
            happened_.torn += found ? 0u : 1u;
        }
        for (std::size_t i = 0; !found && i < closed_.size(); ++i) {
            static_cast<void>(at.live->own.take_over(closed_[i])); // those that have none of its shards are refused
        }
        if (at.live->own.next() < at.log.first) {
            lost_ = true; // the log does not go back so far
        }
    }
    void note(const owner& of) {
        happened_.restarts += of.own.next() > 0 ? 1u : 0u;
        happened_.duplicates += of.own.counts().faults[static_cast<std::size_t>(record_fault::duplicate)];
        for (const auto& each : of.own.state().letters.known) {
            happened_.cancelled += each.second.fate == letter_fate::cancelled ? 1u : 0u;
        }
        is_late_ = is_late_ || of.own.counts().delayed != 0;
    }
    void take(simulated_partition& at, owner& by, std::size_t records) {
        std::vector<log_entry> entries;
        const std::uint64_t first = mistake_ == mistake::skips_what_is_gone ? at.log.first : 0;
        for (std::uint64_t next = (std::max)(by.own.next(), first); next < at.log.records.size() && records > 0;
             ++next, --records) {
            entries.push_back({next, at.log.records[static_cast<std::size_t>(next)]});
        }
        by.own.take(entries, by.given);
    }
    /// What a worker gave reaches the broker, in its order; some of it twice.
    void flush(simulated_partition& at, owner& by, std::size_t most) {
        for (; most > 0 && by.sent_outcomes < by.given.outcomes.size(); --most, ++by.sent_outcomes) {
            const worked_type& one = by.given.outcomes[by.sent_outcomes];
            const auto place = outcomes_.emplace(std::pair{one.member, one.id}, one);
            contradicts_ = contradicts_ || place.first->second != one;
        }
        for (; most > 0 && by.sent_letters < by.given.letters.size(); --most, ++by.sent_letters) {
            const letter& one = by.given.letters[by.sent_letters];
            simulated_log& to = partitions_[partition_of(one.what.member, count())].log;
            to.records.push_back(record_of(one));
            if (one.what.id % 16 < 2) {
                to.records.push_back(record_of(one));
            }
        }
        if (by.has_sent_all()) {
            at.progress = (std::max)(at.progress, by.own.watermark());
        }
    }
    void save(simulated_partition& at, owner& by, bool dies) {
        if (mistake_ != mistake::snapshot_before_flush) {
            flush(at, by, static_cast<std::size_t>(-1));
        }
        const bool tears = dies && mistake_ != mistake::snapshot_before_flush;
        simulated_disk::file one{by.epoch, snapshot_of(by.own), by.own.next(), !tears};
        if (tears) {
            one.content.resize(one.content.size() * 2 / 3);
        }
        if (at.disk.write(std::move(one), mistake_ == mistake::any_epoch_writes)) {
            forget_log(at);
        } else {
            ++happened_.refused_writes;
        }
        if (!dies) {
            flush(at, by, static_cast<std::size_t>(-1));
        }
    }
    /// Once two snapshots are whole the broker forgets what the older one has.
    void forget_log(simulated_partition& at) {
        const auto& files = at.disk.files;
        if (files.size() == 2 && files[1].is_whole) {
            happened_.forgotten += (std::max)(at.log.first, files[0].position) - at.log.first;
            at.log.first = (std::max)(at.log.first, files[0].position);
        }
    }

    // The partitions double -------------------------------------------------------------------------------------------

    /// All events of before the doubling have come. Once the workers have taken everything, the old partitions close.
    void double_partitions(instant limit) {
        mark((std::min)(plan_.doubled(), limit));
        if (marked_ < plan_.doubled() || !all_taken()) {
            return;
        }
        for (simulated_partition& each : partitions_) {
            closed_.push_back(snapshot_of(each.live->own));
        }
        is_doubled_ = true;
        open(partitions_after);
        for (simulated_partition& each : partitions_) {
            each.progress = plan_.doubled();
        }
        for (const std::size_t each : held_) {
            append(plan_.arrivals()[each]);
        }
        held_.clear();
    }
    [[nodiscard]] bool all_taken() const {
        return std::all_of(partitions_.begin(), partitions_.end(), [](const simulated_partition& each) {
            return each.live->own.next() == each.log.records.size() && each.live->has_sent_all();
        });
    }
    [[nodiscard]] bool is_done() const {
        return is_doubled_ && fed_ == plan_.arrivals().size() &&
               marked_ == plan_.last() + dates::seconds{100 * 86'400} - allowed_delay && all_taken();
    }

    [[nodiscard]] std::optional<std::string> compare() const {
        ending found{std::vector<rules_type::member_type>(member_count), {}, outcomes_};
        for (const simulated_partition& each : partitions_) {
            found.shares.push_back(each.live->own.state().shares);
            const auto& members = each.live->own.state().members;
            for (std::size_t i = 0; i < members.size(); ++i) {
                found.members[members.number_of(i)] = members.by_index(i);
            }
        }
        return lost_                                    ? std::optional<std::string>{"records are lost"}
               : is_late_                               ? "a message came after its time"
               : contradicts_                           ? "an outcome was given with two contents"
               : found.outcomes != plan_.end().outcomes ? "other outcomes"
               : found.members != plan_.end().members   ? "other members"
               : found.shares != plan_.end().shares     ? "other shares"
                                                        : std::optional<std::string>{};
    }

    const plan& plan_;
    mistake mistake_;
    std::vector<simulated_partition> partitions_{};
    std::vector<bytes> closed_{}; ///< the last snapshots of the old partitions
    std::vector<std::size_t> held_{};
    std::size_t fed_ = 0;
    instant marked_ = instant::minimum();
    bool is_doubled_ = false;
    bool lost_ = false;
    bool contradicts_ = false;
    bool is_late_ = false;
    happenings happened_{};
    outcome_map outcomes_{};
};

/// The steps of a run that fails, without those that it fails without: halves first, then quarters, at last single ones.
[[nodiscard]] inline std::vector<step> shrunk(const plan& of, std::vector<step> steps, mistake made) {
    const auto fails = [&](const std::vector<step>& part) { return simulation{of, made}.run(part).has_value(); };
    for (std::size_t length = (steps.size() + 1) / 2; length > 0; length /= 2) {
        for (std::size_t first = 0; first < steps.size();) {
            std::vector<step> part = steps;
            const std::size_t last = (std::min)(first + length, steps.size());
            part.erase(part.begin() + static_cast<std::ptrdiff_t>(first),
                       part.begin() + static_cast<std::ptrdiff_t>(last));
            if (fails(part)) {
                steps = std::move(part);
            } else {
                first += length;
            }
        }
    }
    return steps;
}

/// A list of steps as text: "take 3 of 2; crash of 2".
[[nodiscard]] inline std::string text_of(std::span<const step> steps) {
    static constexpr const char* names[] = {"feed", "take", "flush", "save", "tear", "crash", "pause", "wake"};
    std::string text;
    for (const step& each : steps) {
        text += text.empty() ? "" : "; ";
        text += std::string{names[static_cast<std::size_t>(each.kind)]} + " " + std::to_string(each.count) + " of " +
                std::to_string(each.partition);
    }
    return text;
}

} // namespace club
