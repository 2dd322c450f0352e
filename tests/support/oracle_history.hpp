// SPDX-License-Identifier: BSL-1.0
#pragma once

// What the oracle knows of a member: all purchases so far, with the local day of each, computed by counting years and months.

#include "oracle_programme.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include <loyalty/money/amount.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/time/instant.hpp>

namespace support {

struct sale_line {
    std::uint32_t category = 0;
    std::int64_t quantity = 1;
    loyalty::money<loyalty::currency::usd> net{};
};

struct sale {
    std::uint64_t id = 0;
    loyalty::instant time{};
    std::uint32_t store = 0;
    std::vector<sale_line> lines;
};

/// A purchase on its local day.
struct bought {
    std::uint64_t id = 0;
    std::int64_t time = 0;
    std::int64_t day = 0;
    int year = 0;
    int month = 0;
    std::uint32_t store = 0;
    std::vector<sale_line> lines;

    [[nodiscard]] cpp_int spent() const {
        cpp_int sum = 0;
        for (const sale_line& line : lines) {
            sum += line.net.minor_units();
        }
        return sum;
    }
    [[nodiscard]] cpp_int spent_on(std::uint32_t category) const {
        cpp_int sum = 0;
        for (const sale_line& line : lines) {
            sum += line.category == category ? line.net.minor_units() : 0;
        }
        return sum;
    }
};
using history = std::vector<bought>;

/// A sale as the calendar of a programme sees it.
[[nodiscard]] inline bought read(const sale& event, const numbers& n) {
    bought result{event.id, event.time.seconds_since_epoch, 0, 0, 0, event.store, event.lines};
    const std::int64_t local = result.time + n.offset_seconds - n.day_start_seconds;
    result.day = local / 86'400 - (local % 86'400 < 0 ? 1 : 0);
    std::int64_t left = result.day; // of 1970 and the years after it
    int year = 1970;
    const auto leap = [](int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
    while (left >= (leap(year) ? 366 : 365)) {
        left -= leap(year) ? 366 : 365;
        ++year;
    }
    const int lengths[]{31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int month = 0;
    while (left >= lengths[month]) {
        left -= lengths[month];
        ++month;
    }
    result.year = year;
    result.month = month;
    return result;
}

/// A number that is the same for all purchases of one period, and one more in the next.
[[nodiscard]] inline std::int64_t number_of(const bought& one, period length) {
    switch (length) {
    case period::day:
        return one.day;
    case period::week:
        return (one.day + 3) / 7; // 1970-01-01 was a Thursday
    case period::month:
        return one.year * 12 + one.month;
    case period::quarter:
        return one.year * 4 + one.month / 3;
    case period::year:
        break;
    }
    return one.year;
}

/// What is counted before and with the last purchase.
struct before_and_after {
    cpp_int before = 0;
    cpp_int after = 0;
};
template <class Spent>
[[nodiscard]] before_and_after in_period(const history& past, period length, Spent spent) {
    before_and_after result;
    for (const bought& one : past) {
        if (number_of(one, length) == number_of(past.back(), length)) {
            result.before = result.after;
            result.after += spent(one);
        }
    }
    return result;
}

} // namespace support
