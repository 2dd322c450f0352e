// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The kinds of stages that a `points` is made of: one stage begins an award, the others change it.

#include <loyalty/money/unit.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/demands.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty {

namespace detail {

enum class stage_kind : std::uint8_t { base, multiply, add, cap, round };

template <class Type>
concept stage = requires {
    { Type::kind } -> std::convertible_to<stage_kind>;
};

/// Stands for what `points` is given and is no stage.
template <class... Given>
struct no_stage {
    static constexpr stage_kind kind = stage_kind::base;
};

/// A stage as the rules of their order see it.
struct stage_shape {
    stage_kind kind = stage_kind::base;
    bool is_whole = false;    ///< of a base: its award has no fraction
    bool needs_whole = false; ///< what comes before must have none

    template <class Stage>
    [[nodiscard]] static constexpr stage_shape of() noexcept {
        stage_shape shape{Stage::kind};
        if constexpr (requires { Stage::is_whole; }) {
            shape.is_whole = Stage::is_whole;
        }
        if constexpr (requires { Stage::needs_whole; }) {
            shape.needs_whole = Stage::needs_whole;
        }
        return shape;
    }
};

[[nodiscard]] constexpr bool has_one_base(std::span<const stage_shape> stages) noexcept {
    std::size_t bases = 0;
    for (const stage_shape& each : stages) {
        bases += each.kind == stage_kind::base ? std::size_t{1} : std::size_t{0};
    }
    return bases <= 1;
}
/// Returns true if nothing multiplies or adds behind a cap.
[[nodiscard]] constexpr bool caps_come_last(std::span<const stage_shape> stages) noexcept {
    bool capped = false;
    for (const stage_shape& each : stages) {
        if (capped && (each.kind == stage_kind::multiply || each.kind == stage_kind::add)) {
            return false;
        }
        capped = capped || each.kind == stage_kind::cap;
    }
    return true;
}
/// Returns true if the value is whole behind all of some stages.
[[nodiscard]] constexpr bool is_whole_behind(std::span<const stage_shape> stages) noexcept {
    bool whole = !stages.empty() && stages[0].is_whole;
    for (std::size_t i = 1; i < stages.size(); ++i) {
        whole = stages[i].kind == stage_kind::round || (whole && stages[i].kind != stage_kind::multiply);
    }
    return whole;
}
[[nodiscard]] constexpr bool windowed_caps_are_whole(std::span<const stage_shape> stages) noexcept {
    for (std::size_t i = 0; i < stages.size(); ++i) {
        if (stages[i].needs_whole && !is_whole_behind(stages.first(i))) {
            return false;
        }
    }
    return true;
}

/// True for a stage that counts the share of some tenders only.
template <class Stage>
inline constexpr bool counts_tenders = mentions<criteria::tender_share, Stage>();

} // namespace detail

} // namespace loyalty
