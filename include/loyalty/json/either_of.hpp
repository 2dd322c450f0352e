// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A value of one of several types, chosen at run time: `either_of<round_off, cap_at<awarded>> stage{round_off{}}`.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/rule_list.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::json {

/// Trivially copyable, and usable in constant expressions.
template <class... Types>
class either_of {
public:
    using parts = detail::type_list<>;
    static constexpr std::size_t kinds = sizeof...(Types);

    constexpr either_of() noexcept = default;
    template <class Type>
    requires(detail::index_of<Type, Types...>() < kinds) constexpr either_of(const Type& value) noexcept
        : held_{std::integral_constant<std::size_t, detail::index_of<Type, Types...>()>{}, value},
          kind_{static_cast<std::uint8_t>(detail::index_of<Type, Types...>() + 1)} {}

    [[nodiscard]] constexpr bool empty() const noexcept { return kind_ == 0; }

    /// Calls `function(value)`; not if it is empty.
    template <class Function>
    LOYALTY_INLINE constexpr void with(Function&& function) const noexcept {
        detail::for_each_index<kinds>([&](auto kind) LOYALTY_INLINE_LAMBDA {
            if (kind_ == kind + 1) {
                function(detail::held<kind>(held_));
            }
        });
    }

    template <class Type>
    [[nodiscard]] constexpr bool holds() const noexcept {
        return kind_ == detail::index_of<Type, Types...>() + 1;
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.kind_);
        own.with([&](const auto& value) { function(value); });
    }

private:
    detail::any_one_of<Types...> held_{};
    std::uint8_t kind_ = 0;
};

} // namespace loyalty::json
