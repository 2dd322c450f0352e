// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads values and fields of rules out of a tree. The fields of a rule, their types and bounds come from its list
/// `rule_fields`. A rule that gets a further field is read with it.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/host_facts.hpp>
#include <loyalty/json/mistake.hpp>
#include <loyalty/json/names.hpp>
#include <loyalty/json/number_mistake.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/vocabulary.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/text.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/time/text.hpp>
#include <loyalty/time/window.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty::json::reading {

/// A value and its JSON pointer.
struct place {
    const value& at;
    std::string pointer;

    [[nodiscard]] place item(std::size_t index) const {
        return {at.items[index], pointer + '/' + std::to_string(index)};
    }
    [[nodiscard]] place key(std::size_t index) const {
        std::string escaped;
        for (const char each : at.keys[index]) {
            escaped += each == '~' ? "~0" : each == '/' ? "~1" : std::string(1, each);
        }
        return {at.items[index], pointer + '/' + escaped};
    }
    [[nodiscard]] std::optional<place> find(std::string_view name) const {
        for (std::size_t i = 0; i < at.keys.size(); ++i) {
            if (at.keys[i] == name) {
                return key(i);
            }
        }
        return std::nullopt;
    }
};

/// A rule as it is written: `"lifetime"`, or an object with the name as its one key.
struct named_place {
    std::string_view name;
    std::optional<place> body;
};

/// `a, b or c`
[[nodiscard]] inline std::string listed(const std::vector<std::string_view>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        text += i == 0 ? "" : i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text;
}

/// The state while a text is read, and the mistakes.
class reader {
public:
    reader(std::string_view text, vocabulary& words, mistakes& found, host_facts facts = host_facts::all()) noexcept
        : text_{text}, words_{words}, found_{found}, facts_{facts} {}

    // Of the rule that is read.
    std::optional<award_unit> granting;
    std::optional<count_unit> counting;
    bool asks_tier = false;

    // Of the programme.
    std::size_t tiers = 0; ///< that of everyone included; 0 before a tiered
    std::vector<std::string> tier_names;
    std::vector<std::pair<std::string, std::int64_t>> categories;
    date_window valid{};           ///< the days on which it is in force
    bool points_pay = false;       ///< it has a redemption rule
    bool keeps_membership = false; ///< a rule says when the membership is paid: no fact of the host is read
    bool grants[4]{};              ///< by `award_unit`, by the rules before

    void note_measure(const measure& counted) {
        words_.reads_money = words_.reads_money || (counted.counts_lines() && counted.what != measures::fact &&
                                                    counted.unit() == count_unit::money);
    }
    void note_grant(award_unit unit) {
        grants[static_cast<std::size_t>(unit)] = true;
        words_.note_granted(unit);
    }

    void say(std::size_t at, const std::string& pointer, std::string sentence, std::string nearest = "") {
        if (found_.is_full()) {
            ++found_.count; // a place is a walk through the text: only what is listed has one
            return;
        }
        const position where = position::of(text_, at);
        found_.add({where.line, where.column, pointer, std::move(sentence), std::move(nearest)});
    }
    void say(const place& where, std::string sentence, std::string nearest = "") {
        say(where.at.at, where.pointer, std::move(sentence), std::move(nearest));
    }
    [[nodiscard]] std::size_t count() const noexcept { return found_.count; }
    [[nodiscard]] vocabulary& words() noexcept { return words_; }
    [[nodiscard]] host_facts facts() const noexcept { return facts_; }

    bool expect(const place& where, value_kind kind) {
        if (where.at.kind == kind) {
            return true;
        }
        say(where, "expected " + std::string(name_of(kind)) + ", found " + std::string(name_of(where.at.kind)));
        return false;
    }
    /// The same of an object, with the shape that is right.
    bool expect_object(const place& where, const std::string& shape) {
        return where.at.is_object() ||
               (say(where, "expected an object, found " + std::string(name_of(where.at.kind)) + ": " + shape), false);
    }
    void expect_one_of(const place& where, std::string_view found, const std::vector<std::string_view>& names) {
        say(where, "expected " + listed(names) + ", found \"" + std::string(found) + '"', nearest_name(found, names));
    }

    /// Says that the events lack the fact that a rule reads, if they do.
    void expect_fact(const place& where, std::string_view rule, std::optional<host_fact> read) {
        if (!read || facts_.contains(*read) || (*read == host_fact::membership && keeps_membership)) {
            return;
        }
        std::vector<std::string_view> there;
        for (std::size_t i = 0; i < host_fact_count; ++i) {
            if (facts_.contains(static_cast<host_fact>(i))) {
                there.push_back(host_fact_names[i]);
            }
        }
        say(where,
            std::string(rule) + " reads `" + std::string(host_fact_names[static_cast<std::size_t>(*read)]) +
                (*read < host_fact::attributes ? "`" : "` of the member") + ", which these events do not have: " +
                (there.empty() ? "leave it out" : "use a rule that reads " + listed(there) + ", or leave it out"));
    }

    /// Says that no points pay in this programme, if so.
    void expect_payment(const place& where) {
        if (!points_pay) {
            say(where,
                "a policy counts after_points{} or asks points_pay(): give the programme a \"redemption\", the rule by "
                "which points pay");
        }
    }

    /// A rule by its name.
    [[nodiscard]] std::optional<named_place> named(const place& where) {
        if (where.at.kind == value_kind::text) {
            return named_place{where.at.text, std::nullopt};
        }
        if (where.at.is_object() && where.at.keys.size() == 1) {
            return named_place{where.at.keys[0], where.key(0)};
        }
        say(where,
            where.at.is_object()
                ? "expected an object with one key, the name of a rule, found " + std::to_string(where.at.keys.size())
                : "expected the name of a rule, or an object with the name as its one key, found " +
                      std::string(name_of(where.at.kind)));
        return std::nullopt;
    }

    /// Says of each key that is none of some names that it is unknown.
    void refuse_other_keys(const place& where, std::string_view rule, const std::vector<std::string_view>& names) {
        for (std::size_t i = 0; i < where.at.keys.size(); ++i) {
            const std::string_view key = where.at.keys[i];
            bool known = false;
            for (const std::string_view each : names) {
                known = known || each == key;
            }
            if (!known) {
                say(where.at.key_at[i], where.key(i).pointer,
                    std::string(rule) + " has no field \"" + std::string(key) + "\": it has " + listed(names),
                    nearest_name(key, names));
            }
        }
    }

    // Numbers and texts --------------------------------------------------------------------------------------------------

    template <class Integer>
    requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) bool read(const place& where, Integer& to) {
        if (!expect(where, value_kind::number)) {
            return false;
        }
        const std::string& text = where.at.text;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
        if (error == std::errc{} && end == text.data() + text.size()) {
            return true;
        }
        to = Integer{};
        say(where, "expected a whole number from " + std::to_string((std::numeric_limits<Integer>::min)()) + " to " +
                       std::to_string((std::numeric_limits<Integer>::max)()) + ", found " + text);
        return false;
    }
    bool read(const place& where, bool& to) {
        if (!expect(where, value_kind::boolean)) {
            return false;
        }
        to = where.at.text == "true";
        return true;
    }
    template <class Choice>
    requires std::is_enum_v<Choice>
    bool read(const place& where, Choice& to) {
        if (!expect(where, value_kind::text)) {
            return false;
        }
        if (const auto found = choice_named<Choice>(where.at.text)) {
            to = *found;
            return true;
        }
        expect_one_of(where, where.at.text, list_of_names<Choice>());
        return false;
    }
    bool read(const place& where, date& to) {
        if (!expect(where, value_kind::text)) {
            return false;
        }
        const auto day = texts::parse_date(where.at.text);
        if (!day) {
            say(where, "expected a date such as \"2025-12-31\", found \"" + where.at.text +
                           "\": " + std::string(texts::message(day.error)));
            return false;
        }
        to = day.value;
        return true;
    }
    bool read(const place& where, date_window& to) {
        if (!expect(where, value_kind::object)) {
            return false;
        }
        const std::size_t before = count();
        refuse_other_keys(where, "a window of days", {"from", "until"});
        if (const auto from = where.find("from")) {
            read(*from, to.from);
        }
        if (const auto until = where.find("until")) {
            read(*until, to.until);
        }
        return count() == before;
    }
    /// `"1.5 %"`, `"1.25"`, 1.25 and `"2/3"`.
    bool read(const place& where, ratio& to) {
        if (where.at.kind != value_kind::number && !expect(where, value_kind::text)) {
            return false;
        }
        const std::string_view text = where.at.text;
        if (const std::optional<ratio> found = ratio_of(text)) {
            to = *found;
            return true;
        }
        say(where, "expected a ratio such as \"1.5 %\", \"1.25\" or \"2/3\", found \"" + std::string(text) + '"');
        return false;
    }

    // Amounts ------------------------------------------------------------------------------------------------------------

    bool read(const place& where, amount<awarded>& to) {
        const auto parts = number_and_unit(where);
        if (!parts) {
            return false;
        }
        const std::optional<award_unit> unit = award_unit_named(parts->second);
        if (!unit) {
            expect_one_of(where, parts->second, words_.awardable());
            return false;
        }
        if (granting.value_or(*unit) != *unit) {
            say(where, "points: every stage must award the unit that the first one awards");
            return false;
        }
        granting = unit;
        return scaled(where, parts->first, words_.unit(*unit), to);
    }
    bool read(const place& where, amount<counted>& to) {
        const auto parts = number_and_unit(where);
        if (!parts) {
            return false;
        }
        const auto names = words_.countable();
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == parts->second) {
                counting = static_cast<count_unit>(i);
                return scaled(where, parts->first, words_.unit(*counting), to);
            }
        }
        expect_one_of(where, parts->second, names);
        return false;
    }
    /// An amount of a unit that the type names, such as the cap of a cashback in money.
    template <unit_type Unit>
    bool read(const place& where, amount<Unit>& to) {
        const auto parts = number_and_unit(where);
        if (!parts) {
            return false;
        }
        const named_unit unit = name_of_unit<Unit>();
        if (parts->second != unit.code) {
            expect_one_of(where, parts->second, {unit.code});
            return false;
        }
        return scaled(where, parts->first, unit, to);
    }

    [[nodiscard]] std::optional<award_unit> award_unit_named(std::string_view name) const {
        const auto names = words_.awardable();
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == name) {
                return static_cast<award_unit>(i);
            }
        }
        return std::nullopt;
    }

private:
    /// A unit that a type names, as the text does.
    template <unit_type Unit>
    [[nodiscard]] named_unit name_of_unit() const noexcept {
        if constexpr (money_unit<Unit>) {
            return words_.money();
        } else {
            return words_.unit_called(Unit::code);
        }
    }
    /// The parts of "350.00 USD".
    [[nodiscard]] std::optional<std::pair<std::string_view, std::string_view>> number_and_unit(const place& where) {
        const bool is_text = where.at.kind == value_kind::text;
        const std::string_view text = where.at.text;
        const std::size_t space = is_text ? text.find(' ') : std::string_view::npos;
        if (space == std::string_view::npos) {
            say(where, "expected a number and its unit such as \"350.00 " + std::string(words_.money().code) +
                           "\", found " +
                           (is_text ? '"' + std::string(text) + '"' : std::string(name_of(where.at.kind))));
            return std::nullopt;
        }
        return std::pair{text.substr(0, space), text.substr(space + 1)};
    }

    template <unit_type Unit>
    bool scaled(const place& where, std::string_view number, named_unit unit, amount<Unit>& to) {
        const auto minor_units = loyalty::detail::parse_scaled(number, static_cast<std::size_t>(unit.digits), {});
        if (!minor_units) {
            say(where, "\"" + where.at.text + "\": " + number_mistake(minor_units.error, number, unit, words_));
            return false;
        }
        to = amount<Unit>::from_minor_units(minor_units.value);
        return true;
    }

    [[nodiscard]] static std::optional<ratio> ratio_of(std::string_view text) {
        if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
            ratio found{};
            const bool right = whole(text.substr(0, slash), found.numerator) &&
                               whole(text.substr(slash + 1), found.denominator) && found.denominator > 0;
            return right ? std::optional{found.reduced()} : std::nullopt;
        }
        const bool percent = text.size() > 2 && text.substr(text.size() - 2) == " %";
        const auto number = texts::parse_decimal(percent ? text.substr(0, text.size() - 2) : text);
        const int scale = number.value.scale + (percent ? 2 : 0);
        const bool fits = number && scale <= loyalty::detail::power_of_ten_digits_max;
        return fits ? std::optional{ratio{number.value.coefficient, loyalty::detail::power_of_ten(scale)}.reduced()}
                    : std::nullopt;
    }
    [[nodiscard]] static bool whole(std::string_view text, std::int64_t& to) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
        return error == std::errc{} && end == text.data() + text.size();
    }

    std::string_view text_;
    vocabulary& words_;
    mistakes& found_;
    host_facts facts_;
};

/// The names of the fields that a rule lists.
template <class Rule>
[[nodiscard]] std::vector<std::string_view> field_names() {
    std::vector<std::string_view> names;
    loyalty::detail::for_each_index<Rule::rule_fields.size>(
        [&](auto index) { names.push_back(loyalty::detail::get<index>(Rule::rule_fields.all).name); });
    return names;
}

} // namespace loyalty::json::reading
