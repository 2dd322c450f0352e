// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Measures that need more than a file of orders has: answers, a control group, spending elsewhere, points that are redeemed or
/// expire. The missing column is stated, as a function of what the file has, once in C++ and once in SQL:
///
/// | column    | is |
/// |-----------|----|
/// | group     | the upper 2 of the 32 low bits of the member's number times 2654435761: 0 to 3; 0 is the control |
/// | margin    | 3/10 of the member's net, rounded down; 3/10 of that of a period for the forecast, exact |
/// | cost      | 1/100 of the net of a member outside of the control, rounded down |
/// | elsewhere | the net of the order times the group |
/// | answer    | the orders of the member, at most 10 |
/// | scores    | orders and periods with an order, each at most 6, and categories |
/// | points    | 1 for each 100 minor units of an order, rounded down |
/// | redeemed  | the points of orders whose minor units divide by four, each for one minor unit |
/// | expired   | the other points of the first six periods |
/// | returned  | half of an order of at least 10,000 minor units, rounded down |

#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/loyalty.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace stated {

using namespace loyalty;
using namespace loyalty::analytics;

/// What the table of purchases is fed with.
struct order {
    std::int64_t number = 0; ///< of the member, in the file
    std::uint32_t member = 0;
    std::size_t period = 0;
    date day{};
    std::int64_t net = 0;
};

inline std::uint64_t group_of(std::int64_t number) {
    return (static_cast<std::uint64_t>(number) * 2654435761U & 0xFFFFFFFFU) >> 30U;
}

inline std::string text(ratio value) {
    return std::to_string(value.numerator) + '|' + std::to_string(value.denominator);
}
/// The rows of a forecast have quotients that are equal in value; here they are in lowest terms.
inline std::string text_in_lowest_terms(std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t common = std::gcd(numerator, denominator);
    return std::to_string(numerator / common) + '|' + std::to_string(denominator / common);
}

/// The measures that are tallies of orders.
template <unit_type Currency>
struct folds_of_orders {
    share_of_wallet<Currency> wallet{};
    average_order_value<Currency> returns_in{};
    point_redemption_rate<unit::points> redemption{};
    breakage_rate<unit::points> breakage{};
    cost_share<Currency> cost{};

    void on(const order& each) {
        const auto net = amount<Currency>::from_minor_units(each.net);
        const auto groups = static_cast<std::int64_t>(1 + group_of(each.number));
        wallet.spent(net, amount<Currency>::from_minor_units(each.net * groups));
        returns_in.order(net);
        if (each.net >= 10'000) {
            returns_in.refund(amount<Currency>::from_minor_units(each.net / 2));
        }
        const auto points = amount<unit::points>::whole(each.net / 100);
        redemption.issue(points);
        cost.revenue(net);
        if (each.net % 4 == 0) {
            redemption.redeem(points);
            breakage.redeem(points);
            cost.cost(amount<Currency>::from_minor_units(points.minor_units()));
        } else if (each.period < 6) {
            breakage.expire(points);
        }
    }
    void merge(const folds_of_orders& other) {
        wallet.merge(other.wallet);
        returns_in.merge(other.returns_in);
        redemption.merge(other.redemption);
        breakage.merge(other.breakage);
        cost.merge(other.cost);
    }
};

/// The numbers of the members, and whether they were issued points and redeemed some.
struct member_facts {
    std::int64_t number = 0;
    bool issued = false;
    bool redeemed = false;
};

template <unit_type Currency>
void add_measures_of_members(const std::vector<member_facts>& facts, const purchase_table<Currency>& table,
                             std::vector<std::string>& rows) {
    return_on_cost<Currency> gain;
    net_promoter_score promoters;
    loyalty_index index;
    member_redemption_rate redemption;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const purchases_of_member& own = table.members()[i];
        if (!own.has_bought()) {
            continue; // goods came back alone
        }
        const auto margin = amount<Currency>::from_minor_units(own.net_minor_units * 3 / 10);
        if (group_of(facts[i].number) == 0) {
            gain.member_of_control(margin);
        } else {
            gain.member(margin);
            gain.cost(amount<Currency>::from_minor_units(own.net_minor_units / 100));
        }
        const int orders = static_cast<int>((std::min)(own.orders, std::uint64_t{10}));
        promoters.answer(orders);
        index.answers((std::min)(orders, 6), (std::min)(std::popcount(own.active), 6),
                      own.bought_of_two_categories() ? 2 : 1);
        if (facts[i].issued) {
            redemption.member(facts[i].redeemed);
        }
    }
    rows.push_back("return on cost|" + text(gain.quotient()));
    rows.push_back("promoters|" + text(promoters.quotient()));
    rows.push_back("loyalty index|" + text(index.quotient()));
    rows.push_back("members who redeem|" + text(redemption.quotient()));
}

/// All measures with stated columns in the words of `queries`. The orders are folded in two parts, which are merged.
template <unit_type Currency>
std::vector<std::string> measured(const std::vector<order>& orders, const purchase_table<Currency>& table) {
    folds_of_orders<Currency> first;
    folds_of_orders<Currency> second;
    std::vector<member_facts> facts(table.members().size());
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const order& each = orders[i];
        (i % 3 == 0 ? first : second).on(each);
        member_facts& own = facts[each.member];
        own.number = each.number;
        own.issued = own.issued || each.net >= 100;
        own.redeemed = own.redeemed || (each.net >= 100 && each.net % 4 == 0);
    }
    second.merge(first);
    std::vector<std::string> rows{
        "wallet|" + text(second.wallet.quotient()),
        "returns in|" + text(second.returns_in.quotient()),
        "redemption|" + text(second.redemption.quotient()),
        "breakage|" + text(second.breakage.quotient()),
        "cost|" + text(second.cost.quotient()),
    };
    add_measures_of_members(facts, table, rows);
    for (std::size_t i = 0; i + 1 < table.when().size(); ++i) {
        const period_row one = table.period(i);
        const ratio margin{one.net_minor_units * 3, static_cast<std::int64_t>(one.members) * 10};
        const ratio value = predictive_lifetime_value(margin, table.retention(i), ratio{1, 100});
        rows.push_back("forecast|" + std::to_string(i) + '|' +
                       text_in_lowest_terms(value.numerator, value.denominator));
    }
    return rows;
}

/// The same of `orders`, `members` and `active`, as `queries` of measures.test.cpp make them.
inline const std::string queries = R"(
create view grouped as select *, ((cast(member as int) * 2654435761) & 4294967295) >> 30 g from members;
create view pointed as select member, net, net / 100 points, net % 4 = 0 redeems, month from orders;
select 'wallet', sum(net), sum(net * (1 + g)) from grouped;
select 'returns in', sum(net) - sum(case when net >= 10000 then net / 2 else 0 end), count(*) from orders;
select 'redemption', sum(points * redeems), sum(points) from pointed;
select 'breakage', sum(case when not redeems and month < 6 then points else 0 end),
    sum(case when redeems or month < 6 then points else 0 end) from pointed;
select 'cost', sum(points * redeems), sum(net) from pointed;
with sides as (select g = 0 control, sum(net * 3 / 10) margin, sum(net / 100) cost, count(*) n from grouped group by 1)
    select 'return on cost', t.margin * c.n - c.margin * t.n - t.cost * c.n, t.cost * c.n
    from sides t, sides c where not t.control and c.control;
select 'promoters', sum(n >= 9) - sum(n <= 6), count(*) from members;
select 'loyalty index', sum(min(n, 6) + min(a, 6) + kinds), 3 * count(*) from members
    join (select member, count(*) a from active group by member) using (member);
select 'members who redeem', sum(r), count(*) from (select max(redeems and points > 0) r from pointed
    group by member having sum(points) > 0);
with months as (select a.month, count(*) n, sum(b.member is not null) stayed from active a
        left join active b on b.member = a.member and b.month = a.month + 1 group by 1),
    sales as (select month, sum(net) net from orders group by 1),
    quotients as (select month, 30 * net * stayed u, n * (101 * n - 100 * stayed) v from months join sales using (month)),
    euclid as (select month, u, v, u a, v b from quotients
        union all select month, u, v, b, a % b from euclid where b <> 0)
    select 'forecast', month, u / a, v / a from euclid where b = 0 and month < (select max(month) from active) order by 2;
)";

} // namespace stated
