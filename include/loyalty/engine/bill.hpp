// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The bill of a checkout: prices, discounts, means of payment, and refusals. See engine/quote.hpp.
///
/// 100.00 USD with a coupon of 15.00 and 20 % off: `rules` give 15.00 and 17.00, `total` is 68.00; points pay 15.00, and `due` is
/// 53.00.

#include <loyalty/config.hpp>
#include <loyalty/detail/working_list.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/discounts/pricing.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace loyalty {

namespace prices {

/// A code that was presented, and why it gives nothing: `reason::none` if it is used.
struct presented_result {
    std::uint64_t code = 0;
    std::uint32_t campaign = 0; ///< 0 if it was not found
    reason why = reason::none;
    std::size_t rule = no_rule;      ///< the rule that it is for
    std::size_t beaten_by = no_rule; ///< the rule that took its place
    std::int64_t asked = 0;          ///< for a limit, in minor units: of points if they do not suffice, else of money
    std::int64_t there = 0;

    [[nodiscard]] friend constexpr bool operator==(const presented_result&, const presented_result&) = default;
};

/// The part of a bill that one means of payment covers.
template <money_unit Currency, unit_type Unit>
struct payment_result {
    tender by = tender::points;
    reason why = reason::none;
    std::uint64_t code = 0; ///< of a gift card
    amount<Unit> points{};  ///< that pay
    money<Currency> paid{};
    money<Currency> forfeited{}; ///< what the points are worth beyond what they pay
    std::int64_t asked = 0;      ///< for a limit, in minor units of points or money
    std::int64_t there = 0;

    [[nodiscard]] friend constexpr bool operator==(const payment_result&, const payment_result&) = default;
};

/// The bill of a checkout. `Rules` is the number of rules in the `discounts` of the programme.
template <money_unit Currency, unit_type Unit, std::size_t MostLines, std::size_t Rules>
struct bill {
    using payment_type = payment_result<Currency, Unit>;

    effects::refusal refusal{}; ///< the first thing that is refused; with `reason::none` the checkout can be applied
    detail::working_list<basket_line<Currency>, MostLines> lines{}; ///< with the prices after discounts
    std::array<rule_result<Currency, MostLines>, Rules> rules{};    ///< what each rule of `discounts` did
    detail::working_list<presented_result, most_presented> presented{};
    detail::working_list<payment_type, most_payments> payments{};
    detail::working_list<things::use, most_presented + most_payments> uses{}; ///< what the sale uses up
    detail::working_list<tender_part<Currency>, most_payments + 1> tenders{}; ///< how it is paid, with the rest
    amount<Unit> points_paid{};
    money<Currency> list_total{}; ///< before the discounts, with tax
    money<Currency> discounted{}; ///< all discounts, without tax
    money<Currency> total{};      ///< after the discounts, with tax
    money<Currency> due{};        ///< what the means of payment leave

    [[nodiscard]] constexpr bool can_be_sold() const noexcept { return refusal.why == reason::none; }
    /// The amount that the discounts of the programme took off a line.
    [[nodiscard]] constexpr money<Currency> discount_of(std::size_t line) const noexcept {
        money<Currency> sum{};
        for (const auto& rule : rules) {
            sum = line < rule.shares.size() ? sum + rule.shares[line] : sum;
        }
        return sum;
    }
    /// The sale that policies see. Its lines lie in the bill. They are those of the checkout, which passed the checks, at prices
    /// from zero up.
    template <class Checkout>
    [[nodiscard]] constexpr typename Checkout::judged_as sale(const Checkout& event) const noexcept {
        return {{.id = event.id,
                 .member = event.member,
                 .time = event.time,
                 .lines = {lines.begin(), lines.size()},
                 .tenders = {tenders.begin(), tenders.size()},
                 .store = event.store,
                 .channel = event.channel},
                points_paid,
                {uses.begin(), uses.size()},
                loyalty::detail::checked_lines{can_be_sold()}};
    }
};

} // namespace prices

} // namespace loyalty
