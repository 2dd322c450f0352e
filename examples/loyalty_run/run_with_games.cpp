// SPDX-License-Identifier: BSL-1.0
#include "form_of_rules.hpp"

#include <loyalty/json/room.hpp>

namespace loyalty_run {

std::unique_ptr<rules_form> form_with_games(const rules_versions& read, const options& asked) {
    return made_form(read, asked, [](const rules_text& each, const file_zone& zone) {
        return json::with_other_room<games_text>(each)->framed_with_redemption(zone);
    });
}

} // namespace loyalty_run
