// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a sale earned, by rules and by shares (S6).
///
/// Two lines of 60.00 and 40.00 USD earn 40 points by a rate and 500 by a bonus. The awards are 40 of rule 0 and 500 of rule 1;
/// the share of the second line is 16 + 200 = 216 points. `itemize` (engine/itemize.hpp) computes both.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/balance.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/events/return_of.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty {

namespace ledgers {

/// An amount of each unit, in as few bytes as in an outcome. See `share_of`.
template <unit_type... Units>
struct shares_of_units {
    LOYALTY_NO_UNIQUE_ADDRESS detail::compact_pack<detail::granted<Units>...> granted_{};

    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> granted() const noexcept {
        constexpr bool is_there = (std::is_same_v<Unit, Units> || ...);
        static_assert(is_there, "loyalty: no policy before the accounts of this programme grants this unit");
        if constexpr (is_there) {
            return amount<Unit>::from_minor_units(detail::get_type<detail::granted<Unit>>(granted_).minor_units);
        } else {
            return {};
        }
    }
    /// Adds an amount. Returns true if the sum does not fit; the share is then of no use.
    template <unit_type Unit>
    [[nodiscard]] constexpr bool add_overflows(amount<Unit> more) noexcept {
        return detail::add_to(detail::get_type<detail::granted<Unit>>(granted_).minor_units, more.minor_units());
    }
    /// Adds another share. Returns true if a sum does not fit; the share is then of no use.
    [[nodiscard]] constexpr bool add_overflows(const shares_of_units& other) noexcept {
        return (... || add_overflows(other.template granted<Units>()));
    }

    [[nodiscard]] friend constexpr bool operator==(const shares_of_units&, const shares_of_units&) = default;
};

/// A part of the earnings of a sale, such as the share of a line: `share.granted<unit::points>()`. It has the units
/// that the policies before the accounts grant. Trivially copyable; 8 bytes for a programme of points.
template <class Programme>
using share_of =
    detail::rename_t<shares_of_units, typename detail::earning_of<detail::value_of<Programme>>::units_type>;

/// The return of goods by their shares (`return_rule::keep`), as `keeping_shares` makes it.
template <class Programme, class Sale>
using kept_return_of = return_of<detail::value_of<Programme>, Sale, share_of<Programme>>;

} // namespace ledgers

namespace detail {

/// The grant of one rule in one unit. `Rule` is the index of the policy.
template <std::size_t Rule, class Unit>
struct rule_award {
    static constexpr std::size_t rule = Rule;
    using unit = Unit;
    typename granted_of<Unit>::type minor_units = 0;

    [[nodiscard]] friend constexpr bool operator==(const rule_award&, const rule_award&) = default;
};

template <std::size_t Rule, class Units>
struct awards_of_rule;
template <std::size_t Rule, unit_type... Units>
struct awards_of_rule<Rule, type_list<Units...>> {
    using type = type_list<rule_award<Rule, Units>...>;
};

/// The units of a policy's awards: those that it grants, and those that it spends out of plain balances.
template <class Policy>
using award_units = united<rewards_of<Policy>, debits_of<Policy>>;

template <class Programme, class Rules>
struct award_list;
template <class Programme, std::size_t... Rule>
struct award_list<Programme, std::index_sequence<Rule...>> {
    using type =
        united<typename awards_of_rule<Rule, award_units<typename Programme::template policy_type<Rule>>>::type...>;
};

template <class Programme>
using awards_pack =
    rename_t<compact_pack, typename award_list<Programme, std::make_index_sequence<Programme::first_account>>::type>;

} // namespace detail

namespace ledgers {

/// The grants of each rule of a programme in a sale, in as few bytes as in an outcome. There is an amount for each
/// policy before the accounts and each unit that it may grant. A policy that holds others, such as `gamified`, is one
/// rule. 16 bytes for a rate and a bonus, both of points.
///
/// @code
/// awards.granted<unit::points>(1);                                            // of the policy at index 1: 500 points
/// awards.for_each([](std::size_t rule, std::string_view name, auto award) { ... });   // 0 "points" 40, 1 "spend_threshold" 500
/// @endcode
template <class Programme>
struct rule_awards : detail::awards_pack<Programme> {
    /// The award of the policy at an index; zero if it grants no such unit.
    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> granted(std::size_t rule) const noexcept {
        amount<Unit> found{};
        for_each([&](std::size_t of, std::string_view, auto award) {
            if constexpr (std::is_same_v<decltype(award), amount<Unit>>) {
                found = of == rule ? award : found;
            }
        });
        return found;
    }

    /// Calls `function(index of the policy, its name, amount)` for each policy and unit, in the order of the programme.
    template <class Function>
    constexpr void for_each(Function&& function) const {
        detail::for_each_index<detail::awards_pack<Programme>::size>([&](auto index) {
            const auto& award = detail::get<index>(*this);
            using award_type = std::remove_cvref_t<decltype(award)>;
            function(award_type::rule, Programme::template policy_name<award_type::rule>,
                     amount<typename award_type::unit>::from_minor_units(award.minor_units));
        });
    }

    [[nodiscard]] friend constexpr bool operator==(const rule_awards&, const rule_awards&) = default;
};

} // namespace ledgers

} // namespace loyalty
