// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes a shop as the text that gives the same shop when it is read.

#include <loyalty/json/shop.hpp>
#include <loyalty/json/write_discounts.hpp>
#include <loyalty/json/write_wallet.hpp>
#include <loyalty/json/writer.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace loyalty::json {

/// The text of a shop in which no mistake was found.
template <class Currency, std::size_t Capacity, class Ledger, std::size_t Bytes, class Wallet>
[[nodiscard]] std::string write_shop(const shop_text<Currency, Capacity, Ledger, Bytes, Wallet>& shop) {
    using base_type = programme_text<Currency, Capacity, Ledger, Bytes>;
    std::string text = write_programme(static_cast<const base_type&>(shop));
    writing::writer out{shop.words};
    if (shop.discounts.all.size() != 0) {
        out.text += ",\n  \"discounts\": ";
        writing::write_discounts(out, shop.discounts);
    }
    if (shop.coupon_prices.size() != 0) {
        out.text += ",\n  \"coupon_prices\": ";
        writing::write_coupon_prices(out, shop.coupon_prices);
    }
    if (shop.has_wallet) {
        out.text += ",\n  \"wallet\": ";
        writing::write_wallet(out, shop.wallet);
    }
    text.insert(text.size() - 3, out.text); // before the last "\n}\n"
    return text;
}

} // namespace loyalty::json
