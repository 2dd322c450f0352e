// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Money back for purchases.
///
/// 5 % on category 7, at most 6.00 a calendar month, and 1.5 % on the rest, rounded once for the basket:
///
/// @code
/// cashback{currency::usd{}, rounding::half_even,
///          rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{period_unit::month}),
///          rate{1.5_pct}}
/// @endcode
///
/// Each line earns by the first rate that takes it, so the general rate comes last.

#include <loyalty/detail/fraction.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/reward.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace loyalty {

namespace detail {

/// A rate without a cap.
struct uncapped {
    using count = pack<>;
    static constexpr bool is_capped = false;

    template <class Moment>
    constexpr void advance(count&, const Moment&) const noexcept {}
    [[nodiscard]] constexpr const char* problem() const noexcept { return nullptr; }
};

/// At most so much in a window.
template <unit_type Unit, class Window>
struct capped {
    using count = typename Window::count;
    static constexpr bool is_capped = true;

    amount<Unit> most{};
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};

    template <class Moment>
    constexpr void advance(count& own, const Moment& moment) const noexcept {
        window.advance(own, moment);
    }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        return most.minor_units() <= 0 ? "cashback: the cap lies below the smallest award of one minor unit: raise it"
                                       : window.problem();
    }
};

} // namespace detail

/// One rate of a `cashback`: `rate{1.5_pct}`.
///
/// - `.on(category_is(7u))`: for lines that match; `.on(member_has(3))`: for members who activated it.
/// - `.at_most(6_usd, calendar_window{period_unit::month})`: at most so much in a window.
template <predicate Where = always, class Limit = detail::uncapped>
struct rate {
    ratio by{};
    LOYALTY_NO_UNIQUE_ADDRESS Where where{};
    LOYALTY_NO_UNIQUE_ADDRESS Limit limit{};

    constexpr explicit rate(ratio share, Where lines = {}, Limit most = {}) noexcept
        : by{share}, where{lines}, limit{most} {}

    template <predicate Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return rate<Lines, Limit>{by, lines, limit};
    }
    template <unit_type Unit, class Window>
    [[nodiscard]] constexpr auto at_most(amount<Unit> most, Window in) const noexcept {
        return rate<Where, detail::capped<Unit, Window>>{by, where, {most, in}};
    }
};

rate(ratio)->rate<>;

/// The third of the five policies (S21): money, rounded once for the basket, each rate capped in its own window. What
/// counts is `net`; `.of(gross{})` takes another measure. The unit is that of the purchase.
///
/// 83.17 at 5 %, half up, is 4.1585 and so 4.16.
template <unit_type Unit, class Measure, class... Rates>
struct cashback {
    static constexpr std::size_t size = sizeof...(Rates);
    static_assert(size > 0, "loyalty: cashback: give at least one rate{...}");
    using unit = Unit;
    using rewards = units<Unit>;
    using state = detail::compact_pack<typename decltype(Rates::limit)::count...>;
    static constexpr std::string_view name = "cashback";
    static constexpr bool reads_tier = detail::any_reads_tier<decltype(Rates::where)...>;

    rounding mode = rounding::half_even;
    LOYALTY_NO_UNIQUE_ADDRESS Measure measure{};
    detail::shared_ratios<size> shares{};
    detail::pack<Rates...> rates{};

    constexpr cashback(Unit, rounding rounded, Rates... each) noexcept
        : mode{rounded}, shares{each.by...}, rates{{{each}...}} {}

    /// Another measure than `net` counts.
    template <class Other>
    [[nodiscard]] constexpr auto of(Other other) const noexcept {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            cashback<Unit, Other, Rates...> result{Unit{}, mode, detail::get<Index>(rates)...};
            result.measure = other;
            return result;
        }
        (std::make_index_sequence<size>{});
    }

    template <class Moment>
    constexpr void advance(state& own, const Moment& moment) const noexcept {
        detail::for_each_index<size>(
            [&](auto index) { detail::get<index>(rates).limit.advance(detail::get<index>(own), moment); });
    }

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        spending spent = spend_by_rate(visit);
        if (!grant<std::int64_t>(own, visit, spent)) {
            grant_wide(own, visit, spent);
        }
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        const char* first = shares.valid() ? nullptr : "cashback: a rate must be a ratio of zero or above";
        detail::for_each_index<size>([&](auto index) {
            const auto& each = detail::get<index>(rates);
            if (first == nullptr && each.by.numerator < 0) {
                first = "cashback: a rate must be a ratio of zero or above";
            }
            first = first != nullptr ? first : each.limit.problem();
        });
        return first;
    }

private:
    struct spending {
        std::int64_t by_rate[size]{};
    };

    template <class Visit>
    [[nodiscard]] constexpr spending spend_by_rate(Visit& visit) const noexcept {
        spending spent{};
        for (const auto& line : lines_of(visit.transaction)) {
            const auto value = measure(line, visit);
            static_assert(std::same_as<std::remove_const_t<decltype(value)>, amount<Unit>>,
                          "loyalty: cashback: the purchase is in another currency than the cashback");
            bool taken = false;
            detail::for_each_index<size>([&](auto index) {
                const bool takes = !taken && detail::get<index>(rates).where(line, visit);
                taken = taken || takes;
                visit.refuse_if(
                    detail::add_overflows(spent.by_rate[index], takes ? value.minor_units() : 0, spent.by_rate[index]),
                    reason::amount_overflow);
            });
        }
        return spent;
    }

    /// False where 64 bits do not hold a product; nothing has happened then. The parts are exact until their sum is
    /// rounded, once.
    template <class Integer, class Visit>
    [[nodiscard]] constexpr bool grant(state& own, Visit& visit, const spending& spent) const noexcept {
        Integer parts[size]{};
        detail::fraction<Integer> sum{Integer{0}, shares.denominator, false};
        std::size_t earning = 0;
        detail::for_each_index<size>([&](auto index) {
            const auto& each = detail::get<index>(rates);
            detail::fraction<Integer> part{Integer{spent.by_rate[index]}, shares.denominator, false};
            part.multiply(shares.numerators[index], 1);
            if constexpr (decltype(each.limit)::is_capped) {
                part.clamp(each.limit.most.minor_units() - detail::get<index>(own).total());
            }
            parts[index] = part.numerator;
            earning += part.numerator != Integer{0} ? 1 : 0;
            sum.add(part);
            explain(part, index, visit);
        });
        sum.round(mode);
        std::int64_t granted = 0;
        if (sum.overflow || !detail::narrow(detail::wide{sum.numerator}, granted)) {
            return false;
        }
        count(own, visit, parts, earning, granted);
        visit.grant(amount<Unit>::from_minor_units(granted));
        return true;
    }

    /// The same with 128 bits.
    template <class Visit>
    LOYALTY_COLD constexpr void grant_wide(state& own, Visit& visit, const spending& spent) const noexcept {
        visit.refuse_if(!grant<detail::wide>(own, visit, spent), reason::amount_overflow);
    }

    /// Tells each capped rate what it granted. One rate granted everything; several share by largest remainder (S6),
    /// which never gives a rate that stands at its cap, a whole number, one more.
    template <class Integer, class Visit>
    constexpr void count(state& own, Visit& visit, const Integer (&parts)[size], std::size_t earning,
                         std::int64_t granted) const noexcept {
        std::int64_t granted_by_rate[size]{};
        for (std::size_t i = 0; i < size; ++i) {
            granted_by_rate[i] = parts[i] != Integer{0} ? granted : 0;
        }
        if (earning > 1) {
            split(parts, granted, granted_by_rate);
        }
        detail::for_each_index<size>([&](auto index) {
            if constexpr (decltype(detail::get<index>(rates).limit)::is_capped) {
                visit.refuse_if(detail::get<index>(own).add_overflows(granted_by_rate[index]), reason::amount_overflow);
            }
        });
    }

    template <class Integer>
    LOYALTY_COLD constexpr void split(const Integer (&parts)[size], std::int64_t granted,
                                      std::int64_t (&granted_by_rate)[size]) const noexcept {
        std::int64_t rest[size]{};
        for (std::size_t i = 0; i < size; ++i) {
            static_cast<void>(detail::narrow(detail::wide{parts[i]} / shares.denominator, granted_by_rate[i]));
            static_cast<void>(detail::narrow(detail::wide{parts[i]} % shares.denominator, rest[i]));
            granted -= granted_by_rate[i];
        }
        for (; granted > 0; --granted) {
            std::size_t largest = 0;
            for (std::size_t i = 1; i < size; ++i) {
                largest = rest[i] > rest[largest] ? i : largest;
            }
            ++granted_by_rate[largest];
            rest[largest] = 0;
        }
    }

    template <class Integer, class Visit>
    constexpr void explain(const detail::fraction<Integer>& part, std::size_t index, Visit& visit) const noexcept {
        if constexpr (Visit::explains) {
            constexpr std::string_view names[]{"first rate", "second rate", "third rate", "fourth rate",
                                               "further rate"};
            std::int64_t numerator = 0;
            if (!part.overflow && detail::narrow(detail::wide{part.numerator}, numerator)) {
                visit.explain(names[index < 4 ? index : 4], ratio{numerator, part.denominator}, Unit::code.view());
            }
        }
    }
};

template <unit_type Unit, class... Rates>
cashback(Unit, rounding, Rates...) -> cashback<Unit, net, Rates...>;

} // namespace loyalty
