// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/io/csv_number.hpp>
#include <loyalty/io/csv_reader.hpp>
#include <loyalty/io/csv_schema.hpp>
#include <loyalty/io/csv_time.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/time/instant.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty {

/// One record of a transaction file, understood. A fact that the file does not state, or leaves empty, has its initial
/// value here and `has` says so. Texts are as they stand in the file, blanks included.
struct csv_line {
    std::size_t line = 0;    ///< where it begins in the file, from 1
    std::uint32_t facts = 0; ///< one bit for each fact that is stated

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

    local_time time = {};
    local_time joined = {};
    local_time left = {};
    std::int32_t offset_seconds = 0; ///< of `time` from UTC, where `has_offset`
    bool has_offset = false;         ///< the file states an offset (or Z) with `time`

    /// Money of the line: as stated, else quantity times unit price.
    std::int64_t amount_minor_units = 0;
    std::int64_t discount_minor_units = 0;
    std::int64_t tax_minor_units = 0;
    std::int64_t redeemed_value_minor_units = 0;
    bool amount_computed = false; ///< it is quantity times unit price
    bool rounded = false;         ///< some money of the line was finer than its currency

    /// Whole pieces, negative where goods come back. What is weighed or measured (0.432) counts as one piece.
    std::int64_t quantity = 1;
    decimal exact_quantity{1, 0}; ///< the quantity as it stands: 0.432
    decimal unit_price{0, 0};

    std::int64_t points_redeemed = 0; ///< in units of 10^-points_digits
    std::int64_t points_earned = 0;   ///< in units of 10^-points_digits
    std::int64_t measure = 0;

    [[nodiscard]] static constexpr std::uint32_t bit_of(csv_fact fact) noexcept {
        return std::uint32_t{1} << static_cast<unsigned>(fact);
    }

    [[nodiscard]] constexpr bool has(csv_fact fact) const noexcept { return (facts & bit_of(fact)) != 0; }
};

namespace detail {

/// Where each text of a line is kept, in the order of the facts.
struct csv_text_place {
    csv_fact fact;
    std::string_view csv_line::*text;
};

inline constexpr std::array<csv_text_place, 18> csv_text_places{{
    {csv_fact::id, &csv_line::id},
    {csv_fact::member, &csv_line::member},
    {csv_fact::sku, &csv_line::sku},
    {csv_fact::category, &csv_line::category},
    {csv_fact::brand, &csv_line::brand},
    {csv_fact::store, &csv_line::store},
    {csv_fact::channel, &csv_line::channel},
    {csv_fact::tender, &csv_line::tender},
    {csv_fact::component, &csv_line::component},
    {csv_fact::kind, &csv_line::kind},
    {csv_fact::original, &csv_line::original},
    {csv_fact::currency, &csv_line::currency},
    {csv_fact::tier, &csv_line::tier},
    {csv_fact::membership, &csv_line::membership},
    {csv_fact::coupon, &csv_line::coupon},
    {csv_fact::reason, &csv_line::reason},
    {csv_fact::description, &csv_line::description},
    {csv_fact::country, &csv_line::country},
}};

/// Numbers as an error asks for them, written as the file writes them: `such as 12.34`.
[[nodiscard]] inline std::string csv_example(int digits, char decimal_separator) {
    std::string example = "12";
    if (digits > 0) {
        example += decimal_separator + std::string("345678912").substr(0, static_cast<std::size_t>(digits));
    }
    return example;
}

} // namespace detail

/// Reads transactions: records whose columns a layout gives a meaning.
///
///     csv_line_reader reader(file, "retail.csv", *find_csv_layout("online_retail"));
///     csv_line line;
///     while (reader.read(line)) {
///         use(line.member, line.amount_minor_units);
///     }
///     for (const csv_error& error : reader.errors().kept) { ... }
///
/// A record with a field that cannot be understood is skipped, and its first such field goes to `errors()`. Blanks around
/// numbers and times count for nothing. Money is exact: it is rounded only where it is finer than the currency, once for
/// the line, with the mode of the layout; `rounded_lines` counts such lines.
class csv_line_reader {
public:
    /// Reads the header. Where the schema is wrong, or asks for a column that the file does not have, the one error is in
    /// `errors()`, `ready` is false and there is nothing to read.
    csv_line_reader(csv_source source, std::string file, const csv_layout& layout)
        : reader_(source, std::move(file), layout.dialect),
          format_(layout.format),
          basket_seconds_(layout.basket_seconds) {
        csv_error error;
        const std::optional<csv_schema> schema = parse_csv_schema(layout.schema, error);
        const auto columns = schema ? find_csv_columns(*schema, reader_.file(), reader_.header(), error) : std::nullopt;
        if (columns) {
            columns_ = *columns;
            ready_ = true;
        } else {
            reader_.errors().add(std::move(error));
        }
    }

    [[nodiscard]] bool ready() const noexcept { return ready_; }

    /// The names of the file's columns; empty without a header.
    [[nodiscard]] const std::vector<std::string>& header() const noexcept { return reader_.header(); }

    /// Whether the file has a column for a fact.
    [[nodiscard]] bool has_column(csv_fact fact) const noexcept {
        return std::any_of(columns_.begin(), columns_.end(),
                           [&](const csv_column& column) { return column.fact == fact; });
    }

    /// By how much the times of the lines of one basket may differ.
    [[nodiscard]] std::int32_t basket_seconds() const noexcept { return basket_seconds_; }

    /// The next line that could be understood; false at the end. Its texts live until the next `read`.
    [[nodiscard]] bool read(csv_line& line) {
        while (ready_ && reader_.read(record_)) {
            line = csv_line{};
            line.line = record_.line();
            if (parse(line)) {
                ++lines_;
                rounded_lines_ += line.rounded ? 1U : 0U;
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] csv_error_log& errors() noexcept { return reader_.errors(); }
    [[nodiscard]] const csv_error_log& errors() const noexcept { return reader_.errors(); }

    [[nodiscard]] std::uint64_t lines() const noexcept { return lines_; }
    [[nodiscard]] std::uint64_t rounded_lines() const noexcept { return rounded_lines_; }

    /// For a reader built on this one: something is wrong with a fact of the line that was read last. It points to the
    /// fact's field, or where the file has no such column to the line's begin.
    void report(csv_fact fact, std::string expected) {
        for (const csv_column& column : columns_) {
            if (column.fact == fact) {
                reader_.report(record_, column.index, std::move(expected));
                return;
            }
        }
        report(record_.line(), std::move(expected), "no such column");
    }

    /// The same of a whole line, also of one before the last.
    void report(std::size_t line, std::string expected, std::string found) {
        reader_.report({line, 1}, std::move(expected), std::move(found));
    }

private:
    bool parse(csv_line& line) {
        for (const csv_column& column : columns_) {
            if (column.index >= record_.size()) {
                reader_.report(record_.end(),
                               "a column " + std::to_string(column.index + 1) + " for " +
                                   std::string(row_of(column.fact).name),
                               detail::csv_field_count(record_.size()));
                return false;
            }
            const bool is_text = row_of(column.fact).kind == csv_fact_kind::text;
            const std::string_view field = record_[column.index];
            const std::string_view text = is_text ? field : detail::csv_trimmed(field);
            if (text.empty()) {
                if (column.filled) {
                    return wrong(column.index, "a value for " + std::string(row_of(column.fact).name));
                }
                continue;
            }
            if (!parse_field(line, column, text)) {
                return false;
            }
            line.facts |= csv_line::bit_of(column.fact);
        }
        return line.has(csv_fact::amount) || !line.has(csv_fact::unit_price) || compute_amount(line);
    }

    bool parse_field(csv_line& line, const csv_column& column, std::string_view text) {
        switch (row_of(column.fact).kind) {
        case csv_fact_kind::text:
            line.*text_place(column.fact) = text;
            return true;
        case csv_fact_kind::time:
            return parse_time(line, column, text);
        case csv_fact_kind::money:
            return parse_money(line, column, text);
        case csv_fact_kind::number:
            return parse_number(line, column, text);
        case csv_fact_kind::points:
        case csv_fact_kind::count:
            return parse_count(line, column, text);
        }
        return false;
    }

    bool parse_time(csv_line& line, const csv_column& column, std::string_view text) {
        const auto time = parse_csv_time(text, format_.time_order);
        if (!time) {
            reader_.report(record_, column.index, "a time such as " + std::string(example_of(format_.time_order)),
                           csv_time_orders_of(text));
            return false;
        }
        if (column.fact == csv_fact::time) {
            line.time = time->local;
            line.offset_seconds = time->offset_seconds;
            line.has_offset = time->has_offset;
        } else {
            (column.fact == csv_fact::joined ? line.joined : line.left) = time->local;
        }
        return true;
    }

    bool parse_money(csv_line& line, const csv_column& column, std::string_view text) {
        const auto number = parse_csv_number(text, format_.decimal_separator, format_.group_separator);
        if (!number) {
            return wrong(column.index, "an amount such as " +
                                           detail::csv_example(format_.currency_digits, format_.decimal_separator));
        }
        std::int64_t* const units = column.fact == csv_fact::amount     ? &line.amount_minor_units
                                    : column.fact == csv_fact::discount ? &line.discount_minor_units
                                    : column.fact == csv_fact::tax      ? &line.tax_minor_units
                                                                        : &line.redeemed_value_minor_units;
        return put_money(line, column.index, *number, decimal{1, 0}, *units);
    }

    bool put_money(csv_line& line, std::size_t field, decimal left, decimal right, std::int64_t& units) {
        const auto money = scale_csv_product(left, right, format_.currency_digits, format_.line_rounding);
        if (!money) {
            return wrong(field, "an amount that 64 bits hold");
        }
        if (money->rounded && format_.exact) {
            return wrong(field, "an amount with at most " + std::to_string(format_.currency_digits) + " decimals");
        }
        units = money->units;
        line.rounded = line.rounded || money->rounded;
        return true;
    }

    bool parse_number(csv_line& line, const csv_column& column, std::string_view text) {
        const auto number = parse_csv_number(text, format_.decimal_separator, format_.group_separator);
        const bool is_price = column.fact == csv_fact::unit_price;
        if (!number) {
            return wrong(column.index, is_price ? "a price such as " + detail::csv_example(format_.currency_digits,
                                                                                           format_.decimal_separator)
                                                : "a quantity such as 2");
        }
        if (is_price) {
            line.unit_price = *number;
            return true;
        }
        line.exact_quantity = *number;
        const std::int64_t piece = detail::power_of_ten(number->scale);
        const bool whole = number->coefficient % piece == 0;
        line.quantity = whole ? number->coefficient / piece : number->coefficient < 0 ? -1 : 1;
        return true;
    }

    bool parse_count(csv_line& line, const csv_column& column, std::string_view text) {
        const bool is_points = row_of(column.fact).kind == csv_fact_kind::points;
        const int digits = is_points ? format_.points_digits : 0;
        const auto number = parse_csv_number(text, format_.decimal_separator, format_.group_separator);
        const auto count = number ? scale_csv_product(*number, decimal{1, 0}, digits, rounding::down) : std::nullopt;
        if (!count || count->rounded) {
            return wrong(column.index, (is_points ? "points such as " : "a whole number such as ") +
                                           detail::csv_example(digits, format_.decimal_separator));
        }
        (column.fact == csv_fact::measure           ? line.measure
         : column.fact == csv_fact::points_redeemed ? line.points_redeemed
                                                    : line.points_earned) = count->units;
        return true;
    }

    bool compute_amount(csv_line& line) {
        std::size_t field = 0;
        for (const csv_column& column : columns_) {
            field = column.fact == csv_fact::unit_price ? column.index : field;
        }
        line.amount_computed = true;
        line.facts |= csv_line::bit_of(csv_fact::amount);
        return put_money(line, field, line.unit_price, line.exact_quantity, line.amount_minor_units);
    }

    bool wrong(std::size_t field, std::string expected) {
        reader_.report(record_, field, std::move(expected));
        return false;
    }

    [[nodiscard]] static constexpr std::string_view csv_line::*text_place(csv_fact fact) noexcept {
        for (const auto& place : detail::csv_text_places) {
            if (place.fact == fact) {
                return place.text;
            }
        }
        return nullptr;
    }

    [[nodiscard]] static constexpr std::string_view example_of(csv_time_order order) noexcept {
        switch (order) {
        case csv_time_order::year_month_day:
            return "2025-01-10 23:59";
        case csv_time_order::day_month_year:
            return "31/01/2025 23:59";
        case csv_time_order::month_day_year:
            return "01/31/2025 23:59";
        case csv_time_order::unix_seconds:
            return "1736467200";
        }
        return {};
    }

    csv_reader reader_;
    csv_format format_;
    csv_record record_;
    std::vector<csv_column> columns_;
    std::uint64_t lines_ = 0;
    std::uint64_t rounded_lines_ = 0;
    std::int32_t basket_seconds_ = 0;
    bool ready_ = false;
};

} // namespace loyalty
