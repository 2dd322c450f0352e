// SPDX-License-Identifier: BSL-1.0
//
// Checkouts in streams: their bytes, journals and snapshots, histories, batches.
#include "../../support/checkouts.hpp"

#include <loyalty/stream/event_codec.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/history.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/parallel.hpp>
#include <loyalty/stream/replay.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::prices;
using namespace loyalty::streams;
using namespace checkouts;

namespace {

constexpr programme shop{discounts{percent_off(10_pct), amount_off(5_usd).needs(coupon{7})},
                         points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                         redemption_rule{redemption_rate{1_points, 0.03_usd}}, lots<unit::points>{}};
constexpr programme without{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
using shop_type = std::remove_const_t<decltype(shop)>;
using without_type = std::remove_const_t<decltype(without)>;
using sale = basket<usd>;
using any = event_of<shop_type, sale>;

static_assert(any::can_be<event_type>);
static_assert(event_of_one_member<shop_type, sale>::can_be<event_type>);
static_assert(!event_of<without_type, sale>::can_be<event_type>,
              "a programme without discounts has the events of before");
static_assert(journal_kind_of<event_type>::value == 8);

/// Memory for the lists of a checkout that is read.
struct room {
    std::array<line, 8> lines{};
    std::array<tender_part<usd>, 4> tenders{};
    std::array<things::presented, 4> presented{};
    std::array<prices::payment<usd>, 4> payments{};

    [[nodiscard]] checkout_memory<usd> memory() { return {{lines, tenders}, presented, payments}; }
};

/// 100.00 with 10 % off, the coupon, and 1000 points: 30.00 of 85.00.
till large() {
    till made{
        {goods(1, 60_usd, 2, 17), goods(2, 40_usd)}, {thing(4711, 7)}, {by_points(1000_points), by_card(9, 3_usd)}};
    made.id = 3;
    return made;
}
/// A purchase before it, which earns the points.
sale earlier(const std::vector<line>& lines) {
    sale made{};
    made.id = 1;
    made.time = "2025-03-01T12:00"_utc;
    made.lines = lines;
    return made;
}

} // namespace

TEST_SUITE("stream/checkout") {
    TEST_CASE("a checkout is read as it was written, and torn bytes are none") {
        const till shop_till = large();
        event_type event = shop_till.event();
        event.store = 4;
        event.channel = 5;
        event.rest = tender::card;
        std::array<std::byte, 1024> bytes{};
        writer out{bytes};
        streams::encode(out, event);
        REQUIRE(out.needed() <= bytes.size());
        room there;
        event_type again{};
        reader in{std::span{bytes}.first(out.needed())};
        REQUIRE(streams::decode(in, again, there.memory()));
        CHECK(again == event);
        CHECK(again.presented[0].thing.campaign == 7);
        CHECK(again.payments[1].card.thing.stored == 3_usd);
        for (std::size_t size = 0; size < out.needed(); ++size) {
            reader torn{std::span{bytes}.first(size)};
            CHECK_FALSE(streams::decode(torn, again, there.memory()));
        }
        checkout_memory<usd> small = there.memory();
        small.presented = small.presented.first(0);
        reader full{std::span{bytes}.first(out.needed())};
        CHECK_FALSE(streams::decode(full, again, small));
        reader none{std::span{bytes}.first(out.needed())};
        CHECK_FALSE(streams::decode(none, again));
    }

    TEST_CASE("a journal's tail behind a state gives the members of the run, in baskets and checkouts") {
        const std::vector<line> many{goods(1, 2000_usd)};
        const till shop_till = large();
        const std::vector<any> stream{earlier(many), shop_till.event()};
        std::array<member<shop_type>, 1> members{};
        std::array<std::byte, 4096> bytes{};
        journal_writer out{bytes, fingerprint(shop)};
        totals<shop_type> sums;
        apply_all(shop, std::span{members}.first(1), std::span<const any>{stream}, sums);
        CHECK(sums.accepted == 2);
        CHECK(balances_of<unit::points>(shop, members[0], noon).available == 1085_points);
        for (const any& each : stream) {
            REQUIRE(out.append(each));
        }
        room there;
        std::array<member<shop_type>, 1> again{};
        journal_reader in{out.bytes(), fingerprint(shop)};
        extensions::no_sink none{};
        CHECK(replay<any>(shop, std::span{again}, in, 0, none, no_profiles{}, there.memory()) == batch_result{2, 0});
        CHECK(again == members);
        // The tail alone, behind the state after the first record.
        std::array<member<shop_type>, 1> tail{};
        CHECK(apply(shop, tail[0], earlier(many)).accepted());
        journal_reader rest{out.bytes(), fingerprint(shop)};
        CHECK(replay<any>(shop, std::span{tail}, rest, 1, none, no_profiles{}, there.memory()) == batch_result{1, 0});
        CHECK(tail == members);
        // Discounts are rules: with another one the journal is foreign.
        constexpr programme other_shop{discounts{percent_off(11_pct), amount_off(5_usd).needs(coupon{7})},
                                       points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                                       redemption_rule{redemption_rate{1_points, 0.03_usd}}, lots<unit::points>{}};
        CHECK(fingerprint(other_shop) != fingerprint(shop));
    }

    TEST_CASE("a batch counts a checkout whose bill cannot be paid as refused") {
        member<shop_type> anna;
        till poor = one(10_usd);
        poor.payments = {by_points(1_points)};
        till paid = one(10_usd);
        paid.id = 101;
        const std::array<event_type, 2> stream{poor.event(), paid.event()};
        extensions::no_sink none{};
        CHECK(apply_all(shop, std::span{&anna, 1}, std::span<const event_type>{stream}, none) == batch_result{1, 1});
        CHECK(balances_of<unit::points>(shop, anna, noon).available == 9_points); // of 9.00
    }

    TEST_CASE("a history takes a checkout that comes late, tells a duplicate, and returns it") {
        using history = member_history<shop_type, purchase<usd>>;
        const till shop_till = large();
        history anna{shop};
        const purchase<usd> last{.id = 5, .time = "2025-03-20T12:00"_utc, .net = 10_usd};
        const purchase<usd> first{.id = 1, .time = "2025-03-01T12:00"_utc, .net = 2000_usd};
        CHECK(anna.submit(last).accepted());
        CHECK(anna.submit(first).accepted());
        CHECK(anna.submit(shop_till.event()).granted<unit::points>() == 85_points);
        const till the_same = large();
        CHECK(anna.submit(the_same.event()).granted<unit::points>() == 85_points); // a duplicate, in other memory
        till conflict = large();
        conflict.codes.clear();
        CHECK(anna.submit(conflict.event()).refused == reason::conflicting_event);
        using back = return_of<shop_type, purchase<usd>>;
        CHECK(anna.submit(back{.id = 6, .time = "2025-03-21T12:00"_utc, .sale = 3}).granted<unit::points>() ==
              -85_points);
        CHECK(balances_of<unit::points>(shop, anna.state(), "2025-03-21T12:00"_utc).available == 2010_points);
    }

    TEST_CASE("parts of a stream on several workers give the sums of one") {
        std::vector<till> tills;
        for (std::uint64_t i = 0; i < 40; ++i) {
            till made = one(money<usd>::from_minor_units(1000 + static_cast<std::int64_t>(i)));
            made.id = i + 1;
            tills.push_back(made);
        }
        std::vector<event_type> stream;
        for (const till& each : tills) {
            stream.push_back(each.event());
            stream.back().member = static_cast<std::uint32_t>(each.id % 4);
        }
        std::vector<member<shop_type>> members(4);
        totals<shop_type> sums;
        apply_all(shop, std::span<member<shop_type>>{members}, std::span<const event_type>{stream}, sums);
        CHECK(sums.accepted == 40);
        CHECK(sums.granted<unit::points>() == 360_points); // 10.00 to 10.39, less 10 %: 9 points each
        std::vector<member<shop_type>> parts(4);
        std::vector<event_type> even;
        std::vector<event_type> odd;
        for (const event_type& each : stream) {
            (each.member % 2 == 0 ? even : odd).push_back(each);
        }
        std::array<split_part<shop_type, event_type>, 2> split{
            {{.members = parts, .transactions = even}, {.members = parts, .transactions = odd}}};
        in_turn workers{};
        const auto all = apply_split(shop, std::span{split}, workers);
        CHECK(all == sums);
        CHECK(parts == members);
    }
}
