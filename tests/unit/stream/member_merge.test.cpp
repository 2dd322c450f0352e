// SPDX-License-Identifier: BSL-1.0
//
// Merged members in batches, journals, snapshots, histories and routers: events of the one who went go to the other.
#include <loyalty/engine/merged.hpp>

#include <loyalty/loyalty.hpp>

#include <loyalty/policies/referral.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/history.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/parallel.hpp>
#include <loyalty/stream/replay.hpp>
#include <loyalty/stream/router.hpp>
#include <loyalty/stream/snapshot.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::streams;
using loyalty::social::member_merge;
using loyalty::social::opening;
using sale = purchase<currency::usd>;
using gift = transfer<unit::points>;

namespace {

constexpr programme stars{terms<>{.name = "stars"},
                          tiered{350_usd},
                          tier_floor{},
                          points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          lots<unit::points>{},
                          social::mergeable{}};
using stars_type = std::remove_const_t<decltype(stars)>;
using member_type = member<stars_type>;
using brought = opening<unit::points>;
using event = event_of<stars_type, sale, brought>;

constexpr instant day(int of_march) {
    return "2025-03-01T12:00"_utc + dates::seconds{86'400 * (std::int64_t{of_march} - 1)};
}

brought opens(std::uint64_t id, std::uint32_t who) {
    brought result{.id = id, .member = who, .time = day(1), .tier = 1};
    result.add(100_points, {.earned_on = "2025-01-10"_date});
    return result;
}

/// Member 0 opens, buys and is merged into 1, and 1 into 2; the events after that name 0, 1 and 2. The last four are refused.
std::vector<event> life() {
    return {opens(1, 0),
            sale{.id = 2, .member = 1, .time = day(2), .net = 20_usd},
            member_merge{.id = 3, .member = 0, .time = day(3), .into = 1},
            sale{.id = 4, .member = 0, .time = day(4), .net = 30_usd},
            member_merge{.id = 5, .member = 1, .time = day(5), .into = 2},
            sale{.id = 6, .member = 0, .time = day(6), .net = 7_usd},
            gift{.id = 7, .member = 0, .time = day(7), .to = 3, .amount = 57_points},
            gift{.id = 8, .member = 3, .time = day(8), .to = 1, .amount = 10_points},
            gift{.id = 9, .member = 0, .time = day(9), .to = 1, .amount = 10_points},
            member_merge{.id = 10, .member = 0, .time = day(10), .into = 2},
            member_merge{.id = 11, .member = 2, .time = day(11), .into = 0},
            member_merge{.id = 12, .member = 2, .time = day(12), .into = 4}};
}

struct reasons {
    std::vector<reason> all{};
    template <class Event>
    void on(const Event&, const outcome_of<stars_type>& gave) {
        all.push_back(gave.refused);
    }
};

std::int64_t points_of(const member_type& own) {
    return balances_of<unit::points>(stars, own, day(20)).available.minor_units();
}

} // namespace

TEST_SUITE("stream/member_merge") {
    TEST_CASE("in a batch later events of the old number go to the new one, over two merges") {
        std::vector<member_type> members(4);
        reasons said;
        const auto all = life();
        CHECK(apply_all(stars, std::span{members}, std::span<const event>{all}, said) == batch_result{8, 4});
        CHECK(std::vector<reason>(said.all.begin() + 8, said.all.end()) ==
              std::vector<reason>{reason::same_member, reason::already_merged, reason::same_member,
                                  reason::unknown_member});
        CHECK(points_of(members[0]) == 0);
        CHECK(points_of(members[1]) == 0);
        CHECK(points_of(members[2]) == 100 + 20 + 30 + 7 - 57 + 10);
        CHECK(points_of(members[3]) == 47);
        CHECK(tier_of(stars, members[2], day(20)) == 1);
        const std::span<const member_type> view{members};
        CHECK(social::present_member(stars, view, 0) == 2);
        CHECK(social::present_member(stars, view, 1) == 2);
        CHECK(social::present_member(stars, view, 3) == 3);
        CHECK(social::present_member(stars, view, 9) == 9);
    }

    TEST_CASE("a journal has the merge, so a replay sends events on too; a snapshot has it as well") {
        std::vector<std::byte> room(1 << 14);
        journal_writer journal{room, fingerprint(stars)};
        std::vector<member_type> members(4);
        extensions::no_sink none{};
        for (const event& each : life()) {
            REQUIRE(journal.append(each));
            apply_all(stars, std::span{members}, std::span{&each, 1}, none);
        }
        std::vector<member_type> replayed(4);
        journal_reader in{journal.bytes(), fingerprint(stars)};
        CHECK(replay<event>(stars, std::span{replayed}, in) == batch_result{8, 4});
        CHECK_FALSE(in.error());
        CHECK(replayed == members);

        // From the middle on: the snapshot is taken between the first merge and what comes after it.
        std::vector<member_type> half(4);
        const auto all = life();
        apply_all(stars, std::span{half}, std::span<const event>{all}.first(3), none);
        std::vector<std::byte> bytes(encode_snapshot({}, stars, std::span<const member_type>{half}, 3));
        REQUIRE(encode_snapshot(bytes, stars, std::span<const member_type>{half}, 3) == bytes.size());
        std::vector<member_type> restored(4);
        const auto found = decode_snapshot(bytes, stars, std::span{restored});
        REQUIRE(found);
        journal_reader again{journal.bytes(), fingerprint(stars)};
        replay<event>(stars, std::span{restored}, again, found.position);
        CHECK(restored == members);
    }

    TEST_CASE("the numbers of both kinds in journals never change, and an opening is read as it was written") {
        CHECK(journal_kind_of<member_merge>::value == 27);
        CHECK(journal_kind_of<brought>::value == 28);
        opening<unit::points, currency::usd> event{.id = 7, .member = 3, .time = day(1), .tier = 2};
        event.add(100_points, {.earned_on = "2025-01-10"_date});
        event.add(5_usd);
        event.add(7_points, {.active_from = "2025-01-10"_date, .expires = "2026-01-10"_date});
        std::vector<std::byte> bytes(encoded_size(event));
        writer to{bytes};
        encode(to, event);
        reader from{bytes};
        opening<unit::points, currency::usd> found;
        CHECK(decode(from, found));
        CHECK(found == event);
        // Of other units it is another event.
        reader other{bytes};
        opening<unit::stamps, currency::usd> wrong;
        CHECK_FALSE(decode(other, wrong));
    }

    TEST_CASE("a receipt of the old number serves for the new one, and for no other") {
        using returned = return_of<stars_type, sale>;
        std::vector<member_type> members(3);
        extensions::no_sink none{};
        auto sold = apply_with_receipt(stars, members[0], sale{.id = 1, .member = 0, .time = day(1), .net = 30_usd});
        auto other = sold;
        const std::vector<event> merge{member_merge{.id = 3, .member = 0, .time = day(3), .into = 1}};
        apply_all(stars, std::span{members}, std::span<const event>{merge}, none);
        reasons said;
        const std::vector<event> events{
            returned{.id = 4, .member = 2, .time = day(4), .sale = 1, .receipt = &other.receipt},
            returned{.id = 5, .member = 0, .time = day(5), .sale = 1, .receipt = &sold.receipt}};
        apply_all(stars, std::span{members}, std::span<const event>{events}, said);
        CHECK(said.all == std::vector<reason>{reason::foreign_receipt, reason::none});
        CHECK(points_of(members[1]) == 0);
    }

    TEST_CASE("members that were read from bytes and lead in a circle take nothing, and end") {
        std::vector<member_type> members(2);
        for (std::uint32_t i = 0; i < 2; ++i) {
            members[i].policy<4>() = {.into = 1 - i, .is_gone = true};
        }
        reasons said;
        const std::vector<event> one{sale{.id = 1, .member = 0, .time = day(1), .net = 30_usd}};
        apply_all(stars, std::span{members}, std::span<const event>{one}, said);
        CHECK(said.all == std::vector<reason>{reason::already_merged});
        members[0].policy<4>().into = 77;
        apply_all(stars, std::span{members}, std::span<const event>{one}, said);
        CHECK(said.all.back() == reason::unknown_member);
    }

    TEST_CASE("a history has one member, and refuses a merge; an opening is its first event") {
        using history_type = member_history<stars_type, sale>;
        history_type history{stars};
        CHECK(history.submit(member_merge{.id = 3, .member = 0, .time = day(3), .into = 1}).refused ==
              reason::unknown_member);
        member_type own;
        const event as_any = member_merge{.id = 3, .member = 0, .time = day(3), .into = 1};
        CHECK(apply(stars, own, as_any).refused == reason::unknown_member);
    }

    TEST_CASE("a message to the old number reaches the new one") {
        constexpr programme club{social::referral{200_points, 50_usd}.linked_by(7).telling(8),
                                 points{per_activity{500_points}.of(8)}, social::mergeable{}};
        using club_type = std::remove_const_t<decltype(club)>;
        std::vector<member<club_type>> members(3);
        router<club_type> post;
        extensions::no_sink none{};
        apply(club, members[2], activity{.id = 1, .member = 2, .time = day(1), .kind = 7, .reference = 0});
        apply(club, members[2], sale{.id = 2, .member = 2, .time = day(2), .net = 50_usd}, extensions::no_profile{},
              post);
        CHECK(post.pending() == 1);
        const member_merge event{.id = 3, .member = 0, .time = day(2), .into = 1};
        CHECK(apply(club, members[0], members[1], event).accepted());
        post.deliver(club, std::span{members}, instant::maximum(), none);
        CHECK(members[1].balance<unit::points>() == 500_points);
        CHECK(members[0].balance<unit::points>() == 0_points);
    }

    TEST_CASE("split by the present member, several workers take the events of merged members") {
        std::vector<member_type> members(4);
        extensions::no_sink none{};
        const auto all = life();
        apply_all(stars, std::span{members}, std::span<const event>{all}, none);
        using one_member = event_of_one_member<stars_type, sale>;
        const std::vector<one_member> sales{sale{.id = 20, .member = 0, .time = day(20), .net = 1_usd},
                                            sale{.id = 21, .member = 3, .time = day(20), .net = 2_usd}};
        std::vector<split_part<stars_type, one_member>> parts(2);
        parts[0] = {.members = members, .transactions = std::span{sales}.first(1)};
        parts[1] = {.members = members, .transactions = std::span{sales}.last(1)};
        CHECK(apply_split(stars, std::span{parts}, in_turn{}).accepted == 2);
        CHECK(points_of(members[2]) == 111);
        CHECK(points_of(members[3]) == 49);
    }
}
