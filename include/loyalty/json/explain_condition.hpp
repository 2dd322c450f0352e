// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Which part of a condition from run time does not hold: see rules/explain_condition.hpp.

#include <loyalty/engine/visit.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/names.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/predicates/basket.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace loyalty::json {

namespace explaining {

/// The part of a condition that begins at an index.
[[nodiscard]] constexpr condition part_of(const condition& all, std::size_t index) noexcept {
    condition part;
    for (std::size_t i = index; i < all.end_of(index); ++i) {
        static_cast<void>(part.add(all[i]));
    }
    part.link();
    return part;
}

/// The amount that the basket lacks, for a test of its sum whose lines have a price.
template <class Visit>
constexpr bool explain_basket(const test& own, Visit& visit) noexcept {
    using line = loyalty::detail::line_of<Visit>;
    if constexpr (fact::net_fact::known<line>) {
        using unit = typename std::remove_cvref_t<decltype(fact::net(std::declval<const line&>()))>::unit;
        if (own.what == asks::basket) {
            const auto basket = criteria::basket_at_least(amount<unit>::from_minor_units(own.value));
            visit.explain("missing to the basket", basket.least - basket.sum(visit));
            return true;
        }
        if (own.what == asks::goods) {
            const auto goods = prices::goods_at_least(amount<unit>::from_minor_units(own.value));
            visit.explain("missing to the basket", goods.least - goods.sum(visit));
            return true;
        }
    }
    return false;
}

template <class Line, class Visit>
constexpr void explain_from(const condition& all, std::size_t index, const Line& line, Visit& visit) noexcept {
    if (part_of(all, index)(line, visit)) {
        return;
    }
    const test& own = all[index];
    if (own.what == asks::both) {
        std::size_t child = index + 1;
        for (std::size_t i = 0; i < own.count; ++i) {
            explain_from(all, child, line, visit);
            child = all.end_of(child);
        }
    } else if (own.what == asks::during && visit.today().days_since_epoch < own.value) {
        visit.explain("days to the beginning", ratio{own.value - visit.today().days_since_epoch, 1}, "days");
    } else if (!explain_basket(own, visit)) {
        const test& asked = own.what == asks::one_of ? all[index + 1] : own;
        visit.explain("condition not met", ratio{0, 1},
                      asked.what == asks::own_fact ? own_fact_codes[static_cast<std::size_t>(asked.until)]
                                                   : name_of_choice(asked.what));
    }
}

} // namespace explaining

/// Found by `detail::explain_unmet`. The depth is that of the text.
template <class Line, class Visit>
constexpr void explain_condition(const condition& unmet, const Line& line, Visit& visit) noexcept {
    if (unmet.size() != 0) {
        explaining::explain_from(unmet, 0, line, visit);
    }
}

} // namespace loyalty::json
