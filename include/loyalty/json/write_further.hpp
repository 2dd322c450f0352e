// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes the kinds of rules that few programmes have, with all that they leave to defaults.

#include <loyalty/json/for_others.hpp>
#include <loyalty/json/further_kinds.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/write_fields.hpp>

#include <cstddef>
#include <string>

namespace loyalty::json::writing {

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

} // namespace loyalty::json::writing
