// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The movements of a sale that its outcome has not: grants whose lots have dates of their own, and the points that paid it. Its
/// receipt keeps them, so that a return takes from these lots and gives back to those.

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/own_dates.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// What the receipt of a sale keeps of its movements; nothing in a programme without such.
template <class Programme, class Apart>
struct sale_movements {
    using lots_type = typename account_of<typename Programme::paid_unit, Programme>::taken;

    LOYALTY_NO_UNIQUE_ADDRESS Apart apart{};
    LOYALTY_NO_UNIQUE_ADDRESS field_if<Programme::points_pay, points_of_sale<lots_type>, 10> paid{};

    static constexpr bool any = Programme::points_pay || !std::is_empty_v<Apart>;

    template <std::size_t Policy, unit_type Unit>
    constexpr void keep(const grant_apart<Policy, Unit>& granted) noexcept {
        if constexpr (grants_apart_at<Policy, Apart>) { // others stand behind an account, and do not come back
            get_type<grant_apart<Policy, Unit>>(apart) = granted;
        }
    }

    [[nodiscard]] friend constexpr bool operator==(const sale_movements&, const sale_movements&) = default;
};

/// Keeps the movements of a sale for its receipt, and passes everything on.
template <class Movements, class Sink>
struct movement_sink {
    static constexpr bool keeps_movements = true;
    static constexpr bool forgets_refused = std::is_same_v<Sink, no_sink>;
    Movements& kept;
    Sink& sink;

    template <std::size_t Policy, unit_type Unit>
    constexpr void on(const grant_apart<Policy, Unit>& granted) noexcept {
        kept.keep(granted);
    }
    template <class Lots>
    constexpr void on(const points_of_sale<Lots>& paid) noexcept {
        kept.paid = paid;
    }
    template <class... Received>
    requires requires(Sink& other, const Received&... received) { other.on(received...); }
    constexpr void on(const Received&... received) noexcept { sink.on(received...); }
};

/// The sink of a sale that is evaluated again for its receipt, with all of its goods or the rest of them. It was paid before: a
/// part of its points, and no more, belongs to the rest.
template <class Movements, class Outcome>
struct repeated_sale {
    static constexpr bool keeps_movements = true;
    static constexpr bool forgets_refused = true;
    static constexpr bool repeats_sale = true;
    const Movements& before;
    Movements now{};
    Outcome gave{};

    template <std::size_t Policy, unit_type Unit>
    constexpr void on(const grant_apart<Policy, Unit>& granted) noexcept {
        now.keep(granted);
    }
    template <class Lots>
    constexpr void on(const points_of_sale<Lots>& paid) noexcept {
        now.paid = paid;
    }
    template <class Event>
    constexpr void on(const Event&, const Outcome& outcome) noexcept {
        gave = outcome;
    }
};

} // namespace loyalty::detail
