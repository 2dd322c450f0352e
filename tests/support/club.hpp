// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A club whose members concern each other, for the tests of workers: friends that refer friends, a campaign budget,
/// points in lots.

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

namespace club {

using namespace loyalty;
using namespace loyalty::streams;

using sale = purchase<currency::usd>;

inline constexpr std::uint32_t new_friend = 7;
inline constexpr std::uint32_t friend_qualified = 8;

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
inline constexpr programme rules = make_rules(400);
using rules_type = std::remove_const_t<decltype(rules)>;
using event = event_of_one_member<rules_type, sale>;
using worker_type = worker<rules_type, event>;
using worked_type = worked<rules_type>;

/// The return of a sale after which nothing of it remains, as an event of the sum.
[[nodiscard]] inline return_of<rules_type, sale> all_back(receipt<rules_type>& paper, extensions::event_key key) {
    return {key.id, key.member, key.time, paper.sale_id(), std::nullopt, &paper, {}};
}

/// Keeps all that a worker gives.
struct results {
    std::vector<worked_type> outcomes{};
    std::vector<letter> letters{};
    std::vector<dead_record> dead{};
    std::vector<receipt<rules_type>> receipts{}; ///< of sales and activities

    void on(const worked_type& one) { outcomes.push_back(one); }
    void on(const letter& one) { letters.push_back(one); }
    void on(const dead_record& one) { dead.push_back(one); }
    void on(const worked_type&, const receipt<rules_type>& paper) { receipts.push_back(paper); }
};

using bytes = std::vector<std::byte>;

/// The bytes that `encode(room)` writes.
template <class Encode>
[[nodiscard]] bytes encoded(Encode&& encode) {
    bytes room(encode(std::span<std::byte>{}));
    encode(std::span{room});
    return room;
}
[[nodiscard]] inline bytes record_of(const event& one) {
    return encoded([&](std::span<std::byte> room) { return encode_log_event(room, fingerprint(rules), one); });
}
[[nodiscard]] inline bytes record_of(const letter& one) {
    return encoded([&](std::span<std::byte> room) { return encode_log_letter(room, fingerprint(rules), one); });
}
[[nodiscard]] inline bytes mark_of(instant time) {
    return encoded([&](std::span<std::byte> room) { return encode_log_mark(room, fingerprint(rules), time); });
}
[[nodiscard]] inline bytes snapshot_of(const worker_type& one) {
    bytes all;
    static_cast<void>(one.snapshot([&](std::span<const std::byte> more) {
        all.insert(all.end(), more.begin(), more.end());
        return true;
    }));
    return all;
}

} // namespace club
