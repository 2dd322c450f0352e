// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Texts by key, which a host may replace: what leaflets and explanations are written with.
///
/// A phrase belongs to a place in a rule, and there to a value, to any value, or to a rule:
///
/// | key                       | value     | text                          | is for                                      |
/// |---------------------------|-----------|-------------------------------|---------------------------------------------|
/// | `cap_at`                  |           | `at most {most}[ {window}]`   | the rule `cap_at`                           |
/// | `tiered.hold_periods`     | `1`       | `kept for one period more`    | this value of the field                     |
/// | `tiered.hold_periods`     | `*`       | `kept for {} periods more`    | any other                                   |
/// | `.grace_days`             | `0`       |                               | this field of any rule: nothing is said     |
/// |                           | `floor`   | `rounded down`                | this value wherever it stands               |
/// | `multiply_by_tier.[]`     |           | `{} as {#tier}`               | each item of a list                         |
/// | `per_visit`               | `when=first_purchase` | `for the first purchase: {award}` | the rule with this value of a field |
/// | `either.&`                |           | ` or `                        | between the last two items                  |
/// | `name`                    | `units`   | `Einheiten`                   | the name of a field, where it is said       |
///
/// In a text `{name}` is a field, `{}` the only field or the value; `{name%}` is a ratio in per cent, `{name@}` a time of day,
/// `{name#}` a seal of a number that is not shown; `{#tier}`, `{#next}` and `{#}` are the tier, the next tier and the
/// number of an item; `{^}` is the period of the window beside it. What stands in `[...]` is left out if its fields
/// say nothing; behind a `|` in it stands what is said then.

#include <loyalty/config.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace loyalty::io::descriptions {

struct phrase {
    std::string_view key;
    std::string_view value;
    std::string_view text;
};

/// The phrases of a language, in one or two tables. Those of `first`, the host's own, go before them.
struct texts_of {
    std::span<const phrase> all;
    std::span<const phrase> more{};
    std::span<const phrase> first{};
    char decimal_point = '.';

    /// The same with phrases of the host's own in the place of some: `leaflet_english.with(own)`. They must outlive it.
    [[nodiscard]] constexpr texts_of with(std::span<const phrase> own) const noexcept {
        return {all, more, own, decimal_point};
    }

    /// The text of a key and a value, or null.
    [[nodiscard]] constexpr const std::string_view* find(std::string_view key, std::string_view value) const noexcept {
        for (const std::span<const phrase> part : {first, all, more}) {
            for (const phrase& each : part) {
                if (each.value == value && each.key == key) {
                    return &each.text;
                }
            }
        }
        return nullptr;
    }
};

} // namespace loyalty::io::descriptions
