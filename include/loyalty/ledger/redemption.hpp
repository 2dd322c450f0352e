// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The value of points, and how many of them a bill may take (S25). A rule is a number to ask, and a policy of a programme: before
/// the account it refuses redemptions and reservations that do not fit it.
///
/// @code
/// constexpr redemption_rule beauty{redemption_rate{500_points, 10_usd}};
/// beauty.quote(1260_points, 1260_points, 25_usd, today);      // 1000 points, 20.00 USD: the bill must cover it
/// constexpr programme shop{points{...}, beauty, lots<unit::points>{}};
/// redeemable<unit::points>(shop, anna, 25_usd, now);          // the same, from Anna's balance
/// apply(shop, anna, redemption<unit::points>{.id = 7, .time = now, .amount = 300_points});    // refused: uneven_amount
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/hold.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/window.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace loyalty::detail {

/// True for a priced basket in one currency, of which points of one unit may pay a part.
template <class Event, class Unit, class Currency>
inline constexpr bool is_paid_with = false;
template <class Event, class Unit, class Currency>
requires(extensions::uses_things<Event>&& std::is_base_of_v<basket<Currency>, Event>&& requires(const Event& event) {
    requires std::is_same_v<std::remove_cvref_t<decltype(event.points_paid)>, amount<Unit>>;
}) inline constexpr bool is_paid_with<Event, Unit, Currency> = true;

} // namespace loyalty::detail

namespace loyalty::ledgers {

/// So many points are worth so much, while the window lasts: `redemption_rate{100_points, 5_usd}`.
template <unit_type Unit, money_unit Currency>
struct redemption_rate {
    amount<Unit> points{};
    money<Currency> value{};
    date_window valid{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"points", &redemption_rate::points, "so many points"},
                           extensions::field{"value", &redemption_rate::value, "are worth so much"},
                           extensions::field{"valid", &redemption_rate::valid, "the days on which they are"});

    constexpr redemption_rate() noexcept = default;
    constexpr redemption_rate(amount<Unit> each, money<Currency> worth, date_window in = {}) noexcept
        : points{each}, value{worth}, valid{in} {}

    [[nodiscard]] constexpr bool is_right() const noexcept {
        return points.minor_units() > 0 && value.minor_units() > 0 && !valid.empty();
    }
};

/// What a redemption takes, and what it is worth. Both are zero where nothing can be redeemed.
template <unit_type Unit, money_unit Currency>
struct redemption_quote {
    amount<Unit> points{};
    money<Currency> value{};

    [[nodiscard]] friend constexpr bool operator==(const redemption_quote&, const redemption_quote&) noexcept = default;
};

template <unit_type Unit, money_unit Currency>
redemption_quote(amount<Unit>, money<Currency>) -> redemption_quote<Unit, Currency>;

/// Points into money. The points quoted are what was asked for, limited by the balance, by the most, and by the part of the
/// bill that points may pay, rounded down to a multiple of the step; nothing where that is below the minimum. The step is
/// that of the rate (500 points for 10 USD: 500) unless `in_steps_of` says otherwise; a value that such a step splits is
/// rounded down to the minor unit.
template <unit_type Unit, money_unit Currency, std::size_t Rates = 1>
struct redemption_rule {
    using quote_type = redemption_quote<Unit, Currency>;
    using rewards = detail::type_list<>;
    using redeemed_unit = Unit;
    static constexpr std::string_view name = "redemption_rule";
    template <class Event>
    static constexpr bool concerns =
        std::is_same_v<Event, redemption<Unit>> || std::is_same_v<Event, reservation<Unit>> ||
        detail::is_paid_with<Event, Unit, Currency>;

    redemption_rate<Unit, Currency> rates[Rates]{};
    amount<Unit> minimum{};
    amount<Unit> step{}; ///< zero: that of the rate
    amount<Unit> most = amount<Unit>::largest();
    ratio part_of_bill{1, 1};
    bool pays_last_cent = false; ///< a step more is quoted if the bill is otherwise not paid to the last cent

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"rates", &redemption_rule::rates, "the value of points, by days"},
        extensions::field{"at_least", &redemption_rule::minimum, "the fewest points at a time",
                          extensions::zero_or_above("redemption_rule: the minimum must not be negative")},
        extensions::field{"in_steps_of", &redemption_rule::step,
                          "points are redeemed in multiples of it; 0 is that of the rate",
                          extensions::zero_or_above("redemption_rule: the step must not be negative")},
        extensions::field{"at_most", &redemption_rule::most, "the most points at a time",
                          extensions::above_zero("redemption_rule: the most must be above zero")},
        extensions::field{
            "paying_at_most", &redemption_rule::part_of_bill, "the part of a bill that points may pay",
            extensions::above_zero(
                "redemption_rule: points must be allowed to pay more than nothing and at most all of a bill")},
        extensions::field{"to_the_last_cent", &redemption_rule::pays_last_cent,
                          "true if a step more may pay the last cents"});

    template <class... Rate>
    requires(sizeof...(Rate) == Rates && (std::same_as<Rate, redemption_rate<Unit, Currency>> &&
                                          ...)) constexpr explicit redemption_rule(Rate... each) noexcept
        : rates{each...} {}

    /// Fewer points than that are not redeemed.
    [[nodiscard]] constexpr redemption_rule at_least(amount<Unit> points) const noexcept {
        redemption_rule other = *this;
        other.minimum = points;
        return other;
    }
    /// No more points than that at a time.
    [[nodiscard]] constexpr redemption_rule at_most(amount<Unit> points) const noexcept {
        redemption_rule other = *this;
        other.most = points;
        return other;
    }
    [[nodiscard]] constexpr redemption_rule in_steps_of(amount<Unit> points) const noexcept {
        redemption_rule other = *this;
        other.step = points;
        return other;
    }
    /// Points pay no more than that part of a bill: `.paying_at_most(50_pct)`.
    [[nodiscard]] constexpr redemption_rule paying_at_most(ratio part) const noexcept {
        redemption_rule other = *this;
        other.part_of_bill = part;
        return other;
    }

    /// A bill is paid to its last cent, with points whose value is cut to it: 3.20 at 0.03 a point takes 107 points, and not 106
    /// for 3.18.
    [[nodiscard]] constexpr redemption_rule to_the_last_cent() const noexcept {
        redemption_rule other = *this;
        other.pays_last_cent = true;
        return other;
    }

    /// As a policy: refuses a redemption or reservation on a day without a rate (`not_redeemable`), below the minimum
    /// (`below_minimum`), above the most (`above_maximum`), and one that is no multiple of the step (`uneven_amount`).
    template <class Visit>
    constexpr void apply(extensions::no_state, Visit& visit) const noexcept {
        if constexpr (detail::is_paid_with<detail::event_type_of<Visit>, Unit, Currency>) {
            spend(visit);
        } else {
            check_redeemed(visit);
        }
    }

    template <class Visit>
    constexpr void check_redeemed(Visit& visit) const noexcept {
        const amount<Unit> asked = visit.event.amount;
        const auto rate = rate_on(visit.today());
        if (!rate) {
            return visit.refuse_if(true, reason::not_redeemable);
        }
        const amount<Unit> unit_of_step = step.minor_units() > 0 ? step : rate->points;
        if (asked < minimum) {
            visit.refuse(reason::below_minimum, asked, minimum);
        } else if (most < asked) {
            visit.refuse(reason::above_maximum, asked, most);
        } else if (asked.minor_units() % unit_of_step.minor_units() != 0) {
            visit.refuse(reason::uneven_amount, asked, unit_of_step);
        }
    }

    /// The points that pay a checkout.
    template <class Visit>
    constexpr void spend(Visit& visit) const noexcept {
        if (visit.event.points_paid > amount<Unit>{}) {
            visit.template spend<Unit>(visit.event.points_paid);
        }
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        for (std::size_t i = 0; i < Rates; ++i) {
            if (!rates[i].is_right()) {
                return "redemption_rule: the points, the value and the window of a rate must not be empty";
            }
            for (std::size_t j = 0; j < i; ++j) {
                if (!dates::intersection(rates[i].valid, rates[j].valid).empty()) {
                    return "redemption_rule: two rates hold on one day";
                }
            }
        }
        return most < minimum ? "redemption_rule: the most must not lie below the minimum"
               : part_of_bill.numerator > part_of_bill.denominator
                   ? "redemption_rule: points must be allowed to pay more than nothing and at most all of a bill"
                   : nullptr;
    }

    /// The rate of a day; none where no rate holds, or it is worth nothing.
    [[nodiscard]] constexpr std::optional<redemption_rate<Unit, Currency>> rate_on(date today) const noexcept {
        for (const redemption_rate<Unit, Currency>& each : rates) {
            if (each.is_right() && each.valid.contains(today)) {
                return each;
            }
        }
        return std::nullopt;
    }

    /// What points are worth on a day, rounded down: 1000 at 5.00 for 100 are 50.00. None without a rate, and where the
    /// value passes 64 bits.
    [[nodiscard]] constexpr std::optional<money<Currency>> value_of(amount<Unit> points, date today) const noexcept {
        const auto rate = rate_on(today);
        if (!rate) {
            return std::nullopt;
        }
        return detail::amount_of<Currency>(detail::scale_minor_units(points.minor_units(), rate->value.minor_units(),
                                                                     rate->points.minor_units(), rounding::down));
    }

    [[nodiscard]] constexpr quote_type quote(amount<Unit> requested, amount<Unit> balance, money<Currency> bill,
                                             date today) const noexcept {
        const auto rate = rate_on(today);
        const auto payable = arithmetic::scale(bill, part_of_bill, rounding::floor);
        if (!rate || !payable) {
            return {};
        }
        std::int64_t points = least(requested, least(balance, most)).minor_units();
        if (const auto covered =
                detail::scale_minor_units(payable->minor_units(), rate->points.minor_units(), rate->value.minor_units(),
                                          pays_last_cent ? rounding::ceiling : rounding::floor)) {
            points = *covered < points ? *covered : points; // where it does not fit, the bill is no limit
        }
        points -= points % (step.minor_units() > 0 ? step : rate->points).minor_units();
        const auto redeemed = amount<Unit>::from_minor_units(points);
        const auto value = value_of(redeemed, today);
        return points <= 0 || redeemed < minimum || !value
                   ? quote_type{}
                   : quote_type{redeemed, *payable < *value ? *payable : *value};
    }

private:
    [[nodiscard]] static constexpr amount<Unit> least(amount<Unit> left, amount<Unit> right) noexcept {
        return right < left ? right : left;
    }
};

template <unit_type Unit, money_unit Currency, class... More>
redemption_rule(redemption_rate<Unit, Currency>, More...) -> redemption_rule<Unit, Currency, 1 + sizeof...(More)>;

/// What a redemption takes off the price of one gallon, litre or piece, and off the bill.
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
/// That the price does not fall below zero is for the till to see to: ask for fewer points.
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

/// What an item costs in points while the window lasts: a coffee, 50 until 2023-02-12.
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

    /// The price of an item on a day; none where it is not to be had for points.
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
