// SPDX-License-Identifier: BSL-1.0
//
// G20: partial returns at a point a dollar, floored at the basket: three lines of 0.50 earn 1, and three of 33.33 earn 99.
#include "support/till.hpp"

#include <array>

using namespace loyalty;
using namespace loyalty::extensions;
using support::usd_line;

namespace {

using three = std::array<std::int64_t, 3>;

constexpr programme plain{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

/// What three lines of a price earn, and what is taken back when they come back one by one in an order.
struct returned {
    std::int64_t earned = 0;
    three taken{};
    std::int64_t left = -1;

    friend constexpr bool operator==(const returned&, const returned&) = default;
};

constexpr returned one_by_one(money<currency::usd> price, std::array<std::size_t, 3> order) {
    usd_line lines[3]{{.id = 1, .net = price}, {.id = 2, .net = price}, {.id = 3, .net = price}};
    const auto with = [&](std::size_t count) {
        return basket<currency::usd>{.id = 1, .time = support::noon(date::of(2025, 3, 10)), .lines = {lines, count}};
    };
    member<std::remove_const_t<decltype(plain)>> anna;
    auto sold = apply_with_receipt(plain, anna, with(3));
    returned result{support::points_of(sold.outcome), {}, 0};
    std::uint32_t kept = 3;
    for (std::size_t step = 0; step < 3; ++step) {
        for (std::uint32_t i = 0; i < kept; ++i) {
            if (lines[i].id == order[step]) {
                lines[i] = lines[--kept];
            }
        }
        const event_key event{.id = 2 + step, .time = support::noon(date::of(2025, 3, 11))};
        const auto gave = kept == 0 ? apply(plain, anna, sold.receipt.returned(event))
                                    : apply(plain, anna, sold.receipt.returned(event, with(kept)));
        result.taken[step] = gave.accepted() ? -support::points_of(gave) : -1;
    }
    result.left = anna.balance<unit::points>().minor_units();
    return result;
}

} // namespace

TEST_SUITE("G20 partial returns") {
    TEST_CASE("three lines of 0.50 earn 1: clawbacks 0, 1, 0 in any order") {
        CHECK_TWICE(one_by_one(0.50_usd, {1, 2, 3}) == returned{1, {0, 1, 0}, 0});
        CHECK_TWICE(one_by_one(0.50_usd, {3, 1, 2}) == returned{1, {0, 1, 0}, 0});
    }

    TEST_CASE("33.33 three times earns 99: 33, 33, 33") {
        CHECK_TWICE(one_by_one(33.33_usd, {1, 2, 3}) == returned{99, {33, 33, 33}, 0});
        CHECK_TWICE(one_by_one(33.33_usd, {2, 3, 1}) == returned{99, {33, 33, 33}, 0});
    }
}
