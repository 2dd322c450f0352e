// SPDX-License-Identifier: BSL-1.0
#include "difference_in.hpp"
#include "rules_file.hpp"
#include "rules_in.hpp"

namespace loyalty_run {

exit_code run_rules_in_usd(const std::string& text, const options& asked) {
    return run_rules_in<currency::usd>(text, asked);
}

judged_rules judged_in_usd(const std::string& path, const std::string& text, const options& asked) {
    return judged_in<currency::usd>(path, text, asked);
}

} // namespace loyalty_run
