// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Conditions on the whole purchase: its sum, its tenders, and whether points pay a part of it.

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/points_payment.hpp>
#include <loyalty/rules/predicate.hpp>

#include <concepts>
#include <cstddef>

namespace loyalty {

/// The net sum of the purchase reaches an amount: `per_visit{100_points}.when(basket_at_least(50_usd))`.
template <unit_type Unit>
struct basket_reaches {
    using is_predicate = void;
    template <class Visit>
    using demands = fact::net_fact::demanded<detail::line_of<Visit>>;
    amount<Unit> least{};

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        amount<Unit> sum{};
        for (const auto& line : lines_of(visit.event)) {
            if (add_overflows(sum, fact::net(line), sum)) {
                return true; // the rule that adds it refuses the event
            }
        }
        return least <= sum;
    }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        return least <= amount<Unit>{} ? "basket_at_least: the amount must be above zero" : nullptr;
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
    Tender tenders[Count];

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
    template <class Visit>
    using demands = after_points::demands<Visit>;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        if constexpr (Visit::points_pay) {
            return visit.payment.points != 0;
        } else {
            return false;
        }
    }
};

/// `points_pay()`: a programme that gives nothing then says `per_amount{1_points, 1_usd}.when(!points_pay())`.
[[nodiscard]] constexpr points_pay_matches points_pay() noexcept {
    return {};
}

} // namespace loyalty
