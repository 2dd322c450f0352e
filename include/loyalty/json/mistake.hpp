// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What is wrong in a text, and where.

#include <loyalty/json/limits.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty::json {

/// `4:17 /rules/0/cap_at: cap_at: the cap must be above zero`
struct mistake {
    std::size_t line = 1;   ///< from 1
    std::size_t column = 1; ///< from 1, in bytes
    std::string pointer;    ///< RFC 6901; empty for the whole text
    std::string sentence;
    std::string nearest;    ///< the valid name that a misspelt one may mean; else empty
    std::size_t source = 0; ///< the number of the text, from 0, if several are read together

    [[nodiscard]] std::string text() const {
        return std::to_string(line) + ':' + std::to_string(column) + ' ' + (pointer.empty() ? "(all)" : pointer) +
               ": " + sentence + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?");
    }
};

/// The mistakes of a text: the first `most_mistakes` of them, and the number of all.
struct mistakes {
    std::vector<mistake> listed;
    std::size_t count = 0;
    std::size_t source = 0; ///< the text that is read

    [[nodiscard]] bool empty() const noexcept { return count == 0; }
    [[nodiscard]] bool is_full() const noexcept { return listed.size() == most_mistakes; }
    void add(mistake found) {
        ++count;
        found.source = source;
        if (!is_full()) {
            listed.push_back(std::move(found));
        }
    }
};

namespace reading {

/// How many characters must be added, taken away or changed to make one word of another (Levenshtein); words of more than 40
/// characters are as far apart as possible.
[[nodiscard]] inline std::size_t distance(std::string_view left, std::string_view right) {
    constexpr std::size_t most = 40;
    if (left.size() > most || right.size() > most) {
        return most;
    }
    std::array<std::size_t, most + 1> row{};
    for (std::size_t j = 0; j <= right.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = (std::min)({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[right.size()];
}

/// The nearest of some names, if no more characters are wrong than half of them, rounded up.
[[nodiscard]] inline std::string nearest_name(std::string_view name, const std::vector<std::string_view>& valid) {
    std::string_view best;
    if (name.size() > most_name_bytes) {
        return {};
    }
    std::size_t least = 1 + (name.size() + 1) / 2;
    for (const std::string_view each : valid) {
        const std::size_t apart = distance(name, each);
        if (apart < least) {
            least = apart;
            best = each;
        }
    }
    return std::string(best);
}

} // namespace reading
} // namespace loyalty::json
