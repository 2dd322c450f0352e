// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A value of one of several types, chosen at run time: `either_of<round_off, cap_at<awarded>> stage{round_off{}}`.

#include <loyalty/config.hpp>
#include <loyalty/detail/one_of.hpp>
#include <loyalty/detail/pack.hpp>

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
        if (kind_ != 0) {
            detail::at_index<kinds>(kind_ - std::size_t{1},
                                    [&](auto kind) LOYALTY_INLINE_LAMBDA { function(detail::held<kind>(held_)); });
        }
    }

    /// The same for one that is known not to be empty.
    template <class Function>
    LOYALTY_INLINE constexpr void with_held(Function&& function) const noexcept {
        detail::at_known_index<kinds>(kind_ - std::size_t{1},
                                      [&](auto kind) LOYALTY_INLINE_LAMBDA { function(detail::held<kind>(held_)); });
    }

    template <class Type>
    [[nodiscard]] constexpr bool holds() const noexcept {
        return kind_ == detail::index_of<Type, Types...>() + 1;
    }

    /// The value; only if it holds one of this type.
    template <class Type>
    [[nodiscard]] LOYALTY_INLINE constexpr const Type& get() const noexcept {
        return detail::held<detail::index_of<Type, Types...>()>(held_);
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
