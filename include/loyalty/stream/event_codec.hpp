// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Encodes events as bytes: their members in the order of declaration. The mark of the unit stands before an event of
/// one unit. A return and a give-back hold their receipt as it was before them, so that a journal needs nothing beside
/// it.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/hash.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/opening.hpp>
#include <loyalty/events/paid_with.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/events/return_of.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/fingerprint.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace loyalty {

namespace streams {

/// The number of an event type in journals: its kind; for a purchase that points pay 128 and its kind; for a return 256 and
/// the kind of the sale, for one by shares 512 and that kind. Purchase types of the host's own have
/// `static constexpr std::uint16_t journal_kind = 1024;` or a larger number, or a specialisation of this.
template <class Event>
struct journal_kind_of {
    static constexpr std::uint16_t value = [] {
        constexpr bool says = extensions::kind_of<Event> != extensions::event_kind::host_purchase || requires {
            Event::journal_kind;
        };
        static_assert(says, "loyalty: an event needs a number in the journal: `static constexpr std::uint16_t "
                            "journal_kind = 1024;` or a specialisation of journal_kind_of");
        if constexpr (requires { Event::journal_kind; }) {
            return std::uint16_t{Event::journal_kind};
        } else {
            return static_cast<std::uint16_t>(extensions::kind_of<Event>);
        }
    }();
};
template <class Programme, class Sale, class Shares>
struct journal_kind_of<return_of<Programme, Sale, Shares>> {
    static constexpr std::uint16_t value = static_cast<std::uint16_t>(
        static_cast<std::uint16_t>(extensions::event_kind::return_of) *
            (return_of<Programme, Sale, Shares>::rule == choices::return_rule::keep ? 2 : 1) +
        journal_kind_of<Sale>::value);
};
template <class Sale, class Unit>
struct journal_kind_of<prices::paid_with<Sale, Unit>> {
    static constexpr std::uint16_t value = static_cast<std::uint16_t>(128 + journal_kind_of<Sale>::value);
};
template <>
struct journal_kind_of<extensions::everything_returned> {
    static constexpr std::uint16_t value = 0;
};

} // namespace streams

namespace detail {

/// Events of several units have the same kinds: the unit stands in them.
template <unit_type Unit>
[[nodiscard]] consteval std::uint32_t unit_mark() noexcept {
    plain_hash hash;
    hash_text(hash, Unit::code);
    return static_cast<std::uint32_t>(hash.value() & 0xFFFF'FFFFu);
}

template <unit_type Unit>
constexpr void decode_unit(streams::reader& from) noexcept {
    if (from.word<std::uint32_t>() != unit_mark<Unit>()) {
        from.fail();
    }
}

/// An event of one unit that holds all that it needs.
template <class Event>
concept plain_unit_event = requires {
    typename Event::unit;
    Event::kind_of_event;
}
&&!requires(const Event& event) {
    event.receipt;
};

template <class Event>
concept event_with_receipt = requires(const Event& event) {
    Event::kind_of_event;
    *event.receipt;
};

/// Writes the receipt of an event, behind a byte that says whether it has one.
template <class Encoder, class Receipt>
constexpr void encode_receipt(const Encoder& each, const Receipt* receipt) noexcept {
    each(receipt != nullptr);
    if (receipt != nullptr) {
        each(*receipt);
    }
}

/// Reads the receipt of an event into the memory that `receipt` points to, or makes it null.
template <class Receipt>
constexpr void decode_receipt(streams::reader& from, Receipt*& receipt) noexcept {
    const decoder each{from};
    bool has_receipt = false;
    each(has_receipt);
    if (receipt == nullptr) {
        from.fail();
    } else if (has_receipt) {
        each(*receipt);
    } else {
        receipt = nullptr;
    }
}

} // namespace detail

namespace streams {

template <detail::plain_unit_event Event>
struct codec<Event> {
    template <class Sink>
    LOYALTY_INLINE static constexpr void encode(Sink& to, const Event& value) noexcept {
        to.word(detail::unit_mark<typename Event::unit>());
        const detail::encoder<Sink> each{to};
        detail::for_each_member(value, each);
    }
    LOYALTY_INLINE static constexpr void decode(reader& from, Event& value) noexcept {
        detail::decode_unit<typename Event::unit>(from);
        const detail::decoder each{from};
        detail::for_each_member(value, each);
    }
};

/// Behind the mark of each unit stand its credits, as many as there are.
template <unit_type... Units>
struct codec<social::opening<Units...>> {
    using event = social::opening<Units...>;

    template <class Sink>
    static constexpr void encode(Sink& to, const event& value) noexcept {
        head(detail::encoder<Sink>{to}, value);
        (encode_unit<Units>(to, value), ...);
    }
    static constexpr void decode(reader& from, event& value) noexcept {
        head(detail::decoder{from}, value);
        (decode_unit<Units>(from, value), ...);
    }

private:
    static constexpr void head(const auto& each, auto& value) noexcept {
        detail::for_event(each, value);
        each(value.tier);
        each(value.tier_until);
    }
    template <unit_type Unit>
    static constexpr void encode_unit(auto& to, const event& value) noexcept {
        to.word(detail::unit_mark<Unit>());
        detail::encode_items(to, value.template of<Unit>());
    }
    template <unit_type Unit>
    static constexpr void decode_unit(reader& from, event& value) noexcept {
        detail::decode_unit<Unit>(from);
        auto& own = detail::get_type<social::credits<Unit>>(value.held);
        own.count =
            static_cast<std::uint32_t>(detail::decode_items(from, std::span<social::credit<Unit>>{own.list}).size());
    }
};

/// The purchase, and the points that pay it.
template <class Sale, unit_type Unit>
struct codec<prices::paid_with<Sale, Unit>> {
    using event = prices::paid_with<Sale, Unit>;

    template <class Sink>
    static constexpr void encode(Sink& to, const event& value) noexcept {
        to.word(detail::unit_mark<Unit>());
        const detail::encoder<Sink> each{to};
        each(static_cast<const Sale&>(value));
        each(value.points_paid);
    }
    template <class... Memory>
    static constexpr void decode(reader& from, event& value, const Memory&... room) noexcept {
        detail::decode_unit<Unit>(from);
        if (!loyalty::streams::decode(from, static_cast<Sale&>(value), room...)) {
            from.fail();
        }
        const detail::decoder each{from};
        each(value.points_paid);
    }
};

/// The same for a checkout, and for baskets beside it.
template <money_unit Currency, unit_type Unit = unit::points>
struct checkout_memory : basket_memory<Currency> {
    std::span<things::presented> presented{};
    std::span<prices::payment<Currency, Unit>> payments{};
};

template <money_unit Currency, unit_type Unit, std::size_t MostLines>
struct codec<prices::checkout<Currency, Unit, MostLines>> {
    using event = prices::checkout<Currency, Unit, MostLines>;
    using memory = checkout_memory<Currency, Unit>;

    template <class Sink>
    static constexpr void encode(Sink& to, const event& value) noexcept {
        to.word(static_cast<std::uint16_t>(Currency::numeric));
        head(detail::encoder<Sink>{to}, value);
        detail::encode_items(to, value.lines);
        detail::encode_items(to, value.presented);
        detail::encode_items(to, value.payments);
    }
    static constexpr void decode(reader& from, event& value, const memory& room) noexcept {
        detail::decode_currency<Currency>(from);
        head(detail::decoder{from}, value);
        value.lines = detail::decode_items(from, room.lines);
        value.presented = detail::decode_items(from, room.presented);
        value.payments = detail::decode_items(from, room.payments);
    }
    /// Without memory for its lists no checkout can be read.
    static constexpr void decode(reader& from, event&) noexcept {
        from.fail("a checkout is read into a checkout_memory, which was not given");
    }

private:
    static constexpr void head(const auto& each, auto& value) noexcept {
        detail::for_event(each, value);
        each(value.store);
        each(value.channel);
        each(value.rest);
    }
};

/// The receipt is read into memory that `value.receipt` points to.
template <class Programme, class Unit>
struct codec<give_back<Programme, Unit>> {
    using event = give_back<Programme, Unit>;

    template <class Sink>
    static constexpr void encode(Sink& to, const event& value) noexcept {
        to.word(detail::unit_mark<Unit>());
        const detail::encoder<Sink> each{to};
        head(each, value);
        detail::encode_receipt(each, value.receipt);
    }
    template <class... Memory>
    static constexpr void decode(reader& from, event& value, const Memory&...) noexcept {
        detail::decode_unit<Unit>(from);
        head(detail::decoder{from}, value);
        detail::decode_receipt(from, value.receipt);
    }

private:
    static constexpr void head(const auto& each, auto& value) noexcept {
        detail::for_event(each, value);
        each(value.redemption);
        each(value.amount);
    }
};

/// The shares come last, and take no byte in a return that re-evaluates.
template <class Programme, class Sale, class Shares>
struct codec<return_of<Programme, Sale, Shares>> {
    using event = return_of<Programme, Sale, Shares>;

    template <class Sink>
    static constexpr void encode(Sink& to, const event& value) noexcept {
        const detail::encoder<Sink> each{to};
        detail::for_event(each, value);
        each(value.sale);
        detail::encode_receipt(each, value.receipt);
        each(value.remaining.has_value());
        if (value.remaining) {
            each(*value.remaining);
        }
        each(value.shares);
    }
    template <class... Memory>
    static constexpr void decode(reader& from, event& value, const Memory&... room) noexcept {
        const detail::decoder each{from};
        detail::for_event(each, value);
        each(value.sale);
        detail::decode_receipt(from, value.receipt);
        bool remains = false;
        each(remains);
        if (remains) {
            value.remaining.emplace();
            if (!loyalty::streams::decode(from, *value.remaining, room...)) {
                from.fail();
            }
        }
        each(value.shares);
    }
};

} // namespace streams

namespace detail {

/// An event that is read, with the memory for its receipt. It is read in place: what is no event is thrown away as a
/// whole.
template <class Event>
struct event_room {
    Event event{};

    template <class Memory>
    [[nodiscard]] LOYALTY_INLINE constexpr bool read(streams::reader& from, const Memory& memory) noexcept {
        if constexpr (requires { streams::codec<Event>::decode(from, event, memory); }) {
            streams::codec<Event>::decode(from, event, memory);
        } else {
            streams::codec<Event>::decode(from, event);
        }
        return from.ok();
    }
};
template <event_with_receipt Event>
struct event_room<Event> {
    std::remove_cvref_t<decltype(*std::declval<const Event&>().receipt)> receipt{};
    Event event{};

    template <class Memory>
    [[nodiscard]] constexpr bool read(streams::reader& from, const Memory& memory) noexcept {
        event.receipt = &receipt;
        streams::codec<Event>::decode(from, event, memory);
        return from.ok();
    }
};

} // namespace detail
} // namespace loyalty
