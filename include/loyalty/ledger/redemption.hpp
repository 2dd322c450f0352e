// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points into a lower price, and into items: 500 points are 0.50 off each gallon, and 100 points a coffee. Points into money are
/// in redemption_rule.hpp.

#include <loyalty/config.hpp>
#include <loyalty/ledger/redemption_rule.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/window.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loyalty::ledgers {

/// The reduction that a redemption buys, of the price of one gallon, litre or piece, and of the bill.
template <unit_type Unit, money_unit Currency>
struct price_cut {
    amount<Unit> points{};
    money<Currency> per_unit{};
    money<Currency> value{};

    [[nodiscard]] friend constexpr bool operator==(const price_cut&, const price_cut&) noexcept = default;
};

template <unit_type Unit, money_unit Currency>
price_cut(amount<Unit>, money<Currency>, money<Currency>) -> price_cut<Unit, Currency>;

/// Points into a lower price: 100 points for 0.10 USD a gallon, on at most 35 gallons.
///
/// @code
/// constexpr price_redemption fuel{redemption_rule{redemption_rate{100_points, 0.10_usd}}.at_most(1000_points), ratio{35, 1}};
/// fuel.quote(512_points, 512_points, ratio{18'642, 1000}, today);       // 500 points, 0.50 a gallon, 9.32 USD
/// @endcode
///
/// The till must see that the price does not fall below zero: redeem fewer points.
template <unit_type Unit, money_unit Currency, std::size_t Rates = 1>
struct price_redemption {
    redemption_rule<Unit, Currency, Rates> rule;
    ratio most_quantity{1, 1};
    rounding mode = rounding::half_up; ///< of the whole value, once (S2)

    static constexpr std::string_view name = "price_redemption";
    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"rule", &price_redemption::rule, "how points are redeemed"},
        extensions::field{"most_quantity", &price_redemption::most_quantity, "the largest quantity at the lower price",
                          extensions::above_zero("price_redemption: the most quantity must be above nothing")},
        extensions::field{"rounding", &price_redemption::mode, "how the value is rounded"});

    constexpr price_redemption(redemption_rule<Unit, Currency, Rates> points_rule, ratio quantity,
                               rounding rounded = rounding::half_up) noexcept
        : rule{points_rule}, most_quantity{quantity}, mode{rounded} {}

    /// Nothing for a quantity that is not valid, or not above nothing.
    [[nodiscard]] constexpr price_cut<Unit, Currency> quote(amount<Unit> requested, amount<Unit> balance,
                                                            ratio quantity, date today) const noexcept {
        if (!quantity.valid() || quantity.numerator <= 0) {
            return {};
        }
        const auto one = rule.quote(requested, balance, money<Currency>::largest(), today);
        const auto value = arithmetic::scale(one.value, quantity < most_quantity ? quantity : most_quantity, mode);
        return value ? price_cut<Unit, Currency>{one.points, one.value, *value} : price_cut<Unit, Currency>{};
    }
};

template <unit_type Unit, money_unit Currency, std::size_t Rates>
price_redemption(redemption_rule<Unit, Currency, Rates>, ratio) -> price_redemption<Unit, Currency, Rates>;
template <unit_type Unit, money_unit Currency, std::size_t Rates>
price_redemption(redemption_rule<Unit, Currency, Rates>, ratio, rounding) -> price_redemption<Unit, Currency, Rates>;

/// The price of an item in points while the window lasts: a coffee, 50 until 2023-02-12.
template <unit_type Unit>
struct item_price {
    std::uint32_t item = 0;
    amount<Unit> points{};
    date_window valid{};

    constexpr item_price() noexcept = default;
    constexpr item_price(std::uint32_t which, amount<Unit> cost, date_window in = {}) noexcept
        : item{which}, points{cost}, valid{in} {}
};

/// Items for points: `item_prices{item_price{coffee, 50_points, until}, item_price{coffee, 100_points, from}}`.
template <unit_type Unit, std::size_t Count>
struct item_prices {
    item_price<Unit> prices[Count]{};

    template <std::same_as<item_price<Unit>>... Price>
    requires(sizeof...(Price) == Count) constexpr explicit item_prices(Price... each) noexcept : prices{each...} {}

    [[nodiscard]] constexpr const char* problem() const noexcept {
        for (std::size_t i = 0; i < Count; ++i) {
            if (prices[i].points.minor_units() <= 0 || prices[i].valid.empty()) {
                return "item_prices: the price and its window must not be empty";
            }
            for (std::size_t j = 0; j < i; ++j) {
                if (prices[i].item == prices[j].item &&
                    !dates::intersection(prices[i].valid, prices[j].valid).empty()) {
                    return "item_prices: an item has two prices on one day";
                }
            }
        }
        return nullptr;
    }

    /// The price of an item on a day; none if it is not to be had for points.
    [[nodiscard]] constexpr std::optional<amount<Unit>> price_of(std::uint32_t item, date today) const noexcept {
        for (const item_price<Unit>& each : prices) {
            if (each.item == item && each.valid.contains(today)) {
                return each.points;
            }
        }
        return std::nullopt;
    }
};

template <unit_type Unit, class... More>
item_prices(item_price<Unit>, More...) -> item_prices<Unit, 1 + sizeof...(More)>;

} // namespace loyalty::ledgers
