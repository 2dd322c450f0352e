// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The way of every event is here.
///
/// Anna buys for 23.99 USD at a point a dollar: the purchase is checked, time passes for every policy, `points` grants 23, the
/// balance becomes 23, and the sink receives the outcome. If a policy refuses, Anna is as before.

#include <loyalty/config.hpp>
#include <loyalty/detail/prefetch.hpp>
#include <loyalty/engine/checks.hpp>
#include <loyalty/engine/demands_of_event.hpp>
#include <loyalty/engine/merging.hpp>
#include <loyalty/engine/plain_balance.hpp>
#include <loyalty/engine/policies_of.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/quotas_of_event.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/reversal.hpp>
#include <loyalty/engine/rollback.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/engine/sinks.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/rules/calendar_day.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty {

namespace detail {

/// Runs the policies that an event concerns, adds the grants to the balances and moves the clock. Returns false if it
/// is refused.
template <class Programme, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool run(const Programme& programme, member<Programme>& own,
                                                Visit& visit) noexcept {
    using event_type = event_type_of<Visit>;
    pass_time(programme, own, visit);
    visit.note_tier(visit.tier.told, visit.tier.before);
    if constexpr (extensions::is_return<event_type>) {
        return run_return(programme, own, visit);
    } else if constexpr (extensions::is_merge<event_type>) {
        return run_merge(programme, own, visit);
    } else {
        if constexpr (extensions::kind_of<event_type> == extensions::event_kind::give_back) {
            check_redemption(programme, own, visit);
        }
        if constexpr (extensions::is_opening<event_type>) {
            open_balances(programme, visit);
        }
        if constexpr (changes_balance<Programme, event_type>()) {
            change_balance(visit);
        }
        if (visit.refused() || !run_policies<0, Programme::first_account>(programme, own, visit) ||
            !run_accounts_and_settle(programme, own, visit)) [[unlikely]] {
            return false;
        }
        if constexpr (extensions::is_purchase<event_type>) {
            count_purchase(own.clock());
        }
        return true;
    }
}

/// Takes one event from check to commit. Returns true if it is accepted; only then the member changes. `effects` receives
/// the effects as they come about, and `outcomes` the outcome.
template <class Programme, class Event, class Profile, class Effects, class Outcomes>
LOYALTY_INLINE constexpr bool transact(const Programme& programme, member<Programme>& own, const Event& event,
                                       const Profile& profile, const extensions::calendar_day& day, Effects& effects,
                                       Outcomes& outcomes) noexcept {
    extensions::visit<Programme, Event, Profile, Effects> visit{programme, own, event, profile, day, effects};
    if constexpr (Programme::clock_type::counts_purchases) {
        visit.first_purchase = own.clock().purchases == 0;
    }
    if (check_event(programme, own, visit.event) == reason::none) [[likely]] {
        if constexpr (!fact::lines_fact::known<Event> && fact::net_fact::known<Event>) {
            LOYALTY_ASSUME(fact::net(visit.event).minor_units() >= 0); // not every compiler remembers the check
        }
        const rollback_copy<Programme, Event> before{programme, own};
        const rollback_of_receipt<Event> receipt_before{event};
        const quotas_before<Profile> quotas{profile};
        date_last_event(programme, own, visit);
        if (run(programme, own, visit)) [[likely]] {
            tell(event, visit.finish(), outcomes);
            return true;
        }
        before.restore(own);
        receipt_before.restore(event);
        quotas.restore(profile);
    } else {
        visit.refuse_if(true, reason_against(programme, own, event));
    }
    visit.tell_refusal();
    tell_refused<Programme>(event, tier_of_last_event<Programme>(own), visit.why(), visit.refused_by(), outcomes);
    return false;
}

/// One event of a programme that is in force. Returns true if it is accepted. The sink receives the effects after the commit, and
/// the outcome last.
///
/// A sink of outcomes alone costs nothing, and so does one that forgets the effects of refused events. For one that
/// receives effects the event is evaluated once more, on a copy of the member. So no effect is kept until the event is
/// accepted.
template <class Programme, class Event, class Profile, class Sink>
LOYALTY_INLINE constexpr bool evaluate(const Programme& programme, member<Programme>& own, const Event& event,
                                       const Profile& profile, const extensions::calendar_day& day,
                                       Sink& sink) noexcept {
    extensions::no_sink none{};
    if constexpr (is_priced_first<Event>) {
        constexpr bool is_there = has_checkout_way<Event>;
        static_assert(is_there, "loyalty: a checkout is priced first: include <loyalty/engine/checkout.hpp>");
        if constexpr (is_there) {
            return checkout_way<Event>::evaluate(programme, own, event, profile, day, sink);
        } else {
            return false;
        }
    } else if constexpr (receives_effects<Sink, Programme> && !forgets_refused<Sink>) {
        member<Programme> again = own;
        const profile_apart<Profile> same_quotas{profile};
        const with_own_receipt<Event> same{event};
        outcome_keeper<outcome_of<Programme>, extensions::no_sink> kept{{{none}}};
        const bool accepted = transact(programme, own, event, profile, day, none, kept);
        effects_after_commit<Sink> told{sink, accepted};
        static_cast<void>(transact(programme, again, same.event, same_quotas.profile, day, told, none));
        tell(event, kept.gave, sink);
        return accepted;
    } else if constexpr (receives_effects<Sink, Programme>) {
        return transact(programme, own, event, profile, day, sink, sink);
    } else {
        return transact(programme, own, event, profile, day, none, sink);
    }
}

/// The same for an event by itself: the day is computed, and the programme may not be in force.
template <class Programme, class Event, class Profile, class Sink>
LOYALTY_INLINE constexpr bool evaluate(const Programme& programme, member<Programme>& own, const Event& event,
                                       const Profile& profile, Sink& sink) noexcept {
    const instant time = fact::time(event);
    if (const reason why = check_in_force<Event>(programme, time); why != reason::none) [[unlikely]] {
        return refuse_unseen<Programme>(event, tier_of_last_event<Programme>(own), why, sink);
    }
    return evaluate(programme, own, event, profile, extensions::calendar_day::at(programme.frame.calendar, time), sink);
}

/// The outcome of an event by itself. A sink of outcomes alone receives it afterwards, so that all such sinks, and none, share one
/// evaluation.
template <class Programme, class Event, class Profile, class Sink>
LOYALTY_INLINE constexpr outcome_of<Programme> outcome_of_event(const Programme& programme, member<Programme>& own,
                                                                const Event& event, const Profile& profile,
                                                                Sink& sink) noexcept {
    if constexpr (receives_effects<Sink, Programme> || is_priced_first<Event>) {
        outcome_keeper<outcome_of<Programme>, Sink> keeper{{{sink}}};
        evaluate(programme, own, event, profile, keeper);
        return keeper.gave;
    } else {
        extensions::no_sink none{};
        outcome_keeper<outcome_of<Programme>, extensions::no_sink> keeper{{{none}}};
        evaluate(programme, own, event, profile, keeper);
        tell(event, keeper.gave, sink);
        return keeper.gave;
    }
}

/// The same for an event whose day is known.
template <class Programme, class Event, class Profile, class Sink>
LOYALTY_INLINE constexpr outcome_of<Programme>
outcome_on_day(const Programme& programme, member<Programme>& own, const Event& event, const Profile& profile,
               const extensions::calendar_day& day, Sink& sink) noexcept {
    outcome_keeper<outcome_of<Programme>, Sink> keeper{{{sink}}};
    evaluate(programme, own, event, profile, day, keeper);
    return keeper.gave;
}

/// Passes the effects of an event on, which is evaluated on a copy of its member. A member may be aligned to 32 bytes: g++ notes
/// an old change of its ABI if one is passed by value.
template <class Programme, class Event, class Profile, class Sink>
constexpr void tell_effects(const Programme& programme, const member<Programme>& own, const Event& event,
                            const Profile& profile, Sink& sink) noexcept {
    member<Programme> copy = own;
    effects_of<Sink> effects{sink};
    static_cast<void>(outcome_of_event(programme, copy, event, profile, effects));
}

} // namespace detail

/// Applies one event to one member, and passes its effects and its outcome to a sink. A refused event leaves the member as
/// before; the outcome names the reason and the rule. No allocation, no exception; works in a constant expression.
///
/// @code
/// member<decltype(beauty)> anna;
/// const auto gave = apply(beauty, anna, purchase<currency::usd>{.id = 1, .time = now, .net = 23.99_usd});
/// gave.granted<unit::points>();                                                      // 23 points
/// apply(beauty, anna, activity{.id = 2, .time = now, .kind = 1}, anna_is, log);      // with a profile and a sink
/// @endcode
///
/// `event` is one of the events of events/event_kind.hpp, or a purchase type of the host's own. `profile` has the facts of the
/// member that rules read; `sink` is described in engine/sinks.hpp.
template <detail::has_members Programme, class Member, class Event, class Profile = extensions::no_profile,
          class Sink = extensions::no_sink>
requires(!std::is_same_v<Event, typename Programme::member_type>) // that is a call for two members
    constexpr outcome_of<Programme> apply(const Programme& programme, Member& own, const Event& event,
                                          const Profile& profile = {}, Sink&& sink = {}) noexcept {
    using value_type = detail::value_of<Programme>;
    using unmet = detail::unmet_by<Programme, Event, Profile>;
    using whose = detail::own_member<Programme, Member>;
    if constexpr (!whose::met) {
        static_cast<void>(typename whose::template sentence<whose::met>{});
        return {};
    } else if constexpr (std::is_void_v<unmet>) {
        using judged = detail::judged_as<Event>;
        static_cast<void>(
            detail::names_policies<value_type, extensions::visit<value_type, judged, Profile, extensions::no_sink>>);
        detail::prefetch(own);
        return detail::outcome_of_event(programme.value(), own, event, profile, sink);
    } else {
        static_cast<void>(typename unmet::template sentence<unmet::met>{});
        return {};
    }
}

/// The mistake of a member before the programme, as one sentence.
template <class Member, detail::has_members Programme, class Event, class... Further>
requires(!detail::has_members<Member>) constexpr void apply(Member&, const Programme&, const Event&,
                                                            Further&&...) noexcept {
    static_assert(!std::is_class_v<Member>,
                  "loyalty: apply takes the programme first: write apply(programme, member, event)");
}

/// Returns the outcome of `apply`, and changes neither the member nor a receipt (S15).
template <detail::has_members Programme, class Member = typename Programme::member_type, class Event,
          class Profile = extensions::no_profile, class Sink = extensions::no_sink>
constexpr outcome_of<Programme> preview(const Programme& programme, const Member& own, const Event& event,
                                        const Profile& profile = {}, Sink&& sink = {}) noexcept {
    Member copy = own;
    const detail::with_own_receipt<Event> same{event};
    const detail::profile_apart<Profile> same_quotas{profile};
    return apply(programme, copy, same.event, same_quotas.profile, sink);
}

namespace detail {

/// Applies what earns, and keeps its movements for the receipt if there may be any.
template <class Programme, class Member, class Event, class Profile, class Sink, class Movements>
constexpr outcome_of<Programme> apply_keeping_movements(const Programme& programme, Member& own, const Event& event,
                                                        const Profile& profile, Sink& sink,
                                                        Movements& movements) noexcept {
    if constexpr (Movements::any) {
        movement_sink<Movements, Sink> both{{movements}, sink};
        const auto gave = loyalty::apply(programme, own, event, profile, both);
        movements = gave.accepted() ? movements : Movements{};
        return gave;
    } else {
        return loyalty::apply(programme, own, event, profile, sink);
    }
}

/// Fills the receipt of a redemption, whose lots a `receipt_sink` has noted.
template <class Receipt, class Programme, class Event, class Profile>
constexpr void fill_redemption_receipt(Receipt& receipt, const Programme& programme, const outcome_of<Programme>& gave,
                                       const Event& event, const Profile& profile) noexcept {
    if (!gave.accepted()) {
        receipt.lots.clear();
    }
    receipt.id = event.id;
    if constexpr (limits_redemptions<typename Event::unit, Programme>()) {
        receipt.spent = event.time;
    }
    sign_receipt(receipt, programme, event, profile);
}

/// The outcome of a redemption whose day is known, with its receipt.
template <class Programme, class Event, class Profile, class Sink, class Receipt>
constexpr outcome_of<Programme>
redeem_with_receipt(const Programme& programme, member<Programme>& own, const Event& event, const Profile& profile,
                    const extensions::calendar_day& day, Sink& sink, Receipt& receipt) noexcept {
    receipt.lots.clear();
    receipt_sink<Receipt, typename Event::unit, Sink> both{receipt, sink};
    const auto gave = outcome_on_day(programme, own, event, profile, day, both);
    fill_redemption_receipt(receipt, programme, gave, event, profile);
    return gave;
}

} // namespace detail

/// Applies a purchase, a checkout, an activity, a delivery, a redemption or a commitment, and gives the receipt that takes it
/// back: see engine/receipt.hpp.
template <detail::has_members Programme, class Member, class Event, class Profile = extensions::no_profile,
          class Sink = extensions::no_sink>
[[nodiscard]] constexpr extensions::outcome_with_receipt<detail::value_of<Programme>, Event>
apply_with_receipt(const Programme& programme, Member& own, const Event& event, const Profile& profile = {},
                   Sink&& sink = {}) noexcept {
    using value_type = detail::value_of<Programme>;
    extensions::outcome_with_receipt<value_type, Event> result;
    constexpr bool has_receipt = !std::is_same_v<decltype(result.receipt), detail::no_receipt>;
    static_assert(has_receipt, "loyalty: apply_with_receipt: only what earns, a checkout, a redemption and a "
                               "commitment have a receipt: use apply for other events");
    if constexpr (!has_receipt) {
    } else if constexpr (detail::is_priced_first<Event>) {
        if constexpr (std::is_void_v<detail::unmet_by<Programme, Event, Profile>>) {
            detail::checkout_way<Event>::apply_with_receipt(programme.value(), own, event, profile, sink, result);
        } else {
            result.outcome = apply(programme, own, event, profile, sink); // for its sentence
        }
    } else if constexpr (extensions::can_earn<Event>) {
        result.receipt.before = detail::earning_part<value_type>(own);
        result.outcome =
            detail::apply_keeping_movements(programme, own, event, profile, sink, result.receipt.movements);
        if constexpr (std::is_void_v<detail::unmet_by<Programme, Event, Profile>>) {
            detail::fill_receipt(result.receipt, programme.value(), own, result.outcome, event, profile);
        }
    } else {
        detail::receipt_sink<decltype(result.receipt), typename Event::unit, std::remove_reference_t<Sink>> both{
            result.receipt, sink};
        result.outcome = apply(programme, own, event, profile, both);
        detail::fill_redemption_receipt(result.receipt, programme.value(), result.outcome, event, profile);
    }
    return result;
}

} // namespace loyalty
