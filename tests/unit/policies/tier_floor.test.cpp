// SPDX-License-Identifier: BSL-1.0
//
// A tier that is set by hand (S55).
#include <loyalty/policies/tier_floor.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

using namespace loyalty;
using sale = purchase<currency::usd>;

namespace {

constexpr programme beauty{
    tiered{350_usd, 1000_usd}, tier_floor{},
    points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x, 3_x}, round_off{rounding::floor}}};
using beauty_type = std::remove_const_t<decltype(beauty)>;

constexpr instant march_1 = "2025-03-01T12:00"_utc;
constexpr instant march_2 = "2025-03-02T12:00"_utc;
constexpr instant december_31 = "2025-12-31T12:00"_utc;
constexpr instant january_1 = "2026-01-01T12:00"_utc;

tier_grant granted(std::uint64_t id, instant time, std::uint8_t tier) {
    return {.id = id, .time = time, .tier = tier, .until = "2026-01-01"_date};
}

std::int64_t points_for_ten(member<beauty_type>& own, std::uint64_t id, instant time) {
    return apply(beauty, own, sale{.id = id, .time = time, .net = 10_usd}).granted<unit::points>().minor_units();
}

} // namespace

TEST_SUITE("policies/tier_floor") {
    TEST_CASE("a granted tier holds to the day before its end") {
        member<beauty_type> anna;
        const auto gave = apply(beauty, anna, granted(1, march_1, 2));
        CHECK(gave.accepted());
        CHECK(gave.tier_before == 0);
        CHECK(gave.tier_after == 2);
        CHECK(points_for_ten(anna, 2, march_2) == 30);
        CHECK(tier_of(beauty, anna, december_31) == 2);
        CHECK(points_for_ten(anna, 3, december_31) == 30);
        CHECK(tier_of(beauty, anna, january_1) == 0);
        CHECK(points_for_ten(anna, 4, january_1) == 10);
    }

    TEST_CASE("a higher tier is earned as before, and a lower one granted changes nothing") {
        member<beauty_type> anna;
        apply(beauty, anna, sale{.id = 1, .time = march_1, .net = 1000_usd});
        CHECK(apply(beauty, anna, granted(2, march_2, 1)).tier_after == 2);
        CHECK(points_for_ten(anna, 3, march_2) == 30);

        member<beauty_type> ben;
        apply(beauty, ben, granted(1, march_1, 1));
        CHECK(apply(beauty, ben, sale{.id = 2, .time = march_2, .net = 1000_usd}).tier_after == 2);
    }

    TEST_CASE("tier 0 takes the floor away") {
        member<beauty_type> anna;
        apply(beauty, anna, granted(1, march_1, 2));
        const auto gave = apply(beauty, anna, granted(2, march_2, 0));
        CHECK(gave.tier_before == 2);
        CHECK(gave.tier_after == 0);
        CHECK(points_for_ten(anna, 3, march_2) == 10);
    }

    TEST_CASE("a tier that the programme does not have is refused, and the floor stays") {
        member<beauty_type> anna;
        apply(beauty, anna, granted(1, march_1, 1));
        const auto before = anna;
        const auto gave = apply(beauty, anna, granted(2, march_2, 3));
        CHECK(gave.refused == reason::unknown_tier);
        CHECK(gave.refusing_rule() == 1);
        CHECK(anna == before);
    }

    TEST_CASE("a return leaves the floor") {
        member<beauty_type> anna;
        apply(beauty, anna, granted(1, march_1, 1));
        auto sold = apply_with_receipt(beauty, anna, sale{.id = 2, .time = march_2, .net = 10_usd});
        const auto gave = apply(beauty, anna, sold.receipt.returned({.id = 3, .time = march_2}));
        CHECK(gave.granted<unit::points>() == -20_points);
        CHECK(gave.tier_after == 1);
        CHECK(points_for_ten(anna, 4, march_2) == 20);
    }

    TEST_CASE("a floor that was read from bytes and that no tier has counts as none") {
        member<beauty_type> anna;
        apply(beauty, anna, granted(1, march_1, 2));
        anna.policy<1>().floor = 200;
        CHECK(points_for_ten(anna, 2, march_2) == 10);
    }

    TEST_CASE("of two members the higher floor that holds today stays, of equal ones the later") {
        struct merging {
            date day{};
            struct {
                std::uint8_t earned = 0;
                std::uint8_t after = 0;
            } tier{};
            [[nodiscard]] date today() const { return day; }
            [[nodiscard]] static std::size_t tier_count() { return 3; }
        };
        using state = tier_floor::state;
        const auto merged = [](state own, const state& from, date today) {
            merging visit{.day = today};
            tier_floor{}.merge(own, from, visit);
            CHECK(own.shown == visit.tier.after);
            return own;
        };
        constexpr state silver{.until = "2025-06-01"_date, .floor = 1};
        constexpr state silver_longer{.until = "2025-07-01"_date, .floor = 1};
        constexpr state gold{.until = "2025-05-10"_date, .floor = 2};
        CHECK(merged(silver, gold, "2025-05-09"_date) == state{gold.until, 2, 2});
        CHECK(merged(gold, silver, "2025-05-09"_date) == state{gold.until, 2, 2});
        CHECK(merged(silver, gold, "2025-05-10"_date) == state{silver.until, 1, 1}); // the day without gold
        CHECK(merged(gold, silver, "2025-05-10"_date) == state{silver.until, 1, 1});
        CHECK(merged(silver, silver_longer, "2025-05-09"_date) == state{silver_longer.until, 1, 1});
        CHECK(merged(silver_longer, silver, "2025-05-09"_date) == state{silver_longer.until, 1, 1});
        CHECK(merged(silver, gold, "2025-08-01"_date) == state{silver.until, 1, 0}); // neither holds
        CHECK(merged(state{}, gold, "2025-05-09"_date) == state{gold.until, 2, 2});
    }
}
