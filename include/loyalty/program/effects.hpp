// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a sink is told while an event is evaluated. Each effect names the rule: the index of the policy in the
/// programme, `rule_of_return` or `rule_of_correction`. The outcome comes last; where it is a refusal, the effects before it
/// did not happen.

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty {

/// The `rule` of what a return takes back as a whole; its `policy` is "return". What a policy corrects by its count, such as
/// a bonus that is no longer reached, has the rule of that policy.
inline constexpr std::uint8_t rule_of_return = 255;
/// The `rule` of a correction by hand (`adjust`); its `policy` is "correction".
inline constexpr std::uint8_t rule_of_correction = 254;

/// A policy granted something.
template <unit_type Unit>
struct award {
    std::uint8_t rule = 0;
    amount<Unit> granted{};
};

/// The member's tier changed: up with a purchase, or down because time has passed.
struct tier_change {
    std::uint8_t rule = 0;
    std::uint8_t from = 0;
    std::uint8_t to = 0;
    instant time{};
};

/// One step of an explanation (S35): a value that a rule saw or made. `what` and `unit` are literals of the library.
///
/// The running award of 23.99 USD at a point a dollar after its base is `{rule, "per amount", {2399, 100}, "points"}`.
struct step {
    std::uint8_t rule = 0;
    std::string_view policy;
    std::string_view what;
    ratio value{}; ///< in minor units of `unit`
    std::string_view unit;
    int digits = 0; ///< the decimals of `unit`
};

} // namespace loyalty
