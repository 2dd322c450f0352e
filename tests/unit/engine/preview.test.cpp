// SPDX-License-Identifier: BSL-1.0
//
// A preview of each kind of event equals the event, and changes neither the member nor a receipt (S15).
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using sale = purchase<currency::usd>;

namespace {

constexpr programme stars{tiered{100_usd},
                          tier_floor{},
                          paid_membership{},
                          points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          points{per_activity{50_points}.of(1u)},
                          points{per_delivery{20_points}},
                          lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<6>{})};
using stars_type = std::remove_const_t<decltype(stars)>;

constexpr instant december = "2020-12-15T12:00"_utc;
constexpr instant now = "2021-01-20T12:00"_utc;
constexpr date two_days_later = "2021-01-22"_date;

/// 60 points, of which 20 are held.
member<stars_type> regular() {
    member<stars_type> anna;
    apply(stars, anna, sale{.id = 1, .time = december, .net = 60_usd});
    apply(stars, anna,
          reservation<unit::points>{.id = 2, .time = now, .hold = 1, .amount = 20_points, .until = two_days_later});
    return anna;
}

/// Previews an event and then applies it.
template <class Event>
outcome_of<stars_type> seen_before(member<stars_type> anna, const Event& event) {
    const auto before = anna;
    const auto shown = preview(stars, anna, event);
    CHECK(anna == before);
    const auto gave = apply(stars, anna, event);
    CHECK(shown == gave);
    CHECK((anna == before) == !gave.accepted());
    return shown;
}

} // namespace

TEST_CASE("previews of events that earn") {
    const auto bought = seen_before(regular(), sale{.id = 3, .time = now, .net = 100_usd});
    CHECK(bought.granted<unit::points>() == 100_points);
    CHECK(bought.tier_after == 1);
    const basket_line<currency::usd> lines[]{{.net = 10_usd}, {.net = 5_usd}};
    CHECK(seen_before(regular(), basket<currency::usd>{.id = 3, .time = now, .lines = lines}).granted<unit::points>() ==
          15_points);
    CHECK(seen_before(regular(), activity{.id = 3, .time = now, .kind = 1}).granted<unit::points>() == 50_points);
    CHECK(seen_before(regular(), delivery{.id = 3, .time = now, .order = 1, .number = 1}).granted<unit::points>() ==
          20_points);
}

TEST_CASE("previews of events that change an account") {
    CHECK(seen_before(regular(), redemption<unit::points>{.id = 3, .time = now, .amount = 40_points}).accepted());
    CHECK(seen_before(regular(), redemption<unit::points>{.id = 3, .time = now, .amount = 41_points}).refused ==
          reason::insufficient_balance);
    CHECK(seen_before(
              regular(),
              reservation<unit::points>{.id = 3, .time = now, .hold = 2, .amount = 40_points, .until = two_days_later})
              .accepted());
    CHECK(seen_before(regular(), commitment<unit::points>{.id = 3, .time = now, .hold = 1}).accepted());
    CHECK(seen_before(regular(), release<unit::points>{.id = 3, .time = now, .hold = 1}).accepted());
    CHECK(seen_before(regular(), clawback<unit::points>{.id = 3, .time = now, .amount = 30_points})
              .granted<unit::points>() == -30_points);
    CHECK(seen_before(regular(), adjustment<unit::points>{.id = 3, .time = now, .amount = 7_points})
              .granted<unit::points>() == 7_points);
}

TEST_CASE("previews of events that change neither points nor money") {
    CHECK(seen_before(regular(), time_passed{.id = 3, .time = now}).accepted());
    CHECK(seen_before(regular(), tier_grant{.id = 3, .time = now, .tier = 1}).accepted());
    CHECK(seen_before(regular(),
                      membership_change{.id = 3, .time = now, .membership = {now, now + dates::seconds{86'400}}})
              .accepted());
}

TEST_CASE("previews of a tier set by hand and of a paid membership") {
    constexpr programme club{tiered{100_usd}, tier_floor{}, paid_membership{},
                             points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x},
                                    multiply_by{3_x}.when(membership_active()), round_off{rounding::floor}}};
    member<std::remove_const_t<decltype(club)>> anna;
    apply(club, anna, sale{.id = 1, .time = december, .net = 10_usd});
    const auto before = anna;
    const sale of_10{.id = 3, .time = now, .net = 10_usd};

    const tier_grant gold{.id = 2, .time = now, .tier = 1, .until = two_days_later};
    const auto shown_gold = preview(club, anna, gold);
    CHECK(shown_gold.tier_before == 0);
    CHECK(shown_gold.tier_after == 1);
    CHECK(anna == before);
    CHECK(preview(club, anna, of_10).granted<unit::points>() == 10_points);
    CHECK(apply(club, anna, gold) == shown_gold);
    CHECK(preview(club, anna, of_10).granted<unit::points>() == 20_points);

    anna = before;
    const membership_change year{.id = 2, .time = now, .membership = {now, now + dates::seconds{86'400}}};
    const auto shown_year = preview(club, anna, year);
    CHECK(shown_year.accepted());
    CHECK(anna == before);
    CHECK(preview(club, anna, of_10).granted<unit::points>() == 10_points);
    CHECK(apply(club, anna, year) == shown_year);
    CHECK_FALSE(anna == before);
    CHECK(preview(club, anna, of_10).granted<unit::points>() == 30_points);
}

TEST_CASE("a preview that is refused says what was asked and what was there") {
    struct refusal_log {
        refusal last{};
        void on(const refusal& one) noexcept { last = one; }
    } log;
    const member<stars_type> anna = regular();
    const redemption<unit::points> too_many{.id = 3, .time = now, .amount = 41_points};
    CHECK(preview(stars, anna, too_many, no_profile{}, log).refused == reason::insufficient_balance);
    CHECK(log.last == refusal{.why = reason::insufficient_balance,
                              .rule = 6,
                              .policy = "lots",
                              .asked = 41,
                              .there = 40,
                              .unit = "points"});
    CHECK(anna == regular());
}

TEST_CASE("a preview of a confirmation") {
    constexpr programme hotel{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                              lots<unit::points>{}.activating(activates_on_confirmation<30>{})};
    member<std::remove_const_t<decltype(hotel)>> anna;
    apply(hotel, anna, sale{.id = 1, .time = now, .net = 100_usd});
    const auto before = anna;
    const confirmation<unit::points> stay{
        .id = 2, .time = now + dates::seconds{86'400}, .amount = 60_points, .earned_on = "2021-01-20"_date};
    const auto shown = preview(hotel, anna, stay);
    CHECK(anna == before);
    CHECK(shown.accepted());
    CHECK(apply(hotel, anna, stay) == shown);
    CHECK_FALSE(anna == before);
}

TEST_CASE("a preview of a return leaves the receipt, so that the return itself takes as much") {
    member<stars_type> anna;
    auto sold = apply_with_receipt(stars, anna, sale{.id = 1, .time = december, .net = 60_usd});
    const auto before = anna;
    const auto slip = sold.receipt;
    const auto part = sold.receipt.returned({.id = 2, .time = now}, sale{.id = 1, .time = december, .net = 25_usd});
    CHECK(preview(stars, anna, part).granted<unit::points>() == -35_points);
    CHECK(anna == before);
    CHECK(sold.receipt == slip);
    CHECK(apply(stars, anna, part).granted<unit::points>() == -35_points);
    CHECK_FALSE(sold.receipt == slip);

    const auto rest = sold.receipt.returned({.id = 3, .time = now});
    const auto shown = preview(stars, anna, rest);
    CHECK(shown.granted<unit::points>() == -25_points);
    CHECK(preview(stars, anna, rest) == shown);
    CHECK(apply(stars, anna, rest) == shown);
}

TEST_CASE("a preview of a give-back leaves what can be given back") {
    member<stars_type> anna = regular();
    auto paid = apply_with_receipt(stars, anna, redemption<unit::points>{.id = 3, .time = now, .amount = 40_points});
    const auto before = anna;
    const auto slip = paid.receipt;
    const auto back = paid.receipt.given_back({.id = 4, .time = now}, 30_points);
    CHECK(preview(stars, anna, back).accepted());
    CHECK(preview(stars, anna, back).accepted());
    CHECK(anna == before);
    CHECK(paid.receipt == slip);
    const auto shown = preview(stars, before, back);
    CHECK(apply(stars, anna, back) == shown);
    CHECK(balances_of<unit::points>(stars, anna, now).available == 30_points);
    CHECK(preview(stars, anna, paid.receipt.given_back({.id = 5, .time = now}, 11_points)).refused ==
          reason::not_spent);
}
