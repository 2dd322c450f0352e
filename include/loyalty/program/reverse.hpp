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

#include <loyalty/config.hpp>
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

/// The member of a sale that names none.
inline constexpr std::uint64_t unnamed_member = (std::numeric_limits<std::uint64_t>::max)();

/// What the library needs of a sale to reverse it later, by whoever has it: a till without a connection, too. Trivially
/// copyable; the host keeps it with the sale, and keeps what `reverse` makes of it. It holds what the policies remembered
/// of the member, not the member's books. A lifted programme has the receipts of its constant.
template <class Programme>
struct receipt {
    member<detail::earning_of<Programme>> before{}; ///< before the sale
    member<detail::earning_of<Programme>> after{};  ///< and after it, had it been only for what has not come back
    outcome_of<Programme> earned{};                 ///< by what has not come back
    std::int64_t net_minor_units = 0;               ///< of what has not come back
    std::int64_t pieces = 0;                        ///< that have not come back
    std::uint64_t owner = unnamed_member;           ///< whose sale it is, where the sale or the profile says so
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

/// What a receipt knows of the goods of a transaction.
struct goods_of_sale {
    std::int64_t net_minor_units = 0;
    std::int64_t pieces = 0;
    bool overflow = false;
};

template <class Transaction>
[[nodiscard]] constexpr goods_of_sale goods_of(const Transaction& transaction) noexcept {
    goods_of_sale all{};
    for (const auto& line : lines_of(transaction)) {
        std::int64_t pieces = 1;
        if constexpr (fact::quantity_fact::known<std::remove_cvref_t<decltype(line)>>) {
            pieces = static_cast<std::int64_t>(fact::quantity(line));
        }
        all.overflow |= add_overflows(all.net_minor_units, fact::net(line).minor_units(), all.net_minor_units);
        all.overflow |= add_overflows(all.pieces, pieces, all.pieces);
    }
    return all;
}

/// The member that a profile or a transaction names, in this order.
template <class Profile, class Transaction>
[[nodiscard]] constexpr std::uint64_t member_named(const Profile& profile, const Transaction& transaction) noexcept {
    if constexpr (fact::member_fact::known<Profile>) {
        return static_cast<std::uint64_t>(fact::member(profile));
    } else if constexpr (fact::member_fact::known<Transaction>) {
        return static_cast<std::uint64_t>(fact::member(transaction));
    } else {
        return unnamed_member;
    }
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
                                             const member<Programme>& own, std::uint64_t named) noexcept {
    if (slip.programme != programme.frame.name || slip.version != programme.frame.version) {
        return reason::foreign_receipt;
    }
    if (named != unnamed_member && slip.owner != unnamed_member && named != slip.owner) {
        return reason::foreign_receipt;
    }
    if (!slip.earned.accepted()) {
        return reason::refused_sale;
    }
    if (slip.net_minor_units < 0) {
        return reason::already_returned;
    }
    return own.last_event() < slip.after.last_event() ? reason::foreign_receipt : reason::none;
}

/// Why a transaction cannot be what remains of the sale of a receipt, as far as the receipt can tell.
template <class Programme, class Remaining>
[[nodiscard]] constexpr reason check_remaining(const receipt<Programme>& slip, const Remaining& remaining,
                                               const goods_of_sale& left) noexcept {
    if constexpr (!std::is_same_v<Remaining, nothing_remains>) {
        if constexpr (Programme::told_apart == identity::by_time_and_id) {
            if (static_cast<std::uint64_t>(fact::id(remaining)) != slip.after.clock().last_id) {
                return reason::other_id;
            }
        }
        if (fact::time(remaining) != slip.after.last_event()) {
            return reason::other_time;
        }
    }
    const bool more = left.overflow || left.net_minor_units > slip.net_minor_units || left.pieces > slip.pieces;
    return more ? reason::more_than_bought : reason::none;
}

template <class Programme, class Remaining, class Profile, class Sink>
constexpr outcome_of<Programme> reverse(const Programme& programme, member<Programme>& own, receipt<Programme>& slip,
                                        const Remaining& remaining, const goods_of_sale& left, const occasion& event,
                                        const Profile& profile, Sink& sink) noexcept {
    const instant sold = slip.after.last_event();
    auto rest = slip.before;
    outcome_of<Programme> earned{};
    // The version of the sale judges its return, also when it is no longer in force (S34).
    const reason order = programme.right ? check_sequence(programme, own, event) : reason::programme_defect;
    const auto gave = happen_checked(programme, own, event, profile, sink, order, [&](auto& visit) {
        reason why = check_receipt(slip, programme, own, member_named(profile, remaining));
        why = why == reason::none ? check_remaining(slip, remaining, left) : why;
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
        visit.rule = rule_of_return;
        visit.policy = "return";
        visit.take_back(slip.earned, earned);
        book_all(programme, own, visit, programme.frame.calendar.business_date(sold));
    });
    if (gave.accepted()) {
        const auto clock_of_sale = slip.after.clock();
        slip.after = rest;
        slip.after.clock() = clock_of_sale;
        if constexpr (std::is_same_v<Remaining, nothing_remains>) {
            forget_purchase(own.clock());
        }
        slip.earned = earned;
        slip.net_minor_units = left.net_minor_units;
        slip.pieces = left.pieces;
    }
    return gave;
}

} // namespace detail

/// Applies a transaction, tells a sink, and gives the receipt that a later return needs.
template <class Programme, class Transaction, class Profile, class Sink>
[[nodiscard]] constexpr sale_with_receipt<detail::value_of<Programme>>
apply_with_receipt(const Programme& programme, typename Programme::member_type& own, const Transaction& transaction,
                   const Profile& profile, Sink& sink) noexcept {
    using value_type = detail::value_of<Programme>;
    sale_with_receipt<value_type> result;
    result.receipt.before = detail::earning_part<value_type>(own);
    result.receipt.programme = programme.value().frame.name;
    result.receipt.version = programme.value().frame.version;
    result.outcome = apply(programme, own, transaction, profile, sink);
    result.receipt.after = detail::earning_part<value_type>(own);
    result.receipt.earned = result.outcome;
    const detail::goods_of_sale goods = detail::goods_of(transaction);
    result.receipt.net_minor_units = goods.overflow ? -1 : goods.net_minor_units;
    result.receipt.pieces = goods.pieces;
    result.receipt.owner = detail::member_named(profile, transaction);
    return result;
}

template <class Programme, class Transaction, class Profile = no_profile>
[[nodiscard]] constexpr sale_with_receipt<detail::value_of<Programme>>
apply_with_receipt(const Programme& programme, typename Programme::member_type& own, const Transaction& transaction,
                   const Profile& profile = {}) noexcept {
    no_sink none{};
    return apply_with_receipt(programme, own, transaction, profile, none);
}

/// Takes back what a purchase gave beyond what the rest of it gives: `remaining` is the original transaction, with its id
/// and time, without what came back. The outcome's amounts are negative where something was taken. An `award` that a sink
/// hears of what goes back as a whole has the rule `rule_of_return`.
///
/// Refused, and member and receipt are as before: `foreign_receipt`, also where the receipt and the profile or `remaining` name
/// two members; `refused_sale`, `already_returned`; `other_id`, `other_time` and, in money or pieces, `more_than_bought` where
/// `remaining` cannot be the rest of this sale. What the lines are the receipt does not know.
///
/// `profile` is the one of the sale, with the member's attributes and membership as they were then, since the sale is
/// evaluated again: a member who was staff when buying at double points, and no longer is, would with today's profile lose
/// the double of the goods that stay. `reverse_all` evaluates nothing again but the passing of time up to the sale.
template <class Programme, class Remaining, class Profile, class Sink>
constexpr outcome_of<Programme> reverse(const Programme& programme, typename Programme::member_type& own,
                                        receipt<detail::value_of<Programme>>& slip, const Remaining& remaining,
                                        const occasion& event, const Profile& profile, Sink& sink) noexcept {
    return detail::reverse(programme.value(), own, slip, remaining, detail::goods_of(remaining), event, profile, sink);
}

template <class Programme, class Remaining, class Profile = no_profile>
constexpr outcome_of<Programme> reverse(const Programme& programme, typename Programme::member_type& own,
                                        receipt<detail::value_of<Programme>>& slip, const Remaining& remaining,
                                        const occasion& event, const Profile& profile = {}) noexcept {
    no_sink none{};
    return reverse(programme, own, slip, remaining, event, profile, none);
}

/// Takes back all that is left of what a purchase gave: a void, or the return of the last goods.
template <class Programme, class Profile, class Sink>
constexpr outcome_of<Programme> reverse_all(const Programme& programme, typename Programme::member_type& own,
                                            receipt<detail::value_of<Programme>>& slip, const occasion& event,
                                            const Profile& profile, Sink& sink) noexcept {
    return detail::reverse(programme.value(), own, slip, detail::nothing_remains{},
                           detail::goods_of_sale{.net_minor_units = -1}, event, profile, sink);
}

template <class Programme, class Profile = no_profile>
constexpr outcome_of<Programme> reverse_all(const Programme& programme, typename Programme::member_type& own,
                                            receipt<detail::value_of<Programme>>& slip, const occasion& event,
                                            const Profile& profile = {}) noexcept {
    no_sink none{};
    return reverse_all(programme, own, slip, event, profile, none);
}

} // namespace loyalty
