// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Members who bring friends (S42).
///
/// Ben names Anna, who referred him. When his kept purchases reach 50.00 within 90 days, he has 200 points, and 14 days later
/// Anna receives an activity of kind 8, which her own rules reward:
///
/// @code
/// constexpr programme club{
///     referral{200_points, 50_usd}.linked_by(7).telling(8).within_days(90).waiting_days(14),
///     points{per_activity{500_points}.of(8u), cap_at{2000_points, calendar_window{period_unit::month}}},
/// };
/// apply(club, members[ben], activity{.id = 1, .member = ben, .time = now, .kind = 7, .reference = anna}, no_profile{}, post);
/// @endcode
///
/// `reference` is the index of the referrer. The first link stands; a second one is refused. Events of such a programme go through a `router`, or a sink that
/// receives `effects::sent` and `effects::withdrawn`.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>

namespace loyalty::social {

/// Links a friend to a referrer, and rewards both once the friend has spent enough. See the top of this file.
///
/// Returns of the friend lower what was spent. If it falls below the amount again, the friend's reward goes, and the referrer's is
/// cancelled while it waits, or reversed.
template <unit_type Unit, unit_type Counted, class Measure = criteria::net,
          criteria::predicate Where = criteria::always>
struct referral {
    using rewards = units<Unit>;
    static constexpr std::string_view name = "referral";
    /// An activity of the library, or of the host's own type if it has `kind` and `reference`.
    template <class Event>
    static constexpr bool may_name_members =
        extensions::is_activity<Event>&& fact::kind_fact::known<Event>&& fact::reference_fact::known<Event>;
    template <class Event>
    static constexpr bool concerns = may_name_members<Event> || extensions::is_purchase<Event>;

    static constexpr std::uint32_t nobody = (std::numeric_limits<std::uint32_t>::max)();

    struct state {
        std::int64_t spent = 0; ///< by the friend, since the link
        instant linked{};
        std::uint64_t qualified_by = 0; ///< the id of the purchase that reached the amount
        std::uint32_t referrer = nobody;
        bool qualified = false;

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    amount<Unit> award{};    ///< of the friend
    amount<Counted> least{}; ///< that the friend spends
    LOYALTY_NO_UNIQUE_ADDRESS criteria::basis<Measure, Where> counted{};
    std::uint32_t link_kind = 1;
    std::uint32_t told_kind = 2;
    std::int32_t most_days = 36'500;
    std::int32_t wait_days = 0;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"award", &referral::award, "of the friend who spends enough",
                          extensions::zero_or_above("referral: the award must not be negative")},
        extensions::field{"least", &referral::least, "what the friend must spend",
                          extensions::above_zero("referral: the friend must spend something")},
        extensions::field{"counted", &referral::counted, "what counts of the friend's purchases"},
        extensions::field{"linked_by", &referral::link_kind, "the kind of the activity that names the referrer"},
        extensions::field{"telling", &referral::told_kind, "the kind of the activity that the referrer receives"},
        extensions::field{"within_days", &referral::most_days, "after the link",
                          extensions::above_zero("referral: give at least one day")},
        extensions::field{"waiting_days", &referral::wait_days, "before the referrer receives it",
                          extensions::zero_or_above("referral: the wait must not be negative")});

    template <class Visit>
    struct demands {
        static constexpr bool met = [] {
            if constexpr (extensions::is_purchase<detail::event_type_of<Visit>>) {
                return detail::counts<criteria::basis<Measure, Where>, Counted, Visit>();
            } else {
                return true;
            }
        }();
        template <bool Met>
        struct sentence {
            static_assert(Met,
                          "loyalty: referral: the purchase is counted in another unit than the amount to be spent");
        };
    };

    constexpr referral(amount<Unit> of_friend, amount<Counted> spending,
                       criteria::basis<Measure, Where> of = {}) noexcept
        : award{of_friend}, least{spending}, counted{of} {}

    /// The kind of the activity by which a friend names the referrer, in its `reference`.
    [[nodiscard]] constexpr referral linked_by(std::uint32_t kind) const noexcept {
        referral result = *this;
        result.link_kind = kind;
        return result;
    }
    /// The kind of the activity that the referrer receives, with the friend in its `reference`.
    [[nodiscard]] constexpr referral telling(std::uint32_t kind) const noexcept {
        referral result = *this;
        result.told_kind = kind;
        return result;
    }
    [[nodiscard]] constexpr referral within_days(std::int32_t days) const noexcept {
        referral result = *this;
        result.most_days = days;
        return result;
    }
    [[nodiscard]] constexpr referral waiting_days(std::int32_t days) const noexcept {
        referral result = *this;
        result.wait_days = days;
        return result;
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return link_kind == told_kind ? "referral: the link and what the referrer receives must be of two kinds"
                                      : nullptr;
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        if constexpr (may_name_members<detail::event_type_of<Visit>>) {
            if (fact::kind(visit.event) == link_kind) {
                link(own, visit);
            } else if (fact::kind(visit.event) == told_kind) {
                visit.refuse_if(own.referrer == fact::reference(visit.event), reason::referral_circle);
            }
        } else {
            detail::insist<demands<Visit>>();
            count(own, visit);
        }
    }

    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        visit.refuse_if(detail::exchange_overflows(own.spent, event.with.spent, event.without.spent),
                        reason::amount_overflow);
        if (event.with.referrer != event.without.referrer && own.referrer == event.with.referrer) {
            own = {}; // the link itself is taken back
            return;
        }
        const bool gave_award = event.with.qualified && !event.without.qualified;
        const bool award_stands = own.qualified && own.qualified_by == event.with.qualified_by;
        const bool receipt_takes = gave_award && award_stands;
        if (gave_award && !award_stands) {
            visit.grant(
                award); // the return of another purchase has taken it already, and the receipt takes it once more
        }
        if (!own.qualified) {
            return;
        }
        if (own.spent >= least.minor_units()) {
            if (receipt_takes) { // other purchases reach the amount too
                visit.grant(award);
            }
            return;
        }
        own.qualified = false;
        if (!receipt_takes) {
            visit.grant(-award);
        }
        visit.withdraw(own.qualified_by, own.referrer);
        own.qualified_by = 0;
    }

    /// Of two links the one that has qualified stays, else the first. The spend of both adds up: 30.00 and 40.00 are
    /// 70.00. A link between the two members themselves goes.
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        std::int64_t spent = 0;
        visit.refuse_if(detail::add_overflows(own.spent, from.spent, spent), reason::amount_overflow);
        const bool is_first = own.referrer == nobody || (from.referrer != nobody && from.linked < own.linked);
        own = own.qualified == from.qualified ? (is_first ? from : own) : (from.qualified ? from : own);
        own.spent = spent;
        if (own.referrer == visit.event.member || own.referrer == visit.event.gone) {
            own = {};
        }
    }

private:
    static constexpr std::int64_t seconds_a_day = 86'400;

    template <class Visit>
    static constexpr void link(state& own, Visit& visit) noexcept {
        const auto named = static_cast<std::uint64_t>(fact::reference(visit.event));
        visit.refuse_if(named == static_cast<std::uint64_t>(fact::member(visit.event)), reason::same_member);
        visit.refuse_if(own.referrer != nobody, reason::already_linked);
        visit.refuse_if(named >= nobody, reason::unknown_member);
        if (visit.refused()) {
            return;
        }
        own.referrer = static_cast<std::uint32_t>(named);
        own.linked = visit.time;
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void count(state& own, Visit& visit) const noexcept {
        if (own.referrer == nobody || visit.time >= own.linked + dates_of(most_days)) {
            if constexpr (Visit::explains) {
                if (own.referrer != nobody) {
                    visit.explain("outside the window", counted(visit));
                }
            }
            return;
        }
        const auto spent = counted(visit);
        visit.refuse_if(detail::add_overflows(own.spent, spent.minor_units(), own.spent), reason::amount_overflow);
        if constexpr (Visit::explains) {
            visit.explain("spent since the referral", amount<Counted>::from_minor_units(own.spent));
            if (!visit.refused() && own.spent < least.minor_units()) {
                visit.explain("missing to the referral",
                              amount<Counted>::from_minor_units(least.minor_units() - own.spent));
            }
        }
        if (visit.refused() || own.qualified || own.spent < least.minor_units()) {
            return;
        }
        own.qualified = true;
        own.qualified_by = static_cast<std::uint64_t>(fact::id(visit.event));
        visit.grant(award);
        visit.send({.member = own.referrer,
                    .time = visit.time + dates_of(wait_days),
                    .kind = told_kind,
                    .reference = static_cast<std::uint64_t>(fact::member(visit.event))});
    }

    [[nodiscard]] static constexpr dates::seconds dates_of(std::int32_t days) noexcept {
        return dates::seconds{days * seconds_a_day};
    }
};

template <unit_type Unit, unit_type Counted>
referral(amount<Unit>, amount<Counted>) -> referral<Unit, Counted>;

} // namespace loyalty::social
