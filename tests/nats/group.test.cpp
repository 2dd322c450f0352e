// SPDX-License-Identifier: BSL-1.0
#include <loyalty/adapters/nats/group.hpp>
#include <loyalty/adapters/nats/snapshots.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace loyalty::adapters::nats;
using std::chrono::milliseconds;
using partitions = std::vector<std::uint32_t>;

/// One beat of a process, when nobody else writes meanwhile. Gives what it gained.
partitions beat(group_process& one, group_table& table) {
    static_cast<void>(one.lost(table));
    static_cast<void>(one.to_give_back(table));
    table = one.beaten(table);
    return one.accept(table);
}

} // namespace

TEST_CASE("the table of a group is a text") {
    group_table table;
    table.processes["a"] = {17, {0, 1}};
    table.processes["b"] = {9, {}};
    CHECK(text_of(table) == "a 17 0 1\nb 9\n");
    CHECK(table_of("a 17 0 1\nb 9\n") == table);
    CHECK(table_of("").processes.empty());
    CHECK(table_of("nonsense\na 17 0 1\n").processes.size() == 1);
}

TEST_CASE("three processes share eight partitions: three, three and two") {
    group_table table;
    group_process a{"a", 8};
    group_process b{"b", 8};
    group_process c{"c", 8};
    CHECK(beat(a, table) == partitions{0, 1, 2, 3, 4, 5, 6, 7}); // nobody else is there
    CHECK(beat(b, table).empty());                               // nothing is free yet
    CHECK(beat(a, table).empty());                               // it gives four back
    CHECK(a.own() == std::set<std::uint32_t>{0, 1, 2, 3});
    CHECK(beat(b, table) == partitions{4, 5, 6, 7});
    CHECK(beat(c, table).empty());
    static_cast<void>(beat(a, table));
    static_cast<void>(beat(b, table));
    CHECK(beat(c, table) == partitions{3, 7});
    CHECK(text_of(table) == "a 3 0 1 2\nb 3 4 5 6\nc 2 3 7\n");
}

TEST_CASE("a process that the table does not name any more has lost its partitions") {
    group_table table;
    group_process a{"a", 2};
    group_process b{"b", 2};
    static_cast<void>(beat(a, table));
    table.processes.erase("a"); // another one thought that it was gone
    static_cast<void>(beat(b, table));
    CHECK(a.lost(table) == partitions{0, 1});
    CHECK(a.own().empty());
}

TEST_CASE("a process whose number stands still is gone after a while") {
    beat_watch watch;
    const beat_watch::moment start{};
    const auto at = [&](int ms) { return start + std::chrono::hours{1} + milliseconds{ms}; };
    group_table table = table_of("a 1 0\nb 1 1\n");
    const auto left_at = [&](int ms, const char* text) {
        table = table_of(text);
        watch.sweep(table, "b", at(ms), milliseconds{1'000});
        return table.processes.size();
    };
    CHECK(left_at(0, "a 1 0\nb 1 1\n") == 2);
    CHECK(left_at(400, "a 1 0\nb 2 1\n") == 2);
    CHECK(left_at(800, "a 2 0\nb 3 1\n") == 2); // it goes on
    CHECK(left_at(1'200, "a 2 0\nb 4 1\n") == 2);
    CHECK(left_at(1'600, "a 2 0\nb 5 1\n") == 2);
    CHECK(left_at(2'000, "a 2 0\nb 6 1\n") == 1); // 1,200 ms without another number
    CHECK(table.processes.contains("b"));

    // Nobody could write for five seconds: all begin anew.
    CHECK(left_at(7'000, "b 6 1\nc 4 0\n") == 2);
    CHECK(left_at(12'000, "b 7 1\nc 4 0\n") == 2);
    CHECK(left_at(12'400, "b 8 1\nc 4 0\n") == 2);
    CHECK(left_at(12'800, "b 9 1\nc 4 0\n") == 2);
    CHECK(left_at(13'200, "b 10 1\nc 4 0\n") == 1);
}

TEST_CASE("the head of a partition's snapshots is a text") {
    const snapshot_head head{5, {5, 17, 3}, {4, 16, 2}, false};
    CHECK(text_of(head) == "5 5 17 3 4 16 2");
    CHECK(head_of("5 5 17 3 4 16 2") == head);
    CHECK(head_of("5 5 17 3 4 16 2 closed")->is_closed);
    CHECK(!head_of("5 5 17 3 4 16"));
    CHECK(!head_of("nonsense"));
}

TEST_CASE("pieces that no head names are left behind, but for those of a newer owner and of the one at work") {
    CHECK(piece_of("2.5-17.0") == snapshot_piece{5, 17});
    CHECK(piece_of("2.5-17.31") == snapshot_piece{5, 17});
    CHECK(!piece_of("2.head"));
    CHECK(!piece_of("2.5-17.0x"));
    const snapshot_head head{5, {5, 17, 3}, {4, 16, 2}, false};
    CHECK(!is_left_behind({5, 17}, head));
    CHECK(!is_left_behind({4, 16}, head));
    CHECK(is_left_behind({4, 17}, head)); // the owner before died within it
    CHECK(is_left_behind({4, 15}, head));
    CHECK(is_left_behind({5, 16}, head));  // one of its own that failed
    CHECK(!is_left_behind({5, 18}, head)); // it may be at work
    CHECK(!is_left_behind({6, 17}, head)); // a newer owner's
    CHECK(!is_left_behind({4, 17}, snapshot_head{4, {}, {}, false}));
}

TEST_CASE("names of streams have no points") {
    CHECK(name_of({"stars.eu", 8}) == "stars_eu-of-8");
    CHECK(log_of({"stars", 8}, 2) == "stars-of-8-log-2");
    CHECK(subject_of({"stars", 8}, loyalty::adapters::destination::dead, 2) == "stars-of-8.dead.2");
}
