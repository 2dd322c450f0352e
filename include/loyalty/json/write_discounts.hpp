// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes discounts as they are read: `{"percent_off": {"part": "1/5", "on": {"category_is": [7]}, ...}}`.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/discounts.hpp>
#include <loyalty/json/read_discounts.hpp>
#include <loyalty/json/write_fields.hpp>

#include <cstddef>
#include <limits>
#include <string>
#include <type_traits>

namespace loyalty::json::writing {

template <class Currency>
class discount_writer {
public:
    discount_writer(writer& out, const discount_list<Currency>& list) noexcept : out_{out}, list_{list} {}

    void write_all() { write_range(0, list_.size()); }

private:
    void write_range(std::size_t first, std::size_t end) {
        out_.text += '[';
        for (std::size_t i = first; i < end; i = list_.entry(i).end) {
            out_.text += i == first ? "" : ", ";
            write_entry(i);
        }
        out_.text += ']';
    }
    // As deep as the groups were in the text.
    void write_entry(std::size_t index) {
        const discount_entry& own = list_.entry(index);
        if (own.is_group) {
            out_.named(discount_groups[static_cast<std::size_t>(own.mode)], [&] { write_range(index + 1, own.end); });
            return;
        }
        list_.rule(number_++).with([&](const auto& rule) { out_.named(rule.name, [&] { write_discount(rule); }); });
    }

    template <class Discount>
    void write_discount(const Discount& rule) {
        out_.fields(rule.effect);
        out_.text.pop_back(); // the fields of all discounts stand beside those of the effect
        loyalty::detail::for_each_index<Discount::rule_fields.size>([&](auto index) {
            const auto& field = loyalty::detail::get<index>(Discount::rule_fields.all);
            write_field(field.name, rule.*field.member);
        });
        out_.text += '}';
    }
    template <class Type>
    void write_field(std::string_view name, const Type& value) {
        if constexpr (!is_option<Type>) {
            return; // the effect
        } else if (is_said(value)) {
            out_.text += ", " + in_quotes(name) + ": ";
            put(value);
        }
    }
    template <class Type>
    static constexpr bool is_option =
        std::is_arithmetic_v<Type> || std::is_same_v<Type, condition> ||
        std::is_same_v<Type, prices::money_limit<Currency>> || std::is_same_v<Type, prices::piece_choice> ||
        std::is_same_v<Type, criteria::components> || std::is_same_v<Type, prices::percent_rounding>;

    template <class Type>
    [[nodiscard]] static bool is_said(const Type& value) {
        if constexpr (std::is_same_v<Type, prices::money_limit<Currency>>) {
            return value.most != money<Currency>::largest();
        } else if constexpr (std::is_same_v<Type, prices::piece_choice>) {
            return value.order != prices::piece_order::all;
        } else {
            return true;
        }
    }
    template <class Type>
    void put(const Type& value) {
        out_.write(value);
    }
    void put(const prices::money_limit<Currency>& value) { out_.write(value.most); }
    /// Without a number all pieces are taken, from that end on.
    void put(const prices::piece_choice& value) {
        out_.text += "{\"order\": ";
        out_.write(value.order);
        if (value.most != (std::numeric_limits<std::int64_t>::max)()) {
            out_.text += ", \"pieces\": " + std::to_string(value.most);
        }
        out_.text += '}';
    }

    writer& out_;
    const discount_list<Currency>& list_;
    std::size_t number_ = 0;
};

/// The value of "discounts".
template <class Currency>
void write_discounts(writer& out, const discounts_of<Currency>& all) {
    using limit = discount_limit<Currency>;
    out.text += "{\"discounts\": ";
    discount_writer<Currency>{out, all.all}.write_all();
    if (all.limit.what != limit::kind::none) {
        out.text += ", \"at_most\": ";
        if (all.limit.what == limit::kind::money) {
            out.write(all.limit.most.most);
        } else {
            out.write(all.limit.part.part);
        }
    }
    out.text += ", \"above\": ";
    out.write(all.above);
    out.text += '}';
}

} // namespace loyalty::json::writing
