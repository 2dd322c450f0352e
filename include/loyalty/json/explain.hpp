// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Explanations of a programme from text in the words of the text: its units with their decimals, its facts, and the names of its
/// rules.
///
/// @code
/// io::explanations::explanation told = why.told();      // of a programme in `any_currency`: "2399 money"
/// json::put_words(told, shop.words, json::rule_names_of(shop), shop.version);
/// // "23.99 USD of this event count", by version 2 of the text
/// @endcode

#include <loyalty/explain/explanation.hpp>
#include <loyalty/json/memory.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/vocabulary.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::json {

/// The names of the rules of a version, in their order: their own, or those of their policies.
template <class Text>
[[nodiscard]] std::vector<std::string> rule_names_of(const Text& version) {
    std::vector<std::string> names;
    for (remembered_rule& each : remembered_by(version)) {
        names.push_back(std::move(each.name));
    }
    return names;
}

namespace explaining {

/// Puts the words of a text in the place of those of the library.
class word_writer {
public:
    word_writer(const vocabulary& words, const std::vector<std::string>& rules, std::size_t first) noexcept
        : words_{words}, rules_{rules}, first_{first} {}

    void put(io::explanations::quantity& value) const {
        const named_unit named = words_.unit_called(value.unit);
        if (named.code != value.unit || named.digits != 0) {
            value.unit = named.code;
            value.digits = named.digits;
        }
    }
    void put(std::optional<io::explanations::quantity>& value) const {
        if (value) {
            put(*value);
        }
    }
    void put(io::explanations::statement& one) const {
        for (std::size_t i = 0; i < most_own_facts; ++i) {
            const fact_text* const fact = one.value.unit == own_fact_codes[i] ? words_.fact_at(i) : nullptr;
            if (fact != nullptr) {
                one.value.unit = fact->name;
                return;
            }
        }
        put(one.value);
        put(one.desired);
    }
    void put(io::explanations::rule_explanation& rule) const {
        rule.rule = place_of(rule.rule, rule.policy);
        rule.name = name_of(rule.rule, rule.policy);
        for (io::explanations::statement& each : rule.steps) {
            put(each);
        }
        for (io::explanations::quantity& each : rule.granted) {
            put(each);
        }
    }
    void put(io::explanations::refused_by& why) const {
        why.rule = place_of(why.rule, why.policy);
        why.name = name_of(why.rule, why.policy);
        put(why.asked);
        put(why.there);
    }

private:
    /// The account of points stands behind the rules of the text, and so does what a shop has besides; behind it stands the rule by
    /// which points are redeemed.
    [[nodiscard]] std::uint8_t place_of(std::uint8_t rule, const std::string& policy) const {
        static constexpr std::string_view behind[]{"lots",        "discounts",  "coupon_price",    "wallet",
                                                   "percent_off", "amount_off", "amount_off_each", "fixed_price",
                                                   "pack",        "buy_get"};
        const bool is_behind = std::find(std::begin(behind), std::end(behind), policy) != std::end(behind);
        const std::size_t place = is_behind                      ? rules_.size()
                                  : policy == "redemption_rule"  ? rules_.size() + 1
                                  : rule < 128 && first_ <= rule ? rule - first_
                                                                 : rule;
        return static_cast<std::uint8_t>(place);
    }
    /// Empty if a rule is called as its policy.
    [[nodiscard]] std::string name_of(std::size_t rule, const std::string& policy) const {
        return rule < rules_.size() && rules_[rule] != policy ? rules_[rule] : std::string();
    }

    const vocabulary& words_;
    const std::vector<std::string>& rules_;
    std::size_t first_;
};

} // namespace explaining

/// Puts the words of a text into an explanation. `rules` are the names of the rules of the version that judged, and `version` is
/// its number. `first_rule` is the index of the list of rules in the programme: `rules_at`, 1 if a redemption rule stands before it.
inline void put_words(io::explanations::explanation& told, const vocabulary& words,
                      const std::vector<std::string>& rules, std::uint32_t version, std::size_t first_rule = 0) {
    const explaining::word_writer writer{words, rules, first_rule};
    told.version = version;
    for (io::explanations::rule_explanation& each : told.rules) {
        writer.put(each);
    }
    if (told.refused) {
        writer.put(*told.refused);
    }
}

} // namespace loyalty::json
