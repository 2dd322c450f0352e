// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A return gives back more than the outcome of its sale: the points that paid, and what policies spent of accounts.

#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/sale_movements.hpp>
#include <loyalty/money/amount.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// Gives back the points that paid for the goods that came back, to the lots that they come from. `now` becomes what is left.
template <class Visit, class Movements>
constexpr void give_back_points(Visit& visit, const Movements& before, Movements& now) noexcept {
    for_each_index<Movements::paid_type::size>([&](auto place) {
        using paid_type = std::remove_cvref_t<decltype(get<place>(before.paid))>;
        using unit = typename paid_type::unit;
        const paid_type& sold = get<place>(before.paid);
        paid_type& rest = get<place>(now.paid);
        const std::int64_t left = rest.left;
        rest = sold;
        rest.left = left;
        if (sold.left > left && !visit.refused()) {
            visit.template enter<paid_type::policy>();
            visit.restore(rest.lots, amount<unit>::from_minor_units(sold.left - left));
        }
    });
}

/// Returns the amount that the rest of a sale spends by the rule that spent `sold`.
template <class... Spent, class Slot>
[[nodiscard]] constexpr std::int64_t spent_again(const pack<Spent...>& rest, const Slot& sold) noexcept {
    std::int64_t found = 0;
    const auto look = [&]<class One>(const One& one) {
        if constexpr (One::policy == Slot::policy && std::is_same_v<typename One::unit, typename Slot::unit>) {
            if constexpr (Slot::is_of_list) {
                found += one.rule == sold.rule ? one.minor_units : 0;
            } else {
                found = one.minor_units;
            }
        }
    };
    (look(get_type<Spent>(rest)), ...);
    return found;
}

/// Gives back what the policies of a sale spent of accounts, to the lots that gave it. A policy behind the accounts is not
/// evaluated again: what it spent goes back when nothing is left of the sale. A conversion has a way of its own. `now` becomes
/// what is left.
template <class Programme, class Visit, class Movements>
constexpr void give_back_spending(Visit& visit, const Movements& before, Movements& now, bool is_whole) noexcept {
    const auto again = now.spent; // of the rest of the sale
    for_each_index<Movements::spent_type::size>([&](auto place) {
        auto& rest = get<place>(now.spent);
        using slot_type = std::remove_cvref_t<decltype(rest)>;
        const slot_type& sold = get<place>(before.spent);
        const bool is_asked_again = slot_type::policy < Programme::first_account;
        const std::int64_t left = slot_type::converts ? sold.minor_units
                                  : is_whole          ? 0
                                  : is_asked_again    ? spent_again(again, sold)
                                                      : sold.minor_units;
        rest = sold;
        if (left < sold.minor_units && !visit.refused()) {
            rest.minor_units = left;
            visit.template enter<slot_type::policy>();
            if constexpr (slot_type::is_of_list) {
                visit.rule = sold.rule;
            }
            using unit = typename slot_type::unit;
            visit.template restore<unit>(rest.lots, amount<unit>::from_minor_units(sold.minor_units - left));
        }
    });
}

} // namespace loyalty::detail
