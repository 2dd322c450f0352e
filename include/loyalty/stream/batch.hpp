// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/detail/prefetch.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/member_merge.hpp>
#include <loyalty/engine/merged.hpp>
#include <loyalty/engine/transfer.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/rules/profile.hpp>
#include <loyalty/stream/event_of.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty {

namespace streams {

/// The number of transactions ahead for which a batch fetches the members. With a million members a member's
/// state is seldom in a cache; 16 to 32 hides the wait on the machines that were measured.
inline constexpr std::size_t look_ahead_default = 24;

/// The result of a batch.
struct batch_result {
    std::size_t accepted = 0;
    std::size_t refused = 0;

    [[nodiscard]] friend constexpr bool operator==(const batch_result&, const batch_result&) = default;
};

} // namespace streams

namespace detail {

/// Asks the memory for what an event needs of its member. One that earns seldom needs more than the newest lot.
template <class Event, class Member>
LOYALTY_INLINE void ask_for_member(std::span<Member> members, std::size_t index) noexcept {
    const std::size_t address = reinterpret_cast<std::size_t>(members.data()) + index * sizeof(Member);
    if constexpr (extensions::can_earn<Event> && !is_priced_first<Event>) {
        prefetch_first_at<Member>(address);
    } else {
        prefetch_at<Member>(address);
    }
}

/// Asks the memory for the member of a transaction that is not yet at work, which may be an index that is no member's,
/// and for the receipt of one that has it.
template <class Member, class Transaction>
LOYALTY_INLINE constexpr void ask_ahead(std::span<Member> members, const Transaction& transaction) noexcept {
    if constexpr (is_any_event<Transaction>) {
        transaction.visit([&](const auto& one) LOYALTY_INLINE_LAMBDA { ask_ahead(members, one); });
    } else if (!std::is_constant_evaluated()) {
        ask_for_member<Transaction>(members, static_cast<std::size_t>(fact::member(transaction)));
        if constexpr (requires { transaction.receipt; }) {
            prefetch_at<std::remove_cvref_t<decltype(*transaction.receipt)>>(
                reinterpret_cast<std::size_t>(transaction.receipt));
        }
    }
}

/// The calendar's day around an instant, as far as the programme judges events on it (S34); a day without the instant
/// if it does not. Kept for the events that follow, it answers both questions with one comparison.
template <class Programme>
[[nodiscard]] constexpr extensions::calendar_day day_in_force(const Programme& programme, instant time) noexcept {
    extensions::calendar_day day = extensions::calendar_day::at(programme.frame.calendar, time);
    for_each_index<Programme::size>([&](auto index) {
        using policy = typename Programme::template policy_type<index>;
        if constexpr (requires(const policy& one) { one.expiry.months_ahead(); }) {
            day.note_month_ahead(get<index>(programme.policies).expiry.months_ahead());
        }
    });
    const instant_window never{instant::minimum(), instant::minimum()};
    const instant_window judged = programme.right ? programme.frame.valid : never;
    const instant_window both = dates::intersection(instant_window{day.day.from, day.day.until}, judged);
    day.day.from = both.from;
    day.day.until = both.until;
    return day;
}

/// Applies a transfer of a stream to the two members that it names. Returns true if it is accepted. `day` is that of the event
/// before, and moves on.
template <class Programme, class Unit, class Profiles, class Sink>
constexpr bool apply_transfer_of(const Programme& programme, std::span<member<Programme>> members,
                                 const transfer<Unit>& event, const Profiles& profiles, extensions::calendar_day& day,
                                 Sink& sink) noexcept {
    const std::size_t giver = present_index<Programme>(members, event.member);
    const std::size_t receiver = present_index<Programme>(members, event.to);
    const std::uint8_t tier = giver < members.size() ? tier_of_last_event<Programme>(members[giver]) : std::uint8_t{0};
    if (giver >= members.size() || receiver >= members.size()) {
        return refuse_unseen<Programme>(event, tier, reason::unknown_member, sink);
    }
    if (refuse_to_oneself<Programme>(members[giver], members[receiver], event, sink)) {
        return false;
    }
    if (!day.contains(event.time)) [[unlikely]] {
        day = day_in_force(programme, event.time);
        if (!day.contains(event.time)) {
            return refuse_unseen<Programme>(event, tier, check_in_force<transfer<Unit>>(programme, event.time), sink);
        }
    }
    return transfer_on_day(programme, members[giver], members[receiver], event, profiles[giver], day, sink).accepted();
}

/// Applies a merge of a stream to the two members that it names. Returns true if it is accepted.
template <class Programme, class Profiles, class Sink>
constexpr bool apply_merge_of(const Programme& programme, std::span<member<Programme>> members,
                              const social::member_merge& event, const Profiles& profiles, Sink& sink) noexcept {
    const std::size_t from = event.member;
    const std::size_t into = present_index<Programme>(members, event.into);
    if (from >= members.size() || into >= members.size()) {
        return refuse_unseen<Programme>(event, 0, reason::unknown_member, sink);
    }
    return apply(programme, members[from], members[into], event, profiles[into], sink).accepted();
}

/// Returns true if an event of a stream has the receipt of another member than the one at `index`; those of a member who was
/// merged into this one are its own. A profile that names the member decides that itself.
template <class Profile, class Programme, class Event>
[[nodiscard]] LOYALTY_INLINE constexpr bool
has_foreign_receipt([[maybe_unused]] std::span<const member<Programme>> members, const Event& event,
                    std::size_t index) noexcept {
    if constexpr (requires { event.receipt->owner; } && !fact::member_fact::known<Profile>) {
        if (event.receipt == nullptr || event.receipt->owner == unnamed_member) {
            return false;
        }
        const std::uint64_t owner = event.receipt->owner; // a size may have 32 bits
        return owner >= members.size() || present_index<Programme>(members, static_cast<std::size_t>(owner)) != index;
    } else {
        return false;
    }
}

/// Applies one event of a stream to its member. Returns true if it is accepted. `day` is that of the event before, and
/// moves on.
template <class Programme, class Event, class Profile, class Sink>
LOYALTY_INLINE constexpr bool apply_to_own(const Programme& programme, member<Programme>& own, const Event& event,
                                           const Profile& profile, extensions::calendar_day& day, Sink& sink) noexcept {
    const instant time = fact::time(event);
    if (!day.contains(time)) [[unlikely]] {
        day = day_in_force(programme, time);
        if (!day.contains(time)) {
            if constexpr (extensions::is_return<Event>) {
                // A return is judged by the version of its sale, also after its end.
                return evaluate(programme, own, event, profile, sink);
            } else {
                return refuse_unseen<Programme>(event, tier_of_last_event<Programme>(own),
                                                check_in_force<Event>(programme, time), sink);
            }
        }
    }
    return evaluate(programme, own, event, profile, day, sink);
}

/// Applies one event of a stream to the one member that it names. Returns true if it is accepted. `day` is that of the
/// event before, and moves on.
template <class Programme, class Event, class Profiles, class Sink>
LOYALTY_INLINE constexpr bool apply_on_day(const Programme& programme, std::span<member<Programme>> members,
                                           const Event& event, const Profiles& profiles, extensions::calendar_day& day,
                                           Sink& sink) noexcept {
    const std::size_t index = present_index<Programme>(members, fact::member(event));
    if (index >= members.size()) [[unlikely]] {
        return refuse_unseen<Programme>(event, 0, reason::unknown_member, sink);
    }
    if (has_foreign_receipt<std::remove_cvref_t<decltype(profiles[index])>, Programme>(members, event, index))
        [[unlikely]] {
        return refuse_unseen<Programme>(event, tier_of_last_event<Programme>(members[index]), reason::foreign_receipt,
                                        sink);
    }
    return apply_to_own(programme, members[index], event, profiles[index], day, sink);
}

template <class Form, class Event, class Profiles, class Sink>
constexpr bool apply_apart(const Form& form, std::span<typename Form::member_type> members, const Event& event,
                           const Profiles& profiles, extensions::calendar_day& day, Sink& sink) noexcept;

/// Applies one event of a stream, of any kind. Returns true if it is accepted. `form` is a programme, or one that is
/// lifted.
///
/// The first type of a sum is the most frequent, and alone in line: in one function with all types, compilers run out
/// of registers.
template <class Form, class Event, class Profiles, class Sink>
LOYALTY_INLINE constexpr bool apply_one_of(const Form& form, std::span<typename Form::member_type> members,
                                           const Event& event, const Profiles& profiles, extensions::calendar_day& day,
                                           Sink& sink) noexcept {
    if constexpr (is_any_event<Event>) {
        return event.is_of_first_type() ? apply_one_of(form, members, event.first(), profiles, day, sink)
                                        : apply_apart(form, members, event, profiles, day, sink);
    } else if constexpr (extensions::kind_of<Event> == extensions::event_kind::transfer) {
        return apply_transfer_of(form.value(), members, event, profiles, day, sink);
    } else if constexpr (extensions::is_merge<Event>) {
        return apply_merge_of(form.value(), members, event, profiles, sink);
    } else {
        return apply_on_day(form.value(), members, event, profiles, day, sink);
    }
}

template <class Form, class Event, class Profiles, class Sink>
LOYALTY_APART constexpr bool apply_apart(const Form& form, std::span<typename Form::member_type> members,
                                         const Event& event, const Profiles& profiles, extensions::calendar_day& day,
                                         Sink& sink) noexcept {
    if constexpr (is_any_event<Event>) {
        return event.visit_others([&](const auto& one) LOYALTY_INLINE_LAMBDA {
            return apply_apart(form, members, one, profiles, day, sink);
        });
    } else {
        return apply_one_of(form, members, event, profiles, day, sink);
    }
}

} // namespace detail

/// Applies events in their order to the members that they name by index, and passes their outcomes to a sink. All are
/// of one type, or of any type of an `event_of`. The results are those of one `apply` after the other, whatever the
/// size of the batch; a refused transaction leaves its member as before and the stream goes on. Asks the memory for the
/// members ahead, and computes calendar fields once for each day in a row. Events of a member who was merged into another
/// one go to that one.
///
/// `members[i]` is the member whose transactions say `member == i`; an index beyond them is refused. `profiles[i]` is
/// anything that `[]` gives for a member: a span, a vector.
template <class Programme, class Transaction, class Sink, class Profiles = streams::no_profiles>
LOYALTY_INLINE constexpr streams::batch_result
apply_all(const Programme& programme, std::span<typename Programme::member_type> members,
          std::span<const Transaction> transactions, Sink& sink, const Profiles& profiles = {},
          std::size_t look_ahead = streams::look_ahead_default) noexcept {
    detail::insist<fact::member_fact::demanded<Transaction>>();
    streams::batch_result result{};
    extensions::calendar_day day{};
    const Transaction* at = transactions.data();
    // Events without others so far ahead fetch their own members.
    std::size_t distance = look_ahead < transactions.size() ? look_ahead : transactions.size();
    for (const Transaction* const end = at + transactions.size(); at != end; distance = 0) {
        for (const Transaction* const stop = end - distance; at != stop; ++at) {
            detail::prefetch_to_read(at, 2 * streams::look_ahead_default);
            detail::ask_ahead(members, at[distance]);
            result.refused += detail::apply_one_of(programme, members, *at, profiles, day, sink) ? 0u : 1u;
        }
    }
    result.accepted = transactions.size() - result.refused;
    return result;
}

} // namespace loyalty
