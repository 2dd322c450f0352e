// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace loyalty {

/// How a host's own types are read without conversion (S7).
///
/// A type whose members already have the standard names (`time`, `net`, `category`, ...) needs nothing. For any other,
/// specialise `facts` with one static function for each fact that the type has:
/// @code
/// template <>
/// struct loyalty::facts<my_till::sale> {
///     static constexpr instant time(const my_till::sale& sale) { return instant{sale.posix_seconds}; }
///     static constexpr money<currency::usd> net(const my_till::sale& sale) {
///         return money<currency::usd>::from_minor_units(sale.cents);
///     }
/// };
/// @endcode
/// Only the facts that the rules of a programme read are needed. A rule that reads another does not compile, and the
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
/// | `recipient`      | the host's code of the charity that the member chose |
namespace fact {

#define LOYALTY_DETAIL_FACT(NAME)                                                                                      \
    struct NAME##_fact {                                                                                               \
        /** Of the predicate that compares the fact with codes. */                                                     \
        static constexpr std::string_view predicate_name = #NAME "_is";                                                \
                                                                                                                       \
        template <class Type>                                                                                          \
        static constexpr bool known = requires(const Type& value) {                                                    \
            facts<Type>::NAME(value);                                                                                  \
        }                                                                                                              \
        || requires(const Type& value) { value.NAME; };                                                                \
                                                                                                                       \
        template <bool Met>                                                                                            \
        struct sentence;                                                                                               \
                                                                                                                       \
        /** The type, or another in its place, must know the fact. */                                                  \
        template <class Type, class Other = Type>                                                                      \
        struct demanded {                                                                                              \
            static constexpr bool met = known<Type> || known<Other>;                                                   \
            template <bool Met>                                                                                        \
            using sentence = NAME##_fact::sentence<Met>;                                                               \
        };                                                                                                             \
                                                                                                                       \
        template <class Type>                                                                                          \
        [[nodiscard]] LOYALTY_INLINE constexpr decltype(auto) operator()(const Type& value) const noexcept {           \
            if constexpr (requires { facts<Type>::NAME(value); }) {                                                    \
                return facts<Type>::NAME(value);                                                                       \
            } else {                                                                                                   \
                static_cast<void>(sentence<known<Type>>{});                                                            \
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
LOYALTY_DETAIL_FACT(points_paid);
LOYALTY_DETAIL_FACT(kind);
LOYALTY_DETAIL_FACT(score);
LOYALTY_DETAIL_FACT(reference);
LOYALTY_DETAIL_FACT(attributes);
LOYALTY_DETAIL_FACT(birthday);
LOYALTY_DETAIL_FACT(joined);
LOYALTY_DETAIL_FACT(membership);
LOYALTY_DETAIL_FACT(recipient);

#undef LOYALTY_DETAIL_FACT

// The sentence about a missing fact: of the event, or of the member. The assertions stand outside of the macro above,
// since compilers print each macro that an assertion comes from.
#define LOYALTY_DETAIL_EVENT(NAME)                                                                                     \
    "loyalty: a rule that this event concerns needs the fact `" NAME "`: give the type of the event a member `" NAME   \
    "`, or a `static constexpr auto " NAME                                                                             \
    "(const Type&)` in its specialisation of loyalty::facts, or use a rule about facts that it has"
#define LOYALTY_DETAIL_MEMBER(NAME)                                                                                    \
    "loyalty: a rule that this event concerns needs the fact `" NAME                                                   \
    "` of the member: pass `apply` a profile with a member `" NAME "`, or give the type of the event one"

/// @cond
// clang-format off
template <bool Met> struct id_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("id")); };
template <bool Met> struct time_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("time")); };
template <bool Met> struct member_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("member")); };
template <bool Met> struct lines_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("lines")); };
template <bool Met> struct tenders_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("tenders")); };
template <bool Met> struct store_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("store")); };
template <bool Met> struct channel_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("channel")); };
template <bool Met> struct currency_code_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("currency_code")); };
template <bool Met> struct net_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("net")); };
template <bool Met> struct tax_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("tax")); };
template <bool Met> struct discount_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("discount")); };
template <bool Met> struct quantity_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("quantity")); };
template <bool Met> struct sku_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("sku")); };
template <bool Met> struct category_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("category")); };
template <bool Met> struct brand_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("brand")); };
template <bool Met> struct component_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("component")); };
template <bool Met> struct tender_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("tender")); };
template <bool Met> struct paid_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("paid")); };
template <bool Met> struct points_paid_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("points_paid")); };
template <bool Met> struct kind_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("kind")); };
template <bool Met> struct score_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("score")); };
template <bool Met> struct reference_fact::sentence { static_assert(Met, LOYALTY_DETAIL_EVENT("reference")); };
template <bool Met> struct attributes_fact::sentence { static_assert(Met, LOYALTY_DETAIL_MEMBER("attributes")); };
template <bool Met> struct birthday_fact::sentence { static_assert(Met, LOYALTY_DETAIL_MEMBER("birthday")); };
template <bool Met> struct joined_fact::sentence { static_assert(Met, LOYALTY_DETAIL_MEMBER("joined")); };
template <bool Met> struct membership_fact::sentence { static_assert(Met, LOYALTY_DETAIL_MEMBER("membership")); };
template <bool Met> struct recipient_fact::sentence { static_assert(Met, LOYALTY_DETAIL_MEMBER("recipient")); };
// clang-format on
/// @endcond

#undef LOYALTY_DETAIL_MEMBER
#undef LOYALTY_DETAIL_EVENT

} // namespace fact

namespace extensions {

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

} // namespace extensions
} // namespace loyalty
