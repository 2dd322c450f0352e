// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Returns and voids: what a purchase gave goes back, to the last point, and nothing of it stays behind (S30, S31).
///
/// @code
/// auto sale = apply_with_receipt(beauty, anna, basket);           // keep sale.receipt with the sale
/// reverse(beauty, anna, sale.receipt, what_anna_keeps, {.id = 9, .time = now});   // some lines come back
/// reverse_all(beauty, anna, sale.receipt, {.id = 10, .time = later});             // and then the rest
/// @endcode
///
/// There is no second formula. A receipt holds the member as it was before the purchase, so what the rest of the purchase
/// earns is the same evaluation run again, at the original time, tier and headroom; the difference is taken back. Over any
/// partition of a purchase into returns these differences add up to exactly what it had earned.

#include <loyalty/events/occasion.hpp>
#include <loyalty/program/apply.hpp>
#include <loyalty/program/pass_time.hpp>

#include <cstdint>

namespace loyalty {

namespace detail {

template <class Programme>
using earning_of = decltype(std::declval<const Programme&>().value().earning());

/// What the policies that earn remember of a member; balances and books stay behind.
template <class Programme>
[[nodiscard]] constexpr member<earning_of<Programme>> earning_part(const member<Programme>& own) noexcept {
    member<earning_of<Programme>> part;
    part.clock() = own.clock();
    for_each_index<earning_of<Programme>::size>(
        [&](auto index) { part.template policy<index>() = own.template policy<index>(); });
    return part;
}

} // namespace detail

/// What the library needs of a sale to reverse it later, by whoever has it: a till without a connection, too. Trivially
/// copyable; the host keeps it with the sale, and keeps what `reverse` makes of it. It holds what the policies remembered
/// of the member, not the member's books.
template <class Programme>
struct receipt {
    member<detail::earning_of<Programme>> before{}; ///< before the sale
    member<detail::earning_of<Programme>> after{};  ///< and after it, had it been only for what has not come back
    outcome_of<Programme> earned{};                 ///< by what has not come back
    std::int64_t net_minor_units = 0;               ///< of what has not come back
    std::uint32_t version = 0;                      ///< of the programme
    short_name programme{};

    [[nodiscard]] friend constexpr bool operator==(const receipt&, const receipt&) = default;
};

/// What `apply_with_receipt` gives.
template <class Programme>
struct sale_with_receipt {
    outcome_of<Programme> outcome{};
    loyalty::receipt<Programme> receipt{};
};

namespace detail {

/// Nothing of the purchase remains.
struct nothing_remains {};

template <class Transaction>
[[nodiscard]] constexpr bool net_overflows(const Transaction& transaction, std::int64_t& sum) noexcept {
    sum = 0;
    bool overflow = false;
    for (const auto& line : lines_of(transaction)) {
        overflow |= add_overflows(sum, fact::net(line).minor_units(), sum);
    }
    return overflow;
}

/// What the sale gives with what remains of it: into `state` the member, as result the outcome.
template <class Programme, class Remaining, class Profile>
[[nodiscard]] constexpr auto evaluate_rest(const Programme& programme, member<Programme>& state,
                                           const Remaining& remaining, instant sold, const Profile& profile) noexcept {
    if constexpr (std::is_same_v<Remaining, nothing_remains>) {
        no_sink none{};
        const calendar_day day = calendar_day::at(programme.frame.calendar, sold);
        const occasion at{0, sold};
        visit<Programme, occasion, Profile, no_sink> visit{
            at, profile, programme.frame.calendar, day, sold, state.last_event(), none};
        advance_all(programme, state, visit);
        return visit.finish();
    } else {
        return apply(programme, state, remaining, profile);
    }
}

/// Why a receipt cannot serve.
template <class Programme>
[[nodiscard]] constexpr reason check_receipt(const receipt<Programme>& slip, const Programme& programme,
                                             const member<Programme>& own) noexcept {
    if (slip.programme != programme.frame.name || slip.version != programme.frame.version) {
        return reason::foreign_receipt;
    }
    if (slip.net_minor_units < 0 || !slip.earned.accepted()) {
        return reason::already_returned;
    }
    return own.last_event() < slip.after.last_event() ? reason::foreign_receipt : reason::none;
}

template <class Programme, class Remaining, class Profile, class Sink>
constexpr outcome_of<Programme> reverse(const Programme& programme, member<Programme>& own, receipt<Programme>& slip,
                                        const Remaining& remaining, std::int64_t remaining_net, const occasion& event,
                                        const Profile& profile, Sink& sink) noexcept {
    const instant sold = slip.after.last_event();
    auto rest = slip.before;
    outcome_of<Programme> earned{};
    // The version of the sale judges its return, also when it is no longer in force (S34).
    const reason order = programme.right ? check_sequence(programme, own, event) : reason::programme_defect;
    const auto gave = happen_checked(programme, own, event, profile, sink, order, [&](auto& visit) {
        reason why = check_receipt(slip, programme, own);
        why = why == reason::none && remaining_net > slip.net_minor_units ? reason::more_than_bought : why;
        if (why == reason::none) {
            earned = evaluate_rest(programme.earning(), rest, remaining, sold, profile);
            why = earned.refused;
        }
        visit.refuse_if(why != reason::none, why);
        if (visit.refused()) {
            return;
        }
        for_each_index<earning_of<Programme>::size>([&](auto index) {
            visit.template enter<index>();
            revert(get<index>(programme.policies), own.template policy<index>(),
                   {slip.after.template policy<index>(), rest.template policy<index>(), sold}, visit);
        });
        visit.take_back(slip.earned, earned);
        book_all(programme, own, visit, programme.frame.calendar.business_date(sold));
    });
    if (gave.accepted()) {
        const auto clock_of_sale = slip.after.clock();
        slip.after = rest;
        slip.after.clock() = clock_of_sale;
        slip.earned = earned;
        slip.net_minor_units = remaining_net;
    }
    return gave;
}

} // namespace detail

/// Applies a transaction, tells a sink, and gives the receipt that a later return needs.
template <class Programme, class Transaction, class Profile, class Sink>
[[nodiscard]] constexpr sale_with_receipt<Programme>
apply_with_receipt(const Programme& programme, typename Programme::member_type& own, const Transaction& transaction,
                   const Profile& profile, Sink& sink) noexcept {
    using value_type = std::remove_cvref_t<decltype(programme.value())>;
    sale_with_receipt<Programme> result;
    result.receipt.before = detail::earning_part<value_type>(own);
    result.receipt.programme = programme.value().frame.name;
    result.receipt.version = programme.value().frame.version;
    result.outcome = apply(programme, own, transaction, profile, sink);
    result.receipt.after = detail::earning_part<value_type>(own);
    result.receipt.earned = result.outcome;
    if (detail::net_overflows(transaction, result.receipt.net_minor_units)) {
        result.receipt.net_minor_units = -1;
    }
    return result;
}

template <class Programme, class Transaction, class Profile = no_profile>
[[nodiscard]] constexpr sale_with_receipt<Programme>
apply_with_receipt(const Programme& programme, typename Programme::member_type& own, const Transaction& transaction,
                   const Profile& profile = {}) noexcept {
    no_sink none{};
    return apply_with_receipt(programme, own, transaction, profile, none);
}

/// Takes back what a purchase gave beyond what the rest of it gives: `remaining` is the original transaction, with its id
/// and time, without what came back. The outcome's amounts are negative where something was taken.
template <class Programme, class Remaining, class Profile, class Sink>
constexpr outcome_of<Programme> reverse(const Programme& programme, typename Programme::member_type& own,
                                        receipt<Programme>& slip, const Remaining& remaining, const occasion& event,
                                        const Profile& profile, Sink& sink) noexcept {
    std::int64_t net = 0;
    if (detail::net_overflows(remaining, net)) {
        net = (std::numeric_limits<std::int64_t>::max)();
    }
    return detail::reverse(programme.value(), own, slip, remaining, net, event, profile, sink);
}

template <class Programme, class Remaining, class Profile = no_profile>
constexpr outcome_of<Programme> reverse(const Programme& programme, typename Programme::member_type& own,
                                        receipt<Programme>& slip, const Remaining& remaining, const occasion& event,
                                        const Profile& profile = {}) noexcept {
    no_sink none{};
    return reverse(programme, own, slip, remaining, event, profile, none);
}

/// Takes back all that is left of what a purchase gave: a void, or the return of the last goods.
template <class Programme, class Profile, class Sink>
constexpr outcome_of<Programme> reverse_all(const Programme& programme, typename Programme::member_type& own,
                                            receipt<Programme>& slip, const occasion& event, const Profile& profile,
                                            Sink& sink) noexcept {
    return detail::reverse(programme.value(), own, slip, detail::nothing_remains{}, -1, event, profile, sink);
}

template <class Programme, class Profile = no_profile>
constexpr outcome_of<Programme> reverse_all(const Programme& programme, typename Programme::member_type& own,
                                            receipt<Programme>& slip, const occasion& event,
                                            const Profile& profile = {}) noexcept {
    no_sink none{};
    return reverse_all(programme, own, slip, event, profile, none);
}

} // namespace loyalty
