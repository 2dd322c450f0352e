// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A list of rules from run time notes this before an event comes: which way each rule goes, and until when time changes
/// none of them.

#include <loyalty/config.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/time/calendar.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// The ways of the rules of a list at a purchase that nobody explains. Each kind that is not rare has one of its own, so that
/// one jump of a few leads there; all other rules share one.
template <class Kinds, class Types = typename Kinds::types>
struct usual_ways;
template <class Kinds, class... Policies>
struct usual_ways<Kinds, type_list<Policies...>> {
    static constexpr std::size_t count = (std::size_t{0} + ... + (is_rare<Policies> ? 0U : 1U));
    static constexpr std::uint8_t apart = count;
    static constexpr std::uint8_t end = count + 1; ///< behind the last rule

    /// The kinds that have a way, in order; of the last two the kind is of no meaning.
    static constexpr std::array<std::size_t, count + 2> kinds = [] {
        std::array<std::size_t, count + 2> list{};
        std::size_t next = 0;
        std::size_t kind = 0;
        ((is_rare<Policies> ? void() : void(list[next++] = kind), ++kind), ...);
        return list;
    }();

    /// The way of a rule.
    template <std::size_t Kind, class Policy>
    [[nodiscard]] static constexpr std::uint8_t of(const Policy& rule) noexcept {
        if constexpr (has_plain_way<Policy>) {
            if (!rule.is_plain()) {
                return apart;
            }
        }
        std::uint8_t way = 0;
        while (way < apart && kinds[way] != Kind) {
            ++way;
        }
        return way;
    }
};

/// When time does something to a rule, from the shortest period on.
namespace renewal {

inline constexpr std::uint8_t never = 5;
inline constexpr std::uint8_t always = 6; ///< or nobody knows
[[nodiscard]] constexpr std::uint8_t at(period_unit unit) noexcept {
    return static_cast<std::uint8_t>(unit);
}
/// The renewal of two rules together. A month begins with each quarter and each year, and a day with each period.
[[nodiscard]] constexpr std::uint8_t of_both(std::uint8_t left, std::uint8_t right) noexcept {
    const auto either_is = [&](std::uint8_t which) { return left == which || right == which; };
    if (either_is(always) || left == right || either_is(never)) {
        return either_is(always) ? always : left == never ? right : left;
    }
    if (either_is(at(period_unit::week))) {
        return at(period_unit::day);
    }
    return left < right ? left : right;
}

} // namespace renewal

/// True for a rule that says at the begin of which periods time does something to it: `renewed_at()` is one of `renewal`.
template <class Policy>
concept says_when_renewed = requires(const Policy& rule) {
    { rule.renewed_at() } -> std::same_as<std::uint8_t>;
};
[[nodiscard]] constexpr std::uint8_t renewal_of_rule(const says_when_renewed auto& rule) noexcept {
    return rule.renewed_at();
}
[[nodiscard]] constexpr std::uint8_t renewal_of_rule(const auto&) noexcept {
    return renewal::always;
}

/// True for a rule that has counts which are zero at the begin of a period, and to which `renewed_at()` does not apply:
/// `for_each_zeroed_count(function)` calls `function(word, unit)`, with the place in its memory.
template <class Policy>
concept has_zeroed_counts = requires(const Policy& rule) {
    rule.for_each_zeroed_count([](std::size_t, period_unit) {});
};

/// True for a rule that sets the tier as it stands, at an event that renews nothing: `stand(memory, moment)`.
template <class Policy>
concept stands_between = says_when_renewed<Policy> && tells_tier_of<Policy>() &&
    requires(const state_of_t<Policy>& own, any_visit& moment) {
    Policy::stand(own, moment);
};

/// Returns true if no period has begun since the member's last event that `when` is about.
template <class Moment>
[[nodiscard]] LOYALTY_INLINE constexpr bool renews_nothing(std::uint8_t when, const Moment& moment) noexcept {
    if (when >= renewal::never) [[unlikely]] {
        return when == renewal::never;
    }
    return moment.previous >= moment.day.starts(static_cast<period_unit>(when));
}

} // namespace loyalty::detail
