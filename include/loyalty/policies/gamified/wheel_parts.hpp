// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The options of a `prize_wheel`: which events spin it, their price, and how often.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/fact_is.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty::games {

/// Each activity for which a condition holds spins.
template <criteria::predicate When = criteria::always>
struct spun_by_activity {
    static constexpr std::string_view name = "spun_by_activity";
    static constexpr bool is_activity = true;
    template <class Event>
    static constexpr bool concerns = extensions::is_activity<Event>;
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"when", &spun_by_activity::condition, "the activities that spin"});

    template <criteria::predicate Other>
    [[nodiscard]] static constexpr spun_by_activity<Other> with(Other if_) noexcept {
        return {if_};
    }
};

/// Each purchase for which a condition holds spins, and costs nothing.
template <criteria::predicate When = criteria::always>
struct spun_by_purchase {
    static constexpr std::string_view name = "spun_by_purchase";
    static constexpr bool is_activity = false;
    template <class Event>
    static constexpr bool concerns = extensions::is_purchase<Event>;
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"when", &spun_by_purchase::condition, "the purchases that spin"});

    template <criteria::predicate Other>
    [[nodiscard]] static constexpr spun_by_purchase<Other> with(Other if_) noexcept {
        return {if_};
    }
};

/// A spin that costs nothing.
struct no_stake {
    static constexpr std::string_view name = "no_stake";
    static constexpr bool is_there = false;
    using debits = units<>;
};

/// The price of a spin.
template <unit_type Unit>
struct stake_of {
    static constexpr std::string_view name = "stake";
    static constexpr bool is_there = true;
    using debits = units<Unit>;
    using unit = Unit;
    amount<Unit> each{};

    /// True; a stake whose rule comes at run time may be none.
    [[nodiscard]] static constexpr bool is_asked() noexcept { return true; }

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"each", &stake_of::each, "the price of a spin",
                                             extensions::above_zero("prize_wheel: the stake must be above zero: "
                                                                    "leave it out if a spin costs nothing")});
};

/// As many spins as there are events.
struct no_cap {
    static constexpr std::string_view name = "no_cap";
    static constexpr bool is_there = false;
    static constexpr bool merges = true;
    using count = detail::type_list<>;
};

/// So many spins in a window.
template <criteria::counting_window Window>
struct spins_within {
    static constexpr std::string_view name = "spins_within";
    static constexpr bool is_there = true;
    static constexpr bool merges = criteria::window_merges<Window>;
    using count = typename Window::count;
    std::int64_t most = 1;
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"most", &spins_within::most, "the spins of a member",
                                             extensions::above_zero("prize_wheel: allow one spin at least")},
                           extensions::field{"window", &spins_within::window, "the events that share the spins"});
};

} // namespace loyalty::games
