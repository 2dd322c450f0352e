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
#include "scale/ending.hpp"
#include "scale/outcome_reader.hpp"
#include "scale/stream.hpp"
#include "scale/worker.hpp"
#include "support/paced_feed.hpp"
#include "support/processes.hpp"

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
#include <utility>
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
          lookup_{std::make_unique<kafka::log_lookup>(cluster_.addresses())} {}

    /// Returns true if all is as it must be.
    [[nodiscard]] bool run() {
        const std::array generations{wishes_.size.partitions_before, wishes_.size.partitions_after};
        cluster_.coordinate(topic_of(wishes_.size.partitions_before), lost_broker);
        reader_ = std::make_unique<outcome_reader>(cluster_.addresses(), wishes_.size.events, stream_.fingerprint(),
                                                   generations);
        start_workers(0);
        say("%zu workers take %u partitions of 3 brokers (librdkafka's mock)", wishes_.workers, partitions_);
        paced_feed{*this, stream_, wishes_.size}.run();
        close_logs();
        return finish();
    }

    // What the feed calls ----------------------------------------------------------------------------------------------

    /// Sends a record to its partition, once the workers are near enough: the mock keeps 5 MB.
    void send(std::uint32_t partition, const std::string& id, const bytes& record) {
        while (behind_[partition] + sent_[partition] > window) {
            wait();
            for (std::uint32_t i = 0; i < partitions_; ++i) {
                static_cast<void>(place_of(i));
            }
        }
        ++sent_[partition];
        records_ += id.starts_with("e-") ? 1u : 0u; // others are marks
        if (!sender().send({destination::log, partition, id, record})) {
            fail("a record cannot be sent: " + sender().why());
        }
    }
    /// Looks how far a partition is on disk, and how much of its log is not.
    [[nodiscard]] safe_place place_of(std::uint32_t partition) {
        safe_place& place = places_[partition];
        const kafka::log_bounds log = lookup_->bounds_of(topic_of(partitions_), partition);
        if (!log.known) {
            return place; // its broker is not there: once more
        }
        const auto found = find_snapshot(wishes_.folder, generation(), partition, stream_.fingerprint());
        const std::uint64_t before = place.position;
        place = found ? safe_place{found->position, found->watermark} : safe_place{};
        read_at_snapshot_ = place.position == before ? read_at_snapshot_ : reader_->records();
        behind_[partition] = log.end - (std::min)(log.end, place.position);
        sent_[partition] = 0;
        if (log.first > place.position) {
            fail("the mock dropped records that no snapshot has");
        }
        return place;
    }
    /// No snapshot has the place that is given if the broker does not say it.
    [[nodiscard]] std::uint64_t end_of(std::uint32_t partition) {
        if (!sender().make_safe(std::chrono::seconds{60})) {
            fail("what was sent is not safe: " + sender().why());
        }
        const kafka::log_bounds log = lookup_->bounds_of(topic_of(partitions_), partition);
        return log.known ? log.end : static_cast<std::uint64_t>(-1);
    }
    /// Waits a moment, and for the reader of outcomes: of these too the mock keeps 5 MB.
    void wait() {
        do {
            sender().serve(std::chrono::milliseconds{20});
            if (workers_.one_ended()) {
                fail("a worker ended by itself");
            }
            if (!reader_->is_right()) {
                fail("an outcome was given with two contents, or cannot be read");
            }
            if (std::chrono::steady_clock::now() > began_ + std::chrono::seconds{wishes_.most_seconds}) {
                fail("the time is over");
            }
            kill_one();
            pause_one();
        } while (unread_outcomes() > window);
    }
    /// At fixed parts of the stream something goes wrong.
    void happen(std::uint64_t done) {
        percent_ = done;
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
            pause_ = pause::wanted;
        } else if (passes(38)) {
            cluster_.lose_broker(lost_broker);
            cluster_.coordinate(topic_of(wishes_.size.partitions_before), 3);
            lookup_ = std::make_unique<kafka::log_lookup>(cluster_.addresses());
            say_now("broker %d is lost, and the others lead its partitions", lost_broker);
        } else if (passes(75)) {
            cluster_.bring_back(lost_broker);
            say_now("broker %d is back", lost_broker);
        }
    }
    /// All events of before the doubling have come, and the workers have taken everything.
    void change(std::uint32_t before, std::uint32_t after) {
        while (pause_ != pause::over) {
            wait();
        }
        close_logs();
        if (!workers_.stop_all()) {
            fail("a worker did not end well");
        }
        partitions_ = after;
        start_workers(before);
        say_now("the %u partitions are closed, and %zu new workers take over %u", before, wishes_.workers, partitions_);
    }

private:
    static constexpr std::uint64_t records_between = 40'000;
    static constexpr std::uint64_t window = 24'000; ///< records of a partition that are not on disk
    static constexpr std::int32_t lost_broker = 2;

    /// Of the worker that stands still.
    enum class pause { none, wanted, begun, ended, over };

    [[nodiscard]] static std::string topic_of(std::uint32_t partitions) {
        return "stars-of-" + std::to_string(partitions);
    }
    [[nodiscard]] bool make_topics() {
        for (const std::uint32_t each : {wishes_.size.partitions_before, wishes_.size.partitions_after}) {
            cluster_.make_stream(topic_of(each), each);
        }
        return true;
    }
    [[nodiscard]] stream_generation generation() const { return {"stars", partitions_}; }
    [[nodiscard]] kafka_producer& sender() {
        return partitions_ == wishes_.size.partitions_before ? sender_ : next_sender_;
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
    template <class... Parts>
    void say_now(const std::string& format, Parts... parts) const {
        say(("%3llu %%: " + format).c_str(), static_cast<unsigned long long>(percent_), parts...);
    }
    [[noreturn]] void fail(const std::string& why) const {
        say("FAILED: %s", why.c_str());
        std::_Exit(1); // the workers end with this process
    }

    void start_workers(std::uint32_t closed) {
        places_.assign(partitions_, {});
        behind_.assign(partitions_, 0);
        sent_.assign(partitions_, 0);
        workers_.set_words({"/proc/self/exe", "worker", cluster_.addresses(), wishes_.folder, "",
                            std::to_string(wishes_.size.events), std::to_string(partitions_), std::to_string(closed),
                            std::to_string(records_between)});
        workers_.start(wishes_.workers);
    }
    /// How many outcomes of a partition at most were given and not read.
    [[nodiscard]] std::uint64_t unread_outcomes() {
        const std::string topic = topic_of(partitions_) + ".outcomes";
        std::uint64_t most = 0;
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            const kafka::log_bounds log = lookup_->bounds_of(topic, i);
            const std::uint64_t read = reader_->position_of(topic, i);
            most = (std::max)(most, log.known ? log.end - (std::min)(log.end, read) : 1); // its broker is not there
        }
        return most;
    }
    void close_logs() {
        std::vector<std::uint64_t> ends;
        do {
            wait();
            ends.clear();
            for (std::uint32_t i = 0; i < partitions_; ++i) {
                ends.push_back(end_of(i));
            }
        } while (!close_generation(wishes_.folder, generation(), stream_.fingerprint(), ends));
    }

    // What goes wrong on the way ---------------------------------------------------------------------------------------

    /// Kills the worker that must be killed once outcomes were given that no snapshot has.
    void kill_one() {
        if (must_kill_ != 0 && reader_->records() > read_at_snapshot_) {
            workers_.kill_one(must_kill_ - 1);
            say_now("worker %zu is killed with -9, and another one starts", must_kill_);
            must_kill_ = 0;
        }
    }
    /// Pauses a worker that has partitions, wakes it once another one has taken one of them, and waits until it notices.
    void pause_one() {
        if (pause_ == pause::wanted) {
            for (std::size_t i = 0; i < workers_.size() && pause_ == pause::wanted; ++i) {
                std::ifstream metrics{wishes_.folder + "/" + workers_.name_of(i) + ".prom"};
                for (std::string line; std::getline(metrics, line) && pause_ == pause::wanted;) {
                    if (line.starts_with("loyalty_owned{") && line.ends_with(" 1")) {
                        pause_ = pause::begun;
                        paused_ = i;
                        const std::size_t at = line.find("partition=\"") + 11;
                        taken_as_ = "\"event\":\"assigned\",\"stream\":\"stars\",\"partition\":" +
                                    line.substr(at, line.find('"', at) - at) + ",";
                        workers_.pause_one(i);
                        before_ = lines_with(workers_, wishes_.folder, taken_as_);
                        say_now("worker %zu is paused with SIGSTOP", i + 1);
                    }
                }
            }
        } else if (pause_ == pause::begun && lines_with(workers_, wishes_.folder, taken_as_) > before_) {
            pause_ = pause::ended;
            before_ = old_owners_stopped(workers_, wishes_.folder);
            workers_.wake_one(paused_);
            say_now("worker %zu goes on, after others took its partitions", paused_ + 1);
        } else if (pause_ == pause::ended && old_owners_stopped(workers_, wishes_.folder) > before_) {
            pause_ = pause::over;
        }
    }

    // The end ------------------------------------------------------------------------------------------------------------

    [[nodiscard]] bool finish() {
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
        say("100 %%: all is taken, and on disk");
        if (!workers_.stop_all()) {
            fail("a worker did not end well");
        }
        while (unread_outcomes() > 0 && reader_->is_right()) {
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
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
                    static_cast<unsigned long long>(old_owners_stopped(workers_, wishes_.folder)));
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
    [[nodiscard]] bool compare() {
        ending all{wishes_.size.members};
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            worker_type own{stream_.rules(), shards_of_partition(i, partitions_), options};
            snapshot_folder folder;
            static_cast<void>(folder.open(folder_of(wishes_.folder, generation(), i), durability::process));
            if (!folder.read_newest([&](std::span<const std::byte> bytes) { return bool(own.restore(bytes)); })) {
                fail("a last snapshot cannot be read");
            }
            all.add(own);
        }
        const auto points_of = [&](const std::vector<member_type>& members) {
            std::int64_t sum = 0;
            for (const member_type& each : members) {
                sum += balances_of<unit::points>(stream_.rules(), each, stream_.last_mark()).available.minor_units();
            }
            return sum;
        };
        std::int64_t left = 0;
        for (const auto& each : all.shares) {
            left += each.left<1>().minor_units();
        }
        std::printf("points of all members: %lld, of one process: %lld; left of the budget of %lld: %lld\n",
                    static_cast<long long>(points_of(all.members)),
                    static_cast<long long>(points_of(stream_.members())),
                    static_cast<long long>(budget_of(wishes_.size.events)), static_cast<long long>(left));
        const bool members_right = same("every member", all.members == stream_.members());
        const bool shares_right = same("shares of the budget", all.shares == stream_.shares());
        const bool outcomes_right = same("outcomes", reader_->is_right() && reader_->found() == stream_.outcomes());
        return members_right && shares_right && outcomes_right;
    }
    static bool same(const char* what, bool is) {
        std::printf("%s: %s\n", what, is ? "bit by bit as of one process" : "OTHERS THAN OF ONE PROCESS");
        return is;
    }
    wishes wishes_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    kafka::mock_cluster cluster_{};
    bool has_topics_ = make_topics(); ///< before a client names them
    stream stream_;
    kafka_producer sender_;
    kafka_producer next_sender_;
    std::unique_ptr<kafka::log_lookup> lookup_;
    processes workers_{{}};
    std::unique_ptr<outcome_reader> reader_{};
    std::uint32_t partitions_ = wishes_.size.partitions_before;
    std::vector<safe_place> places_{};    ///< what is on disk of each partition
    std::vector<std::uint64_t> behind_{}; ///< records of each that are not on disk
    std::vector<std::uint64_t> sent_{};   ///< since that was looked up
    std::uint64_t records_ = 0;
    std::uint64_t percent_ = 0;
    std::uint64_t happened_ = 0;
    std::size_t killed_ = 0;
    std::size_t must_kill_ = 0;          ///< the number of the worker to kill at the next moment that hurts; 0 if none
    std::uint64_t read_at_snapshot_ = 0; ///< outcomes that had been read as a snapshot was last seen to be new
    pause pause_ = pause::none;
    std::size_t paused_ = 0;
    std::string taken_as_{}; ///< what a log says when another worker takes a partition of the paused one
    std::size_t before_ = 0; ///< lines that said so before it was paused, or that old owners stopped
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
