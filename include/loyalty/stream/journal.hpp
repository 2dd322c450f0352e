// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A journal: what happened, event after event, in bytes that say themselves where they stop being right.
///
/// @code
/// journal_writer out{room, fingerprint(beauty)};
/// out.append(sale);                                             // before it is applied
/// journal_reader in{out.bytes(), fingerprint(beauty)};
/// replay<sale_type>(beauty, members, in);                       // the members as they were
/// in.error();                                                   // where it stopped, and why
/// @endcode
///
/// | header, 32 bytes                 |   | record, 22 bytes and the payload          |
/// |----------------------------------|---|-------------------------------------------|
/// | `LOYALTYJ`, snapshots `..S`, `..W` | 8 | length of the payload                 | 4 |
/// | format version, 1                | 4 | kind of event                         | 2 |
/// | fingerprint of the programme     | 8 | sequence number                       | 8 |
/// | number of the first record       | 8 | CRC-32C of these                      | 4 |
/// | CRC-32C of these                 | 4 | payload                               |   |
/// |                                  |   | CRC-32C of all of it                  | 4 |
///
/// All numbers are little-endian. The head of a record has a sum of its own, so a wrong length is damage, and not the
/// end of the journal.

#include <loyalty/config.hpp>
#include <loyalty/detail/crc32c.hpp>
#include <loyalty/detail/little_endian.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/event_codec.hpp>
#include <loyalty/stream/event_of.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace streams {

inline constexpr std::uint32_t journal_format_version = 1;
inline constexpr std::size_t journal_header_bytes = 32;
inline constexpr std::size_t record_head_bytes = 18;
inline constexpr std::size_t record_overhead_bytes = record_head_bytes + 4;

/// The most that one record may hold: a basket of `most_lines` lines is 0.6 MB.
inline constexpr std::size_t most_payload_bytes = std::size_t{1} << 24;

/// The fault of a journal or a snapshot.
enum class journal_fault : std::uint8_t {
    none,            ///< nothing: it was read to its end
    truncated,       ///< it ends within the header or a record: what comes before is whole
    not_a_journal,   ///< it begins otherwise
    damaged_header,  ///< the header's sum is wrong
    other_version,   ///< of the format
    foreign,         ///< another programme, or version of it, wrote it
    damaged_record,  ///< a record's sum is wrong
    out_of_sequence, ///< a record is missing, or stands twice
    unknown_kind,    ///< a record is whole, and holds an event of a type that the reader was not given
    unreadable,      ///< a record is whole, and its payload is not what its kind promises
};

/// The fault in a sentence that says what to do.
[[nodiscard]] constexpr std::string_view message(journal_fault fault) noexcept {
    switch (fault) {
    case journal_fault::none:
        return "the journal was read to its end";
    case journal_fault::truncated:
        return "the journal ends within a record: what was written last did not arrive whole; cut it off here";
    case journal_fault::not_a_journal:
        return "the bytes do not begin as a journal or snapshot does: is it the right file?";
    case journal_fault::damaged_header:
        return "the header's checksum is wrong: take another copy";
    case journal_fault::other_version:
        return "the journal has another version of the format: read it with the library that wrote it";
    case journal_fault::foreign:
        return "the journal is of another programme, or of another version of it: read it with the programme that "
               "wrote it";
    case journal_fault::damaged_record:
        return "a record's checksum is wrong: what comes before is whole; take another copy for the rest";
    case journal_fault::out_of_sequence:
        return "a record is missing or stands twice: take another copy";
    case journal_fault::unknown_kind:
        return "a record holds a kind of event that was not named: name all types of events that were written";
    case journal_fault::unreadable:
        return "a record does not hold what its kind promises, or the memory for its lines is too small";
    }
    return "unknown fault";
}

/// Returns the fault as the reason of a refusal.
[[nodiscard]] constexpr reason reason_of(journal_fault fault) noexcept {
    return fault == journal_fault::none                                               ? reason::none
           : fault == journal_fault::foreign || fault == journal_fault::other_version ? reason::foreign_journal
                                                                                      : reason::damaged_journal;
}

/// The fault, and the first byte of the header or record that has it.
struct journal_error {
    journal_fault fault = journal_fault::none;
    std::uint64_t offset = 0;

    [[nodiscard]] constexpr explicit operator bool() const noexcept { return fault != journal_fault::none; }
    [[nodiscard]] constexpr std::string_view sentence() const noexcept { return message(fault); }
    [[nodiscard]] friend constexpr bool operator==(const journal_error&, const journal_error&) = default;
};

} // namespace streams

namespace detail {

inline constexpr std::string_view journal_magic = "LOYALTYJ";
inline constexpr std::string_view snapshot_magic = "LOYALTYS";
inline constexpr std::string_view worker_magic = "LOYALTYW";

constexpr void encode_header(streams::writer& to, std::span<std::byte> room, std::string_view magic, std::uint64_t of,
                             std::uint64_t first) noexcept {
    for (const char each : magic) {
        to.word(static_cast<std::uint8_t>(each));
    }
    to.word(streams::journal_format_version);
    to.word(of);
    to.word(first);
    const std::size_t size = to.needed();
    to.word(size <= room.size() ? crc32c(room.first(size)) : 0);
}

/// Writes the record that `payload(writer&)` fills; how many bytes that takes. Nothing useful if the room is less.
template <class Payload>
constexpr std::size_t encode_record(std::span<std::byte> room, std::uint16_t kind, std::uint64_t sequence,
                                    Payload&& payload) noexcept {
    streams::writer body{room};
    body.skip(streams::record_head_bytes);
    payload(body);
    const std::size_t size = body.needed();
    LOYALTY_ASSERT(size - streams::record_head_bytes <= streams::most_payload_bytes);
    if (size + 4 > room.size()) {
        return size + 4;
    }
    streams::writer head{room.first(streams::record_head_bytes)};
    head.word(static_cast<std::uint32_t>(size - streams::record_head_bytes));
    head.word(kind);
    head.word(sequence);
    head.word(crc32c(room.first(streams::record_head_bytes - 4)));
    streams::writer sum{room.subspan(size, 4)};
    sum.word(crc32c(room.subspan(streams::record_head_bytes, size - streams::record_head_bytes), crc32c_of_summed));
    return size + 4;
}

[[nodiscard]] constexpr bool all_zero(std::span<const std::byte> bytes) noexcept {
    for (const std::byte each : bytes) {
        if (each != std::byte{0}) {
            return false;
        }
    }
    return true;
}

} // namespace detail

namespace streams {

/// Writes the record of an event; how many bytes that takes. If the room is less, nothing of it is of use.
template <class Event>
constexpr std::size_t encode_record(std::span<std::byte> room, std::uint64_t sequence, const Event& event) noexcept {
    if constexpr (detail::is_any_event<Event>) {
        return event.visit([&](const auto& one) { return encode_record(room, sequence, one); });
    } else {
        return detail::encode_record(room, journal_kind_of<Event>::value, sequence,
                                     [&](writer& to) { encode(to, event); });
    }
}

/// Writes a journal into memory of the host.
class journal_writer {
public:
    /// Begins a journal, with `first` as the number of the first record.
    constexpr journal_writer(std::span<std::byte> room, std::uint64_t of, std::uint64_t first = 0) noexcept
        : room_{room}, next_{first} {
        writer to{room};
        detail::encode_header(to, room, detail::journal_magic, of, first);
        size_ = to.fits() ? to.needed() : 0;
        right_ = to.fits();
    }

    /// Appends an event. Returns false, and nothing happens, if the room is not enough.
    template <class Event>
    [[nodiscard]] constexpr bool append(const Event& event) noexcept {
        const std::span<std::byte> rest = room_.subspan(size_);
        const std::size_t needed = right_ ? encode_record(rest, next_, event) : 0;
        if (!right_ || needed > rest.size()) {
            return false;
        }
        size_ += needed;
        ++next_;
        return true;
    }

    [[nodiscard]] constexpr std::span<const std::byte> bytes() const noexcept {
        return std::span<const std::byte>{room_}.first(size_);
    }
    /// The number of the next record.
    [[nodiscard]] constexpr std::uint64_t next() const noexcept { return next_; }

private:
    std::span<std::byte> room_;
    std::size_t size_ = 0;
    std::uint64_t next_ = 0;
    bool right_ = false;
};

/// One record, as it lies in the journal.
struct record_view {
    std::uint16_t kind = 0;
    std::uint64_t sequence = 0;
    std::uint64_t offset = 0; ///< of its first byte
    std::span<const std::byte> payload{};
};

/// Reads a journal, whatever its bytes. It gives the records of a valid prefix, and then says what is wrong.
class journal_reader {
public:
    constexpr journal_reader(std::span<const std::byte> bytes, std::uint64_t of) noexcept
        : journal_reader(bytes, of, detail::journal_magic) {}

    /// Reads a snapshot's records, which are numbered from 0; `next()` is the position in the journal until then.
    [[nodiscard]] static constexpr journal_reader of_snapshot(std::span<const std::byte> bytes,
                                                              std::uint64_t of) noexcept {
        return {bytes, of, detail::snapshot_magic};
    }
    /// The same of a worker's snapshot; `next()` is the position in the log until then.
    [[nodiscard]] static constexpr journal_reader of_worker_snapshot(std::span<const std::byte> bytes,
                                                                     std::uint64_t of) noexcept {
        return {bytes, of, detail::worker_magic};
    }

    /// The next record. Returns false at the end, and if something is wrong.
    [[nodiscard]] constexpr bool next(record_view& record) noexcept {
        if (error_ || position_ == bytes_.size()) {
            return false;
        }
        const std::span<const std::byte> rest = bytes_.subspan(position_);
        const journal_fault fault = check_record(rest, record);
        if (fault != journal_fault::none) {
            error_ = {fault, offset()};
            return false;
        }
        record.offset = offset();
        position_ += record.payload.size() + record_overhead_bytes;
        ++next_;
        return true;
    }

    /// The reader of an event found the last record's payload at fault.
    constexpr void fail(journal_fault fault, const record_view& record) noexcept {
        position_ = static_cast<std::size_t>(record.offset);
        next_ = record.sequence;
        error_ = {fault, record.offset};
    }
    /// Numbers the records anew.
    constexpr void number_from(std::uint64_t sequence) noexcept { next_ = sequence; }

    [[nodiscard]] constexpr journal_error error() const noexcept { return error_; }
    /// How far the journal is valid, in bytes.
    [[nodiscard]] constexpr std::uint64_t offset() const noexcept { return position_; }
    /// The number of the next record.
    [[nodiscard]] constexpr std::uint64_t next() const noexcept { return next_; }

private:
    constexpr journal_reader(std::span<const std::byte> bytes, std::uint64_t of, std::string_view magic) noexcept
        : bytes_{bytes} {
        const journal_fault fault = check_header(of, magic);
        error_ = {fault, 0};
        position_ = fault == journal_fault::none ? journal_header_bytes : 0;
    }

    [[nodiscard]] constexpr journal_fault check_header(std::uint64_t of, std::string_view magic) noexcept {
        for (std::size_t i = 0; i < magic.size() && i < bytes_.size(); ++i) {
            if (static_cast<char>(bytes_[i]) != magic[i]) {
                return journal_fault::not_a_journal;
            }
        }
        if (bytes_.size() < journal_header_bytes) {
            return journal_fault::truncated;
        }
        reader from{bytes_.subspan(magic.size(), journal_header_bytes - magic.size())};
        const auto format = from.word<std::uint32_t>();
        const auto written_by = from.word<std::uint64_t>();
        next_ = from.word<std::uint64_t>();
        const auto sum = from.word<std::uint32_t>();
        return sum != detail::crc32c(bytes_.first(journal_header_bytes - 4)) ? journal_fault::damaged_header
               : format != journal_format_version                            ? journal_fault::other_version
               : written_by != of                                            ? journal_fault::foreign
                                                                             : journal_fault::none;
    }

    [[nodiscard]] constexpr journal_fault check_record(std::span<const std::byte> rest,
                                                       record_view& record) const noexcept {
        if (rest.size() < record_head_bytes) {
            return journal_fault::truncated;
        }
        const std::byte* const head = rest.data();
        const auto length = detail::load_little<std::uint32_t>(head);
        const auto kind = detail::load_little<std::uint16_t>(head + 4);
        const auto sequence = detail::load_little<std::uint64_t>(head + 6);
        const auto sum_of_head = detail::load_little<std::uint32_t>(head + 14);
        if (sum_of_head != detail::crc32c(rest.first(record_head_bytes - 4)) || length > most_payload_bytes)
            [[unlikely]] {
            // A file system may lengthen a file before the bytes arrive: nothing but zeros was never written.
            return detail::all_zero(rest) ? journal_fault::truncated : journal_fault::damaged_record;
        }
        if (sequence != next_) [[unlikely]] {
            return journal_fault::out_of_sequence;
        }
        if (rest.size() - record_head_bytes < std::size_t{length} + 4) [[unlikely]] {
            return journal_fault::truncated;
        }
        const std::span<const std::byte> payload = rest.subspan(record_head_bytes, length);
        const auto sum = detail::load_little<std::uint32_t>(payload.data() + length);
        if (sum != detail::crc32c(payload, detail::crc32c_of_summed)) [[unlikely]] {
            return journal_fault::damaged_record;
        }
        record.kind = kind;
        record.sequence = sequence;
        record.payload = payload;
        return journal_fault::none;
    }

    std::span<const std::byte> bytes_{};
    std::size_t position_ = 0;
    std::uint64_t next_ = 0;
    journal_error error_{};
};

} // namespace streams
} // namespace loyalty
