// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace loyalty::adapters::postgres {

/// Why PostgreSQL did not take something.
enum class fault : std::uint8_t {
    none,
    unanswered,   ///< no answer came within the limit, or another session holds a lock for so long
    lost,         ///< there is no server, or the connection to it ended
    full,         ///< its disk, memory or number of connections is used up
    busy,         ///< a transaction at the same time was in the way
    refused,      ///< it refuses a statement, and will do so again
    superseded,   ///< another owner has claimed the partition since
    foreign,      ///< the tables belong to another programme, or another version of it
    set_back,     ///< the tables have a position before the one from which this owner began
    contradicting ///< an outcome stands there already, with another content
};

/// A fault, and the text of the server about it.
struct error {
    fault what = fault::none;
    std::string text{}; ///< the server's message, with its SQLSTATE if there is one

    [[nodiscard]] explicit operator bool() const noexcept { return what != fault::none; }
    /// Returns true if the same call may succeed later: wait a moment, and call it again. Nothing was lost.
    [[nodiscard]] bool is_passing() const noexcept { return fault::unanswered <= what && what <= fault::busy; }

    /// The fault in a sentence that says what to do.
    [[nodiscard]] std::string_view sentence() const noexcept {
        switch (what) {
        case fault::none:
            return "all is well";
        case fault::unanswered:
            return "PostgreSQL did not answer within the limit: call again; if it stays so, look at the server's locks";
        case fault::lost:
            return "there is no connection to PostgreSQL: start the server, or mend the connection string; call again";
        case fault::full:
            return "PostgreSQL has no room left, on disk, in memory or for connections: make room, and call again";
        case fault::busy:
            return "another transaction was in the way: call again";
        case fault::refused:
            return "PostgreSQL refuses the statement: see its message, and give the user the rights or mend the tables";
        case fault::superseded:
            return "another owner has claimed the partition: stop";
        case fault::foreign:
            return "the tables belong to another programme or version: give each version a log and a schema of its own";
        case fault::set_back:
            return "the tables lack outcomes that the snapshot contains: restore the database, or remove the snapshots "
                   "so that the worker gives all outcomes again";
        case fault::contradicting:
            return "an outcome stands in the tables with another content: two programmes write to one schema, or the "
                   "options of the worker were changed";
        }
        return "unknown fault";
    }
};

/// The fault of an SQLSTATE: "53100" is `full`. An empty one is a lost connection.
[[nodiscard]] constexpr fault fault_of(std::string_view state) noexcept {
    const std::string_view kind = state.substr(0, 2);
    if (state.empty() || kind == "08" || state == "57P01" || state == "57P02" || state == "57P03" || state == "57P05" ||
        state == "25P03") {
        return fault::lost; // the server ends, starts, or ended a session that stood still
    }
    if (state == "57014" || state == "55P03") {
        return fault::unanswered; // a statement or a lock took too long
    }
    if (kind == "53") {
        return fault::full;
    }
    return kind == "40" ? fault::busy : fault::refused;
}

} // namespace loyalty::adapters::postgres
