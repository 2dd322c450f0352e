// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// All members at one point of a journal. A snapshot and the journal from there on give what the whole journal gives.
///
/// @code
/// encode_snapshot(room, beauty, members, journal.next());
/// const auto found = decode_snapshot(bytes, beauty, members);           // found.position, found.error
/// replay<sale_type>(beauty, members, journal, found.position);
/// @endcode
///
/// It has the header and the records of a journal: the first record holds the number of members, each further one up to
/// 1024 members.

#include <loyalty/config.hpp>
#include <loyalty/stream/decode_member.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/journal.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty {

namespace streams {

/// How many members share a record, and its sum.
inline constexpr std::size_t members_per_record = 1024;

} // namespace streams

namespace detail {

inline constexpr std::uint16_t kind_of_count = 768;
inline constexpr std::uint16_t kind_of_members = 769;

/// The header and the record of the count; how many bytes they take.
constexpr std::size_t encode_snapshot_begin(std::span<std::byte> room, std::uint64_t of, std::uint64_t position,
                                            std::uint64_t count) noexcept {
    streams::writer head{room};
    encode_header(head, room, snapshot_magic, of, position);
    const std::span<std::byte> rest = head.fits() ? room.subspan(head.needed()) : std::span<std::byte>{};
    return head.needed() +
           encode_record(rest, kind_of_count, 0, [&](streams::writer& to) { streams::encode(to, count); });
}

/// One record of members; how many bytes it takes.
template <class Member>
constexpr std::size_t encode_members(std::span<std::byte> room, std::uint64_t sequence,
                                     std::span<const Member> members) noexcept {
    return encode_record(room, kind_of_members, sequence, [&](streams::writer& to) {
        for (const Member& each : members) {
            streams::encode(to, each);
        }
    });
}

/// Reads the number of members.
[[nodiscard]] constexpr bool decode_count(streams::journal_reader& in, std::uint64_t& count) noexcept {
    streams::record_view record{};
    in.number_from(0);
    if (!in.next(record)) {
        return false;
    }
    streams::reader from{record.payload};
    if (record.kind != kind_of_count || !streams::decode(from, count) || !from.at_end()) {
        in.fail(streams::journal_fault::unreadable, record);
        return false;
    }
    return true;
}

/// Reads one record of members into the first places of `room`; how many there were, none if something is wrong.
template <class Programme>
[[nodiscard]] constexpr std::size_t decode_members(streams::journal_reader& in, const Programme& programme,
                                                   std::span<typename Programme::member_type> room) noexcept {
    streams::record_view record{};
    if (!in.next(record)) {
        return 0;
    }
    std::size_t count = 0;
    streams::reader from{record.payload};
    bool right = record.kind == kind_of_members && from.left() > 0;
    while (right && from.left() > 0) {
        right = count < room.size() && streams::decode_member(from, programme, room[count]);
        ++count;
    }
    if (!right) {
        in.fail(streams::journal_fault::unreadable, record);
        return 0;
    }
    return count;
}

} // namespace detail

namespace streams {

/// Writes a snapshot; how many bytes it takes. If the room is less, nothing of it is of use. `position` is the
/// number of the first record of the journal that the members have not seen.
template <class Programme>
constexpr std::size_t encode_snapshot(std::span<std::byte> room, const Programme& programme,
                                      std::span<const typename Programme::member_type> members,
                                      std::uint64_t position) noexcept {
    const auto rest = [&](std::size_t used) {
        return used <= room.size() ? room.subspan(used) : std::span<std::byte>{};
    };
    std::size_t size = detail::encode_snapshot_begin(room, fingerprint(programme), position, members.size());
    std::uint64_t sequence = 1;
    for (std::size_t first = 0; first < members.size(); first += members_per_record) {
        const std::size_t count =
            members.size() - first < members_per_record ? members.size() - first : members_per_record;
        size += detail::encode_members(rest(size), sequence++, members.subspan(first, count));
    }
    return size;
}

/// The result of reading a snapshot. If there is an error, neither its numbers nor the members count.
struct snapshot_found {
    std::uint64_t members = 0;  ///< how many it holds
    std::uint64_t position = 0; ///< the first record of the journal that they have not seen
    journal_error error{};

    [[nodiscard]] constexpr explicit operator bool() const noexcept { return !error; }
};

/// How many members a snapshot holds, so that a host makes room for them.
template <class Programme>
[[nodiscard]] constexpr snapshot_found peek_snapshot(std::span<const std::byte> bytes,
                                                     const Programme& programme) noexcept {
    auto in = journal_reader::of_snapshot(bytes, fingerprint(programme));
    snapshot_found found{.position = in.next(), .error = in.error()};
    if (!found.error && !detail::decode_count(in, found.members)) {
        found.error = in.error() ? in.error() : journal_error{journal_fault::truncated, in.offset()};
    }
    return found;
}

/// Reads a snapshot into the first places of `members`. Fewer places than members are an error (`unreadable`); more
/// keep what they hold.
template <class Programme>
[[nodiscard]] constexpr snapshot_found decode_snapshot(std::span<const std::byte> bytes, const Programme& programme,
                                                       std::span<typename Programme::member_type> members) noexcept {
    auto in = journal_reader::of_snapshot(bytes, fingerprint(programme));
    snapshot_found found{.position = in.next(), .error = in.error()};
    std::size_t read = 0;
    bool whole = !found.error && detail::decode_count(in, found.members);
    const std::size_t room = found.members < members.size() ? static_cast<std::size_t>(found.members) : members.size();
    while (whole && read < found.members) {
        const std::size_t more = detail::decode_members(in, programme, members.subspan(read, room - read));
        read += more;
        whole = more != 0;
    }
    record_view beyond{};
    if (whole && in.next(beyond)) {
        in.fail(journal_fault::unreadable, beyond);
    }
    if (!found.error) {
        found.error = in.error() || whole ? in.error() : journal_error{journal_fault::truncated, in.offset()};
    }
    return found;
}

} // namespace streams
} // namespace loyalty
