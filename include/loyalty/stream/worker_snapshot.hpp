// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Snapshots of workers: the state of a partition and the position of its log in one piece, so that neither changes
/// without the other.
///
/// It has the header and the records of a journal (stream/journal.hpp); the header's number is the position. The first
/// record holds the shards, the watermark and the shares of quotas, and the last one the number of records, so a torn
/// snapshot is known as such. Each record between belongs to one shard:
///
/// | record          | content of one shard                                                     |
/// |-----------------|--------------------------------------------------------------------------|
/// | members         | number and state of each, by number                                      |
/// | waiting events  | time, id, member, kind and payload of each, in their order               |
/// | letters         | those that wait, in the order of delivery                                |
/// | known letters   | what became of each, with its receipt, by id                             |
/// | seen ids        | generation, id, member and checksum, by id                               |
///
/// The same state gives the same bytes, on every machine.

#include <loyalty/config.hpp>
#include <loyalty/stream/decode_member.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/shards.hpp>
#include <loyalty/stream/snapshot.hpp>
#include <loyalty/stream/snapshot_records.hpp>
#include <loyalty/stream/worker_state.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty {

namespace streams {

/// The source of a worker's state: its own log, or the shards of a partition that was closed.
enum class snapshot_use : std::uint8_t { go_on, take_over };

} // namespace streams

namespace detail {

inline constexpr std::uint16_t kind_of_partition = 770;
inline constexpr std::uint16_t kind_of_shard_members = 771;
inline constexpr std::uint16_t kind_of_waiting_events = 772;
inline constexpr std::uint16_t kind_of_letters = 773;
inline constexpr std::uint16_t kind_of_known_letters = 774;
inline constexpr std::uint16_t kind_of_seen_ids = 775;
inline constexpr std::uint16_t kind_of_end = 776;

/// An item of a shard, with what the records of a shard are sorted by.
template <class Content>
struct item_of_shard {
    std::uint32_t shard = 0;
    std::uint64_t key = 0;
    Content content{};
    std::size_t place = 0; ///< Where it stood before the sort.
};

/// Items of one shard and key keep their order. `std::stable_sort` does it too, but clang 19 warns of libstdc++ 12's.
template <class Content>
void sort_by_shard(std::vector<item_of_shard<Content>>& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].place = i;
    }
    std::sort(items.begin(), items.end(), [](const auto& left, const auto& right) {
        return std::tie(left.shard, left.key, left.place) < std::tie(right.shard, right.key, right.place);
    });
}

/// The indexes of members by shard, and within one by number: 4 bytes a member, since a partition may have millions.
template <class Member>
[[nodiscard]] std::vector<std::uint32_t> indexes_by_shard(const streams::partition_members<Member>& members) {
    const auto shard_of = [&](std::size_t index) { return streams::shard_of(members.number_of(index)); };
    std::vector<std::size_t> places(streams::logical_shards + 1); // where the next one of a shard goes
    for (std::size_t index = 0; index < members.size(); ++index) {
        ++places[shard_of(index) + 1];
    }
    for (std::size_t shard = 0; shard < streams::logical_shards; ++shard) {
        places[shard + 1] += places[shard];
    }
    const std::vector<std::size_t> firsts = places;
    std::vector<std::uint32_t> indexes(members.size());
    for (std::size_t index = 0; index < members.size(); ++index) {
        indexes[places[shard_of(index)]++] = static_cast<std::uint32_t>(index);
    }
    for (std::size_t shard = 0; shard < streams::logical_shards; ++shard) {
        const auto begin = indexes.begin();
        std::sort(begin + static_cast<std::ptrdiff_t>(firsts[shard]),
                  begin + static_cast<std::ptrdiff_t>(firsts[shard + 1]),
                  [&](auto left, auto right) { return members.number_of(left) < members.number_of(right); });
    }
    return indexes;
}

template <class Programme, class Write>
void write_members(snapshot_records<Write>& to, const streams::worker_state<Programme>& state) {
    const std::vector<std::uint32_t> indexes = indexes_by_shard(state.members);
    const auto shard_of = [&](std::uint32_t index) { return streams::shard_of(state.members.number_of(index)); };
    to.by_shard(kind_of_shard_members, indexes, shard_of, [&](std::uint32_t index) {
        to.add(state.members.number_of(index));
        to.add(state.members.by_index(index));
    });
}

template <class Programme, class Write>
void write_waiting(snapshot_records<Write>& to, const streams::worker_state<Programme>& state) {
    std::vector<item_of_shard<streams::waiting_event>> events;
    for (const streams::waiting_event& each : state.waiting.sorted()) {
        events.push_back({streams::shard_of(each.member), 0, each});
    }
    sort_by_shard(events);
    to.by_shard(kind_of_waiting_events, events, [&](const auto& item) {
        const streams::waiting_event& one = item.content;
        to.add(one.time);
        to.add(one.id);
        to.add(one.member);
        to.add(one.kind);
        to.add(one.size);
        to.add_bytes(state.waiting.payload_of(one));
    });
    std::vector<item_of_shard<const streams::letter*>> letters;
    for (const auto& each : state.letters.waiting) {
        letters.push_back({streams::shard_of(each.second.what.member), 0, &each.second});
    }
    sort_by_shard(letters);
    to.by_shard(kind_of_letters, letters, [&](const auto& item) { to.add(*item.content); });
}

template <class Programme, class Write>
void write_known(snapshot_records<Write>& to, const streams::worker_state<Programme>& state) {
    std::vector<item_of_shard<const streams::known_letter<Programme>*>> letters;
    for (const auto& each : state.letters.known) {
        letters.push_back({streams::shard_of(each.second.to), each.first, &each.second});
    }
    sort_by_shard(letters);
    to.by_shard(kind_of_known_letters, letters, [&](const auto& item) {
        to.add(item.key);
        to.add(*item.content);
    });
    std::vector<item_of_shard<std::pair<streams::seen_id, bool>>> seen;
    state.seen.for_each([&](const streams::seen_id& each, bool is_old) {
        seen.push_back({streams::shard_of(each.member), each.id, {each, is_old}});
    });
    std::sort(seen.begin(), seen.end(), [](const auto& left, const auto& right) {
        return std::tie(left.shard, left.key, left.content.first.member) <
               std::tie(right.shard, right.key, right.content.first.member);
    });
    to.by_shard(kind_of_seen_ids, seen, [&](const auto& item) {
        to.add(item.content.second);
        to.add(item.content.first);
    });
}

/// Reads what `write_worker_snapshot` wrote, into a state with the named shards.
template <class Programme, class IsEvent>
class snapshot_taker {
    using state_type = streams::worker_state<Programme>;

public:
    snapshot_taker(state_type& state, const Programme& programme, streams::snapshot_use use, IsEvent& is_event)
        : state_{state}, programme_{programme}, use_{use}, is_event_{is_event} {}

    /// Takes one record. Returns false if its payload is not what its kind promises.
    [[nodiscard]] bool take(const streams::record_view& record) {
        streams::reader from{record.payload};
        if (record.kind == kind_of_partition) {
            return record.sequence == 0 && take_partition(from) && from.at_end();
        }
        if (record.kind == kind_of_end) {
            std::uint64_t records = 0;
            ended_ = !ended_ && streams::decode(from, records) && from.at_end() && records == record.sequence;
            return ended_ && letters_are_known();
        }
        std::uint32_t shard = 0;
        if (ended_ || record.sequence == 0 || !streams::decode(from, shard) || !written_.holds(shard)) {
            return false;
        }
        if (!state_.shards.holds(shard)) {
            return true; // another worker's
        }
        while (from.left() > 0) {
            if (!take_item(record.kind, from, shard)) {
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] bool ended() const noexcept { return ended_; }
    /// The shards that it took.
    [[nodiscard]] streams::shard_range taken() const noexcept { return intersection(written_, state_.shards); }

private:
    [[nodiscard]] bool take_partition(streams::reader& from) {
        instant watermark{};
        if (!streams::decode(from, written_) || !streams::decode(from, watermark)) {
            return false;
        }
        const streams::shard_range own = intersection(written_, state_.shards);
        if (own.size() == 0) {
            return false;
        }
        state_.watermark = watermark;
        if constexpr (Programme::shares_quotas) {
            quotas<Programme> shares{};
            if (!streams::decode(from, shares)) {
                return false;
            }
            state_.shares = shares.part(own.first - written_.first, own.last - written_.first, written_.size());
        }
        return use_ == streams::snapshot_use::take_over || written_ == state_.shards;
    }

    [[nodiscard]] bool take_item(std::uint16_t kind, streams::reader& from, std::uint32_t shard) {
        const auto belongs = [&](std::uint32_t member) { return from.ok() && streams::shard_of(member) == shard; };
        switch (kind) {
        case kind_of_shard_members:
            return take_member(from, belongs);
        case kind_of_waiting_events:
            return take_event(from, belongs);
        case kind_of_letters: {
            streams::letter one{};
            if (!streams::decode(from, one) || !belongs(one.what.member)) {
                return false;
            }
            return state_.letters.waiting.emplace(streams::place_of(one), one).second;
        }
        case kind_of_known_letters: {
            const auto id = from.word<std::uint64_t>();
            streams::known_letter<Programme> one{};
            return streams::decode(from, one) && belongs(one.to) && one.fate <= streams::letter_fate::reversed &&
                   state_.letters.known.emplace(id, one).second;
        }
        case kind_of_seen_ids: {
            bool is_old = false;
            streams::seen_id one{};
            if (!streams::decode(from, is_old) || !streams::decode(from, one) || !belongs(one.member) || one.sum == 0) {
                return false;
            }
            state_.seen.restore(one, is_old);
            return true;
        }
        default:
            return false;
        }
    }
    [[nodiscard]] bool take_member(streams::reader& from, const auto& belongs) {
        const auto number = from.word<std::uint32_t>();
        if (!belongs(number) || state_.members.find(number) != nullptr) {
            return false;
        }
        return streams::decode_member(from, programme_, state_.members.at(number));
    }
    [[nodiscard]] bool take_event(streams::reader& from, const auto& belongs) {
        streams::waiting_event one{};
        if (!streams::decode(from, one.time) || !streams::decode(from, one.id) || !streams::decode(from, one.member) ||
            !streams::decode(from, one.kind) || !streams::decode(from, one.size) || !belongs(one.member)) {
            return false;
        }
        const std::span<const std::byte> payload = from.take(one.size);
        const bool right = from.ok() && is_event_(one.kind, payload);
        if (right) {
            state_.waiting.push(one, payload);
        }
        return right;
    }
    [[nodiscard]] bool letters_are_known() const {
        return std::all_of(state_.letters.waiting.begin(), state_.letters.waiting.end(),
                           [&](const auto& each) { return state_.letters.known.contains(each.first.id); });
    }

    state_type& state_;
    const Programme& programme_;
    streams::snapshot_use use_;
    IsEvent& is_event_;
    streams::shard_range written_{};
    bool ended_ = false;
};

/// Adds the shards of a state to another. Returns false, and nothing happens, if one of them is there already.
template <class Programme>
[[nodiscard]] bool add_shards(streams::worker_state<Programme>& to, const streams::worker_state<Programme>& from) {
    for (std::size_t i = 0; i < from.members.size(); ++i) {
        if (to.members.find(from.members.number_of(i)) != nullptr) {
            return false;
        }
    }
    for (std::size_t i = 0; i < from.members.size(); ++i) {
        to.members.at(from.members.number_of(i)) = from.members.by_index(i);
    }
    for (const streams::waiting_event& each : from.waiting.sorted()) {
        to.waiting.push(each, from.waiting.payload_of(each));
    }
    to.letters.waiting.insert(from.letters.waiting.begin(), from.letters.waiting.end());
    to.letters.known.insert(from.letters.known.begin(), from.letters.known.end());
    from.seen.for_each([&](const streams::seen_id& each, bool is_old) { to.seen.restore(each, is_old); });
    to.watermark = (std::max)(to.watermark, from.watermark);
    if constexpr (Programme::shares_quotas) {
        to.shares.add(from.shares);
    }
    return true;
}

} // namespace detail

namespace streams {

/// Writes the snapshot of a worker's state by calls of `write(bytes)`, about 64 KB each. Returns true if all of them did.
template <class Programme, class Write>
[[nodiscard]] bool write_worker_snapshot(const worker_state<Programme>& state, std::uint64_t of, Write&& write) {
    detail::snapshot_records<std::remove_reference_t<Write>> to{write};
    to.header(of, state.next);
    to.begin();
    to.add(state.shards);
    to.add(state.watermark);
    if constexpr (Programme::shares_quotas) {
        to.add(state.shares);
    }
    to.end(detail::kind_of_partition);
    detail::write_members(to, state);
    detail::write_waiting(to, state);
    detail::write_known(to, state);
    to.begin();
    to.add(to.sequence());
    to.end(detail::kind_of_end);
    return to.right();
}

/// Reads a snapshot into a state that has its shards, or adds the own shards of a closed partition, which `taken` gets.
/// One that was taken before is refused: its shares would count twice, even if it has no members. `is_event(kind,
/// payload)` says if a waiting event can be read. A member in which a rule cannot have left what it has is `unreadable`, as for
/// `decode_member`. If there is an error, state and shards are as before. `of` is the fingerprint of the programme.
template <class Programme, class IsEvent>
snapshot_found read_worker_snapshot(worker_state<Programme>& state, shard_set& taken, const Programme& programme,
                                    std::uint64_t of, std::span<const std::byte> bytes, snapshot_use use,
                                    IsEvent&& is_event) {
    auto in = journal_reader::of_worker_snapshot(bytes, of);
    snapshot_found found{.position = in.next()};
    worker_state<Programme> read{};
    read.shards = state.shards;
    detail::snapshot_taker<Programme, IsEvent> taker{read, programme, use, is_event};
    in.number_from(0);
    record_view record{};
    while (in.next(record)) {
        if (!taker.take(record)) {
            in.fail(journal_fault::unreadable, record);
        }
    }
    found.members = read.members.size();
    found.error = in.error() || taker.ended() ? in.error() : journal_error{journal_fault::truncated, in.offset()};
    if (!found.error && use == snapshot_use::go_on) {
        read.next = found.position;
        state = std::move(read);
    } else if (!found.error && (taken.holds_any(taker.taken()) || !detail::add_shards(state, read))) {
        found.error = {journal_fault::out_of_sequence, 0}; // a shard is there already
    }
    if (!found.error) {
        taken.add(taker.taken());
    }
    return found;
}

} // namespace streams
} // namespace loyalty
