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

#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/rule_list.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/cashback_of.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/exchange.hpp>
#include <loyalty/json/explain_condition.hpp>
#include <loyalty/json/for_others.hpp>
#include <loyalty/json/further_games.hpp>
#include <loyalty/json/further_kinds.hpp>
#include <loyalty/json/ladders.hpp>
#include <loyalty/json/limited_of.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/packed.hpp>
#include <loyalty/json/plain_points.hpp>
#include <loyalty/json/rolling.hpp>
#include <loyalty/json/rolling_cashback.hpp>
#include <loyalty/json/wheel_of.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/policies/gamified.hpp>
#include <loyalty/policies/gamified/stamp_card.hpp>
#include <loyalty/policies/gamified/streak.hpp>
#include <loyalty/policies/spend_threshold.hpp>
#include <loyalty/policies/tiered.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::json {

template <class Currency>
struct kinds {
    using points_rule = in_unit<Currency, points_of>;
    using rolling_points_rule = in_unit<Currency, rolling_points_of>;
    template <class Trigger, class Window>
    using threshold = in_unit<Currency, by_measure<spend_threshold<awarded, Trigger, Window, measure, condition>,
                                                   !std::is_same_v<Window, window>>>;
    template <class Window>
    using every_rule = threshold<every<counted>, Window>;
    template <class Window>
    using once_rule = threshold<once<counted>, Window>;
    using any_rate = any_rate_of<Currency>;
    using cashback_rule = cashback_of<Currency>;
    using rolling_cashback_rule = rolling_cashback_of<Currency>;
    template <class Window>
    using tiered_rule = by_measure<tiered<counted, extensions::most_tiers, Window, measure, condition>,
                                   !std::is_same_v<Window, criteria::calendar_window>>;
    using stamp_card_rule = by_measure<stamp_card<measure, condition, bundle<Currency>>>;
    template <period_unit Unit>
    using streak_rule =
        by_measure<streak<criteria::calendar_window{Unit}, event_measure, condition, bundle<Currency>, true>,
                   Unit != period_unit::week>;

    using points_of_quotas =
        detail::type_list<limited_rule<Currency, awarded>, limited_rule<Currency, loyalty::unit::items>>;
    template <class Trigger, class Unit>
    using limited_threshold = limited_rule<Currency, Unit, decltype(threshold<Trigger, window>::policy)>;
    /// Rolling windows and membership years are of one kind here: a list has no room for more kinds.
    template <class Trigger, class Unit>
    using limited_rolling = limited_rule<Currency, Unit, decltype(threshold<Trigger, any_window>::policy)>;
    template <class Unit>
    using limited_cashback = limited_rule<Currency, Unit, cashback_rule>;
    /// A card, a streak and a hunt may award several units: their quota counts awards.
    template <class Game>
    using limited_game = limited_rule<Currency, loyalty::unit::items, Game>;
    template <class Trigger, class Unit>
    using limited_in_periods =
        limited_rule<Currency, Unit, decltype(threshold<Trigger, criteria::calendar_window>::policy)>;
    using of_quotas = detail::united<
        points_of_quotas,
        detail::type_list<
            limited_threshold<every<counted>, awarded>, limited_threshold<every<counted>, loyalty::unit::items>,
            limited_threshold<once<counted>, awarded>, limited_threshold<once<counted>, loyalty::unit::items>,
            limited_in_periods<every<counted>, awarded>, limited_in_periods<every<counted>, loyalty::unit::items>,
            limited_in_periods<once<counted>, awarded>, limited_in_periods<once<counted>, loyalty::unit::items>,
            limited_rolling<every<counted>, awarded>, limited_rolling<every<counted>, loyalty::unit::items>,
            limited_rolling<once<counted>, awarded>, limited_rolling<once<counted>, loyalty::unit::items>,
            limited_rule<Currency, awarded, rolling_points_of>,
            limited_rule<Currency, loyalty::unit::items, rolling_points_of>,
            limited_rule<Currency, Currency, rolling_cashback_rule>,
            limited_rule<Currency, loyalty::unit::items, rolling_cashback_rule>, limited_cashback<Currency>,
            limited_cashback<loyalty::unit::items>, limited_rule<Currency, awarded, levels_of>,
            limited_rule<Currency, loyalty::unit::items, levels_of>, limited_game<stamp_card_rule>,
            limited_game<streak_rule<period_unit::day>>, limited_game<streak_rule<period_unit::week>>,
            limited_game<streak_rule<period_unit::month>>, limited_game<hunt_rule<Currency>>>>;
    using of_wheels = detail::type_list<wheel_of_activities<Currency>, wheel_of_purchases<Currency>>;
    using of_stocks = detail::type_list<wheel_of_activities<Currency, true>, wheel_of_purchases<Currency, true>>;

    // Windows with periods forget otherwise than those without, so they are kinds of their own.
    using of_every_text = detail::type_list<
        tiered_rule<criteria::calendar_window>, points_rule, every_rule<window>, cashback_rule, stamp_card_rule,
        streak_rule<period_unit::week>, once_rule<window>, every_rule<criteria::calendar_window>,
        once_rule<criteria::calendar_window>, every_rule<membership_years>, once_rule<membership_years>,
        tiered_rule<window>, tiered_rule<membership_years>, streak_rule<period_unit::day>,
        streak_rule<period_unit::month>, exchange<Currency>, every_rule<rolling_periods>, once_rule<rolling_periods>,
        tiered_rule<rolling_periods>, donation_of<Currency>, funded_of<Currency>, recipients_of, membership_of,
        floor_of, reactivation_rule<Currency>, levels_rule<Currency>, hunt_rule<Currency>, referral_rule<Currency>,
        rolling_points_rule, rolling_cashback_rule, ladder, ladders_rule>;
};

/// The kinds of a text: those of every text, and those that a host asks for, see json/ledger_parts.hpp.
template <class Currency, bool SharesQuotas, bool SpinsWheels>
struct kinds_of_text {
    template <bool Has, class Types>
    using types_if = std::conditional_t<Has, Types, detail::type_list<>>;
    using all = kinds<Currency>;
    using types = detail::united<typename all::of_every_text, types_if<SharesQuotas, typename all::of_quotas>,
                                 types_if<SpinsWheels, typename all::of_wheels>,
                                 types_if<SharesQuotas && SpinsWheels, typename all::of_stocks>>;
};

template <class Currency, std::size_t Capacity, std::size_t Bytes, bool SharesQuotas, bool SpinsWheels>
using rules_with = detail::list_of_rules<packed<Capacity, Bytes>, kinds_of_text<Currency, SharesQuotas, SpinsWheels>>;

/// Up to `Capacity` rules of a programme in a currency, of which a member remembers up to `Bytes` bytes.
template <class Currency, std::size_t Capacity = 16, std::size_t Bytes = Capacity* bytes_per_rule>
using rules = rules_with<Currency, Capacity, Bytes, false, false>;

template <class Policy>
inline constexpr bool is_list_of_rules = requires {
    requires Policy::holds_policies;
};

/// The index of the list of rules among the policies of a programme: 1 if a redemption rule stands before it, else 0.
template <class Programme>
inline constexpr std::size_t rules_at = detail::find_policy<Programme>([]<class Policy>(std::type_identity<Policy>) {
                                            return is_list_of_rules<Policy>;
                                        }).index;

} // namespace loyalty::json
