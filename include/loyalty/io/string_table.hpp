// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace loyalty {

/// Gives texts small numbers, in the order in which they first appear: members, articles, shops.
///
///     string_table members;
///     members.intern("17850");        // 0
///     members.intern("13047");        // 1
///     members.intern("17850");        // 0 again
///     members.text(1);                // "13047"
///
/// Numbers are dense: those of a table of n texts are 0 to n - 1, so that they index arrays. At most 2^32 - 1 texts: one
/// more is a programmer's error and asserts. The texts that `text` returns live as long as the table.
class string_table {
public:
    string_table() = default;
    string_table(string_table&&) = default;
    string_table& operator=(string_table&&) = default;
    string_table(const string_table&) = delete; // the numbers refer to texts at their place
    string_table& operator=(const string_table&) = delete;
    ~string_table() = default;

    /// The number of `text`, a new one where it was not seen before.
    std::uint32_t intern(std::string_view text) {
        if (const auto found = numbers_.find(text); found != numbers_.end()) {
            return found->second;
        }
        LOYALTY_ASSERT(texts_.size() < (std::numeric_limits<std::uint32_t>::max)());
        const auto number = static_cast<std::uint32_t>(texts_.size());
        texts_.emplace_back(text);
        numbers_.emplace(texts_.back(), number);
        return number;
    }

    /// The number of `text`, or nothing where it was never interned.
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const {
        const auto found = numbers_.find(text);
        return found == numbers_.end() ? std::nullopt : std::optional(found->second);
    }

    /// The text of a number that this table gave.
    [[nodiscard]] std::string_view text(std::uint32_t number) const noexcept {
        LOYALTY_ASSERT(number < texts_.size());
        return texts_[number];
    }

    [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }

private:
    std::deque<std::string> texts_; // a deque: its elements stay where they are while it grows
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

} // namespace loyalty
