// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Conditions on the whole purchase: its sum, its tenders, and whether points pay a part of it.

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/points_payment.hpp>
#include <loyalty/rules/predicate.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace loyalty::criteria {

/// The net sum of the purchase reaches an amount: `per_visit{100_points}.when(basket_at_least(50_usd))`.
template <unit_type Unit>
struct basket_reaches {
    using is_predicate = void;
    template <class Visit>
    using demands = fact::net_fact::demanded<detail::line_of<Visit>>;
    static constexpr std::string_view name = "basket_at_least";
    amount<Unit> least{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"least", &basket_reaches::least, "the net sum that is reached",
                                             extensions::above_zero("basket_at_least: the amount must be above zero")});

    using asked = detail::questions::with_sum<Unit>;
    [[nodiscard]] constexpr bool is_met(asked sum) const noexcept { return least.minor_units() <= sum.minor_units; }
    template <class Function>
    constexpr void suggest(Function&& ask) const noexcept {
        ask(asked{least.minor_units()});
        ask(asked{0});
    }

    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> sum(const Visit& visit) const noexcept {
        amount<Unit> sum{};
        for (const auto& line : extensions::lines_of(visit.event)) {
            if (arithmetic::add_overflows(sum, fact::net(line), sum)) {
                return amount<Unit>::largest(); // the rule that adds it refuses the event
            }
        }
        return sum;
    }
    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return least <= sum(visit);
    }
};

template <unit_type Unit>
[[nodiscard]] constexpr basket_reaches<Unit> basket_at_least(amount<Unit> least) noexcept {
    return {least};
}

/// Some part of the bill was paid by one of these tenders.
template <class Tender, std::size_t Count>
struct tender_matches {
    using is_predicate = void;
    template <class Visit>
    using demands = fact::tenders_fact::demanded<detail::event_type_of<Visit>>;
    static constexpr std::string_view name = "tender_is";
    Tender tenders[Count];

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"tenders", &tender_matches::tenders, "the tenders of which one pays"});

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        for (const auto& part : fact::tenders(visit.event)) {
            for (const Tender wanted : tenders) {
                if (fact::tender(part) == wanted) {
                    return true;
                }
            }
        }
        return false;
    }
};

/// `tender_is(tender::cash)`; to earn on the share alone, use `.paid_by()` of a points stage.
template <class First, std::same_as<First>... Rest>
[[nodiscard]] constexpr tender_matches<First, 1 + sizeof...(Rest)> tender_is(First first, Rest... rest) noexcept {
    return {{first, rest...}};
}

/// Points pay a part of the purchase.
struct points_pay_matches {
    using is_predicate = void;
    using asks_for_payment = void;
    static constexpr std::string_view name = "points_pay";

    using asked = detail::questions::whether<points_pay_matches>;
    [[nodiscard]] constexpr bool is_met(asked state) const noexcept { return state.holds; }
    template <class Function>
    constexpr void suggest(Function&& ask) const noexcept {
        ask(asked{true});
        ask(asked{false});
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        if constexpr (detail::points_may_pay<Visit>) {
            return visit.payment.points != 0;
        } else {
            return false;
        }
    }
};

/// A programme that gives nothing if points pay: `per_amount{1_points, 1_usd}.when(!points_pay())`.
[[nodiscard]] constexpr points_pay_matches points_pay() noexcept {
    return {};
}

} // namespace loyalty::criteria
