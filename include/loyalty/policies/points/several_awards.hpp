// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Awards of which a larger one is made: their sum, or the one of them that counts.

#include <loyalty/detail/pack.hpp>
#include <loyalty/policies/points/pipeline.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>

namespace loyalty {

namespace detail {

/// Awards of which a larger one is made: what `sum_of`, `best_of`, `least_of` and `first_of` share.
template <stage... Bases>
struct several_awards {
    static constexpr auto kind = stage_kind::base;
    static constexpr std::size_t field_count = 1;
    static constexpr bool is_whole = (pipeline<Bases>::is_whole_before(1) && ...);
    static constexpr bool reads_tier = any_reads_tier<Bases...>;
    static constexpr std::size_t tiers_named = tiers_named_by<Bases...>();
    static constexpr bool counts_tenders = (detail::counts_tenders<Bases> || ...);
    using unit = typename pipeline<Bases...>::unit;
    template <class Event>
    static constexpr bool concerns = (detail::concerns<Bases, Event>() || ...);

    pack<Bases...> bases{};

    constexpr explicit several_awards(Bases... each) noexcept : bases{{{each}...}} {}

    [[nodiscard]] constexpr const char* problem() const noexcept {
        const char* first = nullptr;
        for_each_index<sizeof...(Bases)>(
            [&](auto index) { first = first != nullptr ? first : problem_of(get<index>(bases)); });
        return first;
    }
};

} // namespace detail

} // namespace loyalty
