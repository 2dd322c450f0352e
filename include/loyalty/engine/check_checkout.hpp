// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/engine/checks.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>

namespace loyalty::detail {

/// Returns why a checkout cannot have prices: its lines, or how many codes and means of payment it has.
template <class Checkout>
[[nodiscard]] constexpr reason check_checkout(const Checkout& event) noexcept {
    if (event.lines.size() > Checkout::most_lines) {
        return reason::too_many_lines;
    }
    if (event.presented.size() > loyalty::prices::most_presented ||
        event.payments.size() > loyalty::prices::most_payments) {
        return reason::too_many_presented;
    }
    money<typename Checkout::currency> bill{};
    for (const auto& line : event.lines) {
        if (!is_right_line(line) || arithmetic::add_overflows(bill, line.net, bill) ||
            arithmetic::add_overflows(bill, line.tax, bill) || arithmetic::add_overflows(bill, line.discount, bill))
            [[unlikely]] {
            const reason why = check_lines(event); // a line that cannot be comes before a sum that does not fit
            return why == reason::none ? reason::amount_overflow : why;
        }
    }
    return event.lines.empty() || event.lines.size() > extensions::most_lines ? check_lines(event) : reason::none;
}

} // namespace loyalty::detail
