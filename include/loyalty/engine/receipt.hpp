// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Receipts: all that the library needs of a sale or a redemption to take it back later. The host keeps them; the member keeps
/// none. `apply` lowers a receipt with each return, so that the next one takes only what is left.

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/sale_movements.hpp>
#include <loyalty/events/event_key.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/events/return_of.hpp>
#include <loyalty/ledger/lookup.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

namespace loyalty {

namespace detail {

template <class Programme>
using value_of = std::remove_cvref_t<decltype(std::declval<const Programme&>().value())>;

template <class Programme>
using earning_of = decltype(std::declval<const Programme&>().value().earning());

template <class Programme>
using movements_of = sale_movements<Programme, typename earning_of<Programme>::apart_type>;

template <class Unit, class To, class From>
constexpr void copy_balance(To& to, const From& from) noexcept {
    if constexpr (To::template has_balance<Unit>) {
        to.template set_balance<Unit>(from.template balance<Unit>());
    }
}

/// Copies a clock to that of the earning policies, which may count no purchases.
template <choices::identity ToldApart, class To, class From>
constexpr void copy_clock(To& to, const From& from) noexcept {
    to.last_seconds = from.last_seconds;
    if constexpr (ToldApart == choices::identity::by_time_and_id) {
        to.last_id = from.last_id;
    }
    if constexpr (To::counts_purchases) {
        to.purchases = from.purchases;
    }
}

/// The states of the policies that earn, and the plain balances that they may read; books stay behind.
template <class Programme>
[[nodiscard]] constexpr member<earning_of<Programme>> earning_part(const member<Programme>& own) noexcept {
    member<earning_of<Programme>> part;
    copy_clock<Programme::told_apart>(part.clock(), own.clock());
    for_each_index<earning_of<Programme>::size>(
        [&](auto index) { part.template policy<index>() = own.template policy<index>(); });
    part.last_shift() = own.last_shift();
    [&]<unit_type... Units>(type_list<Units...>) {
        (copy_balance<Units>(part, own), ...);
    }
    (typename Programme::plain_units_type{});
    return part;
}

/// The same grants as the outcome of a programme with more units.
template <class Programme, class Outcome>
[[nodiscard]] constexpr outcome_of<Programme> widened(const Outcome& from) noexcept {
    outcome_of<Programme> to{};
    to.refused = from.refused;
    to.tier_told = from.tier_told;
    to.tier_before = from.tier_before;
    to.tier_after = from.tier_after;
    [&]<unit_type... Units>(const outcome<Units...>*) {
        ((get_type<granted<Units>>(to.granted_) = get_type<granted<Units>>(from.granted_)), ...);
    }
    (&from);
    return to;
}

/// The owner of a receipt whose sale names no member.
inline constexpr std::uint64_t unnamed_member = (std::numeric_limits<std::uint64_t>::max)();

} // namespace detail

/// The receipt of a sale: the states of the policies before and after it. Trivially copyable. It serves whoever has it, also a
/// till without a connection. A lifted programme has the receipts of its constant.
///
/// @code
/// auto sold = apply_with_receipt(beauty, anna, basket);
/// apply(beauty, anna, sold.receipt.returned({.id = 9, .time = now}, what_anna_keeps));
/// apply(beauty, anna, sold.receipt.returned({.id = 10, .time = later}));   // and then the rest
/// @endcode
///
/// What each rule granted, and the shares of the lines, are computed by `itemize` (engine/itemize.hpp) and stored in a
/// `sale_record` (engine/sale_record.hpp).
template <class Programme>
struct receipt {
    member<detail::earning_of<Programme>> before{}; ///< before the sale
    member<detail::earning_of<Programme>> after{};  ///< after a sale of only the goods that have not come back
    outcome_of<Programme> earned{};                 ///< by the goods that have not come back
    std::int64_t net_minor_units = 0;               ///< of the goods that have not come back
    std::int64_t pieces = 0;                        ///< that have not come back
    /// This keeps the movements of the goods that have not come back: points with dates of their own, points that paid, and what
    /// policies spent of accounts.
    LOYALTY_NO_UNIQUE_ADDRESS detail::movements_of<Programme> movements{};
    std::uint64_t owner = detail::unnamed_member; ///< the member, if the sale or the profile names one
    std::uint32_t version = 0;                    ///< of the programme
    extensions::short_name programme{};

    /// The event of a return after which the member keeps `remaining`: the sale, with its id and time, without what came back.
    template <class Sale>
    [[nodiscard]] constexpr auto returned(extensions::event_key key, const Sale& remaining) noexcept {
        constexpr bool is_sale = fact::time_fact::known<Sale>; // a sale of any type has a time, an amount has none
        static_assert(is_sale,
                      "loyalty: returned: give the purchase that the member keeps, with the id and the time of "
                      "the sale, and no amount; if all comes back, give the key alone");
        if constexpr (is_sale) {
            return return_of<Programme, Sale>{key.id, key.member, key.time, sale_id(), remaining, this, {}};
        } else {
            return returned(key);
        }
    }
    /// The event of a return of everything that is left.
    [[nodiscard]] constexpr return_of<Programme, extensions::everything_returned>
    returned(extensions::event_key key) noexcept {
        return {key.id, key.member, key.time, sale_id(), std::nullopt, this, {}};
    }
    /// This says why a constant receipt does not compile.
    template <class... Sales>
    [[nodiscard]] constexpr return_of<Programme, extensions::everything_returned>
    returned(extensions::event_key, const Sales&...) const noexcept {
        constexpr bool is_mutable = sizeof...(Sales) > 1; // never: there is one sale at most
        static_assert(is_mutable, "loyalty: returned: the receipt is const, and `apply` lowers it by what came back: "
                                  "keep it, and what `apply_with_receipt` returns, in a variable that is not const");
        return {};
    }

    /// The id of the sale; 0 for a programme that tells events apart by time alone.
    [[nodiscard]] constexpr std::uint64_t sale_id() const noexcept {
        if constexpr (Programme::told_apart == choices::identity::by_time_and_id) {
            return after.clock().last_id;
        } else {
            return 0;
        }
    }

    [[nodiscard]] friend constexpr bool operator==(const receipt&, const receipt&) = default;
};

namespace ledgers {

/// The receipt of a redemption or a commitment: the lots that it took, less what went back.
///
/// @code
/// auto paid = apply_with_receipt(stars, anna, redemption<unit::points>{.id = 7, .time = now, .amount = 100_points});
/// apply(stars, anna, paid.receipt.given_back({.id = 9, .time = later}, 40_points));   // 60 are left to give back
/// @endcode
template <class Programme, class Unit>
struct redemption_receipt {
    using taken_type = typename detail::account_of<Unit, Programme>::taken;

    std::uint64_t id = 0; ///< of the redemption
    taken_type lots{};
    /// Of the redemption, if a limit counts it: its headroom goes back to the window of this time.
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<detail::limits_redemptions<Unit, Programme>(), instant, 7> spent{};
    std::uint64_t owner = detail::unnamed_member; ///< the member, if the redemption or the profile names one
    std::uint32_t version = 0;                    ///< of the programme
    extensions::short_name programme{};

    /// The event that gives back a part, or all that is left. More than is left is refused (`not_spent`).
    [[nodiscard]] constexpr give_back<Programme, Unit>
    given_back(extensions::event_key key, amount<Unit> part = ledgers::everything<Unit>) noexcept {
        return {key.id, key.member, key.time, id, part, this};
    }

    /// The amount that has not gone back yet; nothing if the lots cannot be right.
    [[nodiscard]] constexpr amount<Unit> left() const noexcept {
        std::int64_t sum = 0;
        const bool right = detail::ledger::sum_of(lots, sum) == reason::none;
        return amount<Unit>::from_minor_units(right ? sum : 0);
    }

    [[nodiscard]] friend constexpr bool operator==(const redemption_receipt&, const redemption_receipt&) = default;
};

} // namespace ledgers

namespace detail {

/// Stands for the receipt of an event that has none, so that one sentence says so.
struct no_receipt {};

/// The receipt that an event has.
template <class Programme, class Event>
struct receipt_of {
    using type = no_receipt;
};
template <class Programme, class Event>
requires(extensions::can_earn<Event> ||
         extensions::kind_of<Event> == extensions::event_kind::checkout) struct receipt_of<Programme, Event> {
    using type = receipt<Programme>;
};
template <class Programme, class Event>
requires(extensions::kind_of<Event> == extensions::event_kind::redemption ||
         extensions::kind_of<Event> == extensions::event_kind::pool_share ||
         extensions::kind_of<Event> == extensions::event_kind::commitment) struct receipt_of<Programme, Event> {
    using type = ledgers::redemption_receipt<Programme, typename Event::unit>;
};

/// A copy of the receipt of an event that an account lowers: `restore` puts it back if a later policy refuses the event. A
/// return needs none: it lowers its receipt last.
template <class Event>
struct rollback_of_receipt {
    constexpr explicit rollback_of_receipt(const Event&) noexcept {}
    constexpr void restore(const Event&) const noexcept {}
};
template <class Event>
requires(extensions::kind_of<Event> == extensions::event_kind::give_back) struct rollback_of_receipt<Event> {
    std::remove_cvref_t<decltype(*std::declval<const Event&>().receipt)> copy{};

    constexpr explicit rollback_of_receipt(const Event& event) noexcept {
        if (event.receipt != nullptr) {
            copy = *event.receipt;
        }
    }
    constexpr void restore(const Event& event) const noexcept {
        if (event.receipt != nullptr) {
            *event.receipt = copy;
        }
    }
};

/// An event that changes a receipt, with a copy of it: to evaluate the event once more, or only for a preview.
template <class Event>
struct with_own_receipt {
    std::remove_cvref_t<decltype(*std::declval<const Event&>().receipt)> copy{};
    Event event;

    constexpr explicit with_own_receipt(const Event& other) noexcept : event{other} {
        if (other.receipt != nullptr) {
            copy = *other.receipt;
            event.receipt = &copy;
        }
    }
    with_own_receipt(const with_own_receipt&) = delete;
    with_own_receipt& operator=(const with_own_receipt&) = delete;
};
template <class Event>
requires(!requires(const Event& event) { event.receipt; }) struct with_own_receipt<Event> {
    const Event& event;

    constexpr explicit with_own_receipt(const Event& other) noexcept : event{other} {}
};

} // namespace detail

namespace extensions {

/// An outcome, and the receipt that takes the event back.
template <class Programme, class Event>
struct outcome_with_receipt {
    outcome_of<Programme> outcome{};
    typename detail::receipt_of<Programme, Event>::type receipt{};
};

} // namespace extensions
} // namespace loyalty
