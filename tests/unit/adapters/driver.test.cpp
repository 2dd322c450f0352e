// SPDX-License-Identifier: BSL-1.0
//
// The loop of a host, over a broker in memory.
#include <loyalty/adapters/driver.hpp>

#if LOYALTY_HAS_FILE_STORE

#include "support/club.hpp"
#include "support/small_disk.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace loyalty;
using namespace loyalty::adapters;
using namespace loyalty::streams;
namespace files = std::filesystem;

namespace {

constexpr std::uint32_t anna = 0;
constexpr instant noon = "2025-03-01T12:00"_utc;
constexpr dates::seconds hour{3'600};

/// What all clients share: logs that keep what is safe.
struct broker {
    std::vector<std::vector<club::bytes>> logs;
    std::map<std::string, club::bytes> outcomes{}; ///< by id
    std::map<std::string, club::bytes> dead{};
    std::size_t contradictions = 0;

    explicit broker(std::size_t partitions) : logs(partitions) {}
    void add(std::uint32_t member, const club::bytes& record) {
        logs[partition_of(member, static_cast<std::uint32_t>(logs.size()))].push_back(record);
    }
    void sell(std::uint32_t member, std::uint64_t id, instant time) {
        add(member, club::record_of(club::sale{.id = id, .member = member, .time = time, .net = 10_usd}));
    }
    void close(instant time) {
        for (auto& each : logs) {
            each.push_back(club::mark_of(time));
        }
    }
};

/// A client that hands over at most ten records at a time, and keeps what it sends until `make_safe`.
struct memory_client {
    broker& to;
    std::set<std::uint32_t> wanted{};              ///< what the group gives to it
    std::map<std::uint32_t, std::uint64_t> next{}; ///< of those that it reads
    std::vector<std::pair<outgoing, std::pair<std::string, club::bytes>>> sent{};
    bool keeps = true; ///< the broker keeps what is sent
    bool is_lost = false;

    bool poll(log_host& host, std::chrono::milliseconds) {
        for (const std::uint32_t each : wanted) {
            if (!known.contains(each)) {
                known.insert(each);
                if (const auto position = host.assigned(each)) {
                    next[each] = *position;
                }
            }
        }
        for (const auto& [partition, position] : std::map{next}) {
            std::vector<log_entry> batch;
            for (std::uint64_t at = position; at < to.logs[partition].size() && batch.size() < 10; ++at) {
                if (at != hidden) {
                    batch.push_back({at, to.logs[partition][static_cast<std::size_t>(at)]});
                }
            }
            if (!batch.empty()) {
                next[partition] = batch.back().position + 1;
                host.records(partition, batch);
            }
        }
        return !is_lost;
    }
    bool start(std::uint32_t partition, std::uint64_t position) {
        next[partition] = position;
        return true;
    }
    void stop(std::uint32_t partition) { next.erase(partition); }
    bool send(const outgoing& one) {
        sent.push_back({one, {std::string{one.id}, {one.bytes.begin(), one.bytes.end()}}});
        return true;
    }
    bool make_safe(std::chrono::milliseconds) {
        for (const auto& [one, content] : sent) {
            if (keeps && one.to == destination::log) {
                to.logs[one.partition].push_back(content.second);
            } else if (keeps) {
                auto& log = one.to == destination::dead ? to.dead : to.outcomes;
                to.contradictions +=
                    log.emplace(content.first, content.second).first->second != content.second ? 1u : 0u;
            }
        }
        sent.clear();
        return keeps;
    }
    std::optional<std::uint64_t> end_of(std::uint32_t partition) { return to.logs[partition].size(); }
    void close(log_host& host) {
        for (const std::uint32_t each : known) {
            host.revoked(each);
        }
    }
    std::string why() const { return "the broker in memory keeps nothing"; }

    std::set<std::uint32_t> known{};
    std::uint64_t hidden = static_cast<std::uint64_t>(-1); ///< a position that is never handed over
};

using temporary = temporary_folder;

/// A process: its client and its driver.
struct process {
    memory_client client;
    outcomes_to_log<memory_client> outcomes;
    std::vector<std::string> lines{};
    driver<club::rules_type, club::event, memory_client, outcomes_to_log<memory_client>> own;

    process(broker& to, const temporary& here, std::set<std::uint32_t> partitions, driver_options with = {})
        : client{.to = to, .wanted = std::move(partitions)},
          outcomes{client, fingerprint(club::rules)},
          own{club::rules, client, outcomes, options(to, here, std::move(with))} {}

    driver_options options(const broker& to, const temporary& here, driver_options with) {
        with.own = {"stars", static_cast<std::uint32_t>(to.logs.size())};
        with.folder = here.path / "state";
        with.safe = durability::process;
        with.metrics_file = here.path / "stars.prom";
        with.readiness_file = here.path / "ready";
        with.metrics_every = std::chrono::milliseconds{0};
        with.log = [this](std::string_view line) { lines.emplace_back(line); };
        return with;
    }
    void turn(int times = 5) {
        for (int i = 0; i < times; ++i) {
            REQUIRE(own.turn());
        }
    }
    [[nodiscard]] bool says(std::string_view what) const {
        for (const std::string& each : lines) {
            if (each.find(what) != std::string::npos) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] const partition_numbers& numbers_of(std::uint32_t partition) { return own.numbers().at(partition); }
};

} // namespace

TEST_CASE("a driver restores, sends, saves and reports") {
    const temporary here;
    broker to{2};
    to.sell(anna, 1, noon);
    to.sell(anna, 1, noon); // once more
    to.add(anna,
           club::record_of(redemption<unit::points>{.id = 2, .member = anna, .time = noon, .amount = 9'000_points}));
    to.logs[0].push_back({std::byte{7}});
    to.close(noon + hour);
    {
        process one{to, here, {0, 1}};
        one.turn();
        CHECK(one.own.partitions_read() == 2);
        CHECK(here.text_of("ready") == std::to_string(::getpid()) + "\n");
        one.own.close();
        CHECK(here.text_of("ready").empty());
        CHECK(one.says(R"("level":"info","event":"assigned","stream":"stars","partition":0,"epoch":1,"position":0})"));
        CHECK(one.says(R"("event":"dead_records","stream":"stars","partition":0,)"));
    }
    CHECK(to.outcomes.size() == 2);
    CHECK(to.outcomes.contains("o-0-1"));
    CHECK(to.dead.size() == 1);
    CHECK(to.dead.contains("d-stars-0-3"));
    worked<club::rules_type> found{};
    CHECK(read_outcome(to.outcomes.at("o-0-2"), fingerprint(club::rules), found) == record_fault::none);
    CHECK(found.outcome.refused == reason::insufficient_balance);
    dead_record dead{};
    std::uint32_t size = 0;
    REQUIRE(read_dead_record(to.dead.at("d-stars-0-3"), dead, size));
    CHECK(dead.fault == record_fault::truncated);
    CHECK(dead.position == 3);
    CHECK(dead.bytes.front() == std::byte{7});
    const std::string text = here.text_of("stars.prom");
    for (const char* const line :
         {"loyalty_events_total{stream=\"stars\",partition=\"0\",result=\"accepted\"} 1\n",
          "loyalty_refused_total{stream=\"stars\",partition=\"0\",reason=\"insufficient_balance\"} 1\n",
          "loyalty_dead_records_total{stream=\"stars\",partition=\"0\",fault=\"truncated\"} 1\n",
          "loyalty_duplicates_total{stream=\"stars\",partition=\"0\"} 1\n",
          "loyalty_position{stream=\"stars\",partition=\"0\"} 5\n",
          "loyalty_snapshot_position{stream=\"stars\",partition=\"1\"} 1\n",
          "loyalty_lag_records{stream=\"stars\",partition=\"0\"} 0\n", "# TYPE loyalty_snapshot_age_seconds gauge\n"}) {
        CHECK_MESSAGE(text.find(line) != std::string::npos, line);
    }
    to.sell(anna, 3, noon + hour);
    to.close(noon + hour + hour);
    process again{to, here, {0, 1}};
    again.turn();
    CHECK(again.says(R"("partition":0,"epoch":2,"position":5})"));
    CHECK(again.numbers_of(0).outcomes == 1); // of the new sale alone
    CHECK(again.numbers_of(0).counts.skipped == 0);
}

TEST_CASE("each record at fault comes to the dead with its bytes and why, is counted by fault, and the others go on") {
    const temporary here;
    broker to{2}; // Anna's is 0
    const club::bytes right = club::record_of(club::sale{.id = 1, .member = anna, .time = noon, .net = 10_usd});
    club::bytes damaged = right;
    damaged[20] ^= std::byte{1};
    const auto with = [&](std::uint16_t format, std::uint16_t kind, std::uint64_t programme) {
        return club::encoded([&](std::span<std::byte> room) {
            writer out{room};
            encode(out, format);
            encode(out, kind);
            encode(out, programme);
            encode(out, std::uint64_t{0x41});
            const std::size_t whole = out.needed();
            encode(out, room.empty() ? 0u : loyalty::detail::crc32c(room.first(whole)));
            return out.needed();
        });
    };
    const std::uint64_t of = fingerprint(club::rules);
    const std::uint16_t kind = journal_kind_of<club::sale>::value;
    const std::vector<std::pair<std::string, club::bytes>> wrong{
        {"truncated", club::bytes(15)},
        {"damaged", damaged},
        {"too_large", club::bytes(1'000'001)},
        {"other_version", with(2, kind, of)},
        {"foreign", with(1, kind, of + 1)},
        {"unknown_kind", with(1, 5'000, of)},
        {"unreadable", with(1, kind, of)},
        {"other_partition", club::record_of(club::sale{.id = 2, .member = 1, .time = noon, .net = 10_usd})},
        {"late", club::record_of(club::sale{.id = 3, .member = anna, .time = noon - hour - hour, .net = 10_usd})}};
    to.add(anna, right);
    for (const auto& each : wrong) {
        to.logs[0].push_back(each.second);
    }
    to.close(noon + hour);
    process one{to, here, {0, 1}, {.snapshot_every = std::chrono::milliseconds{0}}};
    one.turn();
    CHECK(to.outcomes.size() == 1); // the right one
    CHECK(to.dead.size() == wrong.size());
    const std::string text = here.text_of("stars.prom");
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        const std::string& name = wrong[i].first;
        const club::bytes& bytes = wrong[i].second;
        CAPTURE(name);
        CHECK(text.find("loyalty_dead_records_total{stream=\"stars\",partition=\"0\",fault=\"" + name + "\"} 1\n") !=
              std::string::npos);
        dead_record found{};
        std::uint32_t size = 0;
        REQUIRE(read_dead_record(to.dead.at("d-stars-0-" + std::to_string(i + 1)), found, size));
        CHECK(name_of(found.fault) == name);
        CHECK(size == bytes.size());
        CHECK(std::equal(found.bytes.begin(), found.bytes.end(), bytes.begin()));
    }
    CHECK(one.numbers_of(0).stopped.empty());
    CHECK(one.numbers_of(0).snapshot_position == 11);
}

TEST_CASE("records that come again from the past are skipped and counted") {
    const temporary here;
    broker to{1};
    to.sell(anna, 1, noon);
    to.close(noon + hour);
    process one{to, here, {0}};
    one.turn();
    one.client.next[0] = 0; // the broker begins again
    one.turn();
    CHECK(one.numbers_of(0).counts.skipped == 2);
    CHECK(one.numbers_of(0).position == 2);
    CHECK(to.outcomes.size() == 1);
    CHECK(here.text_of("stars.prom").find("loyalty_skipped_total{stream=\"stars\",partition=\"0\"} 2\n") !=
          std::string::npos);
}

TEST_CASE("a torn snapshot gives way to the one before; if none can be read the partition stops and says why") {
    const temporary here;
    broker to{1};
    const auto live = [&](std::uint64_t id, instant time) {
        to.sell(anna, id, time);
        to.close(time + hour);
        process one{to, here, {0}};
        one.turn();
        one.own.close();
    };
    const auto snapshots = [&] { // the newest last: epochs and numbers are below ten
        std::vector<files::path> all;
        for (const auto& each : files::directory_iterator{here.path / "state" / "stars-of-1" / "0"}) {
            if (each.path().extension() == ".snapshot") {
                all.push_back(each.path());
            }
        }
        std::sort(all.begin(), all.end());
        return all;
    };
    live(1, noon);
    live(2, noon + hour);
    REQUIRE(snapshots().size() == 2);
    CHECK(snapshots().back().filename().string().starts_with("2-"));
    files::resize_file(snapshots().back(), 100); // the one before has the records of the first process
    {
        process one{to, here, {0}};
        one.turn(1);
        CHECK(one.says("\"event\":\"assigned\",\"stream\":\"stars\",\"partition\":0,\"epoch\":3,\"position\":"));
        CHECK(one.numbers_of(0).position == 4);
        CHECK(one.numbers_of(0).stopped.empty());
        one.own.close();
    }
    CHECK(to.outcomes.size() == 2);
    CHECK(to.contradictions == 0);
    for (const auto& each : snapshots()) {
        files::resize_file(each, 100);
    }
    {
        process one{to, here, {0}};
        one.turn(1);
        CHECK(one.numbers_of(0).stopped == "snapshot");
        CHECK(one.says("no snapshot of the partition can be read; put an older copy into its folder, or remove it"));
        CHECK(here.text_of("ready").empty());
    }
    for (const auto& each : snapshots()) {
        std::ofstream{each} << "bytes of another program";
    }
    process one{to, here, {0}};
    one.turn(1);
    CHECK(one.numbers_of(0).stopped == "snapshot");
    CHECK(one.says("is it the right file?"));
    CHECK(here.text_of("stars.prom").find("loyalty_stopped{stream=\"stars\",partition=\"0\",why=\"snapshot\"} 1\n") !=
          std::string::npos);
}

TEST_CASE("what the broker does not keep is given again, with the same ids") {
    const temporary here;
    broker to{1};
    to.sell(anna, 1, noon);
    to.close(noon + hour);
    process one{to, here, {0}, {.snapshot_every = std::chrono::milliseconds{0}, .most_restarts = 3}};
    one.client.keeps = false;
    one.turn(2);
    CHECK(to.outcomes.empty());
    CHECK(one.numbers_of(0).restarts > 0);
    CHECK_FALSE(
        find_snapshot(here.path / "state", {"stars", 1}, 0, fingerprint(club::rules))); // none before it is safe
    one.client.keeps = true;
    one.turn();
    CHECK(to.outcomes.size() == 1);
    CHECK(to.contradictions == 0);
    CHECK(one.numbers_of(0).snapshot_position == 2);
    to.sell(anna, 2, noon + hour);
    one.client.keeps = false;
    int turns = 0;
    while (one.own.turn() && turns < 100) {
        ++turns;
    }
    CHECK(turns == 3); // then it gives up
    CHECK(one.says(R"("event":"restarts")"));
}

TEST_CASE("a position that is left out stops its partition") {
    const temporary here;
    broker to{2};
    to.close(noon);
    to.close(noon + hour);
    to.close(noon + hour + hour);
    process one{to, here, {0, 1}};
    one.client.hidden = 1;
    one.client.next[1] = 0;
    one.turn(1);
    CHECK(one.numbers_of(0).stopped == "gap");
    CHECK(one.numbers_of(0).position == 0);
    CHECK(one.own.worker_of(0) == nullptr);
    CHECK(one.own.partitions_read() == 0); // 1 is hidden of both
    CHECK(here.text_of("ready").empty());
    CHECK(here.text_of("stars.prom").find("loyalty_stopped{stream=\"stars\",partition=\"0\",why=\"gap\"} 1\n") !=
          std::string::npos);
}

TEST_CASE("an old owner stops, and its snapshot does not take the place of a newer one") {
    const temporary here;
    broker to{1};
    to.sell(anna, 1, noon);
    to.close(noon + hour);
    process old{to, here, {0}, {.snapshot_every = std::chrono::milliseconds{0}}};
    old.turn();
    to.sell(anna, 2, noon + hour);
    to.close(noon + hour + hour);
    process fresh{to, here, {0}, {.snapshot_every = std::chrono::milliseconds{0}}};
    fresh.turn(); // while the old one stands still
    CHECK(fresh.numbers_of(0).epoch == 2);
    old.turn();
    CHECK(old.numbers_of(0).stopped == "superseded");
    CHECK(old.numbers_of(0).superseded == 1);
    CHECK(fresh.numbers_of(0).stopped.empty());
    CHECK(to.outcomes.size() == 2);
    CHECK(to.contradictions == 0); // the old one gave the same
    to.sell(anna, 3, noon + hour + hour);
    fresh.turn();
    CHECK(fresh.numbers_of(0).snapshot_position == 5);
}

TEST_CASE("a worker that stops at faults stops before the record, and keeps what came before") {
    const temporary here;
    broker to{1};
    to.sell(anna, 1, noon);
    to.close(noon + hour);
    to.logs[0].push_back({std::byte{7}});
    process one{to, here, {0}, {.worker = {.stops_at_fault = true}}};
    one.turn(1);
    CHECK(one.numbers_of(0).stopped == "fault");
    CHECK(to.outcomes.size() == 1);
    CHECK(to.dead.empty());
    CHECK(one.numbers_of(0).snapshot_position == 2);
    CHECK(one.says("the record is shorter than an empty one"));
}

TEST_CASE("a disk that takes no snapshot is reported, and the next one is written") {
    const temporary here;
    broker to{1};
    to.sell(anna, 1, noon);
    process one{to, here, {0}, {.snapshot_every = std::chrono::milliseconds{0}}};
    one.turn();
    files::rename(here.path / "state", here.path / "elsewhere");
    to.close(noon + hour);
    one.turn();
    CHECK(one.numbers_of(0).failed_snapshots > 0);
    CHECK(one.numbers_of(0).stopped.empty());
    files::rename(here.path / "elsewhere", here.path / "state");
    one.turn();
    CHECK(one.numbers_of(0).snapshot_position == 2);
    CHECK(to.outcomes.size() == 1);
}

TEST_CASE("on a full disk a driver goes on and says so, and writes its snapshot once there is room") {
    const temporary here;
    const small_disk disk{here.path.string(), 1'000'000};
    if (!disk.is_there()) {
        MESSAGE("skipped: this user may not mount a small file system");
        return;
    }
    broker to{1};
    to.sell(anna, 1, noon);
    process one{to, here, {0}, {.snapshot_every = std::chrono::milliseconds{0}}};
    one.turn();
    CHECK(one.numbers_of(0).snapshot_position == 1);
    disk.fill();
    to.close(noon + hour);
    one.turn();
    CHECK(to.outcomes.size() == 1); // what was given is with the broker
    CHECK(one.numbers_of(0).position == 2);
    CHECK(one.numbers_of(0).snapshot_position == 1);
    CHECK(one.numbers_of(0).failed_snapshots > 0);
    CHECK(one.numbers_of(0).stopped.empty());
    CHECK(one.says("\"event\":\"snapshot\""));
    CHECK(one.says("errno " + std::to_string(ENOSPC)));
    CHECK(one.says("the file of metrics or of readiness cannot be written"));
    CHECK(here.text_of("stars.prom").find("loyalty_snapshot_failures_total{stream=\"stars\",partition=\"0\"} 0\n") !=
          std::string::npos); // as it was before
    disk.make_room();
    one.turn();
    CHECK(one.numbers_of(0).snapshot_position == 2);
    CHECK(here.text_of("stars.prom").find("loyalty_snapshot_position{stream=\"stars\",partition=\"0\"} 2\n") !=
          std::string::npos);
    CHECK(to.outcomes.size() == 1);
}

TEST_CASE("two partitions take over from one that is closed") {
    const temporary here;
    const std::uint64_t of = fingerprint(club::rules);
    const stream_generation before{"stars", 1};
    const std::string root = here.path / "state";
    broker first{1};
    first.sell(anna, 1, noon);
    first.close(noon + hour);
    broker second{2};
    second.sell(anna, 2, noon + hour);
    second.close(noon + hour + hour);
    CHECK_FALSE(close_generation(root, before, of, std::array<std::uint64_t, 1>{2})); // there is no snapshot
    {
        process early{second, here, {0, 1}, {.closed = before}};
        early.turn(1);
        CHECK(early.numbers_of(0).stopped == "not_closed");
    }
    {
        process one{first, here, {0}};
        one.turn();
        one.own.close();
    }
    CHECK_FALSE(close_generation(root, before, of, std::array<std::uint64_t, 1>{3}));
    CHECK_FALSE(is_closed(root, before));
    REQUIRE(close_generation(root, before, of, std::array<std::uint64_t, 1>{2}));
    CHECK(is_closed(root, before));
    process two{second, here, {0, 1}, {.closed = before}};
    two.turn();
    const auto* const own = two.own.worker_of(0);
    REQUIRE(own != nullptr);
    const auto* const member = own->state().members.find(anna);
    REQUIRE(member != nullptr);
    CHECK(balances_of<unit::points>(club::rules, *member, noon + hour).available == 30_points); // 2 x (10 + 5)
    CHECK(own->state().shares.left<1>() == 192_points); // 395 / 2, rounded down, less 5
}

TEST_CASE("reasons and faults have names") {
    CHECK(name_of(reason::none) == "none");
    CHECK(name_of(reason::message_loop) == "message_loop");
    CHECK(name_of(reason::too_many_tenders) == "too_many_tenders");
    CHECK(name_of(record_fault::late) == "late");
    CHECK(name_of(static_cast<reason>(250)) == "unknown");
    const std::set<std::string_view> all{reason_names.begin(), reason_names.end()};
    CHECK(all.size() == reason_names.size());
}

#endif
