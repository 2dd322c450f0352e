// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What the account of a programme from text, and what stands around it, has room for.
///
/// `read_programme<currency::usd, 16, json::sharing_quotas<json::rolling_limits<json::usual_lots, 30>>>(text)`: rules may share quotas, and
/// redemptions may have limits in windows of up to 30 periods. Without these names members and events pay nothing for either.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/limits.hpp>

#include <cstddef>

namespace loyalty::json {

/// The account of `Lots`; and redemptions have limits in rolling windows of up to `Periods`. A member has 3 * (8 * Periods + 8) bytes
/// more.
template <class Lots, std::size_t Periods>
struct rolling_limits;

/// The account of `Lots`; and rules may be `limited` by a quota. As in C++, each event is then applied with `sharing(quotas)`, and a
/// return is evaluated anew.
template <class Lots>
struct sharing_quotas;

/// The account of `Lots`; and rules may be wheels of prizes. As in C++, two events of one time are then told apart by their ids
/// (`choices::identity::by_time_and_id`), since these are drawn from.
template <class Lots>
struct spinning_wheels;

/// The account of `Lots`; and up to `most_dated` rules have dates of their own, of which up to `Days` pairs of each stand at once: 30 days
/// of expiry need 30. A member has 16 bytes more for each of them, and 160 for the rules.
template <class Lots, std::size_t Days>
struct own_dates;

/// The account of `First`, and others beside it: `accounts<json::usual_lots, json::lots_in<unit::stamps, 25>>`.
template <class First, class... More>
struct accounts;

/// What the third argument of `read_programme` stands for.
template <class Ledger>
struct ledger_parts {
    using lots = Ledger;
    using further = loyalty::detail::pack<>;
    static constexpr std::size_t limit_periods = 0;
    static constexpr bool shares_quotas = false;
    static constexpr bool spins_wheels = false;
    static constexpr std::size_t days_of_own_dates = 0;
};
template <class First, class... More>
struct ledger_parts<accounts<First, More...>> : ledger_parts<First> {
    using further = loyalty::detail::pack<More...>;
};
template <class Lots, std::size_t Periods>
struct ledger_parts<rolling_limits<Lots, Periods>> : ledger_parts<Lots> {
    static constexpr std::size_t limit_periods = Periods;
};
template <class Lots>
struct ledger_parts<spinning_wheels<Lots>> : ledger_parts<Lots> {
    static constexpr bool spins_wheels = true;
};
template <class Lots, std::size_t Days>
struct ledger_parts<own_dates<Lots, Days>> : ledger_parts<Lots> {
    using account = typename ledger_parts<Lots>::lots;
    using lots = decltype(account{}.template spare_buckets<account::spare + most_dated * Days>());
    static constexpr std::size_t days_of_own_dates = Days;
};
template <class Lots>
struct ledger_parts<sharing_quotas<Lots>> : ledger_parts<Lots> {
    static constexpr bool shares_quotas = true;
};

} // namespace loyalty::json
