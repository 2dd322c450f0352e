// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/field.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace loyalty {

/// The units that a policy may grant: `using rewards = units<unit::points, unit::badges>;`
template <unit_type... Units>
using units = detail::type_list<Units...>;

namespace detail {

/// Amounts of several units that are granted together: `bundle{50_points, 1_badges}`.
template <unit_type... Units>
struct bundle {
    using rewards = units<Units...>;
    detail::pack<amount<Units>...> amounts{};

    static constexpr auto rule_fields = extensions::fields(extensions::field{
        "amounts", &bundle::amounts, "granted together", extensions::above_zero("an award must be above zero")});

    constexpr bundle() noexcept = default;
    constexpr explicit bundle(amount<Units>... each) noexcept requires(sizeof...(Units) > 0) : amounts{{{each}...}} {}

    template <class Visit>
    LOYALTY_INLINE constexpr void grant(Visit& visit) const noexcept {
        detail::for_each_index<sizeof...(Units)>(
            [&](auto index) LOYALTY_INLINE_LAMBDA { visit.grant(detail::get<index>(amounts)); });
    }

    /// Takes the amounts back.
    template <class Visit>
    constexpr void take(Visit& visit) const noexcept {
        detail::for_each_index<sizeof...(Units)>([&](auto index) { visit.grant(-detail::get<index>(amounts)); });
    }
};

template <unit_type... Units>
bundle(amount<Units>...) -> bundle<Units...>;

/// Several ratios over one denominator, so that choosing between them at run time chooses a numerator alone and the
/// division stays one by a constant. Denominator 0 if none is found within 64 bits, or a ratio is not valid.
template <std::size_t Count>
struct shared_ratios {
    std::int64_t numerators[Count]{};
    std::int64_t denominator = 1;

    constexpr shared_ratios() noexcept = default;

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.numerators);
        function(own.denominator);
    }

    template <std::same_as<ratio>... Ratio>
    requires(sizeof...(Ratio) == Count) constexpr explicit shared_ratios(Ratio... each) noexcept {
        const ratio ratios[Count]{each...};
        for (const ratio& one : ratios) {
            if (!one.valid() ||
                multiply_overflows(denominator, one.denominator / std::gcd(denominator, one.denominator),
                                   denominator)) {
                denominator = 0;
                return;
            }
        }
        for (std::size_t i = 0; i < Count; ++i) {
            if (multiply_overflows(ratios[i].numerator, denominator / ratios[i].denominator, numerators[i])) {
                denominator = 0;
                return;
            }
        }
    }

    [[nodiscard]] constexpr bool valid() const noexcept { return denominator > 0; }
    /// Returns true if all ratios are valid, and zero or above.
    [[nodiscard]] constexpr bool none_is_negative() const noexcept {
        for (const std::int64_t numerator : numerators) {
            if (numerator < 0) {
                return false;
            }
        }
        return valid();
    }
    [[nodiscard]] constexpr ratio operator[](std::size_t index) const noexcept {
        return {numerators[index], denominator};
    }
};

} // namespace detail
} // namespace loyalty
