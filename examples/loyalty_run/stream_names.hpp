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
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// The ids of each member's events at the member's last instant, so that an id which comes again there is known. 40 bytes a
/// member, and the ids; of more than `most` at one instant the first are forgotten.
class last_ids {
public:
    static constexpr std::size_t most = 64;

    /// The number of an id at an instant of a member: the line on which it first stands there.
    [[nodiscard]] std::uint64_t number_of(std::uint32_t member, instant time, std::string_view id, std::uint64_t line) {
        if (member >= of_.size()) {
            of_.resize(std::max(std::size_t{member} + 1, of_.size() * 2));
        }
        ids_at& own = of_[member];
        if (own.time != time) {
            if (time < own.time) {
                return line; // late: it is refused, and the last instant stays
            }
            own.time = time;
            own.ids.clear();
        }
        std::size_t count = 0;
        for (std::size_t at = 0; at < own.ids.size(); ++count) {
            const auto [number, size] = entry_at(own.ids, at);
            const std::string_view known = std::string_view(own.ids).substr(at + entry_bytes, size);
            if (known == id) {
                return number;
            }
            at += entry_bytes + size;
        }
        if (count == most) {
            own.ids.erase(0, entry_bytes + entry_at(own.ids, 0).size);
        }
        append(own.ids, {line, static_cast<std::uint32_t>(id.size())});
        own.ids += id;
        return line;
    }

private:
    struct ids_at {
        instant time = instant::minimum();
        std::string ids{}; ///< each its number, its length, its text
    };
    struct entry {
        std::uint64_t number = 0;
        std::uint32_t size = 0;
    };
    static constexpr std::size_t entry_bytes = sizeof(std::uint64_t) + sizeof(std::uint32_t);

    [[nodiscard]] static entry entry_at(const std::string& ids, std::size_t at) noexcept {
        entry found;
        std::memcpy(&found.number, ids.data() + at, sizeof found.number);
        std::memcpy(&found.size, ids.data() + at + sizeof found.number, sizeof found.size);
        return found;
    }
    static void append(std::string& ids, entry one) {
        ids.append(reinterpret_cast<const char*>(&one.number), sizeof one.number);
        ids.append(reinterpret_cast<const char*>(&one.size), sizeof one.size);
    }

    std::vector<ids_at> of_;
};

/// The names of a stream, and what was left out of it.
struct stream_names {
    /// `sorts`: the lines do not come in the order of time, so the ids of the whole file are kept.
    explicit stream_names(bool sorts = false) noexcept : sorts_(sorts) {}

    string_table members;
    string_table events; ///< of the batch, or of the whole file
    string_table articles;
    string_table categories;

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
    [[nodiscard]] std::string event_name(const origin& from) const {
        return from.event == no_text ? std::string() : std::string(events.text(from.event));
    }
    /// The ids of a batch that is done with.
    void forget_events() {
        if (events.size() != 0) {
            events = string_table{};
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
