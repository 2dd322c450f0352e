// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads the fields of a rule, from its list `rule_fields`: each by the type that it has in C++.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/any_window.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/lot_rules.hpp>
#include <loyalty/json/money_measure.hpp>
#include <loyalty/json/read_condition.hpp>
#include <loyalty/json/read_lots.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/policies/tiered.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace loyalty::json::reading {

/// True for a part that is written with its name: `{"every": "250.00 USD"}`, `"lifetime"`.
template <class Type>
concept is_named = requires {
    std::string_view{Type::name};
};

class field_reader {
public:
    explicit field_reader(reader& in) noexcept : in_{in} {}

    /// Reads the fields of a rule but `left_out`. `others` may stand beside them. Says what is unknown, missing, or outside of its
    /// bound.
    template <class Rule>
    void fields(const place& where, std::string_view name, Rule& rule,
                std::initializer_list<std::string_view> others = {},
                std::initializer_list<std::string_view> left_out = {}) {
        if (!where.at.is_object()) {
            if (Rule::rule_fields.size != 1) {
                const std::string_view first = loyalty::detail::get<0>(Rule::rule_fields.all).name;
                in_.expect_object(where, "write {\"" + std::string(first) + "\": ...}");
                return;
            }
        } else {
            in_.refuse_other_keys(where, name, names_without<Rule>(others, left_out));
        }
        loyalty::detail::for_each_index<Rule::rule_fields.size>([&](auto index) {
            const auto& field = loyalty::detail::get<index>(Rule::rule_fields.all);
            if (!contains(left_out, field.name)) {
                one_field(where, name, field, rule.*field.member);
            }
        });
    }

    // By type ------------------------------------------------------------------------------------------------------------

    template <class Type>
    void read(const place& where, Type& to) {
        if constexpr (requires { in_.read(where, to); }) {
            in_.read(where, to);
        } else if constexpr (is_named<Type>) {
            read_named(where, to);
        } else if constexpr (loyalty::detail::lists_rule_fields<
                                 Type>) { // others, such as rates, have a reader of their own
            fields(where, "the rule", to);
        }
    }
    void read(const place& where, condition& to) { condition_reader{in_}.read(where, to); }
    void read(const place& where, measure& to) { read_measure(in_, where, to); }
    void read(const place& where, window& to) {
        read_window(in_, where, to, {"one_basket", "lifetime", "calendar_window", "campaign", "first_months"});
    }
    template <std::size_t Periods>
    void read(const place& where, any_window_of<Periods>& to) {
        read_window(in_, where, to,
                    {"one_basket", "lifetime", "calendar_window", "campaign", "first_months", "membership_year",
                     "rolling_window"});
    }
    template <std::size_t Buckets>
    void read(const place& where, lot_expiry<Buckets>& to) {
        read_one_of(*this, in_, where, to.by);
    }
    template <std::size_t Buckets>
    void read(const place& where, timed_expiry<Buckets>& to) {
        read_one_of(*this, in_, where, to.by);
    }
    void read(const place& where, activation_choice& to) { read_one_of(*this, in_, where, to.by); }
    void read(const place& where, day_list& to) { read_days(in_, where, to); }
    void read(const place& where, event_measure& to) {
        measure found{};
        read_measure(in_, where, found);
        if (found.what != measures::visits && found.what != measures::activities) {
            in_.say(where, "a streak counts visits or activities");
        }
        to.what = found.what;
    }
    template <class Currency>
    void read(const place& where, money_measure<Currency>& to) {
        read_measure(in_, where, to.of);
        if (to.of.limit != 0) {
            in_.say(
                where,
                "cashback: counts_up_to{...} has no share for each rate: give the rate an \"at_most\" in one_basket");
        }
        if (to.of.what == measures::fact || to.of.unit() != count_unit::money || !to.of.counts_lines()) {
            in_.say(where, "cashback: the purchase is in another currency than the cashback");
        }
    }
    void read(const place& where, criteria::components& to) {
        to.bits = 0;
        for_each_item(where, [&](const place& each) {
            component one{};
            if (in_.read(each, one)) {
                to.bits |= 1u << static_cast<unsigned>(one);
            }
        });
    }
    void read(const place& where, criteria::tender_share& to) {
        in_.expect_fact(where, "paid_by", host_fact::tenders);
        for_each_item(where, [&](const place& each) {
            tender one{};
            if (in_.read(each, one)) {
                to.bits |= std::uint64_t{1} << static_cast<unsigned>(one);
            }
        });
    }
    /// The factors of the tiers that there are; that of the others is 1, and is never read.
    template <std::size_t Count>
    void read(const place& where, loyalty::detail::shared_ratios<Count>& to) {
        if (!in_.expect(where, value_kind::list)) {
            return;
        }
        const std::size_t count = where.at.items.size();
        if (count == 0 || count > Count) {
            in_.say(where, "expected 1 to " + std::to_string(Count) + " factors, found " + std::to_string(count));
            return;
        }
        if (in_.tiers != 0 && in_.tiers != count) {
            in_.say(where, "rule_list: multiply_by_tier needs one factor for each tier, the tier of everyone included");
        }
        ratio factors[Count];
        for (std::size_t i = 0; i < Count; ++i) {
            factors[i] = ratio{1, 1};
            if (i < count) {
                in_.read(where.item(i), factors[i]);
            }
        }
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            to = loyalty::detail::shared_ratios<Count>{factors[Index]...};
        }
        (std::make_index_sequence<Count>{});
    }
    /// Thresholds; behind the last one none is reached.
    template <std::size_t Count>
    void read(const place& where, std::int64_t (&to)[Count]) {
        if (!in_.expect(where, value_kind::list)) {
            return;
        }
        const std::size_t size = where.at.items.size();
        if (size == 0 || size >= Count) {
            in_.say(where, "expected 1 to " + std::to_string(Count - 1) + " thresholds, found " + std::to_string(size));
            return;
        }
        std::optional<count_unit> unit;
        for (std::size_t i = 0; i < Count; ++i) {
            amount<counted> reached = amount<counted>::largest();
            if (i < size && in_.read(where.item(i), reached)) {
                if (unit.value_or(*in_.counting) != *in_.counting) {
                    in_.say(where.item(i), "tiered: the thresholds are of two units");
                }
                unit = in_.counting;
            }
            to[i] = reached.minor_units();
        }
    }
    template <class Currency>
    void read(const place& where, bundle<Currency>& to) {
        const auto before = in_.granting;
        for_each_item(where, [&](const place& each) {
            in_.granting.reset();
            amount<awarded> one{};
            if (!in_.read(each, one)) {
                return;
            }
            std::int64_t& own = to.minor_units[static_cast<std::size_t>(*in_.granting)];
            if (one.minor_units() < 1 || own != 0) {
                in_.say(each, own != 0 ? "two awards in one unit" : "an award must be above zero");
            }
            own = one.minor_units();
            in_.note_grant(*in_.granting);
        });
        in_.granting = before;
    }

    /// A part that is written with its name.
    template <is_named Rule>
    void read_named(const place& where, Rule& rule) {
        const auto found = in_.named(where);
        if (!found) {
            return;
        }
        if (found->name != Rule::name) {
            in_.expect_one_of(where, found->name, {Rule::name});
            return;
        }
        if constexpr (loyalty::detail::lists_rule_fields<Rule>) {
            if (found->body) {
                fields(*found->body, Rule::name, rule);
            } else if (const char* const sentence = problem_of(rule)) {
                in_.say(where, sentence);
            }
        } else if (found->body) {
            in_.say(*found->body, std::string(Rule::name) + " has no field");
        }
    }

private:
    [[nodiscard]] static bool contains(std::initializer_list<std::string_view> names, std::string_view name) noexcept {
        for (const std::string_view each : names) {
            if (each == name) {
                return true;
            }
        }
        return false;
    }
    template <class Rule>
    [[nodiscard]] static std::vector<std::string_view> names_without(std::initializer_list<std::string_view> others,
                                                                     std::initializer_list<std::string_view> left_out) {
        std::vector<std::string_view> names(others);
        for (const std::string_view each : field_names<Rule>()) {
            if (!contains(left_out, each)) {
                names.push_back(each);
            }
        }
        return names;
    }

    template <class Field, class Type>
    void one_field(const place& where, std::string_view name, const Field& field, Type& to) {
        if constexpr (std::is_same_v<Type, criteria::any_tender>) {
            return; // of the stage that counts every tender
        } else {
            const std::size_t before = in_.count();
            const auto written = where.at.is_object() ? where.find(field.name) : std::optional<place>{where};
            if (written) {
                read(*written, to);
            }
            if (in_.count() != before || loyalty::detail::lies_within(to, field.within)) {
                return;
            }
            if (written) {
                in_.say(*written, field.within.sentence);
            } else {
                in_.say(where, std::string(name) + " needs \"" + std::string(field.name) +
                                   "\": " + std::string(field.meaning));
            }
        }
    }

    reader& in_;
};

} // namespace loyalty::json::reading
