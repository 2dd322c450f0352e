// SPDX-License-Identifier: BSL-1.0
//
// A snapshot and the journal's tail are the continuous run: random streams of purchases, baskets, returns and redemptions,
// cut anywhere. And readers live through any bytes.
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/entries.hpp>
#include <loyalty/stream/seal.hpp>
#include <loyalty/stream/snapshot.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <span>
#include <vector>

using namespace loyalty;
using usd = money<currency::usd>;
using sale = purchase<currency::usd>;
using goods = basket<currency::usd>;
using item = line<currency::usd>;
using payment = tender_part<currency::usd>;

namespace {

/// The five policies of the reference work, told apart by time and id.
constexpr programme five{
    terms<>{.name = "five"},
    tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1),
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, multiply_by_tier{1_x, 1.25_x, 1.5_x},
           multiply_by{3_x}.when(any_line(category_is(4u))), round_off{rounding::floor}},
    spend_threshold{100_points, every(250_usd)},
    cashback{currency::usd{}, rounding::half_even,
             rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{period_unit::month}), rate{1.5_pct}},
    gamified{streak<period_unit::week>{4}.awards(50_points, 1_badges), stamp_card{10}.awards(1_stamps)}};
using five_type = std::remove_const_t<decltype(five)>;

/// Windows and books.
constexpr programme books{terms<>{.name = "books"}, tiered{350_usd, 1000_usd}.within(rolling_days<90>{}),
                          points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x},
                                 round_off_carrying{}, cap_at{2'000_points, rolling_days<30>{}}},
                          lots<unit::points>{}.expiring(expires_end_of_month<3>{})};
using books_type = std::remove_const_t<decltype(books)>;

constexpr std::uint32_t member_count = 7;
// Constants of their own: clang 14 does not link a consteval literal that stands in a template.
constexpr instant new_year = "2024-01-01T00:00"_utc;

std::mt19937_64 engine() {
    const char* const given = std::getenv("LOYALTY_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20250101;
    MESSAGE("LOYALTY_SEED=" << seed);
    return std::mt19937_64{seed};
}

/// A member's life in a programme, noted in a journal as it happens.
template <class Programme>
class life {
public:
    using members_type = std::vector<loyalty::member<Programme>>;
    using sale_return = returned<Programme, sale>;

    life(const Programme& programme, std::mt19937_64& random)
        : programme_{programme}, random_{random}, room_(1 << 20), journal_{room_, fingerprint(programme)} {}

    void step() {
        ++id_;
        time_ += seconds{static_cast<std::int64_t>(below(100'000))};
        switch (below(8)) {
        case 0:
        case 1:
            return give_back_goods();
        case 2:
            return buy_basket();
        case 3:
            if constexpr (!Programme::booked_type::size) {
                return buy();
            } else {
                return use_points();
            }
        default:
            return buy();
        }
    }

    [[nodiscard]] std::span<const std::byte> bytes() const { return journal_.bytes(); }
    [[nodiscard]] std::uint64_t records() const { return journal_.next(); }
    [[nodiscard]] const members_type& members() const { return members_; }
    [[nodiscard]] std::size_t accepted() const { return accepted_; }
    [[nodiscard]] std::size_t returns() const { return returns_; }

private:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    template <class Event>
    void happen(const Event& event) {
        REQUIRE(journal_.append(event));
        no_sink none;
        accepted_ +=
            detail::apply_event(programme_, std::span{members_}, event, no_profiles{}, none).accepted() ? 1u : 0u;
    }

    [[nodiscard]] std::uint32_t someone() { return static_cast<std::uint32_t>(below(member_count + 1)); }
    [[nodiscard]] usd price() { return usd::from_minor_units(static_cast<std::int64_t>(below(40'000)) - 50); }

    void buy() {
        const sale event{.id = below(20) == 0 ? id_ - 1 : id_,
                         .member = someone(),
                         .time = time_,
                         .net = price(),
                         .category = static_cast<std::uint32_t>(below(9))};
        if (event.member < member_count) {
            auto trial = members_[event.member];
            const auto sold = apply_with_receipt(programme_, trial, event);
            if (sold.outcome.accepted()) {
                sold_.push_back({event, sold.receipt});
            }
        }
        happen(event);
    }

    void buy_basket() {
        std::array<item, 3> lines{};
        for (item& each : lines) {
            each = {.category = static_cast<std::uint32_t>(below(9)), .net = price()};
        }
        happen(goods{.id = id_,
                     .member = someone(),
                     .time = time_,
                     .lines = std::span<const item>{lines}.first(below(4)),
                     .tenders = {}});
    }

    /// Part of a purchase, or what is left of it; sometimes more than that, which is refused.
    void give_back_goods() {
        if (sold_.empty()) {
            return;
        }
        auto& [event, slip] = sold_[below(sold_.size())];
        sale_return entry{
            .member = event.member, .event = {id_, time_}, .slip = slip, .all = below(2) == 0, .remaining = event};
        entry.remaining.net = usd::from_minor_units(event.net.minor_units() * static_cast<std::int64_t>(below(5)) / 3);
        auto trial = members_[event.member];
        if (entry.all) {
            returns_ += reverse_all(programme_, trial, slip, entry.event).accepted() ? 1u : 0u;
        } else {
            returns_ += reverse(programme_, trial, slip, entry.remaining, entry.event).accepted() ? 1u : 0u;
        }
        happen(entry);
        if (member_count > entry.member) {
            REQUIRE(trial == members_[entry.member]);
        }
    }

    void use_points() {
        const occasion now{id_, time_};
        const auto some = amount<unit::points>::from_minor_units(static_cast<std::int64_t>(below(400)));
        switch (below(4)) {
        case 0:
            return happen(redeemed<unit::points>{.member = someone(), .event = now, .cost = some});
        case 1:
            return happen(reserved<unit::points>{
                .member = someone(), .event = now, .part = some, .terms = {below(3), date_of_now() + 10}});
        case 2:
            return happen(committed<unit::points>{.member = someone(), .event = now, .hold = below(3)});
        default:
            return happen(released<unit::points>{.member = someone(), .event = now, .hold = below(3)});
        }
    }
    [[nodiscard]] date date_of_now() const { return calendar<>{}.business_date(time_); }

    struct sold_goods {
        sale event{};
        receipt<Programme> slip{};
    };

    const Programme& programme_;
    std::mt19937_64& random_;
    std::vector<std::byte> room_;
    journal_writer journal_;
    members_type members_ = members_type(member_count);
    std::vector<sold_goods> sold_{};
    std::uint64_t id_ = 0;
    instant time_ = new_year;
    std::size_t accepted_ = 0;
    std::size_t returns_ = 0;
};

/// Replays the whole of a journal or its tail.
template <class Programme>
batch_result replay_into(const Programme& programme, std::vector<loyalty::member<Programme>>& members,
                         std::span<const std::byte> bytes, std::uint64_t from, journal_error& error) {
    std::array<item, 3> lines{};
    const basket_memory<currency::usd> memory{.lines = lines, .tenders = {}};
    no_sink none;
    journal_reader in{bytes, fingerprint(programme)};
    batch_result result{};
    const auto run = [&]<class... More>(detail::type_list<More...>) {
        result = replay<sale, goods, returned<Programme, sale>, More...>(programme, std::span{members}, in, from, none,
                                                                         no_profiles{}, memory);
    };
    if constexpr (Programme::booked_type::size != 0) {
        run(detail::type_list<redeemed<unit::points>, reserved<unit::points>, committed<unit::points>,
                              released<unit::points>>{});
    } else {
        run(detail::type_list<>{});
    }
    error = in.error();
    return result;
}

template <class Programme>
void check_snapshot_and_tail(const Programme& programme) {
    std::mt19937_64 random = engine();
    std::size_t returns = 0;
    std::size_t accepted = 0;
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
        returns += run.returns();
        accepted += run.accepted();
    }
    CHECK(returns > 300);
    CHECK(accepted > 5'000);
}

} // namespace

TEST_CASE("the five policies: a snapshot and the journal's tail are the continuous run") {
    check_snapshot_and_tail(five);
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
    CHECK(decoded > rounds / 10); // most changes contradict a sum
    CHECK(decoded < rounds);
}
