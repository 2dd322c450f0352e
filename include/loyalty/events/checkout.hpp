// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A basket at the till, before it has prices: its lines, the presented codes, and the means of payment (S39).
///
/// @code
/// const std::array lines{basket_line<currency::usd>{.id = 1, .net = 50_usd}};
/// const std::array codes{things::presented{.code = 4711}};
/// const std::array paid{payment<currency::usd>{.by = tender::points, .points = 500_points}};
/// const checkout<currency::usd> event{.id = 7, .time = now, .lines = lines, .presented = codes, .payments = paid};
/// prices::quote(shop, anna, event).due;      // what is left to pay; nothing is used up
/// apply(shop, anna, event);                  // the same prices, now sold: see engine/quote.hpp
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty {

namespace prices {

template <money_unit Currency, unit_type Unit, std::size_t MostLines, std::size_t Rules>
struct bill;

} // namespace prices

namespace detail {

template <class Item>
[[nodiscard]] constexpr bool are_equal(std::span<const Item> left, std::span<const Item> right) noexcept {
    bool equal = left.size() == right.size();
    for (std::size_t i = 0; equal && i < left.size(); ++i) {
        equal = left[i] == right[i];
    }
    return equal;
}

/// Says that lines passed the checks of a purchase, so that they need not pass them again. Only a bill can say it.
class checked_lines {
public:
    constexpr checked_lines() noexcept = default;
    [[nodiscard]] constexpr bool passed() const noexcept { return passed_; }

private:
    template <money_unit, unit_type, std::size_t, std::size_t>
    friend struct loyalty::prices::bill;

    constexpr explicit checked_lines(bool passed) noexcept : passed_{passed} {}

    bool passed_ = false;
};

} // namespace detail

namespace prices {

/// One means of payment.
///
/// | `by`               | pays                                                                       |
/// |--------------------|----------------------------------------------------------------------------|
/// | `tender::points`   | by the `redemption_rule` of the programme, at most `points` points         |
/// | `tender::gift_card`| from the money of `card`, at most `money_paid`                             |
/// | any other          | `money_paid`, and not more than is due                                     |
///
/// Points and gift cards pay only for the rest that is due. An amount of zero is no limit for them.
template <money_unit Currency, unit_type Unit = unit::points>
struct payment {
    tender by = tender::points;
    amount<Unit> points{};
    money<Currency> money_paid{};
    things::presented card{};

    [[nodiscard]] friend constexpr bool operator==(const payment&, const payment&) = default;
};

/// The basket of a checkout once it has prices: the event that policies see.
template <money_unit Currency, unit_type Unit>
struct priced_basket : basket<Currency> {
    amount<Unit> points_paid{};          ///< zero if points pay nothing
    std::span<const things::use> uses{}; ///< of what was presented
    detail::checked_lines checked{};
};

/// See the top of this file. A checkout has at most `MostLines` lines. The lines have their prices before the discounts
/// of the programme; `discount` is what others took off before, and the tax that of these prices.
template <money_unit Currency, unit_type Unit = unit::points, std::size_t MostLines = 64>
struct checkout {
    static constexpr auto kind_of_event = extensions::event_kind::checkout;
    static constexpr std::size_t most_lines = MostLines;
    using currency = Currency;
    using points_unit = Unit;
    /// The basket that policies see, and whose facts they demand.
    using judged_as = priced_basket<Currency, Unit>;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::span<const basket_line<Currency>> lines{};
    std::span<const things::presented> presented{};      ///< in any order
    std::span<const payment<Currency, Unit>> payments{}; ///< in the order in which they pay
    tender rest = tender::other;                         ///< how the rest is paid that `payments` leave
    std::uint32_t store = 0;
    std::uint32_t channel = 0;

    /// Compares what stands in the lists too.
    [[nodiscard]] friend constexpr bool operator==(const checkout& left, const checkout& right) noexcept {
        return left.id == right.id && left.member == right.member && left.time == right.time &&
               left.rest == right.rest && left.store == right.store && left.channel == right.channel &&
               detail::are_equal(left.lines, right.lines) && detail::are_equal(left.presented, right.presented) &&
               detail::are_equal(left.payments, right.payments);
    }
};

/// The most codes that are presented at one checkout, and the most means of payment.
inline constexpr std::size_t most_presented = 16;
inline constexpr std::size_t most_payments = 8;

} // namespace prices
} // namespace loyalty
