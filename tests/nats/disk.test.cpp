// SPDX-License-Identifier: BSL-1.0
//
// NATS servers whose disks are full in truth: of the one that leads a log, and then of all. nats-server 2.9 writes nothing
// more to such a disk until it is started again, also once there is room, and does not give the lead away.
#include "nats/one_partition.hpp"

namespace {

using namespace one_partition;

/// A record for which no file has room in the pages that it has; it comes to the dead.
std::pair<std::string, bytes> large(const std::string& id) {
    return {id, bytes(40'000, std::byte{1})};
}

} // namespace

TEST_CASE("full disks lose nothing: without the full server all goes on, and without any after there is room") {
    nats_cluster cluster{24'000'000};
    if (!cluster.is_there() || !cluster.has_disks()) {
        MESSAGE("skipped: nats-server is not installed, or this user may not mount a small file system");
        return;
    }
    shop own{cluster, "disk", seconds{4}};
    const std::string log = nats::log_of(own.own, 0);
    own.send({{"1", sale_of(1, 0)}, {"2", mark_of(day(10))}});
    CHECK(own.turn_until([&] { return own.outcomes() == 1; }));

    // The disk of the server that leads the log: the log stands still. Its operator stops it, and two of three go on.
    std::size_t full = nats_cluster::size;
    REQUIRE(until([&] {
        const auto state = nats::look_at(own.link, log);
        full = state ? nats_cluster::number_of(state->leader) : full;
        return full < nats_cluster::size;
    }));
    cluster.disk_of(full).fill();
    CHECK(!own.try_to_send({large("3")}, seconds{2}));
    cluster.kill(full);
    own.send({large("3"), {"4", sale_of(4, 15)}, {"5", mark_of(day(20))}});
    CHECK(own.turn_until([&] { return own.outcomes() == 2 && own.dead() == 1; }));
    CHECK(own.turn_until([&] { return own.numbers().snapshot_position == 5; }));

    // The disks of both others: nothing is safe, the driver says so, and goes on.
    own.send({{"6", sale_of(6, 25)}, {"7", mark_of(day(30))}});
    for (std::size_t i = 0; i < nats_cluster::size; ++i) {
        cluster.disk_of(i).fill();
    }
    CHECK(!own.try_to_send({large("8")}, seconds{2}));
    const std::size_t lines = own.what.lines.size();
    CHECK(own.turn_until([&] { return own.what.lines.size() > lines; }));
    CHECK(!own.try_to_send({large("8")}, seconds{2}));

    // There is room, and the servers are started again: all that was acknowledged is there, and what was not is sent again.
    for (std::size_t i = 0; i < nats_cluster::size; ++i) {
        cluster.disk_of(i).make_room();
        cluster.kill(i);
        cluster.start(i);
    }
    own.send({large("8"), {"9", sale_of(9, 35)}, {"10", mark_of(day(40))}});
    CHECK(own.turn_until([&] { return own.outcomes() == 4 && own.dead() == 2; }));
    CHECK(own.turn_until([&] { return own.numbers().snapshot_position == own.end_of(log); }));
    CHECK(own.end_of(log) == 10);
    CHECK(own.outcomes() == 4);
    CHECK(own.dead() == 2);
}
