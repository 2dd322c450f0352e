// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/io/csv_reader.hpp>
#include <loyalty/io/csv_time.hpp>
#include <loyalty/money/rounding.hpp>

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

/// What a column of a file can tell about a transaction. `csv_fact_table` has the name and the kind of each.
enum class csv_fact : std::uint8_t {
    id,              ///< the event: an invoice, a receipt, a booking. Lines of one event repeat it
    member,          ///< who is served; empty where no card was shown
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
    redeemed_value,  ///< money that points were redeemed for
    quantity,        ///< pieces, or a weight or length; negative where goods come back
    unit_price,      ///< the price of one
    points_redeemed, ///< points paid with
    points_earned,   ///< points that the file says were earned: something to compare with
    measure,         ///< a plain count to reward, such as kilometres
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
inline constexpr std::array<csv_fact_row, 30> csv_fact_table{{
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
    {csv_fact::redeemed_value, "redeemed_value", csv_fact_kind::money},
    {csv_fact::quantity, "quantity", csv_fact_kind::number},
    {csv_fact::unit_price, "unit_price", csv_fact_kind::number, "price"},
    {csv_fact::points_redeemed, "points_redeemed", csv_fact_kind::points},
    {csv_fact::points_earned, "points_earned", csv_fact_kind::points},
    {csv_fact::measure, "measure", csv_fact_kind::count, "distance"},
}};

[[nodiscard]] constexpr const csv_fact_row& row_of(csv_fact fact) noexcept {
    return csv_fact_table[static_cast<std::size_t>(fact)];
}

/// Which column holds a fact.
struct csv_mapping {
    csv_fact fact{};
    std::string column;     ///< its name in the header, compared without regard to case; empty where `number` is set
    std::size_t number = 0; ///< its place, from 1; 0 where it is named
    bool optional = false;  ///< the file may lack the column
    bool filled = false;    ///< no record may leave it empty
    std::size_t at = 1;     ///< where it stands in the text of the schema, from 1
};

/// Which columns hold which facts.
struct csv_schema {
    std::vector<csv_mapping> mappings;
};

/// A column of a file that is known to exist. `index` counts from 0.
struct csv_column {
    csv_fact fact{};
    std::size_t index = 0;
    bool filled = false;
};

namespace detail {

[[nodiscard]] constexpr std::string_view csv_trimmed(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

[[nodiscard]] constexpr char csv_lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Equal but for the case of the letters A to Z.
[[nodiscard]] constexpr bool csv_same_name(std::string_view left, std::string_view right) noexcept {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return csv_lower(a) == csv_lower(b); });
}

[[nodiscard]] inline std::string csv_fact_names() {
    std::string names;
    for (const csv_fact_row& row : csv_fact_table) {
        names += (names.empty() ? "" : ", ") + std::string(row.name);
    }
    return names;
}

/// Takes the text of a schema apart; where it is wrong, the reason is in `error`.
class csv_schema_parser {
public:
    explicit csv_schema_parser(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] std::optional<csv_schema> parse(csv_error& error) {
        csv_schema schema;
        for (;;) {
            csv_mapping mapping;
            if (!parse_mapping(mapping, error)) {
                return std::nullopt;
            }
            for (const csv_mapping& earlier : schema.mappings) {
                if (earlier.fact == mapping.fact) {
                    error = wrong(mapping.at, "each fact once", std::string(row_of(mapping.fact).name) + " again");
                    return std::nullopt;
                }
            }
            schema.mappings.push_back(std::move(mapping));
            if (at_ == text_.size()) {
                return schema;
            }
            ++at_; // the comma
        }
    }

private:
    [[nodiscard]] bool parse_mapping(csv_mapping& mapping, csv_error& error) {
        skip_blanks();
        mapping.at = at_ + 1;
        const std::string_view name = take_until("=,?!");
        const auto* const row = std::find_if(csv_fact_table.begin(), csv_fact_table.end(), [&](const auto& candidate) {
            return csv_same_name(candidate.name, name) || (!name.empty() && csv_same_name(candidate.also, name));
        });
        if (row == csv_fact_table.end()) {
            error = wrong(mapping.at, "one of " + csv_fact_names(), name.empty() ? "nothing" : csv_shown(name));
            return false;
        }
        mapping.fact = row->fact;
        mapping.column = name;
        if (at_ < text_.size() && text_[at_] == '=') {
            ++at_;
            if (!parse_column(mapping, error)) {
                return false;
            }
        }
        while (at_ < text_.size() && (text_[at_] == '?' || text_[at_] == '!')) {
            (text_[at_] == '?' ? mapping.optional : mapping.filled) = true;
            ++at_;
            skip_blanks();
        }
        if (at_ < text_.size() && text_[at_] != ',') {
            error = wrong(at_ + 1, "a comma or the end of the schema", csv_shown(text_.substr(at_)));
            return false;
        }
        return true;
    }

    [[nodiscard]] bool parse_column(csv_mapping& mapping, csv_error& error) {
        skip_blanks();
        const std::size_t start = at_;
        if (at_ < text_.size() && text_[at_] == '"') {
            const std::size_t close = text_.find('"', at_ + 1);
            if (close == std::string_view::npos) {
                error = wrong(start + 1, "a closing quote for the name that opens here", "the end of the schema");
                return false;
            }
            mapping.column = text_.substr(start + 1, close - start - 1);
            at_ = close + 1;
            skip_blanks();
            return true;
        }
        mapping.column = take_until(",?!");
        if (mapping.column.empty()) {
            error = wrong(start + 1, "the name or the number of a column", "nothing");
            return false;
        }
        if (mapping.column.find_first_not_of("0123456789") == std::string::npos) {
            return parse_number(mapping, start, error);
        }
        return true;
    }

    [[nodiscard]] static bool parse_number(csv_mapping& mapping, std::size_t start, csv_error& error) {
        constexpr std::size_t most = 65535;
        for (const char digit : mapping.column) {
            mapping.number = (std::min)(mapping.number * 10 + static_cast<std::size_t>(digit - '0'), most + 1);
        }
        if (mapping.number == 0 || mapping.number > most) {
            error = wrong(start + 1, "the number of a column, 1 to 65535", csv_shown(mapping.column));
            return false;
        }
        mapping.column.clear();
        return true;
    }

    [[nodiscard]] static csv_error wrong(std::size_t column, std::string expected, std::string found) {
        return {"schema", 1, column, std::move(expected), std::move(found)};
    }

    [[nodiscard]] std::string_view take_until(std::string_view ends) noexcept {
        const std::size_t start = at_;
        at_ = (std::min)(text_.find_first_of(ends, at_), text_.size());
        return csv_trimmed(text_.substr(start, at_ - start));
    }

    void skip_blanks() noexcept {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) {
            ++at_;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// The names of a header as an error lists them: the first 50, so that a wide file does not flood a terminal.
[[nodiscard]] inline std::string csv_listed(const std::vector<std::string>& header) {
    constexpr std::size_t most = 50;
    std::string list;
    for (std::size_t i = 0; i < (std::min)(header.size(), most); ++i) {
        list += (i == 0 ? "" : ", ") + csv_shown(header[i]);
    }
    return header.size() > most ? list + ", ..." : list;
}

} // namespace detail

/// Reads a schema: mappings `fact=column`, parted by commas.
///
///     member=CustomerID, time=InvoiceDate, id=InvoiceNo, quantity=Quantity, unit_price=UnitPrice, sku=2
///
/// A column is named as in the header, without regard to case (in double quotes where its name has a comma, a mark or
/// only digits), or numbered from 1. `fact` alone stands for `fact=fact`. After the column, `?` says that the file may
/// lack it and `!` that no record may leave it empty. On an unknown fact the result is empty and `error` lists those
/// that exist; its column is the byte in `text`.
[[nodiscard]] inline std::optional<csv_schema> parse_csv_schema(std::string_view text, csv_error& error) {
    return detail::csv_schema_parser(text).parse(error);
}

/// Finds the columns of a schema in a file, by its header. Where one is missing, or a name stands for two, the result
/// is empty and `error` lists what the file has. Without a header only numbers can be found; whether the file is that
/// wide shows with each record.
[[nodiscard]] inline std::optional<std::vector<csv_column>> find_csv_columns(const csv_schema& schema,
                                                                             const std::string& file,
                                                                             const std::vector<std::string>& header,
                                                                             csv_error& error) {
    const auto wrong = [&](std::string expected, std::string found) {
        error = {file, 1, 1, std::move(expected), std::move(found)};
        return std::nullopt;
    };
    std::vector<csv_column> columns;
    for (const csv_mapping& mapping : schema.mappings) {
        const std::string fact(row_of(mapping.fact).name);
        if (mapping.number != 0) {
            if (header.empty() || mapping.number <= header.size()) {
                columns.push_back({mapping.fact, mapping.number - 1, mapping.filled});
            } else if (!mapping.optional) {
                return wrong("a column " + std::to_string(mapping.number) + " for " + fact,
                             "columns " + detail::csv_listed(header));
            }
            continue;
        }
        std::size_t matches = 0;
        for (std::size_t i = 0; i < header.size(); ++i) {
            if (detail::csv_same_name(detail::csv_trimmed(header[i]), mapping.column)) {
                ++matches;
                columns.push_back({mapping.fact, i, mapping.filled});
            }
        }
        if (matches > 1) {
            return wrong("one column " + detail::csv_shown(mapping.column) + " for " + fact + " (or its number)",
                         std::to_string(matches) + " of that name");
        }
        if (matches == 0 && !mapping.optional) {
            return wrong("a column " + detail::csv_shown(mapping.column) + " for " + fact,
                         header.empty() ? "no header" : "columns " + detail::csv_listed(header));
        }
    }
    return columns;
}

/// How the fields of a file are written, and to what they are rounded.
struct csv_format {
    csv_time_order time_order = csv_time_order::year_month_day;
    /// Decimals of the currency, 0 to 9 (ISO 4217: JPY 0, EUR 2, KWD 3).
    std::uint8_t currency_digits = 2;
    /// Decimals of a point, 0 to 9.
    std::uint8_t points_digits = 0;
    /// What becomes of money finer than the currency: of a price of 0.125 times 3 (S2; stage: the line).
    rounding line_rounding = rounding::half_up;
    /// Money finer than the currency is an error instead.
    bool exact = false;
    char decimal_separator = '.';
    /// What may stand between groups of three digits, as in 1,234.50; NUL: nothing.
    char group_separator = '\0';
};

/// All that must be known of a file before it is read: how its records and its fields are written, and what its columns
/// mean. One of your own: `csv_layout{.dialect = {.delimiter = ';'}, .schema = "member=Kunde,time=Datum,amount=Summe"}`.
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
     "quantity?,unit_price?,points_redeemed?,points_earned?,measure?"},
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

} // namespace loyalty
