// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The words of a programme: its units with their decimals, and the facts of the host that it reads.
///
/// `"units": {"points": {"name": "stars", "digits": 2}}`: an award of "1.50 stars" is then 150 minor units.

#include <loyalty/json/host_facts.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/units.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty::json {

/// A unit as a text names it.
struct unit_text {
    std::string code;
    int digits = 0;

    [[nodiscard]] named_unit named() const noexcept { return {code, digits}; }
    [[nodiscard]] friend bool operator==(const unit_text&, const unit_text&) = default;
};

/// A fact of the host by the name that the programme gives it.
struct fact_text {
    std::string name{};
    std::string host_name{};
    std::size_t index = 0; ///< among the facts of the host
    bool is_code = false;
    bool is_text = false;
    bool has_host_unit = false;          ///< of an amount: the host names its unit
    count_unit unit = count_unit::money; ///< of an amount
    std::int64_t scale = 1;              ///< minor units of `unit` in one that the host counts
    bool is_declared = false;            ///< in "facts"; else it has the host's own name
    bool is_closed = false;              ///< it has no other values than those listed
    std::vector<std::string> values{};   ///< texts in the order of their codes, from 1

    /// The code of a text; 0 if no rule compares with it.
    [[nodiscard]] std::int64_t code_of(std::string_view text) const noexcept {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] == text) {
                return static_cast<std::int64_t>(i) + 1;
            }
        }
        return 0;
    }
    /// The text of a code; empty if there is none.
    [[nodiscard]] std::string_view text_of(std::int64_t code) const noexcept {
        return 0 < code && code <= static_cast<std::int64_t>(values.size()) ? values[static_cast<std::size_t>(code) - 1]
                                                                            : std::string_view{};
    }
    [[nodiscard]] friend bool operator==(const fact_text&, const fact_text&) = default;
};

/// The words of a programme. Its views hold as long as it is not changed.
class vocabulary {
public:
    std::array<unit_text, 4> units; ///< by `award_unit`
    std::vector<unit_text> own_units;
    std::vector<fact_text> facts;    ///< declared, or read by a rule
    std::vector<award_unit> granted; ///< by some rule, in the order of the rules
    bool reads_money = false;        ///< of purchases

    explicit vocabulary(named_unit money = {}) : units{} {
        for (const award_unit each : {award_unit::points, award_unit::stamps, award_unit::badges}) {
            units[static_cast<std::size_t>(each)] = {std::string(unit_named<any_currency>(each).code), 0};
        }
        set(award_unit::money, money);
    }

    void set(award_unit unit, named_unit to) {
        units[static_cast<std::size_t>(unit)] = {std::string(to.code), to.digits};
    }
    [[nodiscard]] named_unit unit(award_unit which) const noexcept {
        return units[static_cast<std::size_t>(which)].named();
    }
    [[nodiscard]] named_unit money() const noexcept { return unit(award_unit::money); }
    [[nodiscard]] named_unit unit(count_unit which) const noexcept {
        switch (which) {
        case count_unit::money:
            return money();
        case count_unit::points:
            return unit(award_unit::points);
        case count_unit::stamps:
            return unit(award_unit::stamps);
        case count_unit::badges:
            return unit(award_unit::badges);
        case count_unit::items:
        case count_unit::visits:
            return unit_named<any_currency>(which);
        }
        const std::size_t number = static_cast<std::size_t>(which) - static_cast<std::size_t>(own_unit(0));
        return number < own_units.size() ? own_units[number].named() : named_unit{};
    }
    /// The unit that effects and explanations of a programme in `any_currency` call by a code of the library: of "own 0" km.
    [[nodiscard]] named_unit unit_called(std::string_view code) const noexcept {
        for (std::size_t i = 0; i < units.size(); ++i) {
            if (unit_named<any_currency>(static_cast<award_unit>(i)).code == code) {
                return units[i].named();
            }
        }
        for (std::size_t i = 0; i < own_units.size(); ++i) {
            if (own_unit_codes[i] == code) {
                return own_units[i].named();
            }
        }
        return {code, 0};
    }

    /// All units that can be counted, in the order of `count_unit`.
    [[nodiscard]] std::vector<std::string_view> countable() const {
        std::vector<std::string_view> names;
        for (std::size_t i = 0; i < static_cast<std::size_t>(own_unit(own_units.size())); ++i) {
            names.push_back(unit(static_cast<count_unit>(i)).code);
        }
        return names;
    }
    [[nodiscard]] std::vector<std::string_view> awardable() const {
        std::vector<std::string_view> names;
        for (const unit_text& each : units) {
            names.push_back(each.code);
        }
        return names;
    }

    /// The unit of a name; a new one of the host's if there is none. Nothing if there is no room, or it has other decimals.
    [[nodiscard]] std::optional<count_unit> count_unit_of(std::string_view code, int digits) {
        const auto names = countable();
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == code) {
                const auto found = static_cast<count_unit>(i);
                return unit(found).digits == digits ? std::optional{found} : std::nullopt;
            }
        }
        if (own_units.size() == most_own_units) {
            return std::nullopt;
        }
        own_units.push_back({std::string(code), digits});
        return own_unit(own_units.size() - 1);
    }

    [[nodiscard]] const fact_text* fact_at(std::size_t index) const noexcept {
        for (const fact_text& each : facts) {
            if (each.index == index) {
                return &each;
            }
        }
        return nullptr;
    }

    void note_granted(award_unit unit) {
        for (const award_unit each : granted) {
            if (each == unit) {
                return;
            }
        }
        granted.push_back(unit);
    }
};

} // namespace loyalty::json
