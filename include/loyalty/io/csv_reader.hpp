// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/io/csv_content.hpp>
#include <loyalty/io/csv_error.hpp>
#include <loyalty/io/csv_record.hpp>
#include <loyalty/io/csv_source.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::io {

/// Reads records out of other people's files: RFC 4180, and what is met beside it.
///
/// - Fields may be quoted; then they may hold the delimiter, line ends and doubled quotes: `"a ""b"""` is `a "b"`.
/// - LF, CRLF and CR end a line, mixed as they come; the last line needs no end. Empty lines are skipped. A UTF-8 byte
///   order mark is skipped. Blanks belong to their field. Every other byte, NUL included, is passed on as it is.
/// - A record that is malformed is skipped and goes to `errors()`; reading goes on. After a wrong number of fields it
///   goes on behind that record. After a wrong quote, or a record that is too long, it goes on at the line after the
///   one on which the record began. So a lost quote costs one line and not all up to the next quote.
///
/// Memory: twice `record_limit_bytes` at the most, whatever the size of the file. Time: linear in the size of the file.
///
///     csv_reader reader(std::string_view("member,amount\n7,12.34\n"), "events.csv");
///     csv_record record;
///     while (reader.read(record)) {
///         use(record[1]); // 12.34, at line 2, column 3
///     }
class csv_reader {
public:
    /// Reads the header, if there is one. `file` names the source in errors.
    explicit csv_reader(csv_source source, std::string file, csv_dialect dialect = {})
        : source_(source), file_(std::move(file)), dialect_(dialect), field_count_(dialect.fields) {
        begin();
    }

    /// The names of the columns, as they stand in the header; empty without one.
    [[nodiscard]] const std::vector<std::string>& header() const noexcept { return header_; }

    [[nodiscard]] const std::string& file() const noexcept { return file_; }

    /// The kind of the file by its first bytes. Only text is read.
    [[nodiscard]] csv_content content() const noexcept { return content_; }

    /// The first line of the file as it stands, at most its first 4,096 bytes. If the header does not fit it shows why:
    /// `id;member;amount` has another delimiter.
    [[nodiscard]] const std::string& first_line() const noexcept { return first_line_; }

    /// The errors so far.
    [[nodiscard]] csv_error_log& errors() noexcept { return errors_; }
    [[nodiscard]] const csv_error_log& errors() const noexcept { return errors_; }

    /// The next well-formed record; false at the end.
    [[nodiscard]] bool read(csv_record& record) {
        for (;;) {
            if (!read_any(record)) {
                return false;
            }
            if (field_count_ == 0) {
                field_count_ = record.size();
            }
            if (record.size() == field_count_) {
                return true;
            }
            const bool surplus = record.size() > field_count_;
            report(surplus ? record.position(field_count_) : record.end(), detail::csv_field_count(field_count_),
                   detail::csv_field_count(record.size()));
        }
    }

    /// For a reader of fields: something is wrong in `field` of `record`, which is where this points. `read_by`: of a
    /// time, the orders that would read it; `reading`: of a number, the ways to read it.
    void report(const csv_record& record, std::size_t field, std::string expected, csv_time_orders read_by = {},
                csv_reading reading = {}) {
        const csv_position position = record.position(field);
        errors_.add({file_, position.line, position.column, std::move(expected),
                     record[field].empty() ? "an empty field" : detail::csv_shown(record[field]), read_by,
                     std::move(reading)});
    }

    void report(csv_position position, std::string expected, std::string found) {
        errors_.add({file_, position.line, position.column, std::move(expected), std::move(found), {}, {}});
    }

private:
    static constexpr std::size_t first_capacity = std::size_t{1} << 16U;
    static constexpr std::size_t first_line_limit = 4096;
    static constexpr std::size_t smallest_limit = 4; // room for a byte order mark

    enum class outcome { record, need_more, malformed };

    void begin() {
        const bool blanks = dialect_.delimiter == csv_dialect::white_space;
        for (const char character : {dialect_.delimiter, dialect_.quote, '\n', '\r', blanks ? '\t' : '\n'}) {
            stops_[static_cast<unsigned char>(character)] = true;
        }
        stops_[0] = dialect_.delimiter == '\0';
        dialect_.record_limit_bytes = (std::max)(dialect_.record_limit_bytes, smallest_limit);
        buffer_.resize((std::min)(first_capacity, dialect_.record_limit_bytes));
        fill();
        const std::string_view start(buffer_.data(), filled_);
        content_ = at_end_ && start.empty() && !source_.failed() ? csv_content::empty : csv_content_of(start);
        if (content_ != csv_content::text && content_ != csv_content::empty) {
            report({1, 1}, "UTF-8 text", std::string(name_of(content_)));
            filled_ = 0;
            at_end_ = true;
        } else if (start.starts_with("\xEF\xBB\xBF")) {
            position_ = 3;
        }
        const std::string_view text = std::string_view(buffer_.data(), filled_).substr(position_);
        first_line_ = text.substr(0, (std::min)(text.find_first_of("\r\n"), first_line_limit));
        csv_record names;
        if (dialect_.header && read(names)) {
            for (std::size_t i = 0; i < names.size(); ++i) {
                header_.emplace_back(names[i]);
            }
        }
    }

    /// The next record with whatever number of fields.
    bool read_any(csv_record& record) {
        for (;;) {
            skip_line_feed();
            switch (scan(record)) {
            case outcome::record:
                finish(record);
                if (record.size() != 0) {
                    return true;
                }
                break;
            case outcome::malformed:
                skip_line();
                break;
            case outcome::need_more:
                if (!make_room()) {
                    report_too_long();
                    skip_line();
                } else {
                    fill();
                }
                break;
            }
            if (position_ == filled_ && at_end_) {
                return false;
            }
        }
    }

    /// Finds the fields of the record at `position_`, and changes nothing that a second try from there would need.
    outcome scan(csv_record& record) {
        const char* const start = buffer_.data() + position_;
        const char* const stop = buffer_.data() + filled_;
        record.fields_.clear();
        record.line_ = line_;
        quoted_ = false;
        open_quote_ = -1;
        const char* at = start;
        for (bool first = true;; first = false) {
            if (dialect_.delimiter == csv_dialect::white_space) {
                at = detail::csv_skip_blanks(at, stop);
            }
            const bool blank_rest = first || dialect_.delimiter == csv_dialect::white_space;
            if (blank_rest && at == stop) {
                return at_end_ ? end_record(record, start, at, at) : outcome::need_more;
            }
            if (blank_rest && detail::csv_is_line_end(*at)) {
                return end_record(record, start, at, at + 1);
            }
            const outcome found = scan_field(record, start, at, stop);
            if (found != outcome::record) {
                return found;
            }
            if (at == stop) {
                return end_record(record, start, at, at);
            }
            if (detail::csv_is_line_end(*at)) {
                return end_record(record, start, at, at + 1);
            }
            ++at;
        }
    }

    /// One field from `at`; leaves `at` on what ended it: a delimiter, a line end or the end of the file.
    outcome scan_field(csv_record& record, const char* start, const char*& at, const char* stop) {
        if (at != stop && is_quote(*at)) {
            return scan_quoted(record, start, at, stop);
        }
        const char* const field = at;
        while (at != stop && !stops_[static_cast<unsigned char>(*at)]) {
            ++at;
        }
        if (at == stop && !at_end_) {
            return outcome::need_more;
        }
        if (at != stop && is_quote(*at)) {
            report(place(start, at, stop), "no quote inside a field that does not begin with one",
                   detail::csv_shown({field, static_cast<std::size_t>(detail::csv_end_of_line(at, stop) - field)}));
            return outcome::malformed;
        }
        add(record, start, field, field, at, false);
        return outcome::record;
    }

    outcome scan_quoted(csv_record& record, const char* start, const char*& at, const char* stop) {
        const char* const open = at++;
        quoted_ = true;
        bool escaped = false;
        for (;;) {
            at = detail::csv_find(at, stop, dialect_.quote);
            if (stop - at < 2 && !at_end_) {
                open_quote_ = open - start;
                return outcome::need_more;
            }
            if (at == stop) {
                report(place(start, open, stop), "a closing quote for the field that opens here",
                       "the end of the file");
                return outcome::malformed;
            }
            const char* const close = at++;
            if (at == stop || ends_field(*at)) {
                add(record, start, open, open + 1, close, escaped);
                return outcome::record;
            }
            if (*at != dialect_.quote) {
                report_after_quote(start, open, at, stop);
                return outcome::malformed;
            }
            escaped = true;
            ++at;
        }
    }

    LOYALTY_COLD void report_after_quote(const char* start, const char* open, const char* at, const char* stop) {
        const csv_position opened = place(start, open, stop);
        const csv_position position = place(start, at, stop);
        std::string expected = "a delimiter or the end of the line after the closing quote";
        if (opened.line != position.line) {
            expected +=
                " of the field that opens at " + std::to_string(opened.line) + ':' + std::to_string(opened.column);
        }
        report(position, std::move(expected),
               detail::csv_shown({at, static_cast<std::size_t>(detail::csv_end_of_line(at, stop) - at)}));
    }

    LOYALTY_COLD void report_too_long() {
        const std::string bytes = std::to_string(buffer_.size()) + " bytes";
        if (open_quote_ >= 0) {
            const char* const start = buffer_.data() + position_;
            report(place(start, start + open_quote_, buffer_.data() + filled_),
                   "a closing quote for the field that opens here", "none within " + bytes);
        } else {
            report({line_, 1}, "a record of at most " + bytes, "a longer one");
        }
    }

    static void add(csv_record& record, const char* start, const char* field, const char* from, const char* to,
                    bool escaped) {
        record.fields_.push_back(
            {{from, static_cast<std::size_t>(to - from)}, static_cast<std::size_t>(field - start), escaped});
    }

    outcome end_record(csv_record& record, const char* start, const char* end, const char* next) {
        record.raw_ = {start, static_cast<std::size_t>(end - start)};
        after_carriage_return_ = next != end && *end == '\r';
        position_ = static_cast<std::size_t>(next - buffer_.data());
        return outcome::record;
    }

    /// Makes doubled quotes single, in a place of their own: the record as it stands is kept to find columns in.
    void finish(csv_record& record) {
        line_ = (quoted_ ? record.end().line : line_) + 1;
        std::size_t used = 0;
        for (csv_record::field& field : record.fields_) {
            if (!field.escaped) {
                continue;
            }
            unquoted_.resize((std::max)(unquoted_.size(), record.raw_.size()));
            char* const to = unquoted_.data() + used;
            std::size_t length = 0;
            for (std::size_t i = 0; i < field.text.size(); ++i, ++length) {
                to[length] = field.text[i];
                i += field.text[i] == dialect_.quote ? 1U : 0U;
            }
            field.text = {to, length};
            used += length;
        }
    }

    /// Moves the record at `position_` to the front and leaves room behind it; false if it fills the limit already.
    bool make_room() {
        std::memmove(buffer_.data(), buffer_.data() + position_, filled_ - position_);
        filled_ -= position_;
        position_ = 0;
        if (filled_ < buffer_.size()) {
            return true;
        }
        if (buffer_.size() >= dialect_.record_limit_bytes) {
            return false;
        }
        buffer_.resize((std::min)(buffer_.size() * 2, dialect_.record_limit_bytes));
        return true;
    }

    void fill() {
        const std::size_t wanted = buffer_.size() - filled_;
        const std::size_t taken = source_.read(buffer_.data() + filled_, wanted);
        filled_ += taken;
        at_end_ = taken < wanted;
        if (source_.failed()) {
            report({line_, 1}, "a file that can be read", "a failure to read it");
        }
    }

    /// Goes on behind the first line end after `position_`, in however many buffers that is.
    void skip_line() {
        for (;;) {
            const char* const start = buffer_.data() + position_;
            const char* const stop = buffer_.data() + filled_;
            const char* const end = detail::csv_end_of_line(start, stop);
            if (end != stop) {
                after_carriage_return_ = *end == '\r';
                position_ = static_cast<std::size_t>(end - buffer_.data()) + 1;
                ++line_;
                return;
            }
            position_ = filled_ = 0;
            if (at_end_) {
                return;
            }
            fill();
        }
    }

    /// The second half of a CRLF whose first half ended a line.
    void skip_line_feed() {
        if (after_carriage_return_ && position_ != filled_) {
            position_ += buffer_[position_] == '\n' ? 1U : 0U;
            after_carriage_return_ = false;
        }
    }

    [[nodiscard]] bool ends_field(char character) const noexcept {
        return stops_[static_cast<unsigned char>(character)] && !is_quote(character);
    }

    [[nodiscard]] bool is_quote(char character) const noexcept {
        return character == dialect_.quote && dialect_.quote != csv_dialect::no_quote;
    }

    [[nodiscard]] csv_position place(const char* start, const char* at, const char* stop) const noexcept {
        return detail::csv_locate({start, static_cast<std::size_t>(stop - start)}, static_cast<std::size_t>(at - start),
                                  line_);
    }

    csv_source source_;
    std::string file_;
    csv_dialect dialect_;
    std::size_t field_count_;
    std::vector<std::string> header_;
    std::string first_line_;
    csv_error_log errors_;
    std::vector<char> buffer_;
    std::vector<char> unquoted_;
    std::size_t position_ = 0;
    std::size_t filled_ = 0;
    std::size_t line_ = 1;
    std::ptrdiff_t open_quote_ = -1; // behind the start of the record, if one was still open at the end of the buffer
    std::array<bool, 256> stops_{};  // the characters that end a run of plain text
    csv_content content_ = csv_content::text;
    bool at_end_ = false;
    bool quoted_ = false;
    bool after_carriage_return_ = false;
};

} // namespace loyalty::io
