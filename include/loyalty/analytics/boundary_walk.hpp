// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Notes every member at every boundary of a row of periods, in one pass over a stream: the state after the last event before it.
///
/// A member buys on 5 January and on 7 March. At the second purchase the state before it is noted at 1 February and at 1 March:
///
/// @code
/// analytics::boundary_walk walk{analytics::boundaries(months, rules.frame.calendar)};
/// const auto note = [&](std::size_t boundary, const auto& anna) { ++count[boundary][tier_of(rules, anna, walk.at(boundary))]; };
/// walk.around(members[0], 0, sale.time, [&] { return apply(rules, members[0], sale); }, note);
/// walk.finish(members, note);
/// @endcode
///
/// Members' events may come in any order among members. 4 bytes for each member; it allocates, and an exception of a
/// container ends the program.

#include <loyalty/analytics/periods.hpp>
#include <loyalty/config.hpp>
#include <loyalty/time/instant.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty::analytics {

/// The first instant of each period and the instant behind the last: three months have four boundaries.
template <class Calendar>
[[nodiscard]] std::vector<instant> boundaries(const periods& when, const Calendar& calendar) noexcept {
    std::vector<instant> instants;
    for (std::size_t place = 0; place <= when.size(); ++place) {
        instants.push_back(calendar.start_of(when.first_day(place)));
    }
    return instants;
}

/// See the top of this file. `note(boundary, state)` is called once for each member and boundary.
class boundary_walk {
public:
    explicit boundary_walk(std::vector<instant> boundaries_in_order) noexcept
        : boundaries_{std::move(boundaries_in_order)} {}

    [[nodiscard]] std::size_t size() const noexcept { return boundaries_.size(); }
    [[nodiscard]] instant at(std::size_t boundary) const noexcept { return boundaries_[boundary]; }
    [[nodiscard]] bool has_boundaries_of(const boundary_walk& other) const noexcept {
        return boundaries_ == other.boundaries_;
    }

    /// Calls `serve()`, which may apply events of this time to the member, and returns its result. If the member thereby passes
    /// boundaries, the state before is noted at them. A refused event passes none.
    template <class Member, class Serve, class Note>
    LOYALTY_INLINE decltype(auto) around(Member& own, std::uint32_t index, instant time, Serve serve,
                                         Note note) noexcept {
        if (index >= next_.size()) {
            next_.resize((std::max)(std::size_t{index} + 1, next_.size() * 2));
        }
        if (next_[index] == boundaries_.size() || time < boundaries_[next_[index]]) {
            return serve();
        }
        return passing(own, next_[index], serve, note);
    }
    /// Notes all members at the boundaries that they have not passed. Nothing may be served behind it.
    template <class Members, class Note>
    void finish(const Members& members, Note note) noexcept {
        next_.resize((std::max)(next_.size(), members.size()));
        for (std::size_t i = 0; i < members.size(); ++i) {
            note_until(members[i], next_[i], boundaries_.size(), note);
        }
    }

private:
    template <class Member, class Serve, class Note>
    LOYALTY_APART auto passing(Member& own, std::uint32_t& next, Serve& serve, Note& note) noexcept {
        const Member before = own;
        const auto look_back = [&] {
            const auto behind = std::upper_bound(boundaries_.begin(), boundaries_.end(), own.last_event());
            note_until(before, next, static_cast<std::size_t>(behind - boundaries_.begin()), note);
        };
        if constexpr (std::is_void_v<decltype(serve())>) {
            serve();
            look_back();
        } else {
            auto result = serve();
            look_back();
            return result;
        }
    }
    template <class Member, class Note>
    static void note_until(const Member& own, std::uint32_t& next, std::size_t end, Note& note) noexcept {
        for (; next < end; ++next) {
            note(std::size_t{next}, own);
        }
    }

    std::vector<instant> boundaries_;
    std::vector<std::uint32_t> next_{}; ///< by member: the first boundary that is not noted
};

} // namespace loyalty::analytics
