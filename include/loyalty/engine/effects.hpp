// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The effects of an accepted event, which a sink receives after the event is committed (S52), in the order in which they
/// came about. Each names its rule: the index of the policy in the programme, or one of the numbers below. Of a refused
/// event a sink receives no effect but one `refusal`.
///
/// Example: 100 points are redeemed, 60 of a lot that expires in June and 40 of one that expires in July. The sink receives
/// `spent<unit::points>{rule, 100_points, lots}` with two lots.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/effects.hpp>
#include <loyalty/ledger/thing_effects.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/effects.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty {

namespace effects {

/// A policy granted something, or a return took something back.
template <unit_type Unit>
struct award {
    std::uint8_t rule = 0;
    amount<Unit> granted{};
};

/// The member's tier changed: up with a purchase, or down because time has passed.
struct tier_change {
    std::uint8_t rule = 0;
    std::uint8_t from = 0;
    std::uint8_t to = 0;
    instant time{};
};

/// The rule that refused an event; for a limit the requested amount (`asked`) and the amount there (`there`), in minor
/// units of `unit`. 100 points of 40: `{.why = reason::insufficient_balance, .rule = 1, .policy = "lots", .asked = 100,
/// .there = 40, .unit = "points"}`.
struct refusal {
    reason why = reason::none;
    std::uint8_t rule = rule_of_engine;
    std::string_view policy = "engine";
    std::int64_t asked = 0;
    std::int64_t there = 0;
    std::string_view unit{}; ///< empty if the reason is no limit, or one of the stored money of a gift card
    int digits = 0;          ///< the decimals of `unit`

    /// The refusal for a limit: the requested amount, and the amount there.
    template <unit_type Unit>
    [[nodiscard]] static constexpr refusal of_limit(reason why, amount<Unit> asked, amount<Unit> there) noexcept {
        return {.why = why,
                .asked = asked.minor_units(),
                .there = there.minor_units(),
                .unit = std::string_view{Unit::code},
                .digits = Unit::digits};
    }
    [[nodiscard]] friend constexpr bool operator==(const refusal&, const refusal&) = default;
};

/// One step of an explanation (S35): a value that a rule saw or made. `what` and `unit` are literals of the library.
///
/// The running award of 23.99 USD at a point a dollar after its base is `{rule, "per_amount", {2399, 100}, "points"}`.
struct step {
    std::uint8_t rule = 0;
    std::string_view policy{};
    std::string_view what{};
    ratio value{}; ///< in minor units of `unit`
    std::string_view unit{};
    int digits = 0; ///< the decimals of `unit`
};

/// A policy begins to judge an event: what the steps and awards up to the next one are of. `concerned` is false for a policy
/// that such events pass by, as a purchase does `per_activity`.
struct rule_begun {
    std::uint8_t rule = 0;
    std::string_view policy{};
    bool concerned = true;
};

} // namespace effects

namespace extensions {

/// A sink that receives nothing.
struct no_sink {};

} // namespace extensions

namespace detail {

/// The sink of a visit out of line that keeps the numbers of its refusal.
struct refusal_sink {
    constexpr void on(const effects::refusal&) const noexcept {}
};

template <class Sink, class Effect>
inline constexpr bool receives = requires(Sink& sink, const Effect& effect) {
    sink.on(effect);
};

template <class Sink, class Unit, class Point>
inline constexpr bool receives_lots =
    receives<Sink, effects::credited<Unit, Point>> || receives<Sink, effects::spent<Unit, Point>> ||
    receives<Sink, effects::restored<Unit, Point>> || receives<Sink, effects::taken_back<Unit, Point>>;

template <class Sink, class Units>
inline constexpr bool receives_amounts = false;
template <class Sink, unit_type... Units>
inline constexpr bool receives_amounts<Sink, type_list<Units...>> = ((receives<Sink, effects::award<Units>> ||
                                                                      receives<Sink, effects::expired<Units>> ||
                                                                      receives<Sink, effects::attributed<Units>> ||
                                                                      receives_lots<Sink, Units, date> ||
                                                                      receives_lots<Sink, Units, instant>) ||
                                                                     ...);

/// True for a sink of the library that keeps the movements of a sale for its receipt.
template <class Sink>
inline constexpr bool keeps_movements = requires {
    requires Sink::keeps_movements;
};

/// Returns true if a sink receives any effect of a programme, and not outcomes alone.
template <class Sink, class Programme>
inline constexpr bool receives_effects =
    (receives<Sink, effects::tier_change> && Programme::tier_count > 1) || receives<Sink, effects::step> ||
    receives<Sink, effects::rule_begun> ||
    (receives<Sink, effects::thing_change> && Programme::keeps_things) || receives<Sink, effects::refusal> ||
    keeps_movements<Sink> || receives<Sink, effects::sent> || receives<Sink, effects::withdrawn> ||
    receives<Sink, effects::prize_drawn> || (Programme::shares_quotas && receives<Sink, effects::quota_used>) ||
    receives_amounts<Sink, united<typename Programme::units_type, typename Programme::booked_type>>;

} // namespace detail
} // namespace loyalty
