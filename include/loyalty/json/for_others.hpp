// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points of a programme from text that concern another party than the member: donations (S45), and partners that pay a part (S46).
///
/// `{"donation": {"points": [{"per_amount": {"award": "0.01 USD", "per": "1.00 USD"}}, {"round_off_carrying":
/// "floor"}]}}` passes the sink `effects::attributed<currency::usd>` with the charity that the member chose. The
/// policies are those of the library.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/plain_points.hpp>
#include <loyalty/json/seen_through.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/policies/attribution.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/effects.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::json {

/// Calls `function(unit)` with the type of a unit that comes at run time.
template <class Currency, class Function>
LOYALTY_INLINE constexpr auto with_unit(award_unit which, Function&& function) noexcept {
    switch (which) {
    case award_unit::points:
        return function(loyalty::unit::points{});
    case award_unit::stamps:
        return function(loyalty::unit::stamps{});
    case award_unit::badges:
        return function(loyalty::unit::badges{});
    case award_unit::money:
        break;
    }
    return function(Currency{});
}

/// An `awarding_visit` that also returns the granted amount, and passes the effects of a party to the sink.
template <class Visit, class Currency>
class party_visit : public awarding_visit<Visit, Currency> {
    using base = awarding_visit<Visit, Currency>;

public:
    template <class Effect>
    static constexpr bool notes = Visit::template notes<effects::attributed<Currency>> ||
                                  Visit::template notes<effects::attributed<loyalty::unit::points>> ||
                                  Visit::template notes<effects::attributed<loyalty::unit::stamps>> ||
                                  Visit::template notes<effects::attributed<loyalty::unit::badges>>;
    std::uint8_t rule;

    constexpr party_visit(Visit& of, award_unit granting, count_unit counting) noexcept
        : base{of, granting, counting}, rule{of.rule}, granting_{granting} {}

    /// Returns the grants of this event in the unit of the rule, if `awarded` is requested.
    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> granted() const noexcept {
        if constexpr (std::is_same_v<Unit, awarded>) {
            const Visit& seen = this->of_event();
            return with_unit<Currency>(granting_, [&seen]<class Own>(Own) {
                return amount<awarded>::from_minor_units(seen.template granted<Own>().minor_units());
            });
        } else {
            return base::template granted<Unit>();
        }
    }
    constexpr void note(const effects::attributed<awarded>& one) noexcept {
        Visit& seen = this->of_event();
        with_unit<Currency>(granting_, [&seen, &one]<class Own>(Own) {
            seen.note(
                effects::attributed<Own>{one.rule, one.party, amount<Own>::from_minor_units(one.part.minor_units())});
        });
    }

    /// A message to another member.
    constexpr void send(const activity& what, std::uint32_t number = 0) noexcept {
        this->of_event().send(what, number);
    }
    constexpr void withdraw(std::uint64_t source, std::uint32_t to, std::uint32_t number = 0) noexcept {
        this->of_event().withdraw(source, to, number);
    }

private:
    award_unit granting_;
};

/// A donation of points, or points that others pay: `Policy` is the library's over `points_of`, whose unit comes at run time.
template <class Currency, class Policy>
struct for_others : seen_through<Currency, Policy, party_visit> {
    using state = typename Policy::state;
    using parts = detail::type_list<points_of>;
    template <class Event>
    static constexpr bool concerns = detail::concerns<points_of, Event>();

    [[nodiscard]] constexpr bool ages() const noexcept { return this->policy.policy.ages(); }
    /// The memory of the policy itself stands before that of the points.
    [[nodiscard]] constexpr std::size_t memory_words() const noexcept {
        return (sizeof(state) - sizeof(points_of::state)) / 8 + this->policy.policy.memory_words();
    }

    [[nodiscard]] constexpr const char* problem() const noexcept { return problem_of(this->policy.policy); }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.granting);
        function(own.counting);
        function(own.policy.policy);
        if constexpr (requires { own.policy.funders; }) {
            for (std::size_t i = 0; i < most_funders && own.policy.funders[i].weight != 0; ++i) {
                function(own.policy.funders[i]);
            }
        }
    }
};

template <class Currency>
using donation_of = for_others<Currency, social::donation<points_of>>;

/// Up to `most_funders`: those that are not there have a part of nothing.
template <class Currency>
using funded_of = for_others<Currency, social::funded<points_of, most_funders>>;

/// The charities of a programme from text. Behind those that it names the first one stands again.
struct recipients_of {
    using rewards = units<>;
    using parts = detail::type_list<>;
    static constexpr std::string_view name = "recipients";
    static constexpr bool is_rare = true;
    template <class Event>
    static constexpr bool concerns = extensions::is_purchase<Event>;

    social::recipients<most_recipients> list;
    std::uint8_t size = 0;

    template <class Visit>
    constexpr void apply(extensions::no_state none, Visit& visit) const noexcept {
        if constexpr (has_demanded<social::recipients<most_recipients>, Visit>) {
            list.apply(none, visit);
        }
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        for (std::size_t i = 0; i < own.size; ++i) {
            function(own.list.known[i]);
        }
    }
};

} // namespace loyalty::json
