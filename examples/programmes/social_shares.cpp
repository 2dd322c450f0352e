// SPDX-License-Identifier: BSL-1.0
//
// A shop gives credit for shares in social media and for reviews: 0.50 for a share, at most 1.00 a day, and 2.00
// for a review (S37, S18). Credit pays from the next purchase on. It is a unit of its own with an account, so it
// expires 90 days later, and one rule says what it pays (S24, S25). Sources: programmes that give credit for
// shares; the figures are examples.

#include "check.hpp"

namespace social_shares {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

struct credit {
    static constexpr unit_code code = "credit";
    static constexpr int digits = 2;
};
constexpr amount<credit> cents(std::int64_t count) {
    return amount<credit>::from_minor_units(count);
}
enum kind : std::uint32_t { share = 1, review = 2 };

constexpr programme rules{
    redemption_rule{redemption_rate{cents(1), 0.01_usd}},
    points{per_activity{cents(50)}.of(share), cap_at{cents(100), calendar_window{period_unit::day}}},
    points{per_activity{cents(200)}.of(review)},
    lots<credit>{}.expiring(expires_after_days<90>{90}),
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    check("a share", anna.acts("2025-03-10"_date, share).granted<credit>(), cents(50));
    check("another", anna.acts("2025-03-10"_date, share).granted<credit>(), cents(50));
    check("a third of the same day", anna.acts("2025-03-10"_date, share).granted<credit>(), cents(0));
    check("a review", anna.acts("2025-03-10"_date, review).granted<credit>(), cents(200));
    check("the next day", anna.acts("2025-03-11"_date, share).granted<credit>(), cents(50));

    constexpr instant then = "2025-03-12T12:00"_utc;
    const auto offer = redeemable<credit>(rules, anna.card, 20_usd, then);
    check("of the next 20.00 she can pay", offer.value, 3.50_usd);
    check("and she does", anna.does(redemption<credit>{.time = then, .amount = offer.points}).refused, reason::none);
    anna.acts("2025-03-12"_date, share);
    check("a share of that day, on 9 June", anna.available<credit>("2025-06-09"_date), cents(50));
    check("and on 10 June", anna.available<credit>("2025-06-10"_date), cents(0));
}

const gallery::page here{"social_shares", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace social_shares
