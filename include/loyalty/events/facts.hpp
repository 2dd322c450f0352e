// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>

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
/// | `points_paid`    | amount of points that pay a part; zero: none  |
///
/// | of a line        | what                                          |
/// |------------------|-----------------------------------------------|
/// | `net`            | money after discounts, without tax; required  |
/// | `tax`, `discount`| money                                         |
/// | `quantity`       | integer above zero                            |
/// | `sku`, `category`, `brand`, `component` | integers or enumerations |
///
/// | of an activity   | what                                          |
/// |------------------|-----------------------------------------------|
/// | `kind`           | the host's code                               |
/// | `score`          | integer, not negative                         |
/// | `reference`      | the host's own                                |
///
/// | of a member      | what                                          |
/// |------------------|-----------------------------------------------|
/// | `attributes`     | 64 bits, their meaning is the host's          |
/// | `birthday`       | `{month, day}`                                |
/// | `joined`         | `date`                                        |
/// | `membership`     | `instant_window` of a paid membership         |
namespace fact {

// What a missing fact is called: one of an event, or one of a member. Plain macros, so that a compiler names one expansion.
#define LOYALTY_DETAIL_EVENT_FACT_OF_PURCHASE(NAME)                                                                    \
    "loyalty: a rule of this programme needs the fact `" NAME "`: give your type a member `" NAME                      \
    "`, or a `static constexpr auto " NAME "(const Type&)` in its specialisation of loyalty::facts"
#define LOYALTY_DETAIL_EVENT_FACT_OF_ACTIVITY(NAME)                                                                    \
    "loyalty: a rule for activities or deliveries needs the fact `" NAME                                               \
    "`, which this event has not: use a rule about what it has, or a type of your own with a member `" NAME "`"
#define LOYALTY_DETAIL_EVENT_FACT_OF_OTHER(NAME)                                                                       \
    "loyalty: a rule needs the fact `" NAME                                                                            \
    "` for this event too, which is no purchase: give its type a member `" NAME "`"
#define LOYALTY_DETAIL_MEMBER_FACT_OF_PURCHASE(NAME)                                                                   \
    "loyalty: a rule of this programme needs the fact `" NAME                                                          \
    "` of the member: pass `apply` a profile with a member `" NAME "`, or give your purchase type one"
#define LOYALTY_DETAIL_MEMBER_FACT_OF_ACTIVITY(NAME)                                                                   \
    "loyalty: a rule of this programme needs the fact `" NAME                                                          \
    "` of the member for an activity or a delivery: pass `apply` a profile with a member `" NAME "`"
#define LOYALTY_DETAIL_MEMBER_FACT_OF_OTHER(NAME)                                                                      \
    "loyalty: a rule of this programme needs the fact `" NAME                                                          \
    "` of the member for an event that is no purchase: pass `apply` a profile with a member `" NAME "`"

#define LOYALTY_DETAIL_FACT(NAME, OWNER)                                                                               \
    struct NAME##_fact {                                                                                               \
        template <class Type>                                                                                          \
        static constexpr bool known = requires(const Type& value) {                                                    \
            facts<Type>::NAME(value);                                                                                  \
        }                                                                                                              \
        || requires(const Type& value) { value.NAME; };                                                                \
                                                                                                                       \
        /** The type, or another in its place, must know the fact. `For` is the event for which a rule needs it. */    \
        template <class Type, class Other = Type, class For = Other>                                                   \
        struct demanded {                                                                                              \
            static constexpr bool met = known<Type> || known<Other>;                                                   \
            template <bool Met, bool OfPurchase = Met || !is_purchase<For>,                                            \
                      bool OfActivity = Met || !(is_activity<For> || is_delivery<For>),                                \
                      bool OfOther = Met || can_earn<For>>                                                             \
            struct sentence {                                                                                          \
                static_assert(OfPurchase, LOYALTY_DETAIL_##OWNER##_FACT_OF_PURCHASE(#NAME));                           \
                static_assert(OfActivity, LOYALTY_DETAIL_##OWNER##_FACT_OF_ACTIVITY(#NAME));                           \
                static_assert(OfOther, LOYALTY_DETAIL_##OWNER##_FACT_OF_OTHER(#NAME));                                 \
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

LOYALTY_DETAIL_FACT(id, EVENT);
LOYALTY_DETAIL_FACT(time, EVENT);
LOYALTY_DETAIL_FACT(member, EVENT);
LOYALTY_DETAIL_FACT(lines, EVENT);
LOYALTY_DETAIL_FACT(tenders, EVENT);
LOYALTY_DETAIL_FACT(store, EVENT);
LOYALTY_DETAIL_FACT(channel, EVENT);
LOYALTY_DETAIL_FACT(currency_code, EVENT);
LOYALTY_DETAIL_FACT(net, EVENT);
LOYALTY_DETAIL_FACT(tax, EVENT);
LOYALTY_DETAIL_FACT(discount, EVENT);
LOYALTY_DETAIL_FACT(quantity, EVENT);
LOYALTY_DETAIL_FACT(sku, EVENT);
LOYALTY_DETAIL_FACT(category, EVENT);
LOYALTY_DETAIL_FACT(brand, EVENT);
LOYALTY_DETAIL_FACT(component, EVENT);
LOYALTY_DETAIL_FACT(tender, EVENT);
LOYALTY_DETAIL_FACT(paid, EVENT);
LOYALTY_DETAIL_FACT(points_paid, EVENT);
LOYALTY_DETAIL_FACT(kind, EVENT);
LOYALTY_DETAIL_FACT(score, EVENT);
LOYALTY_DETAIL_FACT(reference, EVENT);
LOYALTY_DETAIL_FACT(attributes, MEMBER);
LOYALTY_DETAIL_FACT(birthday, MEMBER);
LOYALTY_DETAIL_FACT(joined, MEMBER);
LOYALTY_DETAIL_FACT(membership, MEMBER);

#undef LOYALTY_DETAIL_FACT
#undef LOYALTY_DETAIL_MEMBER_FACT_OF_OTHER
#undef LOYALTY_DETAIL_MEMBER_FACT_OF_ACTIVITY
#undef LOYALTY_DETAIL_MEMBER_FACT_OF_PURCHASE
#undef LOYALTY_DETAIL_EVENT_FACT_OF_OTHER
#undef LOYALTY_DETAIL_EVENT_FACT_OF_ACTIVITY
#undef LOYALTY_DETAIL_EVENT_FACT_OF_PURCHASE

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
