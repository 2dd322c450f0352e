// SPDX-License-Identifier: BSL-1.0
//
// The merge law of the measures: parts of a stream, folded apart in any order and merged, are the fold of the whole.

#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/analytics/rfm.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/loyalty.hpp>

#include "../support/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

using namespace loyalty;
using namespace loyalty::analytics;

namespace {

struct sale {
    std::uint32_t member = 0;
    date day{};
    amount<currency::usd> net{};
    std::uint32_t category = 0;
    bool is_refund = false;
};

constexpr periods year{period_unit::month, date::of(2025, 1, 1), 12};

std::vector<sale> random_sales(support::random_source& random) {
    std::vector<sale> sales(static_cast<std::size_t>(random.from_to(0, 60)));
    for (sale& each : sales) {
        each.member = static_cast<std::uint32_t>(random.from_to(0, 9));
        each.day = "2025-01-01"_date + static_cast<std::int32_t>(random.from_to(0, 364));
        each.net = amount<currency::usd>::from_minor_units(random.from_to(0, 5000));
        each.category = static_cast<std::uint32_t>(random.from_to(1, 2));
        each.is_refund = random.from_to(0, 4) == 0;
    }
    return sales;
}

void put(purchase_table<currency::usd>& table, const sale& one) {
    const table_refusal why = one.is_refund ? table.refund(one.member, one.day, one.net)
                                            : table.order(one.member, one.day, one.net, one.category);
    REQUIRE(why == table_refusal::none);
}

/// The measures again, from sets and loops over the list of sales.
struct slow_measures {
    std::map<std::uint32_t, std::vector<sale>> by_member;
    std::int64_t net = 0;
    std::int64_t orders = 0;

    explicit slow_measures(const std::vector<sale>& sales) {
        for (const sale& each : sales) {
            net += each.is_refund ? -each.net.minor_units() : each.net.minor_units();
            if (!each.is_refund) {
                by_member[each.member].push_back(each);
                ++orders;
            }
        }
    }
    [[nodiscard]] std::set<std::uint32_t> active(int month) const {
        std::set<std::uint32_t> found;
        for (const auto& [member, sales] : by_member) {
            for (const sale& each : sales) {
                if (dates::civil(each.day).month == month) {
                    found.insert(member);
                }
            }
        }
        return found;
    }
    [[nodiscard]] std::int64_t repeaters() const {
        return std::count_if(by_member.begin(), by_member.end(), [](const auto& one) { return one.second.size() > 1; });
    }
    [[nodiscard]] int joined(std::uint32_t member) const {
        int month = 13;
        for (const sale& each : by_member.at(member)) {
            month = (std::min)(month, static_cast<int>(dates::civil(each.day).month));
        }
        return month;
    }
};

bool is(ratio value, std::int64_t part, std::size_t whole) {
    return whole == 0 ? !value.valid()
                      : value.numerator == part && value.denominator == static_cast<std::int64_t>(whole);
}

void compare(const purchase_table<currency::usd>& table, const slow_measures& slow) {
    const std::size_t buyers = slow.by_member.size();
    CHECK(table.buyers() == buyers);
    CHECK(is(table.repeat_purchase_rate(), slow.repeaters(), buyers));
    CHECK(is(table.historic_lifetime_value(), slow.net, buyers));
    CHECK(is(table.average_order_value(), slow.net, static_cast<std::size_t>(slow.orders)));
    for (int month = 1; month < 12; ++month) {
        const auto now = slow.active(month);
        const auto next = slow.active(month + 1);
        const auto stayed =
            std::count_if(now.begin(), now.end(), [&](std::uint32_t member) { return next.count(member) != 0; });
        const auto place = static_cast<std::size_t>(month - 1);
        CHECK(is(table.retention(place), stayed, now.size()));
        CHECK(is(table.churn(place), static_cast<std::int64_t>(now.size()) - stayed, now.size()));
        CHECK(table.period(place).members == now.size());
        const auto joined =
            std::count_if(now.begin(), now.end(), [&](std::uint32_t member) { return slow.joined(member) == month; });
        const auto stayed_of_joined =
            std::count_if(next.begin(), next.end(), [&](std::uint32_t member) { return slow.joined(member) == month; });
        CHECK(is(table.cohort(place).retained(1), stayed_of_joined, static_cast<std::size_t>(joined)));
    }
}

bool equal(const purchase_table<currency::usd>& left, const purchase_table<currency::usd>& right) {
    bool same = left.buyers() == right.buyers() && rfm_of(left) == rfm_of(right) &&
                is(left.average_order_value(), right.average_order_value().numerator,
                   static_cast<std::size_t>(right.average_order_value().denominator));
    for (std::size_t place = 0; place < year.size(); ++place) {
        const period_row one = left.period(place);
        const period_row two = right.period(place);
        same = same && one.orders == two.orders && one.net_minor_units == two.net_minor_units &&
               one.members == two.members && one.joined == two.joined;
    }
    return same &&
           std::equal(left.members().begin(), left.members().end(), right.members().begin(), right.members().end());
}

} // namespace

TEST_CASE("tables: partitions merged in any order are one pass, and equal sets and loops") {
    support::random_source random{support::seed_or(20251130)};
    for (int round = 0; round < 300; ++round) {
        const std::vector<sale> sales = random_sales(random);
        purchase_table<currency::usd> whole{year};
        std::vector<purchase_table<currency::usd>> parts(3, purchase_table<currency::usd>{year});
        for (const sale& each : sales) {
            put(whole, each);
            put(parts[static_cast<std::size_t>(random.from_to(0, 2))], each);
        }
        purchase_table<currency::usd> forward{year};
        purchase_table<currency::usd> backward{year};
        for (std::size_t i = 0; i < parts.size(); ++i) {
            REQUIRE(forward.merge(parts[i]) == table_refusal::none);
            REQUIRE(backward.merge(parts[parts.size() - 1 - i]) == table_refusal::none);
        }
        compare(whole, slow_measures{sales});
        const std::size_t most = whole.members().size();
        CHECK(forward.members().size() == most);
        CHECK(equal(forward, whole));
        CHECK(equal(backward, whole));
    }
}

TEST_CASE("tallies: partitions merged are one pass") {
    support::random_source random{support::seed_or(20251201)};
    for (int round = 0; round < 300; ++round) {
        net_promoter_score score;
        net_promoter_score scores[2];
        return_on_cost<currency::usd> campaign;
        return_on_cost<currency::usd> campaigns[2];
        for (std::int64_t i = random.from_to(0, 40); i > 0; --i) {
            const auto part = static_cast<std::size_t>(random.from_to(0, 1));
            const auto answer = static_cast<int>(random.from_to(0, 10));
            score.answer(answer);
            scores[part].answer(answer);
            const auto margin = amount<currency::usd>::from_minor_units(random.from_to(-500, 5000));
            for (return_on_cost<currency::usd>* each : {&campaign, &campaigns[part]}) {
                answer % 2 == 0 ? each->member(margin) : each->member_of_control(margin);
                each->cost(1_usd);
            }
        }
        scores[0].merge(scores[1]);
        campaigns[0].merge(campaigns[1]);
        CHECK(scores[0] == score);
        CHECK(campaigns[0] == campaign);
    }
}
