// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/clock.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/outcome.hpp>
#include <loyalty/engine/own_dates.hpp>
#include <loyalty/engine/paying.hpp>
#include <loyalty/engine/sent_messages.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/rules/groups.hpp>
#include <loyalty/rules/profile.hpp>
#include <loyalty/rules/tier_standing.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/window.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {
namespace extensions {

/// One event under evaluation: a policy reads its facts here, and acts through `grant`, `spend`, `refuse_if` and `explain`.
/// Lives for one evaluation.
template <class Programme, class Event, class Profile, class Sink>
class visit : public detail::visit_movements<Programme, Event, Sink> {
public:
    using outcome_type = typename Programme::outcome_type;
    using units_type = typename Programme::units_type;
    using calendar_type = typename Programme::calendar_type;
    using member_type = typename Programme::member_type;

    /// True if the sink receives explanations; otherwise `explain` costs nothing.
    static constexpr bool explains = detail::receives<Sink, effects::step>;
    static constexpr bool keeps_membership = Programme::keeps_membership;
    static constexpr bool tells_by_id = Programme::told_apart == choices::identity::by_time_and_id;
    static constexpr std::size_t last_tier_policy = Programme::last_tier_policy;
    static constexpr bool names_refusals = detail::receives<Sink, effects::refusal>;
    static constexpr bool names_policies = explains || names_refusals || detail::receives<Sink, effects::rule_begun>;

    detail::seen_as<Event> event;
    const Profile& profile;
    const calendar_type& calendar;
    const calendar_day& day; ///< the business day of the event
    instant time;
    instant previous; ///< of the member's last event; `instant::minimum()` if there was none
    /// Of a return the time of its sale: what it takes back counts as earned then.
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<is_return<Event>, instant, 6> sold{};
    bool first_purchase = false; ///< set if a rule of the programme reads it
    tier_standing tier{};
    std::uint8_t rule = effects::rule_of_engine; ///< the index of the policy that acts
    std::string_view policy{names_policies ? "engine" : nullptr, names_policies ? 6U : 0U}; ///< if the sink needs it
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<detail::receives<Sink, effects::tier_change>, std::uint8_t, 2>
        tier_rule{};
    /// The paid membership, in a programme that keeps it.
    LOYALTY_NO_UNIQUE_ADDRESS detail::kept_membership<Programme::keeps_membership> membership =
        detail::unset_membership<Programme::keeps_membership>();
    /// The unit of what a rule from run time counts, for explanations: `unit` and `digits` of a step.
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<explains, effects::step, 9> counting{};
    /// The groups that are used up, in a programme with an `once_in_group`.
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<Programme::has_groups, detail::used_groups, 4> groups{};

    LOYALTY_INLINE constexpr visit(const Programme& rules, member_type& own, const Event& happened,
                                   const Profile& member, const calendar_day& today, Sink& sink) noexcept
        : event{happened},
          profile{member},
          calendar{rules.frame.calendar},
          day{today},
          time{fact::time(happened)},
          previous{own.last_event()},
          programme_{&rules},
          member_{&own},
          source_{&happened},
          sink_{&sink} {}

    /// The same event without a sink, by value: for a rare path out of line, so that this visit stays in registers. Such a path
    /// computes the day again: if nothing else reads the calendar, it is then not computed at all.
    [[nodiscard]] LOYALTY_INLINE constexpr auto
    silent(const calendar_day& today = detail::calendar_day_unknown) const noexcept {
        using quiet = std::conditional_t<visit::is_repeated, detail::silent_repeat, no_sink>;
        using no_effects = std::conditional_t<names_refusals, detail::refusal_sink, quiet>;
        visit<Programme, Event, Profile, no_effects> copy{*source_, profile, calendar, today, time, previous};
        copy.first_purchase = first_purchase;
        copy.tier = {tier.told,     tier.before, tier.after, tier.earning,   tier.earned,
                     tier.is_split, tier.from,   tier.until, tier.thresholds};
        // One by one: copied as a whole, they would have to lie in memory all the time.
        detail::for_each_index<units_type::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            detail::get<index>(copy.gave_.granted_) = detail::get<index>(gave_.granted_);
        });
        copy.spent_of_balances = this->spent_of_balances;
        if constexpr (Programme::keeps_membership) {
            copy.membership = membership;
        }
        if constexpr (visit::points_pay) {
            copy.payment = this->payment;
        }
        return copy;
    }

    [[nodiscard]] LOYALTY_INLINE constexpr date today() const noexcept { return day.today(); }
    [[nodiscard]] LOYALTY_INLINE constexpr dates::local_time local() const noexcept { return calendar.local(time); }
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
        refuse_if(arithmetic::add_overflows(left, right, result), reason::amount_overflow);
        return result;
    }

    template <unit_type Unit>
    static constexpr bool can_grant = Programme::template grants<Unit>;

    template <unit_type Unit>
    requires can_grant<Unit> LOYALTY_INLINE constexpr void grant(amount<Unit> granted) noexcept {
        refuse_if(
            detail::add_to(detail::get_type<detail::granted<Unit>>(gave_.granted_).minor_units, granted.minor_units()),
            reason::amount_overflow);
        if constexpr (detail::receives<Sink, effects::award<Unit>>) {
            if (granted != amount<Unit>{}) {
                sink_->on(effects::award<Unit>{rule, granted});
            }
        }
    }
    /// Any other unit. Not constexpr: clang then compiles it by itself, and names only the line that calls it.
    template <unit_type Unit>
    void grant(amount<Unit>) noexcept {
        static_assert(can_grant<Unit>,
                      "loyalty: a policy grants a unit that its `using rewards = units<...>` does not name");
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
    /// Refuses the event for a limit: the requested amount, and the amount there.
    template <unit_type Unit>
    constexpr void refuse(reason why, amount<Unit> asked, amount<Unit> there) noexcept {
        refuse(effects::refusal::of_limit(why, asked, there));
    }
    /// The same for numbers of no unit, such as the money of a gift card of any currency.
    constexpr void refuse(reason why, std::int64_t asked, std::int64_t there) noexcept {
        refuse(effects::refusal{.why = why, .asked = asked, .there = there});
    }
    /// Refuses the event as a visit out of line was refused.
    constexpr void refuse(const effects::refusal& limit) noexcept {
        const bool is_first_reason = !refused();
        refuse_if(true, limit.why);
        if constexpr (names_refusals) {
            if (is_first_reason) {
                details_ = limit;
                details_.rule = rule;
                details_.policy = policy;
            }
        }
    }
    /// The refusal with its numbers, if the sink receives refusals.
    [[nodiscard]] constexpr auto limit() const noexcept { return details_; }
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
        if constexpr (notes<effects::tier_change>) {
            if (from != to) {
                note(effects::tier_change{tier_rule, from, to, time});
            }
        }
    }
    /// The member has a tier as time has passed, set by the policy that acts: the engine passes changes on under its number.
    LOYALTY_INLINE constexpr void stands_at(std::uint8_t now) noexcept {
        tier.before = tier.after = tier.earning = tier.earned = now;
        if constexpr (notes<effects::tier_change>) {
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
    /// The amount of a unit that is set aside at this moment, or under one hold, and the number of holds.
    template <unit_type Unit, class... Hold>
    [[nodiscard]] constexpr detail::held_points<Unit> held(Hold... hold) const noexcept {
        return detail::held_of_member<Unit>(*programme_, *member_, *this, hold...);
    }
    /// The list of the lots that gave points.
    template <unit_type Unit>
    using lots_of = typename detail::account_of<Unit, Programme>::taken;
    /// Spends from the member's account or plain balance; more than is available refuses the event. The lots concerned are an
    /// effect, `spent<Unit>`. For policies that name the unit in `using debits = units<...>`.
    template <unit_type Unit>
    constexpr void spend(amount<Unit> cost) noexcept {
        detail::spend_of_policy<Unit>(*programme_, *member_, *this, cost, sink_);
    }
    /// The same, and `lots` becomes the list of the lots that gave; of a plain balance it has none.
    template <unit_type Unit>
    constexpr void spend(amount<Unit> cost, lots_of<Unit>& lots) noexcept {
        detail::spend_of_member<Unit>(*programme_, *member_, *this, cost, lots);
    }
    /// Puts a part of such a list back where it comes from, and lowers the list.
    template <unit_type Unit>
    constexpr void restore(lots_of<Unit>& lots, amount<Unit> part) noexcept {
        detail::restore_to_member<Unit>(*programme_, *member_, *this, lots, part);
    }
    /// The price of the lines of a purchase with tax. A sum that does not fit refuses the event.
    template <money_unit Currency>
    [[nodiscard]] constexpr money<Currency> bill() noexcept {
        return detail::bill_of_purchase<Currency>(*this);
    }
    /// Points pay this purchase, and cover so much of its bill. For redemption rules.
    template <unit_type Unit, money_unit Currency>
    constexpr void pay(amount<Unit> points, money<Currency> value, money<Currency> bill) noexcept {
        detail::pay_sale<Programme, Unit>(*this, points, value, bill);
    }
    /// The same for a sale that is evaluated again for its receipt, all of it or its rest; returns the points that pay it.
    template <unit_type Unit, money_unit Currency>
    constexpr amount<Unit> pay_again() noexcept {
        return detail::pay_sale_again<Programme, Unit, Currency>(*this, sink_->before);
    }

    /// Calls `function(index, policy, granted)` for each policy that grants a unit with dates of its own.
    template <unit_type Unit, class Function>
    constexpr void for_each_apart(Function function) const noexcept {
        detail::for_each_grant_apart<Unit>(*programme_, this->apart, function);
    }
    [[nodiscard]] constexpr const outcome_type& gave() const noexcept { return gave_; }
    /// Returns true if a policy names a campaign, or none names any: the host then has campaigns of its own.
    [[nodiscard]] constexpr bool knows_campaign(std::uint32_t campaign) const noexcept {
        return detail::knows_campaign_of(*programme_, campaign);
    }

    /// Sends an activity to another member (S41), due at `what.time`: an effect, `sent`. Its id is derived; `number`
    /// numbers the messages of one rule to one member for one event.
    constexpr void send(activity what, std::uint32_t number = 0) noexcept {
        if constexpr (notes<effects::sent>) {
            detail::send_message(*this, what, number);
        }
    }
    /// Withdraws what the acting rule had sent to a member for another event of this one: an effect, `withdrawn`.
    constexpr void withdraw(std::uint64_t source, std::uint32_t to, std::uint32_t number = 0) noexcept {
        if constexpr (notes<effects::withdrawn>) {
            detail::withdraw_message(*this, source, to, number);
        }
    }

    template <unit_type Unit>
    LOYALTY_INLINE constexpr void explain(std::string_view what, amount<Unit> value) noexcept {
        if constexpr (explains && requires { Unit::comes_at_run_time; }) {
            explain(what, ratio{value.minor_units(), 1}, counting.unit, counting.digits);
        } else {
            explain(what, ratio{value.minor_units(), 1}, std::string_view{Unit::code}, Unit::digits);
        }
    }
    LOYALTY_INLINE constexpr void explain(std::string_view what, ratio value, std::string_view unit,
                                          int digits = 0) noexcept {
        if constexpr (explains) {
            sink_->on(effects::step{rule, policy, what, value, unit, digits});
        }
    }
    /// From here on the policy at an index acts.
    template <std::size_t Index>
    LOYALTY_INLINE constexpr void enter() noexcept {
        rule = static_cast<std::uint8_t>(Index);
        if constexpr (names_policies) {
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
          source_{&happened} {}

    template <unit_type Unit>
    constexpr void take_back(amount<Unit> had, amount<Unit> has) noexcept {
        amount<Unit> difference{};
        refuse_if(arithmetic::subtract_overflows(has, had, difference), reason::amount_overflow);
        grant(difference);
    }

    const Programme* programme_ = nullptr;
    member_type* member_ = nullptr;
    const Event* source_ = nullptr;
    Sink* sink_ = nullptr;
    outcome_type gave_{};
    std::uint16_t refused_ = 0; ///< the reason, and the rule above it
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<names_refusals, effects::refusal, 1> details_{};
};

} // namespace extensions
} // namespace loyalty
