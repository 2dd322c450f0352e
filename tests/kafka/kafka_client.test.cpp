// SPDX-License-Identifier: BSL-1.0
//
// The client of Kafka against librdkafka's mock cluster of three brokers. Nothing is waited for by the clock: each wait ends
// as soon as what it waits for is there.
#include "kafka/mock_cluster.hpp"
#include "support/club.hpp"
#include "support/nats_cluster.hpp"
#include "support/temporary_folder.hpp"

#include <loyalty/adapters/driver.hpp>
#include <loyalty/adapters/kafka_client.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <sys/socket.h>

using namespace loyalty;
using namespace loyalty::adapters;
using namespace loyalty::streams;

namespace {

constexpr instant noon = "2025-03-01T12:00"_utc;
constexpr dates::seconds hour{3'600};
constexpr std::uint32_t anna = 0; // of two partitions the first has her
constexpr std::uint32_t ben = 1;  // and the second has him

using temporary = temporary_folder;

kafka_options options_of(const kafka::mock_cluster& cluster) {
    return {.brokers = cluster.addresses(),
            .log = "stars-of-2",
            .group = "stars",
            .for_producer = {{"topic.metadata.refresh.interval.ms", "500"}},
            .for_consumer = {{"fetch.wait.max.ms", "20"},
                             {"topic.metadata.refresh.interval.ms", "500"},
                             {"session.timeout.ms", "3000"},
                             {"heartbeat.interval.ms", "300"}}};
}

/// A process of workers.
struct process {
    kafka_client client;
    outcomes_to_log<kafka_client> outcomes{client, fingerprint(club::rules)};
    driver<club::rules_type, club::event, kafka_client, outcomes_to_log<kafka_client>> own;

    process(const kafka::mock_cluster& cluster, const temporary& here, std::chrono::milliseconds safe_within)
        : client{options_of(cluster)},
          own{club::rules,
              client,
              outcomes,
              {.own = {"stars", 2},
               .folder = here.path,
               .safe = durability::process,
               .poll_for = std::chrono::milliseconds{20},
               .snapshot_every = std::chrono::milliseconds{0},
               .safe_within = safe_within,
               .most_restarts = 1'000}} {}

    /// Turns until something is so; four minutes are a bound that only a failure reaches.
    template <class Is>
    [[nodiscard]] bool turn_until(Is&& is) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{240};
        while (!is()) {
            if (!own.turn() || std::chrono::steady_clock::now() > until) {
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] std::uint64_t saved(std::uint32_t partition) {
        const auto& all = own.numbers();
        return all.contains(partition) ? all.at(partition).snapshot_position : 0;
    }
};

struct sender {
    kafka_producer out;

    explicit sender(const kafka::mock_cluster& cluster) : out{options_of(cluster)} {}
    void send(std::uint32_t partition, const club::bytes& record) {
        REQUIRE(out.send({destination::log, partition, "e", record}));
    }
    void sell(std::uint32_t member, std::uint64_t id, instant time) {
        send(partition_of(member, 2),
             club::record_of(club::sale{.id = id, .member = member, .time = time, .net = 10_usd}));
    }
    void close(instant time) {
        send(0, club::mark_of(time));
        send(1, club::mark_of(time));
        REQUIRE(out.make_safe(std::chrono::seconds{30}));
    }
};

/// The ids of all records in a topic of two partitions.
std::multiset<std::string> ids_of(const kafka::mock_cluster& cluster, const std::string& topic) {
    const kafka::log_lookup lookup{cluster.addresses()};
    std::uint64_t left = 0;
    for (const std::uint32_t partition : {0u, 1u}) {
        const kafka::log_bounds bounds = lookup.bounds_of(topic, partition);
        REQUIRE(bounds.known);
        left += bounds.end - bounds.first;
    }
    kafka::topic_reader reader{cluster.addresses()};
    reader.add(topic, 2);
    reader.begin();
    std::multiset<std::string> ids;
    for (int tries = 0; tries < 600 && left > 0; ++tries) {
        if (const auto one = reader.next(100); one != nullptr && one->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            ids.emplace(static_cast<const char*>(one->key), one->key_len);
            --left;
        }
    }
    return ids;
}

} // namespace

TEST_CASE("a worker starts from its snapshot, whatever the broker remembers of the group") {
    const temporary here;
    kafka::mock_cluster cluster;
    cluster.make_stream("stars-of-2", 2);
    sender till{cluster};
    till.sell(anna, 1, noon);
    till.sell(ben, 2, noon);
    till.send(0, {std::byte{7}});
    till.close(noon + hour);
    { // the broker remembers that the group has taken one record of each
        std::string why;
        const auto other = loyalty::detail::kafka_handle(
            RD_KAFKA_CONSUMER, {{"bootstrap.servers", cluster.addresses()}, {"group.id", "stars"}}, why,
            [](rd_kafka_conf_t*) {});
        const loyalty::detail::kafka_pointer<rd_kafka_topic_partition_list_t> list{
            rd_kafka_topic_partition_list_new(2)};
        rd_kafka_topic_partition_list_add(list.get(), "stars-of-2", 0)->offset = 1;
        rd_kafka_topic_partition_list_add(list.get(), "stars-of-2", 1)->offset = 1;
        REQUIRE(rd_kafka_commit(other.get(), list.get(), 0) == RD_KAFKA_RESP_ERR_NO_ERROR);
    }
    {
        process one{cluster, here, std::chrono::seconds{30}};
        REQUIRE(one.turn_until([&] { return one.saved(0) == 3 && one.saved(1) == 2; }));
    } // it leaves the group without `close` too
    till.sell(anna, 3, noon + hour);
    till.close(noon + hour + hour);
    process again{cluster, here, std::chrono::seconds{30}};
    REQUIRE(again.turn_until([&] { return again.saved(0) == 5 && again.saved(1) == 3; }));
    CHECK(again.own.numbers().at(0).counts.skipped == 0);
    CHECK(again.own.numbers().at(0).outcomes == 1);
    again.own.close();
    CHECK(ids_of(cluster, "stars-of-2.outcomes") == std::multiset<std::string>{"o-0-1", "o-0-3", "o-1-2"});
    CHECK(ids_of(cluster, "stars-of-2.dead") == std::multiset<std::string>{"d-stars-0-1"});
}

TEST_CASE("brokers that do not answer lose nothing, and a lost broker is done without") {
    const temporary here;
    kafka::mock_cluster cluster;
    cluster.make_stream("stars-of-2", 2);
    sender till{cluster};
    till.sell(anna, 1, noon);
    till.close(noon + hour);
    process one{cluster, here, std::chrono::seconds{1}};
    REQUIRE(one.turn_until([&] { return one.saved(0) == 2 && one.saved(1) == 1; }));
    till.sell(anna, 2, noon + hour);
    till.sell(ben, 3, noon + hour);
    till.close(noon + hour + hour);
    REQUIRE(one.turn_until([&] { return one.own.numbers().at(0).position == 4; }));
    for (std::int32_t broker = 1; broker <= 3; ++broker) { // others lead what each of them led
        cluster.coordinate("stars", broker % 3 + 1);
        cluster.lose_broker(broker);
        till.sell(ben, 10 + static_cast<std::uint64_t>(broker), noon + hour + hour);
        till.close(noon + hour + hour);
        const std::uint64_t end = 3 + 2 * static_cast<std::uint64_t>(broker);
        CHECK(one.turn_until([&] { return one.saved(1) == end; }));
        cluster.bring_back(broker);
    }
    till.close(noon + hour + hour + hour);
    CHECK(one.turn_until([&] { return one.saved(1) == 10; }));
    one.own.close();
    const auto ids = ids_of(cluster, "stars-of-2.outcomes");
    CHECK(std::set<std::string>{ids.begin(), ids.end()} ==
          std::set<std::string>{"o-0-1", "o-0-2", "o-1-11", "o-1-12", "o-1-13", "o-1-3"});
}

TEST_CASE("a partition that was stopped is read again if the group gives it again") {
    const temporary here;
    kafka::mock_cluster cluster;
    cluster.make_stream("stars-of-2", 2);
    sender till{cluster};
    till.sell(anna, 1, noon);
    till.close(noon + hour);
    process one{cluster, here, std::chrono::seconds{30}};
    REQUIRE(one.turn_until([&] { return one.saved(0) == 2 && one.saved(1) == 1; }));
    snapshot_folder other; // a newer owner, which ends at once
    REQUIRE_FALSE(other.open(folder_of(here.path, {"stars", 2}, 0), durability::process));
    REQUIRE_FALSE(other.claim());
    till.sell(anna, 2, noon + hour);
    till.close(noon + hour + hour);
    REQUIRE(one.turn_until([&] { return one.own.numbers().at(0).stopped == "superseded"; }));
    CHECK(one.saved(0) == 2);
    {
        process two{cluster, here, std::chrono::seconds{30}};
        const auto both = [&] { return two.own.partitions_read() == 1 && one.own.partitions_read() == 1; };
        REQUIRE(one.turn_until([&] { return two.own.turn() && both(); }));
        two.own.close();
    }
    REQUIRE(one.turn_until([&] { return one.own.partitions_read() == 2 && one.saved(0) == 4 && one.saved(1) == 2; }));
    one.own.close();
    const auto ids = ids_of(cluster, "stars-of-2.outcomes");
    CHECK(std::set<std::string>{ids.begin(), ids.end()} == std::set<std::string>{"o-0-1", "o-0-2"});
}

TEST_CASE("a record that the broker does not keep any more is a gap, and no place to go on") {
    const temporary here;
    kafka::mock_cluster cluster;
    cluster.make_stream("stars-of-2", 2);
    sender till{cluster};
    till.sell(ben, 1, noon);
    for (int i = 0; i < 8; ++i) { // the mock keeps 5 MB of a partition
        till.send(0, club::bytes(900'000, std::byte{1}));
        REQUIRE(till.out.make_safe(std::chrono::seconds{30}));
    }
    till.close(noon + hour);
    process one{cluster, here, std::chrono::seconds{30}};
    REQUIRE(one.turn_until([&] {
        const auto& all = one.own.numbers();
        return all.contains(0) && !all.at(0).stopped.empty() && one.saved(1) == 2;
    }));
    CHECK(one.own.numbers().at(0).stopped == "gap");
    CHECK(one.own.partitions_read() == 1);
    one.own.close();
    CHECK(ids_of(cluster, "stars-of-2.outcomes") == std::multiset<std::string>{"o-1-1"});
    CHECK(ids_of(cluster, "stars-of-2.dead").empty());
}

TEST_CASE("a record that is too large comes to the dead, as far as a broker takes it, and the partition goes on") {
    const temporary here;
    kafka::mock_cluster cluster;
    cluster.make_stream("stars-of-2", 2);
    kafka_options wanted = options_of(cluster);
    wanted.for_producer.emplace_back("message.max.bytes", "3000000"); // a sender that was set so
    kafka_producer till{wanted};
    const auto send = [&](const club::bytes& record) { REQUIRE(till.send({destination::log, 0, "e", record})); };
    send(club::record_of(club::sale{.id = 1, .member = anna, .time = noon, .net = 10_usd}));
    send(club::bytes(1'500'000, std::byte{7}));
    send(club::bytes(999'000, std::byte{8})); // not too large, and none
    send(club::mark_of(noon + hour));
    REQUIRE(till.make_safe(std::chrono::seconds{30}));
    process one{cluster, here, std::chrono::seconds{30}};
    REQUIRE(one.turn_until([&] { return one.saved(0) == 4; }));
    CHECK(one.own.numbers().at(0).restarts == 0);
    one.own.close();
    CHECK(ids_of(cluster, "stars-of-2.outcomes") == std::multiset<std::string>{"o-0-1"});
    CHECK(ids_of(cluster, "stars-of-2.dead") == std::multiset<std::string>{"d-stars-0-1", "d-stars-0-2"});
}

TEST_CASE("a broker that takes connections and never answers holds up nobody") {
    const temporary here;
    free_ports port{1};
    REQUIRE(::listen(port.socket_of(0), 5) == 0);
    kafka_client client{{.brokers = "127.0.0.1:" + std::to_string(port[0]), .log = "stars-of-2", .group = "stars"}};
    outcomes_to_log outcomes{client, fingerprint(club::rules)};
    auto own =
        make_driver<club::event>(club::rules, client, outcomes,
                                 {.own = {"stars", 2}, .folder = here.path, .poll_for = std::chrono::milliseconds{20}});
    const auto began = std::chrono::steady_clock::now();
    CHECK(own.turn()); // it goes on trying
    CHECK(own.turn());
    CHECK(own.partitions_read() == 0);
    CHECK(client.send({destination::outcomes, 0, "o-1-1", {}})); // it waits in the queue
    CHECK_FALSE(client.make_safe(std::chrono::milliseconds{100}));
    CHECK(client.why() == "Local: Timed out");
    own.close();
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{60});
}

TEST_CASE("a property that is wrong is named") {
    kafka_client wrong{{.brokers = "127.0.0.1:1", .log = "a", .group = "b", .for_consumer = {{"no.such.thing", "1"}}}};
    CHECK_FALSE(wrong.is_open());
    CHECK(wrong.why() == "No such configuration property: \"no.such.thing\"");
    kafka_client cooperative{{.brokers = "127.0.0.1:1",
                              .log = "a",
                              .group = "b",
                              .for_consumer = {{"partition.assignment.strategy", "cooperative-sticky"}}}};
    CHECK_FALSE(cooperative.is_open());
    CHECK(cooperative.why() == "the cooperative strategy is not supported: use range or roundrobin");
}
