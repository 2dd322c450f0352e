// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/outcome.hpp>
#include <loyalty/engine/own_dates.hpp>
#include <loyalty/engine/paying.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/rules/points_payment.hpp>
#include <loyalty/rules/tier_standing.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/window.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// The profile of a member of whom nothing but events is known.
struct no_profile {};

/// A sink that receives nothing.
struct no_sink {};

namespace detail {

/// An event while it is evaluated: a small one is a copy, so that the compiler can see that no write into the member's state
/// changes it.
template <class Event>
using seen_as =
    std::conditional_t<std::is_trivially_copyable_v<Event> && sizeof(Event) <= 64, const Event, const Event&>;

} // namespace detail

/// One event under evaluation: a policy reads its facts here, and acts through `grant`, `spend`, `refuse_if` and `explain`.
/// Lives for one evaluation.
template <class Programme, class Event, class Profile, class Sink>
class visit {
public:
    using outcome_type = typename Programme::outcome_type;
    using units_type = typename Programme::units_type;
    using calendar_type = typename Programme::calendar_type;

    using member_type = typename Programme::member_type;
    using apart_type = typename Programme::apart_type;
    template <class Unit>
    using lots_of = typename detail::account_of<Unit, Programme>::taken;

    /// True if the sink receives explanations; otherwise `explain` costs nothing.
    static constexpr bool explains = detail::receives<Sink, step>;
    static constexpr bool keeps_membership = Programme::keeps_membership;
    static constexpr std::size_t last_tier_policy = Programme::last_tier_policy;
    static constexpr bool names_refusals = detail::receives<Sink, refusal>;

    detail::seen_as<Event> event;
    const Profile& profile;
    const calendar_type& calendar;
    const calendar_day& day; ///< the business day of the event
    instant time;
    instant previous;  ///< of the member's last event; `instant::minimum()` if there was none
    instant earned_at; ///< the time at which grants of this event count as earned: that of the sale for a return
    date earned_on;    ///< and its day
    bool first_purchase = false; ///< set if a rule of the programme reads it
    tier_standing tier{};
    std::uint8_t rule = rule_of_engine; ///< the index of the policy that acts
    std::string_view policy = "engine";
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<detail::receives<Sink, tier_change>, std::uint8_t, 2> tier_rule{};
    /// The paid membership, in a programme that keeps it.
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<Programme::keeps_membership, instant_window, 3> membership{};
    /// What policies granted with dates of their own; the outcome has it too.
    LOYALTY_NO_UNIQUE_ADDRESS apart_type apart{};
    /// True in a programme by whose redemption rule points pay purchases; then what they pay of this one.
    static constexpr bool points_pay = Programme::points_pay;
    static constexpr std::size_t paying_rule = Programme::paying_rule;
    using paid_unit = typename Programme::paid_unit;
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<points_pay, detail::points_payment, 4> payment{};
    /// True for a sale that is evaluated again for its receipt: points have paid it.
    static constexpr bool is_repeated = requires {
        requires Sink::repeats_sale;
    };

    LOYALTY_INLINE constexpr visit(const Programme& rules, member_type& own, const Event& happened,
                                   const Profile& member, const calendar_day& today, Sink& sink) noexcept
        : event{happened},
          profile{member},
          calendar{rules.frame.calendar},
          day{today},
          time{fact::time(happened)},
          previous{own.last_event()},
          earned_at{fact::time(happened)},
          earned_on{today.today()},
          programme_{&rules},
          member_{&own},
          source_{&happened},
          sink_{&sink} {}

    /// The same event without a sink, by value: for a rare path out of line, so that this visit stays in registers. Such a path
    /// computes the day again: if nothing else reads the calendar, it is then not computed at all.
    [[nodiscard]] LOYALTY_INLINE constexpr visit<Programme, Event, Profile, no_sink>
    silent(const calendar_day& today = calendar_day_unknown) const noexcept {
        visit<Programme, Event, Profile, no_sink> copy{*source_, profile, calendar, today, time, previous};
        copy.first_purchase = first_purchase;
        copy.tier = {tier.told,     tier.before, tier.after, tier.earning,   tier.earned,
                     tier.is_split, tier.from,   tier.until, tier.thresholds};
        // One by one: copied as a whole, they would have to lie in memory all the time.
        detail::for_each_index<units_type::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            detail::get<index>(copy.gave_.granted_) = detail::get<index>(gave_.granted_);
        });
        if constexpr (Programme::keeps_membership) {
            copy.membership = membership;
        }
        if constexpr (points_pay) {
            copy.payment = payment;
            copy.programme_ = programme_;
        }
        return copy;
    }

    [[nodiscard]] LOYALTY_INLINE constexpr date today() const noexcept { return day.today(); }
    [[nodiscard]] LOYALTY_INLINE constexpr local_time local() const noexcept { return calendar.local(time); }
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_first() const noexcept { return previous == instant::minimum(); }
    /// Returns true if this is a purchase and no other purchase of the member stands.
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_first_purchase() const noexcept {
        constexpr bool counted = Programme::clock_type::counts_purchases;
        static_assert(counted,
                      "loyalty: a rule reads first_purchase() out of sight of the programme: list the rule's parts "
                      "as `using parts = loyalty::parts<first_purchase_matches>;`");
        return is_purchase<Event> && first_purchase;
    }
    [[nodiscard]] constexpr date date_of_previous() const noexcept { return calendar.business_date(previous); }

    /// A fact of the member: from the profile if it has it, else from the event.
    template <class Fact>
    [[nodiscard]] LOYALTY_INLINE constexpr auto member(Fact fact) const noexcept {
        if constexpr (Programme::keeps_membership && std::is_same_v<Fact, fact::membership_fact>) {
            return membership;
        } else if constexpr (Fact::template known<Profile>) {
            return fact(profile);
        } else {
            return fact(event);
        }
    }

    /// The sum; one that does not fit refuses the event (S5).
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
            if constexpr (detail::receives<Sink, award<Unit>>) {
                if (granted != amount<Unit>{}) {
                    sink_->on(award<Unit>{rule, granted});
                }
            }
        }
    }

    /// Grants the difference between two outcomes of one sale: -12 points if it earned 20 and now earns 8.
    constexpr void take_back(const outcome_type& before, const outcome_type& now) noexcept {
        [&]<unit_type... Units>(detail::type_list<Units...>) {
            (take_back(before.template granted<Units>(), now.template granted<Units>()), ...);
        }
        (units_type{});
    }

    /// The amount that the policies so far have granted.
    template <unit_type Unit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> granted() const noexcept {
        if constexpr (can_grant<Unit>) {
            return gave_.template granted<Unit>();
        } else {
            return {};
        }
    }

    /// The number of policies that grant a unit with dates of their own.
    template <class Unit>
    static constexpr std::size_t granted_apart = detail::apart_in_unit<Unit, apart_type>;
    /// Calls `function(index, policy, granted)` for each policy that grants a unit with dates of its own.
    template <unit_type Unit, class Function>
    constexpr void for_each_apart(Function function) const noexcept {
        detail::for_each_index<apart_type::size>([&](auto place) {
            using grant = typename detail::grants_of<apart_type>::template at<place>;
            if constexpr (std::is_same_v<typename grant::unit, Unit>) {
                function(grant::policy, detail::get<grant::policy>(programme_->policies),
                         amount<Unit>::from_minor_units(detail::get<place>(apart).minor_units));
            }
        });
    }
    [[nodiscard]] constexpr const outcome_type& gave() const noexcept { return gave_; }

    /// Refuses the event if the condition holds, which leaves the member as before. The first reason stands, and the policies
    /// after the one that refuses are not applied.
    LOYALTY_INLINE constexpr void refuse_if(bool condition, reason why) noexcept {
        if (condition && refused_ == 0) [[unlikely]] {
            refused_ = static_cast<std::uint16_t>(static_cast<unsigned>(why) | static_cast<unsigned>(rule) << 8u);
            if constexpr (names_refusals) {
                details_ = {.why = why, .rule = rule, .policy = policy};
            }
        }
    }
    /// Refuses the event for a limit: how much was asked for, and how much there is.
    template <unit_type Unit>
    constexpr void refuse(reason why, amount<Unit> asked, amount<Unit> there) noexcept {
        const bool is_first_reason = !refused();
        refuse_if(true, why);
        if constexpr (names_refusals) {
            if (is_first_reason) {
                details_.asked = asked.minor_units();
                details_.there = there.minor_units();
                details_.unit = std::string_view{Unit::code};
                details_.digits = Unit::digits;
            }
        }
    }
    [[nodiscard]] LOYALTY_INLINE constexpr bool refused() const noexcept { return refused_ != 0; }
    [[nodiscard]] LOYALTY_INLINE constexpr reason why() const noexcept { return static_cast<reason>(refused_ & 0xFFu); }
    [[nodiscard]] LOYALTY_INLINE constexpr std::uint8_t refused_by() const noexcept {
        return static_cast<std::uint8_t>(refused_ >> 8u);
    }
    /// Passes the refusal to the sink, if it receives refusals.
    LOYALTY_INLINE constexpr void tell_refusal() noexcept {
        if constexpr (names_refusals) {
            sink_->on(details_);
        }
    }

    template <class Effect>
    static constexpr bool notes = detail::receives<Sink, Effect>;
    /// Passes an effect to the sink, if it receives this kind.
    template <class Effect>
    LOYALTY_INLINE constexpr void note(const Effect& effect) noexcept {
        if constexpr (detail::receives<Sink, Effect>) {
            sink_->on(effect);
        }
    }
    /// Passes on how the tier changed up to now, from the last event or the time that passed. `tier_rule` is its policy.
    LOYALTY_INLINE constexpr void note_tier(std::uint8_t from, std::uint8_t to) noexcept {
        if constexpr (notes<tier_change>) {
            if (from != to) {
                note(tier_change{tier_rule, from, to, time});
            }
        }
    }
    /// The member has a tier as time has passed, set by the policy that acts: the engine passes changes on under its number.
    LOYALTY_INLINE constexpr void stands_at(std::uint8_t now) noexcept {
        tier.before = now;
        tier.after = now;
        tier.earning = now;
        tier.earned = now;
        if constexpr (notes<tier_change>) {
            tier_rule = rule;
        }
    }
    /// The number of tiers, that of everyone included; 1 in a programme without tiers.
    [[nodiscard]] static constexpr std::size_t tier_count() noexcept { return Programme::tier_count; }

    /// The amount of a unit that the member can spend at this moment, with what this event has granted so far to a plain
    /// balance.
    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> available() const noexcept {
        return detail::available_of_member<Unit>(*programme_, *member_, *this);
    }
    /// Spends from the member's account or plain balance; more than is available refuses the event. The lots concerned are an
    /// effect, `spent<Unit>`. For policies that name the unit in `using debits = units<...>`.
    template <unit_type Unit>
    constexpr void spend(amount<Unit> cost) noexcept {
        detail::spend_of_member<Unit>(*programme_, *member_, *this, cost);
    }
    /// The same, and `lots` becomes the list of the lots that gave.
    template <unit_type Unit>
    constexpr void spend(amount<Unit> cost, lots_of<Unit>& lots) noexcept {
        detail::spend_of_member<Unit>(*programme_, *member_, *this, cost, lots);
    }
    /// Puts a part of such a list back where it comes from, and lowers the list.
    template <unit_type Unit>
    constexpr void restore(lots_of<Unit>& lots, amount<Unit> part) noexcept {
        detail::restore_to_member<Unit>(*programme_, *member_, *this, lots, part);
    }

    /// The part of the bill that a line, or a purchase without lines, is: see `redemption_rule::paying_for`.
    template <class Line>
    [[nodiscard]] LOYALTY_INLINE constexpr auto bill_of(const Line& line) noexcept {
        return detail::get<Programme::paying_rule>(programme_->policies).bill(line, *this);
    }
    /// Points pay this purchase, and cover so much of what is due.
    template <unit_type Unit, money_unit Currency>
    constexpr void pay(amount<Unit> points, money<Currency> value, money<Currency> due) noexcept {
        detail::pay_sale<Unit, lots_of<Unit>>(*this, points, value, due);
    }
    /// The same for a sale that is evaluated again. What is due is all of its bill, or the rest.
    template <unit_type Unit, money_unit Currency>
    constexpr void pay_again(money<Currency> due) noexcept {
        detail::pay_sale_again<Unit>(*this, sink_->before.paid, due);
    }

    template <unit_type Unit>
    LOYALTY_INLINE constexpr void explain(std::string_view what, amount<Unit> value) noexcept {
        if constexpr (explains) {
            sink_->on(
                step{rule, policy, what, ratio{value.minor_units(), 1}, std::string_view{Unit::code}, Unit::digits});
        }
    }
    LOYALTY_INLINE constexpr void explain(std::string_view what, ratio value, std::string_view unit,
                                          int digits = 0) noexcept {
        if constexpr (explains) {
            sink_->on(step{rule, policy, what, value, unit, digits});
        }
    }

    /// From here on the policy at an index acts.
    template <std::size_t Index>
    LOYALTY_INLINE constexpr void enter() noexcept {
        rule = static_cast<std::uint8_t>(Index);
        if constexpr (explains || names_refusals) {
            policy = Programme::template policy_name<Index>;
        }
    }
    /// From here on the engine itself acts, or a return or a correction as a whole.
    LOYALTY_INLINE constexpr void enter_rule(std::uint8_t number, std::string_view name) noexcept {
        rule = number;
        if constexpr (explains || names_refusals) {
            policy = name;
        }
    }

    /// The outcome of the accepted event.
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

    /// For `silent`.
    LOYALTY_INLINE constexpr visit(const Event& happened, const Profile& member,
                                   const calendar_type& programme_calendar, const calendar_day& today, instant at,
                                   instant last) noexcept
        : event{happened},
          profile{member},
          calendar{programme_calendar},
          day{today},
          time{at},
          previous{last},
          earned_at{at},
          earned_on{},
          source_{&happened} {}

    template <unit_type Unit>
    constexpr void take_back(amount<Unit> had, amount<Unit> has) noexcept {
        amount<Unit> difference{};
        refuse_if(subtract_overflows(has, had, difference), reason::amount_overflow);
        grant(difference);
    }

    const Programme* programme_ = nullptr;
    member_type* member_ = nullptr;
    const Event* source_ = nullptr;
    Sink* sink_ = nullptr;
    outcome_type gave_{};
    std::uint16_t refused_ = 0; ///< the reason, and the rule above it
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<names_refusals, refusal, 1> details_{};
};

} // namespace loyalty
