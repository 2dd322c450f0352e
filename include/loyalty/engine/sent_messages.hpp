// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The messages that rules send to other members (S41), and their ids.

#include <loyalty/config.hpp>
#include <loyalty/detail/hash.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/rules/effects.hpp>

#include <cstdint>

namespace loyalty::detail {

/// The id of a message (S41): the same for the same source, so that it can be delivered twice. Its highest bit is set: among the
/// events of one instant it comes after those of a host, whose ids lie below 2^63. Its lowest bit is clear: with it set it is the id
/// of the reversal.
[[nodiscard]] constexpr std::uint64_t message_id(std::uint64_t source, std::uint32_t from, std::uint32_t to,
                                                 std::uint8_t rule, std::uint32_t number) noexcept {
    plain_hash hash;
    hash.word(source);
    hash.word(from);
    hash.word(to);
    hash.word(rule);
    hash.word(number);
    return (hash.value() | std::uint64_t{1} << 63u) & ~std::uint64_t{1};
}

/// See `visit::send`.
template <class Visit>
constexpr void send_message(Visit& visit, activity what, std::uint32_t number) noexcept {
    const auto source = static_cast<std::uint64_t>(fact::id(visit.event));
    const auto from = static_cast<std::uint32_t>(fact::member(visit.event));
    what.id = message_id(source, from, what.member, visit.rule, number);
    visit.note(effects::sent{visit.rule, from, what});
}

/// See `visit::withdraw`.
template <class Visit>
constexpr void withdraw_message(Visit& visit, std::uint64_t source, std::uint32_t to, std::uint32_t number) noexcept {
    const auto from = static_cast<std::uint32_t>(fact::member(visit.event));
    const std::uint64_t id = message_id(source, from, to, visit.rule, number);
    visit.note(effects::withdrawn{visit.rule, from, id, to, visit.time});
}

} // namespace loyalty::detail
