// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/loyalty.hpp>

#include "support/returns_desk.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using support::returns_desk;

namespace {

constexpr programme silver_from_100{tiered{100_usd}
                                        .within(calendar_window{period_unit::year})
                                        .held_for(1)
                                        .returning(on_return::loses_tier)
                                        .remembering()};

constexpr programme ten_points_for_each_100{
    spend_threshold{10_points, every(100_usd)}.within(calendar_window{period_unit::month})};

} // namespace

TEST_SUITE("policies/returns of ended periods") {
    TEST_CASE("a return of the year before last leaves what is remembered of the last year") {
        // 150.00 in 2022 and 120.00 in 2023; silver is held until the end of 2024.
        returns_desk shop{silver_from_100};
        shop.sell("2022-05-02"_date, 150_usd);
        shop.sell("2023-06-03"_date, 120_usd);
        shop.sell("2024-01-10"_date, 1_usd);
        CHECK(shop.take_back("2024-02-01"_date, 0).tier_after == 1); // 2023 has earned silver as well
        CHECK(shop.take_back("2024-03-01"_date, 1).tier_after == 0); // and now 0.00 are kept of 2023
    }

    TEST_CASE("a return of the year before last does not let a later return take a tier that stands") {
        // 90.00 in 2022; 110.00 and 5.00 in 2023. Without the 90.00 and the 5.00 there are 110.00 of 2023.
        returns_desk shop{silver_from_100};
        shop.sell("2022-05-02"_date, 90_usd);
        shop.sell("2023-06-03"_date, 110_usd);
        shop.sell("2023-06-04"_date, 5_usd);
        shop.sell("2024-01-10"_date, 1_usd);
        CHECK(shop.take_back("2024-02-01"_date, 0).tier_after == 1);
        CHECK(shop.take_back("2024-03-01"_date, 2).tier_after == 1); // 110.00 are kept of 2023
    }

    TEST_CASE("a year in which nothing counted is not remembered in the place of one that did") {
        // 60.00 and 60.00 in 2022 hold silver to the end of 2023, and 2023 has an event of 0.00.
        constexpr programme held{tiered{100_usd}
                                     .within(calendar_window{period_unit::year})
                                     .held_for(2)
                                     .returning(on_return::loses_tier)
                                     .remembering()};
        returns_desk shop{held};
        shop.sell("2022-05-02"_date, 60_usd);
        shop.sell("2022-06-02"_date, 60_usd);
        shop.sell("2023-06-03"_date, 0_usd);
        shop.sell("2024-01-10"_date, 1_usd);
        CHECK(shop.take_back("2024-02-01"_date, 0).tier_after == 0); // 60.00 are kept of 2022
    }

    TEST_CASE("of an older month, one return leaves to the next what is not taken yet") {
        // January: 60.00 and 250.00 are three awards. The 60.00 come back in January, which takes one of them. When January
        // is no longer counted the 250.00 come back, which were granted three: two are left to take.
        returns_desk shop{ten_points_for_each_100};
        shop.sell("2025-01-10"_date, 60_usd);
        shop.sell("2025-01-11"_date, 250_usd);
        CHECK(shop.points() == 30);
        CHECK(shop.take_back("2025-01-20"_date, 0).granted<unit::points>() == -10_points);
        shop.sell("2025-02-10"_date, 30_usd);
        shop.sell("2025-03-10"_date, 30_usd);
        CHECK(shop.take_back("2025-03-20"_date, 1).granted<unit::points>() == -20_points);
        CHECK(shop.points() == 0);
    }
}
