// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstdint>

namespace loyalty {

namespace detail {

/// The output function of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t value) noexcept {
    value += 0x9E37'79B9'7F4A'7C15u;
    value = (value ^ (value >> 30u)) * 0xBF58'476D'1CE4'E5B9u;
    value = (value ^ (value >> 27u)) * 0x94D0'49BB'1331'11EBu;
    return value ^ (value >> 31u);
}

} // namespace detail

namespace things {

/// The inputs of the code of a thing, if the host gives none.
struct code_source {
    std::uint64_t seed = 0; ///< of the campaign: keep it secret if codes shall not be guessed
    std::uint32_t campaign = 0;
    std::uint32_t member = 0;
    std::uint64_t event = 0;  ///< the id of the event that issued the thing
    std::uint32_t number = 0; ///< of the things that this event issued for the campaign, from 0
};

/// The code of a thing, the same on every machine and in every replay: with `m` as the output function of SplitMix64,
/// m(m(m(m(m(seed) ^ campaign) ^ member) ^ event) ^ number). Campaign 7 with seed 1 gives member 3 at event 500 the code
/// 272184927784790132. Never 0, which means "no code": 0 becomes 1.
[[nodiscard]] constexpr std::uint64_t code_of(const code_source& from) noexcept {
    const std::uint64_t of_campaign = detail::mixed(detail::mixed(from.seed) ^ from.campaign);
    const std::uint64_t code =
        detail::mixed(detail::mixed(detail::mixed(of_campaign ^ from.member) ^ from.event) ^ from.number);
    return code == 0 ? 1 : code;
}

} // namespace things
} // namespace loyalty
