// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Programmes from text that have prices: rules, and discounts that come before them.
///
/// @code
/// const auto shop = json::read_shop<currency::usd>(R"({"programme": "shop", "currency": "USD",
///     "discounts": [{"amount_off": {"amount": "15.00 USD", "needs": 7}}, {"percent_off": "20 %"}],
///     "rules": [{"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]}]})");
/// const auto rules = shop.framed(utc{});
/// prices::quote(rules, anna, event).due; // 100.00 USD with the coupon: 68.00
/// @endcode

#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/json/discounts.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/host_facts.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/mistake.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/read_discounts.hpp>
#include <loyalty/json/read_wallet.hpp>
#include <loyalty/json/shop_wallet.hpp>
#include <loyalty/money/unit.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace loyalty::json {

/// The account of things of a shop, if the type does not say otherwise: a thing for each badge that a rule awards.
using usual_wallet = shop_wallet<8, 8, unit::badges>;

/// The content of a text of a shop: a programme, its discounts, and the things of members. A programme without prices
/// is a `programme_text`, which members and events pay nothing for.
template <class Currency, std::size_t Capacity = 16, class Ledger = usual_lots,
          std::size_t Bytes = Capacity* bytes_per_rule, class Wallet = usual_wallet>
struct shop_text : programme_text<Currency, Capacity, Ledger, Bytes> {
    static constexpr bool has_own_dates = ledger_parts<Ledger>::days_of_own_dates != 0;

    discounts_of<Currency> discounts{};
    json::coupon_prices coupon_prices{};
    bool has_wallet = false;
    Wallet wallet{};

    /// The programme with other policies behind its rules and discounts, by the clock of a zone: accounts, and what the host states in
    /// C++, such as `framed_with(utc{}, redemption_rule{...}, shop.lots, shop.coupon_prices, shop.wallet)`.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone, class... Policies>
    [[nodiscard]] auto framed_with(const Zone& zone, const Policies&... behind) const {
        return with_dated([&](const auto&... timed) {
            return programme{this->template terms_in<Identity>(zone), this->rules, timed..., discounts, behind...};
        });
    }
    /// With plain balances. Things come with the presentation.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto framed(const Zone& zone) const {
        static_assert(!has_own_dates, "loyalty: json::own_dates: dates are those of lots: use framed_with_lots");
        return framed_with<Identity>(zone, coupon_prices);
    }
    /// With an account of points.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto framed_with_lots(const Zone& zone) const {
        return framed_with<Identity>(zone, this->lots, coupon_prices);
    }
    /// With an account of things: members hold coupons and gift cards.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto framed_with_wallet(const Zone& zone) const {
        static_assert(!has_own_dates,
                      "loyalty: json::own_dates: dates are those of lots: use framed_with_lots_and_wallet");
        return framed_with<Identity>(zone, coupon_prices, wallet);
    }
    /// With both accounts.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto framed_with_lots_and_wallet(const Zone& zone) const {
        return framed_with<Identity>(zone, this->lots, coupon_prices, wallet);
    }
    /// With an account of points, and the rule of the text by which they are redeemed: 500 points pay 10.00 USD of a bill. The rule
    /// stands before the others, so that what they count is what points leave to pay: see `programme_text::framed_with_redemption`.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto framed_with_redemption(const Zone& zone) const {
        return redeeming<Identity>(zone, this->lots, coupon_prices);
    }
    /// The same with an account of things.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto framed_with_redemption_and_wallet(const Zone& zone) const {
        return redeeming<Identity>(zone, this->lots, coupon_prices, wallet);
    }

private:
    /// Calls `function` with the rules that have dates of their own, which stand right behind the others.
    template <class Function>
    [[nodiscard]] auto with_dated(Function function) const {
        return [&]<std::size_t... Dated>(std::index_sequence<Dated...>) {
            return function(loyalty::detail::get<Dated>(this->dated)...);
        }
        (std::make_index_sequence<programme_text<Currency, Capacity, Ledger, Bytes>::dated_type::size>{});
    }
    template <choices::identity Identity, class Zone, class... Policies>
    [[nodiscard]] auto redeeming(const Zone& zone, const Policies&... behind) const {
        return with_dated([&](const auto&... timed) {
            return programme{
                this->template terms_in<Identity>(zone), this->redemption, this->rules, timed..., discounts, behind...};
        });
    }
};

/// Reads a shop for the events of a host, whose lines are `basket_line`s: `read_shop<currency::usd>(text)`. With mistakes it has neither
/// rules nor discounts: nothing is half loaded.
template <class Currency, std::size_t Capacity = 16, class Ledger = usual_lots,
          std::size_t Bytes = Capacity* bytes_per_rule, class Wallet = usual_wallet>
[[nodiscard]] shop_text<Currency, Capacity, Ledger, Bytes, Wallet> read_shop(std::string_view text,
                                                                             host_facts facts = host_facts::all()) {
    using text_type = shop_text<Currency, Capacity, Ledger, Bytes, Wallet>;
    using base_type = programme_text<Currency, Capacity, Ledger, Bytes>;
    text_type read;
    const value root = parse(text, read.wrong);
    if (read.wrong.empty()) {
        reading::known_quotas known;
        reading::programme_reader<base_type> reads{text, read, read.wrong, facts, known};
        const reading::place all{root, ""};
        const auto find = [&](std::string_view key) {
            return root.is_object() ? all.find(key) : std::optional<reading::place>{};
        };
        if (find("discounts") || find("wallet")) {
            reads.without_rules();
        }
        reads.read(root, reads.shop_keys);
        if (const auto where = find("discounts")) {
            reading::discount_reader<Currency>{reads.in()}.read(*where, read.discounts);
        }
        if (const auto where = find("coupon_prices")) {
            reading::read_coupon_prices(reads.in(), *where, read.coupon_prices);
            reading::expect_needed(reads.in(), *where, read.coupon_prices, read.discounts);
        }
        if (const auto where = find("wallet")) {
            read.has_wallet = true;
            reading::wallet_reader<Wallet>{reads.in()}.read(*where, read.wallet);
            reading::refuse_conversions(reads.in(), *where, read.rules, read.wallet);
        }
    }
    if (!read.wrong.empty()) {
        text_type refused;
        refused.wrong = std::move(read.wrong);
        return refused;
    }
    return read;
}

} // namespace loyalty::json
