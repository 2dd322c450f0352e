// SPDX-License-Identifier: BSL-1.0
//
// A snapshot and the journal's tail are the continuous run: random streams of events of all kinds, cut anywhere. And readers
// live through any bytes.
#include "../support/mixed_life.hpp"
#include "../support/random.hpp"
#include "../support/sample_programmes.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/replay.hpp>
#include <loyalty/stream/seal.hpp>
#include <loyalty/stream/snapshot.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::extensions;
using namespace loyalty::streams;
using usd = money<currency::usd>;
using sale = purchase<currency::usd>;
using goods = basket<currency::usd>;
using item = basket_line<currency::usd>;

namespace {

using sample::five;
using sample::five_type;

/// Windows and books.
constexpr programme books{terms<>{.name = "books"}, tiered{350_usd, 1000_usd}.within(rolling_days<90>{}),
                          points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x},
                                 round_off_carrying{}, cap_at{2'000_points, rolling_days<30>{}}},
                          lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<3>{})};
using books_type = std::remove_const_t<decltype(books)>;

/// Points that wait for a confirmation, and activities that earn.
constexpr programme waiting{terms<>{.name = "waiting"},
                            points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                            points{per_activity{50_points}.of(1u)},
                            points{per_delivery{20_points}},
                            stamp_card{3}.of(activities{}).awards(1_stamps),
                            lots<unit::points>{}
                                .max_holds<4>()
                                .expiring(expires_on_inactivity::after_days(60))
                                .activating(activates_on_confirmation<30>{})};

constexpr std::uint32_t member_count = 7;

/// The index of an event type in a sum.
template <class Event, class Sum>
constexpr std::size_t index_in = [] {
    std::size_t index = 0;
    [&]<class... Events>(detail::type_list<Events...>) {
        static_cast<void>(((std::is_same_v<Event, Events> || (++index, false)) || ...));
    }(typename Sum::types{});
    return index;
}();

std::mt19937_64 engine() {
    return std::mt19937_64{support::seed_or(20250101)};
}

/// Members to whom everything happens, noted in a journal as it happens.
template <class Programme>
class life {
public:
    using members_type = std::vector<loyalty::member<Programme>>;

    life(const Programme& programme, std::mt19937_64& random)
        : random_{random}, lived_{programme, random}, room_(1 << 21), journal_{room_, fingerprint(programme)} {}

    void step() {
        const auto note = [&](const auto& event) { REQUIRE(journal_.append(event)); };
        if (random_() % 12 == 0) {
            lived_.buy_basket(note);
        } else {
            lived_.step(note);
        }
    }

    [[nodiscard]] std::span<const std::byte> bytes() const { return journal_.bytes(); }
    [[nodiscard]] std::uint64_t records() const { return journal_.next(); }
    [[nodiscard]] const members_type& members() const { return lived_.members(); }
    [[nodiscard]] std::size_t accepted() const { return lived_.accepted(); }
    [[nodiscard]] const auto& accepted_by_type() const { return lived_.accepted_by_type(); }

private:
    std::mt19937_64& random_;
    support::mixed_life<Programme> lived_;
    std::vector<std::byte> room_;
    journal_writer journal_;
};

/// Replays the whole of a journal or its tail.
template <class Programme>
batch_result replay_into(const Programme& programme, std::vector<loyalty::member<Programme>>& members,
                         std::span<const std::byte> bytes, std::uint64_t from, journal_error& error) {
    std::array<item, 3> lines{};
    const basket_memory<currency::usd> memory{.lines = lines, .tenders = {}};
    no_sink none;
    journal_reader in{bytes, fingerprint(programme)};
    const batch_result result = replay<event_of<Programme, sale, kept_return_of<Programme, sale>>, goods>(
        programme, std::span{members}, in, from, none, no_profiles{}, memory);
    error = in.error();
    return result;
}

template <class Programme>
void check_snapshot_and_tail(const Programme& programme) {
    std::mt19937_64 random = engine();
    std::size_t accepted = 0;
    auto by_type = life<Programme>{programme, random}.accepted_by_type();
    for (int round = 0; round < 40; ++round) {
        CAPTURE(round);
        life<Programme> run{programme, random};
        const std::uint64_t steps = random() % 600;
        const std::uint64_t cut = random() % (steps + 1);
        std::vector<std::byte> snapshot;
        std::uint64_t position = 0;
        for (std::uint64_t step = 0; step <= steps; ++step) {
            if (step == cut) {
                const std::span<const loyalty::member<Programme>> members{run.members()};
                position = run.records();
                snapshot.resize(encode_snapshot({}, programme, members, position));
                encode_snapshot(snapshot, programme, members, position);
            }
            run.step();
        }
        journal_error error{};
        std::vector<loyalty::member<Programme>> all(member_count);
        const batch_result whole = replay_into(programme, all, run.bytes(), 0, error);
        REQUIRE_FALSE(error);
        REQUIRE(all == run.members());
        REQUIRE(whole.accepted == run.accepted());
        REQUIRE(whole.accepted + whole.refused == run.records());

        std::vector<loyalty::member<Programme>> tail(member_count);
        const snapshot_found found = decode_snapshot(snapshot, programme, std::span{tail});
        REQUIRE(found);
        REQUIRE(found.position == position);
        replay_into(programme, tail, run.bytes(), found.position, error);
        REQUIRE_FALSE(error);
        REQUIRE(tail == run.members());
        accepted += run.accepted();
        for (std::size_t i = 0; i < by_type.size(); ++i) {
            by_type[i] += run.accepted_by_type()[i];
        }
    }
    using event = event_of<Programme, sale, kept_return_of<Programme, sale>>;
    CHECK(by_type[index_in<return_of<Programme, sale>, event>] > 200);
    CHECK(by_type[index_in<kept_return_of<Programme, sale>, event>] > 50);
    if constexpr (has_account<Programme, unit::points>) {
        CHECK(by_type[index_in<give_back<Programme, unit::points>, event>] > 5);
        CHECK(by_type[index_in<commitment<unit::points>, event>] > 5);
        CHECK(by_type[index_in<transfer<unit::points>, event>] > 5);
    }
    CHECK(accepted > 5'000);
}

} // namespace

TEST_CASE("the five policies: a snapshot and the journal's tail are the continuous run") {
    check_snapshot_and_tail(five);
}

TEST_CASE("points that wait: a snapshot and the journal's tail are the continuous run") {
    check_snapshot_and_tail(waiting);
}

TEST_CASE("windows and books: a snapshot and the journal's tail are the continuous run") {
    check_snapshot_and_tail(books);
}

TEST_CASE("readers live through any bytes") {
    std::mt19937_64 random = engine();
    life<five_type> run{five, random};
    for (int i = 0; i < 60; ++i) {
        run.step();
    }
    const std::vector<std::byte> whole{run.bytes().begin(), run.bytes().end()};
    std::size_t errors = 0;
    for (int round = 0; round < 3'000; ++round) {
        std::vector<std::byte> bytes = whole;
        const std::uint64_t changes = 1 + random() % 4;
        for (std::uint64_t i = 0; i < changes; ++i) {
            const std::size_t at = random() % bytes.size();
            switch (random() % 4) {
            case 0:
                bytes[at] = static_cast<std::byte>(random());
                break;
            case 1:
                bytes.resize(at + 1);
                break;
            case 2:
                bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), static_cast<std::byte>(random()));
                break;
            default:
                bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(at / 2),
                            bytes.begin() + static_cast<std::ptrdiff_t>(at));
                break;
            }
            if (bytes.empty()) {
                bytes.push_back(std::byte{0});
            }
        }
        std::vector<member<five_type>> members(member_count);
        journal_error error{};
        replay_into(five, members, bytes, 0, error);
        errors += error ? 1u : 0u;
        const snapshot_found found = decode_snapshot(bytes, five, std::span{members});
        CHECK_FALSE(found);
        reader in{bytes};
        receipt<five_type> slip{};
        CHECK(decode_sealed(in, five, slip, {1, 2}) != reason::none);
    }
    CHECK(errors > 2'900);
}

TEST_CASE("what decodes encodes to the same bytes") {
    std::mt19937_64 random = engine();
    life<books_type> run{books, random};
    for (int i = 0; i < 200; ++i) {
        run.step();
    }
    std::size_t decoded = 0;
    constexpr int rounds = 20'000;
    for (int round = 0; round < rounds; ++round) {
        std::array<std::byte, 4096> room{};
        writer out{room};
        encode(out, run.members()[random() % member_count]);
        REQUIRE(out.fits());
        std::vector<std::byte> bytes{out.written().begin(), out.written().end()};
        for (std::uint64_t i = 0; i <= random() % 3; ++i) {
            bytes[random() % bytes.size()] = static_cast<std::byte>(random() % 5);
        }
        loyalty::member<books_type> own{};
        reader in{bytes};
        if (!decode(in, own) || !in.at_end()) {
            continue;
        }
        ++decoded;
        writer again{room};
        encode(again, own);
        REQUIRE(std::equal(again.written().begin(), again.written().end(), bytes.begin(), bytes.end()));
    }
    MESSAGE(decoded << " of " << rounds << " were members");
    CHECK(decoded > rounds / 20); // most changes contradict a sum
    CHECK(decoded < rounds);
}
