// SPDX-License-Identifier: BSL-1.0
//
// What goes wrong between a host and a NATS cluster: a server that never answers, an owner that was superseded or dies within
// a snapshot, records that cannot be taken, a cluster without a majority, a stream without room.
#include "nats/one_partition.hpp"

#include <array>
#include <map>
#include <set>
#include <span>

#include <sys/socket.h>

namespace {

using namespace one_partition;

/// One cluster for all cases, each of which has streams of its own; null if nats-server is not installed.
nats_cluster* shared_cluster() {
    static nats_cluster cluster;
    if (!cluster.is_there()) {
        MESSAGE("skipped: nats-server is not installed");
    }
    return cluster.is_there() ? &cluster : nullptr;
}

std::span<const std::byte> piece(const std::string& text) {
    return std::as_bytes(std::span{text});
}
auto writes(const std::string& text) {
    return [text](auto&& write) { return write(piece(text)); };
}
/// Partition 7 of a bucket, as one of its owners sees it.
class owner {
public:
    explicit owner(shop& of) { bucket_.open(of.link, nats::bucket_of(of.own), 7); }

    void claim() {
        REQUIRE(until([&] { return !bucket_.claim(); }));
    }
    void save(const std::string& text) {
        REQUIRE(until([&] { return !bucket_.save(writes(text)); }));
    }
    /// Saves until the cluster says that another one owns it.
    [[nodiscard]] bool is_refused(const std::string& text) {
        store_error said{};
        REQUIRE(until([&] {
            said = bucket_.save(writes(text));
            return said.fault != store_fault::system; // it did not answer
        }));
        return said.fault == store_fault::superseded;
    }
    [[nodiscard]] std::string newest() {
        std::string text;
        REQUIRE(until([&] {
            return bool(bucket_.read_newest([&](std::span<const std::byte> all) {
                text.assign(reinterpret_cast<const char*>(all.data()), all.size());
                return true;
            }));
        }));
        return text;
    }
    nats::snapshot_bucket& operator*() { return bucket_; }
    nats::snapshot_bucket* operator->() { return &bucket_; }

private:
    nats::snapshot_bucket bucket_{};
};

/// How many pieces there are of each snapshot of partition 7, by the epoch of its owner.
std::map<std::uint64_t, std::size_t> pieces_by_epoch(nats::bucket& of) {
    std::map<std::uint64_t, std::size_t> found;
    const auto count = [&] {
        std::set<std::string> keys; // a key that is written meanwhile may come twice
        const bool right = of.for_each_key("7", [&](const std::string& key) { keys.insert(key); });
        found.clear();
        for (const std::string& each : keys) {
            ++found[nats::piece_of(each)->epoch];
        }
        return right;
    };
    REQUIRE_MESSAGE(until(count), of.why());
    return found;
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
    CHECK(std::chrono::steady_clock::now() - began < seconds{60});
    CHECK(what.has("no NATS server answers within 300 ms"));
    CHECK(own.partitions_read() == 0);
    CHECK(!client.send({destination::outcomes, 0, "o-1-1", {}}));
    CHECK(!client.make_safe(milliseconds{10}));
}

TEST_CASE("streams keep records as long as their options say, and the bucket keeps its keys") {
    const nats_cluster* const cluster = shared_cluster();
    if (cluster == nullptr) {
        return;
    }
    nats::connection link{{.servers = cluster->servers(), .answer_within = seconds{5}}};
    const stream_generation kept{"kept", 1};
    REQUIRE(
        until([&] { return link.open() && nats::create_streams(link, kept, {.keep_for = std::chrono::hours{48}}); }));
    const auto age_of = [&](const std::string& stream) {
        std::int64_t age = -1;
        REQUIRE(until([&] {
            loyalty::detail::nats_handle<jsStreamInfo, jsStreamInfo_Destroy> found;
            const bool right = loyalty::detail::make_handle(found, [&](jsStreamInfo** made) {
                                   return js_GetStreamInfo(made, link.context(), stream.c_str(), nullptr, nullptr);
                               }) == NATS_OK;
            age = right ? found->Config->MaxAge : -1;
            return right;
        }));
        return age;
    };
    constexpr std::int64_t two_days = 172'800'000'000'000; // nanoseconds
    CHECK(age_of(nats::log_of(kept, 0)) == two_days);
    CHECK(age_of(nats::outcomes_of(kept)) == two_days);
    CHECK(age_of(nats::dead_of(kept)) == two_days);
    CHECK(age_of("KV_" + nats::bucket_of(kept)) == 0);
}

TEST_CASE(
    "of two owners of a partition the older one writes no more, and the newer one removes what others left behind") {
    const nats_cluster* const cluster = shared_cluster();
    if (cluster == nullptr) {
        return;
    }
    shop own{*cluster, "owners"};
    owner first{own};
    owner second{own};
    first.claim();
    first.save("one");
    CHECK(first.newest() == "one");
    second.claim();
    CHECK(second->epoch() > first->epoch());
    CHECK(second.newest() == "one");
    second.save("two");
    CHECK(first.is_refused("late"));
    CHECK(!first->is_owner());
    CHECK(until([&] { return second->is_owner(); }));
    const std::string large(1'300'000, 'x'); // three pieces
    second.save(large);
    CHECK(second.newest() == large);

    owner third{own};
    third.claim();
    std::vector<std::size_t> sizes;
    REQUIRE(until([&] {
        sizes.clear();
        return bool(third->read_newest([&](std::span<const std::byte> all) {
            sizes.push_back(all.size());
            return sizes.size() == 2; // the newest is refused
        }));
    }));
    CHECK(sizes == std::vector<std::size_t>{1'300'000, 3});

    // Who dies within a snapshot leaves pieces behind. The next owner removes them once it has a snapshot of its own.
    nats::bucket keys{own.link, nats::bucket_of(own.own)};
    REQUIRE(until([&] {
        CHECK(third->save([&](auto&& write) { return write(piece(large)) && false; })); // it dies
        return pieces_by_epoch(keys)[third->epoch()] >= 2;
    }));
    owner fourth{own};
    fourth.claim();
    CHECK(pieces_by_epoch(keys)[third->epoch()] >= 2); // nothing is removed before there is a newer snapshot
    fourth.save("four");
    CHECK(fourth.newest() == "four");
    CHECK(pieces_by_epoch(keys)[second->epoch()] >= 3); // the one before stays
    CHECK(until([&] {
        fourth.save("five");
        return pieces_by_epoch(keys) == std::map<std::uint64_t, std::size_t>{{fourth->epoch(), 2}};
    }));
}

TEST_CASE("records that cannot be taken come with the reason and their bytes to the stream of the dead") {
    const nats_cluster* const cluster = shared_cluster();
    if (cluster == nullptr) {
        return;
    }
    shop own{*cluster, "dead"};
    bytes damaged = sale_of(2, 0);
    damaged[20] ^= std::byte{1};
    own.send({{"1", sale_of(1, 0)}, {"2", damaged}, {"3", bytes(3)}, {"4", sale_of(4, 1)}, {"5", mark_of(day(10))}});
    CHECK(own.turn_until([&] { return own.outcomes() == 2 && own.dead() == 2; })); // the others are taken
    CHECK(own.numbers().counts.faults[static_cast<std::size_t>(record_fault::damaged)] == 1);
    nats::log_reader dead{nats::dead_of(own.own), nats::name_of(own.own) + ".dead.*"};
    std::vector<bytes> found;
    CHECK(until([&] {
        static_cast<void>(dead.read(own.link, 10));
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
}

TEST_CASE("without a majority nothing is safe, and nothing is lost") {
    nats_cluster* const cluster = shared_cluster();
    if (cluster == nullptr) {
        return;
    }
    shop own{*cluster, "majority", seconds{4}};
    own.send({{"1", sale_of(1, 0)}, {"2", mark_of(day(10))}});
    CHECK(own.turn_until([&] { return own.outcomes() == 1; }));
    own.send({{"3", sale_of(3, 15)}});
    cluster->pause(1);
    cluster->pause(2);
    CHECK(!own.try_to_send({{"4", sale_of(4, 16)}}, milliseconds{1'500})); // and what was sent is dropped
    const std::size_t lines = own.what.lines.size();
    CHECK(own.turn_until([&] { return own.what.lines.size() > lines; })); // the driver says so, and goes on
    cluster->wake(1);
    cluster->wake(2);
    own.send({{"4", sale_of(4, 16)}, {"5", mark_of(day(40))}});
    CHECK(own.turn_until([&] { return own.outcomes() == 3; }));
    CHECK(own.turn_until([&] { return own.numbers().snapshot_position == own.end_of(nats::log_of(own.own, 0)); }));
    CHECK(own.outcomes() == 3);
}

TEST_CASE("a stream with no room left refuses records, and nothing is forgotten meanwhile") {
    const nats_cluster* const cluster = shared_cluster();
    if (cluster == nullptr) {
        return;
    }
    shop own{*cluster, "room", seconds{4}};
    own.send({{"1", sale_of(1, 0)}, {"2", mark_of(day(10))}});
    CHECK(own.turn_until([&] { return own.outcomes() == 1; }));
    jsStreamConfig tight;
    jsStreamConfig_Init(&tight);
    const std::string name = nats::outcomes_of(own.own);
    const std::string subject = nats::name_of(own.own) + ".outcomes.*";
    const char* subjects[] = {subject.c_str()};
    tight.Name = name.c_str();
    tight.Subjects = subjects;
    tight.SubjectsLen = 1;
    tight.Storage = js_FileStorage;
    tight.Replicas = 3;
    tight.Duplicates = std::chrono::nanoseconds{seconds{120}}.count();
    tight.Discard = js_DiscardNew;
    const auto set_limit = [&](std::int64_t messages) {
        tight.MaxMsgs = messages;
        return until([&] { return js_UpdateStream(nullptr, own.link.context(), &tight, nullptr, nullptr) == NATS_OK; });
    };
    REQUIRE(set_limit(1));
    own.send({{"3", sale_of(3, 15)}, {"4", mark_of(day(40))}});
    CHECK(own.turn_until([&] { return own.what.has("does not keep a record"); }));
    CHECK(own.turn_until([&] { return own.what.has("JetStream 10077"); })); // maximum messages exceeded
    CHECK(own.numbers().restarts > 0);
    CHECK(own.outcomes() == 1);
    CHECK(own.numbers().snapshot_position < 4);
    REQUIRE(set_limit(-1));
    CHECK(own.turn_until([&] { return own.outcomes() == 2 && own.numbers().snapshot_position == 4; }));
    CHECK(own.dead() == 0);
}
