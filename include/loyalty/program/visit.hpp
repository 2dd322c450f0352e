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

namespace loyalty {

/// For members of whom nothing but their events is known.
struct no_profile {};

/// What a policy sees of one event, and the only way in which it can do something: read the facts, `grant`, `refuse_if`,
/// `explain`. Lives for one evaluation.
template <class Programme, class Transaction, class Profile, class Sink>
class visit {
public:
    using outcome_type = typename Programme::outcome_type;
    using calendar_type = typename Programme::calendar_type;

    /// Whether the sink wants explanations; where it does not, `explain` costs nothing.
    static constexpr bool explains = requires(Sink & told, const step& one) { told.on(one); };

    const Transaction& transaction;
    const Profile& profile;
    const calendar_type& calendar;
    const calendar_day& day; ///< the business day of the event
    instant time;
    instant previous; ///< of the member's last event; `instant::minimum()` where there was none
    tier_standing tier{};
    std::uint8_t rule = 0; ///< the index of the policy that is at work
    std::string_view policy{};

    constexpr visit(const Transaction& event, const Profile& member, const calendar_type& programme_calendar,
                    const calendar_day& today, instant at, instant last, Sink& told) noexcept
        : transaction{event},
          profile{member},
          calendar{programme_calendar},
          day{today},
          time{at},
          previous{last},
          sink_{told} {}

    [[nodiscard]] constexpr date today() const noexcept { return day.today(); }
    [[nodiscard]] constexpr local_time local() const noexcept { return calendar.local(time); }
    [[nodiscard]] constexpr bool is_first() const noexcept { return previous == instant::minimum(); }
    [[nodiscard]] constexpr date date_of_previous() const noexcept { return calendar.business_date(previous); }

    /// A fact of the member: from the profile where one is given, else from the transaction.
    template <class Fact>
    [[nodiscard]] constexpr auto member(Fact fact) const noexcept {
        if constexpr (Fact::template known<Profile>) {
            return fact(profile);
        } else {
            return fact(transaction);
        }
    }

    /// The sum, or a refusal where it does not fit (S5).
    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> sum(amount<Unit> left, amount<Unit> right) noexcept {
        amount<Unit> result{};
        refuse_if(add_overflows(left, right, result), reason::amount_overflow);
        return result;
    }

    template <unit_type Unit>
    LOYALTY_INLINE constexpr void grant(amount<Unit> granted) noexcept {
        constexpr bool named = Programme::template grants<Unit>;
        static_assert(named, "loyalty: a policy grants a unit that its `using rewards = units<...>` does not name");
        if constexpr (named) {
            auto& sum_so_far = detail::get_type<amount<Unit>>(outcome_.granted_);
            sum_so_far = sum(sum_so_far, granted);
            if constexpr (requires(const award<Unit>& effect) { sink_.on(effect); }) {
                if (granted != amount<Unit>{}) {
                    sink_.on(award<Unit>{rule, granted});
                }
            }
        }
    }

    /// What the policies so far have granted.
    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> granted() const noexcept {
        return outcome_.template granted<Unit>();
    }

    /// The first reason stands; the event then leaves the member as before.
    LOYALTY_INLINE constexpr void refuse_if(bool refused, reason why) noexcept {
        if (refused && outcome_.refused == reason::none) {
            outcome_.refused = why;
        }
    }
    [[nodiscard]] constexpr bool refused() const noexcept { return outcome_.refused != reason::none; }

    constexpr void tell_tier(std::uint8_t from, std::uint8_t to) noexcept {
        if constexpr (requires(const tier_change& effect) { sink_.on(effect); }) {
            sink_.on(tier_change{rule, from, to, time});
        }
    }

    template <unit_type Unit>
    LOYALTY_INLINE constexpr void explain(std::string_view what, amount<Unit> value) noexcept {
        if constexpr (explains) {
            sink_.on(step{rule, policy, what, ratio{value.minor_units(), 1}, Unit::code.view(), Unit::digits});
        }
    }
    LOYALTY_INLINE constexpr void explain(std::string_view what, ratio value, std::string_view unit,
                                          int digits = 0) noexcept {
        if constexpr (explains) {
            sink_.on(step{rule, policy, what, value, unit, digits});
        }
    }

    [[nodiscard]] LOYALTY_INLINE constexpr outcome_type finish() noexcept {
        outcome_.tier_told = tier.told;
        outcome_.tier_before = tier.before;
        outcome_.tier_after = tier.after;
        if (refused()) {
            outcome_ = outcome_type{
                .refused = outcome_.refused, .tier_told = tier.told, .tier_before = tier.told, .tier_after = tier.told};
        }
        return outcome_;
    }

private:
    Sink& sink_;
    outcome_type outcome_{};
};

} // namespace loyalty
