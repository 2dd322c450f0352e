// SPDX-License-Identifier: BSL-1.0
//
// The measures of real streams, beside what sqlite3 computes from the same files by SQL: each numerator and each denominator. The
// two read the files apart: here by the library's reader, there after awk or by sqlite3's own.
//
// CDNOW: the file's own description says 23,570 customers who first bought in the first quarter of 1997, and 69,659
// transactions until June 1998 (P. S. Fader, B. G. S. Hardie, "Forecasting Repeat Sales at CDNOW: A Case Study", Interfaces 31,
// 2001).

#include <loyalty/analytics/liability.hpp>
#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/analytics/rfm.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/io/csv.hpp>
#include <loyalty/loyalty.hpp>

#include "../support/data_files.hpp"
#include "stated_measures.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#if !defined(_WIN32)

using namespace loyalty;
using namespace loyalty::analytics;
using namespace loyalty::io;

namespace {

/// Thousandths of a pound: the prices of online-retail have up to three decimals.
struct thousandths {
    static constexpr unit_code code = "thousandths";
    static constexpr int digits = 0;
};

/// The command that writes a file of real transactions; empty if it, or a program to read it with, is not there.
std::string reading(const std::string& name) {
    const std::string path = support::path_of_data(name) + ".xz";
    std::FILE* const file = path.find('\'') == std::string::npos ? std::fopen(path.c_str(), "rb") : nullptr;
    if (file == nullptr) {
        MESSAGE("skipped: there is no ", path);
        return {};
    }
    std::fclose(file);
    if (std::system("xz --version > /dev/null 2>&1 && sqlite3 --version > /dev/null 2>&1 && awk 1 /dev/null") != 0) {
        MESSAGE("skipped: the test needs xz, awk and sqlite3");
        return {};
    }
    return "xz -dc '" + path + "'";
}

/// Reads all lines of a file in a layout.
template <class Use>
void for_each_line(const std::string& command, std::string_view layout, Use use) {
    std::FILE* const file = popen(command.c_str(), "r");
    REQUIRE(file != nullptr);
    csv_line_reader reader(file, std::string(layout), *find_csv_layout(layout));
    csv_line line;
    while (reader.read(line)) {
        use(line);
    }
    CHECK(reader.errors().count == 0);
    pclose(file);
}

/// What sqlite3 says of a file of lines: one result of a query in each line, its columns parted by `|`.
std::vector<std::string> sql(const std::string& lines_of_file, const std::string& statements) {
    std::array<char, 32> script{"/tmp/loyalty_measures_XXXXXX"};
    const int made = mkstemp(script.data());
    REQUIRE(made >= 0);
    std::FILE* const written = fdopen(made, "w");
    std::fwrite(statements.data(), 1, statements.size(), written);
    std::fclose(written);
    const std::string command =
        lines_of_file + " | sqlite3 -cmd '.mode list' -init " + script.data() + " :memory: '' 2>&1";
    std::vector<std::string> rows;
    std::FILE* const answers = popen(command.c_str(), "r");
    REQUIRE(answers != nullptr);
    std::string row;
    for (int character = std::fgetc(answers); character != EOF; character = std::fgetc(answers)) {
        if (character == '\n') {
            rows.push_back(row);
            row.clear();
        } else {
            row += static_cast<char>(character);
        }
    }
    pclose(answers);
    std::remove(script.data());
    return rows;
}

date day_of(const csv_line& line) {
    return date::saturated(line.time.seconds_since_epoch / 86'400);
}

/// The number of a member: 17850 of `17850`, 1 of `00001`.
std::int64_t number_of(std::string_view member) {
    std::int64_t number = 0;
    CHECK(std::from_chars(member.data(), member.data() + member.size(), number).ec == std::errc());
    return number;
}

using stated::text;

/// All measures of a table in the words of `queries`, and then those with stated columns.
template <unit_type Currency>
std::vector<std::string> measured(const purchase_table<Currency>& table, const std::vector<stated::order>& orders) {
    std::vector<std::string> rows{
        "repeat|" + text(table.repeat_purchase_rate()),
        "order value|" + text(table.average_order_value()),
        "lifetime value|" + text(table.historic_lifetime_value()),
        "frequency|" + text(table.purchase_frequency()),
        "upsell|" + text(table.upsell_rate()),
    };
    const std::size_t size = table.when().size();
    for (std::size_t i = 0; i < size; ++i) {
        const period_row one = table.period(i);
        rows.push_back("period|" + std::to_string(i) + '|' + std::to_string(one.orders) + '|' +
                       std::to_string(one.net_minor_units) + '|' + std::to_string(one.members) + '|' +
                       std::to_string(one.joined));
    }
    for (std::size_t i = 0; i + 1 < size; ++i) {
        rows.push_back("retention|" + std::to_string(i) + '|' + text(table.retention(i)) + '|' +
                       std::to_string(table.churn(i).numerator));
    }
    for (std::size_t i = 0; i < size; ++i) {
        const cohort_row row = table.cohort(i);
        for (std::size_t later = 0; i + later < size && row.members != 0; ++later) {
            if (row.active[later] != 0) {
                rows.push_back("cohort|" + std::to_string(i) + '|' + std::to_string(later) + '|' +
                               text(row.retained(later)));
            }
        }
    }
    std::map<std::string, std::uint64_t> cells;
    for (const rfm_score& each : rfm_of(table)) {
        ++cells[std::to_string(each.recency) + '|' + std::to_string(each.frequency) + '|' +
                std::to_string(each.monetary)];
    }
    for (const auto& [scores, members] : cells) {
        rows.push_back("rfm|" + scores + '|' + std::to_string(members));
    }
    const auto more = stated::measured(orders, table);
    rows.insert(rows.end(), more.begin(), more.end());
    return rows;
}

/// The measures of `orders(member, day, net, category, month)`, where months count from 0.
const std::string queries = R"(
create view members as select member, count(*) n, sum(net) net, max(day) last, min(month) joined,
    count(distinct category) kinds from orders group by member;
select 'repeat', sum(n >= 2), count(*) from members;
select 'order value', sum(net), count(*) from orders;
select 'lifetime value', sum(net), count(*) from members;
select 'frequency', sum(n), count(*) from members;
select 'upsell', sum(kinds >= 2), count(*) from members;
select 'period', o.month, count(*), sum(o.net), count(distinct o.member),
    (select count(*) from members m where m.joined = o.month) from orders o group by o.month order by o.month;
create table active as select distinct member, month from orders;
create index by_month on active(member, month);
select 'retention', a.month, sum(b.member is not null), count(*), sum(b.member is null) from active a
    left join active b on b.member = a.member and b.month = a.month + 1
    where a.month < (select max(month) from active) group by a.month order by a.month;
select 'cohort', m.joined, a.month - m.joined, count(*), (select count(*) from members k where k.joined = m.joined)
    from active a join members m on m.member = a.member group by 2, 3 order by 2, 3;
select 'rfm', r, f, m, count(*) from (select
    1 + 5 * (rank() over (order by last) - 1) / count(*) over () r,
    1 + 5 * (rank() over (order by n) - 1) / count(*) over () f,
    1 + 5 * (rank() over (order by net) - 1) / count(*) over () m from members) group by 2, 3, 4 order by 2, 3, 4;
)";

/// A point for each whole unit of money, which dies with the sixth month behind it.
constexpr programme shop{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                         lots<unit::points>{}.expiring(ledgers::expires_end_of_month<6>{})};

/// The roll-forward of the orders in the words of `queries_of_points`; each row of it reconciles.
std::vector<std::string> rolled_forward(const periods& when, std::vector<stated::order> orders,
                                        std::int64_t units_in_cent) {
    std::stable_sort(orders.begin(), orders.end(),
                     [](const auto& left, const auto& right) { return left.day < right.day; });
    std::vector<member<std::remove_cvref_t<decltype(shop)>>> members(25'000);
    liability_book<unit::points> book{boundaries(when, shop.frame.calendar)};
    std::uint64_t id = 0;
    for (const stated::order& each : orders) {
        const purchase<currency::usd> sale{.id = ++id,
                                           .time = shop.frame.calendar.start_of(each.day) + dates::seconds{43'200},
                                           .net = amount<currency::usd>::from_minor_units(each.net / units_in_cent)};
        auto& own = members[each.member];
        CHECK(book.around(shop, own, each.member, sale.time, [&] { return apply(shop, own, sale); }).accepted());
    }
    book.finish(shop, members);
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < when.size(); ++i) {
        const auto row = book.row(i);
        CHECK(row.reconciles());
        rows.push_back("points|" + std::to_string(i) + '|' + std::to_string(row.issued.minor_units()) + '|' +
                       std::to_string(row.expired.minor_units()) + '|' + std::to_string(row.closing.minor_units()));
    }
    return rows;
}

/// The same of `orders(month, net)`, where a point is worth so many minor units.
std::string queries_of_points(int units_in_point) {
    return R"(
create view issued as select month, sum(net / )" +
           std::to_string(units_in_point) + R"() points from orders group by month;
select 'points', i.month, i.points, coalesce(e.points, 0), sum(i.points - coalesce(e.points, 0)) over (order by i.month)
    from issued i left join issued e on e.month = i.month - 6 order by i.month;
)";
}

void compare(const std::vector<std::string>& ours, const std::vector<std::string>& theirs) {
    CHECK(ours.size() == theirs.size());
    for (std::size_t i = 0; i < ours.size() && i < theirs.size(); ++i) {
        CHECK(ours[i] == theirs[i]);
    }
}

} // namespace

TEST_CASE("CDNOW: the measures are those of SQL, and the counts are the published ones") {
    const std::string command = reading("cdnow/CDNOW_master.txt");
    if (command.empty()) {
        return;
    }
    purchase_table<currency::usd> table{{period_unit::month, "1997-01-01"_date, 18}};
    string_table members;
    std::vector<stated::order> listed;
    for_each_line(command, "cdnow", [&](const csv_line& line) {
        const auto net = amount<currency::usd>::from_minor_units(line.amount_minor_units);
        const date day = day_of(line);
        const std::uint32_t member = members.intern(line.member);
        // What a customer took: one disc, or several.
        CHECK(table.order(member, day, net, line.quantity > 1 ? 2 : 1) == table_refusal::none);
        listed.push_back({number_of(line.member), member, table.when().place_of(day), day, net.minor_units()});
    });
    const auto theirs = sql(command + R"( | awk 'NR > 1 {sub("\r", ""); print $1 "," $2 "," $3 "," $4}')", R"(
create table lines(member text, day int, discs int, dollars text);
.mode csv
.import /dev/stdin lines
.mode list
create table orders as select member, day, cast(replace(dollars, '.', '') as int) net, discs > 1 category,
    (day / 10000 - 1997) * 12 + day / 100 % 100 - 1 month from lines;
)" + queries + stated::queries + queries_of_points(100));
    auto ours = measured(table, listed);
    const auto points = rolled_forward(table.when(), listed, 1);
    ours.insert(ours.end(), points.begin(), points.end());
    compare(ours, theirs);

    CHECK(table.buyers() == 23'570);
    std::uint64_t orders = 0;
    for (std::size_t i = 0; i < 18; ++i) {
        orders += table.period(i).orders;
        CHECK((table.period(i).joined != 0) == (i < 3));
    }
    CHECK(orders == 69'659);
}

TEST_CASE("online-retail: the measures of invoices with a customer are those of SQL") {
    const std::string command = reading("online-retail/online_retail.csv");
    if (command.empty()) {
        return;
    }
    struct invoice {
        std::uint32_t member = 0;
        std::int64_t number = 0;
        date day{};
        std::int64_t net = 0;
        bool posted = false;
    };
    std::map<std::string, invoice> invoices;
    std::vector<invoice> cancelled;
    string_table members;
    for_each_line(command, "online_retail", [&](const csv_line& line) {
        if (line.member.empty() || line.unit_price.coefficient <= 0) {
            return;
        }
        if (line.id.front() == 'C') {
            const auto net = arithmetic::multiply({-line.quantity, 0}, line.unit_price, 3, rounding::down);
            cancelled.push_back({members.intern(line.member), 0, day_of(line), net.value().coefficient, false});
            return;
        }
        invoice& own = invoices[std::string(line.id)];
        own.member = members.intern(line.member);
        own.number = number_of(line.member);
        own.day = day_of(line);
        own.net += arithmetic::multiply({line.quantity, 0}, line.unit_price, 3, rounding::down).value().coefficient;
        own.posted = own.posted || line.sku == "POST";
    });
    purchase_table<thousandths> table{{period_unit::month, "2010-12-01"_date, 13}};
    std::vector<stated::order> listed;
    for (const auto& [number, own] : invoices) {
        CHECK(table.order(own.member, own.day, amount<thousandths>::whole(own.net), own.posted ? 2 : 1) ==
              table_refusal::none);
        listed.push_back({own.number, own.member, table.when().place_of(own.day), own.day, own.net});
    }
    auto ours = measured(table, listed);
    const auto points = rolled_forward(table.when(), listed, 10);
    ours.insert(ours.end(), points.begin(), points.end());
    compare(ours, sql(command, R"(
.mode csv
.import /dev/stdin lines
.mode list
create table orders as select CustomerID member, min(substr(InvoiceDate, 1, 10)) day,
    sum(cast(Quantity as int) * cast(round(cast(UnitPrice as real) * 1000) as int)) net, max(StockCode = 'POST') category,
    (substr(min(InvoiceDate), 1, 4) - 2010) * 12 + substr(min(InvoiceDate), 6, 2) - 12 month
    from lines where CustomerID <> '' and InvoiceNo not like 'C%' and cast(UnitPrice as real) > 0 group by InvoiceNo;
)" + queries + stated::queries + queries_of_points(1000)));

    // The average order value with returns in.
    for (const invoice& each : cancelled) {
        CHECK(table.refund(each.member, each.day, amount<thousandths>::whole(each.net)) == table_refusal::none);
    }
    compare({text(table.average_order_value())}, sql(command, R"(
.mode csv
.import /dev/stdin lines
.mode list
select sum(cast(Quantity as int) * cast(round(cast(UnitPrice as real) * 1000) as int)),
    count(distinct case when InvoiceNo not like 'C%' then InvoiceNo end)
    from lines where CustomerID <> '' and cast(UnitPrice as real) > 0;
)"));
}

TEST_CASE("airline: redemption of points and of members, and the cost of a point, are those of SQL") {
    const std::string command = reading("airline-2017/events.csv");
    if (command.empty()) {
        return;
    }
    point_redemption_rate<unit::points> points;
    cost_share<currency::cad> cost; // of a point: dollars by points redeemed
    std::vector<bool> redeemed;
    string_table members;
    for_each_line(command, "airline", [&](const csv_line& line) {
        const std::uint32_t member = members.intern(line.member);
        redeemed.resize(members.size());
        redeemed[member] = redeemed[member] || line.points_redeemed > 0;
        points.issue(
            amount<unit::points>::whole(arithmetic::rescale(line.points_earned, 0, rounding::down)->coefficient));
        points.redeem(amount<unit::points>::whole(line.points_redeemed));
        cost.cost(
            amount<currency::cad>::whole(arithmetic::rescale(line.redeemed_value, 0, rounding::down)->coefficient));
        cost.revenue(amount<currency::cad>::from_minor_units(line.points_redeemed));
    });
    member_redemption_rate by_member;
    for (const bool each : redeemed) {
        by_member.member(each);
    }
    compare({text(points.quotient()), text(by_member.quotient()), std::to_string(cost.part / 100)}, sql(command, R"(
.mode csv
.import /dev/stdin lines
.mode list
select sum(points_redeemed), sum(points_accumulated) from lines;
select count(distinct case when points_redeemed > 0 then member end), count(distinct member) from lines;
select sum(redeemed_cost_cad) from lines;
)"));
}

#endif
