// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/detail/prefetch.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/program/kept_aside.hpp>
#include <loyalty/program/programme.hpp>
#include <loyalty/program/sinks.hpp>
#include <loyalty/program/visit.hpp>
#include <loyalty/rules/calendar_day.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

namespace loyalty {

namespace detail {

/// Why a line cannot be part of a purchase.
template <class Line>
[[nodiscard]] LOYALTY_INLINE constexpr reason check_line(const Line& line) noexcept {
    if constexpr (fact::quantity_fact::known<Line>) {
        const auto pieces = static_cast<std::int64_t>(fact::quantity(line));
        if (pieces <= 0) {
            return pieces == 0 ? reason::zero_quantity : reason::negative_quantity;
        }
    }
    if constexpr (fact::net_fact::known<Line>) {
        if (fact::net(line).minor_units() < 0) {
            return reason::negative_amount;
        }
    }
    if constexpr (fact::tax_fact::known<Line>) {
        if (fact::tax(line).minor_units() < 0) {
            return reason::negative_amount;
        }
    }
    if constexpr (fact::discount_fact::known<Line>) {
        if (fact::discount(line).minor_units() < 0) {
            return reason::negative_amount;
        }
    }
    return reason::none;
}

/// Why a transaction cannot be a purchase (S5, S9, S10).
template <class Transaction>
[[nodiscard]] LOYALTY_INLINE constexpr reason check_purchase(const Transaction& transaction) noexcept {
    using line_type = std::remove_cvref_t<decltype(*lines_of(transaction).begin())>;
    if constexpr (fact::currency_code_fact::known<Transaction> && fact::net_fact::known<line_type>) {
        using unit = typename std::remove_cvref_t<decltype(fact::net(std::declval<const line_type&>()))>::unit;
        if (static_cast<int>(fact::currency_code(transaction)) != static_cast<int>(unit::numeric)) {
            return reason::unknown_currency;
        }
    }
    if constexpr (fact::lines_fact::known<Transaction>) {
        std::size_t count = 0;
        for (const auto& line : lines_of(transaction)) {
            if (++count > most_lines) {
                return reason::too_many_lines;
            }
            if (const reason why = check_line(line); why != reason::none) {
                return why;
            }
        }
        return count == 0 ? reason::empty_basket : reason::none;
    } else {
        return check_line(transaction);
    }
}

/// Why an event cannot come after the member's last one (S9, S10).
template <class Programme, class Transaction>
[[nodiscard]] LOYALTY_INLINE constexpr reason check_sequence(const Programme&, const member<Programme>& own,
                                                             const Transaction& transaction) noexcept {
    const instant time = fact::time(transaction);
    if (time < own.last_event()) {
        return reason::late_event;
    }
    if constexpr (Programme::told_apart == identity::by_time_and_id) {
        const auto id = static_cast<std::uint64_t>(fact::id(transaction));
        if (time == own.last_event() && id <= own.clock().last_id) {
            return id == own.clock().last_id ? reason::duplicate_event : reason::late_event;
        }
    }
    return reason::none;
}

/// Whether a programme judges events at a time (S34).
template <class Programme>
[[nodiscard]] LOYALTY_INLINE constexpr bool is_in_force(const Programme& programme, instant time) noexcept {
    return programme.right && programme.frame.valid.contains(time);
}

/// Why it does not.
[[nodiscard]] constexpr reason why_not_in_force(bool right) noexcept {
    return right ? reason::not_in_force : reason::programme_defect;
}

/// Why a programme cannot judge an event, or not now.
template <class Programme, class Transaction>
[[nodiscard]] LOYALTY_INLINE constexpr reason check_order(const Programme& programme, const member<Programme>& own,
                                                          const Transaction& transaction, bool in_force) noexcept {
    return in_force ? check_sequence(programme, own, transaction) : why_not_in_force(programme.right);
}

/// Adds what was granted to the balances of units that are granted often, or seldom; whether the sums fit.
template <bool Seldom, class Programme, class Visit, unit_type... Units>
[[nodiscard]] LOYALTY_INLINE constexpr bool add_granted(member<Programme>& own, Visit& visit,
                                                        type_list<Units...>) noexcept {
    return all_of_index<sizeof...(Units)>([&](auto index) LOYALTY_INLINE_LAMBDA {
        using unit = typename type_at<index, Units..., void>::type;
        if constexpr (is_seldom<unit> == Seldom) {
            const bool overflow = add_to(get<1 + index>(own).minor_units, visit.template granted<unit>().minor_units());
            visit.refuse_if(overflow, reason::amount_overflow);
            return !overflow;
        } else {
            return true;
        }
    });
}

/// Adds what was granted to the balances, and moves the member's clock; whether the sums fit.
template <class Programme, class Transaction, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool settle(member<Programme>& own, const Transaction& transaction,
                                                   Visit& visit) noexcept {
    using units = typename Programme::plain_units_type;
    bool fits = add_granted<false, Programme>(own, visit, units{});
    if (fits && any_seldom(typename Programme::units_type{}, visit)) [[unlikely]] {
        fits = add_granted<true, Programme>(own, visit, units{});
    }
    own.clock().last_seconds = visit.time.seconds_since_epoch;
    if constexpr (Programme::told_apart == identity::by_time_and_id) {
        own.clock().last_id = static_cast<std::uint64_t>(fact::id(transaction));
    }
    return fits;
}

// Not asked in the lambda below: there clang 14 takes the requires-expression for false, and says nothing.
template <class State>
inline constexpr bool keeps_tier = requires(const State& own) {
    own.tier;
};

/// The tier that a member was last told to have, for outcomes of refused events.
template <class Programme>
[[nodiscard]] constexpr std::uint8_t tier_told(const member<Programme>& own) noexcept {
    std::uint8_t tier = 0;
    for_each_index<Programme::size>([&](auto index) {
        if constexpr (keeps_tier<std::remove_cvref_t<decltype(own.template policy<index>())>>) {
            tier = own.template policy<index>().tier;
        }
    });
    return tier;
}

/// What a refused event gives: nothing.
template <class Programme>
[[nodiscard]] constexpr outcome_of<Programme> refusal(std::uint8_t tier, reason why) noexcept {
    return {.refused = why, .tier_told = tier, .tier_before = tier, .tier_after = tier};
}

/// Tells a sink what an event gave, the last that it hears of it.
template <class Transaction, class Outcome, class Sink>
LOYALTY_INLINE constexpr void tell(const Transaction& transaction, const Outcome& gave, Sink& sink) noexcept {
    if constexpr (requires { sink.on(transaction, gave); }) {
        sink.on(transaction, gave);
    }
}

/// Tells a sink of a refused event. Out of line: nothing is left of it between the likely instructions.
template <class Programme, class Transaction, class Sink>
LOYALTY_COLD constexpr void tell_refusal(const Transaction& transaction, std::uint8_t tier, reason why,
                                         Sink& sink) noexcept {
    tell(transaction, refusal<Programme>(tier, why), sink);
}

/// Lets the accounts book what the event has granted in all.
template <class Programme, class Visit>
LOYALTY_INLINE constexpr void book_all(const Programme& programme, member<Programme>& own, Visit& visit,
                                       date earned_on) noexcept {
    for_each_index<Programme::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
        book(get<index>(programme.policies), own.template policy<index>(), visit, earned_on);
    });
}

/// Asks the policies in turn, up to one that refuses; whether none does.
template <class Programme, class Visit, std::size_t... Index>
[[nodiscard]] LOYALTY_INLINE constexpr bool ask_policies(const Programme& programme, member<Programme>& own,
                                                         Visit& visit, std::index_sequence<Index...>) noexcept {
    return (... && (visit.template enter<Index>(),
                    apply(get<Index>(programme.policies), own.template policy<Index>(), visit), !visit.refused()));
}

/// Tells of a refused event, and gives its outcome: in two steps, so that an outcome that is returned need not lie in memory.
template <class Programme, class Transaction, class Sink>
LOYALTY_INLINE constexpr outcome_of<Programme> turn_away(const member<Programme>& own, const Transaction& transaction,
                                                         reason why, Sink& sink) noexcept {
    const std::uint8_t tier = tier_told<Programme>(own);
    tell_refusal<Programme>(transaction, tier, why, sink);
    return refusal<Programme>(tier, why);
}

/// What the policies make of an event: time passes, each is asked in turn, the balances and the books follow. False where
/// one of them refuses; the member's state is then to be put back.
template <class Programme, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool judge(const Programme& programme, member<Programme>& own,
                                                  Visit& visit) noexcept {
    for_each_index<Programme::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
        visit.template enter<index>();
        advance(get<index>(programme.policies), own.template policy<index>(), visit);
    });
    const bool agreed = ask_policies(programme, own, visit, std::make_index_sequence<Programme::size>{});
    if (!agreed || !settle<Programme>(own, visit.transaction, visit)) [[unlikely]] {
        return false;
    }
    count_purchase(own.clock());
    book_all(programme, own, visit, visit.today());
    return !visit.refused();
}

/// One event, from check to commit, where the programme is in force. `own` changes only where the event is accepted.
template <class Programme, class Transaction, class Profile, class Sink>
LOYALTY_INLINE constexpr outcome_of<Programme> evaluate(const Programme& programme, member<Programme>& own,
                                                        const Transaction& transaction, const Profile& profile,
                                                        const calendar_day& day, Sink& sink) noexcept {
    visit<Programme, Transaction, Profile, Sink> visit{
        transaction, profile, programme.frame.calendar, day, fact::time(transaction), own.last_event(), sink};
    if constexpr (counts_purchases<typename Programme::clock_type>) {
        visit.first_purchase = own.clock().purchases == 0;
    }
    reason why = check_sequence(programme, own, visit.transaction);
    if (why == reason::none) [[likely]] {
        why = check_purchase(visit.transaction);
    }
    if (why == reason::none) [[likely]] {
        if constexpr (!fact::lines_fact::known<Transaction> && fact::net_fact::known<Transaction>) {
            LOYALTY_ASSUME(fact::net(visit.transaction).minor_units() >= 0); // not every compiler remembers the check
        }
        kept_aside<Programme> before;
        before.keep(own);
        if (judge(programme, own, visit)) [[likely]] {
            const auto gave = visit.finish();
            tell(transaction, gave, sink);
            return gave;
        }
        why = visit.why();
        before.put_back(own);
    }
    return turn_away<Programme>(own, transaction, why, sink);
}

template <class Programme>
using value_of = std::remove_cvref_t<decltype(std::declval<const Programme&>().value())>;

/// The first that a programme's rules demand and a transaction has not; void where it has all.
template <class Programme, class Transaction, class Profile, class Sink>
using unmet_by = typename first_unmet<
    typename demands_of<visit<value_of<Programme>, Transaction, Profile, Sink>, value_of<Programme>>::type>::type;

template <class Programme>
concept has_members = requires {
    typename Programme::member_type;
};

/// That a state is one of this programme's, which can change.
template <class Programme, class Member>
struct own_member {
    static constexpr bool met = std::is_same_v<Member, typename Programme::member_type>;
    template <bool Met>
    struct sentence {
        static_assert(Met, "loyalty: the member is of another programme, or const: declare it as "
                           "`member<decltype(your_programme)>`");
    };
};

} // namespace detail

/// Applies one transaction to one member and tells a sink. A refused transaction leaves the member as before; the outcome
/// says why. No allocation, no exception; works in a constant expression.
///
/// @code
/// member<decltype(beauty)> anna;
/// const auto gave = apply(beauty, anna, purchase<currency::usd>{.id = 1, .time = now, .net = 23.99_usd});
/// gave.granted<unit::points>();   // 23 points
/// @endcode
template <detail::has_members Programme, class Member, class Transaction, class Profile, class Sink>
constexpr outcome_of<Programme> apply(const Programme& programme, Member& own, const Transaction& transaction,
                                      const Profile& profile, Sink& sink) noexcept {
    using unmet = detail::unmet_by<Programme, Transaction, Profile, Sink>;
    if constexpr (!detail::own_member<Programme, Member>::met) {
        detail::insist<detail::own_member<Programme, Member>>();
        return {};
    } else if constexpr (std::is_void_v<unmet>) {
        detail::prefetch(own);
        const auto& value = programme.value();
        const instant time = fact::time(transaction);
        if (!detail::is_in_force(value, time)) {
            using value_type = detail::value_of<Programme>;
            return detail::turn_away<value_type>(own, transaction, detail::why_not_in_force(value.right), sink);
        }
        return detail::evaluate(value, own, transaction, profile, calendar_day::at(value.frame.calendar, time), sink);
    } else {
        static_cast<void>(typename unmet::template sentence<unmet::met>{});
        return {};
    }
}

template <detail::has_members Programme, class Member, class Transaction, class Profile = no_profile>
constexpr outcome_of<Programme> apply(const Programme& programme, Member& own, const Transaction& transaction,
                                      const Profile& profile = {}) noexcept {
    using unmet = detail::unmet_by<Programme, Transaction, Profile, no_sink>;
    if constexpr (!detail::own_member<Programme, Member>::met) {
        detail::insist<detail::own_member<Programme, Member>>();
        return {};
    } else if constexpr (std::is_void_v<unmet>) {
        no_sink none{};
        return apply(programme, own, transaction, profile, none);
    } else {
        static_cast<void>(typename unmet::template sentence<unmet::met>{});
        return {};
    }
}

/// What `apply` would give, with the member left alone (S15).
template <class Programme, class Transaction, class Profile = no_profile>
[[nodiscard]] constexpr outcome_of<Programme>
preview(const Programme& programme, const typename Programme::member_type& own, const Transaction& transaction,
        const Profile& profile = {}) noexcept {
    typename Programme::member_type copy = own;
    return apply(programme, copy, transaction, profile);
}

} // namespace loyalty
