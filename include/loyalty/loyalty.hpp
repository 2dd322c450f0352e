// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What most programmes need: money, time, events, policies, accounts, and how a programme is run. Whoever needs more
/// includes it:
///
/// | header                                                   | what                                                    |
/// |----------------------------------------------------------|---------------------------------------------------------|
/// | `money/allocation.hpp`                                   | a discount over lines, so that the shares sum exactly   |
/// | `money/text.hpp`                                         | amounts out of text, and as text                        |
/// | `money/decimal.hpp`, `money/currency_table.hpp`          | decimals and currencies that are known at run time      |
/// | `engine/checkout.hpp`, `engine/refund.hpp`               | discounts, quotes, means of payment; refunds            |
/// | `policies/attribution.hpp`                               | donations, and partners who pay a part of an award      |
/// | `policies/referral.hpp`                                  | members who bring friends                               |
/// | `engine/sale_record.hpp`, `engine/itemize.hpp`           | sales with the returns of each line; awards by rule and line |
/// | `rules/negative_lines.hpp`                               | baskets with discounts or deposits as lines below zero  |
/// | `stream/history.hpp`                                     | events that come late or twice                          |
/// | `stream/journal.hpp`, `snapshot.hpp`, `file_store.hpp`   | events and members on disk                              |
/// | `stream/member_store.hpp`                                | members by their ids                                    |
/// | `engine/pool.hpp`                                        | households that redeem together                         |
/// | `stream/member_json.hpp`                                 | all that is held of a member, as JSON                   |
/// | `stream/router.hpp`                                      | messages between members                                |
/// | `stream/parallel.hpp`, `stream/threads.hpp`              | many members on several threads                         |
/// | `explain/leaflet.hpp`, `explain/explanation.hpp`         | what a programme is; why an event gave what it gave     |
/// | `io/csv.hpp`, `io/string_table.hpp`                      | transactions out of files, numbers for texts            |
/// | `io/format.hpp`, `money/exact.hpp`                       | formatters for fmt; numbers of Boost.Multiprecision     |

// First, so that an error about a fact, a grant or a predicate names few files.
#include <loyalty/events/facts.hpp>

#include <loyalty/engine/visit.hpp>
#include <loyalty/rules/predicates.hpp>

#include <loyalty/config.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/member_merge.hpp>
#include <loyalty/engine/merged.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/queries.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/rule_list.hpp>
#include <loyalty/engine/sinks.hpp>
#include <loyalty/engine/things.hpp>
#include <loyalty/engine/transfer.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/correction.hpp>
#include <loyalty/events/delivery.hpp>
#include <loyalty/events/event_key.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/hold.hpp>
#include <loyalty/events/member_merge.hpp>
#include <loyalty/events/membership_change.hpp>
#include <loyalty/events/opening.hpp>
#include <loyalty/events/paid_with.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/events/return_of.hpp>
#include <loyalty/events/thing_hold.hpp>
#include <loyalty/events/thing_issue.hpp>
#include <loyalty/events/thing_use.hpp>
#include <loyalty/events/tier_grant.hpp>
#include <loyalty/events/time_passed.hpp>
#include <loyalty/events/transfer.hpp>
#include <loyalty/ledger/lots.hpp>
#include <loyalty/ledger/redemption.hpp>
#include <loyalty/ledger/redemption_rule.hpp>
#include <loyalty/ledger/wallet.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/cashback.hpp>
#include <loyalty/policies/competing.hpp>
#include <loyalty/policies/conversion.hpp>
#include <loyalty/policies/dated.hpp>
#include <loyalty/policies/gamified.hpp>
#include <loyalty/policies/limited.hpp>
#include <loyalty/policies/mergeable.hpp>
#include <loyalty/policies/once_in_group.hpp>
#include <loyalty/policies/paid_membership.hpp>
#include <loyalty/policies/points.hpp>
#include <loyalty/policies/spend_threshold.hpp>
#include <loyalty/policies/tier_floor.hpp>
#include <loyalty/policies/tiered.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/literals.hpp>
#include <loyalty/time/window.hpp>
#include <loyalty/version.hpp>
