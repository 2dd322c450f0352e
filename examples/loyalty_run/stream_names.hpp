// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The names of a stream, and the lines of it that are no event.

#include "checked.hpp"
#include "events.hpp"
#include "exact_sum.hpp"

#include <loyalty/io/string_table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// The ids of each member's events at the member's last instant, so that an id which comes again there is known. Between two calls of
/// `keep` those of the events since then as well. Of more than `most` of a member the first are forgotten.
class last_ids {
public:
    static constexpr std::size_t most = 64;

    /// The number of an id at an instant of a member: the line on which it first stands there.
    [[nodiscard]] std::uint64_t number_of(std::uint32_t member, instant time, std::string_view id, std::uint64_t line) {
        if (member >= of_.size()) {
            of_.resize(std::max(std::size_t{member} + 1, of_.size() * 2));
        }
        std::vector<entry>& own = of_[member];
        for (const entry& each : own) {
            if (each.time == time && each.id == id) {
                return each.number;
            }
        }
        if (own.size() == most) {
            own.erase(own.begin());
        }
        own.push_back({time, line, std::string(id)});
        touched_.push_back(member);
        return line;
    }
    /// Keeps the ids at those instants of a member for which `is_last(member, time)` returns true.
    template <class IsLast>
    void keep(IsLast is_last) {
        for (const std::uint32_t member : touched_) {
            std::vector<entry>& own = of_[member];
            own.erase(
                std::remove_if(own.begin(), own.end(), [&](const entry& each) { return !is_last(member, each.time); }),
                own.end());
            if (own.capacity() > 2 && own.size() <= 1) {
                own.shrink_to_fit();
            }
        }
        touched_.clear();
    }

private:
    struct entry {
        instant time{};
        std::uint64_t number = 0;
        std::string id{};
    };

    std::vector<std::vector<entry>> of_;
    std::vector<std::uint32_t> touched_;
};

/// Returns the number that a text of a file states: 1017 of "1017", and 0 of another text.
[[nodiscard]] inline std::uint32_t whole_number_of(std::string_view text) noexcept {
    std::uint32_t number = 0;
    return read_whole(text, number) ? number : 0;
}

/// The names of a stream, and what was left out of it.
struct stream_names {
    /// `sorts`: the lines do not come in the order of time, so the ids of the whole file are kept.
    explicit stream_names(bool sorts = false) noexcept : sorts_(sorts) {}

    string_table members;
    string_table events; ///< of the batch, or of the whole file
    string_table articles;
    string_table categories;
    string_table originals; ///< of the batch: ids of purchases that returns name
    string_table tiers;     ///< of the batch: those that lines set by hand

    /// The number of an event's id among `events`.
    [[nodiscard]] std::uint32_t event(std::string_view id, std::uint64_t line) {
        if (id.empty()) {
            return no_text;
        }
        const std::uint32_t number = events.intern(id);
        if (sorts_ && number == event_first_line_.size()) {
            event_first_line_.push_back(line);
        }
        return number;
    }
    /// The number of an event. Numbers rise with the first line of each, so that events at one instant keep the order of the
    /// file; where a file has no ids, each line is an event and its number is that of the line.
    [[nodiscard]] std::uint64_t number_of(std::uint32_t event, std::uint32_t member, instant time, std::uint64_t line) {
        return event == no_text ? line
               : sorts_         ? event_first_line_[event]
                                : last_ids_.number_of(member, time, events.text(event), line);
    }
    /// The number that the file states for an article.
    [[nodiscard]] std::uint32_t sku_of(std::uint32_t article) const {
        return article == no_text ? 0 : whole_number_of(articles.text(article));
    }
    [[nodiscard]] std::string event_name(const origin& from) const {
        return from.event == no_text ? std::string() : std::string(events.text(from.event));
    }
    /// A batch is done with. `is_last(member, time)`: the instant is that of the member's last event.
    template <class IsLast>
    void end_batch(IsLast is_last) {
        last_ids_.keep(is_last);
        for (string_table* const each : {&events, &originals, &tiers}) {
            if (each->size() != 0) {
                *each = string_table{};
            }
        }
    }

private:
    bool sorts_;
    std::vector<std::uint64_t> event_first_line_;
    last_ids last_ids_;
};

/// Lines that are no part of any purchase, by kind.
struct passed_over {
    struct kind {
        std::string name;
        std::uint64_t lines = 0;
        std::int64_t minor_units = 0;
        bool overflow = false;
    };
    std::vector<kind> kinds;
    std::uint64_t lines = 0;
    exact_sum exact;

    void add(std::string_view name, std::int64_t minor_units) {
        auto found = std::find_if(kinds.begin(), kinds.end(), [&](const kind& each) { return each.name == name; });
        if (found == kinds.end()) {
            found = kinds.insert(found, {std::string(name), 0, 0, false});
        }
        ++found->lines;
        ++lines;
        found->overflow = !add_to(found->minor_units, minor_units) || found->overflow;
    }
};

} // namespace loyalty_run
