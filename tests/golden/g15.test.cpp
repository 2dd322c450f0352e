// SPDX-License-Identifier: BSL-1.0
//
// G15: a bank card's bonus: 20 000 points once 1000 USD are spent within 3 months of opening, opened 2025-01-15.
#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using support::points_of;

namespace {

constexpr programme card{spend_threshold{20'000_points, once(1000_usd)}.within(first_months{3})};

struct account {
    date joined{"2025-01-15"_date};
};

/// What the last cent gave, and what a further 5000.00 gave.
struct bonus {
    std::int64_t cent;
    std::int64_t further;

    friend constexpr bool operator==(const bonus&, const bonus&) = default;
};

constexpr bonus last_cent(date day) {
    support::till shop{card, account{}};
    shop.pay("2025-01-15"_date, 400_usd);
    shop.pay("2025-03-01"_date, 599.99_usd);
    return {points_of(shop.pay(day, 0.01_usd)), points_of(shop.pay(day, 5000_usd))};
}

} // namespace

TEST_SUITE("G15 bank card bonus") {
    TEST_CASE("the last cent on the last day gives 20 000, once only") {
        CHECK_TWICE(last_cent("2025-04-14"_date) == bonus{20'000, 0});
    }

    TEST_CASE("a day later it gives none") {
        CHECK_TWICE(last_cent("2025-04-15"_date) == bonus{0, 0});
    }
}
