// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The event types of this host: what the library reads of a file.

#include "text.hpp"

#include <loyalty/io/csv_line.hpp>
#include <loyalty/json/own_facts.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/money/decimal.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace loyalty_run {

using namespace loyalty::io;

inline constexpr std::uint32_t no_text = 0xFFFF'FFFF;

/// Ids for each event of a file: a cancellation may take from several purchases, and each of these returns is an event.
inline constexpr std::uint64_t ids_by_event = 1U << 20U;

/// A number of the file, exactly as it stands, in little room: a stream that is sorted is kept whole.
struct stated_number {
    std::int64_t coefficient = 0;
    std::int32_t scale = 0;
    bool is_there = false;

    stated_number() = default;
    stated_number(decimal number, bool stated) noexcept
        : coefficient(number.coefficient), scale(number.scale), is_there(stated) {}
    [[nodiscard]] decimal value() const noexcept { return {coefficient, scale}; }
};

/// Where a transaction stands in its file, and what the file says of its result.
struct origin {
    std::uint64_t line = 0;
    std::uint32_t event = no_text; ///< the number of its id among the events
    stated_number points{};
    stated_number value{};
};

[[nodiscard]] inline origin origin_of(const csv_line& line, std::uint32_t event) noexcept {
    return {line.line,
            event,
            {line.points_earned, line.has(csv_fact::points_earned)},
            {line.redeemed_value, line.has(csv_fact::redeemed_value)}};
}

/// Minor units of the programme's currency, whichever it is.
using sale_money = json::any_currency;

/// The price of a piece if the file states the amount of the line alone: 900.00 for 9 are 100.00 each. Nothing if no decimal is
/// that price, such as of 10.00 for 3, or 64 bits do not hold its decimals.
[[nodiscard]] inline std::optional<decimal> price_of(decimal whole, std::int64_t pieces) noexcept {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 10;
    if (pieces == 0 || whole.coefficient < -most) {
        return std::nullopt;
    }
    while (whole.coefficient % pieces != 0 && -most <= whole.coefficient && whole.coefficient <= most &&
           whole.scale < decimal_scale_max) {
        whole.coefficient *= 10;
        ++whole.scale;
    }
    if (whole.coefficient % pieces != 0) {
        return std::nullopt;
    }
    return decimal{whole.coefficient / pieces, whole.scale};
}

/// A line as the programme's rules see it, with the exact amount that rounding to the currency came from.
struct sale_line {
    std::uint32_t category = 0;
    loyalty::component component = loyalty::component::goods;
    bool rounded = false;
    bool exact_unknown = false; ///< it was rounded, and what from is not kept
    std::int64_t quantity = 1;  ///< of a return: how many come back
    money<sale_money> net{};
    decimal exact{};
    std::uint32_t article = no_text; ///< the number of its stock code among the articles
    std::uint32_t category_text =
        no_text;            ///< the number of its category among the texts, if several programmes name them
    bool is_priced = false; ///< `net` is `quantity` times `unit_price`, rounded
    decimal unit_price{};
    bool price_is_derived = false; ///< from the amount, since the file states no price
    std::uint32_t sku = 0;         ///< the number that the file states; 0 for another text
    std::uint32_t brand = 0;
    money<sale_money> tax{};
    money<sale_money> discount{};
};

/// What a file says of a checkout, for a shop with prices.
struct at_the_till {
    std::array<std::uint32_t, 4> coupons{}; ///< the campaigns of what is presented; 0: none
    std::int64_t points = 0;                ///< that pay
};

/// What a line is that neither buys, gives back nor redeems.
enum class deed_kind : std::uint8_t { activity, delivery, membership, tier };

/// What a file says of such a line.
struct done {
    deed_kind what = deed_kind::activity;
    std::uint32_t kind = 0; ///< of an activity
    std::int64_t score = 1;
    std::uint64_t reference = 0;
    instant until = instant::maximum();       ///< of a membership
    date first_day_without = date::maximum(); ///< of a tier by hand
    std::uint32_t tier = no_text;             ///< the number of its name among the texts of tiers
};

/// A basket: the event type of this host. The library reads it as it is.
struct sale {
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    int currency_code = sale_money::numeric; ///< of another currency than the programme's its own
    std::uint32_t category = 0;              ///< of the first line, for rules that ask about the whole purchase
    instant time{};
    std::span<const sale_line> lines{};
    std::span<const tender_part<sale_money>> tenders{};
    bool may_lack_line = false;       ///< a malformed line stands beside its lines, or between them
    bool is_return = false;           ///< its lines come back
    std::uint32_t original = no_text; ///< of a return: the number of the purchase's id among `originals`
    amount<unit::points> redeems{};   ///< of a redemption, which has no lines
    const done* act = nullptr;        ///< of an activity and the like, which have no lines either
    [[nodiscard]] bool is_redemption() const noexcept { return redeems != amount<unit::points>{}; }
    [[nodiscard]] bool is_deed() const noexcept { return act != nullptr; }
    loyalty_run::origin origin{};
    std::array<std::int64_t, 2> amounts{}; ///< the facts of a file that rules may count, in the order of `file_facts`
    std::array<std::uint32_t, 4> codes{};  ///< and those that they may compare
    at_the_till till{};
    std::uint32_t store = 0; ///< the numbers that the file states; 0 for another text
    std::uint32_t channel = 0;
};

/// An activity of the file, with the facts that its line has.
struct deed {
    static constexpr auto kind_of_event = loyalty::extensions::event_kind::activity;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    std::uint32_t kind = 0;
    instant time{};
    std::int64_t score = 1;
    std::uint64_t reference = 0;
    std::uint32_t store = 0;
    std::uint32_t channel = 0;
    std::array<std::int64_t, 2> amounts{};
    std::array<std::uint32_t, 4> codes{};

    /// That of a line which is an activity.
    [[nodiscard]] static deed of(const sale& line) noexcept {
        return {.id = line.id,
                .member = line.member,
                .kind = line.act->kind,
                .time = line.time,
                .score = line.act->score,
                .reference = line.act->reference,
                .store = line.store,
                .channel = line.channel,
                .amounts = line.amounts,
                .codes = line.codes};
    }
};

/// A delivery of the file.
struct handed_over {
    static constexpr auto kind_of_event = loyalty::extensions::event_kind::delivery;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint32_t store = 0;
    std::uint32_t channel = 0;
    std::array<std::int64_t, 2> amounts{};
    std::array<std::uint32_t, 4> codes{};

    [[nodiscard]] static handed_over of(const sale& line) noexcept {
        return {.id = line.id,
                .member = line.member,
                .time = line.time,
                .store = line.store,
                .channel = line.channel,
                .amounts = line.amounts,
                .codes = line.codes};
    }
};

/// The facts of a file that programmes read by name. Amounts add up over the lines of a purchase; texts are those of its first
/// line, with the numbers that the programme gives them.
struct file_fact {
    csv_fact column;
    bool is_text = false;
};
inline constexpr std::array<file_fact, 6> file_facts{{{csv_fact::measure},
                                                      {csv_fact::points_redeemed},
                                                      {csv_fact::tier, true},
                                                      {csv_fact::membership, true},
                                                      {csv_fact::store, true},
                                                      {csv_fact::channel, true}}};

/// The same facts of purchases, activities and deliveries.
template <class Event>
struct facts_of_file {
    static constexpr loyalty::json::own_fact all[]{{.name = "measure"},
                                                   {.name = "points_redeemed"},
                                                   {.name = "tier", .is_code = true, .is_text = true},
                                                   {.name = "membership", .is_code = true, .is_text = true},
                                                   {.name = "store", .is_code = true, .is_text = true},
                                                   {.name = "channel", .is_code = true, .is_text = true}};
    static constexpr std::int64_t value(const Event& from, std::size_t index) noexcept {
        return index < from.amounts.size() ? from.amounts[index]
                                           : std::int64_t{from.codes[index - from.amounts.size()]};
    }
};

} // namespace loyalty_run

template <>
struct loyalty::json::own_facts_of<loyalty_run::sale> : loyalty_run::facts_of_file<loyalty_run::sale> {};
template <>
struct loyalty::json::own_facts_of<loyalty_run::deed> : loyalty_run::facts_of_file<loyalty_run::deed> {};
template <>
struct loyalty::json::own_facts_of<loyalty_run::handed_over> : loyalty_run::facts_of_file<loyalty_run::handed_over> {};
