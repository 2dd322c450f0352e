// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The counts of a list of rules that begin at zero with a calendar period, and where a member keeps them.
///
/// 6.00 USD of cashback a month at most: what the rule has paid lies 40 bytes into the member's memories, and is 0 again on
/// the first of a month. Neither the rule nor its kind is looked at then.

#include <loyalty/config.hpp>
#include <loyalty/detail/choice.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/time/calendar.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace loyalty::json {

template <std::size_t Most>
class zeroed_counts {
public:
    /// Adds the count at an offset. No two counts lie in the same word, so there is room for all.
    constexpr void add(std::size_t offset, period_unit unit) noexcept {
        all_[size_++] = {static_cast<std::uint16_t>(offset), unit};
    }

    /// Sets each count to zero whose period began after the member's last event. Without a branch, since a processor
    /// cannot predict it: of a member with two events a month, each second one is the first of its month.
    template <class Moment>
    LOYALTY_INLINE void begin(unsigned char* memories, const Moment& moment) const noexcept {
        const one* each = all_;
        for (std::size_t left = size_; left != 0; --left, ++each) {
            std::int64_t count = 0;
            std::memcpy(&count, memories + each->offset, sizeof(count));
            count = detail::value_if(moment.previous >= moment.day.starts(each->unit), count);
            std::memcpy(memories + each->offset, &count, sizeof(count));
        }
    }

private:
    struct one {
        std::uint16_t offset = 0;
        period_unit unit = period_unit::year;
    };
    static_assert(sizeof(criteria::running_count) == 8);

    one all_[Most == 0 ? 1 : Most]{};
    std::uint16_t size_ = 0;
};

} // namespace loyalty::json
