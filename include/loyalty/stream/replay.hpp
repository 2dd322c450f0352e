// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Applies a journal's events to members.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/event_codec.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/journal.hpp>

#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty {

/// The memory that events without lines need: none.
struct no_memory {};

namespace detail {

template <class Event>
struct event_types_in {
    using type = type_list<Event>;
};
template <class... Events>
struct event_types_in<any_event<Events...>> {
    using type = type_list<Events...>;
};

/// Returns true if an event type is named, by itself or in a sum; a sum is named as a whole.
template <class Event, class... Named>
inline constexpr bool is_named_event =
    (std::is_same_v<Event, Named> || ...) || lists<Event, united<typename event_types_in<Named>::type...>>;

/// The event types that are named, those of a sum one by one.
template <class... Events>
using event_types = united<typename event_types_in<Events>::type...>;

/// What became of a record when its event was read as one of some type.
enum class taken_as : std::uint8_t { another_kind, unreadable, applied };

template <class Event, class Programme, class Profiles, class Sink, class Memory>
[[nodiscard]] constexpr taken_as replay_as(const Programme& programme,
                                           std::span<typename Programme::member_type> members,
                                           const record_view& record, const Profiles& profiles, Sink& sink,
                                           const Memory& memory, calendar_day& day, batch_result& result) noexcept {
    if (record.kind != journal_kind_of<Event>::value) {
        return taken_as::another_kind;
    }
    reader from{record.payload};
    event_room<Event> room{};
    if (!room.read(from, memory) || !from.at_end()) {
        return taken_as::unreadable;
    }
    const bool accepted = apply_one_of(programme.value(), members, room.event, profiles, day, sink);
    ++(accepted ? result.accepted : result.refused);
    return taken_as::applied;
}

template <class... Events, class Programme, class Profiles, class Sink, class Memory>
constexpr void replay_as_one_of(type_list<Events...>, const Programme& programme,
                                std::span<typename Programme::member_type> members, const record_view& record,
                                journal_reader& journal, const Profiles& profiles, Sink& sink, const Memory& memory,
                                calendar_day& day, batch_result& result) noexcept {
    bool applied = false;
    bool known = false;
    const auto try_as = [&](taken_as what) {
        applied = what == taken_as::applied;
        known = known || what != taken_as::another_kind;
        return applied;
    };
    static_cast<void>(
        (... || try_as(replay_as<Events>(programme, members, record, profiles, sink, memory, day, result))));
    if (!applied) {
        journal.fail(known ? journal_fault::unreadable : journal_fault::unknown_kind, record);
    }
}

/// Applies the event of a record. Types of one kind, such as purchases in two currencies, are told apart by whether they
/// can be read. `day` is that of the event before, and moves on.
template <class... Events, class Programme, class Profiles, class Sink, class Memory>
constexpr void replay_record(const Programme& programme, std::span<typename Programme::member_type> members,
                             const record_view& record, journal_reader& journal, const Profiles& profiles, Sink& sink,
                             const Memory& memory, calendar_day& day, batch_result& result) noexcept {
    replay_as_one_of(event_types<Events...>{}, programme, members, record, journal, profiles, sink, memory, day,
                     result);
}

} // namespace detail

/// Applies a journal's events, from the record `from` on, to the members that they name. `Events` are the types that the
/// journal may hold, or an `event_of`. What was refused is refused again. Stops where the journal does; `journal.error()` says why, and the
/// members are then those of the valid prefix.
template <class... Events, class Programme, class Profiles = no_profiles, class Sink = no_sink,
          class Memory = no_memory>
constexpr batch_result replay(const Programme& programme, std::span<typename Programme::member_type> members,
                              journal_reader& journal, std::uint64_t from, Sink& sink, const Profiles& profiles = {},
                              const Memory& memory = {}) noexcept {
    batch_result result{};
    record_view record{};
    calendar_day day{};
    while (journal.next(record)) {
        if (record.sequence >= from) {
            detail::replay_record<Events...>(programme, members, record, journal, profiles, sink, memory, day, result);
        }
    }
    return result;
}

template <class... Events, class Programme>
constexpr batch_result replay(const Programme& programme, std::span<typename Programme::member_type> members,
                              journal_reader& journal, std::uint64_t from = 0) noexcept {
    no_sink none{};
    return replay<Events...>(programme, members, journal, from, none);
}

} // namespace loyalty
