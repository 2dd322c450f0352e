// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/fingerprint.hpp>

#include "../../../examples/loyalty_run/w5.hpp"

#include <loyalty/engine/rule_list.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <set>

using namespace loyalty;
using namespace loyalty::dates;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::choices;
using namespace loyalty::streams;

namespace {

constexpr auto one_a_dollar = points{per_amount{1_points, 1_usd}, round_off{rounding::floor}};

struct pound_zone {
    std::int32_t summer_seconds = 3600;

    [[nodiscard]] constexpr zone_segment segment(instant time) const noexcept {
        constexpr instant june{960'000'000};
        return time < june ? zone_segment{instant::minimum(), june, 0}
                           : zone_segment{june, instant::maximum(), summer_seconds};
    }
};

/// Counts programmes that no other has the fingerprint of.
struct counted {
    std::set<std::uint64_t> seen{};
    std::size_t programmes = 0;

    template <class Programme>
    void operator()(const Programme& programme) {
        ++programmes;
        seen.insert(fingerprint(programme));
    }
};

} // namespace

TEST_CASE("every number of a programme changes its fingerprint") {
    counted count;
    count(programme{one_a_dollar});
    count(programme{terms<>{.name = "beauty"}, one_a_dollar});
    count(programme{terms<>{.name = "beauty", .version = 2}, one_a_dollar});
    count(programme{terms<>{.valid = {.from = "2025-01-01T00:00"_utc}}, one_a_dollar});
    count(programme{terms<>{.valid = {.until = "2025-01-01T00:00"_utc}}, one_a_dollar});
    count(programme{terms<utc, identity::by_time>{}, one_a_dollar});
    count(programme{terms<>{.calendar = {.day_start_seconds = 5 * 3600}}, one_a_dollar});
    count(programme{terms<fixed_offset>{.calendar = {fixed_offset::hours(1)}}, one_a_dollar});
    count(programme{terms<pound_zone>{}, one_a_dollar});
    count(programme{points{per_amount{2_points, 1_usd}, round_off{rounding::floor}}});
    count(programme{points{per_amount{1_points, 2_usd}, round_off{rounding::floor}}});
    count(programme{points{per_amount{1_stamps, 1_usd}, round_off{rounding::floor}}});
    count(programme{points{per_amount{1_points, 1_usd}, round_off{rounding::ceiling}}});
    count(programme{points{per_amount{1_points, 1_usd}, round_off_carrying{rounding::floor}}});
    count(programme{points{per_amount{1_points, 1_usd}, multiply_by{2_x}, round_off{rounding::floor}}});
    count(programme{
        points{per_amount{1_points, 1_usd}, multiply_by{2_x}.when(category_is(4u)), round_off{rounding::floor}}});
    count(programme{
        points{per_amount{1_points, 1_usd}, multiply_by{2_x}.when(category_is(5u)), round_off{rounding::floor}}});
    // Rules that differ in their type alone.
    count(programme{
        points{per_amount{1_points, 1_usd}, multiply_by{2_x}.when(store_is(4u)), round_off{rounding::floor}}});
    count(programme{points{per_amount{1_points, 1_usd}.on(sku_is(4u)), round_off{rounding::floor}}});
    count(programme{points{per_amount{1_points, 1_usd}.on(brand_is(4u)), round_off{rounding::floor}}});
    count(programme{points{per_amount{1_points, 1_usd}.on(!brand_is(4u)), round_off{rounding::floor}}});
    count(programme{points{per_amount{1_points, 1_usd}.on(sku_is(4u) && brand_is(4u)), round_off{rounding::floor}}});
    count(programme{points{per_amount{1_points, 1_usd}.on(sku_is(4u) || brand_is(4u)), round_off{rounding::floor}}});
    count(programme{points{per_amount{1_points, 1_usd}.of(gross{}), round_off{rounding::floor}}});
    count(programme{points{per_visit{1_points}.when(first_purchase())}});
    count(programme{points{per_visit{1_points}.when(membership_active())}});
    count(programme{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{9_points}}});
    count(programme{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{9_points}.rejecting()}});
    count(programme{one_a_dollar, one_a_dollar});
    count(programme{one_a_dollar, tiered{350_usd}});
    count(programme{one_a_dollar, tiered{350_usd}.held_for(1)});
    count(programme{one_a_dollar, tiered{350_usd}.grace(1)});
    count(programme{one_a_dollar, tiered{350_usd}.returning(on_return::loses_tier)});
    count(programme{one_a_dollar, tiered{350_usd}.within(rolling_days<30>{})});
    count(programme{one_a_dollar, tiered{350_usd}.within(rolling_days<31>{})});
    count(programme{one_a_dollar, stamp_card{10}});
    count(programme{one_a_dollar, stamp_card{9}});
    count(programme{one_a_dollar, stamp_card{10}.awards(1_stamps)});
    count(programme{one_a_dollar, streak<calendar_window{period_unit::week}>{4}});
    count(programme{one_a_dollar, streak<calendar_window{period_unit::month}>{4}});
    count(programme{one_a_dollar, streak<membership_year{}>{4}});
    count(programme{one_a_dollar, streak<calendar_window{period_unit::day}>{4}});
    count(programme{one_a_dollar, lots<unit::points>{}});
    count(programme{one_a_dollar, lots<unit::points>{}.expiring(expires_end_of_month<6>{})});
    count(programme{one_a_dollar, lots<unit::points>{}.expiring(expires_end_of_month<6>{5})});
    count(programme{one_a_dollar, lots<unit::points>{}.max_holds<2>()});
    CHECK(count.seen.size() == count.programmes);
}

TEST_CASE("the rules of a list belong to the fingerprint") {
    using rate_rule = std::remove_const_t<decltype(one_a_dollar)>;
    const auto with = [](auto... each) {
        rule_list<4, rate_rule, stamp_card<>> rules;
        CHECK((rules.push_back(each) && ...));
        return programme{rules};
    };
    counted count;
    count(with(one_a_dollar));
    count(with(one_a_dollar, one_a_dollar));
    count(with(stamp_card{10}));
    count(with(stamp_card{9}));
    count(with(one_a_dollar, stamp_card{9}));
    count(with(stamp_card{9}, one_a_dollar));
    CHECK(count.seen.size() == count.programmes);
}

TEST_CASE("the three forms of a programme have one fingerprint") {
    w5::rules_type at_run_time = w5::rules;
    CHECK(fingerprint(at_run_time) == fingerprint(w5::rules));
    CHECK(fingerprint(lifted<w5::rules>) == fingerprint(w5::rules));
    static_assert(fingerprint(w5::rules) != 0);
}

TEST_CASE("the currency that a text names tells programmes apart") {
    const auto in = [](std::uint16_t currency_code) {
        return fingerprint(programme{terms<>{.name = "shop", .currency_code = currency_code}, one_a_dollar});
    };
    CHECK(in(840) != in(978));
    CHECK(in(840) != in(0));
    CHECK(in(0) == fingerprint(programme{terms<>{.name = "shop"}, one_a_dollar}));
}
