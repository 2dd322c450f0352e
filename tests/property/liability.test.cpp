// SPDX-License-Identifier: BSL-1.0
//
// The roll-forward of random streams: each row reconciles; each boundary is the sum of the balances of members who lived through
// the accepted events before it alone; what was issued is the sum of the outcomes; parts of the members merge into all.

#include <loyalty/analytics/liability.hpp>
#include <loyalty/loyalty.hpp>

#include "../support/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

using namespace loyalty;
using namespace loyalty::analytics;
using namespace loyalty::ledgers;

namespace {

/// A point a dollar, pending for 3 days, dead after 45; what a clawback does not find is owed.
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          lots<unit::points>{}
                              .expiring(expires_after_days<48>{45})
                              .activating(activates_after_days<3>{})
                              .on_shortfall(debt_policy::negative)};
using rules_type = std::remove_cvref_t<decltype(rules)>;
using members_type = std::array<member<rules_type>, 4>;

using any_event = std::variant<purchase<currency::usd>, redemption<unit::points>, clawback<unit::points>>;

constexpr periods months{period_unit::month, date::of(2025, 1, 1), 6};

struct happening {
    std::uint32_t member = 0;
    any_event event;
    bool accepted = false;

    [[nodiscard]] instant time() const {
        return std::visit([](const auto& one) { return one.time; }, event);
    }
};

std::vector<happening> random_events(support::random_source& random) {
    std::vector<happening> events;
    std::array<instant, 4> clocks;
    clocks.fill("2024-12-20T00:00"_utc);
    for (std::int64_t i = random.from_to(0, 80); i > 0; --i) {
        happening next;
        next.member = static_cast<std::uint32_t>(random.from_to(0, 3));
        instant& clock = clocks[next.member];
        // Some come late or far too early for those behind them, and are refused, or refuse others.
        const instant time = clock + dates::seconds{random.from_to(-86'400, 20 * 86'400)};
        const auto id = static_cast<std::uint64_t>(1000 - i);
        const auto some = amount<unit::points>::whole(random.from_to(-5, 60));
        switch (random.from_to(0, 3)) {
        case 0:
            next.event = redemption<unit::points>{.id = id, .time = time, .amount = some};
            break;
        case 1:
            next.event = clawback<unit::points>{.id = id, .time = time, .amount = some};
            break;
        default:
            next.event = purchase<currency::usd>{
                .id = id, .time = time, .net = amount<currency::usd>::whole(random.from_to(-5, 100))};
            break;
        }
        if (random.from_to(0, 1) == 0) {
            clock = time;
        }
        events.push_back(next);
    }
    return events;
}

/// The sums of members who live through the accepted events before a boundary alone, and are asked at it.
position slow_position(const std::vector<happening>& events, instant boundary) {
    members_type members;
    for (const happening& each : events) {
        if (each.accepted && each.time() < boundary) {
            std::visit([&](const auto& one) { static_cast<void>(apply(rules, members[each.member], one)); },
                       each.event);
        }
    }
    position sum;
    for (const auto& own : members) {
        const auto has = balances_of<unit::points>(rules, own, boundary);
        sum.issued += has.earned.minor_units();
        sum.redeemed += has.spent.minor_units();
        sum.expired += has.expired.minor_units();
        sum.clawed_back += has.clawed_back.minor_units();
        sum.balance += (has.pending + has.available + has.held - has.debt).minor_units();
        sum.owed += has.debt.minor_units();
    }
    return sum;
}

} // namespace

TEST_CASE("the roll-forward reconciles with the sum of all balances at each boundary") {
    support::random_source random{support::seed_or(20251202)};
    std::uint64_t rows_with_expiry = 0;
    for (int round = 0; round < 400; ++round) {
        std::vector<happening> events = random_events(random);
        const std::vector<instant> ends = boundaries(months, rules.frame.calendar);
        liability_book<unit::points> whole{ends};
        liability_book<unit::points> parts[2]{liability_book<unit::points>{ends}, liability_book<unit::points>{ends}};
        members_type members;
        members_type apart[2];
        std::array<std::int64_t, 8> issued{};
        for (happening& each : events) {
            std::visit(
                [&](const auto& one) {
                    const auto gave = whole.around(rules, members[each.member], each.member, one.time,
                                                   [&] { return apply(rules, members[each.member], one); });
                    each.accepted = gave.accepted();
                    const std::size_t part = each.member % 2;
                    const auto again = parts[part].around(rules, apart[part][each.member], each.member, one.time,
                                                          [&] { return apply(rules, apart[part][each.member], one); });
                    CHECK(again == gave);
                    const std::size_t place = months.place_of(rules.frame.calendar.business_date(one.time));
                    if (gave.accepted() && std::holds_alternative<purchase<currency::usd>>(each.event)) {
                        issued[place] += gave.template granted<unit::points>().minor_units();
                    }
                },
                each.event);
        }
        whole.finish(rules, members);
        parts[0].finish(rules, apart[0]);
        parts[1].finish(rules, apart[1]);
        REQUIRE(parts[0].merge(parts[1]));
        for (std::size_t i = 0; i < ends.size(); ++i) {
            CHECK(whole.at(i) == slow_position(events, ends[i]));
            CHECK(whole.at(i) == parts[0].at(i));
        }
        for (std::size_t i = 0; i < whole.size(); ++i) {
            const roll_forward<unit::points> row = whole.row(i);
            CHECK(row.reconciles());
            CHECK(row.issued.minor_units() == issued[i]);
            rows_with_expiry += row.expired != 0_points ? 1U : 0U;
        }
    }
    CHECK(rows_with_expiry > 400);
}
