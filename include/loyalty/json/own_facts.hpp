// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Facts of the host's own, by name: the distance of a flight, the card that a member showed.
///
/// @code
/// template <>
/// struct loyalty::json::own_facts_of<flight> {
///     static constexpr own_fact all[]{{.name = "distance", .unit = {"km", 3}}, {.name = "card", .is_code = true}};
///     static constexpr std::int64_t value(const flight& from, std::size_t index) {
///         return index == 0 ? from.metres : from.card;
///     }
/// };
/// @endcode
///
/// `host_facts::of<flight>()` then lets a text count `{"fact": "distance"}` and test `{"fact_is": {"card": 2}}`. A flight of
/// 1,775.250 km has 1,775,250 minor units of km.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/policy.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loyalty::json {

/// One fact of the host's events: an amount that can be counted, or a code that can be compared.
struct own_fact {
    std::string_view name;
    named_unit unit{};    ///< of an amount; without a code the text names the unit, and the value is whole
    bool is_code = false; ///< true for a code, which is compared and never counted
    bool is_text = false; ///< true for a code that stands for a text: the host numbers texts as `vocabulary` does
};

/// The facts of an event type: `all`, and `value(event, index)`. Without a specialisation there are none.
template <class Event>
struct own_facts_of {
    static constexpr std::span<const own_fact> all{};
};

template <class Event>
concept has_own_facts = requires(const Event& event) {
    { own_facts_of<Event>::value(event, std::size_t{}) } -> std::convertible_to<std::int64_t>;
};

/// The value of a fact; 0 if events of this type have no facts of their own.
template <class Event>
[[nodiscard]] LOYALTY_INLINE constexpr std::int64_t own_value(const Event& event, std::size_t index) noexcept {
    if constexpr (has_own_facts<Event>) {
        return own_facts_of<Event>::value(event, index);
    } else {
        return 0;
    }
}

/// Counts an amount of the host's own: of a flight of 2,030 km, 2,030 km. Below zero it refuses the event.
struct own_measure {
    using parts = detail::type_list<>;
    static constexpr std::string_view name = "fact";
    template <class Event>
    static constexpr bool concerns = extensions::is_purchase<Event>;

    std::size_t index = 0;
    std::int64_t scale = 1; ///< minor units in one that the host counts

    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<counted> of_visit(Visit& visit) const noexcept {
        std::int64_t value = own_value(visit.event, index);
        visit.refuse_if(value < 0, reason::negative_amount);
        visit.refuse_if(detail::multiply_overflows(value, scale, value), reason::amount_overflow);
        return amount<counted>::from_minor_units(value);
    }
};

} // namespace loyalty::json
