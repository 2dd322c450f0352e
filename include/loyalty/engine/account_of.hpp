// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Finds the account of a unit in a programme, or its plain balance.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/effects.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

/// The index of the account that keeps a unit; `Programme::size` if there is none.
template <class Unit, class Programme>
[[nodiscard]] consteval std::size_t account_index() noexcept {
    return find_policy<Programme>(
               []<class Policy>(std::type_identity<Policy>) { return lists<Unit, booked_by<Policy>>; })
        .index;
}

template <class Unit, class Programme>
inline constexpr bool has_account_of = account_index<Unit, Programme>() < Programme::size;
/// True if members hold the unit as a plain balance.
template <class Unit, class Programme>
inline constexpr bool has_balance_of = lists<Unit, typename Programme::plain_units_type>;

/// Stands for the account of a unit that no account keeps, so that one sentence says so.
struct no_account {
    struct taken {
        constexpr void clear() const noexcept {}
        [[nodiscard]] friend constexpr bool operator==(const taken&, const taken&) = default;
    };
};

template <class Unit, class Programme>
[[nodiscard]] consteval auto account_type() noexcept {
    constexpr std::size_t index = account_index<Unit, Programme>();
    if constexpr (index < Programme::size) {
        return std::type_identity<typename Programme::template policy_type<index>>{};
    } else {
        return std::type_identity<no_account>{};
    }
}

template <class Unit, class Programme>
using account_of = typename decltype(account_type<Unit, Programme>())::type;

/// True if the account of a unit may have reservations. An account that names no `most_holds` decides for itself.
template <class Unit, class Programme>
inline constexpr bool has_room_for_holds = has_account_of<Unit, Programme>;
template <class Unit, class Programme>
requires requires {
    account_of<Unit, Programme>::most_holds;
}
inline constexpr bool has_room_for_holds<Unit, Programme> = account_of<Unit, Programme>::most_holds > 0;

/// True for an account whose books count instants, not days.
template <class Account>
inline constexpr bool counts_instants = false;
template <class Account>
requires requires {
    typename Account::point;
}
inline constexpr bool counts_instants<Account> = std::is_same_v<typename Account::point, instant>;

/// See `visit::knows_campaign`.
template <class Programme>
[[nodiscard]] constexpr bool knows_campaign_of(const Programme& programme, std::uint32_t campaign) noexcept {
    bool any_names = false;
    bool found = false;
    for_each_index<Programme::size>([&](auto index) {
        const auto& policy = get<index>(programme.policies);
        const auto compare = [&](std::uint32_t number) {
            any_names = true;
            found = found || number == campaign;
        };
        if constexpr (requires { policy.for_each_campaign(compare); }) {
            policy.for_each_campaign(compare);
        }
    });
    return found || !any_names;
}

/// An instant as an account counts: its business day, or itself in books of instants.
template <class Account, class Calendar>
[[nodiscard]] constexpr auto point_at(const Calendar& calendar, instant time) noexcept {
    if constexpr (counts_instants<Account>) {
        return time;
    } else {
        return calendar.business_date(time);
    }
}

/// See `visit::available`.
template <class Unit, class Programme, class Member, class Visit>
[[nodiscard]] constexpr amount<Unit> available_of_member(const Programme& programme, const Member& own,
                                                         const Visit& visit) noexcept {
    constexpr std::size_t index = account_index<Unit, Programme>();
    if constexpr (index < Programme::size) {
        const auto& account = get<index>(programme.policies);
        if constexpr (counts_instants<account_of<Unit, Programme>>) {
            return account.balances(own.template policy<index>(), visit.time).available;
        } else {
            return account.balances(own.template policy<index>(), visit.today()).available;
        }
    } else {
        amount<Unit> sum{};
        const bool overflow =
            arithmetic::add_overflows(own.template balance<Unit>(), visit.template granted<Unit>(), sum);
        return overflow || sum < amount<Unit>{} ? amount<Unit>{} : sum;
    }
}

/// See `visit::held`.
template <unit_type Unit>
struct held_points {
    amount<Unit> points{};
    std::int64_t holds = 0;
};

/// See `visit::held`. A plain balance has no holds, and neither has an account that does not count them.
template <class Unit, class Programme, class Member, class Visit, class... Hold>
[[nodiscard]] constexpr held_points<Unit> held_of_member(const Programme& programme, const Member& own,
                                                         const Visit& visit, Hold... hold) noexcept {
    if constexpr (has_room_for_holds<Unit, Programme>) {
        constexpr std::size_t index = account_index<Unit, Programme>();
        const auto& account = get<index>(programme.policies);
        const auto& books = own.template policy<index>();
        const auto on = point_at<account_of<Unit, Programme>>(visit.calendar, visit.time);
        if constexpr (sizeof...(Hold) != 0) {
            return {account.held_by(books, hold..., on), 1};
        } else if constexpr (requires { account.hold_count(books, on); }) {
            return {account.balances(books, on).held, account.hold_count(books, on)};
        }
    }
    return {};
}

/// See `visit::spend`. `lots`, if given, becomes the list of the lots that gave; of a plain balance there are none.
template <class Unit, class Programme, class Member, class Visit, class... Lots>
constexpr void spend_of_member(const Programme& programme, Member& own, Visit& visit, amount<Unit> cost,
                               Lots&... lots) noexcept {
    constexpr std::size_t index = account_index<Unit, Programme>();
    if constexpr (index < Programme::size) {
        get<index>(programme.policies).spend_at(own.template policy<index>(), visit, cost, lots...);
    } else {
        const amount<Unit> available = visit.template available<Unit>();
        if (cost < amount<Unit>{}) {
            visit.refuse_if(true, reason::negative_amount);
        } else if (available < cost) {
            visit.refuse(reason::insufficient_balance, cost, available);
        } else {
            visit.grant(-cost);
            visit.refuse_if(visit.add_spent(cost), reason::amount_overflow);
            visit.note(effects::spent<Unit>{visit.rule, cost, {}});
        }
    }
}

/// Tells the receipt of a sale what a policy spent of an account, the lots that gave it, and how much was there.
template <unit_type Unit, class Lots>
struct spending_of_sale {
    std::uint8_t rule = 0;
    std::int64_t minor_units = 0;
    Lots lots{};
    std::int64_t found = 0;
    std::uint8_t in_list = 0; ///< of a list the number of its rule that spends; `rule` is then that of the list
};

/// See `visit::spend`. The receipt of a sale keeps what a policy spends; a sale that is evaluated again has spent it before.
template <class Unit, class Programme, class Member, class Visit, class Sink>
constexpr void spend_of_policy(const Programme& programme, Member& own, Visit& visit, amount<Unit> cost,
                               const Sink* sink) noexcept {
    if constexpr (Visit::template notes<spending_of_sale<Unit, no_account::taken>>) {
        spending_of_sale<Unit, typename account_of<Unit, Programme>::taken> one{visit.rule, cost.minor_units(), {}};
        if constexpr (Visit::is_repeated) {
            if (!sink->before.template spends<Unit>(visit.rule)) {
                return spend_of_member<Unit>(programme, own, visit, cost);
            }
        } else {
            one.found = visit.template available<Unit>().minor_units();
            spend_of_member<Unit>(programme, own, visit, cost, one.lots);
        }
        if (!visit.refused()) {
            visit.note(one);
        }
    } else {
        spend_of_member<Unit>(programme, own, visit, cost);
    }
}

/// See `visit::restore`. A plain balance gets it back as a grant.
template <class Unit, class Programme, class Member, class Visit, class Lots>
constexpr void restore_to_member(const Programme& programme, Member& own, Visit& visit, Lots& lots,
                                 amount<Unit> part) noexcept {
    constexpr std::size_t index = account_index<Unit, Programme>();
    if constexpr (index < Programme::size) {
        get<index>(programme.policies).restore_at(own.template policy<index>(), visit, lots, part);
    } else {
        visit.grant(part);
        visit.refuse_if(visit.add_spent(-part), reason::amount_overflow);
        visit.note(effects::restored<Unit>{visit.rule, part, {}});
    }
}

} // namespace loyalty::detail
