// SPDX-License-Identifier: BSL-1.0
//
// The tables of docs/bad_input.md: each fault of each kind of event, and the reason for which the event is refused. A row here
// shows one cell: the outcome names the reason and the rule, the sentence says what to do, a limit says what was asked and
// what was there, and nothing changes.
#include <loyalty/events/reason.hpp>

#include "../../support/bad_input.hpp"
#include "../../support/checkouts.hpp"

#include <loyalty/policies/attribution.hpp>
#include <loyalty/policies/coupon_price.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>
#include <loyalty/policies/referral.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/router.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::prices;
using namespace loyalty::social;
using namespace loyalty::streams;
using namespace bad_input;
using checkouts::goods;
using checkouts::till;

namespace {

using commit = commitment<unit::points>;
using free_hold = release<unit::points>;
using gift = transfer<unit::points>;

/// An event between two members that is refused: both stay as before.
template <class Programme, class Event>
reason is_refused_between(const Programme& programme, member<Programme> one, member<Programme> other,
                          const Event& event, const expected& is) {
    const member<Programme> one_before = one;
    const member<Programme> other_before = other;
    refusal_log log;
    const auto gave = apply(programme, one, other, event, no_profile{}, log);
    CHECK(gave.refused == is.why);
    CHECK(gave.refusing_rule() == is.rule);
    check_refusal(log, is);
    CHECK(one == one_before);
    CHECK(other == other_before);
    return gave.refused;
}

/// An event of a stream with one member, number 0, which stays as before.
template <class Programme, class Event>
reason is_refused_in_stream(const Programme& programme, const member<Programme>& own, const Event& event,
                            const expected& is) {
    std::array<member<Programme>, 1> members{own};
    refusal_log log;
    apply_all(programme, std::span{members}, std::span<const Event>{&event, 1}, log);
    check_refusal(log, is);
    CHECK(members[0] == own);
    return log.last.why;
}

// Points ------------------------------------------------------------------------------------------------------------------

/// 2,000 points, which pay in hundreds, 500 at least and 1,000 at most.
constexpr std::uint8_t redemption_rule_here = 1;
constexpr auto shop_in(date_window valid) {
    return programme{
        a_point_a_dollar,
        redemption_rule{redemption_rate{100_points, 2_usd, valid}}.at_least(500_points).at_most(1'000_points),
        lots<unit::points>{}.max_holds<4>()};
}
constexpr auto shop = shop_in({});
constexpr auto shop_of_next_year = shop_in({"2022-01-01"_date, "2023-01-01"_date});

member_of<decltype(shop)> rich() {
    member_of<decltype(shop)> anna;
    apply(shop, anna, sale{.id = 1, .time = now, .net = 2000_usd});
    return anna;
}

reason redeems(amount<unit::points> part, const expected& is) {
    return is_refused(shop, rich(), redeem{.id = 2, .time = now, .amount = part}, is);
}
reason holds(amount<unit::points> part, const expected& is) {
    return is_refused(shop, rich(), hold_points{.id = 2, .time = now, .hold = 1, .amount = part, .until = in_two_days},
                      is);
}
reason pays(money<currency::usd> net, amount<unit::points> part, const expected& is) {
    paid_with<sale, unit::points> event{};
    static_cast<sale&>(event) = sale{.id = 2, .time = now, .net = net};
    event.points_paid = part;
    return is_refused(shop, rich(), event, is);
}

constexpr hold_points held(instant time, std::uint64_t hold, amount<unit::points> part, date until) {
    return {.id = 6, .time = time, .hold = hold, .amount = part, .until = until};
}

constexpr expected no_hold{reason::unknown_hold, lots_rule};
constexpr instant after_the_hold = "2021-01-22T00:00"_utc;

member<stars_type> without_holds() {
    member<stars_type> ben;
    apply(stars, ben, sale{.id = 1, .time = december, .net = 60_usd});
    return ben;
}
member<stars_type> with_used_hold() {
    member<stars_type> used = regular();
    apply(stars, used, commit{.id = 6, .time = now, .hold = 1});
    return used;
}

constexpr auto thirty = 30_points; // clang 14 does not link a consteval literal that stands in a template

/// A redemption of 30 points, of which `back` were given back before.
template <class Check>
reason gives_back(amount<unit::points> back, const Check& check) {
    struct profile {
        std::uint64_t member = 3;
    };
    member<stars_type> anna = regular();
    auto paid = apply_with_receipt(stars, anna, redeem{.id = 6, .time = now, .amount = thirty}, profile{});
    if (back > amount<unit::points>{}) {
        CHECK(apply(stars, anna, paid.receipt.given_back({.id = 7, .time = now}, back), profile{}).accepted());
    }
    const auto slip = paid.receipt;
    const reason why = check(anna, paid.receipt, profile{});
    CHECK(paid.receipt == slip);
    return why;
}

/// A sale of 60.00 to the member 3.
constexpr sale bought{.id = 1, .member = 3, .time = december, .net = 60_usd};
template <class Check>
reason returns(const Check& check) {
    member<stars_type> anna;
    auto sold = apply_with_receipt(stars, anna, bought);
    const auto slip = sold.receipt;
    const reason why = check(anna, sold.receipt);
    CHECK(sold.receipt == slip);
    return why;
}
constexpr sale kept_of(std::uint32_t who, money<currency::usd> net) {
    return {.id = 1, .member = who, .time = december, .net = net};
}

constexpr expected not_waiting(std::int64_t asked, std::int64_t there) {
    return {reason::insufficient_pending, 1, asked, there};
}
constexpr stay confirms(std::uint64_t id, instant time, amount<unit::points> part, date earned_on = today) {
    return {.id = id, .time = time, .amount = part, .earned_on = earned_on};
}
member_of<decltype(hotel)> confirmed() {
    member_of<decltype(hotel)> ben = guest();
    apply(hotel, ben, confirms(6, now, 40_points));
    return ben;
}

constexpr date far{2'000'000'000};
constexpr date before_all{-2'000'000'000};
constexpr instant beyond{9'000'000'000'000'000};

constexpr programme ranks{tiered{100_usd}, tier_floor{}, a_point_a_dollar};
constexpr programme families{a_point_a_dollar, mergeable{}};
using family = member_of<decltype(families)>;

template <class Fill>
opening<unit::points> brings(const Fill& fill) {
    opening<unit::points> event{.id = 1, .time = now};
    fill(event);
    return event;
}

// Checkouts -------------------------------------------------------------------------------------------------------------------

constexpr programme till_rules{
    discounts{percent_off(20_pct).on(category_is(9)).needs(coupon{5}),
              amount_off(10_usd).when(basket_at_least(60_usd)).needs(coupon{6}),
              percent_off(20_pct).when(store_is(3)).needs(coupon{7}), percent_off(5_pct).needs(coupon{8}),
              amount_off(3_usd).needs(coupon{9}).exclusive(),
              best_discount_of{percent_off(10_pct).needs(coupon{10}), amount_off(15_usd).needs(coupon{11})}},
    a_point_a_dollar, lots<unit::points>{}};
constexpr std::uint8_t discounts_rule = 0;
constexpr expected by_discounts(reason why, std::int64_t asked = 0, std::int64_t there = 0) {
    return {why, discounts_rule, asked, there, asked != 0 ? "USD" : ""};
}

template <class Programme>
reason checks_out(const Programme& rules, const till& bill, const expected& is) {
    return is_refused(rules, member<Programme>{}, bill.event(), is);
}
reason presents(std::vector<things::presented> codes, const expected& is) {
    till bill = checkouts::one(50_usd);
    bill.codes = std::move(codes);
    return checks_out(till_rules, bill, is);
}
reason presents(const things::entitlement& one, reason why) {
    return presents({things::carried(one)}, by_discounts(why));
}
reason pays_by(const prices::payment<currency::usd>& payment, const expected& is) {
    till bill = checkouts::one(50_usd);
    bill.payments = {payment};
    return checks_out(till_rules, bill, is);
}
reason sells(const basket_line<currency::usd>& line, const expected& is) {
    return checks_out(till_rules, till{{line}}, is);
}

/// The currency of a gift card is known at run time alone, so the limit has no unit.
constexpr expected by_wallet(reason why, std::int64_t asked = 0, std::int64_t there = 0) {
    return {why, wallet_rule, asked, there, ""};
}
template <class Event>
reason of_things(Event event, reason why, std::int64_t asked = 0, std::int64_t there = 0) {
    event.id = 6;
    event.time = now;
    return is_refused(chest, keeper(), event, by_wallet(why, asked, there));
}
reason uses(std::uint64_t code, stored_money part, reason why, std::int64_t asked = 0, std::int64_t there = 0) {
    return of_things(thing_use{.code = code, .stored = part, .order = 99}, why, asked, there);
}
reason sets_aside(std::uint64_t code, stored_money part, reason why, std::int64_t asked = 0, std::int64_t there = 0) {
    return of_things(thing_hold{.code = code, .order = 99, .stored = part, .until = july}, why, asked, there);
}
reason issues(const things::entitlement& one, reason why) {
    return of_things(thing_issue{.thing = one}, why);
}

// Messages and quotas -----------------------------------------------------------------------------------------------------------

constexpr programme club{referral{200_points, 50_usd}.linked_by(7).telling(8), points{per_activity{500_points}.of(8u)}};
using club_type = std::remove_const_t<decltype(club)>;
constexpr activity link(std::uint32_t who, std::uint64_t referrer) {
    return {.id = 1, .member = who, .time = december, .kind = 7, .reference = referrer};
}

/// The refusal of the one message that the purchases of member 1, whom `referrer` has referred, send to that one.
reason message_to(std::uint32_t referrer, const expected& is) {
    router<club_type> post;
    std::array<member<club_type>, 2> members{};
    apply(club, members[1], link(1, referrer));
    apply(club, members[0], link(0, 1));
    apply(club, members[1], sale{.id = 2, .member = 1, .time = december, .net = 50_usd}, no_profile{}, post);
    const member<club_type> before = members[0];
    refusal_log log;
    CHECK(post.deliver(club, std::span{members}, instant::maximum(), log) == batch_result{0, 1});
    check_refusal(log, is);
    CHECK(members[0] == before);
    return log.last.why;
}

/// Each activity sends another to the other of two members, a second later.
struct echo {
    using rewards = units<>;
    template <class Event>
    static constexpr bool concerns = std::is_same_v<Event, activity>;

    template <class Visit>
    constexpr void apply(no_state, Visit& visit) const noexcept {
        visit.send({.member = 1 - visit.event.member, .time = visit.time + dates::seconds{1}, .kind = 1});
    }
};
constexpr programme ping_pong{echo{}, points{per_visit{1_points}}};

reason messages_without_end() {
    router<std::remove_const_t<decltype(ping_pong)>> post;
    std::array<member_of<decltype(ping_pong)>, 2> members{};
    refusal_log log;
    apply(ping_pong, members[0], activity{.id = 1, .time = now, .kind = 1}, no_profile{}, post);
    CHECK(post.deliver(ping_pong, std::span{members}, instant::maximum(), log) == batch_result{17, 1});
    check_refusal(log, {reason::message_loop});
    CHECK(post.pending() == 0);
    return log.last.why;
}

constexpr programme launch{limited{quota<1>(700_points), points{per_visit{500_points}}}.rejecting()};

reason of_an_empty_quota() {
    quotas<std::remove_const_t<decltype(launch)>> budget{launch};
    member_of<decltype(launch)> first;
    CHECK(apply(launch, first, sale{.id = 1, .time = now, .net = 1_usd}, sharing(budget)).accepted());
    const reason why = is_refused(launch, member_of<decltype(launch)>{}, sale{.id = 1, .time = now, .net = 1_usd},
                                  {reason::quota_exhausted, 0, 500, 200}, sharing(budget));
    CHECK(budget.left<1>() == 200_points);
    return why;
}

// The table -----------------------------------------------------------------------------------------------------------------------

// Games, caps, charities, memberships ------------------------------------------------------------------------------------

constexpr std::uint32_t review = 1;
constexpr std::uint32_t spin = 7;
constexpr programme fair{points{per_activity{amount<unit::points>::whole(1)}.of(review),
                                cap_at{amount<unit::points>::whole(1), lifetime{}}.rejecting()},
                         games::prize_wheel{2025, games::prize{1, amount<unit::points>::whole(0)}}
                             .of(spin)
                             .staking(amount<unit::points>::whole(6))
                             .at_most(2, lifetime{}),
                         lots<unit::points>{}};
using fair_type = std::remove_const_t<decltype(fair)>;

constexpr activity acts(std::uint64_t id, std::uint32_t kind, std::int64_t score = 1) {
    return {.id = id, .time = now, .kind = kind, .score = score};
}
member<fair_type> with_points(std::int64_t count) {
    member<fair_type> own;
    apply(fair, own, adjustment<unit::points>{.id = 1, .time = now, .amount = amount<unit::points>::whole(count)});
    return own;
}
reason spins_for(std::int64_t there, std::int64_t stake, const expected& is) {
    return is_refused(fair, with_points(there), acts(2, spin, stake), is);
}
reason third_spin() {
    auto own = with_points(100);
    CHECK(apply(fair, own, acts(2, spin, 6)).accepted());
    CHECK(apply(fair, own, acts(3, spin, 6)).accepted());
    return is_refused(fair, own, acts(4, spin, 6), {reason::cap_reached, 1, 3, 2, "items"});
}
reason second_review() {
    member<fair_type> own;
    CHECK(apply(fair, own, acts(1, review)).accepted());
    return is_refused(fair, own, acts(2, review), {reason::cap_reached, 0, 1, 0});
}

constexpr programme capped{points{per_amount{amount<unit::points>::whole(1), money<currency::usd>::whole(1)},
                                  round_off{rounding::floor}, cap_at{amount<unit::points>::whole(10)}.rejecting()}};
reason purchase_above_cap() {
    return is_refused(capped, member_of<decltype(capped)>{}, sale{.id = 1, .time = now, .net = 11_usd},
                      {reason::cap_reached, 0, 11, 10});
}

constexpr programme gifts{
    limited{quota<4>(amount<unit::points>::whole(1)), points{per_activity{amount<unit::points>::whole(1)}.of(review)}}
        .rejecting()};
reason review_without_stock() {
    quotas<std::remove_const_t<decltype(gifts)>> stock{gifts};
    member_of<decltype(gifts)> own;
    CHECK(apply(gifts, own, acts(1, review), sharing(stock)).accepted());
    return is_refused(gifts, own, acts(2, review), {reason::quota_exhausted, 0, 1, 0}, sharing(stock));
}

struct chose {
    std::uint32_t recipient = 0;
};
constexpr programme caring{recipients{3U, 4U}, donation{a_point_a_dollar}};
constexpr programme by_card{
    points{per_amount{amount<unit::points>::whole(1), 1_usd}.paid_by(tender::card), round_off{rounding::floor}}};
constexpr std::array one_good{basket_line<currency::usd>{.id = 1, .net = 1_usd}};
constexpr programme paying_club{paid_membership{}, a_point_a_dollar};
constexpr programme for_members{paid_membership{},
                                discounts{percent_off(ratio{1, 5}).when(membership_active()).needs(coupon{7})},
                                a_point_a_dollar};

/// A coupon for paying members, presented at noon by one whose membership is such.
reason coupon_of_member(instant_window membership) {
    member_of<decltype(for_members)> own;
    if (membership.from < membership.until) {
        const membership_change joins{
            .id = 1, .time = checkouts::noon - dates::seconds{86'400}, .membership = membership};
        CHECK(apply(for_members, own, joins).accepted());
    }
    till bill = checkouts::one(50_usd);
    bill.codes = {checkouts::thing(1, 7)};
    return is_refused(for_members, own, bill.event(), {reason::condition_not_met, 1});
}
constexpr instant a_second_later = checkouts::noon + dates::seconds{1};

constexpr programme priced{discounts{percent_off(ratio{1, 20}).needs(coupon{7})}, a_point_a_dollar,
                           lots<unit::points>{}, coupon_price{coupon{7}, amount<unit::points>::whole(200)}};
reason coupon_without_points() {
    const std::array lines{goods(1, 100_usd)};
    const std::array codes{things::carried({.code = 1, .campaign = 7})};
    return is_refused(priced, member_of<decltype(priced)>{},
                      prices::checkout<currency::usd>{.id = 1, .time = now, .lines = lines, .presented = codes},
                      {reason::insufficient_balance, 3, 200, 95});
}

struct row {
    std::string_view event{};
    std::string_view fault{};
    reason (*check)() = nullptr;
};

constexpr std::array points_rows{
    row{"redemption", "more than there is",
        [] {
            return is_refused(stars, regular(), redeem{.id = 6, .time = now, .amount = 41_points}, too_few(41, 40));
        }},
    row{"redemption", "expired",
        [] { return is_refused(stars, regular(), redeem{.id = 6, .time = july, .amount = 1_points}, too_few(1, 0)); }},
    row{"redemption", "not yet active",
        [] { return is_refused(slow, waiting(), redeem{.id = 2, .time = now, .amount = 1_points}, too_few(1, 0, 1)); }},
    row{"redemption", "below zero",
        [] {
            return is_refused(stars, regular(), redeem{.id = 6, .time = now, .amount = -1_points},
                              {reason::negative_amount, lots_rule});
        }},
    row{"redemption", "below the minimum",
        [] {
            return redeems(400_points, {reason::below_minimum, redemption_rule_here, 400, 500});
        }},
    row{"redemption", "above the maximum",
        [] {
            return redeems(1'100_points, {reason::above_maximum, redemption_rule_here, 1100, 1000});
        }},
    row{"redemption", "no multiple of the step",
        [] {
            return redeems(750_points, {reason::uneven_amount, redemption_rule_here, 750, 100});
        }},
    row{"redemption", "worth nothing today",
        [] {
            return is_refused(shop_of_next_year, rich(), redeem{.id = 2, .time = now, .amount = 500_points},
                              {reason::not_redeemable, redemption_rule_here});
        }},
    row{"pool_share", "more than there is",
        [] {
            return is_refused(stars, regular(), pool_share<unit::points>{.id = 6, .time = now, .amount = 41_points},
                              too_few(41, 40));
        }},
    row{"pool_share", "expired",
        [] {
            return is_refused(stars, regular(), pool_share<unit::points>{.id = 6, .time = july, .amount = 1_points},
                              too_few(1, 0));
        }},
    row{"pool_share", "not yet active",
        [] {
            return is_refused(slow, waiting(), pool_share<unit::points>{.id = 2, .time = now, .amount = 1_points},
                              too_few(1, 0, 1));
        }},
    row{"pool_share", "below zero",
        [] {
            return is_refused(stars, regular(), pool_share<unit::points>{.id = 6, .time = now, .amount = -1_points},
                              {reason::negative_amount, lots_rule});
        }},
    row{"reservation", "more than there is",
        [] { return is_refused(stars, regular(), held(now, 2, 41_points, in_two_days), too_few(41, 40)); }},
    row{"reservation", "expired",
        [] { return is_refused(stars, regular(), held(july, 2, 1_points, "2021-07-02"_date), too_few(1, 0)); }},
    row{"reservation", "not yet active",
        [] { return is_refused(slow, waiting(), held(now, 2, 1_points, in_two_days), too_few(1, 0, 1)); }},
    row{"reservation", "used",
        [] {
            return is_refused(stars, regular(), held(now, 1, 5_points, in_two_days), {reason::hold_exists, lots_rule});
        }},
    row{"reservation", "over at once",
        [] {
            return is_refused(stars, regular(), held(now, 2, 5_points, today), {reason::hold_over, lots_rule});
        }},
    row{"reservation", "below zero",
        [] {
            return is_refused(stars, regular(), held(now, 2, -1_points, in_two_days),
                              {reason::negative_amount, lots_rule});
        }},
    row{"reservation", "below the minimum",
        [] {
            return holds(400_points, {reason::below_minimum, redemption_rule_here, 400, 500});
        }},
    row{"reservation", "above the maximum",
        [] {
            return holds(1'100_points, {reason::above_maximum, redemption_rule_here, 1100, 1000});
        }},
    row{"reservation", "no multiple of the step",
        [] {
            return holds(750_points, {reason::uneven_amount, redemption_rule_here, 750, 100});
        }},
    row{"reservation", "worth nothing today",
        [] {
            return is_refused(shop_of_next_year, rich(),
                              hold_points{.id = 2, .time = now, .hold = 1, .amount = 500_points, .until = in_two_days},
                              {reason::not_redeemable, redemption_rule_here});
        }},
    row{"paid_with", "more than there is",
        [] {
            constexpr expected few{reason::insufficient_balance, redemption_rule_here, 500, 0};
            paid_with<sale, unit::points> event{};
            static_cast<sale&>(event) = sale{.id = 2, .time = now, .net = 10_usd};
            event.points_paid = 500_points;
            return is_refused(shop, member_of<decltype(shop)>{}, event, few);
        }},
    row{"paid_with", "below the minimum",
        [] {
            return pays(30_usd, 400_points, {reason::below_minimum, redemption_rule_here, 400, 500});
        }},
    row{"paid_with", "above the maximum",
        [] {
            return pays(30_usd, 1'100_points, {reason::above_maximum, redemption_rule_here, 1100, 1000});
        }},
    row{"paid_with", "no multiple of the step",
        [] {
            return pays(30_usd, 750_points, {reason::uneven_amount, redemption_rule_here, 750, 100});
        }},
    row{"paid_with", "more than the bill",
        [] {
            return pays(10_usd, 600_points, {reason::more_than_bill, redemption_rule_here, 600, 500});
        }},
    row{"paid_with", "worth nothing today",
        [] {
            paid_with<sale, unit::points> event{};
            static_cast<sale&>(event) = sale{.id = 2, .time = now, .net = 30_usd};
            event.points_paid = 500_points;
            return is_refused(shop_of_next_year, rich(), event, {reason::not_redeemable, redemption_rule_here});
        }},
    row{"paid_with", "below zero",
        [] {
            return pays(10_usd, -100_points, {reason::negative_amount, redemption_rule_here});
        }},
    row{"commitment", "more than there is",
        [] {
            return is_refused(stars, regular(), commit{.id = 6, .time = now, .hold = 1, .amount = 21_points},
                              {reason::more_than_held, lots_rule, 21, 20});
        }},
    row{"commitment", "expired",
        [] { return is_refused(stars, regular(), commit{.id = 6, .time = after_the_hold, .hold = 1}, no_hold); }},
    row{"commitment", "used",
        [] { return is_refused(stars, with_used_hold(), commit{.id = 7, .time = now, .hold = 1}, no_hold); }},
    row{"commitment", "unknown target",
        [] { return is_refused(stars, regular(), commit{.id = 6, .time = now, .hold = 9}, no_hold); }},
    row{"commitment", "of another member",
        [] { return is_refused(stars, without_holds(), commit{.id = 6, .time = now, .hold = 1}, no_hold); }},
    row{"release", "expired",
        [] { return is_refused(stars, regular(), free_hold{.id = 6, .time = after_the_hold, .hold = 1}, no_hold); }},
    row{"release", "used",
        [] { return is_refused(stars, with_used_hold(), free_hold{.id = 7, .time = now, .hold = 1}, no_hold); }},
    row{"release", "unknown target",
        [] { return is_refused(stars, regular(), free_hold{.id = 6, .time = now, .hold = 9}, no_hold); }},
    row{"release", "of another member",
        [] { return is_refused(stars, without_holds(), free_hold{.id = 6, .time = now, .hold = 1}, no_hold); }},
    row{"give_back", "more than there is",
        [] {
            return gives_back(20_points, [](const auto& anna, auto& slip, auto profile) {
                const auto event = slip.given_back({.id = 8, .time = now}, amount<unit::points>::from_minor_units(11));
                return is_refused(stars, anna, event, {reason::not_spent, lots_rule, 11, 10}, profile);
            });
        }},
    row{"give_back", "used",
        [] {
            return gives_back(30_points, [](auto anna, auto& slip, auto profile) {
                // Another redemption stands, and the receipt is used up all the same.
                constexpr auto part = amount<unit::points>::from_minor_units(5);
                apply(stars, anna, redeem{.id = 9, .time = now, .amount = part}, profile);
                const auto event = slip.given_back({.id = 10, .time = now}, amount<unit::points>::from_minor_units(1));
                return is_refused(stars, anna, event, {reason::not_spent, lots_rule, 1, 0}, profile);
            });
        }},
    row{"give_back", "unknown target",
        [] {
            const give_back<stars_type, unit::points> event{.id = 10, .time = now, .redemption = 99};
            return is_refused(stars, regular(), event, {reason::unknown_sale, lots_rule});
        }},
    row{"give_back", "of another member",
        [] {
            return gives_back(0_points, [](const auto& anna, auto& slip, auto profile) {
                profile.member = 4;
                return is_refused(stars, anna, slip.given_back({.id = 7, .time = now}), {reason::foreign_receipt},
                                  profile);
            });
        }},
    row{"return_of", "more than there is",
        [] {
            return returns([](const auto& anna, auto& slip) {
                const auto event = slip.returned({.id = 2, .member = 3, .time = now},
                                                 kept_of(3, money<currency::usd>::from_minor_units(6001)));
                return is_refused(stars, anna, event, {reason::more_than_bought, rule_of_return, 6001, 6000, "USD"});
            });
        }},
    row{"return_of", "used",
        [] {
            return returns([](auto anna, const auto& slip) {
                auto once = slip;
                CHECK(apply(stars, anna, once.returned({.id = 2, .time = now})).accepted());
                return is_refused(stars, anna, once.returned({.id = 3, .time = now}),
                                  {reason::already_returned, rule_of_return});
            });
        }},
    row{"return_of", "unknown target",
        [] {
            const return_of<stars_type, everything_returned> event{.id = 6, .time = now, .sale = 99};
            return is_refused(stars, regular(), event, {reason::unknown_sale, rule_of_return});
        }},
    row{"return_of", "of another member",
        [] {
            return returns([](const auto& anna, auto& slip) {
                const auto event = slip.returned({.id = 2, .member = 4, .time = now},
                                                 kept_of(4, money<currency::usd>::from_minor_units(2000)));
                return is_refused(stars, anna, event, {reason::foreign_receipt, rule_of_return});
            });
        }},
    row{"clawback", "more than there is",
        [] { // the rest becomes a debt: of 70 there are 40, and 20 stay held
            member<stars_type> anna = regular();
            const auto gave = apply(stars, anna, clawback<unit::points>{.id = 6, .time = now, .amount = 70_points});
            CHECK(balances_of<unit::points>(stars, anna, now).debt == 30_points);
            return gave.refused;
        }},
    row{"clawback", "expired",
        [] {
            member<stars_type> ben = regular();
            const auto gave = apply(stars, ben, clawback<unit::points>{.id = 6, .time = july, .amount = 70_points});
            CHECK(balances_of<unit::points>(stars, ben, july).debt == 70_points);
            return gave.refused;
        }},
    row{"clawback", "below zero",
        [] {
            return is_refused(stars, regular(), clawback<unit::points>{.id = 6, .time = now, .amount = -1_points},
                              {reason::negative_amount, lots_rule});
        }},
    row{"adjustment", "more than there is",
        [] {
            return is_refused(stars, regular(), adjustment<unit::points>{.id = 6, .time = now, .amount = -41_points},
                              too_few(41, 40));
        }},
    row{"adjustment", "expired",
        [] {
            return is_refused(stars, regular(), adjustment<unit::points>{.id = 6, .time = july, .amount = -1_points},
                              too_few(1, 0));
        }},
    row{"adjustment", "not yet active",
        [] {
            return is_refused(slow, waiting(), adjustment<unit::points>{.id = 2, .time = now, .amount = -1_points},
                              too_few(1, 0, 1));
        }},
    row{"confirmation", "more than there is",
        [] { return is_refused(hotel, guest(), confirms(6, now, 61_points), not_waiting(61, 60)); }},
    row{"confirmation", "expired",
        [] { return is_refused(hotel, guest(), confirms(6, "2021-02-19T12:00"_utc, 60_points), not_waiting(60, 0)); }},
    row{"confirmation", "used",
        [] { return is_refused(hotel, confirmed(), confirms(7, now, 40_points), not_waiting(40, 20)); }},
    row{"confirmation", "unknown target",
        [] { return is_refused(hotel, guest(), confirms(6, now, 60_points, in_two_days), not_waiting(60, 0)); }},
    row{"confirmation", "of another member",
        [] {
            return is_refused(hotel, member_of<decltype(hotel)>{}, confirms(6, now, 60_points), not_waiting(60, 0));
        }},
    row{"transfer", "more than there is",
        [] {
            return is_refused_between(stars, regular(), {}, gift{.id = 6, .time = now, .to = 1, .amount = 41_points},
                                      too_few(41, 40));
        }},
    row{"transfer", "expired",
        [] {
            return is_refused_between(stars, regular(), {}, gift{.id = 6, .time = july, .to = 1, .amount = 1_points},
                                      too_few(1, 0));
        }},
    row{"transfer", "not yet active",
        [] {
            return is_refused_between(slow, waiting(), {}, gift{.id = 6, .time = now, .to = 1, .amount = 1_points},
                                      too_few(1, 0, 1));
        }},
    row{"transfer", "below the minimum",
        [] { // that of redemptions is none of transfers
            member_of<decltype(shop)> anna = rich();
            member_of<decltype(shop)> ben;
            return apply(shop, anna, ben, gift{.id = 6, .time = now, .to = 1, .amount = 5_points}).refused;
        }},
    row{"transfer", "below zero",
        [] {
            return is_refused_between(stars, regular(), {}, gift{.id = 6, .time = now, .to = 1, .amount = -1_points},
                                      {reason::negative_amount, lots_rule});
        }},
    row{"transfer", "unknown target",
        [] {
            return is_refused_in_stream(stars, regular(), gift{.id = 6, .time = now, .to = 1, .amount = 5_points},
                                        {reason::unknown_member});
        }},
    row{"transfer", "its own source",
        [] {
            return is_refused_between(stars, regular(), {}, gift{.id = 6, .time = now, .to = 0, .amount = 5_points},
                                      {reason::same_member});
        }},
    row{"member_merge", "used",
        [] {
            family from;
            family into;
            CHECK(apply(families, from, into, member_merge{.id = 6, .time = now, .into = 1}).accepted());
            return is_refused_between(families, from, into, member_merge{.id = 7, .time = now, .into = 1},
                                      {reason::already_merged});
        }},
    row{"member_merge", "unknown target",
        [] {
            return is_refused_in_stream(families, family{}, member_merge{.id = 6, .time = now, .into = 1},
                                        {reason::unknown_member});
        }},
    row{"member_merge", "its own source",
        [] {
            return is_refused_between(families, family{}, family{}, member_merge{.id = 6, .time = now, .into = 0},
                                      {reason::same_member});
        }},
    row{"opening", "used",
        [] { return is_refused(stars, regular(), opening<unit::points>{.id = 6, .time = now}, {reason::not_first}); }},
    row{"opening", "expired",
        [] {
            const auto event =
                brings([](opening<unit::points>& brought) { brought.add(1_points, {.expires = today}); });
            return is_refused(stars, member<stars_type>{}, event, {reason::credit_over, lots_rule});
        }},
    row{"opening", "below zero",
        [] {
            const auto event = brings([](opening<unit::points>& brought) { brought.add(-1_points); });
            return is_refused(stars, member<stars_type>{}, event, {reason::negative_amount, lots_rule});
        }},
    row{"opening", "unknown target",
        [] {
            const auto event = brings([](opening<unit::points>& brought) { brought.tier = 2; });
            return is_refused(ranks, member_of<decltype(ranks)>{}, event, {reason::unknown_tier, 1});
        }},
    row{"return_of", "more pieces than were bought",
        [] {
            constexpr std::array<basket_line<currency::usd>, 1> two{{{.id = 1, .quantity = 2, .net = 60_usd}}};
            constexpr std::array<basket_line<currency::usd>, 1> three{{{.id = 1, .quantity = 3, .net = 60_usd}}};
            using goods_sold = basket<currency::usd>;
            member<stars_type> anna;
            auto sold = apply_with_receipt(stars, anna, goods_sold{.id = 1, .time = december, .lines = two});
            const auto event =
                sold.receipt.returned({.id = 2, .time = now}, goods_sold{.id = 1, .time = december, .lines = three});
            return is_refused(stars, anna, event, {reason::more_than_bought, rule_of_return, 3, 2, "items"});
        }},
    row{"confirmation", "an account that confirms nothing",
        [] {
            return is_refused(stars, regular(), confirms(6, now, 5_points),
                              {reason::insufficient_pending, lots_rule, 5, 0});
        }},
    row{"transfer", "one member alone",
        [] {
            const event_of<stars_type, sale> for_one{gift{.id = 6, .time = now, .to = 1, .amount = 5_points}};
            return is_refused(stars, regular(), for_one, {reason::unknown_member});
        }},
    row{"reservation", "no such day",
        [] { return is_refused(stars, regular(), held(now, 2, 5_points, far), {reason::no_such_day}); }},
    row{"reservation", "no such instant",
        [] {
            hold_points by_instant = held(now, 2, 5_points, in_two_days);
            by_instant.until_time = beyond;
            const reason why = is_refused(stars, regular(), by_instant, {reason::no_such_day});
            by_instant.until_time = instant::maximum();
            member<stars_type> anna = regular();
            CHECK(apply(stars, anna, by_instant).accepted());
            return why;
        }},
    row{"clawback", "no such day",
        [] {
            const clawback<unit::points> event{.id = 6, .time = now, .amount = 1_points, .earned_on = far};
            return is_refused(stars, regular(), event, {reason::no_such_day});
        }},
    row{"confirmation", "no such day",
        [] { return is_refused(hotel, guest(), confirms(6, now, 1_points, before_all), {reason::no_such_day}); }},
    row{"opening", "no such day",
        [] {
            const auto event = brings([](opening<unit::points>& brought) { brought.add(1_points, {.expires = far}); });
            return is_refused(stars, member<stars_type>{}, event, {reason::no_such_day});
        }},
    row{"tier_grant", "no such day",
        [] {
            return is_refused(ranks, member_of<decltype(ranks)>{},
                              tier_grant{.id = 1, .time = now, .tier = 1, .until = far}, {reason::no_such_day});
        }},
    row{"tier_grant", "unknown target",
        [] {
            return is_refused(ranks, member_of<decltype(ranks)>{}, tier_grant{.id = 2, .time = now, .tier = 2},
                              {reason::unknown_tier, 1});
        }},
    row{"activity", "below zero",
        [] {
            return is_refused(stars, regular(), activity{.id = 6, .time = now, .score = -1}, {reason::negative_amount});
        }},
    row{"purchase", "below zero",
        [] {
            return is_refused(stars, regular(), sale{.id = 6, .time = now, .net = -0.01_usd},
                              {reason::negative_amount});
        }},
};

constexpr std::array things_rows{
    row{"thing_use", "not the holder", [] { return uses(99, {}, reason::not_holder); }},
    row{"thing_use", "used", [] { return uses(11, {}, reason::already_used); }},
    row{"thing_use", "expired", [] { return uses(12, {}, reason::no_longer_valid); }},
    row{"thing_use", "not yet active", [] { return uses(13, {}, reason::not_yet_valid); }},
    row{"thing_use", "held for another order", [] { return uses(14, {}, reason::already_held); }},
    row{"thing_use", "more than there is",
        [] { return uses(6, 10.01_usd, reason::insufficient_stored_money, 1001, 1000); }},
    row{"thing_use", "empty", [] { return uses(7, 0.01_usd, reason::empty_card); }},
    row{"thing_use", "no gift card", [] { return uses(5, 0.01_usd, reason::no_gift_card); }},
    row{"thing_use", "other currency", [] { return uses(6, 1_eur, reason::other_currency); }},
    row{"thing_use", "below zero", [] { return uses(6, -0.01_usd, reason::negative_amount); }},
    row{"thing_hold", "not the holder", [] { return sets_aside(99, {}, reason::not_holder); }},
    row{"thing_hold", "used", [] { return sets_aside(11, {}, reason::already_used); }},
    row{"thing_hold", "expired", [] { return sets_aside(12, {}, reason::no_longer_valid); }},
    row{"thing_hold", "not yet active", [] { return sets_aside(13, {}, reason::not_yet_valid); }},
    row{"thing_hold", "held for another order", [] { return sets_aside(14, {}, reason::already_held); }},
    row{"thing_hold", "more than there is",
        [] { return sets_aside(6, 10.01_usd, reason::insufficient_stored_money, 1001, 1000); }},
    row{"thing_hold", "empty", [] { return sets_aside(7, 0.01_usd, reason::empty_card); }},
    row{"thing_hold", "no gift card", [] { return sets_aside(5, 0.01_usd, reason::no_gift_card); }},
    row{"thing_hold", "other currency", [] { return sets_aside(6, 1_eur, reason::other_currency); }},
    row{"thing_hold", "below zero", [] { return sets_aside(6, -0.01_usd, reason::negative_amount); }},
    row{"thing_hold", "its order has it",
        [] { return of_things(thing_hold{.code = 5, .order = 90, .until = july}, reason::hold_exists); }},
    row{"thing_hold", "over at once",
        [] { return of_things(thing_hold{.code = 5, .order = 99, .until = now}, reason::hold_over); }},
    row{"thing_cancellation", "not the holder",
        [] { return of_things(thing_cancellation{.code = 99}, reason::not_holder); }},
    row{"thing_cancellation", "used", [] { return of_things(thing_cancellation{.code = 11}, reason::already_used); }},
    row{"thing_cancellation", "expired",
        [] { return of_things(thing_cancellation{.code = 12}, reason::no_longer_valid); }},
    row{"thing_cancellation", "held for another order",
        [] { return of_things(thing_cancellation{.code = 14}, reason::already_held); }},
    row{"thing_top_up", "not the holder",
        [] { return of_things(thing_top_up{.code = 99, .stored = 1_usd}, reason::not_holder); }},
    row{"thing_top_up", "no gift card",
        [] { return of_things(thing_top_up{.code = 5, .stored = 1_usd}, reason::no_gift_card); }},
    row{"thing_top_up", "other currency",
        [] { return of_things(thing_top_up{.code = 6, .stored = 1_eur}, reason::other_currency); }},
    row{"thing_top_up", "below zero",
        [] { return of_things(thing_top_up{.code = 6, .stored = -0.01_usd}, reason::negative_amount); }},
    row{"thing_issue", "used", [] { return issues({.code = 99, .uses = 0}, reason::already_used); }},
    row{"thing_issue", "expired", [] { return issues({.code = 99, .until = now}, reason::no_longer_valid); }},
    row{"thing_issue", "below zero", [] { return issues({.code = 99, .stored = -0.01_usd}, reason::negative_amount); }},
    row{"thing_issue", "no such instant",
        [] {
            return is_refused(chest, keeper(),
                              thing_issue{.id = 6, .time = now, .thing = {.code = 99, .until = beyond}},
                              {reason::no_such_day});
        }},
    row{"thing_issue", "its code is taken", [] { return issues({.code = 11}, reason::code_exists); }},
    row{"thing_issue", "unknown campaign",
        [] {
            constexpr programme sevens{points{per_visit{1_points}}, things::wallet<2>{}.issuing(things::vouchers{7})};
            return is_refused(sevens, member_of<decltype(sevens)>{},
                              thing_issue{.id = 6, .time = now, .thing = {.code = 1, .campaign = 8}},
                              by_wallet(reason::unknown_campaign));
        }},
    row{"thing_issue", "no place",
        [] {
            constexpr programme narrow{points{per_visit{1_points}}, things::wallet<1>{}};
            member_of<decltype(narrow)> own;
            apply(narrow, own, thing_issue{.id = 1, .time = now, .thing = {.code = 1, .stored = 5_usd}});
            return is_refused(narrow, own, thing_issue{.id = 6, .time = now, .thing = {.code = 2}},
                              by_wallet(reason::wallet_full));
        }},
    row{"thing_commitment", "unknown target",
        [] { return of_things(thing_commitment{.order = 99}, reason::unknown_hold); }},
    row{"thing_commitment", "used", [] { return of_things(thing_commitment{.order = 81}, reason::unknown_hold); }},
    row{"thing_commitment", "expired",
        [] {
            return is_refused(chest, keeper(), thing_commitment{.id = 6, .time = july, .order = 90},
                              by_wallet(reason::unknown_hold));
        }},
    row{"thing_release", "unknown target", [] { return of_things(thing_release{.order = 99}, reason::unknown_hold); }},
    row{"thing_release", "used", [] { return of_things(thing_release{.order = 81}, reason::unknown_hold); }},
    row{"thing_release", "expired",
        [] {
            return is_refused(chest, keeper(), thing_release{.id = 6, .time = july, .order = 90},
                              by_wallet(reason::unknown_hold));
        }},
    row{"thing_restoration", "unknown target",
        [] { return of_things(thing_restoration{.order = 99}, reason::not_spent); }},
    row{"thing_restoration", "used",
        [] {
            member<chest_type> own = keeper();
            CHECK(apply(chest, own, thing_restoration{.id = 6, .time = now, .order = 80}).accepted());
            return is_refused(chest, own, thing_restoration{.id = 7, .time = now, .order = 80},
                              by_wallet(reason::not_spent));
        }},
};

constexpr std::array other_rows{
    row{"checkout", "not the holder",
        [] { return presents({things::presented{.code = 1}}, by_discounts(reason::not_holder)); }},
    row{"checkout", "used", [] { return presents({.code = 1, .campaign = 8, .uses = 0}, reason::already_used); }},
    row{"checkout", "expired",
        [] { return presents({.code = 1, .campaign = 8, .until = checkouts::noon}, reason::no_longer_valid); }},
    row{"checkout", "not yet active",
        [] {
            const instant later = checkouts::noon + dates::seconds{1};
            return presents({.code = 1, .campaign = 8, .from = later}, reason::not_yet_valid);
        }},
    row{"checkout", "below the least basket",
        [] {
            // The refusal is that of the discount, inside the `discounts`.
            return presents({checkouts::thing(1, 6)}, by_discounts(reason::below_least_basket, 6000, 5000));
        }},
    row{"checkout", "a condition does not hold",
        [] { return presents({.code = 1, .campaign = 7}, reason::condition_not_met); }},
    row{"checkout", "for members, without a membership",
        [] {
            return coupon_of_member({checkouts::noon, checkouts::noon});
        }},
    row{"checkout", "for members, not yet active",
        [] {
            return coupon_of_member({a_second_later, instant::maximum()});
        }},
    row{"checkout", "for members, membership over",
        [] {
            return coupon_of_member({checkouts::noon - dates::seconds{3600}, checkouts::noon});
        }},
    row{"checkout", "nothing to lower", [] { return presents({.code = 1, .campaign = 5}, reason::nothing_to_lower); }},
    row{"checkout", "not stackable",
        [] {
            return presents({checkouts::thing(1, 8), checkouts::thing(2, 9)}, by_discounts(reason::not_combinable));
        }},
    row{"checkout", "beaten by a competitor",
        [] {
            return presents({checkouts::thing(1, 10), checkouts::thing(2, 11)}, by_discounts(reason::lost_to_another));
        }},
    row{"checkout", "unknown campaign", [] { return presents({.code = 1, .campaign = 99}, reason::unknown_campaign); }},
    row{"checkout", "presented twice",
        [] {
            return presents({checkouts::thing(1, 8), checkouts::thing(1, 8)}, by_discounts(reason::presented_twice));
        }},
    row{"checkout", "too many codes",
        [] {
            return presents(std::vector<things::presented>(17, checkouts::thing(1, 8)),
                            {reason::too_many_presented, rule_of_engine, 17, 16, ""});
        }},
    row{"checkout", "too many means of payment",
        [] {
            till bill = checkouts::one(50_usd);
            bill.payments.assign(9, checkouts::by(tender::cash, 1_usd));
            return checks_out(till_rules, bill, {reason::too_many_presented, rule_of_engine, 9, 8, ""});
        }},
    row{"checkout", "above the limit of all discounts",
        [] {
            constexpr programme at_most_a_dollar{
                discounts{amount_off(2_usd).needs(coupon{7})}.at_most(1_usd, above_limit::reject), a_point_a_dollar};
            till bill = checkouts::one(50_usd);
            bill.codes = {checkouts::thing(1, 7)};
            return checks_out(at_most_a_dollar, bill, by_discounts(reason::above_discount_limit, 200, 100));
        }},
    row{"checkout", "more than the bill",
        [] {
            return pays_by(checkouts::by(tender::cash, 50.01_usd),
                           {reason::more_than_due, rule_of_engine, 5001, 5000, "USD"});
        }},
    row{"checkout", "an empty gift card", [] { return pays_by(checkouts::by_card(1, 0_usd), {reason::empty_card}); }},
    row{"checkout", "negative payment",
        [] { return pays_by(checkouts::by(tender::cash, -0.01_usd), {reason::negative_amount}); }},
    row{"checkout", "negative price", [] { return sells(goods(1, -0.01_usd), {reason::negative_amount}); }},
    row{"checkout", "no pieces", [] { return sells(goods(1, 1_usd, 0), {reason::zero_quantity}); }},
    row{"checkout", "negative pieces", [] { return sells(goods(1, 1_usd, -1), {reason::negative_quantity}); }},
    row{"checkout", "no lines", [] { return checks_out(till_rules, till{}, {reason::empty_basket}); }},
    row{"purchase", "quota gone", of_an_empty_quota},
    row{"activity", "refers to itself",
        [] {
            return is_refused(club, member<club_type>{}, link(3, 3), {reason::same_member, 0});
        }},
    row{"activity", "a second referrer",
        [] {
            member<club_type> ben;
            CHECK(apply(club, ben, link(1, 0)).accepted());
            activity again = link(1, 2);
            again.id = 2;
            return is_refused(club, ben, again, {reason::already_linked, 0});
        }},
    row{"activity", "another price of a spin",
        [] {
            return spins_for(4, 5, {reason::wrong_stake, 1, 5, 6});
        }},
    row{"activity", "too few points for a spin",
        [] {
            return spins_for(4, 6, {reason::insufficient_balance, 1, 6, 4});
        }},
    row{"activity", "spins used up", third_spin},
    row{"activity", "cap reached", second_review},
    row{"activity", "out of stock", review_without_stock},
    row{"purchase", "cap reached", purchase_above_cap},
    row{"purchase", "unknown recipient",
        [] {
            return is_refused(caring, member_of<decltype(caring)>{}, sale{.id = 1, .time = now, .net = 1_usd},
                              {reason::unknown_recipient, 0}, chose{9});
        }},
    row{"purchase", "no tenders",
        [] {
            return is_refused(by_card, member_of<decltype(by_card)>{},
                              basket<currency::usd>{.id = 1, .time = now, .lines = one_good}, {reason::no_tenders, 0});
        }},
    row{"membership_change", "ends before it starts",
        [] {
            return is_refused(paying_club, member_of<decltype(paying_club)>{},
                              membership_change{.id = 1, .time = now, .membership = {july, now}},
                              {reason::ends_before_start, 0});
        }},
    row{"checkout", "too few points for the coupon", coupon_without_points},
    row{"message", "unknown target", [] { return message_to(77, {reason::unknown_member}); }},
    row{"message", "in a circle of two",
        [] {
            return message_to(0, {reason::referral_circle, 0});
        }},
    row{"message", "without end", messages_without_end},
};

/// Event and fault.
using cell = std::pair<std::string, std::string>;

std::string trimmed(std::string text) {
    std::erase(text, '`');
    const std::size_t begin = text.find_first_not_of(' ');
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    for (std::size_t begin = 1, end = 0; (end = line.find('|', begin)) != std::string::npos; begin = end + 1) {
        cells.push_back(trimmed(line.substr(begin, end - begin)));
    }
    return cells;
}

/// The reasons of all tables of the page by event and fault. The heading of a table names the faults, or the events.
std::map<cell, std::string> reasons_of_the_page() {
    std::map<cell, std::string> found;
    std::ifstream page{std::string{LOYALTY_SOURCE_DIR} + "/docs/bad_input.md"};
    std::vector<std::string> heading;
    for (std::string line; std::getline(page, line);) {
        if (line.empty() || line.front() != '|') {
            heading.clear();
        } else if (heading.empty()) {
            heading = cells_of(line);
        } else if (line.find("|--") != 0) {
            const std::vector<std::string> cells = cells_of(line);
            for (std::size_t i = 1; i < cells.size(); ++i) {
                if (!cells[i].empty() && heading[0] == "event") {
                    found[{cells[0], heading.at(i)}] = cells[i];
                } else if (!cells[i].empty() && heading[0] == "fault" && heading.at(i) != "reason") {
                    found[{heading.at(i), cells[0]}] = cells[i];
                }
            }
        }
    }
    return found;
}

/// The names of reasons, as their header has them; those that are accepted are `accepted` on the page.
std::vector<std::string> names_of_reasons() {
    std::vector<std::string> names;
    std::ifstream header{std::string{LOYALTY_SOURCE_DIR} + "/include/loyalty/events/reason.hpp"};
    for (std::string line; std::getline(header, line) && line.find("};") != 0;) {
        const std::size_t end = line.find(", ");
        if (line.find("    ") == 0 && end != std::string::npos && line.find("///<") != std::string::npos) {
            names.push_back(names.empty() ? "accepted" : line.substr(4, end - 4));
        }
    }
    return names;
}

} // namespace

TEST_CASE("each fault of each kind of event is refused as docs/bad_input.md says") {
    std::map<cell, std::string> shown;
    const std::vector<std::string> names = names_of_reasons();
    REQUIRE(names.size() > static_cast<std::size_t>(reason::not_kept));
    REQUIRE(names[static_cast<std::size_t>(reason::not_kept)] == "not_kept");
    for (const auto rows :
         {std::span<const row>{points_rows}, std::span<const row>{things_rows}, std::span<const row>{other_rows}}) {
        for (const row& each : rows) {
            CAPTURE(each.event);
            CAPTURE(each.fault);
            const cell place{each.event, each.fault};
            CHECK(shown.count(place) == 0);
            shown[place] = names.at(static_cast<std::size_t>(each.check()));
        }
    }
    const std::map<cell, std::string> said = reasons_of_the_page();
    for (const auto& each : shown) {
        CAPTURE(each.first.first);
        CAPTURE(each.first.second);
        CHECK(said.count(each.first) == 1);
        CHECK((said.count(each.first) == 0 || said.at(each.first) == each.second));
    }
    for (const auto& each : said) {
        CAPTURE(each.first.first);
        CAPTURE(each.first.second);
        CHECK(shown.count(each.first) == 1);
    }
}
