// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The effects of an event on an account or a balance. See engine/effects.hpp.

#include <loyalty/config.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>

#include <cstdint>
#include <span>

namespace loyalty::effects {

/// The rule of amounts that a return takes back as a whole; its policy is "return". A correction by the count of a
/// policy, such as of a bonus that is no longer reached, has the rule of that policy.
inline constexpr std::uint8_t rule_of_return = 255;
/// The rule of an `adjustment` or `clawback` of a plain balance; its policy is "correction".
inline constexpr std::uint8_t rule_of_correction = 254;
/// The rule of the engine itself: order, identity, validity, the content of the event.
inline constexpr std::uint8_t rule_of_engine = 253;

/// A grant became a lot, or a part of one. `rule` is the policy whose lots have dates of their own, or the account for what all
/// others granted together. 100 points of which 30 fill a debt, until 1 July: `{rule, 100_points, 30_points, dates}`.
template <unit_type Unit, class Point = date>
struct credited {
    std::uint8_t rule = 0;
    amount<Unit> amount_credited{};
    amount<Unit> filled_debt{}; ///< of it; the lot got the rest
    ledgers::basic_lot_dates<Point> dates{};
};

/// A redemption, a commitment, a purchase that points pay, or a policy spent points of these lots. `Point` is `instant` for a timed account.
template <unit_type Unit, class Point = date>
struct spent {
    std::uint8_t rule = 0;
    amount<Unit> amount_spent{};
    std::span<const ledgers::basic_lot_slice<Point>> lots{}; ///< valid during the call
};

/// Points of a redemption, or of a purchase that points had paid, went back to these lots.
template <unit_type Unit, class Point = date>
struct restored {
    std::uint8_t rule = 0;
    amount<Unit> amount_restored{};
    std::span<const ledgers::basic_lot_slice<Point>> lots{}; ///< valid during the call
};

/// An award was taken back: the requested amount, and its parts. 100 requested and 20 there, with a shortfall that is
/// written off, is `{rule, 100_points, {.from_lot = 20_points, .written_off = 80_points}, dates, lots}`, with one slice of 20 in
/// `lots`. `rule` is as in `credited`. A plain balance has neither dates nor lots; what it had counts as `from_others`.
template <unit_type Unit, class Point = date>
struct taken_back {
    std::uint8_t rule = 0;
    amount<Unit> asked{};
    ledgers::clawback_parts<Unit> parts{};
    ledgers::basic_lot_dates<Point> dates{};                 ///< of the lot that gives first
    std::span<const ledgers::basic_lot_slice<Point>> lots{}; ///< that gave, in this order; valid during the call
};

/// Lots expired since the member's previous event.
template <unit_type Unit>
struct expired {
    std::uint8_t rule = 0;
    amount<Unit> amount_expired{};
};

} // namespace loyalty::effects
