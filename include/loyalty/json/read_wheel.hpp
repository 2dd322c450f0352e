// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads a wheel of prizes.
///
/// `{"seed": 2025, "prizes": [{"weight": 95, "award": "0 points"}, {"weight": 5, "award": "50 points"}], "stake": "2 points", "at_most":
/// {"most": 3, "window": {"calendar_window": "day"}}}`

#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_condition.hpp>
#include <loyalty/json/read_measure.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/wheel_of.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loyalty::json::reading {

/// Calls `add(place, mistakes before, rule)` with the rule that it reads.
template <class Currency>
class wheel_reader {
public:
    explicit wheel_reader(reader& in) noexcept : in_{in} {}

    template <class Add>
    void read(const place& body, Add add) {
        if (!in_.expect(body, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        in_.refuse_other_keys(body, "prize_wheel", {"seed", "prizes", "spun", "stake", "at_most", "covered_by_stake"});
        if (const auto where = body.find("seed")) {
            in_.read(*where, seed_);
        } else {
            in_.say(body, "prize_wheel needs \"seed\": of the campaign: keep it secret while the wheel turns");
        }
        read_prizes(body);
        read_spun(body);
        read_cap(body);
        read_stake(body);
        if (in_.count() != before) {
            return;
        }
        using stake_type = games::stake_of<unit::points>;
        if (by_purchase_) {
            add(body, before,
                made<wheel_of_purchases<Currency>>(games::spun_by_purchase<condition>{when_}, games::no_stake{}));
        } else if (stake_.minor_units() != 0) {
            add(body, before,
                made<staked_wheel<Currency>>(games::spun_by_activity<condition>{when_}, stake_type{stake_}));
        } else {
            add(body, before, made<free_wheel<Currency>>(games::spun_by_activity<condition>{when_}, games::no_stake{}));
        }
    }

private:
    template <class Rule, class Spun, class Stake>
    [[nodiscard]] Rule made(Spun spun, Stake stake) const {
        return Rule{Rule::made_by::of(seed_, prizes_, spun, stake, cap_, is_covered_)};
    }

    void read_prizes(const place& body) {
        const auto list = body.find("prizes");
        if (!list) {
            in_.say(body, "prize_wheel needs \"prizes\": with their weights");
            return;
        }
        if (!in_.expect(*list, value_kind::list)) {
            return;
        }
        const std::size_t size = list->at.items.size();
        if (size == 0 || size > most_prizes) {
            in_.say(*list, "expected 1 to " + std::to_string(most_prizes) + " prizes, found " + std::to_string(size));
            return;
        }
        for (std::size_t i = 0; i < size; ++i) {
            if (in_.expect(list->item(i), value_kind::object)) {
                read_prize(list->item(i), prizes_[i]);
            }
        }
    }
    void read_prize(const place& where, prize_of& to) {
        in_.refuse_other_keys(where, "prize", {"weight", "award", "cost"});
        const auto weight = where.find("weight");
        const auto award = where.find("award");
        if (!weight || !award) {
            in_.say(where, std::string("prize needs \"") + (weight ? "award\": what it gives; zero for nothing"
                                                                   : "weight\": its share of the tickets"));
            return;
        }
        if (in_.read(*weight, to.weight) && to.weight == 0) {
            in_.say(*weight, "prize_wheel: a prize has a weight of 1 at least: leave it out");
        }
        amount<awarded> given{};
        in_.granting.reset();
        if (!in_.read(*award, given)) {
            return;
        }
        to.award = {given.minor_units(), *in_.granting};
        if (given < amount<awarded>{}) {
            in_.say(*award, "prize_wheel: a prize must not be negative");
        }
        in_.note_grant(*in_.granting);
        to.costs_points = to.award.unit == award_unit::points;
        to.cost = amount<unit::points>::from_minor_units(to.costs_points ? given.minor_units() : 0);
        if (const auto cost = where.find("cost"); cost && in_.read(*cost, to.cost)) {
            to.costs_points = true;
            if (to.cost < amount<unit::points>{}) {
                in_.say(*cost, "prize_wheel: a prize must not cost less than nothing");
            }
        }
    }

    /// `{"spun_by_activity": {"when": {"kind_is": [7]}}}`, `"spun_by_purchase"`; each activity if it is left out.
    void read_spun(const place& body) {
        const auto where = body.find("spun");
        if (!where) {
            return;
        }
        const auto found = in_.named(*where);
        if (!found) {
            return;
        }
        by_purchase_ = found->name == games::spun_by_purchase<>::name;
        if (!by_purchase_ && found->name != games::spun_by_activity<>::name) {
            in_.expect_one_of(*where, found->name, {games::spun_by_activity<>::name, games::spun_by_purchase<>::name});
        } else if (found->body) {
            condition_reader{in_}.read(without_key(*found->body, "when"), when_);
        }
    }
    void read_cap(const place& body) {
        cap_ = any_number_of_spins();
        const auto where = body.find("at_most");
        if (!where || !in_.expect(*where, value_kind::object)) {
            return;
        }
        in_.refuse_other_keys(*where, "at_most", {"most", "window"});
        const auto most = where->find("most");
        const auto in = where->find("window");
        if (!most || !in) {
            in_.say(*where,
                    "at_most needs \"most\", the spins of a member, and \"window\", the events that share the spins");
            return;
        }
        if (in_.read(*most, cap_.most) && cap_.most < 1) {
            in_.say(*most, "prize_wheel: allow one spin at least");
        }
        read_window(in_, *in, cap_.window, {"lifetime", "calendar_window", "campaign", "first_months"});
    }
    void read_stake(const place& body) {
        if (const auto where = body.find("covered_by_stake")) {
            in_.read(*where, is_covered_);
        }
        const auto where = body.find("stake");
        if (where && in_.read(without_key(*where, "each"), stake_)) {
            if (by_purchase_) {
                in_.say(*where, "prize_wheel: a purchase pays no stake: let an activity spin");
            } else if (stake_.minor_units() < 1) {
                in_.say(*where, "prize_wheel: the stake must be above zero: leave it out if a spin costs nothing");
            }
        }
        bool cost_points = where.has_value();
        for (const prize_of& each : prizes_) {
            cost_points = cost_points && (each.weight == 0 || each.costs_points);
        }
        if (is_covered_ && !cost_points) {
            in_.say(body, "prize_wheel: covered_by_stake: give a stake, and prizes that cost its unit, such as "
                          "{\"weight\": 1, \"award\": \"1 badges\", \"cost\": \"2000 points\"}");
        }
    }

    reader& in_;
    std::uint64_t seed_ = 0;
    prize_of prizes_[most_prizes]{};
    condition when_{};
    games::spins_within<window> cap_{};
    amount<unit::points> stake_{};
    bool by_purchase_ = false;
    bool is_covered_ = false;
};

} // namespace loyalty::json::reading
