// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Two hashes of a sequence of little-endian words, the same on every machine: one without a key, and one with a key
/// against forgery.

#include <loyalty/config.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace loyalty::detail {

/// FNV-1a, 64 bits.
class plain_hash {
public:
    template <std::unsigned_integral Word>
    LOYALTY_INLINE constexpr void word(Word value) noexcept {
        for (std::size_t i = 0; i < sizeof(Word); ++i) {
            state_ = (state_ ^ ((std::uint64_t{value} >> (8 * i)) & 0xFFu)) * 0x100'0000'01B3u;
        }
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return state_; }

private:
    std::uint64_t state_ = 0xCBF2'9CE4'8422'2325u;
};

/// SipHash-2-4 (Aumasson, Bernstein: SipHash, a fast short-input PRF, 2012), 64 bits under a key of 128.
class keyed_hash {
public:
    constexpr keyed_hash(std::uint64_t low, std::uint64_t high) noexcept
        : v0_{low ^ 0x736F'6D65'7073'6575u},
          v1_{high ^ 0x646F'7261'6E64'6F6Du},
          v2_{low ^ 0x6C79'6765'6E65'7261u},
          v3_{high ^ 0x7465'6462'7974'6573u} {}

    template <std::unsigned_integral Word>
    LOYALTY_INLINE constexpr void word(Word value) noexcept {
        if constexpr (sizeof(Word) == 8) {
            if (length_ % 8 == 0) { // the usual case: a whole word of the message
                take(value);
                length_ += 8;
                return;
            }
        }
        for (std::size_t i = 0; i < sizeof(Word); ++i) {
            waiting_ |= ((std::uint64_t{value} >> (8 * i)) & 0xFFu) << (8 * (length_ % 8));
            if (++length_ % 8 == 0) {
                take(waiting_);
                waiting_ = 0;
            }
        }
    }

    [[nodiscard]] constexpr std::uint64_t value() const noexcept {
        keyed_hash end = *this;
        end.take(waiting_ | length_ << 56);
        end.v2_ ^= 0xFF;
        for (int i = 0; i < 4; ++i) {
            end.turn();
        }
        return end.v0_ ^ end.v1_ ^ end.v2_ ^ end.v3_;
    }

private:
    constexpr void take(std::uint64_t message) noexcept {
        v3_ ^= message;
        turn();
        turn();
        v0_ ^= message;
    }
    constexpr void turn() noexcept {
        v0_ += v1_;
        v1_ = std::rotl(v1_, 13) ^ v0_;
        v0_ = std::rotl(v0_, 32);
        v2_ += v3_;
        v3_ = std::rotl(v3_, 16) ^ v2_;
        v0_ += v3_;
        v3_ = std::rotl(v3_, 21) ^ v0_;
        v2_ += v1_;
        v1_ = std::rotl(v1_, 17) ^ v2_;
        v2_ = std::rotl(v2_, 32);
    }

    std::uint64_t v0_;
    std::uint64_t v1_;
    std::uint64_t v2_;
    std::uint64_t v3_;
    std::uint64_t waiting_ = 0;
    std::uint64_t length_ = 0;
};

} // namespace loyalty::detail
