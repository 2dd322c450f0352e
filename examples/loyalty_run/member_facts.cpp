// SPDX-License-Identifier: BSL-1.0
#include "member_facts.hpp"

#include "intake_terms.hpp"
#include "options.hpp"

#include <loyalty/io/csv_reader.hpp>
#include <loyalty/time/text.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>

namespace loyalty_run {

namespace {

enum class column : std::uint8_t { member, joined, birthday, attributes, member_from, member_until, recipient };
constexpr std::array<std::string_view, 7> column_names{"member",      "joined",       "birthday", "attributes",
                                                       "member_from", "member_until", "recipient"};

/// `02-29`, or a day with its year.
[[nodiscard]] bool read_birthday(std::string_view text, dates::month_day& to) {
    const auto day = texts::parse_date(text.size() == 5 ? "2024-" + std::string(text) : std::string(text));
    if (!day) {
        return false;
    }
    const dates::civil_date parts = dates::civil(day.value);
    to = {parts.month, parts.day};
    return true;
}

/// `3 7`: the bits of these numbers, each from 0 to 63.
[[nodiscard]] bool read_attributes(std::string_view text, std::uint64_t& to) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        unsigned number = 0;
        if (end != 0 && (!read_whole(text.substr(0, end), number) || number > 63)) {
            return false;
        }
        to |= end == 0 ? 0 : std::uint64_t{1} << number;
        text.remove_prefix(end == text.size() ? end : end + 1);
    }
    return true;
}

/// An instant, or the begin of a day in a zone.
[[nodiscard]] bool read_instant(std::string_view text, const file_zone& zone, instant& to) {
    if (const auto day = texts::parse_date(text)) {
        to = calendar<file_zone>{zone}.start_of(day.value);
        return true;
    }
    const auto time = texts::parse_instant(text);
    to = time ? time.value : to;
    return static_cast<bool>(time);
}

/// Reads a field that is not empty; the text that was expected, or null.
[[nodiscard]] const char* read_field(column which, std::string_view text, const file_zone& zone, member_facts& to) {
    switch (which) {
    case column::joined:
        if (const auto day = texts::parse_date(text)) {
            to.joined = day.value;
            return nullptr;
        }
        return "a day such as 2024-06-15";
    case column::birthday:
        return read_birthday(text, to.birthday) ? nullptr : "a birthday such as 06-15";
    case column::attributes:
        return read_attributes(text, to.attributes) ? nullptr : "numbers from 0 to 63, such as 3 or 3 7";
    case column::member_from:
        return read_instant(text, zone, to.membership.from) ? nullptr : "a day, or a time such as 2024-06-15T12:00Z";
    case column::member_until:
        return read_instant(text, zone, to.membership.until) ? nullptr : "a day, or a time such as 2024-06-15T12:00Z";
    case column::recipient:
        return read_whole(text, to.recipient) ? nullptr : "the number of a recipient, such as 3";
    case column::member:
        break;
    }
    return nullptr;
}

} // namespace

profiles::profiles(const std::string& path, const file_zone& zone, const std::string& joined_reader) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "rb"), &std::fclose};
    if (file == nullptr) {
        throw failure{exit_code::wrong_use, "cannot open " + path + ": " + std::strerror(errno)};
    }
    csv_reader reader{csv_source{file.get()}, path};
    const auto stop_if_wrong = [&] {
        if (reader.errors().count != 0) {
            throw failure{exit_code::wrong_input, reader.errors().kept.front().message()};
        }
    };
    std::array<std::optional<std::size_t>, column_names.size()> places{};
    for (std::size_t i = 0; i < reader.header().size(); ++i) {
        for (std::size_t j = 0; j < column_names.size(); ++j) {
            if (reader.header()[i] == column_names[j]) {
                places[j] = i;
            }
        }
    }
    stop_if_wrong();
    if (!places[0]) {
        throw failure{exit_code::wrong_input, path + ":1:1: expected a column 'member', and of joined, birthday, "
                                                     "attributes, member_from, member_until and recipient those that "
                                                     "the rules read"};
    }
    constexpr auto joined_at = static_cast<std::size_t>(column::joined);
    if (!places[joined_at] && !joined_reader.empty()) {
        throw failure{exit_code::wrong_input,
                      path + ":1:1: expected a column 'joined', since " + joined_reader +
                          ": add the column, with the day on which each member joined, such as 2024-06-15"};
    }
    csv_record record;
    while (reader.read(record) && reader.errors().count == 0) {
        member_facts facts;
        for (std::size_t j = 1; j < places.size(); ++j) {
            const std::string_view text = places[j] ? record[*places[j]] : std::string_view{};
            const char* const expected =
                text.empty() ? nullptr : read_field(column{static_cast<std::uint8_t>(j)}, text, zone, facts);
            if (expected != nullptr) {
                reader.report(record, *places[j], expected);
            }
        }
        if (!joined_reader.empty() && record[*places[joined_at]].empty()) {
            reader.report(record, *places[joined_at],
                          "in the column 'joined' the day on which the member joined, such as 2024-06-15, since " +
                              joined_reader);
        }
        // A member of whom only the end or the begin is known has been one before, or is one for good.
        const bool has_end = facts.membership.until != instant::minimum();
        const bool has_begin = facts.membership.from != instant::maximum();
        if (has_end != has_begin) {
            (has_end ? facts.membership.from : facts.membership.until) =
                has_end ? instant::minimum() : instant::maximum();
        }
        if (!by_name_.emplace(std::string(record[*places[0]]), facts).second) {
            reader.report(record, *places[0], "each member in one line");
        }
        stop_if_wrong();
    }
    stop_if_wrong();
}

} // namespace loyalty_run
