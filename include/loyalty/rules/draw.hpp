// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Draws of games (S33): whoever has the seed of a campaign, the member and the id of the event can compute them again.
///
/// A wheel of 100 tickets, with the numbers of SplitMix64 from 0:
///
/// | number             | ticket |
/// |--------------------|--------|
/// | 0xe220a8397b1dcdaf | 88     |
/// | 0x6e789e6aa1b965f4 | 43     |
/// | 0x06c45d188009454f | 2      |
/// | 0xf88bb8a8724c81ec | 97     |

#include <loyalty/config.hpp>
#include <loyalty/detail/hash.hpp>
#include <loyalty/detail/wide.hpp>

#include <cstdint>

namespace loyalty::games {

/// The numbers of one event, each computed by its place alone: in any order, on any machine.
///
/// @code
/// constexpr auto drawn = draws::keyed(seed, fact::member(spin), fact::id(spin));
/// ticket_of(drawn.at(0), 100);      // 0 to 99
/// @endcode
class draws {
public:
    /// The numbers of SplitMix64 from a start (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
    constexpr explicit draws(std::uint64_t start) noexcept : start_{start} {}

    /// The numbers of an event of a member. The start is the SipHash-2-4 of both, as two words of 64 bits with the low
    /// byte first, under the key (`seed`, 0). So nobody who sees draws, and not the seed, can compute the next one.
    [[nodiscard]] LOYALTY_INLINE static constexpr draws keyed(std::uint64_t seed, std::uint64_t member,
                                                              std::uint64_t event) noexcept {
        detail::keyed_hash hash{seed, 0};
        hash.word(member);
        hash.word(event);
        return draws{hash.value()};
    }

    /// The number at a place, from 0.
    [[nodiscard]] LOYALTY_INLINE constexpr std::uint64_t at(std::uint64_t place) const noexcept {
        std::uint64_t value = start_ + (place + 1) * 0x9E37'79B9'7F4A'7C15u;
        value = (value ^ (value >> 30u)) * 0xBF58'476D'1CE4'E5B9u;
        value = (value ^ (value >> 27u)) * 0x94D0'49BB'1331'11EBu;
        return value ^ (value >> 31u);
    }

    [[nodiscard]] friend constexpr bool operator==(const draws&, const draws&) noexcept = default;

private:
    std::uint64_t start_;
};

/// The ticket of a number, from 0 and below `tickets`: the high 64 bits of their product. Of the 2^64 numbers each ticket has
/// 2^64 / `tickets`, rounded down or up.
[[nodiscard]] LOYALTY_INLINE constexpr std::uint64_t ticket_of(std::uint64_t number, std::uint64_t tickets) noexcept {
#if LOYALTY_HAS_INT128
    __extension__ using product = unsigned __int128;
    return static_cast<std::uint64_t>((product{number} * tickets) >> 64u);
#else
    return detail::portable_wide::product_of_words(number, tickets).high_word();
#endif
}

} // namespace loyalty::games
