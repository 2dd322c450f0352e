// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>
#include <span>

namespace loyalty {

/// How a host's own types are read without conversion (S7).
///
/// A type whose members already have the standard names (`time`, `net`, `category`, ...) needs nothing. For any other,
/// specialise `facts` with one static function for each fact that the type knows:
/// @code
/// template <>
/// struct loyalty::facts<my_till::sale> {
///     static constexpr instant time(const my_till::sale& sale) { return instant{sale.posix_seconds}; }
///     static constexpr money<currency::usd> net(const my_till::sale& sale) {
///         return money<currency::usd>::from_minor_units(sale.cents);
///     }
/// };
/// @endcode
/// Only the facts that a programme's rules ask for are needed; a rule that asks for another does not compile, and the
/// message names the fact.
template <class Type>
struct facts {};

/// The facts by name, as functions: `fact::net(sale)`.
///
/// | of a transaction | what                                          |
/// |------------------|-----------------------------------------------|
/// | `time`           | `instant`; required                           |
/// | `id`             | unsigned integer, unique for a member         |
/// | `member`         | index of the member, for batches              |
/// | `lines`          | a range of lines; without it the transaction is its own single line |
/// | `store`, `channel`, `currency_code` | integers or enumerations   |
/// | `tenders`        | a range of parts paid: `tender`, `paid`       |
///
/// | of a line        | what                                          |
/// |------------------|-----------------------------------------------|
/// | `net`            | money after discounts, without tax; required  |
/// | `tax`, `discount`| money                                         |
/// | `quantity`       | integer above zero                            |
/// | `sku`, `category`, `brand`, `component` | integers or enumerations |
///
/// | of a member      | what                                          |
/// |------------------|-----------------------------------------------|
/// | `attributes`     | 64 bits, their meaning is the host's          |
/// | `birthday`       | `{month, day}`                                |
/// | `joined`         | `date`                                        |
/// | `membership`     | `instant_window` of a paid membership         |
namespace fact {

#define LOYALTY_DETAIL_FACT(NAME)                                                                                      \
    struct NAME##_fact {                                                                                               \
        template <class Type>                                                                                          \
        static constexpr bool known = requires(const Type& value) {                                                    \
            facts<Type>::NAME(value);                                                                                  \
        }                                                                                                              \
        || requires(const Type& value) { value.NAME; };                                                                \
                                                                                                                       \
        /** The type, or another in its place, must know the fact. */                                                  \
        template <class Type, class Other = Type>                                                                      \
        struct demanded {                                                                                              \
            static constexpr bool met = known<Type> || known<Other>;                                                   \
            template <bool Met>                                                                                        \
            struct sentence {                                                                                          \
                static_assert(Met, "loyalty: a rule of this programme needs the fact `" #NAME                          \
                                   "`: give your type a member `" #NAME "`, or a `static constexpr auto " #NAME        \
                                   "(const Type&)` in its specialisation of loyalty::facts");                          \
            };                                                                                                         \
        };                                                                                                             \
                                                                                                                       \
        template <class Type>                                                                                          \
        [[nodiscard]] LOYALTY_INLINE constexpr decltype(auto) operator()(const Type& value) const noexcept {           \
            if constexpr (requires { facts<Type>::NAME(value); }) {                                                    \
                return facts<Type>::NAME(value);                                                                       \
            } else {                                                                                                   \
                static_cast<void>(typename demanded<Type>::template sentence<known<Type>>{});                          \
                if constexpr (known<Type>) {                                                                           \
                    return (value.NAME);                                                                               \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    };                                                                                                                 \
    inline constexpr NAME##_fact NAME {}

LOYALTY_DETAIL_FACT(id);
LOYALTY_DETAIL_FACT(time);
LOYALTY_DETAIL_FACT(member);
LOYALTY_DETAIL_FACT(lines);
LOYALTY_DETAIL_FACT(tenders);
LOYALTY_DETAIL_FACT(store);
LOYALTY_DETAIL_FACT(channel);
LOYALTY_DETAIL_FACT(currency_code);
LOYALTY_DETAIL_FACT(net);
LOYALTY_DETAIL_FACT(tax);
LOYALTY_DETAIL_FACT(discount);
LOYALTY_DETAIL_FACT(quantity);
LOYALTY_DETAIL_FACT(sku);
LOYALTY_DETAIL_FACT(category);
LOYALTY_DETAIL_FACT(brand);
LOYALTY_DETAIL_FACT(component);
LOYALTY_DETAIL_FACT(tender);
LOYALTY_DETAIL_FACT(paid);
LOYALTY_DETAIL_FACT(attributes);
LOYALTY_DETAIL_FACT(birthday);
LOYALTY_DETAIL_FACT(joined);
LOYALTY_DETAIL_FACT(membership);

#undef LOYALTY_DETAIL_FACT

} // namespace fact

/// The most lines that one basket may have: the bound of every loop over a basket.
inline constexpr std::size_t most_lines = 10'000;

/// The lines of a transaction; one that has none is its own single line, so that rules about lines serve both.
template <class Transaction>
[[nodiscard]] LOYALTY_INLINE constexpr decltype(auto) lines_of(const Transaction& transaction) noexcept {
    if constexpr (fact::lines_fact::known<Transaction>) {
        return fact::lines(transaction);
    } else {
        return std::span<const Transaction, 1>{&transaction, 1};
    }
}

} // namespace loyalty
