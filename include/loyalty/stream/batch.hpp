// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/prefetch.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/program/apply.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty {

/// How many transactions ahead a batch asks the memory for the members it will need. With a million members a member's
/// state is seldom in a cache; 16 to 32 hides the wait on the machines that were measured.
inline constexpr std::size_t look_ahead_default = 24;

/// What became of a batch.
struct batch_result {
    std::size_t accepted = 0;
    std::size_t refused = 0;

    [[nodiscard]] friend constexpr bool operator==(const batch_result&, const batch_result&) = default;
};

/// Profiles for a batch where there are none.
struct no_profiles {
    [[nodiscard]] constexpr no_profile operator[](std::size_t) const noexcept { return {}; }
};

namespace detail {

/// Asks the memory for the member of a transaction that is not yet at work, which may be an index that is no member's.
template <class Member, class Transaction>
LOYALTY_INLINE constexpr void ask_ahead(std::span<Member> members, const Transaction& transaction) noexcept {
    if (!std::is_constant_evaluated()) {
        const auto first = reinterpret_cast<std::size_t>(members.data());
        prefetch_at<Member>(first + static_cast<std::size_t>(fact::member(transaction)) * sizeof(Member));
    }
}

/// The calendar's day around an instant, as far as the programme judges events on it (S34): the time itself is outside where
/// it does not. Kept for the events that follow, it answers for both with one comparison.
template <class Programme>
[[nodiscard]] constexpr calendar_day day_in_force(const Programme& programme, instant time) noexcept {
    calendar_day day = calendar_day::at(programme.frame.calendar, time);
    const instant_window never{instant::minimum(), instant::minimum()};
    const instant_window judged = programme.right ? programme.frame.valid : never;
    const instant_window both = intersection(instant_window{day.day.from, day.day.until}, judged);
    day.day.from = both.from;
    day.day.until = both.until;
    return day;
}

/// One transaction of a stream, on the member that it names; whether it was accepted. `day` is that of the transaction
/// before, and moves on.
template <class Programme, class Transaction, class Profiles, class Sink>
LOYALTY_INLINE constexpr bool apply_one_of(const Programme& programme, std::span<member<Programme>> members,
                                           const Transaction& transaction, const Profiles& profiles, calendar_day& day,
                                           Sink& sink) noexcept {
    const std::size_t index = fact::member(transaction);
    if (index >= members.size()) [[unlikely]] {
        tell_refusal<Programme>(transaction, 0, reason::unknown_member, sink);
        return false;
    }
    const instant time = fact::time(transaction);
    if (!day.contains(time)) [[unlikely]] {
        day = day_in_force(programme, time);
        if (!day.contains(time)) {
            tell_refusal<Programme>(transaction, tier_told<Programme>(members[index]),
                                    why_not_in_force(programme.right), sink);
            return false;
        }
    }
    return evaluate(programme, members[index], transaction, profiles[index], day, sink).accepted();
}

} // namespace detail

/// Applies transactions in their order to the members that they name by index, and tells a sink. The results are those of
/// one `apply` after the other, whatever the size of the batch; a refused transaction leaves its member as before and the
/// stream goes on. Asks the memory for the members ahead, and computes calendar fields once for each day in a row.
///
/// `members[i]` is the member whose transactions say `member == i`; an index beyond them is refused. `profiles[i]` is
/// anything that `[]` gives for a member: a span, a vector.
template <class Programme, class Transaction, class Sink, class Profiles = no_profiles>
LOYALTY_INLINE constexpr batch_result
apply_all(const Programme& programme, std::span<typename Programme::member_type> members,
          std::span<const Transaction> transactions, Sink& sink, const Profiles& profiles = {},
          std::size_t look_ahead = look_ahead_default) noexcept {
    detail::insist<fact::member_fact::demanded<Transaction>>();
    const auto& value = programme.value();
    batch_result result{};
    calendar_day day{};
    const Transaction* at = transactions.data();
    // Those that have nothing so far ahead of them ask for their own members.
    std::size_t distance = look_ahead < transactions.size() ? look_ahead : transactions.size();
    for (const Transaction* const end = at + transactions.size(); at != end; distance = 0) {
        for (const Transaction* const stop = end - distance; at != stop; ++at) {
            detail::ask_ahead(members, at[distance]);
            result.refused += detail::apply_one_of(value, members, *at, profiles, day, sink) ? 0u : 1u;
        }
    }
    result.accepted = transactions.size() - result.refused;
    return result;
}

} // namespace loyalty
