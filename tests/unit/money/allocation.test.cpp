// SPDX-License-Identifier: BSL-1.0
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/literals.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::arithmetic;
using usd = amount<currency::usd>;

namespace {

template <std::size_t Count>
std::array<std::int64_t, Count> shares_of(std::int64_t total, const std::array<std::int64_t, Count>& weights,
                                          ties favour = ties::to_first) {
    std::array<usd, Count> shares{};
    CHECK(allocate(usd::from_minor_units(total), weights, shares, favour));
    std::array<std::int64_t, Count> result{};
    for (std::size_t i = 0; i < Count; ++i) {
        result[i] = shares[i].minor_units();
    }
    return result;
}

template <std::size_t Count>
using numbers = std::array<std::int64_t, Count>;

} // namespace

TEST_SUITE("money/allocation") {
    TEST_CASE("what is left goes to the largest fractions, ties to the first") {
        CHECK(shares_of<3>(100, {1, 1, 1}) == numbers<3>{34, 33, 33});
        CHECK(shares_of<3>(101, {1, 1, 1}) == numbers<3>{34, 34, 33});
        CHECK(shares_of<2>(5, {3, 7}) == numbers<2>{2, 3});
        CHECK(shares_of<2>(101, {3, 7}) == numbers<2>{30, 71});
        CHECK(shares_of<3>(5, {7, 0, 3}) == numbers<3>{4, 0, 1});
        CHECK(shares_of<3>(5000, {120, 230, 300}) == numbers<3>{923, 1769, 2308});
        CHECK(shares_of<3>(1000, {50, 50, 50}, ties::to_last) == numbers<3>{333, 333, 334});
        CHECK(shares_of<3>(2, {9, 8, 3}) == numbers<3>{1, 1, 0});    // 0.9, 0.8, 0.3
        CHECK(shares_of<3>(2, {18, 11, 11}) == numbers<3>{1, 1, 0}); // 0.9, 0.55, 0.55
    }

    TEST_CASE("a negative total is the mirror of the positive one") {
        CHECK(shares_of<3>(-100, {1, 1, 1}) == numbers<3>{-34, -33, -33});
        CHECK(shares_of<2>(-5, {7, 3}) == numbers<2>{-4, -1});
        CHECK(shares_of<2>(-5, {7, 3}, ties::to_last) == numbers<2>{-3, -2});
        constexpr std::int64_t vast = 2'000'000'000'000'000'000; // a product with it passes 64 bits
        CHECK(shares_of<3>(-100, {vast, vast, vast}) == numbers<3>{-34, -33, -33});
    }

    TEST_CASE("a line without a fraction gets no unit, wherever it stands") {
        CHECK(shares_of<4>(10, {5, 1, 4, 5}) == numbers<4>{3, 1, 3, 3}); // 3.33, 0.67, 2.67, 3.33: the second and third
        CHECK(shares_of<4>(6, {0, 3, 2, 7}) == numbers<4>{0, 2, 1, 3});  // 1.5, 1, 3.5
        CHECK(shares_of<4>(-6, {7, 2, 3, 0}) == numbers<4>{-4, -1, -1, 0}); // -3.5, -1, -1.5
        CHECK(shares_of<4>(6, {7, 2, 3, 0}, ties::to_last) == numbers<4>{3, 1, 2, 0});
    }

    TEST_CASE("products that fit 64 bits and products that do not share alike") {
        // (2^61 - 1) times 4 fits, times 64 does not.
        const numbers<3> expected{576'460'752'303'423'488, 576'460'752'303'423'488, 1'152'921'504'606'846'975};
        CHECK(shares_of<3>(2'305'843'009'213'693'951, {1, 1, 2}) == expected);
        CHECK(shares_of<3>(2'305'843'009'213'693'951, {16, 16, 32}) == expected);
        CHECK(shares_of<1>(INT64_MIN, {1}) == numbers<1>{INT64_MIN});
        CHECK(shares_of<2>(INT64_MIN, {1, 1}) == numbers<2>{-4'611'686'018'427'387'904, -4'611'686'018'427'387'904});
    }

    TEST_CASE("more lines than 64 share alike: the first 35 of 65 get the cents that are left of a dollar") {
        std::array<usd, 65> shares{};
        REQUIRE(split(usd::from_minor_units(100), shares));
        CHECK(shares[0].minor_units() == 2);
        CHECK(shares[34].minor_units() == 2);
        CHECK(shares[35].minor_units() == 1);
        CHECK(shares[64].minor_units() == 1);
        REQUIRE(split(usd::from_minor_units(-100), shares));
        CHECK(shares[34].minor_units() == -2);
        CHECK(shares[35].minor_units() == -1);
    }

    TEST_CASE("pieces that leave one by one, or several at a time, take all of it and never a unit too much") {
        CHECK(part_of_pieces(1_usd, 0, 3) == 0_usd);
        CHECK(part_of_pieces(1_usd, 1, 3) == 0.33_usd);
        CHECK(part_of_pieces(1_usd, 2, 3) == 0.67_usd);
        CHECK(part_of_pieces(1_usd, 3, 3) == 1_usd);
        CHECK(part_of_pieces(usd::from_minor_units(156), 333, 1'000) == usd::from_minor_units(52)); // 51.948
        CHECK(part_of_pieces(usd::from_minor_units(5), 1, 2) == usd::from_minor_units(3)); // ties to what leaves
        CHECK(part_of_pieces(usd::from_minor_units(-5), 1, 3) == usd::from_minor_units(-2));
        CHECK(part_of_pieces(usd::from_minor_units(-5), 2, 3) == usd::from_minor_units(-3));
        CHECK(part_of_pieces(usd::largest(), INT64_MAX - 1, INT64_MAX) == usd::from_minor_units(INT64_MAX - 1));
        CHECK(part_of_pieces(usd::smallest(), 1, 2) == usd::from_minor_units(INT64_MIN / 2));
        CHECK(part_of_pieces(0_usd, 1, 1) == 0_usd);
    }

    TEST_CASE("weights of zero get nothing, unless all are zero") {
        CHECK(shares_of<3>(7, {0, 1, 0}) == numbers<3>{0, 7, 0});
        CHECK(shares_of<3>(7, {0, 0, 0}) == numbers<3>{3, 2, 2});
        CHECK(shares_of<2>(0, {0, 5}) == numbers<2>{0, 0});
    }

    TEST_CASE("the largest totals and weights are shared exactly") {
        CHECK(shares_of<2>(INT64_MAX, {INT64_MAX - 1, 1}) == numbers<2>{INT64_MAX - 1, 1});
        CHECK(shares_of<2>(INT64_MIN, {1, 0}) == numbers<2>{INT64_MIN, 0});
        CHECK(shares_of<2>(INT64_MIN, {1, 1}) == numbers<2>{-4611686018427387904, -4611686018427387904});
        CHECK(shares_of<2>(INT64_MAX, {1, 1}) == numbers<2>{4611686018427387904, 4611686018427387903});
    }

    TEST_CASE("weights may be what the lines cost") {
        const std::array<usd, 2> lines = {20_usd, 30_usd};
        std::array<usd, 2> shares{};
        CHECK(allocate(5_usd, std::span<const usd>{lines}, shares));
        CHECK(shares[0] == 2_usd);
        CHECK(shares[1] == 3_usd);
    }

    TEST_CASE("weights that are amounts may stand in an array, a vector or a span") {
        // 7.00 by 10.00, 20.00 and 5.00, a fifth of each.
        const usd total = 7_usd;
        const std::vector<usd> fifths = {2_usd, 4_usd, 1_usd};
        const auto is_a_fifth = [&](const auto& prices) {
            std::vector<usd> shares(3);
            return allocate(total, prices, shares) && shares == fifths;
        };
        const std::array<usd, 3> array = {10_usd, 20_usd, 5_usd};
        std::vector<usd> vector(array.begin(), array.end());
        const usd plain[3] = {10_usd, 20_usd, 5_usd};
        CHECK(is_a_fifth(array));
        CHECK(is_a_fifth(plain));
        CHECK(is_a_fifth(vector));
        CHECK(is_a_fifth(std::span{vector}));
        CHECK(is_a_fifth(std::span<const usd, 3>{array}));

        // The weights may be of another unit, and plain numbers are still weights.
        std::array<usd, 2> halves{};
        CHECK(allocate(1_usd, std::array{3_points, 3_points}, halves, ties::to_last));
        CHECK(halves == std::array{0.50_usd, 0.50_usd});
        CHECK(allocate(0.03_usd, std::array{1_usd, 1_usd}, halves, ties::to_last));
        CHECK(halves == std::array{0.01_usd, 0.02_usd});
        CHECK(allocate(0.03_usd, numbers<2>{0, 1}, halves));
        CHECK(halves == std::array{0_usd, 0.03_usd});

        usd nothing[2]{};
        CHECK_FALSE(allocate(1_usd, std::vector<usd>{}, nothing));
        CHECK_FALSE(allocate(1_usd, plain, nothing));
        static_assert(!amount_range<std::vector<std::int64_t>> && !amount_range<usd>);
    }

    TEST_CASE("what cannot be shared is refused and leaves the shares alone") {
        std::array<usd, 2> shares = {1_usd, 2_usd};
        CHECK_FALSE(allocate(5_usd, numbers<2>{1, -1}, shares));
        CHECK_FALSE(allocate(5_usd, numbers<3>{1, 1, 1}, shares));
        CHECK_FALSE(allocate(5_usd, numbers<2>{INT64_MAX, 1}, shares));
        CHECK_FALSE(allocate(5_usd, std::span<const std::int64_t>{}, std::span<usd>{}));
        CHECK(shares[0] == 1_usd);
        CHECK(shares[1] == 2_usd);
        CHECK_FALSE(split(5_usd, std::span<usd>{}));
    }

    TEST_CASE("equal parts") {
        std::array<usd, 3> parts{};
        CHECK(split(0.10_usd, parts));
        CHECK(parts == std::array<usd, 3>{0.04_usd, 0.03_usd, 0.03_usd});
        CHECK(split(-0.11_usd, parts));
        CHECK(parts == std::array<usd, 3>{-0.04_usd, -0.04_usd, -0.03_usd});
        CHECK(split(0.10_usd, parts, ties::to_last));
        CHECK(parts == std::array<usd, 3>{0.03_usd, 0.03_usd, 0.04_usd});
        std::array<usd, 1> whole{};
        CHECK(split(usd::largest(), whole));
        CHECK(whole[0] == usd::largest());
        CHECK(split(usd::smallest(), whole));
        CHECK(whole[0] == usd::smallest());
    }
}
