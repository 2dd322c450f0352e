// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads the kinds of rules that few programmes have, and the games in a `gamified`.

#include <loyalty/json/exchange.hpp>
#include <loyalty/json/for_others.hpp>
#include <loyalty/json/further_games.hpp>
#include <loyalty/json/further_kinds.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/read_inner_points.hpp>
#include <loyalty/json/read_measure.hpp>
#include <loyalty/json/reader.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty::json::reading {

/// Some names, and behind them those of the kinds that this file reads.
[[nodiscard]] inline std::vector<std::string_view> further_names(std::vector<std::string_view> names) {
    for (const char* const each :
         {"conversion", "donation", "funded", "recipients", "paid_membership", "tier_floor", "reactivation", "levels",
          "hunt", "referral", "limited", "prize_wheel", "either_ladder", "dated"}) {
        names.emplace_back(each);
    }
    return names;
}

/// Returns true for a rule that its name alone says.
[[nodiscard]] inline bool has_no_fields(std::string_view name) noexcept {
    return name == paid_membership::name || name == tier_floor::name;
}

/// The rules of a list, those in a `gamified` included: `{"gamified": [{"stamp_card": {...}}, {"streak": {...}}]}` are two.
[[nodiscard]] inline std::vector<place> each_rule(reader& in, const place& list) {
    static const std::vector<std::string_view> games{"spend_threshold", "stamp_card", "streak", "levels", "hunt"};
    std::vector<place> all;
    for (std::size_t i = 0; i < list.at.items.size(); ++i) {
        const place item = list.item(i);
        const auto found = item.at.is_object() && item.at.keys.size() == 1 ? item.find("gamified") : std::nullopt;
        if (!found) {
            all.push_back(item);
            continue;
        }
        const place inside = without_key(*found, "games");
        if (in.expect(inside, value_kind::list) && inside.at.items.empty()) {
            in.say(inside, "gamified: give at least one game");
        }
        for (std::size_t game = 0; game < inside.at.items.size() && !inside.at.is_object(); ++game) {
            all.push_back(inside.item(game));
            const std::vector<std::string>& keys = all.back().at.keys;
            const bool is_game = std::any_of(games.begin(), games.end(), [&](std::string_view each) {
                return std::find(keys.begin(), keys.end(), each) != keys.end();
            });
            if (!is_game) {
                in.expect_one_of(all.back(), keys.empty() ? all.back().at.text : keys.front(), games);
                all.pop_back();
            }
        }
    }
    return all;
}

/// Returns true if one of the rules has a name.
[[nodiscard]] inline bool holds_rule(const std::vector<place>& rules, std::string_view name) {
    return std::any_of(rules.begin(), rules.end(),
                       [&](const place& each) { return each.at.text == name || each.at.find(name) != nullptr; });
}

/// Calls `add(place, mistakes before, rule)` with the rule that it reads.
template <class Currency>
class further_reader {
public:
    explicit further_reader(reader& in) noexcept : in_{in}, fields_{in} {}

    template <class Add>
    void read(std::string_view name, const place& body, Add add) {
        name == "conversion"        ? read_conversion(body, add)
        : name == "donation"        ? read_donation(body, add)
        : name == "funded"          ? read_funded(body, add)
        : name == "recipients"      ? read_recipients(body, add)
        : name == "reactivation"    ? read_reactivation(body, add)
        : name == "levels"          ? read_levels(body, add)
        : name == "hunt"            ? read_hunt(body, add)
        : name == "referral"        ? read_referral(body, add)
        : name == "paid_membership" ? read_nothing(body, membership_of{}, add)
                                    : read_floor(body, add);
    }

private:
    template <class Rule, class Add>
    void read_nothing(const place& body, const Rule& rule, Add& add) {
        const std::size_t before = in_.count();
        if (body.at.kind != value_kind::text && in_.expect(body, value_kind::object) && !body.at.keys.empty()) {
            in_.say(body, std::string(Rule::name) + " has no field");
        }
        add(body, before, rule);
    }
    template <class Add>
    void read_floor(const place& body, Add& add) {
        in_.asks_tier = true;
        floor_of made{};
        made.tiers = static_cast<std::uint8_t>(in_.tiers);
        read_nothing(body, made, add);
    }

    template <class Rule, class Policy>
    [[nodiscard]] Rule for_the_unit(const Policy& policy) const {
        return {{in_.granting.value_or(award_unit::points), in_.counting.value_or(count_unit::money), policy}};
    }

    template <class Add>
    void read_donation(const place& body, Add& add) {
        const std::size_t before = in_.count();
        in_.expect_fact(body, "donation", host_fact::recipient);
        const points_of donated = read_inner_points(in_, without_key(body, "policy"), "donation");
        add(body, before, for_the_unit<donation_of<Currency>>(social::donation<points_of>{donated}));
    }

    template <class Add>
    void read_funded(const place& body, Add& add) {
        if (!in_.expect(body, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        in_.refuse_other_keys(body, "funded", {"policy", "funders"});
        const auto policy = body.find("policy");
        const auto funders = body.find("funders");
        if (!policy || !funders) {
            in_.say(body, std::string("funded needs \"") +
                              (policy ? "funders\": who pays for it" : "policy\": what is awarded"));
        }
        constexpr social::funder none{0, 0};
        social::funded<points_of, most_funders> made{policy ? read_inner_points(in_, *policy, "funded")
                                                            : points_of{awards{}, stages{}},
                                                     none,
                                                     none,
                                                     none,
                                                     none,
                                                     none,
                                                     none,
                                                     none,
                                                     none};
        if (funders) {
            const std::size_t size = size_of(*funders, most_funders, "funders");
            for (std::size_t i = 0; i < size; ++i) {
                fields_.fields(funders->item(i), "funder", made.funders[i]);
            }
        }
        add(body, before, for_the_unit<funded_of<Currency>>(made));
    }

    template <class Add>
    void read_recipients(const place& body, Add& add) {
        const std::size_t before = in_.count();
        in_.expect_fact(body, "recipients", host_fact::recipient);
        std::vector<std::uint32_t> known;
        for_each_item(without_key(body, "known"), [&](const place& each) {
            std::uint32_t number = 0;
            if (in_.read(each, number)) {
                known.push_back(number);
            }
        });
        if (in_.count() == before && (known.empty() || known.size() > most_recipients)) {
            in_.say(body, "expected 1 to " + std::to_string(most_recipients) + " recipients, found " +
                              std::to_string(known.size()));
        }
        if (in_.count() == before) {
            recipients_of made = all_are(known.front());
            std::copy(known.begin(), known.end(), made.list.known);
            made.size = static_cast<std::uint8_t>(known.size());
            add(body, before, made);
        }
    }
    [[nodiscard]] static recipients_of all_are(std::uint32_t number) {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            return recipients_of{social::recipients<most_recipients>{(static_cast<void>(Index), number)...}, 0};
        }
        (std::make_index_sequence<most_recipients>{});
    }

    template <class Add>
    void read_reactivation(const place& body, Add& add) {
        const std::size_t before = in_.count();
        reactivation_of made{amount<awarded>{}, 0};
        fields_.fields(body, "reactivation", made);
        add(body, before,
            reactivation_rule<Currency>{
                {in_.granting.value_or(award_unit::points), in_.counting.value_or(count_unit::money), made}});
    }

    void read_lasting_window(const place& body, window& to) {
        to = {};
        to.what = windows::lifetime;
        if (const auto where = body.find("window")) {
            read_window(in_, *where, to, {"lifetime", "campaign", "first_months"});
        }
    }
    [[nodiscard]] std::size_t size_of(const place& list, std::size_t most, const char* what) {
        if (!in_.expect(list, value_kind::list)) {
            return 0;
        }
        const std::size_t size = list.at.items.size();
        if (size == 0 || size > most) {
            in_.say(list, "expected 1 to " + std::to_string(most) + ' ' + what + ", found " + std::to_string(size));
            return 0;
        }
        return size;
    }

    template <class Add>
    void read_levels(const place& body, Add& add) {
        if (!in_.expect(body, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        levels_of made = no_levels();
        fields_.fields(body, "levels", made, {"thresholds", "window", "awards"}, {"thresholds", "window", "awards"});
        read_lasting_window(body, made.window);
        const auto thresholds = body.find("thresholds");
        if (!thresholds) {
            in_.say(body, "levels needs \"thresholds\": from which each level is reached");
        }
        const std::size_t size = thresholds ? size_of(*thresholds, most_levels, "thresholds") : 0;
        for (std::size_t i = 0; i < size; ++i) {
            read_threshold(thresholds->item(i), made.thresholds[i], made.counted.measure);
        }
        if (const auto awards = body.find("awards"); awards && in_.expect(*awards, value_kind::list)) {
            if (size != 0 && awards->at.items.size() != size) {
                in_.say(*awards, "levels: give as many awards as there are levels");
            }
            for (std::size_t i = 0; i < size && i < awards->at.items.size(); ++i) {
                if (in_.read(awards->item(i), made.award.each[i]) && made.award.each[i] < amount<awarded>{}) {
                    in_.say(awards->item(i), "levels: the award of a level must not be negative");
                }
            }
        }
        in_.note_measure(made.counted.measure);
        add(body, before,
            levels_rule<Currency>{{in_.granting.value_or(award_unit::points), made.counted.measure.unit(), made}});
    }
    void read_threshold(const place& where, amount<counted>& to, const measure& counts) {
        if (!in_.read(where, to)) {
            return;
        }
        if (to.minor_units() < 1) {
            in_.say(where, "levels: the thresholds must be above zero");
        } else if (in_.counting != counts.unit()) {
            in_.say(where, "levels: the event is counted in another unit than the thresholds: give them in the unit "
                           "of the measure, or another measure with .of()");
        }
    }

    template <class Add>
    void read_hunt(const place& body, Add& add) {
        if (!in_.expect(body, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        in_.refuse_other_keys(body, "hunt", {"steps", "in_order", "repeatable", "keeping_awards", "window", "awards"});
        step_of steps[most_steps]{};
        if (const auto list = body.find("steps")) {
            const std::size_t size = size_of(*list, most_steps, "steps");
            for (std::size_t i = 0; i < size; ++i) {
                read_step(list->item(i), steps[i]);
            }
        } else {
            in_.say(body, "hunt needs \"steps\": what must be done");
        }
        hunt_of<Currency> made{steps[0], steps[1], steps[2], steps[3], steps[4], steps[5], steps[6], steps[7]};
        read_flag(body, "in_order", made.ordered);
        read_flag(body, "repeatable", made.repeats);
        read_flag(body, "keeping_awards", made.keeps_awards);
        read_lasting_window(body, made.window);
        if (const auto awards = body.find("awards")) {
            fields_.read(*awards, made.award);
        } else {
            in_.say(body, "hunt: a completed hunt gives nothing: name its award with .awards(200_points)");
        }
        add(body, before, hunt_rule<Currency>{made});
    }
    void read_flag(const place& body, std::string_view name, bool& to) {
        if (const auto where = body.find(name)) {
            in_.read(*where, to);
        }
    }
    void read_step(const place& where, step_of& to) {
        const std::size_t before = in_.count();
        games::step<counted, measure, condition> made{amount<counted>{}, to.basis.of};
        in_.counting.reset();
        fields_.fields(where, "step", made);
        if (in_.count() == before && in_.counting != made.counted.measure.unit()) {
            in_.say(where, "hunt: a step counts in another unit than its target: give the target in the unit of the "
                           "measure, or another measure with .of()");
        }
        in_.note_measure(made.counted.measure);
        to.target = made.target;
        to.basis.of = made.counted;
    }

    template <class Add>
    void read_referral(const place& body, Add& add) {
        const std::size_t before = in_.count();
        in_.expect_fact(body, "referral", host_fact::kind); // of the activity that links a friend
        referral_of made{amount<awarded>{}, amount<counted>{}};
        fields_.fields(body, "referral", made);
        const measure& counts = made.counted.measure;
        if (in_.count() == before && (in_.counting != counts.unit() || !counts.counts_lines())) {
            in_.say(body, "referral: the purchase is counted in another unit than the amount to be spent");
        }
        in_.note_measure(counts);
        add(body, before, referral_rule<Currency>{{in_.granting.value_or(award_unit::points), counts.unit(), made}});
    }

    template <class Add>
    void read_conversion(const place& body, Add& add) {
        if (!in_.expect(body, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        in_.refuse_other_keys(body, "conversion", {"from", "to", "at_most"});
        exchange<Currency> made{};
        if (read_amount(body, "from", "what one conversion takes", made.from_unit, made.from) &&
            made.from_unit != award_unit::stamps && made.from_unit != award_unit::badges) {
            in_.say(*body.find("from"), "conversion: stamps and badges are converted; points are redeemed");
        } else if (in_.count() == before && !in_.grants[static_cast<std::size_t>(made.from_unit)]) {
            in_.say(*body.find("from"),
                    "conversion: no rule before it grants this unit: put it behind the rule that grants it");
        }
        if (read_amount(body, "to", "what it gives", made.to_unit, made.to) && made.to_unit == made.from_unit) {
            in_.say(*body.find("to"), "conversion: it gives the unit that it takes");
        }
        if (body.find("at_most")) {
            award_unit unit{};
            if (read_amount(body, "at_most", "the most that it gives at one event", unit, made.most) &&
                unit != made.to_unit) {
                in_.say(*body.find("at_most"), "conversion: the most is an amount of the unit that it gives");
            }
        }
        if (in_.count() == before && made.most < made.to) {
            in_.say(body, "conversion: the most at one event must be at least one conversion");
        }
        in_.granting = made.to_unit;
        add(body, before, made);
    }
    /// An amount above zero of any unit that can be awarded.
    [[nodiscard]] bool read_amount(const place& body, std::string_view name, std::string_view meaning, award_unit& unit,
                                   std::int64_t& minor_units) {
        const auto where = body.find(name);
        if (!where) {
            in_.say(body, "conversion needs \"" + std::string(name) + "\": " + std::string(meaning));
            return false;
        }
        amount<awarded> found{};
        in_.granting.reset();
        if (!in_.read(*where, found)) {
            return false;
        }
        unit = *in_.granting;
        minor_units = found.minor_units();
        if (minor_units < 1) {
            in_.say(*where, "conversion: both amounts must be above zero");
            return false;
        }
        return true;
    }

    reader& in_;
    field_reader fields_;
};

} // namespace loyalty::json::reading
