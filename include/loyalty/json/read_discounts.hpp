// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads discounts: each becomes one of those of the library.
///
/// `[{"percent_off": {"part": "20 %", "on": {"category_is": 7}}}, {"best_discount_of": [{"percent_off": "10 %"}, ...]}]`

#include <loyalty/json/discounts.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/read_measure.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/policies/discounts.hpp>
#include <loyalty/rules/problem.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace loyalty::json {

/// The groups of discounts by name, in the order of `discount_mode`.
inline constexpr std::string_view discount_groups[]{"in_sequence", "side_by_side", "best_discount_of",
                                                    "least_discount_of", "first_discount_of"};

namespace reading {

template <class Currency>
class discount_reader {
    template <class Effect>
    using by = discount_by<Effect, Currency>;

public:
    static inline const std::vector<std::string_view> kinds{"percent_off", "amount_off", "amount_off_each",
                                                            "fixed_price", "pack",       "buy_get"};

    explicit discount_reader(reader& in) noexcept : in_{in}, fields_{in} {}

    /// Reads `[...]`, or `{"discounts": [...], "at_most": "25 %", "above": "reject"}`.
    void read(const place& where, discounts_of<Currency>& to) {
        if (where.at.kind == value_kind::list) {
            return read_all(where, to);
        }
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        in_.refuse_other_keys(where, "discounts", {"discounts", "at_most", "above"});
        if (const auto list = where.find("discounts"); list && in_.expect(*list, value_kind::list)) {
            read_all(*list, to);
        } else if (!list) {
            in_.say(where, "discounts needs \"discounts\": the discounts, in their order");
        }
        if (const auto most = where.find("at_most")) {
            read_limit(*most, to.limit);
        }
        if (const auto above = where.find("above")) {
            in_.read(*above, to.above);
        }
    }

private:
    void read_all(const place& where, discounts_of<Currency>& to) {
        const std::size_t before = in_.count();
        read_entries(where, to.all);
        const char* const sentence = in_.count() == before ? problem_of(to) : nullptr;
        if (sentence != nullptr) {
            in_.say(where, sentence);
        }
    }
    void read_entries(const place& where, discount_list<Currency>& to) {
        if (!in_.expect(where, value_kind::list)) {
            return;
        }
        const std::size_t size = where.at.items.size();
        if (size == 0 || size > most_discounts) {
            in_.say(where,
                    "expected 1 to " + std::to_string(most_discounts) + " discounts, found " + std::to_string(size));
            return;
        }
        for (std::size_t i = 0; i < size; ++i) {
            read_entry(where.item(i), to);
        }
    }

    void read_entry(const place& where, discount_list<Currency>& to) {
        const auto found = in_.named(where);
        if (!found) {
            return;
        }
        const auto* const group = std::find(std::begin(discount_groups), std::end(discount_groups), found->name);
        if (group == std::end(discount_groups) && std::find(kinds.begin(), kinds.end(), found->name) == kinds.end()) {
            std::vector<std::string_view> names = kinds;
            names.insert(names.end(), std::begin(discount_groups), std::end(discount_groups));
            in_.expect_one_of(where, found->name, names);
        } else if (!found->body) {
            in_.say(where, std::string(found->name) + " needs " +
                               (group != std::end(discount_groups) ? "its discounts" : "its fields"));
        } else if (group != std::end(discount_groups)) {
            read_group(where, static_cast<loyalty::detail::discount_mode>(group - std::begin(discount_groups)),
                       without_key(*found->body, "discounts"), to);
        } else {
            read_kind(found->name, where, *found->body, to);
        }
    }

    void read_group(const place& where, loyalty::detail::discount_mode mode, const place& body,
                    discount_list<Currency>& to) {
        const std::size_t before = in_.count();
        const std::size_t group = to.open(mode);
        if (group == most_discount_entries) {
            return say_full(where);
        }
        read_entries(body, to);
        to.close(group);
        const char* const sentence = in_.count() == before ? to.problem_of_group(group) : nullptr;
        if (sentence != nullptr) {
            in_.say(body, sentence);
        }
    }

    void read_kind(std::string_view name, const place& where, const place& body, discount_list<Currency>& to) {
        if (name == "percent_off") {
            read_discount(where, body, by<prices::percent_effect>{}, to);
        } else if (name == "amount_off") {
            read_discount(where, body, by<prices::amount_effect<Currency>>{}, to);
        } else if (name == "amount_off_each") {
            read_discount(where, body, by<prices::each_effect<Currency>>{}, to);
        } else if (name == "fixed_price") {
            by<prices::fixed_price_effect<Currency>> made{};
            made.effect.price = money<Currency>::from_minor_units(-1); // a price of zero is one
            read_discount(where, body, made, to);
        } else if (name == "pack") {
            by<prices::pack_effect<Currency>> made{};
            made.effect.price = money<Currency>::from_minor_units(-1);
            read_discount(where, body, made, to);
        } else if (buys_other_goods(body)) {
            by<prices::buy_get_effect<condition>> made{};
            made.chosen.order = prices::piece_order::cheapest;
            read_discount(where, body, made, to);
        } else {
            by<prices::buy_get_effect<>> made{};
            made.chosen.order = prices::piece_order::cheapest;
            read_discount(where, body, made, to);
        }
    }
    [[nodiscard]] static bool buys_other_goods(const place& body) {
        const auto bought = body.find("buying");
        return bought && !(bought->at.kind == value_kind::text && bought->at.text == prices::same_goods::name);
    }

    /// Reads the fields of the effect and those of all discounts, which stand beside each other.
    template <class Discount>
    void read_discount(const place& where, const place& body, Discount made, discount_list<Currency>& to) {
        const std::size_t before = in_.count();
        in_.asks_tier = false;
        made.limit.most = money<Currency>::largest();
        using effect = decltype(made.effect);
        fields_.fields(body, effect::name, made.effect,
                       {"on", "when", "at_most", "pieces", "components", "needs", "rounding", "exclusive"});
        if (body.at.is_object()) {
            fields_.fields(body, effect::name, made, {"part", "amount", "price", "size", "buy", "get", "buying"},
                           {"effect"});
            check_choice(body, made);
        }
        if (in_.asks_tier && in_.tiers == 0) {
            in_.say(where, "discounts: a discount asks for the member's tier, and no tiered tells it: add the tiered");
        }
        if (in_.count() != before) {
            return;
        }
        if (const char* const sentence = problem_of(made)) {
            in_.say(where, sentence);
        } else if (!to.add(made)) {
            say_full(where);
        }
    }
    template <class Discount>
    void check_choice(const place& body, const Discount& made) {
        const auto pieces = body.find("pieces");
        if (pieces && made.chosen.order == prices::piece_order::all && pieces->find("pieces")) {
            in_.say(*pieces, "discounts: name the end of the order of prices that the pieces are taken from: "
                             "\"order\": \"cheapest\" or \"dearest\"");
        }
    }

    /// "20.00 USD", or a part of the prices: "25 %".
    void read_limit(const place& where, discount_limit<Currency>& to) {
        const std::string& text = where.at.text;
        const bool is_money = where.at.kind == value_kind::text && text.find(' ') != std::string::npos &&
                              text.substr(text.size() - 1) != "%";
        const std::size_t before = in_.count();
        const char* sentence = nullptr;
        if (is_money) {
            to.what = discount_limit<Currency>::kind::money;
            in_.read(where, to.most.most);
            sentence = problem_of(to.most);
        } else {
            to.what = discount_limit<Currency>::kind::part;
            in_.read(where, to.part.part);
            sentence = problem_of(to.part);
        }
        if (in_.count() == before && sentence != nullptr) {
            in_.say(where, sentence);
        }
    }

    void say_full(const place& where) {
        if (!is_full_) {
            is_full_ = true;
            in_.say(where, "a shop has at most " + std::to_string(most_discounts) + " discounts, and " +
                               std::to_string(most_discount_entries) + " with their groups");
        }
    }

    reader& in_;
    field_reader fields_;
    bool is_full_ = false;
};

} // namespace reading
} // namespace loyalty::json
