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
    using points_rule = in_unit<Currency, points<awards, stages>>;
    template <class Trigger, class Window>
    using threshold = in_unit<Currency, spend_threshold<awarded, Trigger, Window, measure, condition>>;
    using every_rule = threshold<every<counted>, criteria::lifetime>;
    using every_in_basket = threshold<every<counted>, criteria::one_basket>;
    using every_in_period = threshold<every<counted>, criteria::calendar_window>;
    using every_in_campaign = threshold<every<counted>, criteria::campaign>;
    using once_rule = threshold<once<counted>, criteria::lifetime>;
    using once_in_basket = threshold<once<counted>, criteria::one_basket>;
    using once_in_period = threshold<once<counted>, criteria::calendar_window>;
    using once_in_campaign = threshold<once<counted>, criteria::campaign>;
    using rate = cashback_rate<condition, detail::capped<Currency, window>>;
    using cashback_rule = cashback<Currency, money_measure<Currency>, rate, rate, rate, rate>;
    using tiered_rule = tiered<counted, extensions::most_tiers, criteria::calendar_window, measure, condition>;
    using stamp_card_rule = stamp_card<measure, condition, bundle<Currency>>;
    template <period_unit Unit>
    using streak_rule = streak<criteria::calendar_window{Unit}, criteria::visits, condition, bundle<Currency>, true>;

    template <std::size_t Capacity>
    using list =
        rule_list<Capacity, tiered_rule, points_rule, every_rule, every_in_basket, every_in_period, every_in_campaign,
                  once_rule, once_in_basket, once_in_period, once_in_campaign, cashback_rule, stamp_card_rule,
                  streak_rule<period_unit::day>, streak_rule<period_unit::week>, streak_rule<period_unit::month>>;
};

/// Up to `Capacity` rules of a programme in a currency.
template <class Currency, std::size_t Capacity = 16>
using rules = typename kinds<Currency>::template list<Capacity>;

} // namespace loyalty::json
