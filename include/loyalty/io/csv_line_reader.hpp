// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/io/csv_layout.hpp>
#include <loyalty/io/csv_line.hpp>
#include <loyalty/io/csv_number.hpp>
#include <loyalty/io/csv_reader.hpp>
#include <loyalty/io/csv_reading.hpp>
#include <loyalty/io/csv_schema.hpp>
#include <loyalty/io/csv_time.hpp>
#include <loyalty/money/decimal.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty {

namespace detail {

/// An expected number in an error, written as the file writes it: `such as 12.34`.
[[nodiscard]] inline std::string csv_example(int digits, char decimal_separator) {
    std::string example = "12";
    if (digits > 0) {
        example += decimal_separator + std::string("345678912").substr(0, static_cast<std::size_t>(digits));
    }
    return example;
}

} // namespace detail

namespace io {

/// Reads transactions: records whose columns a layout gives a meaning.
///
///     csv_line_reader reader(file, "retail.csv", *find_csv_layout("online_retail"));
///     csv_line line;
///     while (reader.read(line)) {
///         use(line.member, line.amount_minor_units);
///     }
///     for (const csv_error& error : reader.errors().kept) { ... }
///
/// A record with a field that cannot be understood is skipped, and its first such field goes to `errors()`. Blanks
/// around numbers and times count for nothing. Money is exact: it is rounded only if it is finer than the currency,
/// once for the line, with the mode of the layout; `rounded_lines` counts such lines.
class csv_line_reader {
public:
    /// Reads the header. If the schema is wrong, or names a column that the file does not have, the one error is
    /// in `errors()`, `ready` is false and there is nothing to read.
    csv_line_reader(csv_source source, std::string file, const csv_layout& layout)
        : reader_(source, std::move(file), layout.dialect), format_(layout.format) {
        if (content() != csv_content::text && content() != csv_content::empty) {
            return; // the reader has reported it
        }
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

    /// The kind of the file by its first bytes.
    [[nodiscard]] csv_content content() const noexcept { return reader_.content(); }

    /// The first line of the file, as `csv_reader` keeps it.
    [[nodiscard]] const std::string& first_line() const noexcept { return reader_.first_line(); }

    /// Returns true if the file has a column for a fact.
    [[nodiscard]] bool has_column(csv_fact fact) const noexcept {
        return std::any_of(columns_.begin(), columns_.end(),
                           [&](const csv_column& column) { return column.fact == fact; });
    }

    /// By how much the times of the lines of one basket may differ.

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
    /// fact's field, or if the file has no such column to the line's begin.
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
        } else if (column.fact == csv_fact::until) {
            line.until = time->local;
            line.until_offset_seconds = time->offset_seconds;
            line.until_has_offset = time->has_offset;
        } else {
            (column.fact == csv_fact::joined ? line.joined : line.left) = time->local;
        }
        return true;
    }

    bool parse_money(csv_line& line, const csv_column& column, std::string_view text) {
        const auto number = amount_of(text);
        if (!number) {
            return wrong_number(column, text, "an amount such as " + example(format_.currency_digits));
        }
        std::int64_t* const units = column.fact == csv_fact::amount     ? &line.amount_minor_units
                                    : column.fact == csv_fact::discount ? &line.discount_minor_units
                                                                        : &line.tax_minor_units;
        return put_money(line, column.index, *number, arithmetic::decimal{1, 0}, *units);
    }

    bool put_money(csv_line& line, std::size_t field, arithmetic::decimal left, arithmetic::decimal right,
                   std::int64_t& units) {
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
        const auto number = is_amount(column.fact) ? amount_of(text) : number_of(text);
        if (!number) {
            return wrong_number(
                column, text,
                column.fact == csv_fact::unit_price      ? "a price such as " + example(format_.currency_digits)
                : column.fact == csv_fact::quantity      ? "a quantity such as 2"
                : column.fact == csv_fact::points_earned ? "points such as " + example(format_.points_digits)
                                                         : "an amount such as " + example(format_.currency_digits));
        }
        if (column.fact != csv_fact::quantity) {
            (column.fact == csv_fact::unit_price      ? line.unit_price
             : column.fact == csv_fact::points_earned ? line.points_earned
                                                      : line.redeemed_value) = *number;
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
        const auto number = number_of(text);
        const auto count =
            number ? scale_csv_product(*number, arithmetic::decimal{1, 0}, digits, rounding::down) : std::nullopt;
        if (!count || count->rounded) {
            const std::string expected = (is_points ? "points such as " : "a whole number such as ") + example(digits);
            return number ? wrong(column.index, expected) : wrong_number(column, text, expected);
        }
        (column.fact == csv_fact::measure ? line.measure
         : column.fact == csv_fact::score ? line.score
                                          : line.points_redeemed) = count->units;
        return true;
    }

    [[nodiscard]] std::optional<arithmetic::decimal> number_of(std::string_view text) const noexcept {
        return parse_csv_number(text, format_.decimal_separator, format_.group_separator);
    }

    [[nodiscard]] std::optional<arithmetic::decimal> amount_of(std::string_view text) const noexcept {
        return parse_csv_amount(text, format_.currency_sign, format_.decimal_separator, format_.group_separator);
    }

    [[nodiscard]] std::string example(int digits) const {
        return detail::csv_example(digits, format_.decimal_separator);
    }

    /// Returns true if a number may have a currency sign.
    [[nodiscard]] static constexpr bool is_amount(csv_fact fact) noexcept {
        return row_of(fact).kind == csv_fact_kind::money || fact == csv_fact::unit_price ||
               fact == csv_fact::redeemed_value;
    }

    bool wrong_number(const csv_column& column, std::string_view text, std::string expected) {
        reader_.report(record_, column.index, std::move(expected), {}, csv_readings_of(text, is_amount(column.fact)));
        return false;
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
    bool ready_ = false;
};

} // namespace io
} // namespace loyalty
