// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Outcomes as records, and the ids of all that a driver sends. An id follows from the content alone, so what is given
/// again after a crash has the id that it had before:
///
/// | record                          | id                                                     |
/// |---------------------------------|--------------------------------------------------------|
/// | outcome of event 1001, member 7 | `o-7-1001`                                             |
/// | message 9223372036854775810     | `m-9223372036854775810`                                |
/// | its reversal                    | `r-9223372036854775810`                                |
/// | dead record of `stars`, 2, 1000 | `d-stars-2-1000`: stream, partition, position          |
///
/// @code
/// std::array<std::byte, 512> room;
/// const std::size_t size = encode_outcome(room, fingerprint(stars), one);
/// streams::worked<stars_type> found;
/// read_outcome(std::span{room}.first(size), fingerprint(stars), found);      // record_fault::none; found == one
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/letter.hpp>
#include <loyalty/stream/log_record.hpp>
#include <loyalty/stream/worker_sink.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace loyalty::adapters {

/// The kind of an outcome's record; those of messages and marks stand in stream/log_record.hpp.
inline constexpr std::uint16_t kind_of_outcome = 0xFF03;

[[nodiscard]] inline std::string id_of_outcome(std::uint32_t member, std::uint64_t event) {
    return "o-" + std::to_string(member) + "-" + std::to_string(event);
}
[[nodiscard]] inline std::string id_of_letter(const streams::letter& one) {
    return (one.is_reversal ? "r-" : "m-") + std::to_string(one.what.id);
}
/// `stream` has at most 70 characters.
[[nodiscard]] inline std::string id_of_dead_record(std::string_view stream, std::uint32_t partition,
                                                   std::uint64_t position) {
    return "d-" + std::string{stream} + "-" + std::to_string(partition) + "-" + std::to_string(position);
}

/// Writes the record of an outcome. Returns how many bytes it takes; if the room is less, nothing of it is of use.
template <class Programme>
constexpr std::size_t encode_outcome(std::span<std::byte> room, std::uint64_t of,
                                     const streams::worked<Programme>& one) noexcept {
    return detail::encode_log_record(room, of, kind_of_outcome, [&](streams::writer& to) { streams::encode(to, one); });
}

/// Reads it, whatever the bytes are. If it returns a fault, `one` is as before.
template <class Programme>
[[nodiscard]] constexpr streams::record_fault read_outcome(std::span<const std::byte> bytes, std::uint64_t of,
                                                           streams::worked<Programme>& one) noexcept {
    using streams::record_fault;
    streams::log_record_view record{};
    if (const record_fault fault = streams::read_log_record(bytes, of, streams::most_record_bytes, record);
        fault != record_fault::none) {
        return fault;
    }
    if (record.kind != kind_of_outcome) {
        return record_fault::unknown_kind;
    }
    streams::reader from{record.payload};
    streams::worked<Programme> read{};
    if (!streams::decode(from, read) || !from.at_end()) {
        return record_fault::unreadable;
    }
    one = read;
    return record_fault::none;
}

} // namespace loyalty::adapters
