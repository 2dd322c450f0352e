// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes the kinds of rules that few programmes have, with all that they leave to defaults.

#include <loyalty/json/for_others.hpp>
#include <loyalty/json/further_games.hpp>
#include <loyalty/json/further_kinds.hpp>
#include <loyalty/json/ladders.hpp>
#include <loyalty/json/limited_of.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/wheel_of.hpp>
#include <loyalty/json/write_fields.hpp>

#include <cstddef>
#include <string>

namespace loyalty::json::writing {

/// The body of a tiered.
template <class Tiered>
void write_tiers(writer& out, const Tiered& rule) {
    out.tiers = 1;
    for (const std::int64_t each : rule.thresholds) {
        out.tiers += each != rule.unreached ? std::size_t{1} : std::size_t{0};
    }
    out.counting = out.words().unit(rule.counted.measure.unit());
    out.fields(rule);
}

/// Each writes the body of a rule. `write_points(policy)` writes the stages of its points.
template <class Currency, class WritePoints>
void write_further(writer& out, const donation_of<Currency>& rule, WritePoints write_points) {
    out.text += "{\"policy\": ";
    out.named("points", [&] { write_points(rule.policy.policy); });
    out.text += '}';
}
template <class Currency, class WritePoints>
void write_further(writer& out, const funded_of<Currency>& rule, WritePoints write_points) {
    out.text += "{\"policy\": ";
    out.named("points", [&] { write_points(rule.policy.policy); });
    out.text += ", \"funders\": ";
    std::size_t size = 0;
    while (size < most_funders && rule.policy.funders[size].weight != 0) {
        ++size;
    }
    out.list(size, [&](std::size_t i) { out.fields(rule.policy.funders[i]); });
    out.text += '}';
}
template <class Currency, class WritePoints>
void write_further(writer& out, const recipients_of& rule, WritePoints) {
    out.text += "{\"known\": ";
    out.list(rule.size, [&](std::size_t i) { out.write(rule.list.known[i]); });
    out.text += '}';
}
template <class Currency, class WritePoints>
void write_further(writer& out, const membership_of&, WritePoints) {
    out.text += "{}";
}
template <class Currency, class WritePoints>
void write_further(writer& out, const floor_of&, WritePoints) {
    out.text += "{}";
}
template <class Currency, class WritePoints>
void write_further(writer& out, const reactivation_rule<Currency>& rule, WritePoints) {
    out.fields(rule.policy);
}

/// In minor units of the award, or in items.
template <class Currency, class Unit, class Policy, class WriteInner>
void write_further(writer& out, const limited_rule<Currency, Unit, Policy>& rule, WriteInner write_inner) {
    out.text += "{\"quota\": {\"number\": " + std::to_string(rule.quota().number) + ", \"whole\": ";
    out.write(rule.quota().whole);
    out.text += "}, \"policy\": ";
    out.named(Policy::name, [&] { write_inner(rule.policy.policy); });
    out.text += ", \"otherwise\": ";
    out.write(rule.policy.otherwise);
    out.text += '}';
}

/// A field behind others.
template <class Type>
void write_field(writer& out, const char* name, const Type& value) {
    out.text += ", " + in_quotes(name) + ": ";
    out.write(value);
}

template <class Currency, class WritePoints>
void write_further(writer& out, const levels_rule<Currency>& rule, WritePoints write_points) {
    write_further<Currency>(out, rule.policy, write_points);
}
template <class Currency, class WritePoints>
void write_further(writer& out, const levels_of& own, WritePoints) {
    std::size_t size = 0;
    while (size < most_levels && own.thresholds[size] != levels_of::unreached) {
        ++size;
    }
    out.text += "{\"thresholds\": ";
    out.list(size, [&](std::size_t i) { out.write(own.thresholds[i]); });
    write_field(out, "keeping_levels", own.keeps);
    write_field(out, "window", own.window);
    write_field(out, "counted", own.counted);
    out.text += ", \"awards\": ";
    out.list(size, [&](std::size_t i) { out.write(own.award.each[i]); });
    out.text += '}';
}
template <class Currency, class WritePoints>
void write_further(writer& out, const hunt_rule<Currency>& rule, WritePoints) {
    out.text += "{\"steps\": [";
    std::size_t written = 0;
    rule.for_each_step([&](const step_of& one) {
        out.counting = out.words().unit(one.basis.of.measure.unit());
        out.text += written++ == 0 ? "{\"target\": " : ", {\"target\": ";
        out.write(one.target);
        write_field(out, "counted", one.basis.of);
        out.text += '}';
    });
    out.text += ']';
    write_field(out, "in_order", rule.ordered);
    write_field(out, "repeatable", rule.repeats);
    write_field(out, "keeping_awards", rule.keeps_awards);
    write_field(out, "window", rule.window);
    write_field(out, "awards", rule.award);
    out.text += '}';
}
template <class Currency, class WritePoints>
void write_further(writer& out, const ladders_rule& rule, WritePoints) {
    out.text += "{\"ladders\": [";
    std::size_t written = 0;
    rule.for_each_ladder([&](const ladder& one) {
        out.text += written++ == 0 ? "" : ", ";
        out.named(ladder::name, [&] { write_tiers(out, one); });
    });
    out.text += "]}";
}
template <class Currency, class WritePoints>
void write_further(writer& out, const referral_rule<Currency>& rule, WritePoints) {
    out.fields(rule.policy);
}

template <class Currency, class Spun, bool HasStocks, class WritePoints>
void write_further(writer& out, const wheel_rule<Currency, Spun, HasStocks>& rule, WritePoints) {
    out.text += "{\"seed\": " + std::to_string(rule.policy.seed) + ", \"prizes\": [";
    std::size_t written = 0;
    rule.for_each_prize([&](const auto& one) {
        out.text +=
            (written++ == 0 ? "{\"weight\": " : ", {\"weight\": ") + std::to_string(one.weight) + ", \"award\": ";
        out.write(one.award.value, out.words().unit(one.award.unit));
        out.text += ", \"cost\": ";
        out.write(one.cost.value, out.words().unit(one.cost.unit));
        if constexpr (HasStocks) {
            if (one.left.is_there()) {
                out.text += ", \"out_of\": {\"quota\": {\"number\": " + std::to_string(one.left.of_quota) +
                            ", \"whole\": \"" + std::to_string(one.left.whole) +
                            " items\"}, \"otherwise\": " + std::to_string(one.left.otherwise) + '}';
            }
        }
        out.text += '}';
    });
    out.text += "], \"spun\": {" + in_quotes(Spun::name) + ": {\"when\": ";
    out.write(rule.policy.spun.condition);
    out.text += "}}";
    if constexpr (Spun::is_activity) {
        if (rule.policy.stake.is_asked()) {
            out.text += ", \"stake\": ";
            out.write(rule.policy.stake.each.minor_units(), out.words().unit(rule.policy.stake.in));
        }
    }
    if (rule.policy.cap.most != any_number_of_spins().most) {
        out.text += ", \"at_most\": ";
        out.fields(rule.policy.cap);
    }
    write_field(out, "covered_by_stake", rule.policy.is_covered);
    out.text += '}';
}

} // namespace loyalty::json::writing
