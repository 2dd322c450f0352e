// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/io/csv_number.hpp>
#include <loyalty/io/csv_record.hpp>
#include <loyalty/io/csv_time.hpp>
#include <loyalty/money/rounding.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace loyalty::io {

/// The form of the fields of a file, and their rounding.
struct csv_format {
    csv_time_order time_order = csv_time_order::year_month_day;
    /// Decimals of the currency, 0 to 9 (ISO 4217: JPY 0, EUR 2, KWD 3).
    std::uint8_t currency_digits = 2;
    /// Decimals of a point, 0 to 9.
    std::uint8_t points_digits = 0;
    /// The treatment of money finer than the currency: of a price of 0.125 times 3 (S2; stage: the line).
    rounding line_rounding = rounding::half_up;
    /// Money finer than the currency is an error instead.
    bool exact = false;
    char decimal_separator = '.';
    /// The character between groups of three digits, as in 1,234.50; NUL: none.
    char group_separator = '\0';
    /// The sign before or behind an amount or a price, as in $5.00; empty: none.
    std::string_view currency_sign = {};
};

/// All that must be known of a file before it is read: how its records and its fields are written, and what its columns
/// mean. One of your own:
/// `csv_layout{.dialect = {.delimiter = ';'}, .schema = "member=Kunde,time=Datum,amount=Summe"}`.
struct csv_layout {
    std::string_view name = {};
    csv_dialect dialect = {};
    csv_format format = {};
    std::string_view schema = {};
    /// By how much the times of the lines of one basket may differ from that of its first.
    std::int32_t basket_seconds = 0;
};

/// The layouts that are known by name.
///
/// | name               | file                                                                                       |
/// |--------------------|--------------------------------------------------------------------------------------------|
/// | `default`          | columns named as the facts; `time` must be there, all others may be                         |
/// | `online_retail`    | UCI Online Retail                                                                          |
/// | `cdnow`            | CDNOW master, with the header line                                                         |
/// | `airline`          | a loyalty ledger by member and month                                                       |
/// | `complete_journey` | transactions of the Complete Journey                                                       |
inline constexpr std::array<csv_layout, 5> csv_layouts{{
    {"default",
     {},
     {},
     "id?,member?,time!,sku?,category?,brand?,store?,channel?,tender?,component?,kind?,original?,currency?,tier?,"
     "membership?,coupon?,reason?,description?,country?,joined?,left?,amount?,discount?,tax?,redeemed_value?,"
     "quantity?,unit_price?,points_redeemed?,points_earned?,measure?,score?,reference?,until?"},
    {"online_retail",
     {},
     {},
     "id=InvoiceNo!,member=CustomerID,time=InvoiceDate!,sku=StockCode!,description=Description,quantity=Quantity!,"
     "unit_price=UnitPrice!,country=Country",
     60}, // invoices that were being written as the minute passed
    {"cdnow",
     {.delimiter = csv_dialect::white_space},
     {},
     "member=customer_id!,time=date!,quantity=number_of_cds!,amount=dollar_value!"},
    {"airline",
     {},
     {},
     "member=member!,time=period!,tier=card!,joined=enrolled,left=cancelled,membership=enrollment_type,"
     "quantity=total_flights,measure=distance_km!,points_earned=points_accumulated,points_redeemed=points_redeemed,"
     "redeemed_value=redeemed_cost_cad"},
    {"complete_journey",
     {},
     {},
     "id=basket_id!,member=household_id!,time=transaction_timestamp!,store=store_id,sku=product_id!,"
     "quantity=quantity!,amount=sales_value!,discount=retail_disc"},
}};

/// The layout of that name, or null.
[[nodiscard]] constexpr const csv_layout* find_csv_layout(std::string_view name) noexcept {
    for (const csv_layout& layout : csv_layouts) {
        if (layout.name == name) {
            return &layout;
        }
    }
    return nullptr;
}

} // namespace loyalty::io
