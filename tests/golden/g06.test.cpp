// SPDX-License-Identifier: BSL-1.0
//
// G06: a paid membership like Prime: 5 % cashback while it is active, else 3 %.
#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;

namespace {

constexpr programme card{
    cashback{currency::usd{}, rounding::half_up, cashback_rate{5_pct}.on(membership_active()), cashback_rate{3_pct}}};

struct holder {
    instant_window membership{"2025-01-10T00:00"_utc, "2026-01-10T00:00"_utc};
};

constexpr money<currency::usd> back(instant time) {
    support::till shop{card, holder{}};
    return shop.pay(time, 83.17_usd).granted<currency::usd>();
}

} // namespace

TEST_SUITE("G06 paid membership") {
    TEST_CASE("83.17 on both sides of the end of the membership") {
        CHECK_TWICE(back("2026-01-09T23:59"_utc) == 4.16_usd);
        CHECK_TWICE(back("2026-01-10T00:00"_utc) == 2.50_usd);
    }

    TEST_CASE("83.17 on both sides of its start") {
        CHECK_TWICE(back("2025-01-09T23:59:59"_utc) == 2.50_usd);
        CHECK_TWICE(back("2025-01-10T00:00"_utc) == 4.16_usd);
    }
}
