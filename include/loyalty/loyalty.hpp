// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The library, whole, but for the doors that bring a dependency of their own: `io/format.hpp` (fmt) and
/// `money/exact.hpp` (Boost.Multiprecision).

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/occasion.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/lots.hpp>
#include <loyalty/ledger/redemption.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/cashback.hpp>
#include <loyalty/policies/competing.hpp>
#include <loyalty/policies/gamified.hpp>
#include <loyalty/policies/points.hpp>
#include <loyalty/policies/spend_threshold.hpp>
#include <loyalty/policies/tiered.hpp>
#include <loyalty/program/append_to.hpp>
#include <loyalty/program/apply.hpp>
#include <loyalty/program/correct.hpp>
#include <loyalty/program/effects.hpp>
#include <loyalty/program/pass_time.hpp>
#include <loyalty/program/programme.hpp>
#include <loyalty/program/progress.hpp>
#include <loyalty/program/redeem.hpp>
#include <loyalty/program/reverse.hpp>
#include <loyalty/program/rule_list.hpp>
#include <loyalty/program/sinks.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/literals.hpp>
#include <loyalty/time/window.hpp>
#include <loyalty/version.hpp>
