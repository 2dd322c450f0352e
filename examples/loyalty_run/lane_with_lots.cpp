// SPDX-License-Identifier: BSL-1.0
#include "lane.hpp"

#include <loyalty/json/in_force.hpp>
#include <loyalty/json/room.hpp>

#include <memory>

namespace loyalty_run {

std::unique_ptr<lane> lane_with_lots(const rules_versions& read, programme_notes& notes, const lane_terms& terms) {
    return lane_over(json::in_force(read,
                                    [&](const rules_text& each) {
                                        return json::with_other_room<small_text>(each)->framed_with_redemption(
                                            terms.zone);
                                    }),
                     notes, terms);
}

} // namespace loyalty_run
