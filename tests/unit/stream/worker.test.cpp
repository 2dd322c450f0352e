// SPDX-License-Identifier: BSL-1.0
#include "support/club.hpp"

#include <loyalty/stream/worker.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::streams;

namespace {

constexpr std::uint32_t anna = 0;
constexpr std::uint32_t ben = 1;
constexpr instant noon = "2025-03-01T12:00"_utc;
constexpr dates::seconds minute{60};
constexpr dates::seconds hour{3600};
constexpr dates::seconds day{86'400};

club::sale sale_of(std::uint32_t member, std::uint64_t id, instant time, money<currency::usd> net) {
    return {.id = id, .member = member, .time = time, .net = net};
}

/// A worker with its log, which grows by one record a call.
struct desk {
    club::worker_type own;
    club::results given{};
    std::vector<club::bytes> log{};

    explicit desk(const worker_options& options = {}, shard_range shards = {}) : own{club::rules, shards, options} {}

    record_fault send(const club::bytes& record, instant stamp = instant::maximum()) {
        log.push_back(record);
        const log_entry entry{log.size() - 1, log.back(), stamp};
        return own.take(std::span{&entry, 1}, given);
    }
    record_fault send(const club::event& one) { return send(club::record_of(one)); }
    /// The fault of the last dead record; `none` if there is none.
    [[nodiscard]] record_fault last_fault() const {
        return given.dead.empty() ? record_fault::none : given.dead.back().fault;
    }
    [[nodiscard]] std::uint64_t faults(record_fault which) const {
        return own.counts().faults[static_cast<std::size_t>(which)];
    }
    [[nodiscard]] amount<unit::points> points_of(std::uint32_t member, instant at) const {
        const auto* const found = own.state().members.find(member);
        return found == nullptr ? 0_points : balances_of<unit::points>(club::rules, *found, at).available;
    }
    /// All that waits and is not later is applied.
    void close(instant time) { send(club::mark_of(time)); }
};

} // namespace

TEST_CASE("events wait for the allowed delay, and are applied in the order of time and id") {
    desk one;
    one.send(sale_of(anna, 1, noon, 10_usd));
    one.send(sale_of(anna, 3, noon + minute, 20_usd));
    one.send(sale_of(anna, 2, noon + dates::seconds{30}, 40_usd)); // half a minute late
    CHECK(one.given.outcomes.empty());
    one.send(sale_of(ben, 4, noon + hour + dates::seconds{31}, 1_usd));
    CHECK(one.own.watermark() == noon + dates::seconds{31});
    REQUIRE(one.given.outcomes.size() == 2);
    CHECK(one.given.outcomes[0].id == 1);
    CHECK(one.given.outcomes[0].outcome.granted<unit::points>() == 15_points);
    CHECK(one.given.outcomes[1].id == 2);
    CHECK(one.given.outcomes[1].outcome.granted<unit::points>() == 45_points);
    one.close(noon + day);
    CHECK(one.given.outcomes.size() == 4);
    CHECK(one.points_of(anna, noon + day) == 85_points);
    CHECK(one.points_of(ben, noon + day) == 6_points);
    CHECK(one.own.shares().left<1>() == 380_points);
    CHECK(one.own.next() == 5);
    CHECK(one.own.counts().accepted == 4);
}

TEST_CASE("records below the next position are skipped") {
    desk one;
    one.send(sale_of(anna, 1, noon, 10_usd));
    one.close(noon + hour);
    std::vector<log_entry> again;
    for (std::size_t i = 0; i < one.log.size(); ++i) {
        again.push_back({i, one.log[i]});
    }
    const club::bytes before = club::snapshot_of(one.own);
    CHECK(one.own.take(again, one.given) == record_fault::none);
    CHECK(one.own.counts().skipped == 2);
    CHECK(one.given.outcomes.size() == 1);
    CHECK(club::snapshot_of(one.own) == before);
    const club::bytes later = club::record_of(sale_of(anna, 2, noon + hour, 10_usd));
    const log_entry gap{17, later}; // positions may have gaps
    CHECK(one.own.take(std::span{&gap, 1}, one.given) == record_fault::none);
    CHECK(one.own.next() == 18);
}

TEST_CASE("an id that was seen is a duplicate, with other content a conflict, and both change nothing") {
    desk one;
    const club::event first = sale_of(anna, 1, noon, 10_usd);
    one.send(first);
    one.send(first); // while it waits
    CHECK(one.faults(record_fault::duplicate) == 1);
    one.send(sale_of(anna, 1, noon, 11_usd));
    CHECK(one.last_fault() == record_fault::conflicting);
    one.send(sale_of(anna, 1, noon + minute, 10_usd)); // another time is other content
    CHECK(one.faults(record_fault::conflicting) == 2);
    one.send(sale_of(ben, 1, noon, 10_usd)); // an id belongs to a member
    one.close(noon + hour);
    one.send(first); // after it was applied
    CHECK(one.faults(record_fault::duplicate) == 2);
    CHECK(one.given.outcomes.size() == 2);
    CHECK(one.given.dead.size() == 2); // duplicates are no dead records
    CHECK(one.points_of(anna, noon + hour) == 15_points);

    one.close(noon + dates::seconds{4 * 86'400}); // its id is forgotten: the time alone refuses it
    one.send(first);
    CHECK(one.last_fault() == record_fault::late);
    CHECK(one.points_of(anna, noon + hour) == 15_points);
}

TEST_CASE("what comes after the allowed delay is late, and its record is kept") {
    desk one;
    one.send(sale_of(anna, 1, noon + hour, 10_usd));
    one.send(sale_of(ben, 2, noon, 10_usd)); // an hour, which is allowed
    const club::bytes record = club::record_of(sale_of(ben, 3, noon - dates::seconds{1}, 10_usd));
    one.send(record);
    REQUIRE(one.given.dead.size() == 1);
    CHECK(one.given.dead[0].fault == record_fault::late);
    CHECK(one.given.dead[0].position == 2);
    CHECK(std::ranges::equal(one.given.dead[0].bytes, record));
    CHECK(one.given.dead[0].sentence() ==
          "the event came after the allowed delay: book it as an adjustment, or allow more delay");
    const club::bytes dead =
        club::encoded([&](std::span<std::byte> room) { return encode_dead_record(room, one.given.dead[0]); });
    CHECK(dead.size() == 13 + record.size());
    CHECK(dead[0] == std::byte{2}); // the position
    CHECK(dead[8] == std::byte{static_cast<std::uint8_t>(record_fault::late)});
    dead_record again{};
    std::uint32_t size = 0;
    REQUIRE(read_dead_record(dead, again, size));
    CHECK(again.position == 2);
    CHECK(again.fault == record_fault::late);
    CHECK(size == record.size());
    CHECK(std::ranges::equal(again.bytes, record));
    CHECK_FALSE(read_dead_record(std::span{dead}.first(dead.size() - 1), again, size));
    CHECK_FALSE(read_dead_record(std::span{dead}.first(12), again, size));
    one.close(noon + day);
    CHECK(one.points_of(ben, noon + day) == 15_points);
}

TEST_CASE("a record that is none is refused with its reason, and the worker goes on") {
    worker_options options;
    options.most_bytes = 200;
    desk one{options, shards_of_partition(0, 2)}; // Anna has shard 0, Ben shard 2737
    const club::bytes right = club::record_of(sale_of(anna, 1, noon, 10_usd));
    const std::uint64_t of = fingerprint(club::rules);
    const auto with = [&](std::uint16_t format, std::uint16_t kind, std::uint64_t programme, std::size_t payload) {
        return club::encoded([&](std::span<std::byte> room) {
            writer to{room};
            encode(to, format);
            encode(to, kind);
            encode(to, programme);
            for (std::size_t i = 0; i < payload; ++i) {
                encode(to, std::uint8_t{0x41});
            }
            const std::size_t size = to.needed();
            encode(to, room.empty() ? 0u : loyalty::detail::crc32c(room.first(size)));
            return to.needed();
        });
    };
    const std::uint16_t kind = journal_kind_of<club::sale>::value;
    club::bytes damaged = right;
    damaged[20] ^= std::byte{1};
    struct row {
        record_fault fault;
        reason why;
        club::bytes record;
    };
    const row rows[] = {
        {record_fault::truncated, reason::damaged_journal, club::bytes(right.begin(), right.begin() + 15)},
        {record_fault::damaged, reason::damaged_journal, club::bytes(right.begin(), right.end() - 1)},
        {record_fault::damaged, reason::damaged_journal, damaged},
        {record_fault::too_large, reason::damaged_journal, with(1, kind, of, 185)},
        {record_fault::unreadable, reason::damaged_journal, with(1, kind, of, 184)},
        {record_fault::other_version, reason::foreign_journal, with(2, kind, of, 60)},
        {record_fault::foreign, reason::foreign_journal, with(1, kind, of + 1, 60)},
        {record_fault::unknown_kind, reason::damaged_journal, with(1, 5000, of, 60)},
        {record_fault::unreadable, reason::damaged_journal, with(1, kind_of_letter, of, 3)},
        {record_fault::unreadable, reason::damaged_journal,
         with(1, kind_of_mark, of, 8)}, // a time in the year 149 billion
        {record_fault::other_partition, reason::unknown_member, club::record_of(sale_of(ben, 2, noon, 10_usd))},
        {record_fault::other_partition, reason::unknown_member,
         club::record_of(letter{{.id = (std::uint64_t{1} << 63) + 2, .member = ben}})},
        {record_fault::reserved_id, reason::conflicting_event,
         club::record_of(sale_of(anna, std::uint64_t{1} << 63, noon, 10_usd))},
        {record_fault::unreadable, reason::damaged_journal,
         club::record_of(sale_of(anna, 2, instant{instant::maximum().seconds_since_epoch + 1}, 10_usd))},
        {record_fault::unknown_letter, reason::unknown_sale,
         club::record_of(letter{{.id = (std::uint64_t{1} << 63) + 2, .member = anna, .time = noon}, ben, 0, true})},
    };
    for (const row& each : rows) {
        const std::uint64_t before = one.faults(each.fault);
        one.send(each.record);
        CAPTURE(one.own.next());
        REQUIRE(!one.given.dead.empty());
        CHECK(one.given.dead.back().fault == each.fault);
        CHECK(one.given.dead.back().position == one.own.next() - 1);
        CHECK(std::ranges::equal(one.given.dead.back().bytes, each.record));
        CHECK(one.faults(each.fault) == before + 1);
        CHECK(reason_of(each.fault) == each.why);
    }
    one.send(club::record_of(sale_of(anna, 3, noon + dates::seconds{3 * 86'400}, 10_usd)), noon); // three days ahead
    CHECK(one.last_fault() == record_fault::too_early);
    one.send(right, noon);
    one.close(noon + hour);
    CHECK(one.points_of(anna, noon + hour) == 15_points);
    CHECK(one.given.dead.size() == std::size(rows) + 1);
}

TEST_CASE("of a record that is too large its dead record holds the front, and its size") {
    const club::bytes large(1'200'000, std::byte{7});
    const club::bytes dead = club::encoded([&](std::span<std::byte> room) {
        return encode_dead_record(room, {.position = 5, .fault = record_fault::too_large, .bytes = large});
    });
    CHECK(dead.size() == 990'013); // brokers take less than 1,000,000 bytes
    dead_record found{};
    std::uint32_t size = 0;
    REQUIRE(read_dead_record(dead, found, size));
    CHECK(found.bytes.size() == 990'000);
    CHECK(size == 1'200'000);
}

TEST_CASE("every fault has a sentence with a remedy") {
    for (std::size_t i = 1; i < record_faults; ++i) {
        const std::string_view text = message(static_cast<record_fault>(i));
        CHECK(text.find(": ") != std::string_view::npos);
        CHECK(text != message(static_cast<record_fault>(i - 1)));
    }
    CHECK(message(static_cast<record_fault>(record_faults)) == "unknown fault");
}

TEST_CASE("a worker that stops at a fault stays before the record until it is skipped") {
    desk one{{.stops_at_fault = true}};
    one.send(sale_of(anna, 1, noon, 10_usd));
    one.close(noon + hour);
    club::bytes wrong = club::record_of(sale_of(anna, 2, noon + hour, 10_usd));
    wrong.back() ^= std::byte{1};
    const club::bytes next = club::record_of(sale_of(anna, 3, noon + hour, 10_usd));
    const log_entry entries[] = {{2, wrong}, {3, next}};
    CHECK(one.own.take(entries, one.given) == record_fault::damaged);
    CHECK(one.own.next() == 2);
    CHECK(one.given.dead.empty());
    CHECK(one.own.take(std::span{entries}.subspan(1), one.given) == record_fault::none); // the host skips it
    CHECK(one.own.next() == 4);
}

TEST_CASE("if too many events wait, the delay gets shorter") {
    desk one{{.most_waiting = 3}};
    for (std::uint64_t id = 1; id <= 4; ++id) {
        one.send(sale_of(anna, id, noon + dates::seconds{60 * static_cast<std::int64_t>(id)}, 1_usd));
    }
    CHECK(one.own.counts().hurried == 1);
    CHECK(one.given.outcomes.size() == 1); // the first of the four
    CHECK(one.own.watermark() == noon + minute + dates::seconds{1});
}

namespace {

/// Two workers that exchange messages through their logs: Anna belongs to the first, Ben to the second.
struct two_desks {
    desk first{{}, shards_of_partition(0, 2)};
    desk second{{}, shards_of_partition(1, 2)};
    std::size_t posted = 0;

    /// Ben, whom Anna referred, buys for 60.00 USD at noon.
    two_desks() {
        second.send(activity{.id = 1, .member = ben, .time = noon, .kind = club::new_friend, .reference = anna});
        second.send(sale_of(ben, 2, noon, 60_usd));
        second.close(noon + hour);
        post();
    }
    void post() {
        for (; posted < second.given.letters.size(); ++posted) {
            first.send(club::record_of(second.given.letters[posted]));
        }
    }
    /// Ben brings everything back.
    void bring_back(instant time) {
        second.send(club::all_back(second.given.receipts[1], {.id = 3, .member = ben, .time = time}));
        second.close(time + hour);
        post();
    }
};

} // namespace

TEST_CASE("a message goes through the log of its member's partition, and is applied when it is due") {
    two_desks two;
    REQUIRE(two.second.given.letters.size() == 1);
    const letter sent = two.second.given.letters[0];
    CHECK(sent.what.member == anna);
    CHECK(sent.what.time == noon + dates::seconds{14 * 86'400});
    CHECK((sent.what.id >> 63u) == 1);
    two.first.close(noon + dates::seconds{14 * 86'400});
    CHECK(two.first.given.outcomes.empty());
    two.first.send(club::record_of(sent)); // a second time
    CHECK(two.first.faults(record_fault::duplicate) == 1);
    two.first.close(noon + dates::seconds{15 * 86'400});
    REQUIRE(two.first.given.outcomes.size() == 1);
    CHECK(two.first.given.outcomes[0].id == sent.what.id);
    CHECK(two.first.given.outcomes[0].member == anna);
    CHECK(two.first.given.outcomes[0].kind == kind_of_letter);
    CHECK(two.first.points_of(anna, noon + dates::seconds{15 * 86'400}) == 500_points);
    two.first.send(club::record_of(sent)); // after it was delivered
    CHECK(two.first.faults(record_fault::duplicate) == 2);
}

TEST_CASE("a return cancels a message that waits, and reverses one that was delivered") {
    two_desks before;
    before.bring_back(noon + day);
    REQUIRE(before.second.given.letters.size() == 2);
    CHECK(before.second.given.letters[1].is_reversal);
    before.first.close(noon + dates::seconds{20 * 86'400});
    CHECK(before.first.given.outcomes.empty());
    before.first.send(club::record_of(before.second.given.letters[0])); // the message comes again, and stays cancelled
    before.first.send(club::record_of(before.second.given.letters[1]));
    CHECK(before.first.faults(record_fault::duplicate) == 2);

    two_desks after;
    after.first.close(noon + dates::seconds{15 * 86'400});
    after.bring_back(noon + dates::seconds{16 * 86'400});
    CHECK(after.first.points_of(anna, noon + dates::seconds{16 * 86'400}) == 500_points);
    // The reversal is under way for a day, as every message is.
    CHECK(after.second.given.letters[1].what.time == noon + dates::seconds{17 * 86'400});
    after.first.close(noon + dates::seconds{18 * 86'400});
    CHECK(after.first.points_of(anna, noon + dates::seconds{18 * 86'400}) == 0_points);
    REQUIRE(after.first.given.outcomes.size() == 2);
    CHECK(after.first.given.outcomes[1].id == (after.first.given.outcomes[0].id | 1u));
    after.first.send(club::record_of(after.second.given.letters[1]));
    CHECK(after.first.faults(record_fault::duplicate) == 1);
}

TEST_CASE("a message that comes after its time is applied at the earliest time that is open, and once") {
    desk one;
    one.close(noon + day);
    const letter sent{
        {.id = (std::uint64_t{1} << 63) + 4, .member = anna, .time = noon, .kind = club::friend_qualified}, ben};
    one.send(club::record_of(sent));
    one.close(noon + dates::seconds{2 * 86'400});
    REQUIRE(one.given.outcomes.size() == 1);
    CHECK(one.given.outcomes[0].time == noon + day);
    CHECK(one.points_of(anna, noon + dates::seconds{2 * 86'400}) == 500_points);
    one.send(club::record_of(sent));
    CHECK(one.faults(record_fault::duplicate) == 1);
    one.close(noon + dates::seconds{92 * 86'400}); // it is forgotten, and too old to come again
    one.send(club::record_of(sent));
    CHECK(one.last_fault() == record_fault::late);
}

namespace {

/// Messages are known for ten days. One to Anna is due at noon of 1 March.
constexpr worker_options ten_days{.letter_memory = dates::seconds{10 * 86'400}};
const letter to_anna{{.id = (std::uint64_t{1} << 63) + 4, .member = anna, .time = noon, .kind = club::friend_qualified},
                     ben};

} // namespace

TEST_CASE("which messages are forgotten does not depend on restarts") {
    desk one{ten_days};
    one.send(club::record_of(to_anna));
    one.close("2025-03-11T06:00"_utc); // forgets what was due before 06:00 of 1 March
    CHECK(one.own.state().letters.known.size() == 1);
    desk again{ten_days};
    REQUIRE(again.own.restore(club::snapshot_of(one.own)));
    again.log = one.log;
    one.close("2025-03-11T18:00"_utc); // the same day: nothing is forgotten
    again.close("2025-03-11T18:00"_utc);
    CHECK(one.own.state().letters.known.size() == 1);
    CHECK(club::snapshot_of(again.own) == club::snapshot_of(one.own));
    one.close("2025-03-12T00:00"_utc);
    CHECK(one.own.state().letters.known.empty());
}

TEST_CASE("which messages are forgotten does not depend on batches") {
    desk one{ten_days};
    one.send(club::record_of(to_anna));
    one.close(noon + hour);
    one.close("2025-03-20T00:00"_utc);
    CHECK(one.own.state().letters.known.empty());
    std::vector<log_entry> all;
    for (std::size_t i = 0; i < one.log.size(); ++i) {
        all.push_back({i, one.log[i]});
    }
    desk at_once{ten_days};
    CHECK(at_once.own.take(all, at_once.given) == record_fault::none);
    CHECK(at_once.given.outcomes == one.given.outcomes);
    CHECK(club::snapshot_of(at_once.own) == club::snapshot_of(one.own));
}

TEST_CASE("a message is not forgotten while its reversal waits") {
    desk one{ten_days};
    one.send(club::record_of(to_anna));
    one.close("2025-03-11T06:00"_utc);
    CHECK(one.points_of(anna, "2025-03-11T06:00"_utc) == 500_points);
    letter reversal = to_anna;
    reversal.what.time = "2025-03-12T06:00"_utc;
    reversal.is_reversal = true;
    one.send(club::record_of(reversal));
    one.close("2025-03-12T01:00"_utc); // what was due before 01:00 of 2 March is forgotten, but for this one
    desk again{ten_days};
    REQUIRE(again.own.restore(club::snapshot_of(one.own)));
    one.close("2025-03-12T07:00"_utc);
    CHECK(one.points_of(anna, "2025-03-12T07:00"_utc) == 0_points);
    one.close("2025-03-13T00:00"_utc);
    CHECK(one.own.state().letters.known.empty());
}

TEST_CASE("a worker that was restored has all its shards, and takes none over") {
    desk one{{}, shards_of_partition(0, 2)};
    one.send(sale_of(anna, 1, noon, 10_usd));
    one.close(noon + hour);
    CHECK(one.own.shares().left<1>() == 195_points); // half of 400, less 5
    desk again{{}, shards_of_partition(0, 2)};
    REQUIRE(again.own.restore(club::snapshot_of(one.own)));
    const club::worker_type quarter{club::rules, shards_of_partition(1, 4)}; // it has no members, and 100 points
    CHECK(again.own.take_over(club::snapshot_of(quarter)).error.fault == journal_fault::out_of_sequence);
    CHECK(again.own.shares().left<1>() == 195_points);
}

TEST_CASE("a closed partition is taken over once, even if it has shares and no members") {
    const club::worker_type first{club::rules, shards_of_partition(0, 2)};
    const club::worker_type second{club::rules, shards_of_partition(1, 2)};
    club::worker_type whole{club::rules};
    REQUIRE(whole.take_over(club::snapshot_of(first)));
    CHECK(whole.shares().left<1>() == 200_points);
    CHECK(whole.take_over(club::snapshot_of(first)).error.fault == journal_fault::out_of_sequence);
    CHECK(whole.shares().left<1>() == 200_points);
    REQUIRE(whole.take_over(club::snapshot_of(second)));
    CHECK(whole.shares().left<1>() == 400_points);
}

TEST_CASE("a message has an id of 2^63 or more, with the lowest bit clear") {
    for (const std::uint64_t id : {std::uint64_t{4}, (std::uint64_t{1} << 63) + 5}) {
        desk one{ten_days};
        letter wrong = to_anna;
        wrong.what.id = id;
        one.send(club::record_of(wrong));
        CHECK(one.faults(record_fault::unreadable) == 1);
        CHECK(one.own.state().letters.known.empty());
    }
}

TEST_CASE("a worker that starts from a snapshot ends as one that never stopped") {
    two_desks two;
    two.first.send(sale_of(anna, 5, noon + hour, 10_usd));
    two.first.send(sale_of(anna, 4, noon + minute, 20_usd)); // out of order, and both wait
    const club::bytes saved = club::snapshot_of(two.first.own);
    desk again{{}, shards_of_partition(0, 2)};
    const snapshot_found found = again.own.restore(saved);
    REQUIRE(found);
    CHECK(found.position == two.first.own.next());
    CHECK(again.own.next() == two.first.own.next());
    CHECK(club::snapshot_of(again.own) == saved);
    again.log = two.first.log;
    for (desk* each : {&two.first, &again}) {
        each->given = {};
        each->send(sale_of(anna, 4, noon + minute, 20_usd));
        each->close(noon + dates::seconds{15 * 86'400});
    }
    CHECK(again.faults(record_fault::duplicate) == 1);
    REQUIRE(two.first.given.outcomes.size() == 3);
    CHECK(again.given.outcomes == two.first.given.outcomes);
    CHECK(club::snapshot_of(again.own) == club::snapshot_of(two.first.own));
    CHECK(again.points_of(anna, noon + dates::seconds{15 * 86'400}) == 540_points);
}

TEST_CASE("a snapshot that is torn, damaged or another's is refused, and the worker is as before") {
    two_desks two;
    two.first.send(sale_of(anna, 5, noon + hour, 10_usd));
    two.first.close(noon + hour);
    two.first.send(sale_of(anna, 6, noon + dates::seconds{7'200}, 10_usd));
    const club::bytes saved = club::snapshot_of(two.first.own);
    desk fresh{{}, shards_of_partition(0, 2)};
    const club::bytes empty = club::snapshot_of(fresh.own);
    for (std::size_t size = 0; size < saved.size(); ++size) {
        const snapshot_found found = fresh.own.restore(std::span{saved}.first(size));
        CHECK(found.error.fault == journal_fault::truncated);
    }
    for (std::size_t at = 0; at < saved.size(); ++at) {
        club::bytes wrong = saved;
        wrong[at] ^= std::byte{0x10};
        CHECK_FALSE(fresh.own.restore(wrong));
    }
    club::bytes longer = saved;
    longer.insert(longer.end(), saved.end() - 30, saved.end()); // the last record twice
    CHECK(fresh.own.restore(longer).error.fault == journal_fault::out_of_sequence);
    CHECK(club::snapshot_of(fresh.own) == empty);

    club::bytes newer = saved; // the version of the format stands behind eight letters, and a checksum behind 28 bytes
    newer[8] = std::byte{9};
    const std::uint32_t sum = loyalty::detail::crc32c(std::span<const std::byte>{newer}.first(28));
    loyalty::detail::store_little(&newer[28], sum);
    CHECK(fresh.own.restore(newer).error.fault == journal_fault::other_version);
    CHECK(fresh.own.restore(newer).error.sentence() ==
          "the journal has another version of the format: read it with the library that wrote it");
    CHECK(club::snapshot_of(fresh.own) == empty);

    club::worker_type other{club::rules, shards_of_partition(0, 4)}; // has fewer shards
    CHECK(other.restore(saved).error.fault == journal_fault::unreadable);
    static constexpr programme renamed{terms<>{.name = "club", .version = 2}, points{per_visit{1_points}}};
    worker<std::remove_const_t<decltype(renamed)>, club::sale> foreign{renamed, shards_of_partition(0, 2)};
    CHECK(foreign.restore(saved).error.fault == journal_fault::foreign);
    CHECK(reason_of(foreign.restore(saved).error.fault) == reason::foreign_journal);
    CHECK(fresh.own.restore(saved));
}

TEST_CASE("partitions split and merge by shards: members, messages, what waits, and shares of quotas") {
    desk whole;
    for (std::uint32_t member = 0; member < 40; ++member) {
        whole.send(sale_of(member, 100 + member, noon + dates::seconds{member}, 10_usd));
    }
    whole.send(activity{.id = 1, .member = ben, .time = noon + minute, .kind = club::new_friend, .reference = anna});
    whole.send(sale_of(ben, 2, noon + minute, 60_usd));
    whole.close(noon + minute + minute);
    REQUIRE(whole.given.letters.size() == 1);
    whole.send(club::record_of(whole.given.letters[0]));
    whole.send(sale_of(ben, 3, noon + hour, 1_usd));   // waits
    CHECK(whole.own.shares().left<1>() == 195_points); // 400 less 5 for each of 41 purchases
    const club::bytes saved = club::snapshot_of(whole.own);

    std::vector<club::worker_type> parts;
    std::int64_t members = 0;
    std::int64_t left = 0;
    for (std::uint32_t i = 0; i < 3; ++i) {
        parts.emplace_back(club::rules, shards_of_partition(i, 3));
        REQUIRE(parts.back().take_over(saved));
        CHECK(parts.back().next() == 0);
        members += static_cast<std::int64_t>(parts.back().state().members.size());
        left += parts.back().shares().left<1>().minor_units();
    }
    CHECK(members == 40);
    CHECK(left == 195);
    CHECK(parts[0].shares().left<1>() == 65_points);     // 195 * 1366 / 4096
    CHECK(parts[0].state().letters.waiting.size() == 1); // Anna has shard 0
    CHECK(parts[2].state().waiting.size() == 1);         // Ben has shard 2737, and 2731 is the first of the third
    CHECK(parts[0].state().members.find(ben) == nullptr);

    club::worker_type again{club::rules};
    for (const club::worker_type& each : parts) {
        REQUIRE(again.take_over(club::snapshot_of(each)));
    }
    club::bytes merged = club::snapshot_of(again);
    club::worker_type same{club::rules};
    REQUIRE(same.restore(saved));
    REQUIRE(merged.size() == saved.size());
    // All but the position, and the sum of the header that it is in.
    CHECK(std::equal(merged.begin() + 32, merged.end(), saved.begin() + 32));
    CHECK_FALSE(again.take_over(saved)); // the members are there already
    CHECK(club::snapshot_of(again) == merged);
}

TEST_CASE("an event that a later rule refuses sends no message") {
    // Ben's first purchase uses up the quota; the second one qualifies him, and is refused behind the referral.
    static constexpr programme strict{
        social::referral{200_points, 50_usd}.linked_by(7).telling(8).within_days(90).waiting_days(14),
        limited{quota<1>(5_points), points{per_visit{5_points}}}.rejecting(),
    };
    using strict_type = std::remove_const_t<decltype(strict)>;
    using event = event_of_one_member<strict_type, club::sale>;
    struct {
        std::vector<reason> reasons{};
        std::size_t letters = 0;

        void on(const worked<strict_type>& one) { reasons.push_back(one.outcome.refused); }
        void on(const letter&) { ++letters; }
        void on(const dead_record&) {}
    } given;
    worker<strict_type, event> own{strict};
    const event events[] = {activity{.id = 1, .member = ben, .time = noon, .kind = 7, .reference = anna},
                            sale_of(ben, 2, noon, 10_usd), sale_of(ben, 3, noon, 60_usd)};
    std::vector<club::bytes> log;
    for (const event& each : events) {
        log.push_back(club::encoded(
            [&](std::span<std::byte> room) { return encode_log_event(room, fingerprint(strict), each); }));
    }
    log.push_back(club::encoded(
        [&](std::span<std::byte> room) { return encode_log_mark(room, fingerprint(strict), noon + hour); }));
    for (std::size_t i = 0; i < log.size(); ++i) {
        const log_entry entry{i, log[i]};
        own.take(std::span{&entry, 1}, given);
    }
    CHECK(given.reasons == std::vector{reason::none, reason::none, reason::quota_exhausted});
    CHECK(given.letters == 0);
}
