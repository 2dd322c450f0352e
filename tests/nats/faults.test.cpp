// SPDX-License-Identifier: BSL-1.0
//
// What goes wrong between a host and a NATS cluster: a server that never answers, a cluster without a majority, a full
// disk, an owner that was superseded, records that cannot be taken.
#include "support/club.hpp"
#include "support/nats_cluster.hpp"

#include <loyalty/adapters/driver.hpp>
#include <loyalty/adapters/nats/snapshots.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <sys/socket.h>

namespace {

using namespace loyalty::adapters;
using namespace club;
using std::chrono::milliseconds;
using std::chrono::seconds;

bool until(milliseconds most, const std::function<bool()>& is) {
    const auto end = std::chrono::steady_clock::now() + most;
    while (!is()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::sleep_for(milliseconds{20});
    }
    return true;
}

struct heard {
    std::vector<std::string> lines{};

    [[nodiscard]] auto log() {
        return [this](std::string_view line) { lines.emplace_back(line); };
    }
    [[nodiscard]] bool has(const std::string& text) const {
        for (const std::string& each : lines) {
            if (each.find(text) != std::string::npos) {
                return true;
            }
        }
        return false;
    }
};

bytes sale_of(std::uint64_t id, std::uint32_t member, std::int64_t day) {
    return record_of(event{sale{
        .id = id, .member = member, .time = "2025-03-10T12:00"_utc + dates::seconds{day * 86'400}, .net = 10_usd}});
}
std::span<const std::byte> piece(const std::string& text) {
    return std::as_bytes(std::span{text});
}

} // namespace

TEST_CASE("a server that takes connections and never answers holds up nobody") {
    free_ports port{1};
    REQUIRE(::listen(port.socket_of(0), 5) == 0);
    nats::client client{
        {.cluster = {.servers = {"nats://127.0.0.1:" + std::to_string(port[0])}, .connect_within = milliseconds{300}},
         .stream = {"stars", 1}}};
    outcomes_to_log outcomes{client, streams::fingerprint(rules)};
    heard what;
    auto own = make_driver<event>(rules, client, outcomes,
                                  {.own = {"stars", 1}, .poll_for = milliseconds{10}, .log = what.log()});
    const auto began = std::chrono::steady_clock::now();
    CHECK(own.turn()); // it goes on trying
    CHECK(own.turn());
    CHECK(std::chrono::steady_clock::now() - began < seconds{5});
    CHECK(what.has("no NATS server answers within 300 ms"));
    CHECK(own.partitions_read() == 0);
    CHECK(!client.send({destination::outcomes, 0, "o-1-1", {}}));
    CHECK(!client.make_safe(milliseconds{10}));
}

TEST_CASE("a cluster that loses its majority, fills its disk, and bad records") {
    nats_cluster cluster;
    if (!cluster.is_there()) {
        MESSAGE("skipped: nats-server is not installed");
        return;
    }
    const stream_generation stars{"stars", 1};
    nats::connection link{{.servers = cluster.servers(), .answer_within = milliseconds{1'000}}};
    nats::sender sender{link};
    REQUIRE(until(seconds{30}, [&] { return link.open() && nats::create_streams(link, stars); }));

    // Of two owners of a partition the older one writes no more.
    nats::snapshot_bucket first;
    nats::snapshot_bucket second;
    first.open(link, nats::bucket_of(stars), 7);
    second.open(link, nats::bucket_of(stars), 7);
    const auto writes = [](const std::string& text) { return [text](auto&& write) { return write(piece(text)); }; };
    const auto newest = [](nats::snapshot_bucket& of) {
        std::string text;
        of.read_newest([&](std::span<const std::byte> all) {
            text.assign(reinterpret_cast<const char*>(all.data()), all.size());
            return true;
        });
        return text;
    };
    REQUIRE(!first.claim());
    CHECK(first.epoch() == 1);
    CHECK(!first.save(writes("one")));
    CHECK(newest(first) == "one");
    REQUIRE(!second.claim());
    CHECK(second.epoch() == 2);
    CHECK(newest(second) == "one");
    CHECK(!second.save(writes("two")));
    CHECK(first.save(writes("late")).fault == store_fault::superseded);
    CHECK(!first.is_owner());
    CHECK(second.is_owner());
    const std::string large(1'300'000, 'x'); // three pieces
    CHECK(!second.save(writes(large)));
    CHECK(newest(second) == large);
    nats::snapshot_bucket third;
    third.open(link, nats::bucket_of(stars), 7);
    REQUIRE(!third.claim());
    std::vector<std::size_t> sizes;
    CHECK(third.read_newest([&](std::span<const std::byte> all) {
        sizes.push_back(all.size());
        return sizes.size() == 2; // the newest is refused
    }));
    CHECK(sizes == std::vector<std::size_t>{1'300'000, 3});

    // Who dies within a snapshot, or was superseded, leaves pieces behind. The next owner sweeps them once it has committed
    // a snapshot of its own.
    nats::bucket keys_of{link, nats::bucket_of(stars)};
    const auto pieces = [&] {
        std::set<std::string> keys;
        CHECK(keys_of.for_each_key("7", [&](const std::string& key) { keys.insert(key); }));
        return keys;
    };
    std::set<std::string> there{"7.1-2.0", "7.2-2.0", "7.2-3.0", "7.2-3.1", "7.2-3.2"}; // the first one is of "late"
    REQUIRE(until(seconds{10}, [&] { return pieces() == there; }));
    CHECK(third.save([&](auto&& write) { return write(piece(large)) && false; })); // it dies
    there.insert({"7.3-4.0", "7.3-4.1"});
    CHECK(until(seconds{10}, [&] { return pieces() == there; }));
    nats::snapshot_bucket fourth;
    fourth.open(link, nats::bucket_of(stars), 7);
    REQUIRE(!fourth.claim());
    CHECK(pieces() == there); // nothing is swept before there is a newer snapshot
    CHECK(!fourth.save(writes("four")));
    CHECK(until(seconds{10}, [&] {
        return pieces() == std::set<std::string>{"7.2-3.0", "7.2-3.1", "7.2-3.2", "7.4-4.0"};
    }));
    CHECK(newest(fourth) == "four");

    // Records that cannot be taken come with the reason and their bytes to the stream of the dead; the others are taken.
    nats::client_options wanted{.cluster = {.servers = cluster.servers(), .answer_within = milliseconds{1'000}},
                                .stream = stars,
                                .beat_every = milliseconds{200}};
    nats::replicated_client client{wanted};
    outcomes_to_log outcomes{client, streams::fingerprint(rules)};
    heard what;
    auto own = make_driver<event>(rules, client, outcomes,
                                  {.own = stars,
                                   .poll_for = milliseconds{20},
                                   .snapshot_every = milliseconds{100},
                                   .safe_within = milliseconds{1'500},
                                   .most_restarts = 1'000,
                                   .log = what.log()});
    const std::string to = nats::subject_of(stars, destination::log, 0);
    const auto send = [&](const std::string& id, const bytes& record) {
        REQUIRE(sender.send(to, {destination::log, 0, id, record}));
    };
    bytes damaged = sale_of(2, 2, 0);
    damaged[20] ^= std::byte{1};
    send("1", sale_of(1, 1, 0));
    send("2", damaged);
    send("3", bytes(3));
    send("4", sale_of(4, 4, 1));
    send("5", mark_of("2025-03-20T00:00"_utc));
    REQUIRE_MESSAGE(sender.make_safe(seconds{20}), link.why());
    const auto turns_until = [&](milliseconds most, const std::function<bool()>& is) {
        return until(most, [&] { return own.turn() && is(); });
    };
    const auto end_of = [&](const std::string& stream) {
        const auto state = nats::look_at(link, stream);
        return state ? state->end : 0;
    };
    CHECK(turns_until(seconds{20}, [&] { return end_of(nats::outcomes_of(stars)) == 2; }));
    CHECK(end_of(nats::dead_of(stars)) == 2);
    nats::log_reader dead{nats::dead_of(stars), nats::name_of(stars) + ".dead.*"};
    std::vector<bytes> found;
    CHECK(until(seconds{10}, [&] {
        static_cast<void>(dead.read(link, 10));
        for (const auto& each : dead.take_batch().entries) {
            found.emplace_back(each.bytes.begin(), each.bytes.end());
        }
        return found.size() == 2;
    }));
    const auto dead_of_log = [](std::uint64_t position, record_fault fault, const bytes& record) {
        return encoded([&](std::span<std::byte> room) { return encode_dead_record(room, {position, fault, record}); });
    };
    CHECK(found == std::vector<bytes>{dead_of_log(1, record_fault::damaged, damaged),
                                      dead_of_log(2, record_fault::truncated, bytes(3))});
    CHECK(own.numbers().at(0).counts.faults[static_cast<std::size_t>(record_fault::damaged)] == 1);

    // Without a majority nothing is safe: the driver waits, starts again from its snapshot, and loses nothing.
    send("6", sale_of(6, 6, 15));
    REQUIRE_MESSAGE(sender.make_safe(seconds{20}), link.why());
    cluster.pause(1);
    cluster.pause(2);
    send("7", sale_of(7, 7, 16));
    CHECK(!sender.make_safe(milliseconds{1'500})); // and what was sent is dropped
    const auto began = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() < began + seconds{6}) {
        REQUIRE(own.turn());
    }
    CHECK(end_of(nats::outcomes_of(stars)) <= 2);
    cluster.wake(1);
    cluster.wake(2);
    CHECK(turns_until(seconds{60}, [&] {
        return sender.send(to, {destination::log, 0, "7", sale_of(7, 7, 16)}) &&
               sender.send(to, {destination::log, 0, "8", mark_of("2025-04-20T00:00"_utc)}) &&
               sender.make_safe(milliseconds{2'000});
    }));
    CHECK(turns_until(seconds{60}, [&] { return end_of(nats::outcomes_of(stars)) == 4; }));

    // A stream with no room left refuses records, as a full disk does: nothing is forgotten meanwhile.
    jsStreamConfig tight;
    jsStreamConfig_Init(&tight);
    const std::string name = nats::outcomes_of(stars);
    const std::string subject = nats::name_of(stars) + ".outcomes.*";
    const char* subjects[] = {subject.c_str()};
    tight.Name = name.c_str();
    tight.Subjects = subjects;
    tight.SubjectsLen = 1;
    tight.Storage = js_FileStorage;
    tight.Replicas = 3;
    tight.Duplicates = std::chrono::nanoseconds{seconds{120}}.count();
    tight.Discard = js_DiscardNew;
    tight.MaxMsgs = 4;
    const auto set_limits = [&] {
        return until(seconds{20},
                     [&] { return js_UpdateStream(nullptr, link.context(), &tight, nullptr, nullptr) == NATS_OK; });
    };
    REQUIRE(set_limits());
    const auto send_all = [&](const std::vector<std::pair<std::string, bytes>>& all) {
        return until(seconds{40}, [&] {
            for (const auto& [id, record] : all) {
                if (!sender.send(to, {destination::log, 0, id, record})) {
                    return false;
                }
            }
            return sender.make_safe(milliseconds{4'000});
        });
    };
    REQUIRE(send_all({{"9", sale_of(9, 9, 45)}, {"10", mark_of("2025-05-20T00:00"_utc)}}));
    CHECK(turns_until(seconds{60}, [&] { return what.has("does not keep a record"); }));
    CHECK(own.numbers().at(0).restarts > 0);
    tight.MaxMsgs = -1;
    REQUIRE(set_limits());
    CHECK(turns_until(seconds{60}, [&] { return end_of(nats::outcomes_of(stars)) == 5; }));
    own.close();
    CHECK(end_of(nats::dead_of(stars)) == 2);
}
