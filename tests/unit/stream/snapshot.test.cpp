// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/snapshot.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;

namespace {

constexpr auto one_a_dollar = points{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme rules{terms<>{.name = "tiny"}, one_a_dollar};
constexpr programme newer{terms<>{.name = "tiny", .version = 2}, one_a_dollar};
using rules_type = std::remove_const_t<decltype(rules)>;
using member_type = member<rules_type>;
using bytes = std::vector<std::byte>;

std::vector<member_type> members_of(std::size_t count) {
    std::vector<member_type> members(count);
    for (std::size_t i = 0; i < count; ++i) {
        apply(rules, members[i],
              sale{.id = i, .time = "2025-01-10T12:00"_utc, .net = money<currency::usd>::whole(1 + std::int64_t(i))});
    }
    return members;
}

bytes snapshot_of(const std::vector<member_type>& members, std::uint64_t position) {
    bytes room(encode_snapshot({}, rules, std::span<const member_type>{members}, position));
    CHECK(encode_snapshot(room, rules, std::span<const member_type>{members}, position) == room.size());
    return room;
}

} // namespace

TEST_CASE("a snapshot holds all members and its place in the journal") {
    // A record holds 1024 members: none, one, a record less one, a whole one, one more.
    for (const std::size_t count : {0u, 1u, 1023u, 1024u, 1025u, 3000u}) {
        CAPTURE(count);
        const std::vector<member_type> members = members_of(count);
        const bytes snapshot = snapshot_of(members, 77);
        CHECK(peek_snapshot(snapshot, rules).members == count);
        std::vector<member_type> again(count + 2);
        const snapshot_found found = decode_snapshot(snapshot, rules, std::span{again});
        CHECK(found);
        CHECK(found.members == count);
        CHECK(found.position == 77);
        again.resize(count);
        CHECK(again == members);
    }
    // Header 32, count 22 + 8, and in one record 22 and 25 for each member: clock 16, points 8, the shift of the last day 1.
    CHECK(snapshot_of(members_of(3), 0).size() == 32 + 30 + 22 + 3 * 25);
}

TEST_CASE("a snapshot cut anywhere, or with a bit flipped, is refused") {
    const bytes whole = snapshot_of(members_of(3), 5);
    std::vector<member_type> room(3);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto cut = std::span{whole}.first(size);
        REQUIRE(decode_snapshot(cut, rules, std::span{room}).error.fault == journal_fault::truncated);
        REQUIRE(static_cast<bool>(peek_snapshot(cut, rules)) == (size >= 62));
    }
    bytes bent = whole;
    for (std::size_t bit = 0; bit < 8 * bent.size(); ++bit) {
        bent[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
        REQUIRE_FALSE(decode_snapshot(bent, rules, std::span{room}));
        bent[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
    }
    REQUIRE(decode_snapshot(bent, rules, std::span{room}));
}

TEST_CASE("a snapshot of other members, programmes or kinds is refused") {
    const bytes whole = snapshot_of(members_of(3), 5);
    std::vector<member_type> room(3);
    CHECK(decode_snapshot(whole, newer, std::span{room}).error == journal_error{journal_fault::foreign, 0});
    CHECK(decode_snapshot(whole, rules, std::span{room}.first(2)).error.fault == journal_fault::unreadable);
    std::array<std::byte, 32> journal{};
    CHECK(journal_writer{journal, fingerprint(rules)}.bytes().size() == 32);
    CHECK(peek_snapshot(journal, rules).error == journal_error{journal_fault::not_a_journal, 0});
    bytes longer = whole;
    longer.push_back(std::byte{1});
    CHECK_FALSE(decode_snapshot(longer, rules, std::span{room}));
    bytes doubled = whole;
    doubled.insert(doubled.end(), whole.begin() + 62, whole.end());
    CHECK(decode_snapshot(doubled, rules, std::span{room}).error ==
          journal_error{journal_fault::out_of_sequence, whole.size()});
}
