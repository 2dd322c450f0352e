// SPDX-License-Identifier: BSL-1.0
#include "file_run.hpp"
#include "file_zone.hpp"
#include "rules_read.hpp"

#include <loyalty/json/in_force.hpp>
#include <loyalty/json/room.hpp>

namespace loyalty_run {

exit_code run_with_lots(const rules_versions& read, programme_notes& notes, const options& asked) {
    const file_zone zone = file_zone::of(asked.zone);
    return run_file(json::in_force(read,
                                   [&](const rules_text& each) {
                                       return json::with_other_room<small_text>(each)->framed_with_redemption(zone);
                                   }),
                    notes, asked);
}

} // namespace loyalty_run
