// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Money back for purchases.
///
/// 5 % on category 7, at most 6.00 a calendar month, and 1.5 % on the rest, rounded once for the basket:
///
/// @code
/// cashback{currency::usd{}, rounding::half_even,
///          cashback_rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{period_unit::month}),
///          cashback_rate{1.5_pct}}
/// @endcode
///
/// Each line earns by the first rate that takes it, so the general rate comes last.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/policies/cashback/rate.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/reward.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace loyalty {

/// The third of the five policies (S21): money, rounded once for the basket, each rate capped in its own window. It
/// counts `net`; `.of(gross{})` takes another measure. The unit is that of the purchase.
///
/// 83.17 at 5 %, half up, is 4.1585 and so 4.16.
template <unit_type Unit, class Measure, class... Rates>
struct cashback {
    static constexpr std::size_t size = sizeof...(Rates);
    static_assert(size > 0, "loyalty: cashback: give at least one cashback_rate{...}");
    static_assert(
        detail::only_last_may<detail::takes_every_line<Rates>...>(),
        "loyalty: cashback: a cashback_rate{...} without .on(...) takes every line, and the rates behind it are never "
        "reached: put it last");
    using unit = Unit;
    using rewards = units<Unit>;
    using state = detail::compact_pack<typename decltype(Rates::limit)::count...>;
    static constexpr std::string_view name = "cashback";

    rounding mode = rounding::half_even;
    LOYALTY_NO_UNIQUE_ADDRESS Measure measure{};
    detail::shared_ratios<size> shares{};
    detail::pack<Rates...> rates{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"rounding", &cashback::mode, "how the sum of a basket is rounded"},
        extensions::field{"of", &cashback::measure, "what counts of a line"},
        extensions::field{"shares", &cashback::shares, "the rates over one denominator",
                          extensions::zero_or_above("cashback: a rate must be a ratio of zero or above")},
        extensions::field{"rates", &cashback::rates, "the rates: a line earns by the first that takes it"});

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::counts<criteria::basis<Measure>, Unit, Visit>();
        template <bool Met>
        struct sentence {
            static_assert(Met, "loyalty: cashback: the purchase is in another currency than the cashback");
        };
    };

    constexpr cashback(Unit, rounding rounded, Rates... each) noexcept
        : mode{rounded}, shares{each.by...}, rates{{{each}...}} {}

    /// Another measure than `net` counts.
    template <class Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto of(Other other) const noexcept {
        constexpr bool has_limit = requires {
            other.most;
        };
        static_assert(!has_limit, "loyalty: cashback: counts_up_to{...} has no share for each rate: write "
                                  "cashback_rate{...}.at_most(6_usd, one_basket{})");
        if constexpr (has_limit) {
            return *this;
        } else {
            return [&]<std::size_t... Index>(std::index_sequence<Index...>) LOYALTY_INLINE_LAMBDA {
                cashback<Unit, Other, Rates...> result{Unit{}, mode, detail::get<Index>(rates)...};
                result.measure = other;
                return result;
            }
            (std::make_index_sequence<size>{});
        }
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, const Moment& moment) const noexcept {
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            detail::get<index>(rates).limit.advance(detail::get<index>(own), moment);
        });
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        using transaction = std::remove_cvref_t<decltype(visit.event)>;
        if constexpr (Visit::explains) {
            explain(spend_by_rate(visit), headroom_by_rate(own, visit), visit);
        }
        if constexpr (fact::lines_fact::known<transaction>) {
            apply_to_lines(own, visit);
        } else {
            apply_to_single(own, visit);
        }
    }

    /// Goods that came back leave their headroom behind, if its window still runs.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        detail::for_each_index<size>([&](auto index) {
            const auto& each = detail::get<index>(rates);
            if constexpr (rate_at<index>::is_capped) {
                criteria::revert_count(each.limit.window, detail::get<index>(own),
                                       {detail::get<index>(event.with), detail::get<index>(event.without), event.time},
                                       visit);
            }
        });
    }

    /// The parts of a cap that two members have used add up: 4.00 and 3.00 of 6.00 leave nothing.
    template <class Visit>
    requires(decltype(Rates::limit)::merges&&...) constexpr void merge(state& own, const state& from,
                                                                       Visit& visit) const noexcept {
        detail::for_each_index<size>([&](auto index) {
            const auto& limit = detail::get<index>(rates).limit;
            visit.refuse_if(limit.merge_overflows(detail::get<index>(own), detail::get<index>(from)),
                            reason::amount_overflow);
        });
    }

    /// A line weighs what its rate pays for it; if the cap of the rate bites, its part of what the cap leaves.
    template <class Visit>
    [[nodiscard]] constexpr auto line_weights(const state& before, Visit& visit) const noexcept {
        return [this, &visit, spent = spend_by_rate(visit), room = headroom_by_rate(before, visit)](const auto& line) {
            ratio weight{0, 1};
            static_cast<void>(detail::all_of_index<size>([&](auto index) {
                if (!detail::get<index>(rates).where(line, visit)) {
                    return true;
                }
                weight = weight_at<index>(measure(line, visit).minor_units(), spent, room);
                return false;
            }));
            return weight;
        };
    }

private:
    template <std::size_t Index>
    using rate_at = typename detail::type_at<Index, Rates..., void>::type;

    static constexpr std::int64_t unlimited = (std::numeric_limits<std::int64_t>::max)();

    struct spending {
        std::int64_t by_rate[size]{};
    };

    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr spending spend_by_rate(Visit& visit) const noexcept {
        spending spent{};
        detail::in_line_order<Measure, Visit> amount_of{measure, visit};
        for (const auto& line : extensions::lines_of(visit.event)) {
            const auto value = amount_of(line, visit);
            detail::insist<demands<Visit>>();
            bool taken = false;
            detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
                const bool takes = !taken && detail::get<index>(rates).where(line, visit);
                taken = taken || takes;
                visit.refuse_if(
                    detail::add_overflows(spent.by_rate[index], takes ? value.minor_units() : 0, spent.by_rate[index]),
                    reason::amount_overflow);
            });
        }
        return spent;
    }

    /// The amount that each rate may still grant in its window; without a limit if the window is not open.
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr spending headroom_by_rate(const state& own,
                                                                     const Visit& visit) const noexcept {
        spending headroom{};
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if constexpr (rate_at<index>::is_capped) {
                const bool is_open = detail::get<index>(rates).limit.window.is_open(visit);
                headroom.by_rate[index] = is_open ? headroom_of<index>(own) : unlimited;
            }
        });
        return headroom;
    }

    /// The amount that a capped rate may still grant. A return may shift a cent from one rate to another, and so past a
    /// cap that a later purchase had reached.
    template <std::size_t Index>
    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t headroom_of(const state& own) const noexcept {
        const std::int64_t room = detail::get<Index>(rates).limit.most.minor_units() - detail::get<Index>(own).total();
        return room > 0 ? room : 0;
    }

    /// See `line_weights`; the ratio is not valid if it does not fit.
    template <std::size_t Index>
    [[nodiscard]] constexpr ratio weight_at(std::int64_t value, const spending& spent,
                                            const spending& headroom) const noexcept {
        std::int64_t paid = 0;
        if constexpr (rate_at<Index>::is_capped) {
            detail::fraction<detail::wide> part{detail::wide{spent.by_rate[Index]}, shares.denominator};
            part.multiply(shares.numerators[Index], 1);
            if (headroom.by_rate[Index] != unlimited && part.clamp(headroom.by_rate[Index])) {
                return detail::multiply_overflows(value, headroom.by_rate[Index], paid)
                           ? ratio{0, 0}
                           : ratio{paid, spent.by_rate[Index]};
            }
        }
        return detail::multiply_overflows(value, shares.numerators[Index], paid) ? ratio{0, 0}
                                                                                 : ratio{paid, shares.denominator};
    }

    struct grants {
        bool fit = false;
        std::int64_t all = 0;
        std::int64_t by_rate[size]{};
    };

    /// A transaction that is its own single line earns by one rate alone: a cap, a whole number, may then bite after the
    /// rounding, which saves a product for each rate.
    template <class Visit>
    LOYALTY_INLINE constexpr void apply_to_single(state& own, Visit& visit) const noexcept {
        const std::int64_t spent = measure(visit.event, visit).minor_units();
        detail::insist<demands<Visit>>();
        std::int64_t granted = 0;
        static_cast<void>(detail::all_of_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if (!detail::get<index>(rates).where(visit.event, visit)) {
                return true;
            }
            granted = earn<index>(own, spent, visit);
            return false;
        }));
        if (!visit.refused()) {
            visit.grant(amount<Unit>::from_minor_units(granted));
        }
    }

    template <std::size_t Index, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t earn(state& own, std::int64_t spent,
                                                             Visit& visit) const noexcept {
        rounded_amount granted = rounded_share<std::int64_t>(spent, shares.numerators[Index]);
        if (!granted.fits) [[unlikely]] {
            granted = rounded_share_wide(spent, shares.numerators[Index]);
            visit.refuse_if(!granted.fits, reason::amount_overflow);
        }
        if constexpr (rate_at<Index>::is_capped) {
            if (detail::get<Index>(rates).limit.window.is_open(visit)) {
                const std::int64_t room = headroom_of<Index>(own);
                granted.value = granted.value < room ? granted.value : room;
                visit.refuse_if(detail::get<Index>(own).add_overflows(granted.value), reason::amount_overflow);
            }
        }
        return granted.value;
    }

    struct rounded_amount {
        bool fits = false;
        std::int64_t value = 0;
    };

    template <class Integer>
    [[nodiscard]] LOYALTY_INLINE constexpr rounded_amount rounded_share(std::int64_t spent,
                                                                        std::int64_t share_of_it) const noexcept {
        detail::fraction<Integer> part{Integer{spent}, shares.denominator};
        part.multiply(share_of_it, 1);
        if (part.overflow) [[unlikely]] {
            return {};
        }
        part.round(mode);
        rounded_amount result{};
        result.fits = detail::narrow(part.numerator, result.value);
        return result;
    }

    [[nodiscard]] LOYALTY_COLD constexpr rounded_amount rounded_share_wide(std::int64_t spent,
                                                                           std::int64_t share_of_it) const noexcept {
        return rounded_share<detail::wide>(spent, share_of_it);
    }

    /// A basket of lines: each rate has its part of it.
    template <class Visit>
    constexpr void apply_to_lines(state& own, Visit& visit) const noexcept {
        const spending spent = spend_by_rate(visit);
        const spending headroom = headroom_by_rate(own, visit);
        grants granted = settle<std::int64_t>(spent, headroom);
        if (!granted.fit) {
            granted = settle_wide(spent, headroom);
            visit.refuse_if(!granted.fit, reason::amount_overflow);
        }
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if constexpr (rate_at<index>::is_capped) {
                const bool counts = detail::get<index>(rates).limit.window.is_open(visit);
                visit.refuse_if(detail::get<index>(own).add_overflows(counts ? granted.by_rate[index] : 0),
                                reason::amount_overflow);
            }
        });
        visit.grant(amount<Unit>::from_minor_units(granted.all));
    }

    /// The parts are exact until their sum is rounded, once. Does not fit if `Integer` does not hold a product.
    template <class Integer>
    [[nodiscard]] LOYALTY_INLINE constexpr grants settle(const spending& spent,
                                                         const spending& headroom) const noexcept {
        Integer parts[size]{};
        detail::fraction<Integer> sum{Integer{0}, shares.denominator};
        unsigned earning = 0;
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            detail::fraction<Integer> part{Integer{spent.by_rate[index]}, shares.denominator};
            part.multiply(shares.numerators[index], 1);
            if constexpr (rate_at<index>::is_capped) {
                if (headroom.by_rate[index] != unlimited) {
                    part.clamp(headroom.by_rate[index]);
                }
            }
            parts[index] = part.numerator;
            earning += part.numerator != Integer{0} ? 1u : 0u;
            sum.add(part);
        });
        sum.round(mode);
        grants result{};
        result.fit = !sum.overflow && detail::narrow(sum.numerator, result.all);
        // One rate grants everything; several share.
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            result.by_rate[index] = parts[index] != Integer{0} ? result.all : 0;
        });
        if (earning > 1) {
            result = share(result, parts);
        }
        return result;
    }

    /// The same with 128 bits.
    [[nodiscard]] LOYALTY_COLD constexpr grants settle_wide(spending spent, spending headroom) const noexcept {
        return settle<detail::wide>(spent, headroom);
    }

    /// The grants of each rate, by largest remainder (S6): a rate that stands at its cap, a whole number, never gets one
    /// more.
    template <class Integer>
    [[nodiscard]] constexpr grants share(grants granted, const Integer (&parts)[size]) const noexcept {
        std::int64_t left = granted.all;
        std::int64_t rest[size]{};
        for (std::size_t i = 0; i < size; ++i) {
            granted.fit = detail::narrow(parts[i] / shares.denominator, granted.by_rate[i]) && granted.fit;
            granted.fit = detail::narrow(detail::wide{parts[i] % shares.denominator}, rest[i]) && granted.fit;
            left -= granted.fit ? granted.by_rate[i] : left;
        }
        if (granted.fit && left > 0) {
            detail::give_one_by_one(
                size, static_cast<std::uint64_t>(left), shares.denominator, [&](std::size_t i) { return rest[i]; },
                arithmetic::ties::to_first, [&](std::size_t i) { ++granted.by_rate[i]; });
        }
        return granted;
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void explain(const spending& spent, const spending& headroom,
                                          Visit& visit) const noexcept {
        if constexpr (Visit::explains) {
            constexpr std::string_view names[]{"first rate", "second rate", "third rate", "fourth rate",
                                               "further rate"};
            detail::for_each_index<size>([&](auto index) {
                const auto& each = detail::get<index>(rates);
                if constexpr (requires { each.where.takes_nothing(); }) {
                    if (each.where.takes_nothing()) {
                        return; // a rate that a programme from run time does not have
                    }
                }
                visit.explain(names[index < 4 ? std::size_t{index} : 4], each.by, "of");
                visit.explain("basis", amount<Unit>::from_minor_units(spent.by_rate[index]));
                if constexpr (rate_at<index>::is_capped) {
                    if (headroom.by_rate[index] != unlimited) {
                        visit.explain("headroom", amount<Unit>::from_minor_units(headroom.by_rate[index]));
                    }
                }
            });
        }
    }
};

template <unit_type Unit, class... Rates>
cashback(Unit, rounding, Rates...) -> cashback<Unit, criteria::net, typename detail::rate_of<Rates>::type...>;

} // namespace loyalty
