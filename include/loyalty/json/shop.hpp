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

#include <loyalty/engine/programme.hpp>
#include <loyalty/json/discounts.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/host_facts.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/mistake.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/read_discounts.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace loyalty::json {

/// What the text of a shop says: a programme, and its discounts. A programme without prices is a `programme_text`, which members and
/// events pay nothing for.
template <class Currency, std::size_t Capacity = 16, class Ledger = usual_lots,
          std::size_t Bytes = Capacity* bytes_per_rule>
struct shop_text : programme_text<Currency, Capacity, Ledger, Bytes> {
    discounts_of<Currency> discounts{};

    /// The programme with plain balances, by the clock of a zone. Accounts stand behind it: `framed(utc{}, shop.lots)`.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone, class... Accounts>
    [[nodiscard]] auto framed(const Zone& zone, const Accounts&... accounts) const {
        return programme{this->template terms_in<Identity>(zone), this->rules, discounts, accounts...};
    }
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone, class... Accounts>
    [[nodiscard]] auto framed_with_lots(const Zone& zone, const Accounts&... accounts) const {
        return framed<Identity>(zone, this->lots, accounts...);
    }
};

/// Reads a shop for the events of a host, whose lines are `basket_line`s: `read_shop<currency::usd>(text)`. With mistakes it has neither
/// rules nor discounts: nothing is half loaded.
template <class Currency, std::size_t Capacity = 16, class Ledger = usual_lots,
          std::size_t Bytes = Capacity* bytes_per_rule>
[[nodiscard]] shop_text<Currency, Capacity, Ledger, Bytes> read_shop(std::string_view text,
                                                                     host_facts facts = host_facts::all()) {
    using text_type = shop_text<Currency, Capacity, Ledger, Bytes>;
    using base_type = programme_text<Currency, Capacity, Ledger, Bytes>;
    text_type read;
    const value root = parse(text, read.wrong);
    if (read.wrong.empty()) {
        reading::programme_reader<base_type> reads{text, read, read.wrong, facts};
        const reading::place all{root, ""};
        const std::optional<reading::place> discounts =
            root.is_object() ? all.find("discounts") : std::optional<reading::place>{};
        if (discounts) {
            reads.without_rules();
        }
        reads.read(root, {"discounts"});
        if (discounts) {
            reading::discount_reader<Currency>{reads.in()}.read(*discounts, read.discounts);
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
