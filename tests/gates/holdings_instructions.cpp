// SPDX-License-Identifier: BSL-1.0
//
// Paid memberships, prepaid deliveries, gift cards, transfers and household pools, each alone by the library and by hand. Cards and
// points are there before: what a form takes beyond its generator is what happens to them.
#include "gate.hpp"
#include "holdings_by_hand.hpp"
#include "memberships_by_hand.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/engine/pool.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/membership_record.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace gate {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::things;
using usd = currency::usd;
using framed = terms<utc, choices::identity::by_time>;
using mechanics_by_hand::contract;

constexpr points by_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme membership_rules{
    framed{},
    points{per_amount{1_points, 1_usd}, multiply_by{2_x}.when(membership_active()), round_off{rounding::floor}},
    paid_membership{}};
constexpr programme delivery_rules{framed{}, points{per_delivery{20_points}}};
constexpr programme card_rules{by_dollar, wallet<4>{}};
constexpr programme books_rules{
    by_dollar,
    lots<unit::points>{}.expiring(ledgers::expires_end_of_month<12>{}).on_shortfall(ledgers::debt_policy::negative)};

template <const auto& Rules>
using rules_of = std::remove_const_t<std::remove_reference_t<decltype(Rules)>>;
template <const auto& Rules>
using member_of = member<rules_of<Rules>>;
using fee_record = social::membership_record<usd, 4>;

// What each takes of a member, the clock and the balances included: pinned. A record of fees is the host's, beside it.
static_assert(sizeof(member_of<membership_rules>) == 40 && sizeof(fee_record) == 128);
static_assert(sizeof(member_of<delivery_rules>) == 24 && sizeof(member_of<card_rules>) == 464);
static_assert(sizeof(member_of<books_rules>) == 328);

static_assert(sizeof(holdings_by_hand::membership::state) == 32 && sizeof(holdings_by_hand::fees::state) == 112);
static_assert(sizeof(holdings_by_hand::prepaid::state) == 16 && sizeof(holdings_by_hand::purse) == 280);
static_assert(sizeof(holdings_by_hand::books) == 192);

using sale = purchase<usd>;
using visit = streams::any_event<sale, membership_change>;
using card_event = streams::any_event<thing_use, thing_top_up>;
using paid_by = prices::payment<usd>;
using order = prices::checkout<usd>;
using gift = transfer<unit::points>;
using shared = social::pool_redemption<unit::points>;

struct holdings_work {
    std::size_t members = 0;
    std::vector<visit> visits;
    std::vector<holdings_by_hand::visit> visits_by_hand;
    std::vector<holdings_by_hand::fees::payment> payments;
    std::vector<delivery> deliveries;
    std::vector<card_event> card_events;
    std::vector<holdings_by_hand::card_event> card_events_by_hand;
    std::vector<basket_line<usd>> lines;
    std::array<paid_by, 2> cards{{{.by = tender::gift_card, .money_paid = 20_usd, .card = {.code = 1}},
                                  {.by = tender::gift_card, .card = {.code = 2}}}};
    std::vector<order> orders;
    std::vector<holdings_by_hand::order> orders_by_hand;
    std::vector<sale> earned; ///< before the gifts and the shared redemptions: one of each month
    std::vector<gift> gifts;
    std::vector<holdings_by_hand::gift> gifts_by_hand;
    std::vector<shared> redemptions;
    std::vector<holdings_by_hand::shared> redemptions_by_hand;
};

[[nodiscard]] constexpr money<usd> cents_of(const w5::record& from) noexcept {
    return money<usd>::from_minor_units(from.cents);
}

constexpr instant opening_day = "2024-01-01T00:00"_utc;
constexpr dates::seconds a_day{86'400};

/// Of ten visits one pays for 30 days from the next day on, or ends the membership.
void add_visits(holdings_work& work, std::span<const w5::record> records) {
    for (std::size_t i = 0; i < records.size(); ++i) {
        const w5::record& from = records[i];
        const instant time{from.time};
        if (i % 10 != 9) {
            work.visits.push_back(sale{.id = i + 1, .member = from.member, .time = time, .net = cents_of(from)});
            work.visits_by_hand.push_back({.time = time, .member = from.member, .cents = from.cents});
            continue;
        }
        const instant begin = time + a_day;
        const instant end = from.category == 0 ? begin : begin + dates::seconds{30 * 86'400};
        work.visits.push_back(membership_change{i + 1, from.member, time, {begin, end}});
        work.visits_by_hand.push_back({.time = time,
                                       .member = from.member,
                                       .is_change = true,
                                       .from = begin.seconds_since_epoch,
                                       .until = end.seconds_since_epoch});
    }
}

/// Of 16 payments for a year 12 renew, 2 change to the dearer plan, 2 cancel. Each member pays about four times in three years.
void add_payments(holdings_work& work, std::span<const w5::record> records) {
    using action = holdings_by_hand::fees::action;
    const auto who = static_cast<std::uint32_t>(records.size() / 4);
    for (std::uint32_t i = 0; i < records.size(); ++i) {
        const w5::record& from = records[i];
        const action what = from.category < 12 ? action::renew : from.category < 14 ? action::upgrade : action::cancel;
        const auto day =
            static_cast<std::int32_t>(19'723 + i * std::size_t{1096} / records.size()); // from 2024-01-01 on
        work.payments.push_back({static_cast<std::uint32_t>((i * std::size_t{7919}) % who), day, what,
                                 what == action::upgrade || from.category % 4 == 0});
    }
}

void add_cards(holdings_work& work, std::span<const w5::record> records) {
    for (std::size_t i = 0; i < records.size(); ++i) {
        const w5::record& from = records[i];
        const instant time{from.time};
        const std::uint64_t code = 1 + from.category % 2;
        work.deliveries.push_back({.id = i + 1, .member = from.member, .time = time, .order = 1, .number = 1});
        const bool is_top_up = i % 8 == 7;
        if (is_top_up) {
            work.card_events.push_back(thing_top_up{i + 1, from.member, time, code, 500_usd});
        } else {
            work.card_events.push_back(thing_use{i + 1, from.member, time, code, cents_of(from)});
        }
        work.card_events_by_hand.push_back(
            {i + 1, from.member, is_top_up, 840, from.time, code, is_top_up ? 50'000 : from.cents});
    }
}

void add_orders(holdings_work& work, std::span<const w5::record> records) {
    for (const w5::record& from : records) {
        work.lines.push_back({.id = 1, .net = cents_of(from)});
    }
    for (std::size_t i = 0; i < records.size(); ++i) {
        const w5::record& from = records[i];
        work.orders.push_back({.id = i + 10,
                               .member = from.member,
                               .time = instant{from.time},
                               .lines = std::span{work.lines}.subspan(i, 1),
                               .payments = work.cards});
        work.orders_by_hand.push_back({i + 10, from.member, from.time, from.cents, {1, 2}, {2'000, INT64_MAX}});
    }
}

/// Gifts and redemptions of January 2025, in the order of W5.
void add_gifts(holdings_work& work, std::span<const w5::record> records) {
    const auto all = static_cast<std::uint32_t>(work.members);
    for (std::uint32_t month = 0; month < 12; ++month) {
        for (std::uint32_t who = 0; who < all; ++who) {
            work.earned.push_back({.id = work.earned.size() + 1,
                                   .member = who,
                                   .time = opening_day + dates::seconds{(month * 30 + 15) * std::int64_t{86'400}},
                                   .net = cents_of(records[(month * all + who) % records.size()])});
        }
    }
    const std::int64_t january = "2025-01-01T00:00"_utc.seconds_since_epoch;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const w5::record& from = records[i];
        const std::uint64_t id = work.earned.size() + 1 + i;
        const std::int64_t time = january + static_cast<std::int64_t>(i * 28 * 86'400 / records.size());
        const std::int64_t points = 5 + static_cast<std::int64_t>(from.category);
        const std::uint32_t to = (from.member + 1 + from.category) % all;
        work.gifts.push_back({id, from.member, instant{time}, to, amount<unit::points>::whole(points)});
        work.gifts_by_hand.push_back({id, from.member, to, time, points});
        const std::uint32_t first = from.member / 4 * 4;
        const std::int64_t together = 1 + static_cast<std::int64_t>(from.category);
        work.redemptions.push_back({id, instant{time}, amount<unit::points>::whole(together)});
        work.redemptions_by_hand.push_back({id, time, together, {first, first + 1, first + 2, first + 3}});
    }
}

void make_holdings_work(holdings_work& work, std::size_t transactions, std::size_t members) {
    w5::generator next{5 * transactions,
                       members}; // a fifth of a stream: as many events a day as that of mechanics_instructions.cpp
    std::vector<w5::record> records(transactions);
    for (w5::record& each : records) {
        each = next();
    }
    work.members = members;
    add_visits(work, records);
    add_payments(work, records);
    add_cards(work, records);
    add_orders(work, records);
    add_gifts(work, records);
}

// Membership and deliveries --------------------------------------------------------------------------------------------

template <const auto& Rules, class Event>
[[nodiscard, gnu::noinline]] sums points_of(std::span<const Event> stream, std::size_t members) {
    std::vector<member_of<Rules>> states(members);
    totals<rules_of<Rules>> sum{};
    apply_all(lifted<Rules>, std::span{states}, stream, sum);
    return {sum.template granted<unit::points>().minor_units(), static_cast<std::int64_t>(sum.refused)};
}
template <class Rule, class Event>
[[nodiscard]] sums points_by_hand(std::span<const Event> stream, std::size_t members) {
    const bench::totals sum = mechanics_by_hand::run<Rule, contract::refuses, Event>(stream, members, Rule{});
    return {sum.points, sum.refused};
}

[[gnu::noinline]] sums pay_fees(std::span<const holdings_by_hand::fees::payment> stream, std::size_t members) {
    using action = holdings_by_hand::fees::action;
    constexpr social::membership_plan<usd> plain{.number = 1, .fee = 59_usd};
    constexpr social::membership_plan<usd> gold{.number = 2, .fee = 119_usd};
    std::vector<fee_record> records(members);
    holdings_by_hand::fees::sums sum{};
    for (const auto& each : stream) {
        fee_record& own = records[each.member];
        const date day = date{each.day};
        const auto bill = each.what == action::renew     ? own.renew(each.is_gold ? gold : plain, day)
                          : each.what == action::upgrade ? own.upgrade(each.is_gold ? gold : plain, day)
                                                         : own.cancel(day);
        sum.due += bill.accepted() ? bill.due.minor_units() : 0;
        sum.credited += bill.accepted() ? bill.credited.minor_units() : 0;
        sum.days += bill.accepted() && each.what != action::cancel ? bill.days.until - bill.days.from : 0;
        sum.refused += bill.accepted() ? 0 : 1;
    }
    return {sum.due, sum.credited, sum.days, sum.refused};
}

// Gift cards -----------------------------------------------------------------------------------------------------------

[[nodiscard]] std::vector<member_of<card_rules>> card_holders(std::size_t count, money<usd> each) {
    member_of<card_rules> one{};
    apply(card_rules, one, thing_issue{.id = 1, .time = opening_day, .thing = {.code = 1, .stored = each}});
    apply(card_rules, one, thing_issue{.id = 2, .time = opening_day, .thing = {.code = 2, .stored = each}});
    return std::vector<member_of<card_rules>>(count, one);
}
[[nodiscard]] std::vector<holdings_by_hand::purse> card_holders_by_hand(std::size_t count, std::int64_t each) {
    holdings_by_hand::purse one{};
    one.cards[0] = {.code = 1, .cents = each, .currency = 840};
    one.cards[1] = {.code = 2, .cents = each, .currency = 840};
    one.count = 2;
    one.last_time = opening_day.seconds_since_epoch;
    one.last_id = 2;
    return std::vector<holdings_by_hand::purse>(count, one);
}

[[nodiscard]] std::int64_t left_on_cards(std::span<const member_of<card_rules>> members) {
    std::int64_t left = 0;
    for (const auto& own : members) {
        for (const kept_thing& each : own.policy<1>().kept) {
            left += each.thing.stored.minor_units();
        }
    }
    return left;
}
[[nodiscard]] std::int64_t left_on_cards(std::span<const holdings_by_hand::purse> members) {
    std::int64_t left = 0;
    for (const auto& own : members) {
        for (const holdings_by_hand::card& each : own.cards) {
            left += each.cents;
        }
    }
    return left;
}

/// The events of the cards, or none.
[[gnu::noinline]] sums use_cards(std::span<const card_event> stream, std::size_t members) {
    auto states = card_holders(members, 500_usd);
    totals<rules_of<card_rules>> sum{};
    apply_all(lifted<card_rules>, std::span{states}, stream, sum);
    return {left_on_cards(states), static_cast<std::int64_t>(sum.refused)};
}
sums use_cards_by_hand(std::span<const holdings_by_hand::card_event> stream, std::size_t members) {
    auto states = card_holders_by_hand(members, 50'000);
    const auto sum = holdings_by_hand::use_cards(states, stream);
    return {left_on_cards(states), sum.refused};
}

/// Adds up what a sink receives.
struct till_roll {
    holdings_by_hand::order_sums sum{};

    void on(const prices::bill_of<rules_of<card_rules>, order>& bill) noexcept {
        sum.due += bill.due.minor_units();
        sum.first += bill.payments[0].paid.minor_units();
        sum.second += bill.payments[1].paid.minor_units();
    }
    void on(const order&, const outcome_of<rules_of<card_rules>>& gave) noexcept {
        sum.refused += gave.accepted() ? 0 : 1;
    }
};
[[gnu::noinline]] sums pay_orders(std::span<const order> stream, std::size_t members) {
    auto states = card_holders(members, 4000_usd);
    till_roll roll;
    apply_all(lifted<card_rules>, std::span{states}, stream, roll);
    return {roll.sum.due, roll.sum.first, roll.sum.second, left_on_cards(states), roll.sum.refused};
}
sums pay_orders_by_hand(std::span<const holdings_by_hand::order> stream, std::size_t members) {
    auto states = card_holders_by_hand(members, 400'000);
    const auto sum = holdings_by_hand::pay_orders(states, stream);
    return {sum.due, sum.first, sum.second, left_on_cards(states), sum.refused};
}

// Transfers and pools --------------------------------------------------------------------------------------------------

[[nodiscard, gnu::noinline]] std::vector<member_of<books_rules>> savers(const holdings_work& work) {
    std::vector<member_of<books_rules>> states(work.members);
    extensions::no_sink none{};
    apply_all(lifted<books_rules>, std::span{states}, std::span<const sale>{work.earned}, none);
    return states;
}
[[nodiscard, gnu::noinline]] std::vector<holdings_by_hand::books> savers_by_hand(const holdings_work& work) {
    std::vector<holdings_by_hand::books> states(work.members);
    by_hand::day_fields day;
    for (const sale& each : work.earned) {
        day.move_to(each.time.seconds_since_epoch);
        static_cast<void>(states[each.member].earn(each.net.minor_units() / 100, day.month));
        states[each.member].date(each.time.seconds_since_epoch, each.id);
    }
    return states;
}

/// What is there a year later, when a half of it has died: the dates moved with the points.
[[nodiscard]] std::int64_t left_in_july(std::span<const member_of<books_rules>> states) {
    std::int64_t left = 0;
    std::int64_t place = 0;
    for (const auto& own : states) {
        left += ++place * balances_of<unit::points>(books_rules, own, "2025-07-15T00:00"_utc).available.minor_units();
    }
    return left;
}
[[nodiscard]] std::int64_t left_in_july(std::span<holdings_by_hand::books> states) {
    std::int64_t left = 0;
    std::int64_t place = 0;
    by_hand::day_fields day;
    day.move_to(("2025-07-15T00:00"_utc).seconds_since_epoch);
    for (auto& own : states) {
        own.move_to(day.month);
        left += ++place * own.available(day.month);
    }
    return left;
}

[[gnu::noinline]] sums give_points(const holdings_work& work, std::span<const gift> stream) {
    auto states = savers(work);
    totals<rules_of<books_rules>> sum{};
    apply_all(lifted<books_rules>, std::span{states}, stream, sum);
    return {left_in_july(states), static_cast<std::int64_t>(sum.refused)};
}
sums give_points_by_hand(const holdings_work& work, std::span<const holdings_by_hand::gift> stream) {
    auto states = savers_by_hand(work);
    const auto sum = holdings_by_hand::give_points(states, stream);
    return {left_in_july(std::span{states}), sum.refused};
}

[[gnu::noinline]] sums redeem_together(const holdings_work& work, std::span<const shared> stream,
                                       social::pool_sharing sharing) {
    auto states = savers(work);
    holdings_by_hand::pool_sums sum{};
    std::array<social::pool_receipt<rules_of<books_rules>, unit::points>, 4> receipts;
    for (std::size_t i = 0; i < stream.size(); ++i) {
        shared each = stream[i];
        each.sharing = sharing;
        const auto& household = work.redemptions_by_hand[i].household;
        const auto shares = social::redeem_from_pool(lifted<books_rules>, std::span{states}, household, each, receipts);
        sum.redeemed += shares.accepted() ? each.amount.minor_units() : 0;
        sum.refused += shares.accepted() ? 0 : 1;
        for (const auto& part : shares.parts) {
            sum.weighted += part.amount.minor_units() * (1 + part.member % 4);
        }
    }
    return {sum.redeemed, sum.weighted, left_in_july(states), sum.refused};
}
sums redeem_together_by_hand(const holdings_work& work, std::span<const holdings_by_hand::shared> stream) {
    auto states = savers_by_hand(work);
    const auto sum = holdings_by_hand::redeem_all(states, stream);
    return {sum.redeemed, sum.weighted, left_in_july(std::span{states}), sum.refused};
}

template <class Event>
[[nodiscard]] std::span<const Event> all_of(const std::vector<Event>& stream) noexcept {
    return stream;
}

constexpr form<holdings_work> forms[]{
    {"generator", [](holdings_work&) { return sums{}; }},
    {"membership", [](holdings_work& work) { return points_of<membership_rules>(all_of(work.visits), work.members); }},
    {"membership_by_hand",
     [](holdings_work& work) {
         return points_by_hand<holdings_by_hand::membership>(all_of(work.visits_by_hand), work.members);
     }},
    {"fees", [](holdings_work& work) { return pay_fees(work.payments, work.payments.size() / 4); }},
    {"fees_by_hand",
     [](holdings_work& work) {
         std::vector<holdings_by_hand::fees::state> states(work.payments.size() / 4);
         const auto sum = holdings_by_hand::fees::run(states, work.payments);
         return sums{sum.due, sum.credited, sum.days, sum.refused};
     }},
    {"delivery", [](holdings_work& work) { return points_of<delivery_rules>(all_of(work.deliveries), work.members); }},
    {"delivery_by_hand",
     [](holdings_work& work) {
         return points_by_hand<holdings_by_hand::prepaid>(all_of(work.deliveries), work.members);
     }},
    {"gift_card_start", [](holdings_work& work) { return use_cards({}, work.members); }},
    {"gift_card_start_by_hand", [](holdings_work& work) { return use_cards_by_hand({}, work.members); }},
    {"gift_card", [](holdings_work& work) { return use_cards(work.card_events, work.members); }},
    {"gift_card_by_hand",
     [](holdings_work& work) { return use_cards_by_hand(work.card_events_by_hand, work.members); }},
    {"two_cards_start", [](holdings_work& work) { return pay_orders({}, work.members); }},
    {"two_cards_start_by_hand", [](holdings_work& work) { return pay_orders_by_hand({}, work.members); }},
    {"two_cards", [](holdings_work& work) { return pay_orders(work.orders, work.members); }},
    {"two_cards_by_hand", [](holdings_work& work) { return pay_orders_by_hand(work.orders_by_hand, work.members); }},
    {"transfer_start", [](holdings_work& work) { return give_points(work, {}); }},
    {"transfer_start_by_hand", [](holdings_work& work) { return give_points_by_hand(work, {}); }},
    {"transfer", [](holdings_work& work) { return give_points(work, work.gifts); }},
    {"transfer_by_hand", [](holdings_work& work) { return give_points_by_hand(work, work.gifts_by_hand); }},
    {"pool_start", [](holdings_work& work) { return redeem_together(work, {}, social::pool_sharing::oldest_first); }},
    {"pool_start_by_hand", [](holdings_work& work) { return redeem_together_by_hand(work, {}); }},
    {"pool",
     [](holdings_work& work) { return redeem_together(work, work.redemptions, social::pool_sharing::oldest_first); }},
    {"pool_by_hand", [](holdings_work& work) { return redeem_together_by_hand(work, work.redemptions_by_hand); }},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_holdings_work, gate::forms);
}
