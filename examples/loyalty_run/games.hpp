// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Quotas and wheels of the rules of a run.
///
/// A run has one store of quotas: 100 gifts of a launch are those of all members of the file. The totals say what is left.

#include "tables.hpp"
#include "text.hpp"

#include <loyalty/json/rules.hpp>
#include <loyalty/json/vocabulary.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace loyalty_run {

namespace json = loyalty::json;

/// A quota of a text.
struct named_quota {
    std::uint32_t number = 0;
    std::int64_t whole = 0; ///< minor units
    std::string_view code;
    int digits = 0;
};

/// Called with the kind of each rule and the rule, notes the quotas, and counts the wheels.
struct games_found {
    const json::vocabulary& words;
    std::vector<named_quota> quotas{};
    std::size_t wheels = 0;

    void operator()(const std::uint8_t&) const noexcept {}
    template <class Rule>
    requires std::is_class_v<Rule>
    void operator()(const Rule& rule) {
        if constexpr (requires { rule.quota().whole; }) {
            const auto& own = rule.quota();
            if (!knows(own.number)) {
                using unit = typename std::remove_cvref_t<decltype(own.whole)>::unit;
                const json::named_unit named = words.unit(rule.granting);
                quotas.push_back(std::is_same_v<unit, loyalty::unit::items>
                                     ? named_quota{own.number, own.whole.minor_units(), "awards", 0}
                                     : named_quota{own.number, own.whole.minor_units(), named.code, named.digits});
            }
        } else if constexpr (requires { rule.policy.seed; }) {
            ++wheels;
            rule.for_each_stock([this](std::uint32_t number, std::int64_t whole) {
                if (!knows(number)) {
                    quotas.push_back({number, whole, "awards", 0});
                }
            });
        }
    }

    [[nodiscard]] bool knows(std::uint32_t number) const noexcept {
        return std::any_of(quotas.begin(), quotas.end(),
                           [&](const named_quota& each) { return each.number == number; });
    }
};

/// Called with the kind of each rule and the rule, gives each wheel a seed: the first one this, the next one 1 more.
struct wheel_seeder {
    std::uint64_t next;

    void operator()(const std::uint8_t&) const noexcept {}
    template <class Rule>
    requires std::is_class_v<Rule>
    void operator()(Rule& rule) {
        if constexpr (requires { rule.policy.seed; }) {
            rule.policy.seed = next++;
        }
    }
};

/// The quotas of some versions together, and their wheels.
template <class Versions>
[[nodiscard]] games_found games_of(const Versions& all) {
    games_found found{all.front().words};
    for (const auto& each : all) {
        each.rules.for_each_field(each.rules, found);
        loyalty::detail::for_each_index<std::remove_cvref_t<decltype(each.dated)>::size>([&](auto index) {
            const auto& slot = loyalty::detail::get<index>(each.dated);
            slot.policy.for_each_field(slot.policy, found);
        });
    }
    return found;
}

/// Adds what is left of each quota to the totals: of 1000 points 240 are left.
template <class Left>
void add_quotas(totals_table& totals, const std::vector<named_quota>& quotas, const Left& left) {
    for (const named_quota& each : quotas) {
        totals.add("quotas", fmt::format("quota {}, {}, whole", each.number, each.code),
                   {units_of(each.whole, each.digits), each.digits == 0});
        totals.add("quotas", fmt::format("quota {}, {}, left", each.number, each.code),
                   {units_of(left.left(each.number), each.digits), each.digits == 0});
    }
}

} // namespace loyalty_run
