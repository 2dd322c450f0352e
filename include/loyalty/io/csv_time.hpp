// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loyalty {

namespace io {

/// The order in which a file writes its dates. 03/04/2025 has two readings, so the layout must name the order.
enum class csv_time_order : std::uint8_t {
    year_month_day, ///< ISO 8601 and its relatives: 2025-01-10, 2025/01/10, 20250110, 2025-01 (its first day)
    day_month_year, ///< 10/01/2025, 10.1.2025
    month_day_year, ///< 1/10/2025
    unix_seconds,   ///< seconds since 1970-01-01T00:00:00Z: 1736467200
};

/// Some of the orders.
struct csv_time_orders {
    std::uint8_t bits = 0;

    [[nodiscard]] constexpr bool has(csv_time_order order) const noexcept {
        return ((bits >> static_cast<unsigned>(order)) & 1U) != 0;
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits == 0; }
    constexpr void add(csv_time_order order) noexcept {
        bits = static_cast<std::uint8_t>(bits | (1U << static_cast<unsigned>(order)));
    }

    [[nodiscard]] friend constexpr bool operator==(csv_time_orders, csv_time_orders) = default;
};

inline constexpr csv_time_order csv_time_order_list[]{csv_time_order::year_month_day, csv_time_order::day_month_year,
                                                      csv_time_order::month_day_year, csv_time_order::unix_seconds};

[[nodiscard]] constexpr std::string_view name_of(csv_time_order order) noexcept {
    switch (order) {
    case csv_time_order::year_month_day:
        return "year_month_day";
    case csv_time_order::day_month_year:
        return "day_month_year";
    case csv_time_order::month_day_year:
        return "month_day_year";
    case csv_time_order::unix_seconds:
        break;
    }
    return "unix_seconds";
}

/// The time in a field of a file: a local time, and the offset from UTC if it names one.
///
/// `2025-01-10T23:59:00+01:00` is local time 23:59 with 3600 seconds; the instant is the local time less the offset.
/// Without an offset the caller names the zone.
struct csv_time {
    dates::local_time local;
    std::int32_t offset_seconds = 0;
    bool has_offset = false;

    [[nodiscard]] friend constexpr bool operator==(const csv_time&, const csv_time&) = default;
};

} // namespace io

namespace detail {

/// Takes a text apart from the left. Each step returns true if it found its part.
struct csv_scanner {
    std::string_view rest;

    /// A number of `least` to `most` digits.
    [[nodiscard]] constexpr bool number(std::size_t least, std::size_t most, int& value) noexcept {
        value = 0;
        std::size_t count = 0;
        while (count < most && count < rest.size() && rest[count] >= '0' && rest[count] <= '9') {
            value = value * 10 + (rest[count] - '0');
            ++count;
        }
        rest.remove_prefix(count);
        return count >= least;
    }

    /// One of the characters of `choice`; it is left in `taken`.
    [[nodiscard]] constexpr bool one_of(std::string_view choice, char& taken) noexcept {
        if (rest.empty() || choice.find(rest.front()) == std::string_view::npos) {
            return false;
        }
        taken = rest.front();
        rest.remove_prefix(1);
        return true;
    }

    [[nodiscard]] constexpr bool one_of(std::string_view choice) noexcept {
        char taken = 0;
        return one_of(choice, taken);
    }

    constexpr void skip_blanks() noexcept {
        while (one_of(" ")) {
        }
    }
};

[[nodiscard]] constexpr std::size_t count_digits(std::string_view text) noexcept {
    const std::size_t end = text.find_first_not_of("0123456789");
    return end == std::string_view::npos ? text.size() : end;
}

/// 2025-01-10, 2025/1/10, 20250110, and 2025-01 if nothing follows.
[[nodiscard]] constexpr std::optional<date> scan_csv_date(csv_scanner& scanner) noexcept {
    int year = 0;
    int month = 0;
    int day = 1;
    const std::size_t digits = count_digits(scanner.rest);
    if (digits == 8 || digits == 12 || digits == 14) {
        const bool all = scanner.number(4, 4, year) && scanner.number(2, 2, month) && scanner.number(2, 2, day);
        return all ? dates::make_date(year, month, day) : std::nullopt;
    }
    char separator = 0;
    if (!scanner.number(4, 4, year) || !scanner.one_of("-/.", separator) || !scanner.number(1, 2, month)) {
        return std::nullopt;
    }
    if (!scanner.rest.empty() && (!scanner.one_of({&separator, 1}) || !scanner.number(1, 2, day))) {
        return std::nullopt;
    }
    return dates::make_date(year, month, day);
}

/// 10/01/2025 or 1/10/2025: the year has four digits, since two have no century.
[[nodiscard]] constexpr std::optional<date> scan_csv_date_year_last(csv_scanner& scanner, bool day_first) noexcept {
    int first = 0;
    int second = 0;
    int year = 0;
    char separator = 0;
    const bool all = scanner.number(1, 2, first) && scanner.one_of("-/.", separator) && scanner.number(1, 2, second) &&
                     scanner.one_of({&separator, 1}) && scanner.number(4, 4, year);
    if (!all) {
        return std::nullopt;
    }
    return day_first ? dates::make_date(year, second, first) : dates::make_date(year, first, second);
}

/// 23:59, 23:59:30, 23:59:30.250 (what is less than a second is dropped), 2359, 235930, 11:59 PM.
[[nodiscard]] constexpr std::optional<std::int32_t> scan_csv_clock(csv_scanner& scanner) noexcept {
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (count_digits(scanner.rest) >= 4) {
        if (!scanner.number(2, 2, hour) || !scanner.number(2, 2, minute)) {
            return std::nullopt;
        }
        if (count_digits(scanner.rest) > 0 && !scanner.number(2, 2, second)) {
            return std::nullopt;
        }
    } else {
        if (!scanner.number(1, 2, hour) || !scanner.one_of(":") || !scanner.number(2, 2, minute)) {
            return std::nullopt;
        }
        if (scanner.one_of(":") && !scanner.number(2, 2, second)) {
            return std::nullopt;
        }
    }
    if (scanner.one_of(".,")) {
        const std::size_t fraction = count_digits(scanner.rest);
        scanner.rest.remove_prefix(fraction);
        if (fraction == 0) {
            return std::nullopt;
        }
    }
    scanner.skip_blanks();
    char half = 0;
    if (scanner.one_of("AaPp", half)) {
        if (!scanner.one_of("Mm") || hour < 1 || hour > 12) {
            return std::nullopt;
        }
        hour = hour % 12 + (half == 'P' || half == 'p' ? 12 : 0);
    }
    if (hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    return hour * 3600 + minute * 60 + second;
}

/// Z, +01:00, -0530 or +01.
[[nodiscard]] constexpr std::optional<std::int32_t> scan_csv_offset(csv_scanner& scanner) noexcept {
    if (scanner.one_of("Zz")) {
        return 0;
    }
    char sign = 0;
    int hour = 0;
    int minute = 0;
    if (!scanner.one_of("+-", sign) || !scanner.number(2, 2, hour)) {
        return std::nullopt;
    }
    if ((scanner.one_of(":") || !scanner.rest.empty()) && !scanner.number(2, 2, minute)) {
        return std::nullopt;
    }
    if (hour > 26 || minute > 59) {
        return std::nullopt;
    }
    const std::int32_t seconds_east = hour * 3600 + minute * 60;
    return sign == '-' ? -seconds_east : seconds_east;
}

[[nodiscard]] constexpr std::optional<io::csv_time> parse_csv_unix_seconds(csv_scanner scanner) noexcept {
    char sign = '+';
    static_cast<void>(scanner.one_of("-", sign));
    const std::size_t digits = count_digits(scanner.rest);
    if (digits == 0 || digits > 12 || digits != scanner.rest.size()) {
        return std::nullopt;
    }
    std::int64_t count = 0;
    for (const char digit : scanner.rest) {
        count = count * 10 + (digit - '0');
    }
    const dates::local_time time{sign == '-' ? -count : count};
    return is_valid(time) ? std::optional(io::csv_time{time, 0, true}) : std::nullopt;
}

} // namespace detail

namespace io {

/// The time that a field states, or nothing: `2010-12-01 08:26:00`, `2010-12-01T08:26Z`, `19970101`, `2017-01` (the
/// first of the month), and with another `order` also `12/1/2010 8:26` or `1.12.2010 08:26`. A date without a time of
/// day is its midnight. The calendar is kept (no 30 February), hours end at 23:59:59, years are 1 to 9999.
[[nodiscard]] constexpr std::optional<csv_time> parse_csv_time(std::string_view text,
                                                               csv_time_order order = {}) noexcept {
    detail::csv_scanner scanner{text};
    if (order == csv_time_order::unix_seconds) {
        return detail::parse_csv_unix_seconds(scanner);
    }
    const std::optional<date> day =
        order == csv_time_order::year_month_day
            ? detail::scan_csv_date(scanner)
            : detail::scan_csv_date_year_last(scanner, order == csv_time_order::day_month_year);
    if (!day) {
        return std::nullopt;
    }
    csv_time time{dates::local_time::midnight(*day)};
    if (scanner.rest.empty()) {
        return time;
    }
    const bool joined = detail::count_digits(scanner.rest) > 0; // 20250110235959
    if (!joined && !scanner.one_of("Tt ")) {
        return std::nullopt;
    }
    scanner.skip_blanks();
    const std::optional<std::int32_t> clock = detail::scan_csv_clock(scanner);
    if (!clock) {
        return std::nullopt;
    }
    time.local.seconds_since_epoch += *clock;
    if (scanner.rest.empty()) {
        return time;
    }
    const std::optional<std::int32_t> offset = detail::scan_csv_offset(scanner);
    if (!offset || !scanner.rest.empty()) {
        return std::nullopt;
    }
    time.offset_seconds = *offset;
    time.has_offset = true;
    return time;
}

/// The orders in which a text is a time: of `12/1/2010 8:26` month_day_year and day_month_year, of `12/31/2010`
/// month_day_year alone. Fewer than nine digits are not taken for seconds: they end in April 1973.
[[nodiscard]] constexpr csv_time_orders csv_time_orders_of(std::string_view text) noexcept {
    csv_time_orders found;
    for (const csv_time_order order : csv_time_order_list) {
        const bool is_short = order == csv_time_order::unix_seconds && text.size() < 9;
        if (!is_short && parse_csv_time(text, order)) {
            found.add(order);
        }
    }
    return found;
}

} // namespace io
} // namespace loyalty
