// SPDX-License-Identifier: BSL-1.0
#include "lane.hpp"

#include <loyalty/json/in_force.hpp>

#include <memory>

namespace loyalty_run {

std::unique_ptr<lane> lane_with_room(const rules_versions& read, programme_notes& notes, const lane_terms& terms) {
    return lane_over(
        json::in_force(read, [&](const rules_text& each) { return each.framed_with_redemption(terms.zone); }), notes,
        terms);
}

} // namespace loyalty_run
