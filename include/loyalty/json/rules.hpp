// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The kinds of rules that a programme from text may hold, and the list of them.
///
/// @code
/// const auto read = json::read_programme<currency::usd>(text);
/// const programme shop{terms{.name = "shop"}, read.rules};                          // a plain balance
/// const programme ledger{terms{.name = "shop"}, read.rules, lots<unit::points>{}};  // lots that expire
/// @endcode

#include <loyalty/engine/rule_list.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/exchange.hpp>
#include <loyalty/json/explain_condition.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/stages.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/policies/cashback.hpp>
#include <loyalty/policies/gamified.hpp>
#include <loyalty/policies/gamified/stamp_card.hpp>
#include <loyalty/policies/gamified/streak.hpp>
#include <loyalty/policies/spend_threshold.hpp>
#include <loyalty/policies/tiered.hpp>

#include <cstddef>

namespace loyalty::json {

template <class Currency>
struct kinds {
    using points_rule = in_unit<Currency, points_of>;
    template <class Trigger, class Window>
    using threshold = in_unit<Currency, by_measure<spend_threshold<awarded, Trigger, Window, measure, condition>>>;
    template <class Window>
    using every_rule = threshold<every<counted>, Window>;
    template <class Window>
    using once_rule = threshold<once<counted>, Window>;
    using rate = cashback_rate<condition, detail::capped<Currency, window>>;
    using cashback_rule = cashback<Currency, money_measure<Currency>, rate, rate, rate, rate>;
    template <class Window>
    using tiered_rule = by_measure<tiered<counted, extensions::most_tiers, Window, measure, condition>>;
    using stamp_card_rule = by_measure<stamp_card<measure, condition, bundle<Currency>>>;
    template <period_unit Unit>
    using streak_rule =
        by_measure<streak<criteria::calendar_window{Unit}, event_measure, condition, bundle<Currency>, true>>;

    // Windows with periods forget otherwise than those without, so they are kinds of their own.
    template <std::size_t Capacity>
    using list = rule_list<Capacity, tiered_rule<criteria::calendar_window>, points_rule, every_rule<window>,
                           cashback_rule, stamp_card_rule, streak_rule<period_unit::week>, once_rule<window>,
                           every_rule<criteria::calendar_window>, once_rule<criteria::calendar_window>,
                           every_rule<membership_years>, once_rule<membership_years>, tiered_rule<window>,
                           tiered_rule<membership_years>, streak_rule<period_unit::day>,
                           streak_rule<period_unit::month>, exchange<Currency>>;
};

/// Up to `Capacity` rules of a programme in a currency.
template <class Currency, std::size_t Capacity = 16>
using rules = typename kinds<Currency>::template list<Capacity>;

} // namespace loyalty::json
