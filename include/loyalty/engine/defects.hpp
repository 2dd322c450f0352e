// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The faults of a programme.
///
/// `cap_at{0_points}` as the second policy is the defect `{1, "cap_at: the cap must be above zero"}`.

#include <loyalty/config.hpp>
#include <loyalty/rules/dead_condition.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/window.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::extensions {

/// The fault of a programme: its rule, and a sentence.
struct defect {
    std::size_t rule = 0;
    const char* sentence = nullptr;
};

} // namespace loyalty::extensions

namespace loyalty::detail {

/// The business days on which a programme is in force. All days if its terms name no end, or if they are empty, which is a fault of
/// its own.
template <class Terms>
[[nodiscard]] constexpr date_window days_in_force(const Terms& terms) noexcept {
    date_window days{};
    if (terms.valid.empty() || !terms.calendar.is_valid()) {
        return days;
    }
    if (terms.valid.from != instant::minimum()) {
        days.from = terms.calendar.business_date(terms.valid.from);
    }
    if (terms.valid.until != instant::maximum()) {
        const instant last{terms.valid.until.seconds_since_epoch - 1};
        days.until = terms.calendar.business_date(last) + 1;
    }
    return days;
}

/// A fault of a policy: its sentence, and its rule if the policy is a list of rules.
template <class Policy>
[[nodiscard]] constexpr extensions::defect defect_of(const Policy& policy, std::size_t tiers,
                                                     date_window valid) noexcept {
    if constexpr (requires { policy.first_defect(tiers, valid); }) {
        return policy.first_defect(tiers, valid);
    } else if constexpr (requires { policy.first_defect(tiers); }) {
        return policy.first_defect(tiers);
    } else {
        const char* const own = problem_of(policy, tiers);
        return {0, own != nullptr ? own : problem_of_days(policy, valid)};
    }
}

/// Returns true if there is no sentence. In a constant programme a sentence stops the compiler: it cannot compare the
/// addresses of two literals before run time, and prints the sentence as the argument of this function.
[[nodiscard]] constexpr bool a_programme_must_be_right(const char* sentence) noexcept {
    if (std::is_constant_evaluated() && sentence != nullptr && sentence < &"mend it"[0]) {
        return false;
    }
    return sentence == nullptr;
}

} // namespace loyalty::detail
