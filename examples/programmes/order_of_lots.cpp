// SPDX-License-Identifier: BSL-1.0
//
// The programme names the points that are spent first. A: 100 of 1 January, until 30 June; B: 100 of 1 February, until 31 March; C: 100 of
// 1 March, for ever. 150 are spent on 15 March, by the programme's order (S22). On 10 April they are given back to
// the lots they came from; B has expired by then, and the programme says what that means. Source: an example of
// this project.

#include "check.hpp"

namespace order_of_lots {

using namespace loyalty;
using namespace loyalty::ledgers;

constexpr auto account = lots<unit::points>{}.spare_buckets<4>();
constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme soonest_first{a_point_a_dollar, account};
constexpr programme oldest_first{a_point_a_dollar, account.consuming(consumption::first_in)};
constexpr programme newest_first{a_point_a_dollar, account.consuming(consumption::last_in)};
constexpr programme with_grace{a_point_a_dollar, account.restoring(expired_lot::grace, 14)};

/// What is left of A, B and C on 15 March, in a number: 50, 0 and 100 are 50'000'100.
struct balances_later {
    std::int64_t of_lots;
    amount<unit::points> on_1_april, given_back, on_24_april;
};

balances_later after_150(const auto& rules) {
    gallery::customer anna{rules};
    social::opening<unit::points> lots{.time = gallery::noon("2025-03-02"_date)};
    lots.add(100_points, {.earned_on = "2025-01-01"_date, .expires = "2025-07-01"_date}); // A
    lots.add(100_points, {.earned_on = "2025-02-01"_date, .expires = "2025-04-01"_date}); // B
    lots.add(100_points, {.earned_on = "2025-03-01"_date, .expires = date::maximum()});   // C
    anna.does(lots);
    auto paid = anna.does_with_receipt(
        redemption<unit::points>{.time = gallery::noon("2025-03-15"_date), .amount = 150_points});
    const auto until = [&](date day) {
        return expiring_by<unit::points>(rules, anna.card, gallery::noon("2025-03-15"_date), day).minor_units();
    };
    const std::int64_t b = until("2025-04-01"_date);
    const std::int64_t a = until("2025-07-01"_date) - b;
    const std::int64_t c = anna.available("2025-03-15"_date).minor_units() - a - b;
    balances_later result{a * 1'000'000 + b * 1'000 + c, anna.available("2025-04-01"_date), {}, {}};
    anna.gives_back(paid.receipt.given_back(anna.next("2025-04-10"_date)));
    result.given_back = anna.available("2025-04-10"_date);
    result.on_24_april = anna.available("2025-04-24"_date);
    return result;
}

void cases(gallery::checks& check) {
    const auto stays_dead = after_150(soonest_first);
    check("first to expire, of A, B and C are left", stays_dead.of_lots, 50'000'100);
    check("first in", after_150(oldest_first).of_lots, 50'100);
    check("last in", after_150(newest_first).of_lots, 100'050'000);
    check("first to expire, on 1 April", stays_dead.on_1_april, 150_points);
    check("first in, on 1 April", after_150(oldest_first).on_1_april, 100_points);
    check("last in, on 1 April", after_150(newest_first).on_1_april, 100_points);
    check("given back on 10 April, B stays expired", stays_dead.given_back, 200_points);
    const auto grace = after_150(with_grace);
    check("given back on 10 April, with 14 days of grace", grace.given_back, 300_points);
    check("and on 24 April", grace.on_24_april, 200_points);
}

const gallery::page here{"order_of_lots", cases, [](gallery::leaflets& says) {
                             says("soonest_first", soonest_first);
                             says("oldest_first", oldest_first);
                             says("newest_first", newest_first);
                             says("with_grace", with_grace);
                         }};

} // namespace order_of_lots
