// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>

#include <loyalty/engine/sale_record.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/fingerprint.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::extensions;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;
using goods = basket<currency::usd>;
using item = basket_line<currency::usd>;
using payment = tender_part<currency::usd>;

namespace {

constexpr auto one_a_dollar = points{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme rules{terms<>{.name = "tiny"}, one_a_dollar};
constexpr programme newer{terms<>{.name = "tiny", .version = 2}, one_a_dollar};
constexpr programme accounted{one_a_dollar, lots<unit::points>{}.max_holds<4>()};
using rules_type = std::remove_const_t<decltype(rules)>;
using accounted_type = std::remove_const_t<decltype(accounted)>;
using sale_return = return_of<rules_type, sale>;

// Reservations are events of a programme whose account has room for some; redemptions are events of each.
constexpr programme without_holds{one_a_dollar, lots<unit::points>{}};
using event_with_holds = event_of<accounted_type, sale>;
using event_without = event_of<std::remove_const_t<decltype(without_holds)>, sale>;
static_assert(event_with_holds::can_be<reservation<unit::points>> &&
              event_with_holds::can_be<commitment<unit::points>> && event_with_holds::can_be<release<unit::points>>);
static_assert(!event_without::can_be<reservation<unit::points>> && !event_without::can_be<commitment<unit::points>> &&
              !event_without::can_be<release<unit::points>>);
static_assert(event_with_holds::can_be<redemption<unit::points>> && event_without::can_be<redemption<unit::points>>);

using members_type = std::array<member<rules_type>, 2>;
using member_span = std::span<member<rules_type>>;
using journal_bytes = std::vector<std::byte>;

constexpr std::array<item, 1> coffee{{{.id = 1, .sku = 17, .net = 5.45_usd, .tax = 0.49_usd}}};
constexpr std::array<payment, 1> by_card{{{tender::card, 5.94_usd}}};

constexpr sale first_sale{.id = 1, .member = 0, .time = "2025-01-10T12:00"_utc, .net = 23.99_usd};
constexpr sale second_sale{.id = 2, .member = 1, .time = "2025-01-10T12:01"_utc, .net = 10_usd};
constexpr sale late_sale{.id = 3, .member = 1, .time = "2025-01-10T11:00"_utc, .net = 10_usd};

/// A purchase of the host's own, with a number that is taken already.
struct other_event {
    static constexpr std::uint16_t journal_kind = 1;
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    money<currency::usd> net{};
};

/// A purchase of the host's own, whose codec counts and so works at run time alone.
struct counted_event {
    static constexpr std::uint16_t journal_kind = 1025;
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    money<currency::usd> net{};
};
int events_decoded = 0;

struct lived {
    journal_bytes bytes{};
    members_type members{};
    std::vector<members_type> after{}; ///< the members after each record
    std::vector<std::uint64_t> ends{}; ///< where each record ends
};

/// Two purchases, one that is refused, and a return.
lived live() {
    lived result;
    std::array<std::byte, 2048> room{};
    journal_writer out{room, fingerprint(rules)};
    const auto note = [&](const auto& event) {
        REQUIRE(out.append(event));
        result.ends.push_back(out.bytes().size());
        result.after.push_back(result.members);
    };
    result.ends.push_back(journal_header_bytes);
    result.after.push_back(result.members);
    apply(rules, result.members[0], first_sale);
    note(first_sale);
    auto sold = apply_with_receipt(rules, result.members[1], second_sale);
    note(second_sale);
    CHECK(apply(rules, result.members[1], late_sale).refused == reason::late_event);
    note(late_sale);
    auto receipt = sold.receipt;
    sale_return back{.id = 4, .member = 1, .time = "2025-01-11T12:00"_utc, .sale = second_sale.id, .receipt = &receipt};
    CHECK(apply(rules, result.members[1], back).granted<unit::points>() == -10_points);
    back.receipt = &sold.receipt; // as it was before the return
    note(back);
    result.bytes.assign(out.bytes().begin(), out.bytes().end());
    return result;
}

struct replayed {
    members_type members{};
    batch_result result{};
    journal_error error{};
    std::uint64_t offset = 0;
    std::uint64_t next = 0;
};

template <class... Events, class Programme>
replayed replay_under(const Programme& programme, std::span<const std::byte> bytes) {
    replayed found;
    journal_reader in{bytes, fingerprint(programme)};
    found.result = replay<Events...>(programme, member_span{found.members}, in);
    found.error = in.error();
    found.offset = in.offset();
    found.next = in.next();
    return found;
}

replayed replay_all(std::span<const std::byte> bytes) {
    return replay_under<sale, sale_return>(rules, bytes);
}

/// How many whole records lie before an offset.
std::size_t whole_before(const lived& run, std::uint64_t offset) {
    std::size_t count = 0;
    while (count + 1 < run.ends.size() && run.ends[count + 1] <= offset) {
        ++count;
    }
    return count;
}

void flip(journal_bytes& bytes, std::size_t bit) {
    bytes[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
}

/// Makes the sums right again after a change, so that a reader gets beyond them.
void sum_header(journal_bytes& bytes) {
    writer to{std::span{bytes}.subspan(28, 4)};
    to.word(detail::crc32c(std::span<const std::byte>{bytes}.first(28)));
}
void sum_record(journal_bytes& bytes, std::size_t at, std::size_t payload) {
    const std::span<std::byte> record = std::span{bytes}.subspan(at, payload + record_overhead_bytes);
    writer head{record.subspan(14, 4)};
    head.word(detail::crc32c(record.first(14)));
    writer whole{record.last(4)};
    whole.word(detail::crc32c(record.first(record.size() - 4)));
}

journal_bytes bytes_from(std::string_view hex) {
    const auto digit = [](char each) { return each <= '9' ? each - '0' : each - 'a' + 10; };
    journal_bytes result;
    for (std::size_t i = 0; i + 1 < hex.size();) {
        if (hex[i] == ' ') {
            ++i;
            continue;
        }
        result.push_back(static_cast<std::byte>(digit(hex[i]) * 16 + digit(hex[i + 1])));
        i += 2;
    }
    return result;
}

} // namespace

template <>
struct loyalty::streams::codec<counted_event> {
    template <class Sink>
    static void encode(Sink& to, const counted_event& value) noexcept {
        to.word(value.id);
        to.word(value.member);
        loyalty::streams::encode(to, value.time);
        loyalty::streams::encode(to, value.net);
    }
    static void decode(reader& from, counted_event& value) noexcept {
        value.id = from.word<std::uint64_t>();
        value.member = from.word<std::uint32_t>();
        const bool right = loyalty::streams::decode(from, value.time) && loyalty::streams::decode(from, value.net);
        events_decoded += right ? 1 : 0;
    }
};

TEST_CASE("an event whose codec works at run time alone lives again") {
    static_assert(detail::has_place_of_member<sale>);
    static_assert(!detail::has_place_of_member<counted_event>);
    static_assert(detail::place_of_member<sale>() == 10);
    std::array<std::byte, 256> room{};
    journal_writer out{room, fingerprint(rules)};
    const counted_event each{.id = 1, .member = 1, .time = first_sale.time, .net = 10_usd};
    REQUIRE(out.append(each));
    const replayed found = replay_under<sale, counted_event>(rules, out.bytes());
    CHECK_FALSE(found.error);
    CHECK(found.members[1].balance<unit::points>() == 10_points);
    CHECK(events_decoded == 1);
}

TEST_CASE("a journal gives what happened, refusals included") {
    const lived run = live();
    const replayed found = replay_all(run.bytes);
    CHECK(found.members == run.members);
    CHECK(found.result == batch_result{3, 1});
    CHECK_FALSE(found.error);
    CHECK(found.offset == run.bytes.size());
    CHECK(found.next == 4);
}

TEST_CASE("GOLDEN: the bytes of a journal never change under format version 1") {
    std::array<std::byte, 512> room{};
    journal_writer out{room, 0x1122'3344'5566'7788, 5};
    REQUIRE(out.append(first_sale));
    REQUIRE(out.append(goods{.id = 9,
                             .member = 1,
                             .time = "2025-01-10T12:01"_utc,
                             .lines = coffee,
                             .tenders = by_card,
                             .store = 5,
                             .channel = 6}));
    // Laid out from the tables of docs/journal.md by another programme.
    const journal_bytes golden = bytes_from(
        // header
        "4c4f59414c54594a01000000887766554433221105000000000000009de5fc47"
        // head, payload and sum of the purchase
        "2a00000001000500000000000000eaaca172"
        "4803010000000000000000000000c00b8167000000005f0900000000000000000000000000000000"
        "0000"
        "bbce6d32"
        // and of the basket
        "600000000200060000000000000066af50bf"
        "4803090000000000000001000000fc0b816700000000050000000600000001000000010000001100"
        "00000000000000000000010000000000000021020000000000003100000000000000000000000000"
        "00000001000000015202000000000000"
        "ba351c0c");
    REQUIRE(out.bytes().size() == golden.size());
    CHECK(std::equal(golden.begin(), golden.end(), out.bytes().begin()));

    journal_reader in{golden, 0x1122'3344'5566'7788};
    record_view record{};
    REQUIRE(in.next(record));
    CHECK(record.kind == 1);
    CHECK(record.sequence == 5);
    CHECK(record.offset == 32);
    REQUIRE(in.next(record));
    CHECK(record.kind == 2);
    CHECK_FALSE(in.next(record));
    CHECK_FALSE(in.error());
}

TEST_CASE("a journal cut at any byte gives its whole records, and says where it is torn") {
    const lived run = live();
    for (std::size_t size = 0; size < run.bytes.size(); ++size) {
        CAPTURE(size);
        const replayed found = replay_all(std::span{run.bytes}.first(size));
        const std::size_t whole = size < journal_header_bytes ? 0 : whole_before(run, size);
        REQUIRE(found.members == run.after[whole]);
        if (size == run.ends[whole]) {
            REQUIRE_FALSE(found.error);
        } else {
            const std::uint64_t begins = size < journal_header_bytes ? 0 : run.ends[whole];
            REQUIRE(found.error == journal_error{journal_fault::truncated, begins});
            REQUIRE(found.offset == begins);
        }
    }
}

TEST_CASE("any bit flipped is found, and what stands before is given") {
    const lived run = live();
    journal_bytes bytes = run.bytes;
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        CAPTURE(bit);
        flip(bytes, bit);
        const replayed found = replay_all(bytes);
        const bool in_header = bit < 8 * journal_header_bytes;
        const std::size_t whole = in_header ? 0 : whole_before(run, bit / 8);
        const journal_fault expected = bit < 64    ? journal_fault::not_a_journal
                                       : in_header ? journal_fault::damaged_header
                                                   : journal_fault::damaged_record;
        REQUIRE(found.error == journal_error{expected, in_header ? 0 : run.ends[whole]});
        REQUIRE(found.members == run.after[whole]);
        REQUIRE_FALSE(found.error.sentence().empty());
        REQUIRE(reason_of(found.error.fault) == reason::damaged_journal);
        flip(bytes, bit);
    }
}

TEST_CASE("any byte replaced by any other is found") {
    const lived run = live();
    journal_bytes bytes = run.bytes;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const std::byte before = bytes[at];
        for (int value = 0; value < 256; ++value) {
            bytes[at] = static_cast<std::byte>(value);
            const replayed found = replay_all(bytes);
            REQUIRE(static_cast<bool>(found.error) == (bytes[at] != before));
        }
        bytes[at] = before;
    }
}

TEST_CASE("another programme, version or format is refused before anything is applied") {
    const lived run = live();
    const replayed foreign = replay_under<sale>(newer, run.bytes);
    CHECK(foreign.error == journal_error{journal_fault::foreign, 0});
    CHECK(reason_of(foreign.error.fault) == reason::foreign_journal);
    CHECK(foreign.members == members_type{});

    journal_bytes other_format = run.bytes;
    other_format[8] = std::byte{2};
    sum_header(other_format);
    CHECK(replay_all(other_format).error == journal_error{journal_fault::other_version, 0});
    CHECK(reason_of(journal_fault::other_version) == reason::foreign_journal);

    journal_bytes snapshot = run.bytes;
    snapshot[7] = std::byte{'S'};
    sum_header(snapshot);
    CHECK(replay_all(snapshot).error == journal_error{journal_fault::not_a_journal, 0});
    CHECK(replay_all({}).error == journal_error{journal_fault::truncated, 0});
    CHECK(reason_of(journal_fault::none) == reason::none);
}

TEST_CASE("records that are missing, doubled or swapped are found") {
    const lived run = live();
    const auto part_of = [&](std::size_t record) {
        return std::span{run.bytes}.subspan(run.ends[record], run.ends[record + 1] - run.ends[record]);
    };
    const auto made_of = [&](std::initializer_list<std::size_t> records) {
        journal_bytes bytes{run.bytes.begin(), run.bytes.begin() + 32};
        for (const std::size_t each : records) {
            bytes.insert(bytes.end(), part_of(each).begin(), part_of(each).end());
        }
        return bytes;
    };
    CHECK_FALSE(replay_all(made_of({0, 1, 2, 3})).error);
    CHECK(replay_all(made_of({0, 2, 3})).error == journal_error{journal_fault::out_of_sequence, run.ends[1]});
    CHECK(replay_all(made_of({0, 0, 1})).error == journal_error{journal_fault::out_of_sequence, run.ends[1]});
    CHECK(replay_all(made_of({1, 0})).error == journal_error{journal_fault::out_of_sequence, 32});
}

TEST_CASE("zeros behind the last record are the file system's, and no record") {
    const lived run = live();
    for (const std::size_t zeros : {1u, 17u, 18u, 22u, 4096u}) {
        journal_bytes bytes = run.bytes;
        bytes.resize(bytes.size() + zeros);
        const replayed found = replay_all(bytes);
        CHECK(found.error == journal_error{journal_fault::truncated, run.bytes.size()});
        CHECK(found.members == run.members);
    }
    journal_bytes bytes = run.bytes;
    bytes.resize(bytes.size() + 4096);
    bytes.back() = std::byte{1};
    CHECK(replay_all(bytes).error == journal_error{journal_fault::damaged_record, run.bytes.size()});
}

TEST_CASE("a whole record that is no event is refused") {
    const lived run = live();
    CHECK(replay_under<sale_return>(rules, run.bytes).error == journal_error{journal_fault::unknown_kind, 32});
    CHECK(replay_under<sale>(rules, run.bytes).error == journal_error{journal_fault::unknown_kind, run.ends[3]});
    CHECK(replay_under<other_event, sale_return>(rules, run.bytes).error ==
          journal_error{journal_fault::unreadable, 32});
    // Of two types of one kind the one that can be read is taken.
    CHECK_FALSE(replay_under<other_event, sale, sale_return>(rules, run.bytes).error);

    // A payload with a byte too much, all sums right.
    journal_bytes longer{run.bytes.begin(), run.bytes.begin() + 32 + 18 + 42};
    longer.resize(longer.size() + 5);
    longer[32] = std::byte{43};
    sum_record(longer, 32, 43);
    CHECK(replay_all(longer).error == journal_error{journal_fault::unreadable, 32});

    // A length beyond the limit, its sum right.
    journal_bytes huge = run.bytes;
    huge[32 + 3] = std::byte{2};
    sum_record(huge, 32, 42);
    CHECK(replay_all(huge).error == journal_error{journal_fault::damaged_record, 32});
}

TEST_CASE("the first fault counts, although records are read ahead") {
    const lived run = live();
    journal_bytes bytes = run.bytes;
    flip(bytes, 8 * (bytes.size() - 1)); // the last record is damaged, the first has a kind that is not named
    const replayed found = replay_under<sale_return>(rules, bytes);
    CHECK(found.error == journal_error{journal_fault::unknown_kind, 32});
    CHECK(found.offset == 32);
    CHECK(found.next == 0);
    CHECK(found.members == members_type{});
}

TEST_CASE("a journal longer than the reading ahead gives its records up to the damage, wherever that is") {
    constexpr std::size_t count = 3 * look_ahead_default + 1;
    std::array<std::byte, 32 + 64 * count> room{};
    journal_writer out{room, fingerprint(rules)};
    std::vector<members_type> after(1);
    for (std::size_t i = 0; i < count; ++i) {
        sale each = first_sale;
        each.id = i + 1;
        each.member = i % 2;
        REQUIRE(out.append(each));
        after.push_back(after.back());
        apply(rules, after.back()[each.member], each);
    }
    REQUIRE(out.bytes().size() == room.size());
    CHECK(replay_all(room).members == after.back());
    for (std::size_t damaged = 0; damaged < count; ++damaged) {
        CAPTURE(damaged);
        journal_bytes bytes{room.begin(), room.end()};
        flip(bytes, 8 * (32 + 64 * damaged + 20));
        const replayed found = replay_all(bytes);
        CHECK(found.error == journal_error{journal_fault::damaged_record, 32 + 64 * damaged});
        CHECK(found.members == after[damaged]);
        CHECK(found.result.accepted == damaged);
    }
}

TEST_CASE("the room of a journal is never passed") {
    std::array<std::byte, 32 + 64> room{};
    room.fill(std::byte{0xAA});
    for (std::size_t size = 0; size < room.size(); ++size) {
        journal_writer out{std::span{room}.first(size), 1};
        const bool appended = out.append(first_sale);
        CHECK_FALSE(appended);
        CHECK(out.bytes().size() == (size < 32 ? 0 : 32));
        CHECK(out.next() == 0);
        CHECK(room[size] == std::byte{0xAA});
    }
    journal_writer out{room, 1};
    CHECK(out.append(first_sale));
    CHECK(out.bytes().size() == room.size());
    CHECK_FALSE(out.append(first_sale));
}

TEST_CASE("replay begins where it is told to") {
    const lived run = live();
    for (std::size_t from = 0; from < run.after.size(); ++from) {
        members_type members = run.after[from];
        journal_reader in{run.bytes, fingerprint(rules)};
        replay<sale, sale_return>(rules, member_span{members}, in, from);
        CHECK(members == run.members);
        CHECK_FALSE(in.error());
    }
}

TEST_CASE("baskets need memory for their lines") {
    std::array<std::byte, 512> room{};
    journal_writer out{room, fingerprint(rules)};
    REQUIRE(out.append(goods{.id = 9, .member = 1, .time = "2025-01-10T12:01"_utc, .lines = coffee}));
    members_type members{};
    no_sink none;
    std::array<item, 1> lines{};
    journal_reader in{out.bytes(), fingerprint(rules)};
    CHECK(replay<goods>(rules, member_span{members}, in, 0, none, no_profiles{},
                        basket_memory<currency::usd>{.lines = lines, .tenders = {}}) == batch_result{1, 0});
    CHECK(members[1].balance<unit::points>() == 5_points);
    journal_reader again{out.bytes(), fingerprint(rules)};
    CHECK(replay<goods>(rules, member_span{members}, again, 0, none, no_profiles{}, basket_memory<currency::usd>{}) ==
          batch_result{0, 0});
    CHECK(again.error().fault == journal_fault::unreadable);
    members_type others{};
    journal_reader short_form{out.bytes(), fingerprint(rules)};
    CHECK(replay<goods>(rules, member_span{others}, short_form,
                        basket_memory<currency::usd>{.lines = lines, .tenders = {}}) == batch_result{1, 0});
    CHECK(others == members);
}

TEST_CASE("lines of a basket that come back live again") {
    using basket_return = return_of<rules_type, goods>;
    const std::array<item, 2> lines{{{.id = 1, .net = 5.45_usd}, {.id = 2, .net = 7.60_usd}}};
    const goods whole{.id = 1, .member = 1, .time = "2025-01-10T12:00"_utc, .lines = lines, .tenders = {}};
    goods kept = whole;
    kept.lines = std::span{lines}.first(1);
    members_type members{};
    std::array<std::byte, 1024> room{};
    journal_writer out{room, fingerprint(rules)};
    REQUIRE(out.append(whole));
    auto sold = apply_with_receipt(rules, members[1], whole);
    const basket_return back = sold.receipt.returned({.id = 2, .member = 1, .time = "2025-01-11T12:00"_utc}, kept);
    REQUIRE(out.append(back));
    CHECK(apply(rules, members[1], back).granted<unit::points>() == -8_points);

    members_type again{};
    no_sink none;
    std::array<item, 2> line_room{};
    journal_reader in{out.bytes(), fingerprint(rules)};
    CHECK(replay<goods, basket_return>(rules, member_span{again}, in, 0, none, no_profiles{},
                                       basket_memory<currency::usd>{.lines = line_room, .tenders = {}}) ==
          batch_result{2, 0});
    CHECK_FALSE(in.error());
    CHECK(again == members);

    members_type in_lifted{};
    journal_reader once_more{out.bytes(), fingerprint(rules)};
    CHECK(replay<goods, basket_return>(lifted<rules>, member_span{in_lifted}, once_more, 0, none, no_profiles{},
                                       basket_memory<currency::usd>{.lines = line_room, .tenders = {}}) ==
          batch_result{2, 0});
    CHECK(in_lifted == members);
}

TEST_CASE("a return by shares is a record of its own kind, with the shares behind the rest of the sale") {
    using basket_return = return_of<rules_type, goods>;
    using kept_return = kept_return_of<rules_type, goods>;
    CHECK(journal_kind_of<basket_return>::value == 258);
    CHECK(journal_kind_of<kept_return>::value == 514);
    const std::array<item, 2> lines{{{.id = 1, .net = 5.45_usd}, {.id = 2, .net = 7.60_usd}}};
    const goods whole{.id = 1, .member = 1, .time = "2025-01-10T12:00"_utc, .lines = lines, .tenders = {}};
    members_type members{};
    std::array<std::byte, 2048> room{};
    journal_writer out{room, fingerprint(rules)};
    REQUIRE(out.append(whole));
    const auto sold = apply_with_receipt(rules, members[1], whole);
    sale_record<rules_type, currency::usd, 2> slip;
    REQUIRE(slip.keep(rules, sold.receipt, whole) == reason::none);
    const returned_pieces second{.line = 2};
    std::array<item, 2> rest{};
    const basket_return plain = slip.returned({.id = 2, .member = 1, .time = "2025-01-11T12:00"_utc}, second, rest);
    const kept_return back = plain.keeping_shares(slip.share(second));
    CHECK(encoded_size(back) == encoded_size(plain) + 8);
    REQUIRE(out.append(back));
    CHECK(apply(rules, members[1], back).granted<unit::points>() == -8_points); // of 13: 5.43 and 7.57
    slip.note(second);
    REQUIRE(out.append(slip.receipt.returned({.id = 3, .member = 1, .time = "2025-01-12T12:00"_utc})));
    CHECK(apply(rules, members[1], slip.receipt.returned({.id = 3, .member = 1, .time = "2025-01-12T12:00"_utc}))
              .granted<unit::points>() == -5_points);

    members_type again{};
    no_sink none;
    std::array<item, 2> line_room{};
    journal_reader in{out.bytes(), fingerprint(rules)};
    CHECK(replay<goods, kept_return, return_of<rules_type, everything_returned>>(
              rules, member_span{again}, in, 0, none, no_profiles{},
              basket_memory<currency::usd>{.lines = line_room, .tenders = {}}) == batch_result{3, 0});
    CHECK_FALSE(in.error());
    CHECK(again == members);
    // A reader that was not told of it stops there.
    members_type before{};
    journal_reader untold{out.bytes(), fingerprint(rules)};
    CHECK(replay<goods, basket_return>(rules, member_span{before}, untold, 0, none, no_profiles{},
                                       basket_memory<currency::usd>{.lines = line_room, .tenders = {}}) ==
          batch_result{1, 0});
    CHECK(untold.error().fault == journal_fault::unknown_kind);
}

TEST_CASE("a redemption out of the lots of one day takes from them again") {
    constexpr programme monthly{one_a_dollar, lots<unit::points>{}.expiring(ledgers::expires_end_of_month<6>{})};
    using monthly_type = std::remove_const_t<decltype(monthly)>;
    std::array<std::byte, 1024> room{};
    journal_writer out{room, fingerprint(monthly)};
    std::array<member<monthly_type>, 1> live{};
    const auto happen = [&](const auto& event) {
        REQUIRE(out.append(event));
        CHECK(apply(monthly, live[0], event).accepted());
    };
    happen(sale{.id = 1, .time = "2025-01-10T12:00"_utc, .net = 30_usd});
    happen(sale{.id = 2, .time = "2025-02-10T12:00"_utc, .net = 50_usd});
    // January expires sooner, and would give without the day.
    happen(redemption<unit::points>{
        .id = 3, .time = "2025-02-11T12:00"_utc, .amount = 20_points, .earned_on = "2025-02-01"_date});
    std::array<member<monthly_type>, 1> again{};
    journal_reader in{out.bytes(), fingerprint(monthly)};
    CHECK(replay<event_of<monthly_type, sale>>(monthly, std::span{again}, in) == batch_result{3, 0});
    CHECK(again == live);
    CHECK(balances_of<unit::points>(monthly, again[0], "2025-08-01T12:00"_utc).available == 30_points);
}

TEST_CASE("redemptions and holds live again") {
    using accounts = std::array<member<accounted_type>, 2>;
    using points_unit = unit::points;
    constexpr instant now = "2025-01-11T12:00"_utc;
    constexpr date february = "2025-02-01"_date;
    std::array<std::byte, 2048> room{};
    journal_writer out{room, fingerprint(accounted)};
    accounts live_members{};
    std::size_t accepted = 0;
    const auto happen = [&](const auto& event) {
        REQUIRE(out.append(event));
        accepted += apply(accounted, live_members[1], event).accepted() ? 1u : 0u;
    };
    const auto available = [&] {
        return balances_of<points_unit>(accounted, live_members[1], "2025-01-12T12:00"_utc).available;
    };
    happen(sale{.id = 1, .member = 1, .time = "2025-01-10T12:00"_utc, .net = 100_usd});
    const redemption<points_unit> spending{.id = 2, .member = 1, .time = now, .amount = 30_points};
    REQUIRE(out.append(spending));
    auto paid = apply_with_receipt(accounted, live_members[1], spending);
    accepted += paid.outcome.accepted() ? 1u : 0u;
    happen(paid.receipt.given_back({.id = 3, .member = 1, .time = now}, 10_points));
    happen(paid.receipt.given_back({.id = 4, .member = 1, .time = now}));
    happen(
        reservation<points_unit>{.id = 5, .member = 1, .time = now, .hold = 7, .amount = 20_points, .until = february});
    happen(commitment<points_unit>{.id = 6, .member = 1, .time = now, .hold = 7});
    happen(
        reservation<points_unit>{.id = 7, .member = 1, .time = now, .hold = 8, .amount = 10_points, .until = february});
    happen(release<points_unit>{.id = 8, .member = 1, .time = now, .hold = 8});
    CHECK(accepted == 8);
    happen(redemption<points_unit>{.id = 9, .member = 1, .time = now, .amount = 81_points});
    happen(paid.receipt.given_back({.id = 10, .member = 1, .time = now}));
    CHECK(accepted == 8);
    CHECK(available() == 80_points);
    happen(reservation<points_unit>{
        .id = 11, .member = 1, .time = now, .hold = 9, .amount = 30_points, .until = february});
    happen(commitment<points_unit>{.id = 12, .member = 1, .time = now, .hold = 9, .amount = 25_points});
    happen(
        clawback<points_unit>{.id = 13, .member = 1, .time = now, .amount = 15_points, .earned_on = "2025-01-10"_date});
    happen(adjustment<points_unit>{.id = 14, .member = 1, .time = now, .amount = 500_points});
    happen(activity{.id = 15, .member = 1, .time = now});
    CHECK(accepted == 13);
    CHECK(available() == 540_points);

    accounts again{};
    journal_reader in{out.bytes(), fingerprint(accounted)};
    CHECK(replay<event_of<accounted_type, sale>>(accounted, std::span{again}, in) == batch_result{13, 2});
    CHECK_FALSE(in.error());
    CHECK(again == live_members);

    accounts in_lifted{};
    journal_reader once_more{out.bytes(), fingerprint(accounted)};
    CHECK(
        replay<sale, redemption<points_unit>, give_back<accounted_type, points_unit>, reservation<points_unit>,
               commitment<points_unit>, release<points_unit>, clawback<points_unit>, adjustment<points_unit>, activity>(
            lifted<accounted>, std::span{in_lifted}, once_more) == batch_result{13, 2});
    CHECK(in_lifted == live_members);
}

TEST_CASE("a transfer is one record, and both members live again") {
    using accounts = std::array<member<accounted_type>, 2>;
    std::array<std::byte, 256> room{};
    journal_writer out{room, fingerprint(accounted)};
    const sale bought{.id = 1, .member = 0, .time = "2025-01-10T12:00"_utc, .net = 100_usd};
    const transfer<unit::points> gift{
        .id = 2, .member = 0, .time = "2025-01-11T12:00"_utc, .to = 1, .amount = 30_points};
    REQUIRE(out.append(bought));
    REQUIRE(out.append(gift));
    accounts again{};
    journal_reader in{out.bytes(), fingerprint(accounted)};
    CHECK(replay<sale, transfer<unit::points>>(accounted, std::span{again}, in) == batch_result{2, 0});
    CHECK(balances_of<unit::points>(accounted, again[0], gift.time).available == 70_points);
    CHECK(balances_of<unit::points>(accounted, again[1], gift.time).available == 30_points);
}

constexpr programme waiting{one_a_dollar, lots<unit::points>{}.activating(activates_on_confirmation<30>{})};

TEST_CASE("a confirmation lives again") {
    using members = std::array<member<std::remove_const_t<decltype(waiting)>>, 1>;
    std::array<std::byte, 256> room{};
    journal_writer out{room, fingerprint(waiting)};
    REQUIRE(out.append(sale{.id = 1, .member = 0, .time = "2025-01-10T12:00"_utc, .net = 100_usd}));
    REQUIRE(out.append(confirmation<unit::points>{
        .id = 2, .time = "2025-01-20T12:00"_utc, .amount = 60_points, .earned_on = "2025-01-10"_date}));
    members again{};
    journal_reader in{out.bytes(), fingerprint(waiting)};
    CHECK(replay<sale, confirmation<unit::points>>(waiting, std::span{again}, in) == batch_result{2, 0});
    const auto books = balances_of<unit::points>(waiting, again[0], "2025-01-21T12:00"_utc);
    CHECK(books.available == 60_points);
    CHECK(books.pending == 40_points);
}

TEST_CASE("a return without a receipt is refused again, and not taken for one with an empty receipt") {
    constexpr programme unnamed{terms<>{.version = 0}, one_a_dollar};
    using unnamed_type = std::remove_const_t<decltype(unnamed)>;
    std::array<member<unnamed_type>, 1> members{};
    const return_of<unnamed_type, everything_returned> back{.id = 1, .time = "2025-01-10T12:00"_utc};
    CHECK(apply(unnamed, members[0], back).refused == reason::unknown_sale);
    std::array<std::byte, 512> room{};
    journal_writer out{room, fingerprint(unnamed)};
    REQUIRE(out.append(back));
    std::array<member<unnamed_type>, 1> again{};
    journal_reader in{out.bytes(), fingerprint(unnamed)};
    CHECK(replay<return_of<unnamed_type, everything_returned>>(unnamed, std::span{again}, in) == batch_result{0, 1});
    CHECK_FALSE(in.error());
    CHECK(again == members);
}
