// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What the rules of a list remember of a member, rule by rule, so that it can be carried into a list with other rules.
///
/// Goes through the fields of the state as a journal does: the tier, then for each rule the number of its kind and what it
/// remembers.

#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/json/carry_over.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/policies/tiered.hpp>
#include <loyalty/policies/tiered/tier_hold.hpp>
#include <loyalty/stream/encoding.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

namespace loyalty::json {

/// For how long the tiers of a ladder are held that the period of now has earned: what a version promised, the next one keeps.
struct ladder_promise {
    std::array<std::int64_t, extensions::most_tiers> thresholds{};
    std::int64_t until = 0; ///< the first period without a tier; 0 if there is no tiered
};
/// The same of a tiered, or of each ladder.
struct tier_promise {
    std::array<ladder_promise, most_ladders> ladders{};
};

/// Reads the promise of a list's tiered, at a moment.
template <class Moment>
struct promise_reader {
    const Moment& moment;
    tier_promise& to;

    constexpr void operator()(const std::uint8_t&) const noexcept {}
    template <class Rule>
    requires std::is_class_v<Rule>
    constexpr void operator()(const Rule& rule) const noexcept {
        if constexpr (requires {
                          rule.thresholds[0];
                          rule.hold_periods;
                      }) {
            note(rule, to.ladders[0]);
        } else if constexpr (requires { rule.ladders; }) {
            std::size_t next = 0;
            rule.for_each_ladder([&](const auto& one) { note(one, to.ladders[next++]); });
        }
    }

private:
    template <class Rule>
    constexpr void note(const Rule& rule, ladder_promise& own) const noexcept {
        using period = typename Rule::period;
        if constexpr (!period::is_one_day) {
            for (std::size_t i = 0; i < own.thresholds.size(); ++i) {
                own.thresholds[i] = rule.thresholds[i];
            }
            own.until = loyalty::detail::tiers::hold_end(rule, period::now(rule.window, moment));
        }
    }
};
template <class Moment>
promise_reader(const Moment&, tier_promise&) -> promise_reader<Moment>;

/// The memory of one rule, as bytes.
struct slot {
    std::uint8_t kind = 0; ///< 0: it remembers nothing yet
    std::vector<std::byte> bytes{};

    [[nodiscard]] friend bool operator==(const slot&, const slot&) = default;
};

/// The memories of all rules of a list, and the tier.
struct slot_list {
    std::uint8_t tier = 0;
    std::vector<slot> all;

    template <class State>
    [[nodiscard]] static slot_list of(const State& state) {
        slot_list made;
        reader each{made};
        State::for_each_field(state, each);
        return made;
    }
    /// Writes them into a state. `tier_to` gives the tiers of tiered rules other numbers; null leaves them. The tiers earned so
    /// far are held as was promised.
    template <class State>
    void write(State& state, const std::array<std::uint8_t, tier_count>* tier_to = nullptr,
               const tier_promise& promised = {}) const {
        writer each{*this, tier_to, promised};
        State::for_each_field(state, each);
    }

private:
    struct reader {
        slot_list& to;
        bool has_tier = false;

        void operator()(const std::uint8_t& number) {
            if (!has_tier) {
                to.tier = number;
                has_tier = true;
                return;
            }
            to.all.push_back({number});
        }
        template <class Memory>
        requires std::is_class_v<Memory>
        void operator()(const Memory& memory) {
            std::vector<std::byte>& bytes = to.all.back().bytes;
            bytes.resize(streams::encoded_size(memory));
            streams::writer out{bytes};
            streams::encode(out, memory);
        }
    };
    struct writer {
        const slot_list& from;
        const std::array<std::uint8_t, tier_count>* tier_to;
        const tier_promise& promised;
        bool has_tier = false;
        std::size_t next = 0;

        void operator()(std::uint8_t& number) {
            if (!has_tier) {
                number = tier_to == nullptr ? from.tier : (*tier_to)[from.tier];
                has_tier = true;
                return;
            }
            number = next < from.all.size() ? from.all[next].kind : std::uint8_t{0};
            ++next;
        }
        template <class Memory>
        requires std::is_class_v<Memory>
        void operator()(Memory& memory) {
            streams::reader in{from.all[next - 1].bytes};
            static_cast<void>(streams::decode(in, memory));
            if constexpr (requires {
                              memory.held_until[0];
                              memory.tier;
                          }) {
                carry(memory, promised.ladders[0]);
            } else if constexpr (requires { memory.ladders; }) {
                memory.tier = 0;
                loyalty::detail::for_each_index<most_ladders>([&](auto index) {
                    auto& one = loyalty::detail::get<index>(memory.ladders);
                    carry(one, promised.ladders[index]);
                    memory.tier = memory.tier < one.tier ? one.tier : memory.tier;
                });
            } else if constexpr (requires {
                                     memory.floor;
                                     memory.shown;
                                 }) {
                if (tier_to != nullptr) {
                    memory.floor = (*tier_to)[memory.floor];
                    memory.shown = (*tier_to)[memory.shown];
                }
            }
        }
        /// Nothing fails: the kinds come out of a state.
        static constexpr void fail() noexcept {}

        template <class Memory>
        void carry(Memory& memory, const ladder_promise& own) const {
            keep_promise(memory, own);
            if (tier_to != nullptr) {
                renumber(memory);
            }
        }
        template <class Memory>
        static void keep_promise(Memory& memory, const ladder_promise& own) {
            using number = std::remove_reference_t<decltype(memory.held_until[0])>;
            for (std::size_t i = 0; own.until != 0 && i < own.thresholds.size(); ++i) {
                if (memory.count.total() >= own.thresholds[i] &&
                    own.thresholds[i] != (std::numeric_limits<std::int64_t>::max)()) {
                    loyalty::detail::tiers::hold_to(memory.held_until[i], static_cast<number>(own.until));
                }
            }
        }
        template <class Memory>
        void renumber(Memory& memory) const {
            const Memory old = memory;
            memory.tier = (*tier_to)[old.tier];
            constexpr std::size_t count = std::extent_v<std::remove_reference_t<decltype(memory.held_until)>>;
            for (auto& each : memory.held_until) {
                each = {};
            }
            for (std::size_t i = 0; i < count; ++i) {
                const std::uint8_t to = (*tier_to)[i + 1];
                if (to != 0 && memory.held_until[to - 1] < old.held_until[i]) {
                    memory.held_until[to - 1] = old.held_until[i];
                }
            }
        }
    };
};

} // namespace loyalty::json
