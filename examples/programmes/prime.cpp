// SPDX-License-Identifier: BSL-1.0
//
// A paid membership like Amazon Prime: 5 % back while it runs, else 3 % (S43). Sources: the published terms of the
// card; the dates are an example. The membership is an interval to the second, and no job ends it.

#include "check.hpp"

namespace prime {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme rules{
    paid_membership{},
    cashback{currency::usd{}, rounding::half_up, cashback_rate{5_pct}.on(membership_active()), cashback_rate{3_pct}},
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    anna.does(membership_change{.time = "2025-01-09T12:00"_utc,
                                .membership = {"2025-01-10T00:00"_utc, "2026-01-10T00:00"_utc}});
    const auto back = [&](instant time) { return anna.buys(time, 83.17_usd).granted<currency::usd>(); };
    check("83.17 a second before it starts", back("2025-01-09T23:59:59"_utc), 2.50_usd);
    check("83.17 when it starts", back("2025-01-10T00:00"_utc), 4.16_usd);
    check("83.17 in its last minute", back("2026-01-09T23:59"_utc), 4.16_usd);
    check("83.17 when it has ended", back("2026-01-10T00:00"_utc), 2.50_usd);
}

const gallery::page here{"prime", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace prime
