// SPDX-License-Identifier: BSL-1.0
#pragma once

// Members of small programmes, and the check that an event is refused: reason, rule, sentence, limits, unchanged state.

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace bad_input {

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::things;
using sale = purchase<currency::usd>;
using redeem = redemption<unit::points>;
using hold_points = reservation<unit::points>;
using stay = confirmation<unit::points>;

inline constexpr instant december = "2020-12-15T12:00"_utc;
inline constexpr instant yesterday = "2021-01-19T12:00"_utc;
inline constexpr instant now = "2021-01-20T12:00"_utc;
inline constexpr instant july = "2021-07-01T00:00"_utc;
inline constexpr date today = "2021-01-20"_date;
inline constexpr date in_two_days = "2021-01-22"_date;

template <class Programme>
using member_of = member<std::remove_const_t<Programme>>;

inline constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};

/// 60 points of December and a hold of 20 of them; the last event has the id 5 and comes now.
inline constexpr std::uint8_t lots_rule = 2;
inline constexpr programme stars{terms<>{.name = "stars"}, tiered{100_usd}, a_point_a_dollar,
                                 lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<6>{})};
using stars_type = std::remove_const_t<decltype(stars)>;

inline member<stars_type> regular() {
    member<stars_type> anna;
    apply(stars, anna, sale{.id = 1, .time = december, .net = 60_usd});
    apply(stars, anna, hold_points{.id = 5, .time = now, .hold = 1, .amount = 20_points, .until = in_two_days});
    return anna;
}

/// 60 points that are active after 14 days.
inline constexpr programme slow{a_point_a_dollar,
                                lots<unit::points>{}.max_holds<4>().activating(activates_after_days<14>{})};

inline member_of<decltype(slow)> waiting() {
    member_of<decltype(slow)> ben;
    apply(slow, ben, sale{.id = 1, .time = now, .net = 60_usd});
    return ben;
}

/// 60 points that wait for a confirmation since today; the sale has the id 5.
inline constexpr programme hotel{a_point_a_dollar, lots<unit::points>{}.activating(activates_on_confirmation<30>{})};

inline member_of<decltype(hotel)> guest() {
    member_of<decltype(hotel)> ben;
    apply(hotel, ben, sale{.id = 5, .time = now, .net = 60_usd});
    return ben;
}

/// The coupon 5 has two uses left, one is held for the order 90, and one was taken by the sale 80; 10.00 are on the gift card
/// 6, and nothing on the card 7. The coupons 11 to 14 are used, expired, not yet active, and held for the order 91. The last
/// event has the id 5.
inline constexpr std::uint8_t wallet_rule = 1;
inline constexpr programme chest{points{per_visit{1_points}}, things::wallet<8>{}};
using chest_type = std::remove_const_t<decltype(chest)>;

inline member<chest_type> keeper() {
    member<chest_type> own;
    std::uint64_t id = 0;
    const auto give = [&](const things::entitlement& one) {
        apply(chest, own, thing_issue{.id = ++id, .time = december, .thing = one});
    };
    give({.code = 5, .campaign = 9, .uses = 4});
    give({.code = 6, .stored = 10_usd});
    give({.code = 7, .stored = 0_usd});
    give({.code = 11});
    give({.code = 12, .until = yesterday});
    give({.code = 13, .from = july});
    give({.code = 14});
    apply(chest, own, thing_use{.id = ++id, .time = december, .code = 5, .order = 80});
    apply(chest, own, thing_use{.id = ++id, .time = december, .code = 11, .order = 81});
    apply(chest, own, thing_hold{.id = ++id, .time = december, .code = 5, .order = 90, .until = july});
    apply(chest, own, thing_hold{.id = ++id, .time = december, .code = 14, .order = 91, .until = july});
    apply(chest, own, time_passed{.id = 5, .time = now});
    return own;
}

struct sentence {
    reason why = reason::none;
    std::string_view text{};
};
inline constexpr std::array sentences{
    sentence{reason::unknown_member, "no member stands at this index: enrol the member first"},
    sentence{reason::zero_quantity, "a line has quantity zero: leave it out"},
    sentence{reason::negative_quantity, "a line has a negative quantity: send returned goods as a return"},
    sentence{reason::empty_basket, "the basket has no lines: send at least one"},
    sentence{reason::negative_amount, "an amount is negative: send money that goes back as a return"},
    sentence{reason::late_event, "the event is earlier than the member's last one: send events in the order of time"},
    sentence{reason::lower_id, "the event has the time of the member's last one and a lower id: take the ids of one "
                               "instant from one counter, over all kinds of events"},
    sentence{reason::duplicate_event, "the event has the time and id of the member's last one: it was applied already"},
    sentence{reason::foreign_receipt,
             "the receipt is of another programme, version or member: reverse a sale where it was made"},
    sentence{reason::already_returned, "nothing of the purchase is left to return: it was reversed before"},
    sentence{reason::more_than_bought,
             "more comes back, or remains after the return, than is left of the sale: ask its "
             "record what is left, or give the lines that the member keeps"},
    sentence{reason::insufficient_balance, "the member has fewer available: ask the balance first"},
    sentence{reason::insufficient_pending,
             "fewer wait for confirmation from that day, or the deadline has passed: confirm what is pending"},
    sentence{reason::not_spent, "more would be given back than was spent: give back each redemption once"},
    sentence{reason::unknown_hold, "no hold has this id: it was never made, has ended, or has timed out"},
    sentence{reason::hold_exists, "a hold has this id already: commit or release it first, or use another id"},
    sentence{reason::hold_over, "the hold would end before it begins: let it last to tomorrow at least"},
    sentence{reason::more_than_held,
             "more is committed than the hold has set aside: commit at most that, and redeem the rest"},
    sentence{reason::unknown_sale,
             "no purchase or redemption of this id comes before the event: send the original first, and its receipt"},
    sentence{reason::not_redeemable, "points are worth nothing on this day: ask the redemption rule for its rates"},
    sentence{reason::below_minimum,
             "fewer points are redeemed than the least that the programme takes: redeem more, or none"},
    sentence{reason::above_maximum, "more points are redeemed than the programme takes at a time: redeem fewer"},
    sentence{reason::uneven_amount,
             "the points redeemed are no multiple of the step: ask redeemable() how many a bill takes"},
    sentence{reason::same_member, "the giver is the receiver: name another member"},
    sentence{reason::unknown_tier,
             "the programme has no such tier: name one of its tiers, or 0 to take the floor away"},
    sentence{reason::already_merged,
             "the member was merged into another one: send the event to that one, and merge a member once"},
    sentence{reason::not_first,
             "the member has had an event before: send opening balances first, and later ones as adjustments"},
    sentence{reason::credit_over, "a credit of the opening balances has expired, or expires before it is active: leave "
                                  "it out, or mend its dates"},
    sentence{reason::no_such_day,
             "a date of the event lies outside the years 1 to 9999: send a day of the calendar, or "
             "date::maximum() for never"},
    sentence{reason::not_holder, "the member does not hold this: present a code of the member's own"},
    sentence{reason::already_used, "this was used before: present another code"},
    sentence{reason::not_yet_valid, "this is not valid yet: present it from its first day on"},
    sentence{reason::no_longer_valid, "this is no longer valid: present one whose window has not ended"},
    sentence{reason::already_held, "this is set aside for another order: commit or release that one first"},
    sentence{reason::insufficient_stored_money,
             "less money is on the gift card: take what is there, and the rest by another means"},
    sentence{reason::empty_card, "no money is on the gift card: take another means of payment"},
    sentence{reason::no_gift_card, "this stores no money: take money of a gift card, and add it to one"},
    sentence{reason::other_currency,
             "the money of the gift card is of another currency: take a card of the currency of the sale"},
    sentence{reason::code_exists, "the member holds a thing of this code already: give each thing a code of its own"},
    sentence{reason::wallet_full,
             "no place for another thing: give the wallet more places, or let another one give way"},
    sentence{reason::unknown_campaign,
             "no rule of the programme is about the campaign of this: present it where it was issued"},
    sentence{reason::below_least_basket,
             "the goods cost less than the least basket of this discount: buy more, or leave the code out"},
    sentence{reason::condition_not_met,
             "a condition of this discount does not hold: leave the code out, or ask its rule for the condition"},
    sentence{reason::nothing_to_lower, "no line of the sale is one that this discount lowers: leave the code out"},
    sentence{reason::not_combinable,
             "this cannot be combined with another discount of the sale: present one of the two"},
    sentence{reason::lost_to_another,
             "another discount that competes with this one counts: leave the code out, and keep it"},
    sentence{reason::above_discount_limit,
             "the discounts together pass the limit of the programme: present fewer codes"},
    sentence{reason::too_many_presented, "more codes or means of payment are presented than the limit: present fewer"},
    sentence{reason::presented_twice, "one code is presented twice: present each code once"},
    sentence{reason::more_than_due, "more is paid than is left to pay: ask the quote how much is due"},
    sentence{reason::more_than_bill,
             "points would pay more of the bill than the programme lets them: ask redeemable() how many a bill takes"},
    sentence{reason::quota_exhausted,
             "a quota has not enough left for this award: let it clamp, or wait until some is given back"},
    sentence{reason::wrong_stake,
             "the activity names another price of a spin than the wheel has: show the stake, and send "
             "it as the score"},
    sentence{reason::cap_reached, "a cap of the programme is reached, and it rejects what lies above"},
    sentence{reason::unknown_recipient, "the member's charity is none of those that the programme gives to: ask the "
                                        "member to choose one of them"},
    sentence{reason::no_tenders, "a rule counts what some tenders paid, and the purchase does not say how it was paid: "
                                 "give it its tenders"},
    sentence{reason::ends_before_start, "the membership ends before it starts: give it a later end, or one interval "
                                        "without length to end it"},
    sentence{reason::already_linked, "the member has a referrer already: the first link stands"},
    sentence{reason::referral_circle,
             "the referrer was referred by this member: one of the two referrals stands, not both"},
    sentence{reason::message_loop,
             "messages answer messages without end: let the rule that sends look at the kind that it answers"}};

/// The sentence of a reason, in these tests' own words; empty if it is missing above.
constexpr std::string_view sentence_of(reason why) {
    for (const sentence& one : sentences) {
        if (one.why == why) {
            return one.text;
        }
    }
    return {};
}

/// Keeps the refusal of an event.
struct refusal_log {
    effects::refusal last{};
    int count = 0;
    void on(const effects::refusal& one) noexcept {
        last = one;
        ++count;
    }
};

struct expected {
    reason why = reason::none;
    std::uint8_t rule = effects::rule_of_engine;
    std::int64_t asked = 0;
    std::int64_t there = 0;
    std::string_view unit = asked != 0 || there != 0 ? "points" : "";
};

constexpr expected too_few(std::int64_t asked, std::int64_t there, std::uint8_t rule = lots_rule) {
    return {reason::insufficient_balance, rule, asked, there};
}

inline void check_refusal(const refusal_log& log, const expected& is) {
    CHECK(log.count == 1);
    CHECK(log.last.why == is.why);
    CHECK(static_cast<int>(log.last.rule) == static_cast<int>(is.rule));
    CHECK(log.last.asked == is.asked);
    CHECK(log.last.there == is.there);
    CHECK(log.last.unit == is.unit);
    CHECK(message(log.last.why) == sentence_of(is.why));
}

/// Applies an event that is refused, twice, checks everything that holds then, and returns the reason.
template <class Programme, class Member, class Event, class Profile = extensions::no_profile>
reason is_refused(const Programme& programme, Member own, const Event& event, const expected& is,
                  const Profile& profile = {}) {
    const Member before = own;
    refusal_log log;
    const auto gave = apply(programme, own, event, profile, log);
    CHECK(gave.refused == is.why);
    CHECK(static_cast<int>(gave.refusing_rule()) == static_cast<int>(is.rule));
    CHECK(gave.template granted<unit::points>().minor_units() == 0);
    CHECK(own == before);
    check_refusal(log, is);
    CHECK(apply(programme, own, event, profile, log) == gave); // with the same sink: it is one function less
    CHECK(own == before);
    return gave.refused;
}

} // namespace bad_input
