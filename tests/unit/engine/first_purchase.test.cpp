// SPDX-License-Identifier: BSL-1.0

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme welcome{
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, add_bonus{100_points}.when(first_purchase())}};
constexpr programme plain{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

using welcome_type = std::remove_const_t<decltype(welcome)>;

constexpr instant january_1 = "2025-01-01T12:00"_utc;
constexpr instant january_2 = "2025-01-02T12:00"_utc;
constexpr instant january_3 = "2025-01-03T12:00"_utc;
constexpr instant january_4 = "2025-01-04T12:00"_utc;

[[nodiscard]] constexpr purchase<currency::usd> ten_dollars(std::uint64_t id, instant time) noexcept {
    return {.id = id, .time = time, .net = money<currency::usd>::from_minor_units(1000)};
}

template <class Outcome>
[[nodiscard]] constexpr std::int64_t points_of(const Outcome& gave) noexcept {
    return gave.accepted() ? gave.template granted<unit::points>().minor_units() : -1;
}

TEST_SUITE("first purchase") {
    TEST_CASE("time that passes is no purchase") {
        member<welcome_type> anna;
        CHECK(apply(welcome, anna, time_passed{.id = 1, .time = january_1}).accepted());
        CHECK(points_of(apply(welcome, anna, ten_dollars(2, january_2))) == 110);
        CHECK(points_of(apply(welcome, anna, ten_dollars(3, january_3))) == 10);
    }

    TEST_CASE("after the first came back whole, the next is the first") {
        member<welcome_type> anna;
        auto sold = apply_with_receipt(welcome, anna, ten_dollars(1, january_1));
        CHECK(points_of(sold.outcome) == 110);
        CHECK(apply(welcome, anna, sold.receipt.returned({.id = 2, .time = january_2})).granted<unit::points>() ==
              -110_points);
        CHECK(points_of(apply(welcome, anna, ten_dollars(3, january_3))) == 110);
    }

    TEST_CASE("one that came back in part is still the first, and what remains of it keeps the bonus") {
        member<welcome_type> anna;
        auto sold = apply_with_receipt(welcome, anna, ten_dollars(1, january_1));
        auto rest = ten_dollars(1, january_1);
        rest.net = 4_usd;
        const auto back = apply(welcome, anna, sold.receipt.returned({.id = 2, .time = january_2}, rest));
        CHECK(back.granted<unit::points>() == -6_points);
        CHECK(points_of(apply(welcome, anna, ten_dollars(3, january_3))) == 10);
        CHECK(apply(welcome, anna, sold.receipt.returned({.id = 4, .time = january_4})).granted<unit::points>() ==
              -104_points);
    }

    TEST_CASE("a later purchase that came back leaves the first what it was") {
        member<welcome_type> anna;
        CHECK(points_of(apply(welcome, anna, ten_dollars(1, january_1))) == 110);
        auto second = apply_with_receipt(welcome, anna, ten_dollars(2, january_2));
        CHECK(apply(welcome, anna, second.receipt.returned({.id = 3, .time = january_3})).accepted());
        CHECK(points_of(apply(welcome, anna, ten_dollars(4, january_4))) == 10);
    }

    TEST_CASE("the count of purchases ends at 255 and is taken for more") {
        member<welcome_type> anna;
        for (std::uint64_t id = 1; id <= 300; ++id) {
            auto sold = apply_with_receipt(welcome, anna, ten_dollars(id, january_1));
            CHECK(points_of(sold.outcome) == (id == 1 ? 110 : 10));
            if (id > 255) {
                CHECK(anna.clock().purchases == 255);
            }
        }
        auto last = apply_with_receipt(welcome, anna, ten_dollars(301, january_2));
        CHECK(apply(welcome, anna, last.receipt.returned({.id = 302, .time = january_2})).accepted());
        CHECK(anna.clock().purchases == 255);
    }

    TEST_CASE("each policy may ask, tiers too") {
        // Only the first purchase counts towards the tier: 60.00 and 60.00 do not reach 100.00.
        constexpr programme first_counts{tiered{100_usd}.on(first_purchase()), points{per_visit{1_points}}};
        member<std::remove_const_t<decltype(first_counts)>> anna;
        auto sixty = ten_dollars(1, january_1);
        sixty.net = 60_usd;
        CHECK(apply(first_counts, anna, sixty).tier_after == 0);
        CHECK(anna.policy<0>().count.total() == 6000);
        sixty.id = 2;
        CHECK(apply(first_counts, anna, sixty).tier_after == 0);
        CHECK(anna.policy<0>().count.total() == 6000);
    }

    TEST_CASE("only programmes that ask keep it") {
        CHECK(sizeof(member<welcome_type>) == 32); // time, id, points, count, shift
        CHECK(sizeof(detail::get<0>(member<std::remove_const_t<decltype(plain)>>{})) == 16);
    }
}

} // namespace
