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

namespace detail {

/// Stages that run for each line by itself, or for one piece of it, whose award counts as often as there are pieces.
template <bool ByPiece, stage... Stages>
struct stages_by_line : nested_stages<Stages...> {
    static constexpr bool judges_lines = true;
    static_assert(pipeline<Stages...>::units_agree() && pipeline<Stages...>::caps_come_last(),
                  "loyalty: each_line and each_unit: the stages inside must award one unit, and put cap_at after every "
                  "multiply_by and add_bonus");
    static_assert(!pipeline<Stages...>::remembers,
                  "loyalty: each_line and each_unit: stages that remember (round_off_carrying, cap_at with a window) "
                  "belong behind them");
    static_assert((!counts_tenders<Stages> && ...),
                  "loyalty: each_line and each_unit: tenders pay for a basket, not for a line: use .paid_by() outside "
                  "of them");

    constexpr explicit stages_by_line(Stages... each) noexcept : nested_stages<Stages...>{each...} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr fraction<Integer> start(const Subject& subject,
                                                                   Visit& visit) const noexcept {
        fraction<Integer> sum{};
        paid_shares<Visit> paid{visit};
        for (const auto& line : subject.lines(visit)) {
            using line_type = std::remove_cvref_t<decltype(line)>;
            const std::int64_t pieces = pieces_of(line);
            typename pipeline<Stages...>::state none{};
            const criteria::single_line<line_type> one{line, pieces > 0 ? pieces : 1, paid.next(line)};
            auto award = this->stages.template run<Integer>(one, visit, none);
            if constexpr (ByPiece) {
                award.multiply(pieces, 1);
            }
            sum.add(award);
        }
        return sum;
    }

private:
    template <class Line>
    [[nodiscard]] LOYALTY_INLINE static constexpr std::int64_t pieces_of([[maybe_unused]] const Line& line) noexcept {
        if constexpr (ByPiece) {
            return static_cast<std::int64_t>(fact::quantity(line));
        } else {
            return 1; // a line by itself needs no quantity
        }
    }
};

} // namespace detail

/// Runs stages for each line by itself and adds the results, so that rounding happens at the line (S2):
/// `each_line{per_amount{1_points, 1_usd}, round_off{rounding::floor}}` gives 0 for two lines of 0.50.
template <detail::stage... Stages>
struct each_line : detail::stages_by_line<false, Stages...> {
    static constexpr std::string_view name = "each_line";
    constexpr explicit each_line(Stages... each) noexcept : detail::stages_by_line<false, Stages...>{each...} {}
};

/// Runs stages for one piece of each line and multiplies by the quantity, so that rounding happens at the piece (S2).
template <detail::stage... Stages>
struct each_unit : detail::stages_by_line<true, Stages...> {
    static constexpr std::string_view name = "each_unit";
    constexpr explicit each_unit(Stages... each) noexcept : detail::stages_by_line<true, Stages...>{each...} {}
};

} // namespace loyalty
