// SPDX-License-Identifier: BSL-1.0
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/history.hpp>

#include <doctest/doctest.h>

#include <array>
#include <span>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::extensions;
using namespace loyalty::streams;

// A tier set by hand and a paid membership, in streams of programmes that keep neither or both.

namespace {

using sale = purchase<currency::usd>;

constexpr points rate{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme plain{tiered{100_usd}, rate};
constexpr programme keeping{tiered{100_usd}, tier_floor{}, paid_membership{}, rate};
using plain_type = std::remove_const_t<decltype(plain)>;
using keeping_type = std::remove_const_t<decltype(keeping)>;

constexpr instant noon = "2025-03-09T12:00"_utc;
constexpr sale bought{.id = 1, .time = noon, .net = 10_usd};
constexpr tier_grant gold{.id = 2, .time = noon, .tier = 1};
constexpr membership_change year{.id = 3, .time = noon, .membership = {noon, "2026-03-09T12:00"_utc}};

} // namespace

TEST_SUITE("stream/not_kept") {
    TEST_CASE("one of a sum is refused, and the member is as before") {
        using event = event_of<plain_type, sale>;
        member<plain_type> anna;
        CHECK(apply(plain, anna, event{bought}).accepted());
        const auto before = anna;
        CHECK(apply(plain, anna, event{gold}).refused == reason::not_kept);
        CHECK(apply(plain, anna, event{year}).refused == reason::not_kept);
        CHECK(preview(plain, anna, event{gold}).refused == reason::not_kept);
        CHECK(anna == before);
        CHECK(apply(plain, anna, event{tier_grant{.id = 1, .time = noon, .tier = 1}}).refused ==
              reason::duplicate_event);
        CHECK(message(reason::not_kept) ==
              "no policy of the programme keeps what the event sets: add a tier_floor{} for "
              "tiers, or a paid_membership{}");
    }

    TEST_CASE("a batch refuses two of three, a programme that keeps both none") {
        const std::array<event_of<plain_type, sale>, 3> three{bought, gold, year};
        std::array<member<plain_type>, 1> members{};
        totals<plain_type> sums{};
        CHECK(apply_all(plain, std::span{members}, std::span<const event_of<plain_type, sale>>{three}, sums) ==
              batch_result{1, 2});
        const std::array<event_of<keeping_type, sale>, 3> same{bought, gold, year};
        std::array<member<keeping_type>, 1> kept{};
        totals<keeping_type> others{};
        CHECK(apply_all(keeping, std::span{kept}, std::span<const event_of<keeping_type, sale>>{same}, others) ==
              batch_result{3, 0});
        CHECK(tier_of(keeping, kept[0], noon) == 1);
    }

    TEST_CASE("a history refuses them") {
        member_history<plain_type, sale> anna{plain};
        CHECK(anna.submit(bought).accepted());
        CHECK(anna.submit(gold).refused == reason::not_kept);
        CHECK(anna.submit(year).refused == reason::not_kept);
    }
}
