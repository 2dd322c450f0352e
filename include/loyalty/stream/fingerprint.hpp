// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/hash.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/stream/encoding.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

template <class Sink>
constexpr void hash_text(Sink& to, std::string_view text) noexcept {
    to.word(static_cast<std::uint16_t>(text.size()));
    for (const char each : text) {
        to.word(static_cast<std::uint8_t>(each));
    }
}

/// The hash of a type's parts, whatever its values.
template <class Sink>
struct shape {
    Sink& to;

    template <class Part>
    constexpr void operator()(const Part& part) const noexcept {
        if constexpr (std::is_integral_v<Part> || std::is_enum_v<Part>) {
            const char kind = std::is_same_v<Part, bool> ? 'b'
                              : std::is_enum_v<Part>     ? 'e'
                              : std::is_signed_v<Part>   ? 'i'
                                                         : 'u';
            to.word(static_cast<std::uint8_t>(kind));
            to.word(static_cast<std::uint8_t>(sizeof(Part)));
        } else if constexpr (requires { typename Part::memories; }) {
            to.word(static_cast<std::uint8_t>('o'));
            [&]<class... Memories>(type_list<Memories...>) { ((*this)(Memories{}), ...); }(typename Part::memories{});
            for_each_part(part, *this);
        } else if constexpr (is_list<Part>) {
            to.word(static_cast<std::uint8_t>('l'));
            to.word(std::uint64_t{Part::capacity});
            (*this)(std::remove_cvref_t<decltype(part.items[0])>{});
        } else {
            to.word(static_cast<std::uint8_t>('('));
            for_each_part(part, *this);
            to.word(static_cast<std::uint8_t>(')'));
        }
    }
};

/// The numbers of a rule, and the names of what they belong to.
template <class Sink>
struct numbers {
    Sink& to;

    template <class Part>
    constexpr void operator()(const Part& part) const noexcept {
        if constexpr (std::is_integral_v<Part> || std::is_enum_v<Part>) {
            streams::codec<Part>::encode(to, part);
        } else {
            if constexpr (requires { std::string_view{Part::name}; }) {
                hash_text(to, Part::name);
            }
            if constexpr (requires { std::string_view{Part::unit::code}; }) {
                hash_text(to, Part::unit::code);
            }
            to.word(static_cast<std::uint8_t>('('));
            for_each_part(part, *this);
            to.word(static_cast<std::uint8_t>(')'));
        }
    }
};

template <class Sink, unit_type... Units>
constexpr void hash_units(Sink& to, type_list<Units...>) noexcept {
    (hash_text(to, Units::code), ...);
}

/// A zone has no numbers of its own: what its clocks showed in the winter and the summer of 2000.
template <class Sink, class Zone>
constexpr void hash_zone(Sink& to, const Zone& place) noexcept {
    for (const std::int64_t seconds_since_epoch : {946'684'800, 962'409'600}) {
        const dates::zone_segment segment = place.segment(instant{seconds_since_epoch});
        to.word(static_cast<std::uint32_t>(segment.offset_seconds));
    }
}

} // namespace detail

namespace streams {

/// Identifies a programme by 64 bits of its name, version, validity and calendar, of the numbers of its rules with
/// their names, and of the layout of a member and of an event. The same on every machine and compiler. A journal, a
/// snapshot or a sealed receipt carries it, and is refused by another programme.
///
/// Rules, predicates and measures of the host's own without a `name` of their own may share a fingerprint: give a
/// programme whose rules change another version (S34). A policy of one's own that is no aggregate lists its fields: see
/// rules/field.hpp.
template <class Programme>
[[nodiscard]] constexpr std::uint64_t fingerprint(const Programme& programme) noexcept {
    const auto& value = programme.value();
    using programme_type = std::remove_cvref_t<decltype(value)>;
    detail::plain_hash hash;
    detail::hash_text(hash, value.frame.name.view());
    encode(hash, value.frame.version);
    encode(hash, value.frame.valid);
    encode(hash, programme_type::told_apart);
    encode(hash, value.frame.calendar.day_start_seconds);
    detail::hash_zone(hash, value.frame.calendar.zone);
    if (value.frame.currency_code != 0) {
        encode(hash, value.frame.currency_code);
    }
    const detail::numbers<detail::plain_hash> numbers{hash};
    detail::for_each_index<programme_type::size>([&](auto index) { numbers(detail::get<index>(value.policies)); });
    detail::hash_units(hash, typename programme_type::units_type{});
    const detail::shape<detail::plain_hash> shape{hash};
    shape(typename programme_type::member_type{});
    shape(typename programme_type::outcome_type{});
    return hash.value();
}

} // namespace streams
} // namespace loyalty
