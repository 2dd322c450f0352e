// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The bounds of programmes that are read from text.

#include <loyalty/config.hpp>

#include <cstddef>

namespace loyalty::json {

inline constexpr std::size_t most_rules = 64;            ///< of a programme; the capacity of a `rule_list` may be less
inline constexpr std::size_t bytes_per_rule = 16;        ///< that a member remembers, unless the type says otherwise
inline constexpr std::size_t most_awards = 4;            ///< that a `sum_of` adds, or a `best_of` compares
inline constexpr std::size_t most_inner_stages = 6;      ///< of a `points`, inside of each_line, each_unit and offer
inline constexpr std::size_t most_stages = 8;            ///< behind the award of a `points`
inline constexpr std::size_t most_memories = 2;          ///< caps over a window in one `points`
inline constexpr std::size_t most_tests = 12;            ///< of a condition, `both`, `either` and `negation` included
inline constexpr std::size_t most_rates = 4;             ///< of a `cashback`
inline constexpr std::size_t most_dated = 2;             ///< rules whose points have dates of their own
inline constexpr std::size_t most_ladders = 4;           ///< of an `either_ladder`
inline constexpr std::size_t most_funders = 8;           ///< of a `funded`
inline constexpr std::size_t most_recipients = 16;       ///< that `recipients` names
inline constexpr std::size_t most_levels = 16;           ///< of a `levels`
inline constexpr std::size_t most_steps = 8;             ///< of a `hunt`
inline constexpr std::size_t most_discounts = 16;        ///< of a shop
inline constexpr std::size_t most_discount_entries = 32; ///< discounts, and groups of them
inline constexpr std::size_t most_campaigns = 8;         ///< that a wallet issues, and whose coupons have a price
inline constexpr std::size_t most_prizes = 12;           ///< of a wheel
inline constexpr std::size_t most_quotas = 8;            ///< that members share
inline constexpr std::size_t most_versions = 16;         ///< of a programme
inline constexpr std::size_t most_own_facts = 16;        ///< that a host's events may have by name
inline constexpr std::size_t most_values_of_fact = 64;   ///< texts that one fact of the host may be compared with
inline constexpr std::size_t most_text_bytes = 1 << 20;  ///< of a file
inline constexpr std::size_t most_depth = 32;            ///< of objects and lists in each other
inline constexpr std::size_t most_keys = 256;            ///< of an object
inline constexpr std::size_t most_name_bytes = 64;       ///< of a name for which a nearest valid one is looked for
inline constexpr std::size_t most_values = 50'000;       ///< of a file
inline constexpr std::size_t most_mistakes = 50;         ///< that are listed; all are counted

} // namespace loyalty::json
