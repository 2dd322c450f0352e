// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The sentences of explanations in English: see explain/texts.hpp. In a sentence `{}` is the value with its unit, `{number}` the number
/// alone, `{unit}` the unit or the condition, `{desired}` what a limit cut.

#include <loyalty/config.hpp>
#include <loyalty/explain/texts.hpp>

namespace loyalty::io::explanations {

using descriptions::phrase;
using descriptions::texts_of;

inline constexpr phrase english_phrases[]{
    // Units: one, and several.
    {"unit", "points", "point|points"},
    {"unit", "stamps", "stamp|stamps"},
    {"unit", "badges", "badge|badges"},
    {"unit", "visits", "visit|visits"},
    {"unit", "items", "item|items"},
    {"unit", "vouchers", "voucher|vouchers"},
    {"unit", "days", "day|days"},
    {"unit", "*", "s"},
    // Steps.
    {"basis", "", "{} of this event count"},
    {"pieces", "", "{} of this event count"},
    {"per_amount", "", "the award for that is {}"},
    {"per_unit", "", "the award for that is {}"},
    {"per_visit", "", "the award for the visit is {}"},
    {"per_activity", "", "the award for the activity is {}"},
    {"per_score", "", "the award for the score is {}"},
    {"per_delivery", "", "the award for the delivery is {}"},
    {"each_line", "", "line by line the award is {}"},
    {"each_unit", "", "piece by piece the award is {}"},
    {"offer", "", "the offer is {}"},
    {"sum_of", "", "together the award is {}"},
    {"best_of", "", "the best award is {}"},
    {"least_of", "", "the least award is {}"},
    {"first_of", "", "the first award is {}"},
    {"award that counts", "", "award {number} counts"},
    {"multiply_by", "", "times its factor: {}"},
    {"multiply_by_tier", "", "times the factor of the tier: {}"},
    {"add_bonus", "", "with the bonus: {}"},
    {"round_off", "", "rounded: {}"},
    {"round_off_carrying", "", "rounded: {}"},
    {"carried", "", "{number} are carried to the next time"},
    {"cap_at", "", "within the cap: {}"},
    {"headroom", "", "limit: the cap leaves room for {}[, {desired} were due]"},
    {"threshold reached", "", "{} reach the threshold"},
    {"missing to the threshold", "", "near miss: {} more to reach the threshold"},
    {"outside the window", "", "{} do not count, outside the window"},
    {"qualifying", "", "{} qualify for tiers"},
    {"missing to the next tier", "", "near miss: {} more to reach the next tier"},
    {"days left in the period", "", "near miss: {} left for it"},
    {"fields stamped", "", "the open card has {number} stamped"},
    {"missing to a full card", "", "near miss: {number} more to fill the card"},
    {"streak", "", "the streak stands at {number}"},
    {"counted before in this period", "", "the period has counted already, and the streak stands at {number}"},
    {"missing to the streak", "", "near miss: {number} more to complete the streak"},
    {"days left for the next one", "", "near miss: {} left for the next one"},
    {"counted for levels", "", "{} count for levels"},
    {"missing to the next level", "", "near miss: {} more to reach the next level"},
    {"steps complete", "", "steps complete: {number}"},
    {"steps missing", "", "near miss: steps missing: {number}"},
    {"missing to a conversion", "", "near miss: {} more to make a conversion"},
    {"spent since the referral", "", "{} since the referral"},
    {"missing to the referral", "", "near miss: {} more to complete the referral"},
    {"without a purchase", "", "{} without a purchase"},
    {"missing to a reactivation", "", "near miss: {} more without a purchase"},
    {"wanted of the quota", "", "{} of the quota are due"},
    {"left in the quota", "", "limit: the quota has {} left for it[, {desired} were due]"},
    {"party", "", "party {party}: {}"},
    {"missing to the basket", "", "near miss: {} more to reach the basket that is asked for"},
    {"days to the beginning", "", "near miss: it begins in {}"},
    {"condition not met", "", "its condition does not hold: {unit}"},
    {"no line counts", "", "no line counts: {unit}"},
    {"group is used up", "", "group {number} has given its award already"},
    {"spins are used up", "", "the spins are used up: {number}"},
    {"ticket drawn", "", "ticket {number} was drawn"},
    {"written off", "", "{} are written off"},
    {"first rate", "", "first rate: {}"},
    {"second rate", "", "second rate: {}"},
    {"third rate", "", "third rate: {}"},
    {"fourth rate", "", "fourth rate: {}"},
    {"further rate", "", "further rate: {}"},
    {"points redeemed", "", "{} are redeemed"},
    // The results of a rule.
    {"granted", "", "grants {}"},
    {"taken back", "", "takes back {}"},
    {"not concerned", "", "is not for such events"},
    {"nothing", "", "gives nothing"},
    {"tier up", "", "up: tier {from} becomes {to}"},
    {"tier down", "", "down: tier {from} becomes {to}"},
    {"refused", "", "refused by {rule}: {}[; asked for {asked}, there is {there}]"},
    {"version", "", "{} version {number}"},
    // Conditions.
    {"condition", "category_is", "the category of the goods"},
    {"condition", "sku_is", "the article"},
    {"condition", "brand_is", "the brand"},
    {"condition", "component_is", "the component"},
    {"condition", "store_is", "the store"},
    {"condition", "channel_is", "the channel"},
    {"condition", "kind_is", "the kind of activity"},
    {"condition", "reference_is", "what the activity is about"},
    {"condition", "tender_is", "how it was paid"},
    {"condition", "member_has", "the attributes of the member"},
    {"condition", "first_purchase", "it is not the first purchase"},
    {"condition", "birthday", "it is not the birthday"},
    {"condition", "birthday_month", "it is not the month of the birthday"},
    {"condition", "membership_active", "the membership does not run"},
    {"condition", "tier_is", "the tier of the member"},
    {"condition", "day_of_week_is", "the day of the week"},
    {"condition", "during", "the days are over"},
    {"condition", "between", "the time of day"},
    {"condition", "any_line", "no line matches"},
    {"condition", "either", "none of several conditions"},
    {"condition", "negation", "what must not be"},
};

/// English, the default of `sentences`.
inline constexpr texts_of english{english_phrases};

} // namespace loyalty::io::explanations
