// SPDX-License-Identifier: BSL-1.0
//
// Each kind of event as it must not come. The outcome names the reason and the rule, its message says what to do, a limit says
// what was asked and what was there, and nothing changes.
//
// | event               | of another member    | more than there is   | expired              | used             |
// |---------------------|----------------------|----------------------|----------------------|------------------|
// | purchase, basket    | unknown_member       |                      |                      |                  |
// | activity, delivery  | unknown_member       |                      |                      |                  |
// | membership_change   | unknown_member       |                      |                      |                  |
// | tier_grant          | unknown_member       |                      |                      |                  |
// | time_passed         | unknown_member       |                      |                      |                  |
// | redemption          | unknown_member       | insufficient_balance | insufficient_balance |                  |
// | reservation         | unknown_member       | insufficient_balance | insufficient_balance | hold_exists      |
// | commitment          | unknown_hold         | more_than_held       | unknown_hold         | unknown_hold     |
// | release             | unknown_hold         |                      | unknown_hold         | unknown_hold     |
// | give_back           | foreign_receipt      | not_spent            |                      | not_spent        |
// | return_of           | foreign_receipt      | more_than_bought     |                      | already_returned |
// | clawback            | unknown_member       | accepted: a debt     | accepted: a debt     |                  |
// | adjustment          | unknown_member       | insufficient_balance | insufficient_balance |                  |
// | confirmation        | insufficient_pending | insufficient_pending | insufficient_pending | insufficient_pending |
// | transfer            | unknown_member       | insufficient_balance | insufficient_balance |                  |
//
// | event               | not yet active       | below the minimum | unknown target       | its own source |
// |---------------------|----------------------|-------------------|----------------------|----------------|
// | tier_grant          |                      |                   | unknown_tier         |                |
// | redemption          | insufficient_balance | below_minimum     |                      |                |
// | reservation         | insufficient_balance | below_minimum     |                      |                |
// | commitment, release |                      |                   | unknown_hold         |                |
// | give_back           |                      |                   | unknown_sale         |                |
// | return_of           |                      |                   | unknown_sale         |                |
// | adjustment          | insufficient_balance |                   |                      |                |
// | confirmation        |                      |                   | insufficient_pending |                |
// | transfer            | insufficient_balance | accepted          | unknown_member       | same_member    |
//
// Every kind: out of order `late_event` and `lower_id`, twice `duplicate_event`, of a member that there is not
// `unknown_member`, and in a journal whose reader does not name the kind `journal_fault::unknown_kind`. What a cell leaves
// empty cannot be: a release names no amount. The other faults of things are in wallet.test.cpp, those of a checkout in
// checkout.test.cpp, those of merges in member_merge.test.cpp, those of opening balances in opening.test.cpp.
#include <loyalty/events/reason.hpp>

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::streams;
using namespace loyalty::ledgers;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::things;
using sale = purchase<currency::usd>;
using redeem = redemption<unit::points>;
using hold_points = reservation<unit::points>;

namespace {

constexpr std::uint8_t lots_rule = 2;
constexpr programme stars{terms<>{.name = "stars"}, tiered{100_usd},
                          points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<6>{})};
using stars_type = std::remove_const_t<decltype(stars)>;

constexpr instant december = "2020-12-15T12:00"_utc;
constexpr instant yesterday = "2021-01-19T12:00"_utc;
constexpr instant now = "2021-01-20T12:00"_utc;
constexpr instant july = "2021-07-01T00:00"_utc;
constexpr date in_two_days = "2021-01-22"_date;

constexpr std::string_view late = "the event is earlier than the member's last one: send events in the order of time";
constexpr std::string_view lower = "the event has the time of the member's last one and a lower id: take the ids of "
                                   "one instant from one counter, over "
                                   "all kinds of events";
constexpr std::string_view twice = "the event has the time and id of the member's last one: it was applied already";
constexpr std::string_view fewer = "the member has fewer available: ask the balance first";
constexpr std::string_view no_hold = "no hold has this id: it was never made, has ended, or has timed out";
constexpr std::string_view no_original =
    "no purchase or redemption of this id comes before the event: send the original first, and its receipt";
constexpr std::string_view foreign =
    "the receipt is of another programme, version or member: reverse a sale where it was made";
constexpr std::string_view more_than_left =
    "more comes back, or remains after the return, than is left of the sale: ask its record what is left, or give the "
    "lines that the member keeps";
constexpr std::string_view nobody = "no member stands at this index: enrol the member first";
constexpr std::string_view not_waiting =
    "fewer wait for confirmation from that day, or the deadline has passed: confirm what is pending";
constexpr std::string_view negative = "an amount is negative: send money that goes back as a return";

constexpr std::array<basket_line<currency::usd>, 2> two_lines{{{.net = 2_usd}, {.net = 3_usd}}};
constexpr sale kept_20{.id = 1, .time = december, .net = 20_usd};

/// 60 points of December and a hold of 20 of them; the last event has the id 5 and comes now.
member<stars_type> regular() {
    member<stars_type> anna;
    apply(stars, anna, sale{.id = 1, .time = december, .net = 60_usd});
    apply(stars, anna, hold_points{.id = 5, .time = now, .hold = 1, .amount = 20_points, .until = in_two_days});
    return anna;
}

/// Keeps the refusal of an event.
struct refusal_log {
    refusal last{};
    int count = 0;
    void on(const refusal& one) noexcept {
        last = one;
        ++count;
    }
};

struct expected {
    reason why = reason::none;
    std::uint8_t rule = rule_of_engine;
    std::string_view sentence{};
    std::int64_t asked = 0;
    std::int64_t there = 0;
    std::string_view unit = asked != 0 || there != 0 ? "points" : "";
};

constexpr expected too_few(std::int64_t asked, std::int64_t there, std::uint8_t rule = lots_rule) {
    return {reason::insufficient_balance, rule, fewer, asked, there};
}

/// Applies an event that is refused, and checks everything that holds then.
template <class Programme, class Member, class Event>
void is_refused(const Programme& programme, Member own, const Event& event, const expected& is) {
    const Member before = own;
    refusal_log log;
    const auto gave = apply(programme, own, event, no_profile{}, log);
    CHECK(gave.refused == is.why);
    CHECK(static_cast<int>(gave.refusing_rule()) == static_cast<int>(is.rule));
    CHECK(message(gave.refused) == is.sentence);
    CHECK(gave.template granted<unit::points>().minor_units() == 0);
    CHECK(own == before);
    CHECK(log.count == 1);
    CHECK(log.last.why == is.why);
    CHECK(log.last.rule == is.rule);
    CHECK(log.last.asked == is.asked);
    CHECK(log.last.there == is.there);
    CHECK(log.last.unit == is.unit);
    CHECK(apply(programme, own, event) == gave);
    CHECK(own == before);
}

/// An event that is good with the id 6 comes too early, twice, and with a lower id. The last event of the member has the id 5.
template <class Programme, class Event>
void keeps_the_order(const Programme& programme, member<Programme> own, Event event) {
    event.time = yesterday;
    event.id = 6;
    is_refused(programme, own, event, {reason::late_event, rule_of_engine, late});
    event.time = now;
    event.id = 5;
    is_refused(programme, own, event, {reason::duplicate_event, rule_of_engine, twice});
    event.id = 4;
    is_refused(programme, own, event, {reason::lower_id, rule_of_engine, lower});
    event.id = 6;
    CHECK(apply(programme, own, event).accepted());
}
template <class Event>
void keeps_the_order(const Event& event) {
    keeps_the_order(stars, regular(), event);
}

/// 60 points that wait for a confirmation since today; the sale has the id 5.
constexpr programme hotel{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          lots<unit::points>{}.activating(activates_on_confirmation<30>{})};
using hotel_type = std::remove_const_t<decltype(hotel)>;
using stay = confirmation<unit::points>;
constexpr date today = "2021-01-20"_date;

member<hotel_type> guest() {
    member<hotel_type> ben;
    apply(hotel, ben, sale{.id = 5, .time = now, .net = 60_usd});
    return ben;
}

/// One use of the coupon 5 is held for the order 90, and one was taken by the sale 80; 10.00 are on the gift card 6.
constexpr programme chest{points{per_visit{1_points}}, things::wallet<4>{}};
using chest_type = std::remove_const_t<decltype(chest)>;

member<chest_type> keeper() {
    member<chest_type> own;
    apply(chest, own, thing_issue{.id = 1, .time = december, .thing = {.code = 5, .campaign = 9, .uses = 4}});
    apply(chest, own, thing_issue{.id = 2, .time = december, .thing = {.code = 6, .stored = 10_usd}});
    apply(chest, own, thing_use{.id = 3, .time = december, .code = 5, .order = 80});
    apply(chest, own, thing_hold{.id = 4, .time = december, .code = 5, .order = 90, .until = july});
    apply(chest, own, time_passed{.id = 5, .time = now});
    return own;
}

/// 60 points that are active after 14 days.
constexpr programme slow{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                         lots<unit::points>{}.max_holds<4>().activating(activates_after_days<14>{})};

member<std::remove_const_t<decltype(slow)>> waiting() {
    member<std::remove_const_t<decltype(slow)>> ben;
    apply(slow, ben, sale{.id = 1, .time = now, .net = 60_usd});
    return ben;
}

/// Applies a stream of one event to one member, number 0, which does not change.
template <class Programme, class Event>
void is_of_nobody(const Programme& programme, const member<Programme>& own, Event event) {
    struct outcome_log {
        refusal last{};
        reason why = reason::none;
        void on(const refusal& one) noexcept { last = one; }
        void on(const Event&, const outcome_of<Programme>& gave) noexcept { why = gave.refused; }
    };
    event.member = 1;
    std::array<member<Programme>, 1> members{own};
    outcome_log log;
    apply_all(programme, std::span{members}, std::span<const Event>{&event, 1}, log);
    CHECK(log.why == reason::unknown_member);
    CHECK(message(log.why) == nobody);
    CHECK(log.last.why == reason::unknown_member);
    CHECK(log.last.rule == rule_of_engine);
    CHECK(members[0] == own);
}

/// A journal with an event whose kind the reader does not name: nothing is applied.
template <class Named, class Programme, class Event>
void is_of_unknown_kind(const Programme& programme, const member<Programme>& own, const Event& event) {
    std::array<std::byte, 1024> room{};
    journal_writer out{room, fingerprint(programme)};
    CHECK(out.append(event));
    std::array<member<Programme>, 1> members{own};
    journal_reader in{out.bytes(), fingerprint(programme)};
    replay<Named>(programme, std::span{members}, in);
    CHECK(in.error().fault == journal_fault::unknown_kind);
    CHECK(message(in.error().fault) ==
          "a record holds a kind of event that was not named: name all types of events that were written");
    CHECK(members[0] == own);
}

} // namespace

TEST_CASE("events of every kind keep the order") {
    keeps_the_order(sale{.net = 5_usd});
    keeps_the_order(basket<currency::usd>{.lines = two_lines});
    keeps_the_order(activity{.kind = 1});
    keeps_the_order(delivery{.order = 1, .number = 1});
    keeps_the_order(tier_grant{.tier = 1});
    keeps_the_order(membership_change{.membership = {now, july}});
    keeps_the_order(time_passed{});
    keeps_the_order(redeem{.amount = 5_points});
    keeps_the_order(hold_points{.hold = 2, .amount = 5_points, .until = in_two_days});
    keeps_the_order(commitment<unit::points>{.hold = 1});
    keeps_the_order(release<unit::points>{.hold = 1});
    keeps_the_order(clawback<unit::points>{.amount = 5_points});
    keeps_the_order(adjustment<unit::points>{.amount = -5_points});
    keeps_the_order(hotel, guest(), stay{.amount = 5_points, .earned_on = today});

    keeps_the_order(chest, keeper(), thing_issue{.thing = {.code = 7}});
    keeps_the_order(chest, keeper(), thing_use{.code = 5, .order = 81});
    keeps_the_order(chest, keeper(), thing_hold{.code = 5, .order = 91, .until = july});
    keeps_the_order(chest, keeper(), thing_commitment{.order = 90});
    keeps_the_order(chest, keeper(), thing_release{.order = 90});
    keeps_the_order(chest, keeper(), thing_cancellation{.code = 6});
    keeps_the_order(chest, keeper(), thing_restoration{.order = 80});
    keeps_the_order(chest, keeper(), thing_top_up{.code = 6, .stored = 0.05_usd});

    member<stars_type> anna;
    apply(stars, anna, sale{.id = 1, .time = december, .net = 60_usd});
    auto paid = apply_with_receipt(stars, anna, redeem{.id = 5, .time = now, .amount = 30_points});
    keeps_the_order(stars, anna, paid.receipt.given_back({}, 10_points));

    member<stars_type> ben;
    auto sold = apply_with_receipt(stars, ben, sale{.id = 1, .time = december, .net = 60_usd});
    apply(stars, ben, time_passed{.id = 5, .time = now});
    keeps_the_order(stars, ben, sold.receipt.returned({}));
}

TEST_CASE("events of every kind of a member that there is not") {
    is_of_nobody(stars, regular(), sale{.id = 6, .time = now, .net = 5_usd});
    is_of_nobody(stars, regular(), basket<currency::usd>{.id = 6, .time = now, .lines = two_lines});
    is_of_nobody(stars, regular(), activity{.id = 6, .time = now, .kind = 1});
    is_of_nobody(stars, regular(), delivery{.id = 6, .time = now, .order = 1, .number = 1});
    is_of_nobody(stars, regular(), tier_grant{.id = 6, .time = now, .tier = 1});
    is_of_nobody(stars, regular(), membership_change{.id = 6, .time = now, .membership = {now, july}});
    is_of_nobody(stars, regular(), time_passed{.id = 6, .time = now});
    is_of_nobody(stars, regular(), redeem{.id = 6, .time = now, .amount = 5_points});
    is_of_nobody(stars, regular(),
                 hold_points{.id = 6, .time = now, .hold = 2, .amount = 5_points, .until = in_two_days});
    is_of_nobody(stars, regular(), commitment<unit::points>{.id = 6, .time = now, .hold = 1});
    is_of_nobody(stars, regular(), release<unit::points>{.id = 6, .time = now, .hold = 1});
    is_of_nobody(stars, regular(), clawback<unit::points>{.id = 6, .time = now, .amount = 5_points});
    is_of_nobody(stars, regular(), adjustment<unit::points>{.id = 6, .time = now, .amount = 5_points});
    is_of_nobody(hotel, guest(), stay{.id = 6, .time = now, .amount = 5_points, .earned_on = today});
    is_of_nobody(stars, regular(), transfer<unit::points>{.id = 6, .time = now, .to = 0, .amount = 5_points});

    member<stars_type> anna = regular();
    auto paid = apply_with_receipt(stars, anna, redeem{.id = 6, .time = now, .amount = 30_points});
    is_of_nobody(stars, anna, paid.receipt.given_back({.id = 7, .time = now}));
    member<stars_type> ben;
    auto sold = apply_with_receipt(stars, ben, sale{.id = 1, .time = december, .net = 60_usd});
    is_of_nobody(chest, keeper(), thing_issue{.id = 6, .time = now, .thing = {.code = 7}});
    is_of_nobody(chest, keeper(), thing_use{.id = 6, .time = now, .code = 5, .order = 81});
    is_of_nobody(chest, keeper(), thing_hold{.id = 6, .time = now, .code = 5, .order = 91, .until = july});
    is_of_nobody(chest, keeper(), thing_commitment{.id = 6, .time = now, .order = 90});
    is_of_nobody(chest, keeper(), thing_release{.id = 6, .time = now, .order = 90});
    is_of_nobody(chest, keeper(), thing_cancellation{.id = 6, .time = now, .code = 6});
    is_of_nobody(chest, keeper(), thing_restoration{.id = 6, .time = now, .order = 80});
    is_of_nobody(chest, keeper(), thing_top_up{.id = 6, .time = now, .code = 6, .stored = 0.05_usd});
    is_of_nobody(stars, ben, sold.receipt.returned({.id = 2, .time = now}));
}

TEST_CASE("events of every kind in a journal whose reader does not name them") {
    is_of_unknown_kind<activity>(stars, regular(), sale{.id = 6, .time = now, .net = 5_usd});
    is_of_unknown_kind<sale>(stars, regular(), basket<currency::usd>{.id = 6, .time = now, .lines = two_lines});
    is_of_unknown_kind<sale>(stars, regular(), activity{.id = 6, .time = now, .kind = 1});
    is_of_unknown_kind<sale>(stars, regular(), delivery{.id = 6, .time = now, .order = 1, .number = 1});
    is_of_unknown_kind<sale>(stars, regular(), tier_grant{.id = 6, .time = now, .tier = 1});
    is_of_unknown_kind<sale>(stars, regular(), membership_change{.id = 6, .time = now, .membership = {now, july}});
    is_of_unknown_kind<sale>(stars, regular(), time_passed{.id = 6, .time = now});
    is_of_unknown_kind<sale>(stars, regular(), redeem{.id = 6, .time = now, .amount = 5_points});
    is_of_unknown_kind<sale>(stars, regular(),
                             hold_points{.id = 6, .time = now, .hold = 2, .amount = 5_points, .until = in_two_days});
    is_of_unknown_kind<sale>(stars, regular(), commitment<unit::points>{.id = 6, .time = now, .hold = 1});
    is_of_unknown_kind<sale>(stars, regular(), release<unit::points>{.id = 6, .time = now, .hold = 1});
    is_of_unknown_kind<sale>(stars, regular(), clawback<unit::points>{.id = 6, .time = now, .amount = 5_points});
    is_of_unknown_kind<sale>(stars, regular(), adjustment<unit::points>{.id = 6, .time = now, .amount = 5_points});
    is_of_unknown_kind<sale>(hotel, guest(), stay{.id = 6, .time = now, .amount = 5_points, .earned_on = today});
    is_of_unknown_kind<sale>(stars, regular(),
                             transfer<unit::points>{.id = 6, .time = now, .to = 1, .amount = 5_points});

    member<stars_type> anna = regular();
    auto paid = apply_with_receipt(stars, anna, redeem{.id = 6, .time = now, .amount = 30_points});
    is_of_unknown_kind<sale>(stars, anna, paid.receipt.given_back({.id = 7, .time = now}));
    member<stars_type> ben;
    auto sold = apply_with_receipt(stars, ben, sale{.id = 1, .time = december, .net = 60_usd});
    is_of_unknown_kind<sale>(chest, keeper(), thing_issue{.id = 6, .time = now, .thing = {.code = 7}});
    is_of_unknown_kind<sale>(chest, keeper(), thing_use{.id = 6, .time = now, .code = 5, .order = 81});
    is_of_unknown_kind<sale>(chest, keeper(), thing_hold{.id = 6, .time = now, .code = 5, .order = 91, .until = july});
    is_of_unknown_kind<sale>(chest, keeper(), thing_commitment{.id = 6, .time = now, .order = 90});
    is_of_unknown_kind<sale>(chest, keeper(), thing_release{.id = 6, .time = now, .order = 90});
    is_of_unknown_kind<sale>(chest, keeper(), thing_cancellation{.id = 6, .time = now, .code = 6});
    is_of_unknown_kind<sale>(chest, keeper(), thing_restoration{.id = 6, .time = now, .order = 80});
    is_of_unknown_kind<sale>(chest, keeper(), thing_top_up{.id = 6, .time = now, .code = 6, .stored = 0.05_usd});
    is_of_unknown_kind<sale>(stars, ben, sold.receipt.returned({.id = 2, .time = now}, kept_20));
}

TEST_CASE("a redemption of more than there is, of expired, pending or negative points") {
    is_refused(stars, regular(), redeem{.id = 6, .time = now, .amount = 41_points}, too_few(41, 40));
    is_refused(stars, regular(), redeem{.id = 6, .time = july, .amount = 1_points}, too_few(1, 0));
    is_refused(slow, waiting(), redeem{.id = 2, .time = now, .amount = 1_points}, too_few(1, 0, 1));
    is_refused(stars, regular(), redeem{.id = 6, .time = now, .amount = -1_points},
               {reason::negative_amount, lots_rule, negative});
}

TEST_CASE("a redemption or a reservation that the rule of redemptions does not take") {
    constexpr std::uint8_t rule = 1;
    const auto shop_in = [](date_window valid) {
        return programme{
            points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
            redemption_rule{redemption_rate{100_points, 2_usd, valid}}.at_least(500_points).at_most(1'000_points),
            lots<unit::points>{}.max_holds<4>()};
    };
    const auto shop = shop_in({});
    member<std::remove_const_t<decltype(shop)>> anna;
    apply(shop, anna, sale{.id = 1, .time = now, .net = 2000_usd});
    const auto both_are = [&](const auto& judging, amount<unit::points> part, const expected& is) {
        is_refused(judging, anna, redeem{.id = 2, .time = now, .amount = part}, is);
        is_refused(judging, anna, hold_points{.id = 2, .time = now, .hold = 1, .amount = part, .until = in_two_days},
                   is);
    };
    both_are(shop, 400_points,
             {reason::below_minimum, rule,
              "fewer points are redeemed than the least that the programme takes: redeem more, or none", 400, 500});
    both_are(shop, 1'100_points,
             {reason::above_maximum, rule, "more points are redeemed than the programme takes at a time: redeem fewer",
              1100, 1000});
    both_are(shop, 750_points,
             {reason::uneven_amount, rule,
              "the points redeemed are no multiple of the step: ask redeemable() how many a bill takes", 750, 100});
    both_are(
        shop_in({"2022-01-01"_date, "2023-01-01"_date}), 500_points,
        {reason::not_redeemable, rule, "points are worth nothing on this day: ask the redemption rule for its rates"});
}

TEST_CASE("a hold of more than there is, of expired or pending points, a second one, or one that is over at once") {
    const auto held = [](instant time, std::uint64_t hold, amount<unit::points> part, date until) {
        return hold_points{.id = 6, .time = time, .hold = hold, .amount = part, .until = until};
    };
    is_refused(stars, regular(), held(now, 2, 41_points, in_two_days), too_few(41, 40));
    is_refused(stars, regular(), held(july, 2, 1_points, "2021-07-02"_date), too_few(1, 0));
    is_refused(slow, waiting(), held(now, 2, 1_points, in_two_days), too_few(1, 0, 1));
    is_refused(
        stars, regular(), held(now, 1, 5_points, in_two_days),
        {reason::hold_exists, lots_rule, "a hold has this id already: commit or release it first, or use another id"});
    is_refused(stars, regular(), held(now, 2, 5_points, "2021-01-20"_date),
               {reason::hold_over, lots_rule, "the hold would end before it begins: let it last to tomorrow at least"});
    is_refused(stars, regular(), held(now, 2, -1_points, in_two_days), {reason::negative_amount, lots_rule, negative});
}

TEST_CASE("a day or an instant that no calendar has") {
    constexpr expected no_day{reason::no_such_day, rule_of_engine,
                              "a date of the event lies outside the years 1 to 9999: send a day of the calendar, or "
                              "date::maximum() for never"};
    constexpr date far{2'000'000'000};
    constexpr date before_all{-2'000'000'000};
    constexpr instant beyond{9'000'000'000'000'000};
    const hold_points held{.id = 6, .time = now, .hold = 2, .amount = 5_points, .until = far};
    is_refused(stars, regular(), held, no_day);
    hold_points by_instant = held;
    by_instant.until = in_two_days;
    by_instant.until_time = beyond;
    is_refused(stars, regular(), by_instant, no_day);
    by_instant.until_time = instant::maximum();
    auto anna = regular();
    CHECK(apply(stars, anna, by_instant).accepted());
    is_refused(stars, regular(), clawback<unit::points>{.id = 6, .time = now, .amount = 1_points, .earned_on = far},
               no_day);
    is_refused(hotel, guest(), stay{.id = 6, .time = now, .amount = 1_points, .earned_on = before_all}, no_day);
    constexpr programme floored{tiered{100_usd}, tier_floor{}, points{per_visit{1_points}}};
    is_refused(floored, member<std::remove_const_t<decltype(floored)>>{},
               tier_grant{.id = 1, .time = now, .tier = 1, .until = far}, no_day);
    is_refused(chest, member<chest_type>{},
               thing_issue{.id = 1, .time = now, .thing = {.code = 5, .campaign = 9, .until = beyond}}, no_day);
}

TEST_CASE("a commitment or a release of a hold that is unknown, of another member, used, over or smaller") {
    constexpr expected unknown{reason::unknown_hold, lots_rule, no_hold};
    using commits = commitment<unit::points>;
    using frees = release<unit::points>;
    is_refused(stars, regular(), commits{.id = 6, .time = now, .hold = 9}, unknown);
    is_refused(stars, regular(), frees{.id = 6, .time = now, .hold = 9}, unknown);
    member<stars_type> ben;
    apply(stars, ben, sale{.id = 1, .time = december, .net = 60_usd});
    is_refused(stars, ben, commits{.id = 6, .time = now, .hold = 1}, unknown);
    is_refused(stars, ben, frees{.id = 6, .time = now, .hold = 1}, unknown);
    is_refused(stars, regular(), commits{.id = 6, .time = "2021-01-22T00:00"_utc, .hold = 1}, unknown);
    is_refused(stars, regular(), frees{.id = 6, .time = "2021-01-22T00:00"_utc, .hold = 1}, unknown);
    is_refused(stars, regular(), commits{.id = 6, .time = now, .hold = 1, .amount = 21_points},
               {reason::more_than_held, lots_rule,
                "more is committed than the hold has set aside: commit at most that, and redeem the rest", 21, 20});
    member<stars_type> used = regular();
    apply(stars, used, commits{.id = 6, .time = now, .hold = 1});
    is_refused(stars, used, commits{.id = 7, .time = now, .hold = 1}, unknown);
    is_refused(stars, used, frees{.id = 7, .time = now, .hold = 1}, unknown);
}

TEST_CASE("a give-back twice, of more than is left, of another member, or without its redemption") {
    const auto more = [](std::int64_t asked, std::int64_t there) {
        return expected{reason::not_spent, lots_rule,
                        "more would be given back than was spent: give back each redemption once", asked, there};
    };
    member<stars_type> anna = regular();
    auto paid = apply_with_receipt(stars, anna, redeem{.id = 6, .time = now, .amount = 30_points});
    is_refused(stars, anna, paid.receipt.given_back({.id = 7, .time = now}, 31_points), more(31, 30));
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 7, .time = now}, 20_points)).accepted());
    const auto slip = paid.receipt;
    is_refused(stars, anna, paid.receipt.given_back({.id = 8, .time = now}, 11_points), more(11, 10));
    CHECK(paid.receipt == slip);
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 8, .time = now})).accepted());
    // Another redemption stands, and the receipt is used up all the same.
    apply(stars, anna, redeem{.id = 9, .time = now, .amount = 30_points});
    is_refused(stars, anna, paid.receipt.given_back({.id = 10, .time = now}, 1_points), more(1, 0));
    is_refused(stars, anna, give_back<stars_type, unit::points>{.id = 10, .time = now, .redemption = 99},
               {reason::unknown_sale, lots_rule, no_original});
}

TEST_CASE("a return of another member's sale, twice, of more than was bought, or without its sale") {
    member<stars_type> anna;
    auto sold = apply_with_receipt(stars, anna, sale{.id = 1, .member = 3, .time = december, .net = 60_usd});
    auto slip = sold.receipt;
    const sale kept_by_another{.id = 1, .member = 4, .time = december, .net = 20_usd};
    is_refused(stars, anna, sold.receipt.returned({.id = 2, .member = 4, .time = now}, kept_by_another),
               {reason::foreign_receipt, rule_of_return, foreign});
    const sale more{.id = 1, .member = 3, .time = december, .net = 60.01_usd};
    is_refused(stars, anna, sold.receipt.returned({.id = 2, .member = 3, .time = now}, more),
               {reason::more_than_bought, rule_of_return, more_than_left, 6001, 6000, "USD"});
    is_refused(stars, anna, sold.receipt.returned({.id = 2, .time = december - dates::seconds{1}}),
               {reason::late_event, rule_of_engine, late});
    is_refused(stars, anna, sold.receipt.returned({.id = 1, .time = december}),
               {reason::duplicate_event, rule_of_engine, twice});
    is_refused(stars, anna, return_of<stars_type, everything_returned>{.id = 2, .time = now, .sale = 99},
               {reason::unknown_sale, rule_of_return, no_original});
    CHECK(sold.receipt == slip);
    CHECK(apply(stars, anna, sold.receipt.returned({.id = 2, .time = now})).accepted());
    slip = sold.receipt;
    is_refused(stars, anna, sold.receipt.returned({.id = 3, .time = now}),
               {reason::already_returned, rule_of_return,
                "nothing of the purchase is left to return: it was reversed before"});
    CHECK(sold.receipt == slip);
}

TEST_CASE("a give-back of another member") {
    struct profile {
        std::uint64_t member = 0;
    };
    member<stars_type> anna = regular();
    auto paid = apply_with_receipt(stars, anna, redeem{.id = 6, .time = now, .amount = 30_points}, profile{3});
    const auto slip = paid.receipt;
    const auto before = anna;
    const auto gave = apply(stars, anna, paid.receipt.given_back({.id = 7, .time = now}), profile{4});
    CHECK(gave.refused == reason::foreign_receipt);
    CHECK(gave.refusing_rule() == rule_of_engine);
    CHECK(message(gave.refused) == foreign);
    CHECK(anna == before);
    CHECK(paid.receipt == slip);
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 7, .time = now}), profile{3}).accepted());
}

TEST_CASE("a return of more pieces than were bought") {
    constexpr std::array<basket_line<currency::usd>, 1> two{{{.id = 1, .quantity = 2, .net = 60_usd}}};
    constexpr std::array<basket_line<currency::usd>, 1> three{{{.id = 1, .quantity = 3, .net = 60_usd}}};
    using bought = basket<currency::usd>;
    member<stars_type> anna;
    auto sold = apply_with_receipt(stars, anna, bought{.id = 1, .time = december, .lines = two});
    const bought kept{.id = 1, .time = december, .lines = three};
    is_refused(stars, anna, sold.receipt.returned({.id = 2, .time = now}, kept),
               {reason::more_than_bought, rule_of_return, more_than_left, 3, 2, "items"});
}

TEST_CASE("a clawback of a negative amount; one of more than there is, or of expired points, becomes a debt") {
    is_refused(stars, regular(), clawback<unit::points>{.id = 6, .time = now, .amount = -1_points},
               {reason::negative_amount, lots_rule, negative});
    member<stars_type> anna = regular();
    CHECK(apply(stars, anna, clawback<unit::points>{.id = 6, .time = now, .amount = 70_points}).accepted());
    CHECK(balances_of<unit::points>(stars, anna, now).debt == 30_points); // 40, and 20 stay held
    member<stars_type> ben = regular();
    CHECK(apply(stars, ben, clawback<unit::points>{.id = 6, .time = july, .amount = 70_points}).accepted());
    CHECK(balances_of<unit::points>(stars, ben, july).debt == 70_points); // all 60 have expired
}

TEST_CASE("a correction below what is there, also of expired or pending points") {
    const auto down = [](instant time, amount<unit::points> by) {
        return adjustment<unit::points>{.id = 6, .time = time, .amount = by};
    };
    is_refused(stars, regular(), down(now, -41_points), too_few(41, 40));
    is_refused(stars, regular(), down(july, -1_points), too_few(1, 0));
    is_refused(slow, waiting(), down(now, -1_points), too_few(1, 0, 1));
}

TEST_CASE("a confirmation of more than waits, of another member, of another day, after the deadline, or twice") {
    const auto not_there = [](std::int64_t asked, std::int64_t there) {
        return expected{reason::insufficient_pending, 1, not_waiting, asked, there};
    };
    is_refused(hotel, guest(), stay{.id = 6, .time = now, .amount = 61_points, .earned_on = today}, not_there(61, 60));
    is_refused(hotel, member<hotel_type>{}, stay{.id = 6, .time = now, .amount = 60_points, .earned_on = today},
               not_there(60, 0));
    is_refused(hotel, guest(), stay{.id = 6, .time = now, .amount = 60_points, .earned_on = in_two_days},
               not_there(60, 0));
    is_refused(hotel, guest(), stay{.id = 6, .time = "2021-02-19T12:00"_utc, .amount = 60_points, .earned_on = today},
               not_there(60, 0));
    member<hotel_type> ben = guest();
    apply(hotel, ben, stay{.id = 6, .time = now, .amount = 40_points, .earned_on = today});
    is_refused(hotel, ben, stay{.id = 7, .time = now, .amount = 40_points, .earned_on = today}, not_there(40, 20));
    apply(hotel, ben, stay{.id = 7, .time = now, .amount = 20_points, .earned_on = today});
    is_refused(hotel, ben, stay{.id = 8, .time = now, .amount = 1_points, .earned_on = today}, not_there(1, 0));
    // In an account that confirms nothing, nothing waits.
    is_refused(stars, regular(), stay{.id = 6, .time = now, .amount = 5_points, .earned_on = today},
               {reason::insufficient_pending, lots_rule, not_waiting, 5, 0});
}

TEST_CASE("a tier that the programme does not have") {
    constexpr std::uint8_t floor_rule = 1;
    constexpr programme ranks{tiered{100_usd}, tier_floor{},
                              points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
    member<std::remove_const_t<decltype(ranks)>> anna;
    apply(ranks, anna, tier_grant{.id = 1, .time = december, .tier = 1, .until = "2022-01-01"_date});
    is_refused(ranks, anna, tier_grant{.id = 2, .time = now, .tier = 2, .until = "2022-01-01"_date},
               {reason::unknown_tier, floor_rule,
                "the programme has no such tier: name one of its tiers, or 0 to take the floor away"});
    CHECK(tier_of(ranks, anna, now) == 1);
}

TEST_CASE("a paid membership is set in the order of time alone") {
    constexpr programme prime{
        paid_membership{}, cashback{currency::usd{}, rounding::half_up, cashback_rate{5_pct}.on(membership_active())},
        points{per_visit{1_points}}};
    member<std::remove_const_t<decltype(prime)>> anna;
    const membership_change year{.id = 5, .time = now, .membership = {now, july}};
    apply(prime, anna, year);
    keeps_the_order(prime, anna, membership_change{.membership = {now, now}});
    is_of_nobody(prime, anna, membership_change{.id = 6, .time = now, .membership = {now, now}});
}

TEST_CASE("an activity with a negative score, a purchase of a negative amount") {
    is_refused(stars, regular(), activity{.id = 6, .time = now, .score = -1},
               {reason::negative_amount, rule_of_engine, negative});
    is_refused(stars, regular(), sale{.id = 6, .time = now, .net = -0.01_usd},
               {reason::negative_amount, rule_of_engine, negative});
}

TEST_CASE("a transfer to the giver, or by an event for one member alone") {
    member<stars_type> anna = regular();
    const auto before = anna;
    const transfer<unit::points> to_itself{.id = 6, .member = 3, .time = now, .to = 3, .amount = 5_points};
    member<stars_type> ben;
    const auto gave = apply(stars, anna, ben, to_itself);
    CHECK(gave.refused == reason::same_member);
    CHECK(gave.refusing_rule() == rule_of_engine);
    CHECK(message(gave.refused) == "the giver is the receiver: name another member");
    CHECK(anna == before);
    CHECK(ben == member<stars_type>{});

    using event = event_of<stars_type, sale>;
    const event for_one{transfer<unit::points>{.id = 6, .member = 3, .time = now, .to = 4, .amount = 5_points}};
    CHECK(apply(stars, anna, for_one).refused == reason::unknown_member);
    CHECK(anna == before);
}

TEST_CASE("a transfer of more than there is, of expired or pending points, to a member that there is not") {
    const auto is_refused_between = [](const auto& programme, auto anna, const transfer<unit::points>& gift,
                                       const expected& is) {
        decltype(anna) ben;
        const auto anna_before = anna;
        const auto ben_before = ben;
        refusal_log log;
        const auto gave = apply(programme, anna, ben, gift, no_profile{}, log);
        CHECK(gave.refused == is.why);
        CHECK(gave.refusing_rule() == is.rule);
        CHECK(message(gave.refused) == is.sentence);
        CHECK(log.count == 1);
        CHECK(log.last.asked == is.asked);
        CHECK(log.last.there == is.there);
        CHECK(anna == anna_before);
        CHECK(ben == ben_before);
    };
    const auto gift = [](instant time, amount<unit::points> part) {
        return transfer<unit::points>{.id = 6, .member = 0, .time = time, .to = 1, .amount = part};
    };
    is_refused_between(stars, regular(), gift(now, 41_points), too_few(41, 40));
    is_refused_between(stars, regular(), gift(july, 1_points), too_few(1, 0));
    is_refused_between(slow, waiting(), gift(now, 1_points), too_few(1, 0, 1));
    is_refused_between(stars, regular(), gift(now, -1_points), {reason::negative_amount, lots_rule, negative});

    std::array<member<stars_type>, 1> members{regular()};
    std::array<transfer<unit::points>, 1> gifts{gift(now, 5_points)};
    struct outcome_log {
        reason why = reason::none;
        void on(const transfer<unit::points>&, const outcome_of<stars_type>& gave) noexcept { why = gave.refused; }
    } log;
    apply_all(stars, std::span{members}, std::span<const transfer<unit::points>>{gifts}, log);
    CHECK(log.why == reason::unknown_member);
    CHECK(members[0] == regular());
}

TEST_CASE("a transfer below the minimum of a redemption is none, and accepted") {
    constexpr programme shop{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                             redemption_rule{redemption_rate{100_points, 2_usd}}.at_least(500_points),
                             lots<unit::points>{}};
    member<std::remove_const_t<decltype(shop)>> anna;
    member<std::remove_const_t<decltype(shop)>> ben;
    apply(shop, anna, sale{.id = 1, .time = now, .net = 100_usd});
    CHECK(apply(shop, anna, ben, transfer<unit::points>{.id = 2, .member = 0, .time = now, .to = 1, .amount = 5_points})
              .accepted());
}

TEST_CASE("a transfer keeps the order of both members") {
    const auto sent_at = [](instant time, std::uint64_t id, member<stars_type> anna, member<stars_type> ben) {
        const member<stars_type> anna_before = anna;
        const member<stars_type> ben_before = ben;
        const transfer<unit::points> gift{.id = id, .member = 0, .time = time, .to = 1, .amount = 5_points};
        const reason why = apply(stars, anna, ben, gift).refused;
        CHECK((why == reason::none || (anna == anna_before && ben == ben_before)));
        return why;
    };
    const member<stars_type> fresh{};
    CHECK(sent_at(yesterday, 6, regular(), fresh) == reason::late_event);
    CHECK(sent_at(now, 5, regular(), fresh) == reason::duplicate_event);
    CHECK(sent_at(now, 4, regular(), fresh) == reason::lower_id);
    CHECK(sent_at(now, 6, regular(), fresh) == reason::none);
    member<stars_type> later{};
    apply(stars, later, time_passed{.id = 7, .time = now});
    CHECK(sent_at(now, 6, regular(), later) == reason::lower_id);
    CHECK(sent_at(now, 8, regular(), later) == reason::none);
}
