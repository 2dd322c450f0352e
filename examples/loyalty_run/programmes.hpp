// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The programmes that loyalty_run knows, each a constant value of the library's policies. Copy one and change it.

#include <loyalty/loyalty.hpp>

#include "../../benchmarks/w5.hpp"

#include <cstdint>
#include <string_view>

namespace programmes {

using namespace loyalty;

/// A perfumery: Insider, VIB from 350.00 and Rouge from 1000.00 a calendar year, held to the end of the next. Tiers
/// multiplied points until the end of 2021: as VIB 79.40 gave 99 points, since then 79.
inline constexpr programme beauty{
    terms<>{.name = "beauty"},
    tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1),
    points{per_amount{1_points, 1_usd}, multiply_by{1.25_x}.when(tier_is(1u) && before_date("2022-01-01"_date)),
           multiply_by{1.5_x}.when(tier_is(2u) && before_date("2022-01-01"_date)), round_off{rounding::floor}},
};

/// A unit of one's own.
struct stars {
    static constexpr detail::fixed_string code = "stars";
    static constexpr int digits = 0;
};

inline constexpr std::uint32_t alcohol = 1;

/// A coffee bar: two stars a dollar by registered card, else one; none for alcohol, and goods alone count, so none for
/// tax, tips and fees. A latte of 5.45 by registered card is 10.90 stars: 11.
inline constexpr programme coffee{
    terms<>{.name = "coffee"},
    points{sum_of{per_amount{amount<stars>::whole(2), 1_usd}.on(!category_is(alcohol)).paid_by(tender::registered_card),
                  per_amount{amount<stars>::whole(1), 1_usd}
                      .on(!category_is(alcohol))
                      .paid_by(tender::cash, tender::card, tender::gift_card, tender::other)},
           round_off{rounding::half_up}},
};

inline constexpr std::uint32_t groceries = 1;
inline constexpr std::uint32_t fuel = 2;

/// A bank card: 3 % back on groceries, at most 6.00 a calendar month, 2 % on fuel, 1 % on the rest; and 500 points once
/// 1000.00 are spent.
inline constexpr programme card{
    terms<>{.name = "card"},
    cashback{currency::usd{}, rounding::half_even,
             rate{3_pct}.on(category_is(groceries)).at_most(6_usd, calendar_window{period_unit::month}),
             rate{2_pct}.on(category_is(fuel)), rate{1_pct}},
    spend_threshold{500_points, once(1000_usd)},
};

/// A gift shop: a point a pound, times the tier's factor; Silver from 500.00, Gold from 2000.00 a calendar year; 100
/// points for each 1000.00 spent; 50 points and a badge for purchases in three months in a row. Points live for twelve
/// months, and on to the end of that month. What a return takes back and is no longer there is owed.
inline constexpr programme retail{
    terms<>{.name = "retail"},
    tiered{500_gbp, 2000_gbp}.within(calendar_window{period_unit::year}).held_for(1),
    points{per_amount{1_points, 1_gbp}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}},
    spend_threshold{100_points, every(1000_gbp)},
    gamified{streak<period_unit::month>{3}.awards(50_points, 1_badges)},
    lots<unit::points>{}.expiring(expires_end_of_month<12>{}).holding<0>().owing(debt_policy::negative),
};

/// A music shop: two points a dollar, times the tier's factor; Regular from 100.00, Collector from 300.00 a calendar year;
/// a stamp for each tenth disc.
inline constexpr programme music{
    terms<>{.name = "music"},
    tiered{100_usd, 300_usd}.within(calendar_window{period_unit::year}).held_for(1),
    points{per_amount{2_points, 1_usd}, multiply_by_tier{1_x, 1.5_x, 2_x}, round_off{rounding::floor}},
    gamified{stamp_card{10}.of(quantity{}).awards(1_stamps)},
};

/// The reference work of the benchmarks.
inline constexpr const auto& w5 = ::w5::rules;

// ---------------------------------------------------------------------------------------------------------------------
// An airline, whose members earn by distance: a measure, predicates and a policy of one's own.

/// Distance flown, to the metre.
struct kilometres {
    static constexpr detail::fixed_string code = "km";
    static constexpr int digits = 3;
};

/// Dollars that the airline books as a whole.
struct whole_cad {
    static constexpr detail::fixed_string code = "CAD";
    static constexpr int digits = 0;
};

enum class airline_card : std::uint8_t { none, star, nova, aurora };
enum class airline_enrollment : std::uint8_t { none, standard, promotion };

/// What a member did in a month: the event type of this host. The library reads it as it is.
struct flights {
    std::uint32_t member = 0;
    instant time{};
    amount<kilometres> distance{};
    amount<unit::points> points_redeemed{};
    airline_card card{};
    airline_enrollment enrollment{};
};

/// How far the member flew.
struct distance {
    template <class Visit>
    [[nodiscard]] constexpr amount<kilometres> operator()(const flights& month, Visit& visit) const noexcept {
        visit.refuse_if(month.distance < amount<kilometres>{}, reason::negative_amount);
        return month.distance;
    }
};

struct card_is {
    using is_predicate = void;
    airline_card card{};

    template <class Visit>
    [[nodiscard]] constexpr bool operator()(const flights& month, const Visit&) const noexcept {
        return month.card == card;
    }
};

struct enrolled_by {
    using is_predicate = void;
    airline_enrollment enrollment{};

    template <class Visit>
    [[nodiscard]] constexpr bool operator()(const flights& month, const Visit&) const noexcept {
        return month.enrollment == enrollment;
    }
};

/// What the points that a member redeems cost the airline, in whole dollars: at 0.08 a point 297 points are 23.76, up to
/// 24. It grants the cost as an amount of its own; the points themselves stay: the stream begins in the middle, and what members
/// had brought into it is not known.
struct redemption_cost {
    using rewards = units<whole_cad>;
    static constexpr std::string_view name = "redemption cost";

    ratio per_point{8, 100};
    rounding mode = rounding::ceiling;

    template <class Visit>
    constexpr void apply(no_state&, Visit& visit) const noexcept {
        const amount<unit::points> redeemed = visit.transaction.points_redeemed;
        visit.refuse_if(redeemed < amount<unit::points>{}, reason::negative_amount);
        const auto cost = convert<whole_cad>(redeemed, per_point, mode);
        visit.refuse_if(!cost, reason::amount_overflow);
        visit.explain("points redeemed", redeemed);
        visit.grant(cost.value_or(amount<whole_cad>{}));
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return !per_point.valid() || per_point.numerator < 0
                   ? "redemption cost: the cost of a point must be a ratio of zero or above"
                   : nullptr;
    }
};

/// The numbers of the airline's programme; those of 2017 are the initial ones.
struct airline_numbers {
    amount<kilometres> km_per_point = amount<kilometres>::whole(10);
    ratio bonus_star = 1_x;
    ratio bonus_nova = 1_x;
    ratio bonus_aurora = 1_x;
    ratio bonus_standard = 1_x;
    ratio bonus_promotion = 1_x;
    date_window star{}; ///< when `bonus_star` holds, and so on
    date_window nova{};
    date_window aurora{};
    date_window standard{};
    date_window promotion{};
    rounding points_rounding = rounding::floor;
    bool round_first = false; ///< before the factors, too, not only after them
    ratio cost_per_point{8, 100};
    rounding cost_rounding = rounding::ceiling;
};

/// A constant of its own: clang 14 does not link a consteval literal that stands in a template.
inline constexpr amount<unit::points> one_point = 1_points;

/// The airline's programme with numbers that may come at run time. `stages` stand between the base and the factors.
template <class... Stages>
[[nodiscard]] constexpr auto airline_with(const airline_numbers& numbers, Stages... stages) noexcept {
    return programme{
        terms<utc, identity::by_time>{.name = "airline"},
        points{per_amount{one_point, numbers.km_per_point}.of(distance{}), stages...,
               multiply_by{numbers.bonus_star}.when(card_is{airline_card::star} && during(numbers.star)),
               multiply_by{numbers.bonus_nova}.when(card_is{airline_card::nova} && during(numbers.nova)),
               multiply_by{numbers.bonus_aurora}.when(card_is{airline_card::aurora} && during(numbers.aurora)),
               multiply_by{numbers.bonus_standard}.when(enrolled_by{airline_enrollment::standard} &&
                                                        during(numbers.standard)),
               multiply_by{numbers.bonus_promotion}.when(enrolled_by{airline_enrollment::promotion} &&
                                                         during(numbers.promotion)),
               round_off{numbers.points_rounding}},
        redemption_cost{numbers.cost_per_point, numbers.cost_rounding}};
}

/// As of 2017: a point for each 10 km, floored; a redeemed point costs 0.08, up to whole dollars.
inline constexpr auto airline = airline_with(airline_numbers{});

} // namespace programmes
