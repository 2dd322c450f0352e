// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A JSON text as a tree whose values have their places. Numbers are kept as they are written: 0.1 stays "0.1".
///
/// The grammar, the escapes and UTF-8 are checked by nlohmann-json. Bounded by `most_text_bytes`, `most_depth` and
/// `most_values`.

#include <loyalty/json/limits.hpp>
#include <loyalty/json/mistake.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::json {

enum class value_kind : std::uint8_t { null, boolean, number, text, list, object };

[[nodiscard]] constexpr std::string_view name_of(value_kind kind) noexcept {
    constexpr std::string_view names[]{"null", "true or false", "a number", "a text", "a list", "an object"};
    return names[static_cast<std::size_t>(kind)];
}

struct value {
    value_kind kind = value_kind::null;
    std::size_t at = 0;              ///< the place of its first byte
    std::string text;                ///< of a text, or a number as it is written, or "true"
    std::vector<std::string> keys;   ///< of an object
    std::vector<std::size_t> key_at; ///< and their places
    std::vector<value> items;        ///< of a list, or an object

    [[nodiscard]] bool is_object() const noexcept { return kind == value_kind::object; }
    /// The value of a key, or null.
    [[nodiscard]] const value* find(std::string_view key) const noexcept {
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (keys[i] == key) {
                return &items[i];
            }
        }
        return nullptr;
    }
};

namespace reading {

/// The line and the column of a place.
struct position {
    std::size_t line = 1;
    std::size_t column = 1;

    [[nodiscard]] static position of(std::string_view text, std::size_t at) noexcept {
        position found;
        for (std::size_t i = 0; i < at && i < text.size(); ++i) {
            found.column = text[i] == '\n' ? 1 : found.column + 1;
            found.line += text[i] == '\n' ? std::size_t{1} : std::size_t{0};
        }
        return found;
    }
};

/// Builds the tree. The places come from a scan beside the parser, which says that the text is well formed so far.
class tree_builder {
public:
    explicit tree_builder(std::string_view text) noexcept
        : text_{text}, next_{text.substr(0, 3) == "\xEF\xBB\xBF" ? std::size_t{3} : std::size_t{0}} {}

    value root;
    std::string sentence; ///< of what is wrong; empty if nothing is
    std::size_t wrong_at = 0;

    bool null() { return leaf(value_kind::null, "null", 4); }
    bool boolean(bool is_true) { return leaf(value_kind::boolean, is_true ? "true" : "false", is_true ? 4 : 5); }
    bool number_integer(std::int64_t) { return number(); }
    bool number_unsigned(std::uint64_t) { return number(); }
    // The interface of nlohmann-json demands the first argument, a binary fraction. It is never read: a number stays as written.
    bool number_float(nlohmann::json::number_float_t, const std::string&) { return number(); }
    bool string(const std::string& content) {
        const std::size_t at = begin();
        return leaf(value_kind::text, content, end_of_text(at) - at);
    }
    bool binary(const std::vector<std::uint8_t>&) { return false; }
    bool start_object(std::size_t) { return open(value_kind::object); }
    bool start_array(std::size_t) { return open(value_kind::list); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(const std::string& name) {
        const std::size_t at = begin();
        value& own = *open_.back();
        if (own.keys.size() == most_keys) {
            return fail(at, "more than " + std::to_string(most_keys) + " keys in an object");
        }
        if (own.find(name) != nullptr) {
            return fail(at, "the key \"" + name + "\" stands twice");
        }
        own.keys.push_back(name);
        own.key_at.push_back(at);
        next_ = end_of_text(at);
        return true;
    }
    bool parse_error(std::size_t bytes, const std::string&, const nlohmann::json::exception& error) {
        const std::string full = error.what();
        const std::size_t colon = full.find(": ");
        return fail(bytes == 0 ? 0 : bytes - 1,
                    "no JSON: " + (colon == std::string::npos ? full : full.substr(colon + 2)));
    }

private:
    bool fail(std::size_t at, std::string what) {
        sentence = sentence.empty() ? std::move(what) : sentence;
        wrong_at = at;
        return false;
    }

    /// The first byte of the token that comes next.
    std::size_t begin() noexcept {
        next_ = text_.find_first_not_of(" \t\r\n,:", next_);
        next_ = next_ == std::string_view::npos ? text_.size() : next_;
        return next_;
    }
    [[nodiscard]] std::size_t end_of_text(std::size_t at) const noexcept {
        std::size_t i = at + 1;
        while (i < text_.size() && text_[i] != '"') {
            i += text_[i] == '\\' ? std::size_t{2} : std::size_t{1};
        }
        return i + 1;
    }

    bool number() {
        const std::size_t at = begin();
        const std::size_t end = text_.find_first_not_of("+-.0123456789eE", at);
        return leaf(value_kind::number, text_.substr(at, end == std::string_view::npos ? end : end - at), 0);
    }
    bool leaf(value_kind kind, std::string_view content, std::size_t size) {
        value made;
        made.kind = kind;
        made.at = begin();
        made.text = std::string(content);
        next_ += size == 0 ? content.size() : size;
        return put(std::move(made)) != nullptr;
    }
    bool open(value_kind kind) {
        value made;
        made.kind = kind;
        made.at = begin();
        ++next_;
        if (open_.size() == most_depth) {
            return fail(made.at, "more than " + std::to_string(most_depth) + " objects and lists lie in each other");
        }
        value* const placed = put(std::move(made));
        if (placed == nullptr) {
            return false;
        }
        open_.push_back(placed);
        return true;
    }
    bool close() {
        begin();
        ++next_;
        open_.pop_back();
        return true;
    }
    /// The lists of open values do not move: only the last one grows.
    value* put(value made) {
        if (++count_ > most_values) {
            fail(made.at, "more than " + std::to_string(most_values) + " values");
            return nullptr;
        }
        if (open_.empty()) {
            root = std::move(made);
            return &root;
        }
        open_.back()->items.push_back(std::move(made));
        return &open_.back()->items.back();
    }

    std::string_view text_;
    std::size_t next_;
    std::size_t count_ = 0;
    std::vector<value*> open_;
};

} // namespace reading

/// The tree of a text; with a mistake, and then no tree, if it is no JSON or too large.
[[nodiscard]] inline value parse(std::string_view text, mistakes& found) {
    const auto add = [&](std::size_t at, std::string sentence) {
        const reading::position place = reading::position::of(text, at);
        found.add({place.line, place.column, "", std::move(sentence), ""});
    };
    if (text.size() > most_text_bytes) {
        add(0, "the text has " + std::to_string(text.size()) + " bytes: at most " + std::to_string(most_text_bytes));
        return {};
    }
    reading::tree_builder builder{text};
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
        add(builder.wrong_at, builder.sentence.empty() ? "no JSON" : builder.sentence);
        return {};
    }
    return std::move(builder.root);
}

} // namespace loyalty::json
