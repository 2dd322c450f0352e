// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Awards of which a larger one is made: their sum, or the one of them that counts.

#include <loyalty/detail/pack.hpp>
#include <loyalty/policies/points/pipeline.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>

namespace loyalty {

namespace detail {

/// Awards of which a larger one is made: what `sum_of`, `best_of`, `least_of` and `first_of` share.
template <stage... Bases>
struct several_awards {
    static constexpr auto kind = stage_kind::base;
    static constexpr bool is_whole = (pipeline<Bases>::is_whole_before(1) && ...);
    using unit = typename pipeline<Bases...>::unit;
    template <class Event>
    static constexpr bool concerns = (detail::concerns<Bases, Event>() || ...);

    pack<Bases...> bases{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"awards", &several_awards::bases, "the awards, in their order"});

    constexpr explicit several_awards(Bases... each) noexcept : bases{{{each}...}} {}
};

} // namespace detail

} // namespace loyalty
