// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The names of a stream, and the lines of it that are no event.

#include "checked.hpp"
#include "events.hpp"
#include "exact_sum.hpp"

#include <loyalty/io/string_table.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// The names of a stream, and what was left out of it.
struct stream_names {
    string_table members;
    string_table events;
    string_table articles;
    std::vector<std::uint64_t> event_first_line;

    /// The number of an event's id. Numbers rise with the first line of each event, so that events at one instant keep
    /// the order of the file; where a file has no ids, each line is an event and its number is that of the line.
    [[nodiscard]] std::uint32_t event(std::string_view id, std::uint64_t line) {
        if (id.empty()) {
            return no_text;
        }
        const std::uint32_t number = events.intern(id);
        if (number == event_first_line.size()) {
            event_first_line.push_back(line);
        }
        return number;
    }
    [[nodiscard]] std::uint64_t number_of(std::uint32_t event, std::uint64_t line) const {
        return event == no_text ? line : event_first_line[event];
    }
    [[nodiscard]] std::string event_name(const origin& from) const {
        return from.event == no_text ? std::string() : std::string(events.text(from.event));
    }
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
