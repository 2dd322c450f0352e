// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// When a rule holds. A predicate is a value; `&&`, `||` and `!` compose predicates:
///
/// @code
/// category_is(4, 7) && !store_is(12) && day_of_week_is(weekday::tuesday)
/// @endcode
///
/// A predicate is asked about a line and the visit that it belongs to. One of your own is a struct with
/// `using is_predicate = void;` and `template <class Line, class Visit> constexpr bool operator()(const Line&, const
/// Visit&) const`.

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/window.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace loyalty {

template <class Type>
concept predicate = requires {
    typename Type::is_predicate;
};

/// Always true: the default of every rule.
struct always {
    using is_predicate = void;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit&) const noexcept {
        return true;
    }
};

template <predicate Left, predicate Right>
struct both {
    using is_predicate = void;
    static constexpr bool reads_tier = detail::any_reads_tier<Left, Right>;
    LOYALTY_NO_UNIQUE_ADDRESS Left left;
    LOYALTY_NO_UNIQUE_ADDRESS Right right;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit& visit) const noexcept {
        return left(line, visit) && right(line, visit);
    }
};

template <predicate Left, predicate Right>
struct either {
    using is_predicate = void;
    static constexpr bool reads_tier = detail::any_reads_tier<Left, Right>;
    LOYALTY_NO_UNIQUE_ADDRESS Left left;
    LOYALTY_NO_UNIQUE_ADDRESS Right right;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit& visit) const noexcept {
        return left(line, visit) || right(line, visit);
    }
};

template <predicate Negated>
struct negation {
    using is_predicate = void;
    static constexpr bool reads_tier = detail::any_reads_tier<Negated>;
    LOYALTY_NO_UNIQUE_ADDRESS Negated negated;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit& visit) const noexcept {
        return !negated(line, visit);
    }
};

template <predicate Left, predicate Right>
[[nodiscard]] constexpr both<Left, Right> operator&&(Left left, Right right) noexcept {
    return {left, right};
}

template <predicate Left, predicate Right>
[[nodiscard]] constexpr either<Left, Right> operator||(Left left, Right right) noexcept {
    return {left, right};
}

template <predicate Negated>
[[nodiscard]] constexpr negation<Negated> operator!(Negated negated) noexcept {
    return {negated};
}

namespace detail {

/// A host's own types may be codes too, where they compare; an address or a binary fraction never is one.
template <class Value>
inline constexpr bool is_code = !std::is_pointer_v<Value> && !std::is_floating_point_v<Value>;

/// Codes compare by value, whatever their integer types: `category_is(4)` is right for a `std::uint32_t`.
template <class Left, class Right>
[[nodiscard]] LOYALTY_INLINE constexpr bool same_code(const Left& left, const Right& right) noexcept {
    if constexpr (std::integral<Left> && std::integral<Right>) {
        const bool one_is_negative =
            (std::signed_integral<Left> && left < Left{}) != (std::signed_integral<Right> && right < Right{});
        return !one_is_negative && static_cast<std::uint64_t>(left) == static_cast<std::uint64_t>(right);
    } else {
        return left == right;
    }
}

} // namespace detail

/// A fact of the line is one of some values.
template <class Fact, class Value, std::size_t Count>
struct line_fact_is {
    using is_predicate = void;
    template <class Visit>
    using demands = typename Fact::template demanded<detail::line_of<Visit>, detail::event_type_of<Visit>>;
    static_assert(
        detail::is_code<Value>,
        "loyalty: a predicate compares codes, integers or enumerators such as category_is(4): not text in quotes");
    Value values[Count];

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit&) const noexcept {
        for (const Value& value : values) {
            if (detail::same_code(Fact{}(line), value)) {
                return true;
            }
        }
        return false;
    }
};

/// A fact of the whole transaction is one of some values.
template <class Fact, class Value, std::size_t Count>
struct visit_fact_is {
    using is_predicate = void;
    template <class Visit>
    using demands = typename Fact::template demanded<detail::event_type_of<Visit>>;
    static_assert(
        detail::is_code<Value>,
        "loyalty: a predicate compares codes, integers or enumerators such as category_is(4): not text in quotes");
    Value values[Count];

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        for (const Value& value : values) {
            if (detail::same_code(Fact{}(visit.event), value)) {
                return true;
            }
        }
        return false;
    }
};

#define LOYALTY_DETAIL_FACT_IS(SCOPE, NAME)                                                                            \
    template <std::equality_comparable First, std::same_as<First>... Rest>                                             \
    [[nodiscard]] constexpr SCOPE##_fact_is<fact::NAME##_fact, First, 1 + sizeof...(Rest)> NAME##_is(                  \
        First first, Rest... rest) noexcept {                                                                          \
        return {{first, rest...}};                                                                                     \
    }

/// The line's category is one of these: `category_is(4)`, `category_is(4, 7)`. Likewise for the other facts.
LOYALTY_DETAIL_FACT_IS(line, category)
LOYALTY_DETAIL_FACT_IS(line, sku)
LOYALTY_DETAIL_FACT_IS(line, brand)
LOYALTY_DETAIL_FACT_IS(line, component)
LOYALTY_DETAIL_FACT_IS(visit, store)
LOYALTY_DETAIL_FACT_IS(visit, channel)
/// The activity's kind is one of these: `kind_is(2)`.
LOYALTY_DETAIL_FACT_IS(visit, kind)
LOYALTY_DETAIL_FACT_IS(visit, reference)

#undef LOYALTY_DETAIL_FACT_IS

/// Some line of the basket matches.
template <predicate Where>
struct any_line_matches {
    using is_predicate = void;
    static constexpr bool reads_tier = detail::any_reads_tier<Where>;
    Where where;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        for (const auto& line : lines_of(visit.event)) {
            if (where(line, visit)) {
                return true;
            }
        }
        return false;
    }
};

/// What asks about lines becomes a question about the basket: `any_line(sku_is(17))`.
template <predicate Where>
[[nodiscard]] constexpr any_line_matches<Where> any_line(Where where) noexcept {
    return {where};
}

/// A condition on the whole event, inside a rule about lines.
template <predicate When>
struct whole_event_matches {
    using is_predicate = void;
    static constexpr bool reads_tier = detail::any_reads_tier<When>;
    LOYALTY_NO_UNIQUE_ADDRESS When condition;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return condition(visit.event, visit);
    }
};

namespace detail {

/// The lines that match, if a condition on the whole event holds.
template <predicate Where, predicate When>
[[nodiscard]] constexpr auto and_when(Where where, When condition) noexcept {
    if constexpr (std::is_same_v<Where, always>) {
        return whole_event_matches<When>{condition};
    } else {
        return where && whole_event_matches<When>{condition};
    }
}

} // namespace detail

/// The net sum of the purchase reaches an amount: `per_visit{100_points}.when(basket_at_least(50_usd))`.
template <unit_type Unit>
struct basket_reaches {
    using is_predicate = void;
    template <class Visit>
    using demands = fact::net_fact::demanded<detail::line_of<Visit>>;
    amount<Unit> least{};

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        amount<Unit> sum{};
        for (const auto& line : lines_of(visit.event)) {
            if (add_overflows(sum, fact::net(line), sum)) {
                return true; // the rule that adds it refuses the event
            }
        }
        return least <= sum;
    }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        return least <= amount<Unit>{} ? "basket_at_least: the amount must be above zero" : nullptr;
    }
};

template <unit_type Unit>
[[nodiscard]] constexpr basket_reaches<Unit> basket_at_least(amount<Unit> least) noexcept {
    return {least};
}

/// Some part of the bill was paid by one of these tenders.
template <class Tender, std::size_t Count>
struct tender_matches {
    using is_predicate = void;
    template <class Visit>
    using demands = fact::tenders_fact::demanded<detail::event_type_of<Visit>>;
    Tender tenders[Count];

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        for (const auto& part : fact::tenders(visit.event)) {
            for (const Tender wanted : tenders) {
                if (fact::tender(part) == wanted) {
                    return true;
                }
            }
        }
        return false;
    }
};

/// `tender_is(tender::cash)`; to earn on the share alone, use `.paid_by()` of a points stage.
template <class First, std::same_as<First>... Rest>
[[nodiscard]] constexpr tender_matches<First, 1 + sizeof...(Rest)> tender_is(First first, Rest... rest) noexcept {
    return {{first, rest...}};
}

/// The business day (S12) is one of some days of the week.
struct day_of_week_matches {
    using is_predicate = void;
    std::uint8_t bits = 0; ///< bit n is ISO day n

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return bits == 0 ? "day_of_week_is: name at least one day" : nullptr;
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return ((bits >> static_cast<unsigned>(weekday_of(visit.today()))) & 1u) != 0;
    }
};

/// `day_of_week_is(weekday::saturday, weekday::sunday)`.
[[nodiscard]] constexpr day_of_week_matches day_of_week_is(std::same_as<weekday> auto... days) noexcept {
    return {static_cast<std::uint8_t>((0u | ... | (1u << static_cast<unsigned>(days))))};
}

/// The business day lies in a half-open window.
struct date_matches {
    using is_predicate = void;
    date_window window;

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return window.empty() ? "during: the window ends before it starts, so no day is in it: give a later end"
                              : nullptr;
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return window.contains(visit.today());
    }
};

/// `during({.from = "2025-05-01"_date, .until = "2025-06-01"_date})`: the whole of May.
[[nodiscard]] constexpr date_matches during(date_window window) noexcept {
    return {window};
}

/// `from_date("2022-01-01"_date)`: that day and all after it.
[[nodiscard]] constexpr date_matches from_date(date first) noexcept {
    return {{first, date::maximum()}};
}

/// `before_date("2022-01-01"_date)`: all days before that one.
[[nodiscard]] constexpr date_matches before_date(date until) noexcept {
    return {{date::minimum(), until}};
}

/// The civil time of day lies in a half-open window, which may pass midnight.
struct time_of_day_matches {
    using is_predicate = void;
    std::int32_t from_seconds = 0;
    std::int32_t until_seconds = 86'400;

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return from_seconds == until_seconds ? "between: the times are the same, so no time is between them" : nullptr;
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        const std::int32_t second = second_of_day(visit.local());
        return from_seconds <= until_seconds ? from_seconds <= second && second < until_seconds
                                             : from_seconds <= second || second < until_seconds;
    }
};

/// A time of day in seconds: `clock(17, 30)`.
[[nodiscard]] constexpr std::int32_t clock(std::int32_t hour, std::int32_t minute = 0) noexcept {
    LOYALTY_ASSERT(0 <= hour && hour <= 24 && 0 <= minute && minute < 60);
    return hour * 3600 + minute * 60;
}

/// `between(clock(17), clock(19))`: from 17:00 to before 19:00; `between(clock(22), clock(2))` passes midnight.
[[nodiscard]] constexpr time_of_day_matches between(std::int32_t from_seconds, std::int32_t until_seconds) noexcept {
    return {from_seconds, until_seconds};
}

/// The member has one of the host's attributes.
struct attribute_matches {
    using is_predicate = void;
    template <class Visit>
    using demands = detail::demanded_of_member<fact::attributes_fact, Visit>;
    std::uint64_t bits = 0;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return (static_cast<std::uint64_t>(visit.member(fact::attributes)) & bits) == bits;
    }
};

/// `member_has(3)`: bit 3 of the member's attributes is set (staff, student, activated offer, ...).
[[nodiscard]] constexpr attribute_matches member_has(unsigned attribute) noexcept {
    LOYALTY_ASSERT(attribute < 64);
    return {std::uint64_t{1} << attribute};
}

/// The member's first purchase of all; after it came back whole, the next one is (S31). Other events are no purchase.
struct first_purchase_matches {
    using is_predicate = void;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return visit.is_first_purchase();
    }
};

[[nodiscard]] constexpr first_purchase_matches first_purchase() noexcept {
    return {};
}

/// The business day is the member's birthday, or lies in its month.
struct birthday_matches {
    using is_predicate = void;
    template <class Visit>
    using demands = detail::demanded_of_member<fact::birthday_fact, Visit>;
    bool whole_month = false;
    leap_birthday leap = leap_birthday::february_28;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        const auto birthday = visit.member(fact::birthday);
        const civil_date today = civil(visit.today());
        if (whole_month) {
            return today.month == birthday.month;
        }
        const auto this_year = birthday_in(birthday.month, birthday.day, today.year, leap);
        return this_year && *this_year == visit.today();
    }
};

/// The day itself; 29 February is kept on the day that `leap` names (S13).
[[nodiscard]] constexpr birthday_matches birthday(leap_birthday leap = leap_birthday::february_28) noexcept {
    return {false, leap};
}

[[nodiscard]] constexpr birthday_matches birthday_month() noexcept {
    return {true, leap_birthday::february_28};
}

/// The member's paid membership `[from, until)` runs at the time of the purchase.
struct membership_matches {
    using is_predicate = void;
    /// A programme with a `paid_membership{}` has it itself.
    template <class Visit>
    struct demands {
        using of_member = detail::demanded_of_member<fact::membership_fact, Visit>;
        static constexpr bool met = Visit::keeps_membership || of_member::met;
        template <bool Met>
        using sentence = typename of_member::template sentence<Met>;
    };

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return visit.member(fact::membership).contains(visit.time);
    }
};

[[nodiscard]] constexpr membership_matches membership_active() noexcept {
    return {};
}

/// The member earns at one of some tiers; 0 is the tier of everyone.
struct tier_matches {
    using is_predicate = void;
    static constexpr bool reads_tier = true;
    std::uint32_t bits = 0;

    /// `tiers` is the number of tiers, that of everyone included.
    [[nodiscard]] constexpr const char* problem_with(std::size_t tiers) const noexcept {
        return tiers <= 1  ? nullptr // the sentence about a missing tiered says enough
               : bits == 0 ? "tier_is: name at least one tier"
               : (bits >> tiers) != 0u
                   ? "tier_is: the programme has no such tier: tier 0 is everyone's, and tiered{...} "
                     "adds one for each threshold"
                   : nullptr;
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return ((bits >> visit.tier.earning) & 1u) != 0;
    }
};

/// `tier_is(1, 2)`.
[[nodiscard]] constexpr tier_matches tier_is(std::convertible_to<unsigned> auto... tiers) noexcept {
    LOYALTY_ASSERT(((static_cast<unsigned>(tiers) < 32) && ...));
    return {(0u | ... | (1u << static_cast<unsigned>(tiers)))};
}

} // namespace loyalty
