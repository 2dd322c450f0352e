// SPDX-License-Identifier: BSL-1.0
#include "run_of_shop.hpp"
#include "shop_file.hpp"

#include <loyalty/json/room.hpp>

namespace loyalty_run {

namespace {

/// With room for lots of three months to the day.
using small_shop = json::shop_text<json::any_currency, 16, json::lots_of<92>, 512>;

} // namespace

exit_code run_shop(const shop_of_file& read, programme_notes& notes, const options& asked) {
    auto shop = json::with_other_room<small_shop>(read);
    if (!shop) {
        return run_shop_with_all_parts(read, notes, asked);
    }
    shop->discounts = read.discounts;
    shop->coupon_prices = read.coupon_prices;
    shop->wallet = read.wallet;
    return run_shop_of(*shop, notes, asked);
}

} // namespace loyalty_run
