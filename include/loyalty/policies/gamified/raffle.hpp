// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Raffles (S49): different winners out of tickets, which anyone can draw again.
///
/// Members 1, 2, 3 and 5 have 1, 2, 3 and 4 tickets. The winners of raffle 1 with seed 7, in their order, are 2, 5, 3, 1:
///
/// @code
/// constexpr std::array<raffle_tickets, 4> sold{{{1, 1}, {2, 2}, {3, 3}, {5, 4}}};
/// std::array<std::uint64_t, 4> room{};
/// std::array<std::uint32_t, 2> winners{};
/// draw_winners(7, 1, sold, room, winners).winners;     // 2: the members 2 and 5
/// @endcode
///
/// Include this file beside `loyalty.hpp`.

#include <loyalty/config.hpp>
#include <loyalty/rules/draw.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace loyalty::games {

/// The tickets of a member.
struct raffle_tickets {
    std::uint32_t member = 0;
    std::uint32_t count = 1;

    [[nodiscard]] friend constexpr bool operator==(const raffle_tickets&, const raffle_tickets&) noexcept = default;
};

/// Why a raffle was not drawn; no winner is then written.
enum class raffle_refusal : std::uint8_t {
    none,
    not_in_order,   ///< members do not rise, or a member stands twice
    too_little_room ///< less room than a number for each entry of the tickets
};

/// The refusal in a sentence that says what to do.
[[nodiscard]] constexpr std::string_view message(raffle_refusal why) noexcept {
    switch (why) {
    case raffle_refusal::none:
        return "drawn";
    case raffle_refusal::not_in_order:
        return "raffle: the members do not rise: sort the tickets by member, each member once";
    case raffle_refusal::too_little_room:
        return "raffle: there is too little room: give as many numbers as there are members with tickets";
    }
    return "unknown";
}

/// The number of winners: fewer than requested if not so many members have tickets.
struct raffle_result {
    raffle_refusal refused = raffle_refusal::none;
    std::size_t winners = 0;

    [[nodiscard]] friend constexpr bool operator==(const raffle_result&, const raffle_result&) noexcept = default;
};

} // namespace loyalty::games

namespace loyalty::detail {

/// The counts of tickets in a Fenwick tree, which finds a ticket and takes a member out in some 20 steps for a million.
class ticket_tree {
public:
    constexpr ticket_tree(std::span<const games::raffle_tickets> tickets, std::span<std::uint64_t> room) noexcept
        : tree_{room.first(tickets.size())} {
        for (std::size_t i = 0; i < tree_.size(); ++i) {
            tree_[i] = 0;
        }
        for (std::size_t i = 0; i < tree_.size(); ++i) {
            total_ += tickets[i].count;
            tree_[i] += tickets[i].count;
            if (const std::size_t next = parent_of(i); next < tree_.size()) {
                tree_[next] += tree_[i];
            }
        }
        while (top_ * 2 <= tree_.size()) {
            top_ *= 2;
        }
    }

    [[nodiscard]] constexpr std::uint64_t total() const noexcept { return total_; }
    /// The entry of a ticket, from 0 and below the total.
    [[nodiscard]] constexpr std::size_t entry_of(std::uint64_t ticket) const noexcept {
        std::size_t passed = 0;
        for (std::size_t step = top_; step > 0; step /= 2) {
            if (passed + step <= tree_.size() && tree_[passed + step - 1] <= ticket) {
                passed += step;
                ticket -= tree_[passed - 1];
            }
        }
        return passed;
    }
    constexpr void remove(std::size_t entry, std::uint64_t count) noexcept {
        total_ -= count;
        for (std::size_t i = entry; i < tree_.size(); i = parent_of(i)) {
            tree_[i] -= count;
        }
    }

private:
    [[nodiscard]] static constexpr std::size_t parent_of(std::size_t index) noexcept { return index | (index + 1); }

    std::span<std::uint64_t> tree_;
    std::uint64_t total_ = 0;
    std::size_t top_ = 1; ///< the largest power of two that is not above the number of entries
};

} // namespace loyalty::detail

namespace loyalty::games {

/// Draws winners, the first prize first: as many different members as there is room in `winners`. A member with twice the
/// tickets is drawn twice as often; all tickets of a winner leave before the next draw.
///
/// Winner n, from 0, has ticket `ticket_of(draws::keyed(seed, 2^64 - 1, raffle).at(n), tickets left)`, where the tickets left are
/// counted in the order of the members. `tickets` must rise by member; `room` takes a number for each entry, and its content does
/// not matter. Takes a step for each entry, and some 20 for each winner of a million.
constexpr raffle_result draw_winners(std::uint64_t seed, std::uint64_t raffle, std::span<const raffle_tickets> tickets,
                                     std::span<std::uint64_t> room, std::span<std::uint32_t> winners) noexcept {
    if (room.size() < tickets.size()) {
        return {raffle_refusal::too_little_room, 0};
    }
    for (std::size_t i = 1; i < tickets.size(); ++i) {
        if (tickets[i].member <= tickets[i - 1].member) {
            return {raffle_refusal::not_in_order, 0};
        }
    }
    detail::ticket_tree left{tickets, room};
    const draws numbers = draws::keyed(seed, (std::numeric_limits<std::uint64_t>::max)(), raffle);
    std::size_t drawn = 0;
    for (; drawn < winners.size() && left.total() > 0; ++drawn) {
        const std::size_t entry = left.entry_of(ticket_of(numbers.at(drawn), left.total()));
        winners[drawn] = tickets[entry].member;
        left.remove(entry, tickets[entry].count);
    }
    return {raffle_refusal::none, drawn};
}

} // namespace loyalty::games
