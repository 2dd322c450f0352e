// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a sink is told while an event is evaluated. Each effect names the rule: the index of the policy in the
/// programme. The outcome comes last; where it is a refusal, the effects before it did not happen.

#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty {

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
