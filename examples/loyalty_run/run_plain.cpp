// SPDX-License-Identifier: BSL-1.0
#include "file_run.hpp"
#include "file_zone.hpp"
#include "rules_read.hpp"

#include <loyalty/json/in_force.hpp>

namespace loyalty_run {

exit_code run_plain(const rules_versions& read, programme_notes& notes, const options& asked) {
    const file_zone zone = file_zone::of(asked.zone);
    return run_file(json::in_force(read, [&](const rules_text& each) { return each.framed(zone); }), notes, asked);
}

} // namespace loyalty_run
