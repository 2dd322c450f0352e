// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads the accounts of a programme.
///
/// `{"expiring": "never_expires"}` is the one of points, and a list has several: `[{"of": "points", "expiring": {"expires_end_of_year": 1}},
/// {"of": "stamps", "expiring": {"expires_after_days": {"days": 90, "to_end_of": "month"}}}]`

#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/sale_movements.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/read_lots.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/rules/problem.hpp>

#include <cstddef>
#include <string>
#include <type_traits>

namespace loyalty::json::reading {

/// Called after the rules: a rule that takes a unit of an account out of a balance is a mistake.
template <class Text>
class account_reader {
public:
    account_reader(reader& in, Text& to) noexcept : in_{in}, to_{to} {}

    void read(const place& where) {
        if (where.at.kind != value_kind::list) {
            read_one(where);
            return;
        }
        if (where.at.items.empty()) {
            in_.say(where, "lots: give at least one account");
        }
        for (std::size_t i = 0; i < where.at.items.size(); ++i) {
            read_one(where.item(i));
        }
    }

private:
    void read_one(const place& where) {
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        award_unit unit = award_unit::points;
        const auto of = where.find("of");
        if ((of && !read_unit(*of, unit)) || !is_first(of.value_or(where), unit)) {
            return;
        }
        bool is_there = false;
        const auto look = [&]<class Lots>(Lots& lots) {
            if (award_unit_of<typename Lots::unit>() == unit) {
                is_there = true;
                read_lots(where, lots);
            }
        };
        look(to_.lots);
        loyalty::detail::for_each_index<Text::further_type::size>([&](auto index) {
            const bool before = is_there;
            look(loyalty::detail::get<index>(to_.further_lots));
            to_.has_further[index] = to_.has_further[index] || is_there != before;
        });
        if (!is_there) {
            in_.say(where, "lots: a programme of this type has no account of " +
                               std::string(in_.words().unit(unit).code) +
                               ": read the text with one, such as json::accounts<json::usual_lots, json::lots_in<Unit, "
                               "25>>");
        }
    }
    [[nodiscard]] bool read_unit(const place& where, award_unit& unit) {
        if (!in_.expect(where, value_kind::text)) {
            return false;
        }
        const auto named = in_.award_unit_named(where.at.text);
        if (!named) {
            in_.expect_one_of(where, where.at.text, in_.words().awardable());
            return false;
        }
        unit = *named;
        return true;
    }
    [[nodiscard]] bool is_first(const place& where, award_unit unit) {
        const bool is_second = read_[static_cast<std::size_t>(unit)];
        read_[static_cast<std::size_t>(unit)] = true;
        if (is_second) {
            in_.say(where,
                    "lots: a second account of " + std::string(in_.words().unit(unit).code) + ": a unit has one");
        }
        return !is_second;
    }

    template <class Lots>
    void read_lots(const place& where, Lots& lots) {
        const std::size_t before = in_.count();
        if (!where.find("expiring")) {
            in_.say(where, "lots needs \"expiring\": when a lot expires");
        }
        field_reader{in_}.fields(where, "lots", lots, {"of"});
        if (const char* const sentence = in_.count() == before ? problem_of(lots) : nullptr) {
            in_.say(where, sentence);
        } else if (in_.count() == before) {
            expect_room(in_, where, lots);
            refuse_conversion(where, award_unit_of<typename Lots::unit>());
            refuse_stake(where, award_unit_of<typename Lots::unit>());
        }
    }
    /// Rules stand before the accounts, and so a conversion finds nothing in one.
    void refuse_conversion(const place& where, award_unit unit) {
        const auto find = [&]<class Rule>(const Rule& rule) {
            if constexpr (requires { rule.from_unit; }) {
                if (rule.from_unit == unit) {
                    in_.say(where, "lots: a conversion before this account takes " +
                                       std::string(in_.words().unit(unit).code) +
                                       ", and so finds none: award another unit for the conversion");
                }
            }
        };
        to_.rules.for_each_field(to_.rules, find);
    }
    /// The receipt of an event keeps two stakes out of an account: see json/wheel_stake.hpp.
    void refuse_stake(const place& where, award_unit unit) {
        std::size_t staked = 0;
        const auto find = [&]<class Rule>(const Rule& rule) {
            if constexpr (requires { rule.policy.stake.in; }) {
                staked += rule.policy.stake.is_asked() && rule.policy.stake.in == unit ? std::size_t{1} : 0;
            }
        };
        to_.rules.for_each_field(to_.rules, find);
        if (staked > loyalty::detail::most_spenders_of_list) {
            in_.say(where, "lots: " + std::to_string(staked) +
                               " wheels take a stake out of this account, and the receipt of a spin keeps two stakes: "
                               "leave the stake of the others out, or ask for another unit");
        }
    }

    reader& in_;
    Text& to_;
    bool read_[4]{}; ///< by `award_unit`, those that have an account
};

} // namespace loyalty::json::reading
