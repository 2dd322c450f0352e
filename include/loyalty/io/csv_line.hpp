// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/io/csv_fact.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty {

namespace io {

/// One record of a transaction file, understood. A fact that the file does not state, or leaves empty, has its initial
/// value here and `has` says so. Texts are as they stand in the file, blanks included.
struct csv_line {
    std::size_t line = 0;    ///< where it begins in the file, from 1
    std::uint64_t facts = 0; ///< one bit for each fact that is stated

    std::string_view id = {};
    std::string_view member = {};
    std::string_view sku = {};
    std::string_view category = {};
    std::string_view brand = {};
    std::string_view store = {};
    std::string_view channel = {};
    std::string_view tender = {};
    std::string_view component = {};
    std::string_view kind = {};
    std::string_view original = {};
    std::string_view currency = {};
    std::string_view tier = {};
    std::string_view membership = {};
    std::string_view coupon = {};
    std::string_view reason = {};
    std::string_view description = {};
    std::string_view country = {};
    std::string_view reference = {};

    dates::local_time time = {};
    dates::local_time joined = {};
    dates::local_time left = {};
    dates::local_time until = {};
    std::int32_t offset_seconds = 0;       ///< of `time` from UTC, if `has_offset`
    std::int32_t until_offset_seconds = 0; ///< of `until`, if `until_has_offset`
    bool has_offset = false;               ///< the file states an offset (or Z) with `time`
    bool until_has_offset = false;

    /// Money of the line: as stated, else quantity times unit price.
    std::int64_t amount_minor_units = 0;
    std::int64_t discount_minor_units = 0;
    std::int64_t tax_minor_units = 0;
    bool amount_computed = false; ///< it is quantity times unit price
    bool rounded = false;         ///< some money of the line was finer than its currency

    /// Whole pieces, negative if goods come back. Goods that are weighed or measured (0.432) count as one piece.
    std::int64_t quantity = 1;
    arithmetic::decimal exact_quantity{1, 0}; ///< the quantity as it stands: 0.432
    arithmetic::decimal unit_price{0, 0};

    std::int64_t points_redeemed = 0; ///< in units of 10^-points_digits
    std::int64_t measure = 0;
    std::int64_t score = 1; ///< of an activity

    // Something to compare with, exactly as it stands: 177.5 points are not 177.
    arithmetic::decimal points_earned{0, 0};
    arithmetic::decimal redeemed_value{0, 0};

    [[nodiscard]] static constexpr std::uint64_t bit_of(csv_fact fact) noexcept {
        return std::uint64_t{1} << static_cast<unsigned>(fact);
    }

    [[nodiscard]] constexpr bool has(csv_fact fact) const noexcept { return (facts & bit_of(fact)) != 0; }
};

} // namespace io

namespace detail {

/// Where each text of a line is kept, in the order of the facts.
struct csv_text_place {
    io::csv_fact fact;
    std::string_view io::csv_line::*text;
};

inline constexpr std::array<csv_text_place, 19> csv_text_places{{
    {io::csv_fact::id, &io::csv_line::id},
    {io::csv_fact::member, &io::csv_line::member},
    {io::csv_fact::sku, &io::csv_line::sku},
    {io::csv_fact::category, &io::csv_line::category},
    {io::csv_fact::brand, &io::csv_line::brand},
    {io::csv_fact::store, &io::csv_line::store},
    {io::csv_fact::channel, &io::csv_line::channel},
    {io::csv_fact::tender, &io::csv_line::tender},
    {io::csv_fact::component, &io::csv_line::component},
    {io::csv_fact::kind, &io::csv_line::kind},
    {io::csv_fact::original, &io::csv_line::original},
    {io::csv_fact::currency, &io::csv_line::currency},
    {io::csv_fact::tier, &io::csv_line::tier},
    {io::csv_fact::membership, &io::csv_line::membership},
    {io::csv_fact::coupon, &io::csv_line::coupon},
    {io::csv_fact::reason, &io::csv_line::reason},
    {io::csv_fact::description, &io::csv_line::description},
    {io::csv_fact::country, &io::csv_line::country},
    {io::csv_fact::reference, &io::csv_line::reference},
}};

} // namespace detail
} // namespace loyalty
