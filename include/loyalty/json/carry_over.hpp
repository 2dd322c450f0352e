// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The way of members from one version of a programme into the next (S51). Rules of one name go on with their memory,
/// and the text must name the fate of a rule without a match.
///
/// `"carry_over": {"drops": ["streak"], "renames": {"points": "base"}, "tiers": {"Rouge": "VIB"}}`

#include <loyalty/json/limits.hpp>
#include <loyalty/json/memory.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/stages.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::json {

/// The way of a member into the next version: the rules that go on, and the tiers.
struct carry_over {
    static constexpr std::uint8_t none = 255;

    std::array<std::uint8_t, most_rules> from{}; ///< by rule of the later version: that of the earlier one, or `none`
    std::array<std::uint8_t, most_dated>
        dated_from{};                               ///< the same of the rules with dates of their own, among themselves
    std::array<std::uint8_t, tier_count> tier_to{}; ///< by tier of the earlier version
    std::vector<std::string> drops;                 ///< as the text says
    std::vector<std::pair<std::string, std::string>> renames;
    std::vector<std::pair<std::string, std::string>> tiers;

    carry_over() noexcept {
        from.fill(none);
        dated_from.fill(none);
        for (std::size_t i = 0; i < tier_count; ++i) {
            tier_to[i] = static_cast<std::uint8_t>(i);
        }
    }
    [[nodiscard]] bool keeps_tiers() const noexcept { return tier_to == carry_over{}.tier_to; }
    [[nodiscard]] bool says_something() const noexcept { return !drops.empty() || !renames.empty() || !tiers.empty(); }
};

namespace reading {

/// Finds for each rule of a version the one of the version before it, and says what has no match.
template <class Text>
class carry_reader {
public:
    carry_reader(reader& in, const Text& earlier, const Text& later, const place& version, carry_over& to)
        : in_{in}, earlier_{earlier}, later_{later}, version_{version}, to_{to} {}

    void read() {
        before_ = remembered_by(earlier_);
        after_ = remembered_by(later_);
        taken_.assign(after_.size(), false);
        const std::size_t count = in_.count();
        if (const auto body = version_.find("carry_over"); body && in_.expect(*body, value_kind::object)) {
            in_.refuse_other_keys(*body, "carry_over", {"drops", "renames", "tiers"});
            read_drops(*body);
            read_pairs(*body, "renames", names_of(before_), names_of(after_), to_.renames);
            read_pairs(*body, "tiers", tier_names(earlier_, before_), tier_names(later_, after_), to_.tiers);
        }
        if (in_.count() == count) {
            match();
            match_tiers();
            if (!earlier_.redemption.limits_go_on_in(later_.redemption)) {
                in_.say(version_, "the limits of redemptions of " + said(later_) +
                                      " count in other windows than those of " + said(earlier_) +
                                      ": keep each in its place, and put new ones behind them");
            }
            if (earlier_.has_lots != later_.has_lots) {
                in_.say(version_, said(later_) +
                                      (later_.has_lots ? " keeps points in lots, and " : " has no lots, and ") +
                                      said(earlier_) + (later_.has_lots ? " does not" : " keeps points in them") +
                                      ", so members would lose their points: give \"lots\" to both or to none");
            } else if (earlier_.has_further != later_.has_further) {
                in_.say(version_, said(later_) + " and " + said(earlier_) +
                                      " have accounts of other units: give both the same \"lots\"");
            }
        }
    }

private:
    using names = std::vector<std::string_view>;

    [[nodiscard]] static std::string said(const Text& version) { return "version " + std::to_string(version.version); }
    [[nodiscard]] place said_in() const { return version_.find("carry_over").value_or(version_); }
    [[nodiscard]] static names names_of(const std::vector<remembered_rule>& rules) {
        names all;
        for (const remembered_rule& each : rules) {
            if (std::find(all.begin(), all.end(), each.name) == all.end()) {
                all.push_back(each.name);
            }
        }
        return all;
    }
    [[nodiscard]] static std::size_t tiers_of(const std::vector<remembered_rule>& rules) noexcept {
        std::size_t tiers = 1;
        for (const remembered_rule& each : rules) {
            tiers = (std::max)(tiers, each.tiers);
        }
        return tiers;
    }
    /// The names of the tiers; without names their numbers.
    [[nodiscard]] static names tier_names(const Text& version, const std::vector<remembered_rule>& rules) {
        static constexpr std::string_view numbers[tier_count]{"0", "1", "2", "3", "4", "5", "6", "7", "8"};
        names all(version.tiers.begin(), version.tiers.end());
        for (std::size_t i = 0; i < tiers_of(rules) && version.tiers.empty(); ++i) {
            all.push_back(numbers[i]);
        }
        return all;
    }

    void read_drops(const place& body) {
        const auto where = body.find("drops");
        if (!where || !in_.expect(*where, value_kind::list)) {
            return;
        }
        const names known = names_of(before_);
        for (std::size_t i = 0; i < where->at.items.size(); ++i) {
            if (is_one_of(where->item(i), known)) {
                to_.drops.push_back(where->at.items[i].text);
            }
        }
    }
    void read_pairs(const place& body, std::string_view name, const names& before, const names& after,
                    std::vector<std::pair<std::string, std::string>>& to) {
        const auto where = body.find(name);
        if (!where || !in_.expect(*where, value_kind::object)) {
            return;
        }
        for (std::size_t i = 0; i < where->at.items.size(); ++i) {
            const std::string& old = where->at.keys[i];
            if (std::find(before.begin(), before.end(), old) == before.end()) {
                in_.expect_one_of(where->key(i), old, before);
            } else if (is_one_of(where->key(i), after)) {
                to.emplace_back(old, where->at.items[i].text);
            }
        }
    }
    [[nodiscard]] bool is_one_of(const place& where, const names& known) {
        if (!in_.expect(where, value_kind::text)) {
            return false;
        }
        const bool is_known = std::find(known.begin(), known.end(), where.at.text) != known.end();
        if (!is_known) {
            in_.expect_one_of(where, where.at.text, known);
        }
        return is_known;
    }

    /// The name in the later version of a rule of the earlier one; none if it is dropped, or remembers nothing.
    [[nodiscard]] std::optional<std::string> wanted(const remembered_rule& rule) const {
        if (!rule.remembers() || std::find(to_.drops.begin(), to_.drops.end(), rule.name) != to_.drops.end()) {
            return std::nullopt;
        }
        for (const auto& [old, later] : to_.renames) {
            if (old == rule.name) {
                return later;
            }
        }
        return rule.name;
    }

    /// Equal rules of one name first, then the one rule of a name that is left on either side.
    void match() {
        std::vector<std::size_t> left;
        for (std::size_t i = 0; i < before_.size(); ++i) {
            if (const auto name = wanted(before_[i])) {
                const auto same = free_of(*name, [&](const remembered_rule& each) {
                    return each.numbers == before_[i].numbers && before_[i].goes_on_in(each);
                });
                same.empty() ? left.push_back(i) : take(i, same.front());
            }
        }
        for (const std::size_t i : left) {
            match_one(i, left);
        }
    }
    void match_one(std::size_t i, const std::vector<std::size_t>& left) {
        const std::string name = *wanted(before_[i]);
        const auto later = free_of(name, [](const remembered_rule& each) { return each.remembers(); });
        const auto of_name =
            std::count_if(left.begin(), left.end(), [&](std::size_t other) { return wanted(before_[other]) == name; });
        const std::string drop = "\"carry_over\": {\"drops\": [\"" + before_[i].name + "\"]}";
        if (later.empty()) {
            in_.say(said_in(), "the rule \"" + before_[i].name + "\" of " + said(earlier_) + " has no match in " +
                                   said(later_) +
                                   ", and what it remembers of members would be lost: give a rule this "
                                   "name, or say it: " +
                                   drop);
        } else if (of_name > 1 || later.size() > 1) {
            in_.say(said_in(), said(earlier_) + " has " + std::to_string(of_name) + " rules \"" + name +
                                   "\" to carry over, and " + said(later_) + " has " + std::to_string(later.size()) +
                                   ": give each a \"name\", so that it is known which is which");
        } else if (!before_[i].goes_on_in(after_[later.front()])) {
            in_.say(said_in(), "the rule \"" + name + "\" of " + said(later_) +
                                   " remembers something else than that of " + said(earlier_) +
                                   ": another window or unit, or fewer fields or periods, or dates of its own that "
                                   "only one of them has; keep these, or say that it begins anew: " +
                                   drop);
        } else {
            take(i, later.front());
        }
    }
    template <class Test>
    [[nodiscard]] std::vector<std::size_t> free_of(const std::string& name, Test test) const {
        std::vector<std::size_t> found;
        for (std::size_t j = 0; j < after_.size(); ++j) {
            if (!taken_[j] && after_[j].name == name && test(after_[j])) {
                found.push_back(j);
            }
        }
        return found;
    }
    void take(std::size_t earlier, std::size_t later) {
        taken_[later] = true;
        if (later < later_.rules.size()) {
            to_.from[later] = static_cast<std::uint8_t>(earlier);
        } else { // both have dates of their own, which stand in what they remember
            to_.dated_from[later - later_.rules.size()] = static_cast<std::uint8_t>(earlier - earlier_.rules.size());
        }
        carries_tiers_ = carries_tiers_ || before_[earlier].tiers != 0;
    }

    /// Tiers of one name are one tier; without names those of one number.
    void match_tiers() {
        to_.tier_to.fill(0);
        if (!carries_tiers_) {
            return;
        }
        const names before = tier_names(earlier_, before_);
        const names after = tier_names(later_, after_);
        for (std::size_t i = 0; i < before.size() && i < tier_count; ++i) {
            std::string_view name = before[i];
            for (const auto& [old, later] : to_.tiers) {
                name = old == before[i] ? std::string_view{later} : name;
            }
            const auto found = std::find(after.begin(), after.end(), name);
            if (found != after.end()) {
                to_.tier_to[i] = static_cast<std::uint8_t>(found - after.begin());
            } else if (i != 0) {
                in_.say(said_in(), "the tier \"" + std::string(name) + "\" of " + said(earlier_) + " is none of " +
                                       said(later_) +
                                       ": say what becomes of its members: \"carry_over\": {\"tiers\": "
                                       "{\"" +
                                       std::string(name) + "\": \"" + std::string(after.back()) + "\"}}");
            }
        }
        for (std::size_t i = before.size(); i < tier_count; ++i) {
            to_.tier_to[i] = static_cast<std::uint8_t>(i);
        }
    }

    reader& in_;
    const Text& earlier_;
    const Text& later_;
    place version_;
    carry_over& to_;
    std::vector<remembered_rule> before_;
    std::vector<remembered_rule> after_;
    std::vector<bool> taken_;
    bool carries_tiers_ = false;
};

} // namespace reading
} // namespace loyalty::json
