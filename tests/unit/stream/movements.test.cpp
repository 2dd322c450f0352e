// SPDX-License-Identifier: BSL-1.0
//
// Purchases that points pay, and lots with dates of their own, wherever events go: bytes, journals, batches, partitions, histories,
// snapshots and sealed receipts.
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/event_codec.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/history.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/parallel.hpp>
#include <loyalty/stream/replay.hpp>
#include <loyalty/stream/seal.hpp>
#include <loyalty/stream/snapshot.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::prices;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;
using goods = basket<currency::usd>;
using item = basket_line<currency::usd>;
using paid_sale = paid_with<sale, unit::points>;
using paid_goods = paid_with<goods, unit::points>;

namespace {

struct coins {
    static constexpr unit_code code = "coins";
    static constexpr int digits = 0;
};

constexpr round_off whole{rounding::floor};

constexpr auto shop_of(std::int32_t days) {
    return programme{terms<>{.name = "shop"}, redemption_rule{redemption_rate{100_points, 1_usd}},
                     points{per_amount{1_points, 1_usd}.of(after_points{}), whole},
                     dated{points{per_visit{300_points}}}.expiring(expires_after_days<30>{days}),
                     lots<unit::points>{}.expiring(expires_end_of_month<6>{}).spare_buckets<32>()};
}
constexpr programme shop = shop_of(30);
using shop_type = std::remove_const_t<decltype(shop)>;
using shop_event = event_of<shop_type, paid_sale>;

constexpr instant monday = "2025-03-10T12:00"_utc;
constexpr instant tuesday = "2025-03-11T12:00"_utc;
constexpr instant wednesday = "2025-03-12T12:00"_utc;

constexpr paid_sale first{{.id = 1, .time = monday, .net = 40_usd}, 0_points};        // 40 and 300
constexpr paid_sale second{{.id = 2, .time = tuesday, .net = 10_usd}, 200_points};    // 200 pay 2.00; 8 and 300
constexpr paid_sale too_much{{.id = 3, .time = tuesday, .net = 10_usd}, 1100_points}; // of a bill that takes 1000
constexpr paid_sale half_kept{{.id = 2, .time = tuesday, .net = 5_usd}, 200_points};  // 100 pay 1.00; 4 and 300

amount<unit::points> available(const member<shop_type>& own, instant at) {
    return balances_of<unit::points>(shop, own, at).available;
}

} // namespace

TEST_SUITE("stream/movements") {
    TEST_CASE("the numbers of purchases that points pay, and of their returns") {
        CHECK(journal_kind_of<paid_sale>::value == 129);
        CHECK(journal_kind_of<paid_goods>::value == 130);
        CHECK(journal_kind_of<return_of<shop_type, paid_sale>>::value == 385);
    }

    TEST_CASE("bytes of a purchase and of a basket that points pay") {
        std::array<std::byte, 512> room{};
        writer out{room};
        encode(out, second);
        reader in{out.written()};
        paid_sale again{};
        REQUIRE(decode(in, again));
        CHECK(again == second);
        CHECK(in.at_end());

        const std::array<item, 2> lines{{{.id = 1, .net = 6_usd}, {.id = 2, .net = 4_usd}}};
        writer more{room};
        encode(more, paid_goods{goods{.id = 4, .time = monday, .lines = lines, .tenders = {}}, 100_points});
        reader from{more.written()};
        std::array<item, 2> line_room{};
        paid_goods read{};
        REQUIRE(decode(from, read, basket_memory<currency::usd>{.lines = line_room, .tenders = {}}));
        CHECK(read.points_paid == 100_points);
        REQUIRE(read.lines.size() == 2);
        CHECK(read.lines[1].net == 4_usd);
        CHECK(from.at_end());

        reader torn{more.written().first(more.written().size() - 1)};
        CHECK_FALSE(decode(torn, read, basket_memory<currency::usd>{.lines = line_room, .tenders = {}}));
        reader other_unit{out.written()};
        paid_with<sale, coins> none{};
        CHECK_FALSE(decode(other_unit, none));
    }

    TEST_CASE("a journal, a batch and partitions give the members that one by one gives, with returns") {
        member<shop_type> anna;
        std::array<std::byte, 8192> room{};
        journal_writer journal{room, fingerprint(shop)};
        const auto note = [&](const shop_event& event) { REQUIRE(journal.append(event)); };
        note(first);
        apply(shop, anna, first);
        note(second);
        auto sold = apply_with_receipt(shop, anna, second);
        const auto receipt = sold.receipt;
        note(too_much);
        CHECK(apply(shop, anna, too_much).refused == reason::more_than_bill);
        auto back = sold.receipt.returned({.id = 4, .time = wednesday}, half_kept);
        note(back);
        CHECK(apply(shop, anna, back).granted<unit::points>() == -4_points);
        // 340 - 200 + 308, and of the half 100 come back and 4 go
        CHECK(available(anna, wednesday) == 544_points);

        std::vector<member<shop_type>> replayed(1);
        journal_reader in{journal.bytes(), fingerprint(shop)};
        CHECK(replay<shop_event>(shop, std::span{replayed}, in) == batch_result{3, 1});
        CHECK_FALSE(in.error());
        CHECK(replayed[0] == anna);

        auto own_receipt = receipt;
        back.receipt = &own_receipt;
        const std::array<shop_event, 4> stream{shop_event{first}, shop_event{second}, shop_event{too_much},
                                               shop_event{back}};
        std::vector<member<shop_type>> in_batch(1);
        no_sink none;
        CHECK(apply_all(shop, std::span{in_batch}, std::span<const shop_event>{stream}, none).refused == 1);
        CHECK(in_batch[0] == anna);
        CHECK(own_receipt == sold.receipt);

        const std::array<paid_sale, 3> sales{first, second, too_much};
        std::vector<member<shop_type>> by_parts(1);
        std::array<outcome_of<shop_type>, 3> outcomes{};
        const auto sums = apply_partitioned(shop, std::span{by_parts}, std::span<const paid_sale>{sales},
                                            std::span<outcome_of<shop_type>>{outcomes}, 2, in_turn{});
        CHECK(sums.refused == 1);
        CHECK(outcomes[1].granted<unit::points>() == 308_points);
        CHECK(available(by_parts[0], tuesday) == 448_points);
    }

    TEST_CASE("a history puts a late purchase into its place, and with it what points could pay") {
        member_history<shop_type, paid_sale> anna{shop};
        using back = return_of<shop_type, paid_sale>;
        CHECK(anna.submit(second).refused == reason::insufficient_balance);
        CHECK(anna.submit(back{.id = 4, .time = wednesday, .sale = 2, .remaining = half_kept}).refused ==
              reason::unknown_sale);
        CHECK(anna.submit(first).granted<unit::points>() == 340_points);
        CHECK(anna.outcome_of(2)->granted<unit::points>() == 308_points);
        CHECK(anna.outcome_of(4)->granted<unit::points>() == -4_points);
        CHECK(available(anna.state(), wednesday) == 544_points);
        CHECK(anna.submit(back{.id = 5, .time = wednesday, .sale = 2}).granted<unit::points>() == -304_points);
        CHECK(available(anna.state(), wednesday) == 340_points);
        CHECK(anna.submit(back{.id = 6, .time = wednesday, .sale = 2}).refused == reason::already_returned);
    }

    TEST_CASE("a snapshot, and a receipt that left the house") {
        std::vector<member<shop_type>> members(1);
        apply(shop, members[0], first);
        auto sold = apply_with_receipt(shop, members[0], second);
        std::vector<std::byte> bytes(encode_snapshot({}, shop, std::span<const member<shop_type>>{members}, 2));
        encode_snapshot(bytes, shop, std::span<const member<shop_type>>{members}, 2);
        std::vector<member<shop_type>> again(1);
        CHECK(decode_snapshot(bytes, shop, std::span{again}).members == 1);
        CHECK(again == members);

        constexpr seal_key key{1, 2};
        std::array<std::byte, 4096> paper{};
        writer out{paper};
        encode_sealed(out, shop, sold.receipt, key);
        REQUIRE(out.fits());
        receipt<shop_type> slip{};
        reader in{out.written()};
        REQUIRE(decode_sealed(in, shop, slip, key) == reason::none);
        CHECK(slip == sold.receipt);
        CHECK(apply(shop, again[0], slip.returned({.id = 3, .time = wednesday})).granted<unit::points>() ==
              -308_points);
        CHECK(available(again[0], wednesday) == 340_points);
    }

    TEST_CASE("programmes with other dates are other programmes") {
        CHECK(fingerprint(shop) == fingerprint(shop_of(30)));
        CHECK(fingerprint(shop) != fingerprint(shop_of(29)));
    }
}
