// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Several awards, added before what follows rounds, multiplies and caps them.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/policies/points/pipeline.hpp>
#include <loyalty/policies/points/several_awards.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <string_view>

namespace loyalty {

/// Adds several awards that are rounded, multiplied and capped together: two points a dollar by registered card and one by
/// any other tender are
/// `sum_of{per_amount{2_points, 1_usd}.paid_by(tender::registered_card), per_amount{1_points, 1_usd}.paid_by(tender::cash)}`,
/// and 4.20 by card with 6.20 in cash are 14.60 points, rounded once.
template <detail::stage... Bases>
struct sum_of : detail::several_awards<Bases...> {
    static constexpr std::string_view name = "sum_of";
    static_assert(
        ((Bases::kind == detail::stage_kind::base) && ...),
        "loyalty: sum_of: adds what begins an award: per_amount, per_unit, per_visit, each_line, each_unit; put "
        "multiply_by, add_bonus, round_off and cap_at after it, or with one award alone into offer{...}");
    static_assert(detail::pipeline<Bases...>::units_agree(), "loyalty: sum_of: every part must award one unit");

    constexpr explicit sum_of(Bases... each) noexcept : detail::several_awards<Bases...>{each...} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        detail::fraction<Integer> sum{};
        detail::for_each_index<sizeof...(Bases)>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if constexpr (detail::concerns<typename detail::type_at<index, Bases..., void>::type,
                                           detail::event_type_of<Visit>>()) {
                sum.add(detail::get<index>(this->bases).template start<Integer>(subject, visit));
            }
        });
        return sum;
    }
};

} // namespace loyalty
