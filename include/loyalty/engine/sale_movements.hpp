// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The movements of a sale that its outcome has not: grants whose lots have dates of their own, the points that paid it, and what
/// its policies spent of an account. Its receipt keeps them, so that a return takes from these lots and gives back to those.

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/outcome.hpp>
#include <loyalty/engine/own_dates.hpp>
#include <loyalty/engine/paying.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/rules/points_payment.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

/// The points that a rule at an index may pay with.
template <class Programme, std::size_t Index>
[[nodiscard]] consteval auto payment_by() noexcept {
    if constexpr (Programme::template pays_purchases<Index>) {
        using unit = typename Programme::template policy_type<Index>::redeemed_unit;
        return type_list<points_of_sale<Index, unit, typename account_of<unit, Programme>::taken>>{};
    } else {
        return type_list<>{};
    }
}
template <class Programme, class Indices>
struct payments_in;
template <class Programme, std::size_t... Index>
struct payments_in<Programme, std::index_sequence<Index...>> {
    using type = rename_t<pack, united<decltype(payment_by<Programme, Index>())...>>;
};

/// A receipt keeps what so many rules of a list spent of a unit, such as the stakes of two wheels.
inline constexpr std::size_t most_spenders_of_list = 2;

/// The amount that the policy at an index spent of an account: a stake, the price of a coupon, converted points. A list has a place
/// for each of its rules that may spend.
template <std::size_t Policy, class Unit, class Lots, bool Converts, bool OfList = false, std::size_t Place = 0>
struct spent_by {
    using unit = Unit;
    static constexpr std::size_t policy = Policy;
    static constexpr bool converts = Converts;
    static constexpr bool is_of_list = OfList;

    std::int64_t minor_units = 0;          ///< that has not come back
    LOYALTY_NO_UNIQUE_ADDRESS Lots lots{}; ///< where it comes from, less what has come back
    /// The balance that a conversion found, less the part that the returned goods had brought.
    LOYALTY_NO_UNIQUE_ADDRESS field_if<Converts, std::int64_t, 8> found{};
    LOYALTY_NO_UNIQUE_ADDRESS field_if<OfList, std::uint8_t, 9> rule{}; ///< of a list the one that spent

    [[nodiscard]] friend constexpr bool operator==(const spent_by&, const spent_by&) = default;
};

/// True for a policy behind the accounts that converts: what it spends and grants follows from the balance that it finds, in an
/// account or a plain one.
template <class Programme, std::size_t Index>
inline constexpr bool converts_account =
    Index >= Programme::first_account&& requires(const typename Programme::template policy_type<Index>& policy) {
    policy.converted_of(std::int64_t{});
};

/// True if what a policy at an index spends goes back with a sale: the policy is evaluated again, or grants nothing, or converts.
template <class Programme, std::size_t Index>
inline constexpr bool gives_spending_back = converts_account<Programme, Index> ||
                                            (spending_comes_back<typename Programme::template policy_type<Index>> &&
                                             (Index < Programme::first_account ||
                                              rewards_of<typename Programme::template policy_type<Index>>::size == 0));

/// The places for what the policy at an index spends of a unit.
template <class Programme, std::size_t Index, class Unit>
[[nodiscard]] consteval auto places_of_spending() noexcept {
    if constexpr (!has_account_of<Unit, Programme> && !converts_account<Programme, Index>) {
        return type_list<>{};
    } else if constexpr (holds_policies<typename Programme::template policy_type<Index>>) {
        using taken = typename account_of<Unit, Programme>::taken;
        return []<std::size_t... Place>(std::index_sequence<Place...>) {
            return type_list<spent_by<Index, Unit, taken, false, true, Place>...>{};
        }
        (std::make_index_sequence<most_spenders_of_list>{});
    } else {
        return type_list<
            spent_by<Index, Unit, typename account_of<Unit, Programme>::taken, converts_account<Programme, Index>>>{};
    }
}
/// What the policy at an index may spend of these units: of accounts; a conversion behind them also of plain balances.
template <class Programme, std::size_t Index, class... Units>
[[nodiscard]] consteval auto spending_of_accounts(type_list<Units...>) noexcept {
    return united<decltype(places_of_spending<Programme, Index, Units>())...>{};
}
template <class Programme, std::size_t Index>
[[nodiscard]] consteval auto spending_by() noexcept {
    if constexpr (gives_spending_back<Programme, Index>) {
        return spending_of_accounts<Programme, Index>(debits_of<typename Programme::template policy_type<Index>>{});
    } else {
        return type_list<>{};
    }
}
template <class Programme, class Indices>
struct spending_in;
template <class Programme, std::size_t... Index>
struct spending_in<Programme, std::index_sequence<Index...>> {
    using type = rename_t<pack, united<decltype(spending_by<Programme, Index>())...>>;
};

template <class Unit, class... Spent>
[[nodiscard]] consteval bool spends_unit(const pack<Spent...>*) noexcept {
    return (std::is_same_v<typename Spent::unit, Unit> || ...);
}

/// Calls `function(slot)` for the place of what the rule of a number spent of a unit, if there is one.
template <class Unit, class... Spent, class Function>
constexpr void for_spending(pack<Spent...>& all, std::uint8_t rule, Function function) noexcept {
    [[maybe_unused]] const auto look = [&]<class One>(One& one) {
        if constexpr (std::is_same_v<typename One::unit, Unit>) {
            if (One::policy == rule) {
                function(one);
            }
        }
    };
    (look(get_type<Spent>(all)), ...);
}

/// The receipt of a sale keeps these movements; they take no bytes in a programme without such. `Apart` lists the grants apart of
/// the policies before the accounts.
template <class Programme, class Apart>
struct sale_movements {
    using paid_type = typename payments_in<Programme, std::make_index_sequence<Programme::size>>::type;

    using spent_type = typename spending_in<Programme, std::make_index_sequence<Programme::size>>::type;

    LOYALTY_NO_UNIQUE_ADDRESS Apart apart{};
    LOYALTY_NO_UNIQUE_ADDRESS paid_type paid{};
    LOYALTY_NO_UNIQUE_ADDRESS spent_type spent{};

    static constexpr std::size_t apart_size = Apart::size;
    static constexpr bool any = Apart::size + paid_type::size + spent_type::size != 0;

    /// True if a receipt keeps what a policy spends of a unit.
    template <class Unit>
    static constexpr bool keeps_spending = spends_unit<Unit>(static_cast<const spent_type*>(nullptr));
    /// Returns true if it keeps what the rule of a number spends of it.
    template <class Unit>
    [[nodiscard]] static constexpr bool spends(std::uint8_t rule) noexcept {
        spent_type none{};
        bool found = false;
        for_spending<Unit>(none, rule, [&](auto&) { found = true; });
        return found;
    }

    /// The points that paid by the rule at an index.
    template <std::size_t Index>
    [[nodiscard]] constexpr const auto& paid_by() const noexcept {
        using unit = typename Programme::template policy_type<Index>::redeemed_unit;
        return get_type<points_of_sale<Index, unit, typename account_of<unit, Programme>::taken>>(paid);
    }

    template <std::size_t Policy, unit_type Unit>
    constexpr void keep(const grant_apart<Policy, Unit>& granted) noexcept {
        if constexpr (grants_apart_at<Policy, Apart>) { // others stand behind an account, and do not come back
            get_type<grant_apart<Policy, Unit>>(apart) = granted;
        }
    }
    template <std::size_t Policy, class Unit, class Lots>
    constexpr void keep(const points_of_sale<Policy, Unit, Lots>& points) noexcept {
        get_type<points_of_sale<Policy, Unit, Lots>>(paid) = points;
    }
    template <class Unit, class Lots>
    constexpr void keep(const spending_of_sale<Unit, Lots>& one) noexcept {
        bool is_kept = false;
        for_spending<Unit>(spent, one.rule, [&]<class Slot>(Slot& slot) {
            if constexpr (Slot::is_of_list) {
                if (is_kept || (slot.minor_units != 0 && slot.rule != one.in_list)) {
                    return;
                }
                slot.rule = one.in_list;
            }
            is_kept = true;
            slot.minor_units = one.minor_units;
            if constexpr (Slot::converts) {
                slot.found = one.found;
            }
            if constexpr (std::is_same_v<decltype(slot.lots), Lots>) {
                slot.lots = one.lots;
            }
        });
    }

    [[nodiscard]] friend constexpr bool operator==(const sale_movements&, const sale_movements&) = default;
};

/// Adds to an outcome the points that paid out of a plain balance: points that pay are not earned.
template <unit_type... Units, class... Paid>
constexpr void add_paid_points(outcome<Units...>& earned, const pack<Paid...>& paid) noexcept {
    const auto add = [&]<class One>(const One& points) {
        if constexpr (std::is_same_v<decltype(points.lots), no_account::taken>) {
            if constexpr ((std::is_same_v<typename One::unit, Units> || ...)) {
                static_cast<void>(
                    add_to(get_type<granted<typename One::unit>>(earned.granted_).minor_units, points.left));
            }
        }
    };
    static_cast<void>(add); // without payments nothing is added
    (add(get_type<Paid>(paid)), ...);
}

/// The part of a sink that keeps the movements of a sale: its own, or a reference to those of a receipt.
template <class Movements>
struct movement_keeper {
    static constexpr bool keeps_movements = true;
    Movements now;

    template <std::size_t Policy, unit_type Unit>
    constexpr void on(const grant_apart<Policy, Unit>& granted) noexcept {
        now.keep(granted);
    }
    template <std::size_t Policy, class Unit, class Lots>
    constexpr void on(const points_of_sale<Policy, Unit, Lots>& points) noexcept {
        now.keep(points);
    }
    template <class Unit, class Lots>
    requires(std::remove_reference_t<Movements>::template keeps_spending<Unit>) constexpr void on(
        const spending_of_sale<Unit, Lots>& one) noexcept {
        now.keep(one);
    }
};

/// Keeps the movements of a sale for its receipt, and passes everything on.
template <class Movements, class Sink>
struct movement_sink : movement_keeper<Movements&> {
    static constexpr bool forgets_refused = std::is_same_v<Sink, extensions::no_sink>;
    Sink& sink;

    using movement_keeper<Movements&>::on;
    template <class... Received>
    requires requires(Sink& other, const Received&... received) { other.on(received...); }
    constexpr void on(const Received&... received) noexcept { sink.on(received...); }
};

/// The sink of a sale that is evaluated again for its receipt, with all of its goods or the rest of them. It was paid before: a
/// part of its points, and no more, belongs to the rest.
template <class Movements, class Outcome>
struct repeated_sale : movement_keeper<Movements> {
    static constexpr bool forgets_refused = true;
    static constexpr bool repeats_sale = true;
    const Movements& before;
    Outcome gave{};

    constexpr explicit repeated_sale(const Movements& sold) noexcept : movement_keeper<Movements>{}, before{sold} {}
    using movement_keeper<Movements>::on;
    template <class Event>
    constexpr void on(const Event&, const Outcome& outcome) noexcept {
        gave = outcome;
    }
};

} // namespace loyalty::detail
