// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The programme of the demonstration: members who refer each other across partitions, a campaign budget, lots.

#include <loyalty/loyalty.hpp>
#include <loyalty/policies/referral.hpp>
#include <loyalty/stream/log_record.hpp>
#include <loyalty/stream/worker.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

namespace scale {

using namespace loyalty;
using namespace loyalty::streams;

using sale = purchase<currency::usd>;

inline constexpr std::uint32_t new_friend = 7;
inline constexpr std::uint32_t friend_qualified = 8;

inline constexpr dates::seconds allowed_delay{3'600};
inline constexpr dates::seconds transit{7 * 86'400};
inline constexpr worker_options options{.delay = allowed_delay, .transit = transit};

/// A point a dollar; 5 points a purchase out of a budget; Ben and Anna have 200 and 500 once Ben, whom Anna referred, has
/// bought for 50.00 USD, Anna 14 days later.
[[nodiscard]] constexpr auto make_rules(std::int64_t budget) noexcept {
    return programme{
        social::referral{200_points, 50_usd}
            .linked_by(new_friend)
            .telling(friend_qualified)
            .within_days(90)
            .waiting_days(14),
        points{per_activity{500_points}.of(friend_qualified)},
        limited{quota<1>(amount<unit::points>::from_minor_units(budget)), points{per_visit{5_points}}},
        points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
        lots<unit::points>{},
    };
}
using rules_type = decltype(make_rules(1));
using event = event_of_one_member<rules_type, sale>;
using worker_type = worker<rules_type, event>;
using worked_type = worked<rules_type>;
using member_type = rules_type::member_type;

/// Half of the purchases of a stream find the budget used up.
[[nodiscard]] constexpr std::int64_t budget_of(std::uint64_t events) noexcept {
    return static_cast<std::int64_t>(events * 7 / 4);
}

using bytes = std::vector<std::byte>;

template <class Encode>
[[nodiscard]] bytes encoded(Encode&& encode) {
    bytes room(encode(std::span<std::byte>{}));
    encode(std::span{room});
    return room;
}

} // namespace scale
