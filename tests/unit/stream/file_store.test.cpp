// SPDX-License-Identifier: BSL-1.0
//
// The store on disk, and what a killed process leaves of it.
#include "support/random.hpp"

#include <loyalty/stream/file_store.hpp>

#if LOYALTY_HAS_FILE_STORE

#include "support/temporary_folder.hpp"

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;
namespace files = std::filesystem;

namespace {

constexpr programme rules{terms<>{.name = "store"}, tiered{350_usd, 1000_usd},
                          points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{}},
                          gamified{stamp_card{10}.awards(1_stamps)}};
constexpr programme newer{terms<>{.name = "store", .version = 2},
                          points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
using rules_type = std::remove_const_t<decltype(rules)>;
using store_type = file_store<rules_type, sale>;
using members_type = std::vector<member<rules_type>>;

constexpr std::uint32_t member_count = 5;

using folder = temporary_folder;

/// The event behind the record of a number: record 0 enrols, some events are refused.
sale sale_with_id(std::uint64_t record) {
    const std::uint64_t mixed = record * 0x9E37'79B9'7F4A'7C15u;
    return {.id = record,
            .member = static_cast<std::uint32_t>(mixed >> 33) % (member_count + 1),
            .time = "2025-01-01T00:00"_utc + dates::seconds{static_cast<std::int64_t>(record) * 600},
            .net = money<currency::usd>::from_minor_units(static_cast<std::int64_t>((mixed >> 40) % 20'000) - 100)};
}

/// The members after so many records, without a store.
members_type members_after(std::uint64_t records) {
    members_type members(records == 0 ? 0 : member_count);
    for (std::uint64_t record = 1; record < records; ++record) {
        const sale event = sale_with_id(record);
        if (event.member < member_count) {
            apply(rules, members[event.member], event);
        }
    }
    return members;
}

members_type members_of(const store_type& store) {
    return {store.members().begin(), store.members().end()};
}

void live(store_type& store, std::uint64_t until) {
    if (store.appended() == 0) {
        store.enrol(member_count);
    }
    while (store.appended() < until) {
        store.append(sale_with_id(store.appended()));
    }
}

/// A store that lives until one event, writes its snapshot, and lives on until another.
void live_twice(const folder& where, std::uint64_t until_snapshot, std::uint64_t until_end) {
    store_type store{rules};
    REQUIRE_FALSE(store.open(where.name(), durability::process));
    live(store, until_snapshot);
    REQUIRE_FALSE(store.snapshot());
    live(store, until_end);
    REQUIRE_FALSE(store.acknowledge());
}

std::vector<char> read_file(const files::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

void write_file(const files::path& path, const std::vector<char>& bytes) {
    std::ofstream out{path, std::ios::binary | std::ios::trunc};
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// What an opening of a folder finds.
struct opened {
    store_error error{};
    store_recovered recovered{};
    std::uint64_t records = 0;
    members_type members{};
};

opened open(const folder& where) {
    store_type store{rules};
    opened result;
    result.error = store.open(where.name(), durability::process);
    result.recovered = store.recovered();
    result.records = store.appended();
    result.members = members_of(store);
    return result;
}

} // namespace

TEST_CASE("what was acknowledged is there again") {
    const folder where;
    for (const std::uint64_t records : {1u, 2u, 40u, 41u}) {
        store_type store{rules};
        REQUIRE_FALSE(store.open(where.name()));
        live(store, records);
        CHECK(store.acknowledged() < records);
        REQUIRE_FALSE(store.acknowledge());
        CHECK(store.acknowledged() == records);
        CHECK(members_of(store) == members_after(records));
    }
    const opened found = open(where);
    REQUIRE_FALSE(found.error);
    CHECK(found.records == 41);
    CHECK(found.recovered.events_of_journal == 40);
    CHECK(found.recovered.members_of_snapshot == 0);
    CHECK(found.members == members_after(41));
}

TEST_CASE("a snapshot shortens the journal and changes nothing") {
    const folder where;
    {
        store_type store{rules};
        REQUIRE_FALSE(store.open(where.name(), durability::disk));
        live(store, 30);
        REQUIRE_FALSE(store.snapshot());
        CHECK(store.acknowledged() == 30);
        CHECK(files::file_size(where.path / "journal") == journal_header_bytes);
        live(store, 35);
        REQUIRE_FALSE(store.acknowledge());
    }
    const opened found = open(where);
    REQUIRE_FALSE(found.error);
    CHECK(found.recovered.members_of_snapshot == member_count);
    CHECK(found.recovered.events_of_journal == 5);
    CHECK(found.members == members_after(35));
}

TEST_CASE("what was not acknowledged may be lost, and is no error") {
    const folder where;
    {
        store_type store{rules};
        REQUIRE_FALSE(store.open(where.name(), durability::process));
        live(store, 10);
        REQUIRE_FALSE(store.acknowledge());
        live(store, 20);
    }
    CHECK(open(where).records == 10);
    CHECK(open(where).members == members_after(10));
}

TEST_CASE("a journal cut at any byte of its last records opens with those before") {
    const folder where;
    {
        store_type store{rules};
        REQUIRE_FALSE(store.open(where.name(), durability::process));
        live(store, 5);
        REQUIRE_FALSE(store.acknowledge());
    }
    const std::vector<char> whole = read_file(where.path / "journal");
    // Header 32, the enrolment 30, each purchase 64.
    REQUIRE(whole.size() == 32 + 30 + 4 * 64);
    for (std::size_t size = 32 + 30 + 2 * 64; size < whole.size(); ++size) {
        const std::uint64_t records = 1 + (size - 62) / 64;
        write_file(where.path / "journal", {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        const opened found = open(where);
        REQUIRE_FALSE(found.error);
        REQUIRE(found.records == records);
        REQUIRE(found.recovered.bytes_cut == (size - 62) % 64);
        REQUIRE(found.members == members_after(records));
        REQUIRE(files::file_size(where.path / "journal") == 62 + (records - 1) * 64);
        store_type store{rules};
        REQUIRE_FALSE(store.open(where.name(), durability::process));
        live(store, 5);
        REQUIRE_FALSE(store.acknowledge());
        REQUIRE(read_file(where.path / "journal") == whole);
    }
}

TEST_CASE("damage is told, and the files are left as they are") {
    const folder where;
    live_twice(where, 20, 25);
    for (const char* const name : {"journal", "snapshot"}) {
        const std::vector<char> whole = read_file(where.path / name);
        for (std::size_t at = 0; at < whole.size(); at += 3) {
            std::vector<char> bent = whole;
            bent[at] = static_cast<char>(bent[at] ^ 4);
            write_file(where.path / name, bent);
            const opened found = open(where);
            REQUIRE(found.error.fault ==
                    (name == std::string{"journal"} ? store_fault::journal : store_fault::snapshot));
            REQUIRE_FALSE(found.error.sentence().empty());
            REQUIRE(read_file(where.path / name) == bent);
        }
        write_file(where.path / name, whole);
    }
    CHECK_FALSE(open(where).error);

    file_store<std::remove_const_t<decltype(newer)>, sale> other{newer};
    const store_error foreign = other.open(where.name(), durability::process);
    CHECK(foreign.fault == store_fault::snapshot);
    CHECK(foreign.journal.fault == journal_fault::foreign);
    CHECK(other.append(sale_with_id(1)).refused == reason::damaged_journal);
    CHECK(other.acknowledge());

    files::remove(where.path / "snapshot");
    CHECK(open(where).error.fault == store_fault::gap);
}

TEST_CASE("a snapshot whose journal is gone is told: 41 records stand, 20 acknowledged ones do not") {
    const folder where;
    live_twice(where, 41, 61);
    const std::vector<char> journal = read_file(where.path / "journal");
    files::remove(where.path / "journal");
    const opened lost = open(where);
    CHECK(lost.error.fault == store_fault::no_journal);
    CHECK(lost.error.sentence() ==
          "the journal is missing beside the snapshot, and with it all that was acknowledged since: put it back");
    CHECK_FALSE(files::exists(where.path / "journal"));

    write_file(where.path / "journal", journal);
    const opened found = open(where);
    CHECK_FALSE(found.error);
    CHECK(found.records == 61);
    CHECK(found.members == members_after(61));
}

TEST_CASE("every moment between the steps of a snapshot opens to the same members") {
    const folder where;
    std::vector<char> journal_before;
    {
        store_type store{rules};
        REQUIRE_FALSE(store.open(where.name(), durability::process));
        live(store, 20);
        REQUIRE_FALSE(store.acknowledge());
        journal_before = read_file(where.path / "journal");
        REQUIRE_FALSE(store.snapshot());
    }
    const std::vector<char> snapshot = read_file(where.path / "snapshot");
    const auto check_20 = [&] {
        const opened found = open(where);
        REQUIRE_FALSE(found.error);
        CHECK(found.records == 20);
        CHECK(found.members == members_after(20));
    };
    // The snapshot stands, and the journal is still the old one.
    write_file(where.path / "journal", journal_before);
    check_20();
    // The old journal lost its end with the power.
    write_file(where.path / "journal", {journal_before.begin(), journal_before.begin() + 62 + 64});
    check_20();
    CHECK(files::file_size(where.path / "journal") == journal_header_bytes);
    // The new files were only half written.
    write_file(where.path / "journal", journal_before);
    files::remove(where.path / "snapshot");
    write_file(where.path / "snapshot.new", {snapshot.begin(), snapshot.begin() + 50});
    write_file(where.path / "journal.new", {'L', 'O'});
    check_20();
}

TEST_CASE("a folder is one store's at a time") {
    const folder where;
    store_type store{rules};
    REQUIRE_FALSE(store.open(where.name(), durability::process));
    CHECK(open(where).error.fault == store_fault::in_use);
    store_type nowhere{rules};
    CHECK(nowhere.append(sale_with_id(1)).refused == reason::damaged_journal);
    CHECK(nowhere.acknowledge());
    const store_error error = nowhere.open(where.name() + "/lock/no folder", durability::process);
    CHECK(error.fault == store_fault::system);
    CHECK(error.system_code != 0);
}

namespace {

/// Appends for ever, and tells through a pipe what was acknowledged. Never returns.
[[noreturn]] void append_until_killed(const folder& where, durability safe, int pipe, std::uint64_t seed) {
    std::mt19937_64 random{seed};
    const auto store = std::make_unique<store_type>(rules);
    if (store->open(where.name(), safe)) {
        ::_exit(1);
    }
    for (;;) {
        live(*store, store->appended() + 1 + random() % 20);
        if (random() % 32 == 0 ? store->snapshot() : store->acknowledge()) {
            ::_exit(2);
        }
        const std::uint64_t safe_records = store->acknowledged();
        if (::write(pipe, &safe_records, sizeof(safe_records)) != sizeof(safe_records)) {
            ::_exit(3);
        }
    }
}

/// Lets a process live for a while and kills it; the last number of records that it had acknowledged.
std::uint64_t kill_one(const folder& where, durability safe, std::mt19937_64& random) {
    int ends[2]{};
    REQUIRE(::pipe(ends) == 0);
    const std::uint64_t seed = random();
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::close(ends[0]);
        append_until_killed(where, safe, ends[1], seed);
    }
    ::close(ends[1]);
    std::uint64_t acknowledged = 0;
    std::uint64_t told = 0;
    // One acknowledgement at least, so that every life moves on; then some time more.
    REQUIRE(::read(ends[0], &told, sizeof(told)) == sizeof(told));
    acknowledged = told;
    ::usleep(static_cast<useconds_t>(random() % 3'000));
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    while (::read(ends[0], &told, sizeof(told)) == sizeof(told)) {
        acknowledged = told;
    }
    ::close(ends[0]);
    return acknowledged;
}

} // namespace

TEST_CASE("kill -9 at any moment loses nothing that was acknowledged") {
    std::mt19937_64 random{support::seed_or(20250110)};
    const folder where;
    std::uint64_t before = 0;
    for (int life = 0; life < 80; ++life) {
        CAPTURE(life);
        const std::uint64_t acknowledged =
            kill_one(where, life % 8 == 0 ? durability::disk : durability::process, random);
        const opened found = open(where);
        REQUIRE_FALSE(found.error);
        REQUIRE(acknowledged > before);
        REQUIRE(found.records >= acknowledged);
        REQUIRE(found.members == members_after(found.records));
        before = found.records;
    }
    MESSAGE("80 lives, " << before << " records");
}

#endif

TEST_CASE("a basket of more lines than a record holds is refused, and the store opens again") {
    constexpr programme plain{points{per_visit{1_points}}};
    using plain_type = std::remove_const_t<decltype(plain)>;
    using goods = basket<currency::usd>;
    const folder where;
    std::vector<basket_line<currency::usd>> room(most_lines);
    const std::vector<basket_line<currency::usd>> lines(most_lines + 1, basket_line<currency::usd>{.net = 1_usd});
    {
        file_store<plain_type, goods> store{plain};
        REQUIRE_FALSE(store.open(where.name(), durability::process, no_profiles{}, basket_memory<currency::usd>{room}));
        store.enrol(1);
        CHECK(store.append(goods{.id = 1, .lines = lines}).refused == reason::too_many_lines);
        CHECK(store.append(goods{.id = 2, .lines = std::span{lines}.first(most_lines)}).accepted());
        CHECK(store.appended() == 2);
        REQUIRE_FALSE(store.acknowledge());
    }
    file_store<plain_type, goods> again{plain};
    CHECK_FALSE(again.open(where.name(), durability::process, no_profiles{}, basket_memory<currency::usd>{room}));
    CHECK(again.members()[0].balance<unit::points>() == 1_points);
}

TEST_CASE("a store may lie below a folder, and its name may end in slashes") {
    const folder where;
    for (const char* const name : {"/below", "/beside/", "/between//"}) {
        store_type store{rules};
        CHECK_FALSE(store.open(where.name() + name, durability::disk));
    }
}
