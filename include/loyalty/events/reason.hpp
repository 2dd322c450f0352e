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
    more_than_bought,     ///< what remains after a return is more than there was before it
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
    unknown_sale,   ///< no accepted purchase, or redemption, of this id comes before the event, or it has no receipt
    not_redeemable, ///< no redemption rate holds on this day (S25)
    below_minimum,  ///< fewer than the redemption rule's minimum
    above_maximum,  ///< more than the redemption rule allows at a time
    uneven_amount,  ///< no multiple of the redemption rule's step
    same_member,    ///< a transfer from a member to the same member (S47)
    unknown_tier,   ///< a tier above those of the programme is set by hand (S55)
    more_than_held, ///< more of a hold is committed than it has set aside (S25)
    other_id,       ///< what remains of a sale has another id than the receipt
    other_time,     ///< what remains of a sale has another time than the receipt
    refused_sale,   ///< the sale of the receipt was refused
    more_than_bill, ///< points would pay more than the redemption rule lets them pay of the bill (S25)
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
        return "more remains after the return than before it: give the lines that the member keeps";
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
    case reason::more_than_bill:
        return "points would pay more of the bill than the programme lets them: ask redeemable() how many a bill takes";
    case reason::more_than_held:
        return "more is committed than the hold has set aside: commit at most that, and redeem the rest";
    }
    return "unknown reason";
}

} // namespace loyalty
