// SPDX-License-Identifier: BSL-1.0
//
// G03: Sephora Beauty Insider. Insider, VIB from 350 and Rouge from 1000 a year, held for the rest of the year and all of
// the next; 1, 1.25 and 1.5 points a dollar, from 2022-01-01 on 1 for all. 500 points are 10.00 off a basket that covers it.
#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::choices;
using support::points_of;
using support::till;

namespace {

enum tier : int { insider, vib, rouge };

constexpr date switched = "2022-01-01"_date;
constexpr tiered tiers = tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1);
constexpr per_amount a_point_a_dollar{1_points, 1_usd};
constexpr round_off floor{rounding::floor};

/// The switch of rates as predicates on the stages of one programme.
constexpr programme beauty{terms<>{.name = "Beauty Insider"}, tiers,
                           points{a_point_a_dollar, multiply_by{1.25_x}.when(tier_is(vib) && before_date(switched)),
                                  multiply_by{1.5_x}.when(tier_is(rouge) && before_date(switched)), floor}};

/// The switch of rates as two versions, each in force for its time (S34), over one state of a member.
constexpr programme version_1{
    terms<>{.name = "Beauty Insider", .version = 1, .valid = {.until = "2022-01-01T00:00"_utc}}, tiers,
    points{a_point_a_dollar, multiply_by_tier{1_x, 1.25_x, 1.5_x}, floor}};
constexpr programme version_2{
    terms<>{.name = "Beauty Insider", .version = 2, .valid = {.from = "2022-01-01T00:00"_utc}}, tiers,
    points{a_point_a_dollar, floor}};
using member_of_both = member<std::remove_const_t<decltype(version_1)>>;
static_assert(std::is_same_v<member_of_both, member<std::remove_const_t<decltype(version_2)>>>);

/// The points for 79.40 on a day, after a purchase that reaches a tier on 2021-12-01 or on 2022-01-02.
constexpr std::int64_t for_79_40(money<currency::usd> reaching, date day) {
    till shop{beauty};
    shop.pay(day < switched ? "2021-12-01"_date : "2022-01-02"_date, reaching);
    return points_of(shop.pay(day, 79.40_usd));
}

/// The same with the versions: each event is judged by the version that is in force.
constexpr std::int64_t for_79_40_by_version(money<currency::usd> reaching, date day) {
    member_of_both anna;
    const auto judge = [&](std::uint64_t id, date on, money<currency::usd> net) {
        const purchase<currency::usd> bought{.id = id, .time = support::noon(on), .net = net};
        const auto gave = apply(version_1, anna, bought);
        return points_of(gave.refused == reason::not_in_force ? apply(version_2, anna, bought) : gave);
    };
    judge(1, "2021-12-01"_date, reaching);
    return judge(2, day, 79.40_usd);
}

/// The tier after a year 2025 of 200.00, 149.99 and 0.01, and then a purchase on a day, before and after it counts.
struct around {
    int told;
    int before;
    int after;

    friend constexpr bool operator==(const around&, const around&) = default;
};

template <class Outcome>
constexpr around tiers_of(const Outcome& gave) {
    return {gave.tier_told, gave.tier_before, gave.tier_after};
}

constexpr around in_2025(int purchases) {
    till shop{beauty};
    around last{};
    const auto scan = [&](date day, money<currency::usd> net) {
        if (purchases-- > 0) {
            last = tiers_of(shop.pay(day, net));
        }
    };
    scan("2025-03-10"_date, 200_usd);
    scan("2025-06-15"_date, 149.99_usd);
    scan("2025-07-01"_date, 0.01_usd);
    return last;
}

constexpr around later(money<currency::usd> on_2026_11_30, instant then) {
    till shop{beauty};
    shop.pay("2025-03-10"_date, 200_usd);
    shop.pay("2025-06-15"_date, 149.99_usd);
    shop.pay("2025-07-01"_date, 0.01_usd);
    shop.pay("2026-11-30"_date, on_2026_11_30);
    return tiers_of(shop.pay(then, 0_usd));
}

constexpr auto first_spent = 200_usd;
constexpr auto then_spent = 149.99_usd;
constexpr auto last_spent = 0.01_usd;

/// With an account, and what 500 points are worth.
constexpr programme with_account{points{a_point_a_dollar, floor}, lots<unit::points>{}};
constexpr redemption_rule ten_off{redemption_rate{500_points, 10_usd}};

struct redeemed {
    money<currency::usd> off;
    amount<unit::points> left;

    friend constexpr bool operator==(const redeemed&, const redeemed&) = default;
};

/// A member with 1260 points redeems as much as a basket allows.
constexpr redeemed redeem_on(money<currency::usd> bill) {
    member<std::remove_const_t<decltype(with_account)>> anna;
    constexpr instant before = "2025-03-10T12:00"_utc;
    constexpr instant now = "2025-03-11T12:00"_utc;
    constexpr auto earning = 1260_usd;
    apply(with_account, anna, purchase<currency::usd>{.id = 1, .time = before, .net = earning});
    const auto has = balances_of<unit::points>(with_account, anna, now).available;
    const auto quoted = ten_off.quote(has, has, bill, "2025-03-11"_date);
    apply(with_account, anna, redemption<unit::points>{.id = 2, .time = now, .amount = quoted.points});
    return {quoted.value, balances_of<unit::points>(with_account, anna, now).available};
}

/// The tier after the 200.00 of March comes back on 2025-08-01, and then at a time.
constexpr around refunded(on_return policy, instant then) {
    const programme rules{tiers.returning(policy), points{a_point_a_dollar, floor}};
    member<std::remove_const_t<decltype(rules)>> anna;
    const auto bought = [](std::uint64_t id, date day, money<currency::usd> net) {
        return purchase<currency::usd>{.id = id, .time = support::noon(day), .net = net};
    };
    auto first = apply_with_receipt(rules, anna, bought(1, date::of(2025, 3, 10), first_spent));
    apply(rules, anna, bought(2, date::of(2025, 6, 15), then_spent));
    apply(rules, anna, bought(3, date::of(2025, 7, 1), last_spent));
    apply(rules, anna, first.receipt.returned({.id = 4, .time = support::noon(date::of(2025, 8, 1))}));
    return tiers_of(apply(rules, anna, time_passed{.id = 5, .time = then}));
}

} // namespace

TEST_SUITE("G03 Beauty Insider") {
    TEST_CASE("VIB at once with the cent that reaches 350.00") {
        CHECK_TWICE(in_2025(1) == around{insider, insider, insider});
        CHECK_TWICE(in_2025(2) == around{insider, insider, insider});
        CHECK_TWICE(in_2025(3) == around{insider, insider, vib});
    }

    TEST_CASE("until 2027-01-01") {
        CHECK_TWICE(later(120_usd, "2026-12-31T23:59:59"_utc) == around{vib, vib, vib});
        CHECK_TWICE(later(120_usd, "2027-01-01T00:00"_utc) == around{vib, insider, insider});
    }

    TEST_CASE("1000.00 on 2026-11-30: Rouge until 2028-01-01") {
        CHECK_TWICE(later(1000_usd, "2026-12-01T00:00"_utc) == around{rouge, rouge, rouge});
        CHECK_TWICE(later(1000_usd, "2027-12-31T23:59:59"_utc) == around{rouge, rouge, rouge});
        CHECK_TWICE(later(1000_usd, "2028-01-01T00:00"_utc) == around{rouge, insider, insider});
    }

    TEST_CASE("79.40 before and after the switch of rates") {
        CHECK_TWICE(for_79_40(0_usd, "2021-12-31"_date) == 79);
        CHECK_TWICE(for_79_40(350_usd, "2021-12-31"_date) == 99);
        CHECK_TWICE(for_79_40(1000_usd, "2021-12-31"_date) == 119);
        CHECK_TWICE(for_79_40(350_usd, "2022-01-02"_date) == 79);
        CHECK_TWICE(for_79_40(1000_usd, "2022-01-02"_date) == 79);
    }

    TEST_CASE("79.40 judged by the version in force at its time (S34)") {
        CHECK_TWICE(for_79_40_by_version(350_usd, "2021-12-31"_date) == 99);
        CHECK_TWICE(for_79_40_by_version(1000_usd, "2021-12-31"_date) == 119);
        CHECK_TWICE(for_79_40_by_version(1000_usd, "2022-01-01"_date) == 79);
    }

    TEST_CASE("1260 points, 500 for 10.00: one redemption on 18.00, two on 25.00") {
        CHECK_TWICE(redeem_on(18_usd) == redeemed{10_usd, 760_points});
        CHECK_TWICE(redeem_on(25_usd) == redeemed{20_usd, 260_points});
        CHECK_TWICE(redeem_on(9.99_usd) == redeemed{0_usd, 1260_points});
    }

    TEST_CASE("the 200.00 come back on 2025-08-01: sticky keeps VIB, strict drops to Insider at once") {
        CHECK_TWICE(refunded(on_return::keeps_tier, "2025-08-01T12:00:01"_utc) == around{vib, vib, vib});
        CHECK_TWICE(refunded(on_return::keeps_tier, "2026-12-31T23:59"_utc).before == vib);
        CHECK_TWICE(refunded(on_return::keeps_tier, "2027-01-01T00:00"_utc).before == insider);
        CHECK_TWICE(refunded(on_return::loses_tier, "2025-08-01T12:00:01"_utc) == around{insider, insider, insider});
    }
}
