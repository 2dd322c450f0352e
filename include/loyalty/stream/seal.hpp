// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Receipts that leave the house: on a till's disk, on paper, in a customer's app.
///
/// @code
/// const seal_key key{low_bits, high_bits};                      // 128 random bits, kept by the host
/// const std::uint64_t mark = seal(beauty, sale.receipt, key);   // goes out with the receipt
/// is_sealed(beauty, receipt, key, mark);                        // true: it came back as it went
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/hash.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/fingerprint.hpp>

#include <cstdint>
#include <span>

namespace loyalty::streams {

/// Drawn at random by the host, and kept by everyone who makes or checks a seal. Whoever has it can forge.
struct seal_key {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

/// 64 bits that only the key makes of this receipt and programme: SipHash-2-4. Without the key a forgery passes with
/// one chance in 2^64 a try.
template <class Programme>
[[nodiscard]] constexpr std::uint64_t seal(const Programme& programme, const receipt<Programme>& slip,
                                           seal_key key) noexcept {
    detail::keyed_hash hash{key.low, key.high};
    encode(hash, fingerprint(programme));
    encode(hash, slip);
    return hash.value();
}

/// Returns true if a receipt is as it was sealed, for the same programme.
template <class Programme>
[[nodiscard]] constexpr bool is_sealed(const Programme& programme, const receipt<Programme>& slip, seal_key key,
                                       std::uint64_t given) noexcept {
    return seal(programme, slip, key) == given;
}

/// Writes fingerprint, receipt and seal.
template <class Programme>
constexpr void encode_sealed(writer& to, const Programme& programme, const receipt<Programme>& slip,
                             seal_key key) noexcept {
    encode(to, fingerprint(programme));
    encode(to, slip);
    encode(to, seal(programme, slip, key));
}

/// Reads them. `foreign_receipt` if it is of another programme, `tampered_receipt` if the seal does not fit; the
/// receipt is then as before.
template <class Programme>
[[nodiscard]] constexpr reason decode_sealed(reader& from, const Programme& programme, receipt<Programme>& slip,
                                             seal_key key) noexcept {
    std::uint64_t of = 0;
    std::uint64_t given = 0;
    receipt<Programme> trial{};
    if (!decode(from, of)) {
        return reason::tampered_receipt;
    }
    if (of != fingerprint(programme)) {
        return reason::foreign_receipt;
    }
    if (!decode(from, trial) || !decode(from, given) || !is_sealed(programme, trial, key, given)) {
        return reason::tampered_receipt;
    }
    slip = trial;
    return reason::none;
}

} // namespace loyalty::streams
