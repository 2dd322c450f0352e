// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads the account of things, and what coupons cost.
///
/// `{"issuing": [{"campaign": 7, "for_each": "vouchers", "valid_days": 30}], "when_full": "oldest"}`

#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/shop_wallet.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/ledger/vouchers.hpp>
#include <loyalty/rules/problem.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace loyalty::json {

namespace reading {

/// `[{"campaign": 7, "price": "200 points"}]`
inline void read_coupon_prices(reader& in, const place& where, coupon_prices& to) {
    if (!in.expect(where, value_kind::list)) {
        return;
    }
    const std::size_t size = where.at.items.size();
    if (size == 0 || size > most_campaigns) {
        in.say(where, "expected 1 to " + std::to_string(most_campaigns) + " coupons, found " + std::to_string(size));
        return;
    }
    for (std::size_t i = 0; i < size; ++i) {
        const place each = where.item(i);
        priced_coupon made{};
        if (!in.expect(each, value_kind::object)) {
            continue;
        }
        field_reader{in}.fields(each, "coupon_price", made);
        for (std::size_t before = 0; before < to.size(); ++before) {
            if (to[before].campaign == made.campaign) {
                in.say(each, "coupon_price: a campaign stands twice: give each coupon one price");
            }
        }
        static_cast<void>(to.add(made)); // there is room: the list is no longer than that
    }
}

/// Each coupon that has a price is needed by a discount: else nobody ever pays it.
template <class Discounts>
void expect_needed(reader& in, const place& where, const coupon_prices& prices, const Discounts& discounts) {
    for (std::size_t i = 0; i < prices.size(); ++i) {
        bool is_needed = false;
        discounts.for_each_campaign(
            [&](std::uint32_t campaign) { is_needed = is_needed || campaign == prices[i].campaign; });
        if (!is_needed && i < where.at.items.size()) {
            in.say(where.item(i), "coupon_price: no discount needs a coupon of campaign " +
                                      std::to_string(prices[i].campaign) +
                                      ", so nobody pays for one: name the campaign of a discount");
        }
    }
}

/// A conversion takes a unit of which members have a balance, and not one that the wallet turns into things.
template <class Rules, std::size_t Capacity, std::size_t Records, class... Units>
void refuse_conversions(reader& in, const place& where, const Rules& rules,
                        const shop_wallet<Capacity, Records, Units...>&) {
    const auto find = [&]<class Rule>(const Rule& rule) {
        if constexpr (requires { rule.from_unit; }) {
            if (((award_unit_of<Units>() == rule.from_unit) || ...)) {
                in.say(where,
                       "wallet: it turns " + std::string(in.words().unit(rule.from_unit).code) +
                           " into things, and so a conversion finds none: award another unit for the conversion");
            }
        }
    };
    rules.for_each_field(rules, find);
}

template <class Wallet>
class wallet_reader;

template <std::size_t Capacity, std::size_t Records, class... Units>
class wallet_reader<shop_wallet<Capacity, Records, Units...>> {
    using wallet_type = shop_wallet<Capacity, Records, Units...>;

public:
    explicit wallet_reader(reader& in) noexcept : in_{in}, fields_{in} {}

    void read(const place& where, wallet_type& to) {
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        fields_.fields(where, "wallet", to, {"issuing"}, {"issuing"});
        if (const auto list = where.find("issuing")) {
            read_campaigns(*list, to);
        }
        const char* const sentence = in_.count() == before ? problem_of(to) : nullptr;
        if (sentence != nullptr) {
            in_.say(where, sentence);
        }
    }

private:
    void read_campaigns(const place& list, wallet_type& to) {
        if (!in_.expect(list, value_kind::list)) {
            return;
        }
        const std::size_t size = list.at.items.size();
        if (size == 0 || size > most_campaigns) {
            in_.say(list,
                    "expected 1 to " + std::to_string(most_campaigns) + " campaigns, found " + std::to_string(size));
            return;
        }
        for (std::size_t i = 0; i < size; ++i) {
            read_campaign(list.item(i), to);
        }
    }
    void read_campaign(const place& where, wallet_type& to) {
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        things::vouchers<> made{0};
        fields_.fields(where, "vouchers", made, {"for_each"});
        if (!where.find("campaign")) {
            in_.say(where, "vouchers needs \"campaign\": the number by which rules name it");
        }
        if (in_.count() == before) {
            if (const char* const sentence = problem_of(made)) {
                in_.say(where, sentence);
            }
        }
        const auto unit = where.find("for_each");
        if (!unit) {
            static_cast<void>(to.rules.add(made)); // there is room: the list is no longer than that
        } else if (in_.expect(*unit, value_kind::text)) {
            read_unit(*unit, made, to);
        }
    }
    /// The unit of which each one that is awarded becomes a thing.
    void read_unit(const place& where, const things::vouchers<>& made, wallet_type& to) {
        std::vector<std::string_view> names;
        (names.push_back(in_.words().unit(award_unit_of<Units>()).code), ...);
        bool is_known = false;
        const auto add = [&]<class Unit>(std::type_identity<Unit>) {
            const award_unit unit = award_unit_of<Unit>();
            if (in_.words().unit(unit).code != where.at.text) {
                return;
            }
            is_known = true;
            bool& is_taken = taken_[static_cast<std::size_t>(unit)];
            if (in_.words().unit(unit).digits != 0) {
                in_.say(where, "vouchers: a thing is one whole unit: take a unit without decimals");
            } else if (!in_.grants[static_cast<std::size_t>(unit)]) {
                in_.say(where,
                        "wallet: no policy before it grants the unit of a vouchers{...}.for_each<Unit>(), and so "
                        "it never issues a thing: name the unit that a policy awards");
            } else if (is_taken) {
                in_.say(where, "wallet: two campaigns are issued for the same unit: give each a unit of its own");
            }
            is_taken = true;
            static_cast<void>(to.rules.add(made.template for_each<Unit>()));
        };
        (add(std::type_identity<Units>{}), ...);
        if (!is_known) {
            in_.expect_one_of(where, where.at.text, names);
        }
    }

    reader& in_;
    field_reader fields_;
    bool taken_[4]{};
};

} // namespace reading
} // namespace loyalty::json
