// SPDX-License-Identifier: BSL-1.0
//
// G30: 100 points earned on 1 May wait for 14 days. A full return on 10 May cancels what waits; on 20 May, after 80 were spent, 20 are
// there, and the policy for a shortfall decides. The return says what could be taken, and from where.
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <optional>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using sale = purchase<currency::usd>;

namespace {

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr auto waiting = lots<unit::points>{}.activating(activates_after_days<14>{});

struct found {
    amount<unit::points> outcome{};
    clawback_parts<unit::points> parts{};
    std::size_t lots = 0;
    balances<unit::points> after{};
};

struct parts_log {
    std::optional<clawback_parts<unit::points>> parts{};
    std::size_t lots = 0;
    void on(const taken_back<unit::points>& one) {
        CHECK_FALSE(parts.has_value());
        CHECK(one.asked == 100_points);
        parts = one.parts;
        lots = one.lots.size();
    }
};

/// A sale of 100.00 on 1 May, of whose points some are spent, and which comes back.
template <class Account>
found returned(const Account& account, amount<unit::points> spent, instant at) {
    const programme rules{a_point_a_dollar, account};
    member<std::remove_const_t<decltype(rules)>> anna;
    auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = "2025-05-01T12:00"_utc, .net = 100_usd});
    if (spent > 0_points) {
        CHECK(apply(rules, anna, redemption<unit::points>{.id = 2, .time = at, .amount = spent}).accepted());
    }
    parts_log log;
    const auto back = apply(rules, anna, sold.receipt.returned({.id = 3, .time = at}), no_profile{}, log);
    REQUIRE(log.parts.has_value());
    return {back.template granted<unit::points>(), *log.parts, log.lots, balances_of<unit::points>(rules, anna, at)};
}

constexpr instant on_10_may = "2025-05-10T12:00"_utc;
constexpr instant on_20_may = "2025-05-20T12:00"_utc;
using parts_type = clawback_parts<unit::points>;

} // namespace

TEST_SUITE("golden/g30") {
    TEST_CASE("while the points wait, a return cancels them under every policy") {
        for (const debt_policy policy : {debt_policy::negative, debt_policy::down_to_zero, debt_policy::only_pending}) {
            const found back = returned(waiting.on_shortfall(policy), 0_points, on_10_may);
            CHECK(back.outcome == -100_points);
            CHECK(back.parts == parts_type{.from_lot = 100_points});
            CHECK(back.lots == 1);
            CHECK(back.after.pending == 0_points);
            CHECK(back.after.total() == 0_points);
        }
    }

    TEST_CASE("-20, with 80 on record") {
        const found back = returned(waiting.on_shortfall(debt_policy::down_to_zero), 80_points, on_20_may);
        CHECK(back.outcome == -20_points);
        CHECK(back.parts == parts_type{.from_lot = 20_points, .written_off = 80_points});
        CHECK(back.after.total() == 0_points);
        CHECK(back.after.shortfall == 80_points);
    }

    TEST_CASE("a balance of -80") {
        const found back = returned(waiting.on_shortfall(debt_policy::negative), 80_points, on_20_may);
        CHECK(back.outcome == -100_points);
        CHECK(back.parts == parts_type{.from_lot = 20_points, .owed = 80_points});
        CHECK(back.after.total() == -80_points);
        CHECK(back.after.debt == 80_points);
    }

    TEST_CASE("nothing is taken, since nothing waits") {
        const found back = returned(waiting.on_shortfall(debt_policy::only_pending), 80_points, on_20_may);
        CHECK(back.outcome == 0_points);
        CHECK(back.parts == parts_type{.written_off = 100_points});
        CHECK(back.lots == 0);
        CHECK(back.after.total() == 20_points);
        CHECK(back.after.shortfall == 100_points);
    }
}
