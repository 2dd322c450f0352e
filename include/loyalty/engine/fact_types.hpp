// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The types of the facts of a host's own event: one sentence for a wrong one, before any rule reads it.
///
/// `struct sale { std::uint64_t id; instant time; double net; };` is refused, since 0.1 + 0.2 is not 0.3 in binary floating point.

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/window.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

struct money_type {
    template <class Value>
    static constexpr bool suits = requires(const Value& value) {
        value.minor_units();
    };
};
struct whole_number_type {
    template <class Value>
    static constexpr bool suits =
        !std::is_floating_point_v<Value> && !std::is_pointer_v<Value> && requires(const Value& value) {
        static_cast<std::int64_t>(value);
    };
};
struct code_type {
    template <class Value>
    static constexpr bool suits = !std::is_floating_point_v<Value> && !std::is_pointer_v<Value>;
};
struct range_type {
    template <class Value>
    static constexpr bool suits = requires(const Value& value) {
        *value.begin();
    };
};
struct day_of_year_type {
    template <class Value>
    static constexpr bool suits = requires(const Value& value) {
        value.month;
        value.day;
    };
};
template <class Type>
struct exact_type {
    template <class Value>
    static constexpr bool suits = std::is_same_v<Value, Type>;
};

/// True if a type has not the fact, or has it in a type that suits.
template <class Suitable, class Fact, class Type>
inline constexpr bool suits_fact = true;
template <class Suitable, class Fact, class Type>
requires(Fact::template known<Type>) inline constexpr bool suits_fact<Suitable, Fact, Type> =
    Suitable::template suits<std::remove_cvref_t<decltype(Fact{}(std::declval<const Type&>()))>>;

/// The type of the lines of an event; the event itself if it has none.
template <class Event>
struct line_in {
    using type = Event;
};
template <class Event>
requires(fact::lines_fact::known<Event>&& suits_fact<range_type, fact::lines_fact, Event>) struct line_in<Event> {
    using type = std::remove_cvref_t<decltype(*fact::lines(std::declval<const Event&>()).begin())>;
};

/// The facts of an event, of its lines and of the member have types that rules can read.
template <class Event, class Profile>
struct well_typed_facts {
    using line = typename line_in<Event>::type;
    template <class Suitable, class... Facts>
    static constexpr bool all_suit = (... && (suits_fact<Suitable, Facts, Event> && suits_fact<Suitable, Facts, line>));

    static constexpr bool time = all_suit<exact_type<instant>, fact::time_fact>;
    static constexpr bool id = all_suit<whole_number_type, fact::id_fact, fact::member_fact>;
    static constexpr bool lines = all_suit<range_type, fact::lines_fact, fact::tenders_fact>;
    static constexpr bool net = all_suit<money_type, fact::net_fact>;
    static constexpr bool other_money = all_suit<money_type, fact::tax_fact, fact::discount_fact>;
    static constexpr bool quantity = all_suit<whole_number_type, fact::quantity_fact, fact::score_fact>;
    static constexpr bool codes = all_suit<code_type, fact::category_fact, fact::sku_fact, fact::brand_fact,
                                           fact::component_fact, fact::store_fact, fact::channel_fact, fact::kind_fact>;
    static constexpr bool of_member = suits_fact<day_of_year_type, fact::birthday_fact, Profile> &&
                                      suits_fact<exact_type<date>, fact::joined_fact, Profile> &&
                                      suits_fact<exact_type<instant_window>, fact::membership_fact, Profile> &&
                                      suits_fact<whole_number_type, fact::attributes_fact, Profile>;
    static constexpr bool met = time && id && lines && net && other_money && quantity && codes && of_member;

    // The first fault alone is said.
    template <bool Met>
    struct sentence {
        static_assert(Met || time, "loyalty: the fact `time` must be an instant: of seconds since 1970 make "
                                   "loyalty::instant{seconds}, of a text loyalty::texts::parse_instant(text)");
        static_assert(Met || !time || id,
                      "loyalty: the facts `id` and `member` must be whole numbers: number texts by a "
                      "loyalty::io::string_table, or by one of your own");
        static_assert(Met || !time || !id || lines, "loyalty: the facts `lines` and `tenders` must be ranges with "
                                                    "begin(): a std::span, a std::vector or a std::array");
        static constexpr bool keyed = time && id && lines;
        static_assert(
            Met || !keyed || net,
            "loyalty: the fact `net` must be money, such as money<currency::usd>: binary floating point "
            "cannot hold 0.10, and a plain number has no currency: make it of cents by "
            "money<currency::usd>::from_minor_units(cents), or of a text by texts::parse_amount<currency::usd>");
        static_assert(Met || !keyed || !net || other_money,
                      "loyalty: the facts `tax` and `discount` must be money, such as money<currency::usd>: make it of "
                      "cents by money<currency::usd>::from_minor_units(cents), or of a text by "
                      "texts::parse_amount<currency::usd>");
        static constexpr bool priced = keyed && net && other_money;
        static_assert(Met || !priced || quantity,
                      "loyalty: the facts `quantity` and `score` must be whole numbers: count "
                      "what is weighed in grams");
        static_assert(
            Met || !priced || !quantity || codes,
            "loyalty: codes such as `category`, `sku` and `store` must be whole numbers or enumerators: binary "
            "floating point and addresses compare by chance");
        static_assert(Met || !priced || !quantity || !codes || of_member,
                      "loyalty: of a member `birthday` has a month and a day, `joined` is a date, `membership` an "
                      "instant_window and `attributes` a whole number");
    };
};

} // namespace loyalty::detail
