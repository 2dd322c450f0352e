// SPDX-License-Identifier: BSL-1.0
#include "rules_file.hpp"
#include "rules_in.hpp"

namespace loyalty_run {

exit_code run_rules_in_usd(const std::string& text, const options& asked) {
    return run_rules_in<currency::usd>(text, asked);
}

} // namespace loyalty_run
