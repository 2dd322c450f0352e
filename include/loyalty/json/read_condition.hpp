// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads conditions.
///
/// `{"both": [{"tier_is": [1]}, {"during": {"until": "2022-01-01"}}]}`

#include <loyalty/json/condition.hpp>
#include <loyalty/json/dead_condition.hpp>
#include <loyalty/json/read_measure.hpp>
#include <loyalty/json/read_own_facts.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/rules/predicates.hpp>
#include <loyalty/rules/problem.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty::json::reading {

class condition_reader {
public:
    explicit condition_reader(reader& in) noexcept : in_{in} {}

    /// Reads a whole condition; it is always true if the text has a mistake.
    void read(const place& where, condition& to) {
        const std::size_t before = in_.count();
        condition made{};
        read_test(where, made, false);
        if (in_.count() == before) {
            if (const char* const sentence = problem_of_condition(made, in_.valid)) {
                return in_.say(where, sentence);
            }
            made.link();
            to = made;
        }
    }

private:
    void add(const place& where, condition& to, test next) {
        if (!to.add(next) && !is_full_) {
            is_full_ = true;
            in_.say(where, "a condition has at most " + std::to_string(most_tests) + " tests");
        }
    }

    void read_test(const place& where, condition& to, bool inside_line) {
        const auto found = in_.named(where);
        if (!found) {
            return;
        }
        const auto what = choice_named<asks>(found->name);
        if (!what) {
            in_.expect_one_of(where, found->name, list_of_names<asks>());
            return;
        }
        in_.expect_fact(where, found->name, fact_read_by(*what));
        if (*what == asks::always || *what == asks::birthday_month || *what == asks::membership ||
            *what == asks::first_purchase || *what == asks::points_pay) {
            if (*what == asks::points_pay) {
                in_.expect_payment(where);
            }
            add(where, to, {.what = *what});
        } else if (*what == asks::birthday && !found->body) {
            add(where, to, {.what = *what});
        } else if (!found->body) {
            in_.say(where, std::string(found->name) + " needs what it compares with");
        } else {
            read_body(*what, where, *found->body, to, inside_line);
        }
    }

    void read_body(asks what, const place& where, const place& body, condition& to, bool inside_line) {
        switch (what) {
        case asks::both:
        case asks::either:
            return read_several(what, body, to, inside_line);
        case asks::negation:
            add(where, to, {.what = what, .count = 1});
            return read_test(without_key(body, "negated"), to, inside_line);
        case asks::any_line:
            if (inside_line) {
                in_.say(where, "any_line inside any_line: the condition is on one line already");
            }
            add(where, to, {.what = what, .count = 1});
            return read_test(without_key(body, "on"), to, true);
        case asks::birthday: {
            criteria::birthday_matches made{};
            in_.refuse_other_keys(body, "birthday", {"leap"});
            if (const auto leap = body.find("leap")) {
                in_.read(*leap, made.leap);
            }
            return add(where, to, {.value = static_cast<std::int64_t>(made.leap), .what = what});
        }
        case asks::attributes:
            return read_bits(what, where, without_key(body, "attributes"), 63, to);
        case asks::tier:
            in_.asks_tier = true;
            return read_bits(what, where, without_key(body, "tiers"), in_.tiers == 0 ? 8 : in_.tiers - 1, to);
        case asks::weekday:
            return read_weekdays(where, without_key(body, "days"), to);
        case asks::basket:
        case asks::goods:
            in_.words().reads_money = true;
            return read_basket(what, where, without_key(body, "least"), to);
        case asks::during:
            return read_during(where, without_key(body, "window"), to);
        case asks::between:
            return read_between(where, body, to);
        case asks::tender:
            return read_codes(what, where, without_key(body, "tenders"), to);
        case asks::own_fact:
            return read_own_fact(where, body, to);
        default:
            return read_codes(what, where, without_key(body, "values"), to);
        }
    }

    void read_several(asks what, const place& body, condition& to, bool inside_line) {
        if (!in_.expect(body, value_kind::list)) {
            return;
        }
        if (body.at.items.size() < 2 || body.at.items.size() > most_tests) {
            in_.say(body, "expected 2 to " + std::to_string(most_tests) + " conditions, found " +
                              std::to_string(body.at.items.size()));
            return;
        }
        add(body, to, {.what = what, .count = static_cast<std::uint8_t>(body.at.items.size())});
        for (std::size_t i = 0; i < body.at.items.size(); ++i) {
            read_test(body.item(i), to, inside_line);
        }
    }

    void read_codes(asks what, const place& where, const place& body, condition& to) {
        const std::size_t size = body.at.kind == value_kind::list ? body.at.items.size() : 1;
        if (size == 0 || size > most_tests) {
            in_.say(body, "expected 1 to " + std::to_string(most_tests) + " codes, found " + std::to_string(size));
            return;
        }
        if (size > 1) {
            add(where, to, {.what = asks::one_of, .count = static_cast<std::uint8_t>(size)});
        }
        for_each_item(body, [&](const place& each) { add(each, to, {.value = code_of(what, each), .what = what}); });
    }
    [[nodiscard]] std::int64_t code_of(asks what, const place& where) {
        std::int64_t code = 0;
        if (what == asks::component) {
            component found{};
            in_.read(where, found);
            return static_cast<std::int64_t>(found);
        }
        if (what == asks::tender) {
            tender found{};
            in_.read(where, found);
            return static_cast<std::int64_t>(found);
        }
        if (what == asks::category && where.at.kind == value_kind::text) {
            std::vector<std::string_view> names;
            for (const auto& [name, number] : in_.categories) {
                if (name == where.at.text) {
                    return number;
                }
                names.push_back(name);
            }
            names.empty() ? in_.say(where, "a category has a name only if the programme lists it in \"categories\"")
                          : in_.expect_one_of(where, where.at.text, names);
            return 0;
        }
        in_.read(where, code);
        return code;
    }

    /// `{"fact_is": {"card": ["Star", "Nova"]}}`
    void read_own_fact(const place& where, const place& body, condition& to) {
        if (!body.at.is_object() || body.at.keys.size() != 1) {
            in_.say(body, "fact_is needs an object with one key, the name of a fact: {\"fact_is\": {\"card\": [2]}}");
            return;
        }
        const place values = body.key(0);
        fact_text* const fact = own_fact_named(in_, body, body.at.keys[0]);
        if (fact == nullptr) {
            return;
        }
        if (!in_.facts().own()[fact->index].is_code) {
            in_.say(body, "fact_is compares a code, and `" + fact->name + "` is an amount: count it, or leave it out");
            return;
        }
        const std::size_t size = values.at.kind == value_kind::list ? values.at.items.size() : 1;
        if (size == 0 || size > most_tests) {
            in_.say(values, "expected 1 to " + std::to_string(most_tests) + " codes, found " + std::to_string(size));
            return;
        }
        if (size > 1) {
            add(where, to, {.what = asks::one_of, .count = static_cast<std::uint8_t>(size)});
        }
        for_each_item(values, [&](const place& each) {
            add(each, to,
                {.value = code_of_fact(in_, each, *fact),
                 .until = static_cast<std::int64_t>(fact->index),
                 .what = asks::own_fact});
        });
    }

    void read_bits(asks what, const place& where, const place& body, std::size_t most, condition& to) {
        std::uint64_t bits = 0;
        for_each_item(body, [&](const place& each) {
            std::uint32_t bit = 0;
            if (what == asks::tier ? read_tier(each, bit) : in_.read(each, bit)) {
                if (bit > most) {
                    in_.say(each,
                            what == asks::tier
                                ? "tier_is: the programme has no such tier: tier 0 is everyone's, and tiered{...} adds "
                                  "one for each threshold"
                                : "expected a number from 0 to " + std::to_string(most));
                } else {
                    bits |= std::uint64_t{1} << bit;
                }
            }
        });
        if (body.at.kind == value_kind::list && body.at.items.empty()) {
            in_.say(body, what == asks::tier ? "tier_is: name at least one tier" : "name at least one attribute");
        }
        add(where, to, {.value = static_cast<std::int64_t>(bits), .what = what});
    }

    /// The number of a tier, or its name in "tiers".
    bool read_tier(const place& where, std::uint32_t& to) {
        if (where.at.kind != value_kind::text) {
            return in_.read(where, to);
        }
        if (in_.tier_names.empty()) {
            in_.say(where,
                    "tier_is: the programme names no tiers: give it \"tiers\", or say the number, 0 for everyone's");
            return false;
        }
        for (std::size_t i = 0; i < in_.tier_names.size(); ++i) {
            if (in_.tier_names[i] == where.at.text) {
                to = static_cast<std::uint32_t>(i);
                return true;
            }
        }
        in_.expect_one_of(where, where.at.text, {in_.tier_names.begin(), in_.tier_names.end()});
        return false;
    }

    void read_weekdays(const place& where, const place& body, condition& to) {
        criteria::day_of_week_matches made{};
        for_each_item(body, [&](const place& each) {
            weekday day{};
            if (in_.read(each, day)) {
                made.bits = static_cast<std::uint8_t>(made.bits | 1u << static_cast<unsigned>(day));
            }
        });
        if (body.at.kind == value_kind::list && body.at.items.empty()) {
            in_.say(body, problem_of(made));
        }
        add(where, to, {.value = made.bits, .what = asks::weekday});
    }

    void read_basket(asks what, const place& where, const place& body, condition& to) {
        criteria::basket_reaches<counted> made{};
        const auto before = in_.counting;
        if (in_.read(body, made.least)) {
            if (in_.counting != count_unit::money) {
                in_.say(body, std::string(name_of_choice(what)) + ": a basket is counted in money");
            } else if (const char* const sentence = what == asks::basket
                                                        ? problem_of(made)
                                                        : problem_of(prices::goods_reach<counted>{made.least})) {
                in_.say(body, sentence);
            }
        }
        in_.counting = before;
        add(where, to, {.value = made.least.minor_units(), .what = what});
    }

    void read_during(const place& where, const place& body, condition& to) {
        criteria::date_matches made{};
        if (in_.read(body, made.window)) {
            if (const char* const sentence = problem_of(made)) {
                in_.say(body, sentence);
            }
        }
        add(where, to,
            {.value = made.window.from.days_since_epoch,
             .until = made.window.until.days_since_epoch,
             .what = asks::during});
    }

    void read_between(const place& where, const place& body, condition& to) {
        criteria::time_of_day_matches made{};
        if (!in_.expect(body, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        in_.refuse_other_keys(body, "between", field_names<criteria::time_of_day_matches>());
        if (const auto from = body.find("from_seconds")) {
            in_.read(*from, made.from_seconds);
        }
        if (const auto until = body.find("until_seconds")) {
            in_.read(*until, made.until_seconds);
        }
        const char* const sentence = problem_of(made);
        if (sentence != nullptr && in_.count() == before) {
            in_.say(body, sentence);
        }
        add(where, to, {.value = made.from_seconds, .until = made.until_seconds, .what = asks::between});
    }

    reader& in_;
    bool is_full_ = false;
};

} // namespace loyalty::json::reading
