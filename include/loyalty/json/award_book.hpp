// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The awards of a member by the version that granted them: what a return takes back is then what was granted (S31, S51).
///
/// Anna has three awards of 5.00 of version 1 as version 2 begins: the book says 3 for the rule and version 1. A fourth award, of
/// version 2, stands in no book: her rule counts 4, and 3 of them are older.

#include <loyalty/json/carry_over.hpp>
#include <loyalty/json/held_awards.hpp>
#include <loyalty/json/units.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>

namespace loyalty::json {

/// So many awards of a rule that one version has granted.
struct awards_of_version {
    std::uint32_t version = 0;
    std::uint32_t count = 0; ///< 0: the place is free
    std::uint8_t rule = 0;   ///< as the version numbers it by which the member is kept

    [[nodiscard]] friend constexpr bool operator==(const awards_of_version&, const awards_of_version&) = default;
};

/// The awards of earlier versions, of at most 12 pairs of a rule and a version. Of more, the oldest awards of the rule are taken
/// for those of the next version.
class award_book {
public:
    static constexpr std::size_t most = 12;

    /// The awards of a rule in the book.
    [[nodiscard]] constexpr std::int64_t count_of(std::size_t rule) const noexcept {
        std::int64_t sum = 0;
        for (const awards_of_version& each : all_) {
            sum += each.count != 0 && each.rule == rule ? std::int64_t{each.count} : 0;
        }
        return sum;
    }
    constexpr void add(std::size_t rule, std::uint32_t version, std::int64_t count) noexcept {
        if (count <= 0) {
            return;
        }
        awards_of_version* place = find(rule, version);
        place = place != nullptr ? place : find_free(rule);
        place->version = version;
        place->rule = static_cast<std::uint8_t>(rule);
        place->count += static_cast<std::uint32_t>(count);
    }
    /// What a return does to the awards of a rule.
    struct change {
        std::size_t rule = 0;
        std::int64_t held = 0; ///< before
        std::int64_t lost = 0; ///< below zero if awards came
        std::uint32_t sold_by = 0;
        std::uint32_t last = 0; ///< the version of now
    };
    /// Takes the awards of a rule that a return takes out of what another book says of it. Returns by how much the awards of the
    /// sale's version, which the rule takes, are more than what was granted. `award_of(version, place)` reads an award.
    template <class Function>
    constexpr earlier_awards::difference settle(const award_book& from, const change& of, Function award_of) {
        earlier_awards::difference more{};
        copy_rule(of.rule, from);
        std::int64_t of_last = of.held - count_of(of.rule);
        for (std::int64_t i = 0; i < of.lost; ++i) {
            const std::int64_t place = of.held - 1 - i;
            const auto taken = award_of(of.sold_by, place);
            // The highest level was reached last, whichever sale comes back.
            const std::uint32_t version = take(of.rule, taken.is_level ? of.last : of.sold_by, of_last > 0, of.last);
            of_last -= version == of.last ? 1 : 0;
            if (version != of.sold_by) {
                const auto granted = award_of(version, place);
                for (std::size_t unit = 0; unit < earlier_awards::unit_count; ++unit) {
                    more.minor_units[unit] += taken.found.minor_units[unit] - granted.found.minor_units[unit];
                }
            }
        }
        add(of.rule, of.sold_by, of.sold_by < of.last ? -of.lost : 0);
        return more;
    }
    /// Numbers the rules as a later version does; what it has dropped is forgotten.
    constexpr void renumber(const std::array<std::uint8_t, most_rules>& from) noexcept {
        for (awards_of_version& each : all_) {
            std::size_t later = 0;
            while (later < from.size() && from[later] != each.rule) {
                ++later;
            }
            each.count = later < from.size() ? each.count : 0;
            each.rule = static_cast<std::uint8_t>(later < from.size() ? later : 0);
        }
        forget_empty();
    }

    [[nodiscard]] friend constexpr bool operator==(const award_book&, const award_book&) = default;

private:
    /// Takes one award: one of the version of the sale, or else of the next later one that has some, or of the last earlier one.
    /// Returns its version; `later` if the book has none from the sale's version on and there are some of the version of now.
    [[nodiscard]] constexpr std::uint32_t take(std::size_t rule, std::uint32_t sold_by, bool later_has,
                                               std::uint32_t later) noexcept {
        awards_of_version* best = nullptr;
        for (awards_of_version& each : all_) {
            if (each.count != 0 && each.rule == rule && each.version >= sold_by &&
                (best == nullptr || each.version < best->version)) {
                best = &each;
            }
        }
        if (best == nullptr && later_has) {
            return later;
        }
        for (awards_of_version& each : all_) {
            if (each.count != 0 && each.rule == rule && each.version < sold_by &&
                (best == nullptr || (best->version < sold_by && each.version > best->version))) {
                best = &each;
            }
        }
        if (best == nullptr) {
            return sold_by;
        }
        --best->count;
        const std::uint32_t version = best->version;
        forget_empty();
        return version;
    }
    /// Takes over what another book says of a rule.
    constexpr void copy_rule(std::size_t rule, const award_book& from) noexcept {
        for (awards_of_version& each : all_) {
            each = each.rule == rule ? awards_of_version{} : each;
        }
        for (const awards_of_version& each : from.all_) {
            add(rule, each.version, each.rule == rule ? std::int64_t{each.count} : 0);
        }
    }
    constexpr awards_of_version* find(std::size_t rule, std::uint32_t version) noexcept {
        for (awards_of_version& each : all_) {
            if (each.count != 0 && each.rule == rule && each.version == version) {
                return &each;
            }
        }
        return nullptr;
    }
    /// A free place; if there is none, one of a rule with several versions: this rule if it has them.
    constexpr awards_of_version* find_free(std::size_t rule) noexcept {
        for (awards_of_version& each : all_) {
            if (each.count == 0) {
                return &each;
            }
        }
        awards_of_version* const own = join_oldest(rule);
        for (std::size_t i = 0; own == nullptr && i < most; ++i) {
            if (awards_of_version* const freed = join_oldest(all_[i].rule); freed != nullptr) {
                return freed;
            }
        }
        if (own != nullptr) {
            return own;
        }
        all_.front() = {}; // twelve rules of one version each: the first of them has no book
        return &all_.front();
    }
    /// Takes the awards of a rule's oldest version for those of the next one; null if it has only one.
    constexpr awards_of_version* join_oldest(std::size_t rule) noexcept {
        awards_of_version* oldest = nullptr;
        awards_of_version* next = nullptr;
        for (awards_of_version& each : all_) {
            if (each.count == 0 || each.rule != rule) {
                continue;
            }
            if (oldest == nullptr || each.version < oldest->version) {
                next = oldest;
                oldest = &each;
            } else if (next == nullptr || each.version < next->version) {
                next = &each;
            }
        }
        if (next == nullptr) {
            return nullptr;
        }
        next->count += oldest->count;
        *oldest = {};
        return oldest;
    }
    constexpr void forget_empty() noexcept {
        for (awards_of_version& each : all_) {
            each = each.count != 0 ? each : awards_of_version{};
        }
    }

    std::array<awards_of_version, most> all_{};
};

/// Reads the award of a rule of a list: `at` is its index, `place` that of a level.
struct award_reader {
    std::size_t at = 0;
    std::int64_t place = 0;
    earlier_awards::difference found{};
    bool is_level = false;
    std::size_t next = 0;

    constexpr void operator()(const std::uint8_t&) const noexcept {}
    template <class Rule>
    requires std::is_class_v<Rule>
    constexpr void operator()(const Rule& rule) noexcept {
        if (next++ == at) {
            read(rule);
        }
    }

private:
    template <class Rule>
    constexpr void read(const Rule& rule) noexcept {
        if constexpr (requires { rule.policy.award.each; }) {
            is_level = true;
            const auto level = static_cast<std::size_t>(place);
            found.minor_units[static_cast<std::size_t>(rule.granting)] = rule.policy.award.each[level].minor_units();
        } else if constexpr (requires { rule.policy.award.minor_units(); }) {
            found.minor_units[static_cast<std::size_t>(rule.granting)] = rule.policy.award.minor_units();
        } else if constexpr (requires { rule.award.minor_units[0]; }) {
            for (std::size_t i = 0; i < std::size(found.minor_units); ++i) {
                found.minor_units[i] = rule.award.minor_units[i];
            }
        }
    }
};

/// Calls `function(index, awards)` for each rule of a list of which it is known how many awards the member has.
template <class Function>
struct held_reader {
    Function function;
    std::size_t next = 0;
    bool has_tier = false;

    constexpr void operator()(const std::uint8_t&) noexcept {
        next += has_tier ? 1 : 0;
        has_tier = true;
    }
    template <class Memory>
    requires std::is_class_v<Memory>
    constexpr void operator()(const Memory& own) {
        if constexpr (holds_awards<Memory>) {
            function(next - 1, awards_in(own));
        }
    }
};
template <class Function>
held_reader(Function) -> held_reader<Function>;

} // namespace loyalty::json
