// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Awards that compete (S17): of several, one counts. They begin a policy, as `sum_of` does if all of them count:
///
/// @code
/// constexpr round_off floor{rounding::floor};
/// points{best_of{offer{per_amount{1_points, 1_usd}, multiply_by{3_x}}, per_visit{100_points}}, floor}   // 19.99: 100
///                                                                                                       // 40.00: 120
/// points{first_of{per_visit{100_points}.when(first_purchase()), per_amount{1_points, 1_usd}}, floor}
/// @endcode
///
/// | begins        | of the awards that give something, what counts is     |
/// |---------------|-------------------------------------------------------|
/// | `best_of`     | the largest: best for the member                      |
/// | `least_of`    | the smallest: cheapest for the merchant               |
/// | `first_of`    | the first: put the one with the highest priority first |
///
/// An award below zero gives nothing. If two give the same, the one that stands first counts. Awards are compared exactly,
/// before what follows rounds them.
/// The basket is the scope, inside `each_line` the line. Groups nest: `sum_of{best_of{a, b}, best_of{c, d}}`.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/policies/points.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty {

/// Stages that make one of several awards: `offer{per_amount{1_points, 1_usd}, multiply_by{5_x}, round_off{}}`.
template <detail::stage... Stages>
struct offer : detail::nested_stages<Stages...> {
    static constexpr std::string_view name = "offer";
    template <class Event>
    static constexpr bool concerns = detail::pipeline<Stages...>::template concerns<Event>;
    static_assert(
        detail::pipeline<Stages...>::begins_with_base() && detail::pipeline<Stages...>::has_one_base(),
        "loyalty: offer: begin with what is awarded, once: per_amount, per_unit, per_visit, each_line, each_unit");
    static_assert(
        detail::pipeline<Stages...>::caps_come_last(),
        "loyalty: offer: put cap_at after every multiply_by and add_bonus: what comes after a cap would pass it");
    static_assert(detail::pipeline<Stages...>::units_agree(),
                  "loyalty: offer: every stage must award the unit that the first one awards");
    static_assert(
        !detail::pipeline<Stages...>::remembers,
        "loyalty: offer: stages that remember (round_off_carrying, cap_at with a window) belong after best_of, "
        "least_of or first_of");

    constexpr explicit offer(Stages... each) noexcept : detail::nested_stages<Stages...>{each...} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        typename detail::pipeline<Stages...>::state none{};
        return this->stages.template run<Integer>(subject, visit, none);
    }

    /// An offer that may lose must not refuse the purchase.
    [[nodiscard]] constexpr const char* problem() const noexcept {
        const char* first = nullptr;
        detail::for_each_index<sizeof...(Stages)>([&](auto index) {
            const auto& each = detail::get<index>(this->stages.stages);
            if constexpr (requires { each.above; }) {
                const bool refuses = each.above == choices::above_cap::reject;
                first = first == nullptr && refuses ? "offer: put a cap_at that rejects after the choice" : first;
            }
        });
        return first;
    }
};

namespace detail {

enum class competition : std::uint8_t { best, least, first };

/// The base of `best_of`, `least_of` and `first_of`.
template <competition Counts, stage... Bases>
struct competing : several_awards<Bases...> {
    static_assert(((Bases::kind == stage_kind::base) && ...),
                  "loyalty: best_of, least_of and first_of choose among what begins an award: put an award with its "
                  "stages into offer{...}, and what follows for all of them after the choice");
    static_assert(pipeline<Bases...>::units_agree(),
                  "loyalty: best_of, least_of and first_of: every award must be of one unit");

    constexpr explicit competing(Bases... each) noexcept : several_awards<Bases...>{each...} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr fraction<Integer> start(const Subject& subject,
                                                                   Visit& visit) const noexcept {
        fraction<Integer> counts{};
        std::int64_t number = 0;
        bool overflow = false;
        for_each_index<sizeof...(Bases)>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if constexpr (detail::concerns<typename type_at<index, Bases..., void>::type, event_type_of<Visit>>()) {
                if (Counts == competition::first && number != 0) {
                    return;
                }
                const auto each = get<index>(this->bases).template start<Integer>(subject, visit);
                overflow |= each.overflow;
                if (Integer{0} < each.numerator && (number == 0 || wins(each, counts, overflow))) {
                    counts = each;
                    number = std::int64_t{index} + 1;
                }
            }
        });
        counts.overflow = overflow;
        if (!overflow) {
            visit.explain("award that counts", ratio{number, 1}, "");
        }
        return counts;
    }

private:
    /// Returns true if a later award counts rather than an earlier one.
    template <class Integer>
    [[nodiscard]] LOYALTY_INLINE static constexpr bool wins(const fraction<Integer>& later,
                                                            const fraction<Integer>& earlier, bool& overflow) noexcept {
        Integer left{0};
        Integer right{0};
        overflow |= multiply_overflows(later.numerator, earlier.denominator, left);
        overflow |= multiply_overflows(earlier.numerator, later.denominator, right);
        return Counts == competition::best ? right < left : left < right;
    }
};

} // namespace detail

/// The award that gives the member most. Nothing if none gives anything.
template <detail::stage... Bases>
struct best_of : detail::competing<detail::competition::best, Bases...> {
    static constexpr std::string_view name = "best_of";
    constexpr explicit best_of(Bases... each) noexcept
        : detail::competing<detail::competition::best, Bases...>{each...} {}
};

/// The award that costs the merchant least, of those that give something.
template <detail::stage... Bases>
struct least_of : detail::competing<detail::competition::least, Bases...> {
    static constexpr std::string_view name = "least_of";
    constexpr explicit least_of(Bases... each) noexcept
        : detail::competing<detail::competition::least, Bases...>{each...} {}
};

namespace detail {

/// True for an award that a purchase with goods always gives.
template <class Base>
inline constexpr bool always_gives = false;
template <class Unit>
inline constexpr bool always_gives<per_visit<Unit, criteria::always>> = true;
template <class Unit>
inline constexpr bool always_gives<per_unit<Unit, criteria::always>> = true;
template <class Unit, class Counted>
inline constexpr bool always_gives<per_amount<Unit, Counted, criteria::net, criteria::always, criteria::any_tender>> =
    true;

} // namespace detail

/// The first award that gives something: put the one with the highest priority first.
template <detail::stage... Bases>
struct first_of : detail::competing<detail::competition::first, Bases...> {
    static constexpr std::string_view name = "first_of";
    static_assert(detail::only_last_may<detail::always_gives<Bases>...>(),
                  "loyalty: first_of: an award without a condition always gives, and the awards behind it are never "
                  "reached: put it last");
    constexpr explicit first_of(Bases... each) noexcept
        : detail::competing<detail::competition::first, Bases...>{each...} {}
};

} // namespace loyalty
