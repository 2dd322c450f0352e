// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reasons and faults as words of programmes, for metrics and databases: `insufficient_balance`, `late`. Their sentences
/// are `message(reason)` and `streams::message(record_fault)`.

#include <loyalty/config.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/stream/log_record.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace loyalty::adapters {

/// The names of all reasons, in the order of their numbers.
inline constexpr auto reason_names = std::to_array<std::string_view>({"none",
                                                                      "programme_defect",
                                                                      "not_in_force",
                                                                      "unknown_member",
                                                                      "unknown_currency",
                                                                      "empty_basket",
                                                                      "too_many_lines",
                                                                      "zero_quantity",
                                                                      "negative_quantity",
                                                                      "negative_amount",
                                                                      "late_event",
                                                                      "lower_id",
                                                                      "duplicate_event",
                                                                      "amount_overflow",
                                                                      "foreign_receipt",
                                                                      "already_returned",
                                                                      "more_than_bought",
                                                                      "cap_reached",
                                                                      "insufficient_balance",
                                                                      "insufficient_pending",
                                                                      "not_spent",
                                                                      "unknown_hold",
                                                                      "hold_exists",
                                                                      "holds_full",
                                                                      "hold_over",
                                                                      "tampered_receipt",
                                                                      "foreign_journal",
                                                                      "damaged_journal",
                                                                      "conflicting_event",
                                                                      "unknown_sale",
                                                                      "not_redeemable",
                                                                      "below_minimum",
                                                                      "above_maximum",
                                                                      "uneven_amount",
                                                                      "same_member",
                                                                      "unknown_tier",
                                                                      "more_than_held",
                                                                      "other_id",
                                                                      "other_time",
                                                                      "refused_sale",
                                                                      "not_holder",
                                                                      "already_used",
                                                                      "not_yet_valid",
                                                                      "no_longer_valid",
                                                                      "below_least_basket",
                                                                      "condition_not_met",
                                                                      "nothing_to_lower",
                                                                      "not_combinable",
                                                                      "lost_to_another",
                                                                      "above_discount_limit",
                                                                      "unknown_campaign",
                                                                      "not_presented",
                                                                      "too_many_presented",
                                                                      "presented_twice",
                                                                      "empty_card",
                                                                      "no_points_payment",
                                                                      "more_than_due",
                                                                      "already_linked",
                                                                      "referral_circle",
                                                                      "message_loop",
                                                                      "quota_exhausted",
                                                                      "insufficient_stored_money",
                                                                      "already_held",
                                                                      "no_gift_card",
                                                                      "code_exists",
                                                                      "wallet_full",
                                                                      "other_sale",
                                                                      "unknown_line",
                                                                      "repeated_line",
                                                                      "more_than_bill",
                                                                      "already_merged",
                                                                      "not_first",
                                                                      "credit_over",
                                                                      "pool_too_large",
                                                                      "no_such_day",
                                                                      "above_redemption_limit",
                                                                      "other_currency",
                                                                      "wrong_stake",
                                                                      "not_kept",
                                                                      "too_many_tenders",
                                                                      "ends_before_start",
                                                                      "unknown_recipient",
                                                                      "no_tenders"});
inline constexpr auto fault_names = std::to_array<std::string_view>(
    {"none", "truncated", "too_large", "damaged", "other_version", "foreign", "unknown_kind", "unreadable",
     "other_partition", "reserved_id", "too_early", "duplicate", "conflicting", "late", "unknown_letter"});
static_assert(reason_names.size() == static_cast<std::size_t>(reason::no_tenders) + 1);
static_assert(fault_names.size() == streams::record_faults);

/// `name_of(reason::cap_reached)` is "cap_reached".
[[nodiscard]] constexpr std::string_view name_of(reason why) noexcept {
    const auto number = static_cast<std::size_t>(why);
    return number < reason_names.size() ? reason_names[number] : "unknown";
}
/// `name_of(streams::record_fault::late)` is "late".
[[nodiscard]] constexpr std::string_view name_of(streams::record_fault fault) noexcept {
    const auto number = static_cast<std::size_t>(fault);
    return number < fault_names.size() ? fault_names[number] : "unknown";
}

} // namespace loyalty::adapters
