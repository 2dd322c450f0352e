// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The gift shop's programme computed in another way: from its rules in words and what a member keeps, without policies,
/// receipts or a ledger. `--check-returns` compares with it.

#include "returns.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace loyalty_run {

/// One member's purchases and returns, told in their order.
///
/// A sale earns what is kept of it, a point a pound times the factor of the tier before it, floored. The tier is the
/// highest that this calendar year's spend or the last one's had reached at any moment: a tier once reached is not lost by
/// a return. 100 points for each 1000.00 kept. A third month in a row pays 50 points, which go when nothing of the sale
/// that was paid for it is kept.
class retail_fold {
public:
    void on(const kept_entry& entry) {
        const auto found = sales_.find(entry.sale);
        if (found == sales_.end()) {
            buy(entry);
        } else {
            give_back(found->second, entry);
        }
    }

    [[nodiscard]] std::int64_t points() const {
        std::int64_t sum = 0;
        std::int64_t kept = 0;
        for (const auto& [number, each] : sales_) {
            sum += each.kept * each.quarters / 400;
            sum += each.paid_for_streak ? 50 : 0;
            kept += each.kept;
        }
        return sum + kept / 100'000 * 100;
    }

private:
    struct streak {
        int month = -2;
        int count = 0;
        [[nodiscard]] bool operator==(const streak&) const = default;
    };
    struct bought {
        std::int64_t kept = 0;
        int quarters = 4; ///< the factor of the tier
        int year = 0;
        bool paid_for_streak = false;
        bool gone = false;
        streak before;
        streak after;
    };
    struct year_of {
        std::int64_t spent = 0;
        int peak = 0;
    };

    [[nodiscard]] static std::chrono::year_month_day day_of(instant time) {
        const std::chrono::sys_seconds at{std::chrono::seconds{time.seconds_since_epoch}};
        return std::chrono::floor<std::chrono::days>(at);
    }

    void buy(const kept_entry& entry) {
        const auto day = day_of(entry.time);
        const int year = static_cast<int>(day.year());
        const int tier = std::max(years_[year].peak, years_[year - 1].peak);
        bought& sale = sales_[entry.sale];
        sale = {entry.kept_minor_units, 4 + tier, year, false, false, streak_, {}};
        years_[year].spent += sale.kept;
        const int reached = years_[year].spent >= 200'000 ? 2 : years_[year].spent >= 50'000 ? 1 : 0;
        years_[year].peak = std::max(years_[year].peak, reached);

        const int month = year * 12 + static_cast<int>(static_cast<unsigned>(day.month()));
        if (month != streak_.month) {
            streak_ = {month, month == streak_.month + 1 ? streak_.count + 1 : 1};
            sale.paid_for_streak = streak_.count == 3;
            streak_.count = streak_.count == 3 ? 0 : streak_.count;
        }
        sale.after = streak_;
    }

    void give_back(bought& sale, const kept_entry& entry) {
        if (static_cast<int>(day_of(entry.time).year()) == sale.year) {
            years_[sale.year].spent -= sale.kept - entry.kept_minor_units;
        }
        sale.kept = entry.kept_minor_units;
        if (!entry.keeps_lines && !sale.gone) {
            sale.gone = true;
            sale.paid_for_streak = false;
            streak_ = streak_ == sale.after ? sale.before : streak_;
        }
    }

    std::map<std::uint32_t, bought> sales_;
    std::map<int, year_of> years_;
    streak streak_;
};

} // namespace loyalty_run
