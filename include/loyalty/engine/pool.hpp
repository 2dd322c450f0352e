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
#include <loyalty/detail/working_list.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/checks.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/queries.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/rollback.hpp>
#include <loyalty/events/pool_share.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/ledger/debit.hpp>
#include <loyalty/ledger/lookup.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/rules/profile.hpp>
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
    detail::working_list<pool_share<Unit>, most_in_pool> parts{};

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
    working_list<books_type, social::most_in_pool> books{};

    constexpr pool_books(const Programme& programme, std::span<const member<Programme>> members,
                         std::span<const std::uint32_t> household, instant as_of) noexcept
        : rules{get<index>(programme.policies)}, today{point_at<rules_type>(programme.frame.calendar, as_of)} {
        for (const std::uint32_t each : household) {
            ledger::at(rules, members[each].template policy<index>(), today,
                       [&](const books_type& settled, typename rules_type::point) {
                           books.resize(books.size() + 1);
                           copy_state(books[books.size() - 1], settled);
                       });
        }
    }

    /// The available points of each member; those of the others are zero.
    [[nodiscard]] constexpr amounts available() const noexcept {
        amounts each{};
        for (std::size_t i = 0; i < books.size(); ++i) {
            each[i] = amount<Unit>::from_minor_units(ledger::all_available(books[i], today));
        }
        return each;
    }

    /// All that is available; the largest amount if it passes 64 bits.
    [[nodiscard]] constexpr amount<Unit> total() const noexcept {
        std::int64_t sum = 0;
        for (const books_type& each : books) {
            sum = add_saturated(sum, ledger::all_available(each, today));
        }
        return amount<Unit>::from_minor_units(sum);
    }

    /// Takes points in the order of consumption over all books, and counts whose they are. Loops at most as often as there
    /// are lots. A lot that is used up stays in its place, so the search for the next one of its member goes on from there.
    constexpr void take_oldest(std::int64_t asked, amounts& shares) noexcept {
        std::array<std::size_t, social::most_in_pool> first{}; // of each member the first lot that has not expired
        std::array<std::size_t, social::most_in_pool> next{};  // and the one that is consumed next
        const auto find_next = [&](std::size_t of) {
            next[of] = ledger::next_to_take(rules, books[of], first[of], today);
        };
        for (std::size_t i = 0; i < books.size(); ++i) {
            first[i] = first_expiring(books[i], today);
            find_next(i);
        }
        while (asked > 0) {
            std::size_t who = books.size();
            for (std::size_t i = 0; i < books.size(); ++i) {
                if (next[i] < books[i].buckets.size() &&
                    (who == books.size() || ledger::is_taken_before(rules.order, books[i].buckets[next[i]].dates,
                                                                    books[who].buckets[next[who]].dates))) {
                    who = i;
                }
            }
            if (who == books.size()) {
                return;
            }
            std::int64_t& remaining = books[who].buckets[next[who]].remaining;
            const std::int64_t part = remaining < asked ? remaining : asked;
            remaining -= part;
            shares[who] += amount<Unit>::from_minor_units(part);
            asked -= part;
            find_next(who);
        }
    }
};

/// Redeems the parts one after the other. If one is refused, all members and receipts are put back.
template <class Programme, class Unit, class Receipts>
constexpr void redeem_shares(const Programme& programme, std::span<member<Programme>> members,
                             social::pool_shares<Unit>& shares, const Receipts& receipts) noexcept {
    struct before {
        member<Programme> own;
        typename Receipts::value_type receipt;
    };
    if (shares.parts.empty()) {
        return;
    }
    const instant time = shares.parts[0].time;
    shares.refused = check_in_force<social::pool_share<Unit>>(programme, time);
    shares.refused_by = shares.accepted() ? 0 : shares.parts[0].member;
    if (!shares.accepted()) {
        return;
    }
    const auto day = extensions::calendar_day::at(programme.frame.calendar, time);
    working_list<before, social::most_in_pool> all{};
    extensions::no_sink none{};
    for (const social::pool_share<Unit>& part : shares.parts) {
        member<Programme>& own = members[part.member];
        auto& receipt = receipts[all.size()];
        all.resize(all.size() + 1);
        copy_state(all[all.size() - 1].own, own);
        copy_state(all[all.size() - 1].receipt, receipt);
        const auto gave = redeem_with_receipt(programme, own, part, extensions::no_profile{}, day, none, receipt);
        if (gave.accepted()) {
            continue;
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            members[shares.parts[i].member] = all[i].own;
            receipts[i] = all[i].receipt;
        }
        shares.refused = gave.refused;
        shares.refused_by = part.member;
        return;
    }
}

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
            static_cast<void>(
                arithmetic::allocate(event.amount, std::span{weights}.first(pool.books.size()),
                                     std::span{each}.first(pool.books.size()))); // the weights sum to `there`
        }
        for (std::size_t i = 0; i < pool.books.size(); ++i) {
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
    if (shares.accepted()) {
        detail::redeem_shares(programme.value(), members, shares, receipts);
    }
    if (!shares.accepted()) {
        shares.parts.clear();
    }
    return shares;
}

} // namespace social
} // namespace loyalty
