// SPDX-License-Identifier: BSL-1.0
//
// Random checkouts against a slow oracle that counts in pieces and sorts fractions, and the laws of prices:
//
// - shares sum to their discount, and no line or bill falls below zero,
// - a quote is what `apply` charges,
// - kept shares of any partition into returns sum to what was paid; re-evaluated, what is kept costs its own price,
// - side by side the order of discounts changes no price, and neither does the order of codes.
#include "../support/checkouts.hpp"
#include "../support/largest_remainder.hpp"
#include "../support/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::prices;
using namespace checkouts;

namespace {

std::uint64_t seed() {
    return support::seed_or(20250310);
}

constexpr int rounds = 3000;

// clang 14 does not link literals in templates.
constexpr money<usd> nothing{};
constexpr per_amount point_a_cent{100_points, 1_usd};

/// The numbers of one random programme: `percent` off sku 1 from a coupon, so much off one dear piece, `amount` off everything
/// from a least basket, `percent_last` off what is left with a maximum.
struct numbers {
    std::int64_t percent = 0;
    std::int64_t percent_of_piece = 0;
    std::int64_t amount = 0;
    std::int64_t least = 0;
    std::int64_t percent_last = 0;
    std::int64_t most_last = 0;
};

[[nodiscard]] money<usd> cents(std::int64_t count) {
    return money<usd>::from_minor_units(count);
}

auto of_coupon(const numbers& n) {
    return percent_off(ratio{n.percent, 100}).on(sku_is(1)).needs(coupon{7});
}
auto of_piece(const numbers& n) {
    return percent_off(ratio{n.percent_of_piece, 100}).dearest(1).rounded(rounding::down);
}
auto of_amount(const numbers& n) {
    return amount_off(cents(n.amount)).when(goods_at_least(cents(n.least)));
}
auto of_rest(const numbers& n) {
    return percent_off(ratio{n.percent_last, 100}).at_most(cents(n.most_last)).needs(coupon{8});
}

// The oracle: lines as plain numbers, a discount as a function from prices to shares.

struct plain_line {
    std::int64_t net = 0;
    std::int64_t pieces = 1;
    std::uint32_t sku = 0;
};
using shares = std::vector<std::int64_t>;

using support::split;

struct oracle {
    numbers n;
    bool has_first = false;
    bool has_second = false;

    [[nodiscard]] shares coupon_off(const std::vector<plain_line>& lines) const {
        shares weights(lines.size());
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            weights[i] = lines[i].sku == 1 ? lines[i].net : 0;
            sum += weights[i];
        }
        return has_first ? split((sum * n.percent * 2 + 100) / 200, weights) : shares(lines.size());
    }
    [[nodiscard]] shares piece_off(const std::vector<plain_line>& lines) const {
        // A piece is the nearest to its exact price.
        std::size_t best = lines.size();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (lines[i].net > 0 &&
                (best == lines.size() || lines[i].net * lines[best].pieces > lines[best].net * lines[i].pieces)) {
                best = i;
            }
        }
        shares off(lines.size());
        if (best < lines.size()) {
            const std::int64_t piece = (2 * lines[best].net + lines[best].pieces) / (2 * lines[best].pieces);
            off[best] = piece * n.percent_of_piece / 100;
        }
        return off;
    }
    [[nodiscard]] shares amount_off(const std::vector<plain_line>& lines) const {
        shares weights(lines.size());
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            weights[i] = lines[i].net;
            sum += weights[i];
        }
        return sum >= n.least ? split(std::min(n.amount, sum), weights) : shares(lines.size());
    }
    [[nodiscard]] shares rest_off(const std::vector<plain_line>& lines) const {
        shares weights(lines.size());
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            weights[i] = lines[i].net;
            sum += weights[i];
        }
        if (!has_second) {
            return shares(lines.size());
        }
        const shares all = split((sum * n.percent_last * 2 + 100) / 200, weights);
        const std::int64_t off = std::accumulate(all.begin(), all.end(), std::int64_t{0});
        return off > n.most_last ? split(n.most_last, all) : all;
    }
    [[nodiscard]] shares off(int rule, const std::vector<plain_line>& lines) const {
        return rule == 0   ? coupon_off(lines)
               : rule == 1 ? piece_off(lines)
               : rule == 2 ? amount_off(lines)
                           : rest_off(lines);
    }

    /// The prices of the lines: each rule on what the former left, or each on the original.
    [[nodiscard]] shares prices(std::vector<plain_line> lines, bool in_sequence) const {
        const std::vector<plain_line> original = lines;
        for (int rule = 0; rule < 4; ++rule) {
            const shares less = off(rule, in_sequence ? lines : original);
            for (std::size_t i = 0; i < lines.size(); ++i) {
                lines[i].net = std::max<std::int64_t>(0, lines[i].net - less[i]);
            }
        }
        shares net;
        for (const plain_line& each : lines) {
            net.push_back(each.net);
        }
        return net;
    }
};

struct random_source : support::random_source {
    using support::random_source::random_source;

    [[nodiscard]] numbers any_numbers() {
        return {from_to(1, 100),  from_to(1, 100), from_to(1, 9000),
                from_to(1, 9000), from_to(1, 100), from_to(1, 3000)};
    }
    [[nodiscard]] till any_till() {
        till shop;
        const std::int64_t count = from_to(1, 6);
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t pieces = from_to(1, 4);
            const std::int64_t net = from_to(0, 9) == 0 ? 0 : from_to(1, 4000);
            shop.lines.push_back(goods(static_cast<std::uint32_t>(i + 1), cents(net), pieces,
                                       static_cast<std::uint32_t>(from_to(1, 2))));
        }
        if (from_to(0, 1) == 1) {
            shop.codes.push_back(thing(1, 7));
        }
        if (from_to(0, 1) == 1) {
            shop.codes.push_back(thing(2, 8));
        }
        std::shuffle(shop.codes.begin(), shop.codes.end(), engine());
        return shop;
    }
};

[[nodiscard]] std::vector<plain_line> plain(const std::vector<line>& lines) {
    std::vector<plain_line> all;
    for (const line& each : lines) {
        all.push_back({each.net.minor_units(), each.quantity, each.sku});
    }
    return all;
}
[[nodiscard]] oracle oracle_of(const numbers& n, const till& shop) {
    oracle made{n};
    for (const auto& code : shop.codes) {
        made.has_first |= code.thing.campaign == 7;
        made.has_second |= code.thing.campaign == 8;
    }
    return made;
}

template <class Bill>
[[nodiscard]] shares net_of(const Bill& bill) {
    shares net;
    for (const auto& each : bill.lines) {
        net.push_back(each.net.minor_units());
    }
    return net;
}

/// Shares sum to their discounts, and these to what the lines lost; nothing lies below zero.
template <class Bill>
void check_sums(const till& shop, const Bill& bill) {
    money<usd> all{};
    for (const auto& rule : bill.rules) {
        money<usd> sum{};
        for (const money<usd> share : rule.shares) {
            CHECK(share >= nothing);
            sum = sum + share;
        }
        CHECK(sum == rule.given);
        all = all + sum;
    }
    CHECK(all == bill.discounted);
    for (std::size_t i = 0; i < bill.lines.size(); ++i) {
        CHECK(bill.lines[i].net >= nothing);
        CHECK(bill.lines[i].net + bill.lines[i].discount == shop.lines[i].net);
        CHECK(bill.lines[i].discount == bill.discount_of(i));
    }
    money<usd> paid{};
    for (const auto& each : bill.payments) {
        paid = paid + each.paid;
    }
    CHECK(paid + bill.due == bill.total);
    CHECK(bill.due >= nothing);
}

/// The checkout that `apply` sells has the prices of the quote: a point for each cent.
template <class Rules>
void check_sale(const Rules& rules, const till& shop) {
    const programme shop_rules{rules, points{point_a_cent, round_off{rounding::floor}}};
    member<std::remove_const_t<decltype(shop_rules)>> anna;
    const auto bill = prices::quote(shop_rules, anna, shop.event());
    const auto gave = apply(shop_rules, anna, shop.event());
    CHECK(gave.refused == bill.refusal.why);
    CHECK(gave.template granted<unit::points>().minor_units() == (gave.accepted() ? bill.total.minor_units() : 0));
}

} // namespace

TEST_CASE("prices in sequence and side by side are those of the oracle, and sums hold") {
    random_source random{seed()};
    for (int round = 0; round < rounds; ++round) {
        const numbers n = random.any_numbers();
        till shop = random.any_till();
        const oracle expected = oracle_of(n, shop);
        const discounts sequence{of_coupon(n), of_piece(n), of_amount(n), of_rest(n)};
        const discounts beside{side_by_side{of_coupon(n), of_piece(n), of_amount(n), of_rest(n)}};
        const auto first = shop.bill(programme{sequence});
        CHECK(net_of(first) == expected.prices(plain(shop.lines), true));
        const auto second = shop.bill(programme{beside});
        CHECK(net_of(second) == expected.prices(plain(shop.lines), false));
        // The order of discounts that stand side by side changes no price, and neither does the order of codes.
        const discounts turned{side_by_side{of_rest(n), of_amount(n), of_coupon(n), of_piece(n)}};
        CHECK(net_of(shop.bill(programme{turned})) == net_of(second));
        std::reverse(shop.codes.begin(), shop.codes.end());
        CHECK(net_of(shop.bill(programme{sequence})) == net_of(first));
        check_sums(shop, shop.bill(programme{sequence}));
        check_sums(shop, second);
        if (round % 8 == 0) {
            check_sale(sequence, shop);
            check_sale(beside, shop);
        }
    }
}

TEST_CASE("of competing discounts the largest counts, and under a limit no more is taken off") {
    random_source random{seed() + 1};
    for (int round = 0; round < rounds; ++round) {
        const numbers n = random.any_numbers();
        const till shop = random.any_till();
        const oracle expected = oracle_of(n, shop);
        std::int64_t largest = 0;
        std::int64_t least = 0;
        for (int rule : {0, 2, 3}) {
            const shares off = expected.off(rule, plain(shop.lines));
            const std::int64_t sum = std::accumulate(off.begin(), off.end(), std::int64_t{0});
            largest = std::max(largest, sum);
            least = sum != 0 && (least == 0 || sum < least) ? sum : least;
        }
        const auto best = shop.bill(programme{discounts{best_discount_of{of_coupon(n), of_amount(n), of_rest(n)}}});
        CHECK(best.discounted == cents(largest));
        check_sums(shop, best);
        CHECK(shop.bill(programme{discounts{least_discount_of{of_coupon(n), of_amount(n), of_rest(n)}}}).discounted ==
              cents(least));
        const money<usd> most = cents(random.from_to(1, 3000));
        const discounts rules{of_coupon(n), of_amount(n), of_rest(n)};
        const auto free_of_limit = shop.bill(programme{rules});
        const auto limited = shop.bill(programme{rules.at_most(most)});
        CHECK(limited.discounted == (free_of_limit.discounted < most ? free_of_limit.discounted : most));
        check_sums(shop, limited);
        CHECK(shop.bill(programme{rules.at_most(most, above_limit::reject)}).discounted <= most);
    }
}

TEST_CASE("refunds of any partition: kept shares sum to what was paid, re-evaluated the rest costs its own price") {
    random_source random{seed() + 2};
    for (int round = 0; round < rounds; ++round) {
        const numbers n = random.any_numbers();
        const till shop = random.any_till();
        const programme rules{discounts{of_coupon(n), of_piece(n), of_amount(n), of_rest(n)}};
        using rules_type = std::remove_const_t<decltype(rules)>;
        const auto bill = shop.bill(rules);
        receipt<rules_type> slip{};
        till usable = shop;
        usable.codes.clear(); // codes that lower nothing are left out
        for (std::size_t i = 0; i < bill.presented.size(); ++i) {
            if (bill.presented[i].why == reason::none) {
                usable.codes.push_back(shop.codes[i]);
            }
        }
        member<rules_type> anna;
        slip = apply_with_receipt(rules, anna, usable.event()).receipt;
        priced_sale<usd> kept{usable.event(), bill};
        priced_sale<usd> again{usable.event(), bill};
        std::vector<plain_line> rest = plain(shop.lines);
        std::vector<std::int64_t> left;
        for (const auto& each : rest) {
            left.push_back(each.pieces);
        }
        money<usd> least_left = bill.total;
        while (std::accumulate(left.begin(), left.end(), std::int64_t{0}) > 0) {
            const auto i = static_cast<std::size_t>(random.from_to(0, static_cast<std::int64_t>(left.size()) - 1));
            if (left[i] == 0) {
                continue;
            }
            const std::int64_t pieces = random.from_to(1, left[i]);
            const ledgers::returned_pieces back{.line = shop.lines[i].id, .pieces = pieces};
            left[i] -= pieces;
            const auto one_refund = kept.refund(rules, slip, back, refund_rule::keep);
            CHECK(one_refund.refund >= 0_usd);
            kept.note(back, one_refund.refund);
            const auto other_refund = again.refund(rules, slip, back, refund_rule::re_evaluate);
            CHECK(other_refund.refund >= 0_usd);
            again.note(back, other_refund.refund);

            // The oracle's price of what is kept: what has left is the nearest to its exact price.
            std::vector<plain_line> now;
            for (std::size_t k = 0; k < rest.size(); ++k) {
                const std::int64_t gone = rest[k].pieces - left[k];
                const std::int64_t net = rest[k].net - (2 * rest[k].net * gone + rest[k].pieces) / (2 * rest[k].pieces);
                if (left[k] > 0) {
                    now.push_back({net, left[k], rest[k].sku});
                }
            }
            const oracle used = oracle_of(n, usable);
            const shares prices = used.prices(now, true);
            const money<usd> price = cents(std::accumulate(prices.begin(), prices.end(), std::int64_t{0}));
            least_left = price < least_left ? price : least_left;
            CHECK(again.paid - again.refunded == least_left);
        }
        CHECK(kept.refunded == bill.total);
        CHECK(again.refunded == bill.total);
    }
}
