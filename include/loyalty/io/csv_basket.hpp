// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/io/csv_line.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty {

namespace detail {

/// Whether two times are at most so many seconds apart, whatever offsets from UTC they name.
[[nodiscard]] constexpr bool csv_near(const csv_line& left, const csv_line& right, std::int32_t most_seconds) noexcept {
    const std::int64_t apart =
        (left.time.seconds_since_epoch - left.offset_seconds) - (right.time.seconds_since_epoch - right.offset_seconds);
    return -most_seconds <= apart && apart <= most_seconds;
}

} // namespace detail

/// Lines that belong together. What it shows lives until the next `read`.
struct csv_basket {
    std::string_view id = {};
    std::string_view member = {};
    local_time time = {};
    std::span<const csv_line> lines = {};
    /// Errors met since the last line of the basket before and up to the first line of the one after: where it is not 0,
    /// the basket may lack a line. An error between two baskets counts for both, because it may be a line of either.
    std::size_t errors = 0;
};

/// Groups consecutive lines of equal id, member and time into baskets. Where the layout says so (`basket_seconds`) the
/// times may differ from that of the first line, which is the basket's. Lines without an id are a basket each: two equal
/// rows of a file that has no ids are two purchases. Lines that do not follow each other are never joined: the second
/// part of a basket that another interrupts is a basket of its own, with the same id.
///
/// At most 10,000 lines and 16 MiB of text a basket: one that is larger is an error and is left out as a whole, because
/// half a basket would earn a wrong reward that nobody notices. Memory is bounded by that, whatever the size of the file.
class basket_reader {
public:
    static constexpr std::size_t lines_limit = 10'000;
    static constexpr std::size_t bytes_limit = std::size_t{1} << 24U;

    explicit basket_reader(csv_line_reader reader) : reader_(std::move(reader)) {}

    [[nodiscard]] csv_line_reader& reader() noexcept { return reader_; }
    [[nodiscard]] csv_error_log& errors() noexcept { return reader_.errors(); }

    /// The next basket; false at the end.
    [[nodiscard]] bool read(csv_basket& basket) {
        if (!started_) {
            started_ = true;
            advance();
        }
        while (has_next_) {
            const std::size_t errors_before = errors_before_next_;
            if (collect()) {
                const csv_line& first = lines_.front();
                basket = {first.id, first.member, first.time, lines_, reader_.errors().count - errors_before};
                return true;
            }
        }
        return false;
    }

private:
    void advance() {
        errors_before_next_ = reader_.errors().count;
        has_next_ = reader_.read(next_);
    }

    /// Gathers the lines that belong with the next one; false where they are too many.
    bool collect() {
        lines_.clear();
        bytes_ = 0;
        keep();
        bool fits = true;
        for (advance(); has_next_ && belongs(); advance()) {
            if (fits && (lines_.size() == lines_limit || bytes_ > bytes_limit)) {
                fits = false;
                reader_.report(next_.line,
                               "a basket of at most " + std::to_string(lines_limit) + " lines and " +
                                   std::to_string(bytes_limit) + " bytes",
                               "more of basket " + detail::csv_shown(next_.id));
            }
            if (fits) {
                keep();
            }
        }
        return fits;
    }

    [[nodiscard]] bool belongs() const noexcept {
        const csv_line& first = lines_.front();
        return !next_.id.empty() && next_.id == first.id && next_.member == first.member &&
               detail::csv_near(first, next_, reader_.basket_seconds());
    }

    /// Stores the next line with texts of its own: those of the reader are gone when it reads on.
    void keep() {
        if (texts_.size() == lines_.size()) {
            texts_.emplace_back();
        }
        std::string& text = texts_[lines_.size()];
        text.clear();
        for (const auto& place : detail::csv_text_places) {
            text += next_.*place.text;
        }
        csv_line& line = lines_.emplace_back(next_);
        std::size_t at = 0;
        for (const auto& place : detail::csv_text_places) {
            const std::size_t size = (line.*place.text).size();
            line.*place.text = std::string_view(text).substr(at, size);
            at += size;
        }
        bytes_ += text.size();
    }

    csv_line_reader reader_;
    csv_line next_;
    std::vector<csv_line> lines_;
    std::deque<std::string> texts_; // a deque: the texts stay where they are while it grows
    std::size_t bytes_ = 0;
    std::size_t errors_before_next_ = 0;
    bool has_next_ = false;
    bool started_ = false;
};

} // namespace loyalty
