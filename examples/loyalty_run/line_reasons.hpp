// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Why a line is no purchase of a member.

#include "events.hpp"
#include "text.hpp"

#include <loyalty/io/csv_line.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace loyalty_run {

/// What a code of the gift shop stands for where it is no article.
struct retail_code {
    std::string_view code;
    std::string_view kind;
};

inline constexpr std::array<retail_code, 11> retail_codes{{
    {"POST", "not goods: postage (POST)"},
    {"DOT", "not goods: postage (DOT)"},
    {"C2", "not goods: carriage (C2)"},
    {"M", "not goods: entered by hand (M)"},
    {"m", "not goods: entered by hand (M)"},
    {"D", "not goods: discount (D)"},
    {"S", "not goods: samples (S)"},
    {"B", "not goods: bad debt (B)"},
    {"BANK CHARGES", "not goods: bank charges"},
    {"AMAZONFEE", "not goods: fee of a market place (AMAZONFEE)"},
    {"CRUK", "not goods: commission for a charity (CRUK)"},
}};

/// What a code that is no article stands for; empty where it is one.
[[nodiscard]] inline std::string_view other_than_goods(std::string_view sku) noexcept {
    for (const retail_code& each : retail_codes) {
        if (sku == each.code) {
            return each.kind;
        }
    }
    return sku.starts_with("gift_") ? "not goods: gift voucher (gift_...)" : std::string_view{};
}

[[nodiscard]] inline bool is_cancellation(const csv_line& line) noexcept {
    return line.id.starts_with('C');
}

/// Why a line of the gift shop's file is neither a purchase nor, where returns are taken, goods that come back; empty
/// where it is one of them.
[[nodiscard]] inline std::string_view retail_reason(const csv_line& line, bool takes_returns) noexcept {
    if (is_cancellation(line)) {
        return !takes_returns                        ? "cancellation (InvoiceNo begins with C)"
               : line.quantity >= 0                  ? "cancellation without a negative quantity"
               : !other_than_goods(line.sku).empty() ? "cancellation of what is not goods"
               : !line.has(csv_fact::member)         ? "cancellation without a customer"
                                                     : "";
    }
    if (line.quantity < 0) {
        return "write-off (negative quantity, no C)";
    }
    if (line.amount_minor_units < 0) {
        return "correction (negative price)";
    }
    const std::string_view other = other_than_goods(line.sku);
    return !other.empty() ? other : line.has(csv_fact::member) ? "" : "without a customer";
}

/// The host's code of an activity, if the column `kind` has a number: `7`.
[[nodiscard]] inline std::optional<std::uint32_t> activity_kind(std::string_view kind) noexcept {
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(kind.data(), kind.data() + kind.size(), code);
    return !kind.empty() && error == std::errc{} && end == kind.data() + kind.size() ? std::optional(code)
                                                                                     : std::nullopt;
}

/// What a line of this kind is, if it is an activity or the like.
[[nodiscard]] inline std::optional<deed_kind> deed_kind_of(std::string_view kind) noexcept {
    return kind == "delivery"     ? std::optional(deed_kind::delivery)
           : kind == "membership" ? std::optional(deed_kind::membership)
           : kind == "tier_grant" ? std::optional(deed_kind::tier)
           : activity_kind(kind)  ? std::optional(deed_kind::activity)
                                  : std::nullopt;
}

/// Why a line of any other file is no purchase and no deed of a member and, where returns are taken, neither goods that come
/// back nor points that are redeemed.
[[nodiscard]] inline std::string_view general_reason(const csv_line& line, bool takes_returns) noexcept {
    const bool is_other = line.kind == "return" || line.kind == "redemption";
    if (line.has(csv_fact::kind) && line.kind != "purchase" && !(takes_returns && is_other) &&
        !deed_kind_of(line.kind)) {
        return line.kind == "return"       ? "kind: return"
               : line.kind == "redemption" ? "kind: redemption"
                                           : "kind: neither purchase, return, redemption, delivery, membership, "
                                             "tier_grant nor the number of an activity";
    }
    return line.has(csv_fact::member) ? "" : "without a member";
}

} // namespace loyalty_run
