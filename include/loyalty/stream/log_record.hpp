// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Records for the log of a partition, in Kafka, NATS or any other broker that keeps an order. A purchase of 23.99 USD
/// takes 68 bytes:
///
/// @code
/// std::array<std::byte, 256> room;
/// const std::size_t size = encode_log_event(room, fingerprint(beauty), sale);   // 68
/// log_record_view found;
/// read_log_record(std::span{room}.first(size), fingerprint(beauty), most_record_bytes, found);   // record_fault::none
/// @endcode
///
/// | record                               | bytes |
/// |--------------------------------------|-------|
/// | format version, 1                    | 2     |
/// | kind: of the event, a letter, a mark | 2     |
/// | fingerprint of the programme         | 8     |
/// | payload                              |       |
/// | CRC-32C of all of it                 | 4     |
///
/// All numbers are little-endian. A broker numbers its records, so none of them has a number of its own.

#include <loyalty/config.hpp>
#include <loyalty/detail/crc32c.hpp>
#include <loyalty/detail/little_endian.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/event_codec.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/letter.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loyalty {

namespace streams {

inline constexpr std::uint16_t log_format_version = 1;
inline constexpr std::size_t log_head_bytes = 12;
inline constexpr std::size_t log_overhead_bytes = log_head_bytes + 4;

/// The most that one record may hold unless the host says otherwise: what brokers take by default.
inline constexpr std::size_t most_record_bytes = 1'000'000;

/// The kind of a message between members, and of a mark of time; those of events are below.
inline constexpr std::uint16_t kind_of_letter = 0xFF01;
inline constexpr std::uint16_t kind_of_mark = 0xFF02;

/// Why a record of a log was not applied.
enum class record_fault : std::uint8_t {
    none,
    truncated,       ///< it is shorter than an empty record
    too_large,       ///< it is longer than the limit
    damaged,         ///< its checksum is wrong
    other_version,   ///< of the format of records
    foreign,         ///< another programme, or version of it, wrote it
    unknown_kind,    ///< it holds an event of a type that was not named
    unreadable,      ///< its payload is not what its kind promises
    other_partition, ///< its member belongs to another partition
    reserved_id,     ///< its id is 2^63 or more, which messages have
    too_early,       ///< its time lies too far after the broker's
    duplicate,       ///< the same event was taken before (S9)
    conflicting,     ///< another event of the member has this id (S9)
    late,            ///< it came after the allowed delay (S10)
    unknown_letter,  ///< it withdraws a message that was never here, or is forgotten
};
inline constexpr std::size_t record_faults = 15;

/// The fault in a sentence that says what to do.
[[nodiscard]] constexpr std::string_view message(record_fault fault) noexcept {
    switch (fault) {
    case record_fault::none:
        return "the record was taken";
    case record_fault::truncated:
        return "the record is shorter than an empty one: write records with encode_log_event";
    case record_fault::too_large:
        return "the record is longer than the limit: split the basket, or raise most_record_bytes of the worker";
    case record_fault::damaged:
        return "the record's checksum is wrong: send the event again";
    case record_fault::other_version:
        return "the record has another version of the format: write it with the library that reads it";
    case record_fault::foreign:
        return "the record is of another programme, or of another version of it: send it to the workers of that one";
    case record_fault::unknown_kind:
        return "the record holds a kind of event that the worker was not given: name it in the type of its events";
    case record_fault::unreadable:
        return "the record does not hold what its kind promises: mend its sender, or give the worker memory for more "
               "lines";
    case record_fault::other_partition:
        return "the member belongs to another partition: choose the partition by partition_of(member, partitions)";
    case record_fault::reserved_id:
        return "the event's id is 2^63 or more, which messages have: give events ids below that";
    case record_fault::too_early:
        return "the event's time lies too far after the broker's: mend the clock of its sender, and send it again";
    case record_fault::duplicate:
        return "the event was taken before: nothing is to be done";
    case record_fault::conflicting:
        return "another event of the member has this id: give each event an id of its own";
    case record_fault::late:
        return "the event came after the allowed delay: book it as an adjustment, or allow more delay";
    case record_fault::unknown_letter:
        return "the message that is withdrawn was never here, or is forgotten: book the reversal as an adjustment";
    }
    return "unknown fault";
}

/// Returns the fault as the reason of a refusal.
[[nodiscard]] constexpr reason reason_of(record_fault fault) noexcept {
    switch (fault) {
    case record_fault::none:
        return reason::none;
    case record_fault::other_version:
    case record_fault::foreign:
        return reason::foreign_journal;
    case record_fault::other_partition:
        return reason::unknown_member;
    case record_fault::duplicate:
        return reason::duplicate_event;
    case record_fault::reserved_id:
    case record_fault::conflicting:
        return reason::conflicting_event;
    case record_fault::late:
        return reason::late_event;
    case record_fault::too_early:
        return reason::not_in_force;
    case record_fault::unknown_letter:
        return reason::unknown_sale;
    default:
        return reason::damaged_journal;
    }
}

/// A record, as it lies in the log.
struct log_record_view {
    std::uint16_t kind = 0;
    std::span<const std::byte> payload{};
    std::uint32_t sum = 0; ///< CRC-32C of the record: equal for a duplicate, another for a conflict
};

} // namespace streams

namespace detail {

/// Writes the record that `payload(writer&)` fills. Returns how many bytes it takes; nothing useful if the room is less.
template <class Payload>
constexpr std::size_t encode_log_record(std::span<std::byte> room, std::uint64_t of, std::uint16_t kind,
                                        Payload&& payload) noexcept {
    streams::writer to{room};
    to.word(streams::log_format_version);
    to.word(kind);
    to.word(of);
    payload(to);
    const std::size_t size = to.needed();
    to.word(size <= room.size() ? crc32c(room.first(size)) : 0u);
    return to.needed();
}

} // namespace detail

namespace streams {

/// Writes the record of an event. Returns how many bytes it takes; if the room is less, nothing of it is of use.
template <class Event>
constexpr std::size_t encode_log_event(std::span<std::byte> room, std::uint64_t of, const Event& event) noexcept {
    if constexpr (detail::is_any_event<Event>) {
        return event.visit([&](const auto& one) { return encode_log_event(room, of, one); });
    } else {
        return detail::encode_log_record(room, of, journal_kind_of<Event>::value,
                                         [&](writer& to) { encode(to, event); });
    }
}

/// Writes the record of a message between members, for the log of `partition_of(one.what.member, partitions)`.
constexpr std::size_t encode_log_letter(std::span<std::byte> room, std::uint64_t of, const letter& one) noexcept {
    return detail::encode_log_record(room, of, kind_of_letter, [&](writer& to) { encode(to, one); });
}

/// Writes a mark of time: all events before `time` stand in the log. So a partition in which nothing happens for a night
/// does not hold back the last events of the evening.
constexpr std::size_t encode_log_mark(std::span<std::byte> room, std::uint64_t of, instant time) noexcept {
    return detail::encode_log_record(room, of, kind_of_mark, [&](writer& to) { encode(to, time); });
}

/// Finds the parts of a record, whatever its bytes. Returns why it is none of this programme.
[[nodiscard]] constexpr record_fault read_log_record(std::span<const std::byte> bytes, std::uint64_t of,
                                                     std::size_t most_bytes, log_record_view& found) noexcept {
    if (bytes.size() < log_overhead_bytes) {
        return record_fault::truncated;
    }
    if (bytes.size() > most_bytes) {
        return record_fault::too_large;
    }
    const std::size_t size = bytes.size() - 4;
    found.sum = detail::load_little<std::uint32_t>(bytes.data() + size);
    if (found.sum != detail::crc32c(bytes.first(size))) {
        return record_fault::damaged;
    }
    reader from{bytes.first(log_head_bytes)};
    const auto version = from.word<std::uint16_t>();
    found.kind = from.word<std::uint16_t>();
    const auto written_by = from.word<std::uint64_t>();
    found.payload = bytes.subspan(log_head_bytes, size - log_head_bytes);
    return version != log_format_version ? record_fault::other_version
           : written_by != of            ? record_fault::foreign
                                         : record_fault::none;
}

} // namespace streams
} // namespace loyalty
