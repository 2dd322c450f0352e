// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// One rate of a `cashback`, with its lines and its cap.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

/// A rate without a cap.
struct uncapped {
    using count = pack<>;
    static constexpr bool is_capped = false;
    static constexpr bool merges = true;

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(count&, const Moment&) const noexcept {}
    [[nodiscard]] constexpr bool merge_overflows(count&, const count&) const noexcept { return false; }
};

/// At most so much in a window; outside a campaign without limit.
template <unit_type Unit, criteria::counting_window Window>
struct capped {
    using count = typename Window::count;
    static constexpr bool is_capped = true;
    static constexpr bool merges = criteria::window_merges<Window>;

    amount<Unit> most{};
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{
            "most", &capped::most, "the largest cashback of the rate",
            extensions::above_zero("cashback: the cap lies below the smallest award of one minor unit: raise it")},
        extensions::field{"window", &capped::window, "the events that share the cap"});

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(count& own, const Moment& moment) const noexcept {
        window.advance(own, moment);
    }
    [[nodiscard]] constexpr bool merge_overflows(count& own, const count& from) const noexcept {
        return criteria::merge_overflows(own, from);
    }
};

/// True for a rate that takes every line.
template <class Rate>
inline constexpr bool takes_every_line = std::is_same_v<decltype(Rate::where), criteria::always>;

} // namespace detail

/// One rate of a `cashback`: `cashback_rate{1.5_pct}`.
///
/// - `.on(category_is(7u))`: for lines that match; `.on(member_has(3))`: for members who activated it.
/// - `.at_most(6_usd, calendar_window{period_unit::month})`: at most so much in a window.
template <criteria::predicate Where = criteria::always, class Limit = detail::uncapped>
struct cashback_rate {
    static constexpr bool is_capped = Limit::is_capped;

    ratio by{};
    LOYALTY_NO_UNIQUE_ADDRESS Where where{};
    LOYALTY_NO_UNIQUE_ADDRESS Limit limit{};

    static constexpr std::string_view name = "cashback_rate";
    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"by", &cashback_rate::by, "the share of what counts",
                          extensions::zero_or_above("cashback: a rate must be a ratio of zero or above")},
        extensions::field{"on", &cashback_rate::where, "the lines that it takes"},
        extensions::field{"at_most", &cashback_rate::limit, "its cap"});

    constexpr explicit cashback_rate(ratio share, Where lines = {}, Limit most = {}) noexcept
        : by{share}, where{lines}, limit{most} {}
    template <detail::bare_number Number>
    constexpr explicit cashback_rate(Number) noexcept {
        static_assert(!detail::bare_number<Number>,
                      "loyalty: cashback: a rate is exact: write 1.5_pct, 5_bp or ratio{3, 200}");
    }

    /// Only purchases for which a condition holds count.
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(where, detail::a_condition(if_)));
    }
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return cashback_rate<detail::condition_in<Lines>, Limit>{by, detail::a_condition(lines), limit};
    }
    template <unit_type Unit, criteria::counting_window Window>
    [[nodiscard]] constexpr auto at_most(amount<Unit> most, Window in) const noexcept {
        return cashback_rate<Where, detail::capped<Unit, Window>>{by, where, {most, in}};
    }
};

cashback_rate(ratio)->cashback_rate<>;
template <detail::bare_number Number>
cashback_rate(Number) -> cashback_rate<>;

namespace detail {

/// Stands for what is no rate, so that its sentence is the only error.
template <class Given>
struct no_rate : cashback_rate<> {
    constexpr no_rate(const Given&) noexcept : cashback_rate<>{ratio{}} {
        static_assert(std::is_void_v<Given>,
                      "loyalty: cashback: a rate is a cashback_rate{...}: write cashback_rate{5_pct}");
    }
};

template <class Given>
struct rate_of {
    using type = no_rate<Given>;
};
template <class Where, class Limit>
struct rate_of<cashback_rate<Where, Limit>> {
    using type = cashback_rate<Where, Limit>;
};

} // namespace detail

} // namespace loyalty
