// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes values and the fields of rules: `{"mode": "floor"}`.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/ladders.hpp>
#include <loyalty/json/lot_rules.hpp>
#include <loyalty/json/money_measure.hpp>
#include <loyalty/json/names.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/vocabulary.hpp>
#include <loyalty/money/text.hpp>
#include <loyalty/time/month_day.hpp>
#include <loyalty/time/text.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace loyalty::json::writing {

[[nodiscard]] inline std::string in_quotes(std::string_view text) {
    return nlohmann::json(std::string(text)).dump();
}

/// Puts values into a text, one behind the other.
class writer {
public:
    explicit writer(const vocabulary& words) noexcept : words_{words} {}

    std::string text;

    /// Of the rule that is written.
    named_unit granting{};
    named_unit counting{};
    /// Of the programme; that of everyone included.
    std::size_t tiers = 1;

    [[nodiscard]] const vocabulary& words() const noexcept { return words_; }

    template <class Write>
    void list(std::size_t size, Write write_item) {
        text += '[';
        for (std::size_t i = 0; i < size; ++i) {
            text += i == 0 ? "" : ", ";
            write_item(i);
        }
        text += ']';
    }
    /// `{"name": ...}`
    template <class Write>
    void named(std::string_view name, Write write_body) {
        text += '{' + in_quotes(name) + ": ";
        write_body();
        text += '}';
    }

    /// The fields of a rule, in an object.
    template <class Rule>
    void fields(const Rule& rule) {
        text += '{';
        bool is_first = true;
        loyalty::detail::for_each_index<Rule::rule_fields.size>([&](auto index) {
            const auto& field = loyalty::detail::get<index>(Rule::rule_fields.all);
            const auto& value = rule.*field.member;
            if (is_written(value)) {
                text += (is_first ? "" : ", ") + in_quotes(field.name) + ": ";
                is_first = false;
                write(value);
            }
        });
        text += '}';
    }

    template <class Type>
    void write(const Type& value) {
        if constexpr (std::is_same_v<Type, bool>) {
            text += value ? "true" : "false";
        } else if constexpr (std::is_enum_v<Type>) {
            text += in_quotes(name_of_choice(value));
        } else if constexpr (std::is_integral_v<Type>) {
            text += std::to_string(value);
        } else if constexpr (loyalty::detail::lists_rule_fields<Type> && reading::is_named<Type>) {
            named(Type::name, [&] { fields(value); });
        } else if constexpr (loyalty::detail::lists_rule_fields<Type>) {
            fields(value);
        } else if constexpr (reading::is_named<Type>) {
            text += in_quotes(Type::name);
        }
    }
    void write(amount<awarded> value) { write(value.minor_units(), granting); }
    void write(amount<counted> value) { write(value.minor_units(), counting); }
    template <unit_type Unit>
    void write(amount<Unit> value) {
        if constexpr (money_unit<Unit>) {
            write(value.minor_units(), words_.money());
        } else {
            write(value.minor_units(), words_.unit_called(Unit::code));
        }
    }
    void write(ratio value) {
        text += '"' + std::to_string(value.numerator) + '/' + std::to_string(value.denominator) + '"';
    }
    void write(date value) { text += in_quotes(texts::to_text(value).view()); }
    void write(date_window value) {
        text += '{';
        if (value.from != date::minimum()) {
            text += "\"from\": ";
            write(value.from);
        }
        if (value.until != date::maximum()) {
            text += value.from != date::minimum() ? ", \"until\": " : "\"until\": ";
            write(value.until);
        }
        text += '}';
    }
    template <std::size_t Count>
    void write(const loyalty::detail::shared_ratios<Count>& value) {
        list(tiers, [&](std::size_t i) { write(value[i].reduced()); });
    }
    template <std::size_t Count>
    void write(const std::int64_t (&thresholds)[Count]) {
        list(tiers - 1, [&](std::size_t i) { write(amount<counted>::from_minor_units(thresholds[i])); });
    }
    void write(criteria::components value) { names_of_bits<component>(value.bits); }
    void write(criteria::tender_share value) { names_of_bits<tender>(value.bits); }
    template <std::size_t Buckets>
    void write(const lot_expiry<Buckets>& value) {
        value.by.with([&](const auto& rule) { write(rule); });
    }
    template <std::size_t Buckets>
    void write(const timed_expiry<Buckets>& value) {
        value.by.with([&](const auto& rule) { write(rule); });
    }
    void write(const activation_choice& value) {
        value.by.with([&](const auto& rule) { write(rule); });
    }
    void write(const day_list& value) {
        list(value.size, [&](std::size_t i) { write(value.all[i]); });
    }
    void write(dates::month_day value) {
        const auto two_digits = [](std::uint8_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
        text += '"' + (value.month == 0 ? std::string() : two_digits(value.month) + '-') + two_digits(value.day) + '"';
    }
    void write(const measure& value) {
        if (value.limit != 0) {
            measure whole = value;
            whole.limit = 0;
            named("counts_up_to", [&] {
                text += "{\"most\": ";
                write(value.limit, words_.unit(value.unit()));
                text += ", \"of\": ";
                write(whole);
                text += '}';
            });
            return;
        }
        if (value.rest) {
            measure whole = value;
            whole.rest = false;
            return named("after_points", [&] { named("of", [&] { write(whole); }); });
        }
        if (value.what == measures::earned) {
            named(name_of_choice(value.what), [&] { text += in_quotes(words_.unit(value.earned).code); });
        } else if (value.what == measures::fact) {
            named(name_of_choice(value.what), [&] { text += in_quotes(words_.fact_at(value.own_index)->name); });
        } else if (value.what == measures::visits || !value.counts_lines()) {
            text += in_quotes(name_of_choice(value.what));
        } else {
            named(name_of_choice(value.what), [&] { write(value.components); });
        }
    }
    template <class Currency>
    void write(const money_measure<Currency>& value) {
        write(value.of);
    }
    void write(const event_measure& value) { write(measure{value.what}); }
    void write(const membership_years&) { text += in_quotes(name_of_choice(windows::membership_year)); }
    void write(const window& value) {
        if (value.what == windows::calendar_window) {
            named(name_of_choice(value.what), [&] { write(value.unit); });
        } else if (value.what == windows::first_months) {
            named(name_of_choice(value.what), [&] { write(value.months); });
        } else if (value.what == windows::campaign) {
            named(name_of_choice(value.what), [&] { write(value.dates); });
        } else {
            text += in_quotes(name_of_choice(value.what));
        }
    }
    template <std::size_t Periods>
    void write(const any_window_of<Periods>& value) {
        value.rolls() ? write(value.rolling()) : write(static_cast<const window&>(value));
    }
    /// Calendar periods of which nothing rolls over are a `calendar_window`.
    void write(const rollover_periods& value) {
        if (value.size() == 0) {
            return write(static_cast<const criteria::calendar_window&>(value));
        }
        named(rollover_periods::name, [&] {
            text += "{\"unit\": ";
            write(value.unit);
            text += ", \"above\": ";
            list(value.size(), [&](std::size_t i) { write(value.above[i]); });
            text += '}';
        });
    }
    template <auto Window>
    void write(const loyalty::detail::fixed_window<Window>&) {
        write(Window);
    }
    void write(const condition& value) {
        if (value.is_always()) {
            text += in_quotes("always");
        } else {
            write_test(value, 0);
        }
    }
    template <class Currency>
    void write(const bundle<Currency>& value) {
        std::size_t written = 0;
        text += '[';
        for (std::size_t i = 0; i < bundle<Currency>::size; ++i) {
            if (value.minor_units[i] != 0) {
                text += written++ == 0 ? "" : ", ";
                write(value.minor_units[i], words_.unit(static_cast<award_unit>(i)));
            }
        }
        text += ']';
    }

    void write(std::int64_t minor_units, named_unit unit) {
        char room[64];
        loyalty::detail::text_writer out{std::span<char>{room}};
        loyalty::detail::write_scaled(out, minor_units, unit.digits);
        text += '"' + std::string(room, out.size) + ' ' + std::string(unit.code) + '"';
    }

private:
    template <class Type>
    [[nodiscard]] static constexpr bool is_written(const Type& value) noexcept {
        if constexpr (loyalty::detail::has_leaves<Type> || std::is_same_v<Type, criteria::any_tender>) {
            return false;
        } else if constexpr (requires { value.window.what; }) {
            return value.window.what != windows::never;
        } else {
            return true;
        }
    }

    template <class Choice>
    void names_of_bits(std::uint64_t bits) {
        std::size_t written = 0;
        text += '[';
        for (std::size_t i = 0; i < std::size(names_of<Choice>::all); ++i) {
            const std::size_t bit = i + first_of_names<Choice>();
            if ((bits >> bit & 1u) != 0) {
                text += (written++ == 0 ? "" : ", ") + in_quotes(names_of<Choice>::all[i]);
            }
        }
        text += ']';
    }
    void numbers_of_bits(std::uint64_t bits) {
        std::size_t written = 0;
        text += '[';
        for (unsigned bit = 0; bit < 64; ++bit) {
            if ((bits >> bit & 1u) != 0) {
                text += (written++ == 0 ? "" : ", ") + std::to_string(bit);
            }
        }
        text += ']';
    }

    // As deep as the condition was in its text.
    void write_test(const condition& all, std::size_t index) {
        const test& own = all[index];
        switch (own.what) {
        case asks::always:
        case asks::birthday_month:
        case asks::membership:
        case asks::first_purchase:
        case asks::points_pay:
            text += in_quotes(name_of_choice(own.what));
            return;
        case asks::one_of: {
            const asks fact = all[index + 1].what;
            if (fact == asks::own_fact) {
                return write_own_fact(all, index + 1, own.count);
            }
            named(name_of_choice(fact),
                  [&] { list(own.count, [&](std::size_t i) { write_code(fact, all[index + 1 + i].value); }); });
            return;
        }
        case asks::both:
        case asks::either: {
            std::size_t child = index + 1;
            named(name_of_choice(own.what), [&] {
                list(own.count, [&](std::size_t) {
                    write_test(all, child);
                    child = all.end_of(child);
                });
            });
            return;
        }
        case asks::negation:
        case asks::any_line:
            named(name_of_choice(own.what), [&] { write_test(all, index + 1); });
            return;
        case asks::own_fact:
            return write_own_fact(all, index, 1);
        default:
            named(name_of_choice(own.what), [&] { write_leaf(own); });
        }
    }
    /// `{"fact_is": {"card": ["Star", "Nova"]}}`
    void write_own_fact(const condition& all, std::size_t first, std::size_t size) {
        const fact_text& fact = *words_.fact_at(static_cast<std::size_t>(all[first].until));
        named(name_of_choice(asks::own_fact), [&] {
            named(fact.name, [&] {
                list(size, [&](std::size_t i) {
                    const std::int64_t code = all[first + i].value;
                    if (fact.values.empty()) {
                        write(code);
                    } else {
                        text += in_quotes(fact.text_of(code));
                    }
                });
            });
        });
    }
    void write_leaf(const test& own) {
        const auto bits = static_cast<std::uint64_t>(own.value);
        const auto first = static_cast<std::int32_t>(own.value);
        const auto last = static_cast<std::int32_t>(own.until);
        switch (own.what) {
        case asks::birthday:
            named("leap", [&] { write(static_cast<dates::leap_birthday>(own.value)); });
            return;
        case asks::attributes:
        case asks::tier:
            return numbers_of_bits(bits);
        case asks::weekday:
            return names_of_bits<weekday>(bits);
        case asks::basket:
        case asks::goods:
            return write(own.value, words_.money());
        case asks::during:
            return write(date_window{date{first}, date{last}});
        case asks::between:
            return fields(criteria::time_of_day_matches{first, last});
        default:
            return list(1, [&](std::size_t) { write_code(own.what, own.value); });
        }
    }
    void write_code(asks fact, std::int64_t code) {
        fact == asks::component ? write(static_cast<component>(code))
        : fact == asks::tender  ? write(static_cast<tender>(code))
                                : write(code);
    }

    const vocabulary& words_;
};

} // namespace loyalty::json::writing
