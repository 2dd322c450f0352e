// SPDX-License-Identifier: BSL-1.0
//
// Things in histories, journals and snapshots, and by several workers.
#include <loyalty/loyalty.hpp>

#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/history.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/parallel.hpp>
#include <loyalty/stream/replay.hpp>
#include <loyalty/stream/snapshot.hpp>
#include <loyalty/stream/threads.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::streams;
using namespace loyalty::things;
using sale = purchase<currency::usd>;

namespace {

constexpr programme shop{terms<>{.name = "shop"}, spend_threshold{1_vouchers, every{10_usd}},
                         wallet<6>{}.issuing(vouchers{7}.for_each<unit::vouchers>(), vouchers{9})};
using shop_type = std::remove_const_t<decltype(shop)>;
using member_type = member<shop_type>;
using event = event_of<shop_type, sale>;
using history_type = member_history<shop_type, sale>;

constexpr instant day(int of_march) {
    return "2025-03-01T12:00"_utc + dates::seconds{86'400 * (std::int64_t{of_march} - 1)};
}

/// One event of each kind, of which the fifth is refused.
std::vector<event> all_kinds(std::uint32_t member) {
    return {thing_issue{.id = 1, .member = member, .time = day(1), .thing = {.code = 5, .campaign = 9, .uses = 4}},
            thing_issue{.id = 2, .member = member, .time = day(1), .thing = {.code = 6, .stored = 10_usd}},
            sale{.id = 3, .member = member, .time = day(2), .net = 25_usd},
            thing_use{.id = 4, .member = member, .time = day(2), .code = 5, .order = 3},
            thing_use{.id = 5, .member = member, .time = day(2), .code = 77},
            thing_hold{.id = 6, .member = member, .time = day(3), .code = 5, .order = 90, .until = day(9)},
            thing_hold{.id = 7, .member = member, .time = day(3), .code = 5, .order = 91, .until = day(9)},
            thing_commitment{.id = 8, .member = member, .time = day(4), .order = 90},
            thing_release{.id = 9, .member = member, .time = day(4), .order = 91},
            thing_top_up{.id = 10, .member = member, .time = day(5), .code = 6, .stored = 5_usd},
            thing_use{.id = 11, .member = member, .time = day(5), .code = 6, .stored = 7_usd},
            thing_restoration{.id = 12, .member = member, .time = day(6), .order = 11, .code = 6, .stored = 1_usd},
            thing_restoration{.id = 13, .member = member, .time = day(6), .order = 90},
            thing_cancellation{.id = 14, .member = member, .time = day(7), .code = 5}};
}

void check_all_kinds(const member_type& own) {
    const auto all = things_of(shop, own, day(8));
    REQUIRE(all.size() == 4);
    CHECK(all[0] == thing_at{status::cancelled, {.code = 5, .campaign = 9, .uses = 3, .from = day(1)}});
    CHECK(all[1] == thing_at{status::active, {.code = 6, .stored = 9_usd}});
    CHECK(all[2].thing.campaign == 7);
    CHECK(all[3].status == status::active);
}

} // namespace

TEST_CASE("events of things have numbers in journals, which never change") {
    CHECK(journal_kind_of<thing_issue>::value == 32);
    CHECK(journal_kind_of<thing_use>::value == 33);
    CHECK(journal_kind_of<thing_hold>::value == 34);
    CHECK(journal_kind_of<thing_commitment>::value == 35);
    CHECK(journal_kind_of<thing_release>::value == 36);
    CHECK(journal_kind_of<thing_cancellation>::value == 37);
    CHECK(journal_kind_of<thing_restoration>::value == 38);
    CHECK(journal_kind_of<thing_top_up>::value == 39);
}

TEST_CASE("events of things in a journal: each comes back, and the members too") {
    std::vector<std::byte> room(1 << 14);
    journal_writer journal{room, fingerprint(shop)};
    member_type own;
    std::size_t accepted = 0;
    for (const event& each : all_kinds(0)) {
        REQUIRE(journal.append(each));
        accepted += apply(shop, own, each).accepted() ? 1u : 0u;
    }
    CHECK(accepted == 13);
    check_all_kinds(own);

    std::vector<member_type> replayed(1);
    journal_reader in{journal.bytes(), fingerprint(shop)};
    CHECK(replay<event>(shop, std::span{replayed}, in) == batch_result{13, 1});
    CHECK_FALSE(in.error());
    CHECK(replayed[0] == own);

    std::vector<std::byte> bytes(encode_snapshot({}, shop, std::span<const member_type>{replayed}, 14));
    REQUIRE(encode_snapshot(bytes, shop, std::span<const member_type>{replayed}, 14) == bytes.size());
    std::vector<member_type> again(1);
    CHECK(decode_snapshot(bytes, shop, std::span{again}));
    CHECK(again[0] == own);
}

TEST_CASE("events of things by several workers") {
    constexpr std::uint32_t members = 50;
    std::vector<event> stream;
    for (std::uint32_t i = 0; i < members; ++i) {
        for (const event& each : all_kinds(i)) {
            stream.push_back(each);
        }
    }
    std::vector<member_type> one_by_one(members);
    std::vector<member_type> together(members);
    extensions::no_sink none;
    const auto result = apply_all(shop, std::span{one_by_one}, std::span<const event>{stream}, none);
    CHECK(result == batch_result{13 * members, members});
    check_all_kinds(one_by_one[7]);

    using of_one = event_of_one_member<shop_type, sale>;
    static_assert(of_one::can_be<thing_use>);
    std::vector<of_one> split;
    for (const event& each : stream) {
        each.visit([&](const auto& one) {
            if constexpr (of_one::can_be<std::remove_cvref_t<decltype(one)>>) {
                split.push_back(one);
            }
        });
    }
    REQUIRE(split.size() == stream.size());
    threads workers{3};
    std::vector<outcome_of<shop_type>> outcomes(split.size());
    const auto sums =
        apply_partitioned(shop, std::span{together}, std::span<const of_one>{split}, std::span{outcomes}, 3, workers);
    CHECK(sums.accepted == 13 * members);
    CHECK(sums.granted<unit::vouchers>() == 100_vouchers);
    CHECK(outcomes[4].refused == reason::not_holder);
    CHECK(together == one_by_one);
}

TEST_CASE("a history puts a late use into its place, and the second one is refused as before") {
    const auto issue = thing_issue{.id = 1, .time = day(1), .thing = {.code = 5, .campaign = 9}};
    const auto first = thing_use{.id = 2, .time = day(2), .code = 5};
    const auto second = thing_use{.id = 3, .time = day(3), .code = 5};
    history_type late{shop};
    CHECK(late.submit(issue).accepted());
    CHECK(late.submit(second).accepted());
    CHECK(late.submit(first).accepted()); // before the second one, which is refused now
    CHECK(late.outcome_of(3)->refused == reason::already_used);
    CHECK(late.submit(second).accepted()); // the first answer stands
    CHECK(late.first_outcome_of(3)->accepted());

    history_type ordered{shop};
    CHECK(ordered.submit(issue).accepted());
    CHECK(ordered.submit(first).accepted());
    CHECK(ordered.submit(second).refused == reason::already_used);
    CHECK(ordered.submit(second).refused == reason::already_used); // B17: the same refusal
    CHECK(late.state() == ordered.state());
}

TEST_CASE("a history gives back what a sale used and issued, without a receipt") {
    history_type anna{shop};
    anna.submit(thing_issue{.id = 1, .time = day(1), .thing = {.code = 5, .campaign = 9}});
    anna.submit(sale{.id = 2, .time = day(2), .net = 10_usd});
    anna.submit(thing_use{.id = 3, .time = day(2), .code = 5, .order = 2});
    CHECK(thing(shop, anna.state(), 5, day(2)).status == status::used);
    anna.submit(return_of<shop_type, sale>{.id = 4, .time = day(3), .sale = 2});
    const auto all = things_of(shop, anna.state(), day(3));
    REQUIRE(all.size() == 2);
    CHECK(all[0].status == status::active);
    CHECK(all[1].status == status::cancelled);
}
