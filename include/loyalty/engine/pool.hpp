// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A household that redeems together (S47). Each member keeps the points that it earned: a shared redemption takes a part
/// from each, all of them or none. So each contribution is known, and who leaves takes what is left of its own.
///
/// Anna has 300 points that expire in May and 100 that expire in June; Ben has 200 that expire in April:
///
/// @code
/// const std::array<std::uint32_t, 2> household{0, 1};         // the places of Anna and Ben in `members`
/// social::pooled<unit::points>(shop, members, household, now);                        // 600 points
/// social::pool_redemption<unit::points> shared{.id = 7, .time = now, .amount = 450_points};
/// std::array<social::pool_receipt<decltype(shop), unit::points>, 2> receipts;
/// social::redeem_from_pool(shop, members, household, shared, receipts);   // 200 of Ben, then 250 of Anna
/// shared.sharing = social::pool_sharing::in_proportion;                                     // 300 of Anna, 150 of Ben
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/queries.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/events/pool_share.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/ledger/bounded_list.hpp>
#include <loyalty/ledger/debit.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty {

namespace social {

/// The most members of a household.
inline constexpr std::size_t most_in_pool = 16;

/// Which of a household's points are redeemed.
enum class pool_sharing : std::uint8_t {
    oldest_first, ///< those that the account's order of consumption names first, whoever has them; of equals the earlier member's
    in_proportion ///< of each member in proportion to what it has, the largest remainder first (S6)
};

/// A redemption that a household shares. Its parts have its id and its time.
template <unit_type Unit>
struct pool_redemption {
    std::uint64_t id = 0;
    instant time{};
    loyalty::amount<Unit> amount{};
    pool_sharing sharing = pool_sharing::oldest_first;
};

/// The parts of a shared redemption: an event for each member that gives something, in the order of the household.
template <unit_type Unit>
struct pool_shares {
    reason refused = reason::none;
    std::uint32_t refused_by = 0; ///< the member whose part cannot come, if one was refused
    amount<Unit> there{};         ///< what the household has; of an amount that the rule refuses the rule's limit
    ledgers::bounded_list<pool_share<Unit>, most_in_pool> parts{};

    [[nodiscard]] constexpr bool accepted() const noexcept { return refused == reason::none; }
};

template <class Programme, unit_type Unit>
using pool_receipt = ledgers::redemption_receipt<detail::value_of<Programme>, Unit>;

} // namespace social

namespace detail {

/// Returns why members are no household: they are too many, one does not exist, or one is named twice.
[[nodiscard]] constexpr reason check_household(std::size_t members, std::span<const std::uint32_t> household) noexcept {
    if (household.size() > social::most_in_pool) {
        return reason::pool_too_large;
    }
    for (std::size_t i = 0; i < household.size(); ++i) {
        if (household[i] >= members) {
            return reason::unknown_member;
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (household[i] == household[j]) {
                return reason::same_member;
            }
        }
    }
    return reason::none;
}

/// The books of a household as of an instant, as copies.
template <class Programme, class Unit>
struct pool_books {
    static constexpr std::size_t index = account_index<Unit, Programme>();
    using rules_type = account_of<Unit, Programme>;
    using books_type = state_of_t<rules_type>;
    using amounts = std::array<amount<Unit>, social::most_in_pool>;

    const rules_type& rules;
    typename rules_type::point today;
    std::size_t count = 0;
    std::array<books_type, social::most_in_pool> books{};

    constexpr pool_books(const Programme& programme, std::span<const member<Programme>> members,
                         std::span<const std::uint32_t> household, instant as_of) noexcept
        : rules{get<index>(programme.policies)}, today{point_at<rules_type>(programme.frame.calendar, as_of)} {
        for (const std::uint32_t each : household) {
            books[count++] = ledger::at(rules, members[each].template policy<index>(), today,
                                        [](const books_type& settled, typename rules_type::point) { return settled; });
        }
    }

    [[nodiscard]] constexpr amounts available() const noexcept {
        amounts each{};
        for (std::size_t i = 0; i < count; ++i) {
            each[i] = rules.balances(books[i], today).available;
        }
        return each;
    }

    /// All that is available; the largest amount if it passes 64 bits.
    [[nodiscard]] constexpr amount<Unit> total() const noexcept {
        std::int64_t sum = 0;
        for (const amount<Unit> each : available()) {
            sum = add_saturated(sum, each.minor_units());
        }
        return amount<Unit>::from_minor_units(sum);
    }

    /// Takes points in the order of consumption over all books, and counts whose they are. Loops at most as often as there
    /// are lots.
    constexpr void take_oldest(std::int64_t asked, amounts& shares) noexcept {
        ledger::no_list none{};
        while (asked > 0) {
            std::size_t who = count;
            std::size_t lot = 0;
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t next = ledger::next_to_take(rules, books[i], first_expiring(books[i], today), today);
                if (next < books[i].buckets.size() &&
                    (who == count || ledger::is_taken_before(rules.order, books[i].buckets[next].dates,
                                                             books[who].buckets[lot].dates))) {
                    who = i;
                    lot = next;
                }
            }
            if (who == count) {
                return;
            }
            const std::int64_t part = ledger::take_from(rules, books[who], lot, asked, today, none);
            shares[who] += amount<Unit>::from_minor_units(part);
            asked -= part;
        }
    }
};

/// The redemption rule of a programme for a unit, if it has one, judges the whole of a shared redemption.
template <class Programme, class Unit, class Shares>
constexpr void judge_whole(const Programme& programme, const social::pool_redemption<Unit>& event,
                           Shares& shares) noexcept {
    constexpr std::size_t index = find_policy<Programme>([]<class Policy>(std::type_identity<Policy>) {
                                      return redeems_unit<Policy, Unit>;
                                  }).index;
    if constexpr (index < Programme::size) {
        const auto judged =
            get<index>(programme.policies).judge(event.amount, programme.frame.calendar.business_date(event.time));
        shares.refused = judged.why;
        shares.there = judged.limit;
    }
}

} // namespace detail

namespace social {

/// The points that a household has available together at an instant: 600 of Anna's 400 and Ben's 200. None if it is no household.
template <class Unit, class Programme>
[[nodiscard]] constexpr amount<Unit> pooled(const Programme& programme,
                                            std::span<const typename Programme::member_type> members,
                                            std::span<const std::uint32_t> household, instant as_of) noexcept {
    if (detail::check_household(members.size(), household) != reason::none) {
        return {};
    }
    return detail::pool_books<detail::value_of<Programme>, Unit>{programme.value(), members, household, as_of}.total();
}

/// The parts of a shared redemption, without taking any. Refused if the household has fewer points (`insufficient_balance`,
/// with what is there), if the programme's `redemption_rule` does not take so many at a time, if the amount is negative, and
/// if the members are no household: `pool_too_large`, `unknown_member`, `same_member`.
template <class Programme, class Unit>
[[nodiscard]] constexpr pool_shares<Unit>
share_in_pool(const Programme& programme, std::span<const typename Programme::member_type> members,
              std::span<const std::uint32_t> household, const pool_redemption<Unit>& event) noexcept {
    using value_type = detail::value_of<Programme>;
    constexpr bool has_account = detail::has_account_of<Unit, value_type>;
    static_assert(has_account, "loyalty: no account of this programme books this unit: add lots<Unit>{} last");
    pool_shares<Unit> shares{.refused = detail::check_household(members.size(), household)};
    if constexpr (has_account) {
        if (shares.refused == reason::none && event.amount.minor_units() < 0) {
            shares.refused = reason::negative_amount;
        }
        if (shares.refused == reason::none) {
            detail::judge_whole(programme.value(), event, shares);
        }
        if (!shares.accepted()) {
            return shares;
        }
        detail::pool_books<value_type, Unit> pool{programme.value(), members, household, event.time};
        shares.there = pool.total();
        if (shares.there < event.amount) {
            shares.refused = reason::insufficient_balance;
            return shares;
        }
        typename decltype(pool)::amounts each{};
        if (event.sharing == pool_sharing::oldest_first) {
            pool.take_oldest(event.amount.minor_units(), each);
        } else if (event.amount.minor_units() > 0) {
            const auto weights = pool.available();
            static_cast<void>(arithmetic::allocate(event.amount, std::span{weights}.first(pool.count),
                                                   std::span{each}.first(pool.count))); // the weights sum to `there`
        }
        for (std::size_t i = 0; i < pool.count; ++i) {
            if (each[i].minor_units() > 0) {
                shares.parts.push_back({event.id, household[i], event.time, each[i]});
            }
        }
    }
    return shares;
}

/// Redeems from a household: all parts are taken or none. `receipts` become those of the parts, in their order; there must be as
/// many as the household has members. Redeemed points go back by `receipt.given_back(...)`, member by member, to the
/// lots that they came from.
///
/// Refused beside what `share_in_pool` refuses: a part that cannot come next for its member, such as `late_event` of
/// `refused_by`. A stream or a journal carries the parts, which are events like others.
template <class Programme, class Unit>
constexpr pool_shares<Unit>
redeem_from_pool(const Programme& programme, std::span<typename Programme::member_type> members,
                 std::span<const std::uint32_t> household, const pool_redemption<Unit>& event,
                 std::type_identity_t<std::span<pool_receipt<Programme, Unit>>> receipts) noexcept {
    pool_shares<Unit> shares = share_in_pool(programme, members, household, event);
    if (shares.accepted() && receipts.size() < household.size()) {
        shares.refused = reason::pool_too_large;
    }
    for (std::size_t i = 0; shares.accepted() && i < shares.parts.size(); ++i) {
        const pool_share<Unit>& part = shares.parts[i];
        shares.refused = preview(programme, members[part.member], part).refused;
        shares.refused_by = shares.accepted() ? 0 : part.member;
    }
    if (!shares.accepted()) {
        shares.parts.clear();
        return shares;
    }
    for (std::size_t i = 0; i < shares.parts.size(); ++i) {
        const pool_share<Unit>& part = shares.parts[i];
        receipts[i] = apply_with_receipt(programme, members[part.member], part).receipt;
    }
    return shares;
}

} // namespace social
} // namespace loyalty
