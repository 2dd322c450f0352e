// SPDX-License-Identifier: BSL-1.0
#include "shop_reading.hpp"

#include <loyalty/json/describe_shop.hpp>
#include <loyalty/json/write_shop.hpp>

usd_shop read_usd_shop(std::string_view text) {
    return loyalty::json::read_shop<loyalty::currency::usd>(text);
}

std::string write_usd_shop(const usd_shop& shop) {
    return loyalty::json::write_shop(shop);
}

loyalty::io::descriptions::description describe_usd_shop(const usd_shop& shop) {
    return loyalty::json::describe(shop);
}
