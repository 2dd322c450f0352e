// SPDX-License-Identifier: BSL-1.0
//
// What goes wrong between a host and PostgreSQL: a server that is silent, full or gone, an old owner, other programmes.
#include "support/club_plan.hpp"
#include "support/nats_cluster.hpp"
#include "support/private_postgres.hpp"
#include "support/small_disk.hpp"

#include <loyalty/adapters/postgres/store.hpp>

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace loyalty::adapters;
using namespace club;
using postgres::fault;
using std::chrono::milliseconds;
using store_type = postgres::store<rules_type>;

const postgres::store_options tries_once{.schema = "shop", .stream = "stars", .retry_for = milliseconds{0}};

/// A small disk for a table, which the user of the server may write.
struct disk_of_server {
    std::string folder = made();
    small_disk disk{folder, 2'000'000};

    disk_of_server() {
        std::filesystem::create_directory(space());
        if (::getuid() == 0) {
            static_cast<void>(std::system(("chown postgres " + space()).c_str()));
        }
    }
    disk_of_server(const disk_of_server&) = delete;
    disk_of_server& operator=(const disk_of_server&) = delete;
    ~disk_of_server() {
        disk.unmount();
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    [[nodiscard]] std::string space() const { return folder + "/space"; }

private:
    [[nodiscard]] static std::string made() {
        std::array<char, 40> name{"/tmp/loyalty_disk_XXXXXX"};
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        std::filesystem::permissions(name.data(), std::filesystem::perms::all);
        return name.data();
    }
};

/// A worker that gives what it makes to a store.
struct host {
    store_type& tables;
    partition_place at{.partition = 0, .epoch = 1};
    worker_type own{rules, {}, {.delay = allowed_delay, .transit = transit}};

    void on(const worked_type& one) { CHECK(tables.on(at, one)); }
    void on(const letter&) {}
    void on(const dead_record& one) { CHECK(tables.on(at, one)); }

    /// Takes a sale of 23.00 USD on each of some days, and all time until the next one.
    void sell(std::uint64_t first, std::uint64_t last) {
        for (std::uint64_t day = first; day <= last; ++day) {
            const instant time = first_day + dates::seconds{static_cast<std::int64_t>(day) * 86'400};
            take(record_of(
                event{sale{.id = day, .member = static_cast<std::uint32_t>(day % 3), .time = time, .net = 23_usd}}));
            take(mark_of(time + dates::seconds{2}));
        }
    }
    void take(const bytes& record) {
        const log_entry one{.position = own.next(), .bytes = record};
        own.take(std::span{&one, 1}, *this);
    }
};

} // namespace

TEST_CASE("the states of PostgreSQL say what may be tried again") {
    CHECK(postgres::fault_of("") == fault::lost);
    CHECK(postgres::fault_of("57P01") == fault::lost);
    CHECK(postgres::fault_of("08006") == fault::lost);
    CHECK(postgres::fault_of("53100") == fault::full);
    CHECK(postgres::fault_of("40001") == fault::busy);
    CHECK(postgres::fault_of("55P03") == fault::unanswered);
    CHECK(postgres::fault_of("42P01") == fault::refused);
    CHECK(postgres::error{fault::full}.is_passing());
    CHECK(!postgres::error{fault::refused}.is_passing());
    CHECK(!postgres::error{}.is_passing());
}

TEST_CASE("names and rows in SQL") {
    CHECK(postgres::sql_name("points \"held\"") == "\"points \"\"held\"\"\"");
    postgres::rows two{2};
    two.add(std::int64_t{-7});
    two.add_text("a \"b\\");
    two.add(std::int64_t{8});
    two.add_text("");
    CHECK(two.count() == 2);
    CHECK(two.arrays() == std::vector<std::string>{"{-7,8}", "{\"a \\\"b\\\\\",NULL}"});
    postgres::rows one{1};
    const std::byte bytes[] = {std::byte{0}, std::byte{0xAF}};
    one.add_bytes(bytes);
    CHECK(one.arrays() == std::vector<std::string>{"{\"\\\\x00af\"}"});
}

TEST_CASE("a server that takes connections and never answers holds up nobody") {
    free_ports port{1};
    REQUIRE(::listen(port.socket_of(0), 5) == 0);
    const std::string where = "hostaddr=127.0.0.1 user=loyalty dbname=shop port=" + std::to_string(port[0]);
    store_type tables{rules, postgres::connection{where, milliseconds{200}}, tries_once};
    host own{tables};
    own.sell(1, 2);
    const auto began = std::chrono::steady_clock::now();
    CHECK(tables.commit(own.at, own.own) == commit_answer::failed);
    CHECK(tables.last_error().what == fault::unanswered);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{60});
    port.release();
    CHECK(tables.commit(own.at, own.own) == commit_answer::failed);
    CHECK(tables.last_error().what == fault::lost);
    CHECK(tables.counts().failures == 2);
}

TEST_CASE("what PostgreSQL refuses, and what it has once it takes it") {
    static const disk_of_server place;    // before the server, which sees what is mounted then
    static const private_postgres server; // one for all parts
    if (!server.is_there()) {
        MESSAGE("skipped: PostgreSQL's server is not installed, or this user may not run it");
        return;
    }
    postgres::connection side{server.where(), milliseconds{60'000}};
    const auto asked = [&](const std::string& statement) {
        postgres::answer got;
        const postgres::error wrong = side.run(statement, {}, &got);
        REQUIRE_MESSAGE(!wrong, wrong.text);
        return got.rows() == 0 ? std::string{} : std::string{got.text(0, 0)};
    };
    const auto open = [&](const postgres::store_options& options) {
        return store_type{rules, postgres::connection{server.where(), milliseconds{4'000}}, options};
    };
    asked("DROP SCHEMA IF EXISTS shop CASCADE");
    store_type tables = open(tries_once);
    host own{tables};
    own.sell(1, 3);
    CHECK(tables.commit(own.at, own.own) == commit_answer::failed); // there are no tables
    CHECK(tables.last_error().what == fault::refused);
    CHECK(tables.why().find("42P01") != std::string::npos);
    REQUIRE(!tables.create());
    REQUIRE(!tables.create()); // once more changes nothing

    SUBCASE("an outcome stands there once, with balances and the position") {
        own.take(bytes(20));
        CHECK(tables.commit(own.at, own.own) == commit_answer::safe);
        CHECK(tables.position(0) == 7);
        CHECK(asked("SELECT count(*) FROM shop.outcomes") == "3");
        // 23 points, and 5 of the quota
        CHECK(asked("SELECT points FROM shop.outcomes WHERE member = 1 AND id = 1") == "28");
        CHECK(asked("SELECT points FROM shop.balances WHERE member = 1") == "28");
        CHECK(asked("SELECT fault || ' at ' || position FROM shop.dead_records") == "damaged at 6");
        CHECK(asked("SELECT encode(bytes, 'hex') FROM shop.dead_records") == std::string(40, '0'));

        const std::string metrics = tables.metrics_text();
        for (const char* const line :
             {"loyalty_postgres_transactions_total{stream=\"stars\"} 1\n",
              "loyalty_postgres_rows_total{stream=\"stars\",table=\"outcomes\"} 3\n",
              "loyalty_postgres_rows_total{stream=\"stars\",table=\"balances\"} 3\n",
              "loyalty_postgres_rows_total{stream=\"stars\",table=\"dead_records\"} 1\n",
              "loyalty_postgres_failures_total{stream=\"stars\"} 1\n", // there were no tables at first
              "loyalty_postgres_retries_total{stream=\"stars\"} 0\n", "# TYPE loyalty_postgres_rows_total counter\n"}) {
            CHECK_MESSAGE(metrics.find(line) != std::string::npos, line);
        }

        // A new owner gives them again, from the first record on, and goes on.
        store_type next = open(tries_once);
        host again{next, {.partition = 0, .epoch = 2}};
        next.start(again.at, 0);
        again.sell(1, 1);
        CHECK(next.commit(again.at, again.own) == commit_answer::safe); // behind the tables: nothing to write
        CHECK(next.position(0) == 7);
        again.sell(2, 3);
        again.take(bytes(20));
        again.sell(4, 4);
        CHECK(next.commit(again.at, again.own) == commit_answer::safe);
        CHECK(next.position(0) == 9);
        CHECK(asked("SELECT count(*) FROM shop.outcomes") == "4");
        CHECK(asked("SELECT count(*) FROM shop.dead_records") == "1");
        CHECK(asked("SELECT points FROM shop.balances WHERE member = 1") == "56");

        // The old one is refused, however far it is.
        own.sell(4, 6);
        CHECK(tables.commit(own.at, own.own) == commit_answer::superseded);
        CHECK(asked("SELECT count(*) FROM shop.outcomes") == "4");
    }
    SUBCASE("a full disk: nothing is lost, and all is there once there is room") {
        // The server's answer where its disk is full, by a trigger.
        asked("CREATE FUNCTION shop.no_room() RETURNS trigger LANGUAGE plpgsql AS "
              "$$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$");
        asked("CREATE TRIGGER full_disk BEFORE INSERT ON shop.balances FOR EACH STATEMENT EXECUTE FUNCTION "
              "shop.no_room()");
        CHECK(tables.commit(own.at, own.own) == commit_answer::failed);
        CHECK(tables.last_error().what == fault::full);
        CHECK(asked("SELECT count(*) FROM shop.outcomes") == "0"); // not half of it
        CHECK(!tables.position(0));
        asked("DROP TRIGGER full_disk ON shop.balances");
        CHECK(tables.commit(own.at, own.own) == commit_answer::safe);
        CHECK(asked("SELECT count(*) FROM shop.outcomes") == "3");
    }
    SUBCASE("a disk that is full in truth: the same") {
        if (!place.disk.is_there()) {
            MESSAGE("not shown: this user may not mount a small file system");
            return;
        }
        asked("CREATE TABLESPACE small LOCATION '" + place.space() + "'");
        asked("ALTER TABLE shop.outcomes SET TABLESPACE small");
        place.disk.fill();
        CHECK(tables.commit(own.at, own.own) == commit_answer::failed);
        CHECK(tables.last_error().what == fault::full);
        CHECK(tables.why().find("No space left on device") != std::string::npos);
        CHECK(!tables.position(0));
        place.disk.make_room();
        CHECK(tables.commit(own.at, own.own) == commit_answer::safe);
        CHECK(asked("SELECT count(*) FROM shop.outcomes") == "3");
        CHECK(tables.position(0) == 6);
    }
    SUBCASE("a lock that another session holds ends the wait, not the data") {
        asked("BEGIN");
        asked("LOCK TABLE shop.outcomes");
        CHECK(tables.commit(own.at, own.own) == commit_answer::failed);
        CHECK(tables.last_error().what == fault::unanswered);
        asked("ROLLBACK");
        CHECK(tables.commit(own.at, own.own) == commit_answer::safe);
    }
    SUBCASE("a server process that stands still ends the wait, and what it holds is free again") {
        CHECK(tables.commit(own.at, own.own) == commit_answer::safe);
        const std::string pid = asked("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                                      "application_name = 'loyalty_test'");
        REQUIRE(::kill(std::atoi(pid.c_str()), SIGSTOP) == 0);
        own.sell(4, 4);
        CHECK(tables.commit(own.at, own.own) == commit_answer::failed);
        CHECK(tables.last_error().what == fault::unanswered);
        CHECK(tables.commit(own.at, own.own) == commit_answer::safe); // by another connection
        ::kill(std::atoi(pid.c_str()), SIGCONT);
        CHECK(asked("SELECT count(*) FROM shop.outcomes") == "4");
    }
    SUBCASE("other programmes, other contents, tables that were set back") {
        CHECK(tables.commit(own.at, own.own) == commit_answer::safe);
        own.sell(4, 4);
        asked("UPDATE shop.outcomes SET points = 29 WHERE id = 3");
        host twin{tables};
        twin.sell(1, 4);
        CHECK(tables.commit(own.at, own.own) == commit_answer::failed);
        CHECK(tables.last_error().what == fault::contradicting);
        CHECK(tables.last_error().text == "member 0, id 3");
        asked("UPDATE shop.outcomes SET points = 28 WHERE id = 3");
        CHECK(tables.commit(own.at, own.own) == commit_answer::safe);

        tables.start(own.at, 99);
        own.sell(5, 5);
        CHECK(tables.commit(own.at, own.own) == commit_answer::failed);
        CHECK(tables.last_error().what == fault::set_back);

        asked("UPDATE shop.positions SET programme = 1");
        tables.start(own.at, 0);
        CHECK(tables.commit(own.at, own.own) == commit_answer::failed);
        CHECK(tables.last_error().what == fault::foreign);
        CHECK(tables.why().starts_with("the tables belong to another programme or version"));
    }
}
