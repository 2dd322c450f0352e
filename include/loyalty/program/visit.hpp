// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/program/effects.hpp>
#include <loyalty/program/outcome.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/rules/tier_standing.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// For members of whom nothing but their events is known.
struct no_profile {};

/// Takes nothing.
struct no_sink {};

namespace detail {

/// How a transaction is seen while it is evaluated: a small one as a copy, of which a compiler knows that no write into the
/// member's state changes it.
template <class Transaction>
using seen_as = std::conditional_t<std::is_trivially_copyable_v<Transaction> && sizeof(Transaction) <= 64,
                                   const Transaction, const Transaction&>;

} // namespace detail

/// What a policy sees of one event, and the only way in which it can do something: read the facts, `grant`, `refuse_if`,
/// `explain`. Lives for one evaluation.
template <class Programme, class Transaction, class Profile, class Sink>
class visit {
public:
    using outcome_type = typename Programme::outcome_type;
    using units_type = typename Programme::units_type;
    using calendar_type = typename Programme::calendar_type;

    /// Whether the sink wants explanations; where it does not, `explain` costs nothing.
    static constexpr bool explains = requires(Sink & told, const step& one) { told.on(one); };

    detail::seen_as<Transaction> transaction;
    const Profile& profile;
    const calendar_type& calendar;
    const calendar_day& day; ///< the business day of the event
    instant time;
    instant previous;            ///< of the member's last event; `instant::minimum()` where there was none
    bool first_purchase = false; ///< told where a rule asks for it
    tier_standing tier{};
    std::uint8_t rule = 0; ///< the index of the policy that is at work
    std::string_view policy{};

    LOYALTY_INLINE constexpr visit(const Transaction& event, const Profile& member,
                                   const calendar_type& programme_calendar, const calendar_day& today, instant at,
                                   instant last, Sink& told) noexcept
        : transaction{event},
          profile{member},
          calendar{programme_calendar},
          day{today},
          time{at},
          previous{last},
          source_{&event},
          sink_{&told} {}

    LOYALTY_INLINE constexpr visit(const Transaction& event, const Profile& member,
                                   const calendar_type& programme_calendar, const calendar_day& today, instant at,
                                   instant last) noexcept requires(std::is_same_v<Sink, no_sink>)
        : transaction{event},
          profile{member},
          calendar{programme_calendar},
          day{today},
          time{at},
          previous{last},
          source_{&event},
          sink_{nullptr} {}

    /// The same event seen without a sink, by value: what a rare path out of line is given, so that the visit itself stays in
    /// registers. Of the day such a path is told nothing, and computes it again: where nothing else asks for the calendar, it
    /// is then not computed at all.
    [[nodiscard]] LOYALTY_INLINE constexpr visit<Programme, Transaction, Profile, no_sink>
    silent(const calendar_day& today = calendar_day_unknown) const noexcept {
        visit<Programme, Transaction, Profile, no_sink> copy{*source_, profile, calendar, today, time, previous};
        copy.first_purchase = first_purchase;
        copy.tier = {tier.told,     tier.before, tier.after, tier.earning,
                     tier.is_split, tier.from,   tier.until, tier.thresholds};
        // One by one: copied as a whole, they would have to lie in memory all the time.
        detail::for_each_index<units_type::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            detail::get<index>(copy.gave_.granted_) = detail::get<index>(gave_.granted_);
        });
        return copy;
    }

    [[nodiscard]] LOYALTY_INLINE constexpr date today() const noexcept { return day.today(); }
    [[nodiscard]] LOYALTY_INLINE constexpr local_time local() const noexcept { return calendar.local(time); }
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_first() const noexcept { return previous == instant::minimum(); }
    /// Whether no purchase of the member stands; where the programme's own rules do not ask for it, whether nothing came before.
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_first_purchase() const noexcept {
        if constexpr (requires(const typename Programme::clock_type& clock) { clock.purchases; }) {
            return first_purchase;
        } else {
            return is_first();
        }
    }
    [[nodiscard]] constexpr date date_of_previous() const noexcept { return calendar.business_date(previous); }

    /// A fact of the member: from the profile where one is given, else from the transaction.
    template <class Fact>
    [[nodiscard]] LOYALTY_INLINE constexpr auto member(Fact fact) const noexcept {
        if constexpr (Fact::template known<Profile>) {
            return fact(profile);
        } else {
            return fact(transaction);
        }
    }

    /// The sum, or a refusal where it does not fit (S5).
    template <unit_type Unit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> sum(amount<Unit> left, amount<Unit> right) noexcept {
        amount<Unit> result{};
        refuse_if(add_overflows(left, right, result), reason::amount_overflow);
        return result;
    }

    template <unit_type Unit>
    static constexpr bool can_grant = Programme::template grants<Unit>;

    template <unit_type Unit>
    LOYALTY_INLINE constexpr void grant(amount<Unit> granted) noexcept {
        constexpr bool named = Programme::template grants<Unit>;
        static_assert(named, "loyalty: a policy grants a unit that its `using rewards = units<...>` does not name");
        if constexpr (named) {
            refuse_if(detail::add_to(detail::get_type<detail::granted<Unit>>(gave_.granted_).minor_units,
                                     granted.minor_units()),
                      reason::amount_overflow);
            if constexpr (requires(Sink & told, const award<Unit>& effect) { told.on(effect); }) {
                if (granted != amount<Unit>{}) {
                    sink_->on(award<Unit>{rule, granted});
                }
            }
        }
    }

    /// Grants the difference between what an event earned and what it earns now: less than nothing where something came
    /// back.
    constexpr void take_back(const outcome_type& before, const outcome_type& now) noexcept {
        [&]<unit_type... Units>(detail::type_list<Units...>) {
            (take_back(before.template granted<Units>(), now.template granted<Units>()), ...);
        }
        (units_type{});
    }

    /// What the policies so far have granted.
    template <unit_type Unit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> granted() const noexcept {
        return gave_.template granted<Unit>();
    }

    /// Refuses the event where the condition holds, which leaves the member as before. The first reason stands, and the
    /// policies after the one that refuses are not asked.
    LOYALTY_INLINE constexpr void refuse_if(bool refused, reason why) noexcept {
        if (refused && refused_ == reason::none) [[unlikely]] {
            refused_ = why;
        }
    }
    [[nodiscard]] LOYALTY_INLINE constexpr bool refused() const noexcept { return refused_ != reason::none; }
    [[nodiscard]] LOYALTY_INLINE constexpr reason why() const noexcept { return refused_; }

    LOYALTY_INLINE constexpr void tell_tier(std::uint8_t from, std::uint8_t to) noexcept {
        if constexpr (requires(Sink & told, const tier_change& effect) { told.on(effect); }) {
            sink_->on(tier_change{rule, from, to, time});
        }
    }

    template <unit_type Unit>
    LOYALTY_INLINE constexpr void explain(std::string_view what, amount<Unit> value) noexcept {
        if constexpr (explains) {
            sink_->on(step{rule, policy, what, ratio{value.minor_units(), 1}, Unit::code.view(), Unit::digits});
        }
    }
    LOYALTY_INLINE constexpr void explain(std::string_view what, ratio value, std::string_view unit,
                                          int digits = 0) noexcept {
        if constexpr (explains) {
            sink_->on(step{rule, policy, what, value, unit, digits});
        }
    }

    /// The policy at an index begins to work.
    template <std::size_t Index>
    LOYALTY_INLINE constexpr void enter() noexcept {
        rule = static_cast<std::uint8_t>(Index);
        if constexpr (explains) {
            policy = Programme::template policy_name<Index>;
        }
    }

    /// What the event gives.
    [[nodiscard]] LOYALTY_INLINE constexpr outcome_type finish() const noexcept {
        outcome_type result{};
        detail::for_each_index<units_type::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            detail::get<index>(result.granted_) = detail::get<index>(gave_.granted_);
        });
        result.tier_told = tier.told;
        result.tier_before = tier.before;
        result.tier_after = tier.after;
        return result;
    }

private:
    template <class, class, class, class>
    friend class visit;

    template <unit_type Unit>
    constexpr void take_back(amount<Unit> had, amount<Unit> has) noexcept {
        amount<Unit> difference{};
        refuse_if(subtract_overflows(has, had, difference), reason::amount_overflow);
        grant(difference);
    }

    const Transaction* source_;
    Sink* sink_;
    outcome_type gave_{};
    reason refused_ = reason::none;
};

} // namespace loyalty
