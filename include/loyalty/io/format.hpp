// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Formatters for {fmt}. One for each type; none needs more than the type's own text.
///
/// | value         | `{}`                   | also                              |
/// |---------------|------------------------|-----------------------------------|
/// | an amount     | "23.99 USD"            | `{:n}`: the number alone, "23.99" |
/// | a ratio       | "3/200"                |                                   |
/// | a decimal     | "1.50"                 |                                   |
/// | a date        | "2025-01-10"           | `{:>12}`: width and alignment     |
/// | a local time  | "2025-01-10T23:59:00"  | likewise                          |
/// | an instant    | "2025-01-10T23:59:00Z" | likewise                          |

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/text.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/text.hpp>

#include <fmt/format.h>

/// @cond specialisations of another namespace: see the table above

/// An amount: `{}` is "23.99 USD", `{:n}` the number alone, "23.99". Any other specification is an error when the
/// format is compiled.
template <loyalty::unit_type Unit>
struct fmt::formatter<loyalty::amount<Unit>> {
    constexpr auto parse(fmt::format_parse_context& context) {
        auto at = context.begin();
        if (at != context.end() && *at == 'n') {
            style = loyalty::texts::text_style::number;
            ++at;
        }
        return at; // fmt itself refuses what is left before the brace
    }

    template <class Context>
    auto format(loyalty::amount<Unit> value, Context& context) const {
        const loyalty::texts::text_buffer text = loyalty::texts::to_text(value, style);
        return fmt::format_to(context.out(), "{}", text.view());
    }

    loyalty::texts::text_style style = loyalty::texts::text_style::with_code;
};

/// A ratio as it stands, not reduced: "3/200".
template <>
struct fmt::formatter<loyalty::ratio> {
    constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }

    template <class Context>
    auto format(loyalty::ratio value, Context& context) const {
        return fmt::format_to(context.out(), "{}/{}", value.numerator, value.denominator);
    }
};

/// A decimal with as many decimals as its scale says: "1.50".
template <>
struct fmt::formatter<loyalty::arithmetic::decimal> {
    constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }

    template <class Context>
    auto format(loyalty::arithmetic::decimal value, Context& context) const {
        const loyalty::texts::text_buffer text = loyalty::texts::to_text(value);
        return fmt::format_to(context.out(), "{}", text.view());
    }
};

namespace loyalty::detail {

/// The base of the formatters of dates and times: the text of ISO 8601, with fmt's width and alignment.
struct time_formatter : fmt::formatter<fmt::string_view> {
    template <class Time, class Context>
    auto format(Time value, Context& context) const {
        const texts::time_text text = texts::to_text(value);
        return fmt::formatter<fmt::string_view>::format({text.view().data(), text.view().size()}, context);
    }
};

} // namespace loyalty::detail

/// A date: "2025-01-10". Width and alignment as for a text: `{:>12}`.
template <>
struct fmt::formatter<loyalty::date> : loyalty::detail::time_formatter {};

/// A local time: "2025-01-10T23:59:00".
template <>
struct fmt::formatter<loyalty::dates::local_time> : loyalty::detail::time_formatter {};

/// An instant, always in UTC: "2025-01-10T23:59:00Z".
template <>
struct fmt::formatter<loyalty::instant> : loyalty::detail::time_formatter {};

/// @endcond
