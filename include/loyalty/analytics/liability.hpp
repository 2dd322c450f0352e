// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The points that members hold, rolled forward by period (S53), and their value in the books.
///
/// |          | opening | issued | redeemed | expired | clawed back | closing |
/// |----------|---------|--------|----------|---------|-------------|---------|
/// | January  | 0       | 100    | 0        | 0       | 0           | 100     |
/// | February | 100     | 50     | 30       | 0       | 10          | 110     |
/// | March    | 110     | 0      | 0        | 70      | 0           | 40      |
///
/// @code
/// analytics::liability_book<unit::points> book{analytics::boundaries({period_unit::month, "2025-01-01"_date, 3}, rules.frame.calendar)};
/// book.around(rules, anna, 0, sale.time, [&] { return apply(rules, anna, sale); });     // each event so
/// book.finish(rules, members);
/// book.row(1).closing;                                                                 // 110 points
/// @endcode
///
/// The flows are those of the accounts: all that was issued, redeemed, expired and clawed back. The closing is the sum of all
/// balances at the end of the period, and `reconciles` returns true if both agree. A period ends with its last day: lots whose last day is 31 January have expired in January. Give-backs lower what was redeemed, and returns
/// of expired points lower what had expired, in the period in which they come.

#include <loyalty/analytics/boundary_walk.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/engine/queries.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/time/instant.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace loyalty::analytics {

/// Sums over members at an instant, in minor units. The first four are sums since the first event.
struct position {
    std::int64_t issued = 0;
    std::int64_t redeemed = 0;
    std::int64_t expired = 0;
    std::int64_t clawed_back = 0;
    std::int64_t balance = 0; ///< pending, available and held, less what is owed
    std::int64_t owed = 0;
    bool overflow = false; ///< a sum passed 64 bits

    constexpr void add(const position& more) noexcept {
        overflow = overflow || more.overflow;
        for (const auto field : {&position::issued, &position::redeemed, &position::expired, &position::clawed_back,
                                 &position::balance, &position::owed}) {
            overflow = detail::add_overflows(this->*field, more.*field, this->*field) || overflow;
        }
    }

    [[nodiscard]] friend constexpr bool operator==(const position&, const position&) noexcept = default;
};

/// Returns the position of one member at an instant. If the programme has no account for the unit, the balance counts as issued.
template <unit_type Unit, class Programme>
[[nodiscard]] constexpr position position_of(const Programme& programme, const typename Programme::member_type& own,
                                             instant as_of) noexcept {
    if constexpr (extensions::has_account<Programme, Unit>) {
        const auto has = balances_of<Unit>(programme, own, as_of);
        return {has.earned.minor_units(),
                has.spent.minor_units(),
                has.expired.minor_units(),
                has.clawed_back.minor_units(),
                has.total().minor_units(),
                has.debt.minor_units(),
                false};
    } else {
        const std::int64_t balance = own.template balance<Unit>().minor_units();
        return {balance, 0, 0, 0, balance, 0, false};
    }
}

/// A period of the roll-forward. See the top of this file.
template <unit_type Unit>
struct roll_forward {
    amount<Unit> opening{};
    amount<Unit> issued{};
    amount<Unit> redeemed{};
    amount<Unit> expired{};
    amount<Unit> clawed_back{};
    amount<Unit> closing{}; ///< the sum of all balances
    amount<Unit> owed{};    ///< at the end, by members with a debt; taken off in `closing`
    bool overflow = false;  ///< a sum passed 64 bits: the amounts mean nothing

    /// The period between two boundaries.
    [[nodiscard]] static constexpr roll_forward between(const position& from, const position& to) noexcept {
        roll_forward result;
        result.overflow = from.overflow || to.overflow;
        const auto points = [](std::int64_t minor_units) { return amount<Unit>::from_minor_units(minor_units); };
        const auto flow = [&](std::int64_t position::*field) {
            std::int64_t difference = 0;
            result.overflow = detail::subtract_overflows(to.*field, from.*field, difference) || result.overflow;
            return points(difference);
        };
        result.opening = points(from.balance);
        result.issued = flow(&position::issued);
        result.redeemed = flow(&position::redeemed);
        result.expired = flow(&position::expired);
        result.clawed_back = flow(&position::clawed_back);
        result.closing = points(to.balance);
        result.owed = points(to.owed);
        return result;
    }
    /// Returns true if the opening and the flows are the closing, to the point.
    [[nodiscard]] constexpr bool reconciles() const noexcept {
        return !overflow && opening + issued - redeemed - expired - clawed_back == closing;
    }
};

/// Keeps the positions at boundaries. Members' events may come in any order among members, so books
/// of two parts of the members merge into the book of all.
template <unit_type Unit>
class liability_book {
public:
    explicit liability_book(std::vector<instant> boundaries_in_order) noexcept
        : walk_{std::move(boundaries_in_order)}, positions_(walk_.size()), brought_(walk_.size()) {}

    /// Calls `serve()`, which may apply events of this time to the member: see `boundary_walk`.
    template <class Programme, class Serve>
    LOYALTY_INLINE decltype(auto) around(const Programme& programme, typename Programme::member_type& own,
                                         std::uint32_t index, instant time, Serve serve) noexcept {
        return walk_.around(own, index, time, serve, noting(programme));
    }
    /// Notes all members at the boundaries that they have not passed. Nothing may be served behind it.
    template <class Programme, class Members>
    void finish(const Programme& programme, const Members& members) noexcept {
        walk_.finish(members, noting(programme));
    }
    /// Notes that points of another system were brought at a time, such as those of an accepted `opening`: they count in the opening
    /// of that period, and not as issued in it. 1500 points that are brought in July are the opening of July.
    void take_over(instant time, amount<Unit> brought) noexcept {
        for (std::size_t period = 0; period < size(); ++period) {
            if (walk_.at(period) <= time && time < walk_.at(period + 1)) {
                position& at_opening = brought_[period];
                at_opening.add({.issued = brought.minor_units(), .balance = brought.minor_units()});
            }
        }
    }
    /// Adds the book of other members at the same boundaries, both finished. Returns false if the boundaries differ.
    [[nodiscard]] bool merge(const liability_book& other) noexcept {
        if (!walk_.has_boundaries_of(other.walk_)) {
            return false;
        }
        for (std::size_t i = 0; i < positions_.size(); ++i) {
            positions_[i].add(other.positions_[i]);
            brought_[i].add(other.brought_[i]);
        }
        return true;
    }

    /// The number of periods, one less than the boundaries.
    [[nodiscard]] std::size_t size() const noexcept { return positions_.empty() ? 0 : positions_.size() - 1; }
    /// The sums at a boundary, from 0.
    [[nodiscard]] const position& at(std::size_t boundary) const noexcept { return positions_[boundary]; }
    [[nodiscard]] roll_forward<Unit> row(std::size_t period) const noexcept {
        LOYALTY_ASSERT(period < size());
        position opening = positions_[period];
        opening.add(brought_[period]);
        return roll_forward<Unit>::between(opening, positions_[period + 1]);
    }

private:
    template <class Programme>
    [[nodiscard]] auto noting(const Programme& programme) noexcept {
        return [this, &programme](std::size_t boundary, const typename Programme::member_type& own) {
            positions_[boundary].add(position_of<Unit>(programme, own, walk_.at(boundary)));
        };
    }

    boundary_walk walk_;
    std::vector<position> positions_;
    std::vector<position> brought_; ///< by period
};

/// How points become money in the books: 1000 points at 0.01 USD each, of which 10 % are never redeemed, are 9.00 USD.
struct point_value {
    ratio money_per_point{1, 100}; ///< whole units of the currency for one whole unit of points
    ratio breakage{0, 1};          ///< the share that is expected never to be redeemed
    rounding mode = rounding::half_up;

    /// The points expected never to be redeemed, rounded to points: the first stage of rounding.
    template <unit_type Unit>
    [[nodiscard]] constexpr std::optional<amount<Unit>> breakage_of(amount<Unit> points) const noexcept {
        return arithmetic::scale(points, breakage, mode);
    }
    /// The rest in money, rounded to the currency: the second and last stage. Empty if it does not fit 64 bits.
    template <unit_type Currency, unit_type Unit>
    [[nodiscard]] constexpr std::optional<amount<Currency>> liability_of(amount<Unit> points) const noexcept {
        const auto lost = breakage_of(points);
        return lost ? arithmetic::convert<Currency>(points - *lost, money_per_point, mode) : std::nullopt;
    }
};

/// IFRS 15 (paragraphs 73 to 80, B39 to B43) allocates the price of a sale to the goods and the points that will be redeemed,
/// in proportion to the prices at which they would be sold alone.
///
/// Sales of 100,000 with 10,000 points of 1.00, of which 97 % will be redeemed: 9,700 / 109,700 of the price. The stage of
/// rounding decides: in whole per cent that is 9 %, 9,000.00; not rounded before the amount it is 8,842.30.
template <unit_type Currency>
struct allocated_price {
    amount<Currency> price{};
    amount<Currency> goods_alone{};
    amount<Currency> points_alone{}; ///< of the points that will be redeemed

    /// The part of the price that belongs to the points, rounded once, as an amount.
    [[nodiscard]] constexpr std::optional<amount<Currency>> of_points(rounding mode) const noexcept {
        const auto share = share_of_points();
        return share ? arithmetic::scale(price, *share, mode) : std::nullopt;
    }
    /// The same with the share rounded first, to per cent with so many decimals, and then the amount.
    [[nodiscard]] constexpr std::optional<amount<Currency>> of_points_by_percent(int decimals,
                                                                                 rounding mode) const noexcept {
        const auto share = share_of_points();
        const auto shown = share ? percent(*share, decimals, mode) : std::nullopt;
        if (!shown || decimals < 0 || decimals > 6) {
            return std::nullopt;
        }
        std::int64_t whole = 100;
        for (int i = 0; i < decimals; ++i) {
            whole *= 10;
        }
        return arithmetic::scale(price, ratio{shown->coefficient, whole}, mode);
    }

private:
    [[nodiscard]] constexpr std::optional<ratio> share_of_points() const noexcept {
        std::int64_t both = 0;
        const bool wrong = detail::add_overflows(goods_alone.minor_units(), points_alone.minor_units(), both) ||
                           points_alone.minor_units() < 0 || goods_alone.minor_units() < 0 || both == 0;
        return wrong ? std::nullopt : std::optional<ratio>{ratio{points_alone.minor_units(), both}};
    }
};

/// The revenue of points that has been recognised by a date. It is the deferred amount, times the points redeemed so
/// far, over the points expected to be redeemed in all, at today's estimate. 9,000.00, 4,500 of 9,700: 4,175.26; later
/// 8,500 of 9,900: 7,727.27, so 3,552.01 in the later period. What was redeemed counts up to what is expected. Empty if
/// nothing is expected.
template <unit_type Currency, unit_type Unit>
[[nodiscard]] constexpr std::optional<amount<Currency>>
recognised_revenue(amount<Currency> deferred, amount<Unit> redeemed_so_far, amount<Unit> expected_in_all,
                   rounding mode) noexcept {
    const std::int64_t counted = (std::min)(redeemed_so_far.minor_units(), expected_in_all.minor_units());
    return arithmetic::scale(deferred, ratio{counted, expected_in_all.minor_units()}, mode);
}

} // namespace loyalty::analytics
