// SPDX-License-Identifier: BSL-1.0
#include <loyalty/policies/reactivation.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <string_view>

using namespace loyalty;
using namespace loyalty::social;
using sale = purchase<currency::usd>;

namespace {

constexpr programme rules{reactivation{200_points, 90}, mergeable{}};
using rules_type = std::remove_const_t<decltype(rules)>;

constexpr amount<unit::points> buys(member<rules_type>& own, std::uint64_t id, instant time) {
    return apply(rules, own, sale{.id = id, .time = time, .net = 1_usd}).granted<unit::points>();
}

} // namespace

TEST_SUITE("policies/reactivation") {
    TEST_CASE("after 90 days and not after 89; the first purchase is no return") {
        member<rules_type> anna;
        CHECK(buys(anna, 1, "2025-01-10T23:59"_utc) == 0_points);
        auto ben = anna;
        CHECK(buys(anna, 2, "2025-04-10T00:00"_utc) == 200_points);
        CHECK(buys(ben, 2, "2025-04-09T23:59"_utc) == 0_points);
        CHECK(buys(anna, 3, "2025-04-11T00:00"_utc) == 0_points);
    }

    TEST_CASE("only purchases count") {
        member<rules_type> anna;
        buys(anna, 1, "2025-01-10T12:00"_utc);
        apply(rules, anna, activity{.id = 2, .time = "2025-04-01T12:00"_utc, .kind = 1});
        apply(rules, anna, time_passed{.id = 3, .time = "2025-04-02T12:00"_utc});
        CHECK(buys(anna, 4, "2025-04-10T12:00"_utc) == 200_points);
    }

    TEST_CASE("a return takes the award, and the day if nothing was bought since") {
        member<rules_type> anna;
        buys(anna, 1, "2025-01-10T12:00"_utc);
        auto sold = apply_with_receipt(rules, anna, sale{.id = 2, .time = "2025-04-10T12:00"_utc, .net = 1_usd});
        auto ben = anna;
        auto same = sold.receipt;
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 3, .time = "2025-04-11T12:00"_utc}))
                  .granted<unit::points>() == -200_points);
        CHECK(buys(anna, 4, "2025-04-12T12:00"_utc) == 200_points);
        buys(ben, 3, "2025-04-11T12:00"_utc);
        CHECK(apply(rules, ben, same.returned({.id = 4, .time = "2025-04-12T12:00"_utc})).granted<unit::points>() ==
              -200_points);
        CHECK(buys(ben, 5, "2025-04-13T12:00"_utc) == 0_points);
    }

    TEST_CASE("of two members who become one the later purchase counts") {
        std::array<member<rules_type>, 2> both{};
        apply(rules, both[0], sale{.id = 1, .member = 0, .time = "2025-01-10T12:00"_utc, .net = 1_usd});
        apply(rules, both[1], sale{.id = 2, .member = 1, .time = "2025-02-10T12:00"_utc, .net = 1_usd});
        REQUIRE(apply(rules, both[0], both[1],
                      member_merge{.id = 3, .member = 0, .time = "2025-02-11T12:00"_utc, .into = 1})
                    .accepted());
        CHECK(buys(both[1], 4, "2025-05-10T12:00"_utc) == 0_points); // 89 days
    }

    TEST_CASE("numbers that cannot be right") {
        CHECK(std::string_view{problem_of(reactivation{0_points, 90})} == "reactivation: the award must be above zero");
        CHECK(std::string_view{problem_of(reactivation{1_points, 0})} == "reactivation: give at least one day");
        static_assert(sizeof(reactivation<unit::points>::state) == 4);
    }
}
