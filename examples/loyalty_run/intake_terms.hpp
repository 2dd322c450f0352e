// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// How the lines of a file are understood: times, and the names of components and tenders.

#include "checked.hpp"
#include "events.hpp"
#include "file_zone.hpp"

#include <loyalty/io/csv.hpp>
#include <loyalty/loyalty.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace loyalty_run {

using namespace loyalty::extensions;

/// The instant of a line: a time with an offset is one; without, it stands on the clock of the file's zone.
[[nodiscard]] inline instant instant_of(const csv_line& line, const file_zone& zone) noexcept {
    return line.has_offset ? instant{line.time.seconds_since_epoch} - dates::seconds{line.offset_seconds}
                           : to_instant(zone, line.time);
}

/// How the lines of a file are taken in.
struct intake_terms {
    std::string_view layout;
    std::int32_t basket_seconds = 0;
    bool takes_returns = false;
    bool without_money = false; ///< a line that states no amount is one of 0.00
    file_zone zone{};
    bool names_categories =
        false; ///< the texts of categories are kept, for programmes that name them in different ways
};

inline constexpr std::array<std::pair<std::string_view, component>, 8> component_names{{
    {"goods", component::goods},
    {"shipping", component::shipping},
    {"fee", component::fee},
    {"tip", component::tip},
    {"deposit", component::deposit},
    {"gift_card", component::gift_card},
    {"donation", component::donation},
    {"tax", component::tax},
}};

inline constexpr std::array<std::pair<std::string_view, tender>, 6> tender_names{{
    {"cash", tender::cash},
    {"card", tender::card},
    {"registered_card", tender::registered_card},
    {"gift_card", tender::gift_card},
    {"points", tender::points},
    {"other", tender::other},
}};

/// The value of a name in a table; what is empty has the first, what is unknown none.
template <class Value, std::size_t Size>
[[nodiscard]] std::optional<Value> value_of(const std::array<std::pair<std::string_view, Value>, Size>& names,
                                            std::string_view text) noexcept {
    for (const auto& [name, value] : names) {
        if (text.empty() || name == text) {
            return value;
        }
    }
    return std::nullopt;
}

/// The campaigns of a column `coupon`, "7" or "7 8", each a number above zero. Returns false if it has others or too many.
[[nodiscard]] inline bool read_coupons(std::string_view text, at_the_till& to) noexcept {
    std::size_t count = 0;
    while (!text.empty()) {
        const std::size_t end = text.find(' ') == std::string_view::npos ? text.size() : text.find(' ');
        const std::string_view one = text.substr(0, end);
        text.remove_prefix(end == text.size() ? end : end + 1);
        if (one.empty()) {
            continue;
        }
        std::uint32_t campaign = 0;
        const auto [stop, error] = std::from_chars(one.data(), one.data() + one.size(), campaign);
        if (error != std::errc{} || stop != one.data() + one.size() || campaign == 0 || count == to.coupons.size()) {
            return false;
        }
        to.coupons[count++] = campaign;
    }
    return true;
}

} // namespace loyalty_run
