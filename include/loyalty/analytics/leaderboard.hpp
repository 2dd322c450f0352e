// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Leaderboards (S48): members in the order of their values in a window.
///
/// A has 120, C reached 100 before B, D has 80:
///
/// | member | value | competition rank | dense rank | after A returns goods and has 90 |
/// |--------|-------|------------------|------------|----------------------------------|
/// | A      | 120   | 1                | 1          | third                            |
/// | C      | 100   | 2                | 2          | first                            |
/// | B      | 100   | 2                | 2          | second                           |
/// | D      | 80    | 4                | 3          | fourth                           |
///
/// @code
/// games::leaderboard may{{"2025-05-01T00:00"_utc, "2025-06-01T00:00"_utc}};
/// auto sink = games::counting<unit::points>(may);
/// apply(stars, members[3], sale, no_profile{}, sink);      // what it granted counts
/// may.of(3)->rank;
/// may.top(room);                                           // the first of all, as many as there is room for
/// @endcode
///
/// A board is outside of members and programmes: it counts outcomes. Include it beside `loyalty.hpp`. It allocates.

#include <loyalty/analytics/ordered_blocks.hpp>
#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/window.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::games {

/// How members of one value are ranked, and the one behind them: 1, 2, 2, 4 or 1, 2, 2, 3.
enum class ranking : std::uint8_t { competition, dense };

/// Why a board did not take something; it is then as before.
enum class board_refusal : std::uint8_t {
    none,
    unknown_member, ///< the number of the member is above the largest one of the board
    overflow,       ///< all that a member has gained and lost passes 64 bits
    other_window    ///< boards of two windows do not merge
};

/// The refusal in a sentence that says what to do.
[[nodiscard]] constexpr std::string_view message(board_refusal why) noexcept {
    switch (why) {
    case board_refusal::none:
        return "counted";
    case board_refusal::unknown_member:
        return "leaderboard: the member is above the largest one of the board: make the board for more members";
    case board_refusal::overflow:
        return "leaderboard: what the member has gained and lost passes 64 bits: check the amounts";
    case board_refusal::other_window:
        return "leaderboard: the boards have two windows: merge partitions of one board";
    }
    return "unknown";
}

/// The place of a member on a board.
struct standing {
    std::uint32_t member = 0;
    std::int64_t value = 0;
    instant reached{};      ///< since when the value has been this one or higher
    std::uint64_t rank = 0; ///< from 1

    [[nodiscard]] friend constexpr bool operator==(const standing&, const standing&) noexcept = default;
};

/// A board over a window. See the top of this file.
///
/// It keeps each change of each member with its time: 24 bytes, and 48 for a member. So the order in which changes arrive
/// makes no difference, boards of partitions merge into that of the whole, and `as_of` is the board of an earlier time. Changes of
/// one member at one instant are one.
///
/// If two members have one value, the member who has had it, or more, for longer comes first; then the lower number counts.
class leaderboard {
public:
    static constexpr std::uint32_t usual_members = 16'777'216;

    /// Members have the numbers below `most_members`, which bounds the memory for a wrong number.
    explicit leaderboard(instant_window window = {}, ranking by = ranking::competition,
                         std::uint32_t most_members = usual_members) noexcept
        : window_{window}, by_{by}, most_members_{most_members} {}

    /// Adds to the value of a member at a time; a return adds less than zero, at its own time. Outside of the window nothing counts.
    board_refusal add(std::uint32_t member, instant time, std::int64_t more) noexcept {
        if (member >= most_members_) {
            return board_refusal::unknown_member;
        }
        if (!window_.contains(time) || more == 0) {
            return board_refusal::none;
        }
        if (member < slots_.size() && moves_too_much(slots_[member].moved, detail::magnitude(more))) {
            return board_refusal::overflow;
        }
        if (detail::magnitude(more) > most_moved) {
            return board_refusal::overflow;
        }
        if (member >= slots_.size()) {
            slots_.resize(std::size_t{member} + 1);
        }
        slot& own = slots_[member];
        take_off(own, member);
        note(own, time, more);
        own.value += more;
        own.moved += detail::magnitude(more);
        own.reached = reached_by(own);
        put_on(own, member);
        return board_refusal::none;
    }

    /// The number of members on the board: who had a change in its window.
    [[nodiscard]] std::size_t size() const noexcept { return keys_.size(); }
    /// The place of a member; nothing if the member is not on the board.
    [[nodiscard]] std::optional<standing> of(std::uint32_t member) const noexcept {
        if (!is_on(member)) {
            return std::nullopt;
        }
        const slot& own = slots_[member];
        return standing{member, own.value, own.reached, rank_of(own.value)};
    }
    /// Writes the first ones, as many as there is room for, and returns them.
    std::span<standing> top(std::span<standing> room) const noexcept { return list({}, room); }
    /// Writes a member with the neighbours before and behind, at most `each_side` on either, in their order. Returns them; none if
    /// the member is not on the board. There must be room for all.
    std::span<standing> around(std::uint32_t member, std::size_t each_side, std::span<standing> room) const noexcept {
        if (!is_on(member)) {
            return room.first(0);
        }
        const auto own = keys_.find(key_of(slots_[member], member));
        const auto first = keys_.back(own, each_side);
        const std::size_t last = (std::min)(own.position + each_side, size() - 1);
        LOYALTY_ASSERT(room.size() > last - first.position);
        return list(first, room.first((std::min)(room.size(), last - first.position + 1)));
    }

    /// The board as it was at a time, with the changes at it. Takes as long as to read all changes and to sort the members.
    [[nodiscard]] leaderboard as_of(instant time) const noexcept {
        instant_window until = window_;
        if (time < until.until) {
            until.until = time + dates::seconds{1};
        }
        leaderboard then{until, by_, most_members_};
        then.slots_.resize(slots_.size());
        then.changes_.reserve(changes_.size());
        for (std::size_t member = 0; member < slots_.size(); ++member) {
            slot& own = then.slots_[member];
            for (std::size_t i = slots_[member].newest, later = 0; i != 0; i = changes_[i - 1].before) {
                if (const change& one = changes_[i - 1]; one.time <= time) {
                    then.changes_.push_back({one.time, one.more, 0});
                    (later == 0 ? own.newest : then.changes_[later - 1].before) = then.changes_.size();
                    later = then.changes_.size();
                    own.value += one.more;
                    own.moved += detail::magnitude(one.more);
                }
            }
        }
        then.rank_all();
        return then;
    }

    /// Takes in the board of another partition. Refused, and nothing is taken in, if it has another window.
    board_refusal merge(const leaderboard& other) noexcept {
        if (other.window_ != window_) {
            return board_refusal::other_window;
        }
        if (other.slots_.size() > most_members_) {
            return board_refusal::unknown_member;
        }
        for (std::size_t member = 0; member < other.slots_.size() && member < slots_.size(); ++member) {
            if (moves_too_much(slots_[member].moved, other.slots_[member].moved)) {
                return board_refusal::overflow;
            }
        }
        slots_.resize((std::max)(slots_.size(), other.slots_.size()));
        for (std::size_t member = 0; member < other.slots_.size(); ++member) {
            take_in(slots_[member], other, other.slots_[member]);
        }
        rank_all();
        return board_refusal::none;
    }

    /// Two members become one: what `gone` has counts for `into`.
    board_refusal merge_members(std::uint32_t gone, std::uint32_t into) noexcept {
        if (gone >= most_members_ || into >= most_members_) {
            return board_refusal::unknown_member;
        }
        if (gone == into || !is_on(gone)) {
            return board_refusal::none;
        }
        slots_.resize((std::max)(slots_.size(), std::size_t{into} + 1));
        if (moves_too_much(slots_[into].moved, slots_[gone].moved)) {
            return board_refusal::overflow;
        }
        take_off(slots_[gone], gone);
        take_off(slots_[into], into);
        const slot leaves = std::exchange(slots_[gone], slot{});
        take_in(slots_[into], *this, leaves);
        slots_[into].reached = reached_by(slots_[into]);
        put_on(slots_[into], into);
        return board_refusal::none;
    }

private:
    static constexpr std::uint64_t most_moved = (std::numeric_limits<std::int64_t>::max)();

    /// A change of one member, and the place of the one before it in time, from 1; 0 if there is none.
    struct change {
        instant time{};
        std::int64_t more = 0;
        std::size_t before = 0;
    };
    struct slot {
        std::int64_t value = 0;
        instant reached{};
        std::uint64_t moved = 0; ///< all that was gained and lost, so that no sum at any time overflows
        std::size_t newest = 0;  ///< the place of the newest change, from 1; 0 for a member who is not on the board
    };
    /// The order of the board.
    struct key {
        std::int64_t value = 0;
        instant reached{};
        std::uint32_t member = 0;

        [[nodiscard]] friend constexpr bool operator==(const key&, const key&) noexcept = default;
        [[nodiscard]] friend constexpr bool operator<(const key& a, const key& b) noexcept {
            const auto at = unsigned{a.reached == b.reached} & unsigned{a.member < b.member};
            return (unsigned{a.value > b.value} |
                    (unsigned{a.value == b.value} & (unsigned{a.reached < b.reached} | at))) != 0;
        }
    };
    /// A value that members have; higher ones come first.
    struct distinct_value {
        std::int64_t value = 0;

        [[nodiscard]] friend constexpr bool operator==(distinct_value, distinct_value) noexcept = default;
        [[nodiscard]] friend constexpr bool operator<(distinct_value a, distinct_value b) noexcept {
            return a.value > b.value;
        }
    };

    using order = detail::ordered_blocks<key>;

    [[nodiscard]] static constexpr bool moves_too_much(std::uint64_t moved, std::uint64_t more) noexcept {
        return more > most_moved || moved > most_moved - more;
    }
    [[nodiscard]] static constexpr key key_of(const slot& own, std::uint32_t member) noexcept {
        return {own.value, own.reached, member};
    }
    [[nodiscard]] bool is_on(std::uint32_t member) const noexcept {
        return member < slots_.size() && slots_[member].newest != 0;
    }
    [[nodiscard]] static auto higher_than(std::int64_t value) noexcept {
        return [value](const key& one) noexcept { return one.value > value; };
    }
    [[nodiscard]] std::uint64_t rank_of(std::int64_t value) const noexcept {
        return 1 + std::uint64_t{by_ == ranking::dense ? values_.position({value})
                                                       : keys_.find_first(higher_than(value)).position};
    }
    [[nodiscard]] std::uint64_t rank_near(const order::location& at, std::int64_t value) const noexcept {
        return by_ == ranking::dense ? rank_of(value) : 1 + keys_.find_first_up_to(at, higher_than(value)).position;
    }
    [[nodiscard]] bool has_value(std::int64_t value) const noexcept {
        const std::size_t position = keys_.find_first(higher_than(value)).position;
        return position < keys_.size() && keys_.at(position).value == value;
    }

    void take_off(const slot& own, std::uint32_t member) noexcept {
        if (own.newest == 0) {
            return;
        }
        keys_.erase(key_of(own, member));
        if (by_ == ranking::dense && !has_value(own.value)) {
            values_.erase({own.value});
        }
    }
    void put_on(const slot& own, std::uint32_t member) noexcept {
        if (by_ == ranking::dense && !has_value(own.value)) {
            values_.insert({own.value});
        }
        keys_.insert(key_of(own, member));
    }

    /// Notes a change in its place in time.
    void note(slot& own, instant time, std::int64_t more) noexcept {
        std::size_t* place = &own.newest;
        while (*place != 0 && changes_[*place - 1].time > time) {
            place = &changes_[*place - 1].before;
        }
        if (*place != 0 && changes_[*place - 1].time == time) {
            changes_[*place - 1].more += more;
            return;
        }
        const std::size_t before = std::exchange(*place, changes_.size() + 1); // the vector may move what it points to
        changes_.push_back({time, more, before});
    }
    /// Takes in the changes of another member, or of the same one in another partition. The sums fit.
    void take_in(slot& own, const leaderboard& from, const slot& other) noexcept {
        for (std::size_t i = other.newest; i != 0;) {
            const change one = from.changes_[i - 1]; // a copy: it may lie in the vector that grows
            note(own, one.time, one.more);
            i = one.before;
        }
        own.value += other.value;
        own.moved += other.moved;
    }
    /// The time since which a member has had its value or more: back to the change that led there from below.
    [[nodiscard]] instant reached_by(const slot& own) const noexcept {
        instant reached{};
        std::int64_t value = own.value;
        for (std::size_t i = own.newest; i != 0 && value >= own.value; i = changes_[i - 1].before) {
            reached = changes_[i - 1].time;
            value -= changes_[i - 1].more;
        }
        return reached;
    }
    void rank_all() noexcept {
        std::vector<key> keys;
        std::vector<distinct_value> values;
        keys.reserve(slots_.size());
        for (std::size_t member = 0; member < slots_.size(); ++member) {
            if (slots_[member].newest != 0) {
                slots_[member].reached = reached_by(slots_[member]);
                keys.push_back(key_of(slots_[member], static_cast<std::uint32_t>(member)));
            }
        }
        std::sort(keys.begin(), keys.end());
        for (std::size_t i = 0; by_ == ranking::dense && i < keys.size(); ++i) {
            if (i == 0 || keys[i].value != keys[i - 1].value) {
                values.push_back({keys[i].value});
            }
        }
        keys_.assign(keys);
        values_.assign(values);
    }

    /// Writes the standings from a place on, as many as there are and as there is room for.
    [[nodiscard]] std::span<standing> list(const order::location& first, std::span<standing> room) const noexcept {
        const std::size_t count = (std::min)(room.size(), size() - first.position);
        std::size_t written = 0;
        keys_.for_each(first, count, [&](const key& one) {
            std::uint64_t rank = written == 0 ? rank_near(first, one.value) : room[written - 1].rank;
            if (written > 0 && room[written - 1].value != one.value) {
                rank = by_ == ranking::dense ? rank + 1 : std::uint64_t{first.position + written} + 1;
            }
            room[written++] = {one.member, one.value, one.reached, rank};
        });
        return room.first(written);
    }

    instant_window window_;
    ranking by_;
    std::uint32_t most_members_;
    std::vector<slot> slots_{};
    std::vector<change> changes_{};
    order keys_{};
    detail::ordered_blocks<distinct_value> values_{}; ///< of a board of dense ranks
};

/// A sink that adds a measure of each accepted outcome to a board, at the time of its event: see `counting`.
template <class Measure>
struct board_sink {
    leaderboard& board;
    Measure measure;
    board_refusal refused = board_refusal::none; ///< the first of all

    template <class Event, class Outcome>
    requires(extensions::can_earn<Event> || extensions::is_return<Event>) //
        void on(const Event& event, const Outcome& gave) noexcept {
        if (gave.accepted()) {
            const board_refusal why =
                board.add(static_cast<std::uint32_t>(fact::member(event)), fact::time(event), measure(event, gave));
            refused = refused == board_refusal::none ? why : refused;
        }
    }
};

/// A sink that counts what events that earn grant of a unit, less what returns take back. What members spend does not count.
template <class Unit>
[[nodiscard]] auto counting(leaderboard& board) noexcept {
    const auto granted = [](const auto&, const auto& gave) noexcept {
        return std::int64_t{gave.template granted<Unit>().minor_units()};
    };
    return board_sink<decltype(granted)>{board, granted};
}

} // namespace loyalty::games
