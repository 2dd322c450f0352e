// SPDX-License-Identifier: BSL-1.0
//
// Each kind of event as it must not come: out of order, twice, of another member, of more than there is, expired, used, not
// yet active, for an unknown target or for its own source. The outcome names the reason and the rule, its message says what
// to do, and nothing changes.
#include <loyalty/events/reason.hpp>

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/event_of.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string_view>

using namespace loyalty;
using sale = purchase<currency::usd>;
using redeem = redemption<unit::points>;
using hold_points = reservation<unit::points>;

namespace {

constexpr std::uint8_t lots_rule = 2;
constexpr programme stars{terms<>{.name = "stars"}, tiered{100_usd},
                          points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          lots<unit::points>{}.expiring(expires_end_of_month<6>{})};
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
constexpr std::string_view negative = "an amount is negative: send money that goes back as a return";

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
};

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
    CHECK(apply(programme, own, event) == gave);
    CHECK(own == before);
}

/// An event that is good with the id 6 comes too early, twice, and with a lower id.
template <class Event>
void keeps_the_order(Event event) {
    event.time = yesterday;
    event.id = 6;
    is_refused(stars, regular(), event, {reason::late_event, rule_of_engine, late});
    event.time = now;
    event.id = 5;
    is_refused(stars, regular(), event, {reason::duplicate_event, rule_of_engine, twice});
    event.id = 4;
    is_refused(stars, regular(), event, {reason::lower_id, rule_of_engine, lower});
    event.id = 6;
    member<stars_type> anna = regular();
    CHECK(apply(stars, anna, event).accepted());
}

} // namespace

TEST_CASE("events of every kind keep the order") {
    const std::array<line<currency::usd>, 2> lines{{{.net = 2_usd}, {.net = 3_usd}}};
    keeps_the_order(sale{.net = 5_usd});
    keeps_the_order(basket<currency::usd>{.lines = lines});
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
}

TEST_CASE("a redemption of more than there is, of expired, held or negative points") {
    is_refused(stars, regular(), redeem{.id = 6, .time = now, .amount = 41_points},
               {reason::insufficient_balance, lots_rule, fewer});
    is_refused(stars, regular(), redeem{.id = 6, .time = july, .amount = 1_points},
               {reason::insufficient_balance, lots_rule, fewer});
    is_refused(stars, regular(), redeem{.id = 6, .time = now, .amount = -1_points},
               {reason::negative_amount, lots_rule, negative});
    constexpr programme slow{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                             lots<unit::points>{}.activating(activates_after_days<14>{})};
    member<std::remove_const_t<decltype(slow)>> ben;
    apply(slow, ben, sale{.id = 1, .time = now, .net = 60_usd});
    is_refused(slow, ben, redeem{.id = 2, .time = now, .amount = 1_points}, {reason::insufficient_balance, 1, fewer});
}

TEST_CASE("a hold of more than there is, that stands already, or that ends before it begins") {
    is_refused(stars, regular(),
               hold_points{.id = 6, .time = now, .hold = 2, .amount = 41_points, .until = in_two_days},
               {reason::insufficient_balance, lots_rule, fewer});
    is_refused(
        stars, regular(), hold_points{.id = 6, .time = now, .hold = 1, .amount = 5_points, .until = in_two_days},
        {reason::hold_exists, lots_rule, "a hold has this id already: commit or release it first, or use another id"});
    is_refused(stars, regular(),
               hold_points{.id = 6, .time = now, .hold = 2, .amount = 5_points, .until = "2021-01-20"_date},
               {reason::hold_over, lots_rule, "the hold would end before it begins: let it last to tomorrow at least"});
}

TEST_CASE("a commitment or a release of a hold that is unknown, used or over, or of more than was held") {
    constexpr expected unknown{reason::unknown_hold, lots_rule,
                               "no hold has this id: it was never made, has ended, or has timed out"};
    using commits = commitment<unit::points>;
    using frees = release<unit::points>;
    is_refused(stars, regular(), commits{.id = 6, .time = now, .hold = 9}, unknown);
    is_refused(stars, regular(), frees{.id = 6, .time = now, .hold = 9}, unknown);
    is_refused(stars, regular(), commits{.id = 6, .time = "2021-01-22T00:00"_utc, .hold = 1}, unknown);
    is_refused(stars, regular(), commits{.id = 6, .time = now, .hold = 1, .amount = 21_points},
               {reason::more_than_held, lots_rule,
                "more is committed than the hold has set aside: commit at most that, and redeem the rest"});
    member<stars_type> used = regular();
    apply(stars, used, commits{.id = 6, .time = now, .hold = 1});
    is_refused(stars, used, commits{.id = 7, .time = now, .hold = 1}, unknown);
    is_refused(stars, used, frees{.id = 7, .time = now, .hold = 1}, unknown);
}

TEST_CASE("a give-back twice, of more than is left, or without its redemption") {
    constexpr expected more{reason::not_spent, lots_rule,
                            "more would be given back than was spent: give back each redemption once"};
    member<stars_type> anna = regular();
    auto paid = apply_with_receipt(stars, anna, redeem{.id = 6, .time = now, .amount = 30_points});
    is_refused(stars, anna, paid.receipt.given_back({.id = 7, .time = now}, 31_points), more);
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 7, .time = now}, 20_points)).accepted());
    const auto slip = paid.receipt;
    is_refused(stars, anna, paid.receipt.given_back({.id = 8, .time = now}, 11_points), more);
    CHECK(paid.receipt == slip);
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 8, .time = now})).accepted());
    // Another redemption stands, and the receipt is used up all the same.
    apply(stars, anna, redeem{.id = 9, .time = now, .amount = 30_points});
    is_refused(stars, anna, paid.receipt.given_back({.id = 10, .time = now}, 1_points), more);
    is_refused(
        stars, anna, give_back<stars_type, unit::points>{.id = 10, .time = now, .redemption = 99},
        {reason::unknown_sale, lots_rule,
         "no purchase or redemption of this id comes before the event: send the original first, and its receipt"});
}

TEST_CASE("a return of another member's sale, twice, of more than was bought, or without its sale") {
    member<stars_type> anna;
    auto sold = apply_with_receipt(stars, anna, sale{.id = 1, .member = 3, .time = december, .net = 60_usd});
    auto slip = sold.receipt;
    const sale kept_by_another{.id = 1, .member = 4, .time = december, .net = 20_usd};
    is_refused(stars, anna, sold.receipt.returned({.id = 2, .member = 4, .time = now}, kept_by_another),
               {reason::foreign_receipt, rule_of_return,
                "the receipt is of another programme, version or member: reverse a sale where it was made"});
    const sale more{.id = 1, .member = 3, .time = december, .net = 60.01_usd};
    is_refused(
        stars, anna, sold.receipt.returned({.id = 2, .member = 3, .time = now}, more),
        {reason::more_than_bought, rule_of_return,
         "more comes back, or remains after the return, than is left of the sale: ask its record what is left, or "
         "give the lines that the member keeps"});
    is_refused(stars, anna, sold.receipt.returned({.id = 2, .time = december - seconds{1}}),
               {reason::late_event, rule_of_engine, late});
    is_refused(stars, anna, sold.receipt.returned({.id = 1, .time = december}),
               {reason::duplicate_event, rule_of_engine, twice});
    is_refused(
        stars, anna, return_of<stars_type, everything_returned>{.id = 2, .time = now, .sale = 99},
        {reason::unknown_sale, rule_of_return,
         "no purchase or redemption of this id comes before the event: send the original first, and its receipt"});
    CHECK(sold.receipt == slip);
    CHECK(apply(stars, anna, sold.receipt.returned({.id = 2, .time = now})).accepted());
    slip = sold.receipt;
    is_refused(stars, anna, sold.receipt.returned({.id = 3, .time = now}),
               {reason::already_returned, rule_of_return,
                "nothing of the purchase is left to return: it was reversed before"});
    CHECK(sold.receipt == slip);
}

TEST_CASE("a clawback of a negative amount, a correction below what is there") {
    is_refused(stars, regular(), clawback<unit::points>{.id = 6, .time = now, .amount = -1_points},
               {reason::negative_amount, lots_rule, negative});
    is_refused(stars, regular(), adjustment<unit::points>{.id = 6, .time = now, .amount = -41_points},
               {reason::insufficient_balance, lots_rule, fewer});
}

TEST_CASE("a confirmation of more than waits, of another day, after the deadline, or twice") {
    constexpr programme hotel{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                              lots<unit::points>{}.activating(activates_on_confirmation<30>{})};
    using stay = confirmation<unit::points>;
    constexpr expected not_waiting{
        reason::insufficient_pending, 1,
        "fewer wait for confirmation from that day, or the deadline has passed: confirm what is pending"};
    constexpr date today = "2021-01-20"_date;
    member<std::remove_const_t<decltype(hotel)>> anna;
    apply(hotel, anna, sale{.id = 1, .time = now, .net = 60_usd});
    is_refused(hotel, anna, stay{.id = 2, .time = now, .amount = 61_points, .earned_on = today}, not_waiting);
    is_refused(hotel, anna, stay{.id = 2, .time = now, .amount = 60_points, .earned_on = in_two_days}, not_waiting);
    is_refused(hotel, anna, stay{.id = 2, .time = "2021-02-19T12:00"_utc, .amount = 60_points, .earned_on = today},
               not_waiting);
    apply(hotel, anna, stay{.id = 2, .time = now, .amount = 60_points, .earned_on = today});
    is_refused(hotel, anna, stay{.id = 3, .time = now, .amount = 1_points, .earned_on = today}, not_waiting);
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
