// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A policy whose unit comes at run time.
///
/// `in_unit{award_unit::stamps, ..., points{...}}`: the policy inside grants 3 of `awarded`, and the member 3 stamps.

#include <loyalty/config.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/rule_ways.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/points_payment.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/rules/reward.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::json {

/// The units that a rule of a programme in a currency may grant.
template <class Currency>
using units_of = units<loyalty::unit::points, loyalty::unit::stamps, loyalty::unit::badges, Currency>;

/// The part of an event that points pay, if they may pay it.
template <class Visit>
struct payment_of {
    constexpr explicit payment_of(const Visit&) noexcept {}
};
template <class Visit>
requires detail::points_may_pay<Visit>
struct payment_of<Visit> {
    static constexpr bool points_pay = true;
    const detail::points_payment& payment;

    constexpr explicit payment_of(const Visit& visit) noexcept : payment{visit.payment} {}
};

/// A visit whose `awarded` amounts are granted in a unit from run time. Everything else is the visit's own.
template <class Visit, class Currency>
class awarding_visit : public payment_of<Visit> {
public:
    static constexpr bool explains = Visit::explains;
    static constexpr bool names_refusals = Visit::names_refusals;
    static constexpr bool keeps_membership = Visit::keeps_membership;

    const std::remove_reference_t<decltype(std::declval<const Visit&>().event)>& event;
    decltype((std::declval<const Visit&>().profile)) profile;
    decltype((std::declval<const Visit&>().calendar)) calendar;
    decltype((std::declval<const Visit&>().day)) day;
    decltype((std::declval<const Visit&>().tier)) tier;
    instant time;
    instant previous;

    LOYALTY_INLINE constexpr awarding_visit(Visit& of, award_unit granting, count_unit counting) noexcept
        : payment_of<Visit>{of},
          event{of.event},
          profile{of.profile},
          calendar{of.calendar},
          day{of.day},
          tier{of.tier},
          time{of.time},
          previous{of.previous},
          visit_{of},
          granting_{granting},
          counting_{counting} {}

    /// The visit that this one looks through.
    [[nodiscard]] LOYALTY_INLINE constexpr Visit& of_event() const noexcept { return visit_; }
    [[nodiscard]] LOYALTY_INLINE constexpr auto silent() const noexcept { return visit_.silent(); }
    [[nodiscard]] LOYALTY_INLINE constexpr date today() const noexcept { return visit_.today(); }
    [[nodiscard]] LOYALTY_INLINE constexpr dates::local_time local() const noexcept { return visit_.local(); }
    [[nodiscard]] constexpr date date_of_previous() const noexcept { return visit_.date_of_previous(); }
    template <class Fact>
    [[nodiscard]] LOYALTY_INLINE constexpr auto member(Fact fact) const noexcept {
        return visit_.member(fact);
    }
    template <unit_type Unit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> sum(amount<Unit> left, amount<Unit> right) noexcept {
        return visit_.sum(left, right);
    }

    template <unit_type Unit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> granted() const noexcept {
        return visit_.template granted<Unit>();
    }
    template <unit_type Unit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> spent() const noexcept {
        return visit_.template spent<Unit>();
    }
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_first_purchase() const noexcept {
        return visit_.is_first_purchase();
    }

    LOYALTY_INLINE constexpr void grant(amount<awarded> granted) noexcept {
        const std::int64_t minor_units = granted.minor_units();
        if (granting_ == award_unit::points) [[likely]] { // compared first, since most rules grant points
            return visit_.grant(amount<loyalty::unit::points>::from_minor_units(minor_units));
        }
        switch (granting_) {
        case award_unit::points:
            return visit_.grant(amount<loyalty::unit::points>::from_minor_units(minor_units));
        case award_unit::stamps:
            return visit_.grant(amount<loyalty::unit::stamps>::from_minor_units(minor_units));
        case award_unit::badges:
            return visit_.grant(amount<loyalty::unit::badges>::from_minor_units(minor_units));
        case award_unit::money:
            return visit_.grant(amount<Currency>::from_minor_units(minor_units));
        }
    }

    LOYALTY_INLINE constexpr void refuse_if(bool condition, reason why) noexcept { visit_.refuse_if(condition, why); }
    template <unit_type Unit>
    constexpr void refuse(reason why, amount<Unit> asked, amount<Unit> there) noexcept {
        refuse(effects::refusal{.why = why,
                                .asked = asked.minor_units(),
                                .there = there.minor_units(),
                                .unit = std::string_view{Unit::code},
                                .digits = Unit::digits});
    }
    constexpr void refuse(effects::refusal limit) noexcept {
        const named_unit named = real(limit.unit, limit.digits);
        limit.unit = named.code;
        limit.digits = named.digits;
        visit_.refuse(limit);
    }
    [[nodiscard]] LOYALTY_INLINE constexpr bool refused() const noexcept { return visit_.refused(); }
    [[nodiscard]] LOYALTY_INLINE constexpr reason why() const noexcept { return visit_.why(); }

    template <unit_type Unit>
    LOYALTY_INLINE constexpr void explain(std::string_view what, amount<Unit> value) noexcept {
        if constexpr (explains) {
            explain(what, ratio{value.minor_units(), 1}, std::string_view{Unit::code}, Unit::digits);
        }
    }
    LOYALTY_INLINE constexpr void explain(std::string_view what, ratio value, std::string_view unit,
                                          int digits = 0) noexcept {
        if constexpr (explains) {
            const named_unit named = real(unit, digits);
            visit_.explain(what, value, named.code, named.digits);
        }
    }

private:
    /// The unit that stands for one of the two from run time.
    [[nodiscard]] constexpr named_unit real(std::string_view code, int digits) const noexcept {
        return code == std::string_view{awarded::code}   ? unit_named<Currency>(granting_)
               : code == std::string_view{counted::code} ? unit_named<Currency>(counting_)
                                                         : named_unit{code, digits};
    }

    Visit& visit_;
    award_unit granting_;
    count_unit counting_;
};

/// A policy over `awarded`, which grants a unit from run time. It may be one of a group, as `once_in_group` is.
template <class Currency, class Policy>
struct in_unit {
    using rewards = units_of<Currency>;
    using state = detail::state_of_t<Policy>;
    using parts = detail::type_list<Policy>;
    static constexpr std::string_view name = Policy::name;
    static constexpr bool is_rare = detail::is_rare<Policy>;
    template <class Event>
    static constexpr bool concerns = detail::concerns<Policy, Event>();

    static constexpr bool in_group = true;
    static constexpr int no_group = -1;

    award_unit granting = award_unit::points;
    count_unit counting = count_unit::money;
    Policy policy;
    int group = no_group;

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.granting);
        function(own.counting);
        function(own.group);
        function(own.policy);
    }

    [[nodiscard]] constexpr bool ages() const noexcept { return detail::ages(policy); }
    [[nodiscard]] constexpr std::uint8_t renewed_at() const noexcept { return detail::renewal_of_rule(policy); }
    template <class Function>
    requires detail::has_zeroed_counts<Policy>
    constexpr void for_each_zeroed_count(Function&& function) const noexcept { policy.for_each_zeroed_count(function); }
    [[nodiscard]] constexpr std::size_t memory_words() const noexcept requires requires { policy.memory_words(); }
    { return policy.memory_words(); }
    [[nodiscard]] constexpr auto rolling() const noexcept requires requires { policy.rolling(); }
    { return policy.rolling(); }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        detail::advance(policy, own, moment);
    }
    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        awarding_visit<Visit, Currency> inside{visit, granting, counting};
        if (group == no_group) {
            policy.apply(own, inside);
        } else if (visit.groups.is_used(group)) {
            visit.explain("group is used up", ratio{group, 1}, "");
        } else {
            const std::int64_t before = granted(visit);
            policy.apply(own, inside);
            visit.groups.use_if(granted(visit) != before, group);
        }
    }
    /// Returns true if it stands in no group, and the policy inside is plain.
    [[nodiscard]] constexpr bool is_plain() const noexcept requires detail::has_plain_way<Policy> {
        return group == no_group && policy.is_plain();
    }
    template <class Memory, class Visit>
    LOYALTY_INLINE constexpr void apply_plain([[maybe_unused]] Memory& memory, Visit& visit) const noexcept {
        if constexpr (requires { policy.award_plainly(visit); }) {
            const auto award = policy.award_plainly(visit);
            if (award.is_there) [[likely]] {
                awarding_visit<Visit, Currency>{visit, granting, counting}.grant(
                    amount<awarded>::from_minor_units(award.minor_units));
            } else {
                apply_new(visit);
            }
        } else {
            awarding_visit<Visit, Currency> inside{visit, granting, counting};
            policy.apply_plain(memory, inside);
        }
    }
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        awarding_visit<Visit, Currency> inside{visit, granting, counting};
        detail::revert(policy, own, event, inside);
    }
    template <class Visit>
    requires detail::can_merge<Policy>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::merge(policy, own, from, visit);
    }

    [[nodiscard]] constexpr const char* problem() const noexcept { return problem_of(policy); }

private:
    /// The whole way of a rule that remembers nothing.
    template <class Visit>
    LOYALTY_COLD constexpr void apply_new(Visit& visit) const noexcept {
        awarding_visit<Visit, Currency> inside{visit, granting, counting};
        state nothing{};
        detail::apply(policy, nothing, inside);
    }

    /// Minor units that this event has granted so far.
    template <class Visit>
    [[nodiscard]] constexpr std::int64_t granted(const Visit& visit) const noexcept {
        switch (granting) {
        case award_unit::points:
            return visit.template granted<loyalty::unit::points>().minor_units();
        case award_unit::stamps:
            return visit.template granted<loyalty::unit::stamps>().minor_units();
        case award_unit::badges:
            return visit.template granted<loyalty::unit::badges>().minor_units();
        case award_unit::money:
            break;
        }
        return visit.template granted<Currency>().minor_units();
    }
};

/// The award of a full card or a streak: amounts of several units.
template <class Currency>
struct bundle {
    using rewards = units_of<Currency>;
    static constexpr std::size_t size = 4;
    using parts = detail::type_list<>;

    std::int64_t minor_units[size]{}; ///< by `award_unit`

    template <class Visit>
    LOYALTY_INLINE constexpr void grant(Visit& visit) const noexcept {
        pay(visit, 1);
    }
    template <class Visit>
    constexpr void take(Visit& visit) const noexcept {
        pay(visit, -1);
    }

private:
    template <class Visit>
    LOYALTY_INLINE constexpr void pay(Visit& visit, std::int64_t sign) const noexcept {
        for (std::size_t i = 0; i < size; ++i) {
            if (minor_units[i] != 0) {
                awarding_visit<Visit, Currency>{visit, static_cast<award_unit>(i), count_unit::visits}.grant(
                    amount<awarded>::from_minor_units(sign * minor_units[i]));
            }
        }
    }
};

} // namespace loyalty::json
