// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The kinds of stages that a `points` is made of: one stage begins an award, the others change it.

#include <loyalty/money/unit.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/demands.hpp>

#include <concepts>
#include <cstdint>

namespace loyalty {

namespace detail {

enum class stage_kind : std::uint8_t { base, multiply, add, cap, round };

template <class Type>
concept stage = requires {
    { Type::kind } -> std::convertible_to<stage_kind>;
};

/// True for a stage that counts the share of some tenders only.
template <class Stage>
inline constexpr bool counts_tenders = mentions<criteria::tender_share, Stage>();

} // namespace detail

} // namespace loyalty
