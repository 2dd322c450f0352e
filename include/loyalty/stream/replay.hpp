// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Applies a journal's events to members.

#include <loyalty/config.hpp>
#include <loyalty/detail/little_endian.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/stream/any_event_reading.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/event_codec.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/journal.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty {

namespace streams {

/// The memory that events without lines need: none.
struct no_memory {};

} // namespace streams

namespace detail {

template <class Event>
struct event_types_in {
    using type = type_list<Event>;
};
template <class... Events>
struct event_types_in<streams::any_event<Events...>> {
    using type = type_list<Events...>;
};

/// Returns true if an event type is named, by itself or in a sum; a sum is named as a whole.
template <class Event, class... Named>
inline constexpr bool is_named_event =
    (std::is_same_v<Event, Named> || ...) || lists<Event, united<typename event_types_in<Named>::type...>>;

/// The event types that are named, those of a sum one by one.
template <class... Events>
using event_types = united<typename event_types_in<Events>::type...>;

/// Applies the event of a record. Types of one kind, such as purchases in two currencies, are tried in turn: the first
/// that can be read counts. `day` is that of the event before, and moves on. False if it is none that was named: the
/// journal then says why.
template <class... Events, class Programme, class Profiles, class Sink, class Memory>
[[nodiscard]] constexpr bool
replay_record(const Programme& programme, std::span<typename Programme::member_type> members,
              const streams::record_view& record, streams::journal_reader& journal, const Profiles& profiles,
              Sink& sink, const Memory& memory, extensions::calendar_day& day, streams::batch_result& result) noexcept {
    using types = event_types<Events...>;
    const bool applied =
        read_as_one_of(types{}, record.kind, record.payload, memory, [&](const auto& event) LOYALTY_INLINE_LAMBDA {
            const bool accepted = apply_one_of(programme, members, event, profiles, day, sink);
            ++(accepted ? result.accepted : result.refused);
        });
    if (!applied) {
        journal.fail(is_kind_of_any(types{}, record.kind) ? streams::journal_fault::unreadable
                                                          : streams::journal_fault::unknown_kind,
                     record);
    }
    return applied;
}

/// Where an event's payload has the member, found by writing two events that differ in nothing else. 64 if it stands
/// behind the first bytes.
template <class Event>
[[nodiscard]] constexpr std::size_t place_of_member() noexcept {
    std::array<std::byte, 64> one{};
    std::array<std::byte, 64> other{};
    Event event{};
    streams::writer first{one};
    streams::encode(first, event);
    event.member = static_cast<decltype(event.member)>(~event.member);
    streams::writer second{other};
    streams::encode(second, event);
    std::size_t place = 0;
    while (place < one.size() && one[place] == other[place]) {
        ++place;
    }
    return place;
}

/// True if the compiler can find the place. Not every event of a host names its member so, and not every codec of a
/// host works in a constant expression: their members are not fetched ahead.
template <class Event>
inline constexpr bool has_place_of_member = false;
template <class Event>
requires requires(Event& event) {
    event.member = std::uint32_t{1};
    typename std::integral_constant<std::size_t, place_of_member<Event>()>;
}
inline constexpr bool has_place_of_member<Event> = true;

/// Asks the memory for the member of a record if it holds an event of this type. Returns true if the kind is that of
/// the event.
template <class Event, class Member>
LOYALTY_INLINE bool ask_ahead_as(std::span<Member> members, const streams::record_view& record) noexcept {
    if (record.kind != streams::journal_kind_of<Event>::value) {
        return false;
    }
    if constexpr (has_place_of_member<Event>) {
        constexpr std::size_t place = place_of_member<Event>();
        if (record.payload.size() >= place + sizeof(std::uint32_t)) {
            const auto index = load_little<std::uint32_t>(record.payload.data() + place);
            ask_for_member<Event>(members, index);
        }
    }
    return true;
}

template <class... Events, class Member>
LOYALTY_INLINE void ask_ahead_as_one_of(type_list<Events...>, std::span<Member> members,
                                        const streams::record_view& record) noexcept {
    static_cast<void>((... || ask_ahead_as<Events>(members, record)));
}

/// Passes the records of a journal to `consume(record)`, in their order, until it says false. Some records are checked
/// before the first of them is passed on, so that the memory has the members ready.
template <class... Events, class Members, class Consume>
LOYALTY_INLINE constexpr void for_each_record(streams::journal_reader& journal, const Members& members,
                                              Consume consume) noexcept {
    std::array<streams::record_view, streams::look_ahead_default> ahead{};
    for (std::size_t count = ahead.size(); count == ahead.size();) {
        for (count = 0; count < ahead.size() && journal.next(ahead[count]); ++count) {
            if (!std::is_constant_evaluated()) {
                ask_ahead_as_one_of(event_types<Events...>{}, std::span{members}, ahead[count]);
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (!consume(ahead[i])) {
                return;
            }
        }
    }
}

/// True for an array or a span of profiles, and for `no_profiles`: `profiles[i]` is that of the member with the index i.
template <class Profiles>
inline constexpr bool has_profile_of_each = requires(const Profiles& profiles) {
    profiles[std::size_t{}];
};

} // namespace detail

namespace streams {

/// Applies a journal's events, from the record `from` on, to the members that they name. `Events` are the types that
/// the journal may hold, or an `event_of`. An event that was refused is refused again. Stops where the journal does;
/// `journal.error()` says why, and the members are then those of the valid prefix.
///
/// `from` is 0 for all records, or the number in a snapshot. Baskets and checkouts need `memory` for their lines.
///
/// @code
/// replay<event>(stars, std::span{members}, in);                                      // purchases alone
/// replay<event>(stars, std::span{members}, in, basket_memory<currency::usd>{lines}); // and baskets
/// @endcode
template <class... Events, class Programme, class Profiles = no_profiles, class Sink = extensions::no_sink,
          class Memory = no_memory>
LOYALTY_INLINE constexpr batch_result
replay(const Programme& programme, std::span<typename Programme::member_type> members, journal_reader& journal,
       std::uint64_t from, Sink& sink, const Profiles& profiles = {}, const Memory& memory = {}) noexcept {
    constexpr bool has_profiles = detail::has_profile_of_each<Profiles>;
    static_assert(has_profiles, "loyalty: replay: the profiles are those of all members, in an array or a span: give "
                                "no_profiles{} if there are none");
    batch_result result{};
    if constexpr (has_profiles) {
        extensions::calendar_day day{};
        detail::for_each_record<Events...>(journal, members, [&](const record_view& record) LOYALTY_INLINE_LAMBDA {
            return record.sequence < from || detail::replay_record<Events...>(programme, members, record, journal,
                                                                              profiles, sink, memory, day, result);
        });
    }
    return result;
}

template <class... Events, class Programme>
constexpr batch_result replay(const Programme& programme, std::span<typename Programme::member_type> members,
                              journal_reader& journal, std::uint64_t from = 0) noexcept {
    extensions::no_sink none{};
    return replay<Events...>(programme, members, journal, from, none);
}

/// All records, with memory for the lines of baskets and checkouts.
template <class... Events, class Programme, class Memory>
requires(!std::is_convertible_v<Memory, std::uint64_t>) constexpr batch_result
    replay(const Programme& programme, std::span<typename Programme::member_type> members, journal_reader& journal,
           const Memory& memory) noexcept {
    extensions::no_sink none{};
    return replay<Events...>(programme, members, journal, 0, none, no_profiles{}, memory);
}

} // namespace streams
} // namespace loyalty
