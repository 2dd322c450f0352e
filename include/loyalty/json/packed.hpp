// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Where a list of rules from text keeps what its rules remember of a member: the bytes of one behind those of the other.
///
/// A `tiered` of 32 bytes, a `points` that remembers nothing, a `cashback` with one cap of 8 bytes and a `stamp_card` of 1
/// byte take 41 of the room's bytes. For each rule of the capacity one byte more says what lies there, so that a member whose
/// rules have changed meanwhile is laid out anew: what a rule of the same kind remembers stays.

#include <loyalty/config.hpp>
#include <loyalty/detail/one_of.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/rule_kinds.hpp>
#include <loyalty/json/memory_shapes.hpp>
#include <loyalty/json/rolling.hpp>
#include <loyalty/json/rolling_memory.hpp>
#include <loyalty/json/zeroed_counts.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>

namespace loyalty::json {

/// Room for what `Capacity` rules remember, `Bytes` together.
template <std::size_t Capacity, std::size_t Bytes>
struct packed {
    static constexpr std::size_t capacity = Capacity;
    static_assert(Bytes < 65'536);

    /// Where the memory of each rule of a list lies, and which shape it has.
    template <class Kinds>
    struct plan {
        using shapes = memory_shapes<typename Kinds::types>;
        struct place {
            std::uint16_t offset = 0;
            std::uint8_t number = 0; ///< of the shape
        };
        [[nodiscard]] constexpr place place_of(std::size_t index) const noexcept {
            return {offsets[index], numbers[index]};
        }

        std::uint16_t offsets[Capacity]{};
        std::uint8_t numbers[Capacity]{};
        std::uint16_t end = 0;
        unsigned char fresh[Bytes]{}; ///< the memories of a new member
        zeroed_counts<Bytes / 8> zeroed{};

        /// Notes that a word of what the rule at an index remembers is zero at the begin of each period.
        constexpr void zero_at(std::size_t index, std::size_t word, period_unit unit) noexcept {
            zeroed.add(offsets[index] + word * 8, unit);
        }

        /// Returns false, and changes nothing, if the memory of the rule does not fit.
        template <std::size_t Kind, class Policy>
        [[nodiscard]] constexpr bool add(std::size_t index, const Policy& rule) noexcept {
            std::size_t number = shapes::first_of[Kind];
            if constexpr (remembers_in_part<Policy>) {
                number += rule.memory_words();
            } else if constexpr (most_rolling_sums<Policy> != 0) {
                const rolling_use use = rolling_use_of(rule);
                number += rolling_shape<Policy>::number_of(use);
            }
            if (!add_shape(index, static_cast<std::uint8_t>(number))) {
                return false;
            }
            const detail::state_of_t<Policy> memory{};
            if constexpr (most_rolling_sums<Policy> != 0) {
                const std::size_t shape = number - shapes::first_of[Kind];
                rolling_memory<detail::state_of_t<Policy>, most_rolling_sums<Policy>>::store(
                    memory, fresh + offsets[index], rolling_shape<Policy>::sums_at(shape),
                    rolling_shape<Policy>::periods_at(shape));
            } else {
                std::memcpy(fresh + offsets[index], &memory, shapes::all[number].bytes);
            }
            return true;
        }
        [[nodiscard]] constexpr bool add_shape(std::size_t index, std::uint8_t number) noexcept {
            const std::size_t offset = shapes::place(end, number);
            if (offset + shapes::all[number].bytes > Bytes) {
                return false;
            }
            offsets[index] = static_cast<std::uint16_t>(offset);
            numbers[index] = number;
            end = static_cast<std::uint16_t>(offset + shapes::all[number].bytes);
            return true;
        }
    };

    template <class Kinds>
    class memories {
    public:
        using plan_type = plan<Kinds>;
        using place = typename plan_type::place;

        /// Lays the memories out as a list needs them, if they are not.
        LOYALTY_INLINE void prepare(const plan_type& list) noexcept {
            if (std::memcmp(numbers_, list.numbers, Capacity) != 0) [[unlikely]] {
                lay_out(list);
            }
        }

        /// Of the bytes of this, so many from the first on may change at an event: behind them lies nothing. All, if the memories
        /// are yet to be laid out.
        [[nodiscard]] LOYALTY_INLINE std::size_t bytes_in_use(const plan_type& list) const noexcept {
            return std::memcmp(numbers_, list.numbers, Capacity) == 0 ? first_byte + list.end : sizeof(memories);
        }

        /// Lets the counts begin anew whose period has begun.
        template <class Moment>
        LOYALTY_INLINE void begin_periods(const plan_type& list, const Moment& moment) noexcept {
            list.zeroed.begin(bytes_, moment);
        }

        /// Calls `function(memory)` with the memory of a rule of a list for which this is prepared.
        template <std::size_t Kind, class Function>
        LOYALTY_INLINE void with(const place& where, Function&& function) noexcept {
            with_at<Kind>(where.number, where.offset, function);
        }
        /// The same for a rule that is plain. One that remembers in part gets the first of its words.
        template <std::size_t Kind, class Function>
        LOYALTY_INLINE void with_plain(const place& where, Function&& function) noexcept {
            if constexpr (remembers_in_part<policy_at<Kind>>) {
                unsigned char* const words = bytes_ + where.offset;
                function(words);
            } else {
                with<Kind>(where, function);
            }
        }
        /// Calls `function(memory)` if a memory of this kind lies there.
        template <std::size_t Kind, class Function>
        void look(std::size_t index, Function&& function) const noexcept {
            const std::uint8_t number = numbers_[index];
            if (number != 0 && shapes::all[number].kind == Kind) {
                function(copy_of<Kind>(number, offset_of(index)));
            }
        }

        [[nodiscard]] constexpr bool operator==(const memories& other) const noexcept {
            bool equal = std::memcmp(numbers_, other.numbers_, Capacity) == 0;
            for (std::size_t i = 0; i < Capacity && equal; ++i) {
                with_kind(numbers_[i], [&](auto kind) {
                    const std::size_t offset = offset_of(i);
                    equal = copy_of<kind>(numbers_[i], offset) == other.template copy_of<kind>(numbers_[i], offset);
                });
            }
            return equal;
        }

        /// The shape of each memory, and what lies in it. A `Function` that writes says `fail` for a shape that there is not, and
        /// for memories that together need more than the room.
        template <class Self, class Function>
        static void for_each_field(Self& own, Function& function) noexcept {
            if constexpr (std::is_const_v<Self>) {
                for (std::size_t i = 0; i < Capacity; ++i) {
                    std::uint8_t number = own.numbers_[i];
                    function(number);
                    own.with_kind(number, [&](auto kind) {
                        const auto memory = own.template copy_of<kind>(number, own.offset_of(i));
                        function(memory);
                    });
                }
            } else {
                own = {};
                own.read(function);
            }
        }

        /// Calls `function(memory, other memory)` for each that there is in `other`. A memory of another kind is made new.
        template <class Function>
        static void for_each_pair(memories& own, const memories& other, Function&& function) noexcept {
            const plan_type list = other.own_plan();
            if (std::memcmp(own.numbers_, other.numbers_, Capacity) != 0) {
                own.take_shapes(list);
            }
            for (std::size_t i = 0; i < Capacity; ++i) {
                with_kind(other.numbers_[i], [&](auto kind) {
                    other.template look<kind>(i, [&](const auto& theirs) {
                        own.template with<kind>(list.place_of(i), [&](auto& mine) { function(mine, theirs); });
                    });
                });
            }
        }

    private:
        using shapes = memory_shapes<typename Kinds::types>;
        template <std::size_t Kind>
        using policy_at = typename detail::facts_of_kinds<typename Kinds::types>::template at<Kind>;
        template <std::size_t Kind>
        using state_at = detail::state_of_t<policy_at<Kind>>;

        /// Calls `function(kind)`; not if no memory lies there.
        template <class Function>
        static void with_kind(std::uint8_t number, Function&& function) noexcept {
            if (number != 0) {
                detail::at_index<shapes::kinds>(shapes::all[number].kind, function);
            }
        }

        template <std::size_t Kind, class Function>
        LOYALTY_INLINE void with_at(std::uint8_t number, std::size_t offset, Function&& function) noexcept {
            using state = state_at<Kind>;
            if constexpr (std::is_empty_v<state>) {
                state nothing{};
                function(nothing);
            } else if constexpr (most_rolling_sums<policy_at<Kind>> != 0) {
                state part{};
                load<Kind>(part, number, offset);
                function(part);
                store<Kind>(part, number, offset);
            } else if constexpr (remembers_in_part<policy_at<Kind>>) {
                state part{};
                const std::size_t words = number - std::size_t{shapes::first_of[Kind]};
                copy_words<sizeof(state) / 8>(&part, bytes_ + offset, words);
                function(part);
                copy_words<sizeof(state) / 8>(bytes_ + offset, &part, words);
            } else {
                function(*std::launder(reinterpret_cast<state*>(bytes_ + offset)));
            }
        }
        /// The memory of a kind that counts in rolling windows.
        template <std::size_t Kind>
        using rolling_at = rolling_memory<state_at<Kind>, most_rolling_sums<policy_at<Kind>>>;
        template <std::size_t Kind>
        LOYALTY_INLINE void load(state_at<Kind>& to, std::uint8_t number, std::size_t offset) const noexcept {
            const std::size_t shape = number - std::size_t{shapes::first_of[Kind]};
            rolling_at<Kind>::load(to, bytes_ + offset, rolling_shape<policy_at<Kind>>::sums_at(shape),
                                   rolling_shape<policy_at<Kind>>::periods_at(shape));
        }
        template <std::size_t Kind>
        LOYALTY_INLINE void store(const state_at<Kind>& from, std::uint8_t number, std::size_t offset) noexcept {
            const std::size_t shape = number - std::size_t{shapes::first_of[Kind]};
            rolling_at<Kind>::store(from, bytes_ + offset, rolling_shape<policy_at<Kind>>::sums_at(shape),
                                    rolling_shape<policy_at<Kind>>::periods_at(shape));
        }
        // Word by word, since few are there: a call would take longer.
        template <std::size_t Most>
        LOYALTY_INLINE static void copy_words(void* to, const void* from, std::size_t words) noexcept {
            // No rule of this room has more words than the room: said, so that the compiler sees no write behind its end.
            detail::for_each_index<(Most < Bytes / 8 ? Most : Bytes / 8)>([&](auto i) LOYALTY_INLINE_LAMBDA {
                if (i < words) {
                    std::memcpy(static_cast<unsigned char*>(to) + i * 8,
                                static_cast<const unsigned char*>(from) + i * 8, 8);
                }
            });
        }

        template <std::size_t Kind>
        [[nodiscard]] state_at<Kind> copy_of(std::uint8_t number, std::size_t offset) const noexcept {
            state_at<Kind> copy{};
            if constexpr (most_rolling_sums<policy_at<Kind>> != 0) {
                load<Kind>(copy, number, offset);
            } else if constexpr (!std::is_empty_v<state_at<Kind>>) {
                std::memcpy(static_cast<void*>(&copy), bytes_ + offset, shapes::all[number].bytes);
            }
            return copy;
        }
        template <std::size_t Kind>
        void write(std::uint8_t number, std::size_t offset, const state_at<Kind>& memory) noexcept {
            if constexpr (most_rolling_sums<policy_at<Kind>> != 0) {
                store<Kind>(memory, number, offset);
            } else if constexpr (!std::is_empty_v<state_at<Kind>>) {
                std::memcpy(bytes_ + offset, &memory, shapes::all[number].bytes);
            }
        }

        [[nodiscard]] std::size_t offset_of(std::size_t index) const noexcept {
            std::size_t end = 0;
            for (std::size_t i = 0; i < index; ++i) {
                end = shapes::place(end, numbers_[i]) + shapes::all[numbers_[i]].bytes;
            }
            return shapes::place(end, numbers_[index]);
        }
        [[nodiscard]] plan_type own_plan() const noexcept {
            plan_type list{};
            for (std::size_t i = 0; i < Capacity; ++i) {
                static_cast<void>(list.add_shape(i, numbers_[i]));
            }
            return list;
        }

        LOYALTY_COLD void lay_out(const plan_type& list) noexcept {
            const memories before = *this;
            std::memcpy(bytes_, list.fresh, Bytes);
            keep(list, before);
        }
        /// The same for a plan that is one of another member: it does not say what a new one remembers.
        void take_shapes(const plan_type& list) noexcept {
            const memories before = *this;
            for (std::size_t i = 0; i < Capacity; ++i) {
                with_kind(list.numbers[i], [&](auto kind) {
                    this->template write<kind>(list.numbers[i], list.offsets[i], state_at<kind>{});
                });
            }
            keep(list, before);
        }
        void keep(const plan_type& list, const memories& before) noexcept {
            std::memcpy(numbers_, list.numbers, Capacity);
            for (std::size_t i = 0; i < Capacity; ++i) {
                with_kind(before.numbers_[i], [&](auto kind) {
                    if (shapes::all[numbers_[i]].kind == kind && numbers_[i] != 0) {
                        before.template look<kind>(i, [&](const auto& kept) {
                            this->template write<kind>(numbers_[i], list.offsets[i], kept);
                        });
                    }
                });
            }
        }

        template <class Function>
        void read(Function& function) noexcept {
            plan_type list{};
            for (std::size_t i = 0; i < Capacity; ++i) {
                std::uint8_t number = 0;
                function(number);
                if (number >= shapes::count || !list.add_shape(i, number)) {
                    function.fail();
                    return;
                }
                numbers_[i] = number;
                with_kind(number, [&](auto kind) {
                    state_at<kind> memory{};
                    function(memory);
                    this->template write<kind>(number, list.offsets[i], memory);
                    if (!this->template is_whole<kind>(number, list.offsets[i], memory)) {
                        cut(function);
                    }
                });
            }
        }
        template <class Function>
        static void cut(Function& function) noexcept {
            if constexpr (requires { function.fail(rolling_sum::too_many_slots); }) {
                function.fail(
                    "what a rule remembers does not lie in its room: used_slots of a rolling count are more, or "
                    "a word behind the last one is not new");
            } else {
                function.fail();
            }
        }
        /// Returns true if all of a memory lies in the room: what was checked as it was read must not be cut.
        template <std::size_t Kind>
        [[nodiscard]] bool is_whole(std::uint8_t number, std::size_t offset,
                                    const state_at<Kind>& memory) const noexcept {
            if constexpr (most_rolling_sums<policy_at<Kind>> != 0) {
                const std::size_t shape = number - std::size_t{shapes::first_of[Kind]};
                if (!rolling_at<Kind>::has_room(memory, rolling_shape<policy_at<Kind>>::sums_at(shape),
                                                rolling_shape<policy_at<Kind>>::periods_at(shape))) {
                    return false;
                }
            }
            return copy_of<Kind>(number, offset) == memory;
        }

        static constexpr std::size_t first_byte = (Capacity + 7) / 8 * 8;
        // The shapes stand before the memories, so that what an event looks at lies together however large the room is.
        std::uint8_t numbers_[Capacity]{};
        alignas(8) unsigned char bytes_[Bytes]{};
    };
};

} // namespace loyalty::json
