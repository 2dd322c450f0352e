// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The five policies of W5, of which one is limited by a quota: spend thresholds out of a budget that is never used up.
/// So the totals are those of W5.

#include "../examples/loyalty_run/w5.hpp"

#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace quota_work {

using namespace loyalty;

inline constexpr programme with_quota{
    terms<utc, choices::identity::by_time>{.name = "W5"}, w5::yearly,     w5::by_dollar,
    limited{quota<1>(2'000'000'000_points), w5::bonus},   w5::money_back, w5::games};
using with_quota_type = std::remove_const_t<decltype(with_quota)>;
using member_type = member<with_quota_type>;
using totals_type = totals<with_quota_type>;

[[gnu::noinline]] inline void evaluate(std::span<member_type> members, std::span<const w5::record> stream,
                                       totals_type& sum, quotas<with_quota_type>& budget) noexcept {
    apply_all(lifted<with_quota>, members, stream, sum, sharing(budget));
}

} // namespace quota_work
