// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads what a programme says of its units and of the host's facts.
///
/// `"facts": {"distance": {"of": "measure", "unit": "km"}, "card": {"of": "tier", "values": ["Star", "Nova"]}}`

#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_own_facts.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/vocabulary.hpp>
#include <loyalty/money/currency_table.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace loyalty::json::reading {

class words_reader {
public:
    words_reader(reader& in, vocabulary& to) noexcept : in_{in}, to_{to} {}

    /// The code of the money; of `any_currency` any of ISO 4217.
    template <class Currency>
    void read_currency(const place& where) {
        if (!in_.expect(where, value_kind::text)) {
            return;
        }
        const std::string_view code = where.at.text;
        if constexpr (std::is_same_v<Currency, any_currency>) {
            if (const auto known = arithmetic::find_currency(code)) {
                to_.set(award_unit::money, {known->code, known->digits});
            } else {
                std::vector<std::string_view> codes;
                for (const auto& each : arithmetic::currency_table) {
                    codes.push_back(each.code);
                }
                in_.say(where, "expected the code of a currency such as \"EUR\", found \"" + std::string(code) + '"',
                        nearest_name(code, codes));
            }
        } else if (code != std::string_view{Currency::code}) {
            in_.expect_one_of(where, code, {std::string_view{Currency::code}});
        }
    }

    /// `{"points": {"name": "stars", "digits": 2}, "money": {"digits": 0}}`
    void read_units(const place& where) {
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        in_.refuse_other_keys(where, "units", {names_.begin(), names_.end()});
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (const auto one = where.find(names_[i]); one && in_.expect(*one, value_kind::object)) {
                read_unit(*one, static_cast<award_unit>(i));
            }
        }
    }

    void read_facts(const place& where) {
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        for (std::size_t i = 0; i < where.at.items.size(); ++i) {
            read_fact(where.key(i), where.at.keys[i]);
        }
    }

private:
    void read_unit(const place& where, award_unit which) {
        const bool is_money = which == award_unit::money;
        in_.refuse_other_keys(where, is_money ? "the unit of money" : "a unit",
                              is_money ? std::vector<std::string_view>{"digits"}
                                       : std::vector<std::string_view>{"name", "digits"});
        unit_text& to = to_.units[static_cast<std::size_t>(which)];
        if (const auto digits = where.find("digits")) {
            to.digits = digits_of(*digits);
        }
        const auto name = where.find("name");
        if (is_money || !name || !in_.expect(*name, value_kind::text)) {
            return;
        }
        for (const std::string_view each : to_.countable()) {
            if (each == name->at.text && each != to.code) {
                in_.say(*name, "another unit is called \"" + std::string(each) + '"');
                return;
            }
        }
        if (is_name(*name)) {
            to.code = name->at.text;
        }
    }
    [[nodiscard]] int digits_of(const place& where) {
        int digits = 0;
        if (in_.read(where, digits) && (digits < 0 || digits > loyalty::detail::unit_digits_max)) {
            in_.say(where, "a unit has 0 to 9 decimals, found " + where.at.text);
            digits = 0;
        }
        return digits;
    }
    [[nodiscard]] bool is_name(const place& where) {
        const std::string& text = where.at.text;
        const bool right = !text.empty() && text.size() <= 31 && text.find(' ') == std::string::npos;
        if (!right) {
            in_.say(where, "a name has 1 to 31 bytes, and no blank");
        }
        return right;
    }

    void read_fact(const place& where, const std::string& name) {
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        const auto of = where.find("of");
        const own_fact* const own = of ? host_fact_of(*of) : nullptr;
        if (!of) {
            in_.say(where, "a fact needs \"of\": the name that the host gives it");
        }
        if (own == nullptr) {
            return;
        }
        fact_text made = fact_text_of(*own, name, index_of(*own));
        made.is_declared = true;
        if (const fact_text* const other = to_.fact_at(made.index)) {
            in_.say(*of, "`" + other->name + "` is this fact already");
            return;
        }
        in_.refuse_other_keys(where, own->is_code ? "a fact that is a code" : "a fact that is an amount",
                              own->is_code ? std::vector<std::string_view>{"of", "values"}
                                           : std::vector<std::string_view>{"of", "unit", "digits"});
        own->is_code ? read_values(where, *own, made) : read_unit_of(where, *own, made);
        to_.facts.push_back(std::move(made));
    }
    [[nodiscard]] const own_fact* host_fact_of(const place& where) {
        if (!in_.expect(where, value_kind::text)) {
            return nullptr;
        }
        std::vector<std::string_view> names;
        for (const own_fact& each : in_.facts().own()) {
            if (each.name == where.at.text) {
                return &each;
            }
            names.push_back(each.name);
        }
        names.empty() ? in_.say(where, "these events have no facts of their own")
                      : in_.expect_one_of(where, where.at.text, names);
        return nullptr;
    }
    [[nodiscard]] std::size_t index_of(const own_fact& fact) const noexcept {
        return static_cast<std::size_t>(&fact - in_.facts().own().data());
    }

    /// The texts that the fact may have; others are then mistakes of the data.
    void read_values(const place& where, const own_fact& own, fact_text& to) {
        const auto values = where.find("values");
        if (!values || !in_.expect(*values, value_kind::list)) {
            return;
        }
        if (!own.is_text) {
            in_.say(*values, "the host has numbers for this code, so the texts have no use");
            return;
        }
        const std::size_t size = values->at.items.size();
        if (size == 0 || size > most_values_of_fact) {
            in_.say(*values,
                    "expected 1 to " + std::to_string(most_values_of_fact) + " texts, found " + std::to_string(size));
            return;
        }
        to.is_closed = true;
        for (std::size_t i = 0; i < size; ++i) {
            if (in_.expect(values->item(i), value_kind::text)) {
                if (to.code_of(values->at.items[i].text) != 0) {
                    in_.say(values->item(i), "this text stands twice");
                }
                to.values.push_back(values->at.items[i].text);
            }
        }
    }

    /// The unit of an amount: that of the host, or one that the text names. A whole number of the host is then one of whole units.
    void read_unit_of(const place& where, const own_fact& own, fact_text& to) {
        const auto unit = where.find("unit");
        const auto digits = where.find("digits");
        if (!own.unit.code.empty()) {
            if (unit || digits) {
                in_.say(unit ? *unit : *digits, "the host counts this fact in " + std::string(own.unit.code) +
                                                    " with " + std::to_string(own.unit.digits) + " decimals");
            }
            to.unit = unit_of_fact(in_, where, own);
            return;
        }
        if (!unit) {
            in_.say(where, "a fact that is an amount needs \"unit\": what it counts, such as \"km\"");
            return;
        }
        if (!in_.expect(*unit, value_kind::text) || !is_name(*unit)) {
            return;
        }
        int decimals = digits ? digits_of(*digits) : 0;
        const auto names = to_.countable();
        for (std::size_t i = 0; i < names.size() && !digits; ++i) {
            decimals = names[i] == unit->at.text ? to_.unit(static_cast<count_unit>(i)).digits : decimals;
        }
        const auto found = to_.count_unit_of(unit->at.text, decimals);
        if (!found) {
            in_.say(*unit, "this unit has other decimals elsewhere, or there are more than " +
                               std::to_string(most_own_units) + " units");
            return;
        }
        to.unit = *found;
        for (int i = 0; i < decimals; ++i) {
            to.scale *= 10;
        }
    }

    static constexpr std::array<std::string_view, 4> names_{"points", "stamps", "badges", "money"};

    reader& in_;
    vocabulary& to_;
};

} // namespace loyalty::json::reading
