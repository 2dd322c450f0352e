// SPDX-License-Identifier: BSL-1.0
//
// Laws of checkouts on whole programmes, random in their numbers, over random lives of members with wallets, points and a
// shared quota. A slow oracle keeps every sale, coupon and card as plain numbers, and finds by them each price, refusal and
// balance. After every event all points, uses and cents of all members, of the quota and of the tills are as many as were
// brought in. A quote changes nothing and is what the sale then costs; a sale and its return are nothing.
#include <loyalty/engine/checkout.hpp>
#include <loyalty/loyalty.hpp>

#include "../support/events_wanted.hpp"
#include "../support/largest_remainder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <numeric>
#include <random>
#include <type_traits>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::prices;
using namespace loyalty::things;
using usd = currency::usd;
using line = basket_line<usd>;
using paid_by = payment<usd>;
using event_type = checkout<usd>;
using numbers_of_lines = std::vector<std::int64_t>;

// Literals are constants here, since clang 14 does not link those in templates.
constexpr per_amount point_a_dollar{1_points, 1_usd};
constexpr redemption_rate cent_a_point{1_points, 0.01_usd};
constexpr amount<unit::vouchers> one_voucher = 1_vouchers;
constexpr auto start = "2025-03-10T12:00"_utc;
constexpr std::int64_t whole_quota = 700;
constexpr amount<unit::points> whole_budget = 700_points;
constexpr std::size_t member_count = 4;

[[nodiscard]] money<usd> cents(std::int64_t count) {
    return money<usd>::from_minor_units(count);
}

/// The numbers of one random programme.
struct numbers {
    std::int64_t percent = 0; ///< off sku 1, by a coupon of campaign 7
    std::int64_t amount = 0;  ///< off everything, by a coupon of campaign 8
    std::int64_t least = 0;   ///< and the least basket for it
    std::int64_t rest = 0;    ///< per cent off what is left, for everyone
    std::int64_t most = 0;    ///< and the most of it
};

auto shop_of(const numbers& n) {
    return programme{discounts{percent_off(ratio{n.percent, 100}).on(sku_is(1)).needs(coupon{7}),
                               amount_off(cents(n.amount)).when(goods_at_least(cents(n.least))).needs(coupon{8}),
                               percent_off(ratio{n.rest, 100}).at_most(cents(n.most))},
                     limited{quota<1>(whole_budget), points{point_a_dollar, round_off{rounding::floor}}},
                     gamified{stamp_card{3}.awards(one_voucher)},
                     redemption_rule{cent_a_point},
                     lots<unit::points>{},
                     wallet<64>{}.records<192>().issuing(vouchers{7}.for_each<unit::vouchers>(), vouchers{8})};
}
using shop_type = decltype(shop_of({}));
using member_type = member<shop_type>;
using bill_type = bill_of<shop_type, event_type>;

// The oracle -------------------------------------------------------------------------------------------------------------

/// A coupon or a card of a member.
struct plain_thing {
    std::uint32_t campaign = 0;
    std::int64_t left = 0; ///< uses, or cents
    bool is_card = false;
    bool is_of_europe = false;
    bool is_cancelled = false;
    instant until = instant::maximum();
    std::uint64_t source = 0;
};

/// What a sale took and gave.
struct plain_sale {
    std::size_t member = 0;
    std::int64_t granted = 0;
    std::int64_t points_paid = 0;
    std::vector<std::uint64_t> coupons{};
    std::map<std::uint64_t, std::int64_t> cards{};
    std::vector<std::uint64_t> vouchers{};
};

struct plain_member {
    std::int64_t points = 0; ///< below zero: owed
    std::map<std::uint64_t, plain_thing> things{};
};

/// What the oracle says of a checkout.
struct plain_bill {
    reason refused = reason::none;
    numbers_of_lines net{};
    std::int64_t total = 0;
    std::int64_t due = 0;
    plain_sale sale{};
};

using support::split;

[[nodiscard]] std::int64_t half_up(std::int64_t amount, std::int64_t percent) {
    return (2 * amount * percent + 100) / 200;
}
[[nodiscard]] std::int64_t sum_of(const numbers_of_lines& all) {
    return std::accumulate(all.begin(), all.end(), std::int64_t{0});
}

struct oracle {
    numbers n;
    std::array<plain_member, member_count> members{};
    std::map<std::uint64_t, plain_sale> sales{};
    std::int64_t quota = whole_quota;
    std::int64_t uses_issued = 0;
    std::int64_t cents_issued = 0;

    [[nodiscard]] static reason why_not(const plain_member& own, std::uint64_t code, instant now) {
        const auto found = own.things.find(code);
        if (found == own.things.end()) {
            return reason::not_holder;
        }
        const plain_thing& one = found->second;
        return one.is_cancelled   ? reason::no_longer_valid
               : one.left == 0    ? (one.is_card ? reason::empty_card : reason::already_used)
               : one.until <= now ? reason::no_longer_valid
                                  : reason::none;
    }

    /// Why each code gives nothing before prices are looked at, and the code that stands for each campaign.
    [[nodiscard]] std::vector<reason> look_at_codes(const plain_member& own, const event_type& event,
                                                    std::map<std::uint32_t, std::uint64_t>& used) const {
        std::vector<reason> why;
        for (std::size_t i = 0; i < event.presented.size(); ++i) {
            const std::uint64_t code = event.presented[i].code;
            reason each = why_not(own, code, event.time);
            each = each == reason::none && own.things.at(code).is_card ? reason::unknown_campaign : each;
            for (std::size_t j = 0; j < i; ++j) {
                each = event.presented[j].code == code ? reason::presented_twice : each;
            }
            why.push_back(each);
        }
        for (std::size_t i = 0; i < why.size(); ++i) {
            if (why[i] != reason::none) {
                continue;
            }
            const std::uint64_t code = event.presented[i].code;
            const plain_thing& one = own.things.at(code);
            const auto [place, is_first] = used.emplace(one.campaign, code);
            if (!is_first) {
                const plain_thing& other = own.things.at(place->second);
                const bool sooner = one.until < other.until || (one.until == other.until && code < place->second);
                place->second = sooner ? code : place->second;
            }
        }
        for (std::size_t i = 0; i < why.size(); ++i) {
            const std::uint64_t code = event.presented[i].code;
            if (why[i] == reason::none && used.at(own.things.at(code).campaign) != code) {
                why[i] = reason::not_combinable;
            }
        }
        return why;
    }

    /// Lowers the lines, and says of the coupons of 7 and 8 why they give nothing.
    void lower(plain_bill& bill, const event_type& event, bool has_7, bool has_8, reason& why_7, reason& why_8) const {
        const auto take = [&](const numbers_of_lines& off) {
            for (std::size_t i = 0; i < off.size(); ++i) {
                bill.net[i] -= off[i];
            }
            return sum_of(off) > 0;
        };
        if (has_7) {
            numbers_of_lines weights = bill.net;
            for (std::size_t i = 0; i < weights.size(); ++i) {
                weights[i] = event.lines[i].sku == 1 ? weights[i] : 0;
            }
            why_7 = take(split(half_up(sum_of(weights), n.percent), weights)) ? reason::none : reason::nothing_to_lower;
        }
        if (has_8) {
            const std::int64_t all = sum_of(bill.net);
            why_8 = all < n.least                                    ? reason::below_least_basket
                    : take(split(std::min(n.amount, all), bill.net)) ? reason::none
                                                                     : reason::nothing_to_lower;
        }
        const numbers_of_lines off = split(half_up(sum_of(bill.net), n.rest), bill.net);
        take(sum_of(off) > n.most ? split(n.most, off) : off);
    }

    void pay(plain_bill& bill, const plain_member& own, const event_type& event) const {
        std::int64_t available = std::max<std::int64_t>(own.points, 0);
        std::vector<std::uint64_t> seen;
        for (const auto& each : event.presented) {
            seen.push_back(each.code);
        }
        const auto refuse = [&](reason why) { bill.refused = bill.refused == reason::none ? why : bill.refused; };
        for (const paid_by& each : event.payments) {
            std::int64_t pays = 0;
            if (each.by == tender::points) {
                const std::int64_t asked = each.points.minor_units();
                if (asked > available) {
                    refuse(reason::insufficient_balance);
                    continue;
                }
                pays = std::min(asked == 0 ? available : asked, bill.due);
                available -= pays;
                bill.sale.points_paid += pays;
            } else {
                const std::uint64_t code = each.card.code;
                const bool is_repeated = std::find(seen.begin(), seen.end(), code) != seen.end();
                seen.push_back(code);
                reason why = is_repeated ? reason::presented_twice : why_not(own, code, event.time);
                if (why == reason::none) {
                    const plain_thing& one = own.things.at(code);
                    why = !one.is_card       ? reason::no_gift_card
                          : one.is_of_europe ? reason::other_currency
                                             : reason::none;
                }
                if (why != reason::none) {
                    refuse(why);
                    continue;
                }
                const std::int64_t on_card = own.things.at(code).left;
                const std::int64_t limit = each.money_paid.minor_units();
                pays = std::min(limit == 0 ? on_card : std::min(limit, on_card), bill.due);
                if (pays > 0) {
                    bill.sale.cards[code] = pays;
                }
            }
            bill.due -= pays;
        }
    }

    [[nodiscard]] plain_bill bill_of(std::size_t who, const event_type& event) const {
        const plain_member& own = members[who];
        plain_bill bill;
        bill.sale.member = who;
        for (const line& each : event.lines) {
            bill.net.push_back(each.net.minor_units());
        }
        std::map<std::uint32_t, std::uint64_t> used;
        std::vector<reason> why = look_at_codes(own, event, used);
        reason why_7 = reason::none;
        reason why_8 = reason::none;
        lower(bill, event, used.count(7) != 0, used.count(8) != 0, why_7, why_8);
        for (std::size_t i = 0; i < why.size(); ++i) {
            const std::uint64_t code = event.presented[i].code;
            if (why[i] == reason::none) {
                why[i] = own.things.at(code).campaign == 7 ? why_7 : why_8;
            }
            if (why[i] == reason::none) {
                bill.sale.coupons.push_back(code);
            }
            bill.refused = bill.refused == reason::none ? why[i] : bill.refused;
        }
        bill.total = sum_of(bill.net);
        bill.due = bill.total;
        pay(bill, own, event);
        bill.sale.granted = std::min(bill.total / 100, quota);
        return bill;
    }

    void sell(std::uint64_t id, const plain_sale& sale) {
        plain_member& own = members[sale.member];
        own.points += sale.granted - sale.points_paid;
        quota -= sale.granted;
        for (const std::uint64_t code : sale.coupons) {
            --own.things.at(code).left;
        }
        for (const auto& [code, paid] : sale.cards) {
            own.things.at(code).left -= paid;
        }
        sales[id] = sale;
    }
    /// All that a sale took comes back, and what it gave is taken back.
    void void_sale(std::uint64_t id) {
        const plain_sale sale = sales.at(id);
        plain_member& own = members[sale.member];
        own.points -= sale.granted - sale.points_paid;
        quota += sale.granted;
        for (const std::uint64_t code : sale.coupons) {
            ++own.things.at(code).left;
        }
        for (const auto& [code, paid] : sale.cards) {
            own.things.at(code).left += paid;
        }
        sales.erase(id);
    }
};

// The life ---------------------------------------------------------------------------------------------------------------

/// Keeps the bill that a sale is made by.
struct till_roll {
    bill_type bill{};
    bool has_bill = false;

    void on(const bill_type& of) {
        bill = of;
        has_bill = true;
    }
};

struct counts {
    std::int64_t events = 0;
    std::int64_t sold = 0;
    std::int64_t refused = 0;
    std::int64_t voided = 0;
    std::int64_t with_things = 0;
    std::int64_t cut_by_quota = 0;
};

class life {
public:
    life(const numbers& n, std::mt19937_64& random, counts& seen)
        : shop_{shop_of(n)}, budget_{shop_}, random_{random}, seen_{seen}, slow_{n} {}

    void step() {
        ++id_;
        ++seen_.events;
        now_ += dates::seconds{some(40'000)};
        const std::size_t who = below(member_count);
        switch (below(8)) {
        case 0:
        case 1:
            issue(who);
            break;
        case 2:
            top_up(who);
            break;
        case 3:
            void_one();
            break;
        default:
            buy(who);
        }
        compare();
    }

private:
    shop_type shop_;
    quotas<shop_type> budget_;
    std::mt19937_64& random_;
    counts& seen_;
    oracle slow_;
    std::array<member_type, member_count> members_{};
    std::map<std::uint64_t, receipt<shop_type>> receipts_{};
    std::uint64_t id_ = 100;
    instant now_ = start;
    std::vector<line> lines_{};
    std::vector<presented> codes_{};
    std::vector<paid_by> payments_{};

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    std::int64_t some(std::uint64_t limit) { return static_cast<std::int64_t>(below(limit)); }
    std::uint64_t some_code(std::size_t who) {
        const auto& all = slow_.members[below(12) == 0 ? (who + 1) % member_count : who].things;
        if (all.empty() || below(20) == 0) {
            return 1 + below(3);
        }
        auto at = all.begin();
        std::advance(at, some(all.size()));
        return at->first;
    }

    /// Mostly a coupon, or a card, of which something is left.
    std::uint64_t some_code(std::size_t who, bool is_card) {
        std::vector<std::uint64_t> usable;
        for (const auto& [code, one] : slow_.members[who].things) {
            if (one.is_card == is_card && one.left > 0 && !one.is_cancelled && now_ < one.until) {
                usable.push_back(code);
            }
        }
        return usable.empty() || below(8) == 0 ? some_code(who) : usable[below(usable.size())];
    }

    void issue(std::size_t who) {
        if (slow_.members[who].things.size() > 40) {
            return;
        }
        plain_thing one{.campaign = below(2) == 0 ? 7u : 8u};
        one.is_card = below(3) == 0;
        one.is_of_europe = one.is_card && below(6) == 0;
        one.left = one.is_card ? some(6'000) : 1 + some(3);
        one.until = below(3) == 0 ? now_ + dates::seconds{1 + some(300'000)} : instant::maximum();
        one.source = id_;
        entitlement thing{.code = id_, .campaign = one.campaign};
        thing.until = one.until;
        if (one.is_card) {
            thing.stored = one.is_of_europe ? stored_money{money<currency::eur>::from_minor_units(one.left)}
                                            : stored_money{cents(one.left)};
            slow_.cents_issued += one.left;
        } else {
            thing.uses = static_cast<std::uint16_t>(one.left);
            slow_.uses_issued += one.left;
        }
        const auto index = static_cast<std::uint32_t>(who);
        REQUIRE(apply(shop_, members_[who], thing_issue{.id = id_, .member = index, .time = now_, .thing = thing},
                      sharing(budget_))
                    .accepted());
        slow_.members[who].things[id_] = one;
    }

    void top_up(std::size_t who) {
        const std::uint64_t code = some_code(who);
        const std::int64_t more = 1 + some(3'000);
        auto& things = slow_.members[who].things;
        const auto found = things.find(code);
        const reason why = found == things.end()         ? reason::not_holder
                           : !found->second.is_card      ? reason::no_gift_card
                           : found->second.until <= now_ ? reason::no_longer_valid
                           : found->second.is_of_europe  ? reason::other_currency
                                                         : reason::none;
        const auto before = members_[who];
        const auto gave = apply(shop_, members_[who],
                                thing_top_up{.id = id_,
                                             .member = static_cast<std::uint32_t>(who),
                                             .time = now_,
                                             .code = code,
                                             .stored = cents(more)},
                                sharing(budget_));
        REQUIRE(gave.refused == why);
        if (why == reason::none) {
            found->second.left += more;
            slow_.cents_issued += more;
        } else {
            REQUIRE(members_[who] == before);
        }
    }

    [[nodiscard]] event_type some_checkout(std::size_t who) {
        lines_.clear();
        codes_.clear();
        payments_.clear();
        for (std::uint64_t i = 0, count = 1 + below(5); i < count; ++i) {
            lines_.push_back({.id = static_cast<std::uint32_t>(i + 1),
                              .sku = static_cast<std::uint32_t>(1 + below(2)),
                              .quantity = 1 + some(3),
                              .net = cents(below(8) == 0 ? 0 : some(5'000))});
        }
        for (std::uint64_t i = 0, count = below(8) == 0 ? 3 : below(2); i < count; ++i) {
            codes_.push_back({.code = some_code(who, false)});
        }
        for (std::uint64_t i = 0, count = below(3); i < count; ++i) {
            if (below(2) == 0) {
                const std::int64_t asked = below(3) != 0 ? 0 : some(60);
                payments_.push_back({.by = tender::points, .points = amount<unit::points>::from_minor_units(asked)});
            } else {
                payments_.push_back({.by = tender::gift_card,
                                     .money_paid = cents(below(2) == 0 ? 0 : some(3'000)),
                                     .card = {.code = some_code(who, true)}});
            }
        }
        return {.id = id_,
                .member = static_cast<std::uint32_t>(who),
                .time = now_,
                .lines = lines_,
                .presented = codes_,
                .payments = payments_};
    }

    void buy(std::size_t who) {
        const event_type event = some_checkout(who);
        const auto before = members_[who];
        const auto budget_before = budget_;
        const plain_bill expected = slow_.bill_of(who, event);

        const bill_type quoted = quote(shop_, members_[who], event, sharing(budget_));
        REQUIRE(members_[who] == before);
        REQUIRE(budget_ == budget_before);
        check_sums(event, quoted);
        check_prices(quoted, expected);

        till_roll roll;
        const auto sold = apply_with_receipt(shop_, members_[who], event, sharing(budget_), roll);
        REQUIRE(sold.outcome.refused == expected.refused);
        REQUIRE(roll.has_bill == sold.outcome.accepted());
        if (!sold.outcome.accepted()) {
            ++seen_.refused;
            REQUIRE(members_[who] == before);
            REQUIRE(budget_ == budget_before);
            return;
        }
        ++seen_.sold;
        seen_.with_things += codes_.empty() && payments_.empty() ? 0 : 1;
        seen_.cut_by_quota += expected.sale.granted < expected.total / 100 ? 1 : 0;
        check_same(roll.bill, quoted);
        REQUIRE(sold.outcome.granted<unit::points>().minor_units() == expected.sale.granted);
        void_of_nothing_else(before, budget_before, who, sold.receipt);

        plain_sale sale = expected.sale;
        slow_.sell(id_, sale);
        note_vouchers(who, sold.outcome.granted<unit::vouchers>().minor_units());
        receipts_[id_] = sold.receipt;
    }

    /// Codes of vouchers are derived; the oracle learns them from the wallet, and counts them by the award.
    void note_vouchers(std::size_t who, std::int64_t granted) {
        std::int64_t found = 0;
        for (const thing_at& each : things_of(shop_, members_[who], now_)) {
            if (slow_.members[who].things.count(each.thing.code) == 0) {
                ++found;
                REQUIRE(each.thing.campaign == 7);
                slow_.members[who].things[each.thing.code] = {.campaign = 7, .left = 1, .source = id_};
                slow_.sales.at(id_).vouchers.push_back(each.thing.code);
                slow_.uses_issued += 1;
            }
        }
        REQUIRE(found == granted);
    }

    /// A sale that comes back at once leaves everything as it was; what it issued is cancelled.
    void void_of_nothing_else(const member_type& before, const quotas<shop_type>& budget_before, std::size_t who,
                              receipt<shop_type> slip) {
        member_type own = members_[who];
        quotas<shop_type> budget = budget_;
        const auto index = static_cast<std::uint32_t>(who);
        REQUIRE(apply(shop_, own, slip.returned({.id = id_ + 1, .member = index, .time = now_}), sharing(budget))
                    .accepted());
        REQUIRE(budget == budget_before);
        const auto was = things_of(shop_, before, now_);
        const auto is = things_of(shop_, own, now_);
        for (std::size_t i = 0; i < is.size(); ++i) {
            if (i < was.size()) {
                REQUIRE(is[i] == was[i]);
            } else {
                REQUIRE(is[i].status == status::cancelled);
            }
        }
        const auto then = balances_of<unit::points>(shop_, before, now_);
        const auto now = balances_of<unit::points>(shop_, own, now_);
        REQUIRE(now.available - now.debt == then.available - then.debt);
        REQUIRE(own.policy<2>() == before.policy<2>()); // the stamps
    }

    void void_one() {
        if (receipts_.empty()) {
            return;
        }
        auto at = receipts_.begin();
        std::advance(at, some(receipts_.size()));
        const std::uint64_t sale = at->first;
        const std::size_t who = slow_.sales.at(sale).member;
        const auto gave =
            apply(shop_, members_[who],
                  at->second.returned({.id = id_, .member = static_cast<std::uint32_t>(who), .time = now_}),
                  sharing(budget_));
        REQUIRE(gave.accepted());
        ++seen_.voided;
        slow_.void_sale(sale);
        receipts_.erase(at);
        note_cancelled(who);
    }
    /// Which vouchers a return takes away depends on stamps that were collected since: the oracle learns it, and that none of
    /// them was used.
    void note_cancelled(std::size_t who) {
        for (const thing_at& each : things_of(shop_, members_[who], now_)) {
            plain_thing& one = slow_.members[who].things.at(each.thing.code);
            if (each.status == status::cancelled && !one.is_cancelled) {
                REQUIRE(one.left == 1);
                REQUIRE(one.campaign == 7);
                one.is_cancelled = true;
            }
        }
    }

    /// Shares sum to their discounts, these to what the lines lost, and what pays to the bill; nothing lies below zero.
    static void check_sums(const event_type& event, const bill_type& bill) {
        constexpr money<usd> nothing{};
        money<usd> all{};
        for (const auto& rule : bill.rules) {
            money<usd> sum{};
            for (const money<usd> share : rule.shares) {
                REQUIRE(share >= nothing);
                sum = sum + share;
            }
            REQUIRE(sum == rule.given);
            all = all + sum;
        }
        REQUIRE(all == bill.discounted);
        money<usd> total{};
        for (std::size_t i = 0; i < bill.lines.size(); ++i) {
            REQUIRE(bill.lines[i].net >= nothing);
            REQUIRE(bill.lines[i].net + bill.lines[i].discount == event.lines[i].net);
            REQUIRE(bill.lines[i].discount == bill.discount_of(i));
            total = total + bill.lines[i].net;
        }
        REQUIRE(total == bill.total);
        money<usd> paid{};
        for (const auto& each : bill.payments) {
            REQUIRE(each.paid >= nothing);
            paid = paid + each.paid;
        }
        REQUIRE(paid + bill.due == bill.total);
        REQUIRE(bill.due >= nothing);
    }
    static void check_prices(const bill_type& bill, const plain_bill& expected) {
        REQUIRE(bill.refusal.why == expected.refused);
        for (std::size_t i = 0; i < bill.lines.size(); ++i) {
            REQUIRE(bill.lines[i].net.minor_units() == expected.net[i]);
        }
        REQUIRE(bill.total.minor_units() == expected.total);
        REQUIRE(bill.due.minor_units() == expected.due);
        REQUIRE(bill.points_paid.minor_units() == expected.sale.points_paid);
    }
    static void check_same(const bill_type& sold, const bill_type& quoted) {
        REQUIRE(sold.lines == quoted.lines);
        REQUIRE(sold.presented == quoted.presented);
        REQUIRE(sold.payments == quoted.payments);
        REQUIRE(sold.uses == quoted.uses);
        REQUIRE(sold.tenders == quoted.tenders);
        REQUIRE(sold.total == quoted.total);
        REQUIRE(sold.due == quoted.due);
        for (std::size_t i = 0; i < sold.rules.size(); ++i) {
            REQUIRE(sold.rules[i].why == quoted.rules[i].why);
            REQUIRE(sold.rules[i].shares == quoted.rules[i].shares);
        }
    }

    /// Everything is what the oracle says, and as much as was brought in.
    void compare() const {
        std::int64_t points = budget_.left<1>().minor_units();
        std::int64_t uses = 0;
        std::int64_t on_cards = 0;
        for (std::size_t who = 0; who < member_count; ++who) {
            CAPTURE(who);
            const auto balance = balances_of<unit::points>(shop_, members_[who], now_);
            REQUIRE((balance.available - balance.debt).minor_units() == slow_.members[who].points);
            points += (balance.available - balance.debt).minor_units();
            for (const thing_at& each : things_of(shop_, members_[who], now_)) {
                const plain_thing& one = slow_.members[who].things.at(each.thing.code);
                const std::int64_t left = one.is_card ? each.thing.stored.minor_units() : each.thing.uses;
                REQUIRE(left == one.left);
                (one.is_card ? on_cards : uses) += left;
            }
        }
        for (const auto& [id, sale] : slow_.sales) {
            points += sale.points_paid;
            uses += static_cast<std::int64_t>(sale.coupons.size());
            for (const auto& [code, paid] : sale.cards) {
                on_cards += paid;
            }
        }
        REQUIRE(budget_.left<1>().minor_units() == slow_.quota);
        REQUIRE(points == whole_quota);
        REQUIRE(uses == slow_.uses_issued);
        REQUIRE(on_cards == slow_.cents_issued);
    }
};

std::int64_t events_wanted() {
    return support::events_wanted(300'000);
}
std::uint64_t given_seed() {
    const char* const given = std::getenv("LOYALTY_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20251130;
    MESSAGE("LOYALTY_SEED=" << seed);
    return seed;
}

} // namespace

TEST_CASE("lives with wallets and checkouts: quote is sale, a void is nothing, and every unit is somewhere") {
    std::mt19937_64 random{given_seed()};
    const auto from_1_to = [&](std::uint64_t most) { return 1 + static_cast<std::int64_t>(random() % most); };
    counts seen;
    while (seen.events < events_wanted()) {
        CAPTURE(seen.events);
        life all{{from_1_to(100), from_1_to(4'000), from_1_to(9'000), from_1_to(40), from_1_to(3'000)}, random, seen};
        for (int step = 0; step < 200; ++step) {
            CAPTURE(step);
            all.step();
        }
    }
    CHECK(seen.sold * 5 > seen.events);
    CHECK(seen.refused * 20 > seen.events);
    CHECK(seen.voided * 20 > seen.events);
    CHECK(seen.with_things * 20 > seen.events);
    CHECK(seen.cut_by_quota > 0);
}
