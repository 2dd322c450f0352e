// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Where a list of rules keeps what its rules remember of a member: a slot for each rule, with the size of the largest kind.
///
/// A list of 8 rules, of which a `stamp_card` remembers 1 byte and a `round_off_carrying` 16, takes 8 slots of 16 bytes and 8
/// bytes that say what lies in them. Works in constant expressions, and every list of the capacity fits.

#include <loyalty/config.hpp>
#include <loyalty/detail/one_of.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/rule_kinds.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

template <std::size_t Capacity>
struct slot_room {
    static constexpr std::size_t capacity = Capacity;

    /// The memories of the rules of a list before there is a member: none.
    template <class Kinds>
    struct plan {
        using place = std::size_t;
        [[nodiscard]] static constexpr place place_of(std::size_t index) noexcept { return index; }

        template <std::size_t Kind, class Policy>
        [[nodiscard]] constexpr bool add(std::size_t, const Policy&) noexcept {
            return true;
        }
    };

    template <class Kinds>
    class memories {
    public:
        using plan_type = plan<Kinds>;

        /// Each slot becomes the memory of its rule at the first access.
        LOYALTY_INLINE constexpr void prepare(const plan_type&) noexcept {}

        /// Calls `function(memory)` with the memory of a rule; new if nothing of its kind lies there yet.
        template <std::size_t Kind, class Function>
        LOYALTY_INLINE constexpr void with(std::size_t index, Function&& function) noexcept {
            function(at<Kind>(index));
        }
        template <std::size_t Kind, class Function>
        LOYALTY_INLINE constexpr void with_plain(std::size_t index, Function&& function) noexcept {
            with<Kind>(index, function);
        }
        /// Calls `function(memory)` if a memory of this kind lies there.
        template <std::size_t Kind, class Function>
        LOYALTY_INLINE constexpr void look(std::size_t index, Function&& function) const noexcept {
            if (filled_[index] == Kind + 1) {
                function(held<Kind>(slots_[index]));
            }
        }

        [[nodiscard]] constexpr bool operator==(const memories& other) const noexcept {
            bool equal = true;
            for (std::size_t i = 0; i < Capacity && equal; ++i) {
                equal = filled_[i] == other.filled_[i];
                with_kind(equal ? filled_[i] : empty,
                          [&](auto kind) { equal = held<kind>(slots_[i]) == held<kind>(other.slots_[i]); });
            }
            return equal;
        }

        /// The kind of each slot, and what lies in it. A `Function` that writes says `fail` for a kind that there is not.
        template <class Self, class Function>
        static constexpr void for_each_field(Self& own, Function& function) noexcept {
            for (std::size_t i = 0; i < Capacity; ++i) {
                std::uint8_t filled = own.filled_[i];
                function(filled);
                if constexpr (std::is_const_v<Self>) {
                    with_kind(filled, [&](auto kind) { function(held<kind>(own.slots_[i])); });
                } else {
                    if (filled > facts::count) {
                        function.fail();
                        return;
                    }
                    own.slots_[i] = slot{};
                    own.filled_[i] = empty;
                    with_kind(filled, [&](auto kind) { function(own.template at<kind>(i)); });
                }
            }
        }

        /// Calls `function(memory, other memory)` for each slot that is filled in `other`. A memory of another kind is made new.
        template <class Function>
        static constexpr void for_each_pair(memories& own, const memories& other, Function&& function) noexcept {
            for (std::size_t i = 0; i < Capacity; ++i) {
                with_kind(other.filled_[i],
                          [&](auto kind) { function(own.template at<kind>(i), held<kind>(other.slots_[i])); });
            }
        }

    private:
        using facts = facts_of_kinds<typename Kinds::types>;
        using slot = typename facts::any_memory;
        static constexpr std::uint8_t empty = 0;

        template <class Function>
        static constexpr void with_kind(std::uint8_t filled, Function&& function) noexcept {
            if (filled != empty) {
                at_index<facts::count>(filled - std::size_t{1}, function);
            }
        }

        template <std::size_t Kind>
        [[nodiscard]] LOYALTY_INLINE constexpr auto& at(std::size_t index) noexcept {
            using own = state_of_t<typename facts::template at<Kind>>;
            if (filled_[index] != Kind + 1) {
                slots_[index] = slot{std::integral_constant<std::size_t, Kind>{}, own{}};
                filled_[index] = static_cast<std::uint8_t>(Kind + 1);
            }
            return held<Kind>(slots_[index]);
        }

        slot slots_[Capacity]{};
        std::uint8_t filled_[Capacity]{}; ///< the kind plus one, or `empty`
    };
};

} // namespace loyalty::detail
