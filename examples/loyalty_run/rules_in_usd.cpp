// SPDX-License-Identifier: BSL-1.0
#include "compare_run.hpp"
#include "rules_file.hpp"
#include "rules_in.hpp"

namespace loyalty_run {

exit_code run_rules_in_usd(const std::string& text, const options& asked) {
    return run_rules_in<currency::usd>(text, asked);
}

comparison_result compare_in_usd(const std::vector<variant>& variants, const options& asked) {
    return compare_in<currency::usd>(variants, asked);
}

} // namespace loyalty_run
