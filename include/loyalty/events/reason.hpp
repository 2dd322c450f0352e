// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty {

/// Why an event was refused. A refused event leaves the member as before, and the stream goes on.
enum class reason : std::uint8_t {
    none,                 ///< accepted
    programme_defect,     ///< the programme's own numbers cannot be right: see `programme::problem()`
    not_in_force,         ///< the event lies outside the programme's validity (S34)
    unknown_member,       ///< no state stands at this member's index
    unknown_currency,     ///< the event's currency is not the programme's (S4)
    empty_basket,         ///< a basket without lines
    too_many_lines,       ///< more than `most_lines` lines in one basket
    zero_quantity,        ///< a line of nothing
    negative_quantity,    ///< goods that come back are a return, not a purchase
    negative_amount,      ///< money that goes back is a return, not a purchase
    late_event,           ///< before the member's last event (S10)
    lower_id,             ///< at the time of the member's last event, with a lower id (S10)
    duplicate_event,      ///< the id and time of the member's last event (S9)
    amount_overflow,      ///< a sum or product passes 64 bits (S5)
    foreign_receipt,      ///< the receipt is of another programme, version or member
    already_returned,     ///< nothing of the purchase is left to return
    more_than_bought,     ///< more comes back, or remains after a return, than was left of the sale
    cap_reached,          ///< a cap that rejects rather than clamps (S18)
    insufficient_balance, ///< more is spent or held than is available today
    insufficient_pending, ///< more is confirmed than waits for it, or its deadline has passed (S23)
    not_spent,            ///< more would be given back than was spent
    unknown_hold,         ///< no hold of this id: never made, ended, or timed out (S25)
    hold_exists,          ///< a hold of this id stands already
    holds_full,           ///< no place for another hold
    hold_over,            ///< the hold would end before it begins
    tampered_receipt,     ///< the receipt's seal is not that of its content
    foreign_journal,      ///< the journal or snapshot is of another programme or version
    damaged_journal,      ///< the journal or snapshot cannot be read to its end
    conflicting_event,    ///< the id is that of another event, with other content (S9)
    unknown_sale,    ///< no accepted purchase, or redemption, of this id comes before the event, or it has no receipt
    not_redeemable,  ///< no redemption rate holds on this day (S25)
    below_minimum,   ///< fewer than the redemption rule's minimum
    above_maximum,   ///< more than the redemption rule allows at a time
    uneven_amount,   ///< no multiple of the redemption rule's step
    same_member,     ///< a transfer or a merge from a member to the same member (S47)
    unknown_tier,    ///< a tier above those of the programme is set by hand (S55)
    more_than_held,  ///< more of a hold is committed than it has set aside (S25)
    other_id,        ///< what remains of a sale has another id than the receipt
    other_time,      ///< what remains of a sale has another time than the receipt
    refused_sale,    ///< the sale of the receipt was refused
    not_holder,      ///< the member does not hold the thing that is presented (S38)
    already_used,    ///< nothing of it is left to use
    not_yet_valid,   ///< it is presented before its window
    no_longer_valid, ///< it is presented after its window
    below_least_basket,        ///< the goods cost less than its least basket
    condition_not_met,         ///< a condition of its rule does not hold for this sale
    nothing_to_lower,          ///< no line of the sale is in the scope of its rule, or none costs anything
    not_combinable,            ///< another discount excludes it, or it excludes another
    lost_to_another,           ///< of the discounts that compete another one counts (S17)
    above_discount_limit,      ///< the discounts together pass the limit, which rejects rather than clamps (S18)
    unknown_campaign,          ///< no rule of the programme is about its campaign
    not_presented,             ///< nothing of the rule's campaign is presented
    too_many_presented,        ///< more codes or means of payment are presented than the limit
    presented_twice,           ///< one code is presented twice
    empty_card,                ///< no money is on the gift card
    no_points_payment,         ///< the programme has no rule by which points of this unit pay
    more_than_due,             ///< a means of payment gives more than is left to pay
    already_linked,            ///< the member has a referrer already (S42)
    referral_circle,           ///< who referred the member would be referred by the member (S42)
    message_loop,              ///< messages that messages send, more than `most_hops` deep (S41)
    quota_exhausted,           ///< a quota that rejects has not enough left for an award (S40)
    insufficient_stored_money, ///< more money is taken or held than is on the gift card
    already_held,              ///< all that is left of it is set aside for another order
    no_gift_card,              ///< money is taken of a thing that stores none, or added to it
    code_exists,               ///< the member holds a thing of this code already
    wallet_full,               ///< no place for another thing, and none may give way
    other_sale,                ///< the sale has other lines or another profile than that of the receipt
    unknown_line,              ///< the sale has no line of this id
    repeated_line,             ///< two lines of a sale have the same id
    more_than_bill,            ///< points would pay more than the redemption rule lets them pay of the bill (S25)
    already_merged,            ///< the member was merged into another one (S47)
    not_first,                 ///< opening balances of a member who has had an event before
    credit_over,               ///< a credit of opening balances has expired, or expires before it is active
    pool_too_large,            ///< a household has more members than the limit, or than receipts were given (S47)
    no_such_day,               ///< a date of the event lies outside the years 1 to 9999
    above_redemption_limit,    ///< more than the limit of the redemption rule in a window leaves (S18)
    other_currency,            ///< the money of the gift card is of another currency (S4)
    wrong_stake,               ///< the activity names another price of a spin than the wheel has (S49)
    not_kept,                  ///< no policy of the programme keeps what the event sets, a tier or a membership
    too_many_tenders,          ///< a sale was paid by more means than its record has places for
    ends_before_start,         ///< a membership would end before it starts (S43)
    unknown_recipient,         ///< the member's charity is none of those that the programme gives to (S45)
    no_tenders,                ///< a rule counts what some tenders paid, and the purchase names none (S8)
};

/// The reason in a sentence that says what to do.
[[nodiscard]] constexpr std::string_view message(reason why) noexcept {
    switch (why) {
    case reason::none:
        return "accepted";
    case reason::programme_defect:
        return "the programme cannot be right: ask its problem() which rule and field to mend";
    case reason::not_in_force:
        return "the programme is not in force at this time: judge the event by the version that is";
    case reason::unknown_member:
        return "no member stands at this index: enrol the member first";
    case reason::unknown_currency:
        return "the currency is not the programme's: convert the amount, or send it to the programme of that currency";
    case reason::empty_basket:
        return "the basket has no lines: send at least one";
    case reason::too_many_lines:
        return "the basket has more lines than the limit: split it into several purchases";
    case reason::zero_quantity:
        return "a line has quantity zero: leave it out";
    case reason::negative_quantity:
        return "a line has a negative quantity: send returned goods as a return";
    case reason::negative_amount:
        return "an amount is negative: send money that goes back as a return";
    case reason::late_event:
        return "the event is earlier than the member's last one: send events in the order of time";
    case reason::lower_id:
        return "the event has the time of the member's last one and a lower id: take the ids of one instant from one "
               "counter, over all kinds of events";
    case reason::duplicate_event:
        return "the event has the time and id of the member's last one: it was applied already";
    case reason::amount_overflow:
        return "an amount passes 64 bits: check the amounts of the event";
    case reason::foreign_receipt:
        return "the receipt is of another programme, version or member: reverse a sale where it was made";
    case reason::already_returned:
        return "nothing of the purchase is left to return: it was reversed before";
    case reason::more_than_bought:
        return "more comes back, or remains after the return, than is left of the sale: ask its record what is left, "
               "or give "
               "the lines that the member keeps";
    case reason::cap_reached:
        return "a cap of the programme is reached, and it rejects what lies above";
    case reason::insufficient_balance:
        return "the member has fewer available: ask the balance first";
    case reason::insufficient_pending:
        return "fewer wait for confirmation from that day, or the deadline has passed: confirm what is pending";
    case reason::not_spent:
        return "more would be given back than was spent: give back each redemption once";
    case reason::unknown_hold:
        return "no hold has this id: it was never made, has ended, or has timed out";
    case reason::hold_exists:
        return "a hold has this id already: commit or release it first, or use another id";
    case reason::holds_full:
        return "no place for another hold: commit or release one, or give the ledger more";
    case reason::hold_over:
        return "the hold would end before it begins: let it last to tomorrow at least";
    case reason::tampered_receipt:
        return "the receipt was changed since it was sealed, or has another key: take the sale from your records";
    case reason::foreign_journal:
        return "the journal is of another programme or version: read it with the programme that wrote it";
    case reason::damaged_journal:
        return "the journal is damaged: ask its error where, and take what stands before, or another copy";
    case reason::conflicting_event:
        return "another event has this id: give each event an id of its own, or send the first one again unchanged";
    case reason::unknown_sale:
        return "no purchase or redemption of this id comes before the event: send the original first, and its receipt";
    case reason::not_redeemable:
        return "points are worth nothing on this day: ask the redemption rule for its rates";
    case reason::below_minimum:
        return "fewer points are redeemed than the least that the programme takes: redeem more, or none";
    case reason::above_maximum:
        return "more points are redeemed than the programme takes at a time: redeem fewer";
    case reason::above_redemption_limit:
        return "more is redeemed than the limit of a window leaves: redeem what is left, or wait for the next window";
    case reason::uneven_amount:
        return "the points redeemed are no multiple of the step: ask redeemable() how many a bill takes";
    case reason::same_member:
        return "the giver is the receiver: name another member";
    case reason::unknown_tier:
        return "the programme has no such tier: name one of its tiers, or 0 to take the floor away";
    case reason::other_id:
        return "what remains has another id than the sale: give the original transaction without what came back";
    case reason::other_time:
        return "what remains has another time than the sale: give the original transaction without what came back";
    case reason::refused_sale:
        return "the sale was refused, and gave nothing that could go back: keep receipts of accepted sales";
    case reason::not_holder:
        return "the member does not hold this: present a code of the member's own";
    case reason::already_used:
        return "this was used before: present another code";
    case reason::not_yet_valid:
        return "this is not valid yet: present it from its first day on";
    case reason::no_longer_valid:
        return "this is no longer valid: present one whose window has not ended";
    case reason::below_least_basket:
        return "the goods cost less than the least basket of this discount: buy more, or leave the code out";
    case reason::condition_not_met:
        return "a condition of this discount does not hold: leave the code out, or ask its rule for the condition";
    case reason::nothing_to_lower:
        return "no line of the sale is one that this discount lowers: leave the code out";
    case reason::not_combinable:
        return "this cannot be combined with another discount of the sale: present one of the two";
    case reason::lost_to_another:
        return "another discount that competes with this one counts: leave the code out, and keep it";
    case reason::above_discount_limit:
        return "the discounts together pass the limit of the programme: present fewer codes";
    case reason::unknown_campaign:
        return "no rule of the programme is about the campaign of this: present it where it was issued";
    case reason::not_presented:
        return "nothing of the campaign of this discount is presented: present a code of it";
    case reason::too_many_presented:
        return "more codes or means of payment are presented than the limit: present fewer";
    case reason::presented_twice:
        return "one code is presented twice: present each code once";
    case reason::empty_card:
        return "no money is on the gift card: take another means of payment";
    case reason::no_points_payment:
        return "the programme has no rule by which these points pay: put a redemption_rule before the account";
    case reason::more_than_bill:
        return "points would pay more of the bill than the programme lets them: ask redeemable() how many a bill takes";
    case reason::more_than_due:
        return "more is paid than is left to pay: ask the quote how much is due";
    case reason::already_linked:
        return "the member has a referrer already: the first link stands";
    case reason::referral_circle:
        return "the referrer was referred by this member: one of the two referrals stands, not both";
    case reason::message_loop:
        return "messages answer messages without end: let the rule that sends look at the kind that it answers";
    case reason::quota_exhausted:
        return "a quota has not enough left for this award: let it clamp, or wait until some is given back";
    case reason::other_sale:
        return "the lines or the profile are not those of the sale: give the transaction and profile of the receipt";
    case reason::unknown_line:
        return "the sale has no line of this id: name one of its lines";
    case reason::repeated_line:
        return "two lines of the sale have the same id: give each line an id of its own";
    case reason::insufficient_stored_money:
        return "less money is on the gift card: take what is there, and the rest by another means";
    case reason::already_held:
        return "this is set aside for another order: commit or release that one first";
    case reason::no_gift_card:
        return "this stores no money: take money of a gift card, and add it to one";
    case reason::code_exists:
        return "the member holds a thing of this code already: give each thing a code of its own";
    case reason::wallet_full:
        return "no place for another thing: give the wallet more places, or let another one give way";
    case reason::already_merged:
        return "the member was merged into another one: send the event to that one, and merge a member once";
    case reason::not_first:
        return "the member has had an event before: send opening balances first, and later ones as adjustments";
    case reason::other_currency:
        return "the money of the gift card is of another currency: take a card of the currency of the sale";
    case reason::credit_over:
        return "a credit of the opening balances has expired, or expires before it is active: leave it out, or mend "
               "its dates";
    case reason::pool_too_large:
        return "the household has more members than the limit of 16, or than there are receipts: redeem from fewer, or "
               "give a receipt for each";
    case reason::no_such_day:
        return "a date of the event lies outside the years 1 to 9999: send a day of the calendar, or date::maximum() "
               "for never";
    case reason::wrong_stake:
        return "the activity names another price of a spin than the wheel has: show the stake, and send it as the "
               "score";
    case reason::not_kept:
        return "no policy of the programme keeps what the event sets: add a tier_floor{} for tiers, or a "
               "paid_membership{}";
    case reason::too_many_tenders:
        return "the sale was paid by more means than its record has places for: give sale_record<..., MostLines, "
               "MostTenders> a larger MostTenders, which is 0 by default";
    case reason::unknown_recipient:
        return "the member's charity is none of those that the programme gives to: ask the member to choose one of "
               "them";
    case reason::ends_before_start:
        return "the membership ends before it starts: give it a later end, or one interval without length to end it";
    case reason::more_than_held:
        return "more is committed than the hold has set aside: commit at most that, and redeem the rest";
    case reason::no_tenders:
        return "a rule counts what some tenders paid, and the purchase does not say how it was paid: give it its "
               "tenders";
    }
    return "unknown reason";
}

} // namespace loyalty
