// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes the rules of a description as sentences: see explain/leaflet.hpp.

#include <loyalty/config.hpp>
#include <loyalty/explain/description.hpp>
#include <loyalty/explain/leaflet_english.hpp>
#include <loyalty/explain/leaflet_values.hpp>
#include <loyalty/explain/texts.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::io::descriptions {

/// Writes the parts of one description.
class leaflet_writer {
public:
    leaflet_writer(const description& what, const texts_of& texts) : what_{what}, texts_{texts} {}

    /// A rule as one sentence.
    [[nodiscard]] std::string sentence(const part& rule) const {
        return finished((rule.called.empty() ? "" : rule.called + ": ") + written(rule, place{}));
    }
    /// The same without a capital and a full stop, for a part of a rule too.
    [[nodiscard]] std::string phrase_of(const part& rule) const { return written(rule, place{}); }

    /// The version and the days on which it is in force. The only version without such days has no number.
    [[nodiscard]] std::vector<std::string> validity() const {
        std::vector<std::string> lines;
        const bool is_only = what_.version == 1 && what_.from.empty() && what_.until.empty();
        add_line("heading.version", is_only || what_.version == 0 ? "" : std::to_string(what_.version), lines);
        add_line("heading.from", what_.from, lines);
        add_line("heading.until", what_.until, lines);
        return lines;
    }

    /// The lines around the rules.
    [[nodiscard]] std::vector<std::string> heading() const {
        std::vector<std::string> lines;
        const auto add = [&](std::string_view key, const std::string& value) { add_line(key, value, lines); };
        add("heading.currency", what_.currency);
        for (std::string& each : validity()) {
            lines.push_back(std::move(each));
        }
        add("heading.tiers", joined(tier_names(), place{}));
        if (what_.day_start_seconds != 0) {
            lines.push_back(filled(*texts_.find("heading.day", "*"), std::to_string(what_.day_start_seconds)));
        }
        std::vector<std::string> categories;
        for (const auto& [name, code] : what_.categories) {
            categories.push_back(name + " (" + code + ')');
        }
        add("heading.categories", joined(categories, place{}));
        for (const field& each : what_.further) {
            lines.push_back(finished(label(each.name) + ": " + written(each.value, place{{each.name, ""}})));
        }
        return lines;
    }

    [[nodiscard]] std::string tier_name(std::size_t index) const {
        if (index < what_.tiers.size() && std::count(what_.tiers.begin(), what_.tiers.end(), what_.tiers[index]) == 1) {
            return what_.tiers[index];
        }
        return filled(*texts_.find("tier", ""), std::to_string(index));
    }

private:
    /// Where a part stands: the keys of its phrases, the nearest first, and the rule around it.
    struct place {
        std::vector<std::string> keys{};
        const part* around = nullptr;
        std::size_t index = 0; ///< in a list
    };

    [[nodiscard]] static std::string words(std::string_view name) {
        std::string text(name);
        std::replace(text.begin(), text.end(), '_', ' ');
        return text;
    }
    /// The name of a field of which no phrase speaks.
    [[nodiscard]] std::string label(std::string_view name) const {
        const std::string_view* const own = texts_.find("name", name);
        return own == nullptr ? words(name) : std::string(*own);
    }
    [[nodiscard]] static std::string finished(std::string text) {
        if (!text.empty()) {
            text.front() =
                'a' <= text.front() && text.front() <= 'z' ? static_cast<char>(text.front() - 'a' + 'A') : text.front();
            text += text.back() == '.' ? "" : ".";
        }
        return text;
    }
    [[nodiscard]] static std::string filled(std::string_view text, std::string_view value) {
        std::string result(text);
        if (const std::size_t at = result.find("{}"); at != std::string::npos) {
            result.replace(at, 2, value);
        }
        return result;
    }
    void add_line(std::string_view key, const std::string& value, std::vector<std::string>& lines) const {
        const std::string_view* const text = value.empty() ? nullptr : texts_.find(key, "");
        if (text != nullptr) {
            lines.push_back(filled(*text, value));
        }
    }
    [[nodiscard]] std::vector<std::string> tier_names() const { return what_.tiers; }

    [[nodiscard]] const std::string_view* find(const place& at, std::string_view value,
                                               std::string_view behind = {}) const {
        for (const std::string& key : at.keys) {
            if (const auto* const found = texts_.find(key + std::string(behind), value)) {
                return found;
            }
        }
        return nullptr;
    }
    [[nodiscard]] const std::string_view* find_value(const place& at, std::string_view value) const {
        const std::string_view* found = nullptr;
        const std::string_view zero = values::is_zero(value) ? std::string_view("0") : value;
        for (const std::string_view each : {value, zero, std::string_view("*")}) {
            for (const std::string& key : at.keys) {
                found = found != nullptr || key.empty() ? found : texts_.find(key, each);
            }
        }
        return found != nullptr ? found : texts_.find("", value);
    }

    [[nodiscard]] std::string written(const part& what, const place& at, char how = ' ') const {
        switch (what.what) {
        case part::kind::value:
            return written_value(what.text, at, how);
        case part::kind::list: {
            std::vector<std::string> items;
            for (std::size_t i = 0; i < what.items.size(); ++i) {
                items.push_back(written_item(what.items[i], item_place(at, i)));
            }
            return joined(items, at);
        }
        case part::kind::rule:
            break;
        }
        return written_rule(what, at);
    }

    [[nodiscard]] std::string written_value(const std::string& text, const place& at, char how) const {
        const std::string plain = how == '%'   ? values::per_cent(text, texts_)
                                  : how == '@' ? values::time_of_day(text)
                                  : how == '#' ? values::seal_of(text)
                                               : named(text, at);
        const std::string_view* const own =
            find_value(at, how == '%' ? std::string_view(plain) : std::string_view(text));
        return own == nullptr ? plain : expanded(*own, at, plain, nullptr);
    }
    /// Tiers and categories have names.
    [[nodiscard]] std::string named(const std::string& text, const place& at) const {
        const std::string_view rule = at.around == nullptr ? std::string_view() : std::string_view(at.around->name);
        std::int64_t number = 0;
        if (rule == "tier_is" && values::whole_number(text, number) && number >= 0) {
            return tier_name(static_cast<std::size_t>(number));
        }
        if (rule == "category_is") {
            for (const auto& [name, code] : what_.categories) {
                if (code == text) {
                    return name + " (" + code + ')';
                }
            }
        }
        return values::plain(text, texts_);
    }

    [[nodiscard]] static place item_place(const place& of, std::size_t index) {
        place own{{}, of.around, index};
        for (const std::string& key : of.keys) {
            own.keys.push_back(key + "[]");
        }
        own.keys.insert(own.keys.end(), of.keys.begin(), of.keys.end());
        return own;
    }
    [[nodiscard]] std::string written_item(const part& what, const place& at) const {
        const std::string text = written(what, at);
        const std::string_view* own = nullptr;
        for (const std::string& key : at.keys) {
            own = own != nullptr || !key.ends_with("[]") ? own : texts_.find(key, "");
        }
        return own == nullptr ? text : expanded(*own, at, text, nullptr);
    }
    [[nodiscard]] std::string joined(const std::vector<std::string>& items, const place& at) const {
        const auto between = [&](std::string_view which) {
            const std::string_view* const own = find(at, "", which);
            return own != nullptr ? *own : *texts_.find(which, "");
        };
        const std::size_t silent = static_cast<std::size_t>(std::count(items.begin(), items.end(), std::string()));
        const std::size_t size = items.size() - silent;
        std::string text;
        std::size_t said = 0;
        for (const std::string& each : items) {
            if (!each.empty()) {
                text += said == 0 ? std::string_view() : said + 1 == size ? between("&") : between(",");
                text += each;
                ++said;
            }
        }
        return text;
    }

    [[nodiscard]] std::string written_rule(const part& rule, const place& at) const {
        std::vector<std::string> keys;
        if (rule.name.empty()) {
            keys = at.keys;
        } else {
            keys.push_back((at.keys.empty() ? std::string() : at.keys.front()) + '/' + rule.name);
            for (const std::string& each : at.keys) { // of a list of any rules: `either.[]/both`
                keys.push_back(each + '/' + rule.name);
            }
            keys.push_back(rule.name);
        }
        const std::string_view* text = nullptr;
        for (const std::string& key : keys) {
            text = text == nullptr ? texts_.find(key, "") : text;
        }
        const place inside{keys, &rule, at.index};
        const field* said_by_text =
            nullptr; // `{"per_visit", "when=first_purchase", "for the first purchase: {award}"}`
        for (const field& each : rule.fields) {
            for (const std::string& key : keys) {
                const auto* const own = texts_.find(key, each.name + '=' + each.value.text);
                text = own != nullptr ? own : text;
                said_by_text = own != nullptr ? &each : said_by_text;
            }
        }
        return text != nullptr ? expanded(*text, inside, {}, &rule, said_by_text)
                               : words(rule.name) + unsaid(rule, inside, {});
    }

    /// The place of a field of a rule whose phrases have these keys.
    [[nodiscard]] static place field_place(const place& of, const part& rule, const std::string& name) {
        place own{{}, rule.name.empty() ? of.around : &rule, of.index};
        own.around = rule.name.empty() && of.around != nullptr ? of.around : &rule;
        for (const std::string& key : of.keys) {
            own.keys.push_back(key + '.' + name);
            if (rule.fields.size() == 1 && !name.empty()) {
                own.keys.push_back(key + '.');
            }
        }
        own.keys.push_back('.' + name);
        return own;
    }

    /// The fields that a text has not said, behind it.
    [[nodiscard]] std::string unsaid(const part& rule, const place& inside,
                                     const std::vector<std::string>& said) const {
        std::string text;
        for (const field& each : rule.fields) {
            if (std::find(said.begin(), said.end(), each.name) == said.end()) {
                const std::string value = written(each.value, field_place(inside, rule, each.name));
                if (!value.empty()) {
                    text += (rule.name.empty() && text.empty() ? ""
                             : text.empty() && said.empty()    ? ": "
                                                               : ", ") +
                            label(each.name) + (each.name.empty() ? "" : " ") + value;
                }
            }
        }
        return text;
    }

    /// The words in the place of a name in a text, and true if they say something.
    struct filling {
        const leaflet_writer& own;
        const place& at;
        std::string_view value; ///< of a text for a value
        const part* rule;       ///< of a text for a rule
        std::vector<std::string> said{};

        [[nodiscard]] std::string of(std::string_view name) {
            if (name == "#tier" || name == "#next") {
                return own.tier_name(at.index + (name == "#next" ? 1 : 0));
            }
            if (name == "#") {
                return std::to_string(at.index + 1);
            }
            if (name == "^") {
                return own.period_around(at);
            }
            char how = ' ';
            if (!name.empty() && std::string_view("%@#").find(name.back()) != std::string_view::npos) {
                how = name.back();
                name.remove_suffix(1);
            }
            if (rule == nullptr) {
                return std::string(value);
            }
            for (const field& each : rule->fields) {
                if (each.name == name || (name.empty() && rule->fields.size() == 1)) {
                    said.push_back(each.name);
                    return own.written(each.value, field_place(at, *rule, each.name), how);
                }
            }
            return {};
        }
    };

    [[nodiscard]] std::string expanded(std::string_view text, const place& at, std::string_view value, const part* rule,
                                       const field* said_by_text = nullptr) const {
        filling fills{*this, at, value, rule};
        if (said_by_text != nullptr) {
            fills.said.push_back(said_by_text->name);
        }
        bool any = false;
        std::string result = expand(text, fills, any);
        result.erase(0, (std::min)(result.find_first_not_of(' '), result.size()));
        return rule == nullptr ? result : result + unsaid(*rule, at, fills.said);
    }

    /// Puts values in the place of names. `any` becomes true if one says something.
    [[nodiscard]] std::string expand(std::string_view text, filling& fills, bool& any) const {
        std::string result;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '{') {
                const std::size_t end = text.find('}', i);
                const std::string piece = fills.of(text.substr(i + 1, end - i - 1));
                any = any || !piece.empty();
                result += piece;
                i = end;
            } else if (text[i] == '[') {
                const std::size_t end = text.find(']', i);
                const std::string_view group = text.substr(i + 1, end - i - 1);
                const std::size_t bar = (std::min)(group.find('|'), group.size());
                bool says = false;
                const std::string piece = expand(group.substr(0, bar), fills, says);
                any = any || says;
                if (says) {
                    result += piece;
                } else if (bar < group.size()) {
                    result += expand(group.substr(bar + 1), fills, any);
                }
                i = end;
            } else {
                result += text[i];
            }
        }
        return result;
    }

    /// The period of the window beside a field: "year". Empty if the window has none.
    [[nodiscard]] std::string period_around(const place& at) const {
        const part* const window = at.around == nullptr ? nullptr : at.around->find("window");
        if (window == nullptr) {
            return {};
        }
        if ((window->name == "calendar_window" || window->name == "rollover_window") && !window->fields.empty()) {
            return written_value(window->fields.front().value.text, place{{"period", "calendar_window."}}, ' ');
        }
        const std::string_view* const own = texts_.find("period", window->text);
        return own == nullptr ? std::string() : std::string(*own);
    }

    const description& what_;
    const texts_of& texts_;
};

} // namespace loyalty::io::descriptions
