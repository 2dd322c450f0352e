// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty::social {

/// Two members are one person: `into` takes in all that `member` has (S47). Either both change or none does. It takes
/// the states of both: `apply(stars, anna_old, anna, social::member_merge{...})`, see engine/member_merge.hpp.
///
/// `social::member_merge{.id = 7, .member = 0, .time = now, .into = 1}`
struct member_merge {
    static constexpr auto kind_of_event = extensions::event_kind::member_merge;

    std::uint64_t id = 0;
    std::uint32_t member = 0; ///< who goes
    instant time{};
    std::uint32_t into = 0; ///< who stays

    [[nodiscard]] friend constexpr bool operator==(const member_merge&, const member_merge&) = default;
};

} // namespace loyalty::social
