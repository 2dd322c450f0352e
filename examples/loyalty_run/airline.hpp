// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// An airline, whose members earn by distance: a measure, predicates and a policy of one's own.

#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <string_view>

namespace programmes {

using namespace loyalty;
using namespace loyalty::arithmetic;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::extensions;

/// Distance flown, to the metre.
struct kilometres {
    static constexpr std::string_view code = "km";
    static constexpr int digits = 3;
};

/// Dollars that the airline books as a whole.
struct whole_cad {
    static constexpr std::string_view code = "CAD";
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
        const amount<unit::points> redeemed = visit.event.points_redeemed;
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
template <dates::zone Zone, class... Stages>
[[nodiscard]] constexpr auto airline_with(const airline_numbers& numbers, Zone place, Stages... stages) noexcept {
    return programme{
        terms<Zone, identity::by_time>{.name = "airline", .calendar = {place}},
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

} // namespace programmes
