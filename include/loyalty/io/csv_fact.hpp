// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::io {

/// A fact of a transaction that a column of a file can have. `csv_fact_table` has the name and the kind of each.
enum class csv_fact : std::uint8_t {
    id,              ///< the event: an invoice, a receipt, a booking. Lines of one event repeat it
    member,          ///< who is served; empty if no card was shown
    time,            ///< when
    sku,             ///< the article
    category,        ///< what kind of article
    brand,           ///<
    store,           ///< where
    channel,         ///< web, shop, app
    tender,          ///< what it was paid with
    component,       ///< goods, tax, shipping, fee, tip, deposit, gift card
    kind,            ///< purchase, return, redemption, or an activity such as review
    original,        ///< the event that a return takes back
    currency,        ///< ISO 4217 code
    tier,            ///< the card or the level that the file states
    membership,      ///< the kind of enrolment
    coupon,          ///<
    reason,          ///< why, of an adjustment
    description,     ///<
    country,         ///<
    joined,          ///< when the membership began
    left,            ///< when it ended
    amount,          ///< money of the line
    discount,        ///< money taken off the line
    tax,             ///< money
    redeemed_value,  ///< money that points were redeemed for: something to compare with
    quantity,        ///< pieces, or a weight or length; negative if goods come back
    unit_price,      ///< the price of one
    points_redeemed, ///< points paid with
    points_earned,   ///< points that the file says were earned: something to compare with
    measure,         ///< a plain count to reward, such as kilometres
    score,           ///< of an activity: minutes, correct answers
    reference,       ///< of an activity: a campaign, a product
    until,           ///< when a membership or a tier ends that the line gives
};

/// How the text of a fact is understood.
enum class csv_fact_kind : std::uint8_t { text, time, money, number, points, count };

struct csv_fact_row {
    csv_fact fact;
    std::string_view name;
    csv_fact_kind kind;
    std::string_view also = {}; ///< another name that a schema may use
};

/// Every fact, in the order of the enumeration.
inline constexpr std::array<csv_fact_row, 33> csv_fact_table{{
    {csv_fact::id, "id", csv_fact_kind::text},
    {csv_fact::member, "member", csv_fact_kind::text},
    {csv_fact::time, "time", csv_fact_kind::time},
    {csv_fact::sku, "sku", csv_fact_kind::text},
    {csv_fact::category, "category", csv_fact_kind::text},
    {csv_fact::brand, "brand", csv_fact_kind::text},
    {csv_fact::store, "store", csv_fact_kind::text},
    {csv_fact::channel, "channel", csv_fact_kind::text},
    {csv_fact::tender, "tender", csv_fact_kind::text},
    {csv_fact::component, "component", csv_fact_kind::text},
    {csv_fact::kind, "kind", csv_fact_kind::text},
    {csv_fact::original, "original", csv_fact_kind::text},
    {csv_fact::currency, "currency", csv_fact_kind::text},
    {csv_fact::tier, "tier", csv_fact_kind::text},
    {csv_fact::membership, "membership", csv_fact_kind::text},
    {csv_fact::coupon, "coupon", csv_fact_kind::text},
    {csv_fact::reason, "reason", csv_fact_kind::text},
    {csv_fact::description, "description", csv_fact_kind::text},
    {csv_fact::country, "country", csv_fact_kind::text},
    {csv_fact::joined, "joined", csv_fact_kind::time},
    {csv_fact::left, "left", csv_fact_kind::time},
    {csv_fact::amount, "amount", csv_fact_kind::money},
    {csv_fact::discount, "discount", csv_fact_kind::money},
    {csv_fact::tax, "tax", csv_fact_kind::money},
    {csv_fact::redeemed_value, "redeemed_value", csv_fact_kind::number},
    {csv_fact::quantity, "quantity", csv_fact_kind::number},
    {csv_fact::unit_price, "unit_price", csv_fact_kind::number, "price"},
    {csv_fact::points_redeemed, "points_redeemed", csv_fact_kind::points},
    {csv_fact::points_earned, "points_earned", csv_fact_kind::number},
    {csv_fact::measure, "measure", csv_fact_kind::count, "distance"},
    {csv_fact::score, "score", csv_fact_kind::count},
    {csv_fact::reference, "reference", csv_fact_kind::text},
    {csv_fact::until, "until", csv_fact_kind::time},
}};

[[nodiscard]] constexpr const csv_fact_row& row_of(csv_fact fact) noexcept {
    return csv_fact_table[static_cast<std::size_t>(fact)];
}

} // namespace loyalty::io
