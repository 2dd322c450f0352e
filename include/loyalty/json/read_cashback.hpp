// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads a `cashback`: `{"rates": [{"by": "5 %", "on": {"category_is": [7]}}, {"by": "1.5 %"}]}`.

#include <loyalty/json/condition.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>

namespace loyalty::json::reading {

/// Calls `add(place, mistakes before, rule)` with the rule that it reads.
template <class Currency>
class cashback_reader {
public:
    using kind = kinds<Currency>;

    explicit cashback_reader(reader& in) noexcept : in_{in}, fields_{in} {}

    template <class Add>
    void read(const place& body, Add add) {
        const std::size_t before = in_.count();
        using rate = typename kind::any_rate;
        using rolling = typename kind::rolling_cashback_rule;
        condition nothing{};
        nothing.add({.what = asks::negation, .count = 1});
        nothing.add({.what = asks::always});
        nothing.link();
        const rate unused{ratio{0, 1}, nothing, {amount<Currency>::largest(), any_window{}}};
        rate rates[most_rates]{unused, unused, unused, unused};
        rolling rule{Currency{}, rounding::half_even, unused, unused, unused, unused};
        fields_.fields(body, "cashback", rule, {"rates"}, {"shares", "rates"});
        const auto list = body.at.is_object() ? body.find("rates") : std::optional<place>{};
        if (!list) {
            in_.say(body, "cashback: give at least one cashback_rate{...}");
        } else {
            read_rates(*list, rates);
        }
        in_.granting = award_unit::money;
        in_.words().reads_money = true;
        const auto with = [&](auto made) {
            made.count_by(rule.measure);
            add(body, before, made);
        };
        if (std::any_of(std::begin(rates), std::end(rates), [](const rate& each) { return has_rolling_cap(each); })) {
            with(rolling{Currency{}, rule.mode, rates[0], rates[1], rates[2], rates[3]});
        } else {
            with(typename kind::cashback_rule{Currency{}, rule.mode, without_rolling(rates[0]),
                                              without_rolling(rates[1]), without_rolling(rates[2]),
                                              without_rolling(rates[3])});
        }
    }

private:
    template <class Rate>
    void read_rates(const place& list, Rate (&rates)[most_rates]) {
        if (!in_.expect(list, value_kind::list)) {
            return;
        }
        const std::size_t size = list.at.items.size();
        if (size == 0 || size > most_rates) {
            in_.say(list, "expected 1 to " + std::to_string(most_rates) + " rates, found " + std::to_string(size));
            return;
        }
        for (std::size_t i = 0; i < size; ++i) {
            Rate made{ratio{-1, 1}, {}, {amount<Currency>::largest(), any_window{}}};
            const place where = list.item(i);
            if (!in_.expect_object(where, "a rate of a cashback is {\"by\": \"0.5 %\"}, with \"on\" and \"at_most\" if "
                                          "it has them")) {
                continue;
            }
            fields_.fields(where, "cashback_rate", made);
            const bool has_cap = where.at.find("at_most") != nullptr;
            if (has_cap &&
                (made.limit.window.what == windows::never || made.limit.most == amount<Currency>::largest())) {
                in_.say(where,
                        "a cap needs \"most\", the largest cashback of the rate, and \"window\", the events that share "
                        "the cap");
            }
            if (made.where.is_always() && i + 1 < size) {
                in_.say(where,
                        "cashback: a cashback_rate{...} without .on(...) takes every line, and the rates behind it are "
                        "never reached: put it last");
            }
            rates[i] = made;
        }
    }

    reader& in_;
    field_reader fields_;
};

} // namespace loyalty::json::reading
