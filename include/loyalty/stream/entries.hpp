// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What happens to a member beside purchases, as it stands in a journal: each holds all that is needed to let it happen
/// again.
///
/// | entry          | lets happen        | kind |
/// |----------------|--------------------|------|
/// | `purchase`     | `apply`            | 1    |
/// | `basket`       | `apply`            | 2    |
/// | `redeemed`     | `redeem`           | 16   |
/// | `given_back`   | `give_back`        | 17   |
/// | `reserved`     | `reserve`          | 18   |
/// | `committed`    | `commit`           | 19   |
/// | `released`     | `release`          | 20   |
/// | `committed_part` | `commit` of a part | 21 |
/// | `clawed_back`  | `claw_back`        | 22   |
/// | `adjusted`     | `adjust`           | 23   |
/// | `touched`      | `touch`            | 24   |
/// | `confirmed`    | `confirm`          | 25   |
/// | `returned`     | `reverse`, `reverse_all` | 256 and the kind of the sale |

#include <loyalty/config.hpp>
#include <loyalty/detail/hash.hpp>
#include <loyalty/events/occasion.hpp>
#include <loyalty/program/correct.hpp>
#include <loyalty/program/redeem.hpp>
#include <loyalty/program/reverse.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/journal.hpp>

#include <concepts>
#include <cstdint>

namespace loyalty {

/// A return, with the receipt as it was before it, and what remains of the sale.
template <class Programme, class Sale>
struct returned {
    static constexpr std::uint16_t journal_kind = 256 + journal_kind_of<Sale>::value;

    std::uint32_t member = 0;
    occasion event{};
    receipt<Programme> slip{};
    bool all = false; ///< nothing remains
    Sale remaining{}; ///< of the sale, where not all came back

    /// `Form` is the programme, or a lifted one.
    template <class Form, class Profile, class Sink>
    requires std::same_as<detail::value_of<Form>, Programme>
    constexpr outcome_of<Programme> apply_to(const Form& programme, typename Form::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        receipt<Programme> copy = slip;
        return all ? reverse_all(programme, own, copy, event, profile, sink)
                   : reverse(programme, own, copy, remaining, event, profile, sink);
    }
};

namespace detail {

/// The entries of accounts of several units have the same kinds: the unit stands in them.
template <unit_type Unit>
[[nodiscard]] consteval std::uint32_t unit_mark() noexcept {
    plain_hash hash;
    hash_text(hash, Unit::code);
    return static_cast<std::uint32_t>(hash.value() & 0xFFFF'FFFFu);
}

template <unit_type Unit>
struct unit_marked {
    std::uint32_t unit = unit_mark<Unit>();

    [[nodiscard]] constexpr bool is_valid() const noexcept { return unit == unit_mark<Unit>(); }
};

template <class Event, class Outcome, class Sink>
constexpr Outcome told(const Event& event, const Outcome& gave, Sink& sink) noexcept {
    if constexpr (requires { sink.on(event, gave); }) {
        sink.on(event, gave);
    }
    return gave;
}

} // namespace detail

/// Points were spent.
template <unit_type Unit>
struct redeemed {
    static constexpr std::uint16_t journal_kind = 16;

    std::uint32_t member = 0;
    occasion event{};
    amount<Unit> cost{};
    detail::unit_marked<Unit> of{};

    template <class Programme, class Profile, class Sink>
    constexpr outcome_of<Programme> apply_to(const Programme& programme, typename Programme::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        return detail::told(*this, redeem(programme, own, event, cost, nullptr, profile), sink);
    }
};

/// Points that were spent went back to the lots that they came from.
template <class Programme, unit_type Unit>
struct given_back {
    static constexpr std::uint16_t journal_kind = 17;

    std::uint32_t member = 0;
    occasion event{};
    points_taken<Programme, Unit> from{};
    detail::unit_marked<Unit> of{};

    template <class Form, class Profile, class Sink>
    requires std::same_as<detail::value_of<Form>, Programme>
    constexpr outcome_of<Programme> apply_to(const Form& programme, typename Form::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        return detail::told(*this, give_back<Unit>(programme, own, event, from, profile), sink);
    }
};

/// Points were set aside.
template <unit_type Unit>
struct reserved {
    static constexpr std::uint16_t journal_kind = 18;

    std::uint32_t member = 0;
    occasion event{};
    amount<Unit> part{};
    hold_terms terms{};
    detail::unit_marked<Unit> of{};

    template <class Programme, class Profile, class Sink>
    constexpr outcome_of<Programme> apply_to(const Programme& programme, typename Programme::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        return detail::told(*this, reserve(programme, own, event, part, terms, profile), sink);
    }
};

/// What had been set aside was spent.
template <unit_type Unit>
struct committed {
    static constexpr std::uint16_t journal_kind = 19;

    std::uint32_t member = 0;
    occasion event{};
    std::uint64_t hold = 0;
    detail::unit_marked<Unit> of{};

    template <class Programme, class Profile, class Sink>
    constexpr outcome_of<Programme> apply_to(const Programme& programme, typename Programme::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        return detail::told(*this, commit<Unit>(programme, own, event, hold, nullptr, profile), sink);
    }
};

/// What had been set aside was freed.
template <unit_type Unit>
struct released {
    static constexpr std::uint16_t journal_kind = 20;

    std::uint32_t member = 0;
    occasion event{};
    std::uint64_t hold = 0;
    detail::unit_marked<Unit> of{};

    template <class Programme, class Profile, class Sink>
    constexpr outcome_of<Programme> apply_to(const Programme& programme, typename Programme::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        return detail::told(*this, release<Unit>(programme, own, event, hold, profile), sink);
    }
};

/// Of what had been set aside a part was spent, and the rest freed.
template <unit_type Unit>
struct committed_part {
    static constexpr std::uint16_t journal_kind = 21;

    std::uint32_t member = 0;
    occasion event{};
    std::uint64_t hold = 0;
    amount<Unit> part{};
    detail::unit_marked<Unit> of{};

    template <class Programme, class Profile, class Sink>
    constexpr outcome_of<Programme> apply_to(const Programme& programme, typename Programme::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        return detail::told(*this, commit(programme, own, event, hold, part, nullptr, profile), sink);
    }
};

/// An award was taken back whose sale is not known.
template <unit_type Unit>
struct clawed_back {
    static constexpr std::uint16_t journal_kind = 22;

    std::uint32_t member = 0;
    occasion event{};
    amount<Unit> award{};
    date earned_on{};
    detail::unit_marked<Unit> of{};

    template <class Programme, class Profile, class Sink>
    constexpr outcome_of<Programme> apply_to(const Programme& programme, typename Programme::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        return detail::told(*this, claw_back(programme, own, event, award, earned_on, nullptr, profile), sink);
    }
};

/// A balance was corrected by hand.
template <unit_type Unit>
struct adjusted {
    static constexpr std::uint16_t journal_kind = 23;

    std::uint32_t member = 0;
    occasion event{};
    amount<Unit> by{};
    detail::unit_marked<Unit> of{};

    template <class Programme, class Profile, class Sink>
    constexpr outcome_of<Programme> apply_to(const Programme& programme, typename Programme::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        return detail::told(*this, adjust(programme, own, event, by, profile), sink);
    }
};

/// Points that waited for it were confirmed.
template <unit_type Unit>
struct confirmed {
    static constexpr std::uint16_t journal_kind = 25;

    std::uint32_t member = 0;
    occasion event{};
    amount<Unit> part{};
    date earned_on{};
    detail::unit_marked<Unit> of{};

    template <class Programme, class Profile, class Sink>
    constexpr outcome_of<Programme> apply_to(const Programme& programme, typename Programme::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        return detail::told(*this, confirm(programme, own, event, part, earned_on, profile), sink);
    }
};

/// Something kept points alive.
template <unit_type Unit>
struct touched {
    static constexpr std::uint16_t journal_kind = 24;

    std::uint32_t member = 0;
    occasion event{};
    detail::unit_marked<Unit> of{};

    template <class Programme, class Profile, class Sink>
    constexpr outcome_of<Programme> apply_to(const Programme& programme, typename Programme::member_type& own,
                                             const Profile& profile, Sink& sink) const noexcept {
        return detail::told(*this, touch<Unit>(programme, own, event, profile), sink);
    }
};

template <class Programme, class Sale>
struct codec<returned<Programme, Sale>> {
    using entry = returned<Programme, Sale>;

    template <class Sink>
    static constexpr void encode(Sink& to, const entry& value) noexcept {
        const detail::encoder<Sink> each{to};
        each(value.member);
        each(value.event);
        each(value.slip);
        each(value.all);
        if (!value.all) {
            each(value.remaining);
        }
    }
    template <class... Memory>
    static constexpr void decode(reader& from, entry& value, const Memory&... room) noexcept {
        const detail::decoder each{from};
        each(value.member);
        each(value.event);
        each(value.slip);
        each(value.all);
        if (!value.all && !loyalty::decode(from, value.remaining, room...)) {
            from.fail();
        }
    }
};

} // namespace loyalty
