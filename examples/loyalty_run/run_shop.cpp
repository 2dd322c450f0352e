// SPDX-License-Identifier: BSL-1.0
#include "file_run.hpp"
#include "file_zone.hpp"
#include "shop_file.hpp"
#include "shop_rules.hpp"

#include <loyalty/json/room.hpp>
#include <loyalty/money/unit.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace loyalty_run {

namespace {

/// With room for lots of three months to the day.
using shop_at_work = json::shop_text<json::any_currency, 16, json::lots_of<92>, 512>;

/// The campaigns whose things the rules of the shop issue.
[[nodiscard]] std::vector<std::uint32_t> issued_by(const shop_at_work& shop) {
    std::vector<std::uint32_t> campaigns;
    for_each_vouchers(shop.wallet.rules, [&](const auto& rule, std::size_t) {
        if constexpr (unit_type<typename std::remove_cvref_t<decltype(rule)>::unit>) {
            campaigns.push_back(rule.campaign);
        }
    });
    return campaigns;
}

} // namespace

exit_code run_shop(const shop_of_file& read, programme_notes& notes, const options& asked) {
    auto shop = json::with_other_room<shop_at_work>(read);
    if (!shop) {
        throw failure{
            exit_code::wrong_use,
            "--rules: the rules of a shop remember at most 512 bytes of a member, and its lots have at most 92 pairs "
            "of dates: let lots expire to the end of a month"};
    }
    shop->discounts = read.discounts;
    shop->coupon_prices = read.coupon_prices;
    shop->wallet = read.wallet;
    const auto programme = shop->framed_with_redemption_and_wallet(file_zone::of(asked.zone));
    using rules_type = shop_rules<std::remove_cvref_t<decltype(programme)>>;
    const rules_type rules(programme, issued_by(*shop), notes.currency_digits);
    return file_run<rules_type>(rules, notes, asked).run();
}

} // namespace loyalty_run
