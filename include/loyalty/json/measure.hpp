// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A measure from run time, and a basis of one.
///
/// `{"of": "quantity", "on": {"category_is": [2]}}` counts what `basis<quantity, ...>{}` counts: 3 of a basket with 3 pieces of
/// category 2. The basis is handed to that of the measure's own type, so its arithmetic is the same.

#include <loyalty/config.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/field.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::json {

/// The measures that a programme may name.
enum class measures : std::uint8_t { net, gross, before_discount, quantity, visits };

struct measure {
    using parts = detail::type_list<>;
    static constexpr std::string_view name = "measure";

    measures what = measures::net;
    criteria::components components{};

    [[nodiscard]] constexpr count_unit unit() const noexcept {
        return what == measures::quantity ? count_unit::items
               : what == measures::visits ? count_unit::visits
                                          : count_unit::money;
    }

    /// Calls `function` with the measure of the library. An event whose lines lack the fact has a measure of nothing: the net.
    template <class Visit, class Function>
    LOYALTY_INLINE constexpr auto with(Function&& function) const noexcept {
        using line = detail::line_of<Visit>;
        switch (what) {
        case measures::gross:
            if constexpr (fact::tax_fact::known<line>) {
                return function(criteria::gross{{components.bits}});
            }
            break;
        case measures::before_discount:
            if constexpr (fact::discount_fact::known<line>) {
                return function(criteria::before_discount{{components.bits}});
            }
            break;
        case measures::quantity:
            return function(criteria::quantity{{components.bits}});
        case measures::visits:
            return function(criteria::visits{});
        case measures::net:
            break;
        }
        return function(criteria::net{{components.bits}});
    }

    /// Minor units of a line.
    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<counted> operator()(const Line& line, Visit& visit) const noexcept {
        return with<Visit>([&](auto of) LOYALTY_INLINE_LAMBDA {
            return amount<counted>::from_minor_units(of(line, visit).minor_units());
        });
    }

    [[nodiscard]] friend constexpr bool operator==(const measure& left, const measure& right) noexcept {
        return left.what == right.what && left.components.bits == right.components.bits;
    }
};

/// A measure of money alone, for `cashback`: an amount of its currency.
template <class Currency>
struct money_measure {
    using parts = detail::type_list<>;
    static constexpr std::string_view name = "measure";

    measure of{};

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Currency> operator()(const Line& line, Visit& visit) const noexcept {
        return amount<Currency>::from_minor_units(of(line, visit).minor_units());
    }
};

} // namespace loyalty::json

/// A basis whose measure comes at run time.
template <>
struct loyalty::criteria::basis<loyalty::json::measure, loyalty::json::condition> {
    using counted = loyalty::json::counted;
    template <class Event>
    static constexpr bool concerns = loyalty::extensions::is_purchase<Event>;

    loyalty::json::measure measure{};
    loyalty::json::condition where{};

    static constexpr auto rule_fields =
        loyalty::extensions::fields(loyalty::extensions::field{"of", &basis::measure, "what counts of a line"},
                                    loyalty::extensions::field{"on", &basis::where, "the lines that count"});

    template <class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<counted> operator()(const Subject& subject,
                                                                      Visit& visit) const noexcept {
        return measure.with<Visit>([&](auto of) LOYALTY_INLINE_LAMBDA {
            const basis<decltype(of), loyalty::json::condition> own{of, where};
            return amount<counted>::from_minor_units(own(subject, visit).minor_units());
        });
    }
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<counted> operator()(Visit& visit) const noexcept {
        return (*this)(whole_basket{}, visit);
    }
    template <class Line, class Visit>
    [[nodiscard]] constexpr std::int64_t weight(const Line& line, Visit& visit) const noexcept {
        return measure.with<Visit>([&](auto of) {
            return basis<decltype(of), loyalty::json::condition>{of, where}.weight(line, visit);
        });
    }
};
