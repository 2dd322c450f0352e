// SPDX-License-Identifier: BSL-1.0
#include <loyalty/engine/pool.hpp>

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/event_codec.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::social;
using sale = purchase<currency::usd>;

namespace {

constexpr programme stars{terms<>{.name = "stars"}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          lots<unit::points>{}.expiring(expires_after_months<92>{3})};
using stars_type = std::remove_const_t<decltype(stars)>;
using receipt_type = pool_receipt<stars_type, unit::points>;
using members_type = std::array<member<stars_type>, 3>;

constexpr instant now = "2025-03-20T12:00"_utc;
constexpr std::array<std::uint32_t, 2> household{0, 2};

/// Anna, member 0: 300 points until May 10 and 100 until June 5. Carl, member 2: 200 until April 15. Ben is of another
/// household: 1000 points.
members_type three() {
    members_type all{};
    CHECK(apply(stars, all[0], sale{.id = 1, .time = "2025-02-10T12:00"_utc, .net = 300_usd}).accepted());
    CHECK(apply(stars, all[0], sale{.id = 2, .time = "2025-03-05T12:00"_utc, .net = 100_usd}).accepted());
    CHECK(apply(stars, all[1], sale{.id = 3, .time = "2025-03-05T12:00"_utc, .net = 1000_usd}).accepted());
    CHECK(apply(stars, all[2], sale{.id = 4, .time = "2025-01-15T12:00"_utc, .net = 200_usd}).accepted());
    return all;
}

template <class Programme, class Members>
amount<unit::points> has(const Programme& programme, const Members& all, std::size_t who, instant at = now) {
    return balances_of<unit::points>(programme, all[who], at).available;
}

} // namespace

TEST_SUITE("pool") {
    TEST_CASE("the oldest points first, whoever has them") {
        members_type all = three();
        CHECK(pooled<unit::points>(stars, all, household, now) == 600_points);
        std::array<receipt_type, 2> receipts{};
        const auto shares = redeem_from_pool(
            stars, all, household, pool_redemption<unit::points>{.id = 7, .time = now, .amount = 450_points}, receipts);
        REQUIRE(shares.accepted());
        CHECK(shares.there == 600_points);
        REQUIRE(shares.parts.size() == 2);
        CHECK(shares.parts[0] == pool_share<unit::points>{7, 0, now, 250_points});
        CHECK(shares.parts[1] == pool_share<unit::points>{7, 2, now, 200_points});
        CHECK(has(stars, all, 0) == 150_points);
        CHECK(has(stars, all, 1) == 1000_points);
        CHECK(has(stars, all, 2) == 0_points);
        // Who leaves takes what is left of its own: 50 until May 10, 100 until June 5.
        CHECK(has(stars, all, 0, "2025-05-10T00:00"_utc) == 100_points);

        // 120 of Anna's 250 go back to their lot, and then the rest; never twice.
        auto back = receipts[0].given_back({.id = 8, .time = now}, 120_points);
        CHECK(apply(stars, all[0], back).accepted());
        CHECK(has(stars, all, 0) == 270_points);
        back = receipts[0].given_back({.id = 9, .time = now});
        CHECK(apply(stars, all[0], back).accepted());
        CHECK(has(stars, all, 0) == 400_points);
        back = receipts[0].given_back({.id = 10, .time = now});
        CHECK(apply(stars, all[0], back).refused == reason::not_spent);
        CHECK(has(stars, all, 0, "2025-05-10T00:00"_utc) == 100_points);
    }

    TEST_CASE("in proportion to what each has, the largest remainder first") {
        members_type all = three();
        pool_redemption<unit::points> event{
            .id = 7, .time = now, .amount = 450_points, .sharing = pool_sharing::in_proportion};
        auto shares = share_in_pool(stars, all, household, event);
        REQUIRE(shares.parts.size() == 2);
        CHECK(shares.parts[0].amount == 300_points);
        CHECK(shares.parts[1].amount == 150_points);
        event.amount = 100_points; // 66 2/3 and 33 1/3
        shares = share_in_pool(stars, all, household, event);
        CHECK(shares.parts[0].amount == 67_points);
        CHECK(shares.parts[1].amount == 33_points);
        event.amount = 1_points; // a member who gives nothing has no part
        shares = share_in_pool(stars, all, household, event);
        REQUIRE(shares.parts.size() == 1);
        CHECK(shares.parts[0] == pool_share<unit::points>{7, 0, now, 1_points});
        event.amount = 600_points;
        std::array<receipt_type, 2> receipts{};
        CHECK(redeem_from_pool(stars, all, household, event, receipts).accepted());
        CHECK(pooled<unit::points>(stars, all, household, now) == 0_points);
        CHECK(has(stars, all, 1) == 1000_points);
    }

    TEST_CASE("first in and last in hold over the whole household") {
        const auto taken = []<class Lots>(const Lots& rules) {
            const programme shop{points{per_amount{1_points, 1_usd}, round_off{}}, rules};
            std::array<member<std::remove_const_t<decltype(shop)>>, 2> all{};
            apply(shop, all[0], sale{.id = 1, .time = "2025-01-10T12:00"_utc, .net = 10_usd});
            apply(shop, all[1], sale{.id = 2, .time = "2025-02-10T12:00"_utc, .net = 10_usd});
            apply(shop, all[0], sale{.id = 3, .time = "2025-03-10T12:00"_utc, .net = 10_usd});
            constexpr std::array<std::uint32_t, 2> both{0, 1};
            const pool_redemption<unit::points> event{.id = 7, .time = now, .amount = 15_points};
            std::array<std::int64_t, 2> each{};
            for (const auto& part : share_in_pool(shop, all, both, event).parts) {
                each[part.member] = part.amount.minor_units();
            }
            return each;
        };
        constexpr auto by_months = lots<unit::points>{}.expiring(expires_end_of_month<12>{});
        CHECK(taken(by_months) == std::array<std::int64_t, 2>{10, 5});
        CHECK(taken(by_months.consuming(consumption::first_in)) == std::array<std::int64_t, 2>{10, 5});
        CHECK(taken(by_months.consuming(consumption::last_in)) == std::array<std::int64_t, 2>{10, 5});
    }

    TEST_CASE("the redemption rule judges the whole, and limits count the parts") {
        constexpr programme shop{redemption_rule{redemption_rate{100_points, 1_usd}}
                                     .at_least(300_points)
                                     .at_most(250_points, calendar_window{period_unit::month}),
                                 points{per_amount{1_points, 1_usd}, round_off{}}, lots<unit::points>{}};
        std::array<member<std::remove_const_t<decltype(shop)>>, 2> all{};
        apply(shop, all[0], sale{.id = 1, .time = now, .net = 250_usd});
        apply(shop, all[1], sale{.id = 2, .time = now, .net = 350_usd});
        constexpr std::array<std::uint32_t, 2> both{0, 1};
        pool_redemption<unit::points> event{.id = 7, .time = now, .amount = 200_points};
        auto shares = share_in_pool(shop, all, both, event);
        CHECK(shares.refused == reason::below_minimum);
        CHECK(shares.there == 300_points);
        event.amount = 350_points;
        CHECK(share_in_pool(shop, all, both, event).refused == reason::uneven_amount);
        event.amount = 300_points; // 250 of the first, 50 of the second
        std::array<pool_receipt<std::remove_const_t<decltype(shop)>, unit::points>, 2> receipts{};
        CHECK(redeem_from_pool(shop, all, both, event, receipts).accepted());
        CHECK(has(shop, all, 1) == 300_points);

        // The second has 200 points of headroom left in March, and 300 points: nothing changes.
        event.id = 8;
        const auto before = all;
        const auto receipts_before = receipts;
        shares = redeem_from_pool(shop, all, both, event, receipts);
        CHECK(receipts == receipts_before);
        CHECK(shares.refused == reason::above_redemption_limit);
        CHECK(shares.refused_by == 1);
        CHECK(shares.parts.empty());
        CHECK(all == before);
    }

    TEST_CASE("a part that cannot come puts the parts before it back") {
        constexpr programme shop{redemption_rule{redemption_rate{100_points, 1_usd}}.at_most(
                                     300_points, calendar_window{period_unit::month}),
                                 points{per_amount{1_points, 1_usd}, round_off{}}, lots<unit::points>{}};
        std::array<member<std::remove_const_t<decltype(shop)>>, 2> all{};
        apply(shop, all[0], sale{.id = 1, .time = now, .net = 250_usd});
        apply(shop, all[1], sale{.id = 2, .time = now, .net = 350_usd});
        apply(shop, all[1], redemption<unit::points>{.id = 3, .time = now, .amount = 300_points});
        constexpr std::array<std::uint32_t, 2> both{0, 1};
        std::array<pool_receipt<std::remove_const_t<decltype(shop)>, unit::points>, 2> receipts{};
        const auto before = all;
        const auto receipts_before = receipts;
        const pool_redemption<unit::points> event{.id = 7, .time = now, .amount = 300_points};
        const auto shares = redeem_from_pool(shop, all, both, event, receipts); // 250 of the first, 50 of the second
        CHECK(shares.refused == reason::above_redemption_limit);
        CHECK(shares.refused_by == 1);
        CHECK(all == before);
        CHECK(receipts == receipts_before);
    }

    TEST_CASE("a programme that is over redeems nothing") {
        constexpr programme ended{terms<>{.valid = {.until = "2021-01-20T00:00"_utc}},
                                  points{per_amount{1_points, 1_usd}, round_off{}}, lots<unit::points>{}};
        std::array<member<std::remove_const_t<decltype(ended)>>, 1> all{};
        apply(ended, all[0], sale{.id = 1, .time = "2021-01-10T12:00"_utc, .net = 250_usd});
        constexpr std::array<std::uint32_t, 1> alone{0};
        std::array<pool_receipt<std::remove_const_t<decltype(ended)>, unit::points>, 1> receipts{};
        pool_redemption<unit::points> event{.id = 7, .time = "2021-01-20T00:00"_utc, .amount = 100_points};
        CHECK(redeem_from_pool(ended, all, alone, event, receipts).refused == reason::not_in_force);
        CHECK(has(ended, all, 0) == 250_points);
        event.time = "2021-01-19T00:00"_utc;
        CHECK(redeem_from_pool(ended, all, alone, event, receipts).accepted());
    }

    TEST_CASE("who has left: Carl's 200 points are no longer the household's, and he redeems them alone") {
        members_type all = three();
        std::array<receipt_type, 2> receipts{};
        constexpr std::array<std::uint32_t, 1> without_carl{0};
        CHECK(pooled<unit::points>(stars, all, without_carl, now) == 400_points);
        const members_type before = all;
        const auto no =
            redeem_from_pool(stars, all, without_carl,
                             pool_redemption<unit::points>{.id = 7, .time = now, .amount = 450_points}, receipts);
        CHECK(no.refused == reason::insufficient_balance);
        CHECK(no.there == 400_points);
        CHECK(no.parts.empty());
        CHECK(all == before);
        CHECK(apply(stars, all[2], redemption<unit::points>{.id = 8, .time = now, .amount = 200_points}).accepted());
        CHECK(has(stars, all, 2) == 0_points);
    }

    TEST_CASE("what a household cannot be, and what it does not have") {
        members_type all = three();
        const members_type before = all;
        std::array<receipt_type, 17> receipts{};
        pool_redemption<unit::points> event{.id = 7, .time = now, .amount = 100_points};
        const auto refuses = [&](std::span<const std::uint32_t> who) {
            const auto shares = redeem_from_pool(stars, all, who, event, receipts);
            CHECK(shares.parts.empty());
            CHECK(all == before);
            return shares.refused;
        };
        constexpr std::array<std::uint32_t, 2> stranger{0, 3};
        constexpr std::array<std::uint32_t, 2> twice{2, 2};
        constexpr std::array<std::uint32_t, 17> many{};
        CHECK(refuses(stranger) == reason::unknown_member);
        CHECK(refuses(twice) == reason::same_member);
        CHECK(refuses(many) == reason::pool_too_large);
        CHECK(pooled<unit::points>(stars, all, twice, now) == 0_points);
        event.amount = 601_points;
        CHECK(refuses(household) == reason::insufficient_balance);
        CHECK(share_in_pool(stars, all, household, event).there == 600_points);
        CHECK(refuses({}) == reason::insufficient_balance);
        event.amount = -1_points;
        CHECK(refuses(household) == reason::negative_amount);
        event.amount = 450_points;
        CHECK(redeem_from_pool(stars, all, household, event, std::span{receipts}.first(1)).refused ==
              reason::pool_too_large);
        // Carl's part cannot come: he has bought something later.
        CHECK(apply(stars, all[2], sale{.id = 5, .time = "2025-03-21T12:00"_utc, .net = 1_usd}).accepted());
        const members_type later = all;
        const auto shares = redeem_from_pool(stars, all, household, event, receipts);
        CHECK(shares.refused == reason::late_event);
        CHECK(shares.refused_by == 2);
        CHECK(all == later);
    }

    TEST_CASE("a part is an event like others: it has an outcome, and a journal takes it") {
        members_type all = three();
        const pool_share<unit::points> part{.id = 7, .member = 0, .time = now, .amount = 401_points};
        CHECK(preview(stars, all[0], part).refused == reason::insufficient_balance);
        std::array<std::byte, 64> room{};
        streams::writer out{room};
        streams::encode(out, part);
        streams::reader in{out.written()};
        pool_share<unit::points> again{};
        CHECK(streams::decode(in, again));
        CHECK(again == part);
    }
}
