// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The programmes that loyalty_run knows by name, and what is said of a programme. Each is a file of examples/rules, whose text is
/// built in: copy one, change it, and give it with `--rules`.

#include "w5.hpp"

#include <loyalty/json/vocabulary.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

using namespace loyalty;

/// A programme by name: `beauty`, and the text of beauty.json.
struct built_in_rules {
    std::string_view name;
    std::string_view text;
};

/// All of them, in the order of `--list`. The build writes the list: see examples/CMakeLists.txt.
[[nodiscard]] std::span<const built_in_rules> built_in() noexcept;

/// The programmes of the gallery, `gallery:starbucks`.
[[nodiscard]] std::span<const built_in_rules> gallery() noexcept;

/// The text of a programme by name; empty if there is none.
[[nodiscard]] inline std::string_view find_built_in(std::string_view name) noexcept {
    for (const auto all : {built_in(), gallery()}) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
        if (found != all.end()) {
            return found->text;
        }
    }
    return {};
}

/// Says that there is no programme of a name.
[[nodiscard]] inline std::string no_programme(const std::string& name) {
    return "there is no programme '" + name + "': --list names those there are";
}

/// The programme of the generated stream.
inline constexpr std::string_view generated = "w5";

/// A text of a file and the code that a programme's rules read.
struct named_code {
    std::string name;
    std::uint32_t code = 0;
};

/// A unit that a programme grants.
struct granted_unit {
    std::size_t index = 0;    ///< among those of an outcome
    std::string_view library; ///< how effects and explanations call it
    std::string code;         ///< how the programme calls it
    int digits = 0;
    bool is_money = false;
};

/// What differs between versions of a programme.
struct version_notes {
    std::uint32_t number = 1;
    std::vector<std::string> tiers;
    std::vector<std::string> rules; ///< their names
};

/// The kinds of the activities by which members of referrals are named.
struct message_kinds {
    std::vector<std::uint32_t> links; ///< a friend names who brought it
    std::vector<std::uint32_t> tells; ///< who brought a friend receives it

    [[nodiscard]] bool empty() const noexcept { return links.empty(); }
};

struct programme_notes {
    std::string name{};
    std::string description{};
    std::string currency{};
    int currency_digits = 2;
    std::string layout = "default"; ///< how its files are written if nothing else is said
    bool is_shop = false;           ///< it has prices: discounts, coupons, a wallet
    bool has_money = true;          ///< false for a programme whose rules read amounts of the host alone
    std::vector<named_code> categories{};
    std::vector<granted_unit> units{}; ///< in the order of the rules
    json::vocabulary words{};
    std::vector<version_notes> versions{};
    std::size_t first_rule = 0;  ///< the index of the list of rules in the programme
    std::size_t now = 0;         ///< the version that judges the event at work
    message_kinds messages{};    ///< of its referrals
    std::string joined_reader{}; ///< a rule that reads when members joined, and its place; empty if none does
    std::string rules_text{};    ///< empty for the generated stream
    std::string leaflet{};       ///< the programme in sentences, each on a line; empty for the generated stream

    [[nodiscard]] int points_digits() const noexcept { return words.unit(json::award_unit::points).digits; }
    [[nodiscard]] const version_notes& version() const noexcept { return versions[now]; }
    [[nodiscard]] const std::vector<std::string>& tiers() const noexcept { return version().tiers; }
    [[nodiscard]] std::string_view rule_name(std::size_t rule) const noexcept {
        const std::size_t own = rule - first_rule; // wraps for what stands before the rules
        return own < version().rules.size() ? std::string_view{version().rules[own]} : std::string_view{};
    }
    /// A unit of the library as the programme calls it.
    [[nodiscard]] json::named_unit unit_called(std::string_view code, int digits) const noexcept {
        const json::named_unit named = words.unit_called(code);
        return named.code == code && named.digits == 0 ? json::named_unit{code, digits} : named;
    }
};

} // namespace loyalty_run
