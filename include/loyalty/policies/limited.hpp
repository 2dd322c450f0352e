// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A policy whose awards come out of a quota that all members share (S40).
///
/// | 9,800 of a budget of 10,000 points are gone, and a purchase earns 500        | granted            |
/// |------------------------------------------------------------------------------|--------------------|
/// | `limited{quota<1>(10'000_points), points{per_visit{500_points}}}`            | 200: what is left  |
/// | the same with `.all_or_nothing()`                                            | 0                  |
/// | the same with `.rejecting()`                                                 | refused (`quota_exhausted`) |
/// | `limited{quota<2>(100_items), points{per_visit{500_points}}}`: the first 100 | 500, or 0 from the 101st award on |

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/effects.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/quota.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace choices {

/// The treatment of an award for which a quota has not enough left.
enum class short_quota : std::uint8_t {
    clamp,          ///< the award is cut down to what is left
    all_or_nothing, ///< there is no award
    reject          ///< the event is refused with `reason::quota_exhausted`
};

} // namespace choices

/// Awards out of a quota. The events of such a programme are applied with `sharing(quotas)`.
template <class Quota, class Policy>
struct limited {
    using rewards = typename Policy::rewards;
    using inner_state = detail::state_of_t<Policy>;
    template <class Event>
    static constexpr bool concerns = detail::concerns<Policy, Event>();
    static constexpr std::string_view name = "limited";
    static constexpr bool counts_grants = true;
    static constexpr std::uint32_t number = Quota::id::number;
    /// True if the quota counts awards, and not their amounts.
    static constexpr bool counts_awards =
        detail::united<rewards, units<typename Quota::id::unit>>::size != rewards::size;
    using parts = detail::type_list<Quota, Policy>;

    struct state {
        LOYALTY_NO_UNIQUE_ADDRESS inner_state inner{};
        extensions::taken_of_quota taken{};

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    Quota limit{};
    LOYALTY_NO_UNIQUE_ADDRESS Policy policy;
    choices::short_quota otherwise = choices::short_quota::clamp;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"quota", &limited::limit, "what members share"},
                           extensions::field{"policy", &limited::policy, "what is awarded"},
                           extensions::field{"otherwise", &limited::otherwise, "what becomes of the rest"});

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::passes_quota<Visit, number>();
        template <bool Met>
        struct sentence {
            static_assert(Met,
                          "loyalty: limited: the members of this programme share a quota: pass it with each event, "
                          "apply(programme, member, event, sharing(quotas))");
        };
    };

    constexpr limited(Quota of, Policy awards, choices::short_quota rest = choices::short_quota::clamp) noexcept
        : limit{of}, policy{awards}, otherwise{rest} {}

    /// An award for which not enough is left is not given at all.
    [[nodiscard]] constexpr limited all_or_nothing() const noexcept {
        return {limit, policy, choices::short_quota::all_or_nothing};
    }
    /// An event for whose award not enough is left is refused.
    [[nodiscard]] constexpr limited rejecting() const noexcept { return {limit, policy, choices::short_quota::reject}; }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        detail::advance(policy, own.inner, moment);
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        detail::insist<demands<Visit>>();
        const granted_before<Visit> before{visit};
        detail::apply(policy, own.inner, visit);
        if (!visit.refused()) {
            settle(own, before, visit);
        }
    }

    /// The amount that the policy takes back goes back to the quota. If the inner policy keeps an award, since other
    /// purchases reach it too, it keeps no more than this return takes; and it takes back no more than was taken from
    /// the quota.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        detail::insist<demands<Visit>>();
        const std::int64_t gone = event.with.taken.count - event.without.taken.count;
        const granted_before<Visit> before{visit};
        detail::revert(policy, own.inner, {event.with.inner, event.without.inner, event.time}, visit);
        const std::int64_t more = desired_of(before, visit);
        const std::int64_t kept = more > gone ? gone : more;
        const std::int64_t back = gone - kept < own.taken.count ? gone - kept : own.taken.count;
        if (more != gone - back) {
            cut(before, more - (gone - back), visit);
        }
        give_back(own, back, visit);
    }

    /// The amounts that two members have taken of the quota add up; the quota itself is as before.
    template <class Visit>
    requires detail::can_merge<Policy>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::merge(policy, own.inner, from.inner, visit);
        visit.refuse_if(own.taken.add_overflows(from.taken.count), reason::amount_overflow);
    }

private:
    template <std::size_t Index>
    using unit_at = typename detail::type_in<Index, rewards>::type;

    /// The grants of the event before the policy acted, by unit.
    template <class Visit>
    struct granted_before {
        std::int64_t amounts[rewards::size]{};

        LOYALTY_INLINE constexpr explicit granted_before(const Visit& visit) noexcept {
            detail::for_each_index<rewards::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
                amounts[index] = visit.template granted<unit_at<index>>().minor_units();
            });
        }
        /// The amount that the policy has added since; the sums fit, and so does the difference.
        template <std::size_t Index>
        [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t since(const Visit& visit) const noexcept {
            return visit.template granted<unit_at<Index>>().minor_units() - amounts[Index];
        }
    };

    template <class Visit>
    LOYALTY_INLINE constexpr void settle(state& own, const granted_before<Visit>& before, Visit& visit) const noexcept {
        const std::int64_t desired = desired_of(before, visit);
        if (desired <= 0) {
            return; // an award is never below zero
        }
        auto& quotas = *visit.profile.quotas;
        const std::int64_t there = quotas.template there<number>(own.taken);
        if (desired <= there) [[likely]] {
            static_cast<void>(quotas.template take<number>(own.taken, desired));
            visit.refuse_if(own.taken.add_overflows(desired), reason::amount_overflow);
            visit.note(effects::quota_used{visit.rule, number, desired, desired});
            return;
        }
        if (otherwise == choices::short_quota::reject) {
            using unit = typename Quota::id::unit;
            visit.refuse(reason::quota_exhausted, amount<unit>::from_minor_units(desired),
                         amount<unit>::from_minor_units(there));
            return;
        }
        const bool gives = !counts_awards && otherwise == choices::short_quota::clamp;
        const std::int64_t taken = gives ? quotas.template take<number>(own.taken, desired) : 0;
        visit.refuse_if(own.taken.add_overflows(taken), reason::amount_overflow);
        visit.note(effects::quota_used{visit.rule, number, desired, taken});
        if (taken < desired) {
            using unit = typename Quota::id::unit;
            visit.explain("wanted of the quota", amount<unit>::from_minor_units(desired));
            visit.explain("left in the quota", amount<unit>::from_minor_units(gives ? taken : there));
            cut(before, desired - taken, visit);
        }
    }

    /// The part of the quota that an award needs: its amount, or one.
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr std::int64_t desired_of(const granted_before<Visit>& before,
                                                                          const Visit& visit) noexcept {
        std::int64_t by_amount = 0;
        bool any_more = false;
        bool any_less = false;
        detail::for_each_index<rewards::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            const std::int64_t more = before.template since<index>(visit);
            any_more = any_more || more > 0;
            any_less = any_less || more < 0;
            by_amount = std::is_same_v<unit_at<index>, typename Quota::id::unit> ? more : by_amount;
        });
        return !counts_awards ? by_amount : any_more ? 1 : any_less ? -1 : 0;
    }

    /// Takes back what the quota does not cover: the missing amount, or the whole award.
    template <class Visit>
    LOYALTY_INLINE static constexpr void cut(const granted_before<Visit>& before, std::int64_t missing,
                                             Visit& visit) noexcept {
        detail::for_each_index<rewards::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            const bool is_counted = std::is_same_v<unit_at<index>, typename Quota::id::unit>;
            const std::int64_t less = counts_awards ? before.template since<index>(visit) : is_counted ? missing : 0;
            visit.grant(amount<unit_at<index>>::from_minor_units(-less));
        });
    }

    template <class Visit>
    static constexpr void give_back(state& own, std::int64_t taken, Visit& visit) noexcept {
        if (taken <= 0) {
            return;
        }
        own.taken.count -= taken;
        visit.refuse_if(!visit.profile.quotas->template put_back<number>(taken), reason::amount_overflow);
        visit.note(effects::quota_used{visit.rule, number, -taken, -taken});
    }
};

} // namespace loyalty
