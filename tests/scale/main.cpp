// SPDX-License-Identifier: BSL-1.0
//
// The demonstration of workers on Kafka:
//
//     loyalty_scale <events> <members> <seed> <workers> <kills> <most seconds> <folder>
//
// Senders, a mock cluster of three brokers, a reader of outcomes and one process that runs the ordered stream are here;
// workers are processes. Some are killed, one is paused, a broker is lost, and partitions double in the middle. At the
// end members, shares of the budget and outcomes are bit by bit those of the one process.
#include "kafka/mock_cluster.hpp"
#include "scale/outcome_reader.hpp"
#include "scale/processes.hpp"
#include "scale/stream.hpp"
#include "scale/worker.hpp"

#include <loyalty/adapters/generation.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>

using namespace loyalty::adapters;
using namespace scale;

namespace {

struct wishes {
    stream_size size{};
    std::size_t workers = 3;
    std::size_t kills = 2;
    std::int64_t most_seconds = 0;
    std::string folder{};
};

class demonstration {
public:
    explicit demonstration(const wishes& of)
        : wishes_{of},
          stream_{of.size},
          sender_{{.brokers = cluster_.addresses(),
                   .log = topic_of(of.size.partitions_before),
                   .for_producer = {{"topic.metadata.refresh.interval.ms", "1000"}}}},
          next_sender_{{.brokers = cluster_.addresses(),
                        .log = topic_of(of.size.partitions_after),
                        .for_producer = {{"topic.metadata.refresh.interval.ms", "1000"}}}},
          lookup_{std::make_unique<kafka::log_lookup>(cluster_.addresses())},
          workers_{{.brokers = cluster_.addresses(),
                    .folder = of.folder,
                    .events = of.size.events,
                    .partitions = of.size.partitions_before,
                    .records_between_snapshots = records_between}} {}

    /// Returns true if all is as it must be.
    [[nodiscard]] bool run() {
        const std::array generations{wishes_.size.partitions_before, wishes_.size.partitions_after};
        cluster_.coordinate(topic_of(wishes_.size.partitions_before), lost_broker);
        reader_ = std::make_unique<outcome_reader>(cluster_.addresses(), wishes_.size.events, stream_.fingerprint(),
                                                   generations);
        workers_.start(wishes_.workers);
        say("%zu workers take %u partitions of 3 brokers (librdkafka's mock)", wishes_.workers, partitions_);
        open_generation();
        return feed() && finish();
    }

private:
    static constexpr std::uint64_t records_between = 40'000;
    static constexpr std::uint64_t window =
        24'000; ///< records of a partition that are not on disk: the mock keeps 5 MB
    static constexpr std::int32_t lost_broker = 2;

    [[nodiscard]] static std::string topic_of(std::uint32_t partitions) {
        return "stars-of-" + std::to_string(partitions);
    }
    [[nodiscard]] bool make_topics() {
        for (const std::uint32_t each : {wishes_.size.partitions_before, wishes_.size.partitions_after}) {
            cluster_.make_stream(topic_of(each), each);
        }
        return true;
    }
    void say(const char* format, ...) const {
        const auto elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
        std::printf("%7.1f s  ", elapsed);
        std::va_list arguments;
        va_start(arguments, format);
        std::vprintf(format, arguments);
        va_end(arguments);
        std::printf("\n");
        std::fflush(stdout);
    }

    // Senders ----------------------------------------------------------------------------------------------------------

    void open_generation() {
        places_.assign(partitions_, {});
        behind_.assign(partitions_, 0);
        sent_.assign(partitions_, 0);
    }
    [[nodiscard]] stream_generation generation() const { return {"stars", partitions_}; }
    [[nodiscard]] kafka_producer& sender() {
        return partitions_ == wishes_.size.partitions_before ? sender_ : next_sender_;
    }

    [[nodiscard]] bool feed() {
        arrival one;
        std::vector<arrival> held;
        while (stream_.next(one)) {
            happen();
            const bool is_known = stream_.doubled() != instant::minimum();
            if (is_known && !is_doubled_ && one.at >= stream_.doubled() + allowed_delay) {
                if (!double_partitions()) {
                    return false;
                }
                for (const arrival& each : held) {
                    if (!append(each)) {
                        return false;
                    }
                }
                held.clear();
            }
            if (is_known && !is_doubled_ && one.time >= stream_.doubled()) {
                held.push_back(std::move(one));
            } else if (!append(one)) {
                return false;
            }
        }
        return true;
    }
    /// Sends a record to its partition, once the workers are near enough.
    [[nodiscard]] bool append(const arrival& one) {
        const std::uint32_t partition = partition_of(one.member, partitions_);
        if (one.at > marked_ + dates::seconds{6 * 3'600}) {
            send_marks(one.at - allowed_delay);
        }
        while (!is_near(one.at) || behind_[partition] + sent_[partition] > window) {
            if (!wait_for_workers()) {
                return false;
            }
        }
        ++sent_[partition];
        ++records_;
        return sender().send({destination::log, partition, "e-" + std::to_string(one.number), one.record}) ||
               wrong("a record cannot be sent: " + sender().why());
    }
    void send_marks(instant time) {
        if (time <= marked_) {
            return;
        }
        marked_ = time;
        const bytes mark =
            encoded([&](std::span<std::byte> room) { return encode_log_mark(room, stream_.fingerprint(), time); });
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            ++sent_[i];
            static_cast<void>(sender().send({destination::log, i, "mark", mark}));
        }
    }
    /// A message comes in time if no partition is more than `transit` behind.
    [[nodiscard]] bool is_near(instant time) const { return time <= slowest() + transit - dates::seconds{86'400}; }
    [[nodiscard]] instant slowest() const {
        instant time = instant::maximum();
        for (const snapshot_place& each : places_) {
            time = (std::min)(time, each.watermark);
        }
        return (std::max)(time, (std::max)(stream::first_day, is_doubled_ ? stream_.doubled() : stream::first_day));
    }

    /// Waits a moment, and looks how far the workers are.
    [[nodiscard]] bool wait_for_workers() {
        sender().serve(std::chrono::milliseconds{20});
        if (workers_.one_ended()) {
            return wrong("a worker ended by itself");
        }
        if (!reader_->is_right()) {
            return wrong("an outcome was given with two contents, or cannot be read");
        }
        if (std::chrono::steady_clock::now() > began_ + std::chrono::seconds{wishes_.most_seconds}) {
            return wrong("the time is over");
        }
        if (const auto now = std::chrono::steady_clock::now(); is_paused_ && now > wake_at_) {
            wake();
        }
        std::uint64_t most_unread = 0;
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            const auto before = places_[i].position;
            const auto found = find_snapshot(wishes_.folder, generation(), i, stream_.fingerprint());
            const auto log = lookup_->bounds_of(topic_of(partitions_), i);
            const auto outcomes = lookup_->bounds_of(topic_of(partitions_) + ".outcomes", i);
            if (!log.known || !outcomes.known) {
                return true; // a broker is not there: once more
            }
            places_[i] = found.value_or(snapshot_place{});
            read_at_snapshot_ = places_[i].position == before ? read_at_snapshot_ : reader_->records();
            behind_[i] = log.end - (std::min)(log.end, places_[i].position);
            sent_[i] = 0;
            if (log.first > places_[i].position) {
                return wrong("the mock dropped records that no snapshot has");
            }
            const std::uint64_t read = reader_->position_of(topic_of(partitions_) + ".outcomes", i);
            most_unread = (std::max)(most_unread, outcomes.end - (std::min)(outcomes.end, read));
        }
        if (must_kill_ != 0 && reader_->records() > read_at_snapshot_) {
            workers_.kill_one(must_kill_ - 1); // it gave outcomes that no snapshot has
            say("%3llu %%: worker %zu is killed with -9, and another one starts",
                percent_of(100 * stream_.made() / wishes_.size.events), must_kill_);
            must_kill_ = 0;
        }
        if (most_unread > window) {
            std::fill(behind_.begin(), behind_.end(), window + 1); // the reader of outcomes comes first
        }
        return true;
    }

    // What goes wrong on the way ----------------------------------------------------------------------------------------

    /// At fixed parts of the stream.
    void happen() {
        const std::uint64_t done = 100 * stream_.made() / wishes_.size.events;
        const auto passes = [&](std::uint64_t percent) {
            return done >= percent && std::exchange(happened_, (std::max)(happened_, percent)) < percent;
        };
        for (std::size_t i = 0; i < wishes_.kills; ++i) {
            // The first in the first half, the next in the second, and so on.
            const std::uint64_t at = (i % 2 == 0 ? 10 : 85) + i / 2 * 4 + (wishes_.size.seed + i) % 3;
            if (done >= at && killed_ == i) {
                ++killed_;
                must_kill_ = (wishes_.size.seed * 7 + i) % wishes_.workers + 1;
            }
        }
        if (passes(25)) {
            workers_.pause_one(wishes_.workers - 1);
            is_paused_ = true;
            wake_at_ = std::chrono::steady_clock::now() + std::chrono::seconds{12};
            say("%3llu %%: worker %zu is paused with SIGSTOP", percent_of(done), wishes_.workers);
        } else if (passes(38)) {
            cluster_.lose_broker(lost_broker);
            cluster_.coordinate(topic_of(wishes_.size.partitions_before), 3);
            lookup_ = std::make_unique<kafka::log_lookup>(cluster_.addresses());
            say("%3llu %%: broker %d is lost, and the others lead its partitions", percent_of(done), lost_broker);
        } else if (passes(75)) {
            cluster_.bring_back(lost_broker);
            say("%3llu %%: broker %d is back", percent_of(done), lost_broker);
        }
    }
    [[nodiscard]] static unsigned long long percent_of(std::uint64_t done) { return done; }
    void wake() {
        workers_.wake_one(wishes_.workers - 1);
        is_paused_ = false;
        say("       worker %zu goes on, after others took its partitions", wishes_.workers);
    }

    /// All events of before the doubling have come. The old logs are closed once the workers have taken everything.
    [[nodiscard]] bool double_partitions() {
        const std::uint32_t before = partitions_;
        if (is_paused_) {
            wake();
        }
        if (!close(stream_.doubled())) {
            return false;
        }
        if (!workers_.stop_all()) {
            return wrong("a worker did not end well");
        }
        partitions_ = wishes_.size.partitions_after;
        is_doubled_ = true;
        workers_.set_partitions(partitions_, before);
        workers_.start(wishes_.workers);
        open_generation();
        say(" 50 %%: the %u partitions are closed, and %zu new workers take over %u", before, wishes_.workers,
            partitions_);
        return true;
    }
    [[nodiscard]] bool close(instant last) {
        while (marked_ < last) {
            send_marks((std::min)(last, slowest() + transit - dates::seconds{86'400}));
            if (!wait_for_workers()) {
                return false;
            }
        }
        if (!sender().make_safe(std::chrono::seconds{60})) {
            return wrong("what was sent is not safe: " + sender().why());
        }
        while (true) {
            std::vector<std::uint64_t> ends;
            for (std::uint32_t i = 0; i < partitions_; ++i) {
                const kafka::log_bounds log = lookup_->bounds_of(topic_of(partitions_), i);
                if (log.known) {
                    ends.push_back(log.end);
                }
            }
            if (close_generation(wishes_.folder, generation(), stream_.fingerprint(), ends)) {
                return true;
            }
            if (!wait_for_workers()) {
                return false;
            }
        }
    }

    // The end ------------------------------------------------------------------------------------------------------------

    [[nodiscard]] bool finish() {
        if (!close(stream_.last_mark() - allowed_delay)) {
            return false;
        }
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
        say("100 %%: all is taken, and on disk");
        if (!workers_.stop_all()) {
            return wrong("a worker did not end well");
        }
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            const std::string topic = topic_of(partitions_) + ".outcomes";
            const std::uint64_t end = lookup_->bounds_of(topic, i).end;
            while (reader_->position_of(topic, i) < end && reader_->is_right()) {
                std::this_thread::sleep_for(std::chrono::milliseconds{10});
            }
        }
        reader_->stop();
        report(seconds);
        return compare();
    }
    void report(double seconds) {
        std::uint64_t again = 0;
        std::printf("\n%llu events of %u members, %llu duplicates, %llu out of order; %llu records were sent\n",
                    static_cast<unsigned long long>(stream_.made()), wishes_.size.members,
                    static_cast<unsigned long long>(stream_.duplicates()),
                    static_cast<unsigned long long>(stream_.out_of_order()), static_cast<unsigned long long>(records_));
        again = reader_->records() - reader_->found().size();
        std::printf("%llu outcomes, %llu of them of messages, %llu refused by the rules; %llu came once more\n",
                    static_cast<unsigned long long>(reader_->found().size()),
                    static_cast<unsigned long long>(reader_->found().messages()),
                    static_cast<unsigned long long>(stream_.refused()), static_cast<unsigned long long>(again));
        std::printf("%zu processes of workers; %llu times an old owner stopped\n", workers_.names().size(),
                    static_cast<unsigned long long>(stopped_owners()));
        rusage used{};
        ::getrusage(RUSAGE_CHILDREN, &used);
        const auto seconds_of = [](const timeval& time) {
            return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
        };
        const double worked = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
        std::printf(
            "workers took %.1f s of the processor, client and snapshots with them: %.0f events a second of it\n",
            worked, static_cast<double>(stream_.made()) / worked);
        std::printf("%.0f events a second, all processes on this machine, with what went wrong\n",
                    static_cast<double>(stream_.made()) / seconds);
    }
    /// How often the logs of workers say that another owner was there.
    [[nodiscard]] std::uint64_t stopped_owners() const {
        std::uint64_t count = 0;
        for (const std::string& each : workers_.names()) {
            std::ifstream in{wishes_.folder + "/" + each + ".log"};
            for (std::string line; std::getline(in, line);) {
                count += line.find("\"event\":\"superseded\"") != std::string::npos ||
                                 line.find("\"event\":\"lost\"") != std::string::npos
                             ? 1u
                             : 0u;
            }
        }
        return count;
    }
    [[nodiscard]] bool compare() {
        std::vector<member_type> members(wishes_.size.members);
        std::vector<quotas<rules_type>> shares;
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            worker_type own{stream_.rules(), shards_of_partition(i, partitions_), options};
            snapshot_folder folder;
            static_cast<void>(folder.open(folder_of(wishes_.folder, generation(), i), durability::process));
            if (!folder.read_newest([&](std::span<const std::byte> bytes) { return bool(own.restore(bytes)); })) {
                return wrong("a last snapshot cannot be read");
            }
            shares.push_back(own.state().shares);
            const auto& found = own.state().members;
            for (std::size_t at = 0; at < found.size(); ++at) {
                members[found.number_of(at)] = found.by_index(at);
            }
        }
        const auto points_of = [&](const std::vector<member_type>& all) {
            std::int64_t sum = 0;
            for (const member_type& each : all) {
                sum += balances_of<unit::points>(stream_.rules(), each, stream_.last_mark()).available.minor_units();
            }
            return sum;
        };
        std::int64_t left = 0;
        for (const auto& each : shares) {
            left += each.left<1>().minor_units();
        }
        std::printf("points of all members: %lld, of one process: %lld; left of the budget of %lld: %lld\n",
                    static_cast<long long>(points_of(members)), static_cast<long long>(points_of(stream_.members())),
                    static_cast<long long>(budget_of(wishes_.size.events)), static_cast<long long>(left));
        const bool stopped = stopped_owners() > 0 || wrong("the worker that was paused did not stop");
        const bool members_right = same("every member", members == stream_.members());
        const bool shares_right = same("shares of the budget", shares == stream_.shares());
        const bool outcomes_right = same("outcomes", reader_->is_right() && reader_->found() == stream_.outcomes());
        return stopped && members_right && shares_right && outcomes_right;
    }
    static bool same(const char* what, bool is) {
        std::printf("%s: %s\n", what, is ? "bit by bit as of one process" : "OTHERS THAN OF ONE PROCESS");
        return is;
    }
    bool wrong(const std::string& why) const {
        say("FAILED: %s", why.c_str());
        return false;
    }

    wishes wishes_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    kafka::mock_cluster cluster_{};
    bool has_topics_ = make_topics(); ///< before a client names them
    stream stream_;
    kafka_producer sender_;
    kafka_producer next_sender_;
    std::unique_ptr<kafka::log_lookup> lookup_;
    processes workers_;
    std::unique_ptr<outcome_reader> reader_{};
    std::uint32_t partitions_ = wishes_.size.partitions_before;
    bool is_doubled_ = false;
    std::vector<snapshot_place> places_{}; ///< what is on disk of each partition
    std::vector<std::uint64_t> behind_{};  ///< records of each that are not on disk
    std::vector<std::uint64_t> sent_{};    ///< since that was looked up
    instant marked_ = instant::minimum();
    std::uint64_t records_ = 0;
    std::uint64_t happened_ = 0;
    std::size_t killed_ = 0;
    std::size_t must_kill_ = 0;          ///< the number of the worker to kill at the next moment that hurts; 0 if none
    std::uint64_t read_at_snapshot_ = 0; ///< outcomes that had been read as a snapshot was last seen to be new
    bool is_paused_ = false;
    std::chrono::steady_clock::time_point wake_at_{};
};

} // namespace

int main(int count, char** words) {
    const auto number = [&](int index) { return std::strtoull(words[index], nullptr, 10); };
    if (count == 9 && std::string{words[1]} == "worker") {
        return run_worker({.brokers = words[2],
                           .folder = words[3],
                           .name = words[4],
                           .events = number(5),
                           .partitions = static_cast<std::uint32_t>(number(6)),
                           .closed = static_cast<std::uint32_t>(number(7)),
                           .records_between_snapshots = number(8)});
    }
    if (count != 8) {
        std::fprintf(stderr, "loyalty_scale <events> <members> <seed> <workers> <kills> <most seconds> <folder>\n");
        return 2;
    }
    std::filesystem::remove_all(words[7]);
    std::filesystem::create_directories(words[7]);
    demonstration shown{
        {.size = {.events = number(1), .members = static_cast<std::uint32_t>(number(2)), .seed = number(3)},
         .workers = number(4),
         .kills = number(5),
         .most_seconds = static_cast<std::int64_t>(number(6)),
         .folder = words[7]}};
    return shown.run() ? 0 : 1;
}
