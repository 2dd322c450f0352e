// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Measures of members by their purchases (S53): a row of 40 bytes for each member, whatever the length of the stream.
///
/// | member | January | February | March |
/// |--------|---------|----------|-------|
/// | A      | 10.00   | 20.00    |       |
/// | B      | 5.00    |          | 5.00  |
/// | C      |         | 30.00    |       |
///
/// @code
/// analytics::purchase_table<currency::usd> shop{{period_unit::month, "2025-01-01"_date, 3}};
/// shop.order(0, "2025-01-05"_date, 10_usd);       // ... and so on
/// shop.repeat_purchase_rate();                    // 2 of 3: A and B bought more than once
/// shop.retention(0);                              // 1 of 2: of A and B, A came again in February
/// shop.cohort(0).active[2];                       // 1 of the 2 who joined in January bought in March
/// @endcode
///
/// Rows are minima, maxima, sums and sets, so the order of the purchases makes no difference, and tables of any two parts of
/// a stream merge into the table of both. Include this file beside `loyalty.hpp`. It allocates, and an exception of a container
/// ends the program.

#include <loyalty/analytics/periods.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/config.hpp>
#include <loyalty/detail/add_in_place.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace loyalty::analytics {

/// Why a table did not take something; it is then as before.
enum class table_refusal : std::uint8_t {
    none,
    unknown_member,    ///< the number of the member is above the largest one of the table
    outside,           ///< the day is in none of the periods
    overflow,          ///< a sum passes 64 bits
    different_periods, ///< tables of two kinds of periods do not merge
};

/// The refusal in a sentence that says what to do.
[[nodiscard]] constexpr std::string_view message(table_refusal why) noexcept {
    switch (why) {
    case table_refusal::none:
        return "counted";
    case table_refusal::unknown_member:
        return "purchase table: the member is above the largest one: make the table for more members";
    case table_refusal::outside:
        return "purchase table: the day is in none of the periods: begin them earlier, or count more of them";
    case table_refusal::overflow:
        return "purchase table: a sum passes 64 bits: check the amounts";
    case table_refusal::different_periods:
        return "purchase table: the tables have different periods: merge parts of one table";
    }
    return "unknown";
}

/// The row of a member.
struct purchases_of_member {
    std::uint64_t active = 0;         ///< a bit for each period with an order
    std::int64_t net_minor_units = 0; ///< less refunds
    std::uint64_t orders = 0;
    date last = date::minimum();
    std::uint32_t bits_of_all = UINT32_MAX; ///< those that the categories of all orders have
    std::uint32_t bits_of_any = 0;          ///< those that the category of any order has

    [[nodiscard]] constexpr bool has_bought() const noexcept { return orders != 0; }
    [[nodiscard]] constexpr bool bought_in(std::size_t period) const noexcept { return ((active >> period) & 1U) != 0; }
    /// Two codes differ in some bit, which then is in one set and not in the other.
    [[nodiscard]] constexpr bool bought_of_two_categories() const noexcept {
        return has_bought() && bits_of_all != bits_of_any;
    }

    [[nodiscard]] friend constexpr bool operator==(const purchases_of_member&,
                                                   const purchases_of_member&) noexcept = default;
};

/// The members who joined in one period, and how many of them bought in it and in each later one: 2, and 2, 1, 1.
struct cohort_row {
    std::uint64_t members = 0;
    std::array<std::uint64_t, periods::most> active{}; ///< at 0: in the period of joining

    /// The share of the cohort that bought so many periods after it joined; no value for a cohort of nobody.
    [[nodiscard]] constexpr ratio retained(std::size_t later) const noexcept {
        return members == 0 ? no_value
                            : ratio{static_cast<std::int64_t>(active[later]), static_cast<std::int64_t>(members)};
    }
};

/// The sums of one period: 3 orders of 2 members for 35.00.
struct period_row {
    std::uint64_t orders = 0;
    std::int64_t net_minor_units = 0; ///< less refunds
    std::uint64_t members = 0;        ///< with an order
    std::uint64_t joined = 0;         ///< of these, with no earlier order

    /// Visit frequency: the orders by the members who had one.
    [[nodiscard]] constexpr ratio visit_frequency() const noexcept {
        return members == 0 ? no_value : ratio{static_cast<std::int64_t>(orders), static_cast<std::int64_t>(members)};
    }
};

/// See the top of this file. A member joins with the first order of the table. A table is of one currency: an amount of another does
/// not compile. The sum of all amounts may pass 64 bits; what divides it then has no value.
template <unit_type Currency>
class purchase_table {
public:
    static constexpr std::uint32_t usual_members = 16'777'216;

    /// Members have the numbers below `most_members`, which bounds the memory for a wrong number.
    explicit purchase_table(periods when, std::uint32_t most_members = usual_members) noexcept
        : periods_{when}, most_members_{most_members} {}

    /// Counts an order. `category` is any code of what was bought; the orders of a member with two codes are an upsell.
    /// Quickest if orders come in the order of days.
    LOYALTY_INLINE table_refusal order(std::uint32_t member, date day, amount<Currency> net,
                                       std::uint32_t category = 0) noexcept {
        return member >= known_ || day != day_ ? order_of_other_day(member, day, net, category)
                                               : add_order(rows_[member], net.minor_units(), category);
    }
    /// The same on the business date of an instant, which is found once for all orders of a day that follow each other.
    template <class Calendar>
    LOYALTY_INLINE table_refusal order(std::uint32_t member, instant time, const Calendar& calendar,
                                       amount<Currency> net, std::uint32_t category = 0) noexcept {
        const auto second = static_cast<std::uint64_t>(time.seconds_since_epoch) -
                            static_cast<std::uint64_t>(from_.seconds_since_epoch);
        return member >= known_ || second >= seconds_ ? order_of_other_time(member, time, calendar, net, category)
                                                      : add_order(rows_[member], net.minor_units(), category);
    }
    /// Takes the money of returned goods off the member and the period of the day; the order stays one.
    table_refusal refund(std::uint32_t member, date day, amount<Currency> net) noexcept {
        if (net.minor_units() == INT64_MIN) {
            return table_refusal::overflow;
        }
        const table_refusal why = turn_to(member, day);
        known_ = 0; // the next order finds its day again
        return why != table_refusal::none                     ? why
               : add_money(rows_[member], -net.minor_units()) ? table_refusal::none
                                                              : table_refusal::overflow;
    }
    /// Takes in another part of the stream, of the same members or of others.
    table_refusal merge(const purchase_table& other) noexcept {
        if (other.periods_ != periods_) {
            return table_refusal::different_periods;
        }
        if (other.rows_.size() > most_members_) {
            return table_refusal::unknown_member;
        }
        if (passes_with(other)) {
            return table_refusal::overflow;
        }
        rows_.resize((std::max)(rows_.size(), other.rows_.size()));
        for (std::size_t i = 0; i < other.rows_.size(); ++i) {
            take_in(rows_[i], other.rows_[i]);
        }
        settle();
        place_ = periods_.size();
        known_ = 0; // the next order finds its day again
        latest_ = (std::max)(latest_, other.latest_);
        for (std::size_t i = 0; i < periods_.size(); ++i) {
            const sums more = other.sums_of(i);
            sums_[i].orders += more.orders;
            sums_[i].net_minor_units += more.net_minor_units;
        }
        return table_refusal::none;
    }

    [[nodiscard]] const periods& when() const noexcept { return periods_; }
    /// The rows by the number of the member; of a member who bought nothing `has_bought()` is false.
    [[nodiscard]] std::span<const purchases_of_member> members() const noexcept { return rows_; }

    /// Members with an order.
    [[nodiscard]] std::uint64_t buyers() const noexcept {
        return count([](const purchases_of_member& own) { return own.has_bought(); });
    }
    /// Repeat-purchase rate: the members with two orders or more by those with one or more.
    [[nodiscard]] ratio repeat_purchase_rate() const noexcept {
        return of_buyers(count([](const purchases_of_member& own) { return own.orders >= 2; }));
    }
    /// Upsell rate: the members who bought of more than one category by those with an order.
    [[nodiscard]] ratio upsell_rate() const noexcept {
        return of_buyers(count([](const purchases_of_member& own) { return own.bought_of_two_categories(); }));
    }
    /// Average order value, refunds taken off.
    [[nodiscard]] ratio average_order_value() const noexcept { return net_over(all_orders()); }
    /// Historic lifetime value, the net of all members by their number: a margin is the caller's to multiply.
    [[nodiscard]] ratio historic_lifetime_value() const noexcept { return net_over(buyers()); }
    /// Orders by member.
    [[nodiscard]] ratio purchase_frequency() const noexcept {
        return over(static_cast<std::int64_t>(all_orders()), buyers());
    }

    /// Retention: of the members with an order in a period, those with one in the next. No value for the last period.
    [[nodiscard]] ratio retention(std::size_t period) const noexcept {
        const auto [stayed, there] = stayed_in(period);
        return over(static_cast<std::int64_t>(stayed), there);
    }
    /// Churn: of the members with an order in a period, those without one in the next.
    [[nodiscard]] ratio churn(std::size_t period) const noexcept {
        const auto [stayed, there] = stayed_in(period);
        return over(static_cast<std::int64_t>(there - stayed), there);
    }

    [[nodiscard]] period_row period(std::size_t place) const noexcept {
        LOYALTY_ASSERT(place < periods_.size());
        const sums all = sums_of(place);
        return {all.orders, all.net_minor_units,
                count([&](const purchases_of_member& own) { return own.bought_in(place); }),
                count([&](const purchases_of_member& own) { return own.has_bought() && joined_in(own) == place; })};
    }
    /// Those who joined in a period, and when they bought again.
    [[nodiscard]] cohort_row cohort(std::size_t place) const noexcept {
        LOYALTY_ASSERT(place < periods_.size());
        cohort_row row;
        for (const purchases_of_member& own : rows_) {
            if (own.has_bought() && joined_in(own) == place) {
                ++row.members;
                for (std::size_t later = place; later < periods_.size(); ++later) {
                    row.active[later - place] += own.bought_in(later) ? 1U : 0U;
                }
            }
        }
        return row;
    }

private:
    struct stayed_of {
        std::uint64_t stayed = 0, there = 0;
    };
    struct sums {
        std::uint64_t orders = 0;
        std::int64_t net_minor_units = 0;
    };

    [[nodiscard]] static std::size_t joined_in(const purchases_of_member& own) noexcept {
        return static_cast<std::size_t>(std::countr_zero(own.active));
    }
    [[nodiscard]] static constexpr ratio over(std::int64_t part, std::uint64_t whole) noexcept {
        return whole == 0 ? no_value : ratio{part, static_cast<std::int64_t>(whole)};
    }
    [[nodiscard]] ratio of_buyers(std::uint64_t some) const noexcept {
        return over(static_cast<std::int64_t>(some), buyers());
    }
    /// The net of all periods over something.
    [[nodiscard]] ratio net_over(std::uint64_t whole) const noexcept {
        std::int64_t all = 0;
        bool overflow = false;
        for (std::size_t i = 0; i < periods_.size(); ++i) {
            overflow = detail::add_overflows(all, sums_of(i).net_minor_units, all) || overflow;
        }
        return overflow ? no_value : over(all, whole);
    }
    template <class Counts>
    [[nodiscard]] std::uint64_t count(Counts counts) const noexcept {
        return static_cast<std::uint64_t>(std::count_if(rows_.begin(), rows_.end(), counts));
    }
    [[nodiscard]] std::uint64_t all_orders() const noexcept {
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < periods_.size(); ++i) {
            sum += sums_of(i).orders;
        }
        return sum;
    }
    [[nodiscard]] stayed_of stayed_in(std::size_t period) const noexcept {
        if (period + 1 >= periods_.size()) {
            return {};
        }
        return {count([&](const auto& own) { return own.bought_in(period) && own.bought_in(period + 1); }),
                count([&](const auto& own) { return own.bought_in(period); })};
    }
    [[nodiscard]] sums sums_of(std::size_t place) const noexcept { return place == place_ ? now_ : sums_[place]; }

    /// Counts an order of the latest day.
    LOYALTY_INLINE table_refusal add_order(purchases_of_member& own, std::int64_t net,
                                           std::uint32_t category) noexcept {
        if (!add_money(own, net)) {
            return table_refusal::overflow;
        }
        own.active |= bit_;
        ++own.orders;
        own.last = day_;
        own.bits_of_all &= category;
        own.bits_of_any |= category;
        ++now_.orders;
        return table_refusal::none;
    }
    LOYALTY_COLD table_refusal order_of_other_day(std::uint32_t member, date day, amount<Currency> net,
                                                  std::uint32_t category) noexcept {
        const table_refusal found = turn_to(member, day);
        if (found != table_refusal::none) {
            return found;
        }
        purchases_of_member& own = rows_[member];
        const date before = own.last;
        const table_refusal why = add_order(own, net.minor_units(), category);
        own.last = why == table_refusal::none ? (std::max)(before, day) : before;
        seconds_ = 0;
        known_ = day == latest_ ? rows_.size() : 0; // orders of earlier days come here each time
        return why;
    }
    template <class Calendar>
    LOYALTY_COLD table_refusal order_of_other_time(std::uint32_t member, instant time, const Calendar& calendar,
                                                   amount<Currency> net, std::uint32_t category) noexcept {
        const date day = calendar.business_date(time);
        const table_refusal why = order_of_other_day(member, day, net, category);
        const instant from = calendar.start_of(day);
        const instant until = calendar.start_of(day + 1);
        if (day == day_ && from <= time &&
            time < until) { // else a clock was set back over midnight: each order finds its day
            from_ = from;
            seconds_ = static_cast<std::uint64_t>((until - from).count);
        }
        return why;
    }
    /// Makes a row for the member, and the sums of the day's period those that orders go to.
    LOYALTY_COLD table_refusal turn_to(std::uint32_t member, date day) noexcept {
        if (member >= most_members_) {
            return table_refusal::unknown_member;
        }
        const std::size_t place = periods_.place_of(day);
        if (place == periods_.size()) {
            return table_refusal::outside;
        }
        settle();
        day_ = day;
        latest_ = (std::max)(latest_, day);
        place_ = place;
        bit_ = std::uint64_t{1} << place;
        now_ = sums_[place];
        if (member >= rows_.size()) {
            rows_.resize(std::size_t{member} + 1);
        }
        return table_refusal::none;
    }
    void settle() noexcept {
        if (place_ < periods_.size()) {
            sums_[place_] = now_;
        }
    }
    /// Adds to the member and the period; returns false, with both as before, if a sum would pass 64 bits.
    LOYALTY_INLINE bool add_money(purchases_of_member& own, std::int64_t more) noexcept {
        if (detail::add_in_place_overflows(own.net_minor_units, more)) {
            return false;
        }
        if (detail::add_in_place_overflows(now_.net_minor_units, more)) {
            static_cast<void>(
                detail::subtract_overflows(own.net_minor_units, more, own.net_minor_units)); // it fitted before
            return false;
        }
        return true;
    }
    [[nodiscard]] bool passes_with(const purchase_table& other) const noexcept {
        std::int64_t sum = 0;
        bool passes = false; // 64 bits
        for (std::size_t i = 0; i < periods_.size(); ++i) {
            passes = detail::add_overflows(sums_of(i).net_minor_units, other.sums_of(i).net_minor_units, sum) || passes;
        }
        for (std::size_t i = 0; i < (std::min)(rows_.size(), other.rows_.size()); ++i) {
            passes = detail::add_overflows(rows_[i].net_minor_units, other.rows_[i].net_minor_units, sum) || passes;
        }
        return passes;
    }
    static void take_in(purchases_of_member& own, const purchases_of_member& other) noexcept {
        own.last = (std::max)(own.last, other.last);
        own.net_minor_units += other.net_minor_units;
        own.active |= other.active;
        own.orders += other.orders;
        own.bits_of_all &= other.bits_of_all;
        own.bits_of_any |= other.bits_of_any;
    }

    periods periods_;
    std::uint32_t most_members_;
    std::size_t known_ = 0; ///< members with a row, if `day_` is the latest day
    date day_{};            ///< of the last order, with its period's bit, sums and place
    std::uint64_t bit_ = 0;
    instant from_{}; ///< where `day_` begins, and its length; 0 if that is not known
    std::uint64_t seconds_ = 0;
    date latest_ = date::minimum();
    sums now_{}; ///< what `sums_` will have at `place_`
    std::size_t place_ = periods::most;
    std::vector<purchases_of_member> rows_{};
    std::array<sums, periods::most> sums_{};
};

} // namespace loyalty::analytics
