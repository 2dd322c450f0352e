// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads a wheel of prizes.
///
/// `{"seed": 2025, "prizes": [{"weight": 95, "award": "0 points"}, {"weight": 5, "award": "50 points"}], "stake": "2 points", "at_most":
/// {"most": 3, "window": {"calendar_window": "day"}}}`

#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_condition.hpp>
#include <loyalty/json/read_limited.hpp>
#include <loyalty/json/read_measure.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/wheel_of.hpp>
#include <loyalty/json/wheel_stock.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loyalty::json::reading {

/// Calls `add(place, mistakes before, rule)` with the rule that it reads. `TakesStocks`: a prize may have a stock; `known` are the quotas
/// of the programme so far.
template <class Currency, bool TakesStocks>
class wheel_reader {
public:
    wheel_reader(reader& in, known_quotas& known) noexcept : in_{in}, known_{known} {}

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
        in_.granting.reset();
        if (in_.count() != before) {
            return;
        }
        if constexpr (TakesStocks) {
            if (has_stocks_) {
                return add_kind<true>(body, before, add);
            }
        }
        add_kind<false>(body, before, add);
    }

private:
    using prize_read = prize_of<stock_at<0>>;

    template <bool HasStocks, class Add>
    void add_kind(const place& body, std::size_t before, Add& add) const {
        if (by_purchase_) {
            add(body, before,
                made<wheel_of_purchases<Currency, HasStocks>>(games::spun_by_purchase<condition>{when_},
                                                              games::no_stake{}));
        } else {
            add(body, before,
                made<wheel_of_activities<Currency, HasStocks>>(games::spun_by_activity<condition>{when_}, stake_));
        }
    }
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
        for (std::size_t i = 0; i < size; ++i) { // once all are known
            if (prizes_[i].left.is_there()) {
                check_otherwise(list->item(i), i, size);
            }
        }
    }
    void read_prize(const place& where, prize_read& to) {
        in_.refuse_other_keys(where, "prize", {"weight", "award", "cost", "out_of"});
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
        to.cost = to.award;
        amount<awarded> cost{};
        in_.granting.reset();
        if (const auto costs = where.find("cost"); costs && in_.read(*costs, cost)) {
            to.cost = {cost.minor_units(), *in_.granting};
            if (cost < amount<awarded>{}) {
                in_.say(*costs, "prize_wheel: a prize must not cost less than nothing");
            }
        }
        if (const auto stock = where.find("out_of")) {
            read_stock(*stock, to.left);
        }
    }

    /// `{"quota": {"number": 1, "whole": "10 items"}, "otherwise": 0}`
    void read_stock(const place& where, stock_at<0>& to) {
        if constexpr (!TakesStocks) {
            in_.say(where, "prize_wheel: members share the stock of a prize, for which a programme of this type has no "
                           "place: read the text with json::sharing_quotas<Lots>, and pass the quotas with each event");
            return;
        }
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        in_.refuse_other_keys(where, "out_of", {"quota", "otherwise"});
        const auto quota = where.find("quota");
        const auto otherwise = where.find("otherwise");
        if (!quota || !otherwise) {
            in_.say(where,
                    std::string("out_of needs \"") +
                        (quota ? "otherwise\": the place of the prize that is given then, from 0"
                               : "quota\": how many there are, such as {\"number\": 1, \"whole\": \"10 items\"}"));
            return;
        }
        in_.read(*otherwise, to.otherwise);
        if (in_.expect(*quota, value_kind::object)) {
            read_quota(*quota, to);
        }
    }
    void read_quota(const place& where, stock_at<0>& to) {
        in_.refuse_other_keys(where, "quota", {"number", "whole"});
        const auto number = where.find("number");
        const auto whole = where.find("whole");
        if (!number || !whole) {
            in_.say(where, std::string("quota needs \"") + (number ? "whole\": how much there is in all"
                                                                   : "number\": the number by which rules share it"));
            return;
        }
        const std::size_t before = in_.count();
        amount<counted> there{};
        in_.counting.reset();
        in_.read(*number, to.of_quota);
        in_.read(*whole, there);
        if (in_.count() != before) {
            return;
        }
        if (*in_.counting != count_unit::items) {
            in_.say(*whole, "prize_wheel: a stock counts prizes: give its whole in items, such as \"10 items\"");
        } else if (there.minor_units() < 1) {
            in_.say(*whole, "quota: the whole must be above zero");
        } else {
            to.whole = there.minor_units();
            has_stocks_ = true;
            remember_quota(in_, where, {to.of_quota, to.whole, count_unit::items}, known_);
        }
        in_.counting.reset();
    }
    void check_otherwise(const place& prize, std::size_t own, std::size_t size) {
        const std::size_t other = prizes_[own].left.otherwise;
        const auto stock = prize.find("out_of");
        if (stock && (other >= size || other == own || prizes_[other].left.is_there())) {
            in_.say(stock->find("otherwise").value_or(*stock),
                    "prize_wheel: in the place of a prize out of stock another one without a stock must be given");
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
        in_.granting.reset();
        if (where && in_.read(without_key(*where, "each"), stake_.each)) {
            stake_.in = *in_.granting;
            if (by_purchase_) {
                in_.say(*where, "prize_wheel: a purchase pays no stake: let an activity spin");
            } else if (stake_.each.minor_units() < 1) {
                in_.say(*where, "prize_wheel: the stake must be above zero: leave it out if a spin costs nothing");
            } else if (stake_.in == award_unit::money) {
                in_.say(*where, "prize_wheel: a stake is paid in points, stamps or badges, which members have");
            }
        }
        bool cost_its_unit = where.has_value();
        for (const prize_read& each : prizes_) {
            cost_its_unit = cost_its_unit && (each.weight == 0 || each.cost.unit == stake_.in);
        }
        if (is_covered_ && !cost_its_unit) {
            in_.say(body, "prize_wheel: covered_by_stake: give a stake, and prizes that cost its unit, such as "
                          "{\"weight\": 1, \"award\": \"1 badges\", \"cost\": \"2000 points\"}");
        }
    }

    reader& in_;
    std::uint64_t seed_ = 0;
    known_quotas& known_;
    prize_read prizes_[most_prizes]{};
    condition when_{};
    games::spins_within<window> cap_{};
    stake_from_text stake_{};
    bool by_purchase_ = false;
    bool has_stocks_ = false;
    bool is_covered_ = false;
};

} // namespace loyalty::json::reading
