// SPDX-License-Identifier: BSL-1.0
#include "run_of_shop.hpp"
#include "shop_file.hpp"

namespace loyalty_run {

exit_code run_shop_with_all_parts(const shop_of_file& read, programme_notes& notes, const options& asked) {
    return run_shop_of(read, notes, asked);
}

} // namespace loyalty_run
