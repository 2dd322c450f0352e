// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Awards that concern another party than the member: donations (S45), and partners that pay a part (S46).
///
/// 1 % of each purchase goes to the charity that the member chose, exactly over time: three purchases of 12.49 are 0.37, not
/// three times 0.12. Of each point, 60 % are paid by partner 1 and 40 % by partner 2:
///
/// @code
/// constexpr programme caring{
///     social::donation{points{per_amount{1_donated, 1_usd}, round_off_carrying{rounding::floor}}},
///     social::funded{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, social::funder{1, 60}, social::funder{2, 40}},
/// };
/// party_totals<unit::points> paid_by;          // a sink
/// @endcode
///
/// A policy inside grants as always; its grants go to the sink by parties, as `effects::attributed<Unit>`. The parts sum to
/// the award to the minor unit, for each event and over all events of a member, and a return takes back the same way. The
/// customer's price never changes.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/party_totals.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/effects.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

/// The unit of a list of one.
template <class List>
struct only_unit;
template <class Unit>
struct only_unit<type_list<Unit>> {
    using type = Unit;
};

/// By how much a number changes if what a sale made of it gives way to what is left of the sale: 5 for 3 is -2. Refuses, with
/// 0, if that does not fit.
template <class Visit>
[[nodiscard]] constexpr std::int64_t change_of(std::int64_t with, std::int64_t without, Visit& visit) noexcept {
    std::int64_t change = 0;
    const bool overflows = subtract_overflows(without, with, change);
    visit.refuse_if(overflows, reason::amount_overflow);
    return overflows ? 0 : change;
}

} // namespace detail

namespace social {

/// The grants of a policy go to the charity that the member chose: the profile's `recipient`, or the event's. A return
/// takes back from the charity of its sale what the sale gave it: pass it the profile of the sale.
///
/// A return may also correct what other sales gave: the cent that they completed with the rest of a cent of this sale, or a bonus
/// that is no longer reached. That is taken from the present charity, as far as the member has given to it since it was chosen.
/// The rest is owed: the next donations are lower by it. So no charity is ever below zero, and what all charities have, less
/// what is owed, is what the member's kept purchases give.
template <class Policy>
struct donation {
    using rewards = typename Policy::rewards;
    static_assert(rewards::size == 1, "loyalty: donation: the policy inside must grant one unit");
    using unit = typename detail::only_unit<rewards>::type;
    using inner_state = detail::state_of_t<Policy>;
    using debits = detail::debits_of<Policy>;
    static constexpr std::string_view name = "donation";
    static constexpr bool counts_grants = true;
    template <class Event>
    static constexpr bool concerns = detail::concerns<Policy, Event>();
    template <class Visit>
    using demands = detail::demanded_of_member<fact::recipient_fact, Visit>;
    using parts = detail::type_list<Policy>;

    struct state {
        std::int64_t given = 0;      ///< to all charities, in minor units
        std::int64_t here = 0;       ///< of it to the present charity, since it was chosen
        std::int64_t owed = 0;       ///< that the next donations are lower by
        std::uint32_t recipient = 0; ///< of the last event
        LOYALTY_NO_UNIQUE_ADDRESS inner_state inner{};

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    LOYALTY_NO_UNIQUE_ADDRESS Policy policy;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"policy", &donation::policy, "what is donated"});

    constexpr explicit donation(Policy donates) noexcept : policy{donates} {}

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        detail::advance(policy, own.inner, moment);
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        detail::insist<demands<Visit>>();
        const amount<unit> before = visit.template granted<unit>();
        detail::apply(policy, own.inner, visit);
        if (visit.refused()) [[unlikely]] {
            return;
        }
        const auto recipient = static_cast<std::uint32_t>(visit.member(fact::recipient));
        own.here = recipient == own.recipient ? own.here : 0;
        own.recipient = recipient;
        std::int64_t part = visit.template granted<unit>().minor_units() - before.minor_units();
        if (own.owed != 0) [[unlikely]] {
            part -= pay_debts(own, part);
        }
        attribute<true>(own, recipient, part, visit);
    }

    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        const amount<unit> before = visit.template granted<unit>();
        detail::revert(policy, own.inner, {event.with.inner, event.without.inner, event.time}, visit);
        const std::int64_t more = visit.template granted<unit>().minor_units() - before.minor_units();
        attribute<false>(own, event.with.recipient, detail::change_of(event.with.given, event.without.given, visit),
                         visit);
        own.here = own.here < 0 ? 0 : own.here; // it was given before the charity was chosen anew
        owe(own, detail::change_of(event.with.owed, event.without.owed, visit), visit);
        if (more >= 0) {
            attribute<false>(own, event.with.recipient, more - pay_debts(own, more), visit);
        } else {
            const std::int64_t there = own.here < -more ? own.here : -more;
            attribute<true>(own, own.recipient, -there, visit);
            owe(own, -more - there, visit);
        }
    }

    /// What a conversion inside takes and gives; see engine/undone_conversions.hpp.
    [[nodiscard]] constexpr auto converted_of(std::int64_t available) const noexcept requires
        requires(const Policy& inside) {
        inside.converted_of(available);
    }
    { return policy.converted_of(available); }
    template <class Visit>
    constexpr void undo_grant(state& own, amount<unit> more, Visit& visit) const noexcept {
        const auto recipient = static_cast<std::uint32_t>(visit.member(fact::recipient));
        attribute<false>(own, recipient, more.minor_units(), visit);
        own.here = own.here < 0 ? 0 : own.here;
    }

    /// The donations and the debts of two members add up.
    template <class Visit>
    requires detail::can_merge<Policy>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::merge(policy, own.inner, from.inner, visit);
        visit.refuse_if(detail::add_overflows(own.given, from.given, own.given), reason::amount_overflow);
        owe(own, from.owed, visit);
        const std::int64_t with_it = own.recipient == from.recipient ? from.here : 0;
        visit.refuse_if(detail::add_overflows(own.here, with_it, own.here), reason::amount_overflow);
    }

private:
    template <class Visit>
    LOYALTY_INLINE static constexpr void owe(state& own, std::int64_t more, Visit& visit) noexcept {
        visit.refuse_if(detail::add_overflows(own.owed, more, own.owed), reason::amount_overflow);
    }
    /// Pays of what is owed as much as a donation covers. Returns how much.
    LOYALTY_INLINE static constexpr std::int64_t pay_debts(state& own, std::int64_t part) noexcept {
        const std::int64_t paid = part <= 0 ? 0 : own.owed < part ? own.owed : part;
        own.owed -= paid;
        return paid;
    }
    /// Adds to what a charity has: the present one, if so much is known, or any.
    template <bool IsPresent, class Visit>
    LOYALTY_INLINE static constexpr void attribute(state& own, std::uint32_t recipient, std::int64_t part,
                                                   Visit& visit) noexcept {
        const bool is_present = IsPresent || recipient == own.recipient;
        if (detail::add_overflows(own.given, part, own.given) ||
            (is_present && detail::add_overflows(own.here, part, own.here))) [[unlikely]] {
            visit.refuse_if(true, reason::amount_overflow);
            return;
        }
        if (part != 0) {
            visit.note(effects::attributed<unit>{visit.rule, recipient, amount<unit>::from_minor_units(part)});
        }
    }
};

/// The charities that a programme gives to: `recipients{3u, 4u}`. A purchase of a member who chose another one is refused
/// (`unknown_recipient`). It stands beside the donations; without it every number is a charity.
template <std::size_t Count>
struct recipients {
    using rewards = units<>;
    static constexpr std::string_view name = "recipients";
    template <class Event>
    static constexpr bool concerns = extensions::is_purchase<Event>;
    template <class Visit>
    using demands = detail::demanded_of_member<fact::recipient_fact, Visit>;

    std::uint32_t known[Count]{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"known", &recipients::known, "the host's numbers of the charities"});

    template <std::convertible_to<std::uint32_t>... Number>
    requires(sizeof...(Number) == Count) constexpr explicit recipients(Number... each) noexcept
        : known{static_cast<std::uint32_t>(each)...} {}

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(extensions::no_state, Visit& visit) const noexcept {
        detail::insist<demands<Visit>>();
        const auto chosen = static_cast<std::uint32_t>(visit.member(fact::recipient));
        bool found = false;
        for (const std::uint32_t each : known) {
            found = found || each == chosen;
        }
        visit.refuse_if(!found, reason::unknown_recipient);
    }
};

template <class... Number>
recipients(Number...) -> recipients<sizeof...(Number)>;

/// A partner that pays for a part of an award: `funder{1, 60}` and `funder{2, 40}` pay 60 and 40 of 100.
struct funder {
    std::uint32_t party = 0;
    std::int64_t weight = 1;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"party", &funder::party, "the host's number of the partner"},
        extensions::field{"weight", &funder::weight, "the part, beside those of the others",
                          extensions::above_zero("funded: the part of a funder must be above zero")});
};

/// Names who pays for an award. The parts of all events of a member are the shares of their sum (S6), so they never drift: of 1, 1
/// and 1 point at 50 to 50, partner 1 pays 1, 0 and 1.
template <class Policy, std::size_t Count>
struct funded {
    using rewards = typename Policy::rewards;
    static_assert(rewards::size == 1, "loyalty: funded: the policy inside must grant one unit");
    using unit = typename detail::only_unit<rewards>::type;
    using inner_state = detail::state_of_t<Policy>;
    using debits = detail::debits_of<Policy>;
    static constexpr std::string_view name = "funded";
    static constexpr bool counts_grants = true;
    template <class Event>
    static constexpr bool concerns = detail::concerns<Policy, Event>();
    using parts = detail::type_list<Policy>;

    struct state {
        std::int64_t given = 0; ///< in all, in minor units
        LOYALTY_NO_UNIQUE_ADDRESS inner_state inner{};

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    LOYALTY_NO_UNIQUE_ADDRESS Policy policy;
    funder funders[Count]{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"policy", &funded::policy, "what is awarded"},
                           extensions::field{"funders", &funded::funders, "who pays for it"});

    template <std::same_as<funder>... Funder>
    requires(sizeof...(Funder) == Count) constexpr explicit funded(Policy awards, Funder... each) noexcept
        : policy{awards}, funders{each...} {}

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        detail::advance(policy, own.inner, moment);
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        const amount<unit> before = visit.template granted<unit>();
        detail::apply(policy, own.inner, visit);
        attribute(own, visit.template granted<unit>().minor_units() - before.minor_units(), visit);
    }

    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        const amount<unit> before = visit.template granted<unit>();
        detail::revert(policy, own.inner, {event.with.inner, event.without.inner, event.time}, visit);
        std::int64_t more = visit.template granted<unit>().minor_units() - before.minor_units();
        const std::int64_t change = detail::change_of(event.with.given, event.without.given, visit);
        visit.refuse_if(detail::add_overflows(more, change, more), reason::amount_overflow);
        attribute(own, more, visit);
    }

    /// What a conversion inside takes and gives; see engine/undone_conversions.hpp.
    [[nodiscard]] constexpr auto converted_of(std::int64_t available) const noexcept requires
        requires(const Policy& inside) {
        inside.converted_of(available);
    }
    { return policy.converted_of(available); }
    template <class Visit>
    constexpr void undo_grant(state& own, amount<unit> more, Visit& visit) const noexcept {
        attribute(own, more.minor_units(), visit);
    }

    /// The grants of two members add up. The parts of partners are from then on those of the one sum: of 1 and 1
    /// point at 50 to 50 partner 1 has paid 2, and then 1 goes over to partner 2.
    template <class Visit>
    requires detail::can_merge<Policy>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::merge(policy, own.inner, from.inner, visit);
        const std::int64_t given = own.given;
        visit.refuse_if(detail::add_overflows(own.given, from.given, own.given), reason::amount_overflow);
        note_change(shares_of(given), shares_of(from.given), shares_of(own.given), visit);
    }

private:
    using shares_type = std::array<amount<unit>, Count>;

    /// Passes on how the parts changed from those of two sums to those of a third.
    template <class Visit>
    constexpr void note_change(const shares_type& first, const shares_type& second, const shares_type& now,
                               Visit& visit) const noexcept {
        for (std::size_t i = 0; i < Count; ++i) {
            const std::int64_t more = now[i].minor_units() - first[i].minor_units() - second[i].minor_units();
            if (more != 0) {
                visit.note(
                    effects::attributed<unit>{visit.rule, funders[i].party, amount<unit>::from_minor_units(more)});
            }
        }
    }

    /// The parts of all that was given so far.
    [[nodiscard]] constexpr shares_type shares_of(std::int64_t given) const noexcept {
        std::array<std::int64_t, Count> weights{};
        for (std::size_t i = 0; i < Count; ++i) {
            weights[i] = funders[i].weight;
        }
        shares_type shares{};
        static_cast<void>(arithmetic::allocate(amount<unit>::from_minor_units(given),
                                               std::span<const std::int64_t>{weights}, shares));
        return shares;
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void attribute(state& own, std::int64_t part, Visit& visit) const noexcept {
        const std::int64_t given_before = own.given;
        visit.refuse_if(detail::add_overflows(own.given, part, own.given), reason::amount_overflow);
        if constexpr (Visit::template notes<effects::attributed<unit>>) {
            if (part != 0) {
                note_change(shares_of(given_before), {}, shares_of(own.given), visit);
            }
        }
    }
};

template <class Policy, class... Funder>
funded(Policy, Funder...) -> funded<Policy, sizeof...(Funder)>;

} // namespace social

} // namespace loyalty
