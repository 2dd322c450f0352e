// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// How much each line of a basket weighs in the award of a rule that is divided over the lines (S6).
///
/// 5 points for each 10.00 USD of coffee and a basket of coffee 30.00, coffee 10.00, tea 60.00: the weights are 30.00, 10.00 and
/// nothing, and 20 points become 15, 5 and 0.
///
/// A policy around another (`once_in_group`, `limited`, `dated`) is divided as the one inside.
///
/// A policy says it with a member `line_weights(state before the event, visit)`, which returns a function of a line that
/// returns a `ratio`. The weights of lines are proportions: their unit does not matter. A policy without the member is divided by
/// the net of the goods, and so is one whose lines weigh nothing or too much for 64 bits.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <type_traits>

namespace loyalty::detail {

/// The sum of the goods' net; 0 if it does not fit, or there is none.
template <class Visit>
[[nodiscard]] constexpr std::int64_t net_of_goods(Visit& visit) noexcept {
    std::int64_t sum = 0;
    for (const auto& line : extensions::lines_of(visit.event)) {
        if (add_overflows(sum, criteria::net{}(line, visit).minor_units(), sum)) {
            return 0;
        }
    }
    return sum;
}

/// The weights of a rule that counts lines.
template <class Basis, class Visit>
[[nodiscard]] constexpr auto weights_by(const Basis& counted, Visit& visit) noexcept {
    return [&counted, &visit](const auto& line) { return ratio{counted.weight(line, visit), 1}; };
}

/// Brings weights over one denominator, and writes their numerators. Returns true if they are weights: none is below zero or not
/// valid, their sum fits and is above zero.
template <class WeightOf, class Visit>
[[nodiscard]] constexpr bool weigh_lines(WeightOf weight_of, const Visit& visit,
                                         std::span<std::int64_t> weights) noexcept {
    std::int64_t shared = 1;
    for (const auto& line : extensions::lines_of(visit.event)) {
        const ratio weight = weight_of(line);
        if (!weight.valid() || weight.numerator < 0 ||
            multiply_overflows(shared, weight.denominator / std::gcd(shared, weight.denominator), shared)) {
            return false;
        }
    }
    std::int64_t sum = 0;
    std::size_t index = 0;
    for (const auto& line : extensions::lines_of(visit.event)) {
        const ratio weight = weight_of(line);
        std::int64_t& own = weights[index++];
        if (multiply_overflows(weight.numerator, shared / weight.denominator, own) || add_overflows(sum, own, sum)) {
            return false;
        }
    }
    return sum > 0;
}

/// A policy around another, such as `once_in_group`, which holds it as its member `policy`.
template <class Rule>
concept holds_policy = requires(const Rule& rule) {
    typename std::remove_cvref_t<decltype(rule.policy)>::rewards;
};

/// The state of the policy inside, in the state of one around it: the same, or a member of it.
template <class Policy, class State>
[[nodiscard]] constexpr const auto& state_inside(const State& own) noexcept {
    if constexpr (std::is_same_v<State, state_of_t<Policy>>) {
        return own;
    } else if constexpr (requires { own.inner; }) {
        return own.inner;
    } else if constexpr (requires { own.policy; }) {
        return own.policy;
    } else {
        return own;
    }
}

/// Writes the weight of each line in the award of a rule.
template <class Rule, class State, class Visit>
constexpr void weigh_lines(const Rule& rule, const State& before, Visit& visit,
                           std::span<std::int64_t> weights) noexcept {
    if constexpr (holds_policy<Rule>) {
        weigh_lines(rule.policy, state_inside<std::remove_cvref_t<decltype(rule.policy)>>(before), visit, weights);
        return;
    } else if constexpr (requires { rule.line_weights(before, visit); }) {
        if (weigh_lines(rule.line_weights(before, visit), visit, weights)) {
            return;
        }
    }
    const auto by_net = [&](const auto& line) { return ratio{criteria::net{}(line, visit).minor_units(), 1}; };
    if (!weigh_lines(by_net, visit, weights)) {
        for (std::int64_t& each : weights) {
            each = 1;
        }
    }
}

} // namespace loyalty::detail
