// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What an award is for: the whole event, one line of it, or one piece. `per_amount` runs with a subject, so that `each_line` needs no
/// arithmetic of its own.

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>

#include <cstdint>
#include <span>

namespace loyalty {

namespace criteria {

/// The whole event as the subject of an award. It holds no reference to the event, so that the event stays in registers.
struct whole_basket {
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr decltype(auto) lines(const Visit& visit) noexcept {
        return extensions::lines_of(visit.event);
    }
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr const auto& line(const Visit& visit) noexcept {
        return visit.event;
    }
    [[nodiscard]] static constexpr std::int64_t pieces() noexcept { return 1; }
};

/// One line as the subject of an award, or one of its pieces.
template <class Line>
struct single_line {
    const Line& line_;
    std::int64_t pieces_ = 1;
    std::int64_t paid_by_points_ = 0; ///< minor units of what the line costs with tax

    template <class Visit>
    [[nodiscard]] constexpr std::span<const Line, 1> lines(const Visit&) const noexcept {
        return std::span<const Line, 1>{&line_, 1};
    }
    template <class Visit>
    [[nodiscard]] constexpr const Line& line(const Visit&) const noexcept {
        return line_;
    }
    [[nodiscard]] constexpr std::int64_t pieces() const noexcept { return pieces_; }
};

/// One line as the subject of the award of its basket, to weigh it: an award for the whole basket gives it `part` of `whole`.
/// Conditions on the basket see the event.
template <class Line>
struct part_of_basket {
    const Line& line_;
    std::int64_t part = 1;
    std::int64_t whole = 1;

    template <class Visit>
    [[nodiscard]] constexpr std::span<const Line, 1> lines(const Visit&) const noexcept {
        return std::span<const Line, 1>{&line_, 1};
    }
    template <class Visit>
    [[nodiscard]] constexpr const auto& line(const Visit& visit) const noexcept {
        return visit.event;
    }
    [[nodiscard]] static constexpr std::int64_t pieces() noexcept { return 1; }
};

} // namespace criteria

namespace detail {

template <class Subject>
concept is_part_of_basket = requires(const Subject& subject) {
    subject.part;
    subject.whole;
};

} // namespace detail

} // namespace loyalty
