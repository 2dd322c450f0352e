// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Values as bytes, the same on every machine: for members, receipts, outcomes and events. No value has two encodings,
/// and memory is never copied as it lies.
///
/// @code
/// std::array<std::byte, 256> room;
/// writer out{room};
/// encode(out, anna);                        // out.needed(): 63 bytes for the five policies of the reference work
/// reader in{out.written()};
/// member<decltype(beauty)> again;
/// decode(in, again);                        // true, and again == anna
/// @endcode
///
/// | value                          | bytes                                                                      |
/// |--------------------------------|----------------------------------------------------------------------------|
/// | integer, enumeration           | little-endian, as many as its type has; types of fixed width are meant      |
/// | bool                           | one, 0 or 1                                                                |
/// | amount                         | minor units, eight                                                         |
/// | array                          | its elements                                                               |
/// | class                          | its members in the order of declaration; see detail/fields.hpp             |
/// | member                         | clock, balances, what each policy remembers, in the programme's order      |
/// | list within a capacity         | the number of elements, four, and those                                    |
/// | basket, purchase               | the number of the currency in ISO 4217, two, and the members               |
///
/// A type of the host's own is encoded in the same way, or as a specialisation of `codec` says.
///
/// `decode` refuses bytes that `encode` cannot have written, as far as a value shows it: too few bytes, a bool of 2, a list
/// beyond its capacity, what the type's own `is_valid()` denies. `in.why()` then names the value in a sentence: the
/// type's own `when_invalid` if it has one. Whether the numbers are the right ones, checksum and seal tell.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/little_endian.hpp>
#include <loyalty/events/paid_with.hpp>
#include <loyalty/events/purchase.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace streams {

/// Writes into memory of the host, never beyond it, and counts on after its end: `needed()` then says how much it
/// takes.
class writer {
public:
    constexpr writer() noexcept = default;
    constexpr explicit writer(std::span<std::byte> room) noexcept : room_{room} {}

    template <std::unsigned_integral Word>
    LOYALTY_INLINE constexpr void word(Word value) noexcept {
        if (size_ <= room_.size() && room_.size() - size_ >= sizeof(Word)) {
            detail::store_little(room_.data() + size_, value);
        }
        size_ += sizeof(Word);
    }
    /// Leaves a gap, to be written later.
    constexpr void skip(std::size_t bytes) noexcept { size_ += bytes; }

    [[nodiscard]] constexpr std::size_t needed() const noexcept { return size_; }
    [[nodiscard]] constexpr bool fits() const noexcept { return size_ <= room_.size(); }
    /// The bytes that were written; none if they do not fit.
    [[nodiscard]] constexpr std::span<const std::byte> written() const noexcept {
        return fits() ? std::span<const std::byte>{room_}.first(size_) : std::span<const std::byte>{};
    }

private:
    std::span<std::byte> room_{};
    std::size_t size_ = 0;
};

/// Reads bytes of any origin, never beyond their end. Once something was wrong it gives zeros.
class reader {
public:
    constexpr explicit reader(std::span<const std::byte> bytes) noexcept : bytes_{bytes} {}

    template <std::unsigned_integral Word>
    [[nodiscard]] LOYALTY_INLINE constexpr Word word() noexcept {
        if (bytes_.size() - offset_ < sizeof(Word)) [[unlikely]] {
            fail("the bytes end within a value");
            return 0;
        }
        const auto value = detail::load_little<Word>(bytes_.data() + offset_);
        offset_ += sizeof(Word);
        return value;
    }
    /// The next bytes as they lie; none if there are fewer.
    [[nodiscard]] constexpr std::span<const std::byte> take(std::size_t count) noexcept {
        if (left() < count) {
            fail("the bytes end within a value");
            return {};
        }
        offset_ += count;
        return bytes_.subspan(offset_ - count, count);
    }
    /// The next bytes are not the expected ones. The first failure counts.
    LOYALTY_INLINE constexpr void fail(std::string_view why = "a value is not what its type allows") noexcept {
        if (ok_) {
            why_ = why;
            failed_at_ = offset_;
        }
        ok_ = false;
        offset_ = bytes_.size();
    }

    [[nodiscard]] constexpr bool ok() const noexcept { return ok_; }
    /// A sentence that names the value which was refused first; empty if nothing was. "a rolling count: the sum is not
    /// the sum of the slots, or ..."
    [[nodiscard]] constexpr std::string_view why() const noexcept { return why_; }
    /// The number of bytes that were read before it was refused; 0 if nothing was. A value that denies itself is read
    /// first, so this is its end.
    [[nodiscard]] constexpr std::size_t failed_at() const noexcept { return failed_at_; }
    [[nodiscard]] constexpr std::size_t left() const noexcept { return bytes_.size() - offset_; }
    [[nodiscard]] constexpr bool at_end() const noexcept { return ok_ && offset_ == bytes_.size(); }

private:
    std::span<const std::byte> bytes_;
    std::size_t offset_ = 0;
    std::string_view why_{};
    std::size_t failed_at_ = 0;
    bool ok_ = true;
};

/// How a type is written and read. A specialisation has these two functions; `Sink` is a `writer` or a hash.
template <class Type>
struct codec {
    template <class Sink>
    LOYALTY_INLINE static constexpr void encode(Sink& to, const Type& value) noexcept;
    LOYALTY_INLINE static constexpr void decode(reader& from, Type& value) noexcept;
};

} // namespace streams

namespace detail {

/// Writes part after part.
template <class Sink>
struct encoder {
    Sink& to;

    template <class Part>
    LOYALTY_INLINE constexpr void operator()(const Part& part) const noexcept {
        streams::codec<Part>::encode(to, part);
    }
};

/// Reads part after part.
struct decoder {
    streams::reader& from;

    template <class Part>
    LOYALTY_INLINE constexpr void operator()(Part& part) const noexcept {
        streams::codec<Part>::decode(from, part);
    }
    /// For types that list their fields themselves, and meet what cannot be.
    constexpr void fail() const noexcept { from.fail(); }
    constexpr void fail(std::string_view why) const noexcept { from.fail(why); }
};

/// Writes or reads the parts that every event begins with.
constexpr void for_event(const auto& each, auto& event) noexcept {
    each(event.id);
    each(event.member);
    each(event.time);
}

/// True for events with the mark of a unit, or of several: their codecs stand in stream/event_codec.hpp. Without it some would
/// be written as other classes are, in a form of their own.
template <class Type>
inline constexpr bool is_marked_event = requires {
    typename Type::unit;
    Type::kind_of_event;
}
|| requires {
    typename Type::units;
    Type::kind_of_event;
};
template <class Sale, unit_type Unit>
inline constexpr bool is_marked_event<prices::paid_with<Sale, Unit>> = true;

template <class Integer>
using word_of = std::make_unsigned_t<Integer>;

} // namespace detail

namespace streams {

template <class Type>
template <class Sink>
LOYALTY_INLINE constexpr void codec<Type>::encode(Sink& to, const Type& value) noexcept {
    static_assert(!detail::is_marked_event<Type>,
                  "loyalty: an event of a unit is written with its mark: include <loyalty/stream/event_codec.hpp>");
    const detail::encoder<Sink> each{to};
    if constexpr (std::is_same_v<Type, bool>) {
        to.word(static_cast<std::uint8_t>(value ? 1 : 0));
    } else if constexpr (std::is_integral_v<Type> || std::is_enum_v<Type>) {
        to.word(static_cast<detail::word_of<Type>>(value));
    } else if constexpr (detail::is_list<Type>) {
        to.word(static_cast<std::uint32_t>(value.size()));
        for (const auto& item : value) {
            each(item);
        }
    } else {
        detail::for_each_part(value, each);
    }
}

template <class Type>
LOYALTY_INLINE constexpr void codec<Type>::decode(reader& from, Type& value) noexcept {
    static_assert(!detail::is_marked_event<Type>,
                  "loyalty: an event of a unit is read with its mark: include <loyalty/stream/event_codec.hpp>");
    const detail::decoder each{from};
    if constexpr (std::is_same_v<Type, bool>) {
        const auto byte = from.template word<std::uint8_t>();
        value = byte == 1;
        if (byte > 1) {
            from.fail("a bool is neither 0 nor 1");
        }
    } else if constexpr (std::is_integral_v<Type> || std::is_enum_v<Type>) {
        value = static_cast<Type>(from.template word<detail::word_of<Type>>());
    } else if constexpr (detail::is_list<Type>) {
        value.clear();
        for (auto count = from.template word<std::uint32_t>(); count > 0 && from.ok(); --count) {
            if (value.full()) {
                from.fail("a list has more elements than its capacity");
                break;
            }
            std::remove_cvref_t<decltype(value[0])> item{};
            each(item);
            value.push_back(item);
        }
    } else {
        detail::for_each_part(value, each);
    }
    if constexpr (requires {
                      { value.is_valid() } -> std::same_as<bool>;
                  }) {
        if (from.ok() && !value.is_valid()) {
            if constexpr (requires { Type::when_invalid; }) {
                from.fail(Type::when_invalid);
            } else {
                from.fail();
            }
        }
    }
}

/// Writes a value to a `writer`.
template <class Sink, class Type>
constexpr void encode(Sink& to, const Type& value) noexcept {
    codec<Type>::encode(to, value);
}

/// Reads a value. Returns false, with the value as it was, if the bytes are none.
template <class Type>
[[nodiscard]] constexpr bool decode(reader& from, Type& value) noexcept {
    Type trial{};
    codec<Type>::decode(from, trial);
    if (from.ok()) {
        value = trial;
    }
    return from.ok();
}

/// How many bytes the encoding of a value takes.
template <class Type>
[[nodiscard]] constexpr std::size_t encoded_size(const Type& value) noexcept {
    writer count;
    codec<Type>::encode(count, value);
    return count.needed();
}

/// Where the lines of a basket that is read lie; a basket with more is refused.
template <money_unit Currency>
struct basket_memory {
    std::span<basket_line<Currency>> lines{};
    std::span<tender_part<Currency>> tenders{};
};

} // namespace streams

namespace detail {

template <money_unit Currency>
constexpr void decode_currency(streams::reader& from) noexcept {
    if (from.word<std::uint16_t>() != static_cast<std::uint16_t>(Currency::numeric)) {
        from.fail("an event is in another currency");
    }
}

template <class Item>
constexpr void encode_items(auto& to, std::span<const Item> items) noexcept {
    to.word(static_cast<std::uint32_t>(items.size()));
    for (const Item& item : items) {
        streams::codec<Item>::encode(to, item);
    }
}

template <class Item>
[[nodiscard]] constexpr std::span<const Item> decode_items(streams::reader& from, std::span<Item> room) noexcept {
    const auto count = from.word<std::uint32_t>();
    if (count > room.size()) {
        from.fail("the lines or tenders are more than the memory for them");
        return {};
    }
    for (std::size_t i = 0; i < count && from.ok(); ++i) {
        room[i] = Item{};
        streams::codec<Item>::decode(from, room[i]);
    }
    return room.first(from.ok() ? count : 0);
}

} // namespace detail

namespace streams {

template <money_unit Currency>
struct codec<purchase<Currency>> {
    using event = purchase<Currency>;

    template <class Sink>
    LOYALTY_INLINE static constexpr void encode(Sink& to, const event& value) noexcept {
        to.word(static_cast<std::uint16_t>(Currency::numeric));
        const detail::encoder<Sink> each{to};
        detail::for_each_member(value, each);
    }
    LOYALTY_INLINE static constexpr void decode(reader& from, event& value) noexcept {
        detail::decode_currency<Currency>(from);
        const detail::decoder each{from};
        detail::for_each_member(value, each);
    }
};

template <money_unit Currency>
struct codec<basket<Currency>> {
    using event = basket<Currency>;
    using memory = basket_memory<Currency>;

    template <class Sink>
    static constexpr void encode(Sink& to, const event& value) noexcept {
        to.word(static_cast<std::uint16_t>(Currency::numeric));
        head(detail::encoder<Sink>{to}, value);
        detail::encode_items(to, value.lines);
        detail::encode_items(to, value.tenders);
    }
    static constexpr void decode(reader& from, event& value, const memory& room) noexcept {
        detail::decode_currency<Currency>(from);
        head(detail::decoder{from}, value);
        value.lines = detail::decode_items(from, room.lines);
        value.tenders = detail::decode_items(from, room.tenders);
    }

private:
    static constexpr void head(const auto& each, auto& value) noexcept {
        detail::for_event(each, value);
        each(value.store);
        each(value.channel);
    }
};

/// Reads a value whose parts lie in memory of the host: a basket. The same for every other value, which needs none.
template <class Type, class Memory>
[[nodiscard]] constexpr bool decode(reader& from, Type& value, const Memory& room) noexcept {
    if constexpr (requires { codec<Type>::decode(from, value, room); }) {
        Type trial{};
        codec<Type>::decode(from, trial, room);
        if (from.ok()) {
            value = trial;
        }
        return from.ok();
    } else {
        return decode(from, value);
    }
}

} // namespace streams
} // namespace loyalty
