// SPDX-License-Identifier: BSL-1.0
#include "support/every_rule.hpp"

#include <loyalty/explain/leaflet.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::io::descriptions;

template <class Rule>
std::string sentence_of(const Rule& rule) {
    const description what{.rules = {described(rule)}};
    return leaflet_writer{what, leaflet_english}.sentence(what.rules[0]);
}

/// Changes the leaf with a number, and counts the leaves.
struct change {
    std::size_t wanted = 0;
    std::size_t leaves = 0;
    std::string where{};

    template <class Type>
    void operator()(Type& value) {
        if constexpr (std::is_same_v<Type, bool>) {
            if (is_wanted()) {
                value = !value;
            }
        } else if constexpr (std::is_enum_v<Type>) {
            if (is_wanted()) {
                const auto next = static_cast<Type>(static_cast<std::underlying_type_t<Type>>(value) + 1);
                value = name_of_choice(next).empty() ? static_cast<Type>(first_named<names_of<Type>>()) : next;
            }
        } else if constexpr (std::is_integral_v<Type>) {
            if (is_wanted()) {
                value = static_cast<Type>(value == std::numeric_limits<Type>::max() ? 7 : value + 1);
            }
        } else if constexpr (detail::lists_rule_fields<Type>) {
            detail::for_each_index<Type::rule_fields.size>([&](auto index) {
                const auto& field = detail::get<index>(Type::rule_fields.all);
                if (field.name != "shares") { // the same rates again
                    const std::size_t before = leaves;
                    (*this)(value.*field.member);
                    where = before <= wanted && wanted < leaves && where.empty() ? std::string(field.name) : where;
                }
            });
        } else if constexpr (requires {
                                 value.numerator;
                                 value.denominator;
                             }) {
            if (is_wanted()) {
                value = ratio{value.numerator + 1, value.denominator};
            }
        } else if constexpr (!std::is_empty_v<Type>) {
            detail::for_each_part(value, *this);
        }
    }
    // What stands in a type is a constant.
    template <class Type>
    void operator()(const Type&) const {}

private:
    bool is_wanted() { return leaves++ == wanted; }
};

struct own {
    static constexpr std::string_view name = "own_rule";
    std::int32_t limit = 7;
    ratio share{1, 4};
};

/// Each leaf of each rule changes its sentence.
struct every_leaf {
    std::size_t rules = 0;
    std::size_t leaves = 0;

    void head(const char*) {}
    template <class Rule>
    void as(std::string_view, const Rule& rule) {
        (*this)(rule);
    }
    template <class Rule>
    void operator()(const Rule& rule) {
        ++rules;
        const std::string before = sentence_of(rule);

        for (std::size_t leaf = 0; leaf < 100; ++leaf) {
            change one{leaf};
            Rule other = rule;
            one(other);
            if (one.leaves <= leaf) {
                break;
            }
            ++leaves;
            INFO(before << " / " << one.where);
            CHECK(sentence_of(other) != before);
        }
    }
};

} // namespace

TEST_CASE("A rule that differs in any field has another sentence") {
    every_leaf seen;
    for_each_rule(seen);
    CHECK(seen.rules == 108);
    CHECK(seen.leaves == 245);
}

TEST_CASE("A programme as a shop prints it") {
    constexpr programme beauty{
        terms<>{.name = "beauty", .version = 2, .valid = {.from = "2022-01-01T00:00"_utc}},
        tiered{350_usd, 1000_usd}.held_for(1),
        points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}}};
    const description what = describe(beauty, {"Insider", "VIB", "Rouge"});
    CHECK(leaflet(what) ==
          "beauty\n"
          "Version 2.\n"
          "Valid from 2022-01-01T00:00:00Z.\n"
          "Tiers: Insider, VIB and Rouge.\n"
          "VIB from 350.00 USD and Rouge from 1000.00 USD of goods in a calendar year, kept to the end of the next "
          "year.\n"
          "For each 1.00 USD of goods: 1 point; times 1 as Insider, 1.25 as VIB and 1.5 as Rouge; rounded down.\n");
    CHECK(markdown(what) ==
          "# beauty\n\n"
          "Version 2.\n"
          "Valid from 2022-01-01T00:00:00Z.\n"
          "Tiers: Insider, VIB and Rouge.\n\n"
          "1. VIB from 350.00 USD and Rouge from 1000.00 USD of goods in a calendar year, kept to the end of the next "
          "year.\n"
          "2. For each 1.00 USD of goods: 1 point; times 1 as Insider, 1.25 as VIB and 1.5 as Rouge; rounded down.\n");
}

TEST_CASE("What stands around the rules is a part of the leaflet") {
    const description plain{.name = "a", .tiers = {"All", "Gold"}, .categories = {{"tea", "4"}}};
    const std::string before = leaflet(plain);
    description other = plain;
    other.name = "b";
    CHECK(leaflet(other) != before);
    other = plain;
    other.version = 2;
    CHECK(leaflet(other) != before);
    other = plain;
    other.note = "b";
    CHECK(leaflet(other) != before);
    other = plain;
    other.currency = "EUR";
    CHECK(leaflet(other) != before);
    other = plain;
    other.from = "2025-01-01T00:00:00Z";
    CHECK(leaflet(other) != before);
    other = plain;
    other.until = "2025-01-01T00:00:00Z";
    CHECK(leaflet(other) != before);
    other = plain;
    other.day_start_seconds = 3600;
    CHECK(leaflet(other) != before);
    other = plain;
    other.tiers[1] = "Best";
    CHECK(leaflet(other) != before);
    other = plain;
    other.categories[0].second = "5";
    CHECK(leaflet(other) != before);
    other = plain;
    other.further.push_back({"layout", part{part::kind::value, {}, "cdnow", {}, {}}});
    CHECK(leaflet(other) != before);
}

TEST_CASE("Conditions, days and a rule of the host's own") {
    CHECK(sentence_of(per_amount{2_points, 3_usd}.on((category_is(4, 5) || store_is(1)) && birthday())) ==
          "For each 3.00 USD of goods (in category 4 or 5 or in store 1) and on the birthday: 2 points.");
    CHECK(sentence_of(per_visit{1_points}.when(during({"2025-05-01"_date, "2025-06-01"_date}))) ==
          "For each purchase from 2025-05-01 on before 2025-06-01: 1 point.");
    CHECK(sentence_of(per_visit{1_points}.when(day_of_week_is(weekday::saturday, weekday::sunday))) ==
          "For each purchase on Saturday or Sunday: 1 point.");
    CHECK(sentence_of(own{}) == "Own rule: 1 7, 2 0.25.");
}

TEST_CASE("The first purchase is one purchase") {
    CHECK(sentence_of(points{per_visit{200_points}.when(first_purchase())}) == "For the first purchase: 200 points.");
    CHECK(sentence_of(points{per_visit{200_points}}) == "For each purchase: 200 points.");
    const auto on_monday = first_purchase() && day_of_week_is(weekday::monday);
    CHECK(sentence_of(points{per_visit{200_points}.when(on_monday)}) ==
          "For each purchase at the first purchase and on Monday: 200 points.");
}

TEST_CASE("A host replaces texts") {
    constexpr phrase own[]{{"round_off", "", "without fractions ({})"}, {"", "floor", "down"}};
    const description what{.rules = {described(round_off{rounding::floor})}};
    CHECK(leaflet(what, leaflet_english.with(own)) == "Without fractions (down).\n");
}
