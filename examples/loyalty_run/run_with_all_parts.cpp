// SPDX-License-Identifier: BSL-1.0
#include "form_of_rules.hpp"

namespace loyalty_run {

std::unique_ptr<rules_form> form_with_all_parts(const rules_versions& read, const options& asked) {
    return made_form(read, asked,
                     [](const rules_text& each, const file_zone& zone) { return each.framed_with_redemption(zone); });
}

} // namespace loyalty_run
