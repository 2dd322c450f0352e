// SPDX-License-Identifier: BSL-1.0
//
// What points pay of each line: the shares of `allocate`, asked for one after the other.
#include <loyalty/rules/points_payment.hpp>

#include <loyalty/money/allocation.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/money/literals.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

using namespace loyalty;
using namespace loyalty::arithmetic;

namespace {

std::vector<std::int64_t> shares_of(std::int64_t value, const std::vector<std::int64_t>& lines) {
    loyalty::detail::points_payment paid{.points = 1, .value = value};
    for (const std::int64_t each : lines) {
        paid.bill += each;
    }
    paid.lay_over(lines, [](std::int64_t line) { return line; });
    loyalty::detail::shares_in_order shares{paid};
    std::vector<std::int64_t> result;
    for (const std::int64_t each : lines) {
        result.push_back(shares.next(each));
    }
    return result;
}

} // namespace

TEST_SUITE("rules/points_payment") {
    TEST_CASE("10.00 over three lines of 100.00 are 3.34, 3.33 and 3.33; 30.00 over 60, 30 and 10 are 18, 9 and 3") {
        CHECK(shares_of(1000, {10'000, 10'000, 10'000}) == std::vector<std::int64_t>{334, 333, 333});
        CHECK(shares_of(3000, {6000, 3000, 1000}) == std::vector<std::int64_t>{1800, 900, 300});
        CHECK(shares_of(5, {3, 7}) == std::vector<std::int64_t>{2, 3});
        CHECK(shares_of(0, {3, 7}) == std::vector<std::int64_t>{0, 0});
        CHECK(shares_of(10, {3, 7}) == std::vector<std::int64_t>{3, 7});
        CHECK(shares_of(1, {0, 5, 0, 5}) == std::vector<std::int64_t>{0, 1, 0, 0});
    }

    TEST_CASE("they are those of allocate, for any lines") {
        std::mt19937_64 random{20250614};
        for (int round = 0; round < 2000; ++round) {
            std::vector<std::int64_t> lines(1 + random() % 12);
            std::int64_t bill = 0;
            const std::uint64_t largest = round % 2 == 0 ? 7 : std::uint64_t{1} << 58;
            for (std::int64_t& each : lines) {
                each = static_cast<std::int64_t>(random() % largest);
                bill += each;
            }
            if (bill == 0) {
                continue;
            }
            const auto value = static_cast<std::int64_t>(random() % (static_cast<std::uint64_t>(bill) + 1));
            std::vector<money<currency::usd>> expected(lines.size());
            REQUIRE(allocate(money<currency::usd>::from_minor_units(value), std::span<const std::int64_t>{lines},
                             expected));
            const std::vector<std::int64_t> shares = shares_of(value, lines);
            for (std::size_t i = 0; i < lines.size(); ++i) {
                REQUIRE(shares[i] == expected[i].minor_units());
                REQUIRE(shares[i] <= lines[i]);
            }
        }
    }
}
