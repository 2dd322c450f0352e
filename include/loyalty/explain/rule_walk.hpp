// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The parts of a programme by name, one after the other, for texts that say what it is.
///
/// Of `round_off{rounding::floor}` a receiver gets `begin_rule("round_off")`, `field("mode")`, `value("floor")`,
/// `end()`. Names are those of the C++, which are those of JSON; amounts are "350.00 USD", ratios "5/4", dates
/// "2025-12-31". A part that the rule does not set has no field: a discount without a limit, a rate without a cap.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/explain/choice_names.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/text.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicates/calendar.hpp>
#include <loyalty/rules/predicates/member.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/month_day.hpp>
#include <loyalty/time/text.hpp>
#include <loyalty/time/window.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty::io::descriptions {

/// Receives the parts of rules. Each `begin` has its `end`, and in a rule each `field` is followed by one value, rule or list.
class part_receiver {
public:
    virtual void begin_rule(std::string_view name) = 0; ///< an empty name: a group of fields
    virtual void field(std::string_view name) = 0;
    virtual void begin_list() = 0;
    virtual void end() = 0;
    virtual void value(std::string_view text) = 0;

protected:
    ~part_receiver() = default;
};

/// The description of a rule, a measure or a predicate of the host's own, if its fields do not say it. Specialize it with
/// `static void put(part_receiver&, const Type&)`.
template <class Type>
struct said_by_host;

/// Passes the parts of values to a receiver.
class rule_walk {
public:
    explicit rule_walk(part_receiver& to) noexcept : to_{to} {}

    template <class Type>
    void put(const Type& value) {
        if constexpr (requires { said_by_host<Type>::put(to_, value); }) {
            said_by_host<Type>::put(to_, value);
        } else if constexpr (std::is_same_v<Type, bool>) {
            to_.value(value ? "true" : "false");
        } else if constexpr (std::is_enum_v<Type>) {
            put_choice(value);
        } else if constexpr (std::is_integral_v<Type>) {
            put_number(static_cast<std::int64_t>(value), std::is_unsigned_v<Type>);
        } else if constexpr (requires { value.minor_units_; }) {
            to_.value(texts::to_text(value, texts::text_style::with_code).view());
        } else if constexpr (std::is_array_v<Type>) {
            to_.begin_list();
            for (const auto& each : value) {
                put(each);
            }
            to_.end();
        } else if constexpr (loyalty::detail::has_leaves<Type>) {
            put_leaves(value);
        } else {
            put_class(value);
        }
    }

    void put(ratio value) {
        const ratio lowest = value.valid() ? value.reduced() : value;
        char room[48];
        loyalty::detail::text_writer out{std::span<char>{room}};
        loyalty::detail::write_scaled(out, lowest.numerator, 0);
        out.put('/');
        loyalty::detail::write_scaled(out, lowest.denominator, 0);
        to_.value({room, out.size});
    }
    template <std::size_t Count>
    void put(const loyalty::detail::shared_ratios<Count>& value) {
        to_.begin_list();
        for (std::size_t i = 0; i < Count; ++i) {
            put(value[i]);
        }
        to_.end();
    }
    void put(date value) { to_.value(texts::to_text(value).view()); }
    /// A day of each year is "12-31", one of each month "15".
    void put(dates::month_day value) {
        char room[8];
        loyalty::detail::text_writer out{std::span<char>{room}};
        if (value.month != 0) {
            put_two_digits(out, value.month);
            out.put('-');
        }
        put_two_digits(out, value.day);
        to_.value({room, out.size});
    }
    void put(date_window value) {
        to_.begin_rule("");
        if (value.from != date::minimum()) {
            to_.field("from");
            put(value.from);
        }
        if (value.until != date::maximum()) {
            to_.field("until");
            put(value.until);
        }
        to_.end();
    }
    void put(criteria::components value) { put_bits<component>(value.bits); }
    void put(criteria::tender_share value) { put_bits<tender>(value.bits); }
    template <auto Window>
    void put(const loyalty::detail::fixed_window<Window>&) {
        put(Window);
    }
    template <unit_type Unit>
    void put(const criteria::earned<Unit>&) {
        one_field("earned", "unit", [&] { to_.value(std::string_view{Unit::code}); });
    }

private:
    template <class Type>
    static constexpr bool has_name = requires {
        std::string_view{Type::name};
    };
    template <class Type>
    static constexpr bool is_discount = requires {
        Type::rule_count;
        &Type::effect;
    };
    /// True for what stands for "not said".
    template <class Type>
    static constexpr bool is_nothing = std::is_empty_v<Type> && !has_name<Type> && !requires {
        typename Type::parts; // in which it has its value
    };

    /// True for the bits of a predicate: the attributes of `member_has`, the tiers of `tier_is`.
    template <class Rule, class Type>
    static constexpr bool is_set_of_numbers = std::is_same_v<Rule, criteria::attribute_matches> ||
                                              (std::is_same_v<Rule, criteria::tier_matches> &&
                                               std::is_unsigned_v<Type>);

    template <class Write>
    void one_field(std::string_view rule, std::string_view name, Write write_value) {
        to_.begin_rule(rule);
        to_.field(name);
        write_value();
        to_.end();
    }

    template <class Type>
    void put_class(const Type& value) {
        if constexpr (std::is_same_v<Type, criteria::birthday_matches>) {
            put_birthday(value);
        } else if constexpr (requires {
                                 value.left;
                                 value.right;
                                 Type::rule_fields;
                             }) {
            to_.begin_rule(Type::name);
            to_.field("");
            to_.begin_list();
            put_flat<Type>(value);
            to_.end();
            to_.end();
        } else if constexpr (loyalty::detail::lists_rule_fields<Type>) {
            put_rule(value);
        } else if constexpr (requires {
                                 typename Type::count;
                                 Type::unit;
                             } &&
                             has_name<Type>) {
            put_rolling_window(value);
        } else if constexpr (has_name<Type> &&
                             (std::is_empty_v<Type> || loyalty::detail::field_count_of<Type>() == 0)) {
            to_.value(Type::name);
        } else if constexpr (has_name<Type>) {
            put_numbered(value);
        } else {
            put_unnamed(value);
        }
    }
    /// A rule of the host's own that lists no fields: its members by number.
    template <class Type>
    void put_numbered(const Type& value) {
        to_.begin_rule(Type::name);
        char number = '1';
        const auto each = [&](const auto& member) {
            to_.field({&number, 1});
            ++number;
            put(member);
        };
        loyalty::detail::for_each_part(value, each);
        to_.end();
    }

    template <class Type>
    void put_birthday(const Type& value) {
        if (value.whole_month) {
            to_.value("birthday_month");
        } else {
            one_field("birthday", "leap", [&] { put(value.leap); });
        }
    }
    /// `a && b && c` is one list of three.
    template <class Both, class Type>
    void put_flat(const Type& value) {
        if constexpr (requires {
                          value.left;
                          value.right;
                      }) {
            if constexpr (std::string_view{Type::name} == std::string_view{Both::name}) {
                put_flat<Both>(value.left);
                put_flat<Both>(value.right);
                return;
            }
        }
        put(value);
    }
    template <class Type>
    void put_rolling_window(const Type&) {
        to_.begin_rule(Type::name);
        to_.field("periods");
        put_number(static_cast<std::int64_t>(sizeof(Type::count::sums) / sizeof(std::int64_t)), false);
        to_.field("unit");
        put(Type::unit);
        to_.end();
    }

    template <class Type>
    void put_rule(const Type& value) {
        if constexpr (!has_name<Type> && Type::rule_fields.size == 1) {
            put(value.*loyalty::detail::get<0>(Type::rule_fields.all).member); // what it is made of says it all
        } else {
            if constexpr (is_discount<Type>) {
                to_.begin_rule("discount");
            } else if constexpr (has_name<Type>) {
                to_.begin_rule(Type::name);
            } else {
                to_.begin_rule("");
            }
            put_fields_of_type(value);
            loyalty::detail::for_each_index<Type::rule_fields.size>(
                [&](auto index) { put_field(value, loyalty::detail::get<index>(Type::rule_fields.all)); });
            to_.end();
        }
    }
    /// Parts that stand in the type, and not in a field.
    template <class Type>
    void put_fields_of_type(const Type&) {
        if constexpr (requires {
                          Type::most_holds;
                          typename Type::unit;
                      }) {
            to_.field("of");
            to_.value(std::string_view{Type::unit::code});
        } else if constexpr (requires {
                                 Type::is_awarded;
                                 typename Type::unit;
                             }) {
            if constexpr (Type::is_awarded) {
                to_.field("for_each");
                to_.value(std::string_view{Type::unit::code});
            }
        }
    }
    template <class Rule, class Field>
    void put_field(const Rule& rule, const Field& listed) {
        const auto& value = rule.*listed.member;
        using type = std::remove_cvref_t<decltype(value)>;
        if constexpr (is_nothing<type>) {
        } else if constexpr (std::is_array_v<type> && requires { typename Rule::counted_unit; }) {
            to_.field(listed.name);
            put_thresholds<amount<typename Rule::counted_unit>>(value, Rule::unreached);
        } else if constexpr (std::is_same_v<Rule, criteria::day_of_week_matches>) {
            to_.field(listed.name);
            put_bits<weekday>(value);
        } else if (is_written(value) && !is_copy<Rule>(listed.name)) {
            to_.field(listed.name);
            if constexpr (is_set_of_numbers<Rule, type>) {
                put_numbers(value);
            } else {
                put(value);
            }
        }
    }
    /// The shares of a `cashback` are the rates of its rates again.
    template <class Rule>
    [[nodiscard]] static constexpr bool is_copy(std::string_view field) noexcept {
        return std::string_view{"shares"} == field && requires {
            &Rule::rates;
        };
    }
    /// A limit above all numbers, and all days of the calendar, are none.
    template <class Type>
    [[nodiscard]] static constexpr bool is_written(const Type& value) noexcept {
        if constexpr (requires {
                          Type::largest();
                          value.minor_units_;
                      }) {
            return value != Type::largest();
        } else if constexpr (std::is_same_v<Type, date_window>) {
            return value.from != date::minimum() || value.until != date::maximum();
        } else if constexpr (std::is_integral_v<Type> && std::is_signed_v<Type> && sizeof(Type) >= 4) {
            return value != (std::numeric_limits<Type>::max)();
        } else {
            return true;
        }
    }

    template <class Leaves>
    void put_leaves(const Leaves& value) {
        to_.begin_list();
        loyalty::detail::for_each_index<Leaves::size>([&](auto index) { put(loyalty::detail::get<index>(value)); });
        to_.end();
    }
    /// A rule of the host's own without names: its members in their order.
    template <class Type>
    void put_unnamed(const Type& value) {
        if constexpr (!std::is_empty_v<Type>) {
            to_.begin_list();
            const auto each = [&](const auto& part) { put(part); };
            loyalty::detail::for_each_part(value, each);
            to_.end();
        }
    }
    template <class Amount, std::size_t Count>
    void put_thresholds(const std::int64_t (&thresholds)[Count], std::int64_t unreached) {
        to_.begin_list();
        for (const std::int64_t each : thresholds) {
            if (each != unreached) {
                put(Amount::from_minor_units(each));
            }
        }
        to_.end();
    }

    template <class Choice>
    void put_choice(Choice value) {
        const std::string_view name = name_of_choice(value);
        name.empty() ? put_number(static_cast<std::int64_t>(value), false) : to_.value(name);
    }
    template <class Choice>
    void put_bits(std::uint64_t bits) {
        to_.begin_list();
        for (unsigned bit = 0; bit < 64; ++bit) {
            if ((bits >> bit & 1u) != 0) {
                put_choice(static_cast<Choice>(bit));
            }
        }
        to_.end();
    }
    void put_numbers(std::uint64_t bits) {
        to_.begin_list();
        for (unsigned bit = 0; bit < 64; ++bit) {
            if ((bits >> bit & 1u) != 0) {
                put_number(bit, false);
            }
        }
        to_.end();
    }
    /// A number without a sign may pass the largest that has one.
    void put_number(std::int64_t value, bool is_unsigned) {
        char room[24];
        loyalty::detail::text_writer out{std::span<char>{room}};
        if (is_unsigned && value < 0) {
            const auto all = static_cast<std::uint64_t>(value);
            loyalty::detail::write_scaled(out, static_cast<std::int64_t>(all / 10), 0);
            loyalty::detail::write_scaled(out, static_cast<std::int64_t>(all % 10), 0);
        } else {
            loyalty::detail::write_scaled(out, value, 0);
        }
        to_.value({room, out.size});
    }
    static void put_two_digits(loyalty::detail::text_writer& out, std::uint8_t number) {
        out.put(static_cast<char>('0' + number / 10));
        out.put(static_cast<char>('0' + number % 10));
    }

    part_receiver& to_;
};

} // namespace loyalty::io::descriptions
