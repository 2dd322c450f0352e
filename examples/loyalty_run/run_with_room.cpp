// SPDX-License-Identifier: BSL-1.0
#include "buyer.hpp"
#include "file_run.hpp"
#include "file_zone.hpp"
#include "rules_read.hpp"

#include <loyalty/json/in_force.hpp>

#include <memory>

namespace loyalty_run {

namespace {

[[nodiscard]] auto versions_in(const rules_versions& read, const options& asked) {
    const file_zone zone = file_zone::of(asked.zone);
    return json::in_force(read, [&](const rules_text& each) { return each.framed_with_redemption(zone); });
}

} // namespace

exit_code run_with_room(const rules_versions& read, programme_notes& notes, const options& asked) {
    return run_file(versions_in(read, asked), notes, asked);
}

std::unique_ptr<differences::side> buyer_with_room(const rules_versions& read, const stream_terms& terms,
                                                   const options& asked) {
    return buyer_of(versions_in(read, asked), read, terms);
}

} // namespace loyalty_run
