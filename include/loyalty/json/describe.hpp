// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a programme from text is: the same tree as that of C++, see explain/description.hpp.
///
/// @code
/// const auto shop = json::read_programme<currency::usd>(text);
/// io::descriptions::leaflet(json::describe(shop));    // "For each 1.00 USD of goods: 1 point; rounded down."
/// @endcode

#include <loyalty/explain/description.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/mistake.hpp>
#include <loyalty/json/versions.hpp>
#include <loyalty/json/vocabulary.hpp>
#include <loyalty/json/writer.hpp>
#include <loyalty/time/text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::json {

namespace describing {

using io::descriptions::part;

[[nodiscard]] part part_of(const value& from);

[[nodiscard]] inline part text_part(std::string text) {
    return {part::kind::value, {}, std::move(text), {}, {}};
}

/// An object whose keys are words of the programme, as a list of rules: `{"km": {"digits": 1}}` is `unit_words` of km. `key` is
/// the field of the word; the fields of its value follow.
[[nodiscard]] inline part words_of(const value& from, const std::string& name, const std::string& key) {
    part list{part::kind::list, {}, {}, {}, {}};
    for (std::size_t i = 0; i < from.keys.size(); ++i) {
        part& own = list.items.emplace_back(part{part::kind::rule, name, {}, {}, {}});
        own.fields.push_back({key, text_part(from.keys[i])});
        const value& content = from.items[i];
        for (std::size_t j = 0; j < content.keys.size(); ++j) {
            own.fields.push_back({content.keys[j], part_of(content.items[j])});
        }
        if (!content.is_object()) {
            own.fields.push_back({"to", part_of(content)});
        }
    }
    return list;
}

/// Gives the stock of a prize the names that it has in C++.
inline void name_stock(part& prize) {
    for (io::descriptions::field& each : prize.fields) {
        if (each.name == "out_of") {
            each.value.name = "stock";
            for (io::descriptions::field& own : each.value.fields) {
                own.value.name = own.name == "quota" ? "quota" : own.value.name;
            }
        }
    }
}

/// A rule by its name and what stands behind it.
[[nodiscard]] inline part rule_of(const std::string& name, const value& content) {
    if (content.is_object() && content.keys.empty()) {
        return text_part(name); // a rule that its name alone says
    }
    part rule{part::kind::rule, name, {}, {}, {}};
    if (name == "fact_is" && content.keys.size() == 1) {
        rule.fields.push_back({"fact", text_part(content.keys.front())});
        rule.fields.push_back({"is", part_of(content.items.front())});
        return rule;
    }
    const bool holds_a_rule = name == "any_line" || name == "negation";
    if (content.is_object() && !holds_a_rule) {
        for (std::size_t i = 0; i < content.keys.size(); ++i) {
            rule.fields.push_back({content.keys[i], part_of(content.items[i])});
        }
    } else {
        rule.fields.push_back({"", part_of(content)});
    }
    for (io::descriptions::field& each : rule.fields) {
        each.value.name = name == "limited" && each.name == "quota"         ? "quota"
                          : name == "prize_wheel" && each.name == "at_most" ? "spins_within"
                                                                            : each.value.name;
        for (part& item : each.value.items) {
            if (name == "prize_wheel" && each.name == "prizes") {
                name_stock(item);
            }
            item.name = name == "cashback" && each.name == "rates"       ? "cashback_rate"
                        : name == "hunt" && each.name == "steps"         ? "step"
                        : name == "prize_wheel" && each.name == "prizes" ? "prize"
                                                                         : item.name;
        }
    }
    return rule;
}

/// As deep as the text is: at most `most_depth`.
[[nodiscard]] inline part part_of(const value& from) {
    if (from.kind == value_kind::list) {
        part list{part::kind::list, {}, {}, {}, {}};
        for (const value& each : from.items) {
            list.items.push_back(part_of(each));
        }
        return list;
    }
    if (!from.is_object()) {
        return {part::kind::value, {}, from.text, {}, {}};
    }
    const bool are_days = from.find("from") != nullptr || from.find("until") != nullptr;
    return from.keys.size() == 1 && !are_days ? rule_of(from.keys.front(), from.items.front()) : rule_of("", from);
}

/// An item of "rules", which may have a name: `{"name": "redemption cost", "points": [...]}`.
[[nodiscard]] inline part rule_with_name(const value& from) {
    const value* const name = from.find("name");
    if (name == nullptr || from.keys.size() != 2) {
        return part_of(from);
    }
    const std::size_t other = from.keys.front() == "name" ? 1 : 0;
    part rule = rule_of(from.keys[other], from.items[other]);
    rule.called = name->text;
    return rule;
}

/// How members come into a version: `{"renames": {"base": "points"}, "tiers": {...}, "drops": ["streak"]}`.
[[nodiscard]] inline part carried_over(const value& from) {
    part rule{part::kind::rule, {}, {}, {}, {}};
    for (std::size_t i = 0; i < from.keys.size(); ++i) {
        const value& own = from.items[i];
        rule.fields.push_back({from.keys[i], own.is_object() ? words_of(own, "pair", "from") : part_of(own)});
    }
    return rule;
}

/// By which rule points are redeemed: its rates and its limits by the names that they have in C++.
[[nodiscard]] inline part redemption_of(const value& from) {
    part rule = rule_of("redemption_rule", from);
    for (io::descriptions::field& each : rule.fields) {
        for (part& item : each.value.items) {
            item.name = each.name == "limits" ? "redemption_limit" : item.name;
        }
    }
    return rule;
}

/// The description of a text that was read without a mistake.
[[nodiscard]] inline io::descriptions::description description_of(const value& root, const vocabulary& words) {
    io::descriptions::description what;
    for (std::size_t i = 0; i < root.keys.size(); ++i) {
        const std::string& key = root.keys[i];
        const value& own = root.items[i];
        if (key == "programme") {
            what.name = own.text;
        } else if (key == "version") {
            what.version = static_cast<std::uint32_t>(std::stoul(own.text));
        } else if (key == "from" || key == "until") {
            (key == "from" ? what.from : what.until) = own.text;
        } else if (key == "currency") {
            what.currency = own.text;
        } else if (key == "description") {
            what.note = own.text;
        } else if (key == "tiers") {
            for (const value& each : own.items) {
                what.tiers.push_back(each.text);
            }
        } else if (key == "categories") {
            for (std::size_t code = 0; code < own.keys.size(); ++code) {
                what.categories.emplace_back(own.keys[code], own.items[code].text);
            }
        } else if (key == "rules") {
            for (const value& each : own.items) {
                what.rules.push_back(rule_with_name(each));
            }
        } else if (key == "lots" && own.is_object()) {
            part lots = rule_of("lots", own);
            lots.fields.insert(lots.fields.begin(),
                               {"of", text_part(std::string(words.unit(award_unit::points).code))});
            what.rules.push_back(std::move(lots));
        } else if (key == "lots") {
            for (const value& each : own.items) {
                what.rules.push_back(rule_of("lots", each));
            }
        } else if (key == "redemption") {
            what.rules.push_back(redemption_of(own));
        } else if (key == "units" || key == "facts") {
            what.further.push_back(
                {key, key == "units" ? words_of(own, "unit_words", "unit") : words_of(own, "fact_words", "name")});
        } else {
            what.further.push_back({key, part_of(own)});
        }
    }
    return what;
}

} // namespace describing

/// A programme in which no mistake was found.
template <class Currency, std::size_t Capacity, class Ledger, std::size_t Bytes>
[[nodiscard]] io::descriptions::description
describe(const programme_text<Currency, Capacity, Ledger, Bytes>& programme) {
    mistakes none;
    return describing::description_of(parse(write_programme(programme), none), programme.words);
}

/// The versions of a programme in which no mistake was found, in the order of time, each with its days and how members come into
/// it. Days on which no programme is in force are a description with the version 0 and without rules.
template <class Text>
[[nodiscard]] std::vector<io::descriptions::description> describe(const versions_text<Text>& versions) {
    std::vector<io::descriptions::description> all;
    for (std::size_t i = 0; i < versions.all.size(); ++i) {
        all.push_back(describe(versions.all[i]));
        writing::writer out{versions.all[i].words};
        out.text = "{\"version\": 1";
        writing::write_carry_over(out, versions.carried[i]);
        mistakes none;
        const value carried = parse(out.text + '}', none);
        if (const value* const own = carried.find("carry_over"); own != nullptr) {
            all.back().further.push_back({"carry_over", describing::carried_over(*own)});
        }
    }
    for (const date_window& each : versions.gaps) {
        io::descriptions::description gap;
        gap.name = versions.shared().name.view();
        gap.version = 0;
        gap.note = "no programme is in force";
        gap.from = texts::to_text(each.from).view();
        gap.until = texts::to_text(each.until).view();
        const auto behind =
            std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.from >= gap.until; });
        all.insert(behind, std::move(gap));
    }
    return all;
}

} // namespace loyalty::json
