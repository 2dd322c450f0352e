// SPDX-License-Identifier: BSL-1.0
//
// The Body Shop, twice. Great Britain: 1 % of each purchase goes to the charity that the member chose (S45). South
// Africa: a point for each R10, and a voucher for more than 50 points in three months (S20, S38). Sources: the
// published terms. A voucher here is good for 90 days, which is an example.

#include "check.hpp"

#include <loyalty/policies/attribution.hpp>

namespace body_shop {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::social;

struct donated {
    static constexpr unit_code code = "GBP donated";
    static constexpr int digits = 2;
};
constexpr auto penny = amount<donated>::from_minor_units(1);
constexpr per_amount one_per_cent{penny, 1_gbp};

constexpr programme carried{donation{points{one_per_cent, round_off_carrying{rounding::half_up}}}};
constexpr programme rounded_each{donation{points{one_per_cent, round_off{rounding::half_up}}}};

constexpr programme south_africa{
    points{per_amount{1_points, 10_zar}, round_off{rounding::floor}},
    spend_threshold{1_vouchers, once(51_points)}.of(earned<unit::points>{}).within(rolling_months<3>{}),
    things::wallet<4>{}.issuing(things::vouchers{1}.for_each<unit::vouchers>().valid_days(90)),
};

constexpr std::uint32_t forests = 3;
struct giver {
    std::uint32_t recipient = forests; // the charity that she chose
};

/// What the forests have after three purchases of 12.49.
amount<donated> after_three(const auto& rules) {
    member<std::remove_cvref_t<decltype(rules)>> anna;
    party_totals<donated, 8> charities;
    for (std::uint64_t id = 1; id <= 3; ++id) {
        apply(rules, anna, purchase<currency::gbp>{.id = id, .net = 12.49_gbp}, giver{}, charities);
    }
    return charities.of(forests);
}

/// The vouchers after a purchase in January, R104 in February and R310 in March.
int vouchers_after(money<currency::zar> first) {
    gallery::customer anna{south_africa};
    anna.buys("2025-01-31"_date, first);
    anna.buys("2025-02-15"_date, 104_zar);
    anna.buys("2025-03-31"_date, 310_zar);
    return static_cast<int>(things::things_of(south_africa, anna.card, gallery::noon("2025-04-01"_date)).size());
}

void cases(gallery::checks& check) {
    check("three times 12.49, each rounded", after_three(rounded_each), 36 * penny);
    check("three times 12.49, the rest carried", after_three(carried), 37 * penny);
    check("vouchers for R95, R104, R310: 50 points", vouchers_after(95_zar), 0);
    check("vouchers for R100, R104, R310: 51 points", vouchers_after(100_zar), 1);
}

const gallery::page here{"body_shop", cases, [](gallery::leaflets& says) {
                             says("carried", carried);
                             says("rounded_each", rounded_each);
                             says("south_africa", south_africa);
                         }};

} // namespace body_shop
