// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A conversion between units from run time: `{"conversion": {"from": "10 stamps", "to": "5.00 USD"}}`. Of 23 stamps it makes
/// 10.00 USD, and leaves 3.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/conversion.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty::json {

/// From stamps or badges into any unit. Each pair of units is the library's own `conversion`.
template <class Currency>
struct exchange {
    using rewards = units_of<Currency>;
    using debits = units<loyalty::unit::stamps, loyalty::unit::badges>;
    using parts = detail::type_list<>;
    static constexpr std::string_view name = "conversion";
    static constexpr bool is_rare = true;
    template <class Event>
    static constexpr bool concerns = extensions::can_earn<Event>;

    award_unit from_unit = award_unit::stamps;
    award_unit to_unit = award_unit::points;
    std::int64_t from = 1;
    std::int64_t to = 1;
    std::int64_t most = amount<awarded>::largest().minor_units(); ///< at one event

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.from_unit);
        function(own.to_unit);
        function(own.from);
        function(own.to);
        function(own.most);
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(extensions::no_state none, Visit& visit) const noexcept {
        from_unit == award_unit::badges ? apply_from<loyalty::unit::badges>(none, visit)
                                        : apply_from<loyalty::unit::stamps>(none, visit);
    }

private:
    template <class From, class Visit>
    constexpr void apply_from(extensions::no_state none, Visit& visit) const noexcept {
        switch (to_unit) {
        case award_unit::points:
            return apply_to<From, loyalty::unit::points>(none, visit);
        case award_unit::stamps:
            return apply_to<From, loyalty::unit::stamps>(none, visit);
        case award_unit::badges:
            return apply_to<From, loyalty::unit::badges>(none, visit);
        case award_unit::money:
            return apply_to<From, Currency>(none, visit);
        }
    }
    template <class From, class To, class Visit>
    constexpr void apply_to(extensions::no_state none, Visit& visit) const noexcept {
        if constexpr (Visit::template can_be_spent<From>) { // the reader refuses another
            conversion<From, To>{amount<From>::from_minor_units(from), amount<To>::from_minor_units(to),
                                 amount<To>::from_minor_units(most)}
                .apply(none, visit);
        }
    }
};

} // namespace loyalty::json
