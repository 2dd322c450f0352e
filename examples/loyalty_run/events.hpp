// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The event types of this host: what the library reads of a file.

#include "airline.hpp"
#include "text.hpp"

#include <loyalty/io/csv_line.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/money/decimal.hpp>

#include <cstddef>
#include <cstdint>
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

/// A line as the programme's rules see it, with the exact amount that rounding to the currency came from.
template <money_unit Currency>
struct sale_line {
    std::uint32_t category = 0;
    loyalty::component component = loyalty::component::goods;
    bool rounded = false;
    bool exact_unknown = false; ///< it was rounded, and what from is not kept
    std::int64_t quantity = 1;  ///< of a return: how many come back
    money<Currency> net{};
    decimal exact{};
    std::uint32_t article = no_text; ///< the number of its stock code among the articles
    std::uint32_t category_text =
        no_text;            ///< the number of its category among the texts, if several programmes name them
    bool is_priced = false; ///< `net` is `quantity` times `unit_price`, rounded
    decimal unit_price{};
};

/// A basket: the event type of this host. The library reads it as it is.
template <money_unit Currency>
struct sale {
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    int currency_code = Currency::numeric;
    std::uint32_t category = 0; ///< of the first line, for rules that ask about the whole purchase
    instant time{};
    std::span<const sale_line<Currency>> lines{};
    std::span<const tender_part<Currency>> tenders{};
    bool may_lack_line = false;       ///< a malformed line stands beside its lines, or between them
    bool is_return = false;           ///< its lines come back
    std::uint32_t original = no_text; ///< of a return: the number of the purchase's id among `originals`
    amount<unit::points> redeems{};   ///< of a redemption, which has no lines
    [[nodiscard]] bool is_redemption() const noexcept { return redeems != amount<unit::points>{}; }
    loyalty_run::origin origin{};
};

/// The airline's month with where it stands.
struct flights_of_file : programmes::flights {
    loyalty_run::origin origin{};
};

} // namespace loyalty_run
