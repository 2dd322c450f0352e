// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/discounts/discount.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty::prices {

/// Points are the price of a coupon: a checkout that uses one of campaign 7 spends 200 points (S38, S25).
///
/// @code
/// constexpr programme shop{discounts{percent_off(5_pct).needs(coupon{7})}, points{...}, lots<unit::points>{},
///                          coupon_price{coupon{7}, 200_points}};
/// @endcode
///
/// Behind the account, points that the same sale earned pay as well: a member with none buys five pieces at a point each, takes
/// a coupon of 5 points at once, and has none afterwards. Before the account only those that were there. Too few refuse the
/// checkout (`insufficient_balance`), and the coupon stays unused; a quote says the same, with the prices without the coupon. The
/// points go back to their lots when nothing is left of the sale; a return of a part leaves them spent, as it leaves the
/// coupon used.
///
/// Include this file beside `loyalty.hpp`.
template <unit_type Unit>
struct coupon_price {
    using rewards = units<>;
    using debits = units<Unit>;
    static constexpr std::string_view name = "coupon_price";
    static constexpr bool spending_comes_back = true;
    template <class Event>
    static constexpr bool concerns = extensions::uses_things<Event>;

    std::uint32_t campaign = 0;
    amount<Unit> price{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"campaign", &coupon_price::campaign, "the campaign of the coupon"},
        extensions::field{"price", &coupon_price::price, "the points that one coupon costs",
                          extensions::above_zero("coupon_price: the price must be above zero: leave it out if a coupon "
                                                 "costs nothing")});

    constexpr coupon_price(coupon which, amount<Unit> points) noexcept : campaign{which.campaign}, price{points} {}

    /// What a coupon of a campaign costs; nothing if it is another one.
    [[nodiscard]] constexpr amount<Unit> price_of(std::uint32_t number) const noexcept {
        return number == campaign ? price : amount<Unit>{};
    }

    template <class Visit>
    constexpr void apply(extensions::no_state, Visit& visit) const noexcept {
        for (const things::use& each : visit.event.uses) {
            if (each.campaign == campaign && !visit.refused()) {
                visit.template spend<Unit>(price); // a sale uses one coupon of a campaign at most
            }
        }
    }
};

} // namespace loyalty::prices
