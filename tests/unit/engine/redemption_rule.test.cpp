// SPDX-License-Identifier: BSL-1.0
//
// A redemption rule as a policy before the account (S25), and the question what a bill may take.
#include <loyalty/ledger/redemption.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using sale = purchase<currency::usd>;
using spending = redemption<unit::points>;

namespace {

constexpr date_window year{"2025-01-01"_date, "2026-01-01"_date};
constexpr programme shop{
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
    redemption_rule{redemption_rate{100_points, 5_usd, year}}.at_least(200_points).at_most(900_points),
    lots<unit::points>{}.max_holds<4>()};
using shop_type = std::remove_const_t<decltype(shop)>;

constexpr instant noon = "2025-03-01T12:00"_utc;
constexpr instant next_year = "2026-01-01T12:00"_utc;

member<shop_type> with_1260() {
    member<shop_type> anna;
    apply(shop, anna, sale{.id = 1, .time = noon, .net = 1260_usd});
    return anna;
}

/// Keeps the refusal of an event.
struct refusal_log {
    refusal last{};
    void on(const refusal& one) { last = one; }
};

/// The refusal of an event that leaves the member as before.
template <class Event>
refusal refused(const Event& event) {
    member<shop_type> anna = with_1260();
    const member<shop_type> before = anna;
    refusal_log log;
    const auto gave = apply(shop, anna, event, no_profile{}, log);
    CHECK(gave.refused == log.last.why);
    CHECK(anna == before);
    return log.last;
}

refusal by_the_rule(reason why, std::int64_t asked, std::int64_t there) {
    return {.why = why, .rule = 1, .policy = "redemption_rule", .asked = asked, .there = there, .unit = "points"};
}

} // namespace

TEST_SUITE("engine/redemption_rule") {
    TEST_CASE("what fits the rule is spent") {
        member<shop_type> anna = with_1260();
        CHECK(apply(shop, anna, spending{.id = 2, .time = noon, .amount = 900_points}).accepted());
        CHECK(balances_of<unit::points>(shop, anna, noon).available == 360_points);
    }

    TEST_CASE("what does not fit is refused with the limit") {
        CHECK(refused(spending{.id = 2, .time = noon, .amount = 100_points}) ==
              by_the_rule(reason::below_minimum, 100, 200));
        CHECK(refused(spending{.id = 2, .time = noon, .amount = 1000_points}) ==
              by_the_rule(reason::above_maximum, 1000, 900));
        CHECK(refused(spending{.id = 2, .time = noon, .amount = 350_points}) ==
              by_the_rule(reason::uneven_amount, 350, 100));
        CHECK(refused(reservation<unit::points>{
                  .id = 2, .time = noon, .hold = 1, .amount = 350_points, .until = "2025-03-02"_date}) ==
              by_the_rule(reason::uneven_amount, 350, 100));
        CHECK(refused(spending{.id = 2, .time = next_year, .amount = 300_points}) ==
              refusal{.why = reason::not_redeemable, .rule = 1, .policy = "redemption_rule"});
    }

    TEST_CASE("a transfer is no redemption: 50 points go to Ben") {
        member<shop_type> anna = with_1260();
        member<shop_type> ben;
        CHECK(apply(shop, anna, ben,
                    transfer<unit::points>{.id = 2, .member = 0, .time = noon, .to = 1, .amount = 50_points})
                  .accepted());
        CHECK(balances_of<unit::points>(shop, anna, noon).available == 1210_points);
        CHECK(balances_of<unit::points>(shop, ben, noon).available == 50_points);
    }

    TEST_CASE("what a bill may take") {
        constexpr programme beauty{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                                   redemption_rule{redemption_rate{500_points, 10_usd}},
                                   lots<unit::points>{}.max_holds<4>()};
        member<std::remove_const_t<decltype(beauty)>> anna;
        CHECK(redeemable<unit::points>(beauty, anna, 25_usd, noon) == redemption_quote{0_points, 0_usd});
        apply(beauty, anna, sale{.id = 1, .time = noon, .net = 1260_usd});
        CHECK(redeemable<unit::points>(beauty, anna, 25_usd, noon) == redemption_quote{1000_points, 20_usd});
        CHECK(redeemable<unit::points>(beauty, anna, 19_usd, noon) == redemption_quote{500_points, 10_usd});
        CHECK(redeemable<unit::points>(beauty, anna, 25_usd, noon, 700_points) == redemption_quote{500_points, 10_usd});
    }

    TEST_CASE("points of one unit for two currencies: the bill says by which rule") {
        constexpr programme travel{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                                   redemption_rule{redemption_rate{500_points, 10_usd}},
                                   redemption_rule{redemption_rate{400_points, 10_eur}}, lots<unit::points>{}};
        member<std::remove_const_t<decltype(travel)>> anna;
        apply(travel, anna, sale{.id = 1, .time = noon, .net = 1000_usd});
        CHECK(redeemable<unit::points>(travel, anna, 25_usd, noon) == redemption_quote{1000_points, 20_usd});
        CHECK(redeemable<unit::points>(travel, anna, 25_eur, noon) == redemption_quote{800_points, 20_eur});
    }
}
