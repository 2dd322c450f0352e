// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The worker of one partition: it takes the records of the partition's log, and gives outcomes and messages. No broker
/// is in it; the host brings records and takes results.
///
/// Partition 2 of 8 has the members of 512 shards. Ben's purchase stands at position 1,000 of its log:
///
/// @code
/// worker<club_type, event> own{club, shards_of_partition(2, 8)};
/// own.restore(snapshot);                       // own.next(): 1'000
/// own.take(records, sink);                     // from position 1'000; own.next(): 1'250
/// // make safe what the sink received; then
/// own.snapshot([&](std::span<const std::byte> bytes) { return file.write(bytes); });
/// @endcode
///
/// The log is the only input. The state of a worker and its outcomes follow from the records alone, not from batches,
/// clocks or restarts. So after a crash the records from the snapshot's position on give the same outcomes and
/// messages, with the same ids: who reads them takes each (member, id) once.
///
/// Events wait until the watermark passes them, the latest time in the log less the allowed delay, and are then applied
/// in the order of (time, id) (S10). Messages between members (S41) come through the log of their member's partition,
/// and wait there until they are due. None is due before `transit` has passed since its event, so that it can come in
/// time. Then all partitions together give, to the bit, what one process gives that takes the events in their order and
/// delivers messages by the same rule.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/stream/any_event_reading.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/event_codec.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/letter.hpp>
#include <loyalty/stream/log_record.hpp>
#include <loyalty/stream/parallel.hpp>
#include <loyalty/stream/replay.hpp>
#include <loyalty/stream/shards.hpp>
#include <loyalty/stream/worker_options.hpp>
#include <loyalty/stream/worker_sink.hpp>
#include <loyalty/stream/worker_snapshot.hpp>
#include <loyalty/stream/worker_state.hpp>
#include <loyalty/time/instant.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty::streams {

/// Applies the log of one partition. `Event` is the type of its events, or an `event_of_one_member`. `profiles[number]`
/// are the facts of a member that rules read, and `memory` takes the lines of baskets.
template <class Programme, class Event, class Profiles = no_profiles, class Memory = no_memory>
class worker {
    using rules = detail::value_of<Programme>;
    using types = detail::event_types<Event>;

public:
    using state_type = worker_state<rules>;
    using member_type = typename rules::member_type;
    using worked_type = worked<rules>; ///< what the sink receives

    explicit worker(const Programme& programme, shard_range shards = {}, const worker_options& options = {},
                    const Profiles& profiles = {}, const Memory& memory = {})
        : programme_(programme),
          fingerprint_{fingerprint(programme)},
          options_{options},
          profiles_{profiles},
          memory_{memory} {
        detail::insist<detail::concerns_one_member<Event>>();
        detail::insist<detail::members_stay<rules>>();
        LOYALTY_ASSERT(shards.is_valid());
        state_.shards = shards;
        if constexpr (rules::shares_quotas) {
            state_.shares = quotas<rules>{programme_.value()}.part(shards.first, shards.last, logical_shards);
        }
    }

    /// Takes records in the order of their positions, and applies what the watermark has passed. stream/worker_sink.hpp
    /// lists the functions of the sink. Returns the fault at which it stopped; `none` if it took all.
    template <class Sink>
    record_fault take(std::span<const log_entry> records, Sink& sink) {
        std::size_t taken = 0;
        for (const log_entry& each : records) {
            if (each.position < state_.next) {
                ++counts_.skipped;
                continue;
            }
            const record_fault fault = admit(each, sink);
            if (fault != record_fault::none) {
                ++counts_.faults[static_cast<std::size_t>(fault)];
                if (fault != record_fault::duplicate) {
                    if (options_.stops_at_fault) {
                        apply_what_is_ripe(sink);
                        return fault;
                    }
                    sink.on(dead_record{each.position, fault, each.bytes});
                }
            }
            state_.next = each.position + 1;
            if (state_.waiting.size() > options_.most_waiting) {
                hurry(sink);
            }
            if (++taken % taken_at_once == 0) {
                apply_what_is_ripe(sink);
            }
        }
        apply_what_is_ripe(sink);
        return record_fault::none;
    }

    /// Writes a snapshot by calls of `write(bytes)`, which returns false if it fails. Returns true if all was written.
    /// First make safe what the sink received.
    template <class Write>
    [[nodiscard]] bool snapshot(Write&& write) const {
        return write_worker_snapshot(state_, fingerprint_, write);
    }
    /// Goes on from a snapshot of the same partition. If it has an error, the worker is as before.
    snapshot_found restore(std::span<const std::byte> bytes) {
        const snapshot_found found = read_snapshot(bytes, snapshot_use::go_on);
        has_all_shards_ = has_all_shards_ || found;
        return found;
    }
    /// Takes the own shards out of the snapshot of a partition that was closed, and adds them: so partitions are split
    /// and merged. A worker that takes over has what is left of the shares of those shards, and begins with position 0
    /// of the new log. Call it before `take`, once for each closed partition that had some of the shards. Shards that it
    /// has already are refused (`out_of_sequence`), and a worker that was restored has all of them.
    snapshot_found take_over(std::span<const std::byte> bytes) {
        if (has_all_shards_) {
            return {.error = {journal_fault::out_of_sequence, 0}};
        }
        const auto before = state_.shares;
        state_.shares = taken_.empty() ? quotas<rules>{} : before; // a new worker has the shares of the whole
        const snapshot_found found = read_snapshot(bytes, snapshot_use::take_over);
        state_.shares = found ? state_.shares : before;
        return found;
    }

    /// The position of the first record that was not taken.
    [[nodiscard]] std::uint64_t next() const noexcept { return state_.next; }
    /// The time before it is closed: an event of an earlier time is late.
    [[nodiscard]] instant watermark() const noexcept { return state_.watermark; }
    [[nodiscard]] const state_type& state() const noexcept { return state_; }
    /// The rests of the shares, to lease from another partition or to it.
    [[nodiscard]] quotas<rules>& shares() noexcept { return state_.shares; }
    [[nodiscard]] const worker_counts& counts() const noexcept { return counts_; }
    [[nodiscard]] std::uint64_t fingerprint_of_programme() const noexcept { return fingerprint_; }

private:
    static constexpr std::size_t taken_at_once = 64; ///< records; what waits of them is then still in the nearest cache

    snapshot_found read_snapshot(std::span<const std::byte> bytes, snapshot_use use) {
        next_turn_ = instant::minimum();
        const auto is_event = [&](std::uint16_t kind, std::span<const std::byte> payload) {
            return detail::read_as_one_of(types{}, kind, payload, memory_, [](const auto&) {});
        };
        return read_worker_snapshot(state_, taken_, programme_.value(), fingerprint_, bytes, use, is_event);
    }

    // A record comes -------------------------------------------------------------------------------------------------

    template <class Sink>
    [[nodiscard]] LOYALTY_INLINE record_fault admit(const log_entry& entry, Sink& sink) {
        log_record_view record{};
        if (const record_fault fault = read_log_record(entry.bytes, fingerprint_, options_.most_bytes, record);
            fault != record_fault::none) {
            return fault;
        }
        if (record.kind == kind_of_mark) {
            reader from{record.payload};
            instant time{};
            if (!decode(from, time) || !from.at_end() || !dates::is_valid(time)) {
                return record_fault::unreadable;
            }
            raise_watermark(time, sink);
            return record_fault::none;
        }
        return record.kind == kind_of_letter ? admit_letter(record) : admit_event(record, entry.stamp, sink);
    }

    template <class Sink>
    [[nodiscard]] LOYALTY_INLINE record_fault admit_event(const log_record_view& record, instant stamp, Sink& sink) {
        waiting_event one{.kind = record.kind};
        const bool known =
            detail::read_as_one_of(types{}, record.kind, record.payload, memory_, [&](const auto& event) {
                one.id = static_cast<std::uint64_t>(fact::id(event));
                one.member = static_cast<std::uint32_t>(fact::member(event));
                one.time = fact::time(event);
            });
        if (!known) {
            return detail::is_kind_of_any(types{}, record.kind) ? record_fault::unreadable : record_fault::unknown_kind;
        }
        if (!dates::is_valid(one.time)) {
            return record_fault::unreadable;
        }
        if ((one.id >> 63u) != 0) {
            return record_fault::reserved_id;
        }
        if (!state_.shards.holds(shard_of(one.member))) {
            return record_fault::other_partition;
        }
        if (one.time > stamp && one.time > stamp + options_.most_ahead) {
            return record_fault::too_early;
        }
        const seen_id name{one.id, one.member, record.sum};
        const instant closed = one.time - options_.delay;
        const bool is_late = one.time < state_.watermark;
        const bool notes_last =
            is_late || closed >= next_turn_; // a turn comes between: it forgets what was noted before
        const auto found = notes_last ? state_.seen.look(name) : state_.seen.look_and_note(name);
        if (found != seen_ids::answer::unseen) {
            return found == seen_ids::answer::same ? record_fault::duplicate : record_fault::conflicting;
        }
        if (is_late) {
            return record_fault::late;
        }
        raise_watermark(closed, sink);
        if (notes_last) {
            state_.seen.note(name);
        }
        state_.waiting.push(one, record.payload);
        return record_fault::none;
    }

    [[nodiscard]] LOYALTY_APART record_fault admit_letter(const log_record_view& record) {
        reader from{record.payload};
        letter one{};
        if (!decode(from, one) || !from.at_end() || !dates::is_valid(one.what.time) || !is_id_of_letter(one.what.id)) {
            return record_fault::unreadable;
        }
        if (!state_.shards.holds(shard_of(one.what.member))) {
            return record_fault::other_partition;
        }
        // A message that comes after its time is delivered at the earliest time that is still open.
        const bool is_delayed = one.what.time < state_.watermark;
        const instant oldest = state_.watermark - options_.letter_memory;
        const bool is_late = !one.is_reversal && one.what.time < oldest;
        one.what.time = is_late ? one.what.time : (std::max)(one.what.time, state_.watermark);
        const record_fault fault =
            one.is_reversal ? state_.letters.take_reversal(one) : state_.letters.take_message(one, oldest);
        counts_.delayed += is_delayed && fault == record_fault::none ? 1u : 0u;
        return fault;
    }

    // Time ------------------------------------------------------------------------------------------------------------

    template <class Sink>
    void raise_watermark(instant time, Sink& sink) {
        if (time > state_.watermark) {
            if (time >= next_turn_) {
                turn_memory(time, sink);
            }
            state_.watermark = time;
        }
    }
    /// Forgets what is old, before the first watermark of each period. All that is ripe is applied first, and a worker that
    /// has just started does not forget in the middle of a period: so what is known follows from the log alone.
    template <class Sink>
    LOYALTY_COLD void turn_memory(instant time, Sink& sink) {
        apply_what_is_ripe(sink);
        const std::int64_t seconds = (std::max)({options_.id_memory.count, options_.delay.count, std::int64_t{1}});
        const std::int64_t period = detail::floor_divide(time.seconds_since_epoch, seconds);
        const std::int64_t turns = period - detail::floor_divide(state_.watermark.seconds_since_epoch, seconds);
        for (std::int64_t turn = 0; turn < turns && turn < 2; ++turn) {
            state_.seen.turn();
        }
        if (turns > 0) {
            state_.letters.forget(time - options_.letter_memory);
        }
        next_turn_ = instant{(period + 1) * seconds};
    }
    /// If too many wait although all that is ripe was applied, the first of them counts as ripe.
    template <class Sink>
    void hurry(Sink& sink) {
        apply_what_is_ripe(sink);
        if (state_.waiting.size() > options_.most_waiting) {
            ++counts_.hurried;
            raise_watermark(state_.waiting.front().time + dates::seconds{1}, sink);
            apply_what_is_ripe(sink);
        }
    }

    // Ripe events are applied -----------------------------------------------------------------------------------------

    /// Applies what lies before the watermark, events and messages, in the order of (time, id).
    template <class Sink>
    void apply_what_is_ripe(Sink& sink) {
        while (true) {
            const waiting_event* const event = state_.waiting.first_before(state_.watermark);
            const letter* const message = state_.letters.first_before(state_.watermark);
            if (event != nullptr && !(message != nullptr && comes_before(message->what, *event))) {
                apply_event(*event, sink);
            } else if (message != nullptr) {
                deliver(state_.letters.take_first(), sink);
            } else {
                return;
            }
        }
    }
    /// Applies the first event that waits. Memory for those behind it is fetched: first the place of a member in the
    /// index, and some events later the member.
    template <class Sink>
    LOYALTY_INLINE void apply_event(const waiting_event& first, Sink& sink) {
        constexpr std::size_t places_ahead = 24;
        constexpr std::size_t members_ahead = 12;
        if (const waiting_event* const later = state_.waiting.ahead(places_ahead); later != nullptr) {
            state_.members.ask_for_place(later->member);
        }
        if (waiting_event* const later = state_.waiting.ahead(members_ahead); later != nullptr) {
            later->place = state_.members.ask_for_member(later->member);
        }
        const auto apply = [&](const auto& event) {
            detail::worker_sink<rules, Sink> effects{sink, options_.transit, first.kind, 0};
            apply_to_member(event, state_.members.at(first.member, first.place), effects);
        };
        const bool known =
            detail::read_as_one_of(types{}, first.kind, state_.waiting.payload_of(first), memory_, apply);
        LOYALTY_ASSERT(known); // it was read when it came
        state_.waiting.pop();
    }

    template <class One, class Effects>
    void apply_to_member(const One& event, member_type& own, Effects& effects) {
        const auto number = static_cast<std::uint32_t>(fact::member(event));
        if constexpr (requires { event.receipt->owner; }) {
            const std::uint64_t owner = event.receipt == nullptr ? number : event.receipt->owner;
            if (owner != number && owner != detail::unnamed_member) {
                detail::refuse_unseen<rules>(event, detail::tier_of_last_event<rules>(own), reason::foreign_receipt,
                                             effects);
                ++counts_.refused;
                return;
            }
        }
        using paper = typename detail::receipt_of<rules, One>::type;
        bool accepted = false;
        if constexpr (Effects::template receives_receipt<paper>) {
            const auto gave = apply_with_receipt(programme_, own, event, profile_of(number), effects);
            accepted = gave.outcome.accepted();
            effects.give_receipt(event, gave.outcome, gave.receipt);
        } else {
            accepted = detail::apply_to_own(programme_.value(), own, event, profile_of(number), day_, effects);
        }
        ++(accepted ? counts_.accepted : counts_.refused);
    }

    template <class Sink>
    void deliver(const letter& one, Sink& sink) {
        detail::worker_sink<rules, Sink> effects{sink, options_.transit, kind_of_letter,
                                                 static_cast<std::uint16_t>(one.hops + 1)};
        member_type& own = state_.members.at(one.what.member);
        known_letter<rules>& known = state_.letters.known.at(one.what.id);
        bool accepted = false;
        if (one.hops > most_hops) {
            detail::refuse_unseen<rules>(one.what, detail::tier_of_last_event<rules>(own), reason::message_loop,
                                         effects);
        } else if (!one.is_reversal) {
            const auto gave = apply_with_receipt(programme_, own, one.what, profile_of(one.what.member), effects);
            accepted = gave.outcome.accepted();
            known.paper = gave.receipt;
        } else if (known.fate == letter_fate::delivered) {
            accepted =
                apply(programme_, own, known.paper.returned(key_of_reversal(one)), profile_of(one.what.member), effects)
                    .accepted();
        } else {
            known.fate = letter_fate::reversed; // it was refused when it came: nothing is to be taken back
            return;
        }
        known.fate = one.is_reversal ? letter_fate::reversed : accepted ? letter_fate::delivered : letter_fate::refused;
        ++(accepted ? counts_.accepted : counts_.refused);
    }

    [[nodiscard]] auto profile_of(std::uint32_t number) noexcept {
        if constexpr (rules::shares_quotas) {
            return sharing(state_.shares, profiles_[number]);
        } else {
            return profiles_[number];
        }
    }

    Programme programme_;
    std::uint64_t fingerprint_;
    worker_options options_;
    Profiles profiles_;
    Memory memory_;
    state_type state_{};
    worker_counts counts_{};
    extensions::calendar_day day_{};
    shard_set taken_{};                      ///< shards out of snapshots
    bool has_all_shards_ = false;            ///< it was restored
    instant next_turn_ = instant::minimum(); ///< at the latest then memories are looked through
};

} // namespace loyalty::streams
