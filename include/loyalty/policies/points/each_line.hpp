// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Stages that run for each line, or for each piece, and whose results are added.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/policies/points/pipeline.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/basis.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// Runs stages for each line by itself and adds the results, so that rounding happens at the line (S2):
/// `each_line{per_amount{1_points, 1_usd}, round_off{rounding::floor}}` gives 0 for two lines of 0.50.
template <detail::stage... Stages>
struct each_line : detail::nested_stages<Stages...> {
    static constexpr std::string_view name = "each_line";
    static_assert(
        detail::pipeline<Stages...>::units_agree() && detail::pipeline<Stages...>::caps_come_last(),
        "loyalty: each_line: its stages must award one unit, and put cap_at after every multiply_by and add_bonus");
    static_assert(
        !detail::pipeline<Stages...>::remembers,
        "loyalty: each_line: stages that remember (round_off_carrying, cap_at with a window) belong after each_line");
    static_assert((!detail::counts_tenders<Stages> && ...),
                  "loyalty: each_line: tenders pay for a basket, not for a line: use .paid_by() outside each_line and "
                  "each_unit");

    constexpr explicit each_line(Stages... each) noexcept : detail::nested_stages<Stages...>{each...} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        detail::fraction<Integer> sum{};
        detail::paid_shares<Visit> paid{visit};
        for (const auto& line : subject.lines(visit)) {
            using line_type = std::remove_cvref_t<decltype(line)>;
            typename detail::pipeline<Stages...>::state none{};
            const criteria::single_line<line_type> one{line, 1, paid.next(line)};
            sum.add(this->stages.template run<Integer>(one, visit, none));
        }
        return sum;
    }
};

/// Runs stages for one piece of each line and multiplies by the quantity, so that rounding happens at the piece (S2).
template <detail::stage... Stages>
struct each_unit : detail::nested_stages<Stages...> {
    static constexpr std::string_view name = "each_unit";
    static_assert(
        detail::pipeline<Stages...>::units_agree() && detail::pipeline<Stages...>::caps_come_last(),
        "loyalty: each_unit: its stages must award one unit, and put cap_at after every multiply_by and add_bonus");
    static_assert(
        !detail::pipeline<Stages...>::remembers,
        "loyalty: each_unit: stages that remember (round_off_carrying, cap_at with a window) belong after each_unit");
    static_assert((!detail::counts_tenders<Stages> && ...),
                  "loyalty: each_unit: tenders pay for a basket, not for a line: use .paid_by() outside each_line and "
                  "each_unit");

    constexpr explicit each_unit(Stages... each) noexcept : detail::nested_stages<Stages...>{each...} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        detail::fraction<Integer> sum{};
        detail::paid_shares<Visit> paid{visit};
        for (const auto& line : subject.lines(visit)) {
            using line_type = std::remove_cvref_t<decltype(line)>;
            const auto pieces = static_cast<std::int64_t>(fact::quantity(line));
            typename detail::pipeline<Stages...>::state none{};
            const criteria::single_line<line_type> one{line, pieces > 0 ? pieces : 1, paid.next(line)};
            auto piece = this->stages.template run<Integer>(one, visit, none);
            piece.multiply(pieces, 1);
            sum.add(piece);
        }
        return sum;
    }
};

} // namespace loyalty
